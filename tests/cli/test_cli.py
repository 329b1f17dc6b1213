"""Tests of the command line: answers, messages, exit codes and streams."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from mlgraph.graphfile.dump import dump
from mlgraph.planning.solver import Solver
from mlgraph.text.formatting import wrap
from support.careers import SOUND
from support.random_graphs import layers, with_texts
from support.terminal import at_a_terminal

FIELDS = ["from", "to", "objective", "pace", "start", "have", "via", "avoid", "via_titles", "avoid_titles", "assumed"]
FIELDS += [
    "known",
    "optimal",
    "bound",
    "costs",
    "unconstrained",
    "low",
    "high",
    "stops",
    "experience",
    "usual_experience",
    "months_in_post",
    "sure",
    "spread",
    "given_up",
    "unneeded",
]
COMMAND = [sys.executable, "-m", "mlgraph"]
WRONG = SOUND.replace("hours = 40", "hours = -1").replace('title = "Lead"', 'titel = "Lead"')


@pytest.fixture
def sound(graph_file):
    return graph_file(SOUND)


def test_a_plan_reads_like_advice(run, sound):
    code, out, err = run("path", "--from", "start", "--to", "Lead", "--graph", sound, "--start", "2026-10-05")
    assert (code, err) == (0, "")
    assert (
        out
        == """\
Lead by April 2030: about 3 years 7 months
From Start, 2 job changes, 40 hours of study at 10 hours a week
This is the fastest of all routes that mlgraph knows.
The time in each job decides the last date; the study fits in beside it.

Start with:  Maths, 40 h, until 1 Nov 2026

1. Start until 5 Apr 2027, then Engineer
   Such a change usually takes 6 months; the study ends sooner.
    5 Oct -  1 Nov  40 h  Maths
    2 Nov -  2 Nov   0 h  R  (or Python)
2. Engineer until 20 Apr 2030, then Lead

