"""Function that turns the row of a person in a table into a row with the answer for the person.

If the question has no answer for a person, the row of the answer has an error message. People with equal rows in a
table get equal answers on every machine, since the limit of the search counts labels (partial paths), not seconds.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from mlgraph.analysis.match import TITLE, Match, find_known, make_role, match, with_role
from mlgraph.analysis.next_skills import next_skills
from mlgraph.analysis.reach import Reach, reach
from mlgraph.errors import MlgraphError, NoPlanInTimeError, UsageError
from mlgraph.graphfile.evidence import has_generated
from mlgraph.limits import LABELS_OF_PERSON
from mlgraph.model import KINDS, POSITIONS, Graph, list_links
from mlgraph.names import resolve, resolve_all, resolve_fields, suggest_names
from mlgraph.planning.options import Objective, PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.printable import sanitize
from mlgraph.profile import Profile, parse_experience
from mlgraph.profilefile import parse_pace
from mlgraph.reading import read_number, split_names
from mlgraph.search.budget import Budget, check_label_limit

Row = dict[str, Any]
Kind = Literal["path", "reach", "next", "match"]
KINDS_OF_QUESTIONS: tuple[Kind, ...] = get_args(Kind)
# the keys of a profile whose values fit into a cell; `person` is any text, which the answer repeats
COLUMNS = ("person", "position", "pace", "have", "avoid", "goal", "experience", "months_in_post")
# the column for the error message of a row, which the reader of the table or this module fills
ERROR = "error"
# the column that marks answers from a graph with counts of synthetic histories
GENERATED = "generated"
# the columns with ids of nodes; if the graph has web addresses, each of these columns gets a column of addresses
_NODES = ("from", "to", "positions", "learn", "roles", "skills", "have", "missing", "missing_optional")
ADDRESS = "_url"
_PLAN = ("to", "arrives_on", "months", "hours", "moves", "bound", "positions", "learn")
ANSWERS: dict[Kind, tuple[str, ...]] = {
    "path": ("person", "from", *_PLAN, "stopped", ERROR),
    "reach": ("person", "from", "roles", "months", "hours", "missing", "stopped", ERROR),
    "next": (
        *("person", "from", "to", "skills", "hours", "learn_with"),
        *("saves_months", "saves_hours", "opens_roles", "stopped", ERROR),
    ),
    "match": ("person", "from", "required", "have", "missing", "missing_optional", *_PLAN, "stopped", ERROR),
}
TOP = 10
# the most letters in a cell; no real list of names is longer
_MOST_LETTERS = 100_000
# the search for the nearest roles begins with the first number of months, and has no limit above the second
_WITHIN, _LONGEST = 24.0, 10_000.0


@dataclass(frozen=True)
class Question:
    """A question for many people, with the options that all people share.

    Attributes
    ----------
    kind : {"path", "reach", "next", "match"}
        The kind "path" asks for the best plan to a position, "reach" for the nearest roles, and "next" for the skills
        to learn now. The kind "match" asks which skills of an advert a person has and lacks, and for a plan to a role
        made from the advert.
    target : str or None
        The target of "path" and "next", or None if each person's own goal is the target.
    top : int
        The greatest number of roles in an answer to "reach", or of skills in an answer to "next".
    advert : str or None
        The text of the advert to compare people with, if the kind is "match".
    objective : {"months", "hours", "moves"}
        The cost to minimise: months until arrival, hours of study, or number of moves.
    via, avoid, have : tuple of str
        `via` has the waypoints of all plans. `avoid` has nodes to avoid and `have` has skills that all people have,
        both in addition to the row of each person.
    pace : float or None
        Hours of study a week for all people, instead of `pace` in the rows of the people.
    start : datetime.date
        The first day of each plan.
    label_limit : int or None
        The number of labels (partial paths) after which the search for one person stops.

    """

    kind: Kind = "path"
    target: str | None = None
    top: int = TOP
    advert: str | None = None
    objective: Objective = "months"
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    have: tuple[str, ...] = ()
    pace: float | None = None
    start: date = date.min
    label_limit: int | None = LABELS_OF_PERSON

    def __post_init__(self) -> None:
        """Raise UsageError if an option is invalid, or does not belong to the kind of question."""
        if self.kind not in KINDS_OF_QUESTIONS:
            raise UsageError(f"`question` must be one of {', '.join(KINDS_OF_QUESTIONS)}, not '{sanitize(self.kind)}'")
        if (self.advert is None) is (self.kind == "match"):
            raise UsageError("`advert` belongs to the question match; give both or none")
        if self.target is not None and self.kind in ("reach", "match"):
            raise UsageError(f"`target` is for path and next; leave it out for {self.kind}")
        if self.via and self.kind == "reach":
            raise UsageError("`via` is for plans to a position; leave it out for reach")
        if not isinstance(self.top, int) or self.top < 1:
            raise UsageError(f"`top` must be a whole number, at least 1, not {sanitize(self.top)}")
        if self.label_limit is not None:
            check_label_limit(self.label_limit)
        PlanOptions(objective=self.objective, pace=Profile.pace if self.pace is None else self.pace)


@dataclass(frozen=True)
class Task:
    """A question with ids instead of names, and the graph that the question is about, as input of worker processes.

    The attribute `found` has the skills for which the advert of the question asks, or is None if the question has no
    advert. If a role of the graph is similar to the advert, `graph` has an added role made from the advert. The
    attribute `role` is the id of the added role, or None if `graph` has no added role.
    """

    graph: Graph
    question: Question
    found: Match | None = None
    role: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns in the table of answers.

        The answers have the column "generated" only if a source of the graph, such as career histories, was generated
        by a program. If the graph has web addresses of nodes, the last columns of the answers have the addresses.
        """
        columns = ANSWERS[self.question.kind]
        addresses = [f"{column}{ADDRESS}" for column in columns if column in _NODES] if list_links(self.graph) else ()
        return (*columns, *(GENERATED,) * has_generated(self.graph), *addresses)

    def compile(self, solver: Solver | None = None) -> "Answerer":
        """Compile the graph, and return the function that makes the row of an answer from the row of a person."""
        return Answerer(self, solver or Solver(self.graph))


