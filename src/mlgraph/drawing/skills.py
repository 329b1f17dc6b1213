"""All skills of a graph by subject on A4 pages, since the picture with an arrow for each need is too large for them."""

from itertools import groupby

from mlgraph.drawing.letters import wrap
from mlgraph.drawing.pages import A4, LEADING, TEXT, Pages
from mlgraph.drawing.scene import QUIET, SMALL, Scene
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.invisible import isolate
from mlgraph.model import POSITIONS, Graph
from mlgraph.text.formatting import capitalize, coarsen, format_count, format_number, join_alternatives

_MARGIN, _COLUMNS = 45.0, 2
_OTHERS = "Other skills"
# the gap below a skill
_GAP = 5.0


def draw_skills(graph: Graph) -> list[Scene]:
    """Draw A4 pages with the hours of each skill of a graph, what the skill needs, and how much needs the skill."""
    skills = [node for node in graph if graph.nodes[node]["kind"] == "skill"]
    title, hours = str(graph.graph.get("title", "")), sum(graph.nodes[skill]["hours"] for skill in skills)
    pages = Pages(A4, _MARGIN, _COLUMNS)
    pages.write(title or "Skills", 22, bold=True)
    words = f"{format_count(len(skills), 'skill')} with {format_count(coarsen(hours), 'hour')} of study. "
    pages.write(f"{words}Below each skill: what it needs first, and how many skills and posts need it.", fill=QUIET)

    def get_subject(skill: str) -> str:
        return str(graph.nodes[skill].get("subject") or "")

    skills.sort(key=lambda skill: (not get_subject(skill), get_subject(skill), str(graph.nodes[skill]["title"]), skill))
    has_subjects = any(map(get_subject, skills))
    for subject, members in groupby(skills, get_subject):
        if has_subjects:
            pages.write_heading(subject or _OTHERS)
        for skill in members:
            _write_skill(pages, graph, skill)
    pages.y += TEXT
    pages.write(make_attribution(graph), SMALL, fill=QUIET)
    return pages.finish("mlgraph", title)


def _write_skill(pages: Pages, graph: Graph, skill: str) -> None:
    needs = [
        join_alternatives([isolate(str(graph.nodes[other]["title"])) for other in group])
        for group in graph.nodes[skill]["needs"]
    ]
    posts = sum(graph.nodes[other]["kind"] in POSITIONS for other in graph.adj[skill])
    counts = ((len(graph.adj[skill]) - posts, "skill"), (posts, "post"))
    opens = " and ".join(format_count(count, kind) for count, kind in counts if count)
    parts = [*([f"needs {', '.join(needs)}"] if needs else []), *([f"needed for {opens}"] if opens else [])]
    said = f"{capitalize('; '.join(parts))}." if parts else ""
    # the title of a skill stays with the lines below it
    pages.reserve((1 + len(wrap(said, pages.width, SMALL, most=40))) * TEXT * LEADING)
    mark = f"{format_number(graph.nodes[skill]['hours'])} h"
    pages.write_item(str(graph.nodes[skill]["title"]), mark=mark, bold=True, node=skill)
    pages.write(said, SMALL, fill=QUIET)
    pages.y += _GAP
