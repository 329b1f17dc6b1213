"""A question for many people: rows with people become rows with answers, in the same order.

An error of a person stands in the row of the person, and the others are answered all the same.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from io import StringIO
from typing import Any

from mlgraph.analysis.match import Match, find_known
from mlgraph.analysis.reach import reach
from mlgraph.errors import FileError, MlgraphError, UsageError
from mlgraph.graphfile.parsing import decode
from mlgraph.model import KINDS, POSITIONS, Graph
from mlgraph.names import did_you_mean, resolve, resolve_all, resolve_field
from mlgraph.planning.options import Objective, PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.printable import shown
from mlgraph.profile import Profile, parse_experience
from mlgraph.profilefile import parse_pace
from mlgraph.reading import read_number, split_names
from mlgraph.search.budget import Budget

Row = dict[str, Any]
# the keys of a profile that fit into a cell; `person` is any text, which the answer repeats
COLUMNS = ("person", "position", "pace", "have", "avoid", "goal", "experience", "months_in_post")
MOST_PEOPLE = 100_000
_BEGIN = ("row", "person", "from")
_PLAN = ("to", "arrives_on", "months", "hours", "moves", "optimal", "positions", "learn")
PLAN_ROW = (*_BEGIN, *_PLAN, "error")
REACH_ROW = (*_BEGIN, "roles", "months", "hours", "error")
MATCH_ROW = (*_BEGIN, "required", "have", "missing", "missing_optional", *_PLAN, "error")


def read_people(name: str, data: bytes) -> list[Row]:
    """Return the rows of a CSV with people, separated by commas, semicolons or tabs.

    Raises FileError if the table is wrong as a whole, and GraphFileError if the bytes are not letters.
    """
    text = decode(name, data)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count) if any(map(head.count, ",;\t")) else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    where = shown(name, 200)
    try:
        header = [field.strip().lower() for field in next(reader, [])]
        for column in header:
            if column not in COLUMNS:
                right = f"use {', '.join(COLUMNS)}{did_you_mean(column, COLUMNS)}"
                raise FileError(f"{where}:1: has the unknown column '{shown(column)}'; {right}")
            if header.count(column) > 1:
                raise FileError(f"{where}:1: has the column {column} twice; keep one of the two")
        if not header:
            raise FileError(f"{where}: is empty; begin with a row of columns, such as person,position,have")
        rows: list[Row] = []
        for fields in reader:
            if not any(field.strip() for field in fields):
                continue
            if len(rows) >= MOST_PEOPLE:
                raise FileError(f"{where}: has more than {MOST_PEOPLE:,} people, the most that are read; split it")
            row: Row = dict(zip(header, fields, strict=False))
            if len(fields) != len(header):
                row["error"] = f"line {reader.line_num} has {len(fields)} fields, but the header has {len(header)}"
            rows.append(row)
    except csv.Error as error:
        raise FileError(f"{where}:{reader.line_num}: is not a row of a table ({shown(error, 80)})") from error
    return rows


def read_person(graph: Graph, row: Mapping[str, Any]) -> Profile:
    """Return the profile in a row. Raises UsageError, UnknownNameError and AmbiguousNameError.

    A cell may hold a list of names, or a text with semicolons or commas between them. An empty cell gives the default.
    """
    given = {key: value for key, value in row.items() if not _is_empty(value)}
    if "error" in given:
        raise UsageError(str(given["error"]))
    for key in given.keys() - set(COLUMNS):
        raise UsageError(f"a person has no '{shown(key)}'; use {', '.join(COLUMNS)}{did_you_mean(key, COLUMNS)}")

    def name(key: str) -> str | None:
        return resolve(graph, str(given[key]), POSITIONS) if key in given else None

    def names(key: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
        said = given.get(key, ())
        parts = said.split(";") if isinstance(said, str) else [str(part) for part in said]
        return resolve_all(graph, split_names(graph, filter(str.strip, parts)), kinds)

    return Profile(
        position=name("position"),
        have=names("have", ("skill",)),
        pace=parse_pace(str(given["pace"])) if "pace" in given else Profile.pace,
        avoid=names("avoid", KINDS),
        experience=_read_experience(graph, given.get("experience", {})),
        months_in_post=_read_months(given["months_in_post"]) if "months_in_post" in given else None,
        goal=name("goal"),
    )


def _is_empty(value: Any) -> bool:
    """Return whether a cell is empty; a data frame has NaN in empty cells, which differs from itself."""
    return (
        value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, float) and value != value)
    )


def _read_experience(graph: Graph, said: Any) -> dict[str, float]:
    if not isinstance(said, Mapping):
        said = parse_experience(str(said).split(";"))
    return {resolve_field(graph, str(field)): months for field, months in said.items()}


def _read_months(said: Any) -> float:
    try:
        return read_number(str(said))
    except ValueError as error:
        raise UsageError(f"`months_in_post` is '{shown(said)}'; write a number of months, such as 18") from error


def answer_people(
    graph: Graph,
    people: Iterable[Mapping[str, Any]],
    columns: tuple[str, ...],
    ask: Callable[[Profile], Row],
    change: Callable[[Profile], Profile] = lambda person: person,
) -> Iterator[Row]:
    """Yield a row with `columns` for each person, in the order of `people`.

    `ask` answers for a person, after `change` has changed the profile. An MlgraphError of a person becomes the `error`
    in the row.
    """
    for number, row in enumerate(people, 1):
        answer: Row = dict.fromkeys(columns) | {"row": number, "person": _name(row)}
        try:
            person = change(read_person(graph, row))
            answer |= {"from": person.position} | ask(person)
        except MlgraphError as error:
            answer["error"] = str(error)
        yield answer


def _find_start(person: Profile) -> str:
    if person.position is None:
        raise UsageError("the person has no position")
    return person.position


def _name(row: Mapping[str, Any]) -> str | None:
    return None if _is_empty(row.get("person")) else str(row["person"])


class Questions:
    """The questions for people, with the options that all people share.

    Each person has a budget of `time_limit` seconds. After `should_stop` returns true, the searches end.
    """

    def __init__(
        self,
        solver: Solver,
        start: date,
        objective: Objective = "months",
        via: Iterable[str] = (),
        time_limit: float | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self._solver, self._start, self._objective, self._via = solver, start, objective, tuple(via)
        self._limit, self._should_stop = time_limit, should_stop

    def plan(self, person: Profile, target: str | None) -> Row:
        """Return the plan of a person to a target, or to the goal of the person, in the columns of PLAN_ROW."""
        goal = target or person.goal
        if goal is None:
            raise UsageError("no target is given; give `target`, or a goal for each person")
        wanted = person.updated(self._solver.graph, wanted=[goal, *self._via])
        plan = self._solver.plan(_find_start(person), goal, self._options(wanted), self._budget())
        last = plan.stops[-1]
        return {
            **{"from": plan.source, "to": plan.target, "arrives_on": last.arrives_on, "months": plan.months},
            **{"hours": plan.hours, "moves": plan.moves, "optimal": plan.optimal},
            **{"positions": [stop.id for stop in plan.stops], "learn": [study.id for study in plan.studies]},
        }

    def reach(self, person: Profile, within: float | None) -> Row:
        """Return the roles in reach of a person, the nearest first, in the columns of REACH_ROW."""
        found = reach(self._solver, _find_start(person), self._options(person), self._budget(), within=within)
        return {
            "from": found.source.id,
            "roles": [role.id for role in found.roles],
            "months": [role.costs.months for role in found.roles],
            "hours": [role.costs.hours for role in found.roles],
        }

    def match(self, person: Profile, found: Match, role: str | None) -> Row:
        """Return the skills of an advert that a person has and those that are missing, in the columns of MATCH_ROW.

        Of alternatives, one is enough. `role` is the role of the graph that asks for the same; None if no role is near.
        Without a plan, `error` has the reason, and the skills are there all the same.
        """
        graph = self._solver.graph
        concluded = person.concluded(graph, self._start)
        known = find_known(graph, concluded.position, concluded.have)
        met = known.union(*(group for group in found.alternatives if known & set(group)))
        plan: Row = {}
        try:
            plan = self.plan(person, role) if role is not None else {}
        except MlgraphError as error:
            plan = {"error": str(error)}
        required, optional = ([each.id for each in found.with_demand(demand)] for demand in ("required", "optional"))
        return {
            **{"required": len(required), "have": [skill for skill in required if skill in known]},
            "missing": [skill for skill in required if skill not in met],
            "missing_optional": [skill for skill in optional if skill not in known],
            **plan,
        }

    def _options(self, person: Profile) -> PlanOptions:
        known = person.concluded(self._solver.graph, self._start)
        return PlanOptions(
            *(known.have, known.pace, self._objective, self._via, known.avoid, self._start),
            experience=known.experience,
            months_in_post=known.months_in_post or 0,
        )

    def _budget(self) -> Budget:
        return Budget(self._limit, self._should_stop)
