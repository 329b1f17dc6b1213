"""Routes of moves on the map, which are lines between boxes that cross each other as little as possible.

The route of a move has horizontal pieces, which run between or along rows of boxes, and vertical pieces between
columns. The line of a move leaves the box of the first position on the right, and enters the box of the second on the
left. On the map, the lines of moves cross only at right angles. If a move leads to the box directly above or below, its
line is a vertical piece between the two boxes.

A bundle is a set of moves that all begin at the same position, or that all end at the same position. The moves of a
bundle may share a line on the map. Two moves that neither begin nor end at the same position never share a line.

A gutter, which is a space between columns, has places for vertical lines beside each other. A gap, which is a space
between rows, has places for horizontal lines below each other. The attribute `tracks` of `Routes` has the place of the
vertical line of each bundle in a gutter. The attribute `lanes` of `Routes` has the place of the horizontal line of each
bundle in a gap.

A level is a height on the map, counted in steps of half a row of boxes from the top. Level 2k is the gap above row k of
boxes, and level 2k + 1 is row k itself. Gutter g is the space to the left of column g.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

Move = tuple[str, str]
# the kind of a bundle, and the position that its moves share; the kind is "s" for pieces at a source, "t" for pieces at
# a target, "to" for pieces from several sources to one target, and "from" for pieces from one source to several targets
Bundle = tuple[str, str]
# the lowest and the highest level of a vertical piece, and the levels at which the move continues to the left, and to
# the right
Ends = tuple[int, int, tuple[int, ...], tuple[int, ...]]
# where a bundle leaves a gap: the gutter and the track, and whether the bundle goes up there
End = tuple[tuple[int, int], bool]

_BEND, _CROSSING, _GAP, _SHARED = 0.6, 2.2, 0.4, 0.5
_PASSES = 4
# for up to this many tracks, all orders are tried
_FEW = 6
# how many gaps to try above and below the rows of a move
_AROUND = 2
_FORBIDDEN = 1000


@dataclass(frozen=True)
class Upright:
    """A vertical piece of the line of a move, in a gutter, from the height `start` to `end` in half rows of boxes."""

    gutter: int
    start: int
    end: int
    bundle: Bundle


@dataclass(frozen=True)
class Route:
    """The line of a move: up to two vertical pieces, and a horizontal piece unless `level` is None.

    The height of the horizontal piece is `level`, a number of half rows from the top of the map.
    """

    uprights: tuple[Upright, ...]
    level: int | None
    lane: Bundle | None


@dataclass(frozen=True)
class Routes:
    """The lines of all moves, with the places of vertical lines in gutters and of horizontal lines in gaps."""

    of: dict[Move, Route]
    tracks: dict[tuple[int, Bundle], int]
    track_count: dict[int, int]
    lanes: dict[tuple[int, Bundle], int]
    lane_count: dict[int, int]


def route(column: Mapping[str, int], row: Mapping[str, int], moves: Iterable[Move]) -> Routes:
    """Find lines for moves between boxes. No two boxes may be in the same column and row."""
    return _Router(column, row, sorted(moves)).run()


def are_neighbours(move: Move, column: Mapping[str, int], row: Mapping[str, int]) -> bool:
    """Return whether a move leads to the box directly above or below."""
    a, b = move
    return column[a] == column[b] and abs(row[a] - row[b]) == 1


class _Router:
    def __init__(self, column: Mapping[str, int], row: Mapping[str, int], moves: Sequence[Move]) -> None:
        self._column, self._row = column, row
        self._taken = {(column[node], row[node]) for node in column}
        self._rows = max(row.values(), default=0) + 1
        beside = {move for move in moves if are_neighbours(move, column, row)}
        self._moves = sorted(
            {*moves} - beside, key=lambda m: (abs(column[m[1]] - column[m[0]]), abs(row[m[0]] - row[m[1]]), m)
        )
        self._beside = {move: Route((), None, None) for move in sorted(beside)}
        # the column and the level of each gap between two boxes with a line directly from box to box
        self._links = {(column[a], row[a] + row[b] + 1) for a, b in beside}
        self._chosen: dict[Move, int | None] = {}
        # for each gutter and level, the sources of the moves with a horizontal piece there, and with a vertical piece
        # there
        self._level: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        self._upright: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        # for each gutter and move, the lowest and highest level of its vertical piece, and its levels to the left and
        # right
        self._ends: defaultdict[int, dict[Move, Ends]] = defaultdict(dict)
        self._in_row: defaultdict[int, list[tuple[int, int, Move]]] = defaultdict(list)
        # moves that need two vertical pieces, and gutters in which pieces at sources and at targets have separate
        # tracks
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
        lanes, lane_counts = self._lay_lanes(routes, tracks)
        return Routes(routes | self._beside, tracks, counts, lanes, lane_counts)

    def _find_gutters(self, move: Move) -> tuple[int, int]:
        return self._column[move[0]] + 1, self._column[move[1]]

    def _list_levels(self, move: Move) -> list[int | None]:
        """Return the possible heights of the horizontal piece of a line, or [None] if the line has no such piece."""
        start, end = self._find_gutters(move)
        here, there = self._row[move[0]], self._row[move[1]]
        if start == end and move not in self._split:
            return [None]
        low, high = min(here, there), max(here, there)
        gaps = [2 * gap for gap in range(max(0, low + 1 - _AROUND), min(self._rows, high + _AROUND) + 1)]
        found: list[int | None] = [*gaps]
        if start < end:
            between = range(start, end)
            # the cells beside the ends must also be free, since boxes there would have lines in the same row
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
        start, end = self._find_gutters(move)
        return level % 2 == 0 or not any(
            low <= end and start <= high and other[0] != move[0] and other[1] != move[1]
            for low, high, other in self._in_row[level]
        )

    def _list_pieces(self, move: Move, level: int | None) -> list[tuple[int, int, int]]:
        """Return the vertical pieces of the line of a move, each as its gutter and the levels (heights) of its ends."""
        (start, end), here, there = self._find_gutters(move), 2 * self._row[move[0]] + 1, 2 * self._row[move[1]] + 1
        if level is None:
            return [(start, here, there)] if here != there else []
        return [(g, a, b) for g, a, b in ((start, here, level), (end, level, there)) if a != b]

    def _find_best(self, move: Move) -> int | None:
        return min(self._list_levels(move), key=lambda level: (round(self._price(move, level), 6), level or 0))

    def _price(self, move: Move, level: int | None) -> float:
        cost, source = 0.0, move[0]
        pieces = self._list_pieces(move, level)
        for gutter, start, end in pieces:
            cost += _CROSSING * self._count_in_gutter(move, gutter, start, end)
            cost += abs(end - start) / 2 + _BEND
            for at in range(min(start, end) + 1, max(start, end)):
                passing = self._level[gutter, at]
                cost += _CROSSING * (len(passing) - (source in passing))
        if level is not None:
            cost += _GAP * (level % 2 == 0)
            low, high = sorted(self._find_gutters(move))
            for gutter in range(low + 1, high):
                passing = self._upright[gutter, level]
                cost += _CROSSING * (len(passing) - (source in passing))
                cost -= _SHARED * (source in self._level[gutter, level])
            cost += _CROSSING * sum((column, level) in self._links for column in range(low, high))
        return cost

    def _count_in_gutter(self, move: Move, gutter: int, start: int, end: int) -> int:
        """Return how often the vertical piece of a line crosses other lines in a gutter.

        The method assumes that the vertical piece of each other line is on the side of the given piece with fewer
        crossings. Moves from the same position may share a line, so the method adds up only the most crossings for each
        first position. Moves to the same position may also share a line, so a second sum has the most crossings for
        each last position. The method returns the smaller sum.
        """
        others = self._ends[gutter]
        if not others:
            return 0
        source, target = move
        low, high, lefts, rights = self._find_ends(move, gutter, start, end)
        of_source, of_target = dict[str, int](), dict[str, int]()
        for (a, b), (other_low, other_high, other_lefts, other_rights) in others.items():
            if a == source or b == target or other_high <= low or high <= other_low:
                continue
            # the crossings if this piece is to the left of the other, and if it is to the right
            first = second = 0
            for level in rights:
                first += other_low < level < other_high
            for level in other_lefts:
                first += low < level < high
            if not first:
                continue
            for level in lefts:
                second += other_low < level < other_high
            for level in other_rights:
                second += low < level < high
            if crossings := min(first, second):
                of_source[a] = max(crossings, of_source.get(a, 0))
                of_target[b] = max(crossings, of_target.get(b, 0))
        return min(sum(of_source.values()), sum(of_target.values()))

    def _find_ends(self, move: Move, gutter: int, start: int, end: int) -> Ends:
        first, last = self._find_gutters(move)
        # a move to an earlier column leaves its first gutter to the left, and enters its last gutter from the right
        starts_left = first <= last or gutter == first
        ends_right = first <= last or gutter == last
        lefts = (start,) * starts_left + (end,) * (not ends_right)
        rights = (end,) * ends_right + (start,) * (not starts_left)
        return min(start, end), max(start, end), lefts, rights

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

        for gutter, start, end in self._list_pieces(move, level):
            for at in range(min(start, end), max(start, end) + 1):
                add(self._upright[gutter, at])
            if by > 0:
                self._ends[gutter][move] = self._find_ends(move, gutter, start, end)
            else:
                del self._ends[gutter][move]
        if level is not None:
            low, high = sorted(self._find_gutters(move))
            for gutter in range(low + 1, high):
                add(self._level[gutter, level])
            if level % 2 and by > 0:
                self._in_row[level].append((low, high, move))
            elif level % 2:
                self._in_row[level].remove((low, high, move))

    def _make_routes(self) -> dict[Move, Route]:
        outs, ins = Counter[tuple[str, int, int]](), Counter[tuple[str, int, int]]()
        for move, level in self._chosen.items():
            for gutter in {*self._find_gutters(move), -1}:
                outs[move[0], gutter, -1 if level is None else level] += 1
                ins[move[1], gutter, -1 if level is None else level] += 1
        routes = {}
        for move, level in sorted(self._chosen.items()):
            source, target = ("s", move[0]), ("t", move[1])
            at = -1 if level is None else level
            shared = source if outs[move[0], -1, at] >= ins[move[1], -1, at] else target
            first, last = self._find_gutters(move)
            # a piece belongs to the larger bundle, which is that of its source or that of its target
            leaving = source if ins[move[1], first, at] <= outs[move[0], first, at] else ("to", move[1])
            coming = target if outs[move[0], last, at] <= ins[move[1], last, at] else ("from", move[0])
            pieces = self._list_pieces(move, level)
            uprights = []
            for number, piece in enumerate(pieces):
                leaves = number == 0 and piece[0] == first and (first != last or len(pieces) == 2)
                uprights.append(Upright(*piece, shared if level is None else leaving if leaves else coming))
            routes[move] = Route(tuple(uprights), level, None if level is None else shared)
        return routes

    def _lay_tracks(
        self, routes: Mapping[Move, Route]
    ) -> tuple[dict[tuple[int, Bundle], int], dict[int, int], list[Move], set[int]]:
        """Choose the order in which vertical lines lie beside each other in each gutter of the map.

        Return the place of the line of each bundle in each gutter, and the number of places in each gutter. The result
        also has the overlapping moves whose lines have only one vertical piece, and the gutters in which lines overlap.
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
            price = self._price_orders(bundles)
            groups = [sorted(bundles)]
            if gutter in self._apart:
                leaving = [bundle for bundle in groups[0] if bundle[0] in ("s", "to")]
                groups = [leaving, [bundle for bundle in groups[0] if bundle not in leaving]]
            counts[gutter] = 0
            for group in groups:
                place = _pack(_order(group, price), spans, counts[gutter])
                tracks |= {(gutter, bundle): at for bundle, at in place.items()}
                counts[gutter] = max(place.values(), default=counts[gutter] - 1) + 1
            for left, right in permutations(bundles, 2):
                if tracks[gutter, left] < tracks[gutter, right] and price[left, right] >= _FORBIDDEN:
                    clashing.add(gutter)
                    bad |= {
                        move
                        for one, p in bundles[left]
                        for two, q in bundles[right]
                        if self._are_clashing(one, p, two, q)
                        for move in (one, two)
                        if routes[move].level is None
                    }
        return tracks, counts, sorted(bad), clashing

    def _price_orders(self, bundles: Mapping[Bundle, list[tuple[Move, Upright]]]) -> dict[tuple[Bundle, Bundle], int]:
        """Return how often the lines of any two bundles cross, for each order of the two bundles from left to right."""
        return {
            (left, right): sum(
                self._count_crossings(one, p, two, q) for one, p in bundles[left] for two, q in bundles[right]
            )
            for left, right in permutations(bundles, 2)
        }

    def _are_clashing(self, one: Move, p: Upright, two: Move, q: Upright) -> bool:
        """Return whether two lines would overlap in a row of boxes if the vertical piece `p` were to the left of `q`.

        The vertical piece `p` belongs to the line of the move `one`, and the piece `q` to the line of the move `two`.
        The lines overlap between `p` and `q` if one line leaves `p` to the right in the row in which the other enters
        `q`. Lines of moves that begin at the same position, or that end at the same position, never count as
        overlapping.
        """
        if one[0] == two[0] or one[1] == two[1]:
            return False
        return self._count_ends_right(one, p) == self._count_begins_left(two, q) != -1

    def _count_begins_left(self, move: Move, piece: Upright) -> int:
        at = 2 * self._row[move[0]] + 1
        return piece.start if piece.gutter == self._column[move[0]] + 1 and piece.start == at else -1

    def _count_ends_right(self, move: Move, piece: Upright) -> int:
        at = 2 * self._row[move[1]] + 1
        return piece.end if piece.gutter == self._column[move[1]] and piece.end == at else -1

    def _count_crossings(self, one: Move, p: Upright, two: Move, q: Upright) -> int:
        """Return how often two lines cross in a gutter, or _FORBIDDEN if they overlap, with `p` to the left of `q`."""
        if one[0] == two[0] or one[1] == two[1]:
            return 0
        if self._are_clashing(one, p, two, q):
            return _FORBIDDEN
        crossings = 0
        # a move comes from the left and continues to the right, except for moves to earlier columns
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
        """Return the height of each end of a vertical piece, and whether the line turns to the right at that end."""
        first, last = self._find_gutters(move)
        begins, ends = self._count_begins_left(move, piece) != -1, self._count_ends_right(move, piece) != -1
        return [(piece.start, not begins and first > last), (piece.end, ends or first <= last)]

    def _lay_lanes(
        self, routes: Mapping[Move, Route], tracks: Mapping[tuple[int, Bundle], int]
    ) -> tuple[dict[tuple[int, Bundle], int], dict[int, int]]:
        """Choose the order in which horizontal lines lie below each other in each gap of the map.

        Return the place of the line of each bundle in each gap, counted from the top, and the number of places in each
        gap.
        """
        gaps: defaultdict[int, defaultdict[Bundle, list[Move]]] = defaultdict(lambda: defaultdict(list))
        for move, found in routes.items():
            if found.level is not None and found.level % 2 == 0 and found.lane:
                gaps[found.level][found.lane].append(move)
        lanes, counts = dict[tuple[int, Bundle], int](), dict[int, int]()
        for gap, bundles in sorted(gaps.items()):
            # where each bundle leaves the gap: the gutter and the track, and whether the bundle goes up there
            ends = {
                bundle: {
                    ((piece.gutter, tracks[piece.gutter, piece.bundle]), piece.start + piece.end < 2 * gap)
                    for move in moves
                    for piece in routes[move].uprights
                }
                for bundle, moves in bundles.items()
            }
            spans = {bundle: (min(ends[bundle])[0][0], max(ends[bundle])[0][0]) for bundle in bundles}
            price = {
                (upper, lower): 0 if self._are_kin(bundles[upper], bundles[lower]) else _cross_lanes(*pair)
                for upper, lower in permutations(bundles, 2)
                for pair in [(ends[upper], ends[lower])]
            }
            place = _pack(_order(sorted(bundles), price), spans)
            lanes |= {(gap, bundle): at for bundle, at in place.items()}
            counts[gap] = max(place.values()) + 1
        return lanes, counts

    @staticmethod
    def _are_kin(one: Sequence[Move], two: Sequence[Move]) -> bool:
        return any(a[end] == b[end] for a in one for b in two for end in (0, 1))


