"""The commands reach, next, compare and why, which give advice."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mlgraph.cli.options import (
    DEFAULT_LIMIT,
    All,
    Area,
    AsJson,
    Avoid,
    By,
    Experience,
    From,
    GraphFiles,
    Have,
    Limit,
    Me,
    MonthsInPost,
    Output,
    Pace,
    Rules,
    Start,
    Via,
    read_person,
)
from mlgraph.cli.output import fit_one_screen, put, put_table, tell_aliases
from mlgraph.cli.session import open_session

if TYPE_CHECKING:
    from mlgraph.analysis.reach import Reach


To = Annotated[
    str | None, typer.Option("--to", metavar="POSITION", help="Where you want to be; else the goal in your profile.")
]


def reach(
    source: From = None,
    within: Annotated[
        str | None,
        typer.Option("--within", metavar="WHEN", help="Only roles in reach by then, such as 24 (months) or '2 years'."),
    ] = None,
    by: By = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    avoid: Avoid = None,
    start: Start = None,
    sort: Annotated[Literal["by", "pay"], typer.Option("--sort", help="Order by the costs of --by, or by pay.")] = "by",
    area: Area = None,
    output: Output = None,
    limit: Limit = DEFAULT_LIMIT,
    rules: Rules = False,
    me: Me = None,
    graph: GraphFiles = None,
    whole: All = False,
    as_json: AsJson = False,
) -> None:
    r"""List the roles that you can reach, the nearest first.

    Each row of the table has the best plan to one role, with the earliest month of arrival, the hours of study, and the
    moves. The pay of a role is the yearly median. The pay of all roles comes from the same kind of source and the same
    area, so that you can compare it. With --sort pay, the best paid role comes first in the list. With --people FILE
    and -o FILE, the command answers for each person in a table, as mlgraph batch does.

    \b
    Examples:
      mlgraph reach --from "data scientist" --within 24
      mlgraph reach --me me.toml --by hours --within 24
      mlgraph reach --from "data analyst" --within 36 --sort pay --area US
      mlgraph reach --from "data scientist" -o reach.csv
    """
    from mlgraph.analysis.figures import choose_area
    from mlgraph.analysis.reach import reach, sort_by_pay
    from mlgraph.reading import read_months
    from mlgraph.text.advice import render_reach
    from mlgraph.text.json import to_json
    from mlgraph.text.tables import tabulate_reach

    first = start or date.today()
    months = None if within is None else read_months("within", within, first)
    who = partial(
        read_person,
        me=me,
        source=source,
        have=have,
        pace=pace,
        avoid=avoid,
        experience=experience,
        months_in_post=months_in_post,
    )
    with open_session(graph, who, limit, objective=by, start=first, rules=rules) as session:
        found = reach(session.solver, session.start, session.options, session.budget, within=months)
    where, by_pay = area and choose_area(session.graph, area), sort == "pay"
    tell_aliases(session.graph, (source, found.source.id))
    ordered = sort_by_pay(found, where) if by_pay else found
    if not put_table(output, session.graph, partial(tabulate_reach, ordered, where)):
        return
    if as_json:
        put(to_json(ordered))
    else:
        lines = partial(render_reach, found, area=where, by_pay=by_pay)
        put(fit_one_screen(lines, whole, _plan_for_first(ordered)))


def _plan_for_first(found: "Reach") -> dict[str, str]:
    """Return the suggested command that prints the plan to the first role in the answer `found`.

    The function returns a dictionary from a description of the suggested command to the suggested command itself. If
    the answer `found` has no role, the function returns an empty dictionary.
    """
    from mlgraph.cli.hints import repeat_command

    end = [role.id for role in found.roles[:1]]
    without = ("--within", "--sort", "--all")
    return {"The first role": repeat_command("--to", *end, instead=["path"], without=without)} if end else {}


def next_(
    source: From = None,
    target: To = None,
    by: By = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    avoid: Avoid = None,
    start: Start = None,
    limit: Limit = DEFAULT_LIMIT,
    rules: Rules = False,
    me: Me = None,
    graph: GraphFiles = None,
    output: Output = None,
    whole: All = False,
    as_json: AsJson = False,
) -> None:
    r"""List the skills to learn now, the most useful first.

    A skill is listed if you do not have it, but have the skills that it requires. With --to, or a goal in your profile,
    each listed skill brings you nearer to the target. With a target, the skills of your plan come first in the list, in
    the order of the plan. Skills outside your plan come last in the list, ranked by how much time an hour of study
    saves on the way to the target. Without a target, the list begins with the skills that the most roles require. If
    equally many roles require two listed skills, the skill that more other skills require comes first. With --people
    FILE and -o FILE, the command answers for each person in a table, as mlgraph batch does.

    \b
    Examples:
      mlgraph next --from beginner
      mlgraph next --me me.toml --to "NLP scientist"
    """
    from mlgraph.analysis.next_skills import next_skills
    from mlgraph.text.advice import render_next
    from mlgraph.text.json import to_json
    from mlgraph.text.tables import tabulate_next

    wanted = () if target is None else (target,)
    who = partial(
        read_person,
        me=me,
        source=source,
        have=have,
        pace=pace,
        avoid=avoid,
        wanted=wanted,
        experience=experience,
        months_in_post=months_in_post,
        has_target=target is not None,
    )
    with open_session(graph, who, limit, objective=by, start=start, rules=rules) as session:
        found = next_skills(
            session.solver, session.start, target or session.person.goal, session.options, session.budget
        )
    tell_aliases(session.graph, (source, found.source.id), *((target, found.target.id) for _ in wanted if found.target))
    if put_table(output, session.graph, partial(tabulate_next, found)):
        put(to_json(found) if as_json else fit_one_screen(partial(render_next, found), whole))


def compare(
    first: Annotated[str, typer.Argument(metavar="POSITION", help="A stage or role.")],
    second: Annotated[str, typer.Argument(metavar="POSITION", help="Another one.")],
    by: By = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    avoid: Avoid = None,
    start: Start = None,
    area: Area = None,
    limit: Limit = DEFAULT_LIMIT,
    rules: Rules = False,
    me: Me = None,
    graph: GraphFiles = None,
    output: Output = None,
    whole: All = False,
    as_json: AsJson = False,
) -> None:
    r"""Show how two positions differ.

    The command prints the best plan from each of the two positions to the other, and the pay of both. The command also
    lists the skills that both compared positions need, and the skills that only one of them needs.

    \b
    Examples:
      mlgraph compare "data scientist" "ML engineer"
      mlgraph compare "data scientist" "NLP scientist" --have transformers --json
    """
    from mlgraph.analysis.compare import compare
    from mlgraph.analysis.figures import choose_area
    from mlgraph.text.advice import render_comparison
    from mlgraph.text.json import to_json
    from mlgraph.text.tables import tabulate_comparison

    who = partial(
        read_person,
        me=me,
        have=have,
        pace=pace,
        avoid=avoid,
        wanted=(first, second),
        experience=experience,
        months_in_post=months_in_post,
    )
    with open_session(graph, who, limit, objective=by, start=start, rules=rules) as session:
        found = compare(session.solver, first, second, session.options, session.budget)
    tell_aliases(session.graph, *zip((first, second), (side.id for side in found.sides), strict=True))
    where = area and choose_area(session.graph, area)
    if put_table(output, session.graph, partial(tabulate_comparison, found)):
        lines = partial(render_comparison, found, area=where)
        put(to_json(found) if as_json else fit_one_screen(lines, whole))


def why(
    skill: Annotated[str, typer.Argument(metavar="SKILL", help="A skill.")],
    target: To = None,
    source: From = None,
    by: By = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    via: Via = None,
    avoid: Avoid = None,
    limit: Limit = DEFAULT_LIMIT,
    rules: Rules = False,
    me: Me = None,
    graph: GraphFiles = None,
    whole: All = False,
    as_json: AsJson = False,
) -> None:
    r"""Explain why a plan learns a skill.

    A reason is a chain of needs from the skill to a position of the plan, and the shortest chain comes first. With
    --all, the command prints all chains of needs, not only the shortest one, with the sources of each need. The last
    line of the answer says what the best plan without the skill would cost.

    \b
    Examples:
      mlgraph why calculus --from beginner --to "data scientist"
      mlgraph why "linear algebra" --me me.toml --to "NLP scientist"
    """
    from mlgraph.analysis.why import why
    from mlgraph.text.advice import render_why
    from mlgraph.text.json import to_json

    wanted = (*([target] if target else []), *(via or ()))
    who = partial(
        read_person,
        me=me,
        source=source,
        have=have,
        pace=pace,
        avoid=avoid,
        wanted=wanted,
        experience=experience,
        months_in_post=months_in_post,
        has_target=target is not None,
    )
    with open_session(graph, who, limit, objective=by, via=via, rules=rules) as session:
        found = why(
            session.solver, skill, session.start, session.choose_target(target), session.options, session.budget
        )
    tell_aliases(session.graph, (skill, found.skill.id))
    put(to_json(found) if as_json else fit_one_screen(partial(render_why, found), whole))
