"""Independent judge of larger plans with experience, teaching and waits, by a mixed-integer programme.

`python -m support.mip_careers [GRAPHS]`, in `tests`, judges the planner with each objective in turn.

The programme is expanded over the arrivals of a walk. For each arrival, there are columns for the move to it, the
months before it and the post held. Further columns are the skills studied and taught by then, and the months that count
in each field. The number of arrivals is limited, but a walk may pass a position several times.

- The post held is the position or, at a stage, the post held before. Months count in the fields of that post.
- A stay lasts from the arrival at a post until the arrival at the next post. By an arrival, a post has taught a skill
  if the stay before the arrival was long enough.
- By each arrival, all hours studied must fit into the months so far, and the requirements of each studied skill must be
  met.
"""

import json
import sys
from collections import Counter, defaultdict
from math import inf, isclose
from multiprocessing import Pool
from time import perf_counter

import mlgraph
from support import judge
from support.judging import begun, plan_or_none
from support.mip import ORDERS, HighsProgramme
from support.random_graphs import OBJECTIVES, random_career

ENDS = "plan", "no plan", "left out"
SIZE = (5, 8)  # positions
ARRIVALS = 7  # the most arrivals of a walk in the programme, unless the plan has more


def best_costs(graph, source, target, most, *, objective="months", avoid=(), limit=60.0, **person):
    """Return the costs of the best plan with at most `most` arrivals, the objective first, or None if there is no plan.

    Raises TimeoutError.
    """
    known = judge.known_for(graph, source, target, avoid=avoid, **person)
    start = perf_counter()
    programme = _career(graph, source, target, most, known, set(avoid) - known, person)
    solved = programme.solved(ORDERS[objective], limit, start)
    if solved.status == "unfinished":
        raise TimeoutError
    return solved.costs if solved.status == "optimal" else None


def _career(graph, source, target, most, known, avoid, person):
    programme, served = _Programme(), exact(person["months_in_post"])
    walk = _Walk(programme, graph, (source, target), most, avoid, served)
    experience = judge.experience_at(graph, source, person["experience"], served)
    _ask_experience(programme, graph, walk, experience)
    taught = _teach(programme, graph, walk, served)
    _study(programme, graph, walk, taught, known, avoid, exact(person["pace"]) * judge.WEEKS_PER_MONTH)
    return programme


class _Programme(HighsProgramme):
    """A programme that is solved without presolve, since presolve wrongly calls some of these programmes infeasible."""

    options = HighsProgramme.options | {"presolve": "off"}


class _Walk:
    """Columns for each arrival of a walk, for moves to positions, posts held, and months before the arrival.

    `at[number][position]` has columns whose sum is 1 if the arrival `number` is at the position. The arrival 0 is at
    the source.
    """

    def __init__(self, programme, graph, ends, most, avoid, served):
        source, self.target = ends
        self.positions = [node for node in graph if graph.nodes[node]["kind"] != "skill" and node not in avoid]
        self.stages = {node for node in self.positions if judge.is_stage(graph, node)}
        edges = {(a, b): judge.months_between(graph, a, b) for a in self.positions for b in self.positions}
        one = programme.column(months=0, hours=0, moves=0)
        programme.row([(one, 1)], 1, 1)
        self.at, self.months = [{source: [one]}], [None]
        self.held = [{} if source in self.stages else {source: one}]
        ended = []
        for number in range(1, most + 1):
            before, into, out, spent = self.at[-1], defaultdict(list), defaultdict(list), []
            for (a, b), months in edges.items():
                if months is None or a not in before:
                    continue
                column = programme.column(moves=int(b not in self.stages))
                into[b].append(column)
                out[a].append(column)
                is_first = number == 1 and source not in self.stages
                spent.append((column, -(max(months - served, 0) if is_first else months)))
            for position in before:
                end = [(ended[-1], 1)] if position == self.target and ended else []
                arrived = [(column, -1) for column in before[position]]
                programme.row([*((column, 1) for column in out[position]), *arrived, *end], 0, 0)
            month = programme.column(upper=inf, whole=False, months=1)
            programme.row([(month, 1), *spent], 0)
            ended.append(programme.column())
            if self.target not in into:
                programme.row([(ended[-1], 1)], 0, 0)
            self.at.append(into)
            self.months.append(month)
            self.held.append(self._hold(programme))
        for position, columns in self.at[-1].items():
            end = [(ended[-1], -1)] if position == self.target else []
            programme.row([*((column, 1) for column in columns), *end], 0, 0)
        programme.row([(column, 1) for column in ended], 1, 1)

    def _hold(self, programme):
        """Add a column for each post that the person may hold at the last arrival so far."""
        here, at_stage = {}, [(column, -1) for stage in self.stages for column in self.at[-1].get(stage, ())]
        for post in set(self.positions) - self.stages:
            arrived = [(column, -1) for column in self.at[-1].get(post, ())]
            earlier = [(self.held[-1][post], -1)] if post in self.held[-1] and at_stage else []
            if arrived or earlier:
                here[post] = programme.column()
                programme.row([(here[post], 1), *arrived, *at_stage], -inf, 0)
                programme.row([(here[post], 1), *arrived, *earlier], -inf, 0)
        return here

    def at_stage(self, number):
        return [column for stage in self.stages for column in self.at[number].get(stage, ())]


