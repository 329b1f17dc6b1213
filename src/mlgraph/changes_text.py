"""What changed, as lines for a terminal: between two graphs, and by a file that is laid over others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlgraph.errors import shown
from mlgraph.text import quantity

if TYPE_CHECKING:
    from mlgraph.overlay import Override


def override_line(change: Override) -> str:
    """Return where a file says something else than an earlier one, and what."""
    *node, key = [shown(key) for key in change.keys]
    if len(node) > 2:  # an entry of a key that holds a table
        *node, around = node
        key = f"months to {key}" if around == "leads_to" else f"{around}, {key}"
    what = f"{' '.join(node)}: {key}" if node else key
    file, earlier = shown(change.file, 200), shown(change.earlier_file, 200)
    return f"{file}:{change.line}: {what} {instead(change.before, change.after)} ({earlier}:{change.earlier_line})"


def instead(before: Any, after: Any) -> str:
    """Return what one value, which stands instead of another, says otherwise.

    >>> instead(36, 24), instead(["sql", "r"], ["sql", ["python", "r"]])
    ('24 instead of 36', 'also python or r; no longer r')
    """
    if not (isinstance(before, list | tuple) and isinstance(after, list | tuple)):
        return f"{value(after)} instead of {value(before)}"
    more = [entry for entry in after if entry not in before]
    fewer = [entry for entry in before if entry not in after]
    parts = [f"also {value(more)}"] * bool(more) + [f"no longer {value(fewer)}"] * bool(fewer)
    return "; ".join(parts) or "in another order"


def value(said: Any) -> str:
    """Return a value of a graph file in words, on one line.

    >>> value(["sql", ["python", "r"]]), value(1200), value({"months": 12, "tier": "near"})
    ('sql, python or r', '1,200', 'months 12, tier near')
    """
    if isinstance(said, Mapping):
        return ", ".join(f"{shown(key)} {value(entry)}" for key, entry in said.items()) or "nothing"
    if isinstance(said, list | tuple):
        entries = (
            " or ".join(map(shown, entry)) if isinstance(entry, list | tuple) else value(entry) for entry in said
        )
        return ", ".join(entries) or "nothing"
    return quantity(said + 0) if isinstance(said, int | float) else shown(said or "nothing")
