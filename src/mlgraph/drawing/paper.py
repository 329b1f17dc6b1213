"""Places of a picture on pages of A4, so that no text in print is less than 9 points high."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from mlgraph.drawing.pages import A4

# in points of 1/72 inch: the sides of a page, its least margin, and the least size of text
_SHORT, _LONG = (side * 0.75 for side in A4)
_MARGIN, _LEAST = 14.0, 9.0
# writers of PDF round sizes
_ROUNDING = 0.5
# each picture has an empty margin, of which a page may lack this much on both sides together
_EMPTY = 10.0
# a cut is at least this far from text, if it can, and in this last part of a page
APART, _LAST = 2.0, 0.35
# a space is narrow if another one is this many times as wide
_NARROW = 3

# the left and right edge of a text, or its top and bottom
Span = tuple[float, float]


@dataclass(frozen=True)
class Page:
    """A page that shows a part of a picture.

    Attributes
    ----------
    width, height : float
        The size of the page in points.
    scale : float
        The scale of the picture on the page.
    x, y : float
        The place of the left top corner of the whole picture, in points of the page.
    across, down : tuple of float
        The left and right edge, and the top and bottom, of the area of the page that shows the picture.
    """

    width: float
    height: float
    scale: float
    x: float
    y: float
    across: Span
    down: Span

    def has(self, x: float, y: float, width: float, height: float) -> bool:
        """Return whether the page shows some of an area, where `x` and `y` are in points of the page."""
        return all(
            start < high and start + size > low
            for start, size, (low, high) in ((x, width, self.across), (y, height, self.down))
        )


def lay_on_paper(
    width: float, height: float, least: float, columns: Sequence[Span], rows: Sequence[Span]
) -> list[Page]:
    """Return the pages for a picture of `width` by `height` points, whose smallest text is `least` points high.

    A picture that is at most as large as A4 is a page of its own size. A larger picture is scaled to a page of A4. If
    its text would be too small there, the picture is cut into several pages. `columns` and `rows` have the edges of its
    texts and small boxes, which the cuts avoid.
    """
    if min(width, height) <= _SHORT + _ROUNDING and max(width, height) <= _LONG + _ROUNDING:
        return [Page(width, height, 1, 0, 0, (0, width), (0, height))]
    sides = ((_LONG, _SHORT), (_SHORT, _LONG)) if width >= height else ((_SHORT, _LONG), (_LONG, _SHORT))
    fits = [min((page[0] - 2 * _MARGIN) / width, (page[1] - 2 * _MARGIN) / height) for page in sides]
    scale = min(1.0, max(*fits, _LEAST / least))
    choices = [
        [
            Page(*page, scale, x, y, across, down)
            for y, down in _find_parts(height * scale, page[1], [(top * scale, end * scale) for top, end in rows])
            for x, across in _find_parts(width * scale, page[0], [(left * scale, end * scale) for left, end in columns])
        ]
        for page in sides
    ]
    return min(choices, key=lambda pages: (len(pages), len({page.x for page in pages})))


def _find_parts(whole: float, side: float, texts: Sequence[Span]) -> list[tuple[float, Span]]:
    """Divide a picture along one side into pages, and return the place of the picture and the shown area of each."""
    if whole <= side + _EMPTY:
        start = (side - whole) / 2
        return [(start, (start, start + whole))]
    room = side - 2 * _MARGIN
    cuts = [0.0]
    while whole - cuts[-1] > room:
        cuts.append(_find_cut(cuts[-1] + room, room * _LAST, texts))
    cuts.append(whole)
    return [(_MARGIN - low, (_MARGIN, _MARGIN + high - low)) for low, high in pairwise(cuts)]


def _find_cut(end: float, room: float, texts: Sequence[Span]) -> float:
    """Return the last place from `end` - `room` to `end` in the middle between texts, or that cuts the fewest.

    A narrow space, such as between a bar and its title, counts only if no space is much wider.
    """
    places = [end - room + room * step / 400 for step in range(480)]
    runs = [
        (count, [*run])
        for count, run in groupby(places, lambda at: sum(low - APART < at < high + APART for low, high in texts))
    ]
    middles = [(count, len(run), (run[0] + run[-1]) / 2) for count, run in runs if (run[0] + run[-1]) / 2 <= end]
    fewest = min(count for count, _, _ in middles)
    widest = max(wide for count, wide, _ in middles if count == fewest)
    return max(middle for count, wide, middle in middles if count == fewest and wide >= widest / _NARROW)
