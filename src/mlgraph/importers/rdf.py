"""Importer of RDF files, with a graph that mlgraph wrote, or with ESCO's occupations and skills.

The importer reads the RDF formats Turtle, N-Triples and JSON-LD. The importer downloads nothing, so a JSON-LD file must
contain its context (the definitions of its keys), and not the web address of the context. If an RDF file has stages,
roles or skills in the RDF classes that mlgraph writes, the importer reads only entries of these classes. If an RDF file
has no entries in the RDF classes of mlgraph, the importer reads it as ESCO, the European Union's catalogue of
occupations. The rules of the importer `esco` supply the hours and moves that ESCO does not have.
"""

import json
import re
from collections.abc import Iterator
from os.path import isdir
from pathlib import Path
from typing import IO, Any

from mlgraph import filesystem
from mlgraph.errors import Diagnostic, FileError, GraphFileError
from mlgraph.graphfile import parsing
from mlgraph.graphfile.ids import is_id
from mlgraph.graphfile.linked import CLASSES, FIGURE_TERMS, MAPPINGS, TERMS, VOCABULARY, Term, expand, split_iri
from mlgraph.importers.esco import ATTRIBUTION, ESCO, derive_moves, find_cycle_edges, make_esco_sources
from mlgraph.importers.tables import Import, Progress, make_aliases, to_description, to_title
from mlgraph.importers.triples import NIL, RDF, SKOSXL, XSD, Literal, Node, Triples, load_parser, parse, read_text
from mlgraph.limits import FILE_BYTES
from mlgraph.printable import sanitize

FORMATS = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".json": "json-ld"}
# several times ESCO in all languages
MOST_BYTES = 8 * 2**30
_MOVE_ATTRIBUTE = f"{VOCABULARY}move-"
_ESCO_RELATIONS = {"essential-skill": "needs", "optional-skill": "optional"}
_FRACTIONS = tuple(f"{XSD}{name}" for name in ("decimal", "double", "float"))


def read(
    path: Path, *, overlap: float, months_per_move: float, hours_per_skill: float, language: str, progress: Progress
) -> Import:
    """Import an RDF file, or `graph.ttl` in a folder, or the first RDF file in a zip.

    The importer `rdf` applies its rules for hours and moves only to files of ESCO. If an entry has titles in several
    languages, the importer prefers the title in `language`. Raises MissingPackageError if the extra `rdf` is not
    installed. Raises FileError if the RDF file has an unknown suffix. Raises GraphFileError with a list of all errors
    in the RDF file.
    """
    path = path / "graph.ttl" if isdir(path) else path
    result = Import(path, {})
    progress("reading triples")
    reader = _Reader(result, _parse(result, language), language)
    entries = {kind: reader.find(classes[0]) for kind, classes in CLASSES.items()}
    if any(entries[kind] for kind in ("stage", "role", "skill")):
        progress("reading entries")
        reader.read_own(entries)
        return result.complete(progress)
    _read_esco(reader, hours_per_skill)
    if not result.errors:
        progress("deriving moves from the overlap of skills")
        derive_moves(result, result.tables["role"], overlap, months_per_move, path)
    return result.complete(progress)


def _parse(result: Import, language: str) -> Triples:
    """Parse an RDF file, and return its triples of node, property and value."""
    load_parser()  # report a missing package before an error in the file
    path = result.source
    suffixes = ", ".join(FORMATS)
    if result.files.is_zip:
        inside = next((each for each in result.files.paths if each.suffix.lower() in FORMATS), None)
        if inside is None:
            raise FileError(f"{result.files.name}: has no file of RDF, whose name ends with one of {suffixes}")
        path = inside
    has_no_name = filesystem.is_standard(path) or filesystem.is_shell_pipe(path)
    if not has_no_name and path.suffix.lower() not in FORMATS:
        raise FileError(f"{sanitize(path, 200)}: has no suffix of RDF; choose one of {suffixes}")
    size = result.files.measure(path)
    if size > MOST_BYTES:
        raise FileError(f"{sanitize(path, 200)}: is larger than {MOST_BYTES // 2**30} GiB, the most that is read")
    if size > FILE_BYTES:
        with result.files.open(path) as file:
            return _make_triples(path, file, FORMATS.get(path.suffix.lower(), "turtle"), language, is_large=True)
    text = parsing.decode(str(path), result.files.read(path))
    # the parser of Turtle also reads N-Triples; neither format begins with a brace
    from_content = "json-ld" if text.lstrip().startswith(("{", "[")) else "turtle"
    format = from_content if has_no_name else FORMATS[path.suffix.lower()]
    return _make_triples(path, text, format, language, is_large=False)


