"""An independent judge of larger plans: a mixed-integer programme, solved by HiGHS (the package `highspy`).

It shares no code with the planner, and gives all three costs of the best plan, the first one first, but not the plan.
`reduced` makes a question smaller by rules that are true of every graph; the programmes are

- steps: one unit flows from the source to the target over as few moves as can be;
- effort: one unit flows likewise, and whoever enters a position has what it needs. Flow in a circle apart from the way
  costs nothing and gives nothing, so it need not be forbidden;
- time, and all costs together: the flow is drawn out over the number of moves made so far, which leaves no circles and
  needs no big constants: a skill is had, or not, after so many moves, and what is had by then has been studied by then.
  The skill is asked for by all positions at once that one can be at after so many moves, of which one is at a single one.

Where plans are alike in the cost that counts first, the second is made least with the first held where it is, and so on.
"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import cache, cached_property
from heapq import heappop, heappush
from itertools import pairwise
from math import inf
from time import perf_counter
from typing import NamedTuple

from support import judge

WEEKS_PER_MONTH = Fraction("365.25") / 12 / 7
SLACK = 1e-9  # no rounding may make a way look worse than it is
TOLERANCE = 1e-7  # of a cost that is held where it is


ORDERS = {
    "months": ("months", "hours", "moves"),
    "hours": ("hours", "months", "moves"),
    "moves": ("moves", "months", "hours"),
}


class Solved(NamedTuple):
    """What a solver says: "optimal", "infeasible" or "unfinished", with the seconds to build and to solve.

    `costs` are those found, in the order in which they count, `bound` what is proven of the first, and `months` what
    the moves of the plan take in all.
    """

    status: str
    costs: tuple[float, ...]
    bound: float
    months: float = inf
    build: float = 0.0
    solve: float = 0.0

    def then(self, rest):
        """Return this with what is said of the costs that count less."""
        costs, times = self.costs + rest.costs, (self.build + rest.build, self.solve + rest.solve)
        return Solved(rest.status, costs, self.bound, rest.months, *times)


class First(NamedTuple):
    """What is known when ties are broken: the least cost that counts first, and how many months a plan takes at most."""

    cost: float
    months: float


class Reduced(NamedTuple):
    """A question with nothing in it that cannot matter.

    Skills that the same positions need in any case are one item, with their hours together; those of a single position
    are `alone` there. `needs` has the open groups of items of a position or an item. `after` has, for each number of
    moves, the positions where one can be, and `upper` is what some plan costs.
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
    """Return the costs of the best plan, in the order in which they count, or None where there is none."""
    solved = solve(graph, source, target, have=have, pace=pace, objective=objective)
    return solved.costs if solved.status == "optimal" else None


def solve(
    graph, source, target, *, have=(), pace=10, objective="months", limit=inf, whole=False, ties=True, programmes=None
):
    """Return what a solver says within `limit` seconds of solving; without `ties`, of the cost that counts first alone.

    `programmes` makes one by each cost; that by time is drawn out, and knows all costs. They are those of HiGHS if not
    given.
    """
    start = perf_counter()
    if source == target:
        return Solved("optimal", (0.0, 0.0, 0.0), 0.0)
    rate, order, programmes = Fraction(str(pace)) * WEEKS_PER_MONTH, ORDERS[objective], programmes or HIGHS
    question = reduced(graph, source, target, have=have, pace=pace, objective=objective, whole=whole)
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
        reduced(graph, source, target, have=have, pace=pace, objective=objective, first=known), rate
    )
    programme.at_most(objective, known.cost)
    return first.then(programme.solved(order[1:], limit - first.solve, start))


# --- a question made smaller ---


