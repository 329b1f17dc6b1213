"""Routes of moves on the grid of the map: level in gaps and free rows, upright in gutters between columns.

A move leaves its box to the right and enters the next from the left, so that it crosses no box. Two moves cross at
right angles only. Moves of one bundle (with one source, or with one target) may share a line; others never do: each
bundle has a lane of its own in a gap and a track of its own in a gutter.

Levels count half rows from the top: 2k is the gap above row k, and 2k + 1 is row k. Gutter g is left of column g.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations

Move = tuple[str, str]
# the source or the target that the moves of a bundle share, after "s" for pieces from their source, "t" for pieces to
# their target, "to" for pieces from several sources to one target, and "from" for pieces from one source to several
Bundle = tuple[str, str]

_BEND, _CROSSING, _GAP, _SHARED = 0.6, 2.2, 0.4, 0.5
_PASSES = 4
# up to so many tracks, all orders are tried
_FEW = 6
# gaps beyond the rows of a move that are tried
_AROUND = 2
_FORBIDDEN = 1000


@dataclass(frozen=True)
class Upright:
    """An upright piece of a move, in a gutter, between two levels."""

    gutter: int
    start: int
    end: int
    bundle: Bundle


@dataclass(frozen=True)
class Route:
    """The pieces of a move: an upright piece, a level one, and an upright one, of which any may be missing."""

    uprights: tuple[Upright, ...]
    level: int | None
    lane: Bundle | None


@dataclass(frozen=True)
class Routes:
    """The routes of all moves, with the tracks of bundles in gutters and the lanes of bundles in gaps."""

    of: dict[Move, Route]
    tracks: dict[tuple[int, Bundle], int]
    track_count: dict[int, int]
    lanes: dict[tuple[int, Bundle], int]
    lane_count: dict[int, int]


def route(column: Mapping[str, int], row: Mapping[str, int], moves: Iterable[Move]) -> Routes:
    """Return the routes of moves between boxes, of which no two share a column and a row."""
    return _Router(column, row, sorted(moves)).run()


class _Router:
    def __init__(self, column: Mapping[str, int], row: Mapping[str, int], moves: Sequence[Move]) -> None:
        self._column, self._row = column, row
        self._taken = {(column[node], row[node]) for node in column}
        self._rows = max(row.values(), default=0) + 1
        self._moves = sorted(moves, key=lambda m: (abs(column[m[1]] - column[m[0]]), abs(row[m[0]] - row[m[1]]), m))
        self._chosen: dict[Move, int | None] = {}
        # for each gutter and level, the sources of the moves that pass it level, and of those that pass it upright
        self._level: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        self._upright: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        self._in_row: defaultdict[int, list[tuple[int, int, Move]]] = defaultdict(list)
        # moves that may not make do with one upright piece, and gutters in which each track has pieces of one kind only
        self._split, self._apart = set[Move](), set[int]()

    def run(self) -> Routes:
        for move in self._moves:
            self._set(move, self._find_best(move))
        for _ in range(_PASSES if len(self._moves) < 200 else 1):
            changed = False
            for move in self._moves:
                before = self._chosen[move]
                self._unset(move)
                after = self._find_best(move)
                self._set(move, after)
                changed = changed or after != before
            if not changed:
                break
        while True:
            routes = self._make_routes()
            tracks, counts, bad, clashing = self._lay_tracks(routes)
            if not bad and clashing <= self._apart:
                break
            self._apart |= clashing
            for move in bad:
                self._unset(move)
                self._split.add(move)
                self._set(move, self._find_best(move))
        lanes, lane_counts = self._lay_lanes(routes)
        return Routes(routes, tracks, counts, lanes, lane_counts)

    def _gutters(self, move: Move) -> tuple[int, int]:
        return self._column[move[0]] + 1, self._column[move[1]]

    def _list_levels(self, move: Move) -> list[int | None]:
        """Return the levels that a move may take between its gutters; None if one gutter is enough."""
        start, end = self._gutters(move)
        here, there = self._row[move[0]], self._row[move[1]]
        if start == end and move not in self._split:
            return [None]
        low, high = min(here, there), max(here, there)
        gaps = [2 * gap for gap in range(max(0, low + 1 - _AROUND), min(self._rows, high + _AROUND) + 1)]
        found: list[int | None] = [*gaps]
        if start < end:
            between = range(start, end)
            # the cells beside the ends are free as well, since the boxes there have lines of their own in the row
            if all((c, here) not in self._taken for c in [*between, end]) or (
                here == there and self._is_free(between, here)
            ):
                found.append(2 * here + 1)
            if here != there and all((c, there) not in self._taken for c in [start - 1, *between]):
                found.append(2 * there + 1)
        return [level for level in found if level is None or self._is_allowed(move, level)]

    def _is_free(self, columns: range, row: int) -> bool:
        return all((c, row) not in self._taken for c in columns)

    def _is_allowed(self, move: Move, level: int) -> bool:
        start, end = self._gutters(move)
        return level % 2 == 0 or not any(
            low <= end and start <= high and other[0] != move[0] and other[1] != move[1]
            for low, high, other in self._in_row[level]
        )

    def _pieces(self, move: Move, level: int | None) -> list[tuple[int, int, int]]:
        """Return the upright pieces of a move as gutters with levels."""
        (start, end), here, there = self._gutters(move), 2 * self._row[move[0]] + 1, 2 * self._row[move[1]] + 1
        if level is None:
            return [(start, here, there)] if here != there else []
        return [(g, a, b) for g, a, b in ((start, here, level), (end, level, there)) if a != b]

    def _find_best(self, move: Move) -> int | None:
        return min(self._list_levels(move), key=lambda level: (round(self._price(move, level), 6), level or 0))

    def _price(self, move: Move, level: int | None) -> float:
        cost, source = 0.0, move[0]
        pieces = self._pieces(move, level)
        for gutter, start, end in pieces:
            cost += abs(end - start) / 2 + _BEND
            for at in range(min(start, end) + 1, max(start, end)):
                passing = self._level[gutter, at]
                cost += _CROSSING * (len(passing) - (source in passing))
        if level is not None:
            cost += _GAP * (level % 2 == 0)
            low, high = sorted(self._gutters(move))
            for gutter in range(low + 1, high):
                passing = self._upright[gutter, level]
                cost += _CROSSING * (len(passing) - (source in passing))
                cost -= _SHARED * (source in self._level[gutter, level])
        return cost

    def _set(self, move: Move, level: int | None) -> None:
        self._chosen[move] = level
        self._count(move, level, 1)

    def _unset(self, move: Move) -> None:
        self._count(move, self._chosen.pop(move), -1)

    def _count(self, move: Move, level: int | None, by: int) -> None:
        def add(counter: Counter[str]) -> None:
            counter[move[0]] += by
            if not counter[move[0]]:
                del counter[move[0]]

        for gutter, start, end in self._pieces(move, level):
            for at in range(min(start, end), max(start, end) + 1):
                add(self._upright[gutter, at])
        if level is not None:
            low, high = sorted(self._gutters(move))
            for gutter in range(low + 1, high):
                add(self._level[gutter, level])
            if level % 2 and by > 0:
                self._in_row[level].append((low, high, move))
            elif level % 2:
                self._in_row[level].remove((low, high, move))

    def _make_routes(self) -> dict[Move, Route]:
        outs, ins = Counter[tuple[str, int, int]](), Counter[tuple[str, int, int]]()
        for move, level in self._chosen.items():
            for gutter in {*self._gutters(move), -1}:
                outs[move[0], gutter, -1 if level is None else level] += 1
                ins[move[1], gutter, -1 if level is None else level] += 1
        routes = {}
        for move, level in sorted(self._chosen.items()):
            source, target = ("s", move[0]), ("t", move[1])
            at = -1 if level is None else level
            shared = source if outs[move[0], -1, at] >= ins[move[1], -1, at] else target
            first, last = self._gutters(move)
            # the moves to one target share a piece if they are more than those from the source, and the reverse
            leaving = source if ins[move[1], first, at] <= outs[move[0], first, at] else ("to", move[1])
            coming = target if outs[move[0], last, at] <= ins[move[1], last, at] else ("from", move[0])
            pieces = self._pieces(move, level)
            uprights = []
            for number, piece in enumerate(pieces):
                leaves = number == 0 and piece[0] == first and (first != last or len(pieces) == 2)
                uprights.append(Upright(*piece, shared if level is None else leaving if leaves else coming))
            routes[move] = Route(tuple(uprights), level, None if level is None else shared)
        return routes

    def _lay_tracks(
        self, routes: Mapping[Move, Route]
    ) -> tuple[dict[tuple[int, Bundle], int], dict[int, int], list[Move], set[int]]:
        """Return the track of each bundle in each gutter, and the number of tracks.

        Also return the moves with one upright piece and the gutters for which no order of tracks keeps the ends of
        moves apart.
        """
        gutters: defaultdict[int, dict[Bundle, list[tuple[Move, Upright]]]] = defaultdict(dict)
        for move, found in routes.items():
            for piece in found.uprights:
                gutters[piece.gutter].setdefault(piece.bundle, []).append((move, piece))
        tracks, counts = dict[tuple[int, Bundle], int](), dict[int, int]()
        bad, clashing = set[Move](), set[int]()
        for gutter, bundles in sorted(gutters.items()):
            spans = {
                bundle: (min(min(p.start, p.end) for _, p in pieces), max(max(p.start, p.end) for _, p in pieces))
                for bundle, pieces in bundles.items()
            }
            colour = _colour(spans)
            if gutter in self._apart:
                leaving = {bundle: span for bundle, span in spans.items() if bundle[0] in ("s", "to")}
                colour = _colour(leaving)
                count = len({*colour.values()})
                coming = {bundle: span for bundle, span in spans.items() if bundle not in leaving}
                colour |= {bundle: count + number for bundle, number in _colour(coming).items()}
            members: defaultdict[int, list[tuple[Move, Upright]]] = defaultdict(list)
            for bundle, pieces in bundles.items():
                members[colour[bundle]] += pieces
            order = self._order_tracks(members)
            place = {track: at for at, track in enumerate(order)}
            counts[gutter] = len(order)
            tracks |= {(gutter, bundle): place[colour[bundle]] for bundle in bundles}
            for left, right in combinations(order, 2):
                for (one, p), (two, q) in ((a, b) for a in members[left] for b in members[right]):
                    if self._clash(one, p, two, q):
                        clashing.add(gutter)
                        bad |= {m for m in (one, two) if routes[m].level is None}
        return tracks, counts, sorted(bad), clashing

    def _order_tracks(self, members: Mapping[int, list[tuple[Move, Upright]]]) -> list[int]:
        """Return the order of tracks with the fewest crossings."""
        price = {
            (left, right): sum(self._cross(one, p, two, q) for one, p in members[left] for two, q in members[right])
            for left, right in permutations(sorted(members), 2)
        }

        def rate(order: Iterable[int]) -> int:
            return sum(price[pair] for pair in combinations(order, 2))

        order = sorted(members, key=lambda t: (sum(price[t, o] - price[o, t] for o in members if o != t), t))
        if len(order) <= _FEW:
            return list(min(permutations(order), key=lambda each: (rate(each), each)))
        for _ in range(len(order)):
            changed = False
            for at, (left, right) in enumerate(pairwise(order)):
                if price[right, left] < price[left, right]:
                    order[at : at + 2] = [right, left]
                    changed = True
                    break
            if not changed:
                break
        return order

    def _clash(self, one: Move, p: Upright, two: Move, q: Upright) -> bool:
        """Return whether two upright pieces, the first left of the second, have ends that lie on each other.

        The ends clash if the second begins at the left side of the gutter in the row where the first ends at the right.
        """
        if one[0] == two[0] or one[1] == two[1]:
            return False
        return self._ends_right(one, p) == self._begins_left(two, q) != -1

    def _begins_left(self, move: Move, piece: Upright) -> int:
        at = 2 * self._row[move[0]] + 1
        return piece.start if piece.gutter == self._column[move[0]] + 1 and piece.start == at else -1

    def _ends_right(self, move: Move, piece: Upright) -> int:
        at = 2 * self._row[move[1]] + 1
        return piece.end if piece.gutter == self._column[move[1]] and piece.end == at else -1

    def _cross(self, one: Move, p: Upright, two: Move, q: Upright) -> int:
        """Return the crossings of two pieces in one gutter, the first left of the second."""
        if one[0] == two[0] or one[1] == two[1]:
            return 0
        if self._clash(one, p, two, q):
            return _FORBIDDEN
        crossings = 0
        # the ends of a piece leave it to the left at its start and to the right at its end, or back for moves back
        for level in self._find_levels_right(one, p):
            crossings += min(q.start, q.end) < level < max(q.start, q.end)
        for level in self._find_levels_left(two, q):
            crossings += min(p.start, p.end) < level < max(p.start, p.end)
        return crossings

    def _find_levels_right(self, move: Move, piece: Upright) -> list[int]:
        return [level for level, is_right in self._find_sides(move, piece) if is_right]

    def _find_levels_left(self, move: Move, piece: Upright) -> list[int]:
        return [level for level, is_right in self._find_sides(move, piece) if not is_right]

    def _find_sides(self, move: Move, piece: Upright) -> list[tuple[int, bool]]:
        """Return the levels of the two ends of a piece, each with whether the move goes on to the right there."""
        first, last = self._gutters(move)
        begins, ends = self._begins_left(move, piece) != -1, self._ends_right(move, piece) != -1
        return [(piece.start, not begins and first > last), (piece.end, ends or first <= last)]

    def _lay_lanes(self, routes: Mapping[Move, Route]) -> tuple[dict[tuple[int, Bundle], int], dict[int, int]]:
        """Return the lane of each bundle in each gap, the lowest number on top, and the number of lanes."""
        gaps: defaultdict[int, defaultdict[Bundle, list[Move]]] = defaultdict(lambda: defaultdict(list))
        for move, found in routes.items():
            if found.level is not None and found.level % 2 == 0 and found.lane:
                gaps[found.level][found.lane].append(move)
        lanes, counts = dict[tuple[int, Bundle], int](), dict[int, int]()
        for gap, bundles in sorted(gaps.items()):
            colour = _colour(
                {
                    bundle: (
                        min(min(self._gutters(move)) for move in moves),
                        max(max(self._gutters(move)) for move in moves),
                    )
                    for bundle, moves in bundles.items()
                }
            )
            members: defaultdict[int, list[int]] = defaultdict(list)
            for bundle, moves in bundles.items():
                members[colour[bundle]] += [self._row[move[0]] + self._row[move[1]] for move in moves]
            order = sorted(members, key=lambda lane: (sum(members[lane]) / len(members[lane]), lane))
            counts[gap] = len(order)
            lanes |= {(gap, bundle): order.index(colour[bundle]) for bundle in bundles}
        return lanes, counts


def _colour(spans: Mapping[Bundle, tuple[int, int]]) -> dict[Bundle, int]:
    """Return a number for each span, such that spans that touch have different numbers."""
    ends, colour = list[int](), dict[Bundle, int]()
    for bundle in sorted(spans, key=lambda each: (spans[each], each)):
        start, end = spans[bundle]
        free = next((at for at, last in enumerate(ends) if last < start), len(ends))
        ends[free : free + 1] = [end]
        colour[bundle] = free
    return colour
