"""Writes project/reliability.md again: `python docs/reliability.py [PART ...]`; needs the extra `dev`.

The parts are judges, breaks, programmes, cases, kills, siege, soak, schemathesis and limits. All of them take about ten
hours on two idle cores. The script notes the
figures of each part in reliability.json as soon as they are known, and writes the page from this file.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
FIGURES = HERE / "reliability.json"
GRAPHS, PROGRAMMES = 10_000, 500
KILLS, CONNECTIONS, QUESTIONS, SOAK_SECONDS, LIMIT, MOMENTS = 500, 1000, 500, 3600, 3.0, 8

TEXT = """\
# Reliability

`python docs/reliability.py` runs the tests that this page counts, and writes the page.
[SECURITY.md](../../SECURITY.md) has the promises.

## Judges

`python -m support.judging {graphs}`, in `tests`, asks each question on random graphs with experience, teaching,
stages, alternatives, cycles, ties and moves of no months. The judge tries all walks, choices and waits that cost no
more than the answer. The judge shares no code with the planner, and skips a question that has too many walks. The table
shows the last run, which may have ended early.

| question | objective | judged | with something found | left out | different |
|---|---|--:|--:|--:|--:|
{judged}

`python -m support.mip_careers {programme_count}`: mixed-integer programs judge the costs on graphs of five to eight
positions. HiGHS solves them, each within a minute. Their walks may pass any position any number of times.

| objective | judged | with a plan | left out | different |
|---|--:|--:|--:|--:|
{programmes}

`python -m support.breaks` makes one deliberate error in the search after another. The table has the number of graphs
that reveal each error, with all objectives, with and without conditions:

| error | graphs |
|---|--:|
{breaks}

## Cases

`tests/**/test_hostile_*.py`: {cases:,} hostile files, tables, profiles and command lines, each with its expected
outcome.

## Fuzzing

{fuzz}

## Kills

`python -m support.kills {kills}`, in `tests`: it ends writing commands at a random moment, or as soon as a draft
of their file appears. No command may leave a torn file, and only a kill may leave a draft.

| ended by: file afterwards | times |
|---|--:|
{killed}

## Requests

The times of the server include waits for the processor, because other programs ran at the same time.
`python tests/support/siege.py {connections}`: {requests:,} requests, {malformed} of them malformed, each in another
way. While {connections:,} connections stay open, a person's slowest request takes:

| connections | seconds |
|---|--:|
{held}

The server answers {connections:,} requests at once. It accepts some (200), and refuses the others because there
are too many (503):

| question | 200 | 503 |
|---|--:|--:|
{statuses}

For {soak_seconds:,} seconds, people ask easy and hard questions at once, {soaked:,} in total
(`python -m support.soak {soak_seconds}`, in `tests`). The server uses {server_before} MB before and {server_after} MB
afterwards, and its {processes} worker processes use {processes_before} MB and {processes_after} MB.

| question | answer | times | seconds of the slowest |
|---|---|--:|--:|
{soak}

`pytest tests/web/test_server.py -m exhaustive -k schemathesis --questions {questions}`: it asks {made_up:,} questions
generated from the API description of the server. {wrong} answers differ from the description.

## Limits

`python -m support.limits {limit:g}`, in `tests`: hard questions on graphs of the largest size, each with a limit.
The limit starts when the graph is loaded and compiled. The seconds are processor time, so other programs do not
change them. The memory is the peak of the whole command.

| graph | question | limit | seconds over | peak MB |
|---|---|--:|--:|--:|
{limits}

Ctrl-C at {moments} moments of a command ends it within these seconds:

| graph | seconds | processor seconds |
|---|--:|--:|
{interrupts}

## Findings

{findings}
"""


def main() -> None:
    """Run the parts named on the command line, and write the page."""
    for name in sys.argv[1:] or PARTS:
        found = PARTS[name]()
        FIGURES.write_text(json.dumps(known_figures() | {name: found}, indent=2) + "\n", encoding="utf-8")
    (HERE / "project" / "reliability.md").write_text(render(known_figures()), encoding="utf-8")


def known_figures() -> dict[str, Any]:
    """Return the figures of the last run of each part."""
    return json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}


def render(figures: dict[str, Any]) -> str:
    """Return the page."""
    siege = figures["siege"]
    return TEXT.format(
        graphs=GRAPHS,
        programme_count=PROGRAMMES,
        judged="\n".join(
            f"| {question} | {objective} | {counts_row(counts)} |"
            for question, found in figures["judges"].items()
            for objective, counts in found.items()
        ),
        programmes="\n".join(f"| {name} | {counts_row(counts)} |" for name, counts in figures["programmes"].items()),
        breaks="\n".join(f"| {what} | {needed or 'never'} |" for what, needed in figures["breaks"].items()),
        cases=figures["cases"],
        fuzz="\n".join(fuzz()),
        kills=KILLS,
        killed="\n".join(f"| {what} | {count:,} |" for what, count in sorted(figures["kills"].items())),
        connections=CONNECTIONS,
        requests=siege["requests"],
        malformed=siege["malformed"],
        held="\n".join(f"| {way} | {seconds} |" for way, seconds in siege["seconds of the slowest"].items()),
        statuses="\n".join(
            f"| `{path}` | {found.get('200', 0):,} | {found.get('503', 0):,} |"
            for path, found in siege["statuses"].items()
        ),
        **soak_figures(figures["soak"]),
        questions=QUESTIONS,
        **figures["schemathesis"],
        **limit_figures(figures["limits"]),
        findings="\n".join(f"- {found['what']} {found['became']} ({found['by']})" for found in findings()),
    )


def counts_row(counts: dict[str, int]) -> str:
    """Return the cells for what became of questions: judged, with a plan, left out, different."""
    plans, others, left_out, different = (counts.get(end, 0) for end in ("plan", "no plan", "left out", "differs"))
    return f"{plans + others + different:,} | {plans:,} | {left_out:,} | {different:,}"


def run(*arguments: object, folder: Path = REPOSITORY) -> str:
    """Run Python in a folder and return what it prints."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def soak_figures(soak: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of the text about a soak."""
    before, after, slowest = soak["MB before"], soak["MB after"], soak["seconds of the slowest"]
    rows = (
        f"| {who} | {status} | {count:,} | {slowest.get(who, '')} |"
        for who, statuses in soak["statuses"].items()
        for status, count in sorted(statuses.items())
    )
    return {
        "soak_seconds": SOAK_SECONDS,
        "soaked": soak["requests"],
        "soak": "\n".join(rows),
        "processes": soak["process count"],
        **{f"{what}_before": size for what, size in before.items()},
        **{f"{what}_after": size for what, size in after.items()},
    }


