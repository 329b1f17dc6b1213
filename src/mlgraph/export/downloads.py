"""Files of a plan for download in a browser, which do not depend on earlier downloads."""

from datetime import UTC, datetime

from mlgraph.export.calendar_update import name_owner, name_person, update_calendar
from mlgraph.export.formats import FORMATS, export
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan


def write_plan(graph: Graph, plan: Plan, name: str, id: str, profile: str) -> bytes:
    """Export a plan as a file, in the format that its `name` stands for, such as plan.png or handout.pdf.

    The UIDs (unique ids) of calendar entries come from the `id` of a profile, or from the path `profile` of its file.
    If a person imports a later calendar with the same UIDs, the calendar program updates the entries. Without `id` and
    `profile`, the UIDs of calendar entries come from the first and the last position of the plan.
    """
    stem, _, format = name.rpartition(".")
    content = export(
        graph,
        format,
        plan=plan,
        sheet="handout" if stem == "handout" else None,
        # draw missing letters as boxes, since the user of a browser cannot install a font on the server
        missing_letters="boxes" if "missing_letters" in FORMATS[format].takes else None,
    )
    if format != "ics":
        return content
    who = name_owner(id, profile) if id or profile else name_person("", plan.source, plan.target)
    return update_calendar(b"", content, who, datetime.now(UTC))
