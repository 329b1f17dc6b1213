"""Results and errors as JSON."""

import json
from dataclasses import dataclass
from typing import Any

from mlgraph.errors import Diagnostic, MlgraphError
from mlgraph.results import unfold


@dataclass(frozen=True)
class ErrorText:
    """An error in JSON.

    `kind` is the name of the class in `mlgraph.errors`. `candidates` are the ids of nodes that an ambiguous name may
    mean. `nearest` are the ids of nodes with similar names, or of the position nearest to a target. `diagnostics` are
    the mistakes of a file.
    """

    kind: str
    message: str
    candidates: tuple[str, ...]
    nearest: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Failure:
    """The answer of a command that failed."""

    error: ErrorText


@dataclass(frozen=True)
class ExportReport:
    """The answer of `export`: the written file, and whether its plan is proven the best (None: no plan)."""

    file: str
    format: str
    optimal: bool | None


def to_json(value: Any, indent: int | None = 2) -> str:
    """Return a value of plain types, dates or dataclasses as JSON in ASCII.

    The JSON is on one line if `indent` is None.
    """
    # no copy in plain types, which would take more memory than the answer
    return json.dumps(value, default=unfold, indent=indent, separators=None if indent else (",", ":"))


def error_json(error: MlgraphError, message: str) -> str:
    """Return an error as JSON. The message is for a person, and has only its first line if there are diagnostics."""
    nearest = getattr(error, "nearest", ())
    diagnostics = getattr(error, "diagnostics", ())
    text = ErrorText(
        kind=type(error).__name__,
        message=message.partition("\n")[0] if diagnostics else message,
        candidates=getattr(error, "candidates", ()),
        nearest=(nearest,) if isinstance(nearest, str) else nearest,
        diagnostics=diagnostics,
    )
    return to_json(Failure(text))