Every route that mlgraph knows passes through Engineer.
Sources of the figures: mlgraph show lead
Add --all to see every skill, or --alternatives 3 to see other routes.
Calendar:
mlgraph export plan.ics --from start --to Lead --graph SOUND --start 2026-10-05
""".replace("SOUND", str(sound))
    )


@pytest.mark.parametrize(
    "options",
    [
        ["--to", "Lead", "--until", "2031", "--have", "R, Maths", "--pace=6,5", "--via", "maths", "--limit", "9"],
        ["--to=lead", "--by", "hours", "--avoid", "r", "--via", "engineer", "-o", "plan.csv"],
        ["--to", "lead", "--rules", "--experience", "data=2", "--sure", "0.8"],
        ["--to", "lead", "--all"],
        ["--to", "lead", "--alternatives", "2"],
    ],
)
def test_each_option_and_command_below_a_plan_runs_with_the_same_options(run, sound, tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    if "--experience" in options:
        sound.write_text(sound.read_text().replace("[skill.r]", "[experience.data]\ntitle = 'Data'\n\n[skill.r]"))
    question = ("path", "--from", "start", "--graph", sound, "--start", "2026-10-05", *options)
    code, out, _ = run(*question)
    below = out.split("Sources of")[-1].partition("\n")[2]
    commands = [shlex.split(found) for found in re.findall(r"^(?:.*:  +)?mlgraph (.*)$", below, re.MULTILINE)]
    assert code == 0
    assert len(commands) == (options[-2] != "--sure")
    more = [] if "--alternatives" in options else re.findall(r"--\w+(?: \d)?", below.partition(".")[0])
    assert ("--all" in more) is not bool({"--all", "--alternatives"} & {*options})
    assert ("--alternatives 3" in more) is (
        "engineer" not in options and not {"--until", "--alternatives"} & {*options}
    )
    for words in (*commands, *([*question, *option.split()] for option in more)):
        assert run(*words)[0] == 0, words
        assert words[words.index("--start") + 1] == "2026-10-05"


def test_a_plan_fits_into_80_columns(run, graph_file):
    long = graph_file(
        SOUND.replace('"Lead"', f'"{"Lead " * 30}of all"').replace('"Maths"', f'"{"Maths " * 30}"'.replace(' "', '"'))
    )
    code, out, _ = run("path", "--from", "start", "--to", "lead", "--graph", long)
    assert code == 0
    lines = [line for line in out.replace("Lead " * 30, "").splitlines() if not line.startswith("mlgraph ")]
    assert max(map(len, lines)) <= 80


def test_assumptions_are_stated(run, sound, graph_file):
    needy = SOUND.replace('title = "Lead"', 'title = "Lead"\nneeds = ["maths", ["python", "r"]]')
    code, out, _ = run("path", "--from", "builder", "--to", "lead", "--graph", sound)
    assert code == 0
    # Lead needs nothing, so nothing is counted as known
    assert "Counted as known" not in out
    _, out, _ = run("path", "--from", "builder", "--to", "lead", "--graph", graph_file(needy, "needy.toml"))
    assert "Counted as known: Python (assumed, since you have this or R); Maths (expected of every Engineer) " in (
        " ".join(out.split())
    )


def test_a_plan_as_json(run, sound):
    code, out, _ = run(
        "path", "--from", "start", "--to", "lead", "--have", "R", "--graph", sound, "--start", "2026-10-05", "--json"
    )
    plan = json.loads(out)
    assert code == 0
    assert list(plan) == [*FIELDS, "unavoidable", "figures"]
    assert (plan["from"], plan["to"], plan["have"], plan["optimal"]) == ("start", "lead", ["r"], True)
    assert plan["stops"][1] == {
        "id": "engineer",
        "title": "Engineer",
        "kind": "role",
        "arrives": 6.0,
        "learn": [
            {
                "id": "maths",
                "title": "Maths",
                "hours": 40,
                "needed_for": [{"id": "engineer", "title": "Engineer", "url": ""}],
                "instead_of": [],
                "shown_by": "",
                "from_month": 0.0,
                "to_month": pytest.approx(40 / 10 / (365.25 / 12 / 7)),
                "begins": "2026-10-05",
                "ends": "2026-11-01",
                "learn_with": [],
                "url": "",
            }
        ],
        "waits_for": "post",
        "spare": pytest.approx(6 - 40 / 10 / (365.25 / 12 / 7)),
        "critical": True,
        "arrives_on": "2027-04-05",
        "gains": [],
        "passes": [],
        "taught": [],
        "counted": None,
        "usual_stay": None,
        "programme": False,
        "url": "",
    }
    assert plan["start"] == "2026-10-05"
    assert plan["known"] == [{"id": "r", "title": "R", "because": "said", "by": None, "url": ""}]


def test_show_prints_all_details_of_a_node(run, sound):
    code, out, _ = run("show", "BUILDER", "--graph", sound)
    assert code == 0
    assert out.endswith(
        """\
Needs
  Maths, Python or R

Leads to
  Lead after 36.5 months

Reached from
  Start after 6 months

1 source
All of it:
mlgraph show BUILDER --graph SOUND --all
""".replace("SOUND", str(sound))
    )
    code, out, _ = run("show", "BUILDER", "--graph", sound, "--all")
    assert code == 0
    assert (
        out
        == """\
Engineer
engineer, a role in Start; 40 hours with the 1 skill that it always needs
also called Builder

Builds things.

Needs
  Maths (maths)
  one of: Python (python), or R (r)

Leads to
  Lead (lead), after 36.5 months

Reached from
  Start (start), after 6 months

Sources
  book:p1: Engineers build. [A book, A publisher]
