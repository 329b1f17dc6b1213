"""Tests of spreadsheets: graphs as workbooks and as folders of CSV, read back equal, and sheets that people wrote."""

import csv
import io
import json
import shutil
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import mlgraph
from mlgraph.errors import FileError, GraphFileError
from mlgraph.export.formats import export_folder
from mlgraph.export.sheets import write_template, write_xlsx
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build
from mlgraph.graphfile.sheets.columns import SHEETS
from mlgraph.importers.registry import read
from mlgraph.limits import FILE_BYTES
from support.careers import SOUND
from support.tables import graph_of_tables, same, tables
from support.titles import LABELS

# everything that a file can say, in a form that its table would lose if a column lacked it
FULL = {
    "title": "=1+1",
    "attribution": "@home, -1",
    "source": {
        "book": {"title": "A; book", "publisher": "+P", "date": "2026", "url": "https://e.org", "evidence": "measured"}
        | {"licence": "CC0", "points": {"a; b = c": "'so", "p": "x"}}
    },
    "resource": {
        "one": {"title": "12", "url": "https://e.org/1", "hours": [1, 2.5], "free": False, "cites": ["book:p"]},
        "two": {"title": "'12", "url": "https://e.org/2", "hours": 3, "language": "de", "publisher": "TRUE"},
    },
    "experience": {"data": {"title": "Data", "about": "#N/A"}},
    "track": {"t": {"title": "T"}},
    "stage": {"s": {"title": "S", "leads_to": {"a": 1, "s2": True}}, "s2": {"title": "_x0041_"}},
    "role": {
        "a": {
            "title": "A",
            "stage": "s",
            "track": "t",
            "counts_as": ["data"],
            "teaches": {"k": 2.5},
            "aliases": ["x; y", '"q"'],
        }
        | {"needs": ["k", ["l", "m"], ["l", "n"]], "because": {"book:p": ["k", "l"], "book": ["l"]}, "optional": ["n"]}
        | {
            "leads_to": {"b": {"months": [1, 2, 3], "tier": "12", "share": 0.5, "cites": ["book:a; b = c"]}, "c": 4},
            "pay": [
                {"area": "UK", "currency": "GBP", "year": [2020, 2024], "low": 1, "median": 2, "high": 3, "people": 40}
                | {"counted": "all", "wider": True, "cites": ["book"]},
                {
                    "area": "US",
                    "currency": "USD",
                    "year": 2024,
                    "median": 2,
                    "people": 40,
                    "counted": "all",
                    "cites": ["book"],
                },
            ],
            "outlook": [{"area": "US", "years": [2024, 2034], "growth": -2.5, "counted": "all", "cites": ["book"]}],
            "entry": [
                {
                    "area": "US",
                    "year": 2024,
                    "people": 12,
                    "education": {"a; b = c": 60, "d": 40},
                    "counted": "x",
                    "cites": ["book"],
                }
            ],
        },
        "b": {"title": "B", "experience": {"data": 12}, "experience_from": ["book"]}
        | {"usual_experience": {"data": 12.5}, "usual_experience_from": ["book:a; b = c"]}
        | {"usual_skills": ["n", "k"], "usual_skills_from": ["book"]},
        "c": {"title": "C", "leads_to": {"a": {"months": 1, "tier": "-1"}, "b": {"months": 1, "tier": "'5"}}},
    },
    "skill": {
        "k": {"title": "K", "hours": [1, 2, 3], "hours_from": ["book"], "learn_with": ["one", "two"], "shown_by": "-"}
        | {"subject": "=S"},
        "l": {"title": "\uff1dL", "hours": 1, "needs": ["k"], "reasons": {"k": "a = b; c"}, "url": "https://e.org/l"},
        "m": {"title": "k", "hours": 0, "same_as": {"book:p": "near"}, "cites": ["book:a; b = c"]},
        "n": {"title": "N", "hours": 1.5, "aliases": ["l"], "same_as": {"book": "none"}},
    },
}


