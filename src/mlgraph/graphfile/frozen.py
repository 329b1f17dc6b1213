"""Dictionaries that cannot be changed: the attributes of a loaded graph."""

from typing import Any, NoReturn


class FrozenDict(dict[str, Any]):
    """A dictionary that can be read, compared, copied and pickled as any other, but not changed.

    `dict(...)`, `copy` and `|` return plain dictionaries. `types.MappingProxyType` cannot be pickled.
    """

    __slots__ = ()

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("a loaded graph cannot be changed: change a copy, networkx.DiGraph(graph)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        """Return what makes it again in another process."""
        return FrozenDict, (dict(self),)


def freeze(value: dict[str, Any]) -> FrozenDict:
    """Return a dictionary, and those in it, as frozen ones."""
    return FrozenDict({key: freeze(part) if isinstance(part, dict) else part for key, part in value.items()})
