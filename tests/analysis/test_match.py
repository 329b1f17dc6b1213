"""Tests of adverts: which skills they name, whether they require them, and what one has of them."""

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlgraph
from mlgraph.analysis.match import find_known, make_role, with_role
from mlgraph.errors import FileError, GraphFileError
from mlgraph.matching.documents import read_text
from mlgraph.text.match import render_match

GRAPH = """\
[experience.data]
title = "Work with data"

[experience.software]
title = "Software engineering"

[resource.course]
title = "Learn it here"
url = "http://example.org/statistics"

[stage.start]
title = "Start"
leads_to = { analyst = 3 }

[role.analyst]
title = "Data analyst"
needs = ["sql"]
counts_as = ["data"]
leads_to = { scientist = 12 }

[role.scientist]
title = "Data scientist"
needs = [["python", "r"], "statistics", "sql"]
experience = { data = 12 }
counts_as = ["data", "software"]

[skill.sql]
title = "SQL"
hours = 40

[skill.python]
title = "Python"
hours = 60

[skill.r]
title = "R"
hours = 50

[skill.go]
title = "Go"
hours = 50

[skill.c]
title = "C++"
aliases = ["C"]
hours = 50

[skill.excel]
title = "Excel"
hours = 10

[skill.git]
title = "Version control with Git"
aliases = ["Git"]
hours = 10

[skill.statistics]
title = "Statistics"
aliases = ["Statistical modelling"]
hours = 90
learn_with = ["course"]

[skill.containers]
title = "Containers"
aliases = ["Docker"]
hours = 20

[skill.ml]
title = "Machine learning"
needs = ["statistics"]
hours = 80

[skill.viz]
title = "Data visualisation"
hours = 25

[skill.sm]
title = "Stakeholder management"
hours = 20

[skill.mentoring]
title = "Mentoring"
hours = 20

[skill.sl]
title = "Supervised learning"
hours = 20

[skill.ul]
title = "Unsupervised learning"
hours = 20

[skill.threads]
title = "Multithreading"
hours = 20

[skill.series]
title = "Time series"
hours = 20

[skill.requirements]
title = "Requirements"
hours = 20

[skill.agents]
title = "Agents"
hours = 20

[skill.ci]
title = "Continuous delivery"
aliases = ["CI/CD"]
hours = 20
"""
FOUND = [
    ("You know SQL and git.", ["sql", "git"]),
    ("PYTHON, sql", ["python", "sql"]),
    ("pythonic mysqlx", []),
    ("Statistical modeling; visualizing data; data visualizations", ["statistics", "viz"]),
    ("machine-learning", ["ml"]),
    ("CI/CD pipelines", ["ci"]),
    ("Python/R", ["python", "r"]),
    # letters and words of English
    ("Vitamin C, plan R and R&D", []),
    ("R, Python", ["r", "python"]),
    ("programming in R", ["r"]),
    ("the language C", ["c"]),
    ("C++ or C#", ["c"]),
    ("We go far. Go far! You excel at work.", []),
    ("You write Go services", ["go"]),
    ("Python, Go, Excel", ["python", "go", "excel"]),
    ("skills in Microsoft Excel", ["excel"]),
    # as actions, in a shared list, in one word or two
    ("Visualise data and manage stakeholders", ["viz", "sm"]),
    ("managing stakeholders", ["sm"]),
    ("You will mentor two juniors.", ["mentoring"]),
    ("A mentor helps you.", []),
    ("supervised and unsupervised learning", ["sl", "ul"]),
    ("supervised/unsupervised learning", ["sl", "ul"]),
    ("multi-threading, timeseries", ["threads", "series"]),
    ("No SQL", ["sql"]),
    # words that mean something else here
    ("Requirements:\n- SQL", ["sql"]),
    ("You gather requirements from users", ["requirements"]),
    ("SQL for multi-agent systems", ["sql"]),
    ("A degree in mathematics, physics or statistics. SQL", ["sql"]),
    ("A degree in physics and knowledge of statistics", ["statistics"]),
    ("SAS or R", ["r"]),
    # across sentences
    ("You work with others, and teach them all about machine\nlearning.", ["ml"]),
    ("You work with others, and teach them about the machine.\nLearning is fun.", []),
    ("You learn from a machine. Learning is fun.", []),
    ("Machine\nlearning", []),
    ("", []),
]
DEMANDS = [
    ("SQL is a plus.", "optional"),
    ("Nice to have: SQL", "optional"),
    ("Nice to have:\n- teamwork\n- SQL", "optional"),
    ("Nice to have:\n- teamwork\n\nRequirements:\n- SQL", "required"),
    ("## Bonus points\n* SQL", "optional"),
    ("We do not use SQL.", "excluded"),
    ("No SQL needed", "excluded"),
    ("No Fortran needed, but SQL is a must.", "required"),
    ("You need no Fortran, just SQL.", "required"),
    ("We use Fortran, not SQL.", "excluded"),
    ("SQL isn\u2019t needed here", "excluded"),
    ("SQL would be nice", "optional"),
    ("Kein SQL", "excluded"),
    ("S\u00adQL", "required"),
    ("SQL is not needed.", "excluded"),
    ("SQL is not required, but helpful", "optional"),
    ("Not only SQL", "required"),
    ("You have no fear. You know SQL.", "required"),
    ("SQL would be great. Also SQL is a must.", "required"),
    ("Ideally you know SQL", "optional"),
    ("Good to have: teamwork; SQL", "optional"),
    ("Plus: SQL", "optional"),
    ("Desirable criteria: teamwork; SQL. Essential: a smile", "optional"),
    ("Essential: teamwork; SQL. Desirable: a smile", "required"),
    ("Some SQL helps.", "optional"),
    ("You build useful reports with SQL", "required"),
    ("SQL required, teamwork desirable", "required"),
    ("Teamwork required, SQL desirable", "optional"),
    ("Experience with teams of many people and with SQL would be\nan advantage.", "optional"),
    ("Teamwork is a plus.\nYou know SQL", "required"),
    ("Nice to have, e.g. SQL", "optional"),
]


