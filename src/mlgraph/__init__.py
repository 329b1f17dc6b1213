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
    from mlgraph.asking import Wishes
    from mlgraph.changes import Diff, diff
    from mlgraph.comparison import compare
    from mlgraph.deadlines import deadline
    from mlgraph.drawing import Drawing, draw
    from mlgraph.errors import (
        AmbiguousNameError,
        DrawError,
        FileError,
        GraphFileError,
        MlgraphError,
        NoPlanError,
        UnknownNameError,
        UsageError,
    )
    from mlgraph.hedging import hedge
    from mlgraph.model import Graph
    from mlgraph.planner import Planner, plan
    from mlgraph.plans import Plan
    from mlgraph.query import Description, describe
    from mlgraph.ranking import next_skills, reach
    from mlgraph.reasons import why
    from mlgraph.store import load

__all__ = [
    "AmbiguousNameError",
    "Description",
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
    "compare",
    "deadline",
    "describe",
    "diff",
    "draw",
    "hedge",
    "load",
    "next_skills",
    "plan",
    "reach",
    "why",
]

_PLACES = {
    "asking": ("Wishes",),
    "changes": ("Diff", "diff"),
    "comparison": ("compare",),
    "deadlines": ("deadline",),
    "drawing": ("Drawing", "draw"),
    "errors": (
        "AmbiguousNameError",
        "DrawError",
        "FileError",
        "GraphFileError",
        "MlgraphError",
        "NoPlanError",
        "UnknownNameError",
        "UsageError",
    ),
    "hedging": ("hedge",),
    "model": ("Graph",),
    "planner": ("Planner", "plan"),
    "plans": ("Plan",),
    "query": ("Description", "describe"),
    "ranking": ("next_skills", "reach"),
    "reasons": ("why",),
    "store": ("load",),
}


def __getattr__(name: str) -> Any:
    """Return a public name; its module is only loaded when it is asked for, since networkx alone takes 0.1 s."""
    for module, names in _PLACES.items():
        if name in names:
            globals().update({name: getattr(import_module(f"mlgraph.{module}"), name) for name in names})
            return globals()[name]
    raise AttributeError(f"module 'mlgraph' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
