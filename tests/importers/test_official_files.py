"""Tests of sources as their publishers pack and name them: folders, zips, languages, versions; and of hostile zips."""

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest

import mlgraph
from mlgraph.errors import FileError
from mlgraph.importers import files
from mlgraph.importers.registry import read
from support.paths import shared
from support.sources import ESCO, METACADEMY, ONET, UK, source_of

RELATIONS = {
    "occupationSkillRelations_{0}.csv": ESCO["relations/occupationSkillRelations.csv"],
    "skillSkillRelations_{0}.csv": ESCO["relations/skillSkillRelations.csv"],
}


def official(language, place="", translate=()):
    """Return ESCO's files as the Commission names them."""
    found = {
        "occupations_{0}.csv": ESCO["en/occupations_en.csv"],
        "skills_{0}.csv": ESCO["en/skills_en.csv"],
        **RELATIONS,
    }
    for old, new in translate:
        found = {name: text.replace(old, new) for name, text in found.items()}
    return {f"{place}{name.format(language)}": text for name, text in found.items()}


GERMAN = (("Data scientist", "Datenwissenschaftler"), ("Python,", "Python (Sprache),"))


def zipped(path, content, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def test_esco_is_read_in_any_language_from_one_folder(tmp_path):
    source_of(tmp_path, official("de", translate=GERMAN))
    result = read("esco", tmp_path / "source")
    assert result.graph.nodes["1.1"]["title"] == "Datenwissenschaftler"
    assert result.graph.nodes["1.1"]["needs"] == (("a",),)
    assert "Tabiya" not in json.dumps(result.tables)
    assert "European Commission" in result.graph.graph["attribution"]


def test_titles_in_further_languages_are_aliases(tmp_path):
    source_of(tmp_path, official("de", "de/", GERMAN) | official("en", "en/"))
    graph = read("esco", tmp_path / "source", language="de").graph
    assert (graph.nodes["1.1"]["title"], graph.nodes["1.1"]["aliases"]) == ("Datenwissenschaftler", ("Data scientist",))
    assert (graph.nodes["a"]["title"], graph.nodes["a"]["aliases"]) == ("Python (Sprache)", ("Python",))
    assert read("esco", tmp_path / "source").graph.nodes["1.1"]["title"] == "Data scientist"
    with pytest.raises(FileError, match="has no titles in 'fr'; choose `language` from de, en"):
        read("esco", tmp_path / "source", language="fr")


def test_names_of_esco_1_1_have_no_language_in_their_relations(tmp_path):
    plain = {name.replace("Relations_en", "Relations"): text for name, text in official("en").items()}
    source_of(tmp_path, plain)
    result = read("esco", tmp_path / "source")
    assert (len(result.graph), "Tabiya" in json.dumps(result.tables)) == (4, False)


def test_the_copy_of_tabiya_names_tabiya(tmp_path):
    source_of(tmp_path, ESCO)
    assert "Tabiya publishes under CC BY 4.0" in read("esco", tmp_path / "source").graph.graph["attribution"]


def test_esco_is_read_from_the_zip_with_its_version(tmp_path):
    path = zipped(tmp_path / "ESCO dataset - v1.2.0 - classification - en - csv.zip", official("en"))
    graph = read("esco", path).graph
    assert graph.graph["sources"]["esco-classification"]["title"] == "ESCO classification 1.2.0"
    assert graph.nodes["1.1"]["needs"] == (("a",),)


def test_a_message_names_the_semicolons(tmp_path, refused):
    wrong = official("en") | {"occupations_en.csv": ESCO["en/occupations_en.csv"].replace(",", ";")}
    source_of(tmp_path, wrong)
    refused(
        "occupations_en.csv:1: has its columns between semicolons, not commas",
        *("import", "esco", tmp_path / "source", "-o", tmp_path / "g.json"),
    )


def test_the_official_case_is_read(run, tmp_path):
    code, out, _ = run("import", "esco", shared("cases", "esco-official"), "-o", tmp_path / "g.json")
    assert (code, "Tabiya" in out) == (0, False)


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("O*NET 30.0 Database\nAugust 2025 Release\n", " 30.0"),
        ("O*NET® 28.3 Database\n", " 28.3"),
        ("Something else", ""),
        (None, ""),
    ],
)
def test_the_version_of_onet_comes_from_its_read_me_file(tmp_path, said, version):
    content = {f"db_text/{name}": text for name, text in ONET.items()}
    path = zipped(tmp_path / "onet.zip", content | ({"db_text/Read Me.txt": said} if said else {}))
    graph = read("onet", path).graph
    assert f"from the O*NET{version} Database by" in graph.graph["attribution"]
    assert graph.graph["sources"]["onet-database"]["title"] == f"O*NET{version} Database"
    source_of(tmp_path, {name.removeprefix("db_text/"): text for name, text in content.items()})
    same = read("onet", tmp_path / "source").graph
    assert {*same} == {*graph}