def prepare(graph: Graph, question: Question) -> Task:
    """Replace the names in a question by ids, and add a role made from the advert of the question to the graph.

    The function adds the role made from the advert only if a role of the graph is similar to the advert.

    Raises UnknownNameError or AmbiguousNameError if a name does not belong to exactly one node. Raises UsageError if a
    list of names is malformed.
    """
    target = None if question.target is None else resolve(graph, question.target, POSITIONS)
    via, avoid, have = (
        resolve_all(graph, split_names(graph, names), kinds)
        for names, kinds in ((question.via, KINDS), (question.avoid, KINDS), (question.have, ("skill",)))
    )
    question = replace(question, target=target, via=via, avoid=avoid, have=have)
    if question.advert is None:
        return Task(graph, question)
    found = match(graph, question.advert)
    if not found.roles:
        return Task(graph, question, found)
    role = next(name for name in ("advert", *(f"advert-{n}" for n in range(2, len(graph) + 3))) if name not in graph)
    return Task(with_role(graph, make_role(graph, found, role, TITLE)), question, found, role)


class Answerer:
    """Function object that answers a question for one person after another, on a graph that is compiled only once."""

    def __init__(self, task: Task, solver: Solver) -> None:
        self._task, self._question, self._solver, self._graph = task, task.question, solver, solver.graph
        self._columns, self._links = task.columns, list_links(solver.graph)
        self._addressed = {each: each.removesuffix(ADDRESS) for each in task.columns if each.endswith(ADDRESS)}
        self._ask: Callable[[Profile, Budget], Row] = getattr(self, f"_answer_{task.question.kind}")

    def __call__(self, row: Mapping[str, Any]) -> Row:
        """Return the row of the answer for a person.

        If the question has no answer for the person, the column `error` says why.
        """
        answer: Row = dict.fromkeys(self._columns) | {"person": _find_name(row), "stopped": False}
        answer |= {GENERATED: True} if GENERATED in self._columns else {}
        try:
            person = read_person(self._graph, row)
            asked = self._question
            person = person.update_with(self._graph, have=asked.have, pace=asked.pace, avoid=asked.avoid)
            answer |= {"from": person.position}
            answer |= self._ask(person, Budget(label_limit=asked.label_limit))
        except MlgraphError as error:
            answer |= _explain(error)
        return answer | {column: self._find_addresses(answer[names]) for column, names in self._addressed.items()}

    def _find_addresses(self, names: Any) -> Any:
        """Return the web address of a node, or for a list of nodes, the list of the web addresses of these nodes."""
        return [*map(self._find_addresses, names)] if isinstance(names, list) else self._links.get(names)

    def _answer_path(self, person: Profile, budget: Budget) -> Row:
        goal = self._question.target or person.goal
        if goal is None:
            raise UsageError("the person has no goal; fill the column goal, or give `target` for all")
        return self._plan(person, goal, budget)

    def _plan(self, person: Profile, goal: str, budget: Budget) -> Row:
        found = self._solver.summarize_plan(_find_start(person), goal, self._make_options(person, goal), budget)
        return {
            **{"to": found.target, "arrives_on": found.arrives_on, "months": found.costs.months},
            **{"hours": float(found.costs.hours), "moves": found.costs.moves, "bound": found.bound},
            **{"positions": [*found.positions], "learn": [skill.id for skill in found.learned]},
            "stopped": not found.optimal,
        }

    def _answer_reach(self, person: Profile, budget: Budget) -> Row:
        found = self._find_nearest(person, budget)
        nearest = found.roles[: self._question.top]
        return {
            "roles": [role.id for role in nearest],
            "months": [role.costs.months for role in nearest],
            "hours": [float(role.costs.hours) for role in nearest],
            "missing": [[skill.id for skill in role.missing] for role in nearest],
            # a role whose plan is not proven may have a shorter plan, so the order may be wrong
            "stopped": found.unknown > 0 or not all(role.optimal for role in found.roles),
        }

    def _find_nearest(self, person: Profile, budget: Budget) -> Reach:
        """Search for the nearest roles that a person can reach.

        The method searches for roles that the person reaches within a few months first. The method then doubles the
        months until the search finds as many roles as the question asks for. A search for plans to all roles, whatever
        their months, would take far longer than a search within a few months.
        """
        source, options = _find_start(person), self._make_options(person)
        within = _WITHIN if self._question.objective == "months" else None
        while True:
            found = reach(self._solver, source, options, budget, within=within)
            is_enough = len(found.roles) >= self._question.top or not found.beyond
            if within is None or is_enough or budget.is_spent():
                return found
            within = 2 * within if within < _LONGEST else None

    def _answer_next(self, person: Profile, budget: Budget) -> Row:
        goal = self._question.target or person.goal
        found = next_skills(self._solver, _find_start(person), goal, self._make_options(person, goal), budget)
        first = found.skills[: self._question.top]
        return {
            "to": None if found.target is None else found.target.id,
            "skills": [skill.id for skill in first],
            "hours": [float(skill.hours) for skill in first],
            "learn_with": [skill.learn_with[0].id if skill.learn_with else None for skill in first],
            "saves_months": [skill.saves_months for skill in first],
            "saves_hours": [skill.saves_hours for skill in first],
            "opens_roles": [skill.opens_roles for skill in first],
            "stopped": found.unknown > 0 or budget.is_spent(),
        }

    def _answer_match(self, person: Profile, budget: Budget) -> Row:
        """Return the skills of an advert that a person has and lacks, and a plan to the role made from the advert.

        If the search finds no plan to the role made from the advert, the result has an `error` instead of the plan. If
        no role of the graph is similar to the advert, the result has neither a plan nor an `error`.
        """
        found, role = self._task.found, self._task.role
        assert found is not None
        known = find_known(self._graph, person.position, person.have)
        # a person needs only one of several alternatives
        met = known.union(*(group for group in found.alternatives if known & set(group)))
        plan: Row = {}
        try:
            plan = self._plan(person, role, budget) if role is not None else {}
        except MlgraphError as error:
            plan = _explain(error)
        required, optional = ([each.id for each in found.with_demand(demand)] for demand in ("required", "optional"))
        return {
            **{"required": len(required), "have": [skill for skill in required if skill in known]},
            "missing": [skill for skill in required if skill not in met],
            "missing_optional": [skill for skill in optional if skill not in known],
            **plan,
        }

    def _make_options(self, person: Profile, goal: str | None = None) -> PlanOptions:
        asked = self._question
        # a goal and waypoints override what the person avoids
        person = person.update_with(self._graph, wanted=[*([goal] if goal else []), *asked.via])
        return PlanOptions(
            *(person.have, person.pace, asked.objective, asked.via, person.avoid, asked.start),
            experience=person.experience,
            months_in_post=person.months_in_post or 0,
        )


