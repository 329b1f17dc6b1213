"""Career plans for machine learning, exact and explained, on a plain `networkx` graph.

>>> import mlgraph
>>> graph = mlgraph.load()
>>> plan = mlgraph.plan(graph, "data scientist", "ML team lead", have=["leading people"])
>>> plan.steps, plan.months
(2, 36.0)
"""

from mlgraph.draw import Drawing, draw
from mlgraph.errors import MlgraphError
from mlgraph.model import Graph
from mlgraph.plan import Plan
from mlgraph.planner import Planner, plan
from mlgraph.query import Description, describe
from mlgraph.store import load

__all__ = ["Description", "Drawing", "Graph", "MlgraphError", "Plan", "Planner", "describe", "draw", "load", "plan"]