OCCUPATION = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://data.europa.eu/esco/occupation/1> a <http://data.europa.eu/esco/model#Occupation> ; skos:prefLabel "Analyst"@en .
"""


def test_other_sources_are_read_from_a_zip_or_a_file(tmp_path):
    source_of(tmp_path, UK | METACADEMY)
    levels = {*read("uk-ddat", tmp_path / "source").graph}
    assert {*read("uk-ddat", tmp_path / "source" / "roles.csv").graph} == levels
    assert {*read("uk-ddat", zipped(tmp_path / "uk.zip", UK)).graph} == levels
    assert {*read("metacademy", zipped(tmp_path / "m.zip", METACADEMY)).graph} == {"a", "b"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(
            (name, tables)
            for name, tables in {"onet": ONET, "esco": official("en"), "uk-ddat": UK, "metacademy": METACADEMY}.items()
        ),
        ("rdf", {"graph.ttl": OCCUPATION}),
    ],
)
def test_a_zip_or_a_file_is_read_from_a_pipe(tmp_path, monkeypatch, name, content):
    path = zipped(tmp_path / "source.zip", content)
    texts = [path.read_bytes(), *([text.encode() for text in content.values()] if len(content) == 1 else [])]
    for data in texts:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert [*read(name, Path("-")).graph.nodes(data=True)] == [*read(name, path).graph.nodes(data=True)]
    for data, message in ((b"PK\3\4no zip", "is not a zip"), (b"\xff", "(1 mistake|is not)")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        with pytest.raises(FileError, match=rf"^standard input: {message}[^/]*(\nstandard input:|$)"):
            read(name, Path("-"))


@pytest.mark.parametrize("name", ["onet", "esco", "uk-ddat", "metacademy", "rdf"])
def test_a_zip_without_files_of_the_source_is_refused_from_a_path_and_from_a_pipe(tmp_path, monkeypatch, name):
    path = zipped(tmp_path / "source.zip", {"readme.md": "x"})
    with pytest.raises(FileError, match=r"source\.zip: "):
        read(name, path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    with pytest.raises(FileError, match=r"^standard input: "):
        read(name, Path("-"))


def test_the_resources_of_metacademy_are_resources(tmp_path):
    records = json.loads(METACADEMY["graph_data.json"]) + [
        {"model": f"graph.{model}", "pk": key, "fields": fields}
        for model, key, fields in (
            ("globalresource", "g1", {"title": "A book", "url": "https://example.org/b", "access": "free"}),
            ("globalresource", "g2", {"title": "A course", "url": "", "access": "paid"}),
            ("globalresource", "g3", {"title": "Bad", "url": "javascript:alert(1)", "access": "free"}),
            ("conceptresource", "u1", {"concept": "1", "global_resource": "g1"}),
            ("conceptresource", "u2", {"concept": "2", "global_resource": "g1"}),
            ("conceptresource", "u3", {"concept": "1", "global_resource": "g2"}),
            ("conceptresource", "u4", {"concept": "1", "global_resource": "g3"}),
            ("resourcelocation", "l1", {"cresource": "u3", "url": "https://example.org/l"}),
        )
    ]
    source_of(tmp_path, {"graph_data.json": json.dumps(records)})
    result = read("metacademy", tmp_path / "source")
    resources = result.graph.graph["resources"]
    assert result.graph.nodes["a"]["learn_with"] == ("a-book-g1", "a-course-u3")
    assert result.graph.nodes["b"]["learn_with"] == ("a-book-g1",)
    assert (resources["a-book-g1"]["url"], resources["a-book-g1"]["free"]) == ("https://example.org/b", True)
    assert (resources["a-course-u3"]["url"], resources["a-course-u3"]["free"]) == ("https://example.org/l", False)
    assert result.left_out["resources of a concept without a title or an address"] == 1


def test_a_roadmap_has_topics_and_by_a_rule_their_order(tmp_path):
    path = shared("data", "roadmap-format-sample", "sample.json")
    plain = read("roadmap", path, hours_per_topic=7)
    assert plain.graph.graph["title"] == "Sample ML"
    assert {plain.graph.nodes[node]["hours"] for node in plain.graph} == {7}
    assert not plain.graph.edges
    assert plain.left_out["lines between topics, which are not read as needs"] == 4
    ordered = read("roadmap", path, in_order=True).graph
    assert ordered.nodes["supervised-learning"]["needs"] == (("mathematics",),)
    assert ordered.edges["mathematics", "supervised-learning"]["cites"] == ("rule:needs",)
    assert "personal use" in ordered.graph["attribution"]


CURRICULUM = """Curriculum,Underwater Basket Weaving,,,,,,,,
Institution,"ACME State University",,,,,,,,
Degree Type,"AA",,,,,,,,
System Type,"semester",,,,,,,,
CIP,"445786",,,,,,,,
Courses,,,,,,,,,
Course ID,Course Name,Prefix,Number,Prerequisites,Corequisites,Strict-Corequisites,Credit Hours,Institution,Canonical Name
1,"Introduction to Baskets","BW","101",,,,3,"ACME State University","Baskets I"
2,"Swimming","PE","115",,,,3,,
3,"Basic Basket Forms","BW","111","1",,"5",3,,
4,"Advanced Baskets","BW","201","3;2",,,3.5,,
5,"Lab","BW","111L",,,,1