def _make_triples(path: Path, source: str | IO[bytes], format: str, language: str, *, is_large: bool) -> Triples:
    try:
        if format == "json-ld" and isinstance(source, str) and _names_a_context(json.loads(source)):
            raise ValueError("it names a context of the web; put the context itself into the file")
        return Triples(parse(source, format, language, is_large=is_large), str(path))
    except FileError:
        raise
    except Exception as error:  # the RDF parsers raise errors of many kinds for a malformed file
        line = getattr(error, "lineno", None) or 1
        said = "it is nested too deeply" if isinstance(error, RecursionError) else getattr(error, "msg", error)
        reason = re.sub(r"^Parser error at line \d+ column \d+: | \(.*?line \d+\)$", "", str(said) or "unreadable")
        message = f"is not {format}: {sanitize(reason, 200)}"
        fix = "correct this first; later errors are found only then"
        found = Diagnostic("error", str(path), max(line, 1), "", message, fix)
        raise GraphFileError(str(path), [found]) from error


def _names_a_context(document: Any) -> bool:
    """Return whether a JSON-LD document names a context (definitions of its keys) for a parser to download."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            given = value.get("@context")
            if any(isinstance(each, str) for each in (given if isinstance(given, list) else [given])):
                return True
            if "@import" in value:
                return True
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False


class _Reader:
    """A converter from RDF triples to the tables of a graph file."""

    def __init__(self, result: Import, triples: Triples, language: str) -> None:
        self.result, self.triples, self.language = result, triples, language
        self.place = (str(result.source), 1)

    def find(self, class_name: str) -> list[str]:
        """Return the RDF nodes that belong to an RDF class, in alphabetical order."""
        return self.triples.find(expand(class_name))

    def list_objects(self, subject: Node, name: str) -> list[Node]:
        """Return the values of a property of an RDF node, in alphabetical order."""
        return self.triples.list_objects(subject, name if "//" in name else expand(name))

    def choose_text(self, values: list[Node]) -> str:
        """Return the text in the wanted language, or else a text without a language, one in English, or any text."""
        texts = [value for value in values if isinstance(value, Literal)]
        for wanted in (self.language, "", "en"):
            for each in texts:
                if each.language == wanted:
                    return each.text
        return texts[0].text if texts else ""

    def read_own(self, entries: dict[str, list[str]]) -> None:
        """Read all entries of mlgraph's own RDF classes into the tables of the import."""
        for graph in self.find("ml:Graph"):
            for key, iri in (("title", "dct:title"), ("attribution", "dct:rights")):
                if said := self.choose_text(self.list_objects(graph, iri)):
                    self.result.tables[key] = said
        for kind, subjects in entries.items():
            table: dict[str, Any] = {}
            for subject in subjects:
                parts = split_iri(subject)
                if len(parts) != 2 or parts[0] != kind:
                    message = f"{sanitize(subject, 200)} is not an IRI of a {kind}"
                    self.result.report(self.place, "", message, f"write .../mlgraph/id/{kind}/NAME")
                    continue
                table[parts[1]] = self.read_entry(subject, parts[1], TERMS[kind])
                self.result.add_origin((kind, parts[1]), self.place)
            if subjects:
                self.result.tables[kind] = table
                self.result.read["experience" if kind == "experience" else f"{kind}s"] = len(subjects)

    def read_entry(self, subject: Node, name: str, terms: dict[str, Term]) -> dict[str, Any]:
        """Return the table of a graph file for an entry in RDF; `terms` has the RDF property of each key."""
        found: dict[str, Any] = {}
        for key, term in terms.items():
            values = self.list_objects(subject, term.iri)
            value = self.read_value(values, name, key, term) if values else None
            # a need may have a source without a reason, or a reason without a source
            if value is not None and not (value == {} and term.form in ("because", "reasons")):
                found[key] = value
        return found

    def read_value(self, values: list[Node], name: str, key: str, term: Term) -> Any:
        """Convert values of an RDF property to the value of a key of a table, or report an error and return None."""
        if term.form in MAPPINGS and values == [NIL]:
            return {}
        try:
            return getattr(self, f"_read_{term.form}")(values, term)
        except (ValueError, IndexError, TypeError) as error:
            message = f"{key} cannot be read: {sanitize(error, 100)}"
            self.result.report(self.place, name, message, f"write {term.iri} as the page on RDF says")
            return None

    def _list_items(self, node: Node) -> Iterator[Node]:
        """Yield the items of an RDF list. Raises ValueError if the RDF list has no end or lacks an item."""
        seen: set[Node] = set()
        while node != NIL:
            first, rest = (self.triples.list_objects(node, f"{RDF}{name}") for name in ("first", "rest"))
            if not first or not rest or node in seen:
                raise ValueError("it is not a complete list")
            seen.add(node)
            yield first[0]
            node = rest[0]

    def _is_list(self, node: Node) -> bool:
        return node == NIL or bool(self.triples.list_objects(node, f"{RDF}first"))

    def _parse_number(self, node: Node) -> float:
        if isinstance(node, Literal) and node.datatype == f"{XSD}integer":
            return int(node.text)
        if isinstance(node, Literal) and node.datatype in _FRACTIONS:
            return float(node.text)
        raise ValueError(f"{read_text(node)} is not a number")

    def _take_only(self, values: list[Node]) -> Node:
        if len(values) > 1:
            raise ValueError(f"it has {len(values)} values, where one is read")
        return values[0]

    def _name(self, node: Node) -> str:
        """Return the id of an entry, which is a part of its IRI."""
        parts = split_iri(read_text(node))
        if len(parts) != 2:
            raise ValueError(f"{read_text(node)} is not an IRI of an entry")
        return parts[1]

    def _cite(self, node: Node) -> str:
        parts = split_iri(read_text(node))
        if len(parts) not in (2, 3) or parts[0] != "source":
            raise ValueError(f"{read_text(node)} is not an IRI of a source")
        return ":".join(parts[1:])

    def _read_text(self, values: list[Node], term: Term) -> str:
        return self.choose_text(values)

    def _read_link(self, values: list[Node], term: Term) -> str:
        return read_text(self._take_only(values))

    def _read_flag(self, values: list[Node], term: Term) -> bool:
        return read_text(self._take_only(values)) == "true"

    def _read_number(self, values: list[Node], term: Term) -> float:
        return self._parse_number(self._take_only(values))

    def _read_numbers(self, values: list[Node], term: Term) -> Any:
        value = self._take_only(values)
        return (
            [self._parse_number(each) for each in self._list_items(value)]
            if self._is_list(value)
            else self._parse_number(value)
        )

    def _read_texts(self, values: list[Node], term: Term) -> list[str]:
        return [read_text(each) for each in self._list_items(self._take_only(values))]

    def _read_name(self, values: list[Node], term: Term) -> str:
        return self._name(self._take_only(values))

    def _read_names(self, values: list[Node], term: Term) -> list[str]:
        return [self._name(each) for each in self._list_items(self._take_only(values))]

    def _read_cites(self, values: list[Node], term: Term) -> list[str]:
        return [self._cite(each) for each in self._list_items(self._take_only(values))]

    def _read_months(self, values: list[Node], term: Term) -> dict[str, float]:
        return {
            self._name(self.list_objects(each, "ml:of")[0]): self._parse_number(
                [*self.list_objects(each, "ml:months"), *self.list_objects(each, "schema:monthsOfExperience")][0]
            )
            for each in values
        }

    def _read_shares(self, values: list[Node], term: Term) -> dict[str, float]:
        return {
            self.choose_text(self.list_objects(each, "rdfs:label")): self._parse_number(
                self.list_objects(each, "ml:percent")[0]
            )
            for each in values
        }

    def _read_points(self, values: list[Node], term: Term) -> dict[str, str]:
        return {
            self.choose_text(self.list_objects(each, "rdfs:label")): self.choose_text(
                self.list_objects(each, "rdfs:comment")
            )
            for each in values
        }

    def _read_needs(self, values: list[Node], term: Term) -> list[Any]:
        return [
            self._read_names(some, term) if (some := self.list_objects(each, "ml:alternatives")) else self._name(each)
            for each in self._list_items(self._take_only(values))
        ]

    def _read_moves(self, values: list[Node], term: Term) -> dict[str, Any]:
        moves: dict[str, Any] = {}
        for each in values:
            move: dict[str, Any] = {"months": self._read_numbers(self.list_objects(each, "ml:months"), term)}
            if cites := self.list_objects(each, "ml:cites"):
                move["cites"] = self._read_cites(cites, term)
            for predicate, value in self.triples.list_predicates(each):
                if predicate.startswith(_MOVE_ATTRIBUTE):
                    is_text = isinstance(value, str) or value.datatype in ("", f"{XSD}string")
                    own = read_text(value) if is_text else self._parse_number(value)
                    move[predicate.removeprefix(_MOVE_ATTRIBUTE)] = own
            moves[self._name(self.list_objects(each, "ml:to")[0])] = move
        return moves

    def _read_matches(self, values: list[Node], term: Term) -> dict[str, str]:
        return {
            self._cite(self.list_objects(each, "ml:entry")[0]): self.choose_text(
                self.list_objects(each, "ml:kindOfMatch")
            )
            for each in values
        }

    def _read_because(self, values: list[Node], term: Term) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in values:
            for cite in self.list_objects(each, "prov:wasDerivedFrom"):
                found.setdefault(self._cite(cite), []).append(self._name(self.list_objects(each, "ml:skill")[0]))
        return found

    def _read_reasons(self, values: list[Node], term: Term) -> dict[str, str]:
        reasons = ((each, self.choose_text(self.list_objects(each, "rdfs:comment"))) for each in values)
        return {self._name(self.list_objects(each, "ml:skill")[0]): reason for each, reason in reasons if reason}

    def _read_records(self, values: list[Node], term: Term) -> list[dict[str, Any]]:
        return [
            self.read_entry(each, read_text(each), FIGURE_TERMS) for each in self._list_items(self._take_only(values))
        ]


