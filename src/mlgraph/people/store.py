"""The parts of a run that are done, in a SQLite file beside the output until the run is complete.

SQLite writes each part whole or not at all, whatever ends the program. The file knows the run that it belongs to, and
only one program at a time can hold it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from mlgraph.errors import FileError
from mlgraph.printable import shown

SUFFIX = ".mlgraph-parts"


class Store:
    """The parts of a run by number.

    Attributes
    ----------
    start : datetime.date
        The first day of the plans; a run that is resumed on another day keeps its own.

    """

    def __init__(self, connection: sqlite3.Connection, start: date) -> None:
        self._connection, self.start = connection, start

    def numbers(self) -> set[int]:
        """Return the numbers of the parts that are done."""
        return {number for (number,) in self._connection.execute("SELECT number FROM parts")}

    def add(self, number: int, answers: bytes) -> None:
        """Keep a part."""
        with self._connection:
            self._connection.execute("INSERT INTO parts VALUES (?, ?)", (number, answers))

    def parts(self) -> Iterator[bytes]:
        """Yield the parts in the order of their numbers."""
        for (answers,) in self._connection.execute("SELECT answers FROM parts ORDER BY number"):
            yield answers


@contextmanager
def open_store(output: Path, run: str, start: date) -> Iterator[Store]:
    """Hold the parts beside an output; the file is deleted if the block ends without an error.

    `run` identifies the run. Raises FileError if the file belongs to another run, or another program holds it.
    """
    path = output.with_name(output.name + SUFFIX)
    name, is_empty = shown(path, 200), False
    try:
        connection = sqlite3.connect(path, timeout=1)
        try:
            # the lock is kept until the end; a commit waits for no disk, which a killed program does not need
            for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
                connection.execute(f"PRAGMA {setting}").fetchall()
            with connection:
                connection.execute("CREATE TABLE IF NOT EXISTS run (id TEXT, start TEXT)")
                connection.execute("CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, answers BLOB)")
                if not connection.execute("SELECT 1 FROM run").fetchall():
                    connection.execute("INSERT INTO run VALUES (?, ?)", (run, start.isoformat()))
            ((found, first),) = connection.execute("SELECT id, start FROM run").fetchall()
            if found != run:
                problem = "holds parts of a run with other people, another graph or other options"
                raise FileError(f"{name}: {problem}; delete it, or choose another output")
            store = Store(connection, date.fromisoformat(first))
            try:
                yield store
            finally:
                is_empty = not store.numbers()
        finally:
            connection.close()
            if is_empty:  # nothing to go on from
                path.unlink(missing_ok=True)
    except sqlite3.OperationalError as error:
        reason = "another program holds it" if "locked" in str(error) else str(error)
        raise FileError(f"{name}: cannot be written: {reason}") from error
    except (sqlite3.DatabaseError, ValueError) as error:
        raise FileError(f"{name}: does not hold parts of a run; delete it") from error
    path.unlink(missing_ok=True)
