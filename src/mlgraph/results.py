"""Base classes of mlgraph's answers, and their conversion to text, dictionaries, JSON Schemas and data frames."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from importlib import import_module
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from mlgraph.errors import MissingPackageError

if TYPE_CHECKING:
    import pandas

# in JSON, these fields have the names of the command line's options
_KEYS = {"source": "from", "target": "to"}
_SCHEMAS: dict[Any, dict[str, Any]] = {
    **{str: {"type": "string"}, bool: {"type": "boolean"}, int: {"type": "integer"}, float: {"type": "number"}},
    **{NoneType: {"type": "null"}, date: {"type": "string", "format": "date"}, Any: {}},
}


class Result:
    """An answer of mlgraph, such as a plan. Python's function `str` converts an answer to a text."""

    def __str__(self) -> str:
        # imported late: `text` is a higher layer
        text: str = import_module("mlgraph.text").render(self)
        return text

    def to_dict(self) -> dict[str, Any]:
        """Convert an answer to built-in types, with the same content as the JSON that the command line prints.

        Returns
        -------
        dict
            The attributes of the answer as dict, list, str, int, float, bool or None. In the dictionary, the attributes
            `source` and `target` of the answer are called `from` and `to`. In the dictionary, dates are texts as
            YYYY-MM-DD.

        Examples
        --------
        >>> import mlgraph
        >>> plan = mlgraph.plan(mlgraph.load(), "data scientist", "ML team lead")
        >>> plan.to_dict()["from"]
        'data-scientist'
        """
        found: dict[str, Any] = to_plain(self)
        return found


class Tabular(Result):
    """An answer that `to_frame` converts to a pandas data frame."""

    def to_frame(self) -> "pandas.DataFrame":
        """Convert an answer to a pandas data frame, with the same rows as the table that the command line prints.

        Returns
        -------
        pandas.DataFrame
            A data frame with a row for each role, skill, stay in a position, or difference of two graphs in the answer.
            In the data frame, cells without a value are missing values of pandas.

        Raises
        ------
        MissingPackageError
            Raised if pandas is not installed.

        Examples
        --------
        >>> import mlgraph
        >>> found = mlgraph.reach(mlgraph.load(), "data scientist", within=24)
        >>> [*found.to_frame().columns[:4]]
        ['id', 'title', 'arrives_on', 'months']
        """
        table = import_module("mlgraph.text.tables").tabulate(self)
        return make_frame(table.columns, table.rows)


def to_plain(value: Any) -> Any:
    """Convert a value that consists of dataclasses, dictionaries, tuples and dates to the types of JSON."""
    value = unfold(value)
    if isinstance(value, dict):
        return {key: to_plain(entry) for key, entry in value.items()}
    return [to_plain(entry) for entry in value] if isinstance(value, (tuple, list)) else value


def unfold(value: Any) -> Any:
    """Convert a dataclass to a dictionary with the same values, and a date to text; return other values unchanged."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name_key(field.name): getattr(value, field.name) for field in fields(value)}
    return value.isoformat() if isinstance(value, date) else value


def name_key(field: str) -> str:
    """Return the key in JSON that stands for an attribute of an answer, such as "from" for `source`."""
    return _KEYS.get(field, field)


def describe_type(kind: Any, schemas: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Return the JSON Schema of the values that `to_plain` makes from values of the type `kind`.

    The function puts the JSON Schema of each dataclass in the type into `schemas`, under the name of the class. In the
    returned JSON Schema, references to the JSON Schemas in `schemas` begin with `prefix`, such as "#/$defs/".
    """
    if isinstance(kind, type) and is_dataclass(kind):
        if kind.__name__ not in schemas:
            hints = get_type_hints(kind)
            known = {name_key(field.name): hints[field.name] for field in fields(kind)}
            schemas[kind.__name__] = {
                "type": "object",
                "properties": {key: describe_type(hint, schemas, prefix) for key, hint in known.items()},
                "required": [*known],
                "additionalProperties": False,
            }
        return {"$ref": f"{prefix}{kind.__name__}"}
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": [*parts]}
    if origin is UnionType:
        return {"anyOf": [describe_type(part, schemas, prefix) for part in parts]}
    if origin is dict:
        return {"type": "object", "additionalProperties": describe_type(parts[1], schemas, prefix)}
    if origin is tuple and parts[-1] is Ellipsis:
        return {"type": "array", "items": describe_type(parts[0], schemas, prefix)}
    if origin is tuple:
        items = [describe_type(part, schemas, prefix) for part in parts]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    return dict(_SCHEMAS[kind])


def make_frame(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> "pandas.DataFrame":
    """Make a pandas data frame from rows of values. Raises MissingPackageError if pandas is not installed."""
    try:
        import pandas
    except ImportError as error:
        raise MissingPackageError("a data frame needs pandas: pip install pandas") from error
    return pandas.DataFrame(list(rows), columns=list(columns))
