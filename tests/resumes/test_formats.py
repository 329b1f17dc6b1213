"""Tests of the formats of CVs: what is read, and what is refused with one message."""

import io
import json
import zipfile

import pytest
from fpdf import FPDF

from mlgraph.errors import MlgraphError
from mlgraph.resumes.dates import read_period
from mlgraph.resumes.registry import FORMATS, parse
from mlgraph.resumes.resume import MOST_BYTES, PastPost, to_words
from support.hostile import visible

COLUMNS = "Company Name,Title,Description,Location,Started On,Finished On\n"
POSITIONS = (
    'Notes:\n"LinkedIn keeps, for you, some of it."\n\n'
    + COLUMNS
    + 'Acme,Engineer,"Built\nthings, fast",Home,Jan 2020,\n'
    + "Acme,IngÃ©nieur,,,2018,Dec 2019\n\n"
)
SKILLS = "Name\nPython (Programming Language)\nMaths\nMaths\n"
JSON = {
    "basics": {"name": "Jane Doe", "email": "jane@example.org", "location": {"address": "1 Street"}},
    "work": [
        {"name": "Acme", "position": "Engineer", "startDate": "2020-01-15", "endDate": ""},
        {"company": "Acme", "position": "Builder", "startDate": "2018", "endDate": "2019-12"},
        {"position": 3},
        "nonsense",
    ],
    "skills": [{"name": "Languages", "keywords": ["Python", "R"]}, {"name": "Maths", "level": "Master"}, "SQL"],
}
EUROPASS = """<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:hr="http://www.hr-xml.org/3" xmlns:e="http://www.eures.eu/1.0">
<CandidatePerson><PersonName>Jane Doe</PersonName></CandidatePerson>
<CandidateProfile><EmploymentHistory><EmployerHistory><hr:OrganizationName>Acme</hr:OrganizationName>
<PositionHistory><PositionTitle typeCode="URI" languageID="http://example.org/occupation/1">Wizard</PositionTitle>
<e:EmploymentPeriod><e:StartDate><hr:FormattedDateTime>2023-01</hr:FormattedDateTime></e:StartDate>
<hr:CurrentIndicator>true</hr:CurrentIndicator></e:EmploymentPeriod></PositionHistory>
<PositionHistory><PositionTitle typeCode="FREETEXT">Engineer</PositionTitle>
<e:EmploymentPeriod><e:StartDate><hr:FormattedDateTime>2021</hr:FormattedDateTime></e:StartDate>
<e:EndDate><hr:FormattedDateTime>2022-06-15</hr:FormattedDateTime></e:EndDate></e:EmploymentPeriod>
</PositionHistory><PositionHistory><PositionTitle>Builder</PositionTitle><e:EmploymentPeriod><e:StartDate>
<hr:FormattedDateTime>2020</hr:FormattedDateTime></e:StartDate><hr:CurrentIndicator>false</hr:CurrentIndicator>
</e:EmploymentPeriod></PositionHistory></EmployerHistory></EmploymentHistory>
<PersonQualifications><PersonCompetency><hr:TaxonomyID>language</hr:TaxonomyID>
<hr:CompetencyName>French</hr:CompetencyName></PersonCompetency>
<PersonCompetency><hr:CompetencyName>Python</hr:CompetencyName></PersonCompetency><PersonCompetency>
<CompetencyID schemeName="NORMAL">http://example.org/skill/1</CompetencyID><hr:TaxonomyID>other</hr:TaxonomyID>
</PersonCompetency></PersonQualifications>
</CandidateProfile></Candidate>"""
OLDER = """<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo><WorkExperienceList>
<WorkExperience><Period><From year="2019" month="--03"/><To year="2020"/></Period><Position><Label>Engineer</Label>
</Position></WorkExperience><WorkExperience><Period><From year="2020" month="--04" day="---02"/><Current>true</Current>
</Period><Position><Label>Lead</Label></Position></WorkExperience></WorkExperienceList>
<Skills><Computer><Description>&lt;p&gt;Python, R&lt;/p&gt;</Description></Computer></Skills></LearnerInfo></SkillsPassport>"""
LIST = """# My skills
- Python, R
* Maths
Jane Doe, jane@example.org, +44 20 7946 0000
1. Engineer, Jan 2020 - Present
2. Builder (2018 to Dec 2019)
Intern since 03/2017
Helper, 2016
"""


