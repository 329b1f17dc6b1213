"""The command `path`, which finds the best plan, several of the best plans, or plans to several targets."""

from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated

import typer

from mlgraph.cli.options import (
    DEFAULT_LIMIT,
    Area,
    AsJson,
    Avoid,
    ByOfPlan,
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
    make_whole_number_parser,
    read_person,
    read_sure,
)
from mlgraph.cli.output import fit_one_screen, put, put_table, tell, tell_aliases
from mlgraph.cli.session import Session, open_session
from mlgraph.errors import NoPlanError, NoPlanInTimeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlgraph.planning.plan import Plan
    from mlgraph.spreadsheets import Table

    # the text of an answer, and a function that makes a table of it
    Answer = tuple[str, Callable[[], Table]]

# round numbers of hours a week, one of which is suggested as a higher pace
ROUND_PACES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40)
# options of a list of alternatives that one plan lacks
ONLY_ALL = ("--alternatives",)
# options of this command that `export` does not have
ONLY_HERE = ("--until", "--area", "--all", "--rules")
# the most labels of the search for a suggestion, which must not delay the answer, and be the same on every machine
LABELS_MORE = 10_000
# to describe a plan with more skills takes so long that a second plan would exceed the time limit
MOST_STUDIES = 1_000
# a skill with this many hours of study, such as a degree, decides a plan, so the person should say whether it is known
HOURS_TO_ASK = 1_000


