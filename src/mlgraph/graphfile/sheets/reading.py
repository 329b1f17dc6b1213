"""Reading of a graph from a workbook or from CSV files that a person wrote.

The columns of a sheet may be in any order, and title rows may be above the headings. A node without an id gets an id
from its title. A cell that refers to a node may name the id, the title or an alias of the node. A message about an
error names the sheet, the row and the column of the cell.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mlgraph import filesystem
from mlgraph.errors import Diagnostic, FileError, GraphFileError
from mlgraph.graphfile import parsing
from mlgraph.graphfile.files import list_visible
from mlgraph.graphfile.ids import is_id, make_slug
from mlgraph.graphfile.positions import Key
from mlgraph.graphfile.sheets.columns import (
    ENTRIES,
    HELP,
    NUMBER,
    REQUIRED,
    SHEETS,
    SYNONYMS,
    TEXT,
    Column,
)
from mlgraph.limits import DIAGNOSTICS
from mlgraph.model import POSITIONS
from mlgraph.names import fold, suggest_names
from mlgraph.printable import quote, sanitize
from mlgraph.spreadsheets import Cell, Sheet, looks_like_number, read_csv, read_workbook, unescape_field

Place = tuple[str, int]
Tables = dict[str, Any]
# the headings must be among this many first rows; titles and notes may be above them
_HIGHEST = 30
_KINDS = {
    **dict.fromkeys(("role", "position", "post", "job"), "role"),
    **dict.fromkeys(("stage", "milestone"), "stage"),
}
_WRONG, _FURTHER = Column(TEXT), Column(NUMBER)


@dataclass
class Sheets:
    """The tables of a graph, made from sheets of a spreadsheet.

    `origins` has the cell from which the value of each key of the tables comes. `left_out` counts the sheets, columns
    and rows that the reader ignored. `choices` has the alternatives among the needs of each node, grouped by their
    value in the column `choice` of the sheet of needs.
    """

    path: str
    tables: Tables = field(default_factory=dict)
    origins: dict[Key, Place] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    errors: list[Diagnostic] = field(default_factory=list)
    choices: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def report(self, place: Place, name: str, message: str, fix: str) -> None:
        """Add an error about a cell to the list of errors.

        mlgraph reports only a limited number of errors at once. When the list has so many, the method raises
        GraphFileError with all errors.
        """
        self.errors.append(Diagnostic("error", *place, name, message, fix))
        if len(self.errors) >= DIAGNOSTICS:
            raise GraphFileError(self.path, self.errors)

    def put(self, place: Place, value: Any, *key: str) -> None:
        """Put a value into the tables of the graph, and record the row or cell from which it comes."""
        table = self.tables
        for part in key[:-1]:
            table = table.setdefault(part, {})
        table[key[-1]] = value
        self.origins[key] = place


@dataclass(frozen=True)
class _Row:
    """A row of a sheet, with its values by column and the cell of each value."""

    values: dict[str, Any]
    places: dict[str, Place]
    place: Place

    def find_place(self, column: str) -> Place:
        return self.places.get(column, self.place)


@dataclass(frozen=True)
class _Found:
    """A sheet in which the reader has found the row of headings.

    `name` is the name by which mlgraph knows the sheet, such as "skills". `headings` has the heading of each column
    that mlgraph knows, by the index of the column. `begins` is the index of the first row below the row of headings.
    """

    file: str
    sheet: Sheet
    name: str
    headings: dict[int, str]
    begins: int
    is_csv: bool

    def find_place(self, row: int, column: int | None = None) -> Place:
        """Return a text that names the place of a row or a cell, and line 0, since spreadsheets have no line numbers.

        The numbers `row` and `column` of a cell count from 0.
        """
        where = [] if self.is_csv else [f"sheet {sanitize(self.sheet.name, 100)}"]
        where.append(f"row {row + 1}")
        where += [] if column is None else [f"column {_name_column(column)}"]
        return f"{self.file}: {', '.join(where)}", 0


def read_sheets(
    path: str | Path, names: Mapping[str, str] | None = None, *, strict: bool = True, data: bytes | None = None
) -> Sheets:
    """Return the tables in a workbook, in a CSV file, or in a folder of CSV files.

    `names` translates headings and names of sheets to the names that mlgraph uses. If `strict` is true, an unknown
    column is an error. If `strict` is false, the result counts unknown columns in `left_out`. Whether `strict` is true
    or false, the result counts unknown sheets in `left_out`. If the path is a pipe, which can be read only once, `data`
    is its content.

    Raises FileError if a file cannot be read, and GraphFileError with all errors in the sheets.
    """
    result = Sheets(filesystem.name_of(path))
    words = {fold(theirs): ours for theirs, ours in {**SYNONYMS, **(names or {})}.items()}
    opened = [*_open(Path(path), data)]
    found = [each for opening in opened if (each := _find_headings(result, *opening, words))]
    for each in found:
        _report_unknown(result, each, strict)
    rows = {id(each): [*_read_rows(result, each)] for each in found}
    ids = _Ids(result)
    for each in sorted(found, key=lambda each: [*SHEETS].index(each.name)):
        if each.name in ENTRIES:
            for row in rows[id(each)]:
                ids.add(each.name, row)
    ids.resolve_titles()
    for each in sorted(found, key=lambda each: [*SHEETS].index(each.name)):
        for row in rows[id(each)]:
            _put_row(result, each.name, row, ids)
    if result.errors:
        raise GraphFileError(result.path, result.errors)
    if not found:
        raise GraphFileError(result.path, [*_describe_unread(result.path, opened)][:DIAGNOSTICS])
    return result


def _describe_unread(path: str, opened: Iterable[tuple[str, Sheet, bool]]) -> Iterator[Diagnostic]:
    """Yield an error for each sheet in which the reader has found no row of headings.

    An error about missing headings shows the row with the most cells, which the author probably meant as headings.
    """
    fix = "write headings such as id, title and hours, or import it with `columns`; mlgraph template has them all"
    filled = 0
    for file, sheet, is_csv in opened:
        rows = [[str(cell) for cell in row if cell not in (None, "")] for row in sheet.rows[:_HIGHEST]]
        head = max(range(len(rows)), key=lambda at: len(rows[at]), default=0)
        if rows and rows[head]:
            filled += 1
            place = _Found(file, sheet, "", {}, 0, is_csv).find_place(head)
            yield Diagnostic(
                "error", *place, "", f"has no heading that is known: {sanitize(', '.join(rows[head]))}", fix
            )
    if not filled:
        yield Diagnostic("error", path, 0, "", "has no sheet of a graph", fix)


def _open(path: Path, data: bytes | None = None) -> Iterator[tuple[str, Sheet, bool]]:
    """Yield each sheet of a file or folder with the name of its file, and whether the sheet is CSV.

    The content of a pipe, which has no suffix, shows whether the pipe holds a workbook or CSV.
    """
    if filesystem.is_standard(path) or filesystem.is_shell_pipe(path):
        name, content = filesystem.name_of(path), filesystem.read(path) if data is None else data
        if parsing.is_zip(content):
            yield from ((name, sheet, False) for sheet in read_workbook(name, content))
        else:
            yield name, read_csv(name, parsing.decode(name, content)), True
    elif path.is_dir():
        for each in list_visible(path, "csv"):
            yield str(each), _read_csv(each), True
    elif path.suffix.lower() in (".xlsx", ".xlsm"):
        yield from ((str(path), sheet, False) for sheet in read_workbook(str(path), filesystem.read(path)))
    elif path.suffix.lower() in (".xls", ".ods", ".numbers"):
        raise FileError(f"{sanitize(path, 200)}: is a workbook of another kind; save it as .xlsx, or as CSV in UTF-8")
    else:
        yield str(path), _read_csv(path), True


def _read_csv(path: Path) -> Sheet:
    found = read_csv(str(path), parsing.decode(str(path), filesystem.read(path)))
    return Sheet(path.stem, found.rows)


def _find_headings(result: Sheets, file: str, sheet: Sheet, is_csv: bool, words: dict[str, str]) -> _Found | None:
    """Find the row of headings in a sheet.

    Return None for an empty sheet, for the sheet "help", and for a sheet without headings that mlgraph knows.
    """
    filled = [index for index, row in enumerate(sheet.rows) if any(cell not in (None, "") for cell in row)]
    named = _translate(sheet.name, words)
    if not filled or named == HELP:
        return None
    best, name, headings = -1, "", dict[int, str]()
    for index in [each for each in filled if each < _HIGHEST + filled[0]]:
        for candidate in [named] if named in SHEETS else SHEETS:
            read = _read_headings(sheet.rows[index], candidate, words)
            if len(read) > len(headings):
                best, name, headings = index, candidate, read
    if name in SHEETS and (named in SHEETS or len(headings) > 1):
        return _Found(file, sheet, name, headings, best + 1, is_csv)
    where = _Found(file, sheet, "", {}, 0, is_csv).find_place(filled[0])
    if named in SHEETS:
        right = f"write headings, such as {', '.join([*SHEETS[named]][:4])}, or translate them with `columns`"
        result.report(where, "", "has no heading that is known", right)
    else:
        result.left_out[f"sheets that are not read: {sanitize(sheet.name, 100)}"] = 1
    return None


def _translate(heading: Cell, words: dict[str, str], known: Iterable[str] = SHEETS) -> str:
    """Translate the name of a sheet or column to the name that mlgraph uses.

    If mlgraph knows no sheet or column of the given name, the function returns the given name without the blanks around
    it.
    """
    text = fold(str(heading)).strip().replace(" ", "_") if heading is not None else ""
    plain = text.replace("_", " ")
    return text if text in known else words.get(plain, words.get(text, str(heading or "").strip()))


def _read_headings(row: Iterable[Cell], sheet: str, words: dict[str, str]) -> dict[int, str]:
    names = ((index, _translate(cell, words, SHEETS[sheet])) for index, cell in enumerate(row))
    return {index: name for index, name in names if name in SHEETS[sheet]}


def _report_unknown(result: Sheets, found: _Found, strict: bool) -> None:
    """Report the unknown and the repeated headings of a sheet as errors.

    In the sheet of moves, unknown headings become keys of the moves.
    """
    known, head = SHEETS[found.name], found.begins - 1
    seen: dict[str, int] = {}
    for index, cell in enumerate(found.sheet.rows[head]):
        heading = str(cell or "").strip()
        name = found.headings.get(index, heading)
        if name and name in seen:
            message = f"has the column {sanitize(name)} a second time; column {_name_column(seen[name])} has it"
            result.report(found.find_place(head, index), "", message, "keep one of the two")
        seen.setdefault(name, index)
        if index in found.headings:
            continue
        if found.name == "moves" and is_id(heading):
            found.headings[index] = heading
        elif any(_is_filled(row, index) for row in found.sheet.rows[found.begins :]):
            if heading and not strict:
                result.left_out[f"columns that are not read: {sanitize(heading, 100)}"] += 1
            else:
                message = f"has the unknown heading {sanitize(heading)}" if heading else "has no heading"
                named = f"use one of {', '.join(known)}{suggest_names(fold(heading), known)}"
                right = f"{named}; mlgraph import sheet leaves other columns out" if heading else named
                result.report(found.find_place(head, index), "", message, right)

    width = len(found.sheet.rows[head])
    for at, row in enumerate(found.sheet.rows[found.begins :], found.begins):
        further = next((index for index in range(width, len(row)) if _is_filled(row, index)), None)
        if further is not None:
            message = f"has {quote(row[further])} under no heading"
            right = "write a heading, or put a cell that holds separators into quotation marks"
            result.report(found.find_place(at, further), "", message, right)


def _is_filled(row: Iterable[Cell], index: int) -> bool:
    cells = [*row]
    return index < len(cells) and cells[index] not in (None, "") and str(cells[index]).strip() != ""


def _read_rows(result: Sheets, found: _Found) -> Iterator[_Row]:
    # if the headings are merged over several columns, so are the rows below them
    titles = found.sheet.titles if found.begins - 1 not in found.sheet.titles else frozenset[int]()
    for at, cells in enumerate(found.sheet.rows[found.begins :], found.begins):
        if at in titles:
            result.left_out["title rows, merged over columns, between the rows of a sheet"] += 1
            continue
        values: dict[str, Any] = {}
        places: dict[str, Place] = {}
        for column, cell in enumerate(cells):
            name = found.headings.get(column)
            if name is None or cell is None or (isinstance(cell, str) and not cell.strip()):
                continue
            places[name] = found.find_place(at, column)
            try:
                values[name] = _read_cell(cell, SHEETS[found.name].get(name), is_csv=found.is_csv)
            except ValueError:
                right = SHEETS[found.name].get(name, _FURTHER).kind.right
                result.report(places[name], "", f"{name} is {quote(cell)}", right)
                values[name] = None
        if not values:
            continue
        row = _Row({name: value for name, value in values.items() if value is not None}, places, found.find_place(at))
        lacking = [name for name in REQUIRED.get(found.name, ()) if name not in values]
        if lacking:
            result.report(row.place, "", f"has no {' and no '.join(lacking)}", "fill in this cell, or delete the row")
        elif all(name in row.values for name in REQUIRED.get(found.name, ())):
            yield row


def _read_cell(cell: Cell, column: Column | None, *, is_csv: bool) -> Any:
    """Return the value of a cell in the form that its column requires.

    Raises ValueError if the text of the cell is not a value of the kind of its column.
    """
    if column is None:  # users may add keys to moves, with numbers or texts
        if not isinstance(cell, str):
            return cell
        is_number = is_csv and looks_like_number(cell.strip())
        return NUMBER.read(cell) if is_number else unescape_field(cell.strip(), may_be_number=is_csv)
    if isinstance(cell, bool):
        return cell if column.kind.write(True) == "yes" else str(cell).lower()
    if isinstance(cell, int | float) and column.kind is NUMBER:
        return cell
    text = unescape_field(str(cell).strip()) if is_csv else str(cell).strip()
    return column.kind.read(text)


def _name_column(column: int) -> str:
    """Return the letters that spreadsheets use for a column. Count `column` from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class _Ids:
    """The entries of each sheet, with a method that finds the id of an entry from its id, title or alias."""

    def __init__(self, result: Sheets) -> None:
        self.result = result
        self.names: dict[str, dict[str, set[str]]] = {name: {} for name in ENTRIES}
        self.ids: dict[str, dict[str, Place]] = {name: {} for name in ENTRIES}
        self.rows: list[tuple[str, str, _Row]] = []

    def add(self, sheet: str, row: _Row) -> None:
        """Add a row that describes an entry, with the id of the entry.

        The method reports an id that is missing or that an earlier row has already.
        """
        title = row.values.get("title")
        made = row.values.get("id") or make_slug(str(title or ""))
        if not made:
            message = f"{sanitize(str(title))} has no letters for an id" if title else "has no title and no id"
            self.result.report(row.find_place("title"), "", message, "write an id, such as data-analyst")
            return
        if made in self.ids[sheet]:
            first = self.ids[sheet][made][0].rpartition(": ")[2]
            message = f"has the id {sanitize(made)} a second time; {first} has it"
            self.result.report(row.find_place("id"), made, message, "write another id, or delete one of the rows")
            return
        row.values["id"] = made
        self.ids[sheet][made] = row.place
        self.rows.append((sheet, made, row))

    def resolve_titles(self) -> None:
        """Record the titles and aliases of all entries, so that cells may refer to entries by these names."""
        for sheet, made, row in self.rows:
            for name in (row.values.get("title"), *row.values.get("aliases", ())):
                if isinstance(name, str):
                    self.names[sheet].setdefault(fold(name), set()).add(made)

    def find(self, name: str, sheets: tuple[str, ...], place: Place) -> str:
        """Return the id of the entry to which `name` refers.

        If no sheet has the entry, return `name` unchanged, since the entry may be in another file.
        """
        if any(name in self.ids[sheet] for sheet in sheets):
            return name
        found = {each for sheet in sheets for each in self.names[sheet].get(fold(name), ())}
        if len(found) > 1:
            right = f"write one of the ids {', '.join(sorted(found))}"
            self.result.report(place, "", f"{sanitize(name)} has several meanings", right)
        if found:
            return min(found)
        source, colon, point = name.partition(":")
        return f"{self.find(source, sheets, place)}:{point}" if colon and sheets == ("sources",) else name

    def replace(self, value: Any, column: Column, place: Place) -> Any:
        """Return a copy of a value with ids instead of the titles and aliases of entries."""
        if not column.names:
            return value
        if isinstance(value, str):
            return self.find(value, column.names, place)
        if isinstance(value, list):
            items = (part for item in value for part in self._split(item, column.names))
            return [
                [self.find(each, column.names, place) for each in item]
                if isinstance(item, list)
                else self.find(item, column.names, place)
                for item in items
            ]
        return {self.find(name, column.names, place): item for name, item in value.items()}

    def _split(self, item: str | list[str], sheets: tuple[str, ...]) -> list[Any]:
        """Split a text from a cell at its commas if all parts are names of entries, or else return the whole text."""
        if isinstance(item, list) or "," not in item or self._is_name(item, sheets):
            return [item]
        parts = [part.strip() for part in item.split(",")]
        return parts if all(self._is_name(part, sheets) for part in parts) else [item]

    def _is_name(self, name: str, sheets: tuple[str, ...]) -> bool:
        source, colon, _ = name.partition(":")
        if colon and sheets == ("sources",):
            return self._is_name(source, sheets)
        return any(name in self.ids[sheet] or fold(name) in self.names[sheet] for sheet in sheets)


