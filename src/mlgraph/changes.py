"""What changed between two graphs: what they say, and which answers between positions became others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from mlgraph.asking import stopper
from mlgraph.errors import NoPlanError
from mlgraph.model import KINDS, POSITIONS, Graph, Named, named
from mlgraph.planner import Planner
from mlgraph.sets import ranks, union


@dataclass(frozen=True)
class Change:
    """What the old graph and the new one say under one name; None where one says nothing."""

    what: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Item:
    """A stage, role, skill or source that is not the same in both graphs; title and kind are the new ones, if any."""

    id: str
    title: str
    kind: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Move:
    """A move that is not the same in both graphs: its months in each, None where it is not there.

    `changes` has what else the graphs say of it.
    """

    source: Named
    target: Named
    before: float | None
    after: float | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Diff:
    """What leads from an old graph to a new one: nodes and sources by id, moves by their ends.

    `graph` has what the graphs say of themselves, their title and attribution. A diff is false where there is none.
    """

    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[Item, ...]
    moves: tuple[Move, ...]
    graph: tuple[Change, ...]

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.changed, self.moves, self.graph))


@dataclass(frozen=True)
class Answer:
    """The months of the quickest plan between two positions, in the old graph and in the new; None without a way."""

    source: Named
    target: Named
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Answers:
    """Which quickest plans take another time in the new graph, at `pace` hours of study a week.

    `pairs` of positions are in both graphs. Between `affected` of these some way passes a change, the answers of all
    others are the same; `compared` of the affected were compared, those with the fewest moves by way of a change first.
    `changed` has what differs among them: lost ways, new ways, and then the biggest differences first.
    """

    pace: float
    pairs: int
    affected: int
    compared: int
    changed: tuple[Answer, ...]


def diff(old: Graph, new: Graph) -> Diff:
    """Return what was added, removed and changed from an old graph to a new one."""
    before, after = _said(old), _said(new)
    items = [(key, _item(key[1], before.get(key, {}), after.get(key, {}))) for key in sorted({*before, *after})]
    items.sort(key=lambda found: (*KINDS, "source").index(found[1].kind))
    return Diff(
        added=tuple(item for key, item in items if key not in before),
        removed=tuple(item for key, item in items if key not in after),
        changed=tuple(item for key, item in items if key in before and key in after and item.changes),
        moves=tuple(_moves(old, new)),
        graph=_changes(
            *(_flat({key: graph.graph.get(key) for key in ("title", "attribution")}) for graph in (old, new))
        ),
    )


def _said(graph: Graph) -> dict[tuple[bool, str], dict[str, Any]]:
    """Return what a graph says of each source (true) and node (false)."""
    nodes = {(False, node): _flat(attributes) for node, attributes in graph.nodes.items()}
    sources = graph.graph.get("sources", {}).items()
    return nodes | {(True, name): {"kind": "source"} | _flat(source) for name, source in sources}


def _flat(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return what is said, each entry of a table under a name of its own, without what says nothing."""
    flat: dict[str, Any] = {}
    for key, value in attributes.items():
        flat |= {f"{key} {entry}": said for entry, said in value.items()} if isinstance(value, dict) else {key: value}
    return {key: value for key, value in flat.items() if value not in ("", (), None)}


def _item(name: str, before: dict[str, Any], after: dict[str, Any]) -> Item:
    latest = after or before
    return Item(name, latest["title"], latest["kind"], _changes(before, after))


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return tuple(Change(name, before.get(name), after.get(name)) for name in names)


def _moves(old: Graph, new: Graph) -> Iterator[Move]:
    before, after = (
        {(a, b): arrow for a, b, arrow in graph.edges(data=True) if arrow["relation"] == "leads_to"}
        for graph in (old, new)
    )
    for ends in sorted({*before, *after}):
        here, there = before.get(ends, {}), after.get(ends, {})
        if here != there:
            changes = tuple(c for c in _changes(_flat(here), _flat(there)) if c.what not in ("relation", "months"))
            source, target = (named(new if node in new else old, node) for node in ends)
            yield Move(source, target, here.get("months"), there.get("months"), changes)


