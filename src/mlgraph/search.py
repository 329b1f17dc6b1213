"""The exact search for a plan.

A label is a way so far: a position, the skills had on arrival there, and its costs: months (in whole ticks), hours of
study, moves. Labels leave a queue in the order of their lower bounds (A*): of the cost that counts first, then of the
second and the third, then of their ids, so that the first one that leaves it at the goal is the best. Alternatives stay
open in a label until it leaves the queue.

What keeps the search small, and why it is allowed:

- **Dominance.** Who is at a position no later than another, with skills to which those that the other has in addition
  can be added for no more hours in all, and after no more moves, can do whatever the other does. Fewer hours or moves
  stay fewer whatever follows, so what counts less than these need not be compared; an earlier arrival may not last, as
  both may come to wait for their study. Only skills that two or more positions still within reach mention count as
  additional: one that a single position asks for is never needed twice, as the best way passes no position twice.
- **Bound in months**: the shortest remaining moves (Dijkstra), and the hours that are due.
- **Bound in hours**: what the cuts that lie ahead still cost (`cuts` says how), and for a hard question what the
  positions on the way weigh (`weights` says how).
- **The corridor.** Once some plan is known, a position is left out where no plan through it can be as good. Where much
  is left out, the rest is searched as a question of its own, with far fewer skills (`corridor`).

An easy question is answered before these would have paid: cuts and corridor are worked out after `PATIENCE` labels, and
weights after `HARD` more.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import islice
from math import inf, lcm
from typing import NamedTuple

from mlgraph.corridor import Corridor
from mlgraph.cuts import Cut, cuts
from mlgraph.masks import Group, Masks, distances, moves_away, ranks, union, unmet
from mlgraph.model import WEEKS_PER_MONTH
from mlgraph.weights import Weights, weighed

TIME, EFFORT, STEPS = range(3)
PATIENCE, HARD = 200, 2000
MUCH_NARROWER = 0.7  # of the positions
FRESH_LOOK = 2000  # labels after which a better plan is looked for, for who stops the search
MOST_CHOICES, MOST_TRIED = 2_000, 100  # for just some good way: in all, and then of each requirement
# what a search may keep; a label takes so many bytes, a byte for eight skills in each of two sets of its own, and for
# each position on the way and each choice that is open
MOST_BYTES, BYTES_OF_LABEL = 10**9, 600


class Question(NamedTuple):
    """What is asked of a compiled graph, in its ranks and sets.

    `order` says which cost counts first. The way begins with `prefix` and does not go on to any of `barred`, nor
    through `closed`; it passes `via` and ends with `extra` met; the skills in `unwanted` are not learned.
    """

    start: int
    goal: int
    known: int
    pace: Fraction
    order: tuple[int, int, int]
    via: tuple[int, ...] = ()
    extra: tuple[Group, ...] = ()
    closed: int = 0
    unwanted: int = 0
    prefix: tuple[int, ...] = ()
    barred: frozenset[int] = frozenset()


class Ticks(NamedTuple):
    """A unit of time of which all times are whole numbers: how many are in a month, a unit of study, one of post."""

    per_month: int
    study: int
    post: int


def ticks(masks: Masks, pace: Fraction) -> Ticks:
    """Return the unit of time for a pace of study in hours a week."""
    study = 1 / (masks.per_hour * pace * WEEKS_PER_MONTH)
    post = 1 / masks.per_month
    per_month = lcm(study.denominator, post.denominator)
    return Ticks(per_month, int(study * per_month), int(post * per_month))


class Label(NamedTuple):
    """A way so far: where it goes, what was learned before each move (sets, negative), and choices still `open`."""

    key: tuple[float, ...]
    path: tuple[int, ...]
    learned: tuple[int, ...]
    skills: int
    before: int
    ready: int
    arrives: int
    hours: int
    open: tuple[Group, ...]

    def costs(self) -> tuple[int, int, int]:
        """Return ticks, hours and moves."""
        return self.arrives, self.hours, len(self.path) - 1


class Found(NamedTuple):
    """The best way found, whether it is proven best, and what the cost that counts first is at least."""

    label: Label
    proven: bool
    bound: float


class StoppedError(Exception):
    """The search was told to stop; `bound` is what it has proven of the cost at hand."""

    def __init__(self, bound: float) -> None:
        self.bound = bound


class Search:
    """One question to a compiled graph; `stop` is asked now and then whether the search has to end."""

    def __init__(self, masks: Masks, question: Question, stop: Callable[[], bool] = lambda: False) -> None:
        self.masks, self.question, self.stop = masks, question, stop
        _, self.study, self.post = ticks(masks, question.pace)
        self.been = {position: 1 << len(masks.hours) + n for n, position in enumerate(question.via)}
        self.everywhere = union(self.been.values())
        self.within = self._open_positions()
        self.moves_left = moves_away(masks.behind, question.goal, self.within)
        self.within &= union(1 << position for position in self.moves_left)
        self.best_label: Label | None = None
        self.cap: tuple[float, ...] = (inf, inf, inf)
        self.most_hours = inf
        self.work = 0  # labels taken and labels made, of which one may have thousands
        due = masks.needs(question.goal).forced & ~question.known
        self._draw([Cut(masks.hours_of(due), due, ~(1 << question.goal))])
        self.shared = -1
        self.weights: Weights | None = None
        self.is_narrow = False

    @cached_property
    def months_left(self) -> dict[int, int]:
        """The least months from each position to the goal."""
        return distances(self.masks.behind, self.question.goal, self.within)

    @cached_property
    def by_way_of(self) -> dict[int, dict[int, int]]:
        """The least months from each position to the goal by way of each that is asked for, by the bit of this."""
        return {bit: self._months_by_way_of(via) for via, bit in self.been.items()}

    def _open_positions(self) -> int:
        masks, question = self.masks, self.question
        everything = (1 << len(masks.moves)) - 1 & ~question.closed
        if question.unwanted:
            concerned = (p for p in range(len(masks.moves)) if masks.mentioned(p) & question.unwanted)
            for position in concerned:
                if any(not group.mask & ~question.unwanted for group in masks.needs(position).own):
                    everything &= ~(1 << position)
        return everything

    def _months_by_way_of(self, via: int) -> dict[int, int]:
        on = self.months_left.get(via)
        if on is None:
            return {}
        return {position: months + on for position, months in distances(self.masks.behind, via, self.within).items()}

    def is_possible(self) -> bool:
        """Return whether there is any way, for a question without positions by the way."""
        learnable = all(group.mask & ~self.question.unwanted for group in self.question.extra)
        return learnable and self.question.start in self.moves_left and bool(self.within >> self.question.goal & 1)

    def best(self) -> Found | None:
        """Return the best way, or None where there is none."""
        if not self.is_possible():
            return None
        bound = inf
        try:
            self._search()
        except StoppedError as stopped:
            bound = stopped.bound
            self._keep(self.best_label or self._dive(self._root()))
        if self.best_label is None:
            return None
        cost = self.best_label.costs()[self.question.order[0]]
        return Found(self.best_label, bound >= cost, min(bound, cost))

    def _search(self) -> None:
        """Make `best_label` the best way, if there is any."""
        queue = [root for root in [self._root()] if root]
        settled: defaultdict[int, list[Label]] = defaultdict(list)
        size = BYTES_OF_LABEL + len(self.masks.hours) // 4
        kept = taken = 0
        while queue:
            label = heappop(queue)
            if self._is_complete(label):
                self.best_label = label
                return
            taken += 1
            self._tick(kept, label)
            if taken == PATIENCE and not self.is_narrow:
                if not self.question.via:
                    self._search_narrowly()
                    return
                self._sharpen()
                queue = self._keyed((label, *queue))
                continue
            if taken == HARD and self.is_narrow:
                self._weigh()
                queue = self._keyed((label, *queue))
                continue
            if taken % FRESH_LOOK == 0:
                self._keep(self._dive(label))
            for child in self._following(label, settled[label.path[-1]]):
                self._tick(kept, label)
                kept += size + 16 * len(child.path) + 8 * len(child.open)
                heappush(queue, child)

    def _keep(self, label: Label | None) -> None:
        """Keep a way from start to goal as the best one so far; none that is worse is looked at any more."""
        if label is not None:
            self.best_label, self.cap = label, self._in_order(*label.costs())
            self._cap_hours()

    def _cap_hours(self) -> None:
        """Note how many hours of study no way that is as good as the best exceeds."""
        first = self.question.order[0]
        self.most_hours = inf if first == STEPS else self.cap[0] // (self.study if first == TIME else 1)

    def _in_order(self, time: float, hours: float, steps: float) -> tuple[float, ...]:
        """Return costs, the one that counts most first."""
        costs = time, hours, steps
        first, second, third = self.question.order
        return costs[first], costs[second], costs[third]

    def _tick(self, kept: int, label: Label) -> None:
        """Ask now and then whether the search has to end, or has kept too many bytes; raise StoppedError if so."""
        self.work += 1
        if self.work % 64 == 0 and (self.stop() or kept > MOST_BYTES):
            raise StoppedError(label.key[0])

    def _keyed(self, labels: Iterable[Label]) -> list[Label]:
        """Return a queue of labels with the bounds of now, without those that are out."""
        keyed = ((self._key(old.path, old.skills, old.arrives, old.hours), old) for old in labels)
        queue = [Label(key, *old[1:]) for key, old in keyed if key is not None]
        heapify(queue)
        return queue

    def _search_narrowly(self) -> None:
        """Work out sharper bounds and the corridor, and search there, where it pays as a question of its own."""
        self.is_narrow = True
        self._sharpen()
        if not self._is_open():
            return
        if self.within.bit_count() > MUCH_NARROWER * len(self.masks.moves):
            self._search()
            return
        corridor = Corridor(self.masks, self.within, self.question.known, self.question.extra)
        search = Search(corridor.masks, self._within(corridor), self.stop)
        search.cap, search.most_hours = self.cap, self.most_hours
        try:
            search._search_narrowly()
        finally:
            if label := search.best_label:
                path, learned = (corridor.positions[at] for at in label.path), map(corridor.whole, label.learned)
                self._keep(label._replace(path=tuple(path), learned=tuple(learned)))

    def _within(self, corridor: Corridor) -> Question:
        """Return the question in the ranks and sets of a corridor."""
        question, place = self.question, corridor.place
        return question._replace(
            start=place[question.start],
            goal=place[question.goal],
            known=0,
            extra=corridor.groups(question.extra),
            closed=0,
            unwanted=corridor.skills(question.unwanted),
            prefix=tuple(place[position] for position in question.prefix),
            barred=frozenset(place[position] for position in question.barred if position in place),
        )

    def _following(self, label: Label, others: list[Label]) -> Iterator[Label]:
        if label.open:
            return self._choices(label)
        if any(self._dominates(other, label) for other in others):
            return iter(())
        others.append(label)
        return self._moves(label)

    def _dive(self, start: Label | None) -> Label | None:
        """Return some good way on from a label that is not worse than the best: each position is left in one way only.

        Where there are very many choices, the one that looks best at each place is taken.
        """
        queue = [start] if start else []
        left: set[tuple[int, int]] = set()
        choices = 0
        while queue:
            found = heappop(queue)
            here = (found.path[-1], found.skills & self.everywhere)
            if here in left:
                continue
            choices += len(found.open[0].members) if found.open else 0
            label = self._settled(found) if choices > MOST_CHOICES else found
            if label is None:  # it is worse than the best, and so would most others be
                return None
            if self._is_complete(label):
                return label
            if not label.open:
                left.add(here)
            for child in self._choices(label) if label.open else self._moves(label):
                heappush(queue, child)
        return None

    def _settled(self, label: Label | None) -> Label | None:
        """Return a label with all of its choices made, one after the other, each for what looks best."""
        while label is not None and label.open:
            label = min(islice(self._choices(label, sparing=False), MOST_TRIED), default=None)
        return label

    def _is_complete(self, label: Label) -> bool:
        if label.open or label.path[-1] != self.question.goal or len(label.path) < len(self.question.prefix):
            return False
        return not self.everywhere & ~label.skills and not unmet(self.question.extra, label.skills)

    def _root(self) -> Label | None:
        question = self.question
        known = question.known | self.been.get(question.start, 0)
        key = self._key((question.start,), known, 0, 0)
        return None if key is None else Label(key, (question.start,), (), known, known, 0, 0, 0, ())

    def _moves(self, label: Label) -> Iterator[Label]:
        question, masks, within = self.question, self.masks, self.within
        at, place = label.path[-1], len(label.path)
        targets = masks.moves[at]
        if place < len(question.prefix):
            targets = {question.prefix[place]: targets[question.prefix[place]]}
        elif question.prefix:
            gone = {*question.prefix, *(question.barred if place == len(question.prefix) else ())}
            targets = {position: months for position, months in targets.items() if position not in gone}
        for position, months in targets.items():
            if within >> position & 1:
                needs = masks.needs(position)
                skills = label.skills | needs.every | self.been.get(position, 0)
                open_groups = unmet(needs.open, skills) if needs.open else ()
                if question.extra and position == question.goal and not self.everywhere & ~skills:
                    open_groups = unmet((*open_groups, *question.extra), skills)
                ready = label.arrives + months * self.post
                way = (*label.path, position), label.learned, skills, label.skills
                if child := self._label(way, label, ready, open_groups):
                    yield child

    def _choices(self, label: Label, *, sparing: bool = True) -> Iterator[Label]:
        """Yield a label for each way to meet the next open requirement; `sparing` ones learn nothing needless."""
        for skill in label.open[0].members:
            skills = label.skills | self.masks.closed(skill)
            if not skills & ~label.skills & self.question.unwanted:
                open_groups = unmet((*label.open, *self.masks.skill_needs[skill].open), skills)
                if not sparing or open_groups or not self._has_needless(label.path[-1], label.before, skills):
                    way = label.path, label.learned[:-1], skills, label.before
                    if child := self._label(way, label, label.ready, open_groups):
                        yield child

    def _has_needless(self, position: int, before: int, skills: int) -> bool:
        """Return whether something learned for `position` could be left out, all else being kept."""
        learned = skills & ~before & ~self.everywhere
        own = {group.mask for skill in ranks(learned) for group in self.masks.skill_needs[skill].own}
        own |= {group.mask for group in self.masks.needs(position).own}
        if position == self.question.goal and not self.everywhere & ~skills:
            own |= {group.mask for group in self.question.extra}
        met = (mask & skills for mask in own)
        return bool(learned & ~union(skill for skill in met if not skill & (skill - 1)))

    def _label(
        self,
        way: tuple[tuple[int, ...], tuple[int, ...], int, int],
        parent: Label,
        ready: int,
        open_: tuple[Group, ...],
    ) -> Label | None:
        """Return the label of a way (path, learned, skills, those before), or None where no plan of use comes of it."""
        path, learned, skills, before = way
        hours = parent.hours + self.masks.hours_of(skills & ~parent.skills)
        arrives = max(ready, hours * self.study)
        key = self._key(path, skills, arrives, hours)
        if key is None:
            return None
        # a choice still to be made may put another skill first: this comes before all of them
        new = -(1 << len(self.masks.hours)) if open_ else -(skills & ~before & ~self.everywhere)
        return Label(key, path, (*learned, new), skills, before, ready, arrives, hours, open_)

    def _key(self, path: tuple[int, ...], skills: int, arrives: int, hours: int) -> tuple[float, ...] | None:
        """Return bounds of the costs, or None where they are worse than the best or the corridor is left."""
        at = path[-1]
        if not self.within >> at & 1:
            return None
        least = hours + self._due(path, skills, hours)
        time = max(arrives + self._months_left(at, skills) * self.post, least * self.study)
        key = self._in_order(time, least, len(path) - 1 + self.moves_left[at])
        return None if key > self.cap or time == inf else key

    def _months_left(self, at: int, skills: int) -> float:
        months: float = self.months_left[at]
        for bit, left in self.by_way_of.items():
            if not skills & bit:
                months = max(months, left.get(at, inf))
        return months

    def _due(self, path: tuple[int, ...], skills: int, hours: int) -> float:
        """Return hours that every way on from the end of a path still costs one who has `skills`, after `hours`."""
        at, hours_of, due = path[-1], self.masks.hours_of, 0
        if at not in self.ahead:
            self.ahead[at] = [(cut.hours, cut.counted) for cut in self.cuts if cut.before >> at & 1]
        for least, counted in self.ahead[at]:
            had = hours_of(skills & counted)
            if had < least:
                due += least - had
        return max(due, self.weights.after(path) - hours) if self.weights else due

    def _draw(self, cuts: list[Cut]) -> None:
        self.cuts = cuts
        self.ahead: dict[int, list[tuple[int, int]]] = {}

    def _dominates(self, one: Label, other: Label) -> bool:
        """Return whether nothing that follows `other` is better than what can follow `one`, at the same position."""
        if other.skills & ~one.skills & self.everywhere:
            return False
        first, moves, moves_of_other = self.question.order[0], len(one.path), len(other.path)
        if first == STEPS and moves != moves_of_other:
            return moves < moves_of_other
        if one.hours > other.hours:
            return False
        missing = other.skills & ~one.skills & self.shared
        hours = one.hours + self.masks.hours_of(missing) if missing else one.hours
        if hours > other.hours or (one.arrives > other.arrives and (first != EFFORT or hours == other.hours)):
            return False
        if hours < other.hours or moves != moves_of_other:
            return hours < other.hours or moves < moves_of_other
        return one.path < other.path or (not missing and (one.path, one.learned) <= (other.path, other.learned))

    def _sharpen(self) -> None:
        """Work out the cuts, some good way, and from these the corridor."""
        self._draw(cuts(self.masks, self._due_at(self.within), self.question.start, self.question.goal))
        self._keep(self._dive(self._root()))
        self._narrow()

    def _is_open(self) -> bool:
        """Return whether the corridor has all positions that the question names."""
        named = (self.question.start, self.question.goal, *self.question.prefix)
        return all(self.within >> position & 1 for position in named)

    def _weigh(self) -> None:
        """Work out weights of positions, with a look at each of the lightest ways, and from them the corridor."""
        question, masks = self.question, self.masks
        due, goals = self._due_at(self.within), masks.needs(question.goal).forced

        def asked(position: int) -> list[int]:
            # what the goal asks for is asked for on every way: it is all charged there
            granted = question.known | (goals if position != question.goal else 0)
            open_groups = unmet(masks.needs(position).open, granted | due[position])
            return [*(1 << skill for skill in ranks(due[position] & ~granted)), *(group.mask for group in open_groups)]

        def tried(path: list[int]) -> float:
            corridor, self.within = self.within, union(1 << position for position in path)
            self._keep(self._dive(self._root()))
            self.within = corridor
            hours = self.cap[self.question.order.index(EFFORT)]
            return 0 if hours == inf or self.stop() else hours

        self.weights = weighed(
            masks, {position: asked(position) for position in due}, question.start, question.goal, tried
        )
        self._narrow()

    def _narrow(self) -> None:
        """Leave out positions that no way as good as the best passes."""
        question, masks = self.question, self.masks
        months = distances(masks.ahead, question.start, self.within)
        moves = moves_away(masks.ahead, question.start, self.within)
        due = self._due_at(union(1 << position for position in months))
        fit = [position for position, skills in due.items() if self._fits(position, skills, months, moves)]
        self.within = union(1 << position for position in fit)
        if not question.via:
            self.shared = self._shared(fit)

    def _due_at(self, positions: int) -> dict[int, int]:
        """Return for each position of a set the skills that it needs in any case and that are not known."""
        return {position: self.masks.needs(position).forced & ~self.question.known for position in ranks(positions)}

    def _fits(self, at: int, skills: int, months: dict[int, int], moves: dict[int, int]) -> bool:
        """Return whether a plan through a position may be as good as the best; all cuts have to be crossed."""
        hours: float = self.masks.hours_of(skills)
        for due, counted, _ in self.cuts:
            had = self.masks.hours_of(skills & counted)
            if had < due:
                hours += due - had
                if hours > self.most_hours:
                    return False
        if self.weights:
            hours = max(hours, self.weights.through(at))
        in_post = (months[at] + self.months_left[at]) * self.post
        return self._in_order(max(in_post, hours * self.study), hours, moves[at] + self.moves_left[at]) <= self.cap

    def _shared(self, corridor: list[int]) -> int:
        """Return the skills that two or more positions mention."""
        once = twice = 0
        for position in corridor:
            mentioned = self.masks.mentioned(position)
            if position == self.question.goal:
                mentioned |= self.masks.closure(self.question.extra)
            twice |= once & mentioned
            once |= mentioned
        return twice
