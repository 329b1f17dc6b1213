"""Overlays, which are graph files that change earlier graph files.

A merge joins graph files into one document, entry by entry. A table of an overlay, such as `[role.x]`, adds its keys to
the same table of earlier files. A value in an overlay replaces the value of the same key in earlier files, unless both
values are tables.

If the values of a key in two files are tables, such as `leads_to`, `reasons` or `points`, the merge joins them key by
key. In an overlay, the value `false` removes a key in `leads_to`, `reasons` or `points`, such as a move that a company
does not have. If the value of a key is not a table, such as the list `needs`, the value in the overlay replaces the
whole value.

The merged graph has the `title` of the last file that has one. The merged graph has the `attribution` of every file,
since licences require it. An overlay cannot remove a node or change its kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlgraph.graphfile.document import Document

Tables = dict[str, Any]
# tables nest this deep: kind, id, key, and the entries of the key
_DEPTH = 3


@dataclass(frozen=True)
class Override:
    """A value that a later file replaces, with the new value, and with the file and line of the two values.

    `keys` are the keys that lead to the value. `after` is None if the later file removes the value.
    """

    keys: tuple[str, ...]
    before: Any
    after: Any
    file: str
    line: int
    earlier_file: str
    earlier_line: int


def merge_documents(first: Document, *later: Document) -> Document:
    """Merge documents into one document. Each document is an overlay on the documents before it.

    If only one document is given, return it unchanged.
    """
    layers, tables = (first, *later), first.tables
    for layer in later:
        tables = _merge(tables, layer.tables)
    attributions = [layer.tables["attribution"] for layer in layers if "attribution" in layer.tables]
    if all(isinstance(each, str) for each in attributions) and len(attributions) > 1:
        tables = tables | {"attribution": " ".join(dict.fromkeys(attributions))}
    return Document(", ".join(layer.path for layer in layers if layer.path), "", tables, layers) if later else first


def list_overrides(document: Document) -> tuple[Override, ...]:
    """Return the values of earlier files that later files of a document replace, in the order of files and lines."""
    found: list[Override] = []
    for count, layer in enumerate(document.layers):
        if count:
            below = merge_documents(*document.layers[:count])
            changes = (
                Override(keys, before, after, *layer.find_place(keys), *below.find_place(keys))
                for keys, before, after in _find_replacements(below.tables, layer.tables)
            )
            found += sorted(changes, key=lambda change: (change.line, change.keys))
    return tuple(found)


def _merge(below: Tables, above: Tables, depth: int = _DEPTH) -> Tables:
    merged = dict(below)
    for key, value in above.items():
        earlier = merged.get(key)
        if depth and isinstance(value, dict) and isinstance(earlier, dict):
            merged[key] = _merge(earlier, value, depth - 1)
        elif value is False and key in below and not depth:
            del merged[key]
        else:
            merged[key] = value
    return merged


def _find_replacements(
    below: Tables, above: Tables, around: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Yield the keys that lead to each value that a later file replaces, with the old and the new value."""
    for key, value in above.items():
        if key not in below or below[key] == value or (*around, key) == ("attribution",):
            continue
        if len(around) < _DEPTH and isinstance(value, dict) and isinstance(below[key], dict):
            yield from _find_replacements(below[key], value, (*around, key))
        else:
            yield (*around, key), below[key], None if value is False else value
