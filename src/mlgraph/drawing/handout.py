"""A plan as a handout on A4 pages, with a timeline, the next steps, and all skills with boxes to tick."""

from mlgraph.analysis.figures import plan_figures
from mlgraph.drawing.pages import A4, TEXT, Pages
from mlgraph.drawing.scene import QUIET, Scene
from mlgraph.drawing.timeline import draw_timeline
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.invisible import isolate
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan, Study
from mlgraph.text.dates import day_month_year
from mlgraph.text.figures import arrival_texts, resource_text
from mlgraph.text.formatting import counted, quantity
from mlgraph.text.plan import arrival, reasons

_MARGIN = 45.0
# at this scale, the timeline's text of 15 pixels is 9 points high on paper
_SCALE = 0.81
_OUTSET = 26 * _SCALE
# the most next steps on the first page, and the most resources for a skill
_MOST_STEPS, _MOST_RESOURCES = 6, 2


def draw_handout(graph: Graph, plan: Plan) -> list[Scene]:
    """Draw the A4 pages of a handout about a plan."""
    pages = Pages(A4, _MARGIN)
    pages.draw(draw_timeline(graph, plan, width=(pages.width + 2 * _OUTSET) / _SCALE), _SCALE, _OUTSET)
    figures = plan_figures(graph, plan)
    if plan.studies:
        pages.head("Next steps")
        for study in plan.studies[:_MOST_STEPS]:
            pages.item(f"{isolate(study.title)}{_until(study)}", mark=f"{quantity(study.hours)} h", node=study.id)
        rest = len(plan.studies) - _MOST_STEPS
        if rest > 0:
            pages.write(f"and {counted(rest, 'more skill')} on the next pages", fill=QUIET)
    known = [*arrival_texts(figures)]
    if known:
        pages.head(f"Pay and demand of {isolate(plan.stops[-1].title)}")
    for text in known:
        pages.write(f"{text}.")
    for stop in plan.stops:
        if stop.learn:
            pages.head(f"For {isolate(stop.title)}, {arrival(stop)}", stop.id)
        for study in stop.learn:
            below = [f"learn with {resource_text(each)}" for each in study.learn_with[:_MOST_RESOURCES]]
            below = [*([", ".join(reasons(study))] if [*reasons(study)] else []), *below]
            pages.task(study.title, f"{quantity(study.hours)} h{_until(study)}", below, study.id)
    credit = make_attribution(graph)
    if credit:
        pages.y += TEXT
        pages.write(credit, 12, fill=QUIET)
    return pages.finish("mlgraph")


def _until(study: Study) -> str:
    return f", until {day_month_year(study.ends)}" if study.ends else ""
