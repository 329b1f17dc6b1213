"""Choice of the row of each position on the map, so that the drawn moves are short and seldom cross.

The boxes of a career track are in an area of the map, which is a rectangle of neighbouring rows and columns. Two areas
of career tracks may use the same rows of the map if they have no common column. A career track without boxes in a
column gets a new area after the column, so other tracks may use the whole column. The first columns of the map, where
beginners start, have an area only if all boxes there with a career track have the same one.

A search that shifts one area of a career track at a time packs all areas into few rows of the map. After the areas are
packed, a search by random changes (simulated annealing) shifts areas and boxes to other rows of the map. The random
numbers of the search for the rows of boxes have a fixed seed, so equal graphs give equal rows. To count crossings, the
search assumes that a move's line has one vertical piece, and horizontal pieces in the rows of its two positions. The
search also keeps the map low: tall boxes share few rows, and few rows have titles of areas above them.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

# the costs of a crossing, of a move behind a box, and of another row of the map; each row that a move goes up or down
# costs 1; halves are exact in floating point
_CROSSING, _BEHIND, _ROW = 3.0, 4.0, 4.0
# the costs of a row with a tall box, and of a row with titles of areas above it; each makes the map higher
_TALL, _TITLED = 5.0, 6.0
# the cost of each row between two boxes of a column with a move; the line of the move is short if they are neighbours
_APART = 4.0
_PASSES = 5
# if the next box of a track is more than this many columns to the right, another band begins
_BREAK = 1
# the number of annealing steps per move, and the most that the first step may add to the cost
_STEPS, _HEAT = 200, 12.0
# the seed of the first search; on the bundled graph, this seed and the next ones give low maps with few crossings
_SEED = 29
# the share of steps that put a move into its other gutter, and the share of all other steps that shift a box and not a
# band
_GUTTERS, _BOXES = 0.25, 0.75

Move = tuple[str, str]
# a track and the index of its band
Key = tuple[str, int]


@dataclass(frozen=True)
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
    """Return `tries` ways to place boxes in rows, so that the lines of `moves` seldom cross.

    No move in `moves` may lead to an earlier column of the map. Beginners start in the first `starts` columns of the
    map. These columns have an area only if all their boxes with a career track have the same one. The boxes of the
    positions in `tall` share few rows.
    """
    ordered = sorted(moves)
    packing = _Packing(column, track, ordered, starts)
    top = packing.find_tops()
    return [_Annealing(packing, top, ordered, tall, _SEED + number).run() for number in range(tries)]


class _Packing:
    """The areas of career tracks with their boxes, and the search for an order of the areas that takes few rows."""

    def __init__(self, column: Mapping[str, int], track: Mapping[str, str], moves: Sequence[Move], starts: int) -> None:
        self.column, self.track = column, track
        columns = [[node for node in sorted(column) if column[node] == at] for at in range(starts)]
        # the row of each box in the columns where people start
        self.starts = {node: row for nodes in columns for row, node in enumerate(nodes)}
        cells: defaultdict[Key, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        last = dict[str, tuple[int, int]]()
        for node in sorted(column, key=lambda node: (column[node], node)):
            if node not in self.starts:
                at, number = last.get(track[node], (column[node], 0))
                number += column[node] - at > _BREAK
                last[track[node]] = column[node], number
                cells[track[node], number][column[node]].append(node)
        self.cells, self._keys = cells, sorted(cells)
        self.span = {each: (min(cells[each]), max(cells[each])) for each in cells}
        self.height = {each: max(map(len, cells[each].values())) for each in cells}
        # the row of each box within its band, if the boxes of a column are in the middle of the band
        middle = {
            node: (each, (self.height[each] - len(nodes)) / 2 + at)
            for each in cells
            for nodes in cells[each].values()
            for at, node in enumerate(nodes)
        }
        self._ends = [(*middle[a], *middle[b]) for a, b in moves if a in middle and b in middle]

    def _pack(self, order: Sequence[Key]) -> dict[Key, int]:
        """Return the top row of the area of each career track on the map.

        If the areas of two career tracks share a column, the area that comes first in `order` lies above the other
        area.
        """
        bottom = [0] * (max(self.column.values(), default=0) + 1)
        top = dict[Key, int]()
        for each in order:
            first, last = self.span[each]
            top[each] = max(bottom[first : last + 1])
            bottom[first : last + 1] = [top[each] + self.height[each]] * (last + 1 - first)
        return top

    def count_rows(self, top: Mapping[Key, int]) -> int:
        """Return how many rows the map has, for given top rows of the areas of career tracks."""
        return max(1, *(row + 1 for row in self.starts.values()), *(top[each] + self.height[each] for each in top))

    def _rate(self, order: Sequence[Key]) -> float:
        top = self._pack(order)
        length = sum(abs(top[a] + at - top[b] - to) for a, at, b, to in self._ends)
        return length + _ROW * self.count_rows(top)

    def find_tops(self) -> dict[Key, int]:
        """Choose the top row of the area of each career track, by searches that shift one area at a time."""
        found: dict[tuple[Key, ...], float] = {}
        by_column = sorted(self._keys, key=lambda each: (self.span[each], each))
        for start in (by_column, [*by_column[::2], *by_column[1::2][::-1]], self._keys):
            order: list[Key] = list(start)
            cost = self._rate(order)
            for _ in range(_PASSES):
                before = cost
                for each in self._keys:
                    rest = [other for other in order if other != each]
                    for at in range(len(order)):
                        tried = [*rest[:at], each, *rest[at:]]
                        new = self._rate(tried)
                        if new < cost - 1e-9:
                            order, cost = tried, new
                if cost == before:
                    break
            found[tuple(order)] = cost
        return self._pack(min((cost, order) for order, cost in found.items())[1])


class _Annealing:
    """A search by random changes (simulated annealing) that shifts boxes between rows of the map.

    At first, the random search accepts many changes that make the map worse. At the end, it accepts only improvements.
    """

    def __init__(
        self, packing: _Packing, top: Mapping[Key, int], moves: Sequence[Move], tall: Set[str], seed: int
    ) -> None:
        self._random = random.Random(seed)
        self._packing, self._moves, self._top, self._column = packing, moves, dict(top), packing.column
        self._rows = packing.count_rows(top)
        self._members = {each: [node for nodes in packing.cells[each].values() for node in nodes] for each in top}
        self._band = {node: each for each, nodes in self._members.items() for node in nodes}
        self._nodes, self._bands = sorted(self._column), sorted(top)
        self._of: defaultdict[str, list[int]] = defaultdict(list)
        for number, move in enumerate(moves):
            for node in move:
                self._of[node].append(number)
        # the columns of the source and target of each move; its vertical piece is in the first or the last gutter
        # between them
        self._from, self._to = [self._column[a] for a, _ in moves], [self._column[b] for _, b in moves]
        self._gutter = [*self._to]
        self._long = [number for number in range(len(moves)) if self._to[number] - self._from[number] > 1]
        # for each move, the others whose lines may cross its line, with the columns of their sources and targets
        self._near: list[list[tuple[int, int, int]]] = [[] for _ in moves]
        for one, two in combinations(range(len(moves)), 2):
            is_kin = moves[one][0] == moves[two][0] or moves[one][1] == moves[two][1]
            if not is_kin and max(self._from[one], self._from[two]) < min(self._to[one], self._to[two]):
                self._near[one].append((two, self._from[two], self._to[two]))
                self._near[two].append((one, self._from[one], self._to[one]))
        self._row = dict(packing.starts)
        for each in top:
            for nodes in packing.cells[each].values():
                first = top[each] + (packing.height[each] - len(nodes)) // 2
                self._row |= {node: first + at for at, node in enumerate(nodes)}
        self._node_at = {(self._column[node], row): node for node, row in self._row.items()}
        # the rows of the source and target of each move
        self._start, self._end = [self._row[a] for a, _ in moves], [self._row[b] for _, b in moves]
        # the number of tall boxes in each row
        self._tall, self._tall_in = tall, Counter(row for node, row in self._row.items() if node in tall)
        self._band_at = {cell: each for each in top for cell in self._list_cells(each, top[each])}

    def run(self) -> Rows:
        """Try random changes of the rows of boxes, and return the best choice of rows that was found."""
        cost = least = 0.0
        best, steps = (dict(self._row), dict(self._top)), _STEPS * len(self._moves)
        for step in range(steps):
            # threshold accepting: a worse placement is accepted if the cost grows by less than a random limit
            cost += self._step(_HEAT * (1 - step / steps) * self._random.random())
            if cost < least:
                least, best = cost, (dict(self._row), dict(self._top))
        row, top = best
        packing = self._packing
        bands = [Band(each[0], *packing.span[each], top[each], packing.height[each]) for each in self._bands]
        return Rows(row, (*bands, *self._make_first_band(row)))

    def _make_first_band(self, row: Mapping[str, int]) -> Iterator[Band]:
        """Yield the area of the columns where beginners start, if their boxes have only one career track."""
        starts = self._packing.starts
        tracks = {self._packing.track[node] for node in starts} - {""}
        if len(tracks) == 1:
            columns, rows = ({where[node] for node in starts} for where in (self._column, row))
            yield Band(min(tracks), min(columns), max(columns), min(rows), max(rows) - min(rows) + 1)

    def _step(self, limit: float) -> float:
        """Try a random change of the map, and undo it if its cost grows by `limit` or more.

        Return the growth of the cost, or 0 if the method undoes the change.
        """
        if self._long and self._random.random() < _GUTTERS:
            return self._turn(self._random.choice(self._long), limit)
        is_box = not self._bands or self._random.random() < _BOXES
        rows, tops = (self._choose_seat(), {}) if is_box else self._choose_tops()
        if not rows:
            return 0.0
        touched = {move for node in rows for move in self._of[node]}
        before, old = self._price(touched) + self._price_tall(), {node: self._row[node] for node in rows}
        self._put(rows)
        change = self._price(touched) + self._price_tall() - before
        if tops:
            change += _TITLED * (len({*(self._top | tops).values()}) - len({*self._top.values()}))
        if change > 0 and change >= limit:
            self._put(old)
            return 0.0
        for each in tops:
            for cell in self._list_cells(each, self._top[each]):
                del self._band_at[cell]
        self._top |= tops
        for each in tops:
            self._band_at |= dict.fromkeys(self._list_cells(each, self._top[each]), each)
        return change

    def _turn(self, move: int, limit: float) -> float:
        """Move the vertical piece of a line to the other end of the line, and return the growth of the line's cost.

        If the cost of the line would grow by `limit` or more, the method changes nothing and returns 0.
        """
        here = self._gutter[move]
        before = self._price({move})
        self._gutter[move] = self._from[move] + 1 if here == self._to[move] else self._to[move]
        change = self._price({move}) - before
        if change > 0 and change >= limit:
            self._gutter[move] = here
            return 0.0
        return change

    def _choose_seat(self) -> dict[str, int]:
        """Choose a new row for a random box of the map.

        If another box of the same column is in the new row already, the two boxes swap rows.
        """
        node = self._random.choice(self._nodes)
        band, here = self._band.get(node), self._row[node]
        low, count = (self._top[band], self._packing.height[band]) if band else (0, self._rows)
        seat = low + int(count * self._random.random())
        if seat == here:
            return {}
        other = self._node_at.get((self._column[node], seat))
        return {node: seat} | ({other: here} if other is not None else {})

    def _choose_tops(self) -> tuple[dict[str, int], dict[Key, int]]:
        """Choose new rows of the map for the area of a random career track, and for all boxes in the area.

        If one or two other areas of career tracks lie where the chosen area moves to, they get new rows, too. If more
        than two areas lie where the chosen area moves to, or if an area would have no room, the method returns empty
        dictionaries.
        """
        height, band = self._packing.height, self._random.choice(self._bands)
        here = self._top[band]
        there = int((self._rows - height[band] + 1) * self._random.random())
        cells = self._list_cells(band, there)
        blocking = sorted({self._band_at[cell] for cell in cells if cell in self._band_at} - {band})
        tops, may_swap = {band: there}, self._random.random() < 0.5
        for other in blocking:
            # a band in the way swaps places with the shifted band, or jumps over it
            past = self._top[other] + (height[band] if there < here else -height[band])
            tops[other] = here + self._top[other] - there if may_swap else past
        if there == here or len(blocking) > 2 or not self._have_room(tops):
            return {}, {}
        return {
            node: self._row[node] + top - self._top[each] for each, top in tops.items() for node in self._members[each]
        }, tops

    def _have_room(self, tops: Mapping[Key, int]) -> bool:
        if any(not 0 <= top <= self._rows - self._packing.height[each] for each, top in tops.items()):
            return False
        cells = [cell for each, top in tops.items() for cell in self._list_cells(each, top)]
        taken = {self._band_at[cell] for cell in cells if cell in self._band_at}
        return len({*cells}) == len(cells) and taken <= tops.keys()

    def _list_cells(self, band: Key, top: int) -> list[tuple[int, int]]:
        first, last = self._packing.span[band]
        rows = range(top, top + self._packing.height[band])
        return [(column, row) for column in range(first, last + 1) for row in rows]

    def _put(self, rows: Mapping[str, int]) -> None:
        for node in rows:
            del self._node_at[self._column[node], self._row[node]]
        for node, row in rows.items():
            if node in self._tall:
                self._tall_in[row] += 1
                self._tall_in[self._row[node]] -= 1
            self._row[node] = row
            self._node_at[self._column[node], row] = node
            for number in self._of[node]:
                (self._start if self._moves[number][0] == node else self._end)[number] = row

    def _price_tall(self) -> float:
        return _TALL * sum(count > 0 for count in self._tall_in.values())

    def _price(self, touched: set[int]) -> float:
        """Return the cost of the lines of the moves `touched`, which adds up lengths, hit boxes and crossings."""
        starts, ends, gutters, cost, crossings = self._start, self._end, self._gutter, 0.0, 0.0
        for one in touched:
            start, end, gutter = starts[one], ends[one], gutters[one]
            first, last = self._from[one], self._to[one]
            hidden = sum((at, start if at < gutter else end) in self._node_at for at in range(first + 1, last))
            cost += abs(end - start) * (_APART if first == last else 1) + _BEHIND * hidden
            low, high = (start, end) if start < end else (end, start)
            for two, other_first, other_last in self._near[one]:
                begin, finish = starts[two], ends[two]
                if (begin < low and finish < low) or (begin > high and finish > high):
                    continue
                other, found = gutters[two], 0
                if gutter == other:
                    # two pieces in one gutter get the order with fewer crossings
                    top, bottom = (begin, finish) if begin < finish else (finish, begin)
                    found = (top < end < bottom) + (low < begin < high)
                    if found:
                        found = min(found, (low < finish < high) + (top < start < bottom))
                else:
                    if other_first < gutter <= other_last:
                        found = low < (begin if gutter < other else finish) < high
                    if first < other <= last:
                        level = start if other < gutter else end
                        found += begin < level < finish or finish < level < begin
                if found:
                    crossings += found / 2 if two in touched else found
        return cost + _CROSSING * crossings
