"""Independent judge of larger plans by a mixed-integer programme, which HiGHS solves (the package `highspy`).

The judge shares no code with the planner. The judge returns only the costs of the best plan, and not the plan itself.
`reduce` makes a question smaller by rules that hold for every graph. The programmes are:

- moves: one unit flows from the source to the target, over as few moves as possible.
- hours: the same flow, and the needs of all positions that it passes must be met. A separate cycle of flow saves no
  cost, so it need not be forbidden.
- months, and all costs together: the flow is time-expanded over the number of moves. The expanded flow has no cycles,
  and needs no big constants. A skill known after k moves has been studied by then. For each k, one constraint covers
  the needs of all positions, since after k moves a plan is at exactly one position.

The costs are minimised one after another. Each time, the earlier costs are fixed at their least values.
"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import cache, cached_property
from heapq import heappop, heappush
from itertools import pairwise
from math import inf
from time import perf_counter
from typing import ClassVar, NamedTuple

from support import judge

WEEKS_PER_MONTH = Fraction("365.25") / 12 / 7
SLACK = 1e-9  # added so that rounding never makes a path look worse than it is
TOLERANCE = 1e-7  # by how much a fixed cost may be exceeded


ORDERS = {
    "months": ("months", "hours", "moves"),
    "hours": ("hours", "months", "moves"),
    "moves": ("moves", "months", "hours"),
}


class Solved(NamedTuple):
    """The result of a solver, with the status "optimal", "infeasible" or "unfinished".

    `costs` are in the order in which they are minimised, and `bound` is a bound on the first. `months` has the months
    of all moves of the plan. `build` and `solve` are times in seconds.
    """

    status: str
    costs: tuple[float, ...]
    bound: float
    months: float = inf
    build: float = 0.0
    solve: float = 0.0

    def then(self, rest):
        """Add the later costs, which `rest` has, to the result."""
        costs, times = self.costs + rest.costs, (self.build + rest.build, self.solve + rest.solve)
        return Solved(rest.status, costs, self.bound, rest.months, *times)


class First(NamedTuple):
    """The least first cost, and an upper bound on the months of a plan, for the search for the later costs."""

    cost: float
    months: float


class Reduced(NamedTuple):
    """A question without the parts of the graph that cannot matter.

    If the same positions force several skills, these become one item with the sum of their hours. `alone` has the hours
    of skills that only one position forces. `needs` has the requirements with a choice, of a position or an item.
    `after` has the possible positions after each number of moves. `upper` is the cost of some plan.
    """

    source: str
    target: str
    moves: dict[tuple[str, str], float]
    alone: dict[str, Fraction]
    hours: dict[str, Fraction]
    needs: dict[str, list[tuple[str, ...]]]
    after: list[set[str]]
    upper: float


def best_costs(graph, source, target, *, have=(), pace=10, objective="months"):
    """Return the costs of the best plan, the objective first, or None if there is no plan."""
    solved = solve(graph, source, target, have=have, pace=pace, objective=objective)
    return solved.costs if solved.status == "optimal" else None


def solve(
    graph, source, target, *, have=(), pace=10, objective="months", limit=inf, whole=False, ties=True, programmes=None
):
    """Solve a question within `limit` seconds. Without `ties`, minimise only the first cost.

    `programmes` maps an objective to the function that builds its programme, by default for HiGHS. The programme for
    months has all three costs.
    """
    start = perf_counter()
    if source == target:
        return Solved("optimal", (0.0, 0.0, 0.0), 0.0)
    rate, order, programmes = Fraction(str(pace)) * WEEKS_PER_MONTH, ORDERS[objective], programmes or HIGHS
    question = reduce(graph, source, target, have=have, pace=pace, objective=objective, whole=whole)
    if question is None:
        return Solved("infeasible", (inf,), inf)
    if objective == "months":
        return programmes["months"](question, rate).solved(order if ties else order[:1], limit, start)
    first = programmes[objective](question, rate).solved(order[:1], limit, start)
    if first.status != "optimal" or not ties:
        return first
    start = perf_counter()
    known = First(first.costs[0], first.months + first.costs[0] / float(rate) if objective == "hours" else inf)
    programme = programmes["months"](
        reduce(graph, source, target, have=have, pace=pace, objective=objective, first=known), rate
    )
    programme.at_most(objective, known.cost)
    return first.then(programme.solved(order[1:], limit - first.solve, start))


# --- reduction of a question ---


def reduce(graph, source, target, *, have=(), pace=10, objective="months", whole=False, first=None):
    """Remove the parts of a question that cannot matter. Return None if no path leads to the target.

    With `whole`, all positions on any path to the target stay, as if no plan were known. With `first`, the result is
    for the search for the later costs.
    """
    moves = _moves(graph, source, target)
    if not moves:
        return None
    skills = _Skills(graph, judge.known_for(graph, source, target, have=have))
    rate = float(Fraction(str(pace)) * WEEKS_PER_MONTH)
    if objective == "moves" or (whole and objective == "hours" and not first):
        upper = inf
    else:
        plans = _heuristic(skills, moves, source, target, rate, objective)
        upper = first.cost if first else next(plans) if whole else min(plans)
    if not whole:
        moves = _corridor(skills, moves, source, target, rate, objective, upper * (1 + SLACK))
    after: list[set[str]] = []
    if objective == "months" or first:
        latest = (first.months if first else upper) * (1 + SLACK)
        study = {v: 0.0 if whole else skills.total(skills.forced(v)) / rate for _, v in moves}
        after = _after(study, moves, source, target, latest, first.cost if objective == "moves" else inf)
        steps = {move for here, there in pairwise(after) for move in moves if move[0] in here and move[1] in there}
        moves = {move: months for move, months in moves.items() if move in steps}
    positions = {source, *(v for _, v in moves)}
    alone, hours, needs = skills.items(positions - {source}) if objective != "moves" or first else ({}, {}, {})
    return Reduced(source, target, moves, alone, hours, needs, after, latest if after else upper)


def _moves(graph, source, target):
    """Return the months of each move that is on a path. Moves into the source and out of the target are left out."""
    moves = {
        (u, v): months
        for u, v, months in graph.edges(data="months")
        if months is not None and v != source and u != target and u != v
    }
    return _connected(moves, source, target)


def _connected(moves, source, target):
    ahead, behind = _from(moves, source), _to(moves, target)
    return {(u, v): m for (u, v), m in moves.items() if u in ahead and v in behind}


def _from(moves, source):
    heads = defaultdict(list)
    for (u, v), months in moves.items():
        heads[u].append((v, months))
    return _distances(heads, source)


def _to(moves, target):
    return _distances(_tails(moves), target)


def _tails(moves):
    tails = defaultdict(list)
    for (u, v), months in moves.items():
        tails[v].append((u, months))
    return tails


def _distances(arrows, origin, share=1.0, extra=None):
    """Return the least distance of each node from `origin`, the nearest first.

    A move costs its months times `share`, plus `extra`.
    """
    found, best, queue = {}, {origin: 0.0}, [(0.0, origin)]
    while queue:
        length, node = heappop(queue)
        if node in found:
            continue
        found[node] = length
        for head, months in arrows[node]:
            total = length + months * share + (extra[head] if extra else 0.0)
            if total < best.get(head, inf):
                best[head] = total
                heappush(queue, (total, head))
    return found


class _Skills:
    """The skills that positions need and that the person does not have."""

    def __init__(self, graph, known):
        self.graph, self.known = graph, known
        self.forced = cache(self._forced)
        self.groups = cache(self._groups)
        self.cheapest = cache(self._cheapest)
        self.hour = cache(lambda skill: float(graph.nodes[skill]["hours"]))

    def _groups(self, node):
        return [tuple(sorted(set(group))) for group in self.graph.nodes[node]["needs"] if not self.known & set(group)]

    def _forced(self, node) -> frozenset[str]:
        """Return the forced skills of a node."""
        own = {group[0] for group in self.groups(node) if len(group) == 1}
        return frozenset(own.union(*(self.forced(skill) for skill in own)))

    def _cheapest(self, node) -> frozenset[str]:
        """Return skills that meet the needs of a node and of each other.

        For each requirement, the cheapest alternative is taken.
        """
        chosen = set(self.forced(node))
        for asking in (node, *self.forced(node)):
            for group in self.groups(asking):
                if not chosen & set(group):
                    chosen |= min(({skill, *self.cheapest(skill)} for skill in group), key=self.total)
        return frozenset(chosen)

    def total(self, skills: Iterable[str]) -> float:
        return sum(map(self.hour, skills))

    def open_groups(self, position):
        """Return the requirements of a position that leave a choice."""
        forced = self.forced(position)
        found = (group for node in (position, *forced) for group in self.groups(node))
        return list(dict.fromkeys(group for group in found if not forced & set(group)))

    def items(self, positions):
        """Return the hours of each position alone, the hours of shared items, and their requirements with a choice."""
        needs = {position: self.open_groups(position) for position in sorted(positions)}
        choosable = self._choosable(skill for groups in needs.values() for group in groups for skill in group)
        needs |= {skill: self.groups(skill) for skill in choosable}
        askers = defaultdict(list)
        for position in sorted(positions):
            for skill in self.forced(position):
                askers[skill].append(position)
        alone, hours = defaultdict(Fraction), defaultdict(Fraction)
        names: dict[tuple[str, ...], str] = {}
        for skill in sorted({*askers, *choosable}):
            asking, cost = tuple(askers[skill]), exact(self.graph.nodes[skill]["hours"])
            if len(asking) == 1 and skill not in choosable:
                alone[asking[0]] += cost
                continue
            name = skill if skill in choosable else names.setdefault(asking, skill)
            hours[name] += cost
            for position in asking if name == skill else ():
                needs[position].append((name,))
        return alone, hours, needs

    def _choosable(self, waiting):
        found, waiting = set(), list(waiting)
        while waiting:
            skill = waiting.pop()
            if skill not in found:
                found.add(skill)
                waiting += [other for group in self.groups(skill) for other in group]
        return found


def exact(number) -> Fraction:
    """Return the exact decimal value of a number in a graph."""
    return Fraction(number) if isinstance(number, int) else Fraction(str(number))


def _heuristic(skills, moves, source, target, rate, objective):
    """Yield the costs of some plans."""
    goal = skills.cheapest(target)
    tails = _tails(moves)
    extra = {u: skills.total(skills.cheapest(u) - goal) / rate for u, _ in moves}
    for share in (1.0, 0.3, 0.1, 0.01, 0.0) if objective == "months" else (0.01, 0.0):
        left = _distances(tails, target, share, extra)
        place = {position: number for number, position in enumerate(left)}  # the nearest first
        on: dict[str, tuple[float, int, str]] = {}
        for (u, v), months in moves.items():
            if place[v] < place[u]:
                on[u] = min(on.get(u, (inf, 0, "")), (left[v] + months * share, place[v], v))
        path = [source]
        while path[-1] != target:
            path.append(on[path[-1]][2])
        learned: set[str] = set()
        arrives = 0.0
        for u, v in pairwise(path):
            learned |= skills.cheapest(v)
            arrives = max(arrives + moves[u, v], skills.total(learned) / rate)
        yield arrives if objective == "months" else skills.total(learned)


def _corridor(skills, moves, source, target, rate, objective, upper):
    """Keep the moves between those positions through which a plan may cost at most `upper`."""
    if upper == inf:
        return moves
    ahead, left = _from(moves, source), _to(moves, target)
    goal = skills.forced(target)

    def least(position):
        due = skills.total(skills.forced(position) | goal)
        if objective == "hours":
            return due
        study = skills.total(skills.forced(position)) / rate
        return max(due / rate, left[position] + max(study, ahead[position]))

    kept = {position for position in left if position in ahead and (position == source or least(position) <= upper)}
    return _connected({(u, v): m for (u, v), m in moves.items() if {u, v} <= kept}, source, target)


def _after(study, moves, source, target, upper, most):
    """Return, for 0 to `most` moves, the positions where a plan may be after them and still arrive in time.

    `study` has the least months of study for each position.
    """
    left = _to(moves, target)
    heads = defaultdict(list)
    for (u, v), months in moves.items():
        heads[u].append((v, months))
    arrives, layers = {source: 0.0}, [{source}]
    for _ in range(round(min(most, len(left) - 1))):
        reached: dict[str, float] = {}
        for u, arrived in arrives.items():
            for v, more in heads[u]:
                sooner = max(arrived + more, study[v])
                if sooner + left[v] <= upper and sooner < reached.get(v, inf):
                    reached[v] = sooner
        if not reached:
            break
        arrives = reached
        layers.append(set(reached))
    while target not in layers[-1]:
        layers.pop()
    return _led_on(layers, moves, target)


def _led_on(layers, moves, target):
    """Remove positions that have no move to the next layer."""
    for number in range(len(layers) - 2, -1, -1):
        led = {u for u, v in moves if v in layers[number + 1]}
        layers[number] &= led | {target}
    return layers


# --- the programmes ---


class Programme:
    """A programme with several costs to minimise. Subclasses implement `least` and `at_most` with a solver."""

    def solved(self, order, limit, start):
        """Minimise the costs in an order. `start` is the time at which the programme began to be built."""
        build, spent = perf_counter() - start, 0.0
        costs, bound, months, status = [], -inf, inf, "optimal"
        for cost in order:
            if status == "optimal":
                begun = perf_counter()
                status, found, proven, months = self.least(cost, limit - spent)
                spent += perf_counter() - begun
                costs.append(found)
                bound = bound if len(costs) > 1 else proven
                if status == "optimal":
                    self.at_most(cost, found)
        return Solved(status, tuple(costs), bound, months, build, spent)


class HighsProgramme(Programme):
    """A programme for HiGHS. Columns and rows are collected, and passed to HiGHS all at once.

    `costs` has the terms (column, factor) of each cost, and of `months`, which are the months of all moves. `options`
    are those of HiGHS.
    """

    options: ClassVar = {
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 1e-7,
        "mip_feasibility_tolerance": 1e-9,
        "primal_feasibility_tolerance": 1e-9,
    }

    def __init__(self):
        self.costs = defaultdict(list)
        self.upper, self.whole = [], []
        self.lower_row, self.upper_row = [], []
        self.starts, self.index, self.value = [0], [], []

    def column(self, upper=1.0, whole=True, **costs):
        """Add a column. `costs` has its coefficient in each cost."""
        self.upper.append(upper)
        self.whole.append(whole)
        for name, factor in costs.items():
            self.costs[name].append((len(self.upper) - 1, float(factor)))
        return len(self.upper) - 1

    def row(self, terms, lower, upper=inf):
        """Constrain the sum of (column, factor) to lie between `lower` and `upper`."""
        for column, factor in terms:
            self.index.append(column)
            self.value.append(float(factor))
        self.starts.append(len(self.index))
        self.lower_row.append(lower)
        self.upper_row.append(upper)

    def ask(self, group, askers):
        """Require that the columns of a group add up to at least the sum of the columns that need the group."""
        self.row([*((column, 1) for column in group), *((column, -1) for column in askers)], 0)

    def at_most(self, cost, most):
        """Constrain a cost to at most a value, with a tolerance for rounding."""
        import numpy as np

        columns, factors = zip(*self.costs[cost], strict=True)
        most += TOLERANCE * max(1, most)
        self.highs.addRow(-inf, most, len(columns), np.array(columns, dtype=np.int32), np.array(factors))

    def solved(self, order, limit, start):
        """Minimise the costs in an order. Passing the programme to HiGHS counts as building it."""
        _ = self.highs
        return super().solved(order, limit, start)

    @cached_property
    def highs(self):
        """HiGHS with all columns and rows that there are at the first access."""
        import highspy  # imported late: OR-Tools, whose benchmark uses `reduce`, cannot be loaded too
        import numpy as np

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.upper), len(self.lower_row)
        lp.col_cost_, lp.col_lower_ = np.zeros(len(self.upper)), np.zeros(len(self.upper))
        lp.col_upper_ = np.array(self.upper)
        lp.row_lower_, lp.row_upper_ = np.array(self.lower_row), np.array(self.upper_row)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(self.index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(self.value)
        kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        lp.integrality_ = [kinds[whole] for whole in self.whole]
        highs = highspy.Highs()
        highs.silent()
        for name, value in self.options.items():
            highs.setOptionValue(name, value)
        highs.passModel(lp)
        return highs

    def least(self, cost, limit):
        """Minimise one cost. Return the status, the best value, the bound, and the months of the moves."""
        import highspy
        import numpy as np

        highs = self.highs
        factors = np.zeros(len(self.upper))
        for column, factor in self.costs[cost]:
            factors[column] += factor
        highs.changeColsCost(len(factors), np.arange(len(factors), dtype=np.int32), factors)
        if limit < inf:
            highs.setOptionValue("time_limit", highs.getRunTime() + max(0.0, limit))
        highs.run()
        info = highs.getInfo()
        names = {highspy.HighsModelStatus.kOptimal: "optimal", highspy.HighsModelStatus.kInfeasible: "infeasible"}
        status = names.get(highs.getModelStatus(), "unfinished")
        if info.primal_solution_status != 2:
            return status, inf, info.mip_dual_bound, inf
        values = highs.getSolution().col_value
        months = sum(values[column] * factor for column, factor in self.costs["months"])
        return status, info.objective_function_value, info.mip_dual_bound, months


def _flow(programme, question):
    """Add a unit of flow from the source to the target. Return the columns of the moves into each position."""
    into, out = defaultdict(list), defaultdict(list)
    for (u, v), months in question.moves.items():
        column = programme.column(moves=1, hours=question.alone.get(v, 0), months=months)
        into[v].append(column)
        out[u].append(column)
    for position in {*into, *out}:
        net = (position == question.source) - (position == question.target)
        programme.row([*((c, 1) for c in out[position]), *((c, -1) for c in into[position])], net, net)
    return into


def _steps(question, rate):
    programme = HighsProgramme()
    _flow(programme, question)
    return programme


def _effort(question, rate):
    programme = HighsProgramme()
    into = _flow(programme, question)
    had = {item: programme.column(hours=hours) for item, hours in question.hours.items()}
    for node, groups in question.needs.items():
        for group in groups:
            programme.ask([had[item] for item in group], [had[node]] if node in had else into[node])
    for position, columns in into.items():
        if position != question.target:
            programme.row([(column, 1) for column in columns], -inf, 1)
    return programme


def _drawn_out(question, rate):
    programme, askers = HighsProgramme(), _askers(question)
    into, arrivals, had = {}, [], {}
    alone = programme.column(upper=0, whole=False)  # hours of study so far for skills of single positions
    arrives = programme.column(upper=0, whole=False)  # months so far
    for place, (here, there) in enumerate(pairwise(question.after), 1):
        into, spent = _step(programme, question, here, there, into)
        arrivals += into[question.target]
        programme.costs["moves"] += [(column, place) for column in into[question.target]]
        before, had = had, {item: programme.column() for item in question.hours}
        for item, column in before.items():
            programme.ask([had[item]], [column])
        _needs_met(programme, askers, had, into)
        study = [(column, -question.alone.get(v, 0)) for v, columns in into.items() for column in columns]
        was, alone = alone, programme.column(upper=inf, whole=False)
        programme.row([(alone, 1), (was, -1), *study], 0)
        was, arrives = arrives, programme.column(upper=inf, whole=False)
        programme.row([(arrives, 1), (was, -1), *spent], 0)
        studied = [(column, -question.hours[item]) for item, column in had.items()]
        programme.row([(arrives, float(rate)), (alone, -1), *studied], 0)
    programme.row([(column, 1) for column in arrivals], 1, 1)
    programme.costs["months"] = [(arrives, 1)]
    programme.costs["hours"] = [(alone, 1), *((column, question.hours[item]) for item, column in had.items())]
    return programme


def _askers(question):
    """Return the columns that need each group."""
    askers = defaultdict(list)
    for node, groups in question.needs.items():
        for group in groups:
            askers[group].append(node)
    return askers


def _step(programme, question, here, there, into):
    """Add the moves from `here` to `there`, which follow the moves `into` here. Return their columns and months."""
    out, reached, spent = defaultdict(list), defaultdict(list), []
    for (u, v), months in question.moves.items():
        if u in here and v in there:
            column = programme.column()
            out[u].append(column)
            reached[v].append(column)
            spent.append((column, -months))
    for position in here - {question.target}:
        net = 0 if into else 1
        programme.row([*((c, 1) for c in out[position]), *((c, -1) for c in into.get(position, ()))], net, net)
    return reached, spent


def _needs_met(programme, askers, had, into):
    for group, nodes in askers.items():
        columns = [had[item] for item in group]
        if entering := [column for node in nodes if node not in had for column in into.get(node, ())]:
            programme.ask(columns, entering)
        for node in nodes:
            if node in had:
                programme.ask(columns, [had[node]])


HIGHS = {"months": _drawn_out, "hours": _effort, "moves": _steps}
