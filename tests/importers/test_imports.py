"""Tests of importers with the real files, if these exist, and with small files with errors."""

import json
from pathlib import Path

import networkx as nx
import pytest

import mlgraph
from mlgraph.analysis.describe import describe
from mlgraph.errors import AmbiguousNameError, FileError, GraphFileError
from mlgraph.graphfile.dump import dump
from mlgraph.importers.registry import IMPORTERS, read
from mlgraph.importers.uk_ddat import rank_seniority
from support.paths import shared

ONET = {
    "Occupation Data.txt": 'O*NET-SOC Code\tTitle\tDescription\n11-1.00\tChiefs\tLead "all".\n15-2.00\tData People\tCount.\n',
    "Alternate Titles.txt": "O*NET-SOC Code\tAlternate Title\tShort Title\n15-2.00\tCounter\tn/a\n15-2.00\tCounter\tDP\n9\tX\tn/a\n",
    "Job Zones.txt": "O*NET-SOC Code\tJob Zone\n11-1.00\t5\n15-2.00\t4\n",
    "Related Occupations.txt": (
        "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\n"
        "15-2.00\t11-1.00\tPrimary-Short\n11-1.00\t15-2.00\tPrimary-Long\n15-2.00\t99\tSupplemental\n"
    ),
    "Technology Skills.txt": (
        "O*NET-SOC Code\tExample\tCommodity Title\n15-2.00\tC\tLanguages\n15-2.00\tC++\tLanguages\n"
        "15-2.00\tC\tOther\n11-1.00\tC#\tLanguages\n"
    ),
    "Skills.txt": (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n"
        "15-2.00\t2.A.1\tReading\tIM\t3.5\n15-2.00\t2.A.1\tReading\tLV\t2.2\n11-1.00\t2.A.1\tReading\tIM\t2\n"
    ),
}


@pytest.fixture
def folder(tmp_path):
    def write(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


def test_onet_becomes_roles_moves_and_skills(folder):
    result = read("onet", folder(ONET))
    graph = result.graph
    assert graph.nodes["15-2.00"]["aliases"] == ("Counter", "DP")
    assert graph.nodes["11-1.00"]["about"] == 'Lead "all".'
    assert graph.nodes["15-2.00"]["needs"] == (("c",), ("c-plus-plus",), ("2.a.1.level-2",))
    assert graph.nodes["2.a.1.level-2"]["needs"] == (("2.a.1.level-1",),)
    assert graph.edges["15-2.00", "11-1.00"] == {
        "relation": "leads_to",
        "months": 24,
        "tier": "Primary-Short",
        "direction": "up",
    }
    assert graph.edges["11-1.00", "15-2.00"]["months"] == 12
    assert result.left_out == {
        "alternate titles of an occupation that is not in the file": 1,
        "job zones, which are not given (moves count as level)": 0,
        "relations of an occupation that is not in the file": 1,
        "technologies named twice for an occupation (under two kinds)": 1,
        "Skills.txt: elements below importance 3 or level 1": 1,
        "Knowledge.txt, which is not in the folder (skills by level)": 1,
        "Education, Training, and Experience.txt, which is not in the folder (degrees)": 1,
    }


def test_the_rules_of_onet_can_be_overridden(folder):
    rules = {"months_per_zone": 6, "hours_per_technology": 5, "hours_per_level": 7}
    graph = read("onet", folder(ONET), **rules, downward=False).graph
    assert graph.edges["15-2.00", "11-1.00"]["months"] == 12
    assert not graph.has_edge("11-1.00", "15-2.00")
    assert (graph.nodes["c-sharp"]["hours"], graph.nodes["2.a.1.level-1"]["hours"]) == (5, 7)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("Occupation Data.txt", None, "is not a folder of O*NET text files"),
        (
            "Job Zones.txt",
            None,
            "Job Zones.txt:1: cannot be read: no such file or directory; take the file as it was published",
        ),
        ("Job Zones.txt", "", "Job Zones.txt:1: has no column O*NET-SOC Code, Job Zone; is this the right file?"),
        ("Job Zones.txt", "O*NET-SOC Code\tZone\n", "Job Zones.txt:1: has no column Job Zone"),
        (
            "Job Zones.txt",
            "O*NET-SOC Code\tJob Zone\n1\t2\n3\n",
            "Job Zones.txt:3: 3: has 1 fields where the header has 2; separate them by tabs, empty ones too",
        ),
        (
            "Job Zones.txt",
            "O*NET-SOC Code\tJob Zone\n1\thigh\n",
            "Job Zones.txt:2: 1: Job Zone is 'high'; write one of 1, 2, 3, 4, 5",
        ),
        (
            "Skills.txt",
            ONET["Skills.txt"].replace("2.2", "x"),
            "Skills.txt:3: 15-2.00: Data Value is 'x'; write a number from 0 to 7",
        ),
        (
            "Skills.txt",
            ONET["Skills.txt"].replace("2.2", "nan"),
            "Skills.txt:3: 15-2.00: Data Value is 'nan'; write a number from 0 to 7",
        ),
    ],
)
def test_a_folder_without_onet_is_an_error(folder, tmp_path, run, name, content, message):
    files = ONET | {name: content}
    source = folder({name: text for name, text in files.items() if text is not None})
    output = tmp_path / "out" / "onet.json"
    output.parent.mkdir()
    code, out, err = run("import", "onet", source, "-o", output)
    assert (code, out) == (1, "")
    assert message in err
    assert not list(output.parent.iterdir())


