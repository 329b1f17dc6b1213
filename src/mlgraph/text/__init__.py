"""Conversion of plans and other results to lines of text for a terminal, and to JSON."""

from importlib import import_module

from mlgraph.results import Result

# the function that writes each class of results; its module is imported on first use
_WRITERS = {
    "Comparison": "advice:comparison_lines",
    "Deadline": "plan:deadline_line",
    "Description": "node:description_lines",
    "Diff": "diff:diff_lines",
    "Histories": "histories:histories_lines",
    "JointPlans": "advice:joint_plans_lines",
    "Match": "match:match_lines",
    "Laws": "laws:laws_lines",
    "NextSkills": "advice:next_lines",
    "Plan": "plan:plan_lines",
    "Progress": "progress:progress_lines",
    "Reach": "advice:reach_lines",
    "Unavoidable": "plan:unavoidable_line",
    "Why": "advice:why_lines",
}


def render(result: Result) -> str:
    """Convert a result of mlgraph, such as a plan, to the plain text that its command prints to a pipe."""
    module, _, function = _WRITERS[type(result).__name__].partition(":")
    formatting = import_module("mlgraph.text.formatting")
    text: str = formatting.plain(getattr(import_module(f"mlgraph.text.{module}"), function)(result))
    return text
