"""Picture of a skill, or of a position in a large graph, between the nodes before it and the nodes after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mlgraph.drawing.letters import cut, measure, wrap, wrap_paragraph
from mlgraph.drawing.map import HEIGHT, IN, OUT, WIDTH
from mlgraph.drawing.pages import A4
from mlgraph.drawing.scene import BODY, INK, PAPER, QUIET, SMALL, TITLE, Line, Rect, Scene, Shape, Text
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import Graph, list_sources, list_targets
from mlgraph.text.formatting import capitalize, format_count, format_number

_MARGIN, _TOP = 26.0, 90.0
# the most columns on each side, and the number of boxes from which a side has another column
_COLUMNS, _IN_A_COLUMN = 3, 4
# the greatest distances from one box to the next, and the width of the box in the middle
_WIDE, _HIGH, _MIDDLE = 340.0, 64.0, 200.0
# from this width and height of a box, its letters are larger
_LARGE, _LARGE_HEIGHT = 240.0, 40.0
# the height of the background of "or" between two boxes
_OR = 14.0
# the space for the line of a side, the heading and the border of a group, and the space between groups
_LEAD, _HEAD, _BORDER, _APART = 50.0, 28.0, 10.0, 24.0


@dataclass(frozen=True)
class Size:
    """The sizes of a picture in pixels.

    Attributes
    ----------
    width, height : float
        The width and the least height of the picture.
    foot : float
        The height below the lowest boxes.
    columns, rows : int
        The most columns on both sides together, and the most rows on each side.
    least, gap : float
        The least distance from one row to the next, and the gap between boxes.
    body, line : float
        The font size and the height of a line in narrow boxes.
    """

    width: float
    height: float
    foot: float
    columns: int
    rows: int
    least: float
    gap: float
    body: float
    line: float


SLIDE = Size(WIDTH, HEIGHT, foot=50, columns=6, rows=12, least=0, gap=10, body=SMALL + 1, line=18)
# all text is at least 9 points high on A4, and a picture that is higher than a page continues on the next pages
PAPER_SIZE = Size(A4[1], A4[0], foot=70, columns=4, rows=60, least=34, gap=5, body=SMALL, line=14)


@dataclass(frozen=True)
class _Entry:
    """A neighbour with the text `mark` at the right edge of its box, dashed if it is one of several alternatives.

    If `has_next` is true, the next neighbour is another alternative, and "or" stands between the two boxes.
    """

    node: str
    mark: str
    is_dashed: bool = False
    has_next: bool = False


@dataclass(frozen=True)
class _Group:
    """Neighbours of one kind, in the order in which the picture shows them.

    If the picture has no room for some of them, the words `share` follow the heading, with the numbers of drawn and of
    all neighbours.
    """

    heading: str
    entries: Sequence[_Entry]
    share: str = " ({} shown)"


def draw_neighbourhood(graph: Graph, node: str, size: Size = SLIDE, note: str = "") -> Scene:
    """Draw a node with the nodes that lead to it or that it needs on the left, and those that it opens on the right.

    `note` is a further sentence below the title.
    """
    title = str(graph.nodes[node]["title"])
    words, left, right = (_list_needs if graph.nodes[node]["kind"] == "skill" else _list_moves)(graph, node)
    width = size.width
    shapes: list[Shape] = [
        Text(_MARGIN, 38, cut(title, width - 2 * _MARGIN, TITLE, bold=True), TITLE, bold=True),
        *(
            Text(_MARGIN, 62 + 20 * n, line, BODY, QUIET)
            for n, line in enumerate(wrap_paragraph(f"{words} {note}".strip(), width - 2 * _MARGIN, BODY))
        ),
    ]
    columns = [_count_columns(groups) for groups in (left, right)]
    while sum(columns) > size.columns:
        columns[columns.index(max(columns))] -= 1
    room = width - 2 * _MARGIN - _MIDDLE - 2 * (_LEAD + 2 * _BORDER)
    pitch = min(_WIDE, room / max(1, sum(columns)))
    whole = sum(columns) * pitch + _MIDDLE + sum(_LEAD + 2 * _BORDER for each in columns if each)
    x = (width - whole) / 2 + columns[0] * pitch + (_LEAD + 2 * _BORDER) * bool(columns[0])
    # the box in the middle is on the first page
    middle = _TOP + (size.height - _TOP - size.foot) / 2
    height = size.height
    for groups, count, colour, edge, ahead in (
        (left, columns[0], IN, x, -1),
        (right, columns[1], OUT, x + _MIDDLE, 1),
    ):
        drawn, bottom = _draw_side(graph, groups, count, pitch, colour, edge, ahead, middle, size)
        shapes += drawn
        height = max(height, bottom + size.foot)
    name = wrap(title, _MIDDLE - 30, BODY + 2, bold=True, most=4)
    top, high = middle - 14 * len(name) - 8, 28 * len(name) + 16
    shapes.append(Rect(x, top, _MIDDLE, high, PAPER, INK, 3.4, 10, node=node))
    base = middle - 10 * (len(name) - 1) + 5
    shapes += [
        Text(x + _MIDDLE / 2, base + 20 * n, line, BODY + 2, bold=True, anchor="middle") for n, line in enumerate(name)
    ]
    owner = wrap_paragraph(make_attribution(graph), width - 2 * _MARGIN, SMALL, most=4)
    shapes += [
        Text(_MARGIN, height - 12 - 16 * (len(owner) - 1 - n), line, SMALL, QUIET) for n, line in enumerate(owner)
    ]
    return Scene(width, height, tuple(shapes))


def _list_moves(graph: Graph, node: str) -> tuple[str, list[_Group], list[_Group]]:
    """Return a sentence about the moves of a position, and the groups on the left and on the right."""
    before, after = list_sources(graph, node), list_targets(graph, node)
    words = (
        f"{format_count(len(before), 'way')} in on the left, and {format_count(len(after), 'way')} out on the right, "
    )
    words += "with the months in the post before the move."
    groups = []
    for ways, heading in ((before, "leads here"), (after, "opens from here")):
        nearest = sorted(ways, key=lambda other: (ways[other], str(graph.nodes[other]["title"]), other))
        entries = [_Entry(other, f"{format_number(ways[other])} mo") for other in nearest]
        groups.append([_Group(heading, entries, ": the {} nearest of {:,}")])
    return words, groups[0], groups[1]


def _list_needs(graph: Graph, node: str) -> tuple[str, list[_Group], list[_Group]]:
    """Return sentences about the needs of a skill, and the groups on the left and on the right."""

    def count_hours(other: str) -> str:
        return f"{format_number(graph.nodes[other]['hours'])} h" if graph.nodes[other]["kind"] == "skill" else ""

    needs = graph.nodes[node]["needs"]
    before = [
        _Entry(skill, count_hours(skill), len(group) > 1, skill != group[-1]) for group in needs for skill in group
    ]
    after = [
        _Entry(other, count_hours(other), not graph.edges[node, other]["required"])
        for other in sorted(graph.adj[node], key=lambda other: (str(graph.nodes[other]["title"]), other))
    ]
    words = f"{format_count(graph.nodes[node]['hours'], 'hour')} of study. "
    sides = [("on the left is what it needs", before), ("on the right is what needs it", after)]
    if said := ", and ".join(words for words, each in sides if each):
        words += f"{capitalize(said)}."
    if any(each.is_dashed for each in (*before, *after)):
        words += " Dashed: one of several skills is enough."
    posts = [each for each in after if graph.nodes[each.node]["kind"] != "skill"]
    skills = [each for each in after if graph.nodes[each.node]["kind"] == "skill"]
    opens = [("post", posts), ("skill", skills)]
    right = [_Group(f"needed for {format_count(len(each), kind)}", each) for kind, each in opens if each]
    return words, [_Group(f"needs {format_count(len(needs), 'skill')}", before)] if needs else [], right


def _count_columns(groups: Sequence[_Group]) -> int:
    return min(_COLUMNS, -(-sum(len(group.entries) for group in groups) // _IN_A_COLUMN))


def _draw_side(
    graph: Graph,
    groups: Sequence[_Group],
    columns: int,
    pitch: float,
    colour: str,
    edge: float,
    ahead: int,
    middle: float,
    size: Size,
) -> tuple[list[Shape], float]:
    """Draw the groups on one side of the middle box, each with a line to the edge of this box at x = `edge`.

    `ahead` is 1 on the right and -1 on the left. The line of a group stands for the moves or needs of all its boxes.
    The function returns the shapes and the lower edge of the groups.
    """
    drawn = [group for group in groups if group.entries]
    if not drawn:
        return [], 0
    rows = _share_rows([len(group.entries) for group in drawn], columns, size.rows)
    extra = len(drawn) * (_HEAD + _BORDER) + (len(drawn) - 1) * _APART
    # on paper, rows are higher if some title needs three lines
    needed = max(
        len(wrap(str(graph.nodes[entry.node]["title"]), room, size.body, bold=True))
        for group in drawn
        for entry in group.entries
        for room in [_find_room(entry, pitch - size.gap, SMALL)]
    )
    least = size.least + (size.body + 5) * (needed > 2)
    step = max(least, min(_HIGH, (size.height - _TOP - size.foot - extra) / sum(rows)))
    top = max(_TOP, middle - (extra + step * sum(rows)) / 2)
    near = edge + ahead * _LEAD
    shapes: list[Shape] = []
    for group, count in zip(drawn, rows, strict=True):
        chosen = group.entries[: count * columns]
        wide = pitch * -(-len(chosen) // count) + 2 * _BORDER - size.gap
        left, high = min(near, near + ahead * wide), _HEAD + step * count + _BORDER
        shapes.append(Rect(left, top, wide, high, colour, radius=12, opacity=0.07))
        share = group.share.format(len(chosen), len(group.entries)) if len(chosen) < len(group.entries) else ""
        shapes.append(Text(left + _BORDER, top + _HEAD - 9, group.heading + share, BODY, colour, bold=True))
        joints = list[Shape]()
        for place, entry in enumerate(chosen):
            column, row = divmod(place, count)
            x = left + _BORDER + column * pitch
            wide, tall = pitch - size.gap, step - size.gap
            box = Rect(x, top + _HEAD + row * step, wide, tall, PAPER, colour, 1.4, 8, node=entry.node)
            shapes += _draw_box(graph, entry, box, size)
            if entry.has_next and entry is not chosen[-1]:
                joints += _write_or(box, size.gap, colour)
        shapes += joints
        # the middle of a group that continues on another page may be there
        at = top + high / 2 if top + high <= size.height else max(top + _HEAD, middle)
        bend = edge + ahead * _LEAD / 2
        ends = ((edge, middle), (bend, middle), (bend, at), (near, at))
        shapes.append(Line(ends[::ahead], colour, 3, 9, has_tip=True))
        top += high + _APART
    return shapes, top - _APART


def _share_rows(sizes: Sequence[int], columns: int, most: int) -> list[int]:
    """Return the number of rows of each group, so that groups of the given sizes share `most` rows of one side."""
    rows, left = [0] * len(sizes), most
    smallest_first = sorted(range(len(sizes)), key=lambda number: sizes[number])
    for place, number in enumerate(smallest_first):
        rows[number] = min(-(-sizes[number] // columns), left // (len(sizes) - place))
        left -= rows[number]
    return rows


def _write_or(box: Rect, gap: float, colour: str) -> list[Shape]:
    """Write "or" in the gap below a box, on a background that covers parts of the outlines above and below."""
    wide, x, y = measure("or", SMALL) + 10, box.x + box.width / 2, box.y + box.height + gap / 2
    back = Rect(x - wide / 2, y - _OR / 2, wide, _OR, PAPER, radius=_OR / 2)
    return [back, Text(x, y + SMALL * 0.28, "or", SMALL, colour, anchor="middle")]


def _find_room(entry: _Entry, width: float, size: float) -> float:
    """Return the room for the title of a neighbour in a box of the given width, with its mark in a font size."""
    return width - 20 - (measure(entry.mark, size) + 8 if entry.mark else 0)


def _draw_box(graph: Graph, entry: _Entry, box: Rect, sizes: Size) -> list[Shape]:
    """Draw the box of a neighbour, with its title on the left and its mark on the right."""
    is_large = box.width > _LARGE and box.height > _LARGE_HEIGHT
    size, small, line = (BODY + 2, BODY, 18.0) if is_large else (sizes.body, SMALL, sizes.line)
    # a title of more than two lines has them closer together, so that a high box has room for it
    most, close = max(2, int((box.height - 4) / (size + 2))), size + 2.5
    middle, room = box.y + box.height / 2, _find_room(entry, box.width, small)
    lines = wrap(str(graph.nodes[entry.node]["title"]), room, size, bold=True, most=most)
    line = line if len(lines) <= 2 else close
    base = middle + 5 - line / 2 * (len(lines) - 1)
    return [
        replace(box, dash="5 3" if entry.is_dashed else ""),
        *(Text(box.x + 10, base + line * n, words, size, bold=True) for n, words in enumerate(lines)),
        *(
            [Text(box.x + box.width - 10, middle + 5, entry.mark, small, box.stroke, anchor="end")]
            if entry.mark
            else []
        ),
    ]
