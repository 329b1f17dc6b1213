"""Engine that answers questions for many people on one machine, in one process for each core."""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread

from mlgraph.errors import MlgraphError
from mlgraph.people.core import answer_bytes

# the number of parts in the queue of a process: with two, the process never waits for the next part
_AHEAD = 2


def run(task: bytes, parts: Iterable[tuple[int, bytes]], jobs: int) -> Iterator[tuple[int, bytes]]:
    """Answer a question for numbered batches of people, and yield the number and the answers of each finished batch.

    If all people are in a single batch, the function answers without worker processes. Each worker process has at most
    two batches of people at a time, so that no process waits for its next batch. Raises MlgraphError if a worker
    process ends before its answer.
    """
    waiting = iter(parts)
    begin = [*islice(waiting, 2)]
    if len(begin) < 2:
        yield from ((number, answer_bytes(task, people)) for number, people in begin)
        return
    waiting = chain(begin, waiting)
    context = get_context("spawn")  # a forked process would copy the locks, which a thread of this process may hold
    workers = list[Connection]()
    doing: dict[Connection, list[int]] = {}
    processes = []
    try:
        for first in islice(waiting, jobs):
            here, there = context.Pipe()
            process = context.Process(target=_work, args=(there,), daemon=True)
            process.start()
            there.close()
            processes.append(process)
            workers.append(here)
            doing[here] = []
            here.send_bytes(task)
            _give(here, doing[here], iter([first]))
        for _ in range(_AHEAD - 1):
            for worker in workers:
                _give(worker, doing[worker], waiting)
        while any(doing.values()):
            ready = wait([worker for worker in workers if doing[worker]])
            for worker in [worker for worker in workers if worker in ready]:
                try:
                    answers = worker.recv_bytes()
                except (EOFError, OSError) as error:
                    message = f"a process has ended while it worked on part {doing[worker][0] + 1}"
                    raise MlgraphError(f"{message}; it may have lacked memory: lower `jobs`, and go on") from error
                yield doing[worker].pop(0), answers
                _give(worker, doing[worker], waiting)
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.join()


def _give(worker: Connection, doing: list[int], waiting: Iterator[tuple[int, bytes]]) -> None:
    for number, people in waiting:
        with suppress(BrokenPipeError):  # the program notices the end of a process when it reads the answers
            worker.send_bytes(people)
        doing.append(number)
        return


def _work(connection: Connection) -> None:
    """Receive batches of people through a connection, and send back the answers for each batch."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program handles Ctrl-C and ends this process
    parts = SimpleQueue[bytes]()
    task = connection.recv_bytes()
    Thread(target=_read, args=(connection, parts), daemon=True).start()
    while True:
        connection.send_bytes(answer_bytes(task, parts.get()))


def _read(connection: Connection, parts: SimpleQueue[bytes]) -> None:
    """Queue batches of people that arrive through a connection, and end the process when the sender has ended."""
    with suppress(EOFError, OSError):
        while True:
            parts.put(connection.recv_bytes())
    os._exit(1)
