"""The plan, and what all commands that plan share."""

from calendar import monthrange
from datetime import date, datetime
from functools import partial
from typing import Annotated

import typer

from mlgraph.cli.options import AsJson, Avoid, By, From, GraphFiles, Have, Limit, Me, Pace, Start, Via, person
from mlgraph.cli.output import put, tell_aliases
from mlgraph.cli.session import Asked, asking
from mlgraph.errors import UsageError
from mlgraph.printable import shown


def path(
    targets: Annotated[
        list[str],
        typer.Option("--to", metavar="POSITION", help="Where you want to be; repeat it to keep several open."),
    ],
    source: From = None,
    by: By = "time",
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
    limit: Limit = 20,
    me: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Plan the way from one position to another.

    The plan says which moves to make, and what to learn before each. It is the best there is: by time (months), effort
    (hours of study) or steps (moves). Ctrl-C, or the limit, ends a long search with the best plan found so far. --have,
    --via and --avoid may be repeated. With a profile, --from may be left out. Several targets share as long a way as
    costs none of them more. --until says whether the target can be reached by then, and at which pace.

    \b
    Examples:
      mlgraph path --from beginner --to chief-data-scientist
      mlgraph path --me me.toml --to "NLP scientist" --until 2030-06
      mlgraph path --from beginner --to "ML engineer" --have python --by effort
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
    with asking(graph, who, {"by": by, "via": via or ()}, limit) as asked:
        if len(targets) > 1:
            answer = _together(asked, source, targets, as_json)
        elif alternatives > 1:
            answer = _alternatives(asked, source, targets[0], alternatives, as_json)
        else:
            first = start.date() if start else date.today()
            answer = _plan(asked, source, targets[0], (first, last_day) if last_day else None, as_json)
    put(answer)


def _plan(asked: Asked, source: str | None, target: str, days: tuple[date, date] | None, as_json: bool) -> str:
    from mlgraph.planning.planner import Planner
    from mlgraph.text.plan import plan_json, plan_lines

    planner = Planner(asked.graph)
    plan = planner.plan(asked.mine.start, target, **asked.wishes)
    tell_aliases(asked.graph, (source, plan.source), (target, plan.target))
    musts = planner.musts(plan, stop=asked.stop)
    kept = None
    if days:
        from mlgraph.analysis.deadline import deadline

        kept = deadline(asked.graph, plan.source, plan.target, *days, **asked.wishes)
    return plan_json(plan, musts, kept) if as_json else plan_lines(plan, musts, kept)


def _alternatives(asked: Asked, source: str | None, target: str, count: int, as_json: bool) -> str:
    from mlgraph.planning.planner import Planner
    from mlgraph.text.plan import plans_json, plans_lines

    plans = Planner(asked.graph).plans(asked.mine.start, target, count, **asked.wishes)
    if len(plans) < count and asked.stop():
        typer.echo("mlgraph: there may be more plans than those found in the time given", err=True)
    tell_aliases(asked.graph, (source, plans[0].source), (target, plans[0].target))
    return plans_json(plans) if as_json else plans_lines(plans)


def _together(asked: Asked, source: str | None, targets: list[str], as_json: bool) -> str:
    from mlgraph.analysis.multi_target import hedge
    from mlgraph.text.advice import hedge_lines
    from mlgraph.text.json import to_json

    found = hedge(asked.graph, asked.mine.start, targets, **asked.wishes)
    ends = [branch.plan.target for branch in found.branches]
    tell_aliases(asked.graph, (source, found.core[0].id), *zip(targets, ends, strict=True))
    return to_json(found) if as_json else hedge_lines(found)


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