def _put_row(result: Sheets, sheet: str, row: _Row, ids: _Ids) -> None:
    columns = SHEETS[sheet]
    values = {
        name: ids.replace(value, columns.get(name, _WRONG), row.find_place(name)) for name, value in row.values.items()
    }
    if sheet == "graph":
        for name, value in values.items():
            result.put(row.find_place(name), value, name)
    elif sheet in ENTRIES:
        _put_entry(result, sheet, row, values)
    elif sheet == "moves":
        _put_move(result, row, values)
    elif sheet == "needs":
        _put_need(result, row, values)
    elif sheet == "points":
        result.put(row.find_place("text"), values["text"], "source", values["source"], "points", values["point"])
    else:
        _put_figure(result, sheet, row, values)


def _put_entry(result: Sheets, sheet: str, row: _Row, values: Tables) -> None:
    name, kind = values.pop("id", None), ENTRIES[sheet]
    if name is None:
        return  # the missing id was reported before
    if sheet == "positions":
        said = values.pop("kind", "role")
        kind = _KINDS.get(fold(said), "")
        if not kind:
            result.report(row.find_place("kind"), name, f"kind is {sanitize(said)}", "write role or stage")
            return
    result.put(row.place, {}, kind, name)
    for key, value in _join_range(result, row, values, "hours").items():
        result.put(row.find_place(key), value, kind, name, key)


