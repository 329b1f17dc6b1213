"""Twelve scripts as labels: each format, importer, list of names, profile and command keeps them and finds them."""

import csv
import io
import json
import re
import unicodedata

import openpyxl
import pytest

import mlgraph
from mlgraph.export.formats import FOLDERS, export, export_folder
from mlgraph.graphfile.dump import dump
from mlgraph.importers.registry import read
from mlgraph.matching.documents import read_text
from mlgraph.names import resolve
from mlgraph.printable import to_one_line
from mlgraph.profilefile import dump as dump_profile
from support.sources import ESCO, METACADEMY, ONET, UK, source_of
from support.tables import graph_of_tables, same
from support.titles import DOZENS, SCRIPTS

IDS = {script: f"k-{script.lower()}" for script in SCRIPTS}
FIRST = {"Latin": "developpeurse-dia-10-h", "Greek": "epistimonas-dedomenon", "Chinese": "gecheng-shujukexuejia-gaoji"}


@pytest.fixture(scope="module")
def graph():
    """Return a graph with a skill, an alias, a description and a source for each script."""
    skills = {
        IDS[script]: {"title": title, "about": f"{title}.", "aliases": [f"{title} 2"], "hours": 5, "cites": ["book:1"]}
        for script, title in SCRIPTS.items()
    }
    posts = {"end": {"title": SCRIPTS["Persian"], "needs": [*skills], "cites": ["book:1"]}}
    stage = {"start": {"title": SCRIPTS["Hebrew"], "leads_to": {"end": 3}}}
    source = {"book": {"title": SCRIPTS["Korean"], "points": {"1": SCRIPTS["Thai"]}}}
    tables = {"title": SCRIPTS["Chinese"], "source": source, "skill": skills, "role": posts, "stage": stage}
    return graph_of_tables(tables)


@pytest.fixture(scope="module")
def large_graph():
    """Return a graph in which each of a dozen titles in each script is the title, about and alias of a skill."""
    skills = {
        f"{script.lower()}-{number}": {"title": title, "about": f"{title}.", "aliases": [f"{title} 2"], "hours": 5}
        for script, titles in DOZENS.items()
        for number, title in enumerate(titles)
    }
    return graph_of_tables({"title": SCRIPTS["Chinese"], "skill": skills})


@pytest.mark.parametrize("which", ["graph", "large_graph"])
@pytest.mark.parametrize("format", ["json", "toml", "xlsx", "graphml", "gexf", "ttl", "jsonld", *FOLDERS])
def test_a_graph_in_twelve_scripts_is_read_back_equal(request, tmp_path, format, which):
    graph, path = request.getfixturevalue(which), tmp_path / f"graph.{format}"
    if format == "neo4j":  # cannot be read back
        rows = csv.DictReader(io.StringIO(export_folder(graph, format)["nodes.csv"].decode("utf-8-sig"), newline=""))
        assert {graph.nodes[node]["title"] for node in graph} <= {row["title"] for row in rows}
    elif format in FOLDERS:
        path.mkdir()
        for name, data in export_folder(graph, format).items():
            (path / name).write_bytes(data)
        same(mlgraph.load(path), graph)
    else:
        path.write_bytes(export(graph, format))
        importer = {"ttl": "rdf", "jsonld": "rdf"}.get(format, format)
        same(read(importer, path).graph if importer in ("rdf", "graphml", "gexf") else mlgraph.load(path), graph)


def test_importers_keep_each_letter(tmp_path):
    """A title that a source separates by blanks, tabs or lines comes in as one line, and no letter is lost."""

    def imported(name, folder, files, **rules):
        source_of(tmp_path / folder, files)
        found = read(name, tmp_path / folder / "source", **rules).graph
        return {attributes["title"] for _, attributes in found.nodes(data=True)}

    def renamed(files, old, new):
        return {name: text.replace(old, new) for name, text in files.items()}

    for number, title in enumerate(SCRIPTS.values()):
        quoted, folder = f'"{title}"', str(number)
        assert title in imported("onet", f"{folder}/onet", renamed(ONET, "Data Scientists", title))
        assert title in imported("esco", f"{folder}/esco", renamed(ESCO, "Data scientist", quoted))
        assert title in imported("uk-ddat", f"{folder}/uk", renamed(UK, "Lead data scientist", quoted))
        assert title in imported(
            "metacademy", f"{folder}/meta", renamed(METACADEMY, '"title": "A"', f'"title": {json.dumps(title)}')
        )


