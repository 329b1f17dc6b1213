"""Several targets at once: how far one can go, and what one can learn, with all of them still open at no cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Unpack

from mlgraph.model import Graph
from mlgraph.planning.options import Wishes
from mlgraph.planning.plan import Plan, Stop, Study
from mlgraph.planning.planner import Planner


@dataclass(frozen=True)
class Branch:
    """A target: the best plan to it, and what it adds to the common part: positions after the fork, and skills."""

    plan: Plan
    positions: tuple[Stop, ...]
    adds: tuple[Study, ...]


@dataclass(frozen=True)
class Hedge:
    """Plans to several targets that stay together as long as each can and still be the best to its own target.

    `core` are the positions that all pass first, the last of them the fork; `shared` the skills that all of them learn,
    in the order of the first plan.
    """

    core: tuple[Stop, ...]
    shared: tuple[Study, ...]
    branches: tuple[Branch, ...]


def hedge(graph: Graph, source: str, targets: Iterable[str], **wishes: Unpack[Wishes]) -> Hedge:
    """Return the best plans to several targets, with the longest common beginning that costs none of them anything.

    A common beginning is longer that has more months in posts, then more moves. Raises as `Planner.plans` does.
    """
    plans = Planner(graph).together(source, targets, **wishes)
    ways = [[stop.id for stop in plan.positions] for plan in plans]
    fork = next(
        (place for place, here in enumerate(zip(*ways, strict=False)) if len(set(here)) > 1), min(map(len, ways))
    )
    learned = [{study.id: study for stop in plan.positions for study in stop.learn} for plan in plans]
    common = set.intersection(*map(set, learned))
    branches = (
        Branch(plan, plan.positions[fork:], tuple(study for study in own.values() if study.id not in common))
        for plan, own in zip(plans, learned, strict=True)
    )
    shared = tuple(study for study in learned[0].values() if study.id in common)
    return Hedge(plans[0].positions[:fork], shared, tuple(branches))
