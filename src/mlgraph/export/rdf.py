"""Export of graphs as RDF, in the vocabularies SKOS, ESCO, schema.org, CTDL, PROV and mlgraph's own.

mlgraph writes RDF as JSON-LD, which rdflib converts to Turtle. In the RDF that mlgraph writes, only lists are blank
nodes, which have no IRI. All RDF nodes that are not lists have IRIs, so equal graphs give equal bytes.
"""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from mlgraph.errors import MissingPackageError
from mlgraph.export.pathway import describe_pathway
from mlgraph.export.schema_org import describe_occupation, describe_resource
from mlgraph.graphfile.linked import (
    CLASSES,
    FIGURE_TERMS,
    GRAPH_CLASSES,
    MAPPINGS,
    MATCH,
    PREFIXES,
    TERMS,
    Term,
    cite_iri,
    make_graph_iri,
    make_iri,
)
from mlgraph.graphfile.load import validate_graph
from mlgraph.graphfile.tables import to_tables
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan

Value = Any
# finds the address of an ESCO entry in the text of a source's point
_ADDRESS = re.compile(r"http://data\.europa\.eu/esco/(?:occupation|skill)/[0-9a-f-]{36}")


def write_jsonld(graph: Graph, *, plan: Plan | None) -> bytes:
    """Return a graph as the bytes of a JSON-LD file.

    If a `plan` is given, the file also has the plan as a pathway in CTDL, the RDF vocabulary of Credential Engine for
    careers.
    """
    return json.dumps(_describe(graph, plan), ensure_ascii=False, indent=1).encode()


def write_ttl(graph: Graph, *, plan: Plan | None) -> bytes:
    """Return a graph as the bytes of a Turtle file.

    If a `plan` is given, the file also has the plan as a pathway in CTDL, the RDF vocabulary of Credential Engine for
    careers. Raises MissingPackageError if the extra `rdf` is not installed.
    """
    try:
        import rdflib
    except ImportError as error:
        raise MissingPackageError("rdflib is not installed; Turtle needs: pip install 'mlgraph[rdf]'") from error
    data = rdflib.Graph(bind_namespaces="none")
    data.parse(data=json.dumps(_describe(graph, plan)), format="json-ld")
    return data.serialize(format="turtle", encoding="utf-8")


def _describe(graph: Graph, plan: Plan | None) -> dict[str, Any]:
    tables, _ = to_tables(validate_graph(graph))
    writer = _Writer(tables)
    found = [writer.describe_graph()]
    for kind in CLASSES:
        found += (writer.describe(kind, name, entry) for name, entry in sorted(tables.get(kind, {}).items()))
    if plan:
        found.append(describe_pathway(plan))
    prefixes = PREFIXES | {kind: make_iri(kind, "") for kind in CLASSES}
    return {"@context": prefixes, "@graph": found}


