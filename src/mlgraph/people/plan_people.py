"""Public function that answers one question for many people, in record batches of Apache Arrow (rows in memory)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from mlgraph.graphfile.load import validate_graph
from mlgraph.limits import LABELS_OF_PERSON
from mlgraph.model import Graph
from mlgraph.people.rows import TOP, Kind, Question, prepare
from mlgraph.planner import Planner
from mlgraph.planning.options import Objective


def plan_people(
    graph: "Graph | Planner",
    people: Any,
    question: Kind = "path",
    *,
    target: str | None = None,
    top: int = TOP,
    advert: str | None = None,
    have: Iterable[str] = (),
    pace: float | None = None,
    objective: Objective = "months",
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
    start: date | None = None,
    label_limit: int | None = LABELS_OF_PERSON,
) -> Iterator[Any]:
    """Answer one question, such as the best plan to a role, for many people in record batches of Apache Arrow.

    A record batch has rows of a table in memory. Each batch of people gives one batch of answers, with one row per
    person. The batches of people may have the columns `person` (a text that the answer repeats), `position`, `pace`,
    `have`, `avoid`, `goal`, `experience` and `months_in_post`. A cell with several names is a list, or a text with
    semicolons between the names. The answer for a person does not depend on other people, so you may call the function
    with any group of people. The guide "At scale" describes the columns of the answers.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph for all plans, or a planner that has already compiled the graph.
    people : pyarrow.Table or iterable of pyarrow.RecordBatch
        A table of people with one row for each person.
    question : {"path", "reach", "next", "match"}, default "path"
        The question "path" asks for the best plan to a position, "reach" for the nearest roles, and "next" for the
        skills to learn now. The question "match" asks which skills of an advert a person has and lacks. "match" also
        asks for a plan to a role that mlgraph makes from the advert.
    target : str or None, default None
        The id, title or alias of the target of "path" and "next", or None if each person's own goal is the target.
    top : int, default 10
        The greatest number of roles in an answer to "reach", or of skills in an answer to "next".
    advert : str or None, default None
        The text of the advert to compare people with, if the question is "match".
    have : iterable of str, default ()
        Skills that all people have, in addition to the skills in their own rows.
    pace : float or None, default None
        Hours of study a week for all people, instead of `pace` in the rows of the people.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If plans tie, the plan with
        fewer months wins, then with fewer hours, moves and stages, and then the plan whose ids sort first.
    via, avoid : iterable of str, default ()
        The waypoints that each plan must pass, and the nodes that each plan must avoid, for all people.
    start : datetime.date or None, default None
        The first day of each plan, or None for today.
    label_limit : int or None, default 30000
        The number of labels (partial paths) after which the search for one person stops. If the search for a person
        stops early, the answer for the person is the best found so far, and its column `stopped` is true. Unlike a time
        limit, a limit on labels gives the same rows on every machine.

    Returns
    -------
    iterator of pyarrow.RecordBatch
        The answers, in the order of the people, or for a person without an answer, the reason in the column `error`.

    Raises
    ------
    UnknownNameError
        Raised if a name in an option, such as `target`, belongs to no node of the graph.
    AmbiguousNameError
        Raised if a name in an option, such as `target`, belongs to several nodes of the graph.
    UsageError
        Raised if the value of an option, such as `pace`, is invalid.
    GraphFileError
        Raised if the graph is invalid.
    MissingPackageError
        Raised if the package pyarrow is not installed.

    Examples
    --------
    >>> import mlgraph, pyarrow
    >>> people = pyarrow.table({"position": ["data analyst", "wizard"], "have": [["SQL"], []]})
    >>> (answers,) = mlgraph.plan_people(mlgraph.load(), people, target="data scientist")
    >>> answers["to"].to_pylist(), answers["error"].to_pylist()
    (['data-scientist', None], [None, "no stage or role is called 'wizard'"])
    """
    # imported late: most users of the library need no pyarrow
    from mlgraph.people.core import answer_batch, find_schema, is_table

    solver = graph._solver if isinstance(graph, Planner) else None
    lists = tuple(via), tuple(avoid), tuple(have)
    asked = Question(question, target, top, advert, objective, *lists, pace, start or date.today(), label_limit)
    task = prepare(graph.graph if isinstance(graph, Planner) else validate_graph(graph), asked)
    batches = people.to_batches() if is_table(people) else people
    answer = task.compile(solver if task.role is None else None)
    schema = find_schema(task)
    return (answer_batch(answer, schema, each) for each in batches)
