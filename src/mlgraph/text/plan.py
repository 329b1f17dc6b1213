"""Plans as sentences, as lines for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import TYPE_CHECKING

from mlgraph.results import unfolded
from mlgraph.text.formatting import bold, counted, duration, named_with_id, quantity, tenths, wrapped
from mlgraph.text.json import to_json

if TYPE_CHECKING:
    from mlgraph.analysis.deadline import Deadline
    from mlgraph.planning.plan import Costs, Plan, Stop, Study, Unavoidable


# of alternatives that are named beside the one chosen
MOST_OTHERS = 6
_BEST = {
    "months": "No plan is quicker",
    "hours": "No plan takes less study",
    "moves": "No plan has fewer moves",
}
_BUT = {
    "months": "one as quick may take less study",
    "hours": "one with as little may be quicker",
    "moves": "one with as few may be quicker",
}


def plan_lines(plan: Plan, unavoidable: Unavoidable | None = None, deadline: Deadline | None = None) -> str:
    """Return a plan as advice: the positions with the months of arrival, and what to learn on the way to each."""
    sentences = [
        spread(plan),
        proof(plan),
        _decisive(plan),
        conditions(plan),
        shared_by_all(plan, unavoidable) if unavoidable else "",
        deadline_line(deadline) if deadline else "",
        *assumptions(plan),
    ]
    lines = [*map(bold, wrapped(f"{ends(plan)}: {duration(plan.months)}")), f"{costs(plan)} beside the work"]
    lines += [line for sentence in sentences for line in wrapped(sentence)]
    lines += ["", _month(plan.stops[0])]
    for stop in plan.stops[1:]:
        lines += [*_leg(stop), _month(stop)]
    return "\n".join(lines)


def ends(plan: Plan) -> str:
    """Return where a plan begins and ends."""
    return f"{plan.stops[0].title} to {plan.stops[-1].title}"


def costs(plan: Plan) -> str:
    """Return the moves and the study of a plan."""
    return f"{counted(plan.moves, 'move')}, {quantity(plan.hours)} hours of study, at {quantity(plan.pace)} a week"


def spread(plan: Plan) -> str:
    """Return what the plan costs where study takes less or more than is likely."""
    if plan.low is None or plan.high is None:
        return ""
    low, high = plan.low, plan.high
    months = f"{duration(low.months)} to {duration(high.months)}"
    return f"With the low and high hours of each skill: {quantity(low.hours)} to {quantity(high.hours)} hours, {months}"


def proof(plan: Plan) -> str:
    """Return whether a better plan may exist."""
    if plan.optimal:
        return _BEST[plan.objective]
    cost = plan.costs.by(plan.objective)[0]
    if plan.bound >= cost:
        return f"{_BEST[plan.objective]}; {_BUT[plan.objective]}, the time given was not enough to tell"
    if not plan.bound:
        return "The best plan found in the time given; how good it is has not been proven"
    return f"The best plan found in the time given, within {ceil(100 * cost / plan.bound - 100)} % of the best possible"


def _decisive(plan: Plan) -> str:
    """Return what decides the total: the study up to some position, and the time in the posts after it."""
    decisive = [stop for stop in plan.stops if stop.critical]
    if not decisive:
        return ""
    if decisive[0].waits_for == "post":
        return "What decides: the time in each post; the study fits in beside it"
    until = f"What decides: the study until {decisive[0].title}, month {tenths(decisive[0].arrives)}"
    return until if len(decisive) == 1 else f"{until}; then the time in each post"


def shared_by_all(plan: Plan, unavoidable: Unavoidable) -> str:
    """Return what no other plan does without."""
    count = len(unavoidable.skills)
    return _every_plan(unavoidable, f"{count} of these {counted(len(plan.studies), 'skill')}" if count else "")


def unavoidable_line(unavoidable: Unavoidable) -> str:
    """Return what every plan passes and learns."""
    learned = ", ".join(skill.title for skill in unavoidable.skills)
    return _every_plan(unavoidable, learned) or "No position and no skill is in every plan"


def _every_plan(unavoidable: Unavoidable, learned: str) -> str:
    passed = ", ".join(position.title for position in unavoidable.positions)
    parts = [f"{verb} {what}" for verb, what in (("passes", passed), ("learns", learned)) if what]
    return f"Every plan {' and '.join(parts)}" if parts else ""


def deadline_line(deadline: Deadline) -> str:
    """Return whether a deadline is kept, and the pace that would be enough."""
    until = f"By {deadline.until}{'' if deadline.proven else ' (by the best plans found in the time given)'}:"
    if deadline.soonest is None:
        arrives = "in time, on" if deadline.kept else "not at this pace, which arrives on"
        return f"By {deadline.until}: {arrives} {deadline.arrives}; other paces were not checked in the time given"
    if deadline.pace is None:
        return f"{until} not at any pace; the time in posts alone takes until {deadline.soonest}"
    enough = f"{quantity(deadline.pace)} hours a week would be enough"
    if deadline.kept:
        return f"{until} in time, on {deadline.arrives}; {enough}"
    return f"{until} not at this pace, which arrives on {deadline.arrives}; {enough}"


def conditions(plan: Plan) -> str:
    """Return the conditions of a plan, and their costs."""
    if plan.unconstrained is None:
        return ""
    parts = [
        f"{word} {', '.join(names)}" for word, names in (("by way of", plan.via), ("without", plan.avoid)) if names
    ]
    said = f"{' and '.join(parts)}: {changed_costs(plan.costs - plan.unconstrained)}"
    return f"{said[0].upper()}{said[1:]}"


def changed_costs(difference: Costs) -> str:
    """Return by how much a plan costs more or less than another.

    >>> from mlgraph.planning.plan import Costs
    >>> changed_costs(Costs(-1.5, 20, 0))
    '1.5 months less, 20 hours more'
    """
    changes = (_change(getattr(difference, f"{noun}s"), noun) for noun in ("month", "hour", "move"))
    return ", ".join(filter(None, changes)) or "at no cost"


def _change(difference: float, noun: str) -> str:
    if quantity(difference) == "0":
        return ""
    return f"{counted(abs(difference), noun)} {'more' if difference > 0 else 'less'}"


def assumptions(plan: Plan) -> Iterator[str]:
    """Yield each skill that a plan takes for granted, and the alternatives to it."""
    since = f"being {plan.stops[0].title}{' and what you have' if plan.have else ''}"
    for known in plan.assumed:
        others = f", not {', '.join(map(named_with_id, known.instead_of))}" if known.instead_of else ""
        yield f"Assumed, from {since}: {named_with_id(known)}{others}"


def plans_lines(plans: Sequence[Plan]) -> str:
    """Return the best plans side by side, with where they differ, and then the best of them as advice."""
    lines = [bold(f"The best {counted(len(plans), 'plan')} by {plans[0].objective}"), "       months   hours  moves"]
    for place, plan in enumerate(plans, 1):
        lines.append(f"{place:>4} {tenths(plan.months):>8} {quantity(plan.hours):>7} {plan.moves:>6}")
        lines += wrapped(way(plan, None if place == 1 else plans[0]), " " * 5, " " * 5)
        lines += [] if plan.optimal else wrapped(proof(plan), " " * 5, " " * 5)
    return "\n".join((*lines, "", plan_lines(plans[0])))


def way(plan: Plan, best: Plan | None) -> str:
    """Return the positions between the ends of a plan; where a better plan is given, the differences to its way."""
    here, there = ({stop.id for stop in each.stops} if each else set[str]() for each in (plan, best))
    added = [stop.title for stop in plan.stops[1:-1] if stop.id not in there]
    gone = [stop.title for stop in best.stops if stop.id not in here] if best else []
    parts = [f"through {', '.join(added)}"] * bool(added) + [f"not {', '.join(gone)}"] * bool(gone)
    return "; ".join(parts) or ("directly" if plan.moves < 2 else "in another order")


def _month(stop: Stop) -> str:
    return f"Month {tenths(stop.arrives)}  {bold(stop.title)}"


def _leg(stop: Stop) -> Iterator[str]:
    if stop.learn:
        hours = f"{quantity(sum(study.hours for study in stop.learn))} hours"
        if stop.waits_for == "study" and stop.spare >= 0.05:
            hours += f", done {tenths(stop.spare)} months after the time in post"
        yield from wrapped(f"learn, to be ready for {stop.title} ({hours}):", " " * 4, " " * 4)
    for study in stop.learn:
        what = ", ".join([study.title, *reasons(study)])
        yield from wrapped(what, f"        {quantity(study.hours):>5} h  ", " " * 17)


def reasons(study: Study) -> Iterator[str]:
    """Yield what a skill is for, where that is not the position alone, and what it is chosen over."""
    if len(study.needed_for) > 1:
        yield f"for {study.needed_for[0].title}"
    yield from _alternatives(study)


def purpose(study: Study) -> str:
    """Return the chain from a skill up to the position that needs it, and what the skill is chosen over."""
    return ", ".join([*(f"for {each.title}" for each in study.needed_for), *_alternatives(study)])


def _alternatives(study: Study) -> Iterator[str]:
    if study.instead_of:
        others = [other.title for other in study.instead_of[:MOST_OTHERS]]
        rest = len(study.instead_of) - len(others)
        yield f"rather than {' or '.join([*others, f'{rest:,} others'] if rest else others)}"


def plan_json(plan: Plan, unavoidable: Unavoidable | None = None, deadline: Deadline | None = None) -> str:
    """Return a plan as JSON, with `unavoidable` and `deadline` where given."""
    further = {"unavoidable": unavoidable, "deadline": deadline}
    return to_json(unfolded(plan) | {name: value for name, value in further.items() if value})


def plans_json(plans: Iterable[Plan]) -> str:
    """Return plans as JSON, the best first: `plans`, each as `plan_json` has it."""
    return to_json({"plans": [*plans]})
