"""Conversion of an answer to one table of plain values, for CSV, workbooks and data frames."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from mlgraph.analysis.answers_diff import Answers
from mlgraph.analysis.compare import Comparison
from mlgraph.analysis.describe import Entry
from mlgraph.analysis.diff import Diff
from mlgraph.analysis.figures import find_pay, pick_series
from mlgraph.analysis.next_skills import NextSkills
from mlgraph.analysis.reach import Reach
from mlgraph.model import Named
from mlgraph.planning.joint_plans import JointPlans
from mlgraph.planning.plan import Plan, Stop, Study
from mlgraph.resources import Resource
from mlgraph.results import Result, unfold
from mlgraph.spreadsheets import Cell, Table

# columns for the resources of a skill, their web addresses, and the web address of a skill or position
_LINKS = ("learn_with", "learn_with_url", "url")
_PLAN = ("kind", "id", "title", "begins", "ends", "hours", "before", "waits_for", *_LINKS)


def tabulate(answer: Result) -> Table:
    """Convert an answer to a table, with a row for each role, skill, step or change."""
    if isinstance(answer, Reach):
        return tabulate_reach(answer)
    if isinstance(answer, NextSkills):
        return tabulate_next(answer)
    if isinstance(answer, Comparison):
        return tabulate_comparison(answer)
    if isinstance(answer, JointPlans):
        return tabulate_plans([branch.plan for branch in answer.branches])
    if isinstance(answer, Diff):
        return tabulate_diff(answer)
    assert isinstance(answer, Plan)
    return tabulate_plan(answer)


def tabulate_plan(plan: Plan) -> Table:
    """Convert a plan to a table with a row for each stay in a position, and a row for each skill learned in a stay."""
    return Table("plan", _PLAN, [*_list_steps(plan)])


def tabulate_plans(plans: Iterable[Plan]) -> Table:
    """Convert several plans to one table, with columns for the number of the plan and its target."""
    rows = [(number, plan.target, *row) for number, plan in enumerate(plans, 1) for row in _list_steps(plan)]
    return Table("plans", ("plan", "to", *_PLAN), rows)


def _list_steps(plan: Plan) -> Iterator[Sequence[Cell]]:
    following: list[Stop | None] = [*plan.stops[1:], None]
    for stop, later in zip(plan.stops, following, strict=True):
        leaves = later.arrives_on if later else None
        stay = (stop.kind, stop.id, stop.title, stop.arrives_on, leaves, None, None, stop.waits_for)
        yield (*stay, None, None, stop.url or None)
        if later:
            for study in later.learn:
                yield (*_list_study(study, later), *_join_resources(study.learn_with), study.url or None)


def _list_study(study: Study, before: Stop) -> Sequence[Cell]:
    return ("skill", study.id, study.title, study.begins, study.ends, study.hours, before.id, None)


def _join_resources(resources: Sequence[Resource]) -> tuple[str | None, str | None]:
    """Return the titles and the web addresses of resources to learn from."""
    titles, addresses = (filter(None, part) for part in ((r.title for r in resources), (r.url for r in resources)))
    return "; ".join(titles) or None, "; ".join(addresses) or None


def tabulate_reach(found: Reach, area: str | None = None) -> Table:
    """Convert roles in reach to a table, with figures of pay for one area and of one kind of evidence."""
    costs_and_pay = ("arrives_on", "months", "hours", "moves", "pay", "currency", "area")
    columns = ("id", "title", *costs_and_pay, "people", "share", "missing", "optimal", "url")
    series = pick_series((role.pay for role in found.roles), area)
    rows: list[Sequence[Cell]] = []
    for role in found.roles:
        pay = find_pay(role.pay, series)
        paid = (pay.median, pay.currency, pay.area) if pay else (None, None, None)
        costs = (role.costs.months, role.costs.hours, role.costs.moves)
        direct = (role.counted.people, role.counted.share) if role.counted else (None, None)
        last = (_join_ids(role.missing), role.optimal, role.url or None)
        rows.append((role.id, role.title, role.arrives_on, *costs, *paid, *direct, *last))
    return Table("reach", columns, rows)


def tabulate_next(found: NextSkills) -> Table:
    """Convert an answer with the skills to learn now to a table."""
    columns = ("id", "title", "hours", "in_plan", "ends", "saves_months", "saves_hours", "opens_roles", "opens_skills")
    rows: list[Sequence[Cell]] = []
    for each in found.skills:
        saved = (each.saves_months, each.saves_hours, each.opens_roles, each.opens_skills)
        own = (each.id, each.title, each.hours, each.in_plan, each.ends)
        rows.append((*own, *saved, _join_ids(each.alternatives), *_join_resources(each.learn_with), each.url or None))
    return Table("next", (*columns, "alternatives", *_LINKS), rows)


def tabulate_comparison(found: Comparison) -> Table:
    """Convert a comparison of two positions to a table of needed skills, requirements with alternatives, and plans."""
    columns = ("what", "id", "title", "needed_by", "hours", "months", "moves", "arrives_on", "url")
    skills = [(entry, "both") for entry in found.both]
    skills += [(entry, side.id) for side in found.sides for entry in side.only]
    rows: list[Sequence[Cell]] = [
        ("skill", each.id, each.title, by, each.hours, None, None, None, each.url or None) for each, by in skills
    ]
    choices = [(group, "both") for group in found.choices]
    choices += [(group, side.id) for side in found.sides for group in side.choices]
    for group, by in choices:
        names = " or ".join(each.id for each in group), " or ".join(each.title for each in group)
        rows.append(("choice", *names, by, None, None, None, None, None))
    for side, other in zip(found.sides, reversed(found.sides), strict=True):
        for each in [side.plan] if side.plan else []:
            costs = (each.costs.hours, each.costs.months, each.costs.moves, each.stops[-1].arrives_on)
            rows.append(
                (
                    "plan",
                    f"{each.source} -> {each.target}",
                    f"{side.title} to {other.title}",
                    None,
                    *costs,
                    other.url or None,
                )
            )
    return Table("compare", columns, rows)


def tabulate_diff(found: Diff, answers: Answers | None = None) -> Table:
    """Convert the differences of two graphs to a table, with a row for each change of a node, move, graph or plan."""
    rows: list[Sequence[Cell]] = []
    for change, items in (("added", found.added), ("removed", found.removed)):
        rows += [(change, item.kind, item.id, None, item.title, None, None, None, item.url or None) for item in items]
    for item in found.changed:
        own = ("changed", item.kind, item.id, None, item.title)
        rows += [
            (*own, each.what, _format_value(each.before), _format_value(each.after), item.url or None)
            for each in item.changes
        ]
    others: list[Sequence[Cell]] = []  # without an address
    for move in found.moves:
        change = "added" if move.before is None else "removed" if move.after is None else "changed"
        moved = (change, "move", move.source.id, move.target.id, f"{move.source.title} to {move.target.title}")
        others += [(*moved, "months", move.before, move.after)] if move.before != move.after else []
        others += [
            (*moved, each.what, _format_value(each.before), _format_value(each.after))
            for each in move.changes
            if each.what != "months"
        ]
    others += [
        ("changed", "graph", None, None, None, each.what, _format_value(each.before), _format_value(each.after))
        for each in found.graph
    ]
    for answer in answers.changed if answers else ():
        between = (
            "changed",
            "plan",
            answer.source.id,
            answer.target.id,
            f"{answer.source.title} to {answer.target.title}",
        )
        others.append((*between, "months", answer.before, answer.after))
    columns = ("change", "kind", "id", "to", "title", "key", "before", "after", "url")
    return Table("diff", columns, [*rows, *((*row, None) for row in others)])


def tabulate_entries(entries: Sequence[Entry]) -> Table:
    """Convert a list of nodes to a table."""
    columns = ("id", "title", "kind", "stage", "hours", "hours_low", "hours_high", "url")
    return Table("list", columns, [[getattr(entry, column) for column in columns] for entry in entries])


def _join_ids(nodes: Sequence[Named]) -> str | None:
    return "; ".join(node.id for node in nodes) or None


def _format_value(value: object) -> Cell:
    """Convert a value of a graph, such as a list, to a value that a table cell can have."""
    if value is None or isinstance(value, str | int | float | bool | date):
        return value
    if isinstance(value, tuple | list):
        return "; ".join(
            " or ".join(map(str, each)) if isinstance(each, tuple) else str(unfold(each)) for each in value
        )
    return str(value)
