"""Store of the answers that a run for many people has already found, in a SQLite file beside the output.

SQLite writes the answers for each batch of people atomically, even if somebody kills the program. The SQLite file with
the answers has the id of its run, so no other run can use the file. Only one program at a time can open the SQLite file
with the answers of a run.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from mlgraph.errors import FileError
from mlgraph.printable import sanitize

SUFFIX = ".mlgraph-parts"


class Store:
    """The answers that a run for many people has already found, stored by the number of each batch of people.

    Attributes
    ----------
    start : datetime.date
        The first day of the plans, which stays the same if a run continues an earlier run on a later day.

    """

    def __init__(self, connection: sqlite3.Connection, start: date) -> None:
        self._connection, self.start = connection, start

    def list_numbers(self) -> set[int]:
        """Return a set with the number of each batch of people that has answers."""
        return {number for (number,) in self._connection.execute("SELECT number FROM parts")}

    def add(self, number: int, answers: bytes) -> None:
        """Store the answers for one batch of people."""
        with self._connection:
            self._connection.execute("INSERT INTO parts VALUES (?, ?)", (number, answers))

    def read_parts(self) -> Iterator[bytes]:
        """Yield the answers for all batches of people, in the order of the people."""
        for (answers,) in self._connection.execute("SELECT answers FROM parts ORDER BY number"):
            yield answers


@contextmanager
def open_store(output: Path, run: str, start: date) -> Iterator[Store]:
    """Open the store of answers for an output file, and delete the store if the `with` block ends without an error.

    The function also deletes a store without answers, since such a store saves a later run no work. `run` is the id of
    the run to which the stored answers belong. Raises FileError if the store belongs to another run, or if another
    program has opened it.
    """
    path = output.with_name(output.name + SUFFIX)
    name, is_empty = sanitize(path, 200), False
    try:
        connection = sqlite3.connect(path, timeout=1)
        try:
            # keep the lock until the end; do not wait for the disk, since a killed program loses no data that it has
            # written
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
                is_empty = not store.list_numbers()
        finally:
            connection.close()
            if is_empty:  # the store is empty, so a later run cannot resume from it
                path.unlink(missing_ok=True)
    except sqlite3.OperationalError as error:
        reason = "another program holds it" if "locked" in str(error) else str(error)
        raise FileError(f"{name}: cannot be written: {reason}") from error
    except (sqlite3.DatabaseError, ValueError) as error:
        raise FileError(f"{name}: does not hold parts of a run; delete it") from error
    path.unlink(missing_ok=True)