def _ask_experience(programme, graph, walk, had):
    asks = {position: judge.asks_of(graph, position) for position in walk.positions}
    for field in {field for asked in asks.values() for field in asked}:
        most = max(asked.get(field, 0) for asked in asks.values())
        gained = []
        for number, month in enumerate(walk.months[1:], 1):
            counting = [
                (column, -most)
                for post, column in walk.held[number - 1].items()
                if field in judge.fields_of(graph, post)
            ]
            if counting:
                column = programme.column(upper=inf, whole=False)
                programme.row([(column, 1), (month, -1)], -inf, 0)
                programme.row([(column, 1), *counting], -inf, 0)
                gained.append((column, 1))
            for position, columns in walk.at[number].items():
                lacking = asks[position].get(field, 0) - had.get(field, 0)
                if lacking > 0:
                    programme.row([*gained, *((column, -lacking) for column in columns)], 0)


def _teach(programme, graph, walk, served):
    """Add columns for the skills that posts have taught by each arrival."""
    lessons = {post: judge.teaches(graph, post) for post in walk.positions}
    most = max((months for each in lessons.values() for months in each.values()), default=0)
    carried, taught = None, [defaultdict(list)]
    for number, month in enumerate(walk.months[1:], 1):
        new = defaultdict(list)
        stay = [(month, 1), *([(carried, 1)] if carried is not None else [])]
        for post, held in walk.held[number - 1].items():
            for skill, months in lessons[post].items():
                column = programme.column()
                programme.row([(column, 1), (held, -1)], -inf, 0)
                # at a stage, the carried months include those served before the plan
                spent = served if number == 1 else 0
                programme.row([*stay, (column, -max(months - spent, 0))], 0)
                for brought in judge.brought_by(graph, skill):
                    new[brought].append(column)
        here = defaultdict(list)
        for skill in {*taught[-1], *new}:
            here[skill] = [programme.column()]
            earlier = [*taught[-1][skill], *new[skill]]
            programme.row([(here[skill][0], 1), *((column, -1) for column in earlier)], -inf, 0)
        taught.append(here)
        carried = _carry(programme, walk, number, stay, most, served)
    return taught


def _carry(programme, walk, number, stay, most, served):
    """Add a column for the months of a stay that continues at a stage. Return None if there is no such stay."""
    stages = walk.at_stage(number)
    if not stages or not most:
        return None
    column = programme.column(upper=inf, whole=False)
    spent = served if number == 1 and walk.held[0] else 0
    programme.row([(column, 1), *((each, -factor) for each, factor in stay)], -inf, spent)
    programme.row([(column, 1), *((stage, -float(most)) for stage in stages)], -inf, 0)
    return column


def _study(programme, graph, walk, taught, known, avoid, rate):
    skills = [node for node in graph if graph.nodes[node]["kind"] == "skill" and node not in known]
    hours = {skill: exact(graph.nodes[skill]["hours"]) for skill in skills}
    before, spent = {}, []
    for number in range(1, len(walk.months)):
        studied = {
            skill: programme.column(**({"hours": hours[skill]} if number == len(walk.months) - 1 else {}))
            for skill in skills
            if skill not in avoid
        }
        for skill, column in before.items():
            programme.row([(studied[skill], 1), (column, -1)], 0)
        before = studied
        spent.append((walk.months[number], float(rate)))
        programme.row([*spent, *((column, -hours[skill]) for skill, column in studied.items())], 0)
        askers = [(position, walk.at[number][position]) for position in walk.at[number]]
        askers += [(skill, [column]) for skill, column in studied.items()]
        for node, columns in askers:
            for group in graph.nodes[node]["needs"]:
                if not known & set(group):
                    had = [studied[skill] for skill in group if skill in studied]
                    had += [column for skill in group for column in taught[number][skill]]
                    programme.ask(had, columns)


exact = judge.exact


def check(objective, seed, size=SIZE):
    """Judge a question about one graph. Return "plan", "no plan", "left out", or how the costs differ."""
    graph, source, target, person = random_career(seed, size)
    with begun(seed, objective):
        plan = plan_or_none(mlgraph.Planner(graph).plan, source, target, objective=objective, **person)
    most = max(ARRIVALS, len(plan.stops) if plan else 0)
    try:
        costs = best_costs(graph, source, target, most, objective=objective, **person)
    except TimeoutError:
        return "left out"
    found = plan and tuple(getattr(plan, cost) for cost in ORDERS[objective])
    if found is None or costs is None:
        return "no plan" if found is costs else f"{found} is not {costs}"
    alike = all(isclose(one, other, rel_tol=1e-6, abs_tol=1e-5) for one, other in zip(found, costs, strict=True))
    return "plan" if alike else f"{found} is not {costs}"


def main():
    """Judge many graphs, with each objective in turn, and print the counts of the results."""
    count = int((sys.argv[1:] or ["500"])[0])
    objectives = [OBJECTIVES[seed % 3] for seed in range(count)]
    with Pool(2) as pool:
        ends = pool.starmap(check, zip(objectives, range(count), strict=True), 5)
    found = {objective: Counter() for objective in OBJECTIVES}
    for seed, (objective, end) in enumerate(zip(objectives, ends, strict=True)):
        if end not in ENDS:
            print(objective, seed, end, file=sys.stderr)
        found[objective][end if end in ENDS else "differs"] += 1
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
