"""Tests of wrong command lines: one clear message, exit code 1 or 2, and no file written."""

import os

import pytest

from support.hostile import SOUND, named, written

PLAN = ("path", "--from", "start", "--to", "lead", "--graph", "g.toml")
LINES = [
    # numbers and days
    (2, "--pace must be a number of hours a week from 0.01 to 168, not 0", *PLAN, "--pace", "0"),
    (2, "not -1", *PLAN, "--pace", "-1"),
    (2, "not 'nan'", *PLAN, "--pace", "nan"),
    (2, "not 'inf'", *PLAN, "--pace", "inf"),
    (2, "not '-inf'", *PLAN, "--pace=-inf"),
    (2, "not 169", *PLAN, "--pace", "169"),
    (2, "not inf", *PLAN, "--pace", "1e309"),
    (2, "--pace must be", *PLAN, "--pace", ""),
    (2, "such as 6 or 6.5", *PLAN, "--pace", "8,5,1"),
    (2, "--pace must be", *PLAN, "--pace", "\u0968h"),
    (2, "--pace must be", *PLAN, "--pace", "9" * 100_000 + "x"),
    (2, "not inf", *PLAN, "--pace", "9" * 5000),
    (2, "--limit must be a number of seconds above 0, not 0", *PLAN, "--limit", "0"),
    (2, "not nan", *PLAN, "--limit", "nan"),
    (2, "not inf", *PLAN, "--limit", "inf"),
    (2, "not -5", *PLAN, "--limit", "-5"),
    (2, "'--alternatives'", *PLAN, "--alternatives", "0"),
    (2, "'--alternatives'", *PLAN, "--alternatives", "-1"),
    (2, "'--alternatives'", *PLAN, "--alternatives", "1.5"),
    (2, "'--alternatives'", *PLAN, "--alternatives", "nan"),
    (2, "'--alternatives'", *PLAN, "--alternatives", "9" * 5000),
    (2, "--until must be a month", *PLAN, "--until", "2028-13"),
    (2, "--until must be a month", *PLAN, "--until", "2028-02-30"),
    (2, "--until must be a month", *PLAN, "--until", ""),
    (2, "--until must be a month", *PLAN, "--until", "soon"),
    (2, "--until must be a month", *PLAN, "--until", "0000-01"),
    (2, "--until must be a month", *PLAN, "--until", "99999-01"),
    (2, "is before the start", *PLAN, "--until", "0001-01"),
    (2, "year 9999", *PLAN, "--until", "9999-12", "--start", "9999-12-01"),
    (2, "--start must be a day", *PLAN, "--start", "2028-13-01"),
    (2, "--start must be a day", *PLAN, "--start", "1/2/2028"),
    (2, "--start must be a day", *PLAN, "--start", ""),
    (
        2,
        "--within must be a number of months, 0 or more, such as 18; 'nan' is not",
        "reach",
        "--from",
        "start",
        "--within",
        "nan",
        "--graph",
        "g.toml",
    ),
    (2, "--within must be a number of months", "reach", "--from", "start", "--within", "-1", "--graph", "g.toml"),
    (2, "'--port'", "serve", "--port", "65536"),
    (2, "'--port'", "serve", "--port", "-1"),
    (2, "--limit must be a number", "diff", "g.toml", "g.toml", "--limit", "nan"),
    (2, "'--months-per-zone'", "import", "onet", ".", "-o", "o.json", "--months-per-zone", "-1"),
    (2, "--months-per-zone is nan; choose a number", "import", "onet", ".", "-o", "o.json", "--months-per-zone", "nan"),
    (
        2,
        "--hours-per-technology is nan; choose a number",
        "import",
        "onet",
        ".",
        "-o",
        "o.json",
        "--hours-per-technology",
        "nan",
    ),
    (2, "--hours-per-skill is nan; choose a number", "import", "esco", ".", "-o", "o.json", "--hours-per-skill", "nan"),
    (
        2,
        "--hours-per-level is nan; choose a number",
        "import",
        "uk-ddat",
        ".",
        "-o",
        "o.json",
        "--hours-per-level",
        "nan",
    ),
    (2, "--overlap is nan; choose a number", "import", "esco", ".", "-o", "o.json", "--overlap", "nan"),
    (2, "not 'nan'", "diff", "g.toml", "g.toml", "--pace", "nan"),
    (2, "not 'nan'", "diff", "g.toml", "h.toml", "--pace", "nan", "-o", "d.dot"),
    (2, "not 0", "diff", "g.toml", "h.toml", "--limit", "0", "-o", "d.dot"),
    (2, "not 'nan'", "next", "--from", "start", "--pace", "nan", "--graph", "g.toml"),
    (2, "not -1", "reach", "--from", "lead", "--pace", "-1", "--graph", "g.toml"),
    (2, "not 0", "export", "x.json", "--pace", "0", "--graph", "g.toml"),
    (2, "not inf", "export", "x.svg", "--limit", "inf", "--graph", "g.toml"),
    (2, "'--overlap'", "import", "esco", ".", "-o", "o.json", "--overlap", "0"),
    # names
    (
        1,
        "a name is empty; write an id, a title or an alias",
        "path",
        "--from",
        "start",
        "--to",
        "",
        "--graph",
        "g.toml",
    ),
    (
        1,
        "a name is empty; write an id, a title or an alias",
        "path",
        "--from",
        "start",
        "--to",
        " ",
        "--graph",
        "g.toml",
    ),
    (
        1,
        "no stage or role is called '\\u202eleed'",
        "path",
        "--from",
        "start",
        "--to",
        "\u202eleed",
        "--graph",
        "g.toml",
    ),
    (1, "is called '\\x1b[31m'", "path", "--from", "\x1b[31m", "--to", "lead", "--graph", "g.toml"),
    (1, "is called '\\udcff\\udcfe'", "path", "--from", "\udcff\udcfe", "--to", "lead", "--graph", "g.toml"),
    (
        1,
        "'maths' is a skill; a stage or role is needed here",
        "path",
        "--from",
        "start",
        "--to",
        "maths",
        "--graph",
        "g.toml",
    ),
    (1, "no skill is called 'math', did you mean maths?", *PLAN, "--have", "math"),
    (1, "'engineer' is a role; a skill is needed here", *PLAN, "--have", "engineer"),
    (1, "is called 'xxx", "show", "x" * 100_000, "--graph", "g.toml"),
    (1, "is called '--'", "show", "--graph", "g.toml", "--", "--"),
    (1, "is called '-x'", "show", "--graph", "g.toml", "--", "-x"),
    (1, "is called '*'", "show", "*", "--graph", "g.toml"),
    (1, "is called '[/red]'", "show", "[/red]", "--graph", "g.toml"),
    (1, "is called '\u0131'", "show", "\u0131", "--graph", "g.toml"),
    (2, "'start' cannot be avoided", *PLAN, "--avoid", "start"),
    (2, "'python' cannot be avoided", *PLAN, "--avoid", "python", "--via", "python"),
    (
        1,
        "no path leads from Start to Lead without",
        "path",
        "--from",
        "start",
        "--to",
        "lead",
        "--avoid",
        "engineer",
        "--graph",
        "g.toml",
    ),
    (2, "the position to start from is unknown", "path", "--to", "lead", "--graph", "g.toml"),
    (2, "the position to start from is unknown", "reach", "--graph", "g.toml"),
    # commands and options
    (2, "No such command", "paht"),
    (2, "No such command '\\x1b[31m'", "\x1b[31m"),
    (2, "No such command '\\u202e'", "\u202e"),
    (2, "No such command ''", ""),
    (2, "No such option: --\\u202e", *PLAN, "--\u202e"),
    (2, "No such option: --\\u200b", *PLAN, "--\u200b"),
    (2, "No such option: --\\udcff", *PLAN, "--\udcff"),
    (2, "No such option: -\\u2800", *PLAN, "-\u2800"),
    (2, "unexpected extra argument", "show", "lead", "\u202e"),
    (2, "unexpected extra argument", "list", "roles", "\udcff"),
    (2, "requires an argument", "path", "--to"),
    (2, "no target is given; give --to", "path"),
    (2, "Missing argument 'NAME'", "show"),
    (2, "'--by'", *PLAN, "--by", "money"),
    (2, "'--by'", *PLAN, "--by", ""),
    (2, "'--by'", *PLAN, "--by", "\u202etime"),
    (2, "'SHELL'", "completion", "tcsh"),
    (2, "is not one of 'stages', 'roles', 'skills'", "list", "jobs"),
    (2, "--alternatives, --show and --until need a single target", *PLAN, "--to", "engineer", "--alternatives", "2"),
    (2, "--until checks the best plan", *PLAN, "--alternatives", "2", "--until", "2040-01"),
    (2, "give the files once", "check", "g.toml", "--graph", "g.toml"),
    # files
    (
        2,
        ". has a graph in .toml files, which would hide others; name another folder",
        "export",
        "",
        "--graph",
        "g.toml",
    ),
    (2, "unknown export format 'exe'", "export", "x.exe", "--graph", "g.toml"),
    (2, "unknown export format '\\x1b[31m'", "export", "x.\x1b[31m", "--graph", "g.toml"),
    (2, "a .md file holds a plan", "export", "x.md", "--graph", "g.toml"),
    (2, "a .json file does not take --focus", "export", "x.json", "--focus", "lead", "--graph", "g.toml"),
    (2, "--avoid and --start need a plan", "export", "x.svg", "--start", "2028-01-01", "--graph", "g.toml"),
    (1, "cannot be written: there is no folder", "export", "none/x.json", "--graph", "g.toml"),
    (1, "cannot be written: there is no folder", "export", "g.toml/x.json", "--graph", "g.toml"),
    (1, "cannot be written", "export", "folder.json", "--graph", "g.toml"),
    (1, "cannot be written: file name too long", "export", f"{'x' * 300}.json", "--graph", "g.toml"),
    (1, "cannot be written", "export", "loop.json", "--graph", "g.toml"),
    (2, "a graph file ends in .json or .toml", "import", "esco", ".", "-o", "x.csv"),
    (1, "is not ESCO; it has no 'occupations_en.csv'", "import", "esco", "g.toml", "-o", "x.json"),
    (1, "is not a folder of O*NET text files", "import", "onet", "", "-o", "x.json"),
    (1, "is not a folder of the UK framework", "import", "uk-ddat", "\x1b[31m", "-o", "x.json"),
    (1, "cannot be read", "import", "metacademy", "none", "-o", "x.json"),
    (1, "\\x1b[31m.toml: cannot be read: no such file", "check", "\x1b[31m.toml"),
    (1, "\\udcff.toml: cannot be read: no such file", "check", "\udcff.toml"),
    (1, "cannot be read: file name too long", "check", f"{'x' * 300}.toml"),
    (1, "cannot be read: file name too long", "check", f"{'x/' * 5000}x.toml"),
    (1, "cannot be read: no such file or directory", "check", "none.toml"),
    (1, "is not a graph file; use a file that ends in .toml, .json or .xlsx", "check", "text.txt"),
    (1, "folder.toml: cannot be read: is a directory", "check", ""),
    (1, "folder.toml: cannot be read: is a directory", "show", "lead", "--graph", ""),
    (1, "is a folder without .toml files", "check", "empty"),
    (1, "folder.toml: is a folder without .toml files", "check", "folder.toml"),
    (1, "odd/deep.toml: cannot be read: is a directory", "check", "odd"),
    (1, "loop.toml: cannot be read: too many levels of symbolic links", "check", "loop.toml"),
    (1, "gone.toml: cannot be read: no such file", "check", "gone.toml"),
    (1, "zero.toml: cannot be read: it is a device or a pipe", "check", "zero.toml"),
    (1, "pipe.toml: cannot be read: it is a device or a pipe", "check", "pipe.toml"),
    (1, "pipes/pipe.toml: cannot be read: it is a device or a pipe", "check", "pipes"),
    (1, "tty.toml: cannot be read", "check", "tty.toml"),
    (1, "is larger than 32 MiB, the most that is read", "check", "large.toml"),
    (1, "is larger than 32 MiB", "check", "large.json"),
    (1, "is larger than 32 MiB", "show", "lead", "--graph", "g.toml", "--graph", "large.toml"),
    (1, "is not a profile; use a file that ends in .toml", *PLAN, "--me", "me.json"),
    (1, "me.toml: cannot be read: no such file", *PLAN, "--me", "me.toml"),
    (1, "pipe.toml: cannot be read: it is a device or a pipe", *PLAN, "--me", "pipe.toml"),
    (1, "is larger than 32 MiB", *PLAN, "--me", "large.toml"),
    (2, "mlgraph me init asks its questions at a terminal", "me", "init", "new.toml", "--graph", "g.toml"),
    (2, "no profile is given", "me", "show", "--graph", "g.toml"),
    (1, "is not a graph file", "diff", "g.toml", "text.txt"),
    (1, "none.toml: cannot be read", "diff", "none.toml", "g.toml"),
]