def _explain(error: MlgraphError) -> Row:
    if isinstance(error, NoPlanInTimeError):
        return {"stopped": True, ERROR: "no plan was found within the limit of labels; raise `label_limit`"}
    return {ERROR: str(error)}


def read_person(graph: Graph, row: Mapping[str, Any]) -> Profile:
    """Read a profile from the row of a person. Raises UsageError if the row of the person has wrong values.

    A cell in the row of a person may have a list of names, or a text with semicolons or commas between names. An empty
    cell in the row of a person stands for the default value of a profile. Raises UnknownNameError or AmbiguousNameError
    if a name does not belong to exactly one node.
    """
    given = {key: value for key, value in row.items() if not _is_empty(value)}
    if ERROR in given:
        raise UsageError(str(given[ERROR]))
    for key, value in given.items():
        if key not in COLUMNS:
            raise UsageError(
                f"a person has no '{sanitize(key)}'; use {', '.join(COLUMNS)}{suggest_names(key, COLUMNS)}"
            )
        if _count_letters(value) > _MOST_LETTERS:
            raise UsageError(f"the column {key} has more than {_MOST_LETTERS:,} letters; check the row")

    def read_name(key: str) -> str | None:
        return resolve(graph, str(given[key]), POSITIONS) if key in given else None

    def read_names(key: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
        said = given.get(key, ())
        if not isinstance(said, str | list | tuple):
            raise UsageError(f"the column {key} is '{sanitize(said)}'; write names with semicolons between them")
        parts = said.split(";") if isinstance(said, str) else [str(part) for part in said]
        return resolve_all(graph, split_names(graph, filter(str.strip, parts)), kinds)

    return Profile(
        position=read_name("position"),
        have=read_names("have", ("skill",)),
        pace=parse_pace(str(given["pace"])) if "pace" in given else Profile.pace,
        avoid=read_names("avoid", KINDS),
        experience=_read_experience(graph, given.get("experience", {})),
        months_in_post=_read_months("months_in_post", given["months_in_post"]) if "months_in_post" in given else None,
        goal=read_name("goal"),
    )


def _is_empty(value: Any) -> bool:
    """Return whether a cell of a table is empty, which includes NaN, the empty cell of a data frame."""
    return (
        value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, float) and value != value)
    )


