"""The vocabulary of graph files in RDF, with a web identifier (IRI) for each table, each key and each entry.

The modules `export.rdf` and `importers.rdf` share the vocabulary in `graphfile.linked`. RDF is a data format of the
web. The page "RDF" of the documentation explains each term of the RDF vocabulary. Each IRI (web identifier) of the RDF
vocabulary keeps its meaning in all versions of mlgraph.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from mlgraph.model import FIGURES

BASE = "https://mlgraph.github.io/mlgraph/id/"
VOCABULARY = "https://mlgraph.github.io/mlgraph/reference/rdf/#"
PREFIXES = {
    "ml": VOCABULARY,
    "ceterms": "https://purl.org/ctdl/terms/",
    "dct": "http://purl.org/dc/terms/",
    "esco": "http://data.europa.eu/esco/model#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# the RDF classes of the entries in each table; the first is mlgraph's own, by which the importer finds the entries
CLASSES = {
    "source": ("ml:Source", "prov:Entity", "schema:CreativeWork"),
    "resource": ("ml:Resource", "schema:LearningResource"),
    "experience": ("ml:Experience", "skos:Concept"),
    "track": ("ml:Track", "skos:Collection"),
    "stage": ("ml:Stage", "skos:Concept", "ceterms:BasicComponent"),
    "role": ("ml:Role", "skos:Concept", "esco:Occupation", "schema:Occupation", "ceterms:JobComponent"),
    "skill": ("ml:Skill", "skos:Concept", "esco:Skill", "schema:DefinedTerm", "ceterms:CompetencyComponent"),
}
GRAPH_CLASSES = ("ml:Graph", "skos:ConceptScheme", "schema:DefinedTermSet")


@dataclass(frozen=True)
class Term:
    """The property in RDF, a data format of the web, that stands for a key of a table in a graph file.

    `form` names the kind of value that the key has in a graph file, such as "text", "link" or "number". The form
    "number" is one number, and the form "numbers" is one number or a list of numbers. The form of a key, such as
    "number", decides how `export.rdf` writes its values as RDF, and how `importers.rdf` reads them. If the values of
    the key are ids, `kind` names the kind of the entries with these ids, such as "skill".
    """

    iri: str
    form: str
    kind: str = ""


_NODE = {
    "title": Term("skos:prefLabel", "text"),
    "about": Term("skos:definition", "text"),
    "aliases": Term("ml:aliases", "texts"),
    "url": Term("schema:url", "link"),
    "needs": Term("ml:needs", "needs"),
    "because": Term("ml:need", "because"),
    "reasons": Term("ml:need", "reasons"),
    "cites": Term("ml:cites", "cites"),
    "same_as": Term("ml:matches", "matches"),
    "leads_to": Term("ml:move", "moves"),
}
_NAMED = {"title": Term("skos:prefLabel", "text"), "about": Term("skos:definition", "text")}
TERMS: dict[str, dict[str, Term]] = {
    "source": {
        "title": Term("dct:title", "text"),
        "publisher": Term("dct:publisher", "text"),
        "date": Term("dct:date", "text"),
        "url": Term("schema:url", "link"),
        "licence": Term("dct:license", "text"),
        "evidence": Term("ml:evidence", "text"),
        "generated": Term("ml:generated", "flag"),
        "points": Term("ml:point", "points"),
    },
    "resource": {
        "title": Term("dct:title", "text"),
        "publisher": Term("dct:publisher", "text"),
        "url": Term("schema:url", "link"),
        "hours": Term("ml:hours", "numbers"),
        "free": Term("schema:isAccessibleForFree", "flag"),
        "language": Term("schema:inLanguage", "text"),
        "cites": Term("ml:cites", "cites"),
    },
    "experience": {
        **_NAMED,
        "asked_least": Term("ml:askedLeast", "numbers"),
        "asked_most": Term("ml:askedMost", "numbers"),
        "cites": Term("ml:cites", "cites"),
    },
    "track": _NAMED,
    "stage": {key: term for key, term in _NODE.items() if key != "reasons"},
    "role": {
        **{key: term for key, term in _NODE.items() if key != "reasons"},
        "stage": Term("ml:stage", "name", "stage"),
        "track": Term("ml:track", "name", "track"),
        "experience": Term("ml:asksFor", "months", "experience"),
        "usual_experience": Term("ml:usualExperience", "months", "experience"),
        "usual_skills": Term("ml:usualSkills", "names", "skill"),
        "counts_as": Term("ml:countsAs", "names", "experience"),
        "teaches": Term("ml:teaches", "months", "skill"),
        "programme": Term("ml:programme", "flag"),
        "optional": Term("ml:optional", "names", "skill"),
        "experience_from": Term("ml:experienceFrom", "cites"),
        "usual_experience_from": Term("ml:usualExperienceFrom", "cites"),
        "usual_skills_from": Term("ml:usualSkillsFrom", "cites"),
        **{key: Term(f"ml:{key}", "records") for key in FIGURES},
    },
    "skill": {
        **{key: term for key, term in _NODE.items() if key != "leads_to"},
        "hours": Term("ml:hours", "numbers"),
        "hours_from": Term("ml:hoursFrom", "cites"),
        "subject": Term("ml:subject", "text"),
        "shown_by": Term("ml:shownBy", "text"),
        "learn_with": Term("ml:learnWith", "names", "resource"),
    },
}
# the keys of a figure, such as pay
FIGURE_TERMS = {
    "area": Term("ml:area", "text"),
    "currency": Term("schema:currency", "text"),
    "year": Term("ml:year", "numbers"),
    "years": Term("ml:years", "numbers"),
    "low": Term("schema:percentile25", "number"),
    "median": Term("schema:median", "number"),
    "high": Term("schema:percentile75", "number"),
    "growth": Term("ml:growth", "number"),
    "openings": Term("ml:openings", "number"),
    "employed": Term("ml:employed", "number"),
    "transfers": Term("ml:transfers", "number"),
    "people": Term("ml:people", "number"),
    "education": Term("ml:education", "shares"),
    "experience": Term("ml:experience", "shares"),
    "counted": Term("ml:counted", "text"),
    "wider": Term("ml:wider", "flag"),
    "cites": Term("ml:cites", "cites"),
}
# the forms of values that are tables; an empty table is an empty list in RDF
MAPPINGS = ("months", "shares", "points", "matches")
MATCH = {"exact": "skos:exactMatch", "near": "skos:closeMatch", "none": "ml:noMatchIn"}


def expand(name: str) -> str:
    """Expand a short name, such as "skos:prefLabel", to the whole web identifier (IRI).

    >>> expand("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def make_iri(*parts: str) -> str:
    """Join names, such as the kind and the id of an entry, to a web identifier (IRI) of mlgraph.

    The web identifier of a point in a source ends in the name of the point, after the kind and the id of the source.

    >>> make_iri("source", "esco", "a b")
    'https://mlgraph.github.io/mlgraph/id/source/esco/a%20b'
    """
    return BASE + "/".join(quote(part, safe="") for part in parts)


def split_iri(iri: str) -> tuple[str, ...]:
    """Return the names from which `make_iri` made a web identifier (IRI), or an empty tuple for any other IRI."""
    return tuple(map(unquote, iri.removeprefix(BASE).split("/"))) if iri.startswith(BASE) else ()


def cite_iri(cite: str) -> str:
    """Return the web identifier (IRI) of a cited source, or of a cited point in a source."""
    source, colon, point = cite.partition(":")
    return make_iri("source", source, point) if colon else make_iri("source", source)


def make_graph_iri(tables: dict[str, Any]) -> str:
    """Return the web identifier (IRI) of a graph as a whole, which ends in the title of the graph."""
    return make_iri("graph", *([tables["title"]] if tables.get("title") else []))
