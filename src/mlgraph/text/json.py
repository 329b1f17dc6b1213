"""Results as JSON."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

# what leads `from` somewhere leads `to` somewhere, in JSON
NAMES = {"source": "from", "target": "to"}


def to_json(value: Any, indent: int | None = 2) -> str:
    """Return a value of plain types, days or dataclasses as JSON, in ASCII; without `indent`, on one line."""
    return json.dumps(value, default=_plain, indent=indent, separators=None if indent else (",", ":"))


def fields(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass as JSON names them: what leads `from` somewhere leads `to` somewhere."""
    return {NAMES.get(field.name, field.name): getattr(value, field.name) for field in dataclasses.fields(value)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else fields(value)