def test_an_import_reports_and_writes_a_graph(folder, tmp_path, run):
    output = tmp_path / "onet.json"
    code, out, _ = run("import", "onet", folder(ONET), "-o", output)
    assert code == 0
    assert "is written: 2 roles, 5 skills, 2 moves\n" in out
    assert "        1  relation of an occupation that is not in the file" in out
    assert "O*NET Database" in out
    assert "U.S. Department" in run("show", "counter", "--graph", output)[1]
    assert run("path", "--from", "data people", "--to", "chiefs", "--graph", output)[0] == 0
    assert run("check", output, "mlgraph")[0] == 0  # the bundled graph has a source O*NET, too
    assert run("import", "onet", folder(ONET), "-o", tmp_path / "onet.csv")[0] == 2


ESCO = {
    "en/occupations_en.csv": (
        "\ufeffconceptUri,preferredLabel,altLabels,description,code\n"
        'http://e/occupation/1,analyst,"data analyst\nfigures person",Analyses.,2511.1\n'
        "http://e/occupation/2,scientist,,Finds.,2511.2\n"
    ),
    "en/skills_en.csv": (
        "conceptUri,preferredLabel,altLabels,description\nhttp://e/skill/a-1,count,,C\nhttp://e/skill/b-2,compute,,D\n"
    ),
    "relations/occupationSkillRelations.csv": (
        "occupationUri,relationType,skillType,skillUri\n"
        "http://e/occupation/1,essential,knowledge,http://e/skill/a-1\n"
        "http://e/occupation/2,essential,,http://e/skill/a-1\n"
        "http://e/occupation/2,essential,knowledge,http://e/skill/b-2\n"
        "http://e/occupation/1,optional,knowledge,http://e/skill/b-2\n"
        "http://e/occupation/9,essential,knowledge,http://e/skill/b-2\n"
    ),
    "relations/skillSkillRelations.csv": (
        "originalSkillUri,relationType,relatedSkillUri\n"
        "http://e/skill/b-2,essential,http://e/skill/a-1\nhttp://e/skill/a-1,essential,http://e/skill/b-2\n"
        "http://e/skill/a-1,optional,http://e/skill/a-1\nhttp://e/skill/a-1,optional,http://e/skill/b-2\n"
    ),
}