Course Learning Outcomes,,,,,,,,,
Course ID,Learning Outcome,Description
"""


def test_a_curriculum_has_courses_as_skills(tmp_path):
    path = tmp_path / "curriculum.csv"
    path.write_text(CURRICULUM, encoding="utf-8")
    result = read("curriculum", path)
    graph = result.graph
    assert graph.nodes["bw-201"]["needs"] == (("bw-111",), ("pe-115",))
    assert (graph.nodes["bw-201"]["hours"], graph.nodes["bw-201"]["aliases"]) == (157.5, ("BW 201",))
    assert len(graph) == 5
    assert result.left_out["corequisites, which one takes at the same time"] == 1
    assert graph.graph["attribution"] == (
        "This graph is made from the curriculum Underwater Basket Weaving of ACME State University."
        " Hours are a rule over credits, not data."
    )
    assert read("curriculum", path, hours_per_credit=10).graph.nodes["bw-101"]["hours"] == 30


BEAUTIFUL = """[{"id": "hello-world", "title": "Hello World", "tooltip": {"content": "Begin here."}, "children": [
  {"id": "hello-sun", "title": "Hello Sun", "optional": true, "tooltip": {"content": "x", "direction": "left"}, "children": [
    {"id": "hello-stars", "title": "Hello Stars", "children": []}]},
  {"id": "hello-moon", "title": "Hello Moon", "children": []}]}]
"""
SKILLMAP = """
[skillmap]
name = "Back end"
theme = "ocean"
[groups.learn_python]
name = "learn python"
    [groups.learn_python.skills.print]
    name = "print statement"
    icon = "printer"
    [groups.learn_python.skills.string]
    name = "string literal"
    requires = ["groups.learn_python.skills.print"]
    [groups.learn_python.skills.secret]
[groups.web]
name = "web"
requires = ["groups.learn_python"]
    [groups.web.skills.print]
    name = "print on a page"