def _read_esco(reader: _Reader, hours: float) -> None:
    """Read the occupations and skills in an RDF file of ESCO, the European Union's catalogue of occupations and skills.

    The titles of occupations and skills may be in the RDF vocabulary SKOS, or in its extension SKOS-XL.
    """
    result = reader.result
    result.tables |= {"title": "ESCO occupations", "attribution": ATTRIBUTION, "source": make_esco_sources(ESCO)}
    roles, occupations = _read_concepts(reader, "esco:Occupation", {})
    skills, uuids = _read_concepts(reader, "esco:Skill", {"hours": hours})
    for occupation, key, skill in dict.fromkeys(_find_relations(reader, occupations)):
        result.read["occupation-skill relations"] += 1
        if skill not in uuids:
            result.left_out["occupation-skill relations that name a skill which is not in the file"] += 1
        elif uuids[skill] not in (listed := roles[occupation].setdefault(key, [])):
            listed.append(uuids[skill])
    _add_prerequisites(reader, skills, uuids)
    result.read |= {"occupations": len(roles), "skills": len(skills)}
    result.tables |= {"role": roles, "skill": skills}


def _find_relations(reader: _Reader, occupations: dict[Node, str]) -> Iterator[tuple[str, str, Node]]:
    """Yield an occupation, the key "needs" or "optional", and a skill, for each relation in ESCO between the two."""
    for subject, occupation in occupations.items():
        for key, iri in (("needs", "esco:relatedEssentialSkill"), ("optional", "esco:relatedOptionalSkill")):
            for skill in reader.list_objects(subject, iri):
                yield occupation, key, skill
    for association in reader.find("esco:AssociationObject"):
        kind = read_text(next(iter(reader.list_objects(association, "dct:type")), "")).rpartition("/")[2]
        of, to = (reader.list_objects(association, f"esco:{name}") for name in ("isAssociationFor", "target"))
        if kind in _ESCO_RELATIONS and of and to and of[0] in occupations:
            yield occupations[of[0]], _ESCO_RELATIONS[kind], to[0]


