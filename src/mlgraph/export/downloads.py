"""Files of a plan that a server gives to a browser. The server does not see the file that a download replaces."""

from datetime import UTC, datetime

from mlgraph.export.calendar_update import name_person, update_calendar
from mlgraph.export.formats import FORMATS, export
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan


def write_plan(graph: Graph, plan: Plan, name: str, person: str) -> bytes:
    """Return the content of a file of a plan, by the name of the file, such as plan.png or handout.pdf.

    `person` names the person in the entries of a calendar, so that a later download changes them. Without it, the ends
    of the plan name them.
    """
    stem, _, format = name.rpartition(".")
    content = export(
        graph,
        format,
        plan=plan,
        sheet="handout" if stem == "handout" else None,
        # nobody at a browser can install a font on the server
        missing_letters="boxes" if "missing_letters" in FORMATS[format].takes else None,
    )
    if format != "ics":
        return content
    who = name_person(person) if person else name_person("", plan.source, plan.target)
    return update_calendar(b"", content, who, datetime.now(UTC))
