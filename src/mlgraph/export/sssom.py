"""Export of the links from a graph to other catalogues as a table in SSSOM, a format for links between vocabularies.

SSSOM, https://mapping-commons.github.io/sssom/, is a format for links between the entries of two vocabularies.
"""

import csv
import io
import json

from mlgraph.export.rdf import find_published_iri
from mlgraph.graphfile.evidence import note_generated
from mlgraph.graphfile.linked import BASE, MATCH, make_graph_iri
from mlgraph.graphfile.load import validate_graph
from mlgraph.graphfile.tables import to_tables
from mlgraph.model import KINDS, Graph

_PREFIXES = {
    "mlgraph": BASE,
    "esco": "http://data.europa.eu/esco/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
}
_COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification"),
    *("subject_source", "object_source"),
)


def write(graph: Graph) -> bytes:
    """Return a table of the links from nodes to other catalogues, with `sssom:NoTermFound` for "no match"."""
    tables, _ = to_tables(validate_graph(graph))
    scheme, sources = make_graph_iri(tables), tables.get("source", {})
    about = {"mapping_set_id": scheme, "license": "https://w3id.org/sssom/license/unspecified"}
    about |= {"mapping_set_title": tables["title"]} if tables.get("title") else {}
    about |= {"comment": note} if (note := note_generated(graph)) else {}
    text = io.StringIO(newline="")
    # every JSON string is a valid YAML string
    text.write("".join(f"#{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in about.items()))
    text.write("#curie_map:\n" + "".join(f"#  {key}: {json.dumps(iri)}\n" for key, iri in _PREFIXES.items()))
    rows = csv.writer(text, delimiter="\t", lineterminator="\n")
    rows.writerow(_COLUMNS)
    for kind in KINDS:
        for name, entry in sorted(tables.get(kind, {}).items()):
            for code, match in sorted(entry.get("same_as", {}).items()):
                found = "sssom:NoTermFound" if match == "none" else _shorten(find_published_iri(code, sources))
                # for "none", the row says: the catalogue has no exact match
                predicate = MATCH["exact" if match == "none" else match]
                source = f"mlgraph:source/{code.partition(':')[0]}"
                justification = "semapv:ManualMappingCuration"
                subject = (f"mlgraph:{kind}/{name}", entry["title"])
                rows.writerow((*subject, predicate, found, justification, _shorten(scheme), source))
    return text.getvalue().encode()


def _shorten(iri: str) -> str:
    """Shorten an IRI by replacing its beginning by a prefix."""
    return next(f"{key}:{iri.removeprefix(start)}" for key, start in _PREFIXES.items() if iri.startswith(start))
