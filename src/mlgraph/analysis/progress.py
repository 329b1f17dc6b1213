"""Progress of a person: the hours of study compared with the planned pace, and why the day of arrival has changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from mlgraph.errors import NoPlanError
from mlgraph.model import Graph, Named, name_node
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Plan
from mlgraph.planning.solver import Solver
from mlgraph.profile import KeptPlan, LearnedSkill, Profile
from mlgraph.results import Result
from mlgraph.search.budget import Budget

MOST_NEXT = 3
Cause = Literal["graph", "pace", "learning", "removed"]
_CAUSES: tuple[Cause, ...] = ("graph", "pace", "learning", "removed")


@dataclass(frozen=True)
class Done:
    """A learned skill, with the day by which the person had learned it, and its hours of study.

    Attributes
    ----------
    skill : Named
        The learned skill.
    on : datetime.date
        The day by which the person had learned the skill.
    hours : float
        The hours of study that the skill took.
    is_estimate : bool
        Whether `hours` is the number in the graph, because the person stated no hours of study for the skill.
    """

    skill: Named
    on: date
    hours: float
    is_estimate: bool


@dataclass(frozen=True)
class Moved:
    """A cause of a later or sooner arrival at the goal than in a saved plan, with the days of delay.

    Attributes
    ----------
    cause : {"graph", "pace", "learning", "removed"}
        The kind of change since the person saved the plan. The cause "graph" is a change of the graph, and "pace" a
        change of the pace. The cause "learning" stands for new skills and posts, and "removed" for skills removed from
        the profile.
    days : int
        The number of days by which the kind of change in `cause` delays the arrival at the goal. `days` is negative if
        this change makes the person arrive sooner.
    """

    cause: Cause
    days: int


@dataclass(frozen=True)
class Progress(Result):
    """The progress of a person on a day: the skills learned, and the arrival at the goal compared with a saved plan.

    Attributes
    ----------
    on : datetime.date
        The day of the report on progress.
    since : datetime.date or None
        The first day whose learning the report counts: the day of saving the plan, or else the day of the first learned
        skill.
    pace : float
        The hours of study a week that the profile states.
    hours : float
        The hours of study of all skills learned since the day `since`.
    weekly : float or None
        The actual hours of study a week since the day `since`, or None if `since` is None.
    done : tuple of Done
        The skills learned since the day `since`, in the order of days.
    learning : tuple of Named
        The skills that the person is learning on the day of the report.
    next : tuple of Named
        The first three skills that the person has to learn in the best plan from the day of the report to the goal.
    goal : Named or None
        The position that the person wants to reach.
    arrives_on : datetime.date or None
        The day of arrival at the goal in the best plan from the day of the report. `arrives_on` is None without a goal,
        a position or a plan.
    planned_on, planned_for : datetime.date or None
        The day on which the person saved a plan to the goal, and the day of arrival in this plan. Without a saved plan,
        both are None.
    moved : tuple of Moved
        The causes why the person arrives later or sooner by today's best plan than by the plan saved earlier. The days
        of all causes in `moved` add up to the days between the arrivals of the saved plan and today's best plan.
        `moved` is empty if the person has saved no plan to the goal, or if no plan to the goal exists today. `moved` is
        also empty if today's graph allows no plan from the first position of the saved plan to the goal.
    """

    on: date
    since: date | None
    pace: float
    hours: float
    weekly: float | None
    done: tuple[Done, ...]
    learning: tuple[Named, ...]
    next: tuple[Named, ...]
    goal: Named | None
    arrives_on: date | None
    planned_on: date | None
    planned_for: date | None
    moved: tuple[Moved, ...]


def progress(solver: Solver, person: Profile, day: date, budget: Budget) -> Progress:
    """Return the skills that a person has learned until a day, and the arrival at the goal compared with a saved plan.

    All plans that the function computes share one budget. Raises UsageError if two statements in the profile contradict
    each other.
    """
    graph = solver.graph
    kept = person.plan if person.plan and person.goal in (None, person.plan.target) else None
    goal = person.goal or (kept.target if kept else None)
    days = [each.on for each in person.learned if each.on]
    since = kept.on if kept else min(days, default=None)
    done = tuple(_list_done(graph, person.learned, since, day))
    hours = sum(each.hours for each in done)
    weeks = max(1.0, (day - since).days / 7) if since else None
    now = _plan(solver, person, person.position, goal, day, budget)
    arrives = now.stops[-1].arrives_on if now else None
    studies = [each for stop in now.stops for each in stop.learn] if now else []
    return Progress(
        on=day,
        since=since,
        pace=person.pace,
        hours=round(hours, 2),
        weekly=None if weeks is None else round(hours / weeks, 2),
        done=done,
        learning=tuple(name_node(graph, skill) for skill in person.learning),
        next=tuple(name_node(graph, each.id) for each in studies[:MOST_NEXT]),
        goal=None if goal is None else name_node(graph, goal),
        arrives_on=arrives,
        planned_on=kept.on if kept else None,
        planned_for=kept.arrives if kept else None,
        moved=tuple(_explain(solver, person, kept, day, arrives, budget)) if kept and arrives else (),
    )


def _list_done(graph: Graph, learned: tuple[LearnedSkill, ...], since: date | None, day: date) -> Iterator[Done]:
    dated = sorted((each for each in learned if each.on), key=lambda each: (each.on or day, each.skill))
    for each in dated:
        if each.on and since and since <= each.on <= day:
            hours = graph.nodes[each.skill]["hours"] if each.hours is None else each.hours
            yield Done(name_node(graph, each.skill), each.on, hours, each.hours is None)


def _plan(
    solver: Solver, person: Profile, source: str | None, goal: str | None, day: date, budget: Budget
) -> Plan | None:
    """Return the best plan of a person from a day on, or None if the person has no position, no goal or no path."""
    if source is None or goal is None:
        return None
    known = replace(person, position=source).conclude(solver.graph, day)
    avoid = tuple(node for node in known.avoid if node not in (goal, source))
    options = PlanOptions(known.have, known.pace, "months", (), avoid, day, known.experience, known.months_in_post or 0)
    try:
        return solver.plan(source, goal, options, budget)
    except NoPlanError:
        return None


def _explain(
    solver: Solver, person: Profile, kept: KeptPlan, day: date, arrives: date, budget: Budget
) -> Iterator[Moved]:
    """Yield each cause why a person arrives later or sooner at the goal than the plan in `kept` says.

    The function makes two plans on today's graph, with the skills and posts that the person had on the day of the plan
    in `kept`. One plan on today's graph has the same pace as the plan in `kept`, and one has today's pace.

    Changes of the graph explain the days between the arrival in `kept` and the arrival in the plan with the same pace
    on today's graph. The change of pace explains the days between the arrivals of the two plans that the function
    makes. Learned skills and posts explain the remaining days until the arrival of today's best plan. If the person has
    removed skills since the plan in `kept`, a plan with these skills separates the days that the removal costs.
    """
    then = _as_it_was(person, kept, solver.graph)
    again = (
        _plan(solver, replace(then, pace=pace), kept.source, kept.target, kept.on, budget)
        for pace in (kept.pace, person.pace)
    )
    days = [plan.stops[-1].arrives_on if plan else None for plan in again]
    if removed := [skill for skill in kept.have or () if skill in solver.graph and skill not in person.have]:
        restored = replace(person, have=(*person.have, *removed))
        plan = _plan(solver, restored, person.position, kept.target, day, budget)
        days.append(plan.stops[-1].arrives_on if plan else None)
    for cause, (before, after) in zip(_CAUSES, pairwise([kept.arrives, *days, arrives]), strict=False):
        if before is None or after is None:
            return
        yield Moved(cause, (after - before).days)


def _as_it_was(person: Profile, kept: KeptPlan, graph: Graph) -> Profile:
    """Return a profile with the skills and posts that the person had on the day of a saved plan.

    If the saved plan lists no skills, the returned profile has the skills of `person`, except skills learned after the
    plan was saved.
    """
    day = kept.on
    later = {each.skill for each in person.learned if each.on and each.on > day}
    have = (skill for skill in person.have if skill not in later) if kept.have is None else kept.have
    posts = (
        replace(post, ends=None if post.ends and post.ends >= day + timedelta(1) else post.ends)
        for post in person.posts
        if post.begins <= day
    )
    return replace(person, have=tuple(skill for skill in have if skill in graph), posts=tuple(posts))
