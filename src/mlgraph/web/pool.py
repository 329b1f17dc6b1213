"""Pool of worker processes that answer the questions of the web page, each question within a time limit.

The pool asks a worker process to stop its search if the client disconnects or the time limit is over. The pool kills
and replaces a worker process that does not answer within GRACE seconds after the pool has asked it to stop. No question
can block a worker process for ever, since the pool kills processes that do not stop.
"""

import pickle
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import cast

import anyio
from anyio.abc import ByteReceiveStream, ByteSendStream, Process
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from mlgraph.model import Graph
from mlgraph.web import openapi
from mlgraph.web.answers import Answer, Question, make_refusal

# in seconds: how long a question waits for a worker, how long a worker may take to start, how long it may take to stop
# before it is killed, and the pause after a failed start; on a busy machine, a stopped search needs some of GRACE to
# write its answer
PATIENCE, START, GRACE, PAUSE = 10.0, 60.0, 2.0, 1.0
# seconds that a question waits until the first worker has read the graphs; a request may take 30 seconds in all
FIRST_PATIENCE = 20.0
# the kind of question that each worker answers, in the order in which the page needs them; at most STARTING workers
# start at the same time
WORKERS = ("view", "plan", "node", "plan")
STARTING = 2
_WORKER_OF = {"plans": "plan", "me": "node", "me.toml": "node", "match": "node", "profile": "node", "update": "plan"}
_WORKER_OF |= dict.fromkeys(openapi.ADVICE, "plan")
# the worker for "view" also draws pictures of plans, and the worker for "plan" also writes the other files
_WORKER_OF |= {name: "view" if name.endswith((".png", ".svg", ".pdf")) else "plan" for name in openapi.FILES}
# the code that a worker runs; it has the module search path of this process, without the current folder
_COMMAND = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from mlgraph.web.worker import main; main()"
)
_LONGEST_HEAD = 50
_STARTING = make_refusal(503, "the server is still reading its graphs; try again in a moment")
_BUSY = make_refusal(503, "too many questions at once; try again in a moment")
_NOT_STARTED = make_refusal(503, "no worker has started; run the application with its lifespan")
_BROKEN = make_refusal(503, "the worker process has crashed; try again")


class Pool:
    """The worker processes of the web server, each with all graphs and the path of the profile of a person."""

    def __init__(self, graphs: Mapping[str, Graph], profile: str = "") -> None:
        self._served = pickle.dumps((dict(graphs), profile))
        self._queues: dict[str, MemoryObjectSendStream[_Task]] = {}
        self._ready: set[str] = set()

    @asynccontextmanager
    async def run(self, application: object) -> AsyncIterator[None]:
        """Run the worker processes as long as the web application runs."""
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
        """Return the answer of a worker process to a question, and stop the search if the caller no longer waits."""
        if not self._queues:
            return _NOT_STARTED
        task, kind = _Task(question), _WORKER_OF.get(question.kind, question.kind)
        try:
            with anyio.move_on_after(PATIENCE if kind in self._ready else FIRST_PATIENCE) as waiting:
                await self._queues[kind].send(task)
            if waiting.cancelled_caught:
                return _BUSY if kind in self._ready else _STARTING
            await task.done.wait()
        finally:
            task.given_up.set()
        return task.answer

    async def _keep(
        self, kind: str, tasks: "MemoryObjectReceiveStream[_Task]", starting: anyio.CapacityLimiter
    ) -> None:
        """Keep a worker process for one kind of question running, and start a new process whenever the process ends."""
        task = None
        while True:
            async with _run_worker() as worker:
                async with starting:
                    await worker.start(kind, self._served)
                if worker.is_sound():
                    self._ready.add(kind)
                while worker.is_sound():
                    task = task or await tasks.receive()
                    if worker.is_sound():  # the process may have ended since
                        await worker.work(task)
                        task = None


class _Task:
    """A question for a worker process, with its answer.

    The pool sets the event `given_up` when the caller of `Pool.ask` no longer waits for the answer. The pool sets the
    event `done` when the question has its answer.
    """

    def __init__(self, question: Question) -> None:
        self.question, self.answer = question, _BROKEN
        self.given_up, self.done = anyio.Event(), anyio.Event()


@asynccontextmanager
async def _run_worker() -> AsyncIterator["_Worker"]:
    """Start a worker process, and end it at the end of a `with` block."""
    command = [sys.executable, "-P", "-c", _COMMAND]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    process = await anyio.open_process(command, stdin=pipe, stdout=pipe, stderr=nothing)
    worker = _Worker(process)
    try:
        yield worker
    finally:
        with anyio.CancelScope(shield=True):
            with anyio.move_on_after(GRACE if worker.has_ended else 0):
                await process.wait()  # asyncio would lose the exit status if the process were killed after its end
            if process.returncode is None:
                process.kill()
            await process.aclose()


class _Worker:
    """A worker process, which works on one question at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._input = cast(ByteSendStream, process.stdin)
        self._output = BufferedByteReceiveStream(cast(ByteReceiveStream, process.stdout))
        self._answers_last = self.has_ended = False

    def is_sound(self) -> bool:
        """Return whether the worker process is ready for a question."""
        return self._answers_last and self._process.returncode is None

    async def start(self, kind: str, served: bytes) -> None:
        """Send the graphs and a kind of question to the worker process, and wait until the process is ready."""
        with anyio.move_on_after(START):
            await self._exchange(pickle.dumps(sys.path) + pickle.dumps(kind) + served)
        if not self.is_sound():
            await anyio.sleep(PAUSE)

    async def work(self, task: _Task) -> None:
        """Send a question to the worker process, and wait for the answer until GRACE seconds after the time limit.

        A worker process that has not answered in time is not ready for further questions, so the pool replaces it.
        """
        task.answer = make_refusal(504, f"no answer within {task.question.seconds:g} seconds; simplify the question")
        async with anyio.create_task_group() as group:
            group.start_soon(self._limit, task, group.cancel_scope)
            task.answer = await self._exchange(pickle.dumps(task.question))
            group.cancel_scope.cancel()
        task.done.set()

    async def _limit(self, task: _Task, scope: anyio.CancelScope) -> None:
        """Limit the time that the worker process may take for a question.

        After the time limit or a disconnection of the client, the method asks the worker process to stop its search. If
        the worker process does not answer within the next GRACE seconds, the method ends the wait for the answer,
        through the object `scope`.
        """
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
            content = await self._output.receive_exactly(int(length))
        except (anyio.BrokenResourceError, anyio.EndOfStream, anyio.IncompleteRead):
            self.has_ended = True
            return _BROKEN
        self._answers_last = True
        return Answer(int(status), content)