def test_titles_of_one_source_keep_apart(tmp_path):
    topics = [*SCRIPTS.values(), "C", "C++", "C#", "\u6570\u636e SQL", "\u5206\u6790 SQL", "SQL"]
    nodes = [{"id": str(at), "type": "topic", "data": {"label": label}} for at, label in enumerate(topics)]
    path = tmp_path / "roadmap.json"
    path.write_text(json.dumps({"nodes": nodes, "edges": []}), encoding="utf-8")
    graph = read("roadmap", path).graph
    assert sorted(graph.nodes[node]["title"] for node in graph) == sorted(topics)
    assert {resolve(graph, SCRIPTS[script]): script for script in FIRST} == {made: each for each, made in FIRST.items()}


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_xml_in_utf_16_is_read(graph, tmp_path, format):
    text = export(graph, format).decode()
    assert "encoding='utf-8'" in text
    (tmp_path / f"g.{format}").write_bytes(text.replace("encoding='utf-8'", "encoding='utf-16'").encode("utf-16"))
    same(read(format, tmp_path / f"g.{format}").graph, graph)


@pytest.mark.parametrize("script", DOZENS)
def test_each_name_is_found_as_people_type_it(large_graph, script):
    """Other forms of the same letters name the same skill: composed or not, of another width, without what is unseen."""
    for number, title in enumerate(DOZENS[script]):
        forms = {unicodedata.normalize(form, title) for form in ("NFC", "NFD", "NFKC", "NFKD")}
        bare = re.sub("[\u200b-\u200f\u2060\ufe00-\ufe0f]", "", title)
        forms |= {title.upper(), title.lower(), bare, re.sub(r"\s", "  ", title), f" {title} ", f"{title} 2"}
        assert {resolve(large_graph, form) for form in forms} == {f"{script.lower()}-{number}"}
        assert to_one_line(f"\t{title}\n") == title


@pytest.mark.parametrize("script", DOZENS)
def test_an_advert_names_each_skill(large_graph, script):
    lines = "".join(f"- {title}\n" for title in DOZENS[script])
    found = {skill.id for skill in mlgraph.match(large_graph, lines).skills}
    # a sentence ends within some of the titles, and others have no letters
    for number, title in enumerate(DOZENS[script]):
        if re.search(r"\w", title) and not re.search(r"[:!?.](\s|$)|[\u3002\u061f]", title):
            assert f"{script.lower()}-{number}" in found, title


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_needs_no_ids(tmp_path, form):
    rows = [
        ["title", "hours", "needs"],
        *([title, 5, before] for title, before in zip(SCRIPTS.values(), [None, *SCRIPTS.values()], strict=False)),
    ]
    path = tmp_path / f"skills.{form}"
    if form == "csv":
        with open(path, "w", encoding="utf-16", newline="") as file:
            csv.writer(file, delimiter="\t").writerows(rows)
    else:
        book = openpyxl.Workbook()
        book.active.title = "skills"
        for row in rows:
            book.active.append(row)
        book.save(path)
    graph = mlgraph.load(path)
    assert {graph.nodes[node]["title"] for node in graph} == {*SCRIPTS.values()}
    assert graph.has_edge(resolve(graph, SCRIPTS["Korean"]), resolve(graph, SCRIPTS["emoji"]))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_message_about_a_cell_shows_its_words(run, tmp_path, script):
    path = tmp_path / "skills.csv"
    path.write_text(f'title,hours\nData,"{SCRIPTS[script]}"\n', encoding="utf-8")
    code, _, err = run("check", path)
    assert (code, f"hours is '{SCRIPTS[script]}'" in err) == (1, True)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_person_types_a_name_and_reads_it(graph, run, tmp_path, monkeypatch, script):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g.toml").write_text(dump(graph, "toml"), encoding="utf-8")
    title, node = SCRIPTS[script], IDS[script]
    code, out, err = run("show", f"{title} 2", "--graph", "g.toml")
    assert (code, title in out, node in err) == (0, True, True)
    assert json.loads(run("show", node, "--graph", "g.toml", "--json")[1])["title"] == title
    for command in (("list",), ("path", "--from", "start", "--to", "end", "--all")):
        code, out, err = run(*command, "--graph", "g.toml")
        assert (code, err, title in out) == (0, "", True)
    # the Tab key offers the name behind its beginning
    code, out, _ = run("complete", "zsh", "--", f"mlgraph show --graph=g.toml '{title[:-1]}")
    assert code == 0 and title in out
    # a profile takes the name, and a new one is written
    (tmp_path / "me.toml").write_text(
        f'position = "start"\nhave = [{json.dumps(title + " 2", ensure_ascii=False)}]\n', encoding="utf-8"
    )
    me = mlgraph.Profile.read(graph, "me.toml")
    assert me.have == (node,)
    assert mlgraph.Profile.parse(graph, dump_profile(me, graph)).have == (node,)
    # a CV and an advert have the name in a line
    assert mlgraph.Profile.from_resume(graph, f"Lead, 2020 - 2021\n{title} 2\n".encode("utf-16")).have == (node,)
    found = mlgraph.match(graph, f"We ask for:\n- {title} 2\n")
    assert node in {each.id for each in found.skills}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "\u8981\u6c42\uff1a\u719f\u6089\u673a\u5668\u5b66\u4e60\u548c\u7edf\u8ba1\u5b66\uff0c\u4f1aPython\u3002",
            ["\u673a\u5668\u5b66\u4e60", "\u7edf\u8ba1\u5b66", "Python"],
        ),
        (
            "\u30c7\u30fc\u30bf\u5206\u6790\u306e\u7d4c\u9a13\u3001Python\u304c\u5fc5\u9808",
            ["\uff83\uff9e\uff70\uff80\u5206\u6790", "Python"],
        ),
        (
            "\ub370\uc774\ud130 \ubd84\uc11d\uc744 \ud560 \uc218 \uc788\uace0 Python\uc744 \uc0ac\uc6a9",
            ["\ub370\uc774\ud130 \ubd84\uc11d", "Python"],
        ),
        (
            "\u0e15\u0e49\u0e2d\u0e07\u0e21\u0e35\u0e04\u0e27\u0e32\u0e21\u0e23\u0e39\u0e49\u0e2a\u0e16\u0e34\u0e15\u0e34\u0e41\u0e25\u0e30Python",
            ["\u0e2a\u0e16\u0e34\u0e15\u0e34", "Python"],
        ),
        # words that differ in their vowels only are not the same
        ("\u0915\u0932 \u0915\u093e \u0915\u093e\u092e, Python", ["\u0915\u093e\u0932", "Python"]),
    ],
    ids=["Chinese", "Japanese", "Korean", "Thai", "Hindi"],
)
def test_an_advert_without_spaces_names_skills(text, titles):
    graph = graph_of_tables({"skill": {f"k{at}": {"title": title, "hours": 1} for at, title in enumerate(titles)}})
    found = [graph.nodes[skill.id]["title"] for skill in mlgraph.match(graph, text).skills]
    assert found == (titles[1:] if titles[0] == "\u0915\u093e\u0932" else titles)


