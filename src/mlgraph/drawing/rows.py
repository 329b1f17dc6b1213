"""Rows of the map: tracks are bands of rows, chosen such that the drawn moves are short and cross little.

Bands lie beside each other where their columns allow it. Boxes in the first column, where people start, have no band. A
local search orders the bands, and then the boxes in each band. Equal graphs give equal
rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

# the price of a crossing, of a move behind a box, and of a row of the whole map, in rows of length
_CROSSING, _BEHIND, _ROW = 1.5, 1.0, 4.0
# a move within a track counts for more: it should be straight
_WITHIN = 2.0
_PASSES = 5
# a band ends before so many columns without a box of its track, and another begins behind them
_BREAK = 2

Move = tuple[str, str]
# a track, and the number of its band
Key = tuple[str, int]
# a move that crosses another, with the parts of both at the ends of their common columns
Meeting = tuple[str, str, float, float, float, float]


@dataclass(frozen=True)
class Band:
    """A track as rows from `top` to before `top` + `height`, in the columns from `first` to `last`."""

    track: str
    first: int
    last: int
    top: int
    height: int


@dataclass(frozen=True)
class Rows:
    """The row of each position, and the bands."""

    row: dict[str, int]
    bands: tuple[Band, ...]


def place_rows(column: Mapping[str, int], track: Mapping[str, str], moves: Iterable[Move], best: int = 1) -> list[Rows]:
    """Return the best placements that were found, the best first; each of `moves` goes to a later column."""
    search = _Search(column, track, sorted(moves))
    orders = search.find_orders()
    found = sorted((search.seat(order) for order in orders[:best]), key=lambda each: each[0])
    return [rows for _, rows in found]


class _Search:
    def __init__(self, column: Mapping[str, int], track: Mapping[str, str], moves: Sequence[Move]) -> None:
        self._column, self._moves = column, moves
        self._weight = {move: _WITHIN if track[move[0]] == track[move[1]] else 1.0 for move in moves}
        cells: defaultdict[Key, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._starts = [node for node in sorted(column) if column[node] == 0]
        last = dict[str, tuple[int, int]]()
        for node in sorted(column, key=lambda node: (column[node], node)):
            if column[node]:
                at, number = last.get(track[node], (column[node], 0))
                number += column[node] - at > _BREAK
                last[track[node]] = column[node], number
                cells[track[node], number][column[node]].append(node)
        self._cells, self._tracks = cells, sorted(cells)
        self._span = {each: (min(cells[each]), max(cells[each])) for each in cells}
        self._height = {each: max(map(len, cells[each].values())) for each in cells}
        # the place of each box in its band if the boxes of a column are in the middle
        middle = {
            node: (each, (self._height[each] - len(nodes)) / 2 + at)
            for each in cells
            for nodes in cells[each].values()
            for at, node in enumerate(nodes)
        }
        self._ends = [(*middle[a], *middle[b], self._weight[a, b]) for a, b in moves if a in middle and b in middle]
        self._of: defaultdict[str, list[Move]] = defaultdict(list)
        for move in moves:
            for node in move:
                self._of[node].append(move)
        self._meets: defaultdict[Move, list[Meeting]] = defaultdict(list)
        for one, two in combinations(moves, 2):
            low, high = max(column[one[0]], column[two[0]]), min(column[one[1]], column[two[1]])
            if one[0] != two[0] and one[1] != two[1] and low < high:
                first = [(at - column[one[0]]) / (column[one[1]] - column[one[0]]) for at in (low, high)]
                second = [(at - column[two[0]]) / (column[two[1]] - column[two[0]]) for at in (low, high)]
                self._meets[one].append((*two, first[0], first[1], second[0], second[1]))
                self._meets[two].append((*one, second[0], second[1], first[0], first[1]))

    def _pack(self, order: Sequence[Key]) -> dict[Key, int]:
        """Return the top row of each band: below the bands before it in the order that share a column with it."""
        bottom = [0] * (max(self._column.values(), default=0) + 1)
        top = dict[Key, int]()
        for each in order:
            first, last = self._span[each]
            top[each] = max(bottom[first : last + 1])
            bottom[first : last + 1] = [top[each] + self._height[each]] * (last + 1 - first)
        return top

    def _count_rows(self, top: Mapping[Key, int]) -> int:
        return max(len(self._starts), *(top[each] + self._height[each] for each in top), 1)

    def _rate(self, order: Sequence[Key]) -> float:
        top = self._pack(order)
        length = sum(weight * abs(top[a] + at - top[b] - to) for a, at, b, to, weight in self._ends)
        return length + _ROW * self._count_rows(top)

    def find_orders(self) -> list[list[Key]]:
        """Return orders of the bands, the best first: local searches that move one band at a time."""
        found: dict[tuple[Key, ...], float] = {}
        by_column = sorted(self._tracks, key=lambda each: (self._span[each], each))
        for start in (by_column, [*by_column[::2], *by_column[1::2][::-1]], self._tracks):
            order, cost = list(start), self._rate(start)
            for _ in range(_PASSES):
                before = cost
                for each in self._tracks:
                    rest = [other for other in order if other != each]
                    for at in range(len(order)):
                        tried = [*rest[:at], each, *rest[at:]]
                        new = self._rate(tried)
                        if new < cost - 1e-9:
                            order, cost = tried, new
                            found[tuple(order)] = cost
                if cost == before:
                    break
            found[tuple(order)] = cost
        return [list(order) for order in sorted(found, key=lambda order: (found[order], order))]

    def seat(self, order: Sequence[Key]) -> tuple[float, Rows]:
        """Return a placement of the boxes for an order of bands, with its cost."""
        top, rows, taken = self._pack(order), dict[str, int](), dict[tuple[int, int], str]()
        for each in order:
            for nodes in self._cells[each].values():
                start = top[each] + (self._height[each] - len(nodes)) // 2
                rows |= {node: start + at for at, node in enumerate(nodes)}
        height = self._count_rows(top)
        self._seat_starts(rows, height)
        taken.update({(self._column[node], row): node for node, row in rows.items()})
        groups = [(range(height), self._starts)]
        for each in order:
            band = range(top[each], top[each] + self._height[each])
            groups += [(band, nodes) for _, nodes in sorted(self._cells[each].items())]
        for _ in range(_PASSES):
            if not any([self._move_best(node, seats, rows, taken) for seats, nodes in groups for node in nodes]):
                break
        cost = sum(self._price(move, rows, taken) for move in self._moves)
        bands = tuple(Band(each[0], *self._span[each], top[each], self._height[each]) for each in sorted(order))
        return cost, Rows(rows, bands)

    def _seat_starts(self, rows: dict[str, int], height: int) -> None:
        """Put each box of the first column near the positions to which its moves lead."""
        wished = {}
        for node in self._starts:
            ends = [rows[b] for _, b in self._of[node] if b in rows]
            wished[node] = sum(ends) / len(ends) if ends else height / 2
        free = [*range(height)]
        # the nearest to its wish chooses first; then the column is put in the order of wishes, so that nothing crosses
        chosen = []
        for node in sorted(self._starts, key=lambda node: (wished[node], node)):
            seat = min(free, key=lambda row: (abs(row - wished[node]), row))
            free.remove(seat)
            chosen.append(seat)
        ordered = sorted(self._starts, key=lambda node: (wished[node], node))
        rows.update(zip(ordered, sorted(chosen), strict=True))

    def _move_best(self, node: str, seats: range, rows: dict[str, int], taken: dict[tuple[int, int], str]) -> bool:
        """Move a box to the best seat of its column and band; a box that is there takes its seat."""
        changed, column = False, self._column[node]
        for seat in seats:
            here = rows[node]
            # in the first column, which is long, only near seats are tried
            if seat == here or abs(seat - here) > _PASSES:
                continue
            other = taken.get((column, seat))
            touched = [*self._of[node], *(self._of[other] if other else ())]
            before = sum(self._price(move, rows, taken) for move in touched)
            self._swap(node, column, seat, rows, taken)
            if sum(self._price(move, rows, taken) for move in touched) < before - 1e-9:
                changed = True
            else:
                self._swap(node, column, here, rows, taken)
        return changed

    @staticmethod
    def _swap(node: str, column: int, seat: int, rows: dict[str, int], taken: dict[tuple[int, int], str]) -> None:
        here = rows[node]
        other = taken.pop((column, seat), None)
        del taken[column, here]
        rows[node], taken[column, seat] = seat, node
        if other is not None:
            rows[other], taken[column, here] = here, other

    def _price(self, move: Move, rows: Mapping[str, int], taken: Mapping[tuple[int, int], str]) -> float:
        start, end = rows[move[0]], rows[move[1]]
        cost = self._weight[move] * abs(start - end)
        if start == end:
            cost += _BEHIND * sum((c, start) in taken for c in range(self._column[move[0]] + 1, self._column[move[1]]))
        crossings, rise = 0, end - start
        for a, b, low, high, other_low, other_high in self._meets[move]:
            other, other_rise = rows[a], rows[b] - rows[a]
            left = start + rise * low - other - other_rise * other_low
            right = start + rise * high - other - other_rise * other_high
            crossings += left * right < 0
        return cost + _CROSSING * crossings