def _cross_lanes(upper: set[End], lower: set[End]) -> int:
    """Return how often the lines of two bundles cross in one gap of the map.

    In the gap, the horizontal line of the bundle `upper` lies above the horizontal line of the bundle `lower`.
    """
    (left, _), (right, _) = min(upper), max(upper)
    other_left, other_right = min(lower)[0], max(lower)[0]
    down = sum(other_left < at < other_right for at, is_up in upper if not is_up)
    return down + sum(left < at < right for at, is_up in lower if is_up)


def _order(bundles: Sequence[Bundle], price: Mapping[tuple[Bundle, Bundle], int]) -> list[Bundle]:
    """Order bundles so that their lines seldom cross in a gutter or a gap.

    For a few bundles, the function finds the best order. For many bundles, the function improves an order step by step,
    and may miss the best order.
    """

    def rate(order: Iterable[Bundle]) -> int:
        return sum(price[pair] for pair in combinations(order, 2))

    order = sorted(bundles, key=lambda b: (sum(price[b, o] - price[o, b] for o in bundles if o != b), b))
    if len(order) <= _FEW:
        return list(min(permutations(order), key=rate))
    is_better = True
    while is_better:
        is_better = False
        for bundle in bundles:
            rest = [other for other in order if other != bundle]
            # the change in the number of crossings if the bundle moves from the first place to each later place
            change, changes = 0, [0]
            for other in rest:
                change += price[other, bundle] - price[bundle, other]
                changes.append(change)
            at = changes.index(min(changes))
            if changes[at] < changes[order.index(bundle)]:
                order, is_better = [*rest[:at], bundle, *rest[at:]], True
    return order


def _pack(order: Sequence[Bundle], spans: Mapping[Bundle, tuple[int, int]], first: int = 0) -> dict[Bundle, int]:
    """Return the number of the place of the line of each bundle in a gutter or a gap of the map.

    The places are numbered from left to right or from top to bottom, beginning with the number `first`. If the lines of
    two bundles would overlap in one place, the bundle later in `order` gets a greater number.
    """
    place = dict[Bundle, int]()
    for bundle in order:
        start, end = spans[bundle]
        before = [at for other, at in place.items() if spans[other][0] <= end and start <= spans[other][1]]
        place[bundle] = max(before, default=first - 1) + 1
    return place