@pytest.mark.parametrize(
    ("encoding", "label", "title"),
    [
        ("cp1252", "windows-1252", "\u00c9tude de donn\u00e9es"),
        ("cp1252", "ISO-8859-1", "Data \u2013 \u201cScience\u201d"),
        ("cp932", "Shift_JIS", "\u30c7\u30fc\u30bf\u5206\u6790"),
        ("gb18030", "gb2312", "\u6570\u636e\u5206\u6790"),
        ("cp949", "euc-kr", "\ub370\uc774\ud130 \ubd84\uc11d"),
        ("utf-8", "utf-8", "\u062a\u062d\u0644\u06cc\u0644 \u062f\u0627\u062f\u0647"),
        # a page may name a wrong encoding, or one that does not exist
        ("utf-8", "iso-2022-xx", "\u30c7\u30fc\u30bf\u5206\u6790"),
        ("utf-16", "utf-8", "\u30c7\u30fc\u30bf\u5206\u6790"),
    ],
)
def test_a_saved_page_is_read_in_the_encoding_that_it_names(tmp_path, encoding, label, title):
    graph = graph_of_tables({"skill": {"a": {"title": title, "hours": 1}}})
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"><body><li>{title}'
    (tmp_path / "advert.html").write_bytes(page.encode(encoding))
    found = mlgraph.match(graph, read_text("advert.html", (tmp_path / "advert.html").read_bytes()))
    assert [skill.id for skill in found.skills] == ["a"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "cp932"])
@pytest.mark.parametrize(
    "name", ["g.toml", "g.json", "skills.csv", "cv.txt", "Positions.csv", "advert.txt", "people.csv"]
)
def test_an_old_code_page_is_refused_with_its_file_and_the_remedy(run, graph, tmp_path, monkeypatch, name, encoding):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "known.toml").write_text(dump(graph, "toml"), encoding="utf-8")
    word = "\u30c7\u30fc\u30bf" if encoding == "cp932" else "\u00c9t\u00e9"
    content = {
        "g.toml": f'[role.a]\ntitle = "{word}"',
        "g.json": f'{{"role": {{"a": {{"title": "{word}"}}}}}}',
        "skills.csv": f"title,hours\n{word},5\n",
        "Positions.csv": f"Title,Started On,Finished On\n{word},2020,\n",
        "people.csv": f"person,position\n{word},start\n",
    }.get(name, f"{word}\n")
    (tmp_path / name).write_bytes(content.encode(encoding))
    line = {
        "g.toml": ("check", name),
        "g.json": ("check", name),
        "skills.csv": ("check", name),
        "cv.txt": ("me", "from", name, "--graph", "known.toml"),
        "Positions.csv": ("me", "from", name, "--graph", "known.toml"),
        "advert.txt": ("match", name, "--graph", "known.toml"),
        "people.csv": ("batch", name, "-o", "answers.csv", "--graph", "known.toml"),
    }[name]
    code, out, err = run(*line)
    assert (code, out, name in err) == (1, "", True)
    assert "is not UTF-8 text; save the file as UTF-8" in err
    assert ("which Excel calls CSV UTF-8" in err) == name.endswith(".csv")