@pytest.fixture
def graph(graph_of):
    return graph_of(GRAPH)


@pytest.mark.parametrize(("text", "skills"), FOUND)
def test_a_skill_is_found_by_its_names_and_by_nothing_else(graph, text, skills):
    assert [skill.id for skill in mlgraph.match(graph, text).skills] == skills


@pytest.mark.parametrize(("text", "demand"), DEMANDS)
def test_the_words_around_a_skill_say_whether_it_is_required(graph, text, demand):
    (skill,) = mlgraph.match(graph, text).skills
    assert (skill.id, skill.demand) == ("sql", demand)


def test_a_skill_has_the_words_and_lines_that_name_it(graph):
    (skill,) = mlgraph.match(graph, "We use sql.\nGood SQL").skills
    assert [(place.words, place.line) for place in skill.places] == [("sql", 1), ("SQL", 2)]


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("Python or R", [("python", "r")]),
        ("Python, R, or SQL", [("python", "r", "sql")]),
        ("Python/R and SQL", [("python", "r")]),
        ("SQL, Python or R, statistics", [("python", "r")]),
        ("SQL, Python/R", [("python", "r")]),
        ("Python or R, Docker or Git, SQL", [("python", "r"), ("containers", "git")]),
        ("Python and R", []),
        ("Python. Or R programming", []),
        ("Python or R is a plus", []),
    ],
)
def test_a_list_with_or_has_alternatives(graph, text, alternatives):
    assert [*mlgraph.match(graph, text).alternatives] == alternatives


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("5+ years of experience in data", [5]),
        ("at least three years' experience", [3]),
        ("3-5 years of working with SQL", [3]),
        ("Experience: 2 yrs", [2]),
        ("We are 10 years old.", []),
        ("founded 20 years ago", []),
        ("At least ten years in data, and 2+ years as a lead", [10, 2]),
        ("6 years+ with SQL", [6]),
        ("Three or more years after school. Five years.", [3, 5]),
        ("Minimum of twelve years", [12]),
        ("Zero to three years out of school", []),
        ("A contract of 2 years in Leeds", []),
        ("over the last 3 years in business we grew", []),
    ],
)
def test_years_count_if_they_are_of_experience(graph, text, years):
    assert [each.years for each in mlgraph.match(graph, text).years] == years


