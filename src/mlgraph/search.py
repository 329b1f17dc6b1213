"""The exact search for a plan.

A label is a way so far, and the skills had at its end. Labels leave a queue in the order of their lower bounds (A*): of
the cost that counts first, then of the second and the third, then of their ids, so that the first one that leaves it at
the goal is the best. Alternatives stay open in a label until it leaves the queue.

What keeps the search small, and why it is allowed:

- **Dominance**: of two labels at the same position, one may make the other superfluous; and **no detours** (`labels`).
- **Bounds** of what every way on still costs, and the **corridor** of positions outside of which no way is as good as
  the best known (`bounds`). Where much is left out, the rest is searched as a question of its own, with far fewer
  skills (`corridor`).

An easy question is answered before these would have paid: cuts and corridor are worked out when `PATIENCE` labels were
made or taken, and weights after `HARD` more.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from heapq import heapify, heappop, heappush
from itertools import islice
from math import inf
from typing import NamedTuple

from mlgraph.bounds import Bounds
from mlgraph.corridor import Corridor
from mlgraph.labels import Label, Labels
from mlgraph.masks import Group, Masks, ranks, set_of, union, unmet
from mlgraph.question import EFFORT, Question

PATIENCE, HARD = 1000, 8000
MUCH_NARROWER = 0.7  # of the positions
FRESH_LOOK = 2000  # labels after which a better plan is looked for, for who stops the search
MOST_CHOICES, MOST_TRIED = 2_000, 100  # for just some good way: in all, and then of each requirement
# what a search may keep; a label takes so many bytes, a byte for eight skills in each of two sets of its own, and for
# each position on the way and each choice that is open
MOST_BYTES, BYTES_OF_LABEL = 10**9, 600


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
        self.bounds = Bounds(masks, question)
        self.labels = Labels(masks, question, self.bounds)
        self.best_label: Label | None = None
        self.work = 0  # labels taken and labels made, of which one may have thousands
        self.is_narrow = False
        self.look_closer: float = PATIENCE  # when so much work is done

    def best(self) -> Found | None:
        """Return the best way, or None where there is none."""
        if not self.bounds.is_possible():
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
            if self.work >= self.look_closer:
                if not self.is_narrow and not self.question.via:
                    self._search_narrowly()
                    return
                self.look_closer = inf
                if self.question.via:
                    self._sharpen()
                else:
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
        """Keep a way from start to goal as the best one so far."""
        if label is not None:
            self.best_label = label
            self.bounds.keep(self.bounds.in_order(*label.costs()))

    def _tick(self, kept: int, label: Label) -> None:
        """Ask now and then whether the search has to end, or has kept too many bytes; raise StoppedError if so."""
        self.work += 1
        if self.work % 64 == 0 and (self.stop() or kept > MOST_BYTES):
            raise StoppedError(label.key[0])

    def _keyed(self, labels: Iterable[Label]) -> list[Label]:
        """Return a queue of labels with the bounds of now, without those that are out."""
        keyed = ((self.bounds.of(old.path, old.skills, old.arrives, old.hours), old) for old in labels)
        queue = [Label(key, *old[1:]) for key, old in keyed if key is not None]
        heapify(queue)
        return queue

    def _search_narrowly(self) -> None:
        """Work out sharper bounds and the corridor, and search there, where it pays as a question of its own."""
        self.is_narrow, self.look_closer = True, self.work + HARD
        self._sharpen()
        if not self.bounds.is_open():
            return
        if self.bounds.within.bit_count() > MUCH_NARROWER * len(self.masks.moves):
            self._search()
            return
        corridor = Corridor(self.masks, self.bounds.within, self.question.known, self.question.extra)
        search = Search(corridor.masks, self._within(corridor), self.stop)
        search.bounds.keep(self.bounds.most)
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
        if self.labels.is_dominated(label, others):
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
            here = (found.path[-1], found.skills & self.bounds.everywhere)
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
        return not self.bounds.everywhere & ~label.skills and not unmet(self.question.extra, label.skills)

    def _root(self) -> Label | None:
        question = self.question
        known = question.known | self.bounds.been.get(question.start, 0)
        key = self.bounds.of((question.start,), known, 0, 0)
        return None if key is None else Label(key, (question.start,), (), known, known, 0, 0, 0, ())

    def _moves(self, label: Label) -> Iterator[Label]:
        question, masks, within = self.question, self.masks, self.bounds.within
        at, place = label.path[-1], len(label.path)
        targets = masks.moves[at]
        if place < len(question.prefix):
            targets = {question.prefix[place]: targets[question.prefix[place]]}
        elif question.prefix:
            gone = {*question.prefix, *(question.barred if place == len(question.prefix) else ())}
            targets = {position: months for position, months in targets.items() if position not in gone}
        for position, months in targets.items():
            if within >> position & 1 and not self.labels.is_detour(label.path, position, months):
                needs = masks.needs(position)
                skills = label.skills | needs.every | self.bounds.been.get(position, 0)
                open_groups = unmet(needs.open, skills) if needs.open else ()
                if question.extra and position == question.goal and not self.bounds.everywhere & ~skills:
                    open_groups = unmet((*open_groups, *question.extra), skills)
                ready = label.arrives + months * self.bounds.post
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
        learned = skills & ~before & ~self.bounds.everywhere
        own = {group.mask for skill in ranks(learned) for group in self.masks.skill_needs[skill].own}
        own |= {group.mask for group in self.masks.needs(position).own}
        if position == self.question.goal and not self.bounds.everywhere & ~skills:
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
        hours = parent.hours + self.masks.hours_of(skills ^ parent.skills)
        arrives = max(ready, hours * self.bounds.study)
        key = self.bounds.of(path, skills, arrives, hours)
        if key is None:
            return None
        # a choice still to be made may put another skill first: this comes before all of them
        new = -(1 << len(self.masks.hours)) if open_ else -((skills ^ before) & ~self.bounds.everywhere)
        return Label(key, path, (*learned, new), skills, before, ready, arrives, hours, open_)

    def _sharpen(self) -> None:
        """Work out the cuts, some good way, and from these the corridor."""
        self.bounds.cut()
        self._keep(self._dive(self._root()))
        self.bounds.narrow()

    def _weigh(self) -> None:
        """Work out weights of positions, with a look at each of the lightest ways, and from them the corridor."""
        bounds, place = self.bounds, self.question.order.index(EFFORT)

        def tried(path: list[int]) -> float:
            corridor, bounds.within = bounds.within, set_of(path)
            self._keep(self._dive(self._root()))
            bounds.within = corridor
            return 0 if bounds.most[place] == inf or self.stop() else bounds.most[place]

        bounds.weigh(tried)
        bounds.narrow()
