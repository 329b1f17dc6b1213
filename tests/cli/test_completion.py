"""Tests of completion: the candidates, and the results in bash, zsh, fish and PowerShell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mlgraph
from support.terminal import POWERSHELL, SHELLS, Shell

NASTY = r"""
[role.one]
title = "It's a \"quoted\" $HOME `touch pwned` job; touch pwned"
[role.two]
title = "Génie logiciel"
aliases = ["Software: the engineer"]
[role.three]
title = "$(touch pwned) \\$(touch pwned)"
[role.four]
title = "Any *? [a-z] {a,b} ~ ! # & | ( ) = % \\"
[role.five]
title = "Twins one"
[role.six]
title = "Twins two"
[role.seven]
title = "Ring \u0007 the bell"
[role.eight]
title = "Wow!echo a \"job\"!"
[role.eleven]
title = "Lead of \"x\""
[role.dozen]
title = "Engineers'"
[role.nine]
title = "Resume"
[role.other]
title = "Résumé"
[skill.tango]
title = "Tango"
hours = 1
"""
# as one word of PowerShell
ONE = """'It''s a "quoted" $HOME `touch pwned` job; touch pwned'"""
PERSIAN = "\u0627\u0641\u0632\u0648\u0646\u0647\u200c\u0647\u0627"


@pytest.fixture
def nasty(graph_file):
    return graph_file(NASTY, "nasty.toml")


@pytest.fixture
def told(run, nasty, monkeypatch):
    """Return the candidates for a line, without their descriptions."""
    monkeypatch.chdir(nasty.parent)

    def told(line, shell="zsh"):
        code, out, err = run("complete", shell, *(() if line is None else ("--", line)))
        assert err == ""
        return [answer.partition("\t")[0] for answer in out.splitlines()] if code == 0 else None

    return told


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("mlgraph sch", ["schema"]),
        ("mlgraph compl", ["completion"]),
        ("mlgraph me le", ["learned", "learning"]),
        ("mlgraph import on", ["onet"]),
        ("mlgraph list ", ["stages", "roles", "skills"]),
        ("mlgraph path --by h", ["hours"]),
        ("mlgraph path --json --al", ["--alternatives", "--all"]),
        ("mlgraph path --graph nasty.toml --to t", ["two", "three", "twins one", "twins two"]),
        ("mlgraph path --graph=nasty.toml --avoid ta", ["tango"]),
        ("mlgraph path --graph nasty.toml --to ta", []),
        ("mlgraph path --graph nasty.toml --have 'tang ", []),
        ("mlgraph path --graph nasty.toml --to gen", ["Génie logiciel"]),
        ("mlgraph path --graph nasty.toml --to 'SOFTWARE: ", ["Software: the engineer"]),
        ("mlgraph path --graph nasty.toml --to=gé", ["--to=Génie logiciel"]),
        ("mlgraph path --graph nasty.toml --to 'Twins", ["Twins one", "Twins two"]),
        ("mlgraph path --graph nasty.toml --to TWINS\\ o", ["Twins one"]),
        ("mlgraph path --graph nasty.toml --from one --to tw", ["two", "twins one", "twins two"]),
        ("mlgraph me learned --graph nasty.toml tango t", ["tango"]),
        ("mlgraph show --graph nasty.toml ring", []),
        ("mlgraph show --graph none.toml t", []),
        ("mlgraph show --graph wrong.toml t", []),
        ("mlgraph show --graph odd.toml t", ["two", "three"]),
        ("mlgraph show --pace", []),
        ("mlgraph path --pace ", []),
        ("mlgraph show one t", []),
        ("mlgraph show --graph nasty.toml RESU", ["Resume", "Résumé"]),
        ("mlgraph check na", None),
        ("mlgraph path --graph na", None),
        ("mlgraph path --graph nasty.toml --graph over.toml --to gén", ["Génie logiciel"]),
        ("mlgraph path --graph nasty.toml --graph over.toml --to t", ["two", "three", "twins one", "twins two", "ten"]),
        ("mlgraph path --graph mlgraph --graph over.toml --to ten", ["ten"]),
        ("mlgraph path --me=", None),
        ("mlgraph export ", None),
    ],
)
def test_the_tab_key_offers_completions(told, graph_file, line, answers):
    graph_file("[role.", "wrong.toml")
    graph_file('role.two.leads_to = { one = 3 }\nrole.ten.title = "Ten"', "over.toml")
    graph_file('skill = 3\nrole.two = 4\nrole.three = { title = 5, aliases = 6 }\nstage.x.title = "X"', "odd.toml")
    assert told(line) == answers


def test_all_names_are_offered_at_first(told, ml):
    positions = {node for node in ml if ml.nodes[node]["kind"] != "skill"}
    assert set(told("mlgraph path --from ")) == positions
    assert set(told("mlgraph path --have ")) == set(ml) - positions
    assert set(told("mlgraph show ")) == set(ml)


@pytest.mark.slow
def test_completions_are_accepted_as_arguments(told, ml):
    names = [(name, node) for node, said in ml.nodes(data=True) for name in (node, said["title"], *said["aliases"])]
    for name, node in sorted(names)[::10]:
        offered = told(f'mlgraph show "{name[:-1]}')
        assert node in {mlgraph.describe(ml, each).id for each in offered}


def test_a_name_is_offered_with_another_name(run, nasty):
    code, out, _ = run("complete", "fish", "--", f"mlgraph show --graph {nasty} tw")
    assert (code, out) == (0, "two\tGénie logiciel\nTwins one\tfive\nTwins two\tsix\n")


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("'mlgraph' 'comple'", ["completion"]),
        ("'mlgraph' 'show' '--graph' 'nasty.toml' 'genie'", ["'Génie logiciel'"]),
        ("'mlgraph' 'show' '--graph=nasty.toml' 'It'\\''s'", [ONE]),
        ("'mlgraph' 'path' '--graph' 'nasty.toml' '--to=gé'", ["'--to=Génie logiciel'"]),
        ("'mlgraph' 'show' '--graph' 'nasty.toml' 'Engineers'", ["'Engineers'''"]),
        ("'mlgraph' 'show' '--graph' 'other.toml' '\u0627\u0641'", [f"'{PERSIAN}'"]),
        ("'mlgraph' 'show' '--graph' 'other.toml' 'it'", ["'It\u2019\u2019s'"]),
        ("'mlgraph' 'path' '--al'", ["--alternatives", "--all"]),
    ],
)
def test_powershell_gets_whole_words_in_its_quotes(told, graph_file, monkeypatch, line, answers):
    graph_file(
        f'[skill]\na = {{ title = "{PERSIAN}", hours = 1 }}\nb = {{ title = "It\u2019s", hours = 1 }}', "other.toml"
    )
    monkeypatch.setenv("MLGRAPH_LINE", line)
    assert told(None, "powershell") == answers


# completes a line as the Tab key does, and prints the words
COMPLETE = f"""
{POWERSHELL}
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
$found = [System.Management.Automation.CommandCompletion]::CompleteInput($env:TYPED, $env:TYPED.Length, $null)
$found.CompletionMatches | ForEach-Object {{ $_.CompletionText }}
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("mlgraph comple", ["completion"]),
        ("mlgraph show --graph nasty.toml genie", ["'Génie logiciel'"]),
        ("mlgraph show --graph nasty.toml 'It''s", [ONE]),
        ("mlgraph path --graph nasty.toml --to tw", ["two", "'Twins one'", "'Twins two'"]),
        ("mlgraph check nas", ["nasty.toml"]),
    ],
)
def test_powershell_completes_and_evaluates_nothing(nasty, monkeypatch, typed, answers):
    shell = shutil.which("pwsh") or shutil.which("powershell")
    if shell is None:
        pytest.skip("not there: PowerShell")
    monkeypatch.chdir(nasty.parent)
    monkeypatch.setenv("TYPED", typed)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    command = [shell, "-NoProfile", "-NonInteractive", "-Command", COMPLETE]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
    words = [word.removeprefix(".\\").removeprefix("./") for word in done.stdout.splitlines()]
    assert (words, done.stderr) == (answers, "")
    assert not (nasty.parent / "pwned").exists()