def round_trips(graph, folder):
    workbook = folder / "graph.xlsx"
    workbook.write_bytes(write_xlsx(graph))
    yield mlgraph.load(workbook)
    place = folder / "graph"
    place.mkdir(exist_ok=True)
    for each in place.iterdir():
        each.unlink()
    for name, content in export_folder(graph, "csv").items():
        (place / name).write_bytes(content)
    yield mlgraph.load(place)


def as_in_cells(value):
    """Return a value without empty lists and tables, as in a sheet, and with the 15 digits that a workbook keeps."""
    if isinstance(value, dict):
        return {key: as_in_cells(each) for key, each in value.items() if each not in ([], {}, "")}
    return (
        float(f"{value:.15g}")
        if isinstance(value, float)
        else value
        if not isinstance(value, list)
        else [*map(as_in_cells, value)]
    )


@pytest.mark.thorough
@given(tables())
def test_a_graph_is_equal_after_a_round_trip(tmp_path_factory, tables):
    graph = graph_of_tables(as_in_cells(tables))
    for found in round_trips(graph, tmp_path_factory.getbasetemp()):
        same(found, graph)


@pytest.mark.thorough
def test_nothing_of_a_full_graph_is_lost(tmp_path, forty):
    for graph in (build(Document("full", "", FULL)), forty):
        for found in round_trips(graph, tmp_path):
            same(found, graph)


@given(st.sampled_from([label for label in LABELS if label]))
def test_a_label_never_becomes_a_formula(label):
    skills = {"k": {"title": label, "hours": 1}, "l": {"title": f"={label}"[:200].strip(), "hours": 1, "about": "@x"}}
    graph = build(Document("label", "", {"skill": skills}))
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(graph)))
    assert {cell.data_type for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)} == {"s"}
    text = export_folder(graph, "csv")["skills.csv"].decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")) for cell in cells)


