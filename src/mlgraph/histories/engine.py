"""Engines that count moves in career histories: DuckDB and Spark.

DuckDB runs in the process of mlgraph, and Spark may run on other machines. The library ibis translates the queries that
count moves for DuckDB and for Spark.
"""

import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlgraph.errors import EngineError, MissingPackageError, UsageError
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

# the memory limit of DuckDB, which moves larger data to a temporary folder; the whole process takes a little more
MEMORY = "800MB"
NEEDS = "counting histories needs: pip install 'mlgraph[scale]'"
_NEEDS_SPARK = "Spark needs Java, and: pip install 'mlgraph[spark]'"


@contextmanager
def open_engine(engine: Any = "duckdb") -> Iterator["BaseBackend"]:
    """Open DuckDB or Spark to count moves in career histories.

    `engine` is "duckdb", "spark", the URL of a Spark master (the head of a cluster), or a Spark session.

    If `engine` is a text that names Spark, the function uses the active Spark session, or starts one if none is active.

    Raises UsageError if the name of the engine is unknown, and MissingPackageError if its packages are not installed.
    Raises EngineError if the engine fails.
    """
    is_spark = not isinstance(engine, str) or engine == "spark" or engine.startswith(("spark:", "local", "sc:", "yarn"))
    if not is_spark and engine != "duckdb":
        right = "write duckdb, spark, or the URL of a Spark master, such as local[2] or spark://host:7077"
        raise UsageError(f"`engine` is '{sanitize(engine)}'; {right}")
    with _hide_warnings():
        if is_spark:
            with _open_spark(engine) as backend:
                yield backend
        else:
            with _open_duckdb() as backend:
                yield backend


@contextmanager
def _open_duckdb() -> Iterator["BaseBackend"]:
    try:
        import duckdb
        import ibis
    except ModuleNotFoundError as error:
        raise MissingPackageError(f"{error.name} is not installed; {NEEDS}") from error
    with tempfile.TemporaryDirectory(prefix="mlgraph-") as folder:
        settings = {"memory_limit": MEMORY, "temp_directory": folder, "preserve_insertion_order": False}
        backend = ibis.duckdb.connect(str(Path(folder, "count.duckdb")), **settings)
        try:
            # a progress bar would disturb the output of the command
            backend.raw_sql("SET enable_progress_bar = false")
            yield backend
        except duckdb.Error as error:
            raise EngineError(f"DuckDB cannot count this: {_describe(error)}") from error
        finally:
            backend.disconnect()


@contextmanager
def _open_spark(engine: Any) -> Iterator["BaseBackend"]:
    try:
        import ibis
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise MissingPackageError(f"{error.name} is not installed; {_NEEDS_SPARK}") from error
    session, is_own = engine, False
    if isinstance(engine, str):
        session, is_own = _start_spark(SparkSession, engine)
    try:
        yield ibis.pyspark.connect(session)
    except (PySparkException, Py4JError) as error:
        causes = [line for line in str(error).splitlines() if line.startswith("Caused by: ")]
        raise EngineError(
            f"Spark cannot count this: {sanitize(causes[-1], 200) if causes else _find_first_line(error)}"
        ) from error
    finally:
        if is_own:
            session.stop()


def _start_spark(kind: Any, engine: str) -> tuple[Any, bool]:
    """Return a Spark session, and whether the function started a new one."""
    running = kind.getActiveSession()
    if running is not None:
        return running, False
    builder = kind.builder.appName("mlgraph histories").config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.log.level", "OFF")  # an error is also raised as an exception
    if engine.startswith("local"):
        # the default of 200 partitions suits a cluster; on one machine, so many partitions take longer than the
        # counting
        builder = builder.config("spark.sql.shuffle.partitions", 2 * (os.cpu_count() or 1))
    if engine != "spark":
        builder = builder.remote(engine) if engine.startswith("sc:") else builder.master(engine)
    try:
        with _discard_output():
            return builder.getOrCreate(), True
    except Exception as error:  # without Java, Spark raises errors of several kinds
        raise EngineError(f"Spark does not start: {_find_first_line(error)}; {_NEEDS_SPARK}") from error


@contextmanager
def _hide_warnings() -> Iterator[None]:
    """Hide the warnings and log lines of DuckDB, Spark, and the library ibis, which translates queries for both."""
    loggers = [logging.getLogger(name) for name in ("ibis", "py4j", "pyspark", "SQLQueryContextLogger")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            with suppress(ValueError):
                logger.setLevel(level)


@contextmanager
def _discard_output() -> Iterator[None]:
    """Discard the log lines of processes, such as Java, that start within the `with` block of this function."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _describe(error: BaseException) -> str:
    """Return the problem and the file of a DuckDB error, without the row and the settings that DuckDB also lists."""
    lines = [line.strip() for line in str(error).splitlines()]
    file = [sanitize(line.removeprefix("file = "), 200) for line in lines if line.startswith("file = ")]
    reason = [sanitize(line, 200) for line in lines[1:3] if line and not line.startswith("Original Line:")]
    return "; ".join([*file, _find_first_line(error), *(reason if file else [])])


def _find_first_line(error: BaseException) -> str:
    return sanitize(next(iter(str(error).strip().splitlines()), type(error).__name__), 200)
