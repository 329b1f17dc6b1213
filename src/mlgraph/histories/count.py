"""Counting of the moves between roles in career histories, step by step."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlgraph.errors import FileError, UsageError
from mlgraph.graphfile.figures import LEAST_PEOPLE
from mlgraph.graphfile.load import validate_graph
from mlgraph.histories import counting
from mlgraph.histories.dates import DAYS, count_days, is_open, read_day, to_month
from mlgraph.histories.engine import open_engine
from mlgraph.histories.estimate import CHANCES, Incidence, estimate
from mlgraph.histories.formats import FORMATS, parse_columns
from mlgraph.histories.moves import CountedMove, Histories, Three, Unresolved
from mlgraph.histories.private import can_tell, can_tell_shares
from mlgraph.histories.titles import Titles, read_mapping
from mlgraph.model import Graph, name_node
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from ibis.backends import BaseBackend
    from ibis.expr.types import Table

Progress = Callable[[str], None]
GAP = 12  # months
MOST_UNRESOLVED = 1000
_MOST_GAP = 120
_MOST_POSTS = 10_000  # most posts of one person
_NONE: Three = (None, None, None)


def count_histories(
    graph: Graph,
    sources: Iterable[str | Path],
    *,
    format: str | None = None,
    columns: Iterable[str] | Mapping[str, str] = (),
    mapping: str | Path | None = None,
    as_of: date | None = None,
    gap: int = GAP,
    least: int = LEAST_PEOPLE,
    private: bool = False,
    generated: bool = False,
    engine: Any = "duckdb",
    progress: Progress | None = None,
) -> Histories:
    r"""Count the moves between roles of a graph in the career histories of many people.

    Parameters
    ----------
    graph : networkx.DiGraph
        A career graph from `mlgraph.load`.
    sources : iterable of str or pathlib.Path
        The files or folders with the career histories, in CSV, Parquet or JSON lines. FILE.duckdb#TABLE or
        FILE.sqlite#TABLE stands for a table of a database. With Spark, an address that Spark can read, or #TABLE for a
        table of Spark, may stand in place of a file.
    format : str or None, default None
        The name of a known format of published career histories, such as "jobhop" for the data set JobHop.
    columns : iterable or mapping of str, default ()
        The name that each column has in the tables of histories, such as {"person": "employee", "title": "job",
        "start": "from"}. mlgraph needs the columns person, start, and title or code, and also uses a column end. If
        `columns` is not a mapping, its items are texts such as "person=employee". A call needs either `columns` or
        `format`, and not both.
    mapping : str, pathlib.Path or None, default None
        A CSV file with the columns title and position, which says which role each job title stands for.
    as_of : datetime.date or None, default None
        The last day of the career histories. By default, the histories end on their latest day that is not in the
        future.
    gap : int, default 12
        The most months that may lie between two posts of a person if the change of post is to count as a move.
    least : int, default 30
        The least number of people for a move. The result leaves out a move that fewer people made.
    private : bool, default False
        Whether to hide each figure about fewer than `least` people, and all figures from which a reader could compute
        it.
    generated : bool, default False
        Whether a program made up the histories. If a table of histories has a column "generated", the function takes
        the histories as made up by a program, whatever the option says.
    engine : str or pyspark.sql.SparkSession, default "duckdb"
        The engine that counts the moves: "duckdb", "spark", or the URL of a Spark master, such as spark://host:7077.
    progress : callable or None, default None
        A function to call at each step of the count with a text, such as "reading the dates".

    Returns
    -------
    Histories
        The counted moves, with the number of rows of the histories, and the number of moves, that the function left
        out.

    Raises
    ------
    UsageError
        If an option is wrong, or the histories lack a column that the count needs.
    FileError
        If a file, folder or table with career histories cannot be read.
    MissingPackageError
        If the Python packages that the chosen engine needs, DuckDB or Spark, are not installed.
    EngineError
        If the engine that counts the moves, DuckDB or Spark, fails.

    Examples
    --------
    >>> import mlgraph, pathlib, tempfile
    >>> rows = "who,job,begin\n" + "".join(f"p{n},data analyst,2020\np{n},data scientist,2022\n" for n in range(40))
    >>> columns = {"person": "who", "title": "job", "start": "begin"}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "posts.csv").write_text(rows)
    ...     found = mlgraph.count_histories(mlgraph.load(), [f"{folder}/posts.csv"], columns=columns)
    ...     found.save(f"{folder}/moves.toml")
    ...     graph = mlgraph.load("mlgraph", f"{folder}/moves.toml")
    >>> graph.edges["data-analyst", "data-scientist"]["people"]
    40
    """
    graph, given = validate_graph(graph), tuple(map(str, sources))
    pairs = [f"{key}={name}" for key, name in columns.items()] if isinstance(columns, Mapping) else list(columns)
    if (format is None) == (not pairs):
        raise UsageError(f"give either `format`, one of {', '.join(FORMATS)}, or `columns`")
    if format is not None and format not in FORMATS:
        raise UsageError(f"`format` is '{sanitize(format)}'; choose one of {', '.join(FORMATS)}")
    for name, value, low, high in (("least", least, 1, 10**6), ("gap", gap, 0, _MOST_GAP)):
        if not isinstance(value, int) or not low <= value <= high:
            raise UsageError(f"`{name}` must be a whole number from {low} to {high:,}, not {sanitize(value)}")
    if private and least < 3:
        raise UsageError("`private` needs `least` to be 3 or more: a figure of two people tells each about the other")
    kind = FORMATS[format] if format else parse_columns(pairs)
    titles = Titles(graph, read_mapping(graph, Path(mapping)) if mapping else None)
    roles = sorted(node for node in graph if graph.nodes[node]["kind"] == "role")
    with open_engine(engine) as backend:
        counter = _Counter(backend, titles, roles, progress or (lambda step: None))
        counter.open(given, kind)
        counter.read_texts(kind.dated, as_of)
        summary, table, unresolved = counter.count(gap * DAYS if kind.dated else DAYS, least, private, kind.has_changes)
    people = sum(row["persons"] for row in table)
    if not people:
        raise FileError(
            f"no row of the histories has a person and dates that can be read; {counter.find_first_unread()}"
        )
    moves, left_out = _estimate(graph, roles, table, least, private, kind.dated)
    end = counter.end
    settings: dict[str, Any] = {"format": format} if format else {"columns": sorted(pairs)}
    settings |= {"mapping": Path(mapping).name} if mapping else {}
    settings |= {"as_of": _to_day(end)} if kind.dated else {}
    settings |= {"least": least}
    settings |= {"gap": gap} if gap != GAP else {}
    settings |= {"private": True} if private else {}
    settings |= {"generated": True} if generated else {}
    named = [_name(each) for each in given]
    listed = ", ".join(f"{name}={value!r}" for name, value in settings.items())
    return Histories(
        people=None if private and people < least else people,
        first="" if private or not kind.dated else to_month(counter.begin),
        last=to_month(end) if kind.dated else "",
        generated=generated or counter.is_generated,
        least=least,
        private=private,
        command=f"mlgraph.count_histories(graph, {named!r}, {listed})",
        settings=settings | {"sources": named},
        rows=_describe_rows(summary, table, least if private else 0),
        moves=moves,
        left_out=left_out,
        unresolved=unresolved,
    )


class _Counter:
    """The queries that count moves with an engine, in the order in which they must run."""

    def __init__(self, backend: "BaseBackend", titles: Titles, roles: list[str], progress: Progress) -> None:
        self._backend, self._titles, self._progress = backend, titles, progress
        self._number = {role: number for number, role in enumerate(roles)}
        self._rows: Table | None = None
        self._days: list[tuple[str, int]] = []
        self._named: dict[str, list[tuple[str, int]]] = {}
        self._unread: list[str] = []
        self.is_generated = False
        self.begin = self.end = 0

    def open(self, sources: tuple[str, ...], kind: Any) -> None:
        from mlgraph.histories.sources import Rows

        self._progress("opening the histories")
        rows = Rows(self._backend, sources, kind)
        self._rows, self.is_generated = rows.table, rows.is_generated

    def read_texts(self, dated: bool, as_of: date | None) -> None:
        """Read the dates, the job titles and the codes of jobs in the career histories, each distinct text once."""
        self._progress("reading the dates")
        starts, ends = self._list_texts("start"), self._list_texts("end")
        read = read_day if dated else _read_order
        numbers = {text: read(text) for text in {*starts, *ends}}
        days = {text: number for text, number in numbers.items() if number is not None}
        self._unread = sorted(starts - days.keys())
        today = count_days(date.today())
        if as_of is not None:
            self.end = count_days(as_of)
        elif dated:
            self.end = max((day for text, day in days.items() if day <= today), default=today)
        else:
            self.end = max(days.values(), default=0) + DAYS
        self.begin = min((days[text] for text in starts if text in days), default=self.end)
        days |= {text: counting.OPEN for text in ends if text not in starts and is_open(text)}
        self._days = sorted(days.items())
        for column in ("title", "code"):
            self._progress("reading the titles" if column == "title" else "reading the codes")
            roles = ((text, self._titles.find(text)) for text in self._list_texts(column))
            self._named[column] = sorted((text, self._number[role]) for text, role in roles if role is not None)

    def find_first_unread(self) -> str:
        """Return a message that quotes a start in the histories that is not a date, and shows how to write dates."""
        right = "write dates such as 2014-03-05, 2014-03 or Q1 2014"
        return f"'{sanitize(self._unread[0])}' is not a date; {right}" if self._unread else right

    def count(
        self, gap: int, least: int, private: bool, has_changes: bool
    ) -> tuple[dict[str, int], list[dict[str, int]], tuple[Unresolved, ...]]:
        """Count the rows of the histories and the moves, and list the titles and codes that name no role."""
        self._progress("counting moves")
        assert self._rows is not None
        posts = counting.resolve_posts(
            self._rows, self._make_lookup(self._named["title"]), self._make_lookup(self._named["code"])
        )
        rows = counting.resolve_dates(posts, self._make_lookup(self._days))
        if has_changes:
            rows = counting.end_by_next(rows)
        cut = counting.Cut(self.end, gap, least)
        summary = self._fetch(counting.count_rows(rows, cut))[0]
        table = self._fetch(counting.count_moves(rows, cut))
        table.sort(key=lambda row: (row["kind"], row["origin"], row["target"], row["months"]))
        texts = self._fetch(counting.count_unresolved(posts, least if private else 0, MOST_UNRESOLVED))
        unresolved = (Unresolved(row["text"], row["number"]) for row in texts)
        return summary, table, tuple(sorted(unresolved, key=lambda each: (-each.rows, each.text)))

    def _list_texts(self, column: str) -> set[str]:
        assert self._rows is not None
        found = self._rows.filter(self._rows[column].notnull()).select(column).distinct()
        return set(self._backend.to_pyarrow(found)[column].to_pylist())

    def _make_lookup(self, pairs: list[tuple[str, int]]) -> "Table":
        import ibis
        import pyarrow

        texts, numbers = zip(*pairs, strict=True) if pairs else ((), ())
        schema = pyarrow.schema([("text", pyarrow.string()), ("number", pyarrow.int32())])
        return ibis.memtable(pyarrow.table([list(texts), list(numbers)], schema=schema))

    def _fetch(self, table: "Table") -> list[dict[str, Any]]:
        """Return the rows of a small table in DuckDB or Spark, with whole numbers as Python integers."""
        return [
            {key: int(value) if type(value) not in (str, type(None)) else value for key, value in row.items()}
            for row in self._backend.to_pyarrow(table).to_pylist()
        ]


def _read_order(text: str) -> int | None:
    """Convert the number of a post in the sequence of a person's posts to a day, for histories without dates.

    Some career histories number the posts of each person, but state no dates. In histories without dates, mlgraph lets
    the post with the number n begin n months after day 0, and last until the next post begins.
    """
    with suppress(ValueError, OverflowError):
        number = int(float(text))
        return number * DAYS if abs(number) <= _MOST_POSTS else None
    return None


class _Departures:
    """The departures of people from one post, counted by the next post and the months in the first post."""

    def __init__(self, rows: list[dict[str, int]]) -> None:
        self._rows = rows
        self._months = sorted({row["months"] for row in rows})
        self._index = {month: index for index, month in enumerate(self._months)}
        self._still = self._count(counting.STILL)
        self._left = {target: self._count(target) for target in {row["target"] for row in rows} - {counting.STILL}}
        self.people: dict[int, int] = defaultdict(int)
        for row in rows:
            self.people[row["target"]] = max(row["people"], self.people[row["target"]])

    def _count(self, target: int) -> list[int]:
        found = [0] * len(self._months)
        for row in self._rows:
            if row["target"] == target:
                found[self._index[row["months"]]] += row["spells"]
        return found

    def estimate(self) -> dict[int, Incidence]:
        """Estimate, for each next role, the share of the move from the post to it, and the months before the move."""
        targets = sorted(target for target in self._left if target >= 0)
        return dict(zip(targets, estimate(self._months, self._left, self._still, targets), strict=True))

    def hide(self, move: CountedMove, target: int, least: int) -> CountedMove:
        """Remove from a counted move each number of months that would describe fewer than `least` people."""
        firsts = {row["months"]: row["firsts"] for row in self._rows if row["target"] == target}

        def pick_kept(months: Iterable[int | None]) -> Three:
            return _make_three(each if each is not None and can_tell(firsts, each, least) else None for each in months)

        months = pick_kept(move.months)
        contradicts = move.contradicts and months[1] is not None
        return replace(move, months=months, low=pick_kept(move.low), high=pick_kept(move.high), contradicts=contradicts)

    def hides_shares(self, kept: Mapping[int, CountedMove], least: int) -> bool:
        """Return whether a reader could compute a figure about fewer than `least` people from the shares of moves."""
        # the same person may have made several moves, so only the largest number counts
        others = max((self.people[target] for target in self._left if target not in kept), default=0)
        return not can_tell_shares(others, self.people[counting.STILL], least)


def _estimate(
    graph: Graph, roles: list[str], table: list[dict[str, int]], least: int, private: bool, dated: bool
) -> tuple[tuple[CountedMove, ...], dict[str, int]]:
    """Return the counted moves, and for each reason to leave out moves or shares, how many the result leaves out.

    The function omits a move that the graph lacks if the month by which half of the people have moved is unknown or
    hidden. With `private`, the function omits shares from which a reader could compute figures about few people.
    """
    by_origin: dict[int, list[dict[str, int]]] = defaultdict(list)
    for row in table:
        if row["kind"] == counting.MOVE and row["origin"] >= 0:
            by_origin[row["origin"]].append(row)
    moves: list[CountedMove] = []
    unknown = hidden = 0
    for origin, rows in sorted(by_origin.items()):
        departures, kept = _Departures(rows), dict[int, CountedMove]()
        for target, incidence in departures.estimate().items():
            move = _make_move(graph, roles[origin], roles[target], departures.people[target], incidence)
            move = departures.hide(move, target, least) if private else move
            move = move if dated else replace(move, months=_NONE, low=_NONE, high=_NONE, contradicts=False)
            if move.months[1] is None and move.graph_months is None:
                unknown += 1
            else:
                kept[target] = move
        if private and departures.hides_shares(kept, least):
            hidden += len(kept)
            kept = {target: replace(move, share=None, share_low=None, share_high=None) for target, move in kept.items()}
        moves += kept.values()
    reasons = {
        "moves that the graph lacks, and whose half is beyond the follow-up or hidden": unknown,
        "shares that would show fewer people by a difference": hidden,
    }
    return tuple(moves), {reason: number for reason, number in reasons.items() if number}


def _make_move(graph: Graph, source: str, target: str, people: int, found: Incidence) -> CountedMove:
    known = {each.chance: each for each in found.quantiles}
    quantiles = [known.get(chance) for chance in CHANCES]
    edge = graph.get_edge_data(source, target)
    stated = None
    if edge is not None and edge["relation"] == "leads_to":
        likely = edge["months"]
        stated = edge.get("months_low", likely), likely, edge.get("months_high", likely)
    half = known.get(0.5)
    is_outside = False
    if stated and half:
        is_outside = stated[2] < (half.low or 0) or (half.high is not None and stated[0] > half.high)
    return CountedMove(
        source=name_node(graph, source),
        target=name_node(graph, target),
        people=people,
        share=round(found.share, 4),
        share_low=round(found.low, 4),
        share_high=round(found.high, 4),
        months=_make_three(each.months if each else None for each in quantiles),
        low=_make_three(each.low if each else None for each in quantiles),
        high=_make_three(each.high if each else None for each in quantiles),
        graph_months=stated,
        graph_cites=tuple(edge.get("cites", ())) if stated and edge else (),
        contradicts=is_outside,
    )


def _make_three(values: Iterable[int | None]) -> Three:
    low, half, high = values
    return low, half, high


def _describe_rows(summary: dict[str, int], table: list[dict[str, int]], least: int) -> dict[str, int | None]:
    kinds: dict[int, int] = defaultdict(int)
    for row in table:
        kinds[row["kind"]] += row["spells"]
    found = {
        "read": summary["rows"],
        "left out: no person, or a date that cannot be read": summary["unreadable"],
        "left out: begins after the end of the histories": summary["future"],
        "left out: ends before it begins": summary["reversed"],
        "left out: repeats another": kinds[counting.REPEATED],
        "left out: a side post, within the time of another": kinds[counting.SIDE],
        "joined with the same post before": kinds[counting.CONTINUED],
        "cut where the next post begins": sum(row["overlapping"] for row in table),
        "open, which lasts until the end of the histories": summary["open"],
        "ends later, which lasts until the end of the histories": summary["ending_later"],
        "departure, which ends a post": summary["departing"],
        "of a post that is not in the graph": summary["unresolved"],
    }
    return {what: None if 0 < number < least else number for what, number in found.items()}


def _name(source: str) -> str:
    """Return the path of a file of histories as the user typed it, but shorten an absolute path to its file name.

    An overlay names the files from which its moves were counted. An absolute path would reveal folders of the user's
    machine.
    """
    path = Path(source)
    return path.name if path.is_absolute() else source


def _to_day(number: int) -> str:
    month, day = divmod(number, DAYS)
    year, of_year = divmod(month, 12)
    return f"{year:04}-{of_year + 1:02}-{min(day + 1, 28 if of_year == 1 else 30):02}"
