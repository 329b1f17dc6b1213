"""Test that kills commands while they write. In `tests`, `python -m support.kills 500` kills 500 commands."""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from pkgutil import resolve_name
from tempfile import TemporaryDirectory

# imported once, since each command is a fork of this process
import mlgraph.__main__
import mlgraph.drawing.render
import mlgraph.importers.metacademy
from mlgraph.export.formats import FORMATS
from support.paths import FORTY

for row in FORMATS.values():
    resolve_name(row.writer)

SOURCE = [
    {"model": "graph.concept", "pk": n, "fields": {"tag": f"c{n}", "title": f"C {n}", "summary": "", "learn_time": 2}}
    for n in range(2000)
]
ENDS = ["--from", "beginner", "--to", "cds"]
# the file that each command writes, and the command
COMMANDS = {
    "map.svg": ["export", "map.svg", "--only", "roles"],
    "map.html": ["export", "map.html", "--graph", "small.toml"],
    "map.json": ["export", "map.json"],
    "map.toml": ["export", "map.toml"],
    "map.graphml": ["export", "map.graphml"],
    "plan.md": ["export", "plan.md", *ENDS],
    "plan.csv": ["export", "plan.csv", *ENDS, "--start", "2026-12-01"],  # a calendar would keep the earlier entries
    "plan.dot": ["export", "plan.dot", *ENDS],
    "diff.dot": ["diff", str(FORTY), "small.toml", "--output", "diff.dot", "--limit", "0.1"],
    "me.toml": ["me", "learned", "python", "sql", "--me", "me.toml"],
    "taxonomy.json": ["import", "metacademy", "source.json", "-o", "taxonomy.json"],
}
SMALL = """
[stage.first]
title = "First"
leads_to = { second = 2 }
[stage.second]
title = "Second"
"""
INPUTS = {"small.toml", "source.json"}
# in seconds: slow enough that a draft can be seen even on a busy machine
SLOW_DISK = 0.05
OTHERS = ("SIGINT", "SIGTERM", "SIGHUP")
OLD = b'position = "beginner"  # a comment\nhave = ["python"]\n'


def started(arguments: list[str], disk: float = 0) -> int:
    """Start the command line in a new process, and return its id. Each write to the disk takes `disk` seconds more."""
    if child := os.fork():
        return child
    fsync = os.fsync
    with suppress(BaseException):
        os.fsync = lambda handle: (fsync(handle), time.sleep(disk))
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        os.dup2(1, 2)
        sys.argv = ["mlgraph", *arguments]
        mlgraph.__main__.main()
    os._exit(0)


def drafts() -> list[str]:
    """Return the names of the drafts in the current folder."""
    return [name for name in os.listdir() if name.endswith(".mlgraph-draft")]


def tried(name: str, whole: bytes, seconds: float, ending: signal.Signals, chance: random.Random) -> str:
    """End a command at a random moment, and return the state of its file.

    Half of the commands are ended while their draft exists.
    """
    Path(name).write_bytes(OLD)
    begun, wait, aimed = time.monotonic(), chance.uniform(0, seconds), chance.random() < 0.5
    child = started(COMMANDS[name], SLOW_DISK if aimed else 0)
    while time.monotonic() - begun < (10 * seconds if aimed else wait) and not (aimed and drafts()):
        time.sleep(0 if aimed else wait / 10)
    time.sleep(chance.choice([0, 0.001, SLOW_DISK, 1.1 * SLOW_DISK]) if aimed else 0)
    os.kill(child, ending)
    os.waitpid(child, 0)
    left, content = drafts(), Path(name).read_bytes()
    for path in {*left, name}:
        os.unlink(path)
    if content not in (OLD, whole) or (left and ending != signal.SIGKILL) or set(os.listdir()) != INPUTS:
        return f"{ending.name}: torn"
    return f"{ending.name}: " + ("old, with a draft" if left else "old" if content == OLD else "new")


def finished(name: str) -> tuple[bytes, float]:
    """Run a command without ending it. Return the content of its file, and the seconds that it takes."""
    begun = time.monotonic()
    Path(name).write_bytes(OLD)
    os.waitpid(started(COMMANDS[name]), 0)
    whole = Path(name).read_bytes()
    os.unlink(name)
    assert whole != OLD, name
    return whole, time.monotonic() - begun


def main(kills: int, seed: int = 0) -> Counter[str]:
    """Kill commands, end a quarter as many by other signals, and count the states of their files afterwards.

    A file may be old, new or torn, or old with a draft beside it. Such a draft is allowed only after a kill.
    """
    chance, found = random.Random(seed), Counter[str]()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("small.toml").write_text(SMALL)
        Path("source.json").write_text(json.dumps(SOURCE))
        known = {name: finished(name) for name in list(COMMANDS)[:kills]}
        for turn in range(kills):
            name = list(COMMANDS)[turn % len(COMMANDS)]
            found[tried(name, *known[name], signal.SIGKILL, chance)] += 1
            if turn % 4 == 0:
                found[tried(name, *known[name], signal.Signals[chance.choice(OTHERS)], chance)] += 1
        os.chdir("/")
    return found


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1])), indent=2))