def limit_figures(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the parts of the text about limits."""
    return {
        "limit": LIMIT,
        "moments": MOMENTS,
        "limits": "\n".join(
            f"| {row['graph']} | {row['question']} | {LIMIT:g} | {row['over']:.1f} | {row['megabytes']:,} |"
            for row in rows
            if "over" in row
        ),
        "interrupts": "\n".join(
            f"| {row['graph']} | {row['seconds']:.1f} | {row['of the processor']:.1f} |"
            for row in rows
            if "over" not in row
        ),
    }


def cases() -> int:
    """Return the number of hostile cases."""
    return run("-m", "pytest", "--collect-only", "-q", "--everything", "tests").count("/test_hostile_")


def schemathesis() -> dict[str, int]:
    """Return how many questions were made up, and how many of their answers are not as described."""
    test = ["tests/web/test_server.py", "-m", "exhaustive", "-k", "schemathesis", "-rP", "--questions", QUESTIONS]
    # one line for the server alone, and one for a profile beside it
    found = re.findall(r"([\d,]+) generated, ([\d,]+) passed", run("-m", "pytest", "-n", 0, *test))
    made_up, passed = (sum(int(count.replace(",", "")) for count in counts) for counts in zip(*found, strict=True))
    return {"made_up": made_up, "wrong": made_up - passed}


def limits() -> list[dict[str, Any]]:
    """Return what became of each question with a limit."""
    return [json.loads(row) for row in run("-m", "support.limits", LIMIT, folder=REPOSITORY / "tests").splitlines()]


def breaks() -> dict[str, int | None]:
    """Return how many graphs show each deliberate error."""
    found: dict[str, int | None] = {}
    for row in run("-m", "support.breaks", folder=REPOSITORY / "tests").splitlines():
        found |= json.loads(row)
    return found


def programmes() -> Any:
    """Return the counts of the mixed-integer judge. HiGHS prints its name and licence before them."""
    printed = run("-m", "support.mip_careers", PROGRAMMES, folder=REPOSITORY / "tests")
    return json.loads(printed[printed.index("{") :])


PARTS: dict[str, Callable[[], Any]] = {
    "judges": lambda: json.loads(run("-m", "support.judging", GRAPHS, folder=REPOSITORY / "tests")),
    "programmes": programmes,
    "breaks": breaks,
    "cases": cases,
    "kills": lambda: json.loads(run("-m", "support.kills", KILLS, folder=REPOSITORY / "tests")),
    "siege": lambda: json.loads(run("tests/support/siege.py", CONNECTIONS)),
    "soak": lambda: json.loads(run("-m", "support.soak", SOAK_SECONDS, folder=REPOSITORY / "tests")),
    "schemathesis": schemathesis,
    "limits": limits,
}


def fuzz_figures() -> dict[str, Any]:
    """Return the last full run of each fuzzer, and what was found."""
    return tomllib.loads((REPOSITORY / "fuzz" / "figures.toml").read_text(encoding="utf-8"))


def fuzz() -> Iterator[str]:
    """Yield a table of the fuzzers."""
    yield "`python fuzz NAME -runs=1000000`, guided by the coverage of the code:\n"
    rows = [{"fuzzer": name, **run} for name, run in fuzz_figures().items() if isinstance(run, dict)]
    yield f"| {' | '.join(rows[0])} |" if rows else ""
    yield "|---" * len(rows[0]) + "|" if rows else ""
    for row in rows:
        yield "| " + " | ".join(f"{v:,}" if isinstance(v, int) else str(v) for v in row.values()) + " |"


def findings() -> list[dict[str, str]]:
    """Return what was found by all means, and what became of it."""
    return [*tomllib.loads((HERE / "findings.toml").read_text(encoding="utf-8"))["found"], *fuzz_figures()["found"]]


if __name__ == "__main__":
    main()
