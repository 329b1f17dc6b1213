"""Tests of the JavaScript: types, style, size, and equality with the same functions in Python."""

import gzip
import json
import os
import runpy
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path
from unicodedata import category

import pytest

import mlgraph
from mlgraph.names import fold
from mlgraph.printable import is_visible
from mlgraph.web import page
from mlgraph.web.bundle import bundle
from mlgraph.web.panel import describe_plan
from support.paths import REPOSITORY

HERE = Path(__file__).parent
STATIC = REPOSITORY / "src" / "mlgraph" / "web" / "static"
MOST_BYTES = 40_000

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
needs_packages = pytest.mark.skipif(
    not (shutil.which("node") and (REPOSITORY / "node_modules").exists()),
    reason="the checks of JavaScript are not installed: npm ci",
)


def run(*command, **options):
    done = subprocess.run([*map(str, command)], cwd=REPOSITORY, capture_output=True, encoding="utf-8", **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_module(script, **options):
    return run("node", "--input-type=module", "--eval", script, **options)


@needs_node
def test_pure_functions():
    run("node", "--test", *sorted(HERE.glob("*.test.js")))


@pytest.mark.slow
@needs_packages
@pytest.mark.parametrize("check", ["@biomejs/biome/bin/biome check --error-on-warnings", "typescript/bin/tsc"])
def test_the_code_passes(check):
    program, *options = check.split()
    run("node", REPOSITORY / "node_modules" / program, *options)


def test_nothing_is_suppressed():
    for path in STATIC.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not any(mark in text for mark in ("biome-ignore", "@ts-ignore", "@ts-expect-error", "@ts-nocheck")), path


def test_the_types_are_those_of_the_server():
    declare_types = runpy.run_path(str(REPOSITORY / "docs" / "page_types.py"))["declare_types"]
    assert (STATIC / "api.d.ts").read_text(encoding="utf-8") == declare_types(), "run python docs/page_types.py"


def test_the_page_is_small():
    assert 20_000 < len(gzip.compress(bundle(page.SCRIPT, page.read_part).encode())) < MOST_BYTES


@pytest.mark.parametrize(("name", "folded"), json.loads((HERE / "folding.json").read_text(encoding="utf-8")))
def test_names_fold_as_in_javascript(name, folded):
    assert fold(name) == folded


@pytest.mark.slow
@needs_node
def test_every_visible_character_folds_alike_in_both_languages():
    # letters that are newer than the Unicode data of Python fold in the browser only
    characters = [each for each in map(chr, range(0x110000)) if is_visible(each) and category(each) != "Cn"]
    script = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ fold }} from "{(STATIC / "names.js").as_uri()}";
        console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(fold)));
    """
    folded = json.loads(run_module(script, input=json.dumps(characters)))
    assert len(characters) > 100_000
    assert [*zip(characters, map(fold, characters), strict=True)] == [*zip(characters, folded, strict=True)]


MODULES = {
    "main.js": """
        import {
          add,
          ONE,
        } from "./add.js";
        import { Counter, later } from "./counter.js";
        const own = new Counter();
        own.count(ONE);
        console.log(add(own.value, await later()));
    """,
    "add.js": """
        const own = "a name of another module";
        export const ONE = 1;
        export function add(a, b) {
          return a + b;
        }
    """,
    "counter.js": """
        import { add } from "./add.js";
        const own = 40;
        export class Counter {
          value = 0;
          count(more) {
            this.value = add(this.value, more);
          }
        }
        export async function later() {
          return own;
        }
    """,
}
MODULES = {name: text.replace("\n        ", "\n") for name, text in MODULES.items()}


@needs_node
def test_a_bundle_behaves_like_its_modules():
    assert run_module(bundle("main.js", MODULES.__getitem__)) == "41\n"


def test_a_bundle_leaves_out_comments_but_no_code_beside_them():
    code = [
        "// about the module",
        "/**",
        " * @param {number} a",
        " */",
        'const a = /** @type {string} */ ("// text"); // why',
        "  /** a note */",
    ]
    assert bundle("main.js", {"main.js": "\n".join([*code, ""])}.__getitem__).splitlines()[2:-2] == [code[4], ""]


@pytest.mark.parametrize(
    "line",
    [
        'import add from "./add.js";',
        'import * as all from "./add.js";',
        'import { add as plus } from "./add.js";',
        'import { add } from "../add.js";',
        'import "./add.js";',
        "export default 3;",
        "export { own };",
        'export * from "./add.js";',
        "export let changing = 1;",
        'await import("./add.js");',
        "console.log(import.meta.url);",
    ],
)
def test_a_bundle_refuses_other_module_syntax(line):
    modules = MODULES | {"counter.js": f"{line}\n{MODULES['counter.js']}"}
    with pytest.raises(ValueError, match=r"counter\.js: .* cannot be bundled"):
        bundle("main.js", modules.__getitem__)


def test_a_bundle_refuses_a_cycle_of_imports():
    modules = MODULES | {"add.js": 'import { Counter } from "./counter.js";'}
    with pytest.raises(ValueError, match=r"a cycle: main\.js -> add\.js -> counter\.js -> add\.js"):
        bundle("main.js", modules.__getitem__)


@pytest.mark.slow
@needs_node
@pytest.mark.parametrize("source", ["beginner", "nurse"])
def test_a_route_at_another_pace_arrives_no_earlier_than_the_best_plan(ml, source):
    targets, paces = (
        ["data-scientist", "machine-learning-engineer", "ml-team-lead", "chief-data-scientist"],
        [5, 20, 40],
    )
    plans = [mlgraph.plan(ml, source, target) for target in targets]
    script = """
        import { adapt } from "./src/mlgraph/web/static/schedule.js";
        const { plans, paces } = JSON.parse(process.env.GIVEN);
        const last = (plan, pace) => adapt(plan, { pace, have: [] }, "").stops.at(-1).months;
        console.log(JSON.stringify(plans.map((plan) => paces.map((pace) => last(plan, pace)))));
    """
    given = {"plans": [asdict(describe_plan(plan, graph=ml)) for plan in plans], "paces": paces}
    found = json.loads(run_module(script, env={**os.environ, "GIVEN": json.dumps(given)}))
    for target, months in zip(targets, found, strict=True):
        best = [mlgraph.plan(ml, source, target, pace=pace, time_limit=20) for pace in paces]
        early = [
            (plan.months, here)
            for plan, here in zip(best, months, strict=True)
            if plan.optimal and here < plan.months - 0.1
        ]
        assert (target, early) == (target, [])
        assert months == sorted(months, reverse=True)
