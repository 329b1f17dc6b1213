"""The timeline of a plan, which shows the time in each job and the times of study as bars on an axis of dates.

On a sheet of 1280 by 720 pixels, all text of a timeline is at least 15 pixels high. On A4 paper, all text of a timeline
has a font size of at least 9 points.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from itertools import accumulate, pairwise

from mlgraph.drawing.letters import cut, measure, wrap, wrap_paragraph
from mlgraph.drawing.scene import GRID, PAPER, QUIET, Line, Polygon, Rect, Scene, Shape, Text, hatch, shift
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.invisible import isolate
from mlgraph.model import Graph, list_targets
from mlgraph.planning.plan import Plan, Stop, Study
from mlgraph.planning.spread import find_conditions
from mlgraph.text.dates import format_short_month
from mlgraph.text.formatting import coarsen, format_count, format_duration, format_number, format_whole_number
from mlgraph.text.plan import (
    describe_costs,
    describe_proof,
    find_last_studied,
    format_arrival,
    name_ends,
    write_headline,
)
from mlgraph.text.spread import describe_spread

WIDTH, HEIGHT = 1280.0, 720.0
# if a plan has more skills, its timeline shows only groups of skills
MOST_SKILLS = 60
TEXT = 15.0
_RIGHT, _MARGIN, _ROW = 40.0, 26.0, 27.0
# the height of a line of text in the row of a skill, and the space above the first skill of a group
_LINE, _GROUP = 19.0, 34.0
# the greatest widths for the titles of skills, and for resources to learn them from
_MOST_TITLE, _MOST_SOURCE = 300.0, 385.0
# the least space above the diamond of the arrival, for its date
_DATE = 28.0
# the least and the greatest width for the titles on the left
_LEAST_LEFT, _MOST_LEFT = 216.0, 320.0
_HIGHEST_ROW, _HIGHEST_BAR = 150.0, 48.0
# texts beside a bar have lines of this height, and several lines have at least and at most these widths
_BESIDE_LINE, _NARROWEST, _WIDEST = 20.0, 120.0, 460.0
# pairs of colours: dark for bars that decide the date of arrival, and light for bars with time to spare
ROLE, STAGE, STUDY = ("#1D4ED8", "#A5B4FC"), ("#334155", "#CBD5E1"), ("#0369A1", "#BAE6FD")
_COLOURS = {"role": ROLE, "stage": STAGE, "study": STUDY}
# in months; a shorter pause between two studies would not be visible
_SHORTEST_PAUSE = 0.05
# the space from a bar to the right edge of the picture that a text beside the bar leaves free
_BESIDE = _RIGHT + 8
# in months, longer than what rounding takes from a stay
_ROUNDED = 0.05
# a shorter wait, in months and as a share of the axis, would not be visible either
_SHORTEST_WAIT, _LEAST_SHARE = 0.5, 0.01
WAITING, BAND = "#64748B", "#F1F5F9"
_SWATCH, _HIGH_SWATCH = 24.0, 14.0
# the gap between two bars, so that they stay two bars in dark colours
_APART = 1.5
# the height of a bar of experience
_THIN = 4.0


@dataclass(frozen=True)
class Axis:
    """An axis of time, which shows a span of `months` between the pixels `left` and `right`."""

    left: float
    right: float
    months: float
    start: date

    def place(self, months: float) -> float:
        """Return the x coordinate at which the axis shows a time, given in months from the start of the axis."""
        return self.left + (self.right - self.left) * months / self.months

    def cut(self, right: float) -> "Axis":
        """Return the part of the axis up to the x coordinate `right`, with the same scale."""
        return replace(self, right=right, months=self.months * (right - self.left) / (self.right - self.left))

    def draw(self, top: float, bottom: float, base: float | None = None) -> list[Shape]:
        """Draw vertical lines on the time axis, one a month, or fewer if a month has too little room.

        If `base` is given, the lines have dates, which stand on the height `base`.
        """
        shapes: list[Shape] = []
        step = next(
            step for step in (1, 3, 6, 12, 24, 60, 120, 600) if self.place(step) - self.left > 84 or step == 600
        )
        for month in range(0, int(self.months) + 1, step) if self.months < 12_000 else (0,):
            x, (years, number) = self.place(month), divmod(self.start.month - 1 + month, 12)
            year = self.start.year + years
            said = f"{date(2000, number + 1, 1):%b} {year}" if year <= MAXYEAR else f"month {month}"
            shapes.append(Line(((x, top), (x, bottom)), GRID, 1))
            if base is not None and x + 4 + measure(said, TEXT) < self.right + 60:
                shapes.append(Text(x + 4, base, said, TEXT, QUIET))
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
    headline = write_headline(plan, name_ends(plan), format_short_month)
    titles = wrap_paragraph(headline, wide - 2 * _MARGIN, 26, bold=True, most=2)
    words = [
        *_describe(plan),
        *([f"The {len(plan.studies)} skills are shown in groups"] if is_long and is_slide else []),
    ]
    lines = [line for each in words for line in wrap_paragraph(f"{each}.", wide - 2 * _MARGIN, TEXT, most=3)]
    owner = wrap_paragraph(make_attribution(graph), wide - 2 * _MARGIN, TEXT, most=6) if is_slide else []
    legs = join_searches(list_legs(graph, plan))
    tables = [_Table(stop, [_make_row(study) for study in stop.learn]) for stop in groups] if detail else []
    stops = [*(leg.stop for leg in legs), plan.stops[-1]]
    days = max(measure(format_arrival(stop), TEXT) for stop in stops) + 14
    head = "Posts, with days of arrival"
    names = [measure(head, TEXT, bold=True), *(measure(stop.title, TEXT, bold=True) + days for stop in stops)]
    names += [] if detail else [measure(f"for {isolate(stop.title)}", TEXT) for stop in groups]
    left = min(min(_MOST_LEFT, wide * 0.3) + days, max(_LEAST_LEFT, max(names) + _MARGIN + 14))
    left = max([left, *(table.left for table in tables)])
    # resources take room beside the bars of study, but not beside the range of later arrivals
    sources = max([60.0, *(table.sources for table in tables)])
    beside = wide - _RIGHT - left
    span = max(find_span(plan), plan.months * 1.02 * (beside - 60) / (beside - sources))
    decisive = find_decisive(plan)
    samples = list_samples(legs, span, [plan], {stop.id in decisive for stop in groups})
    gained = find_gained(graph, plan)
    if gained:
        thin = Rect(0, (_HIGH_SWATCH - _THIN) / 2, _SWATCH, _THIN, ROLE[0])
        samples = {**samples, "experience that decides the last date": [[thin]]}
    legend = draw_legend(samples, wide)
    top = 26 + 32 * len(titles) + 21 * len(lines)
    posts_top = top + 34
    feet = 20 * len(owner) + max((shape.y for shape in legend if isinstance(shape, Text)), default=0)
    # a short plan has higher rows, so that they fill a slide
    room = HEIGHT - posts_top - 104 - feet - _DATE + _ROW / 2
    row = max(_ROW, min(_HIGHEST_ROW, room / (len(legs) + 1 + len(groups)))) if is_slide and not detail else _ROW
    lanes = _make_lanes([(stop.title, stop.id) for stop in stops], left - days, posts_top, row, bold=True)
    # the date of the arrival stands above its diamond
    lanes[-1] = replace(lanes[-1], top=lanes[-1].top + max(0.0, _DATE - lanes[-1].height / 2))
    study_top = lanes[-1].bottom + 44
    targets = [] if detail else [(f"for {isolate(stop.title)}", stop.id) for stop in groups]
    low = _make_lanes(targets, left, study_top, row)
    rows = sum(table.height + 12 for table in tables) if detail else sum(lane.height for lane in low)
    height = study_top + (rows if groups else -44) + 60 + feet
    has_foot = detail and height > HEIGHT
    height += 14 * has_foot
    if is_slide:
        height = max(HEIGHT, height)
        # a sheet with many rows keeps the ratio of 16 : 9; only with `detail` may it be higher than a slide
        wide = WIDTH if detail else height * WIDTH / HEIGHT
    axis = Axis(left, wide - _RIGHT - 60, span, plan.start)
    inner = axis.cut(wide - _RIGHT - sources)
    edge = study_top - (32 if groups else 42)
    bottom = height - 46 - feet
    bands, skills = _draw_tables(tables, decisive, inner, study_top, wide)
    shapes: list[Shape] = [
        *bands,
        *(Text(_MARGIN, 40 + 32 * number, line, 26, bold=True) for number, line in enumerate(titles)),
        *(Text(_MARGIN, 34 + 32 * len(titles) + 21 * n, line, TEXT, QUIET) for n, line in enumerate(lines)),
        *axis.draw(top, edge, top + 13),
        *(inner.draw(edge, study_top + rows + 2, bottom - 12 if has_foot else None) if groups else ()),
        Text(_MARGIN, posts_top - 10, head, TEXT, bold=True),
    ]
    for number, (stop, lane) in enumerate(zip(stops, lanes, strict=True)):
        marks = _draw_gained(plan, *gained[stop.id], axis, lane.middle + 5) if stop.id in gained else []
        if number < len(legs):
            shapes += _draw_post(legs[number], axis, lane, wide, marks)
        else:
            shapes += _draw_arrival(plan, axis, lane.middle, wide)
        shapes += [*marks, *lane.title]
        shapes.append(Text(axis.left - 12, lane.middle + 5, format_arrival(stop), TEXT, QUIET, anchor="end"))
    if groups:
        shapes.append(Line(((_MARGIN, study_top - 32), (wide - _RIGHT, study_top - 32)), GRID, 1))
        shapes.append(Text(_MARGIN, study_top - 10, f"Study, {format_number(plan.pace)} hours a week", TEXT, bold=True))
        shapes += skills if detail else _draw_groups(groups, decisive, axis, low, wide)
    shapes += [shift(part, 0, bottom + 20) for part in legend]
    for number, line in enumerate(owner):
        shapes.append(Text(_MARGIN, height - 14 - 20 * (len(owner) - 1 - number), line, TEXT, QUIET))
    return Scene(wide, height, tuple(shapes))


def _describe(plan: Plan) -> Iterator[str]:
    """Yield the sentences below the title of the timeline, without full stops."""
    if len(plan.stops) > 1:
        yield describe_costs(plan)
        yield ". ".join(filter(None, (describe_spread(plan, format_short_month), describe_proof(plan))))


@dataclass(frozen=True)
class Leg:
    """The time at one position of a plan, from the month `arrives` to the month `leaves`.

    Up to the month `free`, the person stays for the months of the next move. From the month `free` on, the person stays
    at the position only to finish "study", "experience" or "teaching", as `waits_for` says. `is_decisive` is true if a
    longer leg would delay the arrival at the target.
    """

    stop: Stop
    arrives: float
    free: float
    leaves: float
    waits_for: str
    is_decisive: bool

    def find_solid_end(self, span: float) -> float:
        """Return the month up to which the bar of the leg is solid in a picture of `span` months.

        The bar is solid up to its end if the time after the month `free` is too short to see.
        """
        is_short = self.leaves - self.free < min(_SHORTEST_WAIT, span * _LEAST_SHARE)
        return self.leaves if is_short else self.free

    def is_solid_decisive(self, span: float) -> bool:
        """Return whether the solid bar of the leg decides the arrival at the target in a picture of `span` months.

        A wait that the picture shows after the solid bar makes up for a later end of the bar.
        """
        return self.is_decisive and self.find_solid_end(span) == self.leaves


def list_legs(graph: Graph, plan: Plan) -> list[Leg]:
    """Return a `Leg` with the time in each position of a plan, except the last position."""
    legs = []
    for number, (here, after) in enumerate(pairwise(plan.stops)):
        served = plan.months_in_post if number == 0 else 0.0
        required = max(0.0, list_targets(graph, here.id).get(after.id, 0.0) - served)
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


def find_gained(graph: Graph, plan: Plan) -> dict[str, tuple[tuple[int, ...], float]]:
    """Return the stays in posts whose experience together decides the last date, and the months of this experience.

    The stays are indexes of the stops where they begin, by the id of the stop that asks for the experience. Each stay
    alone has time to spare, since another one could be longer instead.
    """
    lasts = [after.arrives - here.arrives for here, after in pairwise(plan.stops)]
    found = dict[str, tuple[tuple[int, ...], float]]()
    for stays, months in sorted(find_conditions(plan, graph), key=lambda condition: len(condition[0])):
        stop, spare = plan.stops[stays[-1] + 1], sum(lasts[stay] for stay in stays) - months
        if stop.critical and stop.waits_for == "experience" and spare < _ROUNDED:
            found[stop.id] = stays, months
    return found


def _draw_gained(plan: Plan, stays: Sequence[int], months: float, axis: Axis, base: float) -> list[Shape]:
    """Draw a thin bar below each stay that gives the experience which a stop asks for, and write the months above.

    `base` is the height of the letters in the row of the stop.
    """
    ends = [tuple(axis.place(each.arrives) for each in plan.stops[stay : stay + 2]) for stay in stays]
    bars: list[Shape] = [Rect(left, base + 5, right - left, _THIN, ROLE[0]) for left, right in ends]
    right = ends[-1][1]
    if stays[-1] + 2 == len(plan.stops):
        # the range of arrivals and its first date begin to the left of the arrival
        low = axis.place(find_range(plan)[0])
        early = say_arrival(plan.spread[0].arrives_on, plan.spread[0].months) if plan.spread else ""
        right = min(right - 17, low - 14 - measure(early, TEXT))
    number = f"{months:.0f} mo"
    texts = (f"{format_count(round(months), 'month')} of experience", f"{number} of experience", number)
    for said in texts:
        if right - 4 - measure(said, TEXT) > axis.left:
            return [*write_on(PAPER, Text(right - 4, base, said, TEXT, anchor="end")), *bars]
    return bars


def draw_leg(leg: Leg, axis: Axis, y: float, height: float) -> list[Shape]:
    """Draw a bar for the time at a position: months of the move solid, waits for study hatched, other waits dotted.

    As on the web page, a part that decides the arrival at the target has the dark colour of its position.
    """
    x0, x1, x2 = (axis.place(months) for months in (leg.arrives, leg.find_solid_end(axis.months), leg.leaves))
    shapes: list[Shape] = []
    if x1 - x0 > 0.5:
        is_decisive = leg.is_solid_decisive(axis.months)
        shapes.append(_draw_bar(x0, y, max(2.0, x1 - x0 - _APART), height, _COLOURS[leg.stop.kind], is_decisive))
    if x2 - x1 > _APART + 1:
        shapes += _draw_wait(leg, x1, y, x2 - x1 - _APART, height)
    return shapes


def _draw_wait(leg: Leg, x: float, y: float, width: float, height: float) -> list[Shape]:
    """Draw a bar for a wait, whose pattern is denser if a longer wait would delay the arrival at the target."""
    fill, step = (_fill_with_dots, 6.0) if leg.waits_for in _DOTTED else (hatch, 7.0)
    if leg.is_decisive:
        return fill(x, y, width, height, _COLOURS[leg.stop.kind][0], step * 0.65)
    return fill(x, y, width, height, WAITING, step)


def _draw_bar(
    x: float, y: float, width: float, height: float, colours: tuple[str, str], is_decisive: bool, radius: float = 3
) -> Rect:
    """Draw a bar for a span of time: dark if a longer span would delay the arrival at the target, or else light."""
    dark, light = colours
    if is_decisive or width < 4:
        return Rect(x, y, width, height, dark if is_decisive else light, radius=radius)
    return Rect(x + 0.5, y + 0.5, width - 1, height - 1, light, dark, 1, radius)


def _fill_with_dots(x: float, y: float, width: float, height: float, colour: str, step: float) -> list[Shape]:
    """Draw a rectangle filled with dots."""
    shapes: list[Shape] = [Rect(x, y, width, height, PAPER, colour, 1)]
    for row in range(max(1, int(height / step))):
        for column in range(max(1, int(width / step))):
            shapes.append(Rect(x + (column + 0.5) * step - 0.5, y + (row + 0.5) * step - 0.5, 2, 2, colour, radius=1))
    return shapes


@dataclass(frozen=True)
class _Lane:
    """A row of a timeline, with the lines of its title on the left and the height of its bars."""

    top: float
    height: float
    bar: float
    lines: tuple[Text, ...]

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def bar_top(self) -> float:
        return self.middle - (self.bar + 1) / 2

    @property
    def title(self) -> list[Shape]:
        return [shift(line, 0, self.middle) for line in self.lines]


def _make_lanes(
    titles: Sequence[tuple[str, str]], right: float, top: float, row: float, *, bold: bool = False
) -> list[_Lane]:
    """Return rows below each other, each at least `row` pixels high, for titles with the ids of their nodes.

    A title is to the left of the x coordinate `right`.
    """
    wrapped = [wrap(title, right - 12 - _MARGIN, TEXT, bold=bold) for title, _ in titles]
    heights = [max(row, _LINE * len(lines) + 8) for lines in wrapped]
    tops, bar = accumulate(heights, initial=top), min(row - 9, _HIGHEST_BAR)
    return [
        _Lane(y, height, bar, tuple(_stack(lines, right - 12, 0, "end", node, bold=bold)))
        for y, height, lines, (_, node) in zip(tops, heights, wrapped, titles, strict=False)
    ]


def _draw_post(leg: Leg, axis: Axis, lane: _Lane, width: float, marks: Sequence[Shape]) -> list[Shape]:
    """Draw the time at a position, with a text that is not on the texts of `marks`, which end where the time begins."""
    left, right = axis.place(leg.arrives), axis.place(leg.leaves)
    free = min((shape.x for shape in marks if isinstance(shape, Rect) and shape.fill == PAPER), default=left)
    shapes = draw_leg(leg, axis, lane.bar_top, lane.bar)
    # the legend also has the reason of a wait, so a text with a shorter one or none is enough if there is little room
    texts = (_write_beside([said], axis, (left, right), lane, width, free) for said in _say_stay(leg, axis.months))
    return shapes + next(filter(None, texts), [])


def _say_stay(leg: Leg, span: float) -> Iterator[str]:
    """Yield a text with the months of a stay and the reason of its wait, then with a shorter reason, and with none."""
    required, waiting = leg.free - leg.arrives, leg.leaves - leg.find_solid_end(span)
    said = [f"{format_number(round(required, 1))} mo"] if required > 0.05 else []
    if waiting:
        said.append(f"{format_whole_number(waiting)} mo" if waiting >= 1 else format_duration(waiting))
        yield f"{', then '.join(said)} until {_REASONS.get(leg.waits_for, 'the next post is free')}"
        if leg.waits_for in _REASONS:
            yield f"{', then '.join(said)} for {leg.waits_for}"
    yield ", then ".join(said)


_REASONS = {
    "study": "the study is done",
    "experience": "the experience is gained",
    "teaching": "the post has taught its skills",
}
_DOTTED = ("experience", "teaching")


def _write_beside(
    choices: Sequence[str], axis: Axis, bar: tuple[float, float], lane: _Lane, width: float, free: float
) -> list[Shape]:
    """Write the first of several texts that has room to the right of a bar, on as many lines as its row has room for.

    If no text fits to the right of the bar, the function writes the last and shortest text on the bar or to its left.
    There, the row is empty up to the x coordinate `free`. If the text fits nowhere, the function writes nothing.
    """
    left, right = bar
    room, before, base = width - right - _BESIDE, free - axis.left - 12, lane.middle + 5
    most = max(1, int(lane.height / _BESIDE_LINE)) if room >= _NARROWEST else 1
    for words in choices:
        lines = wrap(words, min(room, _WIDEST) if most > 1 else room, TEXT, most=most) if room > 0 else []
        if lines and "".join(lines).count("…") == words.count("…"):
            first = base - _BESIDE_LINE * (len(lines) - 1) / 2
            texts = [Text(right + 8, first + _BESIDE_LINE * n, line, TEXT) for n, line in enumerate(lines)]
            return [shape for text in texts for shape in write_on(PAPER, text)]
    words, wide = choices[-1], measure(choices[-1], TEXT)
    if max(room, before) < wide < right - left - 20:
        return write_on(PAPER, Text(left + 11, base, words, TEXT))
    return write_on(PAPER, Text(free - 8, base, words, TEXT, anchor="end")) if words and wide <= before else []


def write_on(paper: str, text: Text) -> list[Shape]:
    """Draw a text on a background of the colour `paper`, so that no line of the time axis crosses the letters."""
    wide = measure(text.text, text.size, bold=text.bold)
    left = text.x - (wide if text.anchor == "end" else 0)
    return [Rect(left - 3, text.y - text.size * 0.9, wide + 6, text.size * 1.25, paper, radius=3), text]


def say_arrival(day: date | None, months: float) -> str:
    """Return the month of an arrival, or the months from the start to it if its year is too large for a date."""
    return format_short_month(day) if day else f"month {format_number(months)}"


def _draw_arrival(plan: Plan, axis: Axis, middle: float, width: float) -> list[Shape]:
    """Draw the arrival at the target as a diamond at the height `middle`, below its date.

    A thin line connects two dates, between which the plan arrives with a probability of 80 %. Each of the two dates
    stands at its end of the line, if the date has room there.
    """
    stop = plan.stops[-1]
    dark, _ = _COLOURS[stop.kind]
    x = axis.place(stop.arrives)
    shapes: list[Shape] = []
    low, high = map(axis.place, find_range(plan))
    if high > low:
        early, late = (say_arrival(each.arrives_on, each.months) for each in (plan.spread[0], plan.spread[-1]))
        shapes += draw_range(low, high, middle, dark)
        before, after = min(low, x - 9) - 8, max(high, x + 9) + 8
        if axis.left < before - measure(early, TEXT) - 6:
            shapes += write_on(PAPER, Text(before, middle + 5, early, TEXT, QUIET, anchor="end"))
        if after + measure(late, TEXT) + 6 < width:
            shapes += write_on(PAPER, Text(after, middle + 5, late, TEXT, QUIET))
    shapes.append(draw_diamond(x, middle, 9, dark))
    said = say_arrival(stop.arrives_on, stop.arrives)
    wide = measure(said, TEXT, bold=True)
    left = min(max(axis.left + 4, x - wide / 2), width - _MARGIN - wide)
    return [*shapes, *write_on(PAPER, Text(left, middle - 14, said, TEXT, dark, bold=True))]


def draw_range(left: float, right: float, y: float, colour: str) -> list[Shape]:
    """Draw a thin horizontal line with a short stroke at each end."""
    ends = [Line(((x, y - 6), (x, y + 6)), colour, 2) for x in (left, right)]
    return [Line(((left, y), (right, y)), colour, 2), *ends]


def draw_diamond(x: float, y: float, half: float, colour: str) -> Polygon:
    """Draw a diamond around a point, with corners that are `half` pixels away from the point."""
    return Polygon(((x, y - half), (x + half, y), (x, y + half), (x - half, y)), colour)


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


def find_decisive(plan: Plan) -> set[str]:
    """Return the ids of the stops of a plan up to the last stop whose study delays the arrival at the target."""
    last = find_last_studied(plan)
    return {stop.id for stop in plan.stops[: last + 1]} if last else set()


def _draw_groups(
    groups: Sequence[Stop], decisive: Set[str], axis: Axis, lanes: Sequence[_Lane], width: float
) -> list[Shape]:
    shapes = list[Shape]()
    for stop, lane in zip(groups, lanes, strict=True):
        shapes += lane.title
        for times in find_study_times(stop):
            left, right = map(axis.place, times)
            shapes.append(
                _draw_bar(left, lane.bar_top, max(3.0, right - left - 1), lane.bar, STUDY, stop.id in decisive)
            )
        around = axis.place(stop.learn[0].from_month), axis.place(stop.learn[-1].to_month)
        shapes += _write_beside([*_name_skills(stop, lane.height)], axis, around, lane, width, around[0])
    return shapes


def _name_skills(stop: Stop, row: float) -> Iterator[str]:
    """Yield texts with the number and hours of a stop's skills, and with ever fewer names of the longest skills.

    In a row of the height `row`, a text has at most three names for each line of the row.
    """
    longest = sorted(stop.learn, key=lambda study: (-study.hours, study.id))
    words = f"{format_count(len(longest), 'skill')}, {format_number(coarsen(sum(study.hours for study in longest)))} h"
    for number in range(min(3 * max(1, int(row / _BESIDE_LINE)), len(longest)), 0, -1):
        names = ", ".join(isolate(study.title) for study in longest[:number])
        yield f"{words}: {names}{f' and {len(longest) - number:,} more' if number < len(longest) else ''}"
    yield words


@dataclass(frozen=True)
class _Row:
    """The row of a skill in a timeline: the lines of its title, its hours, and the lines that name a resource."""

    study: Study
    title: list[str]
    hours: str
    source: list[str]

    @property
    def height(self) -> float:
        return _LINE * max(len(self.title), len(self.source)) + 5


def _make_row(study: Study) -> _Row:
    source = "".join(", ".join(filter(None, (each.title, each.publisher))) for each in study.learn_with[:1])
    title = wrap(study.title, _MOST_TITLE, TEXT)
    return _Row(study, title, f"{format_number(coarsen(study.hours))} h", wrap(source, _MOST_SOURCE, TEXT))


@dataclass(frozen=True)
class _Table:
    """The rows of the skills to learn before one position, with the room that they need around the axis of time."""

    stop: Stop
    rows: list[_Row]

    @property
    def height(self) -> float:
        return _GROUP + sum(row.height for row in self.rows) + 6

    @property
    def left(self) -> float:
        """The distance of the axis from the left edge of the picture, with room for titles and hours."""
        return _MARGIN + 10 + _measure_widest(line for row in self.rows for line in row.title) + 14 + self.hours + 12

    @property
    def hours(self) -> float:
        return _measure_widest(row.hours for row in self.rows)

    @property
    def sources(self) -> float:
        """The width that resources take between the right end of the axis and the right margin of the picture."""
        widest = _measure_widest(line for row in self.rows for line in row.source)
        return widest + 34 if widest else 0.0


def _measure_widest(lines: Iterable[str]) -> float:
    return max((measure(line, TEXT) for line in lines), default=0.0)


def _draw_tables(
    tables: Sequence[_Table], decisive: Set[str], axis: Axis, top: float, width: float
) -> tuple[list[Shape], list[Shape]]:
    """Draw a table of skills for each position, and return the backgrounds of all tables apart from other shapes.

    From left to right, a row of a table has the title of a skill, its hours, a bar on the axis, and a resource.
    """
    bands, shapes = list[Shape](), list[Shape]()
    title_right = axis.left - 26 - max((table.hours for table in tables), default=0.0)
    for table in tables:
        stop, y = table.stop, top + _GROUP
        bands.append(Rect(_MARGIN, top, width - _MARGIN - _RIGHT, table.height, BAND, radius=6))
        head = cut(f"For {isolate(stop.title)}, {format_arrival(stop)}", width - 2 * _MARGIN - _RIGHT, TEXT, bold=True)
        shapes += write_on(BAND, Text(_MARGIN + 10, top + 22, head, TEXT, bold=True, node=stop.id))
        for row in table.rows:
            study, middle = row.study, y + row.height / 2
            shapes += _stack(row.title, title_right, middle, "end", study.id)
            shapes += _stack([row.hours], axis.left - 12, middle, "end")
            left, right = axis.place(study.from_month), axis.place(study.to_month)
            wide, high = max(3.0, right - left - 1), _LINE - 4
            shapes.append(_draw_bar(left, middle - high / 2, wide, high, STUDY, stop.id in decisive, 2))
            shapes += _stack(row.source, axis.right + 24, middle, "start")
            y += row.height
        top += table.height + 12
    return bands, shapes


def _stack(
    lines: Sequence[str], x: float, middle: float, anchor: str, node: str = "", *, bold: bool = False
) -> list[Text]:
    """Write lines of text below each other, around the height `middle`."""
    first = middle + 5 - _LINE * (len(lines) - 1) / 2
    return [
        Text(x, first + _LINE * number, line, TEXT, bold=bold, anchor=anchor, node=node)
        for number, line in enumerate(lines)
    ]


def list_samples(
    legs: Sequence[Leg], span: float, plans: Sequence[Plan], studies: Set[bool] = frozenset()
) -> dict[str, Sequence[Sequence[Shape]]]:
    """Return the words of a legend, each with sample shapes, for the kinds of bars in a picture over `span` months.

    `studies` has true if some bar of study decides the date of arrival, and false if some bar of study does not.
    """
    bars = {(leg.stop.kind, leg.is_solid_decisive(span)) for leg in legs if leg.find_solid_end(span) > leg.arrives}
    bars |= {("study", is_decisive) for is_decisive in studies}
    solid: dict[tuple[str, bool], list[Shape]] = {
        (kind, is_decisive): [_draw_bar(0, 0, _SWATCH, _HIGH_SWATCH, colours, is_decisive)]
        for kind, colours in _COLOURS.items()
        for is_decisive in (True, False)
        if (kind, is_decisive) in bars
    }
    waits = sorted(
        (leg for leg in legs if leg.find_solid_end(span) < leg.leaves),
        key=lambda leg: (not leg.is_decisive, leg.stop.kind),
    )
    reasons = sorted({leg.waits_for for leg in waits if leg.waits_for in _DOTTED})
    # waits with time to spare look the same in posts and at stages
    patterns = {
        (leg.waits_for in _DOTTED, leg.is_decisive, leg.is_decisive and leg.stop.kind): _draw_wait(
            leg, 0, 0, _SWATCH, _HIGH_SWATCH
        )
        for leg in waits
    }
    dark, half = _COLOURS[plans[0].stops[-1].kind][0], _HIGH_SWATCH / 2
    has_range = any(low < high for low, high in map(find_range, plans))

    def choose(kind: str) -> list[list[Shape]]:
        return [parts for (each, _), parts in solid.items() if each == kind]

    def choose_waits(is_dotted: bool) -> list[list[Shape]]:
        return [parts for (each, *_), parts in patterns.items() if each == is_dotted]

    def choose_bars(is_decisive: bool) -> list[list[Shape]]:
        return [parts for (_, each, *_), parts in (*solid.items(), *patterns.items()) if each == is_decisive]

    samples: dict[str, Sequence[Sequence[Shape]]] = {
        "required time in a post": choose("role"),
        "time at a stage": choose("stage"),
        "waiting for study": choose_waits(is_dotted=False),
        f"waiting for {' or '.join(reasons)}": choose_waits(is_dotted=True),
        "study": choose("study"),
        "decides the last date": choose_bars(is_decisive=True),
        "could end later without delay": choose_bars(is_decisive=False),
        "arrival": [[draw_diamond(_SWATCH / 2, half, half + 1, dark)]],
        "8 in 10 arrive": [draw_range(1, _SWATCH - 1, half, dark)] if has_range else [],
    }
    return {words: swatches for words, swatches in samples.items() if swatches}


def draw_legend(samples: Mapping[str, Sequence[Sequence[Shape]]], width: float) -> list[Shape]:
    """Draw a legend of samples and words, so that the letters of its first line of text stand at y = 0."""
    shapes, x, base = list[Shape](), _MARGIN, 0.0
    for words, swatches in samples.items():
        before = len(swatches) * (_SWATCH + 4) + 3
        wide = before + measure(words, TEXT)
        if x + wide > width - _RIGHT:
            x, base = _MARGIN, base + 22
        for number, parts in enumerate(swatches):
            shapes += [shift(part, x + number * (_SWATCH + 4), base - 13) for part in parts]
        shapes.append(Text(x + before, base, words, TEXT, QUIET))
        x += wide + 18
    return shapes
