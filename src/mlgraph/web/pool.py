"""Processes that answer questions, each ended and started again where its question does not come to an end.

The pool asks a process to end a question that nobody waits for any more, or whose time is over, and soon after that
ends the process. So no question keeps a process for good.
"""

import pickle
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import cast

import anyio
from anyio.abc import ByteReceiveStream, ByteSendStream, Process
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from mlgraph.model import Graph
from mlgraph.web.answers import Answer, Question

# seconds until a question is begun, until a process is ready, from the end of a question to the end of its process,
# and after a process that does not start; a stopped search still has to write its answer down, on a busy machine too
PATIENCE, START, GRACE, PAUSE = 10.0, 60.0, 2.0, 1.0
# processes for each kind of question, in the order in which the page needs them; so many start at once
WORKERS = ("view", "plan", "node", "plan")
STARTING = 2
_WORKER_OF = {"plans": "plan", "me": "node", "me.toml": "node"}
# a worker looks for modules where this process does, and not in the folder that it happens to be in
_COMMAND = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from mlgraph.web.worker import main; main()"
)
_LONGEST_HEAD = 50
_BUSY = Answer(503, "too many questions at once; try again in a moment")
_BROKEN = Answer(503, "the process that worked on it has broken down; try again")


class Pool:
    """The processes that answer all questions about a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = pickle.dumps(graph)
        self._queues: dict[str, MemoryObjectSendStream[_Task]] = {}

    @asynccontextmanager
    async def run(self, application: object) -> AsyncIterator[None]:
        """Keep the processes running while an application does."""
        starting = anyio.CapacityLimiter(STARTING)
        streams = {kind: anyio.create_memory_object_stream[_Task]() for kind in set(WORKERS)}
        self._queues = {kind: queue for kind, (queue, _) in streams.items()}
        try:
            async with anyio.create_task_group() as group:
                for kind in WORKERS:
                    group.start_soon(self._keep, kind, streams[kind][1], starting)
                yield
                group.cancel_scope.cancel()
        finally:
            for queue, tasks in streams.values():
                queue.close()
                tasks.close()

    async def ask(self, question: Question) -> Answer:
        """Return the answer to a question. A cancelled call frees the process."""
        task = _Task(question)
        try:
            with anyio.move_on_after(PATIENCE) as waiting:
                await self._queues[_WORKER_OF.get(question.kind, question.kind)].send(task)
            if waiting.cancelled_caught:
                return _BUSY
            await task.done.wait()
        finally:
            task.given_up.set()
        return task.answer

    async def _keep(
        self, kind: str, tasks: "MemoryObjectReceiveStream[_Task]", starting: anyio.CapacityLimiter
    ) -> None:
        """Run one process after the other, each for many questions of a kind."""
        task = None
        while True:
            async with _running() as worker:
                async with starting:
                    await worker.start(kind, self._graph)
                while worker.is_sound():
                    task = task or await tasks.receive()
                    if worker.is_sound():  # it may have ended since
                        await worker.work(task)
                        task = None


class _Task:
    """A question, its answer, and whether somebody waits for it."""

    def __init__(self, question: Question) -> None:
        self.question, self.answer = question, _BROKEN
        self.given_up, self.done = anyio.Event(), anyio.Event()


@asynccontextmanager
async def _running() -> AsyncIterator["_Worker"]:
    """Start a process, and end it in any case."""
    command = [sys.executable, "-P", "-c", _COMMAND]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    process = await anyio.open_process(command, stdin=pipe, stdout=pipe, stderr=nothing)
    worker = _Worker(process)
    try:
        yield worker
    finally:
        with anyio.CancelScope(shield=True):
            with anyio.move_on_after(GRACE if worker.has_ended else 0):
                await process.wait()  # to kill a process that has ended would take its end from who watches it
            if process.returncode is None:
                process.kill()
            await process.aclose()


class _Worker:
    """A process with one question at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._input = cast(ByteSendStream, process.stdin)
        self._output = BufferedByteReceiveStream(cast(ByteReceiveStream, process.stdout))
        self._answers_last = self.has_ended = False

    def is_sound(self) -> bool:
        """Return whether the process can take a question."""
        return self._answers_last and self._process.returncode is None

    async def start(self, kind: str, graph: bytes) -> None:
        """Wait until the process is ready for questions of a kind."""
        with anyio.move_on_after(START):
            await self._exchange(pickle.dumps(sys.path) + pickle.dumps(kind) + graph)
        if not self.is_sound():
            await anyio.sleep(PAUSE)

    async def work(self, task: _Task) -> None:
        """Answer a question, or stop the work on it; the process may not be sound then."""
        task.answer = Answer(504, f"there is no answer within {task.question.seconds:g} seconds; ask for less")
        async with anyio.create_task_group() as group:
            group.start_soon(self._limit, task, group.cancel_scope)
            task.answer = await self._exchange(pickle.dumps(task.question))
            group.cancel_scope.cancel()
        task.done.set()

    async def _limit(self, task: _Task, scope: anyio.CancelScope) -> None:
        """Ask the process to end a question whose time is over or that is given up, and stop waiting for it."""
        with anyio.move_on_after(task.question.seconds):
            await task.given_up.wait()
        with suppress(anyio.BrokenResourceError):
            await self._input.send(pickle.dumps(None))
        await anyio.sleep(GRACE)
        scope.cancel()

    async def _exchange(self, sent: bytes) -> Answer:
        self._answers_last = False
        try:
            await self._input.send(sent)
            status, length = (await self._output.receive_until(b"\n", _LONGEST_HEAD)).split()
            text = await self._output.receive_exactly(int(length))
        except (anyio.BrokenResourceError, anyio.EndOfStream, anyio.IncompleteRead):
            self.has_ended = True
            return _BROKEN
        self._answers_last = True
        return Answer(int(status), text.decode())