def path(
    targets: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="POSITION", help="Where you want to be, else your goal; repeat it for several."),
    ] = None,
    source: From = None,
    by: ByOfPlan = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    via: Via = None,
    avoid: Avoid = None,
    alternatives: Annotated[
        int | None,
        typer.Option(
            "--alternatives",
            metavar="K",
            parser=make_whole_number_parser("--alternatives", 3),
            help="List the K best plans, each with other jobs.",
        ),
    ] = None,
    show: Annotated[
        int | None,
        typer.Option(
            "--show",
            metavar="N",
            parser=make_whole_number_parser("--show", 2),
            help="Print plan N of the alternatives.",
        ),
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="Print every skill, resource and figure.")] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="WHEN", help="A deadline, such as 2028-06 or '3 years'.")
    ] = None,
    sure: Annotated[
        float | None,
        typer.Option(
            "--sure", metavar="CHANCE", parser=read_sure, help="Give dates that hold with a chance, such as 0.8."
        ),
    ] = None,
    start: Start = None,
    area: Area = None,
    output: Output = None,
    limit: Limit = DEFAULT_LIMIT,
    rules: Rules = False,
    me: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Plan the way from one position to another.

    The plan lists your moves with their dates, and the skills to learn before each move. The command finds the plan
    with the fewest months, hours of study or moves. Ctrl-C or the time limit ends a long search with the best plan
    found so far.

    The options --have, --via and --avoid take several names with commas between them, and may be repeated. If your
    profile has a position, you can leave out --from. If your profile has a goal, you can leave out --to. Plans to
    several targets share as many first moves as possible, and each stays the best plan to its target. The option
    --until shows whether you arrive by a deadline, and how probable a timely arrival is. With --until, the command also
    prints how many hours of study a week are enough to meet the deadline. With --sure 0.8, you keep each date of the
    plan with a probability of 80 %. With --people FILE and -o ANSWERS, the command writes a table with an answer for
    each person in FILE, as mlgraph batch does.

    \b
    Examples:
      mlgraph path --from beginner --to chief-data-scientist
      mlgraph path --me me.toml --to "NLP scientist" --until 2030-06
      mlgraph path --from beginner --to "ML engineer" --have python,sql --pace 6,5
      mlgraph path --from beginner --to "data scientist" --until "3 years"
      mlgraph path --from beginner --to "data scientist" --sure 0.8
      mlgraph path --from "data scientist" --to "ML team lead" --via mle --avoid r
      mlgraph path --from "data scientist" --to mle --alternatives 3 --by hours
      mlgraph path --from beginner --to "data scientist" --show 2
      mlgraph path --from beginner --to "data scientist" --to "ML engineer"
      mlgraph path --from beginner --to cds -o plan.csv
    """
    from mlgraph.reading import read_last_day

    targets = targets or []
    first = start or date.today()
    last = None if until is None else read_last_day(until, first)
    _check_options(targets, alternatives, show, until, area)
    who = partial(
        read_person,
        me=me,
        source=source,
        have=have,
        pace=pace,
        avoid=avoid,
        wanted=(*targets, *(via or ())),
        experience=experience,
        months_in_post=months_in_post,
        has_target=bool(targets),
    )
    with open_session(graph, who, limit, objective=by, via=via, start=first, sure=sure, rules=rules) as session:
        if len(targets) > 1:
            answer, make = _plan_many(session, source, targets, whole, as_json)
        else:
            target = session.choose_target(targets[0] if targets else None)
            if show:
                answer, make = _show(session, source, target, show, area, whole, as_json)
            elif alternatives:
                answer, make = _k_best(session, source, target, alternatives, whole, as_json)
            else:
                answer, make = _plan(session, source, target, last, area, whole, as_json)
    if put_table(output, session.graph, make):
        put(answer)


def _check_options(
    targets: list[str], alternatives: int | None, show: int | None, until: str | None, area: str | None
) -> None:
    """Raise UsageError if the user typed two options that exclude each other."""
    if len(targets) > 1 and (alternatives or show or until):
        raise UsageError("--alternatives, --show and --until need a single target; give --to once")
    if (alternatives or show) and until:
        raise UsageError("--until checks the best plan; leave out --alternatives and --show")
    if alternatives and show and show > alternatives:
        raise UsageError(f"there is no plan {show} among {alternatives} alternatives; write --alternatives {show}")
    if area and (alternatives or len(targets) > 1):
        raise UsageError("--area says the pay of one plan; leave out --alternatives, and give --to once")


def _plan(
    session: Session, source: str | None, target: str, last: date | None, area: str | None, whole: bool, as_json: bool
) -> "Answer":
    from mlgraph.analysis.figures import plan_figures
    from mlgraph.analysis.step_back import find_step_back
    from mlgraph.text.plan import dump_plan, list_given_up, render_plan

    solver, options, budget = session.solver, session.options, session.budget
    plan = solver.plan(session.start, target, options, budget)
    tell_aliases(session.graph, (source, plan.source), (target, plan.target))
    for skill, said in zip(plan.given_up, list_given_up(plan), strict=True):
        tell(f"{said}; if you have it, add --have {skill.id}")
    kept = None
    if last:  # comes before the additions that nobody asked for, which share the budget
        from mlgraph.analysis.deadline import deadline

        kept = deadline(solver, plan.source, plan.target, options.start, last, options, budget, plan=plan)
    unavoidable = solver.unavoidable(plan, budget)
    step_back = find_step_back(solver, plan, budget)
    figures = plan_figures(session.graph, plan, area)
    if as_json:
        return dump_plan(plan, unavoidable, kept, figures, step_back), partial(_tabulate, plan)
    faster = None if kept else _find_faster(session, plan)
    in_time = unavoidable is not None
    lines = render_plan(plan, unavoidable, kept, faster, figures, step_back=step_back, whole=whole, in_time=in_time)
    if plan.stops[1:]:
        lines = "\n".join([lines, *_suggest_commands(session, plan, whole, can_have_others=not (last or area))])
    return lines, partial(_tabulate, plan)


def _find_faster(session: Session, plan: "Plan") -> "Plan | None":
    """Return the best plan at a higher pace, or None if a short search proves no plan to be faster than `plan`."""
    from mlgraph.search.budget import Budget

    pace = next((pace for pace in ROUND_PACES if pace >= plan.pace * 1.2), None)
    is_study = any(stop.waits_for == "study" for stop in plan.stops)
    if not (pace and is_study and plan.optimal and plan.objective == "months") or session.budget.is_spent():
        return None
    if len(plan.studies) > MOST_STUDIES:
        return None
    budget = Budget(should_stop=session.budget.is_spent, label_limit=LABELS_MORE)
    try:
        found = session.solver.plan(plan.source, plan.target, replace(session.options, pace=pace), budget)
    except (NoPlanError, NoPlanInTimeError):
        return None
    return found if found.optimal and found.months < plan.months else None


def _suggest_commands(session: Session, plan: "Plan", whole: bool, can_have_others: bool) -> list[str]:
    """Return suggestions: options that change or lengthen the answer, and a command that writes a calendar."""
    from mlgraph.cli.hints import list_hints, repeat_command
    from mlgraph.text.formatting import make_dim, wrap
    from mlgraph.text.plan import describe_first_day

    others = [] if whole else ["--all to see every skill"]
    if can_have_others and all(session.graph.nodes[node]["kind"] == "skill" for node in plan.via):
        others.append("--alternatives 3 to see other routes")
    options = ["--months-in-post 12 if a year of it is over"] if describe_first_day(plan) else []
    taught = (skill.id for stop in plan.stops for skill in stop.taught)
    learned = (study.id for study in plan.studies)
    long = (name for name in chain(taught, learned) if session.graph.nodes[name]["hours"] >= HOURS_TO_ASK)
    options += [f"--have {name} if you have it" for name in islice(long, 1)]
    options += [", or ".join(others)] if others else []
    lines = [make_dim(line) for option in options for line in wrap(f"Add {option}.")]
    if session.options.sure:  # a calendar has the likely dates
        return lines
    return [*lines, *list_hints({"Calendar": repeat_command(instead=("export", "plan.ics"), without=ONLY_HERE)})]


def _show(
    session: Session, source: str | None, target: str, number: int, area: str | None, whole: bool, as_json: bool
) -> "Answer":
    from mlgraph.analysis.figures import plan_figures
    from mlgraph.text.formatting import format_count
    from mlgraph.text.plan import dump_plan, render_plan

    plans = session.solver.k_best(session.start, target, number, session.options, session.budget)
    tell_aliases(session.graph, (source, plans[0].source), (target, plans[0].target))
    if len(plans) < number:
        in_time = " in the time given" if session.budget.is_spent() else ""
        raise NoPlanError(
            f"there is no plan {number}: {format_count(len(plans), 'plan')} found{in_time}; "
            "give --show a smaller number",
            plans[0].source,
        )
    plan, figures = plans[-1], plan_figures(session.graph, plans[-1], area)
    if as_json:
        return dump_plan(plan, figures=figures), partial(_tabulate, plan)
    return render_plan(plan, figures=figures, number=number, whole=whole), partial(_tabulate, plan)


def _k_best(session: Session, source: str | None, target: str, count: int, whole: bool, as_json: bool) -> "Answer":
    from mlgraph.cli.hints import list_hints, repeat_command
    from mlgraph.text.plan import dump_plans, render_plans

    plans = session.solver.k_best(session.start, target, count, session.options, session.budget)
    if len(plans) < count and session.budget.is_spent():
        tell("there may be more plans than those found in the time given")
    tell_aliases(session.graph, (source, plans[0].source), (target, plans[0].target))
    number = str(min(2, len(plans)))
    hints = list_hints({f"Number {number}": repeat_command("--show", number, without=ONLY_ALL)})
    answer = dump_plans(plans) if as_json else "\n".join([render_plans(plans, whole), "", *hints])
    return answer, partial(_tabulate_several, plans)


def _plan_many(session: Session, source: str | None, targets: list[str], whole: bool, as_json: bool) -> "Answer":
    from mlgraph.text.advice import render_joint_plans
    from mlgraph.text.json import to_json

    ends = map(session.solver.find_position, targets)  # some of them may have no plan in time
    found = session.solver.plan_many(session.start, targets, session.options, session.budget)
    tell_aliases(session.graph, (source, found.prefix[0].id), *zip(targets, ends, strict=True))
    answer = to_json(found) if as_json else fit_one_screen(partial(render_joint_plans, found), whole)
    return answer, partial(_tabulate_several, [branch.plan for branch in found.branches])


def _tabulate(plan: "Plan") -> "Table":
    from mlgraph.text.tables import tabulate_plan

    return tabulate_plan(plan)


def _tabulate_several(plans: "Sequence[Plan]") -> "Table":
    from mlgraph.text.tables import tabulate_plans

    return tabulate_plans(plans)
