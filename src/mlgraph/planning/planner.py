"""Questions in names, answered by exact plans: one best plan, the best few, with wishes, within a time limit.

`Planner` compiles a graph once and answers many questions; `plan` is one question. How the best way is found, and why
it is the best, stands in `search`.
"""

from collections.abc import Callable, Iterable
from typing import Unpack

from mlgraph.errors import UsageError
from mlgraph.model import POSITIONS, Graph, named
from mlgraph.names import named_in_list, resolve, resolve_all
from mlgraph.planning.common_prefix import common_prefix
from mlgraph.planning.k_best import k_best
from mlgraph.planning.options import Wishes, stopper
from mlgraph.planning.plan import Musts, Plan
from mlgraph.planning.request import Asked, no_plan
from mlgraph.printable import shown
from mlgraph.search.astar import Found, Search
from mlgraph.search.bitset import ranks, set_of, union
from mlgraph.search.compiled import Compiled


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
        found = list(k_best(self._masks, asked.question, count, stop))
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
        prefix = common_prefix(self._masks, [each.question for each in asked], found, stop)
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