def test_esco_becomes_roles_with_derived_moves(folder):
    result = read("esco", folder(ESCO))
    graph = result.graph
    assert graph.nodes["2511.1"]["aliases"] == ("data analyst", "figures person")
    assert (graph.nodes["2511.1"]["needs"], graph.nodes["2511.1"]["optional"]) == ((("a-1",),), ("b-2",))
    assert graph.nodes["b-2"]["needs"] == (("a-1",),)
    assert graph.edges["2511.1", "2511.2"] == {"relation": "leads_to", "months": 24, "overlap": 0.5}
    assert graph.edges["2511.2", "2511.1"]["overlap"] == 1.0
    assert sorted(result.left_out.values()) == [1, 1, 1, 1]
    assert not read("esco", folder(ESCO), overlap=0.6).graph.has_edge("2511.1", "2511.2")


def test_the_seniority_of_uk_levels_is_read_from_their_names():
    levels = ["Head of test", "Test manager", "Senior test analyst", "Test analyst"]
    assert sorted(reversed(levels), key=lambda level: rank_seniority("Test manager", level)) == levels[::-1]
    order = ["Apprentice", "Junior", "X", "Senior", "Lead", "Principal"]
    assert sorted(reversed(order), key=lambda level: rank_seniority("Developer", f"{level} developer")) == order


def test_uk_levels_become_chains_of_moves(folder):
    header = "Role,Role Level,Role Level Description,Skill Name,Skill Level\n"
    rows = "Dev,Senior dev,D,Code,Practitioner\nDev,Dev,D,Code,Awareness\nDev,NOT IN USE,D,Code,NOT IN USE\n"
    graph = read("uk-ddat", folder({"roles.csv": header + rows})).graph
    plan = mlgraph.plan(graph, "dev", "senior-dev")
    assert [study.id for study in plan.stops[1].learn] == ["code.working", "code.practitioner"]
    assert [node for node in graph if graph.nodes[node]["kind"] == "role"] == ["dev", "senior-dev"]
    wrong = rows.replace("Practitioner", "Wizard")
    with pytest.raises(
        FileError, match=r"roles\.csv:2: Senior dev: Skill Level is 'Wizard'; write one of Awareness, Work"
    ):
        read("uk-ddat", folder({"roles.csv": header + wrong}))


METACADEMY = """[
{"model": "graph.concept", "pk": "1", "fields": {"tag": "a_b", "title": "", "summary": "S", "learn_time": 1.5}},

{"model": "graph.concept", "pk": "2",
 "fields": {"tag": "c", "title": "C", "summary": "", "learn_time": null}}, {"model": "graph.goal", "pk": 3, "fields": {}},
{"model": "graph.dependency", "pk": 4, "fields": {"source": "1", "target": "2", "reason": "R"}}]"""


def test_metacademy_becomes_skills(folder):
    result = read("metacademy", folder({"graph_data.json": METACADEMY}))
    assert (result.graph.nodes["a-b"]["title"], result.graph.nodes["a-b"]["hours"]) == ("a b", 1.5)
    assert (result.graph.nodes["c"]["needs"], result.graph.nodes["c"]["reasons"]) == ((("a-b",),), {"a-b": "R"})
    assert dict(result.left_out) == {
        "titles of a concept, which are not given (its tag is used)": 1,
        "concepts without hours (counted as 0)": 1,
        "records of the kind graph.goal": 1,
    }


def test_the_counts_of_an_import_agree_with_their_words(run, folder, tmp_path):
    code, out, _ = run("import", "metacademy", folder({"graph_data.json": METACADEMY}), "-o", tmp_path / "m.json")
    assert code == 0
    for line in (
        "2  concepts",
        "1  dependency",
        "1  title of a concept, which is not given (its tag is used)",
        "1  record of the kind graph.goal",
    ):
        assert f" {line}\n" in out


