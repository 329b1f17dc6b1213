"""Questions to the server about the bundled graph and a graph of layers."""

_WAYPOINTS = """
ai-engineer ai-evaluation-specialist ai-product-manager analytics-engineer applied-scientist
business-intelligence-developer chief-data-scientist computer-vision-engineer data-analyst data-engineer data-scientist
director-of-data-science junior-data-scientist leadership machine-learning-engineer ml-consultant ml-educator
ml-platform-engineer ml-team-lead mlops-engineer
"""
EASY = "api/plan?from=beginner&to=data-scientist"
HARD = {
    "waypoints": f"api/plan?from=beginner&to=ai-architect&via={'&via='.join(_WAYPOINTS.split())}",
    "effort": "api/plan?from=a&to=z&by=hours",
    "alternatives": "api/plans?from=a&to=z&by=hours",
}
