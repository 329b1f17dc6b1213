"""Career plans for machine learning, proven to be the best and explained, on a graph of the library `networkx`.

>>> import mlgraph
>>> graph = mlgraph.load()
>>> plan = mlgraph.plan(graph, "data scientist", "ML team lead", have=["leading people"])
>>> plan.moves, plan.months
(2, 54.0)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlgraph.analysis.breaches import Breach, Laws
    from mlgraph.analysis.compare import Comparison, Side
    from mlgraph.analysis.deadline import Deadline
    from mlgraph.analysis.describe import Citation, Description, Entry, Move, Need, Taught, describe
    from mlgraph.analysis.diff import Change, Diff, ItemChange, MoveChange, diff
    from mlgraph.analysis.figures import Outlook, Pay, PlanFigures, Scarcity, WayIn, plan_figures
    from mlgraph.analysis.frames import edges_frame, nodes_frame
    from mlgraph.analysis.match import AskedSkill, Match, NearRole, Place, match
    from mlgraph.analysis.next_skills import NextSkill, NextSkills
    from mlgraph.analysis.reach import Reach, Reached
    from mlgraph.analysis.step_back import StepBack
    from mlgraph.analysis.why import Link, Why
    from mlgraph.drawing.draw import Drawing, draw
    from mlgraph.errors import (
        AmbiguousNameError,
        Diagnostic,
        DrawError,
        EngineError,
        FileError,
        GraphFileError,
        MissingPackageError,
        MlgraphError,
        NoPlanError,
        NoPlanInTimeError,
        UnknownNameError,
        UsageError,
    )
    from mlgraph.graphfile.dump import save
    from mlgraph.graphfile.lint import check
    from mlgraph.graphfile.load import load, merge
    from mlgraph.histories.count import count_histories
    from mlgraph.histories.moves import CountedMove, Histories, Unresolved
    from mlgraph.history import Post
    from mlgraph.matching.find import Years
    from mlgraph.model import Graph, Named
    from mlgraph.people.plan_people import plan_people
    from mlgraph.planner import (
        Planner,
        check_laws,
        compare,
        deadline,
        k_best,
        next_skills,
        plan,
        plan_many,
        reach,
        resolve,
        why,
    )
    from mlgraph.planning.joint_plans import Branch, JointPlans
    from mlgraph.planning.options import Objective
    from mlgraph.planning.plan import (
        Arrival,
        Assumption,
        Costs,
        Counted,
        Experience,
        Gain,
        Known,
        Plan,
        Stop,
        Study,
        Unavoidable,
        UsualExperience,
    )
    from mlgraph.profile import KeptPlan, LearnedSkill, Profile
    from mlgraph.resources import Resource
    from mlgraph.resumes.unrecognised import Unrecognised

    __version__: str

__all__ = [
    "AmbiguousNameError",
    "Arrival",
    "AskedSkill",
    "Assumption",
    "Branch",
    "Breach",
    "Change",
    "Citation",
    "Comparison",
    "Costs",
    "Counted",
    "CountedMove",
    "Deadline",
    "Description",
    "Diagnostic",
    "Diff",
    "DrawError",
    "Drawing",
    "EngineError",
    "Entry",
    "Experience",
    "FileError",
    "Gain",
    "Graph",
    "GraphFileError",
    "Histories",
    "ItemChange",
    "JointPlans",
    "KeptPlan",
    "Known",
    "Laws",
    "LearnedSkill",
    "Link",
    "Match",
    "MissingPackageError",
    "MlgraphError",
    "Move",
    "MoveChange",
    "Named",
    "NearRole",
    "Need",
    "NextSkill",
    "NextSkills",
    "NoPlanError",
    "NoPlanInTimeError",
    "Objective",
    "Outlook",
    "Pay",
    "Place",
    "Plan",
    "PlanFigures",
    "Planner",
    "Post",
    "Profile",
    "Reach",
    "Reached",
    "Resource",
    "Scarcity",
    "Side",
    "StepBack",
    "Stop",
    "Study",
    "Taught",
    "Unavoidable",
    "UnknownNameError",
    "Unrecognised",
    "Unresolved",
    "UsageError",
    "UsualExperience",
    "WayIn",
    "Why",
    "Years",
    "check",
    "check_laws",
    "compare",
    "count_histories",
    "deadline",
    "describe",
    "diff",
    "draw",
    "edges_frame",
    "k_best",
    "load",
    "match",
    "merge",
    "next_skills",
    "nodes_frame",
    "plan",
    "plan_figures",
    "plan_many",
    "plan_people",
    "reach",
    "resolve",
    "save",
    "why",
]

# the module that defines each public name; a module is imported on first use
_MODULES = {
    "analysis.compare": ("Comparison", "Side"),
    "analysis.deadline": ("Deadline",),
    "analysis.describe": ("Citation", "Description", "Entry", "Move", "Need", "Taught", "describe"),
    "analysis.diff": ("Change", "Diff", "ItemChange", "MoveChange", "diff"),
    "analysis.figures": ("Outlook", "Pay", "PlanFigures", "Scarcity", "WayIn", "plan_figures"),
    "analysis.frames": ("edges_frame", "nodes_frame"),
    "analysis.match": ("AskedSkill", "Match", "NearRole", "Place", "match"),
    "analysis.breaches": ("Breach", "Laws"),
    "analysis.next_skills": ("NextSkill", "NextSkills"),
    "analysis.reach": ("Reach", "Reached"),
    "analysis.step_back": ("StepBack",),
    "analysis.why": ("Link", "Why"),
    "drawing.draw": ("Drawing", "draw"),
    "errors": (
        "AmbiguousNameError",
        "Diagnostic",
        "DrawError",
        "EngineError",
        "FileError",
        "GraphFileError",
        "MissingPackageError",
        "MlgraphError",
        "NoPlanError",
        "NoPlanInTimeError",
        "UnknownNameError",
        "UsageError",
    ),
    "graphfile.dump": ("save",),
    "graphfile.lint": ("check",),
    "graphfile.load": ("load", "merge"),
    "histories.count": ("count_histories",),
    "histories.moves": ("CountedMove", "Histories", "Unresolved"),
    "history": ("Post",),
    "matching.find": ("Years",),
    "model": ("Graph", "Named"),
    "people.plan_people": ("plan_people",),
    "planner": (
        "Planner",
        "check_laws",
        "compare",
        "deadline",
        "k_best",
        "next_skills",
        "plan",
        "plan_many",
        "reach",
        "resolve",
        "why",
    ),
    "planning.joint_plans": ("Branch", "JointPlans"),
    "planning.options": ("Objective",),
    "planning.plan": (
        "Arrival",
        "Assumption",
        "Costs",
        "Counted",
        "Experience",
        "Gain",
        "Known",
        "Plan",
        "Stop",
        "Study",
        "Unavoidable",
        "UsualExperience",
    ),
    "profile": ("KeptPlan", "LearnedSkill", "Profile"),
    "resources": ("Resource",),
    "resumes.unrecognised": ("Unrecognised",),
}


# hide `__getattr__` from type checkers, which would otherwise accept any name
if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Return the public function or class of mlgraph with a given name, and import its module on first use."""
        for module, names in _MODULES.items():
            if name in names:
                globals().update({name: getattr(import_module(f"mlgraph.{module}"), name) for name in names})
                return globals()[name]
        if name == "__version__":
            from importlib.metadata import version

            return version("mlgraph")
        raise AttributeError(f"module 'mlgraph' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
