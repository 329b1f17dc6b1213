"""Conversion of results to text, plain dictionaries and data frames."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mlgraph.errors import MissingPackageError

if TYPE_CHECKING:
    import pandas

# the keys in JSON are those of the command line
_KEYS = {"source": "from", "target": "to"}


class Result:
    """An answer: `str` gives the text of the command line, `to_dict` the data in plain types."""

    def __str__(self) -> str:
        # imported late: `text` is a higher layer
        text: str = import_module("mlgraph.text").render(self)
        return text

    def to_dict(self) -> dict[str, Any]:
        """Return the result in plain types, equal to the JSON of the command line.

        Returns
        -------
        dict
            The fields of the result as dict, list, str, int, float, bool or None. `source` and `target` become `from`
            and `to`; dates become YYYY-MM-DD.

        Examples
        --------
        >>> import mlgraph
        >>> plan = mlgraph.plan(mlgraph.load(), "data scientist", "ML team lead")
        >>> plan.to_dict()["from"]
        'data-scientist'
        """
        found: dict[str, Any] = to_plain(self)
        return found


def to_plain(value: Any) -> Any:
    """Return a value of dataclasses, dictionaries, tuples and dates in the types of JSON."""
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
    """Return the JSON key of a field."""
    return _KEYS.get(field, field)


def frame(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> "pandas.DataFrame":
    """Return rows as a pandas data frame. Raises MissingPackageError without pandas."""
    try:
        import pandas
    except ImportError as error:
        raise MissingPackageError("a data frame needs pandas: pip install pandas") from error
    return pandas.DataFrame(list(rows), columns=list(columns))
