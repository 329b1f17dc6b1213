"""Career plans for machine learning, exact and explained, on a plain `networkx` graph.

>>> import mlgraph
>>> graph = mlgraph.load()
>>> plan = mlgraph.plan(graph, "data scientist", "ML team lead", have=["leading people"])
>>> plan.steps, plan.months
(2, 36.0)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlgraph.analysis.compare import compare
    from mlgraph.analysis.deadline import deadline
    from mlgraph.analysis.describe import Description, describe
    from mlgraph.analysis.diff import Diff, diff
    from mlgraph.analysis.multi_target import hedge
    from mlgraph.analysis.next_skills import next_skills
    from mlgraph.analysis.reach import reach
    from mlgraph.analysis.why import why
    from mlgraph.drawing.draw import Drawing, draw
    from mlgraph.errors import (
        AmbiguousNameError,
        Diagnostic,
        DrawError,
        FileError,
        GraphFileError,
        MlgraphError,
        NoPlanError,
        UnknownNameError,
        UsageError,
    )
    from mlgraph.graphfile.dump import save
    from mlgraph.graphfile.lint import check
    from mlgraph.graphfile.load import load, merge
    from mlgraph.model import Graph
    from mlgraph.planning.options import Wishes
    from mlgraph.planning.plan import Plan
    from mlgraph.planning.planner import Planner, plan

__all__ = [
    "AmbiguousNameError",
    "Description",
    "Diagnostic",
    "Diff",
    "DrawError",
    "Drawing",
    "FileError",
    "Graph",
    "GraphFileError",
    "MlgraphError",
    "NoPlanError",
    "Plan",
    "Planner",
    "UnknownNameError",
    "UsageError",
    "Wishes",
    "check",
    "compare",
    "deadline",
    "describe",
    "diff",
    "draw",
    "hedge",
    "load",
    "merge",
    "next_skills",
    "plan",
    "reach",
    "save",
    "why",
]

# the module of each public name
_MODULES = {
    "analysis.compare": ("compare",),
    "analysis.deadline": ("deadline",),
    "analysis.describe": ("Description", "describe"),
    "analysis.diff": ("Diff", "diff"),
    "analysis.multi_target": ("hedge",),
    "analysis.next_skills": ("next_skills",),
    "analysis.reach": ("reach",),
    "analysis.why": ("why",),
    "drawing.draw": ("Drawing", "draw"),
    "errors": (
        "AmbiguousNameError",
        "Diagnostic",
        "DrawError",
        "FileError",
        "GraphFileError",
        "MlgraphError",
        "NoPlanError",
        "UnknownNameError",
        "UsageError",
    ),
    "graphfile.dump": ("save",),
    "graphfile.lint": ("check",),
    "graphfile.load": ("load", "merge"),
    "model": ("Graph",),
    "planning.options": ("Wishes",),
    "planning.plan": ("Plan",),
    "planning.planner": ("Planner", "plan"),
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
