"""Public API: one question for many people, in record batches."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from mlgraph.graphfile.load import validate_graph
from mlgraph.limits import LABELS_OF_PERSON
from mlgraph.model import Graph
from mlgraph.people.rows import TOP, Kind, Question, prepare
from mlgraph.planner import Planner
from mlgraph.planning.options import Objective


def batch(
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
    """Return the answers to a question for many people: a record batch for each batch of people, a row a person.

    The columns of people are those of a profile: `person` (a text that the answer repeats), `position`, `pace`, `have`,
    `avoid`, `goal`, `experience` and `months_in_post`. Each column may be missing. Names come as lists, or as texts
    with semicolons. The answers need neither order nor memory of each other, so an engine may call the function on any
    part of the people. The guide "At scale" describes the columns of the answers.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which saves the time to compile it.
    people : pyarrow.Table or iterable of pyarrow.RecordBatch
        The people.
    question : {"path", "reach", "next", "match"}, default "path"
        The best plan to a position, the nearest roles, the skills to learn now, or the skills of an advert. The last
        comes with a plan to a role that asks for the same.
    target : str or None, default None
        The position of "path" and "next", by id, title or alias; None is the goal of each person.
    top : int, default 10
        The number of roles of "reach" and of skills of "next".
    advert : str or None, default None
        The text of the advert, for "match".
    have : iterable of str, default ()
        Skills that everybody has, in addition to the row.
    pace : float or None, default None
        Hours of study a week, instead of those of the row.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to minimise. The other two break ties in this order, then ids.
    via, avoid : iterable of str, default ()
        Waypoints, and what to avoid, for everybody.
    start : datetime.date or None, default None
        The first day; None is today.
    label_limit : int or None, default 30000
        The number of labels after which the search for one person stops. `stopped` is true in such a row, and the
        answer is the best found. Unlike a limit in seconds, it gives the same rows on every machine.

    Returns
    -------
    iterator of pyarrow.RecordBatch
        The answers, in the order of the people. A row without an answer has the reason in `error`.

    Raises
    ------
    UnknownNameError
        If no node has a name in an option.
    AmbiguousNameError
        If several nodes have a name in an option.
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.
    MissingPackageError
        If pyarrow is not installed.

    Examples
    --------
    >>> import mlgraph, pyarrow
    >>> people = pyarrow.table({"position": ["data analyst", "wizard"], "have": [["SQL"], []]})
    >>> (answers,) = mlgraph.batch(mlgraph.load(), people, target="data scientist")
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
    schema = find_schema(question)
    return (answer_batch(answer, schema, each) for each in batches)
