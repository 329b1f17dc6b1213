"""The nodes in the tables of a graph file, with their requirements."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from mlgraph.model import KINDS


class Node(NamedTuple):
    """A node of a graph file, with its table and its well-formed requirements.

    Each tuple in `needs` is a requirement, and any one skill of the tuple meets the requirement.

    `indices` has the index of each requirement in the list `needs` of the graph file. The list `needs` of the graph
    file may also have malformed requirements, which the tuple `needs` leaves out.
    """

    kind: str
    name: str
    table: dict[str, Any]
    needs: tuple[tuple[str, ...], ...]
    indices: Sequence[int]


def list_nodes(tables: dict[str, Any]) -> list[Node]:
    """Return the nodes in the document of a graph file.

    The result leaves out a node whose value in the graph file is not a table.
    """
    return list(_make_nodes(tables))


def _make_nodes(tables: dict[str, Any]) -> Iterator[Node]:
    for kind in KINDS:
        entries = tables.get(kind)
        for name, table in entries.items() if isinstance(entries, dict) else ():
            if isinstance(table, dict):
                yield Node(kind, name, table, *_parse_needs(table.get("needs", [])))


def _parse_needs(needs: Any) -> tuple[tuple[tuple[str, ...], ...], Sequence[int]]:
    """Return the well-formed requirements of a node, and their indices in the list `needs` of the graph file."""
    if not isinstance(needs, list):
        return (), ()
    if set(map(type, needs)) <= {str}:  # the fast path if no requirement has alternatives
        return tuple(zip(needs)), range(len(needs))
    groups = [(group,) if isinstance(group, str) else group for group in needs]
    indices = [i for i, group in enumerate(groups) if _is_requirement(group)]
    return tuple(tuple(groups[i]) for i in indices), indices


def _is_requirement(group: Any) -> bool:
    return isinstance(group, list | tuple) and len(group) > 0 and all(isinstance(skill, str) for skill in group)