def _count_letters(value: Any) -> int:
    """Return the number of letters in a cell of a table, plus the number of values if the cell has a list."""
    if isinstance(value, str):
        return len(value)
    return sum(1 + _count_letters(part) for part in value) if isinstance(value, Iterable) else 0


def _read_experience(graph: Graph, said: Any) -> dict[str, float]:
    """Return the months of experience in each field, from a text such as "data=24", a mapping or a list of pairs."""
    if isinstance(said, str):
        pairs: Iterable[tuple[Any, Any]] = parse_experience(said.split(";")).items()
    elif isinstance(said, Mapping):
        pairs = said.items()
    elif isinstance(said, list) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in said):
        pairs = said  # Arrow returns a map as pairs
    else:
        raise UsageError(
            f"the column experience is '{sanitize(said)}'; write fields and months, such as data=24; lead=6"
        )
    given = ((str(field), _read_months("experience", months)) for field, months in pairs if not _is_empty(months))
    return resolve_fields(graph, given)


def _read_months(key: str, said: Any) -> float:
    try:
        return read_number(str(said))
    except ValueError as error:
        raise UsageError(f"the column {key} is '{sanitize(said)}'; write a number of months, such as 18") from error


def _find_start(person: Profile) -> str:
    if person.position is None:
        raise UsageError("the person has no position")
    return person.position


def _find_name(row: Mapping[str, Any]) -> str | None:
    return None if _is_empty(row.get("person")) else str(row["person"])[:_MOST_LETTERS]