LAYOUTS = """Ada Lovelace
Experience:
Jan 2020 - heute | Engineer
2018-2019: Builder
Head of Marketing 2016 - 2017
**Lead** (März 2015 \u2013 déc. 2015)
Intern 2014
Helper — since 01-2013
Guard, Feb 2012 -
Skills: Python, SQL; R
Docker / Kubernetes
"""


def archive(method=zipfile.ZIP_DEFLATED, **files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as zipped:
        for name, content in files.items():
            zipped.writestr(f"Basic_Data/{name}.csv", content)
    return made.getvalue()


def pdf(**files):
    made = FPDF()
    made.add_page()
    for name, content in files.items():
        made.embed_file(basename=f"{name}.xml", bytes=content)
    return bytes(made.output())


def posts(*rows):
    return tuple(PastPost(*row) for row in rows)


ENGINEER, BUILDER = ("Engineer", "2020-01", None), ("Builder", "2018", "2019-12")
FILES = {
    "linkedin": (
        "cv.zip",
        archive(Positions=POSITIONS, Skills=SKILLS, Profile="First Name\nJane\n"),
        posts(ENGINEER, ("Ingénieur", "2018", "2019-12")),
        ("Python (Programming Language)", "Maths"),
    ),
    "linkedin-table": ("Positions.csv", POSITIONS.encode(), posts(ENGINEER, ("Ingénieur", "2018", "2019-12")), ()),
    "skills": ("Skills.csv", SKILLS.encode("utf-16"), (), ("Python (Programming Language)", "Maths")),
    "json-resume": (
        "cv.txt",
        json.dumps(JSON).encode("utf-16"),
        posts(("Engineer", "2020-01-15", None), BUILDER),
        ("SQL", "Python", "R", "Maths"),
    ),
    "europass": (
        "cv.xml",
        EUROPASS.encode(),
        (
            PastPost("Wizard", "2023-01", None, ("http://example.org/occupation/1",)),
            PastPost("Engineer", "2021", "2022-06-15"),
            PastPost("Builder", "2020", "", problem="it has no last day"),
        ),
        ("Python", "http://example.org/skill/1"),
    ),
    "europass-pdf": (
        "cv.pdf",
        pdf(other=b"no", attached=OLDER.encode("utf-16")),
        posts(("Engineer", "2019-03", "2020"), ("Lead", "2020-04-02", None)),
        ("Python", "R"),
    ),
    "list": (
        "cv.txt",
        LIST.encode(),
        posts(ENGINEER, BUILDER, ("Intern", "2017-03", None), ("Helper", "2016", "2016")),
        ("Python", "R", "Maths"),
    ),
    "another list": (
        "cv.md",
        LAYOUTS.encode(),
        posts(
            *[("Engineer", "2020-01", None), ("Builder", "2018", "2019"), ("Head of Marketing", "2016", "2017")],
            *[("Lead", "2015-03", "2015-12"), ("Intern", "2014", "2014"), ("Helper", "2013-01", None)],
            ("Guard", "2012-02", None),
        ),
        ("Python", "SQL", "R", "Docker", "Kubernetes"),
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_cv_is_read(case):
    name, data, wanted, skills = FILES[case]
    found = parse(name, data)
    assert (found.posts, found.skills) == (wanted, skills)
    fitting = next(key for key, each in FORMATS.items() if each.fits(name, data))
    assert fitting == (case if case in FORMATS else "list" if case == "another list" else "linkedin-table")


def test_names_addresses_and_employers_are_not_read():
    for name, data, _, _ in FILES.values():
        found = str(parse(name, data))
        assert not [word for word in ("Acme", "Home", "example.org/cv", "jane@", "Street", "7946") if word in found]


@pytest.mark.parametrize("case", [case for case in FILES if "list" not in case])
@pytest.mark.parametrize("part", [0.3, 0.7, 0.95])
def test_a_file_that_is_cut_off_is_refused_or_loses_only_its_end(case, part):
    name, data, wanted, _ = FILES[case]
    try:
        found = parse(name, data[: int(len(data) * part)])
    except MlgraphError as error:
        assert visible(str(error))
        assert name in str(error)
    else:
        # rows of a table and pages of a PDF cannot be missed
        assert case in ("linkedin-table", "skills", "europass-pdf")
        assert found.posts[:1] == wanted[:1]


BOMB = archive(Positions=COLUMNS + "x" * (MOST_BYTES + 10))
ENTITY = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Candidate>&b;</Candidate>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><Candidate>&a;</Candidate>'
PACKED = "Positions.csv is packed with neither of the usual methods"
REFUSED = {
    "a list in UTF-32": ("cv.txt", "Python\n".encode("utf-32"), "is UTF-32 text; save the file as UTF-8"),
    "empty": ("cv.txt", b" \n", "is empty"),
    "no zip": ("cv.zip", b"PK\x03\x04nonsense", "is not a zip that can be read (File is not a zip file)"),
    "another zip": ("cv.zip", archive(Profile="Name\n"), "has no Positions.csv and no Skills.csv"),
    "a zip bomb": ("cv.zip", BOMB, "is larger than 8 MiB, the most that is read"),
    "a zip packed by bzip2": ("cv.zip", archive(zipfile.ZIP_BZIP2, Positions=POSITIONS), PACKED),
    "a zip packed by LZMA": ("cv.zip", archive(zipfile.ZIP_LZMA, Positions=POSITIONS), PACKED),
    "no header": (
        "Positions.csv",
        b"a,b\n1,2\n",
        "has no header with the columns Title, Started On, Finished On, and none with Name",
    ),
    "an open quote": ("cv.csv", (COLUMNS + 'a,"b').encode(), "is not a table after line 2"),
    "Latin letters": ("cv.csv", (COLUMNS + "a,Caf\u00e9,,,2020,\n").encode("latin-1"), "byte 0xe9 is not UTF-8 text"),
    "no rows": ("cv.csv", COLUMNS.encode(), "without posts and skills"),
    "no JSON": ("cv.json", b'{"work": [', "is not JSON"),
    "deep JSON": ("cv.json", b'{"work":' + b"[" * 100_000, "is nested too deeply"),
    "a list in JSON": ("cv.json", b"[]", "has no work and no skills"),
    "other JSON": ("cv.json", b'{"role": {}}', "has no work and no skills"),
    "no XML": ("cv.xml", b"<Candidate><", "is not XML that can be read"),
    "another XML": ("cv.xml", b"<html></html>", "is XML of the kind html"),
    "entities": ("cv.xml", ENTITY.encode(), "is XML with a document type, which is not read"),
    "outside": ("cv.xml", OUTSIDE.encode(), "is XML with a document type, which is not read"),
    "deep XML": ("cv.xml", b"<a>" * 100_000, "is XML nested too deeply"),
    "an encoding": ("cv.xml", b'<?xml version="1.0" encoding="zzz"?><Candidate/>', "is not XML that can be read"),
    "no PDF": ("cv.pdf", b"%PDF-1.4 nonsense", "is not a PDF that can be read"),
    "a PDF without XML": ("cv.pdf", pdf(), "is a PDF without the XML of Europass in it"),
    "too many posts": (
        "cv.csv",
        (COLUMNS + "".join(f"a,T{n},,,2020,\n" for n in range(10_000))).encode(),
        "has 10,000 posts, more than the 500 that are read",
    ),
    "too many skills": (
        "cv.csv",
        ("Name\n" + "".join(f"s{n}\n" for n in range(3_000))).encode(),
        "has 3,000 skills, more than the 2,000 that are read",
    ),
    "a letter": ("cv.txt", b"I am " + b"very " * 100, "line 1 is too long for a list"),
    "too large": ("cv.txt", b"a\n" * (MOST_BYTES // 2 + 1), "is larger than 8 MiB"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_file_is_refused_with_one_message(case):
    name, data, message = REFUSED[case]
    with pytest.raises(MlgraphError) as error:
        parse(name, data)
    assert message in str(error.value)
    assert visible(str(error.value))


def test_an_archive_that_lies_about_its_size_is_not_unpacked():
    data = archive(Positions=COLUMNS + "x" * 20_000_000)
    assert len(data) < 100_000
    with pytest.raises(MlgraphError, match="is larger than 8 MiB"):
        parse("cv.zip", data)


def test_a_zip_with_a_password_is_refused():
    data = bytearray(archive(Positions=POSITIONS))
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(head) + place] |= 1
    with pytest.raises(MlgraphError, match="has a password; unpack it"):
        parse("cv.zip", bytes(data))


@pytest.mark.parametrize(
    ("said", "period"),
    [
        *[("Jan 2020", "2020-01"), ("2020", "2020"), ("2020-01-05", "2020-01-05"), ("03/2019", "2019-03")],
        *[("2020-01-05T10:00:00Z", "2020-01-05"), ("Sept 2020", "2020-09"), ("soon", None), ("2020-13", None)],
        *[("", None), ("Jan 0165", "0165-01"), ("1 Jan 0999", "0999-01-01")],
        *[("janv. 2020", "2020-01"), ("Mär. 2018", "2018-03"), ("dic 2019", "2019-12"), ("août 2019", "2019-08")],
        *[("Jan-2020", "2020-01"), ("2020/01", "2020-01"), ("01-2020", "2020-01"), ("enero de 2020", "2020-01")],
        *[("Marketing 2020", None), ("jui 2020", None), ("03/04/2020", None)],
    ],
)
def test_a_date_is_as_precise_as_it_is_written(said, period):
    assert read_period(said) == period


@pytest.mark.parametrize(
    "text", ["Ing\u00e9nieur d\u2019\u00e9tudes \u2013 donn\u00e9es", "naïve Bayes", "Ãngel", "数据科学家", "C++ / C#"]
)
def test_letters_are_repaired_only_where_they_are_broken(text):
    assert to_words(text) == text
    for encoding in ("cp1252", "latin-1"):
        try:
            broken = text.encode().decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            assert to_words(broken) == text


@pytest.mark.parametrize(
    ("header", "begins"),
    [
        ("Firmenname,Titel,Beschreibung,Ort,Begonnen am,Beendet am", "Okt. 2020"),
        ("Nom de l\u2019entreprise,Intitulé du poste,Description,Lieu,Date de début,Date de fin", "oct. 2020"),
        ("COMPANY NAME,TITLE,DESCRIPTION,LOCATION,STARTED ON,FINISHED ON", "OCT 2020"),
        ("Title,Finished On,Started On", None),
    ],
)
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_columns_of_linkedin_may_have_other_names_and_marks(header, begins, mark, encoding):
    row = "Engineer,,10/2020" if begins is None else f"Acme,Engineer,,,{begins},"
    data = f"Notes:\n\n{header}\n{row}\n".replace(",", mark).encode(encoding)
    assert parse("Positions.csv", data).posts == posts(("Engineer", "2020-10", None))


def test_skills_of_linkedin_may_have_another_heading():
    found = parse("cv.zip", archive(Skills="Nom\nPython\n"))
    assert found.skills == ("Python",)


def test_a_wrong_date_stays_in_its_words():
    table = COLUMNS + "a,One,,,Spring 2020,\na,Two,,,,2020\na,Three,,,2020,soon\n"
    found = [(post.begins, post.ends, post.problem) for post in parse("cv.csv", table.encode()).posts]
    assert found == [
        ("Spring 2020", None, "its first day is 'Spring 2020'"),
        ("", "2020", "it has no first day"),
        ("2020", "soon", "its last day is 'soon'"),
    ]