@pytest.mark.process
@pytest.mark.parametrize("name", SHELLS)
def test_a_shell_completes_and_evaluates_nothing(name, nasty):
    if shutil.which(name) is None:
        pytest.skip(f"not there: {name}")
    shell = Shell(name, nasty.parent)
    try:
        show = "mlgraph show --graph nasty.toml "
        one = 'It\'s a "quoted" $HOME `touch pwned` job; touch pwned'
        eight = 'Wow!echo a "job"!'
        three, four = "$(touch pwned) \\$(touch pwned)", "Any *? [a-z] {a,b} ~ ! # & | ( ) = % \\"
        for line, last in [
            ("mlgraph comple", "completion"),
            ("mlgraph path --to computer-v", "computer-vision-engineer"),
            ("mlgraph path --to Computer\\ v", "Computer vision engineer"),
            ('mlgraph path --to "Computer v', "Computer vision engineer"),
            ("mlgraph path --to 'COMPUTER V", "Computer vision engineer"),
            ("mlgraph path --to=computer-v", "--to=computer-vision-engineer"),
            ('mlgraph path --to="Computer v', "--to=Computer vision engineer"),
            ("mlgraph check nas", "nasty.toml"),
            (f"{show}twi", "Twins " if name == "fish" else "twins "),
            (f"{show}genie", "genie logiciel" if name == "fish" else "Génie logiciel"),
            (f'{show}"Génie l', "Génie logiciel"),
            (f"{show}soft", "Software: the engineer"),
            (f"{show}It", one),
            (f'{show}"It', one),
            (f"{show}'It", one),
            (f"{show}\\$", three),
            (f"{show}'$", three),
            (f"{show}Any\\ ", four),
            (f'{show}"Any ', four),
            (f"{show}'Any ", four),
            (f"{show}Wow", eight),
            (f'{show}"Wow', eight),
            (f"{show}'Wow", eight),
            (f'{show}"Lead', 'Lead of "x"'),
            (f"{show}'Engineers", "Engineers'"),
            ("mlgraph show --graph none.toml one", "one"),
        ]:
            assert shell.arguments(line)[-1] == ascii(last), line
    finally:
        shell.end()
    assert not (nasty.parent / "pwned").exists()