def answers(
    old: Graph, new: Graph, *, pace: float = 10, limit: float | None = None, stop: Callable[[], bool] | None = None
) -> Answers:
    """Return which quickest plans between positions of both graphs take another time in the new one, exactly.

    After `limit` seconds, or when `stop` says so, the answers compared so far are returned. Raises UsageError for a
    pace or a limit that is none.
    """
    stopped = stopper({"limit": limit, "stop": stop})
    common = sorted(_positions(old) & _positions(new))
    levels = _affected(old, new, common, stopped)
    planners = (Planner(old), Planner(new))
    compared, changed = 0, []
    for source, target in _pairs(levels):
        ends = (common[source], common[target])
        before, after = (_months(planner, *ends, pace, stopped) for planner in planners)
        if stopped():
            break
        compared += 1
        if before != after:
            changed.append(Answer(named(new, ends[0]), named(new, ends[1]), before, after))
    affected = sum(reached.bit_count() for level in levels for reached in level)
    return Answers(pace, len(common) * (len(common) - 1), affected, compared, tuple(sorted(changed, key=_size)))


def _positions(graph: Graph) -> set[str]:
    return {node for node in graph if graph.nodes[node]["kind"] in POSITIONS}


def _pairs(levels: list[list[int]]) -> Iterator[tuple[int, int]]:
    return ((source, target) for level in levels for source, reached in enumerate(level) for target in ranks(reached))


def _months(planner: Planner, source: str, target: str, pace: float, stopped: Callable[[], bool]) -> float | None:
    try:
        return planner.plan(source, target, pace=pace, stop=stopped).months
    except NoPlanError:
        return None


def _size(answer: Answer) -> tuple[object, ...]:
    """Return what puts lost ways first, then new ways, then the others by the size of the difference."""
    group = 0 if answer.after is None else 1 if answer.before is None else 2
    return group, -abs((answer.after or 0) - (answer.before or 0)), answer.source.id, answer.target.id


def _affected(old: Graph, new: Graph, common: list[str], stopped: Callable[[], bool]) -> list[list[int]]:
    """Return for each number of moves the pairs between which the shortest way that passes a change has so many.

    The pairs stand as a set of targets, a bit mask, for each source. Where no way passes a change, both graphs have the
    same ways with the same needs and months, so that the answers are the same. Where the search for them is stopped,
    all others count as well, last.
    """
    rank = {node: place for place, node in enumerate((*common, *sorted(_positions(old) ^ _positions(new))))}
    within, seen = (1 << len(common)) - 1, [1 << place for place in range(len(common))]
    levels = []
    walks = (_walks(graph, other, rank) for graph, other in ((old, new), (new, old)))
    for here, there in zip_longest(*walks, fillvalue=[0] * len(rank)):
        level = [(a | b) & within & ~known for a, b, known in zip(here, there, seen, strict=False)]
        seen = [known | found for known, found in zip(seen, level, strict=True)]
        levels.append(level)
        if stopped():
            levels.append([within & ~known for known in seen])
            break
    return levels


def _walks(graph: Graph, other: Graph, rank: dict[str, int]) -> Iterator[list[int]]:
    """Yield for 0, 1, 2 ... moves the targets of each source that a walk of up to so many moves past a change reaches.

    A change is a position with other needs than in the other graph, or a move with other months.
    """
    touched = _touched(graph, other)
    moves: list[list[tuple[int, bool]]] = [[] for _ in rank]
    for source, target, arrow in graph.edges(data=True):
        if arrow["relation"] == "leads_to":
            same = other.has_edge(source, target) and other.edges[source, target].get("months") == arrow["months"]
            moves[rank[source]].append((rank[target], same))
    if not touched and all(same for targets in moves for _, same in targets):
        return
    reach = [1 << place for place in rank.values()]
    past = [1 << place if node in touched else 0 for node, place in rank.items()]
    before: list[list[int]] = []
    while before != [reach, past]:
        yield past
        before = [reach, past]
        reach = [union((own, *(before[0][target] for target, _ in moves[at]))) for at, own in enumerate(reach)]
        past = [
            reach[at] if node in touched else union((past[at], *(before[same][target] for target, same in moves[at])))
            for node, at in rank.items()
        ]


def _touched(graph: Graph, other: Graph) -> set[str]:
    """Return the nodes of which the needs, the hours, or those of a skill that they could come to need, are others."""
    keys = ("kind", "needs", "hours")
    waiting = [
        node
        for node, attributes in graph.nodes.items()
        if node not in other or any(attributes.get(key) != other.nodes[node].get(key) for key in keys)
    ]
    found = set(waiting)
    while waiting:
        node = waiting.pop()
        further = [n for n in graph.adj[node] if n not in found] if graph.nodes[node]["kind"] == "skill" else []
        found.update(further)
        waiting += further
    return found