def test_the_nearest_role_shares_skills_or_is_named(graph):
    text = "Python, statistics, SQL"
    assert mlgraph.match(graph, text).roles[0].id == "scientist"
    named = mlgraph.match(graph, f"Data analyst wanted\n{text}").roles
    assert (named[0].id, named[0].is_named) == ("analyst", True)
    named = mlgraph.match(graph, "Data scientist wanted\nYou know SQL").roles
    assert [(role.id, role.is_named, role.share > 0.5) for role in named] == [
        ("scientist", True, False),
        ("analyst", False, True),
    ]
    assert mlgraph.match(graph, "Docker").roles == ()


def test_a_role_asks_for_the_same_and_is_reached_like_the_nearest(graph):
    text = "Data scientist\nSQL, Python or R, statistics, machine learning. 2 years of experience in software. Git is a plus."
    overlay = make_role(graph, mlgraph.match(graph, text), "acme", "Acme")
    role = overlay.tables["role"]["acme"]
    assert role["needs"] == ["sql", "ml", ["python", "r"]]
    assert (role["optional"], role["experience"]) == (["git"], {"software": 24})
    with_acme = with_role(graph, overlay)
    plan = mlgraph.plan(with_acme, "analyst", "acme", experience={"software": 24})
    assert plan.months == 12
    assert {study.id for study in plan.studies} == {"ml", "statistics", "r"}


@pytest.mark.parametrize(
    ("years", "fields"),
    [
        ("3 or more years of experience", ["technical", "work"]),
        ("3 years of experience in data, or similar", ["data"]),
        ("3 years of software or data experience", ["both"]),
        ("3 years of software experience", ["software"]),
    ],
)
def test_years_count_in_the_named_field_or_where_the_nearest_role_asks_for_most(graph_of, years, fields):
    text = GRAPH.replace("experience = { data = 12 }", "experience = { work = 18, technical = 18, data = 12 }")
    names = {"both": "Software or data work", "technical": "Technical work", "work": "Any work"}
    graph = graph_of(text + "".join(f"[experience.{id}]\ntitle = '{name}'\n" for id, name in names.items()))
    role = make_role(graph, mlgraph.match(graph, f"Data scientist\n{years}. SQL"), "acme", "Acme").tables["role"][
        "acme"
    ]
    assert role["experience"] == dict.fromkeys(fields, 36)


def test_a_holder_of_the_nearest_post_moves_at_once(graph):
    with_acme = with_role(graph, make_role(graph, mlgraph.match(graph, "Data scientist\nSQL"), "acme", "Acme"))
    plan = mlgraph.plan(with_acme, "scientist", "acme")
    assert (plan.months, [stop.id for stop in plan.stops]) == (0, ["scientist", "acme"])


def test_a_person_has_what_the_position_and_the_skills_imply(graph):
    assert find_known(graph, "analyst", ["machine learning"]) == {"sql", "ml", "statistics"}


@pytest.mark.thorough
@given(st.text(max_size=200))
def test_any_text_is_read(forty, text):
    found = mlgraph.match(forty, text)
    assert render_match(found)
    assert all(place.line <= text.count("\n") + 1 for skill in found.skills for place in skill.places)


