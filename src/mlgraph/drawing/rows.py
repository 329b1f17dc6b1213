"""Choice of the row of each position on the map, so that the drawn moves are short and seldom cross.

The map has as many rows as its fullest column has boxes, and more if fewer than a quarter of its cells would be free. A
search by random changes (simulated annealing) swaps boxes within a column of the map, and shifts the horizontal pieces
of lines. To count crossings, the search assumes that a line has a vertical piece beside each of its two boxes. Between
them, the line has a horizontal piece in a row of boxes or in a gap between two rows. The random numbers have fixed
seeds, so equal graphs give equal rows. The search also keeps the map low: boxes with many lines of text share few rows.

A cell is the place of one box: a column and a row. Boxes of the same career track in neighbouring cells make an area of
the map, which is a rectangle without boxes of other tracks. The search tries to keep the boxes of a track in few areas.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import combinations

# the costs of a crossing, of a box in the way of a line, of two lines of different posts in one row, and of two such
# lines in one gap; each row that a line goes up or down costs 1
_CROSSING, _BEHIND, _OVERLAP, _BESIDE = 7.0, 4.0, 9.0, 3.0
# the cost of a line with a horizontal piece in a gap, which makes the gap high
_IN_GAP = 2.0
# the costs of a row with a tall box, which makes the map higher, and of another area of a track
_TALL, _AREA = 20.0, 6.0
# the cost of each row between two boxes of a column with a move; the line of the move is short if they are neighbours
_APART = 12.0
# two areas of a track with more than this many columns between their first or last boxes stay apart
_BREAK = 1
# the least share of the cells of an area that have boxes, and the least number of cells for each box of the map
_FILLED, _CELLS = 1 / 2, 4 / 3
# the numbers of steps per move in the first search and in each later search, which begins with the best rows so far
_STEPS, _MORE_STEPS = 600, 40
# the most that the first step of the first and of each later search may add to the cost
_HEAT, _MORE_HEAT = 40.0, 5.0
# with any seed, the map is low; with the first one, that of the bundled graph has few crossings, and no framed box
_SEEDS = (72, 81, 69)
# a map with so many moves in all searches takes about as long as the map of the bundled graph
_MOVES = 150
# the share of steps that shift a horizontal piece, and the share of these that shift it to the row of a box
_SHIFTS, _TO_ROWS = 0.25, 0.4

Move = tuple[str, str]


@dataclass(frozen=True, order=True)
class Band:
    """An area of the map for one career track: `height` rows from `top`, in the columns `first` to `last`."""

    track: str
    first: int
    last: int
    top: int
    height: int


@dataclass(frozen=True)
class Rows:
    """The row of each position on the map, and the areas of all career tracks."""

    row: dict[str, int]
    bands: tuple[Band, ...]


def place_rows(
    column: Mapping[str, int],
    track: Mapping[str, str],
    moves: Iterable[Move],
    tries: int = 1,
    starts: int = 1,
    tall: Set[str] = frozenset(),
) -> list[Rows]:
    """Return ways to place boxes in rows, so that the lines of `moves` seldom cross.

    A search returns `tries` ways. If there are few moves, several searches begin with other random numbers.

    No move in `moves` may lead to an earlier column of the map. Beginners start in the first `starts` columns of the
    map. These columns have an area only if all their boxes with a career track have the same one. The boxes of the
    positions in `tall` share few rows.
    """
    moves, found = sorted(moves), []
    for seed in _SEEDS[: max(1, _MOVES // max(1, len(moves)))]:
        search = _Annealing(column, track, moves, starts, tall, seed)
        for number in range(tries):
            row = search.run(*((_MORE_STEPS, _MORE_HEAT) if number else (_STEPS, _HEAT)))
            # a row without boxes would only make the map higher
            used = {old: new for new, old in enumerate(sorted({*row.values()}))}
            row = {node: used[at] for node, at in row.items()}
            first = _find_first_area(column, row, track, starts)
            found.append(Rows(row, (*_find_areas(column, row, track, starts), *first)))
    return found


def _find_areas(column: Mapping[str, int], row: Mapping[str, int], track: Mapping[str, str], starts: int) -> list[Band]:
    """Join boxes of the same track to rectangles without other boxes, with the smallest free space first."""
    later = [node for node in sorted(column) if column[node] >= starts]
    owner = {(column[node], row[node]): track[node] for node in later}
    areas = {Band(track[node], column[node], column[node], row[node], 1) for node in later}

    def list_cells(area: Band) -> list[tuple[int, int]]:
        rows = range(area.top, area.top + area.height)
        return [(at, row) for at in range(area.first, area.last + 1) for row in rows]

    def join(one: Band, two: Band) -> tuple[int, Band] | None:
        """Return the free cells in the area of two areas, and the area, or None if it would be no good area."""
        first, last = min(one.first, two.first), max(one.last, two.last)
        top, bottom = min(one.top, two.top), max(one.top + one.height, two.top + two.height)
        area = Band(one.track, first, last, top, bottom - top)
        owners = [owner.get(cell) for cell in list_cells(area)]
        filled = owners.count(one.track)
        if max(one.first, two.first) - min(one.last, two.last) > _BREAK or filled < _FILLED * len(owners):
            return None
        return (len(owners) - filled, area) if {*owners} <= {None, one.track} else None

    def are_apart(one: Band, two: Band) -> bool:
        beside = one.last < two.first or two.last < one.first
        return beside or one.top + one.height <= two.top or two.top + two.height <= one.top

    is_done = False
    while not is_done:
        is_done = True
        pairs = [(one, two) for one, two in combinations(sorted(areas), 2) if one.track == two.track]
        for _, area, one, two in sorted((*found, one, two) for one, two in pairs if (found := join(one, two))):
            if {one, two} <= areas and all(are_apart(area, other) for other in areas - {one, two}):
                areas = areas - {one, two} | {area}
                is_done = False
    return sorted(areas)


def _find_first_area(
    column: Mapping[str, int], row: Mapping[str, int], track: Mapping[str, str], starts: int
) -> Iterator[Band]:
    """Yield the area of the columns where beginners start, if their boxes have only one career track."""
    first = [node for node in sorted(column) if column[node] < starts]
    tracks = {track[node] for node in first} - {""}
    if len(tracks) == 1:
        columns, rows = ({where[node] for node in first} for where in (column, row))
        yield Band(min(tracks), min(columns), max(columns), min(rows), max(rows) - min(rows) + 1)


class _Annealing:
    """A search by random changes (simulated annealing) that swaps boxes and shifts the lines of moves.

    At first, the random search accepts many changes that make the map worse. At the end, it accepts only improvements.

    The heights of lines are levels: level 2k is the gap above row k, and level 2k + 1 is row k itself.
    """

    def __init__(
        self,
        column: Mapping[str, int],
        track: Mapping[str, str],
        moves: Sequence[Move],
        starts: int,
        tall: Set[str],
        seed: int,
    ) -> None:
        self._random = random.Random(seed).random
        self._column, self._track, self._starts, self._tall = column, track, starts, tall
        self._nodes, self._moves = sorted(column), moves
        columns: defaultdict[int, list[str]] = defaultdict(list)
        for node in self._nodes:
            columns[column[node]].append(node)
        fullest, last = max(map(len, columns.values()), default=1), max(columns, default=0)
        self._rows = max(fullest, int(-(-len(column) * _CELLS // (last + 1))))
        # in the lists of cells, the cells of a column are neighbours, with an empty cell after each column
        self._height = self._rows + 1
        self._node_at: list[str | None] = [None] * (self._height * (last + 2))
        # the tracks of the boxes in all cells after the columns where beginners start
        self._owner = list[str | None](self._node_at)
        self._row, self._tall_in = dict[str, int](), [0] * self._rows
        self._put({node: at for nodes in columns.values() for at, node in enumerate(nodes)})
        self._of: defaultdict[str, list[int]] = defaultdict(list)
        for number, move in enumerate(moves):
            for node in move:
                self._of[node].append(number)
        # the first and the last gutter of each move, with its vertical pieces; gutter g is to the left of column g
        self._from, self._to = [column[a] + 1 for a, _ in moves], [column[b] for _, b in moves]
        self._long = [number for number in range(len(moves)) if self._from[number] < self._to[number]]
        # where each long line has its horizontal piece: 0 for the row of its source, 1 for the row of its target, or
        # 2 + k for the gap above row k
        self._bend = [1] * len(moves)
        # the level of the horizontal piece of each move; and the left and the right end of each vertical piece, whose
        # numbers are 2m for the first piece of move m, and 2m + 1 for the second piece
        self._level, self._left, self._right = [0] * len(moves), [0] * 2 * len(moves), [0] * 2 * len(moves)
        self._find_rivals()
        for number in range(len(moves)):
            self._lay(number)
        # for each move, the other moves that its line crosses, with the costs
        self._crossed = [self._cross(number) for number in range(len(moves))]

    def _find_rivals(self) -> None:
        """Find which lines each line may cross: lines of moves with another source and another target."""
        moves, first, last, long = self._moves, self._from, self._to, {*self._long}
        self._pieces = [
            () if first[m] > last[m] else (2 * m, 2 * m + 1) if m in long else (2 * m,) for m in range(len(moves))
        ]
        # for each vertical piece, the others in its gutter, and the moves with horizontal pieces across the gutter
        self._beside: list[list[int]] = [[] for _ in range(2 * len(moves))]
        self._over: list[list[int]] = [[] for _ in range(2 * len(moves))]
        # for each move, the vertical pieces in the gutters that its horizontal piece passes, and the moves with
        # horizontal pieces in the same gutters
        self._under: list[list[int]] = [[] for _ in moves]
        self._along: list[list[int]] = [[] for _ in moves]
        for one in range(len(moves)):
            for two in range(len(moves)):
                if moves[one][0] == moves[two][0] or moves[one][1] == moves[two][1]:
                    continue
                if one in long and two in long and max(first[one], first[two]) <= min(last[one], last[two]):
                    self._along[one].append(two)
                for piece in self._pieces[one]:
                    gutter = last[one] if piece % 2 else first[one]
                    self._beside[piece] += [
                        other for other in self._pieces[two] if gutter == (last[two] if other % 2 else first[two])
                    ]
                    if first[two] < gutter < last[two]:
                        self._over[piece].append(two)
                        self._under[two].append(piece)

    def run(self, steps: int, heat: float) -> dict[str, int]:
        """Try `steps` random changes for each move, and return the best rows of all boxes that any run has found."""
        cost = least = 0.0
        best, steps = (dict(self._row), [*self._bend]), steps * len(self._moves)
        for step in range(steps):
            # threshold accepting: a worse placement is accepted if the cost grows by less than a random limit
            limit = heat * (1 - step / steps) * self._random()
            if self._long and self._random() < _SHIFTS:
                cost += self._shift(limit)
            else:
                cost += self._exchange(limit)
            if cost < least - 1e-9:
                least, best = cost, (dict(self._row), [*self._bend])
        self._restore(*best)
        return best[0]

    def _restore(self, row: Mapping[str, int], bend: Sequence[int]) -> None:
        self._put(row)
        self._bend = [*bend]
        for number in range(len(self._moves)):
            self._lay(number)
        self._crossed = [self._cross(number) for number in range(len(self._moves))]

    def _shift(self, limit: float) -> float:
        """Shift the horizontal piece of a line, and return the growth of the cost, or 0 if that is `limit` or more."""
        move = self._long[int(len(self._long) * self._random())]
        if self._random() < _TO_ROWS:
            bend = int(2 * self._random())
        else:
            # a line seldom leaves the rows between its boxes
            low, high = sorted(self._row[node] for node in self._moves[move])
            bend = 2 + low + int((high - low + 2) * self._random())
        here = self._bend[move]
        if bend == here:
            return 0.0
        change = -self._measure(move)
        self._bend[move] = bend
        self._lay(move)
        change += self._measure(move)
        if (grown := self._compare((move,), change, limit)) is None:
            self._bend[move] = here
            self._lay(move)
            return 0.0
        return grown

    def _exchange(self, limit: float) -> float:
        """Put a box into another cell of its column, and a box in that cell into the cell of the first box.

        Return the growth of the cost. If that is `limit` or more, undo the change and return 0.
        """
        node = self._nodes[int(len(self._nodes) * self._random())]
        at, here, there = self._column[node], self._row[node], int(self._rows * self._random())
        if there == here:
            return 0.0
        other = self._node_at[at * self._height + there]
        rows, old = {node: there}, {node: here}
        if other is not None:
            rows[other], old[other] = here, there
        touched = [*dict.fromkeys(move for each in rows for move in self._of[each])]
        change = -sum(map(self._measure, touched)) - self._price_cells(at, here, there)
        self._put(rows)
        for move in touched:
            self._lay(move)
        change += sum(map(self._measure, touched)) + self._price_cells(at, here, there)
        if (grown := self._compare(touched, change, limit)) is None:
            self._put(old)
            for move in touched:
                self._lay(move)
            return 0.0
        return grown

    def _compare(self, touched: Sequence[int], change: float, limit: float) -> float | None:
        """Return the growth of the cost after a change of the lines of `touched`, or None if it is `limit` or more.

        `change` is the growth without crossings. If the growth is small enough, the method updates the crossings.
        """
        found = list[dict[int, float]]()
        for move in touched:
            change -= _add_up(self._crossed[move], touched)
        for move in touched:
            if change > 0 and change >= limit:
                return None
            found.append(self._cross(move))
            change += _add_up(found[-1], touched)
        if change > 0 and change >= limit:
            return None
        for move, new in zip(touched, found, strict=True):
            for other in self._crossed[move]:
                self._crossed[other].pop(move, None)
            self._crossed[move] = new
        for move, new in zip(touched, found, strict=True):
            for other, cost in new.items():
                self._crossed[other][move] = cost
        return change

    def _put(self, rows: Mapping[str, int]) -> None:
        cells = {node: self._column[node] * self._height for node in rows}
        for node in rows:
            if node in self._row:
                here = cells[node] + self._row[node]
                self._node_at[here] = self._owner[here] = None
                self._tall_in[self._row[node]] -= node in self._tall
        for node, row in rows.items():
            there = cells[node] + row
            self._node_at[there], self._row[node] = node, row
            self._tall_in[row] += node in self._tall
            if self._column[node] >= self._starts:
                self._owner[there] = self._track[node]

    def _lay(self, move: int) -> None:
        """Set the levels of the line of a move by the rows of its boxes."""
        a, b = self._moves[move]
        start, end, bend = 2 * self._row[a] + 1, 2 * self._row[b] + 1, self._bend[move]
        level = end if bend == 1 else 2 * bend - 4 if bend else start
        self._level[move] = level
        self._left[2 * move], self._right[2 * move] = start, level
        self._left[2 * move + 1], self._right[2 * move + 1] = level, end

    def _measure(self, move: int) -> float:
        """Return the cost of a line without its crossings: its length, and the boxes in its way."""
        start, level, end = self._left[2 * move], self._level[move], self._right[2 * move + 1]
        first, last = self._from[move], self._to[move]
        if first > last:
            return _APART * abs(end - start) / 2
        cost = (abs(level - start) + abs(end - level)) / 2
        if first == last:
            return cost
        if level % 2 == 0:
            return cost + _IN_GAP
        # a line that goes on in the row of its source also needs the cell before its target, and the other way round
        low, high = first - (level != start), last + (level != end)
        row, height = level // 2, self._height
        cells = self._node_at[low * height + row : high * height + row : height]
        return cost + _BEHIND * (len(cells) - cells.count(None))

    def _price_cells(self, column: int, here: int, there: int) -> float:
        """Return the cost of two rows with tall boxes, and of areas that begin in or beside two cells of a column."""
        height, owner = self._height, self._owner
        cost = _TALL * ((self._tall_in[here] > 0) + (self._tall_in[there] > 0))
        one, two = column * height + here, column * height + there
        for cell in {one, two, one + 1, two + 1, one + height, two + height}:
            track = owner[cell]
            # a box belongs to the area of the box above or to the left
            if track is not None and track not in (owner[cell - 1], owner[cell - height]):
                cost += _AREA
        return cost

    def _cross(self, move: int) -> dict[int, float]:
        """Return the moves whose lines cross the line of a move, with the costs of these crossings."""
        lefts, rights, levels, found = self._left, self._right, self._level, defaultdict[int, float](float)
        for piece in self._pieces[move]:
            a, b = lefts[piece], rights[piece]
            low, high = (a, b) if a < b else (b, a)
            for other in self._beside[piece]:
                c, d = lefts[other], rights[other]
                if (c >= low or d >= low) and (c <= high or d <= high) and (count := _count_crossings(a, b, c, d)):
                    found[other // 2] += _CROSSING * count
            for other in self._over[piece]:
                if low < levels[other] < high:
                    found[other] += _CROSSING
        level = levels[move]
        for other in self._under[move]:
            if lefts[other] < level < rights[other] or rights[other] < level < lefts[other]:
                found[other // 2] += _CROSSING
        for other in self._along[move]:
            if levels[other] == level:
                found[other] += _OVERLAP if level % 2 else _BESIDE
        return found


@cache
def _count_crossings(a: int, b: int, c: int, d: int) -> int:
    """Return how often two lines cross in a gutter, with their vertical pieces in the better order.

    The first line comes from the left at the level `a` and goes on to the right at `b`. The second line comes at `c`
    and goes on at `d`.
    """
    first = (c < b < d or d < b < c) + (a < c < b or b < c < a)
    second = (c < a < d or d < a < c) + (a < d < b or b < d < a)
    # two lines that lead to and from neighbouring boxes of a row must not overlap between these boxes
    return min(first + 9 * (b == c and b % 2), second + 9 * (a == d and a % 2))


def _add_up(crossed: Mapping[int, float], touched: Sequence[int]) -> float:
    """Add up the costs of crossings of one of the moves `touched`, and half the costs if both moves are touched."""
    if not crossed:
        return 0.0
    return sum(crossed.values()) - sum(crossed[move] for move in touched if move in crossed) / 2
