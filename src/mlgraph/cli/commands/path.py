"""The command `path`: one plan, the best few, or plans to several targets."""

from calendar import monthrange
from datetime import date, datetime
from functools import partial
from typing import Annotated

import typer

from mlgraph.cli.options import (
    DEFAULT_LIMIT,
    AsJson,
    Avoid,
    By,
    From,
    GraphFiles,
    Have,
    Limit,
    Me,
    Pace,
    Start,
    Via,
    person,
)
from mlgraph.cli.output import put, tell, tell_aliases
from mlgraph.cli.session import Session, open_session
from mlgraph.errors import UsageError
from mlgraph.printable import shown


def path(
    targets: Annotated[
        list[str],
        typer.Option("--to", metavar="POSITION", help="Where you want to be; repeat it to keep several open."),
    ],
    source: From = None,
    by: By = "months",
    have: Have = None,
    pace: Pace = None,
    via: Via = None,
    avoid: Avoid = None,
    alternatives: Annotated[
        int, typer.Option("--alternatives", metavar="K", min=1, help="Print the K best plans side by side.")
    ] = 1,
    until: Annotated[
        str | None, typer.Option("--until", metavar="MONTH", help="A deadline, such as 2028-06 or 2028-06-15.")
    ] = None,
    start: Start = None,
    limit: Limit = DEFAULT_LIMIT,
    me: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Plan the way from one position to another.

    The plan says which moves to make, and what to learn before each. It is the best there is: by months, hours of
    study or moves. Ctrl-C, or the limit, ends a long search with the best plan found so far. --have,
    --via and --avoid may be repeated. With a profile, --from may be left out. Several targets share as long a way as
    costs none of them more. --until says whether the target can be reached by then, and at which pace.

    \b
    Examples:
      mlgraph path --from beginner --to chief-data-scientist
      mlgraph path --me me.toml --to "NLP scientist" --until 2030-06
      mlgraph path --from beginner --to "ML engineer" --have python --by hours
      mlgraph path --from beginner --to cds --via "data scientist" --avoid docker
      mlgraph path --from beginner --to cds --alternatives 3
      mlgraph path --from beginner --to "data scientist" --to "ML engineer"
    """
    last_day = None if until is None else _last_day(until)
    if len(targets) > 1 and (alternatives > 1 or last_day):
        raise UsageError("--alternatives and --until are about one target: give --to once")
    if start and not last_day:
        raise UsageError("--start is the day from which a deadline is counted: give --until as well")
    if alternatives > 1 and last_day:
        raise UsageError("--until is about the best plan: leave out --alternatives")
    who = partial(person, me=me, source=source, have=have, pace=pace, avoid=avoid, wanted=(*targets, *(via or ())))
    with open_session(graph, who, limit, objective=by, via=via) as session:
        if len(targets) > 1:
            answer = _plan_many(session, source, targets, as_json)
        elif alternatives > 1:
            answer = _k_best(session, source, targets[0], alternatives, as_json)
        else:
            first = start.date() if start else date.today()
            answer = _plan(session, source, targets[0], (first, last_day) if last_day else None, as_json)
    put(answer)


def _plan(session: Session, source: str | None, target: str, days: tuple[date, date] | None, as_json: bool) -> str:
    from mlgraph.text.plan import plan_json, plan_lines

    solver, _, options, budget = session
    plan = solver.plan(session.start, target, options, budget)
    tell_aliases(session.graph, (source, plan.source), (target, plan.target))
    kept = None
    if days:  # asked for, and so before what is told unasked
        from mlgraph.analysis.deadline import deadline

        kept = deadline(solver, plan.source, plan.target, *days, options, budget, plan=plan)
    unavoidable = solver.unavoidable(plan, budget)
    return plan_json(plan, unavoidable, kept) if as_json else plan_lines(plan, unavoidable, kept)


def _k_best(session: Session, source: str | None, target: str, count: int, as_json: bool) -> str:
    from mlgraph.text.plan import plans_json, plans_lines

    plans = session.solver.k_best(session.start, target, count, session.options, session.budget)
    if len(plans) < count and session.budget.is_spent():
        tell("there may be more plans than those found in the time given")
    tell_aliases(session.graph, (source, plans[0].source), (target, plans[0].target))
    return plans_json(plans) if as_json else plans_lines(plans)


def _plan_many(session: Session, source: str | None, targets: list[str], as_json: bool) -> str:
    from mlgraph.text.advice import joint_plans_lines
    from mlgraph.text.json import to_json

    found = session.solver.plan_many(session.start, targets, session.options, session.budget)
    ends = [branch.plan.target for branch in found.branches]
    tell_aliases(session.graph, (source, found.prefix[0].id), *zip(targets, ends, strict=True))
    return to_json(found) if as_json else joint_plans_lines(found)


def _last_day(said: str) -> date:
    """Return the day that a person means, of a month the last one."""
    for pattern in ("%Y-%m-%d", "%Y-%m"):
        try:
            day = datetime.strptime(said, pattern).date()
        except ValueError:
            continue
        if pattern == "%Y-%m-%d":
            return day
        return day.replace(day=monthrange(day.year, day.month)[1])
    raise UsageError(f"'{shown(said)}' is no month: write it as 2028-06, or a day as 2028-06-15")
