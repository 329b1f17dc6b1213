"""Several graph files as one: later files add to and override earlier ones, by id.

A table such as `[role.x]` adds its keys to those of the same table in earlier files and replaces the ones that are
there. A key that holds a table itself (`leads_to`, `reasons`, the `points` of a source) is merged entry by entry, and
`false` takes an entry of earlier files away: a move that a company does not know. Every other value is replaced whole,
`needs` included. Of `title` the last one stands; every `attribution` stays, since licences ask for it. A node is never
taken away and never changes its kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlgraph.graphfile.document import Document

Tables = dict[str, Any]
# kinds, ids, keys and the entries of a key: so many tables stand in one another
_DEPTH = 3


@dataclass(frozen=True)
class Override:
    """A value that a later file replaces: its keys from the top, both values, and where each stands.

    `after` is None where the later file takes it away.
    """

    keys: tuple[str, ...]
    before: Any
    after: Any
    file: str
    line: int
    earlier_file: str
    earlier_line: int


def merge_documents(first: Document, *later: Document) -> Document:
    """Return files as one, each laid over those before it; a file alone is returned as it is."""
    layers, tables = (first, *later), first.tables
    for layer in later:
        tables = _merge(tables, layer.tables)
    attributions = [layer.tables["attribution"] for layer in layers if "attribution" in layer.tables]
    if all(isinstance(each, str) for each in attributions) and len(attributions) > 1:
        tables = tables | {"attribution": " ".join(dict.fromkeys(attributions))}
    return Document(", ".join(layer.path for layer in layers if layer.path), "", tables, layers) if later else first


def overrides(document: Document) -> tuple[Override, ...]:
    """Return what each file of a document replaces in the files before it, in the order of files and lines."""
    found: list[Override] = []
    for count, layer in enumerate(document.layers):
        if count:
            below = merge_documents(*document.layers[:count])
            changes = (
                Override(keys, before, after, *layer.place(keys), *below.place(keys))
                for keys, before, after in _replacements(below.tables, layer.tables)
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


def _replacements(
    below: Tables, above: Tables, around: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Yield the keys of each value that is replaced, with both values."""
    for key, value in above.items():
        if key not in below or below[key] == value or (*around, key) == ("attribution",):
            continue
        if len(around) < _DEPTH and isinstance(value, dict) and isinstance(below[key], dict):
            yield from _replacements(below[key], value, (*around, key))
        else:
            yield (*around, key), below[key], None if value is False else value
