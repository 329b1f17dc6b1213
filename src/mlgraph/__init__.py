"""Career plans for machine learning, exact and explained, on a plain `networkx` graph.

>>> import mlgraph
>>> graph = mlgraph.load()
>>> plan = mlgraph.plan(graph, "data scientist", "ML team lead", have=["leading people"])
>>> plan.moves, plan.months
(2, 36.0)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlgraph.analysis.compare import Comparison, Side
    from mlgraph.analysis.deadline import Deadline
    from mlgraph.analysis.describe import Description, describe
    from mlgraph.analysis.diff import Diff, diff
    from mlgraph.analysis.next_skills import NextSkill, NextSkills
    from mlgraph.analysis.reach import Reach, Reached
    from mlgraph.analysis.why import Link, Why
    from mlgraph.drawing.draw import Drawing, draw
    from mlgraph.errors import (
        AmbiguousNameError,
        DrawError,
        FileError,
        GraphFileError,
        MissingPackageError,
        MlgraphError,
        NoPlanError,
        UnknownNameError,
        UsageError,
    )
    from mlgraph.graphfile.load import load
    from mlgraph.model import Graph, Named
    from mlgraph.names import resolve
    from mlgraph.planner import Planner, compare, deadline, k_best, next_skills, plan, plan_many, reach, why
    from mlgraph.planning.joint_plans import Branch, JointPlans
    from mlgraph.planning.plan import Assumption, Costs, Plan, Stop, Study, Unavoidable

__all__ = [
    "AmbiguousNameError",
    "Assumption",
    "Branch",
    "Comparison",
    "Costs",
    "Deadline",
    "Description",
    "Diff",
    "DrawError",
    "Drawing",
    "FileError",
    "Graph",
    "GraphFileError",
    "JointPlans",
    "Link",
    "MissingPackageError",
    "MlgraphError",
    "Named",
    "NextSkill",
    "NextSkills",
    "NoPlanError",
    "Plan",
    "Planner",
    "Reach",
    "Reached",
    "Side",
    "Stop",
    "Study",
    "Unavoidable",
    "UnknownNameError",
    "UsageError",
    "Why",
    "compare",
    "deadline",
    "describe",
    "diff",
    "draw",
    "k_best",
    "load",
    "next_skills",
    "plan",
    "plan_many",
    "reach",
    "resolve",
    "why",
]

# the module of each public name
_MODULES = {
    "analysis.compare": ("Comparison", "Side"),
    "analysis.deadline": ("Deadline",),
    "analysis.describe": ("Description", "describe"),
    "analysis.diff": ("Diff", "diff"),
    "analysis.next_skills": ("NextSkill", "NextSkills"),
    "analysis.reach": ("Reach", "Reached"),
    "analysis.why": ("Link", "Why"),
    "drawing.draw": ("Drawing", "draw"),
    "errors": (
        "AmbiguousNameError",
        "DrawError",
        "FileError",
        "GraphFileError",
        "MissingPackageError",
        "MlgraphError",
        "NoPlanError",
        "UnknownNameError",
        "UsageError",
    ),
    "graphfile.load": ("load",),
    "model": ("Graph", "Named"),
    "names": ("resolve",),
    "planner": ("Planner", "compare", "deadline", "k_best", "next_skills", "plan", "plan_many", "reach", "why"),
    "planning.joint_plans": ("Branch", "JointPlans"),
    "planning.plan": ("Assumption", "Costs", "Plan", "Stop", "Study", "Unavoidable"),
}


def __getattr__(name: str) -> Any:
    """Return a public name; its module is only loaded when it is asked for, since networkx alone takes 0.1 s."""
    for module, names in _MODULES.items():
        if name in names:
            globals().update({name: getattr(import_module(f"mlgraph.{module}"), name) for name in names})
            return globals()[name]
    raise AttributeError(f"module 'mlgraph' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
