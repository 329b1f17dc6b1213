"""Resources of a graph, which are courses, books and pages to learn skills from."""

from dataclasses import dataclass
from typing import Any

from mlgraph.model import Graph


@dataclass(frozen=True)
class Resource:
    """A course, book or page to learn a skill from.

    Attributes
    ----------
    id, title : str
        Id and title.
    publisher, url, language : str
        Publisher, web address and language. Values that the graph does not state are empty.
    hours_low, hours_high : float or None
        The least and the most hours of work, as the source states them. If the source states only one number, both
        values are equal. If the source states no number, both values are None.
    free : bool or None
        Whether the resource is free. None if the graph does not state it.

    Examples
    --------
    >>> import mlgraph
    >>> resource = mlgraph.describe(mlgraph.load(), "linear algebra").learn_with[0]
    >>> resource.free, resource.url.startswith("https://")
    (True, True)
    """

    id: str
    title: str
    publisher: str
    url: str
    hours_low: float | None
    hours_high: float | None
    free: bool | None
    language: str


def list_resources(graph: Graph, skill: str) -> tuple[Resource, ...]:
    """Return the courses, books and pages for a skill, the best one first."""
    resources = graph.graph.get("resources", {})
    return tuple(
        Resource(
            id=name,
            title=resources[name]["title"],
            publisher=resources[name].get("publisher", ""),
            url=resources[name]["url"],
            **_hours(resources[name].get("hours")),
            free=resources[name].get("free"),
            language=resources[name].get("language", ""),
        )
        for name in graph.nodes[skill].get("learn_with", ())
    )


def _hours(hours: Any) -> dict[str, Any]:
    low, high = hours if isinstance(hours, tuple) else (hours, hours)
    return {"hours_low": low, "hours_high": high}
