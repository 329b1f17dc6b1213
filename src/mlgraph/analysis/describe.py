"""Descriptions of nodes: the texts, the needs, the moves and the sources of a node, and the nodes that need it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from mlgraph.analysis.figures import (
    Outlook,
    Pay,
    Scarcity,
    WayIn,
    find_scarcity,
    find_source,
    list_entry,
    list_outlook,
    list_pay,
)
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.graphfile.load import validate_graph
from mlgraph.model import FIGURES, KINDS, Graph, Named, list_sources, list_targets, name_node
from mlgraph.names import name_field, resolve
from mlgraph.planning.pert import estimate_asked
from mlgraph.planning.plan import Experience
from mlgraph.requirements import find_dependents, list_prerequisites
from mlgraph.resources import Resource, list_resources
from mlgraph.results import Result


@dataclass(frozen=True)
class Move:
    """A move from or to the described position, with the position at the other end of the move.

    Attributes
    ----------
    id, title : str
        The id and the title of the position at the other end of the move.
    months : float
        The likely months in the post before the move.
    cites : tuple of str
        The citations that support the months before the move, each in the form `source:point`.
    months_low, months_high : float or None
        The low and the high months in the post before the move, or None if the graph gives no range.
    url : str
        The web address of the position at the other end of the move, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.describe(mlgraph.load(), "data scientist")
    >>> move = found.leads_to[0]
    >>> move.months > 0, len(move.cites) > 0
    (True, True)
    """

    id: str
    title: str
    months: float
    cites: tuple[str, ...]
    months_low: float | None = None
    months_high: float | None = None
    url: str = ""


@dataclass(frozen=True)
class Taught:
    """A skill that a post teaches, with the months in the post after which a person has the skill.

    Attributes
    ----------
    id, title : str
        The id and the title of the skill.
    months : float
        The months in the post after which a person has the skill.
    url : str
        The web address of the skill, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.Taught("writing", "Writing", months=6).months
    6
    """

    id: str
    title: str
    months: float
    url: str = ""


@dataclass(frozen=True)
class Need:
    """A skill that a node needs, with its hours and the citations that support the need.

    Attributes
    ----------
    id, title : str
        The id and the title of the skill.
    cites : tuple of str
        The citations that support the need, each in the form `source:point`.
    url : str
        The web address of the skill, or an empty text if the graph has none.
    hours : float
        The likely hours of study for the skill.
    subject : str
        The subject of the skill, such as "Statistics", or an empty text if the graph names no subject.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.describe(mlgraph.load(), "transformers")
    >>> all(need.cites for group in found.needs for need in group)
    True
    """

    id: str
    title: str
    cites: tuple[str, ...]
    url: str = ""
    hours: float = 0
    subject: str = ""


@dataclass(frozen=True)
class Citation:
    """A citation, with the source that it names.

    Attributes
    ----------
    cite : str
        The citation as the graph file has it, in the form `source:point` or `source`.
    title, publisher, date : str
        The title, the publisher and the date of the source, each an empty text if the graph file does not state it.
    point : str
        The text that the graph file gives for the cited point, or an empty text if the citation names no point.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.describe(mlgraph.load(), "data scientist")
    >>> cite = found.cites[0]
    >>> cite.cite, cite.title
    ('metana:A12', 'What is the Career Path for Machine Learning?')
    """

    cite: str
    title: str
    publisher: str
    date: str
    point: str


@dataclass(frozen=True)
class Entry:
    """A stage, role or skill in a list of nodes, with its title and its main figures.

    Attributes
    ----------
    id, title : str
        The id and the title of the node.
    kind : str
        The kind of the node: "stage", "role" or "skill".
    stage : str or None
        The id of the stage of a role, or None if the node has no stage.
    hours : float or None
        The likely hours of study for a skill, or None for a position.
    hours_low, hours_high : float or None
        The low and the high hours of study for a skill, or None if the graph gives no range.
    url : str or None
        A web address with more about the node, or None if the graph has no address.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.compare(mlgraph.load(), "data scientist", "ML engineer")
    >>> entry = found.both[0]
    >>> entry.kind, entry.hours > 0
    ('skill', True)
    """

    id: str
    title: str
    kind: str
    stage: str | None
    hours: float | None
    hours_low: float | None
    hours_high: float | None
    url: str | None = None


@dataclass(frozen=True)
class Description(Result):
    """Everything that a graph holds about one node, such as its needs, its moves and its sources.

    Attributes
    ----------
    id, title : str
        The id and the title of the node.
    kind : str
        The kind of the node: "stage", "role" or "skill".
    about : str
        A description of the node in a few sentences.
    aliases : tuple of str
        Further names of the node.
    url : str
        A web address with more about the node, or an empty text if the graph has no address.
    stage : Named or None
        The stage of a role, or None if the node has no stage.
    track : Named or None
        The career track of a role, or None if the node has no career track.
    experience : tuple of Experience
        The experience that a role asks for on arrival.
    usual_experience : tuple of Experience
        The experience that holders of a role usually have on arrival.
    usual_skills : tuple of Named
        The skills that holders of a role usually have, although the role does not ask for them.
    counts_as : tuple of Named
        The fields of experience in which a month in the role counts as a month of experience.
    teaches : tuple of Taught
        The skills that the role teaches.
    hours : float or None
        The likely hours of study for a skill, or None for a position.
    hours_low, hours_high : float or None
        The low and the high hours of study for a skill, or None if the graph gives no range.
    subject : str
        The subject of a skill, such as "Statistics", or an empty text if the graph names no subject.
    shown_by : str
        How a person can show that they have a skill, or an empty text if the graph does not say.
    learn_with : tuple of Resource
        Courses, books and pages from which to learn a skill, the first choice first.
    pay : tuple of Pay
        The pay of people in a role, by area and source, or an empty tuple if the pay is unknown.
    outlook : tuple of Outlook
        Projections of the number of jobs in a role, one for each area and source, or an empty tuple if the graph has
        none.
    entry : tuple of WayIn
        The education and the experience that a role asks for, by surveys, or an empty tuple if the graph has no survey.
    scarcity : tuple of Scarcity
        For each area and source, the number of people in the role, and in the roles that lead to it with lower median
        pay. If a source counts job adverts, `scarcity` has numbers of adverts instead of people. `scarcity` is an empty
        tuple if no source counts both the role and a role with lower median pay that leads to it.
    same_as : dict of str to str
        How well entries of published catalogues, such as O*NET, match the node. The key is the entry, and the value is
        "exact" or "near". If a catalogue has no entry for the node, `same_as` has the name of the catalogue with the
        value "none".
    needs : tuple of tuple of Need
        The requirements of the node. Each tuple has the skills of one requirement, and a person needs only one of these
        skills.
    leads_to, reached_from : tuple of Move
        The moves from the node to other positions, and the moves from other positions to the node.
    needed_for : tuple of Named
        The nodes whose requirements list the described skill, perhaps as one of several alternatives.
    opens_roles, opens_skills : tuple of Named
        The roles and the skills that need the node, directly or indirectly, perhaps as one of several alternatives.
    prerequisites : tuple of Named
        The skills that the node needs whichever alternatives a person takes, each after the skills that it needs.
    hours_in_all : float
        The total hours of study for the skills in `prerequisites` and, if the described node is a skill, for the node
        itself.
    cites : tuple of Citation
        The citations of the node, of its needs, of its figures and of the moves from it, and its entries in published
        catalogues.
    attribution : str
        The text that credits the publishers of the sources of the graph. The attribution begins with a note if moves of
        the graph were counted in career histories that a program generated.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.describe(mlgraph.load(), "CDS")
    >>> found.id, found.title, found.kind
    ('chief-data-scientist', 'Chief data scientist', 'role')
    """

    id: str
    title: str
    kind: str
    about: str
    aliases: tuple[str, ...]
    url: str
    stage: Named | None
    track: Named | None
    experience: tuple[Experience, ...]
    usual_experience: tuple[Experience, ...]
    usual_skills: tuple[Named, ...]
    counts_as: tuple[Named, ...]
    teaches: tuple[Taught, ...]
    hours: float | None
    hours_low: float | None
    hours_high: float | None
    subject: str
    shown_by: str
    learn_with: tuple[Resource, ...]
    pay: tuple[Pay, ...]
    outlook: tuple[Outlook, ...]
    entry: tuple[WayIn, ...]
    scarcity: tuple[Scarcity, ...]
    same_as: dict[str, str]
    needs: tuple[tuple[Need, ...], ...]
    leads_to: tuple[Move, ...]
    reached_from: tuple[Move, ...]
    needed_for: tuple[Named, ...]
    opens_roles: tuple[Named, ...]
    opens_skills: tuple[Named, ...]
    prerequisites: tuple[Named, ...]
    hours_in_all: float
    cites: tuple[Citation, ...]
    attribution: str


def describe(graph: Graph, name: str) -> Description:
    """Return everything that a graph holds about one node.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or a graph whose nodes and edges have the same attributes.
    name : str
        The id, the title or an alias of a node.

    Returns
    -------
    Description
        The texts, the needs, the moves and the sources of the node, and the nodes that need it.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        Raised if no node, or more than one node, has the name.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.describe(mlgraph.load(), "CDS")
    >>> found.title, found.kind
    ('Chief data scientist', 'role')
    """
    graph = validate_graph(graph)
    node = resolve(graph, name)
    attributes = graph.nodes[node]
    stage = attributes.get("stage")
    before = list_prerequisites(graph, node)
    opens = [(other, graph.nodes[other]["kind"]) for other in sorted(find_dependents(graph, (node,)))]
    hours = sum(graph.nodes[skill]["hours"] for skill in before) + attributes.get("hours", 0)
    return Description(
        id=node,
        title=attributes["title"],
        kind=attributes["kind"],
        about=attributes["about"],
        aliases=attributes["aliases"],
        url=attributes.get("url", ""),
        stage=None if stage is None else name_node(graph, stage),
        track=_find_track(graph, node),
        experience=_list_asked(graph, node),
        usual_experience=_list_experience(graph, node, "usual_experience"),
        usual_skills=tuple(name_node(graph, skill) for skill in attributes.get("usual_skills", ())),
        counts_as=tuple(Named(field, name_field(graph, field)) for field in attributes.get("counts_as", ())),
        teaches=_list_taught(graph, node),
        hours=attributes.get("hours"),
        hours_low=attributes.get("hours_low"),
        hours_high=attributes.get("hours_high"),
        subject=attributes.get("subject", ""),
        shown_by=attributes.get("shown_by", ""),
        learn_with=list_resources(graph, node),
        pay=list_pay(graph, node),
        outlook=list_outlook(graph, node),
        entry=list_entry(graph, node),
        scarcity=find_scarcity(graph, node),
        same_as=dict(attributes.get("same_as", {})),
        needs=tuple(tuple(_make_need(graph, skill, node) for skill in group) for group in attributes["needs"]),
        leads_to=tuple(_make_move(graph, target, graph.edges[node, target]) for target in list_targets(graph, node)),
        reached_from=tuple(
            _make_move(graph, source, graph.edges[source, node]) for source in list_sources(graph, node)
        ),
        needed_for=tuple(name_node(graph, n) for n in sorted(graph.adj[node]) if attributes["kind"] == "skill"),
        opens_roles=tuple(name_node(graph, other) for other, kind in opens if kind == "role"),
        opens_skills=tuple(name_node(graph, other) for other, kind in opens if kind == "skill"),
        prerequisites=tuple(name_node(graph, skill) for skill in before),
        hours_in_all=round(hours, 6),
        cites=tuple(_make_citation(graph, cite) for cite in _list_citations(graph, node)),
        attribution=make_attribution(graph),
    )


def list_entries(graph: Graph, kinds: Iterable[str] = KINDS) -> tuple[Entry, ...]:
    """Return the nodes of the given kinds, sorted by kind in the order of `kinds`, and then by id."""
    further = ("stage", "hours", "hours_low", "hours_high", "url")
    return tuple(
        Entry(node, graph.nodes[node]["title"], kind, *map(graph.nodes[node].get, further))
        for kind in kinds
        for node in sorted(graph)
        if graph.nodes[node]["kind"] == kind
    )


def _make_move(graph: Graph, other: str, edge: dict[str, Any]) -> Move:
    return Move(
        other,
        graph.nodes[other]["title"],
        edge["months"],
        edge.get("cites", ()),
        edge.get("months_low"),
        edge.get("months_high"),
        graph.nodes[other].get("url", ""),
    )


def _find_track(graph: Graph, node: str) -> Named | None:
    track = graph.nodes[node].get("track")
    return None if track is None else Named(track, graph.graph["tracks"][track]["title"])


def _list_experience(graph: Graph, node: str, key: str) -> tuple[Experience, ...]:
    found = graph.nodes[node].get(key, {})
    return tuple(Experience(field, name_field(graph, field), months) for field, months in sorted(found.items()))


def _list_asked(graph: Graph, node: str) -> tuple[Experience, ...]:
    """Return, for each field, the months of experience that a role asks for, with the range among employers."""

    def with_range(each: Experience) -> Experience:
        asked = estimate_asked(graph, each.id)
        if asked.is_certain:
            return each
        return replace(each, months_low=each.months * asked.low, months_high=each.months * asked.high)

    return tuple(map(with_range, _list_experience(graph, node, "experience")))


def _list_taught(graph: Graph, node: str) -> tuple[Taught, ...]:
    taught = graph.nodes[node].get("teaches", {})
    return tuple(
        Taught(skill, graph.nodes[skill]["title"], months, graph.nodes[skill].get("url", ""))
        for skill, months in sorted(taught.items())
    )


def _make_need(graph: Graph, skill: str, node: str) -> Need:
    cites, found = graph.edges[skill, node].get("cites", ()), graph.nodes[skill]
    return Need(skill, found["title"], cites, found.get("url", ""), found["hours"], found.get("subject", ""))


def _list_citations(graph: Graph, node: str) -> list[str]:
    """List the citations of a node, of its needs, of the moves from the node and of its figures, each citation once.

    The listed citations include those for the experience that a role asks for, and the entries of catalogues that
    `same_as` names.
    """
    attributes = graph.nodes[node]
    edges = [graph.edges[skill, node] for group in attributes["needs"] for skill in group]
    edges += (graph.edges[node, target] for target in list_targets(graph, node))
    cites = [*attributes["cites"], *chain.from_iterable(edge.get("cites", ()) for edge in edges)]
    for key in ("hours_from", "experience_from", "usual_experience_from", "usual_skills_from"):
        cites += attributes.get(key, ())
    fields = graph.graph.get("experience", {})
    cites += (cite for field in attributes.get("experience", ()) for cite in fields[field].get("cites", ()))
    cites += (cite for key in FIGURES for figure in attributes.get(key, ()) for cite in figure["cites"])
    return list(dict.fromkeys((*cites, *attributes.get("same_as", {}))))


def _make_citation(graph: Graph, cite: str) -> Citation:
    source = find_source(graph, cite)
    point = source.get("points", {}).get(cite.partition(":")[2], "")
    return Citation(cite, source["title"], source.get("publisher", ""), source.get("date", ""), point)
