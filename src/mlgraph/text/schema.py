"""JSON Schemas of the answers of all commands, made from the types of the results."""

from dataclasses import dataclass
from typing import Any

from mlgraph.analysis.answers_diff import Answers
from mlgraph.analysis.compare import Comparison
from mlgraph.analysis.deadline import Deadline
from mlgraph.analysis.describe import Description, Entry
from mlgraph.analysis.diff import Diff
from mlgraph.analysis.figures import PlanFigures
from mlgraph.analysis.match import Match
from mlgraph.analysis.next_skills import NextSkills
from mlgraph.analysis.progress import Progress
from mlgraph.analysis.reach import Reach
from mlgraph.analysis.step_back import StepBack
from mlgraph.analysis.why import Why
from mlgraph.planning.joint_plans import JointPlans
from mlgraph.planning.plan import Plan, Unavoidable
from mlgraph.results import describe_type
from mlgraph.text.check import CheckReport, ImportReport
from mlgraph.text.json import ExportReport, Failure
from mlgraph.text.profile import Learned, ProfileText
from mlgraph.text.progress import Goal
from mlgraph.text.resume import FromResume


@dataclass(frozen=True)
class Plans:
    """The JSON answer with several plans, the best first."""

    plans: tuple[Plan, ...]


# for each command, the type of its answer, and the fields that the JSON has beyond those of the type
ANSWERS: dict[str, tuple[Any, dict[str, Any]]] = {
    "path": (
        Plan,
        {
            "unavoidable": Unavoidable | None,
            "deadline": Deadline,
            "figures": PlanFigures,
            "step_back": StepBack,
        },
    ),
    "path-alternatives": (Plans, {}),
    "path-several": (JointPlans, {}),
    "reach": (Reach, {}),
    "next": (NextSkills, {}),
    "why": (Why, {}),
    "compare": (Comparison, {}),
    "match": (Match, {"known": tuple[str, ...] | None, "plan": Plan | None}),
    "show": (Description, {}),
    "list": (tuple[Entry, ...], {}),
    "check": (CheckReport, {}),
    "diff": (Diff, {"answers": Answers}),
    "import": (ImportReport, {}),
    "export": (ExportReport, {}),
    "me-show": (ProfileText, {}),
    "me-from": (FromResume, {}),
    "me-learned": (Learned, {}),
    "me-goal": (Goal, {}),
    "me-progress": (Progress, {}),
    "error": (Failure, {}),
}
_PLACE = "#/$defs/"


def make_answers_schema() -> dict[str, Any]:
    """Make the JSON Schema of the answers of all commands.

    The key `$defs` has the schema of each answer under the name of its command, such as `reach`.

    The JSON Schema follows the specification of JSON Schema, draft 2020-12.
    """
    schemas: dict[str, Any] = {}
    answers = {name: _describe_answer(*answer, schemas) for name, answer in ANSWERS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The answers of mlgraph in JSON",
        "anyOf": [{"$ref": f"{_PLACE}{name}"} for name in answers],
        "$defs": answers | schemas,
    }


def _describe_answer(kind: Any, further: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    reference = describe_type(kind, schemas, _PLACE)
    if not further:
        return reference
    base: dict[str, Any] = schemas[kind.__name__]
    more = {key: describe_type(each, schemas, _PLACE) for key, each in further.items()}
    return base | {"properties": base["properties"] | more}
