"""Immutable dictionaries, for the attributes of a loaded graph."""

from typing import Any, NoReturn


class FrozenDict(dict[str, Any]):
    """An immutable dictionary.

    Reading, comparison, copying and pickling work as for `dict`. `dict(...)`, `copy` and `|` return plain dictionaries.
    `types.MappingProxyType` cannot be used, since it cannot be pickled.
    """

    __slots__ = ()

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("a loaded graph cannot be changed; change a copy, networkx.DiGraph(graph)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        """Return the class and the content from which pickle restores the dictionary."""
        return FrozenDict, (dict(self),)


def freeze(value: dict[str, Any]) -> FrozenDict:
    """Return a frozen copy of a dictionary. Nested dictionaries are frozen as well."""
    return FrozenDict({key: freeze(part) if isinstance(part, dict) else part for key, part in value.items()})


def freeze_lists(value: Any) -> Any:
    """Return a copy of a value in which each list is a tuple and each dictionary is frozen."""
    if isinstance(value, dict):
        return FrozenDict({key: freeze_lists(part) for key, part in value.items()})
    return tuple(map(freeze_lists, value)) if isinstance(value, list | tuple) else value
