# pyright: strict
"""A script that uses each public name once. Tests run it, and check its types."""

import pickle
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx

import mlgraph
from mlgraph.web import create_app


def refused(error: mlgraph.MlgraphError) -> str:
    """Return the data that an error has in addition to its message."""
    if isinstance(error, mlgraph.UnknownNameError):
        return ", ".join(error.nearest)
    if isinstance(error, mlgraph.AmbiguousNameError):
        return ", ".join(error.candidates)
    if isinstance(error, mlgraph.NoPlanError):
        return error.nearest
    if isinstance(error, mlgraph.GraphFileError):
        first: mlgraph.Diagnostic = error.diagnostics[0]
        return f"{error.path}:{first.line}: {first.severity}: {first.message}; {first.fix}"
    kinds = (
        mlgraph.UsageError,
        mlgraph.FileError,
        mlgraph.DrawError,
        mlgraph.EngineError,
        mlgraph.MissingPackageError,
        mlgraph.NoPlanInTimeError,
    )
    return type(error).__name__ if isinstance(error, kinds) else ""


def graphs() -> mlgraph.Graph:
    """Load, build, merge, compare, save and check graphs."""
    graph: mlgraph.Graph = mlgraph.load()
    ours: mlgraph.Graph = nx.DiGraph()
    ours.add_node("our-tools", kind="skill", title="Our tools", hours=15)
    merged = mlgraph.merge(graph, ours)
    found: mlgraph.Diff = mlgraph.diff(graph, merged)
    added: tuple[mlgraph.ItemChange, ...] = found.added
    changes: tuple[mlgraph.Change, ...] = added[0].changes
    moves: tuple[mlgraph.MoveChange, ...] = found.moves
    print(added[0].title, changes[0].what, changes[0].before, len(moves), bool(found))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "merged.toml"
        mlgraph.save(merged, path)
        print(mlgraph.check(path), len(mlgraph.load(path)))
    print(mlgraph.nodes_frame(graph).shape, mlgraph.edges_frame(graph).shape)
    return graph


def histories(graph: mlgraph.Graph) -> None:
    """Count moves in career histories."""
    columns = {"person": "who", "title": "job", "start": "begin"}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "posts.csv"
        path.write_text("who,job,begin\np,data analyst,2020\np,data scientist,2022\np,lighthouse keeper,2023\n")
        found: mlgraph.Histories = mlgraph.count_histories(graph, [path], columns=columns, least=1)
        found.save(Path(folder) / "moves.toml")
        merged = mlgraph.load("mlgraph", Path(folder) / "moves.toml")
    move: mlgraph.CountedMove = found.moves[0]
    missing: mlgraph.Unresolved = found.unresolved[0]
    counted: mlgraph.Counted | None = mlgraph.plan(merged, move.source.id, move.target.id).stops[1].counted
    print(move.people, missing.text, counted and counted.people, found)


def nodes(graph: mlgraph.Graph) -> None:
    """Look at one node."""
    node: str = mlgraph.resolve(graph, "ML engineer", kinds=["role"])
    found: mlgraph.Description = mlgraph.describe(graph, node)
    moves: tuple[mlgraph.Move, ...] = found.leads_to
    need: mlgraph.Need = found.needs[0][0]
    taught: tuple[mlgraph.Taught, ...] = found.teaches
    cited: mlgraph.Citation = found.cites[0]
    opened: tuple[mlgraph.Named, ...] = found.opens_roles
    print(found.title, moves[0].months, need.id, cited.point, len(opened), len(taught))
    advert: mlgraph.Match = mlgraph.match(graph, "ML engineer. Python, 3 years of experience")
    asked: mlgraph.AskedSkill = advert.skills[0]
    place: mlgraph.Place = asked.places[0]
    near: mlgraph.NearRole = advert.roles[0]
    years: mlgraph.Years = advert.years[0]
    print(asked.demand, place.words, near.share, years.years)
    pay: tuple[mlgraph.Pay, ...] = found.pay
    outlook: tuple[mlgraph.Outlook, ...] = found.outlook
    entry: tuple[mlgraph.WayIn, ...] = found.entry
    scarcity: tuple[mlgraph.Scarcity, ...] = found.scarcity
    learn_with: tuple[mlgraph.Resource, ...] = found.learn_with
    print(len(pay), len(outlook), len(entry), len(scarcity), len(learn_with))