class _Writer:
    """Converter from the tables of a graph file to JSON-LD."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self.tables = tables
        self.scheme = make_graph_iri(tables)
        self.kinds = {name: kind for kind in ("stage", "role", "skill") for name in tables.get(kind, {})}

    def describe_graph(self) -> Value:
        """Describe the whole graph as a concept scheme of SKOS, which is an RDF vocabulary for classifications."""
        found: Value = {"@id": self.scheme, "@type": list(GRAPH_CLASSES)}
        for key, iri in (("title", "dct:title"), ("attribution", "dct:rights")):
            if self.tables.get(key):
                found[iri] = self.tables[key]
        return found

    def describe(self, kind: str, name: str, entry: dict[str, Any]) -> Value:
        """Describe an entry of a graph file, such as a skill or a source, as RDF, in several vocabularies."""
        own = make_iri(kind, name)
        found: Value = {"@id": own, "@type": list(CLASSES[kind])}
        for key, value in entry.items():
            term = TERMS[kind][key]
            if term.form in ("because", "reasons"):
                continue
            found[term.iri] = self._write_value(own, key, term, value)
        if needs := self._write_needs_with_reasons(own, entry):
            found["ml:need"] = needs
        for iri, value in self._write_standard(kind, name, entry):
            found.setdefault(iri, value)
        return found

    def _write_value(self, own: str, key: str, term: Term, value: Any) -> Value:
        if term.form in ("text", "flag"):
            return value
        if term.form == "link":
            return {"@value": value, "@type": "xsd:anyURI"}
        if term.form in ("number", "numbers"):
            return {"@list": [*map(_write_number, value)]} if isinstance(value, list) else _write_number(value)
        if not value and term.form in MAPPINGS:
            return {"@list": []}
        if term.form == "texts":
            return {"@list": value}
        if term.form == "name":
            return _write_link(term.kind, value)
        if term.form == "names":
            return {"@list": [_write_link(term.kind, name) for name in value]}
        if term.form == "cites":
            return {"@list": [{"@id": cite_iri(cite)} for cite in value]}
        writers: dict[str, Callable[[str, str, Term, Any], Value]] = {
            "months": self._write_months,
            "shares": self._write_shares,
            "points": self._write_points,
            "needs": self._write_needs,
            "moves": self._write_moves,
            "matches": self._write_matches,
            "records": self._write_records,
        }
        return writers[term.form](own, key, term, value)

    def _write_months(self, own: str, key: str, term: Term, value: dict[str, Any]) -> Value:
        return [
            {
                "@id": f"{own}/{key}/{name}",
                "@type": ["ml:Months", *(["schema:OccupationalExperienceRequirements"] if key == "experience" else [])],
                "ml:of": _write_link(term.kind, name),
                "schema:monthsOfExperience" if key == "experience" else "ml:months": _write_number(months),
            }
            for name, months in value.items()
        ]

    def _write_shares(self, own: str, key: str, term: Term, value: dict[str, Any]) -> Value:
        return [
            {"@id": f"{own}/{key}/{rank}", "@type": "ml:Share", "rdfs:label": name, "ml:percent": _write_number(share)}
            for rank, (name, share) in enumerate(sorted(value.items()), 1)
        ]

    def _write_points(self, own: str, key: str, term: Term, value: dict[str, Any]) -> Value:
        source = own.rpartition("/")[2]
        return [
            {
                "@id": cite_iri(f"{source}:{point}"),
                "@type": ["ml:Point", "prov:Entity"],
                "rdfs:label": point,
                "rdfs:comment": text,
            }
            for point, text in value.items()
        ]

    def _write_needs(self, own: str, key: str, term: Term, value: list[Any]) -> Value:
        found: list[Value] = []
        for rank, group in enumerate(value, 1):
            if isinstance(group, str):
                found.append(_write_link("skill", group))
                continue
            some = [_write_link("skill", name) for name in group]
            condition = {
                "@id": f"{own}/needs/{rank}",
                "@type": "ceterms:ComponentCondition",
                "ceterms:requiredNumber": 1,
                "ceterms:targetComponent": some,
                "ml:alternatives": {"@list": some},
            }
            found.append(condition)
        return {"@list": found}

    def _write_moves(self, own: str, key: str, term: Term, value: dict[str, Any]) -> Value:
        found = []
        for target, move in value.items():
            given: dict[str, Any] = move if isinstance(move, dict) else {"months": 0 if move is True else move}
            entry: Value = {
                "@id": f"{own}/move/{target}",
                "@type": "ml:Move",
                "ml:from": {"@id": own},
                "ml:to": _write_link(self.kinds[target], target),
            }
            for name, part in given.items():
                if name == "cites":
                    entry["ml:cites"] = {"@list": [{"@id": cite_iri(cite)} for cite in part]}
                    entry["prov:wasDerivedFrom"] = [{"@id": cite_iri(cite)} for cite in part]
                elif name == "months":
                    entry["ml:months"] = (
                        {"@list": [*map(_write_number, part)]} if isinstance(part, list) else _write_number(part)
                    )
                else:
                    entry[f"ml:move-{name}"] = part if isinstance(part, str) else _write_number(part)
            found.append(entry)
        return found

    def _write_matches(self, own: str, key: str, term: Term, value: dict[str, str]) -> Value:
        return [
            {
                "@id": f"{own}/match/{rank}",
                "@type": "ml:Match",
                "ml:inSource": _write_link("source", code.partition(":")[0]),
                "ml:entry": {"@id": cite_iri(code)},
                "ml:kindOfMatch": match,
            }
            for rank, (code, match) in enumerate(sorted(value.items()), 1)
        ]

    def _write_records(self, own: str, key: str, term: Term, value: list[dict[str, Any]]) -> Value:
        return {
            "@list": [
                {
                    "@id": f"{own}/{key}/{rank}",
                    "@type": ["ml:Figure", *(["schema:MonetaryAmountDistribution"] if key == "pay" else [])],
                    **({"schema:duration": "P1Y"} if key == "pay" else {}),
                    **{
                        FIGURE_TERMS[name].iri: self._write_value(f"{own}/{key}/{rank}", name, FIGURE_TERMS[name], part)
                        for name, part in record.items()
                    },
                    "prov:wasDerivedFrom": [{"@id": cite_iri(cite)} for cite in record.get("cites", ())],
                }
                for rank, record in enumerate(value, 1)
            ]
        }

    def _write_needs_with_reasons(self, own: str, entry: dict[str, Any]) -> list[Value]:
        """Return an RDF node for each need of a stage, role or skill that a citation supports or a text explains."""
        found: dict[str, Value] = {}

        def write_need(skill: str) -> Value:
            start = {"@id": f"{own}/need/{skill}", "@type": "ml:Need", "ml:skill": _write_link("skill", skill)}
            return found.setdefault(skill, start)

        for cite, skills in entry.get("because", {}).items():
            for skill in skills:
                write_need(skill).setdefault("prov:wasDerivedFrom", []).append({"@id": cite_iri(cite)})
        for skill, reason in entry.get("reasons", {}).items():
            write_need(skill)["rdfs:comment"] = reason
        return [each for _, each in sorted(found.items())]

    def _write_standard(self, kind: str, name: str, entry: dict[str, Any]) -> Iterator[tuple[str, Value]]:
        """Yield RDF properties of an entry in vocabularies that programs know better than the vocabulary of mlgraph."""
        if kind in ("stage", "role", "skill"):
            yield from self._as_concept(entry)
        if cites := entry.get("cites"):
            yield "prov:wasDerivedFrom", [{"@id": cite_iri(cite)} for cite in cites]
        if kind == "role":
            yield from _add_prefixes(describe_occupation(name, entry, self.tables))
            if optional := entry.get("optional"):
                yield "esco:relatedOptionalSkill", [_write_link("skill", skill) for skill in optional]
        if kind == "resource":
            yield from _add_prefixes(describe_resource(name, entry, self.tables))
        if kind == "skill":
            yield "schema:name", entry["title"]
            yield "schema:inDefinedTermSet", {"@id": self.scheme}
        if moves := entry.get("leads_to"):
            targets = [_write_link(self.kinds[target], target) for target in moves]
            yield "ml:leadsTo", targets
            yield "ceterms:precedes", targets
        if kind == "track":
            roles = sorted(self.tables.get("role", {}).items())
            yield "skos:member", [_write_link("role", role) for role, each in roles if each.get("track") == name]

    def _as_concept(self, entry: dict[str, Any]) -> Iterator[tuple[str, Value]]:
        yield "skos:inScheme", {"@id": self.scheme}
        if aliases := entry.get("aliases"):
            yield "skos:altLabel", aliases
        needs = entry.get("needs", ())
        if single := [_write_link("skill", need) for need in needs if isinstance(need, str)]:
            yield "esco:relatedEssentialSkill", single
            yield "ceterms:prerequisite", single
        points = self.tables.get("source", {})
        for match, iri in MATCH.items():
            codes = sorted(code for code, kind in entry.get("same_as", {}).items() if kind == match)
            if codes:
                yield iri, [{"@id": find_published_iri(code, points)} for code in codes]


def find_published_iri(code: str, sources: dict[str, Any]) -> str:
    """Return the IRI that a catalogue published for one of its codes, or else mlgraph's own IRI for the code."""
    source, _, point = code.partition(":")
    found = _ADDRESS.search(sources.get(source, {}).get("points", {}).get(point, ""))
    return found[0] if found else cite_iri(code)


def _add_prefixes(described: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    """Add the prefix "schema:" to the names of schema.org properties."""

    def name(key: str) -> str:
        return key if key.startswith("@") or ":" in key else f"schema:{key}"

    def convert(value: Any) -> Any:
        if isinstance(value, dict):
            return {name(key): convert(part) for key, part in value.items()} | (
                {"@type": f"schema:{value['@type']}"} if "@type" in value else {}
            )
        if isinstance(value, list):
            return [convert(part) for part in value]
        return _write_number(value) if isinstance(value, float) else value

    for key, value in described.items():
        if not key.startswith("@"):
            yield name(key), convert(value)


def _write_link(kind: str, name: str) -> Value:
    return {"@id": make_iri(kind, name)}


def _write_number(value: float) -> Value:
    """Write a number so that it stays exact in JSON-LD.

    Without a data type, JSON-LD would read a fraction as an inexact double.
    """
    if isinstance(value, int):
        return value
    return {"@value": format(Decimal(repr(value)), "f"), "@type": "xsd:decimal"}
