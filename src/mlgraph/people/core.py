"""Pure function that turns a batch of people into a batch of answers, in the same order.

Each batch is a record batch of Apache Arrow, which has rows of a table in memory.

People with equal rows always get equal answers to the same question. Worker processes, on one machine or on many, run
only the function `answer_bytes`, which answers a batch of people.
"""

import pickle
from functools import lru_cache
from typing import Any

from mlgraph.people.arrow import pyarrow
from mlgraph.people.rows import ADDRESS, GENERATED, Answerer, Kind, Task

_TEXT, _COUNT, _NUMBER = pyarrow.string(), pyarrow.int64(), pyarrow.float64()
_TEXTS, _NUMBERS = pyarrow.list_(_TEXT), pyarrow.list_(_NUMBER)
_TYPES = {
    **{"arrives_on": pyarrow.date32(), "months": _NUMBER, "hours": _NUMBER, "moves": _COUNT, "bound": _NUMBER},
    **dict.fromkeys(("positions", "learn", "roles", "skills", "learn_with"), _TEXTS),
    **dict.fromkeys(("have", "missing", "missing_optional"), _TEXTS),
    **{"saves_months": _NUMBERS, "saves_hours": _NUMBERS, "opens_roles": pyarrow.list_(_COUNT)},
    **{"required": _COUNT, "stopped": pyarrow.bool_(), GENERATED: pyarrow.bool_()},
}
# columns that are lists in the answers to some questions only
_LISTS: dict[Kind, dict[str, Any]] = {
    "reach": {"months": _NUMBERS, "hours": _NUMBERS, "missing": pyarrow.list_(_TEXTS)},
    "next": {"hours": _NUMBERS},
}


def find_schema(task: Task) -> Any:
    """Return the schema (columns and types) of the answers to a question about people, for Apache Arrow."""
    types = _TYPES | _LISTS.get(task.question.kind, {})
    return pyarrow.schema([(column, types.get(column.removesuffix(ADDRESS), _TEXT)) for column in task.columns])


def is_table(people: Any) -> bool:
    """Return whether `people` is a table of Apache Arrow, and not an iterable of record batches."""
    return isinstance(people, pyarrow.Table)


def answer_batch(answer: Answerer, schema: Any, people: Any) -> Any:
    """Answer a question for every person in a record batch of Apache Arrow, and return a record batch of answers."""
    rows = people.to_pylist() if people.num_columns else [{}] * people.num_rows
    return pyarrow.RecordBatch.from_pylist([answer(row) for row in rows], schema=schema)


def answer_bytes(task: bytes, people: bytes) -> bytes:
    """Answer a pickled question for a batch of people.

    The batch of people and the returned batch of answers are bytes in the stream format of Apache Arrow.

    A worker process compiles the graph of a question only once, for all batches that the process answers.
    """
    answer, schema = _compile(task)
    with pyarrow.ipc.open_stream(people) as stream:
        return to_bytes(answer_batch(answer, schema, stream.read_next_batch()))


@lru_cache(1)
def _compile(task: bytes) -> tuple[Answerer, Any]:
    found = pickle.loads(task)
    return found.compile(), find_schema(found)


def to_bytes(batch: Any) -> bytes:
    """Convert a record batch of Apache Arrow to bytes, in the stream format of Apache Arrow."""
    made = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(made, batch.schema, options=pyarrow.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_batch(batch)
    return bytes(made.getvalue())


def from_bytes(data: bytes) -> Any:
    """Convert bytes in the stream format of Apache Arrow to a record batch."""
    with pyarrow.ipc.open_stream(data) as stream:
        return stream.read_next_batch()