@pytest.mark.parametrize(
    ("first_line", "said"),
    [
        ("About me", "this text names no job that mlgraph can plan to; put the title of the job into its first line"),
        ("Data analyst", "no path leads from where you are to Data analyst, the job in this text"),
    ],
)
def test_a_text_without_a_plan_is_still_read(run, graph_file, tmp_path, first_line, said):
    (tmp_path / "cv.txt").write_text(f"{first_line}\nSQL")
    graph = graph_file(GRAPH.replace('[stage.start]\ntitle = "Start"\nleads_to = { analyst = 3 }\n', ""))
    command = ("match", tmp_path / "cv.txt", "--graph", graph, "--from", "scientist")
    code, out, err = run(*command)
    assert code == 0
    assert "You have 1 of the 1 required skill." in out
    assert said in err
    assert json.loads(run(*command, "--json")[1])["plan"] is None


def test_the_command_shows_the_gap_and_the_plan(run, graph_file, tmp_path):
    path = graph_file(GRAPH)
    (tmp_path / "advert.html").write_text(
        "<html><script>var go = 'Python'</script><h1>Data scientist</h1><ul><li>SQL<li>Statistics</ul></html>"
    )
    code, out, err = run("match", tmp_path / "advert.html", "--graph", path, "--from", "analyst")
    assert (code, err) == (0, "")
    assert "You have 1 of the 2 required skills." in out
    assert "Python" not in out.partition("\n\n")[0]
    assert "Job in this advert by" in out
    assert "Learn it here, http://example.org/statistics" in " ".join(out.split())
    (shown,) = re.findall("Sources of the figures: mlgraph show (.*)", out)
    assert run("show", shown, "--graph", path)[0] == 0
    assert "then Job in this advert" in out
    code, out, _ = run("match", tmp_path / "advert.html", "--graph", path, "--json")
    assert [skill["id"] for skill in json.loads(out)["skills"]] == ["sql", "statistics"]


def test_a_text_that_requires_nothing_counts_nothing(graph_of):
    graph = graph_of(GRAPH)
    assert "You have 1 of the 1 required skill." in render_match(mlgraph.match(graph, "You know SQL"), {"sql"})
    assert "You have" not in render_match(mlgraph.match(graph, "SQL is a plus"), {"sql"}).partition("\n\n")[2]


