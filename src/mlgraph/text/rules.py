"""Text about the rules by which an importer filled in values that its catalogue lacks.

If the catalogue of an imported graph lacks figures, such as hours of study, the importer fills them in by rules.
Answers name the rules of the importer, so that nobody mistakes a figure from a rule for a fact.
"""

from mlgraph.model import IN_SHORT, RULES, Graph


def describe_import(graph: Graph) -> str:
    """Return one line on the rules by which an importer filled in values of a graph, or "" for any other graph."""
    said = _find_rules(graph).get(IN_SHORT)
    return f"an imported graph: {said}" if said else ""


def list_import_rules(graph: Graph) -> list[str]:
    """Return a line for each rule by which an importer filled in values of a graph.

    Examples
    --------
    >>> import mlgraph
    >>> list_import_rules(mlgraph.load())
    ['This graph is not an import, and has no rules of one.']
    """
    rules = {key: text for key, text in sorted(_find_rules(graph).items()) if key != IN_SHORT}
    lines = [f"{key}: {text}" for key, text in rules.items()]
    return lines or ["This graph is not an import, and has no rules of one."]


def _find_rules(graph: Graph) -> dict[str, str]:
    source = graph.graph.get("sources", {}).get(RULES, {})
    # a graph that is not an import may have a source of this name
    points: dict[str, str] = source.get("points", {}) if source.get("publisher") == "mlgraph" else {}
    return points
