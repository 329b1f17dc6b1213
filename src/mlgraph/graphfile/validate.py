"""Validation of a graph file, which finds wrong values, wrong references, and cycles of needs."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import networkx as nx

from mlgraph.errors import Diagnostic, GraphFileError
from mlgraph.graphfile import cycles
from mlgraph.graphfile.document import SHEET_SUFFIXES, Document
from mlgraph.graphfile.evidence import find_evidence_of_source
from mlgraph.graphfile.ids import is_id
from mlgraph.graphfile.nodes import Node, list_nodes
from mlgraph.graphfile.positions import Key
from mlgraph.graphfile.schema import KEYS, REQUIRED, TOP
from mlgraph.graphfile.validators import Fault, describe_value, make_id_fault
from mlgraph.limits import DIAGNOSTICS, EDGES, MOVES_TO_STAGES, NODES
from mlgraph.model import FIGURES, KINDS, POSITIONS, Graph
from mlgraph.names import suggest_fix, suggest_names
from mlgraph.printable import sanitize

Citation = tuple[str, str | None]  # the id of a source, and the id of a point in it or None for the whole source
# the keys of a node, other than `needs`, whose lists or tables name skills
_SKILL_KEYS = ("optional", "reasons", "teaches", "usual_skills")


def validate(document: Document, found: Sequence[Diagnostic] = ()) -> list[Node]:
    """Validate a document, and return its nodes if it has no errors.

    Raises GraphFileError with all errors: first the errors in `found`, then the errors in the document.
    """
    _check_size(document)
    nodes = list_nodes(document.tables)
    try:
        shape = list(islice(_find_shape_errors(document), DIAGNOSTICS))
        references = _find_reference_errors(document, nodes, well_shaped=not shape)
        errors = list(islice(chain(found, shape, references, _find_cycle_errors(document, nodes)), DIAGNOSTICS))
    except RecursionError:
        errors = [
            _make_document_error(document, "is nested too deeply", "use only the tables and lists of the graph format")
        ]
    if errors:
        raise GraphFileError(document.path, errors)
    return nodes


def _check_size(document: Document) -> None:
    """Raise GraphFileError if a graph is too large for answers within seconds."""
    kinds = {kind: entries for kind in KEYS if isinstance(entries := document.tables.get(kind), dict)}
    tables = [table for entries in kinds.values() for table in entries.values() if isinstance(table, dict)]
    lists = [table[key] for table in tables for key in ("leads_to", "needs") if isinstance(table.get(key), dict | list)]
    choices = (group for needs in lists for group in needs if isinstance(group, list))
    stages, roles = (len(kinds.get(kind, ())) for kind in POSITIONS)
    counts = {
        "stages, roles, skills and sources": (sum(map(len, kinds.values())), NODES, "split the graph"),
        "moves and needs": (sum(map(len, lists)) + sum(map(len, choices)), EDGES, "split the graph"),
        "moves to stages (from every position to every stage)": (
            stages * (stages + roles),
            MOVES_TO_STAGES,
            "write fewer stages",
        ),
    }
    for what, (count, most, fix) in counts.items():
        if count > most:
            message = f"holds {count:,} {what}, more than {most:,}"
            raise GraphFileError(document.path, [_make_document_error(document, message, fix)])


def _make_document_error(document: Document, message: str, fix: str) -> Diagnostic:
    return Diagnostic("error", *document.find_place(()), "", message, fix)


def _find_top_errors(document: Document, key: str) -> Iterator[Diagnostic]:
    """Yield the errors in the title or the attribution of a graph.

    An error about an attribution names the file that has it, since a merge joins the attributions of several files.
    """
    parts = [layer for layer in document.layers if key in layer.tables] if key == "attribution" else []
    find_faults, joined = TOP[key].find_faults, ", joined from all files" if len(parts) > 1 else ""
    faults = [(part, fault) for part in parts for fault in find_faults(part.tables[key])]
    if not faults:
        found = find_faults(document.tables[key])
        faults = [(document, fault._replace(message=f"{fault.message}{joined}")) for fault in found]
    yield from (_make_error(part, (key,), key, fault) for part, fault in faults)


def _find_shape_errors(document: Document) -> Iterator[Diagnostic]:
    for kind, tables in document.tables.items():
        if kind in TOP:
            yield from _find_top_errors(document, kind)
        elif kind not in KEYS:
            right = f"use one of {', '.join(KEYS)}{suggest_names(kind, KEYS)}"
            yield _make_error(document, (kind,), kind, Fault("is not a table of a graph", right))
        elif not isinstance(tables, dict):
            yield _make_error(document, (kind,), kind, Fault(f"is {describe_value(tables)}", f"write [{kind}.some-id]"))
        else:
            for name, table in tables.items():
                yield from _find_entry_errors(document, kind, name, table)
    if not any(document.tables.get(kind) for kind in KINDS):
        is_sheet = Path(document.path).suffix.lower() in SHEET_SUFFIXES
        right = "fill in a row of positions or skills" if is_sheet else "write at least one, such as [skill.python]"
        yield _make_document_error(document, "holds no stage, role or skill", right)


def _find_entry_errors(document: Document, kind: str, name: str, table: Any) -> Iterator[Diagnostic]:
    at = (kind, name)
    if not isinstance(table, dict):
        yield _make_error(document, at, name, Fault(f"is {describe_value(table)}", f"write a table, [{kind}.some-id]"))
        return
    if not is_id(name):
        yield _make_error(document, at, name or '""', make_id_fault(name, table.get("title")))
    for key, value in table.items():
        if key in KEYS[kind]:
            for fault in KEYS[kind][key].find_faults(value):
                yield _make_value_error(document, (*at, key), fault)
        else:
            yield _make_error(document, (*at, key), name, _make_key_fault(kind, key))
    for key in REQUIRED[kind]:
        if key not in table:
            meant = suggest_names(name, _list_titled(document, kind)) if key == "title" else ""
            file, line = document.find_place(at)
            # a cell of a spreadsheet has no line
            right = f"fill in its column {key}" if file and not line else f"add {key} = ..."
            yield _make_error(document, at, name, Fault(f"has no {key}", f"{right}{meant}"))


def _list_titled(document: Document, kind: str) -> list[str]:
    """Return the ids of the entries of a kind that have a title.

    An entry without a title often has a misspelled id, so the caller suggests the most similar of the returned ids.
    """
    return [name for name, table in document.tables[kind].items() if isinstance(table, dict) and "title" in table]


def _make_key_fault(kind: str, key: str) -> Fault:
    if kind == "skill" and key == "leads_to":
        return Fault("is a skill with leads_to", "name the skill in the needs of the nodes that need it")
    return Fault(f"has the unknown key {sanitize(key)}", suggest_fix(key, KEYS[kind]))


def _make_value_error(document: Document, key: Key, fault: Fault) -> Diagnostic:
    name, attribute = str(key[1]), str(key[2])
    inside = [str(part) for part in fault.at if isinstance(part, str)]
    parts = enumerate(("low", "likely", "high"))
    end = next((f", {part}," for index, part in parts if fault.at[-1:] == (index,)), "")
    if attribute == "hours" and key[0] == "skill":
        attribute += end
    elif attribute in FIGURES and fault.at:
        attribute = ", ".join(map(sanitize, (f"{attribute} {int(fault.at[0]) + 1}", *inside)))
        attribute += "," * bool(inside)
    elif attribute in ("experience", "usual_experience", "teaches") and inside:
        attribute += f", {sanitize(inside[0])},"
    elif attribute == "leads_to" and inside:
        what = inside[1] if len(inside) > 1 else "months"
        name, attribute = f"{name} -> {inside[0]}", sanitize(what) + (end if what == "months" else "")
    elif attribute == "points" and inside:
        name, attribute = f"{name} : {inside[0]}", "the point"
    return _make_error(document, key, name, fault._replace(message=f"{attribute} {fault.message}"))


def _make_error(document: Document, key: Key, name: str, fault: Fault, nodes: tuple[str, ...] = ()) -> Diagnostic:
    """Return the diagnostic about a fault at a key of a document.

    The returned diagnostic says that the nodes in `nodes` have the fault. If `nodes` is empty, the diagnostic is about
    the node in `key`, or about both nodes if `key` leads to a move.
    """
    own = tuple(map(str, key[1:2])) if key[0] in KINDS else ()
    inside = (*key[2:], *fault.at)
    target = (str(inside[1]),) if own and len(inside) > 1 and inside[0] == "leads_to" else ()
    return Diagnostic(
        "error", *document.find_place((*key, *fault.at)), name, fault.message, fault.fix, nodes or own + target
    )


def _find_reference_errors(document: Document, nodes: list[Node], *, well_shaped: bool) -> Iterator[Diagnostic]:
    kinds = {node.name: node.kind for node in reversed(nodes)}
    for kind, name, *_ in nodes if len(kinds) < len(nodes) else ():
        if kinds[name] != kind:
            file, line = document.find_place((kinds[name], name))
            message = f"is the id of a {kinds[name]} ({sanitize(file, 200)}:{line}) and of a {kind}"
            yield _make_error(document, (kind, name), name, Fault(message, "give one of them another id"))
    wrong_cites = _find_wrong_cites(document, nodes)
    declared = {kind: _list_names(document.tables, kind) for kind in ("experience", "resource", "track")}
    figures = {node.name: [*_find_figure_faults(node, document)] for node in nodes if _has_figures(node)}
    is_declared = not any(figures.values()) and not any(
        True for node in nodes for _ in _find_post_faults(node.table, declared)
    )
    yield from _find_declared_errors(document, wrong_cites)
    if well_shaped and is_declared and not wrong_cites and _has_only_valid_mentions(kinds, nodes):
        return
    for node in nodes:
        faults = [
            *_find_choice_faults(node),
            *_find_position_faults(node.name, node.table, kinds),
            *_find_skill_faults(node, kinds),
        ]
        faults += (("", fault) for fault in (*_find_post_faults(node.table, declared), *figures.get(node.name, ())))
        cited = ((_parse_citation(cite), at) for cite, at in _list_citations(node.table)) if wrong_cites else ()
        faults += (("", wrong_cites[cite]._replace(at=at)) for cite, at in cited if cite in wrong_cites)
        faults += (("", fault) for fault in _find_because_faults(document, node))
        for label, fault in faults:
            yield _make_error(document, (node.kind, node.name), f"{node.name}{label}", fault)


def _has_only_valid_mentions(kinds: dict[str, str], nodes: list[Node]) -> bool:
    """Return whether all ids to which well-formed nodes refer are ids of nodes of the right kind.

    To check all ids of a graph at once saves time on large files, since most files have no wrong ids.
    """
    skills = {name for name, kind in kinds.items() if kind == "skill"}
    moves = [(node.name, node.table["leads_to"]) for node in nodes if "leads_to" in node.table]
    others = (node.table[key] for node in nodes for key in _SKILL_KEYS if key in node.table)
    stages = {node.table["stage"] for node in nodes if "stage" in node.table}
    with_alternatives = (node for node in nodes if any(len(group) > 1 for group in node.needs))
    return (
        not any(True for node in with_alternatives for _ in _find_choice_faults(node))
        and skills.issuperset(chain.from_iterable(chain.from_iterable(node.needs for node in nodes)))
        and skills.issuperset(chain.from_iterable(others))
        and not any(name in targets for name, targets in moves)
        and (kinds.keys() - skills).issuperset(chain.from_iterable(targets for _, targets in moves))
        and all(kinds.get(stage) == "stage" for stage in stages)
        and not any(True for node in nodes if node.kind == "stage" for _ in _list_roles(node.table, kinds))
        and not any(map(_find_unneeded, nodes))
    )


def _find_skill_faults(node: Node, kinds: dict[str, str]) -> Iterator[tuple[str, Fault]]:
    mentions = [("needs", i, skill) for i, group in zip(node.indices, node.needs, strict=True) for skill in group]
    for key in _SKILL_KEYS:
        mentions += ((key, index, skill) for index, skill in enumerate(_list_names(node.table, key)))
    for key, index, skill in mentions:
        if fault := _find_reference_fault(skill, kinds, ("skill",), key):
            yield "", fault._replace(at=(key, index))


def _find_because_faults(document: Document, node: Node) -> Iterator[Fault]:
    for cite, skill in sorted(_find_unneeded(node)):
        at = ("because", cite)
        # skip citations of an earlier file if a later file replaced only the needs
        if (
            document.find_place((node.kind, node.name, *at))[0]
            == document.find_place((node.kind, node.name, "needs"))[0]
        ):
            right = f"name one of its needs{suggest_names(skill, chain.from_iterable(node.needs))}"
            yield Fault(f"cites {sanitize(cite)} for {sanitize(skill)}, which it does not need", right, at)


def _find_unneeded(node: Node) -> set[tuple[str, str]]:
    """Return each pair of citation and skill in a node's table `because` such that the node does not need the skill."""
    because = node.table.get("because")
    needed = set(chain.from_iterable(node.needs)) if because else set()
    cites = because if isinstance(because, dict) else {}
    return {(cite, skill) for cite in cites for skill in _list_names(cites, cite) if skill not in needed}


