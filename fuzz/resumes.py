"""Harness of the formats of CVs.

The bytes are a CV, which is read or refused with a message. The posts and skills become a profile, whose file reads
back equal and holds every text without a node as a comment.
"""

import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path

from mlgraph import diary, profilefile
from mlgraph.errors import MlgraphError
from mlgraph.graphfile import document
from mlgraph.graphfile.load import build
from mlgraph.printable import is_visible
from mlgraph.resumes.registry import parse
from mlgraph.resumes.resolve import resolve_resume

_GRAPH = """
[source.esco]
title = "ESCO"
points = { "1" = "a, http://e/1" }
[role.a]
title = "Analyst"
aliases = ["A"]
same_as = { "esco:1" = "exact" }
[role.b]
title = "Builder"
[skill.c]
title = "C, the language"
hours = 1
aliases = ["C"]
[skill.d]
title = "Data"
hours = 1
"""
KNOWN = build(document.parse("known.toml", _GRAPH.encode()))
TODAY = date(2026, 11, 28)
# the first byte selects the name of the file, whose suffix decides some formats
NAMES = {"t": "cv.txt", "c": "Positions.csv", "j": "cv.json", "x": "cv.xml", "p": "cv.pdf", "z": "cv.zip"}
_TABLE = (
    'Notes:\n"a, b"\n\nCompany Name,Title,Description,Location,Started On,Finished On\n'
    'Z,Analyst,,,Jan 2020,\nZ,Builder II at Z,"a\nb",,2018,Dec 2019\nZ,B\u00c3\u00a9,,,1020,2031\n'
    "Z,A,,,May 2021,Present\n"
)
_JSON = (
    '{"work": [{"position": "Analyst", "startDate": "2020-01", "endDate": ""}, {"position": "x", "startDate": 2019}],'
    ' "skills": [{"name": "C (x)", "keywords": []}, {"keywords": ["Data", "\\ud800"]}, "e"]}'
)
_EUROPASS = (
    '<?xml version="1.0"?><Candidate xmlns:h="h"><PositionHistory><PositionTitle languageID="http://e/1">q</PositionTitle>'
    "<EmploymentPeriod><StartDate><h:FormattedDateTime>2023-01</h:FormattedDateTime></StartDate>"
    "<CurrentIndicator>true</CurrentIndicator></EmploymentPeriod></PositionHistory><PersonCompetency>"
    "<CompetencyName>Data</CompetencyName></PersonCompetency></Candidate>"
)
_OLDER = (
    '<SkillsPassport><WorkExperience><Period><From year="2019" month="--03"/><To year="2020"/></Period>'
    "<Position><Label>Builder</Label></Position></WorkExperience><Skills><Computer><Description>C, D"
    "</Description></Computer></Skills></SkillsPassport>"
)
_LIST = (
    "# skills\n- C, Data\nAnalyst, Jan 2020 - Present\n"
    "Builder (2018 to 2019)\nz since 1 May 2017\na@b.c +44 20 7946 0000\n"
)


def _zip(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return made.getvalue()


SEEDS = (
    *(b"t" + text.encode() for text in (_LIST, _TABLE, _JSON, _EUROPASS, _OLDER)),
    b"c" + _TABLE.encode("utf-16"),
    b"cName\nC\nData (x)\n",
    b"x" + _OLDER.encode("utf-16"),
    b"x<!DOCTYPE r [<!ENTITY a 'b'>]><Candidate>&a;</Candidate>",
    b"z" + _zip(Positions=_TABLE, Skills="Name\nData\n"),
    b"p%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF",
    b"x[[learned]]",
    b"cTitle,Started On,Finished On\nAnalyst,Jan 0165,\n",  # once lost the zero of the year
    b"tAnalyst, Jan 2020 - Present\nAnalyst (2020 to 2026)\n",  # once ended the current job when it was read again
    "t# skills\n- Data{}\n".format("\N{COMBINING TILDE}" * 10).encode(),  # once kept a pile of accents
    "t# skills\n- Data{0}\0{0}\n".format("\N{COMBINING TILDE}" * 6).encode(),
    b"tr\n<ilder(o9(2018 to 2019\n\xc3\x83\n<ilder(2018 to 2019",  # once became two comments
)
FOLDER = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
ME = Path(FOLDER.name, "me.toml")


def attempt(data: bytes) -> None:
    """Read a CV into a profile, and fail unless the profile has all of it or the CV is refused properly."""
    try:
        resume = parse(NAMES.get(data[:1].decode("latin-1"), "cv.txt"), data[1:])
    except MlgraphError as error:
        assert all(map(is_visible, str(error).split("\n"))), str(error)
        return
    found = resolve_resume(KNOWN, resume, TODAY)
    texts = [each.words for each in (*found.posts, *found.skills, *found.unrecognised)]
    assert all(map(is_visible, texts)), texts
    ME.unlink(missing_ok=True)
    diary.adopt(ME, KNOWN, found)
    me = profilefile.read(ME, KNOWN)
    assert set(me.have) == {each.skill.id for each in found.skills}
    assert len(me.posts) == len(found.posts)
    assert [post.position for post in me.posts if post.ends is None] == [
        post.position.id for post in found.posts if post.ends is None
    ]
    text = ME.read_text(encoding="utf-8")
    assert text.count("# not recognised") == len({(each.kind, each.words) for each in found.unrecognised})
    assert not diary.adopt(ME, KNOWN, found)
    assert ME.read_text(encoding="utf-8") == text
