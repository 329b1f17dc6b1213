"""Engine that answers questions for many people on many machines, with Apache Spark.

Each batch of people is a row of a Spark data frame. Spark distributes the batches of people among the cores of its
machines. Through Spark's method `mapInArrow`, the worker processes of Spark call `core.answer_bytes`, which answers a
batch of people. Each Python worker of Spark compiles the graph once.
"""

import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Any

from mlgraph.errors import MissingPackageError, MlgraphError
from mlgraph.people.arrow import pyarrow
from mlgraph.people.core import answer_bytes
from mlgraph.printable import sanitize

# each Spark job has _PARTS_OF_CORE parts per core; two jobs run at a time, so that the second uses the cores that the
# first leaves idle
_PARTS_OF_CORE, _JOBS = 4, 2
# seconds between two checks for Ctrl-C
_LOOK = 0.2
_SCHEMA = "number long, content binary"


def run(task: bytes, parts: Iterable[tuple[int, bytes]], master: str | None) -> Iterator[tuple[int, bytes]]:
    """Answer a question for numbered batches of people, and yield the number and the answers of each finished batch.

    The function uses the active Spark session, or starts one. Raises MissingPackageError if pyspark is not installed,
    and MlgraphError if Spark fails.
    """
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise MissingPackageError(
            "pyspark is not installed; Spark needs Java, and: pip install 'mlgraph[spark]'"
        ) from error
    # without spark-submit, the workers of this machine need the Python that has mlgraph
    if "PYSPARK_GATEWAY_PORT" not in os.environ and (master or "local").startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("mlgraph batch").config("spark.log.level", "ERROR")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="pyspark")  # a warning about pandas, which no worker needs
            session = (builder.master(master) if master else builder).getOrCreate()
            yield from _run(session, task, iter(parts))
    except MlgraphError:
        raise
    except Exception as error:  # pyspark has no own class of error for missing Java or an unreachable master
        raise MlgraphError(f"Spark has failed: {sanitize(error, 300)}; the answers so far are kept") from error


def _run(session: Any, task: bytes, waiting: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    size = _PARTS_OF_CORE * session.sparkContext.defaultParallelism

    def answer(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            answers = [answer_bytes(task, people.as_py()) for people in batch["content"]]
            yield pyarrow.RecordBatch.from_arrays(
                [batch["number"], pyarrow.array(answers, pyarrow.binary())], ["number", "content"]
            )

    def work(some: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
        frame = session.createDataFrame([(number, bytearray(people)) for number, people in some], _SCHEMA)
        rows = frame.repartition(len(some)).mapInArrow(answer, _SCHEMA).collect()
        return [(row.number, bytes(row.content)) for row in rows]

    pool = ThreadPoolExecutor(_JOBS)
    jobs = set[Future[list[tuple[int, bytes]]]]()
    try:
        while True:
            while len(jobs) < _JOBS and (some := list(islice(waiting, size))):
                jobs.add(pool.submit(work, some))
            if not jobs:
                return
            done, jobs = wait(jobs, _LOOK, FIRST_COMPLETED)
            for job in done:
                yield from job.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        session.sparkContext.cancelAllJobs()
