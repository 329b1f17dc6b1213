"""Tests of graphs at the limits: each command answers or fails within seconds and 2 GiB, for any depth or width.

The commands run as processes of their own, so that the memory that they took at most can be read. A few of them run with
all tests; `pytest tests/cli/test_sizes.py -m exhaustive --sizes -s` runs every command on every graph and prints the table.
"""

import json
import os
import random
import subprocess
import sys
import time

import pytest

from mlgraph import limits
from support.paths import REPOSITORY

MEMORY = 2048
# seconds of the processor, whatever else the machine does; the questions have --limit 3
SECONDS = 120
# seconds of the clock after which a command hangs
HANGS = 5 * SECONDS


def skill(*needs, **further):
    return {"title": "S", "hours": 1, "needs": list(needs), **further}


def role(*needs, to=(), **further):
    return {"title": "R", "needs": list(needs), "leads_to": dict.fromkeys(to, 1), **further}


def ends(*needs):
    return {"a": role(to=["z"], title="A"), "z": role(*needs, title="Z")}


def chain(length):
    return {"role": ends("s0"), "skill": {f"s{n}": skill(*[f"s{n + 1}"] * (n < length - 1)) for n in range(length)}}


def line(length):
    roles = {f"p{n}": role(to=[f"p{n + 1}"], title=f"P{n}") for n in range(length)}
    roles[f"p{length}"] = role(to=["z"], title="Last")
    return {"role": roles | {"a": role(to=["p0"], title="A"), "z": role("s0", title="Z")}, "skill": {"s0": skill()}}


def clique(size):
    roles = {
        f"p{n}": role(f"s{n}", to=[*(f"p{m}" for m in range(size) if m != n), "z"], title=f"P{n}") for n in range(size)
    }
    roles |= {"a": role(to=["p0"], title="A"), "z": role("s0", title="Z")}
    return {"role": roles, "skill": {f"s{n}": skill(hours=n % 7 + 1) for n in range(size)}}


def wide(groups, width):
    names = [[f"s{(group * 400 + n) % 40_000}" for n in range(width)] for group in range(groups)]
    return {"role": ends(*names), "skill": {f"s{n}": skill(hours=n % 13 + 1) for n in range(40_000)}}


def layers(depth, width, choice):
    def below(layer):
        names = [f"l{layer + 1}-{n}" for n in range(width)] if layer < depth - 1 else []
        return [names] if choice and names else names

    skills = {f"l{at}-{n}": skill(*below(at), hours=at * n % 11 + 1) for at in range(depth) for n in range(width)}
    return {"role": ends("l0-0"), "skill": skills | {"s0": skill()}}


def behind_a_choice(length):
    skills = {f"s{n}": skill(f"s{n + 1}") for n in range(length)} | {f"f{n}": skill() for n in range(length)}
    return {"role": ends("s0"), "skill": skills | {f"s{length}": skill([f"f{n}" for n in range(length)])}}


def tangle(size):
    pick = random.Random(1).randrange
    roles = {
        f"r{n}": role(f"s{pick(4 * size)}", to={f"r{pick(size)}" for _ in range(20)} - {f"r{n}"}, title=f"R{n}")
        for n in range(size)
    }
    skills = {f"s{n}": skill(*{f"s{pick(n)}" for _ in range(3)} if n > 9 else ()) for n in range(4 * size)}
    return {"role": roles | {"a": role(to=["r0"], title="A"), "z": role("s1", title="Z")}, "skill": skills}


