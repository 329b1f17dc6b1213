"""Handlers of the page's questions, each of which computes an answer from the graph."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import NamedTuple, cast

from mlgraph import profilefile
from mlgraph.analysis.describe import describe
from mlgraph.analysis.figures import plan_figures
from mlgraph.analysis.match import match
from mlgraph.drawing.render import compute_layout
from mlgraph.errors import DrawError, MlgraphError, NoPlanError, NoPlanInTimeError, UnknownNameError, UsageError
from mlgraph.matching.documents import read_text
from mlgraph.model import KINDS, POSITIONS, Graph
from mlgraph.names import resolve, resolve_all
from mlgraph.planning.options import Objective, PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.printable import shown
from mlgraph.profile import Profile, parse_experience
from mlgraph.reading import read_number
from mlgraph.search.budget import Budget
from mlgraph.text.json import to_json
from mlgraph.text.messages import describe_fault, explain
from mlgraph.web import openapi, page, scene
from mlgraph.web.advert import describe_advert
from mlgraph.web.panel import describe_node, describe_plan

MOST_ALTERNATIVES = 5
OK = 200


class Question(NamedTuple):
    """A question: its kind, the values of its parameters, the time limit in seconds, and the body of the request."""

    kind: str
    asked: Mapping[str, list[str]]
    seconds: float
    body: bytes = b""


class Answer(NamedTuple):
    """An HTTP status with the text of the answer, or of an error message if the status is not 200."""

    status: int
    text: str


class Answers:
    """A graph with a handler for each kind of question."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._handlers: dict[str, Callable[[Question, Budget], str]] = {
            "node": self._describe,
            "plan": self._plan,
            "plans": self._plan_several,
            "view": self._draw,
            "me": self._read_profile,
            "me.toml": self._write_profile,
            "match": self._match,
        }

    def prepare(self, kind: str) -> None:
        """Do the work that all questions of a kind share, so that the first answer is as fast as the others."""
        steps: dict[str, Callable[[], object]] = {
            "plan": lambda: self._solver,
            "view": lambda: compute_layout("digraph {}"),
        }
        with suppress(DrawError):
            steps.get(kind, object)()

    def answer(self, question: Question, should_stop: Callable[[], bool]) -> Answer:
        """Return the answer to a question, or an error message."""
        try:
            return Answer(OK, self._handlers[question.kind](question, Budget(question.seconds, should_stop)))
        except NoPlanInTimeError as error:
            return Answer(504, explain(error))
        except MlgraphError as error:
            return Answer(404 if isinstance(error, (NoPlanError, UnknownNameError)) else 400, explain(error))
        except Exception as error:
            return Answer(500, describe_fault(error))

    @cached_property
    def _solver(self) -> Solver:
        return Solver(self._graph)

    def _describe(self, question: Question, budget: Budget) -> str:
        return to_json(describe_node(describe(self._graph, _get_one(question, "id"))))

    def _draw(self, question: Question, budget: Budget) -> str:
        return to_json(scene.draw_view(self._graph, _get_one(question, "name")))

    def _plan(self, question: Question, budget: Budget) -> str:
        plan = self._solver.plan(_get_one(question, "from"), _get_one(question, "to"), _read_options(question), budget)
        unavoidable = self._solver.unavoidable(plan, budget) if scene.has_map(self._graph) else None
        return to_json(describe_plan(plan, unavoidable, figures=plan_figures(self._graph, plan)))

    def _plan_several(self, question: Question, budget: Budget) -> str:
        ends, options = (_get_one(question, "from"), _get_one(question, "to")), _read_options(question)
        best, *others = self._solver.k_best(*ends, MOST_ALTERNATIVES, options, budget)
        return to_json(
            openapi.Plans(
                (
                    describe_plan(best),
                    *(describe_plan(plan, best=best, place=place) for place, plan in enumerate(others, 2)),
                )
            )
        )

    def _read_profile(self, question: Question, budget: Budget) -> str:
        # the page asks with what follows from posts as well
        return to_json(profilefile.parse("me.toml", question.body, self._graph).concluded(self._graph, date.today()))

    def _match(self, question: Question, budget: Budget) -> str:
        return to_json(describe_advert(match(self._graph, read_text("the advert", question.body))))

    def _write_profile(self, question: Question, budget: Budget) -> str:
        ids = {
            key: resolve_all(self._graph, question.asked.get(key, ()), kinds)
            for key, kinds in (("have", ("skill",)), ("avoid", KINDS))
        }
        position = resolve(self._graph, _get_one(question, "from"), POSITIONS) if "from" in question.asked else None
        return profilefile.dump(Profile(position, ids["have"], _read_pace(question), ids["avoid"]), self._graph)


def _get_one(question: Question, name: str) -> str:
    return question.asked[name][0]


def _read_pace(question: Question) -> float:
    return profilefile.parse_pace(_get_one(question, "pace")) if "pace" in question.asked else Profile.pace


def _read_options(question: Question) -> PlanOptions:
    asked = question.asked
    return PlanOptions(
        have=asked.get("have", ()),
        pace=_read_pace(question),
        objective=cast(Objective, asked.get("by", [page.OBJECTIVE])[0]),  # PlanOptions refuses another
        via=asked.get("via", ()),
        avoid=asked.get("avoid", ()),
        start=_read_start(question),
        experience=parse_experience(asked.get("experience", ())),
        months_in_post=_read_months(question),
    )


def _read_start(question: Question) -> date:
    said = _get_one(question, "start") if "start" in question.asked else ""
    try:
        return date.fromisoformat(said) if said else date.today()
    except ValueError as error:
        raise UsageError(f"`start` is '{shown(said)}'; write a day such as 2027-01-31") from error


def _read_months(question: Question) -> float:
    said = _get_one(question, "months_in_post") if "months_in_post" in question.asked else "0"
    try:
        return read_number(said)
    except ValueError as error:
        raise UsageError(f"`months_in_post` is '{shown(said)}'; write a number of months, such as 18") from error
