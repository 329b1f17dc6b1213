"""Text of the answers to the commands reach, next, compare and why, and of plans to several targets.

A function with the parameter `whole` returns a complete text, or with `whole=False`, a text that fits one screen.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, pairwise
from typing import TypeVar

from mlgraph.analysis.compare import Choices, Comparison, Side
from mlgraph.analysis.describe import Entry
from mlgraph.analysis.figures import find_pay, pick_pay, pick_series
from mlgraph.analysis.next_skills import NextSkill, NextSkills
from mlgraph.analysis.reach import Reach, Reached, sort_by_pay
from mlgraph.analysis.why import MOST_COUNTED, Link, Why
from mlgraph.planning.joint_plans import Branch, JointPlans
from mlgraph.planning.options import Objective
from mlgraph.planning.plan import Plan, Stop, Study
from mlgraph.text.dates import format_date, format_month, format_short_month
from mlgraph.text.figures import NOT_KNOWN, describe_resource, explain_pay, format_in_thousands, shorten_pay, with_pages
from mlgraph.text.formatting import (
    capitalize,
    choose_people_word,
    coarsen,
    format_count,
    format_duration,
    join,
    join_alternatives,
    join_few,
    make_bold,
    wrap,
)
from mlgraph.text.plan import (
    describe_costs,
    describe_people,
    describe_proof,
    format_arrival,
    format_changed_costs,
    format_share,
    is_idle,
    write_headline,
)
from mlgraph.text.screen import choose_first_that_fits
from mlgraph.text.spread import describe_spread
from mlgraph.text.table import format_table

Row = TypeVar("Row")
# the most rows of a table, titles in a list, alternatives of a skill, and resources, so that an answer fits one screen
MOST_ROWS = 12
LEAST_ROWS = 6
MOST_TITLES = 6
MOST_ALTERNATIVES = 3
MOST_RESOURCES = 3
_ORDER: dict[Objective, str] = {
    "months": "the soonest first",
    "hours": "the least study first",
    "moves": "the fewest job changes first",
}
# the order of skills that are not in the plan
_BEST: dict[Objective, str] = {
    "months": "the most time saved for an hour of study first",
    "hours": "the most study saved for an hour of study first",
    "moves": "the most job changes saved for an hour of study first",
}
_LATE = "after 9999"


def render_reach(found: Reach, whole: bool = False, area: str | None = None, by_pay: bool = False) -> str:
    """Return a table of the roles that a person can reach.

    The first role in the table is the one whose best plan costs the least, or with `by_pay`, the best paid role. The
    column of pay holds for the country or region `area`, or if `area` is None, for the area with the most figures of
    pay.
    """
    roles = sort_by_pay(found, area).roles if by_pay else found.roles
    sizes = (None,) if whole else range(MOST_ROWS, LEAST_ROWS - 1, -1)
    text = choose_first_that_fits(_tabulate_reach(found, roles, most, area, by_pay) for most in sizes)
    return with_pages(text, (found.source, *roles), whole)


def _tabulate_reach(found: Reach, roles: Sequence[Reached], most: int | None, area: str | None, by_pay: bool) -> str:
    lines = [*map(make_bold, wrap(name_reach(found, by_pay)))]
    lines += wrap(describe_pace(found.start, found.pace))
    series = pick_series((role.pay for role in found.roles), area)
    pay = {role.id: find_pay(role.pay, series) for role in found.roles}
    shown = _take_first(roles, most)
    has_shares = any(role.counted for role in found.roles)
    rows = [
        (
            _LATE if role.arrives_on is None else format_short_month(role.arrives_on),
            format_duration(role.costs.months),
            format_count(role.costs.hours, "hour"),
            f"{role.costs.moves:,}",
            *([format_in_thousands(pay[role.id])] if series else []),
            *([_describe_direct(role)] if has_shares else []),
            role.title if role.optimal else f"{role.title} (not proven to be the best way)",
        )
        for role in shown
    ]
    further = [*(["Pay"] if series else []), *(["Directly"] if has_shares else [])]
    head = ("Earliest", "Time", "Study", "Changes", *further, "Role")
    lines += ["", *format_table(head, rows)] if rows else []
    said = [*_count_rest(len(found.roles) - len(shown), "role"), *explain_reach(found)]
    said += [explain_pay(*series, pay.values())] if series else [f"Pay in {area}: {NOT_KNOWN}."] if area else []
    said += [_explain_counted(found)] if has_shares else []
    said += [] if rows or said else ["There is no other role."]
    return "\n".join([*lines, *([""] if said else []), *(line for text in said for line in wrap(text))])


def name_reach(found: Reach, by_pay: bool = False) -> str:
    """Return the title of a list of roles in reach, which states the order of the list."""
    within = "" if found.within is None else f" within {_format_months(found.within)}"
    order = "the best paid first" if by_pay else _ORDER[found.objective]
    return f"Roles that you can reach from {found.source.title}{within}, {order}"


def _format_months(number: float) -> str:
    months = format_count(number, "month")
    return "0 months" if months == "no months" else months


def explain_reach(found: Reach) -> Iterator[str]:
    """Yield a sentence for each reason to leave roles out of a list of roles in reach, with the number of roles."""
    far = f"{format_count(found.beyond, 'role')} {_choose_verb(found.beyond, 'takes', 'take')} longer"
    notes = (
        (found.beyond, f"{far}." if found.within is None else f"{far} than {_format_months(found.within)}."),
        (found.unreached, f"{format_count(found.unreached, 'role')} cannot be reached from {found.source.title}."),
        (found.unknown, f"{format_count(found.unknown, 'role')} further away could not be checked in the time given."),
    )
    yield from (text for number, text in notes if number)


def _describe_direct(role: Reached) -> str:
    return "-" if role.counted is None or role.counted.share is None else format_share(role.counted.share)


def _explain_counted(found: Reach) -> str:
    """Return a sentence that explains the column with the shares of the people who moved directly to each role."""
    made_up = any(role.counted and role.counted.generated for role in found.roles)
    who = choose_people_word(made_up)
    return f"Directly: the share of those who moved straight there, of all {who} who left {found.source.title}."


def render_next(found: NextSkills, whole: bool = False) -> str:
    """Return a table of the skills that a person can learn now, the most useful first, with resources for learning."""
    ends = (found.source, *((found.target,) if found.target else ()))
    others = chain.from_iterable(skill.alternatives for skill in found.skills)
    return with_pages(_choose_next_table(found, whole), (*ends, *found.skills, *others), whole)


def _choose_next_table(found: NextSkills, whole: bool) -> str:
    if whole:
        return _tabulate_next(found, None, None)
    sizes = [(MOST_ROWS, resources) for resources in range(MOST_RESOURCES, 0, -1)]
    sizes += ((rows, 1) for rows in range(MOST_ROWS, LEAST_ROWS - 1, -1))
    return choose_first_that_fits(_tabulate_next(found, *size) for size in (*sizes, (MOST_ROWS, 0)))


def _tabulate_next(found: NextSkills, most: int | None, resources: int | None) -> str:
    lines = [*map(make_bold, wrap(name_next(found)))]
    lines += wrap(f"{describe_next_begin(found)}.")
    shown = _take_first(found.skills, most)
    planned = [make_next_row(skill, found.objective) for skill in shown if skill.in_plan]
    others = [make_next_row(skill, found.objective) for skill in shown if not skill.in_plan]
    head = ("Study", "Done by", "Saves" if found.target else "Opens", "Skill")
    if planned:
        lines += ["", *wrap("Your plan learns these in this order. You can begin with any of them:")]
        lines += format_table(head, planned)
    if others:
        help_too = f"{'These help as well' if planned else 'These help'}, {_BEST[found.objective]}:"
        lines += ["", *(wrap(help_too) if found.target else ()), *format_table(head, others)]
    listed = [skill for skill in shown if skill.learn_with][:resources]
    lines += ["", "Where to learn:"] if listed else []
    for skill in listed:
        lines += wrap(f"{skill.title}: {describe_resource(skill.learn_with[0], resources is None)}", "  ", "    ")
    notes = explain_next(found, len(found.skills) - len(shown))
    return "\n".join([*lines, "", *(line for text in notes for line in wrap(text))])


def name_next(found: NextSkills) -> str:
    """Return the title of a list of skills to learn now, which names the target of the person."""
    aim = f" to reach {found.target.title}" if found.target else ": the skills that open most come first"
    return f"What to learn now as {found.source.title}{aim}"


def describe_next_begin(found: NextSkills) -> str:
    """Return, without a full stop, a sentence on the first day of study, the pace, and the month of arrival."""
    begin = describe_pace(found.start, found.pace)
    if found.target and found.target.id != found.source.id:
        by = f"in {format_month(found.arrives_on)}" if found.arrives_on else "after the year 9999"
        begin += f", you arrive {by}"
    return begin


def explain_next(found: NextSkills, left_out: int = 0) -> Iterator[str]:
    """Yield notes on a list of skills to learn now: the number of skills left out, and the meaning of the dates."""
    if not found.skills and not found.unknown:
        is_there = found.target and found.target.id == found.source.id
        yield "You are there already." if is_there else "There is nothing to learn now."
    yield from _count_rest(left_out, "skill")
    if found.target and found.others:
        verb = _choose_verb(found.others, "does", "do")
        yield f"{format_count(found.others, 'other skill')} that you can learn now {verb} not help."
    if found.unknown:
        yield f"{format_count(found.unknown, 'skill')} could not be checked in the time given."
    if not all(skill.in_plan for skill in found.skills):
        is_mixed = found.skills[0].in_plan
        planned = "the day in your plan; for the other skills, the last day" if is_mixed else "the last day of study"
        yield f"Done by: {planned} if you begin with that skill."


def make_next_row(skill: NextSkill, objective: Objective) -> tuple[str, ...]:
    """Return the table cells about a skill to learn now: its hours, last day of study, use and title.

    For a skill outside the best plan, the last day of study assumes that the study begins on the first day of the plan.
    With a target, the use of a skill is the time or study that the skill saves. Without a target, the use of a skill is
    the number of roles and of skills that need the skill.
    """
    titles = join_alternatives([skill.title, *(other.title for other in skill.alternatives)])
    ends = _LATE if skill.ends is None else format_date(skill.ends)
    return format_count(skill.hours, "hour"), ends, _describe_effect(skill, objective), titles


def _describe_effect(skill: NextSkill, objective: Objective) -> str:
    """Describe how much time or study a skill saves, or without a target, how many roles and skills need the skill."""
    if skill.saves_months is None or skill.saves_hours is None:
        opens = ((skill.opens_roles, "role"), (skill.opens_skills, "skill"))
        return ", ".join(format_count(number, noun) for number, noun in opens if number) or "nothing"
    if objective != "hours" and skill.saves_months > 0:
        return format_duration(skill.saves_months)
    return f"{format_count(skill.saves_hours, 'hour')} of study" if skill.saves_hours > 0 else "nothing"


def _take_first(rows: Sequence[Row], most: int | None) -> Sequence[Row]:
    """Return the first `most` rows of a table, or all rows if `most` is None or if only one row would be left out."""
    return rows if most is None or len(rows) <= most + 1 else rows[:most]


def describe_pace(start: date, pace: float) -> str:
    """Return, in words, the first day of study and the hours of study a week."""
    return f"From {format_date(start)} on, at {format_count(pace, 'hour')} of study a week"


def _count_rest(number: int, noun: str) -> list[str]:
    return [f"{number:,} more {noun}{'' if number == 1 else 's'}."] if number else []


def _choose_verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def render_comparison(found: Comparison, whole: bool = False, area: str | None = None) -> str:
    """Return a text with the best plans between two positions, and with the skills that both or only one position need.

    The text states the pay in the country or region `area`, or if `area` is None, in the area with the most figures of
    pay.
    """
    sizes = (None,) if whole else range(MOST_TITLES, -1, -1)
    text = choose_first_that_fits(_render_comparison(found, most, area) for most in sizes)
    first, second = found.sides
    choices = chain.from_iterable((*found.choices, *first.choices, *second.choices))
    return with_pages(text, (first, second, *found.both, *first.only, *second.only, *choices), whole)


def _render_comparison(found: Comparison, most: int | None, area: str | None) -> str:
    first, second = found.sides
    if first.id == second.id:
        return "\n".join(wrap(f"Both names mean {first.title}. Name another position to compare it with."))
    lines = [*map(make_bold, wrap(f"{first.title} and {second.title}"))]
    for here, there in ((first, second), (second, first)):
        lines += wrap(describe_way(here, there), "", "  ")
        for text in describe_counted_moves(here):
            lines += wrap(text, "  ", "    ")
    for text in filter(None, describe_pay_of_sides(found.sides, area)):
        lines += wrap(text, "", "  ")
    if found.both or found.choices:
        lines += _list_needs("Both need", found.both, found.choices, most)
    for side in found.sides:
        if side.only or side.choices:
            lines += _list_needs(f"Only {side.title} needs", side.only, side.choices, most)
        else:
            lines += ["", *map(make_bold, wrap(f"{side.title} needs nothing that the other does not"))]
    return "\n".join(lines)


def describe_pay_of_sides(sides: Sequence[Side], area: str | None = None) -> Iterator[str]:
    """Yield a text on the pay in each of two positions, with the same kind of evidence for both if possible.

    If the pay in a position is not known, the text says so for the given `area`, or else is empty.
    """
    series = pick_series((side.pay for side in sides), area)
    for side in sides:
        best = find_pay(side.pay, series) or next(iter(pick_pay(side.pay, series[0] if series else area)), None)
        said = f": {shorten_pay(best)}" if best else f" in {area}: {NOT_KNOWN}" if area else ""
        yield said and f"Pay as {side.title}{said}"


def _list_needs(title: str, skills: Sequence[Entry], choices: Choices, most: int | None) -> Iterator[str]:
    hours = sum(skill.hours or 0 for skill in skills)
    yield ""
    amount = f"{format_count(len(skills), 'skill')}, {format_count(hours, 'hour')} of study" if skills else "a choice"
    yield from map(make_bold, wrap(f"{title} {amount}"))
    titles = [skill.title for skill in skills]
    whole = most is None
    if most == 0 and titles and choices:  # where the least room is left
        yield from wrap(f"{join_few(titles, 1)}, and {format_count(len(choices), 'choice')}", "  ", "  ")
        return
    yield from wrap(join(titles) if most is None else join_few(titles, max(1, most)), "  ", "  ")
    start = "and one of these: " if skills else "one of these: "
    for group in choices if whole else choices[:1]:
        said = join_alternatives([skill.title for skill in group], None if whole else MOST_ALTERNATIVES)
        rest = 0 if whole else len(choices) - 1
        more = f", and {rest:,} more {_choose_verb(rest, 'choice', 'choices')}" if rest else ""
        yield from wrap(f"{start}{said}{more}", "  ", "    ")


def describe_way(here: Side, there: Side) -> str:
    """Return, in words, the costs of the best plan from the position `here` to `there`, or why no plan is known."""
    ends = f"{here.title} to {there.title}"
    plan = here.plan
    if plan is None:
        reason = "no plan was found in the time given" if here.unknown else "no path leads there"
        return f"{ends}: {reason}"
    return f"{write_headline(plan, ends)}, {describe_costs(plan)}" if plan.stops[1:] else write_headline(plan, ends)


def describe_counted_moves(side: Side) -> Iterator[str]:
    """Yield a sentence for each move of a plan that career histories count, with the number of people who made it."""
    for before, stop in pairwise(side.plan.stops if side.plan else ()):
        if stop.counted:
            yield f"{before.title} to {stop.title}: {describe_people(stop.counted)}"


def render_why(found: Why, whole: bool = False) -> str:
    """Return a text on why a plan learns a skill: chains of needs, and the costs of the best plan without the skill.

    With `whole`, the text has all chains of needs in `found`, with citations. Without `whole`, the text has only the
    shortest chain of needs from the explained skill to a position of the plan.
    """
    links = chain.from_iterable(found.chains if whole else found.chains[:1])
    return with_pages(_render_why(found, whole), (found.skill, *links, found.source, found.target), whole)


def _render_why(found: Why, whole: bool) -> str:
    lines = [*map(make_bold, wrap(name_why(found)))]
    if not found.chains:
        return "\n".join([*lines, *wrap(f"{describe_why_end(found)}.")])
    for links in found.chains if whole else found.chains[:1]:
        lines += ["", *(line for part in describe_chain(links, whole) for line in wrap(part, "  ", "    "))]
    if rest := describe_why_rest(found, len(found.chains) if whole else 1):
        lines += ["", *wrap(f"{rest}.")]
    return "\n".join([*lines, "", *wrap(f"{describe_why_end(found)}.")])


def name_why(found: Why) -> str:
    """Return a title that asks why a plan learns a skill, or states that the plan does not learn it."""
    ends = f"on the way from {found.source.title} to {found.target.title}"
    title = found.skill.title
    return f"Why learn {title} {ends}?" if found.chains else f"{title} is not learned {ends}"


def describe_why_end(found: Why) -> str:
    """Return, without a full stop, a sentence on the best plan without a skill, or on why a plan does not learn it."""
    title = found.skill.title
    if not found.chains:
        return "You have it already" if found.known else "No position of the plan needs it"
    if found.unknown:
        return f"No plan without {title} was found in the time given; there may be one"
    if found.without is None:
        return f"There is no plan without {title}"
    return f"The best plan without {title}: {format_changed_costs(found.without - found.costs)}"


def describe_why_rest(found: Why, said: int) -> str:
    """Return, in words, how many chains of needs from a skill a text leaves out, or "" if the text leaves out none.

    `said` is the number of chains of needs that the text states.
    """
    rest = found.chains_in_all - said
    if not rest:
        return ""
    least = "at least " if found.chains_in_all == MOST_COUNTED else ""
    reasons = f"{least}{rest:,} more {_choose_verb(rest, 'reason', 'reasons')}"
    return capitalize(reasons)


def describe_chain(links: Sequence[Link], with_cites: bool = False) -> Iterator[str]:
    """Yield the parts of a sentence on a chain of needs, one for each need, such as "which is needed for Algebra,"."""
    cites = [f" [{', '.join(link.cites)}]" if link.cites and with_cites else "" for link in links]
    asked = links[-1].kind == "skill"
    if len(links) == 1:
        yield f"{links[0].title}{cites[0]}: you asked for it."
        return
    for index in range(1, len(links)):
        before = f"{links[0].title}{cites[0]} is needed for" if index == 1 else "which is needed for"
        last = index == len(links) - 1
        end = ", which you asked for." if last and asked else "." if last else ","
        kind = "the stage " if links[index].kind == "stage" else ""
        yield f"{before} {kind}{links[index].title}{cites[index]}{end}"


def render_joint_plans(found: JointPlans, whole: bool = False) -> str:
    """Return a text with plans to several targets: the shared moves, then the other moves of each plan."""
    plans = [branch.plan for branch in found.branches]
    stops = (stop for plan in plans for stop in plan.stops)
    studies = (study for plan in plans for study in plan.studies)
    return with_pages(_render_joint_plans(found, plans, whole), (*stops, *studies), whole)


def _render_joint_plans(found: JointPlans, plans: Sequence[Plan], whole: bool) -> str:
    targets = " or ".join(plan.stops[-1].title for plan in plans)
    lines = [*map(make_bold, wrap(f"{found.prefix[0].title} to {targets}"))]
    if len(plans) == 1:
        alone = Branch(plans[0], plans[0].stops[1:], plans[0].studies)
        return "\n".join([*_render_branch(alone, whole), "", *_list_unknown(found)])
    who = "Both" if len(plans) == 2 else "All"
    if way := _list_stops(plans[0], found.prefix):
        moves = "move" if len(way) == 1 else f"{len(way)} moves"
        lines += wrap(f"{who} share the first {moves}: {join(way)}.", "", "  ")
    else:
        lines += wrap("The routes differ from the first move.")
    if not found.is_longest:
        lines += wrap("Other routes that are as good may share more moves; the search for them ended early.")
    lines += _list_study(f"{who} need", found.shared, whole)
    for branch in found.branches:
        lines += ["", *_render_branch(branch, whole)]
    return "\n".join([*lines, *([""] if found.unknown else []), *_list_unknown(found)])


def _list_unknown(found: JointPlans) -> Iterator[str]:
    for target in found.unknown:
        yield from wrap(f"No plan to {target.title} was found in the time given; there may be one.")


def _render_branch(branch: Branch, whole: bool) -> Iterator[str]:
    plan = branch.plan
    yield from map(make_bold, wrap(write_headline(plan)))
    yield from wrap(describe_costs(plan), "  ", "  ")
    yield from wrap(" ".join(f"{said}." for said in (describe_spread(plan), describe_proof(plan)) if said), "  ", "  ")
    if way := _list_stops(plan, branch.stops):
        yield from wrap(f"Then {join(way)}", "  ", "    ")
    yield from _list_study("It learns" if branch.adds == plan.studies else "It adds", branch.adds, whole, "  ")


def _list_stops(plan: Plan, stops: Sequence[Stop]) -> list[str]:
    """Return the titles and dates of some stops, without the first stop of the plan and idle stages (`is_idle`)."""
    moves = pairwise(plan.stops)
    return [f"{to.title} ({format_arrival(to)})" for here, to in moves if to in stops and not is_idle(plan, here, to)]


def _list_study(title: str, studies: Sequence[Study], whole: bool, indent: str = "") -> Iterator[str]:
    if studies:
        titles = [study.title for study in studies]
        hours = format_count(coarsen(sum(study.hours for study in studies)), "hour")
        amount = f"{format_count(len(titles), 'skill')}, {hours}"
        said = join(titles) if whole else join_few(titles, MOST_TITLES)
        yield from wrap(f"{title} {amount}: {said}", indent, f"{indent}  ")
