"""Questions of the web page, such as for a plan, and the handlers that compute the answers from a graph."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from os.path import exists
from pkgutil import resolve_name
from typing import NamedTuple

from mlgraph import diary, profilefile
from mlgraph.analysis.compare import compare
from mlgraph.analysis.describe import describe
from mlgraph.analysis.figures import plan_figures
from mlgraph.analysis.match import match
from mlgraph.analysis.next_skills import next_skills
from mlgraph.analysis.reach import reach
from mlgraph.analysis.step_back import find_step_back
from mlgraph.analysis.why import why
from mlgraph.drawing.render import compute_layout
from mlgraph.errors import DrawError, MlgraphError, NoPlanError, NoPlanInTimeError, UnknownNameError, UsageError
from mlgraph.matching.documents import read_text
from mlgraph.model import KINDS, POSITIONS, Graph
from mlgraph.names import resolve, resolve_all
from mlgraph.planning.options import OBJECTIVES, Objective, PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.printable import sanitize
from mlgraph.profile import KeptPlan, Profile, parse_experience
from mlgraph.reading import read_number
from mlgraph.search.budget import Budget
from mlgraph.text.json import to_json
from mlgraph.text.messages import describe_fault, explain
from mlgraph.text.plan import describe_ways
from mlgraph.web import openapi, page, scene
from mlgraph.web.advert import describe_advert
from mlgraph.web.advice import describe_comparison, describe_next, describe_reach, describe_why
from mlgraph.web.panel import describe_node, describe_plan
from mlgraph.web.update import read_update

MOST_ALTERNATIVES = 5
# time limit in seconds of the search for the plan that is saved with a new goal
MOST_TO_KEEP = 2.0
OK = 200
# imported by name, since `export` is a higher layer: the page is one of its formats
_WRITE_PLAN = "mlgraph.export.downloads:write_plan"


class Question(NamedTuple):
    """A question that the web page asks the server about the graph called `graph`.

    `kind` is the kind of question, such as "plan". `asked` maps the name of each query parameter of the request to the
    values of the parameter. `seconds` is the time limit of the answer, and `body` is the body of the HTTP request.
    """

    kind: str
    asked: Mapping[str, list[str]]
    seconds: float
    body: bytes = b""
    graph: str = ""


class Answer(NamedTuple):
    """An answer of the web server: content with the HTTP status 200, or an error message with another status."""

    status: int
    content: bytes

    @property
    def text(self) -> str:
        """The content of an answer of the web server, converted from bytes to text."""
        return self.content.decode()


def make_refusal(status: int, message: str) -> Answer:
    """Make an answer of the web server that has an error message and an HTTP status instead of content."""
    return Answer(status, message.encode())


class Answers:
    """The handlers that answer the questions of the web page about one graph and about the profile of a person."""

    def __init__(self, graph: Graph, profile: str = "") -> None:
        self._graph, self._profile = graph, profile
        self._handlers: dict[str, Callable[[Question, Budget], str | bytes]] = {
            "node": self._describe,
            "plan": self._plan,
            "plans": self._plan_several,
            "reach": self._reach,
            "next": self._choose_next,
            "compare": self._compare,
            "why": self._say_why,
            "view": self._draw,
            "me": self._read_profile,
            "me.toml": self._write_profile,
            "profile": self._read_own,
            "update": self._update_own,
            "match": self._match,
            **{name: partial(self._export, name) for name in openapi.FILES},
        }

    def prepare(self, kind: str) -> None:
        """Compute in advance the data that all answers to one kind of question need, to speed up the first answer."""
        steps: dict[str, Callable[[], object]] = {
            "plan": lambda: self._solver,
            "view": lambda: self._maps if scene.has_map(self._graph) else compute_layout("digraph {}"),
        }
        with suppress(DrawError):
            steps.get(kind, object)()

    def answer(self, question: Question, should_stop: Callable[[], bool]) -> Answer:
        """Return the answer to a question of the web page, or an error message if there is no answer."""
        try:
            content = self._handlers[question.kind](question, Budget(question.seconds, should_stop))
        except NoPlanInTimeError as error:
            return make_refusal(504, explain(error))
        except MlgraphError as error:
            return make_refusal(404 if isinstance(error, (NoPlanError, UnknownNameError)) else 400, explain(error))
        except Exception as error:
            return make_refusal(500, describe_fault(error))
        return Answer(OK, content if isinstance(content, bytes) else content.encode())

    @cached_property
    def _solver(self) -> Solver:
        return Solver(self._graph)

    @cached_property
    def _maps(self) -> dict[str, str]:
        return {name: to_json(view, indent=None) for name, view in scene.draw_maps(self._graph).items()}

    def _describe(self, question: Question, budget: Budget) -> str:
        return to_json(describe_node(describe(self._graph, _get_one(question, "id"))))

    def _draw(self, question: Question, budget: Budget) -> str:
        name = _get_one(question, "name")
        if name in scene.MAPS and scene.has_map(self._graph):
            return self._maps[name]
        return to_json(scene.draw_view(self._graph, name))

    def _plan(self, question: Question, budget: Budget) -> str:
        plan = self._solver.plan(
            _get_one(question, "from"), _get_one(question, "to"), _read_options(self._graph, question), budget
        )
        # this takes most of the time, so the page asks for it only after it has shown the plan
        is_whole = question.asked.get("all") == ["true"] and scene.has_map(self._graph)
        unavoidable = self._solver.unavoidable(plan, budget) if is_whole else None
        step_back = find_step_back(self._solver, plan, budget)
        figures = plan_figures(self._graph, plan)
        return to_json(describe_plan(plan, unavoidable, figures=figures, step_back=step_back, graph=self._graph))

    def _plan_several(self, question: Question, budget: Budget) -> str:
        ends, options = (_get_one(question, "from"), _get_one(question, "to")), _read_options(self._graph, question)
        plans = self._solver.k_best(*ends, MOST_ALTERNATIVES, options, budget)
        ways = ["the best", *describe_ways(plans)[1:]]
        described = (
            describe_plan(plan, way=way, number=number, best=plans[0], graph=self._graph)
            for number, (plan, way) in enumerate(zip(plans, ways, strict=True), 1)
        )
        return to_json(openapi.Plans(tuple(described)))

    def _reach(self, question: Question, budget: Budget) -> str:
        within = _read_months(question, "within") if "within" in question.asked else None
        options = _read_options(self._graph, question)
        return to_json(describe_reach(reach(self._solver, _get_one(question, "from"), options, budget, within=within)))

    def _choose_next(self, question: Question, budget: Budget) -> str:
        target = _get_one(question, "to") if "to" in question.asked else None
        options = _read_options(self._graph, question)
        return to_json(describe_next(next_skills(self._solver, _get_one(question, "from"), target, options, budget)))

    def _compare(self, question: Question, budget: Budget) -> str:
        ends = (_get_one(question, "first"), _get_one(question, "second"))
        return to_json(describe_comparison(compare(self._solver, *ends, _read_options(self._graph, question), budget)))

    def _say_why(self, question: Question, budget: Budget) -> str:
        skill, source, target = (_get_one(question, name) for name in ("skill", "from", "to"))
        return to_json(
            describe_why(why(self._solver, skill, source, target, _read_options(self._graph, question), budget))
        )

    def _export(self, name: str, question: Question, budget: Budget) -> bytes:
        ends = (_get_one(question, "from"), _get_one(question, "to"))
        # half of the time is for the search, and half for the drawing
        searching = Budget(question.seconds / 2, budget.is_spent)
        plan = self._solver.plan(*ends, _read_options(self._graph, question), searching)
        id = _get_one(question, "id") if "id" in question.asked else ""
        if self._profile and not id:
            id = self._find_own().id
        content: bytes = resolve_name(_WRITE_PLAN)(self._graph, plan, name, id, self._profile)
        return content

    def _read_profile(self, question: Question, budget: Budget) -> str:
        # the page also needs the skills and the experience that follow from past jobs
        return to_json(profilefile.parse("me.toml", question.body, self._graph).conclude(self._graph, date.today()))

    def _read_own(self, question: Question, budget: Budget) -> str:
        return to_json(self._find_own().conclude(self._graph, date.today()))

    def _find_own(self) -> Profile:
        """Read the profile of the person, or return an empty profile if the file of the profile does not exist."""
        return profilefile.read(self._profile, self._graph) if exists(self._profile) else Profile()

    def _update_own(self, question: Question, budget: Budget) -> str:
        asked = read_update(question.body, self._graph)
        before = self._find_own()
        if asked.goal == before.goal:
            asked = replace(asked, goal=None)  # the goal has not changed, so the plan that was saved with it stays
        diary.update(self._profile, self._graph, asked, date.today(), self._plan_to_keep(before, asked, budget))
        return self._read_own(question, budget)

    def _plan_to_keep(self, before: Profile, asked: diary.ProfileUpdate, budget: Budget) -> KeptPlan | None:
        """Return today's best plan to a new goal, which the profile saves with the goal.

        The method returns None if the request gives no new goal, the person has no position, or the search finds no
        plan. The method also returns None if the plan arrives after the year 9999.
        """
        now = before.update_with(
            self._graph, position=asked.position, pace=asked.pace, wanted=filter(None, [asked.goal])
        )
        if asked.goal is None or now.position is None:
            return None
        with suppress(NoPlanError, NoPlanInTimeError):
            options = PlanOptions(**now.options(self._graph))
            plan = self._solver.plan(now.position, asked.goal, options, Budget(MOST_TO_KEEP, budget.is_spent))
            if arrives := plan.stops[-1].arrives_on:
                return KeptPlan(plan.source, plan.target, plan.start, plan.pace, arrives, before.have)
        return None

    def _match(self, question: Question, budget: Budget) -> str:
        return to_json(describe_advert(match(self._graph, read_text("the advert", question.body))))

    def _write_profile(self, question: Question, budget: Budget) -> str:
        ids = {
            key: resolve_all(self._graph, question.asked.get(key, ()), kinds)
            for key, kinds in (("have", ("skill",)), ("avoid", KINDS))
        }
        position, goal = (
            resolve(self._graph, _get_one(question, key), POSITIONS) if key in question.asked else None
            for key in ("from", "to")
        )
        profile = Profile(position, ids["have"], _read_pace(question), ids["avoid"], goal=goal)
        return profilefile.dump(profile, self._graph)


def _get_one(question: Question, name: str) -> str:
    return question.asked[name][0]


def _read_pace(question: Question) -> float:
    return profilefile.parse_pace(_get_one(question, "pace")) if "pace" in question.asked else Profile.pace


def _read_options(graph: Graph, question: Question) -> PlanOptions:
    asked = question.asked
    return PlanOptions(
        have=asked.get("have", ()),
        pace=_read_pace(question),
        objective=_read_objective(question),
        via=asked.get("via", ()),
        avoid=asked.get("avoid", ()),
        start=_read_start(question),
        experience=parse_experience(asked.get("experience", ())),
        months_in_post=_read_months(question, "months_in_post"),
        from_posts=_read_from_posts(graph, question),
    )


def _read_from_posts(graph: Graph, question: Question) -> dict[str, str]:
    """Read which skills of a person follow from a post, as texts such as "sql=data-analyst,python=data-analyst"."""
    pairs = (pair.partition("=") for pair in ",".join(question.asked.get("from_posts", ())).split(",") if pair)
    found = {resolve(graph, skill, ("skill",)): resolve(graph, post, POSITIONS) for skill, _, post in pairs}
    have = resolve_all(graph, question.asked.get("have", ()), ("skill",)) if found else ()
    return {skill: found[skill] for skill in have if skill in found}


def _read_objective(question: Question) -> Objective:
    said = _get_one(question, "by") if "by" in question.asked else page.OBJECTIVE
    found = next((each for each in OBJECTIVES if each == said), None)
    if found is None:
        raise UsageError(f"`by` must be one of {', '.join(OBJECTIVES)}, not '{sanitize(said)}'")
    return found


def _read_start(question: Question) -> date:
    said = _get_one(question, "start") if "start" in question.asked else ""
    try:
        return date.fromisoformat(said) if said else date.today()
    except ValueError as error:
        raise UsageError(f"`start` is '{sanitize(said)}'; write a day such as 2027-01-31") from error


def _read_months(question: Question, name: str) -> float:
    said = _get_one(question, name) if name in question.asked else "0"
    try:
        return read_number(said)
    except ValueError as error:
        raise UsageError(f"`{name}` is '{sanitize(said)}'; write a number of months, such as 18") from error