"""
    )
    code, out, _ = run("show", "maths", "--graph", sound, "--json")
    found = json.loads(out)
    assert (found["hours"], [node["id"] for node in found["needed_for"]]) == (40, ["engineer", "python"])


def test_show_and_list_print_ranges_and_sources(run, graph_file):
    graph = graph_file(
        SOUND.replace("hours = 40", 'hours = [30, 40, 60.5]\nshown_by = "A proof."\nsame_as = { book = "none" }')
        .replace('cites = ["book:p1"]', 'because = { "book:p1" = ["r", "maths"] }')
        .replace("36.5", '{ months = 36, cites = ["book:p1"] }')
    )
    _, out, _ = run("show", "maths", "--graph", graph, "--all")
    assert "maths, a skill, 40 hours of study (30 to 60.5)\n\nShown by\n  A proof.\n" in out
    assert "\nElsewhere\n  book: none\n" in out
    _, out, _ = run("show", "engineer", "--graph", graph, "--all")
    assert "  Maths (maths) [book:p1]\n  one of: Python (python), or R (r) [book:p1]\n" in out
    assert "  Lead (lead), after 36 months [book:p1]\n" in out
    assert out.endswith("Sources\n  book:p1: Engineers build. [A book, A publisher]\n")
    _, out, _ = run("list", "skills", "--graph", graph)
    assert out.splitlines()[0] == "skill  maths   Maths   40 h (30 to 60.5)"
    _, out, _ = run("show", "engineer", "--graph", graph, "--json")
    assert [[need["cites"] for need in group] for group in json.loads(out)["needs"]] == [
        [["book:p1"]],
        [[], ["book:p1"]],
    ]


def test_list_has_one_line_for_each(run, sound):
    code, out, _ = run("list", "--graph", sound)
    assert code == 0
    assert out.splitlines()[:3] == [
        "stage  start     Start",
        "role   engineer  Engineer  start",
        "role   lead      Lead",
    ]
    code, out, _ = run("list", "skills", "--graph", sound, "--json")
    assert [entry["id"] for entry in json.loads(out)] == ["maths", "python", "r"]


def test_check_lists_errors_and_warnings(run, graph_file, sound):
    code, out, _ = run("check", sound)
    assert (code, out) == (0, f"{sound}: no mistakes, 1 stage, 2 roles, 3 skills, 2 moves\n")
    code, out, _ = run("check", "--graph", graph_file(SOUND + '[role.cto]\ntitle = "CTO"'))
    assert code == 0
    assert "graph.toml:37: cto: no move leads to or from this role; add one, or remove the role" in out
    code, out, err = run("check", graph_file(WRONG))
    assert (code, out) == (1, "")
    assert "3 mistakes, nothing is loaded" in err
    code, out, _ = run("check", graph_file(WRONG), "--json")
    found = json.loads(out)
    assert (code, found["sound"], [mistake["line"] for mistake in found["diagnostics"]]) == (1, False, [22, 23, 27])


# lines that begin with this name take two rows of the screen
LONG = f"{'b' * 60}.toml"


def wrong_skills(count):
    return "\n".join(f'[skill.s{number}]\ntitle = "S {number}"\nhours = -1' for number in range(count))


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["check", "a.toml", "--laws"], "check a.toml --laws --all"),
        (["list", "--graph", "a.toml"], "check a.toml --all"),
        (["show", "x", "--graph=mlgraph", "--graph", LONG], f"check mlgraph {LONG} --all"),
        (["diff", "mlgraph", "a.toml"], "check a.toml --all"),
    ],
)
def test_many_mistakes_fit_one_screen_and_a_command_prints_all(run, tmp_path, monkeypatch, arguments, command):
    monkeypatch.chdir(tmp_path)
    for name in ("a.toml", LONG):
        Path(name).write_text(wrong_skills(40))
    code, out, err = run(*arguments)
    shown, hint = err.removesuffix("\n").split("All of it:")
    *shown, left = shown.splitlines()
    assert (code, out, hint.strip()) == (1, "", f"mlgraph {command}")
    assert sum("hours is -1; " in line for line in shown) + int(left.removesuffix(" more")) == 40
    assert sum(len(wrap(line, "", "  ")) for line in shown) in (19, 20)
    code, out, err = run(*command.split())
    assert (code, out, err.count("hours is -1; ")) == (1, "", 40)


@pytest.mark.parametrize(("count", "printed", "end"), [(22, 22, ""), (23, 19, "4 more\n")])
def test_as_many_mistakes_are_printed_as_fit_one_screen(run, graph_file, tmp_path, monkeypatch, count, printed, end):
    monkeypatch.chdir(tmp_path)
    graph_file(wrong_skills(count), "a.toml")
    _, _, err = run("check", "a.toml")
    assert err.count("hours is -1; ") == printed
    assert err.endswith(end and f"{end}All of it:  mlgraph check a.toml --all\n")


def test_many_mistakes_of_a_profile_are_all_printed(run, graph_file, sound):
    profile = graph_file("\n".join(f"key{number} = 1" for number in range(40)), "me.toml")
    _, _, err = run("reach", "--graph", sound, "--me", profile)
    assert err.count("is not a key of a profile") == 40


ERRORS = [
    (1, ["show", "pyton"], "no stage, role or skill is called 'pyton', did you mean python?"),
    (1, ["show", "\x1b[31m"], "is called '\\x1b[31m'"),
    (1, ["path", "--from", "strat", "--to", "lead"], "no stage or role is called 'strat', did you mean start?"),
    (1, ["path", "--from", "start", "--to", "maths"], "'maths' is a skill; a stage or role is needed here"),
    (1, ["path", "--from", "start", "--to", "lead", "--avoid", "engineer"], "no path leads from Start to Lead without"),
    (1, ["path", "--from", "start", "--to", "lead", "--have", "lead"], "'lead' is a role; a skill is needed here"),
    (2, ["path", "--from", "start", "--to", "lead", "--pace", "0"], "--pace must be a number of hours a week"),
    (2, ["path", "--from", "start", "--to", "lead", "--pace", "5e-324"], "--pace must be a number of hours a week"),
    (2, ["path", "--from", "start", "--to", "lead", "--pace", "nan"], "--pace must be a number of hours a week"),
    (2, ["path", "--from", "start", "--to", "lead", "--by", "price"], "not one of 'months', 'hours', 'moves'"),
    (2, ["path", "--from", "start"], "no target is given; give --to, or set a goal in your profile"),
    (2, ["path", "--from", "start", "--to", "lead", "--pace", "6,5,4"], "such as 6 or 6.5, not '6,5,4'"),
    (
        2,
        ["path", "--from", "start", "--to", "lead", "--start", "1/2/2027"],
        "--start must be a day, such as 2026-12-01",
    ),
    (2, ["path", "--from", "start", "--to", "lead", "--until", "soon"], "--until must be a month, such as 2028-06"),
    (2, ["path", "--from", "start", "--to", "lead", "--alternatives", "2", "--show", "3"], "write --alternatives 3"),
    (1, ["path", "--from", "start", "--to", "lead", "--show", "3"], "there is no plan 3: 1 plan found"),
    (1, ["path", "--from", "start", "--to", "lead", "--have", "maths,rr"], "no skill is called 'rr'"),
    (2, ["list", "jobs"], "not one of 'stages', 'roles', 'skills'"),
    (2, ["check", "a.toml"], "give the files once"),
    (2, ["frobnicate"], "No such command 'frobnicate'"),
    (2, [], "Usage:"),
]


@pytest.mark.parametrize(("code", "arguments", "message"), ERRORS)
def test_an_error_is_one_message_and_an_exit_code(run, sound, code, arguments, message):
    graph = ["--graph", str(sound)] if arguments[1:] else []
    got, out, err = run(*arguments, *graph)
    assert got == code
    assert message in err or (message in out and not arguments)
    assert "Traceback" not in err


def test_an_ambiguous_name_lists_its_candidates(run, graph_file):
    graph = graph_file(SOUND + '[role.maker]\ntitle = "Maker"\naliases = ["BUILDER"]')
    code, out, err = run("show", "builder", "--graph", graph)
    assert (code, out) == (1, "")
    assert "'builder' may mean any of: engineer (Engineer), maker (Maker)" in err


@pytest.mark.parametrize(
    "arguments",
    [["--help"], *([*name.split(), "--help"] for name in ("path", "show", "list", "check", "diff", "import onet"))],
)
def test_help_is_plain_and_narrow(run, arguments):
    code, out, _ = run(*arguments)
    assert code == 0
    assert out.isascii()
    assert max(map(len, out.splitlines())) <= 80
    examples = re.search(r"^  Examples?:\n((?:    mlgraph .*\n)+)", out, re.MULTILINE)
    assert examples or arguments == ["--help"]


def shell(arguments, **options):
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, **options)


@pytest.mark.process
def test_a_pipe_gets_plain_text_and_a_terminal_gets_colour(sound):
    arguments = ["path", "--from", "start", "--to", "lead", "--graph", str(sound)]
    assert "\x1b" not in shell(arguments).stdout
    pty = pytest.importorskip("pty")
    for colour, environment in [(True, {}), (False, {"NO_COLOR": "1"})]:
        control, terminal = pty.openpty()
        subprocess.run([*COMMAND, *arguments], stdout=terminal, env=os.environ | environment, check=True)
        assert (b"\x1b[1m" in os.read(control, 10_000)) is colour
        os.close(control)
        os.close(terminal)


@pytest.mark.process
def test_a_letter_outside_the_locale_is_escaped(graph_file):
    graph = graph_file(SOUND.replace("Lead", "L\u00e9ad"))
    done = shell(["list", "roles", "--graph", str(graph)], env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
@pytest.mark.parametrize(
    ("redirection", "code", "message"),
    [
        ("| head -n 1 && exit ${PIPESTATUS[0]}", None, ""),
        (">&-", 1, "mlgraph: standard output: not writable\n"),
        ("> /dev/full", 1, "mlgraph: standard output: no space left on device\n"),
    ],
)
def test_an_unprintable_answer_is_an_error(sound, redirection, code, message):
    command = f"{sys.executable} -m mlgraph list --graph {sound} {redirection}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stderr == message
    assert code is None or done.returncode == code


def test_the_best_plans_stand_side_by_side(run, graph_file):
    graph = graph_file(SOUND.replace("leads_to = { engineer = 6 }", "leads_to = { engineer = 6, lead = 60 }"))
    first = ("--start", "2026-10-05")
    code, out, _ = run("path", "--from", "start", "--to", "lead", "--alternatives", "5", "--graph", graph, *first)
    assert code == 0
    assert out.startswith(
        """\