def _list_citations(table: dict[str, Any]) -> Iterator[tuple[str, Key]]:
    """Yield each citation of a node, with the keys that lead to the citation.

    The citations of a node include the citations of its needs, moves, figures and `same_as`.
    """
    for key in ("cites", "experience_from", "usual_experience_from", "usual_skills_from", "hours_from"):
        yield from ((cite, (key, index)) for index, cite in enumerate(_list_names(table, key) if key in table else ()))
    yield from ((cite, (key, cite)) for key in ("because", "same_as") for cite in _list_names(table, key))
    moves = table.get("leads_to")
    for target, move in moves.items() if isinstance(moves, dict) else ():
        if isinstance(move, dict):
            cites = enumerate(_list_names(move, "cites"))
            yield from ((cite, ("leads_to", target, "cites", index)) for index, cite in cites)

    for key, number, figure in _list_figures(table):
        cites = enumerate(_list_names(figure, "cites"))
        yield from ((cite, (key, number, "cites", index)) for index, cite in cites)


def _list_figures(table: dict[str, Any]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield the well-formed figures of a node, such as pay, each with its key and index."""
    for key in FIGURES:
        listed = table.get(key)
        for number, figure in enumerate(listed) if isinstance(listed, list) else ():
            if isinstance(figure, dict):
                yield key, number, figure


def _has_figures(node: Node) -> bool:
    return not node.table.keys().isdisjoint(FIGURES)


def _find_figure_faults(node: Node, document: Document) -> Iterator[Fault]:
    """Yield a fault for each figure that cites no source, or sources with different kinds of evidence."""
    sources = document.tables.get("source")
    known = sources if isinstance(sources, dict) else {}
    for key, number, figure in _list_figures(node.table):
        cites = _list_names(figure, "cites")
        kinds = sorted({find_evidence_of_source(known, {}, cite) for cite in cites if cite.partition(":")[0] in known})
        if len(kinds) > 1:
            message = f"{key} {number + 1} mixes sources of several kinds: {' and '.join(kinds)}"
            yield Fault(message, "write one figure for each kind", (key, number, "cites"))
        if figure.get("cites") == []:
            yield Fault(f"{key} {number + 1} cites nothing", "cite the source of the figure", (key, number, "cites"))


def _find_declared_errors(document: Document, wrong_cites: dict[Citation, Fault]) -> Iterator[Diagnostic]:
    """Yield errors about the resources and the fields of experience in a document.

    The function yields an error for a resource that has the same id as a source. The function also yields an error for
    a wrong citation in the table of a resource, or of a field of experience.
    """
    sources = _find_entries(document, "source")
    for name in _find_entries(document, "resource"):
        if name in sources:
            fault = Fault("is the id of a source and of a resource", "give one of them another id")
            yield _make_error(document, ("resource", name), name, fault)
    for kind, name, index, cite in _list_declared_citations(document):
        if _parse_citation(cite) in wrong_cites:
            fault = wrong_cites[_parse_citation(cite)]._replace(at=("cites", index))
            yield _make_error(document, (kind, name), name, fault)


def _list_declared_citations(document: Document) -> Iterator[tuple[str, str, int, str]]:
    """Yield each citation in the table of a resource or a field of experience, as (kind, id, index, citation)."""
    for kind in ("resource", "experience"):
        for name, table in _find_entries(document, kind).items():
            for index, cite in enumerate(_list_names(table, "cites") if isinstance(table, dict) else ()):
                yield kind, name, index, cite


def _find_entries(document: Document, kind: str) -> dict[str, Any]:
    entries = document.tables.get(kind)
    return entries if isinstance(entries, dict) else {}


def _parse_citation(cite: str) -> Citation:
    source, colon, locator = cite.partition(":")
    return source, locator if colon else None


def _list_names(table: dict[str, Any], key: str) -> list[str]:
    """Return the strings of a list or the keys of a table, which is the value of the key `key` in `table`."""
    value = table.get(key)
    if not isinstance(value, list | dict):
        return []
    return list(value) if set(map(type, value)) == {str} else [name for name in value if isinstance(name, str)]


def _find_choice_faults(node: Node) -> Iterator[tuple[str, Fault]]:
    alone = {group[0] for group in node.needs if len(group) == 1}
    for index, group in zip(node.indices, node.needs, strict=True):
        for skill in sorted(alone.intersection(group)) if len(group) > 1 else ():
            message = f"lists an alternative to {sanitize(skill)}, which another requirement needs anyway"
            yield "", Fault(message, "remove one of the two requirements", ("needs", index))


def _find_position_faults(name: str, table: dict[str, Any], kinds: dict[str, str]) -> Iterator[tuple[str, Fault]]:
    moves = table.get("leads_to")
    for target in moves if isinstance(moves, dict) and kinds[name] in POSITIONS else ():
        if target == name:
            yield f" -> {target}", Fault("leads to itself", "remove this move", ("leads_to", target))
        elif fault := _find_reference_fault(target, kinds, POSITIONS, "leads to"):
            yield f" -> {target}", fault._replace(at=("leads_to", target))
    for target in _list_roles(table, kinds):
        fix = f"write {{ {sanitize(target)} = 6 }}"
        yield f" -> {target}", Fault("has no months to this role", fix, ("leads_to", target))
    stage = table.get("stage")
    if isinstance(stage, str) and (fault := _find_reference_fault(stage, kinds, ("stage",), "is in stage")):
        yield "", fault._replace(at=("stage",))


def _list_roles(table: dict[str, Any], kinds: dict[str, str]) -> Iterator[str]:
    """Yield each role in the list `leads_to` of a stage, in which the moves have no months.

    A list `leads_to` may hold only stages, since a move to a role needs months.
    """
    moves = table.get("leads_to")
    for target, months in moves.items() if isinstance(moves, dict) else ():
        if months is True and kinds.get(target) == "role":
            yield target


def _find_post_faults(table: dict[str, Any], declared: dict[str, list[str]]) -> Iterator[Fault]:
    """Yield the faults in the fields of experience, the career track and the resources that a node names."""
    for key in ("experience", "usual_experience", "counts_as"):
        for index, field in enumerate(_list_names(table, key) if key in table else ()):
            if field not in declared["experience"]:
                meant = suggest_names(field, declared["experience"])
                fix = f"declare it as [experience.{sanitize(field) or 'some-id'}]{meant}"
                at = (key, index if key == "counts_as" else field)
                yield Fault(f"{key} names {sanitize(field)}, a field of experience that is not declared", fix, at)
    yield from _find_usual_experience_faults(table)
    for index, resource in enumerate(_list_names(table, "learn_with") if "learn_with" in table else ()):
        if resource not in declared["resource"]:
            similar = suggest_names(resource, declared["resource"])
            fix = f"declare it as [resource.{sanitize(resource) or 'some-id'}]{similar}"
            message = f"learn_with names {sanitize(resource)}, a resource that is not declared"
            yield Fault(message, fix, ("learn_with", index))
    track = table.get("track")
    if isinstance(track, str) and track not in declared["track"]:
        fix = f"declare it as [track.{sanitize(track) or 'some-id'}]{suggest_names(track, declared['track'])}"
        yield Fault(f"is in track {sanitize(track)}, which is not declared", fix, ("track",))


def _find_usual_experience_faults(table: dict[str, Any]) -> Iterator[Fault]:
    """Yield a fault for each field in which the usual experience of a role is less than the required experience."""
    for key in ("usual_experience", "experience"):
        if not isinstance(table.get(key), dict) or KEYS["role"][key].find_faults(table[key]):
            return
    for field, months in table["usual_experience"].items():
        asked = table["experience"].get(field, 0)
        if months < asked:
            message = f"usual_experience, {sanitize(field)}, is {months:g}, but experience asks for {asked:g}"
            yield Fault(message, f"write at least {asked:g}, or remove it", ("usual_experience", field))


def _find_reference_fault(name: str, kinds: dict[str, str], wanted: tuple[str, ...], verb: str) -> Fault | None:
    right = " or ".join(wanted)
    if name not in kinds:
        known = [known for known, kind in kinds.items() if kind in wanted]
        return Fault(
            f"{verb} {sanitize(name)}, which is not in the graph", f"name a {right}{suggest_names(name, known)}"
        )
    if kinds[name] not in wanted:
        return Fault(f"{verb} {sanitize(name)}, which is a {kinds[name]}", f"name a {right}")
    return None


def _find_wrong_cites(document: Document, nodes: list[Node]) -> dict[Citation, Fault]:
    """Return each citation whose source or point the document does not have, with the fault to report."""
    known = _find_entries(document, "resource") | _find_entries(document, "source")
    cited = {cite for node in nodes for cite, _ in _list_citations(node.table)}
    cited.update(cite for *_, cite in _list_declared_citations(document))
    wrong: dict[Citation, Fault] = {}
    for source, locator in map(_parse_citation, cited):
        points = known[source].get("points") if isinstance(known.get(source), dict) else None
        cite = sanitize(f"{source}:{locator}" if locator else source)
        if source not in known:
            fix = f"declare it as [source.{sanitize(source) or 'some-id'}]{suggest_names(source, known)}"
            wrong[source, locator] = Fault(f"cites {cite}, a source that is not declared", fix)
        elif isinstance(points, dict) and locator is not None and locator not in points:
            fix = f"cite one of the points of [source.{sanitize(source)}]{suggest_names(locator, points)}"
            wrong[source, locator] = Fault(f"cites {cite}, a point that the source does not have", fix)
    return wrong


def _find_cycle_errors(document: Document, nodes: list[Node]) -> Iterator[Diagnostic]:
    order = {node.name: index for index, node in enumerate(nodes) if node.kind == "skill"}
    skills = (node for node in nodes if node.kind == "skill")
    edges = ((skill, node.name) for node in skills for group in node.needs for skill in group if skill in order)
    needed_for: Graph = nx.DiGraph(edges)
    for nodes_of_cycle, fault in cycles.find_cycles(needed_for, order):
        name = nodes_of_cycle[0]
        yield _make_error(document, ("skill", name), name, fault, nodes_of_cycle)