# files of a source with errors, and the file, line and id of each error
MANY = {
    "onet": (
        ONET,
        {
            "Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n11-1.00\tC\tD.\nx y\t\tD.\n11-1.00\tC\tD.\n15-2.00\tD\tD.\n1\n",
            "Alternate Titles.txt": None,
            "Job Zones.txt": "O*NET-SOC Code\tZone\tZone\n1\t2\t3\n",
            "Related Occupations.txt": ONET["Related Occupations.txt"] + "11-1.00\t11-1.00\tx\n15-2.00\t11-1.00\tx\n",
            "Technology Skills.txt": b"O*NET-SOC Code\tExample\tCommodity Title\n15-2.00\t\tX\n15-2.00\t\xff\tX\n",
            "Skills.txt": ONET["Skills.txt"].replace("3.5", "x").replace("\t2\n", "\t9\n"),
        },
        [
            ("Alternate Titles.txt", 1, ""),
            ("Job Zones.txt", 1, ""),
            ("Occupation Data.txt", 3, "x y"),
            ("Occupation Data.txt", 3, "x y"),
            ("Occupation Data.txt", 4, "11-1.00"),
            ("Occupation Data.txt", 6, "1"),
            ("Related Occupations.txt", 5, "11-1.00 -> 11-1.00"),
            ("Related Occupations.txt", 6, "15-2.00"),
            ("Skills.txt", 2, "15-2.00"),
            ("Skills.txt", 4, "11-1.00"),
            ("Technology Skills.txt", 3, ""),
        ],
    ),
    "esco": (
        ESCO,
        {
            "en/occupations_en.csv": ESCO["en/occupations_en.csv"]
            + 'javascript:x,x,"a\nb",,2511.3\nhttp://e/occupation/2,again,,,2511.4\nhttp://e/4,,,,2511.5\nhttp://e/5,five\n',
            "en/skills_en.csv": ESCO["en/skills_en.csv"] + 'http://e/skill/c,"open,,\n',
            "relations/occupationSkillRelations.csv": ESCO["relations/occupationSkillRelations.csv"]
            + "http://e/occupation/1,perhaps,,http://e/skill/a-1\nhttp://e/occupation/1,optional,,http://e/skill/a-1\n",
            "relations/skillSkillRelations.csv": None,
        },
        [
            ("occupations_en.csv", 5, "2511.3"),
            ("occupations_en.csv", 7, "http://e/occupation/2"),
            ("occupations_en.csv", 8, "http://e/4"),
            ("occupations_en.csv", 9, "http://e/5"),
            ("skills_en.csv", 4, ""),
            ("occupationSkillRelations.csv", 7, "http://e/occupation/1"),
            ("occupationSkillRelations.csv", 8, "http://e/occupation/1"),
            ("skillSkillRelations.csv", 1, ""),
        ],
    ),
    "uk-ddat": (
        {},
        {
            "roles.csv": 'Role,Role Level,Role Level Description,Skill Name,Skill Level\nDev,Dev,"D\nE",Code,Working\n'
            "Dev,dev,D,Code,Wizard\nDev,?,D,Code,Expert\nDev,Dev,D,Co-de!,Expert\nDev,Dev\n"
            + f"Dev,{'Op' + 9 * chr(0x301)}s,D,Code,Expert\n"
        },
        [
            ("roles.csv", 4, "dev"),
            ("roles.csv", 4, "dev"),
            ("roles.csv", 5, "?"),
            ("roles.csv", 7, "Dev"),
            ("roles.csv", 8, "ops"),
        ],
    ),
    "metacademy": (
        {},
        {
            "graph_data.json": METACADEMY[:-1]
            + """,
            {"model": "graph.concept", "pk": "5", "fields": {"tag": "A_B", "title": 1, "summary": [], "learn_time": "x"}},
            {"model": "graph.concept", "pk": "2", "fields": {"tag": "d", "title": "", "summary": "", "learn_time": 1}},
            {"model": "graph.concept", "pk": "6", "fields": {"tag": "e", "title": "", "summary": "", "learn_time": -1}},
            {"model": "graph.dependency", "pk": 7, "fields": {"source": "2", "target": "1", "reason": ""}},
            {"model": "graph.dependency", "pk": 8,
             "fields": {"source": "2", "target": "1", "reason": ""}}, [], {"model": 3, "pk": 9, "pk": 10}, {"model": ""}
            ]"""
        },
        [
            ("graph_data.json", 2, "a-b"),
            *3 * [("graph_data.json", 7, "5")],
            ("graph_data.json", 8, "2"),
            ("graph_data.json", 9, "e"),
            ("graph_data.json", 11, "8"),
            ("graph_data.json", 12, "record 10"),
            ("graph_data.json", 12, "10"),
            *2 * [("graph_data.json", 12, "record 12")],
        ],
    ),
    "rdf": (
        {},
        {
            "graph.ttl": "@prefix m: <https://mlgraph.github.io/mlgraph/reference/rdf/#> .\n"
            "@prefix s: <https://mlgraph.github.io/mlgraph/id/skill/> .\n"
            "s:a a m:Skill ; m:hours -1 . <http://e/b> a m:Skill . s:c a m:Skill ; m:needs 3 .\n"
        },
        [("graph.ttl", 1, ""), ("graph.ttl", 1, "a"), ("graph.ttl", 1, "a"), *[("graph.ttl", 1, "c")] * 3],
    ),
    **{
        name: (
            {},
            {
                f"graph.{name}": '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">'
                '<node id="a"/><node id="b"/></graph></graphml>'
            },
            [(f"graph.{name}", 1, node) for node in ("a", "a", "b", "b")],
        )
        for name in ("graphml", "gexf")
    },
    "roadmap": ({}, {"roadmap.json": '{"nodes": [1], "edges": {}}'}, [("roadmap.json", 1, "")] * 2),
    "skill-tree": (
        {},
        {
            "tree.toml": '[groups.a]\nrequires = ["groups.x", "groups.a.skills.y"]\nskills.s.name = "S"\n[groups.b]\nskills = 3\n'
        },
        [("tree.toml", 1, "groups.a.skills.s"), ("tree.toml", 1, "groups.a.skills.s"), ("tree.toml", 1, "groups.b")],
    ),
    "curriculum": (
        {},
        {
            "curriculum.csv": "Curriculum,Weaving\nCourses\nCourse ID,Course Name,Prerequisites,Credit Hours\n"
            "1,Baskets,,3\n2,,,3\n3,Reeds,9,3\n4,Swimming,1,many\n1,Again,,3\n"
        },
        [
            ("curriculum.csv", 5, "2"),
            ("curriculum.csv", 6, "3"),
            ("curriculum.csv", 7, "4"),
            ("curriculum.csv", 8, "1"),
        ],
    ),
    "sheet": (
        {"skills.csv": "title;hours\nSQL;x\nR;y\n", "moves.csv": "from,to\na,\n"},
        {},
        [("skills.csv: row 2, column B", 0, ""), ("skills.csv: row 3, column B", 0, ""), ("moves.csv: row 2", 0, "")],
    ),
}


