"""Results as JSON."""

import json
from typing import Any

from mlgraph.results import to_plain


def to_json(value: Any, indent: int | None = 2) -> str:
    """Return a value of plain types, days or dataclasses as JSON, in ASCII; without `indent`, on one line."""
    return json.dumps(to_plain(value), indent=indent, separators=None if indent else (",", ":"))
