"""The timeline of a plan, which shows the time in each job and the times of study as bars on an axis of dates.

On a sheet of 1280 by 720 pixels, all text of a timeline is at least 15 pixels high. On A4 paper, all text of a timeline
has a font size of at least 9 points.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from itertools import pairwise

from mlgraph.drawing.letters import cut, measure, wrap
from mlgraph.drawing.scene import GRID, PAPER, QUIET, Line, Polygon, Rect, Scene, Shape, Text, hatch, shift
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.invisible import isolate
from mlgraph.model import Graph, leads_to
from mlgraph.planning.plan import Plan, Stop
from mlgraph.text.dates import month_and_year
from mlgraph.text.formatting import counted, quantity
from mlgraph.text.plan import costs, ends, headline, proof
from mlgraph.text.spread import spread_line

WIDTH, HEIGHT = 1280.0, 720.0
# if a plan has more skills, its timeline shows only groups of skills
MOST_SKILLS = 60
TEXT = 15.0
_RIGHT, _MARGIN, _ROW, _SKILL_ROW = 40.0, 26.0, 27.0, 24.0
# the least and the greatest width for the titles on the left
_LEAST_LEFT, _MOST_LEFT = 216.0, 320.0
_HIGHEST_ROW, _HIGHEST_BAR = 64.0, 36.0
# pairs of colours: dark for bars that decide the date of arrival, and light for bars with time to spare
ROLE, STAGE, STUDY = ("#1D4ED8", "#A5B4FC"), ("#334155", "#CBD5E1"), ("#0369A1", "#BAE6FD")
# in months; a shorter pause between two studies would not be visible
_SHORTEST_PAUSE = 0.05
WAITING, BAND = "#64748B", "#F1F5F9"


@dataclass(frozen=True)
class Axis:
    """An axis of time, which shows a span of `months` between the pixels `left` and `right`."""

    left: float
    right: float
    months: float
    start: date

    def at(self, months: float) -> float:
        """Return the x coordinate at which the axis shows a time, given in months from the start of the axis."""
        return self.left + (self.right - self.left) * months / self.months

    def draw(self, top: float, bottom: float) -> list[Shape]:
        """Draw vertical lines with dates on the time axis, one a month, or fewer if a month has too little room."""
        shapes: list[Shape] = []
        step = next(step for step in (1, 3, 6, 12, 24, 60, 120, 600) if self.at(step) - self.left > 92 or step == 600)
        for month in range(0, int(self.months) + 1, step) if self.months < 12_000 else (0,):
            x, (years, number) = self.at(month), divmod(self.start.month - 1 + month, 12)
            year = self.start.year + years
            said = f"{date(2000, number + 1, 1):%b} {year}" if year <= MAXYEAR else f"month {month}"
            shapes.append(Line(((x, top), (x, bottom)), GRID, 1))
            if x + 4 + measure(said, TEXT) < self.right + 60:
                shapes.append(Text(x + 4, top + 13, said, TEXT, QUIET))
        return shapes


def find_span(plan: Plan) -> float:
    """Return how many months an axis of time must show for a plan and for the later arrivals of its spread."""
    return max(1.0, max(plan.months, find_range(plan)[1]) * 1.02)


def draw_timeline(graph: Graph, plan: Plan, *, detail: bool = False, width: float | None = None) -> Scene:
    """Draw the timeline of a plan.

    If `detail` is true, the timeline has a row for each skill, which names a resource to learn the skill from.

    If `detail` is false, or the plan has more than 60 skills, each row of the timeline has all skills to learn before
    one position. If `width` is given, the timeline has this width in pixels, for a page that also has other content.
    With a given `width`, the timeline has the least necessary height, and does not credit the sources.
    """
    groups = [stop for stop in plan.stops if stop.learn]
    is_long, is_slide = len(plan.studies) > MOST_SKILLS, width is None
    detail = detail and not is_long
    wide = width or WIDTH
    titles = wrap(headline(plan, ends(plan)), wide - 2 * _MARGIN, 26, bold=True, most=2)
    words = [
        *_describe(plan),
        *([f"The {len(plan.studies)} skills are shown in groups"] if is_long and is_slide else []),
    ]
    lines = [line for each in words for line in wrap(f"{each}.", wide - 2 * _MARGIN, TEXT, most=3)]
    owner = wrap(make_attribution(graph), wide - 2 * _MARGIN, TEXT, most=6) if is_slide else []
    legend = _draw_legend(wide)
    top = 26 + 32 * len(titles) + 21 * len(lines)
    posts_top = top + 34
    legs = join_searches(list_legs(graph, plan))
    posts = len(legs) + 1
    feet = 20 * len(owner) + max((shape.y for shape in legend if isinstance(shape, Text)), default=0)
    # a short plan has higher rows, so that they fill a slide
    room = HEIGHT - posts_top - 104 - feet
    row = max(_ROW, min(_HIGHEST_ROW, room / (posts + len(groups)))) if is_slide and not detail else _ROW
    study_top = posts_top + posts * row + 44
    rows = len(plan.studies) * _SKILL_ROW + 12 * len(groups) if detail else len(groups) * row
    height = study_top + (rows if groups else -44) + 60 + feet
    if is_slide:
        height = max(HEIGHT, height)
        # a sheet with many rows keeps the ratio of 16 : 9; only with `detail` may it be higher than a slide
        wide = WIDTH if detail else height * WIDTH / HEIGHT
    names = [measure(leg.stop.title, TEXT, bold=True) for leg in legs]
    names += [measure(plan.stops[-1].title, TEXT, bold=True)]
    names += [measure(f"for {isolate(stop.title)}", TEXT) for stop in groups]
    left = min(_MOST_LEFT, wide * 0.3, max(_LEAST_LEFT, max(names) + _MARGIN + 14))
    axis = Axis(left, wide - _RIGHT - 60, find_span(plan), plan.start)
    bottom = height - 46 - feet
    shapes: list[Shape] = [
        *(Text(_MARGIN, 40 + 32 * number, line, 26, bold=True) for number, line in enumerate(titles)),
        *(Text(_MARGIN, 34 + 32 * len(titles) + 21 * n, line, TEXT, QUIET) for n, line in enumerate(lines)),
        *axis.draw(top, bottom - 12),
        Text(_MARGIN, posts_top - 10, "Posts", TEXT, bold=True),
    ]
    for number, leg in enumerate(legs):
        shapes += _draw_post(leg, axis, posts_top + row * number, wide, row)
    shapes += _draw_arrival(plan, axis, posts_top + row * (posts - 1), row)
    if groups:
        shapes.append(Line(((_MARGIN, study_top - 32), (wide - _RIGHT, study_top - 32)), GRID, 1))
        shapes.append(Text(_MARGIN, study_top - 10, f"Study, {quantity(plan.pace)} hours a week", TEXT, bold=True))
        if detail:
            shapes += _draw_skills(plan, axis, study_top, wide)
        else:
            shapes += _draw_groups(plan, axis, study_top, wide, row)
    shapes += [shift(part, 0, bottom + 20) for part in legend]
    for number, line in enumerate(owner):
        shapes.append(Text(_MARGIN, height - 14 - 20 * (len(owner) - 1 - number), line, TEXT, QUIET))
    return Scene(wide, height, tuple(shapes))


def _describe(plan: Plan) -> Iterator[str]:
    """Yield the sentences below the title of the timeline, without full stops."""
    if len(plan.stops) > 1:
        yield costs(plan)
        yield ". ".join(filter(None, (spread_line(plan), proof(plan))))


@dataclass(frozen=True)
class Leg:
    """The time at one position of a plan, from the month `arrives` to the month `leaves`.

    Up to the month `free`, the person stays for the months of the next move. From the month `free` on, the person stays
    at the position only to finish "study", "experience" or "teaching", as `waits_for` says.
    """

    stop: Stop
    arrives: float
    free: float
    leaves: float
    waits_for: str
    is_decisive: bool


def list_legs(graph: Graph, plan: Plan) -> list[Leg]:
    """Return a `Leg` with the time in each position of a plan, except the last position."""
    legs = []
    for number, (here, after) in enumerate(pairwise(plan.stops)):
        served = plan.months_in_post if number == 0 else 0.0
        required = max(0.0, leads_to(graph, here.id).get(after.id, 0.0) - served)
        free = min(here.arrives + required, after.arrives)
        legs.append(Leg(here, here.arrives, free, after.arrives, after.waits_for or "", after.critical))
    return legs


def join_searches(legs: Sequence[Leg]) -> list[Leg]:
    """Count the time at a stage as time in the post before it, if the plan reaches post and stage at the same time.

    A stage is not a job, so a person at a stage still holds the post before it.
    """
    joined = list[Leg]()
    for leg in legs:
        before = joined[-1] if joined else None
        if before and leg.stop.kind == "stage" and before.stop.kind == "role" and before.leaves == before.arrives:
            joined[-1] = replace(leg, stop=before.stop)
        else:
            joined.append(leg)
    return joined


def draw_leg(leg: Leg, axis: Axis, y: float, height: float) -> list[Shape]:
    """Draw a bar for the time at a position: months of the move solid, waits for study hatched, other waits dotted."""
    x0, x1, x2 = (axis.at(months) for months in (leg.arrives, leg.free, leg.leaves))
    dark, light = STAGE if leg.stop.kind == "stage" else ROLE
    shapes: list[Shape] = []
    if x1 - x0 > 0.5:
        shapes.append(_draw_bar(x0, y, max(2.0, x1 - x0 - 1), height, (dark, light), leg.is_decisive))
    if x2 - x1 > 2:
        if leg.waits_for in ("experience", "teaching"):
            shapes += _dot(x1, y, x2 - x1 - 1, height, dark if leg.is_decisive else WAITING)
        else:
            shapes += hatch(x1, y, x2 - x1 - 1, height, WAITING)
    return shapes


def _draw_bar(
    x: float, y: float, width: float, height: float, colours: tuple[str, str], is_decisive: bool, radius: float = 3
) -> Rect:
    """Draw a bar for a span of time: dark if a longer span would delay the arrival at the target, or else light."""
    dark, light = colours
    if is_decisive or width < 4:
        return Rect(x, y, width, height, dark if is_decisive else light, radius=radius)
    return Rect(x + 0.5, y + 0.5, width - 1, height - 1, light, dark, 1, radius)


def _dot(x: float, y: float, width: float, height: float, colour: str) -> list[Shape]:
    """Draw a rectangle filled with dots."""
    shapes: list[Shape] = [Rect(x, y, width, height, PAPER, colour, 1)]
    step = 6.0
    for row in range(max(1, int(height / step))):
        for column in range(max(1, int(width / step))):
            shapes.append(Rect(x + 2.5 + column * step, y + 2.5 + row * step, 2, 2, colour, radius=1))
    return shapes


def _draw_post(leg: Leg, axis: Axis, y: float, width: float, row: float) -> list[Shape]:
    shapes: list[Shape] = [_write_left(leg.stop.title, axis, y + row / 2, node=leg.stop.id)]
    bar = min(row - 9, _HIGHEST_BAR)
    shapes += draw_leg(leg, axis, y + (row - 1 - bar) / 2, bar)
    required, waiting = leg.free - leg.arrives, leg.leaves - leg.free
    said = [f"{quantity(round(required, 1))} mo"] if required > 0.05 else []
    if waiting > 0.05:
        said.append(f"{quantity(round(waiting, 1))} mo until {_REASONS.get(leg.waits_for, 'the next post is free')}")
    words = ", then ".join(said)
    return [*shapes, *_write_beside(words, axis, (axis.at(leg.arrives), axis.at(leg.leaves)), y + row / 2 + 5, width)]


_REASONS = {
    "study": "the study is done",
    "experience": "the experience is gained",
    "teaching": "the post has taught its skills",
}


def _write_left(title: str, axis: Axis, y: float, *, bold: bool = True, node: str = "") -> Text:
    said = cut(title, axis.left - _MARGIN - 12, TEXT, bold=bold)
    return Text(axis.left - 12, y + 5, said, TEXT, bold=bold, anchor="end", node=node)


def _write_beside(
    words: str,
    axis: Axis,
    bar: tuple[float, float],
    base: float,
    width: float,
    *,
    paper: str = PAPER,
    node: str = "",
) -> list[Shape]:
    """Write words to the right of a bar, to its left, or on the bar, where the words have room."""
    if not words:
        return []
    left, right = bar
    room, before, wide = width - right - 24, left - axis.left - 12, measure(words, TEXT)
    if max(room, before) < wide < right - left - 20:
        return write_on(PAPER, Text(left + 11, base, words, TEXT, node=node))
    if measure(words, TEXT) <= room or room >= before:
        return write_on(paper, Text(right + 8, base, cut(words, max(40.0, room), TEXT), TEXT, node=node))
    return write_on(paper, Text(left - 8, base, cut(words, before, TEXT), TEXT, anchor="end", node=node))


def write_on(paper: str, text: Text) -> list[Shape]:
    """Draw a text on a background of the colour `paper`, so that no line of the time axis crosses the letters."""
    wide = measure(text.text, text.size, bold=text.bold)
    left = text.x - (wide if text.anchor == "end" else 0)
    return [Rect(left - 3, text.y - text.size * 0.9, wide + 6, text.size * 1.25, paper, radius=3), text]


def _draw_arrival(plan: Plan, axis: Axis, y: float, row: float) -> list[Shape]:
    """Draw the arrival at the target as a diamond with a date.

    A thin line connects two dates, between which the plan arrives with a probability of 80 %.
    """
    stop, middle = plan.stops[-1], y + row / 2
    dark = (STAGE if stop.kind == "stage" else ROLE)[0]
    x = axis.at(stop.arrives)
    shapes: list[Shape] = [_write_left(stop.title, axis, middle, node=stop.id)]
    low, high = find_range(plan)
    if high > low:
        ends_at = (axis.at(low), axis.at(high))
        shapes.append(Line(((ends_at[0], middle), (ends_at[1], middle)), dark, 2))
        shapes += [Line(((end, middle - 6), (end, middle + 6)), dark, 2) for end in ends_at]
    shapes.append(Polygon(((x, middle - 9), (x + 9, middle), (x, middle + 9), (x - 9, middle)), dark))
    said = month_and_year(stop.arrives_on) if stop.arrives_on else f"month {quantity(stop.arrives)}"
    left = min(x - 9, axis.at(low) if high > low else x) - 8
    if left - measure(said, TEXT, bold=True) > axis.left:
        date_text = Text(left, middle + 5, said, TEXT, dark, bold=True, anchor="end")
    else:
        date_text = Text(max(x + 9, axis.at(high)) + 8, middle + 5, said, TEXT, dark, bold=True)
    return [*shapes, *write_on(PAPER, date_text)]


def find_range(plan: Plan) -> tuple[float, float]:
    """Return two numbers of months, between which a plan arrives at its goal with a probability of 80 %.

    If the plan has no spread of arrivals, both returned numbers are the months that the plan takes.
    """
    if plan.spread:
        return plan.spread[0].months, plan.spread[-1].months
    return plan.months, plan.months


def find_study_times(stop: Stop) -> list[tuple[float, float]]:
    """Return the spans of uninterrupted study for a stop of a plan, in months from the start of the plan."""
    times = list[tuple[float, float]]()
    for study in stop.learn:
        goes_on = times and study.from_month - times[-1][1] < _SHORTEST_PAUSE
        times.append((times.pop()[0] if goes_on else study.from_month, study.to_month))
    return times


def _find_decisive(plan: Plan) -> set[str]:
    """Return the ids of the stops of a plan up to the last stop whose study delays the arrival at the target."""
    last = max((n for n, stop in enumerate(plan.stops) if stop.critical and stop.waits_for == "study"), default=-1)
    return {stop.id for stop in plan.stops[: last + 1]}


def _draw_groups(plan: Plan, axis: Axis, top: float, width: float, row: float) -> list[Shape]:
    decisive, bar, shapes = _find_decisive(plan), min(row - 9, _HIGHEST_BAR), list[Shape]()
    for number, stop in enumerate(each for each in plan.stops if each.learn):
        y = top + row * number
        longest = sorted(stop.learn, key=lambda study: (-study.hours, study.id))[:3]
        names = ", ".join(isolate(study.title) for study in longest) + (
            ", ..." if len(stop.learn) > len(longest) else ""
        )
        hours = sum(study.hours for study in stop.learn)
        words = f"{counted(len(stop.learn), 'skill')}, {quantity(hours)} h: {names}"
        shapes.append(_write_left(f"for {isolate(stop.title)}", axis, y + row / 2, bold=False, node=stop.id))
        for times in find_study_times(stop):
            left, right = map(axis.at, times)
            at = left, y + (row - 1 - bar) / 2, max(3.0, right - left - 1), bar
            shapes.append(_draw_bar(*at, STUDY, stop.id in decisive))
        around = axis.at(stop.learn[0].from_month), axis.at(stop.learn[-1].to_month)
        shapes += _write_beside(words, axis, around, y + row / 2 + 5, width)
    return shapes


def _draw_skills(plan: Plan, axis: Axis, top: float, width: float) -> list[Shape]:
    shapes, y, decisive = list[Shape](), top, _find_decisive(plan)
    for stop in (each for each in plan.stops if each.learn):
        high = _SKILL_ROW * len(stop.learn)
        shapes.append(Rect(_MARGIN, y, width - _MARGIN - _RIGHT, high + 6, BAND, radius=6))
        shapes.append(_write_left(f"for {isolate(stop.title)}", axis, y + high / 2, bold=False, node=stop.id))
        for study in stop.learn:
            left, right = axis.at(study.from_month), axis.at(study.to_month)
            wide, high = max(3.0, right - left - 1), _SKILL_ROW - 9
            shapes.append(_draw_bar(left, y + 7, wide, high, STUDY, stop.id in decisive, 2))
            sources = study.learn_with
            words = f"{isolate(study.title)}, {quantity(study.hours)} h"
            words += f": {isolate(sources[0].title)}, {isolate(sources[0].publisher)}" if sources else ""
            shapes += _write_beside(words, axis, (left, right), y + 19, width - _RIGHT + 10, paper=BAND, node=study.id)
            y += _SKILL_ROW
        y += 12
    return shapes


def _draw_legend(width: float) -> list[Shape]:
    """Draw the legend of a timeline, so that the letters of its first line of text stand at y = 0."""
    shapes, x, base = list[Shape](), _MARGIN, 0.0
    samples: Mapping[str, list[Shape]] = {
        "required time in a post": [Rect(0, 0, 30, 14, ROLE[0], radius=3)],
        "waiting for study": hatch(0, 0, 30, 14, WAITING),
        "waiting for experience": _dot(0, 0, 30, 14, WAITING),
        "study": [Rect(0, 0, 30, 14, STUDY[0], radius=3)],
        "dark: decides the date; light: has time to spare": [],
        "8 in 10 arrive": [
            Line(((0, 7), (30, 7)), ROLE[0], 2),
            *(Line(((e, 1), (e, 13)), ROLE[0], 2) for e in (0, 30)),
        ],
    }
    for words, parts in samples.items():
        wide = (38 if parts else 0) + measure(words, TEXT)
        if x + wide > width - _MARGIN:
            x, base = _MARGIN, base + 22
        shapes += [shift(part, x, base - 13) for part in parts]
        shapes.append(Text(x + (38 if parts else 0), base, words, TEXT, QUIET))
        x += wide + 18
    return shapes