2 routes from Start to Lead, the fastest first

     by              about                   study   job changes
  1. April 2030      3 years 7 months         40 h           2
     through Engineer
  2. October 2031    5 years                   0 h           1
     directly

Number 2:
mlgraph path --from start --to lead --graph GRAPH --start 2026-10-05 --show 2
""".replace("GRAPH", str(graph))
    )
    code, out, _ = run("path", "--from", "start", "--to", "lead", "--show", "2", "--graph", graph, *first)
    assert out.startswith("Lead by October 2031: about 5 years\nFrom Start, 1 job change, nothing to learn\n")
    assert "This is number 2 of the fastest routes that mlgraph knows." in out
    assert "Start with:  nothing to learn; such a change usually takes 5 years" in out
    code, out, _ = run("path", "--from", "start", "--to", "lead", "--alternatives", "2", "--graph", graph, "--json")
    assert [list(plan) for plan in json.loads(out)["plans"]] == [FIELDS, FIELDS]


def test_an_exported_alternative_that_is_not_proven_keeps_its_number(run, graph_file, tmp_path, monkeypatch):
    graph = graph_file(SOUND.replace("leads_to = { engineer = 6 }", "leads_to = { engineer = 6, lead = 60 }"))
    find = Solver.k_best

    def stopped(*asked):
        best, other = find(*asked)
        return best, replace(other, optimal=False)

    monkeypatch.setattr(Solver, "k_best", stopped)
    ends = ("--from", "start", "--to", "lead", "--graph", graph)
    code, _, err = run("export", tmp_path / "compare.svg", *ends, "--alternatives", "2")
    assert code == 0
    assert "compare.svg has a plan that may not be the best. This is number 2 of the fastest routes" in err


def test_the_answer_states_a_condition_and_its_cost(run, graph_file):
    graph = graph_file(SOUND.replace("leads_to = { engineer = 6 }", "leads_to = { engineer = 6, lead = 60 }"))
    code, out, _ = run("path", "--from", "start", "--to", "lead", "--avoid", "builder", "--graph", graph)
    assert code == 0
    assert "Without Engineer: 18 months more, 40 fewer hours and 1 fewer job change" in out
    code, out, _ = run("path", "--from", "start", "--to", "lead", "--via", "engineer", "--graph", graph)
    assert "Via Engineer: at no cost" in out


@pytest.fixture
def hard(graph_file):
    return graph_file(dump(with_texts(layers(30, 20)), "json"), "hard.json")


def test_an_export_says_that_its_plan_may_not_be_the_best(run, hard, tmp_path):
    for limit, said in (
        ("2", "plan.md has a plan that may not be the best. This is the best route found"),
        ("60", ""),
    ):
        ends = ["--from", "a", "--to", "z" if said else "p0-0", "--by", "hours", "--limit", limit]
        code, _, err = run("export", str(tmp_path / "plan.md"), *ends, "--graph", hard)
        assert (code, said in err, bool(err)) == (0, True, bool(said))
    assert (tmp_path / "plan.md").exists()


def test_a_long_message_breaks_between_words_at_a_terminal(run):
    long = ["path", "--from", "beginner", "--to", "cds", "--start", "some day in the next year, perhaps in the spring"]
    _, screen = at_a_terminal(long, [], None)
    assert all(len(line) <= 80 for line in screen.splitlines())
    assert " ".join(screen.split()) == " ".join(run(*long)[2].split())


@pytest.mark.process
def test_a_list_at_a_terminal_fits_it_and_a_pipe_has_whole_lines(run):
    _, screen = at_a_terminal(["list", "roles"], [], None)
    assert screen.splitlines()[0].split() == ["\x1b[1mKind", "Id", "Title\x1b[0m"]
    assert "Kind" not in run("list", "roles")[1]


@pytest.mark.parametrize("group", [[], ["me"], ["import"]])
def test_without_a_command_the_help_is_printed_as_it_is(run, group):
    code, out, err = run(*group)
    assert (code, out, err.rstrip()) == (2, "", run(*group, "--help")[1].rstrip())


def test_a_limit_ends_a_long_search(run, hard):
    code, out, _ = run("path", "--from", "a", "--to", "z", "--by", "hours", "--limit", "2", "--graph", hard)
    assert code == 0
    assert re.search(
        r"This is the best route found in the time given; another may take up to \d+ %\s+less\s+study\.$",
        out,
        re.MULTILINE,
    )


@pytest.mark.process
def test_ctrl_c_ends_a_search_with_the_best_plan_so_far(hard):
    command = [
        *COMMAND,
        "path",
        "--from",
        "a",
        "--to",
        "z",
        "--by",
        "hours",
        "--limit",
        "60",
        "--json",
        "--graph",
        hard,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    plan = json.loads(out)
    assert (process.returncode, err, plan["optimal"]) == (0, "", False)
    assert 0 < plan["bound"] < plan["costs"]["hours"]


@pytest.mark.process
def test_a_long_search_is_announced_at_a_terminal(hard):
    terminal, inside = pytest.importorskip("pty").openpty()
    command = [*COMMAND, "path", "--from", "a", "--to", "z", "--by", "hours", "--limit", "3", "--graph", hard]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=inside) as process:
        process.wait(timeout=30)
    assert (
        os.read(terminal, 1000).decode() == "mlgraph: looking for the best plan; Ctrl-C prints the best so far ...\r\n"
    )
    os.close(terminal)
    os.close(inside)


def test_a_remark_names_a_skill_that_another_keeps_from_being_assumed(run, graph_file):
    file = graph_file(
        "[role.a]\ntitle = 'A'\nneeds = [['x', 'y']]\nleads_to = { b = 2 }\n[role.b]\ntitle = 'B'\nneeds = ['x']\n"
        "[skill.x]\ntitle = 'X'\nhours = 1\nneeds = ['z']\n[skill.z]\ntitle = 'Z'\nhours = 1\n"
        "[skill.y]\ntitle = 'Y'\nhours = 1\n"
    )
    plain = ["path", "--from", "a", "--to", "b", "--graph", file]
    assert run(*plain)[2] == ""
    told = "X is not assumed, because of the skills that you named; if you have it, add --have x"
    assert told in run(*plain, "--have", "y")[2]
    assert json.loads(run(*plain, "--have", "y", "--json")[1])["given_up"] == [{"id": "x", "title": "X", "url": ""}]
    assert run(*plain, "--have", "y,x")[2] == ""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("path", "Show pay for this area, such as UK; by default, the one with most data."),
        ("path", "Stop after this many seconds with the best answer so far."),
        ("path", "What to minimise, or the route that most people took."),
        ("reach", "What to minimise. "),
        ("reach", "Only roles in reach by then, such as 24 (months) or '2 years'."),
        ("diff", "The newer graph file."),
        ("diff", "Stop comparing plans after this many seconds."),
    ],
)
def test_the_help_of_an_option_says_what_it_does(run, command, said):
    assert said in " ".join(run(command, "--help")[1].split())