"""


@pytest.mark.parametrize("text", [BEAUTIFUL, f'{{"title": "Hello", "data": {BEAUTIFUL}}}'])
def test_a_tree_of_beautiful_skill_tree_has_each_skill_above_as_a_need(tmp_path, text):
    path = tmp_path / "tree.json"
    path.write_text(text, encoding="utf-8")
    graph = read("skill-tree", path, hours_per_skill=7).graph
    needs = {node: graph.nodes[node]["needs"] for node in graph}
    above = (("hello-world",),)
    assert needs == {"hello-world": (), "hello-sun": above, "hello-stars": above, "hello-moon": above}
    assert (graph.nodes["hello-world"]["about"], graph.nodes["hello-sun"]["hours"]) == ("Begin here.", 7)


def test_a_skillmap_has_groups_and_requirements(tmp_path):
    path = tmp_path / "tree.toml"
    path.write_text(SKILLMAP, encoding="utf-8")
    result = read("skill-tree", path)
    graph = result.graph
    assert {node: graph.nodes[node]["title"] for node in graph} == {
        "print": "print statement",
        "string": "string literal",
        "print-2": "print on a page",
    }
    assert graph.nodes["string"]["needs"] == (("print",),)
    assert graph.nodes["print-2"]["needs"] == (("print",), ("string",))
    assert graph.graph["title"] == "Back end"
    assert result.left_out["skills without a name, which skillmap shows as locked"] == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "has no list of skills"),
        ('[{"id": "a", "title": "A", "children": 3}]', "a: has no list of skills"),
        ('[{"id": "a"}]', "a: has a skill without an id or a title"),
        ('[{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]', "a: is the key of two skills"),
        ("[skillmap]\nname = 3", "has no table of groups"),
        ("[" * 100_000, "is nested too deeply"),
        ("", "has no table of groups"),
    ],
)
def test_a_wrong_skill_tree_is_refused(tmp_path, refused, text, message):
    path = tmp_path / "tree"
    path.write_text(text, encoding="utf-8")
    refused(message, "import", "skill-tree", path, "-o", tmp_path / "g.json")


def test_a_zip_bomb_is_refused(tmp_path, refused, monkeypatch):
    monkeypatch.setattr(files, "TABLE_BYTES", 2**20)
    path = zipped(tmp_path / "bomb.zip", ONET | {"Job Zones.txt": "x" * 2**24})
    assert path.stat().st_size < 2**16
    import_ = ("import", "onet", path, "-o", tmp_path / "g.json")
    refused("Job Zones.txt:1: is larger than 1 MiB, the most that is read", *import_)
    # a zip that states a small size for a large file
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            if data[start + place : start + place + 4] == struct.pack("<I", 2**24):
                data[start + place : start + place + 4] = struct.pack("<I", 100)
    path.write_bytes(data)
    refused("Job Zones.txt:1:", *import_)


def test_a_zip_with_too_many_files_is_refused(tmp_path, refused, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 3)
    path = zipped(tmp_path / "many.zip", ONET)
    refused("has more than 3 files; is this the right zip?", "import", "onet", path, "-o", tmp_path / "g.json")
    source_of(tmp_path, {f"deep/{name}": text for name, text in ONET.items()})
    refused("is this the right folder?", "import", "onet", tmp_path / "source", "-o", tmp_path / "g.json")


def damage(data):
    middle = len(data) // 3
    return data[:middle] + bytes(byte ^ 255 for byte in data[middle : middle + 40]) + data[middle + 40 :]


def pack_by_bzip2(data):
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_BZIP2) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return packed.getvalue()


def encrypt(data):
    """Set the flag of encryption of each file."""
    data = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            data[start + place] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: b"no zip", "is not a zip"),
        (lambda data: data[:-30], "is not a zip"),
        (pack_by_bzip2, "Occupation Data.txt is packed with neither of the usual methods"),
        (damage, "cannot be read from the zip"),
        (encrypt, "it is encrypted"),
    ],
)
def test_a_broken_zip_is_refused(tmp_path, refused, change, message):
    buffer = io.BytesIO()
    path = tmp_path / "onet.zip"
    zipped(
        buffer,
        ONET
        | {"Occupation Data.txt": ONET["Occupation Data.txt"] + "".join(f"{n}\tT{n}\tD{n * n}\n" for n in range(400))},
    )
    path.write_bytes(change(buffer.getvalue()))
    refused(message, "import", "onet", path, "-o", tmp_path / "g.json")


def test_nothing_of_a_zip_is_written(tmp_path, run):
    path = zipped(tmp_path / "onet.zip", ONET | {"../../escaped.txt": "x", "/etc/x.txt": "x"})
    assert run("import", "onet", path, "-o", tmp_path / "g.json")[0] == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["g.json", "onet.zip"]
    assert not (tmp_path.parent / "escaped.txt").exists()
    assert len(mlgraph.load(tmp_path / "g.json")) > 1


@pytest.mark.slow
def test_the_real_onet_is_read_from_a_zip(tmp_path):
    folder = shared("data", "onet-30.0")
    content = {f"db_30_0_text/{path.name}": path.read_bytes() for path in folder.iterdir()}
    graph = read("onet", zipped(tmp_path / "db_30_0_text.zip", content)).graph
    assert sum(graph.nodes[node]["kind"] == "role" for node in graph) == 1016
    assert "O*NET 30.0 Database" in graph.graph["attribution"]


@pytest.mark.parametrize("name", ["esco", "onet", "uk-ddat", "metacademy"])
def test_a_missing_source_is_an_error(tmp_path, name):
    with pytest.raises(FileError, match="nowhere: cannot be read: no such file or directory"):
        read(name, tmp_path / "nowhere")
