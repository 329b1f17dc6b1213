"""The common form of results: a text, plain dictionaries, and data frames."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mlgraph.errors import MissingPackageError

if TYPE_CHECKING:
    import pandas

# JSON names the ends of a move or a plan as the command line does
_KEYS = {"source": "from", "target": "to"}


class Result:
    """An answer: `str` gives the text of the command line, `to_dict` the same in plain types."""

    def __str__(self) -> str:
        # the text lies in a layer above, which nothing below it may import
        text: str = import_module("mlgraph.text").render(self)
        return text

    def to_dict(self) -> dict[str, Any]:
        """Return the result in plain types (dict, list, str, numbers, bool, None), as the JSON of the command line.

        Returns
        -------
        dict
            The fields of the result; `source` and `target` are called `from` and `to`, and a day is written as
            YYYY-MM-DD.
        """
        found: dict[str, Any] = to_plain(self)
        return found


def to_plain(value: Any) -> Any:
    """Return a value of dataclasses, mappings, tuples and days in the types that JSON has."""
    value = unfolded(value)
    if isinstance(value, dict):
        return {key: to_plain(entry) for key, entry in value.items()}
    return [to_plain(entry) for entry in value] if isinstance(value, (tuple, list)) else value


def unfolded(value: Any) -> Any:
    """Return a dataclass as a dictionary of its values, a day as text, and any other value as it is."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key_of(field.name): getattr(value, field.name) for field in fields(value)}
    return value.isoformat() if isinstance(value, date) else value


def key_of(field: str) -> str:
    """Return the key that JSON has for the field of a result."""
    return _KEYS.get(field, field)


def frame(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> "pandas.DataFrame":
    """Return rows as a pandas data frame. Raises MissingPackageError where pandas is not installed."""
    try:
        import pandas
    except ImportError as error:
        raise MissingPackageError("a data frame needs pandas: pip install pandas") from error
    return pandas.DataFrame(list(rows), columns=list(columns))
