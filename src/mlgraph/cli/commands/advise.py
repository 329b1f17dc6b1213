"""Advice: what is near, what to learn now, how two positions differ, why a skill is in a plan."""

from functools import partial
from typing import Annotated, Any

import typer

from mlgraph.cli.options import (
    DEFAULT_LIMIT,
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
    Pace,
    Via,
    person,
)
from mlgraph.cli.output import put, tell_aliases
from mlgraph.cli.session import open_session

To = Annotated[str, typer.Option("--to", metavar="POSITION", help="Where you want to be.")]


def reach(
    source: From = None,
    within: Annotated[
        float | None, typer.Option("--within", metavar="MONTHS", min=0, help="Only roles that take at most so long.")
    ] = None,
    by: By = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    avoid: Avoid = None,
    limit: Limit = DEFAULT_LIMIT,
    me: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Rank all roles by how soon you can hold them.

    For each role the best plan is worked out: its months, hours of study and moves, and the skills that you lack.

    \b
    Examples:
      mlgraph reach --from "data scientist" --within 24
      mlgraph reach --me me.toml --by hours
    """
    from mlgraph.analysis.reach import reach
    from mlgraph.text.advice import reach_lines
    from mlgraph.text.json import to_json

    who = partial(
        person,
        me=me,
        source=source,
        have=have,
        pace=pace,
        avoid=avoid,
        experience=experience,
        months_in_post=months_in_post,
    )
    with open_session(graph, who, limit, objective=by) as session:
        found = reach(session.solver, session.start, session.options, session.budget, within=within)
    tell_aliases(session.graph, (source, found.source.id))
    put(to_json(found) if as_json else reach_lines(found))


def next_(
    source: From = None,
    target: Annotated[
        str | None, typer.Option("--to", metavar="POSITION", help="Where you want to be, if you know it.")
    ] = None,
    by: By = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    avoid: Avoid = None,
    limit: Limit = DEFAULT_LIMIT,
    me: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Say what you can learn right now, the most useful first.

    These are skills that you lack and of which you have all that they need. With --to they are those that bring the
    target nearer: the skills of the plan in its order, then others, by how much an hour of each helps. Without --to
    they are ranked by how many roles and skills they open.

    \b
    Examples:
      mlgraph next --from beginner
      mlgraph next --me me.toml --to "NLP scientist"
    """
    from mlgraph.analysis.next_skills import next_skills
    from mlgraph.text.advice import next_lines
    from mlgraph.text.json import to_json

    wanted = () if target is None else (target,)
    who = partial(
        person,
        me=me,
        source=source,
        have=have,
        pace=pace,
        avoid=avoid,
        wanted=wanted,
        experience=experience,
        months_in_post=months_in_post,
    )
    with open_session(graph, who, limit, objective=by) as session:
        found = next_skills(session.solver, session.start, target, session.options, session.budget)
    tell_aliases(session.graph, (source, found.source.id), *((target, found.target.id) for _ in wanted if found.target))
    put(to_json(found) if as_json else next_lines(found))


def compare(
    first: Annotated[str, typer.Argument(metavar="POSITION", help="A stage or role.")],
    second: Annotated[str, typer.Argument(metavar="POSITION", help="Another one.")],
    by: By = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    avoid: Avoid = None,
    limit: Limit = DEFAULT_LIMIT,
    me: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Show how two positions differ.

    What both need, what only one needs, with the hours, and the best plan from each to the other.

    \b
    Examples:
      mlgraph compare "data scientist" "ML engineer"
      mlgraph compare "data scientist" "NLP scientist" --have transformers --json
    """
    from mlgraph.analysis.compare import compare
    from mlgraph.text.advice import comparison_lines
    from mlgraph.text.json import to_json

    who = partial(
        person,
        me=me,
        have=have,
        pace=pace,
        avoid=avoid,
        wanted=(first, second),
        experience=experience,
        months_in_post=months_in_post,
    )
    with open_session(graph, who, limit, objective=by, is_placed=False) as session:
        found = compare(session.solver, first, second, session.options, session.budget)
    tell_aliases(session.graph, *zip((first, second), (side.id for side in found.sides), strict=True))
    put(to_json(found) if as_json else comparison_lines(found))


def why(
    skill: Annotated[str, typer.Argument(metavar="SKILL", help="A skill.")],
    target: To,
    source: From = None,
    by: By = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    via: Via = None,
    avoid: Avoid = None,
    limit: Limit = DEFAULT_LIMIT,
    me: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Say why a plan learns a skill.

    Each chain of needs leads from the skill to a position on the way, with what is cited for each need; at the end
    stands what the plan costs without the skill.

    \b
    Examples:
      mlgraph why calculus --from beginner --to "data scientist"
      mlgraph why "linear algebra" --me me.toml --to "NLP scientist"
    """
    from mlgraph.analysis.why import why
    from mlgraph.text.advice import why_lines
    from mlgraph.text.json import to_json

    wanted: Any = (target, *(via or ()))
    who = partial(
        person,
        me=me,
        source=source,
        have=have,
        pace=pace,
        avoid=avoid,
        wanted=wanted,
        experience=experience,
        months_in_post=months_in_post,
    )
    with open_session(graph, who, limit, objective=by, via=via) as session:
        found = why(session.solver, skill, session.start, target, session.options, session.budget)
    tell_aliases(session.graph, (skill, found.skill.id))
    put(to_json(found) if as_json else why_lines(found))
