"""Files of a plan that a browser downloads. The server does not see the file that a download replaces."""

from datetime import UTC, datetime

from mlgraph.export.calendar_update import name_owner, name_person, update_calendar
from mlgraph.export.formats import FORMATS, export
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan


def write_plan(graph: Graph, plan: Plan, name: str, id: str, profile: str) -> bytes:
    """Return a plan as the content of a file with this name, such as plan.png or handout.pdf.

    The `id` in a profile, or the path of the file `profile` on this machine, becomes a part of the UIDs in a calendar.
    So a later download updates the entries, and so does `mlgraph export`. Without both, the source and the target of
    the plan are used.
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
