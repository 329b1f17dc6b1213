"""Questions in names, answered by exact plans: one best plan, the best few, with wishes, within a time limit.

`Planner` compiles a graph once and answers many questions; `plan` is one question. How the best way is found, and why
it is the best, stands in `search`.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from heapq import heappop, heappush
from math import inf
from typing import Unpack

from mlgraph.asking import Asked, Wishes, no_plan, stopper
from mlgraph.errors import UsageError, shown
from mlgraph.labels import Label
from mlgraph.masks import Compiled
from mlgraph.model import POSITIONS, Graph, named, named_in_list, resolve, resolve_all
from mlgraph.plans import Musts, Plan
from mlgraph.question import Question
from mlgraph.search import Found, Search
from mlgraph.sets import ranks, set_of, union


def plan(graph: Graph, source: str, target: str, **wishes: Unpack[Wishes]) -> Plan:
    """Return the best plan from one position to another; `Planner.plan` says more."""
    return Planner(graph).plan(source, target, **wishes)


class Planner:
    """A graph compiled for many questions; it must not be changed afterwards."""

    def __init__(self, graph: Graph) -> None:
        self._masks = Compiled(graph)

    def plan(self, source: str, target: str, **wishes: Unpack[Wishes]) -> Plan:
        """Return the best plan from one position to another, with ids, titles or aliases for names.

        `Wishes` says what the options are. Raises NoPlanError where no way leads to the target, UnknownNameError,
        AmbiguousNameError, and UsageError.
        """
        asked, stop = Asked(self._masks, source, target, wishes), stopper(wishes)
        found = Search(self._masks, asked.question, stop).best()
        if found is None:
            raise no_plan(self._masks, asked)
        return asked.answer(found, self._free(asked, stop))

    def plans(self, source: str, target: str, count: int, **wishes: Unpack[Wishes]) -> tuple[Plan, ...]:
        """Return the best `count` plans, the best first, no two of which pass the same positions in the same order.

        There may be fewer. No plan passes a position twice, and `via` takes skills only. The ways are found one by one
        (E. L. Lawler 1972): the best, then the best of those that leave it after its first, second ... position, and so
        on. Raises as `plan` does.
        """
        if not isinstance(count, int) or count < 1:
            raise UsageError(f"the number of plans is a whole number, at least 1, not {shown(count)}")
        asked, stop = Asked(self._masks, source, target, wishes), stopper(wishes)
        if asked.question.via:
            raise UsageError("alternatives pass no position twice, so positions cannot be asked for by the way as well")
        found = list(_ways(self._masks, asked.question, count, stop))
        if not found:
            raise no_plan(self._masks, asked)
        free = self._free(asked, stop)
        return tuple(asked.answer(way, free) for way in found)

    def together(self, source: str, targets: Iterable[str], **wishes: Unpack[Wishes]) -> tuple[Plan, ...]:
        """Return the best plan to each target, all with the longest beginning in common that costs none of them more.

        Where `limit` or `stop` ends the search for a longer beginning, the longest found so far is taken. Raises as
        `plans` does.
        """
        stop, targets = stopper(wishes), named_in_list(targets)
        if not targets:
            raise UsageError("name a target at least")
        asked = [Asked(self._masks, source, target, wishes) for target in targets]
        if any(each.question.via for each in asked):
            raise UsageError("plans to several targets pass no position twice, so none can be asked for by the way")
        found = []
        for each in asked:
            way = Search(self._masks, each.question, stop).best()
            if way is None:
                raise no_plan(self._masks, each)
            found.append(way)
        prefix = _common_beginning(self._masks, [each.question for each in asked], found, stop)
        plans = []
        for each, best in zip(asked, found, strict=True):
            way = Search(self._masks, each.question._replace(prefix=prefix), stop).best()
            plans.append(each.answer(way or best, self._free(each, stop)))
        return tuple(plans)

    def position(self, name: str) -> str:
        """Return the id of a position. Raises UnknownNameError and AmbiguousNameError."""
        return resolve(self._masks.graph, name, POSITIONS)

    def known(self, source: str, have: Iterable[str] = (), avoid: Iterable[str] = ()) -> frozenset[str]:
        """Return the ids of the skills that a person at a position has: those said, and what follows from both."""
        masks = self._masks
        had = [masks.rank[skill] for skill in resolve_all(masks.graph, have, ("skill",))]
        avoided = (name for name in resolve_all(masks.graph, avoid) if masks.graph.nodes[name]["kind"] == "skill")
        known, _ = masks.known(masks.rank[self.position(source)], had, set_of(masks.rank[name] for name in avoided))
        return frozenset(masks.skills[skill] for skill in ranks(known))

    def musts(self, plan: Plan, *, stop: Callable[[], bool] | None = None) -> Musts | None:
        """Return what every other plan between the same ends, under the same wishes, passes and learns as well.

        None where `stop` says that this takes too long.
        """
        masks, stop = self._masks, stop or (lambda: False)
        asked = Asked(masks, plan.source, plan.target, {"have": plan.have, "via": plan.via, "avoid": plan.avoid})
        between = dict.fromkeys(stop.id for stop in plan.positions[1:-1] if stop.id != plan.target)
        positions = [name for name in between if not (stop() or asked.is_possible_without(name, stop))]
        certain = union(masks.needs(masks.rank[name]).forced for name in (plan.target, *positions))
        learned = [study.id for stop in plan.positions for study in stop.learn]
        skills = [
            skill
            for skill in learned
            if certain >> masks.rank[skill] & 1 or not (stop() or asked.is_possible_without(skill, stop))
        ]
        if stop():
            return None
        return Musts(*(tuple(named(masks.graph, name) for name in names) for names in (positions, skills)))

    def _free(self, asked: Asked, stop: Callable[[], bool]) -> Found | None:
        """Return the best way without `via` and `avoid`, where these were asked for."""
        return Search(self._masks, asked.unconstrained(), stop).best() if asked.via or asked.avoid else None


def _ways(masks: Compiled, question: Question, count: int, stop: Callable[[], bool]) -> Iterator[Found]:
    """Yield the best ways, at most `count`; each comes from a part of all ways, which it then divides."""
    cost = partial(_in_order, question)
    parts: list[tuple[tuple[object, ...], int, Question, Found]] = []
    least = inf  # of what counts first, in the parts that are not searched, or not to the end

    def search(part: Question) -> None:
        nonlocal least
        if found := Search(masks, part, stop).best():
            heappush(parts, (cost(found.label), len(parts), part, found))
            least = least if found.proven else min(least, found.bound)

    search(question._replace(prefix=(question.start,)))
    while parts and count:
        _, _, part, found = heappop(parts)
        yield found if found.bound < least else found._replace(proven=False, bound=least)
        count -= 1
        path = found.label.path
        for place in range(len(part.prefix), len(path) if count else 0):
            if least < inf or stop():  # then what is found already follows, and something better may not
                least = min(least, found.bound)
                break
            barred = part.barred if place == len(part.prefix) else frozenset()
            search(question._replace(prefix=path[:place], barred=barred | {path[place]}))


def _common_beginning(
    masks: Compiled, questions: list[Question], best: list[Found], stop: Callable[[], bool]
) -> tuple[int, ...]:
    """Return the longest beginning of a way with which each question still has an answer as good as its best."""
    longest: tuple[int, int, tuple[int, ...]] = (0, 0, (questions[0].start,))
    waiting = [longest]
    while waiting and not stop():
        beginning = waiting.pop()
        longest = max(longest, beginning, key=lambda found: (found[:2], [-position for position in found[2]]))
        months, steps, prefix = beginning
        for position, further in masks.moves[prefix[-1]].items():
            longer = (*prefix, position)
            if (
                position not in prefix
                and all(question.goal not in prefix for question in questions)
                and not stop()
                and all(
                    _costs_nothing(masks, question._replace(prefix=longer), found, stop)
                    for question, found in zip(questions, best, strict=True)
                )
            ):
                waiting.append((months + further, steps + 1, longer))
    return longest[2]


def _costs_nothing(masks: Compiled, question: Question, best: Found, stop: Callable[[], bool]) -> bool:
    found = Search(masks, question, stop).best()
    cost = question.order[0]
    return found is not None and found.label.costs()[cost] == best.label.costs()[cost]


def _in_order(question: Question, label: Label) -> tuple[object, ...]:
    costs = label.costs()
    return (*(costs[cost] for cost in question.order), label.path, label.learned)