@pytest.fixture
def files(tmp_path):
    """Write files of every unusual kind to a folder."""
    written(tmp_path, "g.toml", SOUND)
    written(tmp_path, "h.toml", SOUND.replace("36.5", "37"))
    written(tmp_path, "text.txt", "x")
    for folder in ("empty", "folder.toml", "folder.json", "odd/deep.toml", "pipes"):
        (tmp_path / folder).mkdir(parents=True)
    for link, target in (
        ("loop.toml", "loop.toml"),
        ("loop.json", "loop.json"),
        ("gone.toml", "none"),
        ("zero.toml", "/dev/zero"),
        ("tty.toml", "/dev/tty"),
    ):
        (tmp_path / link).symlink_to(target)
    for pipe in ("pipe.toml", "pipes/pipe.toml"):
        os.mkfifo(tmp_path / pipe)
    for name in ("large.toml", "large.json"):  # sparse files
        with open(tmp_path / name, "wb") as file:
            file.truncate(100 << 20)
    return tmp_path


@pytest.mark.parametrize(
    ("code", "words", "arguments"),
    [(c, w, a) for c, w, *a in LINES],
    ids=[named(" ".join(arguments).removeprefix(" ".join(PLAN)), words) for _, words, *arguments in LINES],
)
def test_a_wrong_command_line_gets_an_error_message(files, refused, code, words, arguments):
    refused(words, *arguments, code=code)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_an_error(tmp_path, refused):
    written(tmp_path, "g.toml", SOUND).chmod(0)
    refused("g.toml: cannot be read: permission denied", "check", "g.toml")