GRAPHS = {
    "a chain of 10,000 needs": lambda: chain(10_000),
    "a chain of 49,000 needs": lambda: chain(49_000),
    "10,000 positions in a line": lambda: line(10_000),
    "49,000 positions in a line": lambda: line(49_000),
    "500 positions that all lead to one another": lambda: clique(500),
    "290,000 alternatives in groups of 10,000": lambda: wide(29, 9_999),
    "10,000 needs behind 10,000 alternatives": lambda: behind_a_choice(10_000),
    "28 layers of 100 alternatives": lambda: layers(28, 100, True),
    "50 layers of 30 needs": lambda: layers(50, 30, False),
    "770 skills that all need all before": lambda: {
        "role": ends("s0"),
        "skill": {f"s{n}": skill(*(f"s{m}" for m in range(n + 1, 770))) for n in range(770)},
    },
    "2,200,000 aliases": lambda: {
        "role": ends("s0"),
        "skill": {f"s{n}": skill(aliases=[f"{n}x{m}" for m in range(9_999)]) for n in range(220)},
    },
    "40,000 long titles": lambda: {
        "role": ends("s0"),
        "skill": {f"s{n}": skill(title=f"{n} {'T' * 180}", about="a" * 300) for n in range(40_000)},
    },
    "a random graph of 25,000 nodes": lambda: tangle(5_000),
    "700 stages and as many roles": lambda: (
        {"stage": {f"t{n}": {"title": f"T{n}", "needs": ["s0"]} for n in range(700)}} | line(700)
    ),
}
REFUSED = {
    "2,400,000 mistakes": lambda: {
        "skill": {f"s{n}": {f"k{m}": 1 for m in range(60)} for n in range(40_000)},
    },
    "800,000 unknown skills": lambda: {
        "skill": {f"s{n}": skill(*(f"q{n}-{m}" for m in range(7))) for n in range(40_000)},
    },
    "a circle of 49,000 needs": lambda: {"skill": {f"s{n}": skill(f"s{(n + 1) % 49_000}") for n in range(49_000)}},
    "a million-long chain": lambda: {"skill": {f"{n}": {"title": "S", "hours": 1} for n in range(700_000)}},
    "10,000 positions, all moves": lambda: {"role": {f"{n}": role(to=map(str, range(300))) for n in range(3000)}},
    "100,000 alternatives": lambda: wide(1, 40_000),
    "24,000 stages": lambda: {"stage": {f"t{n}": {"title": f"T{n}"} for n in range(24_000)}} | line(20_000),
    "a text of 100,000 characters": lambda: {"skill": {f"s{n}": skill(title="T" * 100_000) for n in range(200)}},
    "deep tables": lambda: '{"a":' * 1_000_000,
    "deep lists": lambda: "[" * 1_000_000,
    "100 MB": lambda: " " * (100 << 20),
}
# texts that make a reader slow or exhaust the memory: a name, the suffix, and the text
SLOW = {
    "a bracket and blanks": ("toml", lambda: "[" + " " * 100_000 + "\n"),
    "brackets": ("toml", lambda: "[" * 100_000 + "\n"),
    "short numbers to the base of two": ("toml", lambda: f"# {'0b' * 499}!\n" * 33_000),
    "numbers of 999 digits before a longer one": ("toml", lambda: f"# {'9' * 999}!\n" * 32_000 + f"x = {'9' * 5000}"),
    "keys of many parts": ("toml", lambda: "".join(f"k{n}{'.a' * 200} = 1\n" for n in range(70_000))),
    "fewer keys of many parts": ("toml", lambda: "".join(f"k{n}{'.a' * 400} = 1\n" for n in range(2_000))),
    "a list": ("toml", lambda: f"[role.a]\ntitle = [{'1,' * 16_000_000}1]\n"),
    "a shorter list": ("json", lambda: f'{{"role": {{"a": {{"title": [{"1," * 1_000_000}1]}}}}}}'),
    "empty comments": ("toml", lambda: "x = 1\n" + "#\n" * 10_000_000),
    "a title": ("json", lambda: f'{{"role": {{"a": {{"title": "{"x" * 33_000_000}"}}}}}}'),
    "an id": ("toml", lambda: f'[role."{chr(0x202E) * 10_000_000}"]\ntitle = "A"\n'),
    "a key twice before quotes": ("json", lambda: '{"a": ' * 7 + '{"x": 1, "x": 2}' + '"""\\' * 7_000_000),
}
PLANS = ("--from", "a", "--to", "z", "--limit", "3", "--graph", "g.json")
COMMANDS = {
    "check": ("check", "g.json"),
    "check --evidence": ("check", "--evidence", "g.json"),
    "path": ("path", *PLANS),
    "path --json": ("path", "--json", *PLANS),
    "path --alternatives": ("path", "--alternatives", "1000", *PLANS),
    "path --until": ("path", "--until", "2040-01", *PLANS),
    "path --to --to": ("path", "--to", "a", *PLANS),
    "show": ("show", "s0", "--graph", "g.json"),
    "show a role": ("show", "z", "--graph", "g.json"),
    "show what is not there": ("show", "zzzq", "--graph", "g.json"),
    "list": ("list", "--graph", "g.json"),
    "reach": ("reach", "--from", "a", "--limit", "3", "--graph", "g.json"),
    "next": ("next", "--from", "a", "--limit", "3", "--graph", "g.json"),
    "next --to": ("next", *PLANS),
    "compare": ("compare", "a", "z", "--limit", "3", "--graph", "g.json"),
    "why": ("why", "s0", *PLANS),
    "diff": ("diff", "g.json", "g.json", "--limit", "3"),
    "diff with another": ("diff", "mlgraph", "g.json", "--limit", "3"),
    "export --focus": ("export", "o.svg", "--focus", "z", "--graph", "g.json"),
    "export --only": ("export", "o.svg", "--only", "skills", "--graph", "g.json"),
    "complete": ("complete", "bash", "--", "mlgraph show --graph=g.json s"),
    **{
        f"export .{suffix}": ("export", f"o.{suffix}", "--graph", "g.json")
        for suffix in ("svg", "dot", "html", "json", "toml", "graphml", "gexf", "mmd")
    },
    **{
        f"export .{suffix} of a plan": ("export", f"o.{suffix}", *PLANS)
        for suffix in ("svg", "png", "pdf", "md", "ics", "mmd")
    },
}
QUICK = [
    ("a chain of 10,000 needs", ("path", "why", "show")),
    ("10,000 positions in a line", ("path --alternatives",)),
    ("290,000 alternatives in groups of 10,000", ("path",)),
    ("10,000 needs behind 10,000 alternatives", ("path",)),
]


