"""Career plans for machine learning, exact and explained, on a `networkx` graph.

>>> import mlgraph
>>> graph = mlgraph.load()
"""

from mlgraph.errors import MlgraphError
from mlgraph.model import Graph
from mlgraph.plan import Plan, plan
from mlgraph.store import load

__all__ = ["Graph", "MlgraphError", "Plan", "load", "plan"]
