"""The pages of the reference have everything that they are about."""

import json
import re
from collections import Counter

import mlgraph
from support.documents import DOCUMENTS


def test_each_public_name_stands_once_on_the_pages_of_the_functions():
    pages = (document for name, document in DOCUMENTS.items() if name.startswith("docs/reference/api/"))
    found = Counter(name for page in pages for name in re.findall(r"^::: mlgraph\.(\w+)$", page, re.MULTILINE))
    assert found == Counter(mlgraph.__all__)


def test_the_page_of_graph_files_has_each_key(run):
    page = DOCUMENTS["docs/reference/graph-files.md"]
    _, schema, _ = run("schema")

    def keys(part):
        for key, value in part.get("properties", {}).items():
            yield key
            yield from keys(value.get("additionalProperties") or {})

    found = {*keys(json.loads(schema))}
    assert {"leads_to", "shown_by", "points"} <= found
    assert [key for key in found if f"`{key}`" not in page and f"[{key}.ID]" not in page] == []


def test_the_page_of_a_plan_has_each_key(run):
    page = DOCUMENTS["docs/reference/plan-json.md"]
    schemas = json.loads(run("schema", "answers")[1])["$defs"]
    keys = {key for name in ("path", "Stop", "Study", "Costs", "Unavoidable") for key in schemas[name]["properties"]}
    assert len(keys) > 40
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
