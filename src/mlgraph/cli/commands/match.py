"""The command `match`, which compares the skills that an advert asks for with those of a person."""

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlgraph.cli.options import (
    DEFAULT_LIMIT,
    OWN,
    All,
    AsJson,
    Experience,
    From,
    GraphFiles,
    Have,
    Limit,
    Me,
    MonthsInPost,
    Pace,
    Start,
    find_profile,
    read_person,
)
from mlgraph.cli.output import fit_one_screen, keep_inputs, put, tell
from mlgraph.cli.session import make_plan_options, tell_rules
from mlgraph.errors import NoPlanError, UsageError
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from mlgraph.analysis.match import NearRole
    from mlgraph.model import Graph
    from mlgraph.planning.options import PlanOptions
    from mlgraph.planning.plan import Plan
    from mlgraph.profile import Profile


def match(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An advert or a CV; - reads standard input.")],
    source: From = None,
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    start: Start = None,
    as_role: Annotated[
        str | None, typer.Option("--as-role", metavar="ID", help="The id of a role that asks for the same.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write that role as an overlay, in TOML.")
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    me: Me = None,
    graph: GraphFiles = None,
    whole: All = False,
    as_json: AsJson = False,
) -> None:
    r"""Find the skills that an advert or a CV names.

    The command lists each skill with the words that name it. The command also prints the years of experience that an
    advert asks for, and the roles with the most similar skills. With --from or --me, the command adds the skills that
    you lack, and a plan to a role with the skills of the advert. The advert or CV may be text, Markdown, HTML or PDF.
    With --people FILE and -o FILE, the command answers for each person in a table, as mlgraph batch does.

    Install the packages for `match` with: pip install 'mlgraph[match]'

    \b
    Examples:
      mlgraph match advert.txt
      mlgraph match advert.html --from "data analyst" --have python
      mlgraph match advert.txt --as-role acme-ml-engineer -o acme.toml
    """
    import tomli_w

    from mlgraph import filesystem
    from mlgraph.analysis.match import TITLE, find_known, make_role, match, with_role
    from mlgraph.graphfile.ids import is_id
    from mlgraph.graphfile.load import load
    from mlgraph.matching.documents import read_text
    from mlgraph.text.match import dump_match, render_match
    from mlgraph.text.plan import render_plan

    if output and not as_role:
        raise UsageError("-o writes a role; give its id with --as-role, such as --as-role acme-ml-engineer")
    if as_role and not is_id(as_role):
        raise UsageError("--as-role must be an id: lower-case words joined by hyphens, such as acme-ml-engineer")
    if output:
        keep_inputs(output, file, me or OWN, *graph or ())
    name = str(file)
    text = read_text(name, sys.stdin.buffer.read() if name == "-" else filesystem.read(file))
    loaded = load(*graph or ())
    found = match(loaded, text)
    role = as_role or _find_free_id(loaded)
    if as_role and as_role in loaded:
        raise UsageError(f"--as-role {as_role} is in the graph already; give another id")
    overlay = make_role(loaded, found, role, as_role.replace("-", " ").capitalize() if as_role else TITLE)
    if output:
        filesystem.write(output, tomli_w.dumps(overlay.tables).encode())
    known, plan, first = None, None, start or date.today()
    me = find_profile(me)
    if source or me or have:
        who = read_person(
            loaded, me, source=source, have=have, pace=pace, experience=experience, months_in_post=months_in_post
        ).conclude(loaded, first)
        known = find_known(loaded, who.position, who.have)
        if who.position and found.roles:
            plan = _plan(with_role(loaded, overlay), role, who, make_plan_options(who, first), found.roles[0], limit)
    if plan and known is not None:
        # if the first position needs any one of several skills, the plan assumes one, which counts as known
        known |= {skill.id for skill in plan.known}
        tell_rules(loaded)
    if as_json:
        put(dump_match(found, known, plan))
        return
    parts = [fit_one_screen(partial(render_match, found, known), whole)]
    # the role of the advert is not in a file, so name the nearest role in the hint about sources
    parts += [render_plan(plan, whole=whole, shown=found.roles[0].id)] if plan else []
    parts += [f"{output} is written. Use it with: --graph mlgraph --graph {output}"] if output else []
    put("\n\n".join(parts))


def _plan(
    graph: "Graph", role: str, who: "Profile", options: "PlanOptions", nearest: "NearRole", limit: float
) -> "Plan | None":
    """Return the best plan to the role that the command made from a text, or print a note if no path leads to it."""
    from mlgraph.planning.solver import Solver
    from mlgraph.search.budget import Budget

    try:
        return Solver(graph).plan(who.start, role, options, Budget(limit))
    except NoPlanError:
        if nearest.is_named:
            tell(f"no path leads from where you are to {sanitize(nearest.title)}, the job in this text")
        else:
            fix = "put the title of the job into its first line, or name a job with mlgraph path --to"
            tell(f"this text names no job that mlgraph can plan to; {fix}")
        return None


def _find_free_id(graph: "Graph") -> str:
    """Return an unused id for the role that the command makes from an advert."""
    return next(name for name in ("advert", *(f"advert-{n}" for n in range(2, len(graph) + 3))) if name not in graph)