def measured(folder, *arguments):
    """Run a command; return its exit code, its errors, the seconds of the processor, and the peak memory in MiB."""
    begin = time.monotonic()
    with open(folder / "out.txt", "w+b") as out, open(folder / "err.txt", "w+b") as err:
        process = subprocess.Popen([sys.executable, "-m", "mlgraph", *arguments], cwd=folder, stdout=out, stderr=err)
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - begin > HANGS:
                process.kill()
                process.wait()
                pytest.fail(f"{' '.join(arguments)}: takes longer than {HANGS} s")
            time.sleep(0.05)
        process.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        said = err.read().decode()
    return process.returncode, said, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def judged(folder, name, commands):
    for command in commands:
        code, said, seconds, mib = measured(folder, *COMMANDS[command])
        print(f"{name}: {command}: exit {code}, {seconds:.1f} s, {mib:.0f} MiB")
        assert code in (0, 1), said
        assert "Traceback" not in said
        assert mib < MEMORY


@pytest.mark.exhaustive
@pytest.mark.parametrize(("name", "commands"), QUICK)
def test_large_graphs_are_answered(tmp_path, name, commands):
    (tmp_path / "g.json").write_text(json.dumps(GRAPHS[name]()))
    judged(tmp_path, name, commands)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", GRAPHS)
def test_every_command_answers_on_large_graphs(tmp_path, name, request):
    if not request.config.getoption("--sizes"):
        pytest.skip("long: runs with --sizes")
    (tmp_path / "g.json").write_text(json.dumps(GRAPHS[name]()))
    judged(tmp_path, name, COMMANDS)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", REFUSED)
def test_too_large_files_are_refused_at_once(tmp_path, name):
    content = REFUSED[name]()
    (tmp_path / "g.json").write_text(content if isinstance(content, str) else json.dumps(content))
    code, said, seconds, mib = measured(tmp_path, "check", "g.json")
    assert (code, "g.json" in said, "Traceback" in said) == (1, True, False)
    assert mib < MEMORY
    assert seconds < SECONDS


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", SLOW)
def test_slow_files_are_refused_within_seconds(tmp_path, name):
    suffix, content = SLOW[name]
    (tmp_path / f"g.{suffix}").write_text(content(), encoding="utf-8")
    code, said, seconds, mib = measured(tmp_path, "check", f"g.{suffix}")
    assert (code, f"g.{suffix}" in said, "Traceback" in said) == (1, True, False)
    assert mib < MEMORY
    assert seconds < SECONDS / 2


@pytest.mark.exhaustive
def test_a_folder_of_thousands_of_files_is_read_within_seconds(tmp_path):
    (tmp_path / "graph").mkdir()
    for number in range(3_000):
        (tmp_path / "graph" / f"{number}.toml").write_text(f'[skill.s{number}]\ntitle = "S"\nhours = 1\n')
    code, said, seconds, _ = measured(tmp_path, "check", "graph")
    assert (code, said) == (0, "")
    assert seconds < SECONDS / 2
    (tmp_path / "graph" / "again.toml").write_text((tmp_path / "graph" / "7.toml").read_text())
    _, said, *_ = measured(tmp_path, "check", "graph")
    assert "s7: is already in 7.toml, line 1" in said


def test_the_limits_in_the_documentation_are_those_of_the_program():
    table = (REPOSITORY / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
    for value in (
        f"{limits.FILE_BYTES >> 20} MiB",
        *(
            f"{value:,}"
            for name, value in vars(limits).items()
            if isinstance(value, int) and name not in ("FILE_BYTES",)
        ),
    ):
        assert f"| {value} |" in table
