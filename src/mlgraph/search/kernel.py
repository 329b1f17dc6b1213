"""The label-setting A* search in compiled code, on flat arrays, for problems that take Python too long.

The file `kernel.c` is the same search as the modules `astar` and `labels` without experience and teaching. The file
`kernel.wasm` is its WebAssembly code, which the package wasmtime runs on every kind of machine. So nobody needs a
compiler to install mlgraph, and the code can reach no memory but its own. If wasmtime cannot run the code, the search
goes on in Python and gives the same answer, only later.

**Choices.** Python expands an open label by one alternative after the other. The kernel expands a label at once by all
choices: all minimal sets of skills that meet the requirements of the next position. Only the skills of a choice that
the person still lacks count. A set is minimal if no smaller set meets the requirements too. The skills that a path
learns before a move are always such a set: each of them is the only skill that meets some requirement.

**Exactness.** The kernel has the bounds, the order of labels and the rules of dominance and detours of the search in
Python. For dominance, it also ignores the skills that no later position of a path may need. The kernel also drops a
label if another label for the same move dominates it. All numbers are whole, apart from the weights of positions. The
path that the kernel returns is the first of all best paths.

**Slices.** The kernel runs in slices of a fixed amount of work, which take about a tenth of a second each. Between two
slices, the search checks its budget, and learns which lower bounds the kernel has proven.
"""

import struct
from array import array
from collections.abc import Iterable, Iterator
from enum import IntEnum
from importlib.resources import files
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from mlgraph.search.bitset import list_ranks, set_of, unite
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import AnyOf, CompiledGraph, find_unmet
from mlgraph.search.problem import MOVES, Key, Problem

if TYPE_CHECKING:
    from wasmtime import Store

WORK_PER_SLICE = 20_000_000  # comparisons of labels and choices in a slice, which take about a quarter of a second
SLOWER = 20  # if the objective is moves, few comparisons end at their first step, so a comparison takes longer
MOST_CHOICES, MOST_CHOICES_AT = 50_000, 1_000  # the most choices of all positions, and of one position
INFINITE, MOST = 1 << 62, 1 << 60  # a bound that never prunes, and the greatest sum that the kernel may have to compute
MOST_HOURS = 2**31 - 1
WORD = 64


class Status(IntEnum):
    """Whether a slice has found the best path, or why the kernel has stopped."""

    RUNNING = 0
    FOUND = 1
    EMPTY = 2
    FULL = 3


class Progress(NamedTuple):
    """The state of the kernel after a slice.

    Attributes
    ----------
    status : Status
        Whether the kernel has found the best path, or why it has stopped.
    proven : tuple of int
        Lower bounds on the costs of all paths, in the order of the problem.
    made : int
        The number of labels that the kernel has made so far.

    """

    status: Status
    proven: Key
    made: int


