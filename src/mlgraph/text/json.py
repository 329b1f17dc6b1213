"""Conversion of plans, other results and errors to JSON."""

import json
from dataclasses import dataclass
from typing import Any

from mlgraph.errors import Diagnostic, MlgraphError
from mlgraph.results import unfold


@dataclass(frozen=True)
class ErrorText:
    """The description of an error in JSON.

    `kind` is the name of the class of the error in `mlgraph.errors`. For an ambiguous name, `candidates` has the ids of
    all nodes with the name. For an unknown name, `nearest` has the ids of nodes with similar names. If no path leads to
    the target, `nearest` has the id of the reachable position nearest to the target. The nearest position is the one
    with the fewest moves, in either direction, between it and the target. A stage is `nearest` only if the person can
    reach no role. If the graph has no move to the target, `nearest` has the id of the position where the person begins.
    `nearest` also has the id of this position if a condition of the request, or a lack of experience, prevents all
    plans. `diagnostics` has the mistakes in a graph file.
    """

    kind: str
    message: str
    candidates: tuple[str, ...]
    nearest: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Failure:
    """The JSON answer of a command that failed."""

    error: ErrorText


@dataclass(frozen=True)
class ExportReport:
    """The JSON answer of the command `export`.

    `optimal` says whether the plan in the exported file is proven the best, or is None if the file has no plan.
    """

    file: str
    format: str
    optimal: bool | None


def to_json(value: Any, indent: int | None = 2) -> str:
    """Convert a value of plain types, dates or dataclasses to JSON that has only ASCII characters.

    With `indent=None`, the JSON is on one line.
    """
    # convert values one by one: a copy of the whole answer would take more memory than the answer itself
    return json.dumps(value, default=unfold, indent=indent, separators=None if indent else (",", ":"))


def dump_error(error: MlgraphError, message: str) -> str:
    """Return an error as JSON, with only the first line of `message` if the JSON lists the diagnostics of the error."""
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