def book_of(path, **sheets):
    """Write a workbook of rows; a row of a single text is merged over three columns."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
            if len(row) == 1:
                sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=3)
    return book, path


def test_a_mentor_writes_a_workbook_in_an_own_way(tmp_path):
    book, path = book_of(
        tmp_path / "ladder.xlsx",
        Stellen=[
            ["Our ladder 2026"],
            [],
            ["Needs", "Title", "Level", "Remark"],
            ["SQL; Python or R", "Analyst", None, "x"],
            [None, "Chief", None, None],
        ],
        Skills=[["Hours", "NAME", "Needs"], [6.5, "SQL", None], ["7,25", "Python", "SQL"], [3, "R", None]],
        moves=[["to", "FROM", "Months"], ["Chief", "Analyst", 24], ["Scientist", None, 12]],
    )
    book["moves"].merge_cells("B2:B3")
    book["Stellen"].append([None, "Scientist"])
    book.save(path)
    graph = read("sheet", path, columns="Stellen=positions").graph
    assert graph.nodes["analyst"]["needs"] == (("sql",), ("python", "r"))
    assert (graph.nodes["sql"]["hours"], graph.nodes["python"]["hours"]) == (6.5, 7.25)
    assert graph.edges["analyst", "chief"]["months"] == 24
    assert graph.edges["analyst", "scientist"]["months"] == 12  # from a cell merged over two rows
    assert read("sheet", path, columns="Stellen=positions").left_out == {"columns that are not read: Remark": 1}


def test_a_title_row_between_the_rows_is_left_out(tmp_path):
    rows = [["Title", "Needs", "About"], ["Junior"], ["Analyst", "SQL"], ["Senior"], ["Chief", None, "Leads."]]
    book, path = book_of(tmp_path / "ladder.xlsx", positions=rows, skills=[["Title", "Hours"], ["SQL", 6]])
    book.save(path)
    result = read("sheet", path)
    assert {*result.graph} == {*mlgraph.load(path)} == {"analyst", "chief", "sql"}
    assert result.left_out == {"title rows, merged over columns, between the rows of a sheet": 2}


def test_a_message_names_the_place_of_unknown_headings(run, tmp_path):
    rows = [["Karriereleiter"], [], ["Rolle", "Braucht"], ["Analyst", "SQL"]]
    book, path = book_of(tmp_path / "ladder.xlsx", Leiter=rows, Leer=[])
    book.save(path)
    code, _, err = run("import", "sheet", path, "-o", tmp_path / "out.toml")
    assert (code, err.count("\n")) == (1, 2)
    assert f"{path}: sheet Leiter, row 3: has no heading that is known: Rolle, Braucht; write headings" in err
    assert "import it with --columns" in err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_of_any_office_is_read(run, tmp_path, encoding, separator):
    rows = [
        ["Unsere Fertigkeiten"],
        [],
        ["Stunden", "Titel", "Dazu", "Kürzel"],
        ["6,5", "Über; SQL", "", "ü"],
        ["12", "R", "ü", "r"],
    ]
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    (tmp_path / "liste.csv").write_bytes(file.getvalue().encode(encoding))
    names = "Titel=title,Stunden=hours,Dazu=needs,Kürzel=aliases"
    code, _, err = run("import", "sheet", tmp_path / "liste.csv", "-o", tmp_path / "out.toml", "--columns", names)
    assert (code, err) == (0, "")
    graph = mlgraph.load(tmp_path / "out.toml")
    assert (graph.nodes["uber-sql"]["hours"], graph.nodes["r"]["needs"]) == (6.5, (("uber-sql",),))


@pytest.mark.parametrize(
    ("sheets", "place", "words"),
    [
        ({"skills": [["Title"], ["title", "hours"], ["SQL", "many"]]}, "skills, row 3, column B", "hours is 'many'; write a number"),
        ({"skills": [["title", "hours"], ["SQL", -1]]}, "skills, row 2, column B", "hours is -1"),
        ({"skills": [["title", "hours"], ["SQL", 1], [], ["sql", 2]]}, "skills, row 4", "sql a second time; sheet skills, row 2"),
        ({"skills": [["title", "hours", "hoors"], ["SQL", 1, 2]]}, "skills, row 1, column C", "unknown heading hoors"),
        ({"skills": [["title", "hours", None], ["SQL", 1, 2]]}, "skills, row 1, column C", "has no heading"),
        ({"skills": [["title", "hours", "Hours"], ["SQL", 1, 2]]}, "skills, row 1, column C", "a second time; column B"),
        ({"skills": [["title", "hours"], ["++", 1]]}, "skills, row 2, column A", "has no letters for an id"),
        ({"skills": [["title", "hours_low", "hours"], ["SQL", 1, 2]]}, "skills, row 2, column B", "without hours_high"),
        ({"skills": [["id", "title", "hours"], ["a", "X", 1], ["b", "X", 1], ["c", "C", 1]], "needs": [["needed_for", "skill"], ["c", "X"]]}, "needs, row 2, column B", "write one of the ids a, b"),
        ({"positions": [["title", "kind"], ["A", "boss"]]}, "positions, row 2, column B", "kind is boss; write role or stage"),
        ({"positions": [["title", "needs"], ["A", "Sql"]]}, "positions, row 2, column B", "needs Sql"),
        ({"positions": [["title"], ["A"]], "moves": [["from", "to", "months"], ["A", "B", 1]]}, "moves, row 2", "B"),
        ({"positions": [["title"], ["A"], ["B"]], "moves": [["from", "to", "months"], ["A", "B", 1], ["a", "b", 2]]}, "moves, row 3", "second row of the move"),
        ({"positions": [["title"], ["A"]], "moves": [["from", "to"], ["A", None]]}, "moves, row 2", "has no to"),
        ({"positions": [["title", "url"], ["A", "home"]]}, "positions, row 2, column B", "write an address"),
        ({"skills": [["title", "about"], ["SQL", "x"]]}, "skills, row 2", "has no hours; fill in its column hours"),
        ({"skills": [["free", "else"], ["x", "y"]]}, "skills, row 1", "has no heading that is known"),
    ],
    ids=lambda value: value if isinstance(value, str) and "," in value else "",
)  # fmt: skip
def test_a_mistake_names_sheet_row_and_column(run, tmp_path, sheets, place, words):
    book, path = book_of(tmp_path / "graph.xlsx", **sheets)
    book.save(path)
    code, out, err = run("check", path)
    assert (code, out) == (1, "")
    assert f"{path}: sheet {place}" in err
    assert words in err


def test_names_in_a_cell_may_have_commas_between(tmp_path):
    rows = ["title;hours;needs", "Reading, writing;1;", "Maths;1;", "Art;1;", "Physics;1;Maths, Art"]
    rows += ['Poetry;1;"Reading, writing; Art"', 'Law;1;"Maths or Art; Reading, writing"']
    path = tmp_path / "skills.csv"
    path.write_text("\n".join(rows))
    graph = mlgraph.load(path)
    assert {node: graph.nodes[node]["needs"] for node in ("physics", "poetry", "law")} == {
        "physics": (("maths",), ("art",)),
        "poetry": (("reading-writing",), ("art",)),
        "law": (("maths", "art"), ("reading-writing",)),
    }
    path.write_text("\n".join([*rows, "Chess;1;Maths, go"]))
    with pytest.raises(GraphFileError, match=r"skills.csv: row 8, column C: chess: needs Maths, go"):
        mlgraph.load(path)
    path.write_text("\n".join([*rows, "Chess;1;Maths;; Art"]))
    with pytest.raises(
        GraphFileError, match=r"skills.csv: row 8, column E: has ' Art' under no heading; write a heading"
    ):
        mlgraph.load(path)


def test_mistakes_in_csv_name_the_file_and_cell(run, tmp_path):
    (tmp_path / "skills.csv").write_text("title;hours\nSQL;x\nR;1\n")
    assert f"{tmp_path / 'skills.csv'}: row 2, column B: hours is 'x'" in run("check", tmp_path)[2]
    found = json.loads(run("check", tmp_path, "--json")[1])
    assert [each["line"] for each in found["diagnostics"]] == [0]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"no zip", "is not a workbook; save it as .xlsx"),
        ("a.xlsx", b"PK\x05\x06" + 18 * b"\0", "is a damaged workbook"),
        ("a.ods", b"", "is a workbook of another kind; save it as .xlsx"),
        ("a.csv", b'id,title\n"a,b\n', "a.csv: row 2 is not CSV"),
        ("a.csv", b"title;hours\nB\xfcro;1\n", "byte 0xfc is not UTF-8"),
        ("a.csv", b"", "has no sheet of a graph"),
        ("a.csv", b"Titel;Stunden\nSQL;3\n", "write headings such as id, title and hours"),
    ],
)
def test_a_file_of_another_kind_is_refused(run, tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    code, out, err = run("check", tmp_path / name)
    assert (code, out) == (1, "")
    assert message in err
    assert "Traceback" not in err


def test_a_workbook_cannot_take_all_memory(tmp_path):
    book, path = book_of(tmp_path / "wide.xlsx", skills=[["title", "hours"]])
    book["skills"]["XFD1048576"] = 1
    book.save(path)
    with pytest.raises(FileError, match="sheet skills has 1,048,576 rows by 16,384 columns; delete the empty ones"):
        mlgraph.load(path)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", bytes(5 * FILE_BYTES))
    path.write_bytes(packed.getvalue())
    with pytest.raises(FileError, match="once it is unpacked; split it"):
        mlgraph.load(path)
    # bzip2 is unpacked as a whole, whatever size the zip declares
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_BZIP2) as file:
        file.writestr("xl/workbook.xml", b"x")
    path.write_bytes(packed.getvalue())
    with pytest.raises(FileError, match="is not a workbook"):
        mlgraph.load(path)


def test_a_template_has_choices_and_examples(run, tmp_path):
    path = tmp_path / "ladder.xlsx"
    assert run("template", path) == (0, "", "")
    book = openpyxl.load_workbook(path)
    choices = {rule.formula1 for sheet in book for rule in sheet.data_validations.dataValidation}
    assert {'"role,stage"', '"yes,no"', "=positions!$A$2:$A$1000", "=tracks!$A$2:$A$1000"} <= choices
    assert "holds no stage, role or skill; fill in a row of positions or skills" in run("check", path)[2]
    examples = {row[1].value: row[2].value for row in book["help"] if row[0].value == "skills"}
    for sheet, row in (("skills", ["id", "title", "hours"]), ("resources", ["id"])):
        assert [cell.value for cell in book[sheet][1]][: len(row)] == row or sheet == "skills"
    heads = [cell.value for cell in book["skills"][1]]
    for name in ("id", "title", "hours"):
        book["skills"].cell(2, heads.index(name) + 1, examples[name])
    book.save(path)
    assert run("check", path)[0] == 0
    code, _, err = run("template", path)
    assert (code, "exists; write another name" in err) == (2, True)
    assert run("template", tmp_path / "x.csv")[0] == 2


def test_the_template_is_read_without_its_help(tmp_path):
    (tmp_path / "t.xlsx").write_bytes(write_template())
    with pytest.raises(GraphFileError, match="holds no stage, role or skill"):
        mlgraph.load(tmp_path / "t.xlsx")


def test_a_folder_and_a_workbook_are_exported(run, tmp_path, graph_file, monkeypatch):
    graph = graph_file(SOUND)
    monkeypatch.chdir(tmp_path)
    assert run("export", "out/", "--graph", graph) == (0, "", "")
    assert {each.stem for each in (tmp_path / "out").iterdir()} == {*SHEETS}
    (tmp_path / "out" / "pay.csv").write_text("position,area\nlead,UK\n")  # of an earlier export
    assert run("export", "out", "--graph", graph) == (0, "", "")
    assert run("export", "out.xlsx", "--graph", graph) == (0, "", "")
    for made in ("out", "out.xlsx"):
        same(mlgraph.load(made), mlgraph.load(graph))
        assert run("import", "sheet", made, "-o", "again.toml")[0] == 0
        same(mlgraph.load("again.toml"), mlgraph.load(graph))
        assert run("path", "--graph", made, "--from", "start", "--to", "lead")[0] == 0
    (tmp_path / "toml").mkdir()
    (tmp_path / "toml" / "a.toml").write_text(SOUND)
    assert "has a graph in .toml files, which would hide others" in run("export", "toml/", "--graph", graph)[2]
    assert "without a suffix is a folder for a graph" in run("export", "plan", "--to", "lead", "--graph", graph)[2]


CELLS = st.sampled_from(
    [
        "",
        "a",
        "A; b",
        "b",
        "k",
        "1",
        "-1",
        "6,5",
        "1,234",
        "x = 1",
        "= 1",
        "k = ; =",
        "yes",
        "role",
        "'",
        '"',
        "a or b",
        "book:1",
    ]
)
HEADS = st.sampled_from([column for columns in SHEETS.values() for column in columns] + ["tier", "", "else", "Title"])


@given(
    st.dictionaries(
        st.sampled_from([*SHEETS, "else"]),
        st.tuples(st.lists(HEADS, max_size=5), st.lists(st.lists(CELLS, max_size=6), max_size=4)),
    )
)
def test_any_sheets_are_a_graph_or_refused(tmp_path_factory, sheets):
    folder = tmp_path_factory.getbasetemp() / "any"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, (head, rows) in sheets.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=";").writerows([head, *rows])
    try:
        graph = mlgraph.load(folder)
    except FileError as error:
        assert all(each.message and each.fix for each in getattr(error, "diagnostics", ()))
    else:
        for found in round_trips(graph, folder.parent):
            same(found, graph)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_sheets_or_refused(tmp_path_factory, data):
    for name in ("any.csv", "any.xlsx"):
        path = tmp_path_factory.getbasetemp() / name
        path.write_bytes(data)
        with pytest.raises(FileError):
            mlgraph.load(path)


def test_another_reader_finds_the_same_workbook():
    data = write_xlsx(build(Document("full", "", FULL)))
    other = CalamineWorkbook.from_filelike(io.BytesIO(data))
    ours = openpyxl.load_workbook(io.BytesIO(data))
    assert other.sheet_names == ours.sheetnames
    for name in other.sheet_names:
        rows = [["" if value is None else value for value in row] for row in ours[name].values]
        found = other.get_sheet_by_name(name).to_python()
        assert found == [
            [each.replace("_x005F_", "_") if isinstance(each, str) else each for each in row] for row in rows
        ]
    assert "_x0041_" in [row[1] for row in other.get_sheet_by_name("positions").to_python()]
