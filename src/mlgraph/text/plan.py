"""Conversion of plans to text and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from mlgraph.invisible import isolate
from mlgraph.model import Named
from mlgraph.printable import sanitize
from mlgraph.results import unfold
from mlgraph.text.dates import format_date, format_day, format_month
from mlgraph.text.figures import (
    describe_evidence,
    describe_resource,
    list_arrival,
    list_pages,
    list_resources,
    with_pages,
)
from mlgraph.text.formatting import (
    capitalize,
    choose_people_word,
    coarsen,
    count_cells,
    enumerate_texts,
    format_count,
    format_duration,
    format_number,
    format_tenths,
    get_width,
    join,
    join_alternatives,
    join_few,
    make_bold,
    make_green,
    make_yellow,
    pad,
    wrap,
)
from mlgraph.text.json import to_json
from mlgraph.text.screen import choose_first_that_fits
from mlgraph.text.spread import describe_chance, describe_spread

if TYPE_CHECKING:
    from datetime import date

    from mlgraph.analysis.deadline import Deadline
    from mlgraph.analysis.figures import PlanFigures
    from mlgraph.analysis.step_back import StepBack
    from mlgraph.planning.plan import Assumption, Costs, Counted, Plan, Stop, Study, Unavoidable, UsualExperience


# the most alternatives listed beside the chosen alternative
MOST_OTHERS = 6
# the most lines of a plan without --all; the command prints two or three further lines
SCREEN = 27
# the most skills that have a line each, so that the answer fits one screen
MOST_LINES = 18
LEAST_LINES = 4
# the most reasons, and the most known skills for each: usually, and for a plan longer than a screen
MOST_KNOWN, LEAST_KNOWN = 4, 2
# the most passed stages that the text of a plan names
MOST_PASSED = 4
# the most alternatives that the text names for an assumed skill
MOST_ASSUMED = 2
HAD = "Counted as known:"
# estimates come first, since a short text lists only the first reasons
_REASONS = {
    "usual": "an estimate, usual for any {}",
    "said": "as you said",
    "post": "from being {}",
    "position": "expected of every {}",
    "assumed": "assumed of every {}",
    "implied": "as {} needs it",
}
_BEST = {
    "months": "This is the fastest of all routes that mlgraph knows",
    "hours": "This route has the least study of all routes that mlgraph knows",
    "moves": "This route has the fewest job changes of all routes that mlgraph knows",
    "commonest": "This is the most travelled of all routes that mlgraph knows",
}
_ORDER = {
    "months": "the fastest",
    "hours": "the least study",
    "moves": "the fewest job changes",
    "commonest": "the most travelled",
}
_RANKED = {
    "months": "the fastest routes",
    "hours": "the routes with the least study",
    "moves": "the routes with the fewest job changes",
    "commonest": "the most travelled routes",
}
_BUT = {
    "months": "one as fast with less study",
    "hours": "a faster one with as little study",
    "moves": "a faster one with as few job changes",
}
_LESS = {"months": "less time", "hours": "less study", "moves": "fewer job changes"}


def render_plan(
    plan: Plan,
    unavoidable: Unavoidable | None = None,
    deadline: Deadline | None = None,
    faster: Plan | None = None,
    figures: PlanFigures | None = None,
    *,
    step_back: StepBack | None = None,
    number: int = 1,
    whole: bool = False,
    in_time: bool = True,
    shown: str | None = None,
) -> str:
    """Return the text of a plan, with its costs, the first skill to learn, each move, and why skills count as known.

    `faster` is the best plan at a higher pace, and `figures` has the pay at the target and the evidence for the plan.
    `step_back` has the posts of the plan that are a step back, and the fastest route without such posts.
    `number` is 1 for the best plan, 2 for the second best, and so on. With `whole`, the text has every skill of the
    plan. `in_time` is false if the time limit ended the search for the positions and skills that every plan has. The
    last line of the text says how to see the sources of the node `shown`, which is the target by default.
    """
    if len(plan.stops) == 1:
        return "\n".join(_describe_target(plan, deadline))
    notes = [describe_passed(plan) if whole else ""]
    notes += [_describe_shared(plan, unavoidable, whole) if unavoidable else "" if in_time else UNKNOWN]
    lines = [*_list_head(plan, deadline, faster, number)]
    lines += [*(wrap(f"{describe_step_back(step_back, plan)}.") if step_back else ()), ""]
    rest = ["", *(line for note in notes if note for line in wrap(f"{note}."))]
    written = (
        [
            *lines,
            *_describe_first(plan, size),
            *_render_legs(plan, size),
            *rest,
            *_list_known(plan, size),
            *_list_figures(plan, figures, size, shown or plan.target),
        ]
        for size in _list_sizes(plan, whole)
    )
    return choose_first_that_fits(map("\n".join, written), SCREEN)


def _list_figures(plan: Plan, figures: PlanFigures | None, size: _Size, node: str) -> Iterator[str]:
    """Yield lines on resources, on the pay on arrival, on the evidence for the dates, and on the sources of a node."""
    whole = size.lines is None
    yield from list_pages((*plan.stops, *(plan.studies if whole else ()))) if size.has_details else ()
    yield from list_resources(plan) if whole else ()
    yield from list_arrival(figures, whole) if figures else ()
    yield from wrap(_join_sentences(describe_evidence(figures.evidence) if figures else ""), "", "  ")
    yield f"Sources of the figures: mlgraph show {node}"  # not wrapped: a command in two lines cannot be copied


class _Size(NamedTuple):
    """The amount of detail in the text of a plan.

    Each move has one line for its skills. `lines` is the number of further lines for skills in the whole text, or None
    if the text lists all skills. `known` is the greatest number of known skills that the text lists for each reason why
    skills count as known, or None for no limit. With `has_waits`, the text of a plan says how long the study and the
    time in the post before each move last. With `has_details`, the text says how to show that a person has the first
    skill to learn in the plan, and where to learn it.
    """

    lines: int | None
    known: int | None
    has_waits: bool = True
    has_details: bool = True


def _list_sizes(plan: Plan, whole: bool) -> Iterator[_Size]:
    """Yield amounts of detail for the text of a plan, the largest first.

    The text with the least detail leaves out web addresses, and how long study and the time in posts last.
    """
    if whole:
        yield _Size(None, None)
        return
    most = max(LEAST_LINES, MOST_LINES - 2 * len(plan.stops[1:]))  # beside its skills, a move has two or three lines
    for lines in range(most, -1, -1):
        yield _Size(lines, MOST_KNOWN)
    yield _Size(0, LEAST_KNOWN)
    yield _Size(0, 0)
    yield _Size(0, 0, has_details=False)
    yield _Size(0, 0, has_details=False, has_waits=False)


def _list_head(plan: Plan, deadline: Deadline | None, faster: Plan | None, number: int) -> Iterator[str]:
    """Yield the first lines of the text of a plan, which end before the lines on the first skill to learn.

    The first lines name the target, the date of arrival, and the dates between which most people arrive. The first
    lines also say whether the plan is proven the best, and whether study or time in posts decides the last date.
    The first lines also state how much waypoints and avoided nodes add to the costs of the plan.
    """
    certain = make_green if plan.optimal else make_yellow
    served = f" ({format_count(plan.months_in_post, 'month')} in the job)" if plan.months_in_post else ""
    yield from map(make_bold, wrap(write_headline(plan)))
    yield from wrap(f"From {plan.stops[0].title}{served}, {describe_costs(plan)}")
    yield from wrap(_join_sentences(describe_spread(plan)))
    yield from map(certain, wrap(f"{describe_proof(plan, number)}."))
    yield from wrap(_join_sentences(_name_decisive(plan, faster), describe_first_day(plan)))
    if deadline:
        yield from map(
            make_green if deadline.kept else make_yellow,
            wrap(_join_sentences(describe_deadline(deadline, plan), describe_chance(deadline))),
        )
    yield from wrap(f"{describe_conditions(plan)}.") if plan.unconstrained else ()


def _join_sentences(*sentences: str) -> str:
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


class _Leg(NamedTuple):
    """A career move in the text of a plan.

    The move leads from the position `here` to the position `stop`. `begin` is the last role on the path up to `here`,
    which the person holds until the move. If no position up to `here` is a role, `begin` is the last stage that the
    text names. `mark` is the text before the lines about the move, such as "2." for the second job change. For a move
    to a stage, `mark` is a hyphen. `room` is the most lines of the text for skills to learn before the move.
    """

    begin: Stop
    here: Stop
    stop: Stop
    mark: str
    room: int


def _render_legs(plan: Plan, size: _Size) -> Iterator[str]:
    number, begin = 0, plan.stops[0]
    for (here, stop), room in zip(pairwise(plan.stops), _share_lines(plan, size.lines), strict=True):
        if is_idle(plan, here, stop):
            continue
        number += stop.kind == "role"
        mark = f"{number}." if stop.kind == "role" else "-"
        yield from _render_leg(_Leg(begin, here, stop, mark, room), size.has_waits)
        if stop.kind == "role" or begin.kind == "stage":
            begin = stop


def is_idle(plan: Plan, here: Stop, stop: Stop) -> bool:
    """Return whether the move to the stage `stop` takes neither time nor study, so that the text may leave it out."""
    return stop.kind == "stage" and stop is not plan.stops[-1] and stop.arrives == here.arrives and not stop.learn


# the most hours of study a week that a text recommends
_MOST_PACE = 60
# a deadline that a plan keeps with less chance than this is kept only with luck
_EVEN = 0.5
UNKNOWN = "The time given was not enough to tell which posts every route passes through"


def _describe_target(plan: Plan, deadline: Deadline | None) -> Iterator[str]:
    yield from map(make_bold, wrap(write_headline(plan)))
    yield from map(make_green, wrap(f"{describe_deadline(deadline, plan)}.") if deadline else ())


def write_headline(plan: Plan, where: str = "", say_month: Callable[[date], str] = format_month) -> str:
    """Return a line with the target of a plan, the month of arrival, and the duration.

    `say_month` returns the text of a month, which is short in pictures.
    """
    last = plan.stops[-1]
    where = where or last.title
    if len(plan.stops) == 1:
        return f"{where}: you are there already"
    if not last.arrives:
        return f"{where}: at once"
    by = f" by {say_month(last.arrives_on)}" if last.arrives_on else ""
    return f"{where}{by}: about {format_duration(plan.months)}"


def format_arrival(stop: Stop) -> str:
    """Return the day of arrival at a position, or the months from the start if the day is after the year 9999."""
    return format_date(stop.arrives_on) if stop.arrives_on else f"month {format_number(stop.arrives)}"


def name_ends(plan: Plan) -> str:
    """Return the titles of the first and last position of a plan, which stay in this order in right-to-left scripts."""
    return f"{isolate(plan.stops[0].title)} to {isolate(plan.stops[-1].title)}"


def describe_costs(plan: Plan) -> str:
    """Return the number of job changes of a plan, without arrivals at stages, and its hours of study."""
    moves = format_count(plan.moves, "job change")
    if not plan.studies:
        return f"{moves}, nothing to learn"
    return f"{moves}, {format_count(coarsen(plan.hours), 'hour')} of study at {format_count(plan.pace, 'hour')} a week"


def describe_proof(plan: Plan, number: int = 1) -> str:
    """Return a sentence on whether a plan is proven the best, or on its number in the list of the best plans."""
    ranked = f"This is number {number} of {_RANKED[plan.objective]} that mlgraph knows"
    best = _BEST[plan.objective] if number == 1 else ranked
    found = f"This is {'the best route' if number == 1 else f'number {number} of the routes'} found in the time given"
    if plan.optimal:
        return f"{best}{_describe_share(plan)}" if number == 1 else best
    if plan.objective == "commonest":
        return (
            f"This is the most travelled route found in the time given{_describe_share(plan)}" if number == 1 else found
        )
    cost = plan.costs.by(plan.objective)[0]
    if plan.bound >= cost:
        return f"{best}. The time was too short to look for {_BUT[plan.objective]}"
    if not plan.bound:
        return f"{found}; there may be better ones"
    percent = ceil(100 - 100 * plan.bound / cost)
    return f"{found}; another may take up to {percent} % {_LESS[plan.objective]}"


def _describe_share(plan: Plan) -> str:
    """Return a sentence on the share of a plan that prefers the commonest moves, or "" for any other plan."""
    if plan.objective != "commonest" or not plan.moves:
        return ""
    if plan.share is None:
        return ". For one of its job changes, nobody has counted the people"
    who = choose_people_word(any(stop.counted and stop.counted.generated for stop in plan.stops))
    said = f"By the counts of each job change, {format_share(plan.share)} of the {who} who leave"
    return f". {said} {plan.stops[0].title} take this route"


def format_share(share: float) -> str:
    """Format a fraction of people, from 0 to 1, as a percentage.

    >>> format_share(0.123), format_share(0.00215), format_share(0.00003)
    ('12 %', '0.2 %', 'less than 0.1 %')
    """
    if share < 0.001:
        return "less than 0.1 %"
    return f"{round(100 * share)} %" if share >= 0.095 else f"{format_tenths(100 * share)} %"


def describe_people(found: Counted) -> str:
    """Return a sentence on the people who made a move: their number, their share, and the months until half moved.

    >>> from mlgraph.planning.plan import Counted
    >>> describe_people(Counted(340, 0.12, 26, False))
    '340 people made this move, 12 % of those who left; half within 26 months'
    """
    who = choose_people_word(found.generated)
    share = f", {format_share(found.share)} of those who left" if found.share is not None else ""
    half = f"; half within {format_count(found.half, 'month')}" if found.half is not None else ""
    return f"{found.people:,} {who} made this move{share}{half}"


def _describe_first(plan: Plan, size: _Size) -> Iterator[str]:
    """Yield lines with the first skill of a plan, a way to show that a person has the skill, and a resource for it."""
    study = next(iter(plan.studies), None)
    if study is None:
        is_usual = len(plan.stops) == 2 and plan.stops[-1].waits_for == "post"
        why = (
            f"such a change usually takes {format_duration(plan.months)}"
            if is_usual
            else "only time in the jobs is needed"
        )
        yield from wrap(f"Start with:  nothing to learn; {why}", "", " " * 13) if plan.months else ()
        yield from [""] if plan.months else ()
        return
    until = f", until {format_date(study.ends)}" if study.ends else ""
    # a person who learns the first skill only in some years cannot start with it today
    later = study.begins if study.from_month >= 1 else None
    wait = f"nothing to learn before {format_date(later)}, then " if later else ""
    begins, *rest = wrap(
        f"Start with:  {wait}{study.title}, {format_number(coarsen(study.hours))} h{until}", "", " " * 13
    )
    yield from (begins.replace("Start with:", make_bold(make_green("Start with:")), 1), *rest)
    yield from _list_details(study, size)
    yield ""


def _list_details(study: Study, size: _Size) -> Iterator[str]:
    """Yield lines with a way to show that a person has learned a skill, and with a resource to learn the skill from."""
    if study.shown_by and size.has_details:
        yield from wrap(f"How you show it: {study.shown_by}", " " * 13, " " * 13)
    # the whole text of a plan lists a resource for each skill
    for resource in study.learn_with[:1] if size.lines is not None else ():
        said = f"Where to learn it: {describe_resource(resource, False)}"
        if count_cells(said) <= get_width() - 13:
            yield " " * 13 + said
        elif size.has_details:
            yield from wrap(said.removesuffix(resource.url).rstrip(), " " * 13, " " * 13)
            # an address in two parts cannot be copied
            yield from wrap(resource.url, " " * min(13, max(0, get_width() - count_cells(resource.url))))


def describe_passed(plan: Plan) -> str:
    """Return a sentence on the stages whose needs a plan meets, although the stages are not on the path of the plan."""
    titles = [stage.title for stop in plan.stops for stage in stop.passes]
    return f"Stages that you pass on the way: {join_few(titles, MOST_PASSED)}" if titles else ""


def find_last_studied(plan: Plan) -> int:
    """Return the index of the last stop whose study delays the arrival at the target, or 0 if there is no such stop."""
    studied = (index for index, stop in enumerate(plan.stops) if stop.critical and stop.waits_for == "study")
    return max(studied, default=0)


def _name_decisive(plan: Plan, faster: Plan | None) -> str:
    """Return a sentence on whether study or the time in posts decides the last date."""
    last_studied = find_last_studied(plan)
    is_last = last_studied == len(plan.stops) - 1
    if not plan.months:
        return ""
    if not last_studied:
        return "The time in each job decides the last date; the study fits in beside it"
    if is_last:
        said = "Study decides the last date"
    else:
        title = plan.stops[last_studied].title
        said = f"Study decides the last date as far as {title}; after that, the time in each job decides"
    last = faster.stops[-1] if faster else None
    if faster is None or last is None or last.arrives_on is None:
        return said
    pace = f"{format_count(faster.pace, 'hour')} a week instead of {format_number(plan.pace)}"
    month, now = format_month(last.arrives_on), plan.stops[-1].arrives_on
    is_same = now and format_month(now) == month
    if is_same:
        return said
    if [stop.id for stop in faster.stops] != [stop.id for stop in plan.stops]:
        month += ", by another route"
    return f"{said}{': with' if is_last else '. With'} {pace}, you would arrive in {month}"


def describe_first_day(plan: Plan) -> str:
    """Return a sentence if a plan would arrive earlier, had the person told the months in the present post, or ""."""
    present, *later = plan.stops
    move = next((stop for stop in later if stop.kind == "role"), None)
    if plan.months_in_post or present.kind != "role":
        return ""
    is_shorter = move is not None and move.critical and move.waits_for != "study"
    return f"It counts from your first day as {present.title}" if is_shorter else ""


def describe_shared(plan: Plan, unavoidable: Unavoidable) -> str:
    """Return a sentence on the posts and the skills of a plan that every plan to the same target has as well."""
    return _describe_shared(plan, unavoidable, True)


def _describe_shared(plan: Plan, unavoidable: Unavoidable, has_skills: bool) -> str:
    count, of = len(unavoidable.skills), len(plan.studies)
    learned = (
        f"{count:,} of these {format_count(of, 'skill')}"
        if count < of
        else f"all {of:,} skills"
        if of > 1
        else "this skill"
    )
    stages = {stop.id for stop in plan.stops if stop.kind == "stage"}
    posts = [position for position in unavoidable.positions if position.id not in stages]
    return _describe_every_plan(posts, learned if count and has_skills else "")


def describe_unavoidable(unavoidable: Unavoidable) -> str:
    """Return a sentence on the positions that every plan to a target passes, and the skills that every plan learns."""
    learned = join(skill.title for skill in unavoidable.skills)
    return _describe_every_plan(unavoidable.positions, learned) or "No position and no skill is part of every route"


def _describe_every_plan(positions: Iterable[Named], learned: str) -> str:
    passed = join(position.title for position in positions)
    parts = [f"{verb} {what}" for verb, what in (("passes through", passed), ("needs", learned)) if what]
    return f"Every route that mlgraph knows {' and '.join(parts)}" if parts else ""


def describe_step_back(found: StepBack, plan: Plan | None = None) -> str:
    """Return sentences on the posts that are a step back, and on the fastest route without a step back.

    If `plan` is given, the sentences compare its costs with those of the fastest route without a step back.
    """
    posts = enumerate_texts([isolate(post.title) for post in found.posts])
    through = enumerate_texts([isolate(post.title) for post in found.instead])
    said = f"{posts} {'is a step back' if len(found.posts) == 1 else 'are steps back'}. "
    said += f"The fastest route without such a post {f'leads through {through}' if through else 'is the direct one'}"
    return f"{said}: {format_changed_costs(found.costs - plan.costs)}" if plan else said


def describe_deadline(deadline: Deadline, plan: Plan | None = None) -> str:
    """Return a sentence on whether a plan meets a deadline, and on the least pace at which it would.

    If `plan` is given and has nothing to learn, the sentence about a deadline in time states no pace.
    """
    needs_luck = deadline.kept and deadline.chance is not None and deadline.chance < _EVEN
    verdict = "In time only with luck" if needs_luck else "In time" if deadline.kept else "Too late"
    verdict += f" for your deadline, {format_date(deadline.until)}"
    by = " (by the best routes found in the time given)" * (not deadline.proven)
    arrives = f"you arrive on {format_date(deadline.arrives)}"
    if deadline.soonest is None:
        return f"{verdict}: {arrives}; other paces were not checked in the time given"
    if deadline.pace is None:
        soonest = f"on {format_date(deadline.soonest)}"
        return f"{verdict}{by}: at the usual times you arrive {soonest} at the earliest, however much you study"
    if deadline.kept and plan and not plan.hours:
        return f"{verdict}{by}: {arrives}; no study is needed"
    enough = format_count(deadline.pace, "hour")
    if needs_luck:
        return f"{verdict}{by}: {arrives} at the usual times; {enough} of study a week are enough for that"
    if deadline.kept:
        return f"{verdict}{by}: {arrives}; {enough} of study a week are enough to meet the deadline"
    if deadline.pace > _MOST_PACE:
        too_much = "more than a person can study"
        return f"{verdict}{by}: {arrives}; to meet the deadline would take {enough} of study a week, {too_much}"
    return f"{verdict}{by}: {arrives}; to meet the deadline, study {enough} a week"


def describe_conditions(plan: Plan) -> str:
    """Return a sentence on how much the waypoints and the avoided nodes of a plan add to its costs."""
    if plan.unconstrained is None:
        return ""
    parts = [
        f"{word} {join(titles)}"
        for word, titles in (("via", plan.via_titles), ("without", plan.avoid_titles))
        if titles
    ]
    said = f"{' and '.join(parts)}: {format_changed_costs(plan.costs - plan.unconstrained)}"
    return capitalize(said)


def format_changed_costs(difference: Costs) -> str:
    """Describe, in words, the difference between the costs of two plans.

    >>> from mlgraph.planning.plan import Costs
    >>> format_changed_costs(Costs(months=33.3, hours=20, moves=1))
    '2 years 9 months, 20 hours and 1 job change more'
    >>> format_changed_costs(Costs(months=0.2, hours=-572, moves=0))
    '6 days more and 572 fewer hours'
    """
    amounts = {"": difference.months, "hour": difference.hours, "job change": difference.moves}
    kept = {noun: amount for noun, amount in amounts.items() if format_number(amount) != "0"}
    if len({amount > 0 for amount in kept.values()}) == 1:  # one word for all of them
        said = [
            format_count(abs(amount), noun) if noun else format_duration(abs(amount)) for noun, amount in kept.items()
        ]
        return f"{enumerate_texts(said)} {'more' if max(kept.values()) > 0 else 'less'}"
    return enumerate_texts([_describe_change(amount, noun) for noun, amount in kept.items()]) or "at no cost"


def _describe_change(amount: float, noun: str) -> str:
    if not noun:
        return f"{format_duration(abs(amount))} {'more' if amount > 0 else 'less'}"
    return format_count(abs(amount), f"{'more' if amount > 0 else 'fewer'} {noun}")


def list_credits(plan: Plan, most: int | None = MOST_KNOWN) -> list[str]:
    """Return the usual experience and the known skills that a plan counts, in one text for each reason.

    At most `most` reasons why skills count as known have a text of their own, and each text lists at most `most`
    skills. If `most` is None, the texts have all reasons and all skills. The last text has the skills that the person
    named, but that the plan does not need.
    """
    groups = list(_group_by_reason(plan).items())
    kept = groups[:most]
    listed = [f"{join(titles) if most is None else join_few(titles, most)} ({reason})" for reason, titles in kept]
    rest = sum(len(titles) for _, titles in groups[len(kept) :])
    others = [f"and {format_count(rest, 'other skill')}"] if rest else []
    return [*list_experience_credits(plan), *listed, *others, *_list_unneeded(plan, most is None)]


def _list_unneeded(plan: Plan, whole: bool = False) -> list[str]:
    titles = [skill.title for skill in plan.unneeded]
    return [f"{join(titles) if whole else join_few(titles, LEAST_KNOWN)} (no difference here)"] if titles else []


def list_experience_credits(plan: Plan) -> list[str]:
    """Return texts on the experience that a plan counts, and on fields in which the person states less than usual.

    The function leaves out experience for which the plan waits, since the plan states it where it waits.
    """
    served = f" after {format_count(plan.months_in_post, 'month')}" if plan.months_in_post else ""
    holder = f"any {plan.stops[0].title}{served}"
    usual = [_format_months_in(each, each.months) for each in plan.usual_experience if each.is_counted]
    said = [f"{join(usual)} (an estimate, counted as usual for {holder})"] if usual else []
    for each in plan.usual_experience:
        if not each.is_counted:
            had = _format_months_in(each, each.counted)
            said.append(f"{had} (by what you say; {format_number(round(each.months, 1))} are usual for {holder})")
    elsewhere = {each.id for each in plan.usual_experience} | {gain.id for stop in plan.stops for gain in stop.gains}
    counted = [each for each in plan.experience if each.asked and each.id not in elsewhere]
    for field in _drop_weaker(_Asked(each.title, each.months, each.asked or 0) for each in counted):
        said.append(f"{_format_months_in(field, field.had)} ({format_number(coarsen(field.asked))} asked)")
    return said


def _format_months_in(field: UsualExperience | _Asked, months: float) -> str:
    return f"{format_count(round(months, 1), 'month')} in {sanitize(field.title)}"


def list_given_up(plan: Plan) -> list[str]:
    """Return a sentence for each skill that a plan would assume if the person had named no skills."""
    return [f"{sanitize(skill.title)} is not assumed, because of the skills that you named" for skill in plan.given_up]


def _list_known(plan: Plan, size: _Size) -> Iterator[str]:
    if plan.known and size.known == 0:
        said = f"{HAD} {'; '.join(list_credits(plan))}"
        few_words = count_cells(said) <= get_width()
        if few_words:
            yield said
            return
        usual = sum(each.because == "usual" for each in plan.known)
        estimate = f" ({usual:,} by an estimate: usual for any {plan.stops[0].title})" if usual else ""
        named = [each.title for each in plan.known if each.because == "said"]
        with_named = f", with {join_few(named, LEAST_KNOWN)} (as you said)" if named else ""
        needed = {each.id for each in plan.known}
        chosen = [each for each in plan.assumed if each.instead_of and each.id in needed][:LEAST_KNOWN]
        with_chosen = "".join(f", with {each.title} ({_say_choice(each)})" for each in chosen)
        skills = format_count(len(plan.known), "skill")
        counts = f"{skills} of the {len(plan.known) + len(plan.studies):,} needed{estimate}{with_named}{with_chosen}"
        yield from wrap(f"{HAD} {'; '.join([counts, *list_experience_credits(plan), *_list_unneeded(plan)])}", "", "  ")
        return
    listed = list_credits(plan, size.known)
    is_plain = not any(";" in entry for entry in listed)  # titles with commas are separated by semicolons
    if listed and size.known is not None and is_plain:
        yield from wrap(f"{HAD} {'; '.join(listed)}", "", "  ")
    elif listed:
        yield HAD
        for number, entry in enumerate(listed, 1):
            yield from wrap(f"{entry}{';' if number < len(listed) else ''}", "  ", "    ")


def _say_choice(assumed: Assumption) -> str:
    """Return why a plan counts one of several alternative skills as known."""
    others = join_alternatives([other.title for other in assumed.instead_of], MOST_ASSUMED)
    return f"assumed, since you have this or {others}"


def _group_by_reason(plan: Plan) -> dict[str, list[str]]:
    """Group the titles of the known skills of a plan by the reason why each counts as known.

    Skills that are assumed instead of others come first, since a short text lists only the first reasons.
    """
    kinds = {stop.id: stop.kind for stop in plan.stops}
    assumed = {each.id: each for each in plan.assumed}
    choices: dict[str, list[str]] = {}
    groups: dict[str, list[str]] = {}
    for because, reason in _REASONS.items():
        for each in plan.known:
            if each.because != because:
                continue
            choice = assumed.get(each.id) if because == "assumed" else None
            by = f"{'person at the stage ' * (kinds.get(each.by.id) == 'stage')}{each.by.title}" if each.by else ""
            if choice and choice.instead_of and not (each.by and each.by.id in assumed):
                choices.setdefault(_say_choice(choice), []).append(each.title)
                continue
            if each.by and each.by.id in assumed:
                said = f"assumed along with {by}"
            elif because == "assumed" and each.by and each.by.id not in kinds:
                said = f"assumed, as {by} needs it"
            else:
                said = reason.format(by)
            groups.setdefault(said, []).append(each.title)
    return choices | groups


def render_plans(plans: Sequence[Plan], whole: bool = False) -> str:
    """Return a numbered list of the best plans, with the differences of each plan from the first."""
    count = f"{len(plans):,} routes" if len(plans) > 1 else "1 route"
    order = f", {_ORDER[plans[0].objective]} first" if len(plans) > 1 else ""
    lines = [*map(make_bold, wrap(f"{count} from {name_ends(plans[0])}{order}"))]
    lines += ["", "     by              about                   study   job changes"]
    for number, (plan, way) in enumerate(zip(plans, describe_ways(plans), strict=True), 1):
        last, indent = plan.stops[-1].arrives_on, " " * 5
        by = format_month(last) if last else ""
        study = f"{format_number(coarsen(plan.hours))} h"
        moves = plan.moves
        lines.append(f"{number:>3}. {make_bold(f'{by:<15}')} {format_duration(plan.months):<18}{study:>11}{moves:>12}")
        lines += wrap(way, indent, indent)
        lines += [] if plan.optimal else wrap(f"{describe_proof(plan, number)}.", indent, indent)
    return with_pages("\n".join(lines), (stop for plan in plans for stop in plan.stops), whole)


def describe_ways(plans: Sequence[Plan]) -> list[str]:
    """Return, in words, the intermediate jobs of the first plan, and how those of each other plan differ from them.

    If several plans differ in the same words, the text on each of them names all its jobs in their order.
    """
    ways = [describe_way(plan, plans[0] if number else None) for number, plan in enumerate(plans)]
    return [describe_way(plan, None) if ways.count(way) > 1 else way for plan, way in zip(plans, ways, strict=True)]


def describe_way(plan: Plan, best: Plan | None) -> str:
    """Return, in words, the intermediate jobs of a plan, or how they differ from the jobs of the plan `best`."""
    jobs, usual = ([stop for stop in each.stops[1:-1] if stop.kind == "role"] if each else [] for each in (plan, best))
    here, there = ({stop.id for stop in stops} for stops in (jobs, usual))
    added = join(stop.title for stop in jobs if stop.id not in there)
    gone = join(stop.title for stop in usual if stop.id not in here)
    if not jobs:
        return "directly"
    if not usual or here == there:  # the same jobs in another order, if there are any
        return f"through {join(stop.title for stop in jobs)}"
    if added and gone:
        return f"through {added} instead of {gone}"
    return f"also through {added}" if added else f"without {gone}"


def _share_lines(plan: Plan, left: int | None) -> list[int]:
    """Return, for each move of a plan, how many lines of text its skills get.

    Each move gets at least one line for its skills. The function gives `left` further lines to the moves in the order
    of the plan, at most one line for each skill. If `left` is None, every skill gets a line.
    """
    sizes = [len(stop.learn) for stop in plan.stops[1:]]
    if left is None:
        return sizes
    rooms = []
    for size in sizes:
        room = min(size, left + 1)
        # a line "... more" for one skill saves nothing; a move with few lines has one that sums up all its skills
        room = size if size - room < 2 else room if room >= LEAST_LINES else 1
        rooms.append(room)
        left -= room - 1
    return rooms


def _render_leg(leg: _Leg, has_waits: bool) -> Iterator[str]:
    """Yield the lines about a career move: positions, dates, the reasons for the dates, and the skills to learn."""
    here, stop = leg.here, leg.stop
    if stop.kind == "stage":
        title = f"Reach the stage {isolate(stop.title)} by {format_arrival(stop)}"
    else:
        title = f"{isolate(leg.begin.title)} until {format_arrival(stop)}, then {isolate(stop.title)}"
    yield from map(make_bold, wrap(title, f"{leg.mark:<2} ", "   "))
    said = [f"{_describe_wait(leg)}."] if has_waits and _describe_wait(leg) else []
    said += [f"{describe_people(stop.counted)}."] if stop.counted else []
    for text in (*said, *explain_waits(here, stop)):
        yield from wrap(text, "   ", "   ")
    yield from _list_studies(here, stop, leg.room)


def _describe_wait(leg: _Leg) -> str:
    """Return a sentence that compares the months that a move requires with the time of study before the move.

    The function returns "" if the move requires no months or no study, or if its months and its study take about the
    same time. The function also returns "" if experience or teaching delays the move, or if the plan leaves the post
    early.
    """
    here, stop = leg.here, leg.stop
    months = stop.arrives - here.arrives
    if stop.spare < 0.05 or stop.usual_stay:
        return ""
    if stop.waits_for == "study":
        alone = months - stop.spare
        usual = f"Such a change usually takes {format_duration(alone)}"
        if format_duration(months) == format_duration(alone):
            return f"{usual}; the study ends a little later"
        if alone >= 0.05:
            return f"{usual}; the study beside it takes {format_duration(months)}"
    if stop.waits_for == "post" and stop.learn and months:
        return f"Such a change usually takes {format_duration(months)}; the study ends sooner"
    return ""


def explain_waits(here: Stop, stop: Stop) -> Iterator[str]:
    """Yield sentences on why a person stays in a post longer than a move requires, and on what the post teaches."""
    gains = format_number(round(stop.arrives - here.arrives, 1))
    for title, group in groupby(stop.gains, key=lambda gain: gain.asked_by.title):
        asked = [
            (format_number(coarsen(gain.asked)), sanitize(gain.title), format_number(round(gain.had, 1)))
            for gain in _drop_weaker(_Asked(gain.title, gain.had, gain.asked) for gain in group)
        ]
        if len(asked) > 1:
            listed = join(f"{months} in {field} (you have {had})" for months, field, had in asked)
            yield f"{title} asks for months of experience: {listed}. You gain {gains} in this step."
        else:
            [(months, field, had)] = asked
            asked_for = f"{months} months of experience in {field}"
            yield f"{title} asks for {asked_for}: you have {had} and gain {gains} in this step."
    if here.programme and here.waits_for is None:
        yield "The plan assumes that you finish this programme first."
    if stop.usual_stay:
        yield f"You leave early: most changes from there take {format_duration(stop.usual_stay)} or more."
    if stop.taught:
        time = f"Your time as {here.title}" if here.kind == "role" else "The time before this change"
        taught = f"{time} teaches {join(skill.title for skill in stop.taught)}."
        yield f"{taught} You stay until then." if stop.waits_for == "teaching" else taught


class _Asked(NamedTuple):
    """A field in which a role asks for experience, with the months that the person has and the role asks for."""

    title: str
    had: float
    asked: float


def _drop_weaker(fields: Iterable[_Asked]) -> list[_Asked]:
    """Return the fields in which a role asks for experience, without the needless fields.

    A field is needless if, in another field, the role asks for at least as many months, and the person has at most as
    many.
    """
    kept: list[_Asked] = []
    for field in fields:
        if not any(_asks_as_much(each, field) for each in kept):
            kept = [*(each for each in kept if not _asks_as_much(field, each)), field]
    return kept


def _asks_as_much(one: _Asked, other: _Asked) -> bool:
    return one.asked >= other.asked and one.had <= other.had


def _list_studies(here: Stop, stop: Stop, room: int) -> Iterator[str]:
    """Yield a line for each of the first skills to learn before a move, and one line for all further skills."""
    size = len(stop.learn)
    listed = stop.learn if room >= size else stop.learn[: room - 1] if room > 1 else ()
    rest = stop.learn[len(listed) :]
    hours = max((len(format_number(coarsen(study.hours))) for study in stop.learn), default=0)
    wide = max(hours, len(format_number(coarsen(sum(study.hours for study in rest)))))
    days = _format_days_in_a_year if _is_one_year(here, stop) else _format_days
    indent = " " * len(f"   {days(None, None)}  {'':>{wide}} h  ")
    space = get_width() - len(indent)
    said = {study.id: f"({'; '.join(explain_study(study))})" for study in listed if any(explain_study(study))}
    column = max([count_cells(study.title) for study in listed if study.id in said], default=0)
    if sum(column + 2 + count_cells(reason) <= space for reason in said.values()) * 2 < len(said):
        column = 0  # no column of reasons, since most lines would be too long for one
    for study in listed:
        first = f"   {days(study.begins, study.ends)}  {format_number(coarsen(study.hours)):>{wide}} h  "
        text = f"{study.title} {said[study.id]}" if study.id in said else study.title
        if column and study.id in said:
            aligned = f"{pad(study.title, column)}  {said[study.id]}"
            text = aligned if count_cells(aligned) <= space else text
        yield from [f"{first}{text}"] if count_cells(text) <= space else wrap(text, first, indent)
    if not rest:
        return
    total = format_number(coarsen(sum(study.hours for study in rest)))
    if listed:
        first = f"   {days(rest[0].begins, rest[-1].ends)}  {total:>{wide}} h  "
        yield first + _join_first_titles(rest, f"... {len(rest):,} more skills", space)
        return
    others = f"Study {total} h{_format_study_days(here, rest)}: {format_count(len(rest), 'skill')}"
    yield from wrap(_join_first_titles(rest, others, get_width() - 3), "   ", "   ")


def _format_study_days(here: Stop, studies: Sequence[Study]) -> str:
    """Return, in words, the last day of study in a post, and the first day if it is over 31 days after the arrival."""
    begins, ends = studies[0].begins, studies[-1].ends
    if not (here.arrives_on and begins and ends):
        return ""
    if begins - here.arrives_on > timedelta(31):
        return f" from {format_date(begins)} to {format_date(ends)}"
    return f" until {format_date(ends)}"


def _format_days_in_a_year(first: date | None, last: date | None) -> str:
    """Format the first and the last day of study for a skill without their years, in 15 columns of a terminal."""
    return f"{format_day(first):>6} - {format_day(last):>6}" if first and last else " " * 15


def _format_days(first: date | None, last: date | None) -> str:
    """Format the last day of study for a skill with its year, in 17 columns of a terminal."""
    return f"until {format_date(last):>11}" if last else f"{'after 9999':>17}"


def _join_first_titles(studies: Sequence[Study], others: str, space: int) -> str:
    """Return the text `others`, such as "3 more skills", and as many titles of skills as fit into `space` columns.

    A skill that takes more than half of the hours, such as a degree, comes first.
    """
    half = sum(study.hours for study in studies) / 2
    titles = [study.title for study in sorted(studies, key=lambda study: study.hours <= half)]
    for most in range(min(len(titles), space), 0, -1):  # a title takes at least one column
        said = f"{others}{', such as' if most < len(titles) else ':'} {join(titles[:most])}"
        if count_cells(said) <= space:
            return said
    return others


def _is_one_year(here: Stop, stop: Stop) -> bool:
    """Return whether a move and its study take less than a year, so that the dates in the text need no year."""
    days = [here.arrives_on, stop.arrives_on, *(day for study in stop.learn for day in (study.begins, study.ends))]
    known = [day for day in days if day]
    return len(known) == len(days) and max(known) - min(known) < timedelta(360)


def explain_study(study: Study) -> Iterator[str]:
    """Yield a text with the alternatives to a skill of a plan, and a text with the first node that needs the skill."""
    yield from _list_alternatives(study)
    if len(study.needed_for) > 1:
        yield f"for {study.needed_for[0].title}"


def describe_purpose(study: Study) -> str:
    """Return, in words, the alternatives to a skill of a plan, and the chain of needs from the skill to a position."""
    return "; ".join([*_list_alternatives(study), *(f"for {each.title}" for each in study.needed_for)])


def _list_alternatives(study: Study) -> Iterator[str]:
    if study.instead_of:
        others = [other.title for other in study.instead_of[:MOST_OTHERS]]
        rest = len(study.instead_of) - len(others)
        yield f"or {' or '.join([*others, f'{rest:,} others'] if rest else others)}"


def dump_plan(
    plan: Plan,
    unavoidable: Unavoidable | None = None,
    deadline: Deadline | None = None,
    figures: PlanFigures | None = None,
    step_back: StepBack | None = None,
) -> str:
    """Return a plan as JSON, with the key `unavoidable`, and perhaps `deadline`, `figures` and `step_back`.

    The key `unavoidable` has the positions and skills that every plan to the target has, or null if the argument
    `unavoidable` is None. The keys `deadline`, `figures` and `step_back` are present only if the arguments of these
    names are given.
    """
    given = {"deadline": deadline, "figures": figures, "step_back": step_back}
    further = {"unavoidable": unavoidable} | {key: each for key, each in given.items() if each}
    return to_json(unfold(plan) | further)


def dump_plans(plans: Iterable[Plan]) -> str:
    """Return several plans as JSON, the best first, under the key `plans`."""
    return to_json({"plans": [*plans]})
