"""The picture of a person's progress, which compares the hours studied so far with the hours at the planned pace."""

from collections.abc import Callable
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from mlgraph.analysis.progress import Progress
from mlgraph.drawing.canvas import FAINT, HUES, INK, PAPER, QUIET
from mlgraph.drawing.fonts import FAMILY
from mlgraph.drawing.formats import render_tree
from mlgraph.errors import UsageError
from mlgraph.invisible import isolate
from mlgraph.text.dates import format_date
from mlgraph.text.formatting import format_number

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 70, 50
_LINES = 4
_SPACE = "http://www.w3.org/2000/svg"


def draw_progress(found: Progress, format: str) -> bytes:
    """Draw a person's progress as "svg", "png" or "pdf".

    Raises UsageError if no learned skill has a day on which the person learned it.
    """
    if found.since is None:
        raise UsageError("no learned skill has a day, so there is nothing to draw")
    days = max(7, (found.on - found.since).days)
    pace_hours = found.pace * days / 7
    most = max(pace_hours, found.hours, 1.0)
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def place(day: float, hours: float) -> str:
        return f"{_LEFT + wide * day / days:.1f},{_TOP + high * (1 - hours / most):.1f}"

    tree = Element(f"{{{_SPACE}}}svg", width=f"{_WIDTH}pt", height=f"{_HEIGHT}pt", viewBox=f"0 0 {_WIDTH} {_HEIGHT}")
    _add(tree, "rect", x="0", y="0", width=str(_WIDTH), height=str(_HEIGHT), fill=PAPER)
    goal = f": {isolate(found.goal.title)}" if found.goal else ""
    _write(tree, _LEFT, 26, f"Hours learned{goal}", 16, INK, weight="bold")
    fact = f"{format_number(found.weekly or 0)} h a week in fact, {format_number(found.pace)} h a week by the pace"
    _write(tree, _LEFT, 46, fact, 11, QUIET)
    for step in range(_LINES + 1):
        hours = most * step / _LINES
        y = _TOP + high * (1 - step / _LINES)
        _add(tree, "line", x1=str(_LEFT), y1=f"{y:.1f}", x2=str(_WIDTH - _RIGHT), y2=f"{y:.1f}", stroke=FAINT)
        _write(tree, _LEFT - 8, y + 4, f"{format_number(hours)} h", 10, QUIET, anchor="end")
    _draw_line(tree, [place(0, 0), place(days, pace_hours)], HUES[3], dashes="6,4")
    _draw_line(tree, _trace_steps(found, found.since, place, days), HUES[1])
    _write(tree, _LEFT, _HEIGHT - 20, format_date(found.since), 10, QUIET)
    _write(tree, _WIDTH - _RIGHT, _HEIGHT - 20, format_date(found.on), 10, QUIET, anchor="end")
    _write(tree, _WIDTH - _RIGHT, _HEIGHT - 36, "line: learned; dashes: pace", 10, QUIET, anchor="end")
    return render_tree(tree, format)


def _trace_steps(found: Progress, since: date, place: Callable[[float, float], str], days: int) -> list[str]:
    """Return the corners of a line that rises on the day of each learned skill, by the hours of the skill."""
    corners, total = [place(0, 0)], 0.0
    for each in found.done:
        day = (each.on - since).days
        corners.append(place(day, total))
        total += each.hours
        corners.append(place(day, total))
    return [*corners, place(days, total)]


def _draw_line(tree: Element, corners: list[str], colour: str, dashes: str = "") -> None:
    style = {"stroke_dasharray": dashes} if dashes else {}
    _add(tree, "polyline", points=" ".join(corners), fill="none", stroke=colour, stroke_width="2.5", **style)


def _write(
    tree: Element,
    x: float,
    y: float,
    text: str,
    size: int,
    colour: str,
    *,
    anchor: str = "start",
    weight: str = "normal",
) -> None:
    style = {"font_size": f"{size}", "text_anchor": anchor, "fill": colour, "font_weight": weight}
    _add(tree, "text", x=f"{x:.1f}", y=f"{y:.1f}", font_family=FAMILY, **style).text = text


def _add(tree: Element, tag: str, **attributes: str) -> Element:
    return SubElement(tree, f"{{{_SPACE}}}{tag}", {key.replace("_", "-"): value for key, value in attributes.items()})
