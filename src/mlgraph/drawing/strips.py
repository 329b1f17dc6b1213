"""Pictures of several plans on a common axis of time, each with its differences from the first plan."""

from collections.abc import Callable, Mapping, Sequence, Set
from itertools import pairwise
from math import inf

from mlgraph.drawing.letters import cut, measure, wrap_paragraph
from mlgraph.drawing.scene import GRID, INK, PAPER, QUIET, Line, Rect, Scene, Shape, Text, shift
from mlgraph.drawing.timeline import (
    BAND,
    HEIGHT,
    ROLE,
    STAGE,
    TEXT,
    WIDTH,
    Axis,
    Leg,
    draw_diamond,
    draw_leg,
    draw_legend,
    draw_range,
    find_range,
    find_span,
    join_searches,
    list_legs,
    list_samples,
    say_arrival,
    write_on,
)
from mlgraph.graphfile.evidence import note_generated
from mlgraph.invisible import isolate
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan, Stop
from mlgraph.text.dates import format_short_month
from mlgraph.text.formatting import format_number, format_tenths
from mlgraph.text.plan import name_ends

_MARGIN, _TOP, _NUMBERS, _BAR = 26.0, 108.0, 300.0, 24.0
# the base lines of titles above and below a strip, as distances from the top of its bar
_LANES = (-8.0, 41.0, -26.0, 59.0)
# the height of the range of dates and the base line of the first titles below it, as distances from the top of the bar
_RANGE, _BELOW_RANGE = 36.0, 59.0
# five rows are as high as a slide, which has text of 9 points on A4
_ROW = 110.0
# the widths at which a long title is cut, the first one if there is room
_MOST_TITLE = (420.0, 200.0)
# the colours of differences: worse and better
_WORSE, _BETTER = "#B91C1C", "#047857"


def draw_strips(graph: Graph, plans: Sequence[Plan], *, is_slide: bool = True) -> Scene:
    """Draw a horizontal strip for each plan, with a dark outline around jobs that all plans have in common.

    On a slide, many plans make the picture wider, so that it is never less wide than 16 : 9.
    """
    span = max(map(find_span, plans))
    legs = [join_searches(list_legs(graph, plan)) for plan in plans]
    common = set.intersection(*({stop.id for stop in plan.stops[:-1]} for plan in plans))
    samples = list_samples([leg for each in legs for leg in each], span, plans)
    if any(_is_common(leg, common) for leg in legs[0]):
        samples["every plan passes"] = [[Rect(1, 1, 22, 12, PAPER, INK, 2.4)]]
    legend = draw_legend(samples, WIDTH)
    feet = 34 + max(shape.y for shape in legend if isinstance(shape, Text))
    note = note_generated(graph)
    feet += 20 * bool(note)
    row = max(_ROW, min(1.5 * _ROW, (HEIGHT - _TOP - feet) / len(plans)))
    # a few plans make the picture less high than a slide
    height = _TOP + row * len(plans) + feet
    width = max(WIDTH, height * WIDTH / HEIGHT) if is_slide else WIDTH
    axis = Axis(_MARGIN + 34, width - _NUMBERS - _MARGIN, span, plans[0].start)
    targets = {plan.target for plan in plans}
    is_one = len(targets) == 1
    first = isolate(plans[0].stops[0].title)
    title = f"{name_ends(plans[0])}: {len(plans)} ways" if is_one else f"From {first} to {len(targets)} posts"
    rule = f"On one axis of time, with {format_number(plans[0].pace)} hours of study a week. "
    rule += "Below a figure: the difference from the first plan."
    lines = wrap_paragraph(rule, width - 2 * _MARGIN, TEXT)
    shapes: list[Shape] = [
        Text(_MARGIN, 40, cut(title, width - 2 * _MARGIN, 26, bold=True), 26, bold=True),
        *(Text(_MARGIN, 66 + 21 * n, line, TEXT, QUIET) for n, line in enumerate(lines)),
    ]
    bottom = _TOP + row * len(plans)
    shapes += axis.draw(_TOP - 22, bottom, _TOP - 9)
    right = width - _MARGIN
    columns = {"months": right - 166, "hours": right - 78, "moves": right}
    shapes += [Text(x, _TOP - 9, name, TEXT, QUIET, anchor="end") for name, x in columns.items()]
    says = {name: _choose_format([getattr(plan.costs, name) for plan in plans]) for name in columns}
    for number, plan in enumerate(plans):
        y = _TOP + row * number
        if number % 2 == 0:
            # backgrounds come first in the list, so that the lines of the axis cover them
            shapes.insert(0, Rect(_MARGIN - 12, y + 3, width - 2 * _MARGIN + 24, row - 6, BAND, radius=10))
        middle = y + row / 2
        # the digits are as far above the middle of the bar as below it
        shapes.append(Text(_MARGIN, middle + 7, str(number + 1), 20, bold=True))
        shapes += _draw_strip(plan, legs[number], axis, middle - _BAR / 2, common, PAPER if number % 2 else BAND)
        shapes += _write_costs(plan, plans[0] if number else None, columns, says, middle + 6.5)
    shapes += [shift(part, 0, bottom + 22) for part in legend]
    if note:
        shapes.append(Text(_MARGIN, height - 14, note, TEXT, QUIET))
    return Scene(width, height, tuple(shapes))


