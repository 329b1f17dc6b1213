"""Runs mutation tests and writes the table of project/mutation.md again; needs the extras `dev` and `mutation`.

`python docs/mutation.py` tests all mutants, which takes hours, and goes on where it was stopped. `python
docs/mutation.py 0.05` tests the same random twentieth of each module each time, and a further number, such as 2, draws
another twentieth. `mutmut results` lists the survivors, `mutmut show NAME` shows one.
"""

import json
import os
import random
import re
import resource
import subprocess
import sys
import tomllib
from collections import Counter
from math import ceil
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
PACKAGES = ("search", "planning", "graphfile")
MEMORY = 8 * 2**30  # for a mutant that never ends
# the result of mutmut for a mutant: the exit code of pytest, or a code of mutmut if no test runs the line
OUTCOMES = {None: "untested", 0: "survived", 1: "killed", 3: "killed", 5: "survived", 33: "survived"}


def main() -> None:
    """Test all mutants, or a share of them, and count what became of them."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if len(sys.argv) > 1:
        run("mlgraph.graphfile.ids.*")  # makes the mutants of all modules, of which some are drawn
        names = drawn(float(sys.argv[1]), *map(int, sys.argv[2:]))
        run(*names)
    else:
        run()
        names = drawn(1)
    test_survivors_again(set(names))
    page = HERE / "project" / "mutation.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r"(?<=--:\|\n)(\|.*\n)+", table(set(names)), text, count=1), encoding="utf-8")


def run(*names: str) -> None:
    """Test mutants by name, or all that have not been tested yet."""
    subprocess.run(["mutmut", "run", "--max-children", "2", *names], cwd=REPOSITORY, check=True)


def test_survivors_again(names: set[str]) -> None:
    """Test each survivor in a process of its own, and note those that are killed.

    mutmut imports the package before it changes a function, so a function that only an import calls stays unchanged.
    """
    mutmut = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    arguments = [*mutmut["pytest_add_cli_args"], *mutmut["pytest_add_cli_args_test_selection"]]
    for path in notes(*PACKAGES):
        noted = json.loads(path.read_text(encoding="utf-8"))
        found: dict[str, int | None] = noted["exit_code_by_key"]
        for name in names & found.keys():
            if OUTCOMES.get(found[name]) == "survived":
                environment = os.environ | {"MUTANT_UNDER_TEST": name, "PYTHONPATH": "src"}
                command = [sys.executable, "-m", "pytest", "-x", "-q", *arguments]
                ended = subprocess.run(command, cwd=REPOSITORY / "mutants", env=environment)
                found[name] = min(ended.returncode, 1)
        path.write_text(json.dumps(noted, indent=4), encoding="utf-8")


def drawn(share: float, seed: int = 1) -> list[str]:
    """Return the names of a share of the mutants of each module, the same for the same seed."""
    rng = random.Random(seed)
    modules = [outcomes(path) for path in notes(*PACKAGES)]
    return [name for found in modules for name in rng.sample(sorted(found), ceil(len(found) * share))]


def notes(*packages: str) -> list[Path]:
    """Return the files in which mutmut notes what became of the mutants of each module."""
    folder = REPOSITORY / "mutants" / "src" / "mlgraph"
    return sorted(path for package in packages for path in (folder / package).glob("*.meta"))


def outcomes(path: Path) -> dict[str, int | None]:
    """Return the mutants of a module by name, each with an exit code or None."""
    found: dict[str, int | None] = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def table(names: set[str]) -> str:
    """Return the rows of a table: each package, its mutants, those of `names`, and what became of these."""
    rows: dict[str, Counter[str]] = {package: Counter() for package in PACKAGES}
    for package, counts in rows.items():
        for path in notes(package):
            found = outcomes(path)
            counts["mutants"] += len(found)
            counts.update(OUTCOMES.get(code, "out of time") for name, code in found.items() if name in names)
    rows["all"] = sum(rows.values(), Counter())
    return "".join(f"| {name} | {row(counts)} |\n" for name, counts in rows.items())


def row(counts: Counter[str]) -> str:
    """Return the cells of a row; only a test that fails kills."""
    ends = [counts[end] for end in ("killed", "out of time", "survived")]
    share = f"{ends[0] / sum(ends):.1%}" if sum(ends) else ""
    return " | ".join([f"{count:,}" for count in (counts["mutants"], sum(ends), *ends)] + [share])


if __name__ == "__main__":
    main()
