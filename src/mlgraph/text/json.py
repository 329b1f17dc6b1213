"""Results as JSON."""

import json
from typing import Any

from mlgraph.results import unfolded


def to_json(value: Any, indent: int | None = 2) -> str:
    """Return a value of plain types, days or dataclasses as JSON, in ASCII; without `indent`, on one line."""
    # a copy in plain types would take more memory than a large answer itself
    return json.dumps(value, default=unfolded, indent=indent, separators=None if indent else (",", ":"))
