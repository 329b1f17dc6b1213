"""Questions to the server: on the graph that comes with mlgraph, and on one of layers beside it."""

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