def _join_range(result: Sheets, row: _Row, values: Tables, name: str) -> Tables:
    """Return the values of a row, with its low, likely and high number joined into one list."""
    low, high = f"{name}_low", f"{name}_high"
    if low not in values and high not in values:
        return values
    rest = {key: value for key, value in values.items() if key not in (low, high)}
    if low in values and high in values:
        middle = [values[name]] if name in values else []
        return rest | {name: [values[low], *middle, values[high]]}
    lacks, has = (low, high) if high in values else (high, low)
    result.report(
        row.find_place(has), str(values.get("id", "")), f"has {has} without {lacks}", f"write {lacks} as well"
    )
    return rest


def _find_kind(result: Sheets, node: str) -> str:
    """Return the kind of a node, such as "skill", or "role" if the sheets have no node with the id `node`."""
    return next((kind for kind in (*POSITIONS, "skill") if node in result.tables.get(kind, {})), "role")


def _put_move(result: Sheets, row: _Row, values: Tables) -> None:
    source, target = values.pop("from"), values.pop("to")
    kind = _find_kind(result, source)
    move = _join_range(result, row, values, "months")
    if kind == "stage" and not move:
        move = {"months": 0}
    if target in result.tables.get(kind, {}).get(source, {}).get("leads_to", {}):
        message = f"is the second row of the move {sanitize(source)} -> {sanitize(target)}"
        result.report(row.place, source, message, "delete one of the two")
    plain = move["months"] if move.keys() == {"months"} else move
    result.put(row.place, plain, kind, source, "leads_to", target)