def _add_prerequisites(reader: _Reader, skills: dict[str, Any], uuids: dict[Node, str]) -> None:
    """Add to each skill the prerequisites that ESCO calls essential, unless they would close a cycle of needs."""
    found = [
        (uuids[needed], name)
        for subject, name in uuids.items()
        for needed in reader.list_objects(subject, "esco:relatedEssentialSkill")
        if needed in uuids and needed != subject
    ]
    closing = find_cycle_edges(reader.result, found, reader.result.source)
    for count, (needed, skill) in enumerate(found):
        if count in closing:
            reader.result.left_out["skill-skill relations that would close a cycle"] += 1
        else:
            skills[skill].setdefault("needs", []).append(needed)


def _read_concepts(reader: _Reader, class_name: str, common: dict[str, Any]) -> tuple[dict[str, Any], dict[Node, str]]:
    """Return the occupations or skills of ESCO by id, and their ids by IRI."""
    nodes: dict[str, Any] = {}
    ids: dict[Node, str] = {}
    is_role = class_name == "esco:Occupation"
    for subject in reader.find(class_name):
        title = to_title(reader.choose_text(_find_labels(reader, subject, "prefLabel")))
        notation = reader.choose_text(reader.list_objects(subject, "skos:notation"))
        name = notation if is_role and is_id(notation) else subject.rpartition("/")[2].lower()
        if not title or not is_id(name) or name in nodes:
            reader.result.left_out["concepts without a label, or with the code of another"] += 1
            continue
        about = to_description(reader.choose_text(_find_texts(reader, subject)))
        labels = [each for each in _find_labels(reader, subject, "altLabel") if _is_wanted(reader, each)]
        node = {
            "title": title,
            "about": about,
            "url": subject,
            **common,
            "aliases": make_aliases([read_text(each) for each in labels], title),
            "cites": [f"esco-classification:{name}", "rule:moves" if is_role else "rule:hours"],
        }
        nodes[name] = {key: value for key, value in node.items() if value not in ("", [])}
        ids[subject] = name
        reader.result.add_origin(("role" if is_role else "skill", name), reader.place)
    return nodes, ids


def _is_wanted(reader: _Reader, label: Node) -> bool:
    return not isinstance(label, Literal) or label.language in ("", reader.language)


def _find_labels(reader: _Reader, subject: Node, name: str) -> list[Node]:
    """Return the titles or aliases of an ESCO concept in the RDF vocabulary SKOS, or else in its extension SKOS-XL."""
    labels = reader.list_objects(subject, f"skos:{name}")
    if labels:
        return labels
    forms = reader.list_objects(subject, f"{SKOSXL}{name}")
    return [text for form in forms for text in reader.list_objects(form, f"{SKOSXL}literalForm")]


def _find_texts(reader: _Reader, subject: Node) -> list[Node]:
    """Return the texts of the descriptions of a concept of ESCO, which are RDF nodes with a text and a language."""
    found: list[Node] = []
    for each in [*reader.list_objects(subject, "dct:description"), *reader.list_objects(subject, "skos:definition")]:
        texts = reader.list_objects(each, "esco:nodeLiteral")
        languages = reader.list_objects(each, "esco:language")
        if texts and languages:
            found.append(Literal(read_text(texts[0]), read_text(languages[0]).lower()))
        else:
            found += texts or [each]
    return found
