"""Immutable dictionaries, for the attributes of a loaded graph."""

from typing import Any, NoReturn


class FrozenDict(dict[str, Any]):
    """An immutable dictionary.

    A FrozenDict can be read, compared, copied and pickled like a `dict`. On a FrozenDict, `dict(...)`, `copy` and `|`
    return plain dictionaries, which can be changed. A FrozenDict stands in for `types.MappingProxyType`, which pickle
    does not support.
    """

    __slots__ = ()

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("a loaded graph cannot be changed; change a copy, networkx.DiGraph(graph)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        """Return the class and the content from which pickle restores a FrozenDict."""
        return FrozenDict, (dict(self),)


def freeze(value: dict[str, Any]) -> FrozenDict:
    """Return an immutable copy of a dictionary, in which nested dictionaries are immutable, too."""
    return FrozenDict({key: freeze(part) if isinstance(part, dict) else part for key, part in value.items()})


def freeze_lists(value: Any) -> Any:
    """Return an immutable copy of a value, with tuples for lists and frozen dictionaries for dictionaries."""
    if isinstance(value, dict):
        return FrozenDict({key: freeze_lists(part) for key, part in value.items()})
    return tuple(map(freeze_lists, value)) if isinstance(value, list | tuple) else value
