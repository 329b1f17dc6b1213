"""Show which extras of mlgraph can be installed from wheels alone, on each system and Python.

`pip install uv`, then `python tools/check_wheels.py [EXTRA ...]`. uv resolves mlgraph with each extra, and everything
that it needs, for the other systems too. The check takes minutes, and reads the metadata of packages only. The exit
code is 1 if a wheel is missing.
"""

import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {
    "Linux": "x86_64-manylinux_2_28",
    "Linux on Arm": "aarch64-manylinux_2_28",
    "macOS": "aarch64-apple-darwin",
    "macOS on Intel": "x86_64-apple-darwin",
    "Windows": "x86_64-pc-windows-msvc",
}
# for those who work on mlgraph; made for some systems only
OWN = ("fuzz", "mutation", "bench")


def find_missing(case: tuple[str, str, str]) -> str:
    """Return what uv says if a wheel is missing for an extra, a system and a Python, or an empty text."""
    extra, system, python = case
    command = ["uv", "pip", "compile", "--quiet", "--no-build", "--no-header", "pyproject.toml"]
    command += ["--python-platform", SYSTEMS[system], "--python-version", python]
    command += ["--extra", extra] if extra else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    return done.stderr.strip() if done.returncode else ""


def main(extras: list[str]) -> int:
    """Print a table with a row for each extra, and return 1 if a wheel is missing."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = extras or ["", *(extra for extra in project["optional-dependencies"] if extra not in OWN)]
    cases = [*product(rows, SYSTEMS, PYTHONS)]
    with ThreadPoolExecutor(4) as workers:
        found = dict(zip(cases, workers.map(find_missing, cases), strict=True))
    print(f"| extra | {' | '.join(SYSTEMS)} |\n|---|{'---|' * len(SYSTEMS)}")
    for row in rows:
        lacking = {system: [python for python in PYTHONS if found[row, system, python]] for system in SYSTEMS}
        cells = (f"not {', '.join(pythons)}" if pythons else "yes" for pythons in lacking.values())
        print(f"| {row or 'none'} | {' | '.join(cells)} |")
    for reason in dict.fromkeys(filter(None, found.values())):
        print(f"\n{reason}", file=sys.stderr)
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