@pytest.mark.parametrize("name", MANY)
def test_all_errors_of_a_source_are_reported_at_once(folder, name):
    sound, wrong, places = MANY[name]
    files = {file: text for file, text in (sound | wrong).items() if text is not None}
    path = folder(files) / (next(iter(files)) if name in OF_ONE_FILE else "")
    with pytest.raises(GraphFileError) as error:
        read(name, path)
    told = error.value.diagnostics
    assert sorted((Path(each.file).name, each.line, each.id) for each in told) == sorted(places), str(error.value)
    assert all(each.message and each.fix for each in told)


OF_ONE_FILE = ("roadmap", "curriculum", "skill-tree", "graphml", "gexf")


def test_every_importer_is_tested():
    assert {*MANY} == {*IMPORTERS}


def test_the_number_of_reported_errors_is_limited(folder):
    rows = "".join(f"{n}\tfive\n" for n in range(1500))
    steps = []
    with pytest.raises(GraphFileError, match="these 1,000 mistakes and perhaps more") as error:
        read("onet", folder(ONET | {"Job Zones.txt": f"O*NET-SOC Code\tJob Zone\n{rows}"}), progress=steps.append)
    assert len(error.value.diagnostics) == 1000
    assert steps[-1] == "reading related occupations"


def imported(name, *parts, **rules):
    path = shared("data", *parts)
    result = read(name, path, **rules)
    return result, result.graph