class Kernel:
    """One problem in the memory of the compiled code."""

    def __init__(
        self, code: "tuple[Store, Any]", numbers: "array[int]", skills: list[int], most_bytes: int, work: int
    ) -> None:
        self._store, exports = code
        self._work_per_slice = work
        self._exports, self._memory, self._skills = exports, exports["memory"], skills
        self._words = max(1, -(-len(skills) // WORD))
        self._length = 0
        address = exports["reserve"](self._store, len(numbers), most_bytes)
        self._status = Status.FULL
        if address:
            self._memory.write(self._store, numbers.tobytes(), address)
            self._status = Status(exports["load"](self._store, address))

    def run(self) -> Iterator[Progress]:
        """Search, and yield after each slice what the kernel has found."""
        while self._status is Status.RUNNING:
            self._status = Status(self._exports["run"](self._store, self._work_per_slice))
            *proven, made, self._length = self._read(self._exports["report"].value(self._store), 6)
            yield Progress(self._status, tuple(proven), made)

    def find_path(self) -> tuple[tuple[int, ...], list[int]]:
        """End the search, and return the best path found, or an empty path.

        The list of the result has a bit mask for each position of the path. The bit mask has the skills that the person
        has there, without those known at the start.
        """
        size = 1 + self._words
        count = self._length * size
        numbers = self._read(self._exports["trace"](self._store), count) if count else ()
        at = [numbers[first : first + size] for first in range(0, count, size)][::-1]
        masks = (sum(word % (1 << WORD) << WORD * index for index, word in enumerate(words)) for _, *words in at)
        skills = [unite(1 << self._skills[rank] for rank in list_ranks(mask)) for mask in masks]
        return tuple(position for position, *_ in at), skills

    def _read(self, address: int, count: int) -> tuple[int, ...]:
        return struct.unpack(f"<{count}q", self._memory.read(self._store, address, address + 8 * count))


def start_code() -> "tuple[Store, Any] | None":
    """Return a store with the compiled code and its functions, or None if wasmtime cannot run the code here."""
    try:
        # late, since few searches need it
        from wasmtime import Engine, Instance, Module, Store, WasmtimeError
    except (ImportError, OSError):
        return None
    try:
        engine = Engine()
        module = Module(engine, files("mlgraph.search").joinpath("kernel.wasm").read_bytes())
        store = Store(engine)
        return store, Instance(store, module, []).exports(store)
    except (OSError, WasmtimeError):
        return None


def make_kernel(
    compiled: CompiledGraph, problem: Problem, bounds: Bounds, proven: Key, most_bytes: int, budget: Budget
) -> Kernel | None:
    """Return a kernel for the rest of a search, or None if the kernel cannot solve the problem.

    The kernel cannot solve problems with waypoints, a prefix, rarity, or posts that give experience or teach. The
    kernel also cannot solve a problem with too many choices.
    """
    ends_again = problem.goal == problem.start
    if problem.via or problem.prefix or problem.by_rarity or bounds.needs_service or ends_again:
        return None
    flat = _Flat(compiled, problem, bounds, budget)
    if not flat.find_choices() or not flat.is_small() or (code := start_code()) is None:
        return None
    work = WORK_PER_SLICE // SLOWER if problem.order[0] == MOVES else WORK_PER_SLICE
    return Kernel(code, flat.list_numbers(proven), flat.skills, min(most_bytes, (1 << 32) - (1 << 26)), work)


class _Flat:
    """A problem as one array of whole numbers."""

    def __init__(self, compiled: CompiledGraph, problem: Problem, bounds: Bounds, budget: Budget) -> None:
        self._compiled, self._problem, self._bounds, self._budget = compiled, problem, bounds, budget
        self._at = {position: at for position in list_ranks(bounds.positions) if (at := bounds.find_bounds(position))}
        self._choices: dict[int, tuple[int, list[int]]] = {}
        self.skills: list[int] = []

    def find_choices(self) -> bool:
        """Find the choices of all positions. Return whether they are few enough."""
        total = 0
        for position in self._at:
            needs = self._compiled.find_needs(position)
            extra = self._problem.extra if position == self._problem.goal else ()
            choices = find_choices(self._compiled, self._problem, needs.implied, (*needs.open, *extra), self._budget)
            if choices is None or (total := total + len(choices)) > MOST_CHOICES:
                return False
            self._choices[position] = needs.implied & ~self._problem.known, choices
        self.skills = list(list_ranks(unite(unite(choices) | always for always, choices in self._choices.values())))
        self._rank = {skill: rank for rank, skill in enumerate(self.skills)}
        self._words = max(1, -(-len(self.skills) // WORD))
        self._moves = {position: self._find_moves(position) for position in self._at}
        self._useful = self._find_useful()
        return True

    def _find_useful(self) -> dict[int, int]:
        """Return, for each position, the skills that count for dominance there.

        A skill counts if two or more positions may need it, and a later position of a path may need it.
        """
        needed = {position: unite(choices) | always for position, (always, choices) in self._choices.items()}
        useful = dict.fromkeys(needed, 0)
        near_first = sorted(needed, key=lambda position: self._at[position].moves_left)
        is_stable = False
        while not is_stable:
            is_stable = True
            for position in near_first:
                self._budget.check()
                skills = unite(useful[target] | needed[target] for target, *_ in self._moves[position])
                is_stable &= skills == useful[position]
                useful[position] = skills
        return {position: skills & self._bounds.shared_skills for position, skills in useful.items()}

    def is_small(self) -> bool:
        """Return whether all sums that the kernel may compute fit its integers."""
        compiled, bounds = self._compiled, self._bounds
        hours = sum(compiled.hours[skill] for skill in self.skills)
        longest = max((max(compiled.moves[position].values(), default=0) for position in self._at), default=0)
        ticks = hours * bounds.study_ticks + longest * bounds.post_ticks * len(self._at)
        return hours <= MOST_HOURS and ticks <= MOST

    def list_numbers(self, proven: Key) -> "array[int]":
        """Return the problem in the order in which `load` of the kernel reads it."""
        compiled, problem, bounds = self._compiled, self._problem, self._bounds
        hours = [compiled.hours[skill] for skill in self.skills]
        hours += [0] * (self._words * WORD - len(hours))
        numbers = [self._words, len(compiled.moves), problem.start, problem.goal, *problem.order, bounds.study_ticks]
        numbers += hours
        numbers += self._split_mask(bounds.wanted)
        numbers.append(len(bounds.cuts))
        for cut in bounds.cuts:
            numbers += [cut.hours, *self._split_mask(cut.reserved)]
        for position in range(len(compiled.moves)):
            self._budget.check()
            numbers += self._list_position(position)
        numbers += [INFINITE if cost == inf else int(cost) for cost in bounds.upper_bound]
        numbers += map(int, proven)
        return array("q", (number - (1 << WORD) if number >= 1 << WORD - 1 else number for number in numbers))

    def _list_position(self, position: int) -> Iterator[int]:
        compiled, at = self._compiled, self._at.get(position)
        moves = self._moves[position] if at else []
        always, choices = self._choices.get(position, (0, []))
        yield from (at.ticks_left, at.moves_left) if at else (0, 0)
        yield compiled.stages >> position & 1
        yield from struct.unpack("<2q", struct.pack("<2d", at.weight, at.weight_to_goal) if at else bytes(16))
        yield from (len(at.cuts), *at.cuts) if at else (0,)
        yield len(moves)
        for move in moves:
            yield from move
        yield from self._split_mask(self._useful[position] if at else 0)
        yield from self._split_mask(always)
        yield len(choices)
        for choice in choices:
            yield choice.bit_count()
            yield from (self._rank[skill] for skill in list_ranks(choice))

    def _find_moves(self, position: int) -> list[tuple[int, int, int]]:
        compiled, bounds = self._compiled, self._bounds
        is_first = position == self._problem.start
        is_later_stage = compiled.stages >> position & 1 and not is_first
        targets = compiled.useful_moves[position] if is_later_stage else compiled.moves[position]
        served = bounds.served if is_first else 0
        return [
            (target, months, max(0, months * bounds.post_ticks - served))
            for target, months in targets.items()
            if target in self._at
        ]

    def _split_mask(self, skills: int) -> list[int]:
        mask = set_of(rank for rank, skill in enumerate(self.skills) if skills >> skill & 1)
        return [mask >> WORD * word & (1 << WORD) - 1 for word in range(self._words)]


def find_choices(
    compiled: CompiledGraph, problem: Problem, implied: int, groups: Iterable[AnyOf], budget: Budget
) -> list[int] | None:
    """Return all minimal sets of skills that meet requirements, apart from implied and known skills.

    If there are more than about MOST_CHOICES_AT sets, the function returns None.
    """
    had = problem.known | implied
    first = had, find_unmet(groups, had)
    seen, waiting, found = {first}, [first], set()
    while waiting:
        budget.check()
        skills, unmet = waiting.pop()
        if not unmet:
            found.add(skills & ~had)
            continue
        if len(seen) > MOST_CHOICES:
            return None
        for skill in unmet[0].members:
            more = skills | compiled.with_implied(skill)
            state = more, find_unmet((*unmet, *compiled.skill_needs[skill].open), more)
            if state not in seen and not more & ~skills & problem.avoided_skills:
                seen.add(state)
                waiting.append(state)
    minimal: list[int] = []
    for choice in sorted(found, key=int.bit_count):
        if all(smaller & ~choice for smaller in minimal):
            minimal.append(choice)
    return minimal if len(minimal) <= MOST_CHOICES_AT else None
