"""The triples of an RDF file (node, property and value), without triples that an import does not read.

The library pyoxigraph parses an RDF file as a stream. ESCO in the format Turtle has over a gigabyte, mostly of titles
and aliases in 28 languages. From an RDF file that is larger than FILE_BYTES, mlgraph keeps only texts in the wanted
language, in English, or without a language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

from mlgraph.errors import FileError, MissingPackageError
from mlgraph.graphfile.linked import CLASSES, FIGURE_TERMS, GRAPH_CLASSES, TERMS, VOCABULARY, expand
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from pyoxigraph import Quad

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOSXL = "http://www.w3.org/2008/05/skos-xl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
NIL = f"{RDF}nil"
# the most triples that are kept; each takes about 200 bytes
MOST_TRIPLES = 5_000_000
_TYPE = f"{RDF}type"
_CLASSES = {
    *map(expand, (GRAPH_CLASSES[0], *(each[0] for each in CLASSES.values()))),
    *map(expand, ("esco:Occupation", "esco:Skill", "esco:AssociationObject")),
}
_LABELS, _FORMS = ([f"{start}{name}" for name in ("prefLabel", "altLabel")] for start in (expand("skos:"), SKOSXL))
_LANGUAGE = expand("esco:language")
_READ = {
    *(expand(term.iri) for terms in (*TERMS.values(), FIGURE_TERMS) for term in terms.values()),
    *map(expand, ("dct:title", "dct:rights", "dct:description", "dct:type", "skos:notation", "rdfs:label")),
    *map(expand, ("rdfs:comment", "prov:wasDerivedFrom", "schema:monthsOfExperience")),
    *map(expand, ("esco:relatedEssentialSkill", "esco:relatedOptionalSkill", "esco:isAssociationFor", "esco:target")),
    *(_TYPE, f"{RDF}first", f"{RDF}rest", f"{SKOSXL}literalForm", *_LABELS, *_FORMS),
    *(_LANGUAGE, expand("esco:nodeLiteral")),
}


@dataclass(frozen=True)
class Literal:
    """A literal of RDF: a text with its `language`, or "" for no language, and the IRI of its `datatype`."""

    text: str
    language: str = ""
    datatype: str = ""


# an IRI, a blank node (written as "_:" and its name), or a literal
Node = str | Literal


def read_text(node: Node) -> str:
    """Return the IRI of an RDF node, or its text if the node is a literal."""
    return node if isinstance(node, str) else node.text


class Triples:
    """The values of each property of each RDF node in an RDF file."""

    def __init__(self, triples: Iterable[tuple[str, str, Node]], name: str) -> None:
        self._objects: dict[str, dict[str, dict[Node, None]]] = {}
        self._classes: dict[str, dict[str, None]] = {}
        for count, (subject, predicate, value) in enumerate(triples):
            if count == MOST_TRIPLES:
                raise FileError(f"{sanitize(name, 200)}: has more than {MOST_TRIPLES:,} triples to read; divide it")
            if predicate == _TYPE:
                self._classes.setdefault(read_text(value), {})[subject] = None
            else:
                self._objects.setdefault(subject, {}).setdefault(predicate, {})[value] = None

    def find(self, class_iri: str) -> list[str]:
        """Return the nodes that belong to an RDF class, in alphabetical order."""
        return sorted(self._classes.get(class_iri, ()))

    def list_objects(self, subject: Node, predicate: str) -> list[Node]:
        """Return the values of a property of an RDF node, in alphabetical order."""
        found = self._objects.get(subject, {}).get(predicate, ()) if isinstance(subject, str) else ()
        return sorted(found, key=read_text)

    def list_predicates(self, subject: Node) -> Iterator[tuple[str, Node]]:
        """Yield each property of an RDF node with each of its values."""
        for predicate, values in self._objects.get(subject, {}).items() if isinstance(subject, str) else ():
            yield from ((predicate, value) for value in values)


def load_parser() -> Any:
    """Return the module pyoxigraph, which parses RDF. Raises MissingPackageError if pyoxigraph is not installed."""
    try:
        import pyoxigraph
    except ImportError as error:
        raise MissingPackageError("pyoxigraph is not installed; RDF needs: pip install 'mlgraph[rdf]'") from error
    return pyoxigraph


def parse(data: str | IO[bytes], format: str, language: str, *, is_large: bool) -> Iterator[tuple[str, str, Node]]:
    """Parse RDF in the format "turtle", "nt" or "json-ld", and yield those triples that an import reads.

    Raises SyntaxError if the RDF is malformed.
    """
    rdf = load_parser()
    formats = {"turtle": rdf.RdfFormat.TURTLE, "nt": rdf.RdfFormat.N_TRIPLES, "json-ld": rdf.RdfFormat.JSON_LD}
    triples = _simplify(rdf.parse(data, format=formats[format], base_iri="urn:file:"))
    if not is_large:
        yield from triples
        return
    for _, group in groupby(triples, key=lambda triple: triple[0]):
        yield from _choose([*group], {language, "en", ""})


def _simplify(quads: Iterable["Quad"]) -> Iterator[tuple[str, str, Node]]:
    from pyoxigraph import BlankNode, NamedNode

    for quad in quads:
        predicate = quad.predicate.value
        if predicate not in _READ and not predicate.startswith(VOCABULARY):
            continue
        value: Any = quad.object
        if isinstance(value, NamedNode):
            node: Node = value.value
            if predicate == _TYPE and node not in _CLASSES:
                continue
        elif isinstance(value, BlankNode):
            node = f"_:{value.value}"
        else:
            tag = value.language or ""
            node = Literal(value.value, tag.lower().partition("-")[0], "" if tag else value.datatype.value)
        subject: Any = quad.subject
        yield (subject.value if isinstance(subject, NamedNode) else f"_:{subject.value}"), predicate, node


def _choose(group: list[tuple[str, str, Node]], languages: set[str]) -> Iterator[tuple[str, str, Node]]:
    """Yield the triples in `group`, which are about one RDF node, without texts in other languages than `languages`.

    In ESCO, a description is an RDF node with a text and the name of its language. ESCO states titles in the RDF
    vocabulary SKOS, and states the same titles again in its extension SKOS-XL. If an RDF node has titles in SKOS, the
    function leaves out its titles in SKOS-XL.
    """
    if any(name == _LANGUAGE and read_text(value) not in languages for _, name, value in group):
        return
    has_labels = any(name == _LABELS[0] for _, name, _ in group)
    for triple in group:
        _, name, value = triple
        if isinstance(value, Literal) and value.language not in languages:
            continue
        if not (has_labels and name in _FORMS):
            yield triple
