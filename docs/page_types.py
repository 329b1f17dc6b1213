"""Makes static/api.d.ts from the OpenAPI description of the server: `python docs/page_types.py`."""

import json
from pathlib import Path
from typing import Any

from mlgraph.web.openapi import describe_api

TYPES = Path(__file__).parents[1] / "src" / "mlgraph" / "web" / "static" / "api.d.ts"
_PLAIN = {"string": "string", "boolean": "boolean", "integer": "number", "number": "number", "null": "null"}


def declare_types() -> str:
    """Return an interface for each kind of answer, and for each part of one."""
    schemas = describe_api(has_profile=True)["components"]["schemas"]
    lines = ["// Types of the server's answers, made from its OpenAPI description by docs/page_types.py."]
    for name, schema in sorted(schemas.items()):
        needed = schema["required"]
        fields = (
            f"  {key}{'' if key in needed else '?'}: {_type(value)};" for key, value in schema["properties"].items()
        )
        lines += ["", f"export interface {name} {{", *fields, "}"]
    return "\n".join([*lines, ""])


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(map(_type, schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(map(json.dumps, schema["enum"]))
    if "prefixItems" in schema:
        return f"[{', '.join(map(_type, schema['prefixItems']))}]"
    if schema["type"] == "array":
        items = _type(schema["items"])
        return f"({items})[]" if " " in items else f"{items}[]"
    if "additionalProperties" in schema:
        return f"Record<string, {_type(schema['additionalProperties'])}>"
    return _PLAIN[schema["type"]]


if __name__ == "__main__":
    TYPES.write_text(declare_types(), encoding="utf-8")