def test_the_role_of_an_advert_is_an_overlay(run, graph_file, tmp_path):
    path = graph_file(GRAPH)
    (tmp_path / "advert.txt").write_text("Data scientist\nSQL, Docker")
    code, out, _ = run(
        "match", tmp_path / "advert.txt", "--graph", path, "--as-role", "acme", "-o", tmp_path / "acme.toml"
    )
    assert (code, "is written" in out) == (0, True)
    code, out, _ = run("path", "--from", "analyst", "--to", "acme", "--graph", path, "--graph", tmp_path / "acme.toml")
    assert (code, "Containers" in out) == (0, True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "x.toml"], "-o writes a role; give its id with --as-role"),
        (["--as-role", "Acme ML"], "--as-role must be an id"),
        (["--as-role", "analyst"], "is in the graph already"),
    ],
)
def test_a_wrong_option_is_refused(run, graph_file, tmp_path, options, message):
    (tmp_path / "advert.txt").write_text("SQL")
    code, out, err = run("match", tmp_path / "advert.txt", "--graph", graph_file(GRAPH), *options)
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Python, Mask R-CNN and SQL", {"python": "required", "sql": "required"}),
        ("Python, C-level talks, SQL", {"python": "required", "sql": "required"}),
        ("You write C++17 and Python", {"c": "required", "python": "required"}),
        ("SQL and Python. R not needed.", {"sql": "required", "python": "required"}),
        ("You know SQL. Python not needed.", {"sql": "required", "python": "excluded"}),
        ("You know SQL. Python? No.", {"sql": "required", "python": "excluded"}),
        ("You know SQL? Not only that: Python.", {"sql": "required", "python": "required"}),
        ("You know SQL? Nobody minds Python.", {"sql": "required", "python": "required"}),
        ("You are not afraid of SQL and don't mind Python", {"sql": "required", "python": "required"}),
        ("You know SQL. Python (not used).", {"sql": "required", "python": "excluded"}),
    ],
)
def test_match_reads_parts_of_words_and_short_negations(graph_of, text, found):
    assert {skill.id: skill.demand for skill in mlgraph.match(graph_of(GRAPH), text).skills} == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We're hiring an analyst", 0),
        ("Acme is currently hiring", 0),
        ("You do our hiring", 1),
        ("Hiring and firing", 1),
    ],
)
def test_a_firm_that_hires_does_not_ask_for_hiring(graph_of, text, found):
    graph = graph_of('[skill.hiring]\ntitle = "Hiring"\nhours = 1\n')
    assert len(mlgraph.match(graph, text).skills) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We work in a friendly environment", []),
        ("Python virtual environments", ["environments"]),
        ("Traffic management for cities", []),
        ("A high degree of freedom", []),
        ("A degree of Bachelor or Master", ["degree"]),
        ("You have a degree", ["degree"]),
        ("Reporting to the head of data", []),
        ("You are reporting directly into the CTO", []),
        ("You do the reporting", ["dashboards"]),
        ("We offer flexibility in your hours", []),
        ("Attach a list of publications", []),
        ("You have publications at good conferences", ["papers"]),
        ("German is a requirement", []),
        ("You write down the requirements of users", ["requirements"]),
    ],
)
def test_a_word_with_another_meaning_names_no_skill(graph_of, text, found):
    names = {
        "environments": "Virtual environments",
        "degree": "Degree",
        "dashboards": "Reporting",
        "people": "Management",
        "flexible": "Flexibility",
        "papers": "Publications",
        "requirements": "Requirements",
    }
    graph = graph_of("".join(f'[skill.{node}]\ntitle = "{title}"\nhours = 1\n' for node, title in names.items()))
    assert [skill.id for skill in mlgraph.match(graph, text).skills] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You know ropes.", ["ropes"]),
        ("You know Java.", ["java"]),
        ("You know java tools.", ["java"]),
        ("You know knots.", []),
        ("You know rope work.", ["ropes"]),
        ("You know tools.", []),
    ],
)
def test_of_the_aliases_of_a_catalogue_only_the_close_ones_count(graph_of, text, found):
    address = 'hours = 1\nurl = "http://example.org/'
    graph = graph_of(
        f"""
[skill.ropes]
title = "Ropes"
aliases = ["knots", "rope work"]
{address}1"
[skill.java]
title = "Java (programming)"
{address}2"
[skill.handling]
title = "Use of java tools"
aliases = ["tools"]
{address}3"
[skill.kits]
title = "Kits"
aliases = ["Ropes", "java"]
hours = 1
"""
    )
    assert [skill.id for skill in mlgraph.match(graph, text).skills] == found


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.txt", b"", FileError, "has no text"),
        ("a.txt", b"caf\xe9", GraphFileError, "byte 0xe9 is not UTF-8 text"),
        ("a.txt", b"a" * 600_000, FileError, "more than 500,000 letters"),
        ("a.txt", b"a" * (9 << 20), FileError, "is larger than 8 MiB"),
        ("a.pdf", b"%PDF-1.4\nnothing", FileError, "is not a PDF that can be read"),
        ("a.pdf", b"text", FileError, "is not a PDF that can be read"),
        ("a.html", b"<script>x</script>", FileError, "has no text"),
        ("a.docx", b"PK\x03\x04...", FileError, "is a Word document or a zip, which is not read"),
    ],
)
def test_a_document_without_text_is_refused(name, data, error, message):
    with pytest.raises(error) as caught:
        read_text(name, data)
    assert message in str(caught.value)


def test_the_text_of_a_pdf_is_read():
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text="You know Python")
    written = io.BytesIO(pdf.output())
    assert "You know Python" in read_text("advert.pdf", written.getvalue())
    empty = FPDF()
    empty.add_page()
    with pytest.raises(FileError, match="has no text"):
        read_text("scan.pdf", bytes(empty.output()))