def reduced(graph, source, target, *, have=(), pace=10, objective="months", whole=False, first=None):
    """Return what can matter for a target that is not the source, or None where no way leads there.

    With `whole`, all positions on some way are left in, as in a programme that knows no plan yet; by time, whose
    programme is drawn out over as many moves as a plan can have, those that leave enough months for the moves on. With
    what is known `first`, ties can be broken.
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
    """Return the months of each move that is on some way, and comes neither back to the source nor from the target."""
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
    """Return the least sum of months times `share`, and of what is `extra` for each node, in the order of the sums."""
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
    """What positions need beyond what is known."""

    def __init__(self, graph, known):
        self.graph, self.known = graph, known
        self.forced = cache(self._forced)
        self.groups = cache(self._groups)
        self.cheapest = cache(self._cheapest)
        self.hour = cache(lambda skill: float(graph.nodes[skill]["hours"]))

    def _groups(self, node):
        return [tuple(sorted(set(group))) for group in self.graph.nodes[node]["needs"] if not self.known & set(group)]

    def _forced(self, node) -> frozenset[str]:
        """Return the skills that a node needs whatever is chosen."""
        own = {group[0] for group in self.groups(node) if len(group) == 1}
        return frozenset(own.union(*(self.forced(skill) for skill in own)))

    def _cheapest(self, node) -> frozenset[str]:
        """Return skills that are enough for a node, with themselves, where each choice is the least on its own."""
        chosen = set(self.forced(node))
        for asking in (node, *self.forced(node)):
            for group in self.groups(asking):
                if not chosen & set(group):
                    chosen |= min(({skill, *self.cheapest(skill)} for skill in group), key=self.total)
        return frozenset(chosen)

    def total(self, skills: Iterable[str]) -> float:
        return sum(map(self.hour, skills))

    def open_groups(self, position):
        """Return the choices that a position leaves open."""
        forced = self.forced(position)
        found = (group for node in (position, *forced) for group in self.groups(node))
        return list(dict.fromkeys(group for group in found if not forced & set(group)))

    def items(self, positions):
        """Return the hours of each position alone, the hours of shared items, and what needs which."""
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
    """Return a number of a graph as it is written."""
    return Fraction(number) if isinstance(number, int) else Fraction(str(number))


def _heuristic(skills, moves, source, target, rate, objective):
    """Yield the costs of some plans."""
    goal = skills.cheapest(target)
    tails = _tails(moves)
    extra = {u: skills.total(skills.cheapest(u) - goal) / rate for u, _ in moves}
    for share in (1.0, 0.3, 0.1, 0.01, 0.0) if objective == "months" else (0.01, 0.0):
        left = _distances(tails, target, share, extra)
        place = {position: number for number, position in enumerate(left)}  # nearer ones stand first
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
    """Return the moves between positions through which a plan may cost as little as `upper`."""
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
    """Return where one can be after 0, 1, 2 ... and at `most` so many moves and still be at the target in time.

    `study` has the months of study for each position.
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
    """Return the layers without the positions from which no move leads on to the next one."""
    for number in range(len(layers) - 2, -1, -1):
        led = {u for u, v in moves if v in layers[number + 1]}
        layers[number] &= led | {target}
    return layers


# --- the programmes ---


class Programme:
    """Costs that can be made least, one after the other; how one of them is, a solver says (`least`, `at_most`)."""

    def solved(self, order, limit, start):
        """Return the least costs in an order, of a programme that has been built since `start`."""
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


class _Programme(Programme):
    """Columns and rows, kept as HiGHS wants them: all at once.

    `costs` has the terms (column, factor) of each cost that can be made least, and of the `months` of all moves.
    """

    def __init__(self):
        self.costs = defaultdict(list)
        self.upper, self.whole = [], []
        self.lower_row, self.upper_row = [], []
        self.starts, self.index, self.value = [0], [], []

    def column(self, upper=1.0, whole=True, **costs):
        """Add a column with what it adds to costs."""
        self.upper.append(upper)
        self.whole.append(whole)
        for name, factor in costs.items():
            self.costs[name].append((len(self.upper) - 1, float(factor)))
        return len(self.upper) - 1

    def row(self, terms, lower, upper=inf):
        """Ask that the sum of (column, factor) be at least `lower` and at most `upper`."""
        for column, factor in terms:
            self.index.append(column)
            self.value.append(float(factor))
        self.starts.append(len(self.index))
        self.lower_row.append(lower)
        self.upper_row.append(upper)

    def ask(self, group, askers):
        """Ask that the columns of a group be at least the sum of the columns that ask for it."""
        self.row([*((column, 1) for column in group), *((column, -1) for column in askers)], 0)

    def at_most(self, cost, most):
        """Ask that a cost be no more than it can be, but for rounding."""
        import numpy as np

        columns, factors = zip(*self.costs[cost], strict=True)
        most += TOLERANCE * max(1, most)
        self.highs.addRow(-inf, most, len(columns), np.array(columns, dtype=np.int32), np.array(factors))

    def solved(self, order, limit, start):
        """Return the least costs in an order; what HiGHS is given first counts as building."""
        _ = self.highs
        return super().solved(order, limit, start)

    @cached_property
    def highs(self):
        """HiGHS, with all columns and rows as they are when it is first asked for."""
        import highspy  # here, as it must not be loaded beside OR-tools, whose benchmark uses `reduced`
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
        options = {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-7, "mip_feasibility_tolerance": 1e-9}
        for name, value in (options | {"primal_feasibility_tolerance": 1e-9}).items():
            highs.setOptionValue(name, value)
        highs.passModel(lp)
        return highs

    def least(self, cost, limit):
        """Return what HiGHS says of one cost: the status, the least found, what is proven, and the months of moves."""
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
    """Add a unit of flow from the source to the target; return the columns of the moves into each position."""
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
    programme = _Programme()
    _flow(programme, question)
    return programme


def _effort(question, rate):
    programme = _Programme()
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
    programme, askers = _Programme(), _askers(question)
    into, arrivals, had = {}, [], {}
    alone = programme.column(upper=0, whole=False)  # hours of study for single positions so far
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
    """Return what asks for each group."""
    askers = defaultdict(list)
    for node, groups in question.needs.items():
        for group in groups:
            askers[group].append(node)
    return askers


def _step(programme, question, here, there, into):
    """Add the moves from `here` to `there`, after those `into` here; return theirs, and the months that they take."""
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
