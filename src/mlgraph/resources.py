"""Resources of a graph: courses, books and pages to learn skills from."""

from dataclasses import dataclass
from typing import Any

from mlgraph.model import Graph


@dataclass(frozen=True)
class Resource:
    """A course, book or page to learn a skill from.

    Attributes
    ----------
    id, title : str
        The id and the title of the resource.
    publisher, url, language : str
        The publisher, the web address and the language of the resource, or an empty text for each that the graph lacks.
    hours_low, hours_high : float or None
        The least and the most hours of work that the publisher states, or None if the publisher states no number. If
        the publisher states only one number of hours, `hours_low` and `hours_high` are equal.
    free : bool or None
        Whether the resource is free of charge, or None if the graph does not state it.

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
    """Return the courses, books and pages to learn a skill from, in the order in which the graph recommends them."""
    resources = graph.graph.get("resources", {})
    return tuple(
        Resource(
            id=name,
            title=resources[name]["title"],
            publisher=resources[name].get("publisher", ""),
            url=resources[name]["url"],
            **_add_hours(resources[name].get("hours")),
            free=resources[name].get("free"),
            language=resources[name].get("language", ""),
        )
        for name in graph.nodes[skill].get("learn_with", ())
    )


def _add_hours(hours: Any) -> dict[str, Any]:
    low, high = hours if isinstance(hours, tuple) else (hours, hours)
    return {"hours_low": low, "hours_high": high}