@pytest.mark.slow
def test_the_real_onet():
    _, graph = imported("onet", "onet-30.0")
    kinds = [graph.nodes[node]["kind"] for node in graph]
    moves = [arrow for _, _, arrow in graph.edges(data=True) if arrow["relation"] == "leads_to"]
    assert (kinds.count("role"), len(moves)) == (1016, 18460)
    assert sum(arrow["direction"] == "down" for arrow in moves) == 4081
    with pytest.raises(AmbiguousNameError) as error:
        mlgraph.plan(graph, "machine learning engineer", "Chief Executives")
    assert error.value.candidates == ("15-1221.00", "15-1299.08", "15-2051.00")
    _, upward = imported("onet", "onet-30.0", downward=False)
    assert graph.size() - upward.size() == 4081


@pytest.mark.slow
def test_the_real_esco(run, tmp_path):
    result, graph = imported("esco", "esco-1.1.1")
    assert sum(graph.nodes[node]["kind"] == "role" for node in graph) == 3007
    orphans = "occupation-skill relations that name an occupation or skill which is not in the file"
    assert result.left_out[orphans] == 67
    assert result.left_out["skill-skill relations of a skill to itself"] == 1
    path = tmp_path / "esco.json"
    path.write_text(dump(graph, "json"), encoding="utf-8")
    _, _, err = run("path", "--from", "AI engineer", "--to", "3240.2", "--graph", path)
    assert "'AI engineer' is read as animal artificial insemination technician (3240.2.1)" in err


def test_the_real_uk_framework():
    _, graph = imported("uk-ddat", "uk-ddat")
    plan = mlgraph.plan(graph, "Trainee data scientist", "Head of data science")
    assert plan.moves == 5
    assert plan.hours > 0
    plan = mlgraph.plan(graph, "Lead data scientist", "Head of data science")
    known = nx.ancestors(graph, "lead-data-scientist")
    assert all(study.id not in known for stop in plan.stops for study in stop.learn)
    assert not any("not-in-use" in node for node in graph)


def test_the_real_metacademy():
    _, graph = imported("metacademy", "metacademy", "graph_data.json")
    found = describe(graph, "logistic_regression")
    assert (len(found.prerequisites), round(found.hours_in_all, 1)) == (21, 34.7)
    learned = set()
    for skill in found.prerequisites:
        assert all(learned & set(group) for group in graph.nodes[skill.id]["needs"])
        learned.add(skill.id)
    assert any("reasons" in graph.nodes[node] for node in graph)


@pytest.mark.slow
def test_the_error_for_a_large_graph_shows_how_to_draw_a_part(run, tmp_path):
    _, graph = imported("onet", "onet-30.0")
    path = tmp_path / "onet.json"
    path.write_text(dump(graph, "json"), encoding="utf-8")
    code, _, err = run("export", tmp_path / "all.svg", "--graph", path)
    assert code == 1
    assert "draw a plan (--to) or a neighbourhood (--focus) instead" in err
    assert run("export", tmp_path / "plan.dot", "--graph", path, "--from", "15-2051.00", "--to", "11-1011.00")[0] == 0
    assert "O*NET" in Path(tmp_path / "plan.dot").read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["attribution"].startswith("This graph includes")
