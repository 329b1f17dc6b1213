"""A step back: a post on the way that lies below both ends of a plan, and the fastest route without such a post.

The fastest route may pass a post that an experienced person would hardly take, such as a junior post between two senior
posts. Such a route is often only a little faster than the fastest route without a step back.
"""

from dataclasses import dataclass
from datetime import date

from mlgraph.model import Named, name_node
from mlgraph.planning.plan import Costs, Plan
from mlgraph.planning.solver import Solver
from mlgraph.results import Result
from mlgraph.search.budget import Budget

# the fastest route without a step back may arrive this number of months later, or else the step back is worth it
MOST_LATER = 6


@dataclass(frozen=True)
class StepBack(Result):
    """The posts of a plan that are a step back, and the fastest route without such posts.

    The stage of a step back comes before the stages of both the first and the last position of the plan. If a step back
    saves more than half a year, only posts of still earlier stages count.

    Attributes
    ----------
    posts : tuple of Named
        The posts of the plan that are a step back.
    instead : tuple of Named
        The posts between the first and the last position of the fastest route without a step back.
    costs : Costs
        The months, the hours of study and the job changes of the fastest route without a step back.
    arrives_on : datetime.date or None
        The day of arrival by the fastest route without a step back, or None if this day is after the year 9999.

    Examples
    --------
    >>> import mlgraph
    >>> planner = mlgraph.Planner(mlgraph.load())
    >>> found = planner.step_back(planner.plan("founder", "senior data analyst"))
    >>> [post.title for post in found.posts]
    ['Data analyst']
    """

    posts: tuple[Named, ...]
    instead: tuple[Named, ...]
    costs: Costs
    arrives_on: date | None


def find_step_back(solver: Solver, plan: Plan, budget: Budget) -> StepBack | None:
    """Find the posts of a plan that are a step back, and the fastest route without such posts.

    Return None if no post of the plan is a step back, or if every route without one arrives over half a year later.
    Return None, too, if the plan is not proven the fastest, or if the budget is spent.
    """
    if plan.objective != "months" or not plan.optimal:
        return None
    for posts, found in solver.list_without_step_back(plan, budget):
        if found.costs.months <= plan.months + MOST_LATER:
            nodes = solver.graph.nodes
            between = (name for name in found.positions[1:-1] if nodes[name]["kind"] == "role")
            instead = tuple(name_node(solver.graph, name) for name in between)
            return StepBack(posts, instead, found.costs, found.arrives_on)
    return None
