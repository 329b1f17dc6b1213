"""Builder of pages to print, with headings, paragraphs, lists in columns, and boxes to tick."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from mlgraph.drawing.letters import cut, measure, wrap, wrap_paragraph
from mlgraph.drawing.scene import GRID, INK, PAPER, QUIET, Line, Rect, Scene, Shape, Text, shift

# the sizes of paper in pixels of 1/96 inch, which are 25.4 / 96 millimetres, and the dots an inch of a sharp print
_MM = 96 / 25.4
A5, A4 = (148 * _MM, 210 * _MM), (210 * _MM, 297 * _MM)
_DOTS = 300
# text of 12 pixels is 9 points high on paper
TEXT, HEADING = 12.5, 14.0
LEADING = 1.36
# in a flow of entries: the indent of each line but the first, and the gap behind each entry
_INDENT, _APART = 14.0, 14.0
# the gap between the columns of a table, and between columns of text
_GAP, _GUTTER = 28.0, 26.0
# the most lines of a paragraph
_MOST_LINES = 40


class Pages:
    """Pages to print, each with one or more columns of text, which methods fill from top to bottom.

    If the current column has no room for a block of text, the block begins a new column or page.
    """

    def __init__(self, size: tuple[float, float], margin: float, columns: int = 1) -> None:
        self._size, self._margin, self._columns = size, margin, columns
        # the shapes of each column, all at the place of the first column of a page
        self._pages: list[list[Shape]] = [[]]
        self.y = margin
        self.width = (size[0] - 2 * margin - _GUTTER * (columns - 1)) / columns

    def finish(self, foot: str = "", head: str = "") -> list[Scene]:
        """Return the pages as lists of shapes, with the text `foot` and page numbers at the bottom.

        Each page except the first has the text `head` at its top.
        """
        scenes, whole = [], self._size[0] - 2 * self._margin
        pages = [
            [
                shift(shape, at * (self.width + _GUTTER), 0)
                for at, column in enumerate(self._pages[first : first + self._columns])
                for shape in column
            ]
            for first in range(0, len(self._pages), self._columns)
        ]
        for number, shapes in enumerate(pages, 1):
            if number > 1:
                top = self._margin * 0.65
                shapes += [Text(self._margin, top, line, 12, QUIET) for line in wrap(head, whole, 12, most=1)]
            y = self._size[1] - self._margin * 0.55
            said = f"{number} / {len(pages)}" if len(pages) > 1 else ""
            lines = wrap(foot, whole - 60, 12, most=1)
            feet = [Text(self._margin, y, line, 12, QUIET) for line in lines]
            if said:
                feet.append(Text(self._size[0] - self._margin, y, said, 12, QUIET, anchor="end"))
            scenes.append(Scene(*self._size, (*shapes, *feet), _DOTS))
        return scenes

    @property
    def room(self) -> float:
        """The free height in the current column, in pixels."""
        return self._size[1] - self._margin - self.y

    def fits(self, texts: list[str], below: float) -> bool:
        """Return whether the current page has room for a heading and the paragraphs `texts`, with `below` pixels left.

        A heading also needs room for three lines of text.
        """
        return self.room >= HEADING * LEADING + max(3 * TEXT * LEADING, self.measure_height(texts) + below) + 16

    def measure_height(self, texts: Iterable[str], size: float = TEXT) -> float:
        """Return the height of paragraphs in pixels."""
        return sum(len(wrap(text, self.width, size, most=_MOST_LINES)) for text in texts) * size * LEADING

    def reserve(self, height: float) -> None:
        """Begin a new column or page if the current column has less than `height` pixels left."""
        if self.room < height and self.y > self._margin:
            self._pages.append([])
            self.y = self._margin

    def draw(self, scene: Scene, scale: float, outset: float = 0) -> None:
        """Draw a picture on the page at a scale, with its left edge in the margin, `outset` pixels left of the text."""
        self.reserve(scene.height * scale)
        for shape in scene.shapes:
            self._pages[-1].append(_place(shape, scale, self._margin - outset, self.y))
        self.y += scene.height * scale

    def write(
        self,
        text: str,
        size: float = TEXT,
        *,
        bold: bool = False,
        fill: str = INK,
        indent: float = 0,
        most: int = _MOST_LINES,
        node: str = "",
    ) -> None:
        """Write a paragraph, and if `node` is the id of a node, mark the paragraph as a text about the node."""
        for line in wrap_paragraph(text, self.width - indent, size, bold=bold, most=most):
            self.reserve(size * LEADING)
            self.y += size * LEADING
            self._pages[-1].append(
                Text(self._margin + indent, self.y - size * 0.3, line, size, fill, bold=bold, node=node)
            )

    def write_heading(self, text: str, node: str = "") -> None:
        """Write an underlined heading, on a page that also has room for a few lines of text."""
        self.reserve(HEADING * LEADING + 3 * TEXT * LEADING + 16)
        self.y += 9 if self.y > self._margin else 0
        self.write(text, HEADING, bold=True, node=node)
        self.y += 3
        ends = ((self._margin, self.y), (self._margin + self.width, self.y))
        self._pages[-1].append(Line(ends, GRID, 1))
        self.y += 2

    def write_item(self, text: str, *, mark: str = "", fill: str = INK, bold: bool = False, node: str = "") -> None:
        """Write an entry of a list, with the text `mark`, such as hours of study, at the right edge."""
        wide = measure(mark, TEXT) + 14 if mark else 0
        lines = wrap(text, self.width - wide, TEXT, bold=bold)
        self.reserve(TEXT * LEADING * len(lines))
        for number, line in enumerate(lines):
            self.y += TEXT * LEADING
            self._pages[-1].append(Text(self._margin, self.y - TEXT * 0.3, line, TEXT, fill, bold=bold, node=node))
            if mark and number == 0:
                at = self._margin + self.width
                self._pages[-1].append(Text(at, self.y - TEXT * 0.3, mark, TEXT, QUIET, anchor="end"))

    def write_table(self, titles: Sequence[str], rows: Sequence[tuple[Sequence[str], str]]) -> None:
        """Write a table with the titles of its columns, a line of figures for each row, and a note below each row.

        The first column of the table has words, and the other columns have figures.
        """
        cells = [titles, *(figures for figures, _ in rows)]
        widths = [max(measure(cell, TEXT) for cell in column) for column in zip(*cells, strict=True)]
        widths[0] = min(widths[0], self.width * 0.3)
        rights = [*accumulate(width + _GAP for width in widths)][1:]
        for (first, *figures), note in ((titles, ""), *rows):
            self.reserve(2 * TEXT * LEADING)
            self.y += TEXT * LEADING
            base, fill = self.y - TEXT * 0.3, INK if note else QUIET
            self._pages[-1].append(Text(self._margin, base, cut(first, widths[0], TEXT), TEXT, fill))
            for right, figure in zip(rights, figures, strict=True):
                self._pages[-1].append(Text(self._margin + right - _GAP, base, figure, TEXT, fill, anchor="end"))
            self.write(note, fill=QUIET, indent=_INDENT)
            self.y += 3

    def write_columns(self, entries: Sequence[tuple[str, str, str]], count: int = 2) -> None:
        """Write entries of a list in columns.

        Each entry of the list has a text, a second text for the column's right edge, and the id of the node that it
        names.
        """
        rows = -(-len(entries) // count)
        gap = 22.0
        width = (self.width - gap * (count - 1)) / count
        wide = [width - (measure(mark, TEXT) + 8 if mark else 0) for _, mark, _ in entries]
        texts = [wrap(text, room, TEXT, most=2) for (text, *_), room in zip(entries, wide, strict=True)]
        # a row is as high as its highest entry, so that the columns stay side by side
        lines = [max(1, *map(len, texts[row::rows])) for row in range(rows)]
        self.reserve(sum(lines[:8]) * TEXT * LEADING)
        if rows > 1 and sum(lines) * TEXT * LEADING > self.room:
            most = min(rows - 1, max(1, int(self.room / (TEXT * LEADING * max(lines)))))
            self.write_columns(entries[: most * count], count)
            self.write_columns(entries[most * count :], count)
            return
        tops = [self.y + above * TEXT * LEADING for above in accumulate(lines, initial=0)]
        for number, (_, mark, node) in enumerate(entries):
            x = self._margin + number // rows * (width + gap)
            y = tops[number % rows] + TEXT * LEADING - TEXT * 0.3
            for at, (indent, line) in enumerate(_add_indents(texts[number], wide[number])):
                self._pages[-1].append(Text(x + indent, y + at * TEXT * LEADING, line, TEXT, node=node))
            if mark:
                self._pages[-1].append(Text(x + width, y, mark, TEXT, QUIET, anchor="end"))
        self.y = tops[-1]

    def write_flow(self, title: str, mark: str, entries: Sequence[tuple[str, str, str]], most: int) -> int:
        """Write a title with the text `mark` and, after them, the entries of a list, on at most `most` lines.

        If not all entries of the list have room, the shortest ones are written, and words such as "and 3 more" replace
        the others. If no entry has room, the words are such as "4 in all". The method returns the number of lines.
        """
        shortest = sorted(range(len(entries)), key=lambda at: measure(" ".join(entries[at][:2]), TEXT))
        for count in range(len(entries), -1, -1):
            rest = f"and {len(entries) - count} more" if count else f"{len(entries)} in all"
            more = [("", rest, "")] if count < len(entries) else []
            lines = self._break(title, mark, [*(entries[at] for at in sorted(shortest[:count])), *more])
            if len(lines) <= most:
                break
        for line in lines:
            self.reserve(TEXT * LEADING)
            self.y += TEXT * LEADING
            self._pages[-1] += [replace(text, y=self.y - TEXT * 0.3) for text in line]
        return len(lines)

    def _break(self, title: str, mark: str, entries: Sequence[tuple[str, str, str]]) -> list[list[Text]]:
        """Break a title and the entries of a list into lines of text, and return the texts of each line."""
        lines: list[list[Text]] = []
        x = self.width
        for text, own, node in ((title, mark, ""), *entries) if title else entries:
            bold = bool(title) and not lines
            after = measure(f" {own}", TEXT, bold=bold)
            # only a text that is wider than a line has several parts, each on a line of its own
            for number, said in enumerate(wrap(text, self.width - _INDENT - after, TEXT, bold=bold) or [""]):
                width = measure(said, TEXT, bold=bold) + after
                if number or x + width > self.width:
                    x = _INDENT if lines else 0.0
                    lines.append([])
                left = self._margin + x
                lines[-1].append(Text(left, 0, said, TEXT, bold=bold, node=node))
            lines[-1].append(Text(left + width, 0, own, TEXT, INK if bold else QUIET, bold=bold, anchor="end"))
            x += width + _APART
        return lines

    def write_task(self, title: str, mark: str, below: list[str], node: str = "", *, gap: float = 0) -> None:
        """Write a title with a box to tick, with the text `mark` at the right edge, and with the texts `below`.

        The second line of a text is indented as far as it has room, so that it does not look like another text. Below
        the task, `gap` pixels stay empty.
        """
        wide = self.width - 26
        lines = [each for text in below for each in _add_indents(wrap(text, wide, TEXT, most=4), wide)]
        self.reserve((22 + len(lines) * TEXT * LEADING) + 6)
        self.y += 6
        self._pages[-1].append(Rect(self._margin, self.y + 2, 14, 14, PAPER, INK, 1.3, 2))
        room = self.width - 40 - measure(mark, TEXT)
        for line in wrap(title, room, HEADING, bold=True, most=1):
            self._pages[-1].append(Text(self._margin + 26, self.y + 14, line, HEADING, bold=True, node=node))
        right = self._margin + self.width
        self._pages[-1].append(Text(right, self.y + 14, mark, TEXT, QUIET, anchor="end"))
        self.y += 20
        for indent, line in lines:
            self.y += TEXT * LEADING
            self._pages[-1].append(Text(self._margin + 26 + indent, self.y - TEXT * 0.3, line, TEXT, QUIET))
        self.y += gap


def _add_indents(lines: Sequence[str], width: float) -> list[tuple[float, str]]:
    """Return the lines of a text with their indents: the second line and later ones as far as they have room."""
    return [(min(_INDENT, width - measure(line, TEXT)) * (number > 0), line) for number, line in enumerate(lines)]


def _place(shape: Shape, scale: float, left: float, top: float) -> Shape:
    if isinstance(shape, Text):
        return replace(shape, x=left + shape.x * scale, y=top + shape.y * scale, size=shape.size * scale)
    if isinstance(shape, Rect):
        x, y, width, height = left + shape.x * scale, top + shape.y * scale, shape.width * scale, shape.height * scale
        return replace(shape, x=x, y=y, width=width, height=height, weight=shape.weight * scale)
    return replace(shape, points=tuple((left + x * scale, top + y * scale) for x, y in shape.points))