def _is_common(leg: Leg, common: Set[str]) -> bool:
    return leg.stop.id in common and leg.stop.kind == "role"


def _draw_strip(plan: Plan, legs: Sequence[Leg], axis: Axis, y: float, common: Set[str], paper: str) -> list[Shape]:
    shapes: list[Shape] = []
    for leg in legs:
        shapes += draw_leg(leg, axis, y, _BAR)
        if _is_common(leg, common):
            x0, x1 = axis.place(leg.arrives), axis.place(leg.leaves)
            # inside the outline, a white line separates it from a dark bar
            for inset, colour, weight in ((1.95, PAPER, 1.5), (0.0, INK, 2.4)):
                left, top, right, bottom = x0 + inset, y + inset, x1 - inset, y + _BAR - inset
                outline = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
                shapes += [Line(pair, colour, weight) for pair in pairwise(outline)]
    low, high = map(axis.place, find_range(plan))
    last, middle = plan.stops[-1], y + _BAR / 2
    x, dark = axis.place(last.arrives), (STAGE if last.kind == "stage" else ROLE)[0]
    if high > low:
        # below the bar, since a line on the bar would hide its colour and its hatching
        shapes += [Line(((x, middle), (x, y + _RANGE)), dark, 2), *draw_range(low, high, y + _RANGE, dark)]
        early, late = (say_arrival(each.arrives_on, each.months) for each in (plan.spread[0], plan.spread[-1]))
        shapes += write_on(paper, Text(high + 8, y + _RANGE + 5, late, TEXT, QUIET))
        if low - 8 - measure(early, TEXT) > axis.left:
            shapes += write_on(paper, Text(low - 8, y + _RANGE + 5, early, TEXT, QUIET, anchor="end"))
            low -= 8 + measure(early, TEXT)
    # the arrival may lie on a bar of the same colour, so it has a light border
    shapes += [draw_diamond(x, middle, half, colour) for colour, half in ((PAPER, 14), (dark, 11))]
    titles = _write_titles([*(leg.stop for leg in legs), last], axis, y, paper, low if high > low else inf)
    return shapes + titles


def _write_titles(stops: Sequence[Stop], axis: Axis, y: float, paper: str, low: float) -> list[Shape]:
    """Write the title of each job of a plan where the job begins, above or below the strip of the plan.

    The month of arrival follows the title of the last job.

    A title directly below the strip ends before the range of arrival dates, which begins at the x coordinate `low`.
    """
    # titles are drawn last, so that they cover the lines to titles that are farther away
    lines, titles = list[Shape](), list[Shape]()
    used = [0.0] * len(_LANES)
    for number, stop in enumerate(stops):
        x, is_last = axis.place(stop.arrives), number == len(stops) - 1
        said = format_short_month(stop.arrives_on) if is_last and stop.arrives_on else ""
        after = measure(said, TEXT) + 8 if said else 0.0
        # a long title is cut only if no lane has room for all of it
        for most in _MOST_TITLE:
            title = cut(stop.title, most, TEXT, bold=is_last)
            width = measure(title, TEXT, bold=is_last)
            left = min(x, axis.right + 8 - width - after)
            right = left + width + after + 8
            free = [
                lane
                for lane, base in enumerate(_LANES)
                if used[lane] <= left and (base < 0 or base >= _BELOW_RANGE or right < low)
            ]
            if free:
                break
        if not free and not is_last:
            continue
        lane = free[0] if free else 0
        used[lane] = right
        base = y + _LANES[lane]
        edge = (base + 3, y) if _LANES[lane] < 0 else (y + _BAR, base - 12)
        lines.append(Line(((x, edge[0]), (x, edge[1])), GRID if abs(edge[0] - edge[1]) < 6 else "#94A3B8", 1))
        titles += write_on(paper, Text(left, base, title, TEXT, INK, bold=is_last, node=stop.id))
        if said:
            titles += write_on(paper, Text(left + width + 8, base, said, TEXT, QUIET))
    return lines + titles


def _choose_format(values: Sequence[float]) -> Callable[[float], str]:
    """Return a function that formats the numbers of a column, all with one decimal if one number needs a decimal."""
    return format_tenths if any(round(value, 1) % 1 for value in values) else format_number


def _write_costs(
    plan: Plan,
    best: Plan | None,
    columns: Mapping[str, float],
    says: Mapping[str, Callable[[float], str]],
    base: float,
) -> list[Shape]:
    """Write the costs of a plan, and below them the differences from the costs of the best plan."""
    shapes: list[Shape] = []
    for name, x in columns.items():
        value, say = getattr(plan.costs, name), says[name]
        shapes.append(Text(x, base, say(value), 18, bold=True, anchor="end"))
        difference = round(value - getattr(best.costs, name), 1) if best else 0
        if difference:
            said = f"{'+' if difference > 0 else '-'}{say(abs(difference))}"
            shapes.append(Text(x, base + 22, said, TEXT, _WORSE if difference > 0 else _BETTER, anchor="end"))
    return shapes
