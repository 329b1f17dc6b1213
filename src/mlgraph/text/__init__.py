"""Conversion of plans and other results to lines of text for a terminal, and to JSON."""

from importlib import import_module

from mlgraph.results import Result

# the function that writes each class of results; its module is imported on first use
_WRITERS = {
    "Comparison": "advice:render_comparison",
    "Deadline": "plan:describe_deadline",
    "Description": "node:render_description",
    "Diff": "diff:render_diff",
    "Histories": "histories:render_histories",
    "JointPlans": "advice:render_joint_plans",
    "Match": "match:render_match",
    "Laws": "laws:render_laws",
    "NextSkills": "advice:render_next",
    "Plan": "plan:render_plan",
    "Progress": "progress:render_progress",
    "Reach": "advice:render_reach",
    "StepBack": "plan:describe_step_back",
    "Unavoidable": "plan:describe_unavoidable",
    "Why": "advice:render_why",
}


def render(result: Result) -> str:
    """Convert a result of mlgraph, such as a plan, to the plain text that its command prints to a pipe."""
    module, _, function = _WRITERS[type(result).__name__].partition(":")
    formatting = import_module("mlgraph.text.formatting")
    text: str = formatting.remove_escapes(getattr(import_module(f"mlgraph.text.{module}"), function)(result))
    return text
