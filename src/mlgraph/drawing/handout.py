"""A plan as a handout on A4 pages, with a timeline, the pay at the target, and all skills with boxes to tick."""

from mlgraph.analysis.figures import Pay, PlanFigures, plan_figures
from mlgraph.drawing.pages import A4, TEXT, Pages
from mlgraph.drawing.scene import QUIET, Scene
from mlgraph.drawing.timeline import draw_timeline
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.invisible import isolate
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan, Study
from mlgraph.text.dates import format_date, format_short_month
from mlgraph.text.figures import (
    count_people,
    describe_arrival,
    describe_resource,
    format_money,
    format_years,
    list_scarce,
    name_people,
)
from mlgraph.text.formatting import capitalize, coarsen, format_number, format_whole_number
from mlgraph.text.plan import explain_study, format_arrival, name_ends, write_headline

_MARGIN = 45.0
# at this scale, the timeline's text of 15 pixels is 9 points high on paper
_SCALE = 0.81
_OUTSET = 26 * _SCALE
# the most resources for a skill
_MOST_RESOURCES = 2
# the gaps below a skill that a handout may have, in pixels of paper
_GAPS = range(1, 19)
_PAY = ["Pay a year", "quarter below", "median", "quarter above", "counted"]


def draw_handout(graph: Graph, plan: Plan) -> list[Scene]:
    """Draw the A4 pages of a handout about a plan.

    The skills are as far apart as the number of pages permits, so that the last page is not almost empty.
    """
    timeline = draw_timeline(graph, plan, width=(A4[0] - 2 * _MARGIN + 2 * _OUTSET) / _SCALE)
    figures, credit = plan_figures(graph, plan), make_attribution(graph)

    def fill(gap: float) -> list[Scene]:
        pages = Pages(A4, _MARGIN)
        pages.draw(timeline, _SCALE, _OUTSET)
        _write_plan(pages, plan, figures, gap)
        if credit:
            pages.y += TEXT
            pages.write(credit, 12, fill=QUIET)
        return pages.finish("mlgraph", write_headline(plan, name_ends(plan), format_short_month))

    scenes = fill(0)
    for gap in _GAPS:
        wider = fill(gap)
        if len(wider) > len(scenes):
            break
        scenes = wider
    return scenes


def _write_plan(pages: Pages, plan: Plan, figures: PlanFigures, gap: float) -> None:
    """Write the pay at the target of a plan, and its skills with boxes to tick, of which the next ones come first."""
    # the table has the pay, which comes first in these sentences
    known = describe_arrival(figures)[len(figures.pay) :]
    said = ("pay", figures.pay or figures.area), ("demand", list_scarce(figures))
    subjects = [word for word, is_said in said if is_said]
    if subjects:
        pages.write_heading(f"{capitalize(' and '.join(subjects))} for {isolate(plan.stops[-1].title)}")
    if figures.pay:
        pages.write_table(_PAY, [_list_pay(each) for each in figures.pay])
    for text in known:
        pages.write(f"{text}.")
    for number, stop in enumerate(stop for stop in plan.stops if stop.learn):
        begin = "For" if number else "Next steps, for"
        pages.write_heading(f"{begin} {isolate(stop.title)}, {format_arrival(stop)}", stop.id)
        for study in stop.learn:
            below = [f"learn with {describe_resource(each)}" for each in study.learn_with[:_MOST_RESOURCES]]
            below = [*([", ".join(explain_study(study))] if [*explain_study(study)] else []), *below]
            pages.write_task(
                study.title, f"{format_number(coarsen(study.hours))} h{_format_until(study)}", below, study.id, gap=gap
            )


def _list_pay(pay: Pay) -> tuple[list[str], str]:
    """Return a figure of pay as a row of the table with the column titles `_PAY`, and a note on the source."""
    low, high = (format_whole_number(each) if each is not None else "-" for each in (pay.low, pay.high))
    figures = [low, format_money(pay.median, pay.currency), high, count_people(pay)]
    return [f"{pay.area}, {format_years(pay.years)}", *figures], f"{name_people(pay)} [{pay.publication}]"


def _format_until(study: Study) -> str:
    return f", until {format_date(study.ends)}" if study.ends else ""
