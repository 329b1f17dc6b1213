"""Harness of `diary.record`.

The bytes are a profile to which skills are added. The profile gets these skills and keeps everything else, or it is
refused and stays unchanged.
"""

import codecs
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import tomli

from mlgraph import diary, profilefile
from mlgraph.errors import MlgraphError
from mlgraph.graphfile import document
from mlgraph.graphfile.load import build
from mlgraph.profile import LearnedSkill

_DAY = date(2026, 3, 15)
SKILLS = ("git", "maths", "python", "sql")
_SKILLS = "".join(f'[skill.{skill}]\ntitle = "{skill.title()}"\nhours = 1\n' for skill in SKILLS)
KNOWN = build(document.parse("known.toml", f'[role.a]\ntitle = "A"\n[role.b]\ntitle = "B"\n{_SKILLS}'.encode()))
# the bits of the first byte select the skills to add
_LAYOUTS = (
    b"",
    b"pace = 3 # no end of line",
    b'position = "a"\nhave = [\n  "python"\n  # "sql" comes next\n]\n',
    b'have = [\n  "python", "git",  # languages\n]\navoid = ["b"]',
    b'"have" = [ # none\r\n  # yet\r\n]\r\npace = 1e1\r\n',
    b"'have'=['''python''' # ]\n,\n\"\"\"\nGIT\"\"\" # [\n # ,\n, # end\n]",
    b'"h\\u0061ve" = ["\\u0067it"]# have = []\nposition = """\\\n  B"""',
    b'avoid = ["sql", # have = [\n "a"]\n\n  have\t=\t[  ]',
)
SEEDS = (
    *(b"\x0f" + layout for layout in _LAYOUTS),
    *(b"\x05" + layout for layout in _LAYOUTS),
    b'\x0fposition = "a"\navoid = ["A"]\n',
    b"\x0fhave = [[]]",
)
FOLDER = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
ME = Path(FOLDER.name, "me.toml")


def attempt(data: bytes) -> None:
    """Add skills to a profile, and fail if it has anything else in addition, or has lost a letter."""
    skills = [skill for bit, skill in enumerate(SKILLS) if int.from_bytes(data[:1]) >> bit & 1]
    content = data[1:]
    ME.write_bytes(content)
    try:
        before = profilefile.read(ME, KNOWN)
    except MlgraphError:
        _refuse(skills, content)
        return
    new = diary.record(ME, KNOWN, dict.fromkeys(skills), _DAY)
    after = ME.read_bytes()
    assert new == tuple(skill for skill in skills if skill not in before.have)
    learned = (*before.learned, *(LearnedSkill(skill, _DAY) for skill in new))
    have, learning = tuple(sorted((*before.have, *new))), tuple(each for each in before.learning if each not in new)
    assert profilefile.read(ME, KNOWN) == replace(before, have=have, learning=learning, learned=learned)
    content = content.removeprefix(codecs.BOM_UTF8)  # a changed profile begins with none
    old = tomli.loads(content.decode())
    if "learning" not in old:  # names that are removed from it take their letters with them
        entries = [*old.get("learned", ()), *({"skill": skill, "on": _DAY} for skill in new)]
        assert tomli.loads(after.decode("utf-8-sig")) == (
            old | {"have": [*old.get("have", ()), *new], "learned": entries} if new else old
        )
        rest = iter(after)
        assert all(letter in rest for letter in content), after
        assert after.count(b"#") == content.count(b"#"), after
    assert diary.record(ME, KNOWN, dict.fromkeys(skills), _DAY) == ()
    assert ME.read_bytes() == after


def _refuse(skills: list[str], content: bytes) -> None:
    """Fail if an invalid profile is changed."""
    try:
        diary.record(ME, KNOWN, dict.fromkeys(skills), _DAY)
    except MlgraphError:
        assert ME.read_bytes() == content
    else:
        raise AssertionError(content)