def _put_need(result: Sheets, row: _Row, values: Tables) -> None:
    node, skill = values["needed_for"], values["skill"]
    kind = _find_kind(result, node)
    table = result.tables.setdefault(kind, {}).setdefault(node, {})
    needs = table.setdefault("needs", [])
    choices = result.choices.setdefault(node, {})
    if "choice" in values and values["choice"] in choices:
        choices[values["choice"]].append(skill)
    elif "choice" in values:
        choices[values["choice"]] = [skill]
        needs.append(choices[values["choice"]])
    else:
        needs.append(skill)
    result.origins.setdefault((kind, node, "needs"), row.find_place("skill"))
    for cite in values.get("cites", ()):
        table.setdefault("because", {}).setdefault(cite, []).append(skill)
        result.origins.setdefault((kind, node, "because", cite), row.find_place("cites"))


def _put_figure(result: Sheets, sheet: str, row: _Row, values: Tables) -> None:
    node = values.pop("position")
    year, last = values.pop("year", None), values.pop("year_to", None)
    years = [year, last] if last is not None else year
    if years is not None:
        values["years" if sheet == "outlook" else "year"] = years
    table = result.tables.setdefault(_find_kind(result, node), {}).setdefault(node, {})
    figures = table.setdefault(sheet, [])
    figures.append(values)
    result.origins[_find_kind(result, node), node, sheet, str(len(figures) - 1)] = row.place
