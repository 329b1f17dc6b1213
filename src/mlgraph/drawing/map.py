"""The map, on which positions are boxes and moves are lines.

Each column of the map has the positions that a beginner can reach in about the same time. A band is a coloured area of
a career track, such as research. The lines of moves run in gutters, which are the spaces between columns, and in gaps,
which are the spaces between rows.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from math import inf

from mlgraph.drawing.frame import Frame
from mlgraph.drawing.letters import cut, measure, wrap, wrap_paragraph
from mlgraph.drawing.pages import A4
from mlgraph.drawing.quality import Area, Piece, find_crossings, is_free, keep_near
from mlgraph.drawing.routes import Move, Routes, are_neighbours, route
from mlgraph.drawing.rows import Band, Rows, place_rows
from mlgraph.drawing.scene import (
    BODY,
    COLOURS,
    GRID,
    INK,
    PAPER,
    QUIET,
    SMALL,
    TITLE,
    Line,
    Point,
    Rect,
    Scene,
    Shape,
    Text,
    list_pieces,
    shift,
)
from mlgraph.text.formatting import format_number

WIDTH, HEIGHT = 1600.0, 900.0
# how far before its coloured area the title of a track may begin
_BEYOND = 3.0
# the number of placements of boxes to compare
_TRIES = 3
# a box with lines of one post of another track above and below it, and an area without room for its title, disturb as
# much as this many crossings
_FRAMED, _UNTITLED = 5, 10
_FADED_INK = "#64748B"
IN, OUT = "#0369A1", "#B25208"
# the two colours are about as dark, so the lines on from a post are dashed; they begin together, so dashes coincide
_DASHES = {OUT: "6 4"}
# a faded stage is pale, since a dark box would be the strongest of what is faded; the ink is that of its title
_PALE, _PALE_INK = "#E2E8F0", "#475569"
# the length of the head of a thick line that a thin line has joined
_HEAD = 6.0
# how far from the middle of its box a line leaves it, to pass an arrowhead, as a share of the height of the box
_PORT = 0.25
# the thickness of the outline of a box, and of a highlighted one
_OUTLINE, _MARKED = 1.8, 3.4
# the distance of the two outlines of the position in the centre, which differs so from a stage, also a filled box
_RING = 3.6


@dataclass(frozen=True)
class View:
    """One view of the map, which says which moves to draw and which positions to highlight.

    Attributes
    ----------
    title : str
        The title of the picture.
    words : str
        The sentences below the title of the picture, which say what the picture shows.
    moves : tuple of Move
        The moves for which the map shows lines.
    shown : frozenset of str or None
        The positions to show in full, while the map fades all others, or None for all positions.
    marked : frozenset of str
        The positions whose boxes have a thick outline.
    centre : str
        The position whose box is filled with the colour of its career track, or "" for no position.
    below : dict of str to tuple of (str, str)
        The lines of text below the title in the box of a position, as pairs of a text and a colour.
    strong : frozenset of Move
        The moves that the map shows as thick lines.
    colours : dict of Move to str
        The colours of the lines of moves on the map. If a move is not in `colours`, its line has the colour of its
        career track, or is grey between two career tracks.
    has_months : bool
        Whether the line of each move shows the months in the post before the move.
    """

    title: str
    words: str
    moves: tuple[Move, ...]
    shown: frozenset[str] | None = None
    marked: frozenset[str] = frozenset()
    centre: str = ""
    below: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    strong: frozenset[Move] = frozenset()
    colours: Mapping[Move, str] = field(default_factory=dict)
    has_months: bool = False


@dataclass(frozen=True)
class Style:
    """The sizes of a map in pixels.

    Attributes
    ----------
    width, height : float
        The least width and height of the map.
    most : float
        The height above which people do not see the whole map at once.
    body, small, line : float
        The font size of the titles of boxes, the font size of other text, and the height of a line in a title.
    bold : bool
        Whether the titles of boxes are bold.
    widest : tuple of float
        The greatest widths for the lines of titles in boxes, which the map tries one after the other. The map uses the
        width of titles with which the map itself is narrowest.
    pad, box, beneath, narrowest : float
        The space on each side of a title in a box, the least height of a box, and the space above and below a title.
        A box is at least as wide as `narrowest` and twice as wide as `box`.
    margin, head, axis, foot : float
        The margin of the map, and the heights of its title, of its time axis, and of the legend at its bottom.
    edge : float
        The least width of the spaces to the left of the first column and to the right of the last column.
    gutter, gap : float
        The least width of a space between columns, and the height of a space between rows that has neither lines nor
        titles.
    least, grow : float
        The height of a space between rows that is left if the boxes above and below it grow by `grow` each. A
        highlighted box grows for a further line of text, and into the room of the title above it.
    track, lane : float
        The width that a vertical line takes between columns, and the height that a horizontal line takes between rows.
    clear, tip : float
        The least space between a box and the vertical lines on its right, and the space for arrowheads on its left.
    strip, beside : float
        The height of the title of a career track's coloured area, and the space between the sides of the area and its
        boxes.
    pen, round : float
        The thickness of lines and outlines, as a multiple of that on a large map, and how round the boxes of posts are.
    keeps_ratio : bool
        Whether a map that needs more space keeps the ratio of `width` to `height`.
    """

    width: float
    height: float
    most: float = inf
    body: float = BODY
    small: float = SMALL
    line: float = 16.0
    bold: bool = True
    widest: tuple[float, ...] = (112.0, 124.0, 136.0, 150.0, 166.0, 180.0)
    pad: float = 9.0
    box: float = 31.0
    beneath: float = 9.0
    narrowest: float = 0.0
    margin: float = 26.0
    head: float = 52.0
    axis: float = 34.0
    foot: float = 40.0
    edge: float = 0.0
    gutter: float = 26.0
    gap: float = 6.0
    least: float = 0.0
    grow: float = 0.0
    track: float = 7.0
    lane: float = 6.0
    clear: float = 10.0
    tip: float = 9.0
    strip: float = 16.0
    beside: float = 9.0
    pen: float = 1.0
    round: float = 10.0
    keeps_ratio: bool = True


SHEET = Style(WIDTH, HEIGHT)
# for A4 that lies on its side: all text is at least 9 points high, and the main moves of the bundled graph just fit
A4_SHEET = Style(
    width=A4[1],
    height=A4[0],
    body=SMALL,
    line=12.6,
    bold=False,
    widest=(60, 62, 64, 66, 68, 70, 72, 74, 76, 80, 84, 88, 94, 100, 112, 124),
    # at least 2 points from letters to outlines
    pad=3.6,
    box=24,
    beneath=7,
    margin=19,
    axis=20,
    foot=34,
    gutter=8.5,
    gap=1.5,
    track=2.5,
    lane=2.5,
    clear=2,
    tip=6.5,
    strip=15,
    beside=4,
    pen=0.75,
    round=6,
)
# for the web page: on a screen of 1280 by 800, titles are 12 pixels high; with its least scale, other text is 11 pixels
# high
PAGE = Style(
    width=1272,
    height=636,
    # on a screen of 1280 by 800, the whole map is seen
    most=702,
    body=12.01,
    small=11.7,
    line=12.6,
    widest=(76, 82, 88, 90, 92, 94, 95, 96, 97, 98, 100, 112, 124),
    # titles are measured in bold, and drawn in letters that are narrower by a twentieth
    pad=3.1,
    # with the least scale of the page, 24 pixels on the screen
    box=25.6,
    beneath=3.5,
    # a date or months have room
    narrowest=76,
    margin=1,
    head=0,
    axis=21,
    foot=1,
    edge=8,
    gutter=11,
    gap=2.9,
    # two lines of a position have room between boxes with a further line of text
    least=5.6,
    grow=7.1,
    track=3.6,
    lane=2.9,
    clear=4,
    tip=7,
    strip=18.2,
    beside=4,
    keeps_ratio=False,
)
# the most space for a long word, as a multiple of the width of a line
_LONGEST = 1.5
# the number of parts of a line between which its months may stand
_SPOTS = 16
# the height of a line of the legend
_LEGEND = 20.0
# a box with more lines of title than this is tall
_LINES = 2
# the space between the upper edge of a coloured area and its title
_ABOVE = 3


@dataclass(frozen=True)
class Sheet:
    """The places of the columns, rows and boxes of a map, and of the spaces between columns and rows.

    For each column, row and space, a pair of numbers has its left or top edge and its width or height in pixels.
    """

    width: float
    height: float
    columns: list[tuple[float, float]]
    gutters: list[tuple[float, float]]
    rows: list[tuple[float, float]]
    gaps: list[tuple[float, float]]
    boxes: dict[str, Rect]
    lines: dict[str, tuple[str, ...]]


def draw_map(
    frame: Frame,
    titles: Mapping[str, str],
    kinds: Mapping[str, str],
    view: View,
    owner: str = "",
    style: Style = SHEET,
) -> Scene:
    """Draw the map with the moves and the highlights of a view.

    The column and the row of each box are the same in all views of the map.
    """
    return lay_out(frame, titles, kinds, view, owner, style).draw()


def lay_out(
    frame: Frame,
    titles: Mapping[str, str],
    kinds: Mapping[str, str],
    view: View,
    owner: str = "",
    style: Style = SHEET,
    rows: Rows | None = None,
) -> "MapLayout":
    """Find the places of the boxes and lines for one view of a map.

    If `rows` is None, the function also chooses the row of each box.
    """
    return MapLayout(frame, titles, kinds, view, owner, rows or choose_rows(frame, titles), style)


def choose_rows(frame: Frame, titles: Mapping[str, str]) -> Rows:
    """Try several ways to place boxes in rows, and return the best one, which serves for maps of all sizes.

    In the best way, the height of the map on the web page, where room is scarcest, exceeds `PAGE.most` least. Among
    equal heights above `PAGE.most`, the best way has the least clutter, and then the shortest lines. Clutter is
    crossings of main moves, vertical lines beside each other, boxes between two lines of a post, and areas without room
    for a title.
    """
    later = [move for move in frame.backbone if frame.column[move[1]] >= frame.column[move[0]]]
    starts = max((column + 1 for node, column in frame.column.items() if frame.soonest[node] == 0), default=1)
    tall = {node for node, title in titles.items() if len(_wrap_title(title, PAGE.widest[0], PAGE)) > _LINES}
    found = place_rows(frame.column, frame.track, later, _TRIES, starts, tall)
    return min((_measure_drawn(frame, titles, rows), number, rows) for number, rows in enumerate(found))[2]


def _measure_drawn(frame: Frame, titles: Mapping[str, str], rows: Rows) -> tuple[float, int, float]:
    """Return measures of a map with given rows of boxes: excess height, clutter, and the length of all lines.

    The function measures a map with the main moves only. Vertical lines beside each other make the map wide.
    """
    plain = View("", "", tuple(sorted(frame.backbone)))
    layout = MapLayout(frame, titles, {}, plain, "", rows, PAGE)
    lines = layout.trace_moves()
    length = sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for line in lines for a, b in list_pieces(line))
    # crossings that are close together on the page are apart on larger maps
    clutter = len(find_crossings(lines, 1)) + layout.count_tracks() + _FRAMED * layout.count_framed()
    clutter += _UNTITLED * layout.count_untitled(lines)
    return round(max(0.0, layout.sheet.height - PAGE.most), 3), clutter, round(length, 3)


@lru_cache(maxsize=4096)
def _wrap_title(title: str, widest: float, style: Style) -> tuple[str, ...]:
    """Break the title of a box into lines that are at most as wide as `widest`, unless a single word is wider."""
    longest = max((measure(word[:40], style.body, bold=style.bold) for word in title.split()), default=0)
    return tuple(wrap(title, max(widest, min(longest, _LONGEST * widest)), style.body, bold=style.bold))


class MapLayout:
    """The layout of one view of a map, with the places of its boxes, its coloured areas and the lines of its moves."""

    def __init__(
        self,
        frame: Frame,
        titles: Mapping[str, str],
        kinds: Mapping[str, str],
        view: View,
        owner: str,
        rows: Rows,
        style: Style,
    ) -> None:
        self._style = style
        self._frame, self._kinds, self._view, self._rows = frame, kinds, view, rows
        self._routes = route(frame.column, rows.row, view.moves)
        # a track has the same colour in all pictures of its graph, also in those without stages
        tracks = [key for key in frame.track_titles if key]
        self.hue = {"": COLOURS[0]} | {key: COLOURS[1 + n % (len(COLOURS) - 1)] for n, key in enumerate(tracks)}
        self._start = titles.get(frame.beginner, "")
        self._owner = owner
        self._words = wrap_paragraph(view.words, self._style.width - 2 * self._style.margin, self._style.body, most=4)
        self._strips = {band.top: self._style.strip for band in rows.bands if frame.track_titles.get(band.track)}
        self._head = self._style.head + 20 * len(self._words) + self._style.axis
        self._feet = self._style.foot + 16 * len(self._wrap_owner(self._style.width))
        self._feet += _LEGEND * (len(self._wrap_legend(self._style.width)) - 1)
        # the smallest sheet is the easiest to read; on equal sheets, titles in wider boxes have fewer lines
        self.sheet = min(
            (self._place(titles, widest) for widest in reversed(self._style.widest)),
            key=lambda sheet: (sheet.width, sheet.height),
        )

    def _place(self, titles: Mapping[str, str], widest: float) -> Sheet:
        """Place the columns, rows and boxes of a map so that all lines have room.

        The lines of the titles in boxes are at most as wide as `widest`, unless a single word is wider.
        """
        frame, routes, rows, below = self._frame, self._routes, self._rows, self._view.below
        count, height = max(frame.column.values()) + 1, max(rows.row.values()) + 1
        style = self._style
        wide, tall, own = [max(style.box * 2, style.narrowest)] * count, [style.box] * height, dict[str, float]()
        all_lines = {node: _wrap_title(titles[node], widest, style) for node in frame.column}
        for node, lines in all_lines.items():
            text = [measure(line, style.body, bold=style.bold) for line in lines] + [
                measure(t, style.small) for t, _ in below.get(node, ())
            ]
            # a thick outline takes room from the text within it
            inner = (_MARKED - _OUTLINE) * style.pen * (node in self._view.marked)
            wide[frame.column[node]] = max(wide[frame.column[node]], max(text) + 2 * style.pad + inner)
            own[node] = max(style.box, style.line * len(text) + style.beneath + inner)
            tall[rows.row[node]] = max(tall[rows.row[node]], own[node])
        gutters = [style.gutter + style.track * routes.track_count.get(g, 0) for g in range(count + 1)]
        for edge in (0, count):
            used = routes.track_count.get(edge, 0)
            gutters[edge] = max(style.edge, 10 + style.track * (used + 2) if used else 0)
        gaps = [
            max(style.least + sum(self._find_growth(k)), style.gap + style.lane * routes.lane_count.get(2 * k, 0))
            + self._strips.get(k, 0)
            for k in range(height + 1)
        ]
        least = (sum(wide) + sum(gutters) + 2 * style.margin, sum(tall) + sum(gaps) + self._head + self._feet)
        width, tallest = max(style.width, least[0]), max(style.height, least[1])
        if style.keeps_ratio:
            width = max(width, tallest * style.width / style.height)
            tallest = width * style.height / style.width
        free, room = width - least[0], tallest - least[1]
        # the spare space is shared between the columns, the gutters and the gaps
        inside = max(1, count - 1)
        wider = min(22.0, free * 0.35 / count)
        wide = [each + wider for each in wide]
        gutters[1:count] = [each + (free - wider * count) / inside for each in gutters[1:count]]
        gaps = [each + room / (height + 1) for each in gaps]
        columns, gutters_at = _spread(style.margin, gutters, wide)
        rows_at, gaps_at = _spread(self._head, gaps, tall)
        boxes = {}
        for node in all_lines:
            (x, column), (y, row) = columns[frame.column[node]], rows_at[rows.row[node]]
            boxes[node] = Rect(x, y + (row - own[node]) / 2, column, own[node], PAPER, node=node)
        return Sheet(width, tallest, columns, gutters_at, rows_at, gaps_at, boxes, all_lines)

    def _find_growth(self, gap: int) -> tuple[float, float]:
        """Return how far highlighted boxes above and below a gap, a space between rows, may grow into the gap."""
        grow = self._style.grow
        return grow * (gap > 0), grow * (gap <= max(self._rows.row.values()) and gap not in self._strips)

    def _wrap_owner(self, width: float) -> list[str]:
        return wrap_paragraph(self._owner, width - 2 * self._style.margin, SMALL, most=6) if self._owner else []

    def count_tracks(self) -> int:
        """Return how many vertical lines all gutters have beside each other."""
        return sum(self._routes.track_count.values())

    def count_untitled(self, lines: Sequence[Line]) -> int:
        """Return how many coloured areas have no room for the whole title of their track."""
        taken = [(b.x, b.y, b.x + b.width, b.y + b.height) for b in self.sheet.boxes.values()]
        titles = [self._frame.track_titles.get(band.track) for band in self._rows.bands]
        written = [text.text for text in self.draw_band_titles(lines, taken)]
        return sum(map(bool, titles)) - sum(text in titles for text in written)

    def count_framed(self) -> int:
        """Return how many boxes are between two lines of one post of another track, which look like a frame."""
        column, track = self._frame.column, self._frame.track
        node_at = {(column[node], row): node for node, row in self._rows.row.items()}
        sides: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for (source, target), found in self._routes.of.items():
            if found.level is None or found.level % 2:
                continue
            for at in range(column[source] + 1, column[target]):
                # the rows above and below the gap
                for row in (found.level // 2 - 1, found.level // 2):
                    node = node_at.get((at, row))
                    if node is not None and track[node] != track[source]:
                        sides[source, node].add(found.level)
        return sum(len(levels) > 1 for levels in sides.values())

    def trace_moves(self) -> list[Line]:
        """Return the lines of all moves that the map shows, with thick lines last, so that they cover thin lines."""
        return self.trace(self._routes)

    def trace(self, routes: Routes, *, is_lit: bool = False) -> list[Line]:
        """Return the lines on the map for the moves of `routes`, thick lines last, so that they cover thin lines.

        If `is_lit`, the lines stay clear of highlighted boxes, which grow.
        """
        ports = self._find_ports(routes)
        lines = [self._trace(move, routes, is_lit, ports) for move in sorted(routes.of)]
        return sorted(lines, key=lambda line: line.weight)

    def _find_ports(self, routes: Routes) -> dict[str, float]:
        """Return the heights at which lines leave boxes, from their middles, where these would hit a false arrowhead.

        At the middle, the line would end in the arrowhead of the next box in the row, to which no move leads from here.
        """
        column, row = self._frame.column, self._rows.row
        at = {(column[node], row[node]): node for node in row}
        moves = [move for move in routes.of if not are_neighbours(move, column, row)]
        entered, falls = {target for _, target in moves}, Counter[str]()
        for move in moves:
            falls[move[0]] += sum(piece.end - piece.start for piece in routes.of[move].uprights[:1])
        ports = {}
        for node, fall in falls.items():
            beside = at.get((column[node] + 1, row[node]))
            if beside in entered and (node, beside) not in routes.of:
                ports[node] = _PORT * self.sheet.boxes[node].height * (1 if fall > 0 else -1)
        return ports

    def _trace(self, move: Move, routes: Routes, is_lit: bool, ports: Mapping[str, float]) -> Line:
        found, sheet = routes.of[move], self.sheet
        start, end = (sheet.boxes[node] for node in move)

        def measure_height(level: int) -> float:
            if level % 2:
                top, tall = sheet.rows[level // 2]
                return top + tall / 2
            top, tall = sheet.gaps[level // 2]
            assert found.lane is not None
            # in a gap, the lanes are above the title of a band
            free = tall - self._strips.get(level // 2, 0)
            lane, count = routes.lanes[level, found.lane], routes.lane_count[level]
            if not is_lit:
                return top + free * (lane + 1) / (count + 1)
            above, below = self._find_growth(level // 2)
            room = free - above - below
            return top + above + room / 2 + min(self._style.lane, room / count) * (lane - (count - 1) / 2)

        if are_neighbours(move, self._frame.column, self._rows.row):
            down = end.y > start.y
            aside = 0.1 * (move[::-1] in routes.of)
            x = start.x + start.width * (0.5 - aside if down else 0.5 + aside)
            return self._make_line(move, [(x, start.y + start.height * down), (x, end.y + end.height * (not down))])
        points: list[Point] = [(start.x + start.width, start.y + start.height / 2 + ports.get(move[0], 0))]
        for number, piece in enumerate(found.uprights):
            left, wide = sheet.gutters[piece.gutter]
            at = (routes.tracks[piece.gutter, piece.bundle] + 0.5) / routes.track_count[piece.gutter]
            # lines go down and up to the right of the last column, and never into a box from there
            tip = self._style.tip * (piece.gutter < len(sheet.columns))
            x = left + self._style.clear + (wide - self._style.clear - tip) * at
            points += [(x, measure_height(piece.start) if number else points[0][1]), (x, measure_height(piece.end))]
        points.append((end.x, end.y + end.height / 2))
        return self._make_line(move, points)

    def _make_line(self, move: Move, points: Sequence[Point]) -> Line:
        track = self._frame.track
        same = track[move[0]] == track[move[1]]
        stroke = self._view.colours.get(move) or (self.hue[track[move[0]]] if same else "#64748B")
        # many lines of one post join each other, and would look like thick frames
        weight = 4.5 if move in self._view.strong else 2.6 if same and not self._view.colours else 1.5
        weight, dash = weight * self._style.pen, _DASHES.get(stroke, "")
        # where dashed lines part, two round corners would look like the head of an arrow
        return Line(tuple(points), stroke, weight, 2 if dash else 9, dash, has_tip=True, source=move[0], target=move[1])

    def draw(self) -> Scene:
        """Draw the map with the moves and the highlights of its view."""
        lines = self.trace_moves()
        boxes = [*self.sheet.boxes.values()]
        taken = [(b.x, b.y, b.x + b.width, b.y + b.height) for b in boxes]
        shapes: list[Shape] = [*self.draw_bands(), *self._draw_head(), *_sort_lines(lines)]
        shapes += self.draw_band_titles(lines, taken)
        if self._view.has_months:
            shapes += self._draw_months(lines, taken)
        for node in sorted(self.sheet.boxes):
            shapes += self._draw_box(node)
        shapes += self._draw_foot()
        return Scene(self.sheet.width, self.sheet.height, tuple(shapes))

    def _draw_head(self) -> list[Shape]:
        sheet, margin = self.sheet, self._style.margin
        title = cut(self._view.title, sheet.width - 2 * margin, TITLE, bold=True)
        shapes: list[Shape] = [Text(margin, 38, title, TITLE, INK, bold=True)]
        for number, words in enumerate(self._words):
            shapes.append(Text(margin, 62 + 20 * number, words, self._style.body, QUIET))
        y = self._head - 10
        for x, width, words in self.list_columns():
            shapes.append(Text(x + width / 2, y, words, SMALL + 1, INK, True, "middle"))
            # the line is as long as the columns that the words are about
            shapes.append(Line(((x, y + 7), (x + width, y + 7)), "#94A3B8", 1))
        return shapes

    def list_columns(self) -> list[tuple[float, float, str]]:
        """Return the left edge and the width of each column, with words on how soon a beginner reaches its positions.

        The words of the first column name the position from which the time counts, if there is room.

        Neighbouring columns with the same words are one entry.
        """
        found = list[tuple[float, float, str]]()
        for number, (x, width) in enumerate(self.sheet.columns):
            times = [self._frame.soonest[node] for node, column in self._frame.column.items() if column == number]
            words = format_span(min(times), max(times))
            words += f": {self._start}" if self._start and max(times) == 0 else ""
            left = found.pop()[0] if found and found[-1][2] == words else x
            found.append((left, x + width - left, words))
        # a long name of the first stage has no room
        return [
            (x, width, words if measure(words, SMALL + 1, bold=True) <= width else words.split(":")[0])
            for x, width, words in found
        ]

    def _find_area(self, band: Band) -> tuple[float, float, float, float]:
        """Return the left, top, right and bottom of the coloured area of a career track."""
        sheet = self.sheet
        left, (last, wide) = sheet.columns[band.first][0], sheet.columns[band.last]
        bottom, tall = sheet.rows[band.top + band.height - 1]
        top = sheet.rows[band.top][0] - self._strips.get(band.top, 0) * bool(self._frame.track_titles.get(band.track))
        return left - self._style.beside, top - _ABOVE, last + wide + self._style.beside, bottom + tall + 4

    def draw_bands(self) -> list[Rect]:
        """Draw the coloured area behind the boxes of each career track."""
        shapes = []
        for band in self._rows.bands:
            left, top, right, bottom = self._find_area(band)
            shapes.append(Rect(left, top, right - left, bottom - top, self.hue[band.track], radius=12, opacity=0.07))
        return shapes

    def draw_band_titles(self, lines: Sequence[Line], taken: list[Area]) -> list[Text]:
        """Write the title of each career track in its coloured area, at a place where no line passes.

        A title that is wider than its coloured area continues to the right of the area, or the method cuts off its end.
        A title that is nearly as wide may begin a few pixels before its area.
        """
        pieces = [piece for line in lines for piece in list_pieces(line)]
        areas = {band: self._find_area(band) for band in self._rows.bands}
        size, shapes = self._style.small, []
        for band in self._rows.bands:
            title = self._frame.track_titles.get(band.track)
            if not title:
                continue
            left, top, right, _ = areas[band]
            # most of the free height is below the title, between its letters and the boxes
            high = top + _ABOVE + 0.1 * (self._style.strip - size)
            # letters rise by 0.76 of the font size above the base line, and fall by 0.24 below it
            base, low, room = high + 0.76 * size, high + size, self.sheet.columns[band.first][1]
            near = keep_near(pieces, high, low)
            others = [area for other, area in areas.items() if other != band]
            most = min(self.sheet.width, max(right, left + measure(title, size, bold=True) + 20))
            for words, end, kept in (
                (title, right, taken),
                (title, most, [*taken, *others]),
                (cut(title, room, size, bold=True), right, taken),
            ):
                width = measure(words, size, bold=True)
                kept = [area for area in kept if area[1] < low and area[3] > high]
                # beside the boxes, or if the title is too wide, from the edge of the area or a little before it
                places = [left + self._style.beside + 2 * step for step in range(int((end - left - width) / 2) + 1)]
                places += [left, left - _BEYOND] if left + width <= end else []
                free = [x for x in places if is_free((x, high, x + width, low), near, kept)]
                if free:
                    taken.append((free[0], high, free[0] + width, low))
                    shapes.append(Text(free[0], base, words, size, self.hue[band.track], bold=True, is_label=True))
                    break
        return shapes

    def _draw_months(self, lines: Sequence[Line], taken: list[Area]) -> list[Shape]:
        """Write the months of each move on its line, at a place away from other lines and from boxes."""
        shapes: list[Shape] = []
        pieces = [list_pieces(line) for line in lines]
        # for each height, the pieces of lines near that height, each with the index of its line
        near = dict[float, list[tuple[int, Piece]]]()
        for number, line in enumerate(lines):
            text = format_number(self._frame.moves.get((line.source, line.target), 0))
            if text == "0":
                continue
            width = measure(text, SMALL) + 6
            flat = [(min(a[0], b[0]), max(a[0], b[0]), a[1]) for a, b in pieces[number] if abs(a[1] - b[1]) < 0.1]
            long = [piece for piece in flat if piece[1] - piece[0] > width + 16]
            for left, right, y in sorted(long, key=lambda piece: piece[0] - piece[1]):
                if y not in near:
                    near[y] = [(owner, p) for owner, each in enumerate(pieces) for p in keep_near(each, y - 8, y + 8)]
                others = [piece for owner, piece in near[y] if owner != number]
                x = _find_room((left + 6, right - 14 - width), y, width, others, taken)
                if x is not None:
                    taken.append((x, y - 8, x + width, y + 8))
                    shapes += [
                        Rect(x, y - 8, width, 16, PAPER, radius=8),
                        Text(x + width / 2, y + 4.4, text, SMALL, INK, anchor="middle", is_label=True),
                    ]
                    break
        return shapes

    def _draw_box(self, node: str) -> list[Shape]:
        box, view, hue = self.sheet.boxes[node], self._view, self.hue[self._frame.track[node]]
        is_stage, is_faded = self._kinds.get(node) == "stage", view.shown is not None and node not in view.shown
        fill, stroke, ink = (hue, hue, PAPER) if is_stage or node == view.centre else (PAPER, hue, INK)
        if is_faded:
            fill, stroke, ink = (_PALE, _PALE, _PALE_INK) if is_stage else (PAPER, GRID, _FADED_INK)
        weight = (_MARKED if node in view.marked else _OUTLINE) * self._style.pen
        border = INK if node in view.marked else stroke
        box = replace(box, fill=fill, stroke=border, weight=weight, radius=4 if is_stage else self._style.round)
        shapes: list[Shape] = [*_draw_ring(box)] if node == view.centre else [box]
        below = view.below.get(node, ())
        middle, lines = box.x + box.width / 2, self.sheet.lines[node]
        style = self._style
        y = box.y + (box.height - style.line * (len(lines) + len(below))) / 2 + 0.78 * style.line
        for line in lines:
            shapes.append(Text(middle, y, line, style.body, ink, bold=style.bold, anchor="middle"))
            y += style.line
        for line, colour in below:
            shapes.append(Text(middle, y, line, style.small, PAPER if fill == hue else colour, anchor="middle"))
            y += style.line
        return shapes

    def _draw_foot(self) -> list[Shape]:
        sheet, owner, legend = self.sheet, self._wrap_owner(self.sheet.width), self._wrap_legend(self.sheet.width)
        shapes: list[Shape] = []
        base = sheet.height - 16 - 16 * len(owner)
        for number, entries in enumerate(legend):
            x, y = self._style.margin, base - _LEGEND * (len(legend) - 1 - number)
            for parts, words in entries:
                shapes += [shift(part, x, y) for part in parts]
                shapes.append(Text(x + 50, y, words, SMALL + 1, QUIET))
                x += 50 + measure(words, SMALL + 1) + 30
        for number, credit in enumerate(owner):
            shapes.append(Text(self._style.margin, base + 18 + 16 * number, credit, SMALL, QUIET))
        return shapes

    def _wrap_legend(self, width: float) -> list[list[tuple[list[Shape], str]]]:
        """Return the samples of the legend with their words, in lines that have room on a map of the width `width`."""
        lines, x = list[list[tuple[list[Shape], str]]](), inf
        for parts, words in self._list_samples():
            wide = 50 + measure(words, SMALL + 1)
            if x + wide > width - self._style.margin:
                x = self._style.margin
                lines.append([])
            lines[-1].append((parts, words))
            x += wide + 30
        return lines

    def _list_samples(self) -> list[tuple[list[Shape], str]]:
        """Return samples of the boxes and lines of the map, each with words about them."""
        samples: list[tuple[list[Shape], str]] = []
        shown = self._kinds.keys() if self._view.shown is None else self._view.shown
        # the sample of a stage is as dark as the darkest stage of the picture
        if "stage" in self._kinds.values():
            fill = COLOURS[0] if any(self._kinds[node] == "stage" for node in shown) else _PALE
            samples.append(([Rect(0, -13, 40, 17, fill, fill, radius=4)], "stage of learning"))
        samples.append(([Rect(0, -13, 40, 17, PAPER, COLOURS[0], radius=8)], "post"))
        for line, words in self._explain_lines():
            samples.append(([line], words))
        if centre := self._view.centre:
            hue = self.hue[self._frame.track[centre]]
            samples.append(([*_draw_ring(Rect(0, -13, 40, 17, hue, INK, 2.6, radius=8))], "this position"))
        if self._kinds.keys() - shown:
            samples.append(([Rect(0, -13, 40, 17, PAPER, GRID, radius=8)], "pale: all others"))
        if self._view.has_months and any(self._frame.moves[move] for move in self._view.moves):
            months = Text(20, 0, "12", SMALL, INK, anchor="middle")
            samples.append(([months], "months in the post before, where there is room"))
        return samples

    def _explain_lines(self) -> list[tuple[Line, str]]:
        flat = ((0.0, -5.0), (40.0, -5.0))
        if self._view.strong:
            return [(Line(flat, INK, 4.5, has_tip=True), "the plan")]
        if self._view.colours:
            return [
                (Line(flat, IN, 1.5, has_tip=True), "leads here"),
                (Line(flat, OUT, 1.5, dash=_DASHES[OUT], has_tip=True), "opens from here"),
            ]
        track = self._frame.track
        within = "move within a track" if self._frame.has_tracks else "move"
        # each track has a colour of its own, so the sample has none
        samples = {
            True: (Line(flat, QUIET, 2.6, has_tip=True), within),
            False: (Line(flat, "#64748B", 1.5, has_tip=True), "move between tracks"),
        }
        drawn = {track[a] == track[b] for a, b in self._view.moves}
        return [sample for is_within, sample in samples.items() if is_within in drawn]


def _sort_lines(lines: Sequence[Line]) -> list[Line]:
    """Return lines in another order, in which a thin line that joins a thick one is above it, up to its arrowhead."""
    thin = min((line.weight for line in lines), default=0)
    ends = {line.points[-1] for line in lines if line.weight > thin}
    lifted = [line for line in lines if line.weight == thin and line.points[-1] in ends]
    others = [line for line in lines if line.weight > thin or line.points[-1] not in ends]
    return others + [
        replace(line, points=(*line.points[:-1], (line.points[-1][0] - _HEAD, line.points[-1][1])), has_tip=False)
        for line in lifted
    ]


def _find_room(
    ends: tuple[float, float], y: float, width: float, others: Sequence[Piece], taken: Sequence[Area]
) -> float | None:
    """Return where a text of a line begins, in the middle of the longest part that the line has for itself.

    The text is `width` wide, around the height `y`, and begins between `ends`. There, it is far from where other lines
    part or join. The result is None if the text would touch another line or what is `taken`.
    """

    def has_room(x: float) -> bool:
        return is_free((x, y - 8, x + width, y + 8), others, taken)

    steps = [ends[0] + (ends[1] - ends[0]) * part / _SPOTS for part in range(1, _SPOTS)]
    longest = max(([*spots] for is_part, spots in groupby(steps, has_room) if is_part), key=len, default=None)
    return longest[len(longest) // 2] if longest else None


def _draw_ring(box: Rect) -> list[Shape]:
    """Draw a filled box with two outlines."""
    x, y, width, height = box.x + _RING, box.y + _RING, box.width - 2 * _RING, box.height - 2 * _RING
    return [replace(box, fill=PAPER), Rect(x, y, width, height, box.fill, radius=box.radius - _RING)]


def _spread(
    start: float, between: Sequence[float], sizes: Sequence[float]
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Return the start and size of each column or row of the map, and of each space before, between or after them."""
    places, spaces = list[tuple[float, float]](), list[tuple[float, float]]()
    for number, space in enumerate(between):
        spaces.append((start, space))
        start += space
        if number < len(sizes):
            places.append((start, sizes[number]))
            start += sizes[number]
    return places, spaces


def format_span(low: float, high: float) -> str:
    """Format a span of months as "start", "8 mo", "15-18 mo", or in years.

    Examples
    --------
    >>> format_span(0, 0), format_span(15.2, 17.9), format_span(37, 40)
    ('start', '15-18 mo', '3.1-3.3 y')
    """
    if high == 0:
        return "start"
    scale, unit = (1, "mo") if high < 24 else (12, "y")
    ends = [f"{each / scale:.{0 if scale == 1 else 1}f}".removesuffix(".0") for each in (low, high)]
    return f"{'-'.join(dict.fromkeys(ends))} {unit}"
