"""Comparison of an advert or a CV with the skills and roles of a graph.

The comparison finds the skills that the advert or CV names, and the roles of the graph whose needed skills are most
similar. The function `make_role` makes a new role of the graph from the comparison of an advert with the graph.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from math import log
from typing import Any

from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build, to_document, validate_graph
from mlgraph.graphfile.overlay import merge_documents
from mlgraph.matching.find import Demand, Finder, Mention, Years, find_years
from mlgraph.matching.words import make_key
from mlgraph.model import POSITIONS, Graph, list_sources
from mlgraph.names import resolve
from mlgraph.requirements import list_prerequisites
from mlgraph.results import Result

MOST_ROLES = 3
# the title of a role made from an advert, unless the person gives the role an id
TITLE = "Job in this advert"
# the least similarity of a near role: the skills that the role and the advert share, divided by all their skills
_LEAST_SHARE = 0.08
# added to the similarity of a role that the first lines of the text name, so that it comes first
_NAMED = 1.0
_FIRST_LINES = 5
# the words between the skills of a list
_JOINT = re.compile(r"\s*(,?\s*or\s|/|,)\s*", re.IGNORECASE)

# words that say nothing about the field in the title of a field of experience
_NO_FIELD = frozenset(("and", "any", "in", "of", "or", "the", "with", "work"))


@dataclass(frozen=True)
class Place:
    """The words that name a skill in an advert or a CV, and the line on which they are.

    Attributes
    ----------
    words : str
        The words that name the skill, spelled as in the advert or CV.
    line : int
        The number of the line of the advert or CV that has the words for the skill, counted from 1.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.match(mlgraph.load(), "You know SQL").skills[0].places[0].words
    'SQL'
    """

    words: str
    line: int


@dataclass(frozen=True)
class AskedSkill:
    """A skill that an advert or a CV names, with all places in the text that name the skill.

    Attributes
    ----------
    id, title : str
        The id and the title of the skill.
    demand : {"required", "optional", "excluded"}
        Whether the advert or CV requires the skill, prefers it, or says that the skill is not needed.
    places : tuple of Place
        The places in the advert or CV where words name the skill.
    url : str
        The web address of the skill, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.match(mlgraph.load(), "SQL is a plus").skills[0].demand
    'optional'
    """

    id: str
    title: str
    demand: Demand
    places: tuple[Place, ...]
    url: str = ""


@dataclass(frozen=True)
class NearRole:
    """A role of the graph whose needed skills are similar to the skills in a job advert or a CV.

    Attributes
    ----------
    id, title : str
        The id and the title of the role.
    share : float
        The similarity of the role and the advert or CV, from 0 to 1. The similarity is the number of skills in both the
        role and the text, divided by the number of skills in either of the two. A skill that few roles of the graph
        need counts more in the similarity than a skill that many roles need. A skill that no role needs does not count
        in the similarity.
    is_named : bool
        Whether the role is the first role of the graph that the first five lines of the advert or CV name.
    url : str
        The web address of the role, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.match(mlgraph.load(), "Data analyst wanted").roles[0].is_named
    True
    """

    id: str
    title: str
    share: float
    is_named: bool
    url: str = ""


@dataclass(frozen=True)
class Match(Result):
    """The skills and the years of experience in an advert or a CV, and the most similar roles of the graph.

    Attributes
    ----------
    skills : tuple of AskedSkill
        The skills that the advert or CV names, in the order in which the text first names them.
    alternatives : tuple of tuple of str
        Groups of ids of skills. The advert asks for any one skill of each group.
    years : tuple of Years
        The years of experience that the advert or CV states, in the order of the lines of the text.
    roles : tuple of NearRole
        The most similar roles of the graph, the most similar role first, or an empty tuple if no role is similar
        enough.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.match(mlgraph.load(), "Data analyst. You know SQL. Docker is a plus.")
    >>> [(skill.id, skill.demand) for skill in found.skills], found.roles[0].id
    ([('sql', 'required'), ('containers', 'optional')], 'data-analyst')
    """

    skills: tuple[AskedSkill, ...]
    alternatives: tuple[tuple[str, ...], ...]
    years: tuple[Years, ...]
    roles: tuple[NearRole, ...]

    def with_demand(self, demand: Demand) -> tuple[AskedSkill, ...]:
        """Return the skills with one kind of demand, such as the skills that an advert requires.

        Parameters
        ----------
        demand : {"required", "optional", "excluded"}
            Whether the advert or CV requires the returned skills, prefers them, or says that they are not needed.

        Returns
        -------
        tuple of AskedSkill
            The skills whose demand is `demand`, in the order in which the advert or CV first names them.

        Examples
        --------
        >>> import mlgraph
        >>> found = mlgraph.match(mlgraph.load(), "You know SQL.")
        >>> len(found.with_demand("required"))
        1
        """
        return tuple(skill for skill in self.skills if skill.demand == demand)


def match(graph: Graph, text: str) -> Match:
    """Find the skills and the years of experience in an advert or a CV, and the most similar roles of the graph.

    The function looks in the advert or CV for the titles, ids and aliases of the nodes of the graph. The names may be
    in upper or lower case, singular or plural. A single letter such as R counts as a skill only next to the name of
    another skill or a word such as "programming". An English word such as Go counts as a skill next to the name of
    another skill, or with a capital letter inside a sentence. The function does not find a skill that the advert or CV
    describes without its title, id or an alias.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or a graph whose nodes and edges have the same attributes.
    text : str
        The text of an advert or a CV.

    Returns
    -------
    Match
        The skills with the words that name them, the years of experience, and the most similar roles.

    Raises
    ------
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.match(mlgraph.load(), "We need Python or R, and SQL.")
    >>> found.alternatives, [skill.title for skill in found.skills]
    ((('python', 'r'),), ['Python', 'R', 'SQL'])
    """
    graph = validate_graph(graph)
    mentions = Finder(graph).find(text)
    skills = [mention for mention in mentions if graph.nodes[mention.node]["kind"] == "skill"]
    asked = tuple(_collect(graph, skills))
    required = {skill.id for skill in asked if skill.demand == "required"}
    first = [
        mention.node
        for mention in mentions
        if graph.nodes[mention.node]["kind"] == "role" and mention.line <= _FIRST_LINES
    ]
    return Match(
        asked,
        tuple(_find_alternatives(text, skills, required)),
        tuple(find_years(text)),
        _find_nearest(graph, {skill.id for skill in asked if skill.demand != "excluded"}, first[:1]),
    )


def _collect(graph: Graph, mentions: Iterable[Mention]) -> Iterator[AskedSkill]:
    """Yield each skill in an advert or a CV once, with its strongest demand, such as "required".

    A skill is required if any sentence of the advert or CV requires the skill.
    """
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        found.setdefault(mention.node, []).append(mention)
    order: tuple[Demand, ...] = ("required", "optional", "excluded")
    for node, all_of_it in found.items():
        demand = min((mention.demand for mention in all_of_it), key=order.index)
        places = tuple(Place(mention.words, mention.line) for mention in all_of_it)
        yield AskedSkill(node, graph.nodes[node]["title"], demand, places, graph.nodes[node].get("url", ""))


def _find_alternatives(text: str, mentions: list[Mention], required: set[str]) -> Iterator[tuple[str, ...]]:
    """Yield each group of alternatives in an advert, which are the skills of a list with "or" or with slashes.

    In a text "A, B or C", all three skills are alternatives. In a text "A, B or C, D", only the skills B and C are
    alternatives.
    """
    chain: list[Mention] = []
    joints: list[str] = []
    for mention, after in zip_longest(mentions, mentions[1:]):
        chain.append(mention)
        joint = _JOINT.fullmatch(text[mention.end : after.start]) if after else None
        if joint:
            joints.append(joint[1].strip(" ,").lower())
            continue
        for first, last in _find_groups(joints):
            ids = tuple(dict.fromkeys(each.node for each in chain[first : last + 1]))
            if len(ids) > 1 and required.issuperset(ids):
                yield ids
        chain, joints = [], []


def _find_groups(joints: list[str]) -> list[tuple[int, int]]:
    """Return the groups of alternatives in a list of skills, each by the indices of its first and last skill.

    `joints` has the words or marks between each skill in the list of skills and the next skill, such as "or".
    """
    groups: list[tuple[int, int]] = []
    for at, joint in enumerate(joints):
        if joint and groups and groups[-1][1] == at:
            groups[-1] = groups[-1][0], at + 1
        elif joint:
            groups.append((at, at + 1))
    if len(groups) == 1 and groups[0][1] == len(joints) and joints[-1] == "or":
        return [(0, len(joints))]
    return groups


def _find_nearest(graph: Graph, skills: set[str], first: list[str]) -> tuple[NearRole, ...]:
    roles = [node for node, attributes in graph.nodes(data=True) if attributes["kind"] == "role"]
    needs = {role: _list_asked(graph, role) for role in roles}
    number = {skill: sum(skill in asked for asked in needs.values()) for skill in set().union(*needs.values())}
    weight = {skill: log(1 + len(roles) / count) for skill, count in number.items()}
    known = skills & weight.keys()

    def share(role: str) -> float:
        both, either = known & needs[role], known | needs[role]
        total = sum(weight[skill] for skill in either)
        return sum(weight[skill] for skill in both) / total if total else 0.0

    shares = {role: share(role) for role in roles}
    ranked = sorted(roles, key=lambda role: (-shares[role] - _NAMED * (role in first), role))
    near = [role for role in ranked if shares[role] >= _LEAST_SHARE or role in first]
    return tuple(
        NearRole(
            id=role,
            title=graph.nodes[role]["title"],
            share=round(shares[role], 3),
            is_named=role in first,
            url=graph.nodes[role].get("url", ""),
        )
        for role in near[:MOST_ROLES]
    )


def _list_asked(graph: Graph, role: str) -> set[str]:
    """Return all skills in the requirements of a role, including alternatives, and all forced skills of the role."""
    named = {skill for group in graph.nodes[role]["needs"] for skill in group}
    return named | set(list_prerequisites(graph, role))


def find_known(graph: Graph, position: str | None, have: Iterable[str]) -> frozenset[str]:
    """Return the ids of the skills that a person has, and of the skills that the position of the person always needs.

    The result also has the forced skills of each skill that the person has.
    """
    held = [resolve(graph, name, ("skill",)) for name in have]
    start = [] if position is None else [resolve(graph, position, POSITIONS)]
    return frozenset(held).union(*(list_prerequisites(graph, node) for node in (*held, *start)))


def make_role(graph: Graph, found: Match, name: str, title: str) -> Document:
    """Make an overlay with a new role that has the requirements of an advert.

    The new role has the stage and the career track of the role of the graph that is most similar to the advert. For
    each move to the most similar role, the overlay has a move from the same position to the new role. A move of 0
    months leads from the most similar role of the graph to the new role. The new role asks for the years of experience
    that the advert states first, in the field that the advert names with these years. If the advert names no field, the
    years of experience are for the field in which the most similar role asks for the most months. If the most similar
    role asks for equally many months in several fields, the new role asks for the advert's years in each field. The
    requirements of the new role leave out a skill that another skill of the advert always needs.
    """
    nearest = found.roles[0].id if found.roles else None
    grouped = {skill for group in found.alternatives for skill in group}
    required = [skill.id for skill in found.with_demand("required") if skill.id not in grouped]
    implied = {skill for other in required for skill in list_prerequisites(graph, other)}
    needs: list[Any] = [skill for skill in required if skill not in implied]
    needs += [list(group) for group in found.alternatives]
    role: dict[str, Any] = {"title": title, "needs": needs}
    role |= {"optional": [skill.id for skill in found.with_demand("optional")]} if found.with_demand("optional") else {}
    tables: dict[str, Any] = {"role": {name: role}}
    if nearest:
        like = graph.nodes[nearest]
        role |= {key: like[key] for key in ("stage", "track") if like.get(key)}
        experience = dict(_find_experience(graph, found, like.get("experience", {})))
        role |= {"experience": experience} if experience else {}
        for before, months in (list_sources(graph, nearest) | {nearest: 0}).items():
            kind: str = graph.nodes[before]["kind"]
            tables.setdefault(kind, {}).setdefault(before, {})["leads_to"] = {name: months}
    return Document("", "", tables)


def _find_experience(graph: Graph, found: Match, usual: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Yield each field in which a new role asks for experience, with the first months of experience in the advert.

    `usual` has the experience that the most similar role of the graph asks for: the months in each field. If the advert
    names no field, the function yields the fields in which the most similar role asks for the most months.
    """
    fields = {
        field: set(make_key(f"{field} {table['title']}")) - _NO_FIELD
        for field, table in graph.graph.get("experience", {}).items()
    }
    for each in found.years[:1]:
        words = set(make_key(each.words))
        named = [field for field, names in fields.items() if names & words]
        # a field may have the names of two others, as in "Software or ML work"
        named.sort(key=lambda field: (-len(fields[field] & words), len(fields[field]), field))
        meant = named[:1] or [field for field, months in usual.items() if months == max(usual.values())]
        yield from ((field, 12 * each.years) for field in meant)


def with_role(graph: Graph, overlay: Document) -> Graph:
    """Return a copy of a graph with the new role of an overlay from `make_role`.

    Raises GraphFileError if the graph with the new role is invalid.
    """
    return build(merge_documents(to_document(graph), overlay))
