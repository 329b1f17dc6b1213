"""Run of a program that answers one question for all people in a file, and that can go on where an earlier run stopped.

The function `run` reads the people from a file in batches, which an engine (`local` or `spark`) answers in any order.
The function `run` stores the answers for finished batches of people in a temporary file. When all people have answers,
`run` writes the answers in the order of the people, and replaces the output file atomically.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from mlgraph import __version__, filesystem
from mlgraph.model import Graph
from mlgraph.people.arrow import pyarrow
from mlgraph.people.core import find_schema, from_bytes, to_bytes
from mlgraph.people.rows import ERROR, Question, prepare
from mlgraph.people.store import open_store
from mlgraph.people.tables import People, find_format, write_batches

Engine = Callable[[bytes, Iterable[tuple[int, bytes]]], Iterator[tuple[int, bytes]]]


@dataclass(frozen=True)
class Summary:
    """The result of a run for many people.

    `rows` is the number of answers. `errors` is the number of answers with an error message, and `stopped` is the
    number of answers whose search ended before it was complete.
    """

    rows: int
    errors: int
    stopped: int


@dataclass
class Progress:
    """The progress of a run that answers one question for all people in a file.

    `people` is the number of people in the file, and `done` the number of people with an answer. `before` is the number
    of people whose answers an earlier run found.
    """

    done: int
    people: int
    before: int


def run(
    graph: Graph,
    people: Path,
    output: Path,
    question: Question,
    engine: Engine,
    *,
    start: date | None = None,
    explain: Callable[[str], str] = str,
    report: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """Answer a question for all people in a file, and write the answers to another file.

    `start` is the first day of the plans, or None for today. A run that continues an earlier run keeps the first day of
    plans from the earlier run. The function `explain` takes each error message, and returns the message for the output
    file. The run calls the function `report` with the progress after each batch of people. Raises MlgraphError if the
    run fails.
    """
    format = find_format(output)
    table = People(people)
    prepared = prepare(graph, question)
    identity = repr((__version__, _hash(graph), table.digest, question, start))
    with open_store(output, sha256(identity.encode()).hexdigest(), start or date.today()) as store:
        task = pickle.dumps(replace(prepared, question=replace(prepared.question, start=store.start)))
        done = store.list_numbers()
        progress = Progress(0, table.count, 0)
        report(progress)
        sizes = dict[int, int]()

        def list_parts() -> Iterator[tuple[int, bytes]]:
            for number, batch in zip(count(), table.read_batches(), strict=False):
                if number in done:
                    progress.done += batch.num_rows
                    progress.before += batch.num_rows
                else:
                    sizes[number] = batch.num_rows
                    yield number, to_bytes(batch)

        for number, answers in engine(task, list_parts()):
            store.add(number, answers)
            progress.done += sizes.pop(number)
            report(progress)
        schema, totals = find_schema(prepared), {"rows": 0, "errors": 0, "stopped": 0}
        with filesystem.replace(output) as file:
            write_batches(file, schema, _count(map(from_bytes, store.read_parts()), totals, explain), format)
    return Summary(**totals)


def _hash(graph: Graph) -> str:
    """Return a hash of a graph, which changes if a node, an edge or a value in the graph changes."""
    total = sha256(repr(sorted(graph.graph.items(), key=lambda item: str(item[0]))).encode())
    for node, attributes in graph.nodes.items():
        total.update(repr((node, sorted(attributes.items()))).encode())
    for source, target, attributes in graph.edges(data=True):
        total.update(repr((source, target, sorted(attributes.items()))).encode())
    return total.hexdigest()


def _count(batches: Iterable[Any], totals: dict[str, int], explain: Callable[[str], str]) -> Iterator[Any]:
    """Yield batches of answers, rewrite their error messages with `explain`, and count the answers in `totals`."""
    for batch in batches:
        errors = [error and explain(error) for error in batch[ERROR].to_pylist()]
        totals["rows"] += batch.num_rows
        totals["errors"] += sum(error is not None for error in errors)
        totals["stopped"] += sum(batch["stopped"].to_pylist())
        yield batch.set_column(
            batch.schema.get_field_index(ERROR), batch.schema.field(ERROR), pyarrow.array(errors, pyarrow.string())
        )