def plans(graph: mlgraph.Graph) -> mlgraph.Plan:
    """Ask for plans."""
    objective: mlgraph.Objective = "hours"
    plan = mlgraph.plan(graph, "beginner", "data scientist", have=["python"], pace=15, objective=objective)
    stop: mlgraph.Stop = plan.stops[-1]
    study: mlgraph.Study = plan.studies[0]
    costs: mlgraph.Costs = plan.costs
    assumed: tuple[mlgraph.Assumption, ...] = plan.assumed
    known: tuple[mlgraph.Known, ...] = plan.known
    experience: tuple[mlgraph.Experience, ...] = plan.experience
    gains: tuple[mlgraph.Gain, ...] = plan.stops[-1].gains
    spread: tuple[mlgraph.Arrival, ...] = plan.spread
    usual: tuple[mlgraph.UsualExperience, ...] = plan.usual_experience
    print(len(experience), [each.is_counted for each in usual], len(gains), [arrival.chance for arrival in spread])
    day: date = stop.date_from(date(2027, 1, 1))
    print(plan, stop.arrives + 0.5, study.hours, costs.months, len(assumed), len(known), day, plan.gap, plan.optimal)
    print(plan.to_dict()["from"], plan.to_frame().shape)
    best: tuple[mlgraph.Plan, ...] = mlgraph.k_best(graph, "beginner", "data scientist", 2, time_limit=10)
    joint: mlgraph.JointPlans = mlgraph.plan_many(graph, "beginner", ["data scientist", "ML engineer"])
    branch: mlgraph.Branch = joint.branches[0]
    print(len(best), len(joint.prefix), [skill.title for skill in branch.adds])
    figures: mlgraph.PlanFigures = mlgraph.plan_figures(graph, plan)
    print(figures.area, len(figures.pay))
    return plan


def advice(planner: mlgraph.Planner) -> None:
    """Ask all other questions, with one planner."""
    near: mlgraph.Reach = mlgraph.reach(planner, "data scientist", within=24)
    role: mlgraph.Reached = near.roles[0]
    useful: mlgraph.NextSkills = mlgraph.next_skills(planner, "beginner")
    skill: mlgraph.NextSkill = useful.skills[0]
    reasons: mlgraph.Why = mlgraph.why(planner, "calculus", "beginner", "data scientist")
    link: mlgraph.Link = reasons.chains[0][0]
    both: mlgraph.Comparison = mlgraph.compare(planner, "data scientist", "ML engineer")
    side: mlgraph.Side = both.sides[0]
    entry: mlgraph.Entry = both.both[0]
    days = date(2027, 1, 1), date(2032, 1, 1)
    kept: mlgraph.Deadline = mlgraph.deadline(planner, "beginner", "data scientist", *days)
    laws: mlgraph.Laws = mlgraph.check_laws(planner, pairs=3)
    breaches: tuple[mlgraph.Breach, ...] = laws.breaches
    print(laws.complete, len(breaches))
    plan = planner.plan("beginner", "data scientist", should_stop=lambda: False)
    always: mlgraph.Unavoidable | None = planner.unavoidable(plan)
    back: mlgraph.StepBack | None = planner.step_back(plan)
    print(back)
    print(role.costs.hours, skill.opens_roles, link.title, side.hours, entry.hours, kept.pace, always)


def person(graph: mlgraph.Graph) -> mlgraph.Plan:
    """Read a CV and a profile, and plan with them."""
    me: mlgraph.Profile = mlgraph.Profile.from_resume(graph, b"Data analyst, Jan 2020 - Present\nPython, juggling")
    posts: tuple[mlgraph.Post, ...] = me.posts
    left: mlgraph.Unrecognised = me.unrecognised[0]
    told = mlgraph.Profile.parse(graph, '[[learned]]\nskill = "SQL"\non = 2026-01-01')
    learned: mlgraph.LearnedSkill = told.learned[0]
    kept: mlgraph.KeptPlan | None = told.plan
    print(posts[0].begins, left.words, learned.hours, kept, me.conclude(graph, date(2026, 1, 1)).experience)
    for batch in mlgraph.plan_people(graph, (), "reach", top=3, label_limit=1000):
        print(batch.num_rows)
    return mlgraph.plan(graph, me.start, "data scientist", **me.options(graph))


def main() -> None:
    """Use all functions."""
    print(mlgraph.__version__.split("."))
    graph = graphs()
    histories(graph)
    nodes(graph)
    plan = plans(graph)
    print(person(graph))
    advice(pickle.loads(pickle.dumps(mlgraph.Planner(graph))))
    picture: mlgraph.Drawing = mlgraph.draw(graph, plan=plan, on_map=True)
    content: bytes = picture.render("svg")
    print(len(picture.dot), len(content))
    page = create_app({"ml": graph}, hosts=["careers.school.example"])
    print(len(page.routes))
    try:
        mlgraph.plan(graph, "beginner", "data scientst")
    except mlgraph.MlgraphError as error:
        print(refused(error))


if __name__ == "__main__":
    main()
