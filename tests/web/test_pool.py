"""Tests of hard questions to the server: none blocks the next one, and no worker outlives the server."""

import os
import shutil
import signal
import sys
import time
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import anyio
import httpx
import pytest

from mlgraph.graphfile.dump import dump
from mlgraph.planner import Planner
from mlgraph.web import app, pool
from mlgraph.web.answers import Question
from mlgraph.web.pool import Pool
from support.questions import EASY, HARD
from support.random_graphs import layers, with_texts
from support.serving import is_worker, started, workers

linux = pytest.mark.skipif(not Path(f"/proc/{os.getpid()}/task").exists(), reason="no /proc here")
ENDS = {"from": ["beginner"], "to": ["data-scientist"]}
PICTURE = Question("view", {"name": ["map"]}, 60)
PLAN = Question("plan", ENDS, 60)
NODE = Question("node", {"id": ["python"]}, 60)


def until(reached, seconds=30):
    """Wait until a condition is true."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def status(address, question, **options):
    """Return the status of an answer, or None after a timeout."""
    with suppress(httpx.TimeoutException):
        return httpx.get(address + question, **options).status_code


@asynccontextmanager
async def running(graph):
    """Run the workers for a graph, and wait until all are ready."""
    processes = Pool({"": graph})
    async with processes.run(None):
        for question in (PICTURE, PLAN, NODE):
            while (await processes.ask(question)).status != 200:
                pass
        while len(workers(os.getpid())) < len(pool.WORKERS):
            await anyio.sleep(0.02)
        yield processes


@pytest.mark.process
@pytest.mark.parametrize("question", HARD.values(), ids=HARD)
def test_abandoned_hard_questions_do_not_delay_easy_ones(graph_file, question):
    path = graph_file(dump(with_texts(layers(30, 20)), "json"), "hard.json")
    with started("--no-open", "--graph", "mlgraph", "--graph", path) as (_, address):
        begun = time.monotonic()
        assert status(address, EASY, timeout=30) == 200
        starting = time.monotonic() - begun  # slow on a busy machine
        assert [status(address, question, timeout=0.3) for _ in range(4)] == [None] * 4, "the question is too easy"
        begun = time.monotonic()
        assert status(address, EASY, timeout=30) == 200
        assert time.monotonic() - begun < pool.GRACE + 5 + 2 * starting


@pytest.mark.process
@pytest.mark.parametrize("path", ["plan", "plans"])
def test_a_question_over_its_time_has_the_best_plan_so_far(monkeypatch, path):
    graph = layers(30, 20)
    assert not Planner(graph).plan("a", "z", objective="hours", time_limit=1).optimal, "the question is too easy"
    monkeypatch.setattr(app, "SECONDS", 1)
    monkeypatch.setattr(pool, "GRACE", 30)  # the worker ends its search itself, even on a busy machine
    graph.graph |= {"title": "", "attribution": ""}

    async def main():
        processes = Pool({"": graph})
        application = app.make_application({"": graph}, processes.ask, processes.run)
        transport = httpx.ASGITransport(application)
        async with (
            application.router.lifespan_context(application),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", timeout=60) as client,
        ):
            await client.get("/api/plan?from=a&to=z&by=moves")
            begun = time.monotonic()
            answer = await client.get(f"/api/{path}?from=a&to=z&by=hours")
            return answer, time.monotonic() - begun

    answer, seconds = anyio.run(main)
    assert answer.status_code == 200
    assert seconds < 15, seconds


@linux
@pytest.mark.process
@pytest.mark.parametrize("question", [PICTURE, PLAN, NODE], ids=lambda question: question.kind)
def test_an_endless_question_is_killed_and_the_next_is_answered(ml, question):
    async def main():
        async with running(ml) as processes:
            before = workers(os.getpid())
            for process in before:
                os.kill(process, signal.SIGSTOP)
            begun = time.monotonic()
            answer = await processes.ask(question._replace(seconds=0.2))
            seconds = time.monotonic() - begun
            for process in before:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)
            following = await processes.ask(question)
            with anyio.move_on_after(30):  # another process may answer before this one has ended
                while not before - workers(os.getpid()):
                    await anyio.sleep(0.02)
            return answer, seconds, following, before - workers(os.getpid())

    answer, seconds, following, ended = anyio.run(main)
    assert (answer.status, answer.text) == (504, "no answer within 0.2 seconds; simplify the question")
    assert seconds < 0.2 + pool.GRACE + 5
    assert (following.status, len(ended)) == (200, 1)


IMPATIENT = """
import sys
from mlgraph.cli import app
from mlgraph.web import pool
pool.PATIENCE, pool.FIRST_PATIENCE = 0.01, float(sys.argv.pop(1))
app.main()
"""


@pytest.mark.process
@pytest.mark.parametrize(("patience", "status"), [(25, 200), (0.01, 503)])
def test_a_question_waits_for_the_first_worker(patience, status):
    python = [sys.executable, "-c", IMPATIENT, str(patience)]
    with started("--no-open", python=python) as (_, address):
        answer = httpx.get(address + EASY, timeout=30)
    assert answer.status_code == status
    assert status == 200 or "still reading its graphs" in answer.text


@linux
@pytest.mark.process
def test_an_abandoned_picture_ends_with_its_process():
    with started("--no-open") as (server, address):
        assert status(address, "api/view?name=needs:python", timeout=30) == 200
        until(lambda: len(workers(server.pid)) == len(pool.WORKERS))
        before = workers(server.pid)
        for process in before:
            os.kill(process, signal.SIGSTOP)
        assert status(address, "api/view?name=map", timeout=0.5) is None
        until(lambda: len(before & workers(server.pid)) == len(before) - 1, pool.GRACE + 10)
        # some of them may not have started yet, and only a few start at once
        for process in before & workers(server.pid):
            os.kill(process, signal.SIGCONT)
        # on a busy machine, the first answers may take longer than the server's time limit
        until(lambda: status(address, "api/view?name=map", timeout=30) == 200)


@linux
@pytest.mark.process
@pytest.mark.parametrize("is_asked", [True, False], ids=["asked", "idle"])
def test_a_crashed_process_is_replaced(ml, is_asked):
    async def main():
        async with running(ml) as processes, anyio.create_task_group() as group:
            before = workers(os.getpid())

            async def end():
                for process in before:
                    os.kill(process, signal.SIGSTOP)
                await anyio.sleep(0.2)
                for process in before:
                    os.kill(process, signal.SIGKILL)

            if is_asked:
                group.start_soon(end)
                await anyio.sleep(0.1)
            else:
                await end()
                while workers(os.getpid(), "RSDITZ") & before:
                    await anyio.sleep(0.02)
                await anyio.sleep(0.2)
            first = await processes.ask(PLAN)
            await anyio.sleep(0.2)
            return first, await processes.ask(PLAN)

    broken, following = anyio.run(main)
    assert (broken.status, following.status) == (503 if is_asked else 200, 200)


@linux
@pytest.mark.process
def test_many_questions_start_no_more_processes(ml):
    async def main():
        most = 0
        async with running(ml) as processes, anyio.create_task_group() as group:
            for question in [PICTURE, PLAN, NODE] * 20:
                group.start_soon(processes.ask, question)
            for _ in range(20):
                await anyio.sleep(0.02)
                most = max(most, len(workers(os.getpid())))
        return most, workers(os.getpid(), "RSDITZ")

    assert anyio.run(main) == (len(pool.WORKERS), set())


@linux
@pytest.mark.process
@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_no_process_outlives_the_server(ending):
    with started("--no-open") as (server, address):
        assert status(address, EASY, timeout=30) == 200
        until(lambda: len(workers(server.pid)) == len(pool.WORKERS))
        assert status(address, HARD["waypoints"], timeout=0.3) is None
        begun = workers(server.pid)
        server.send_signal(getattr(signal, ending))
        until(lambda: not any(map(is_worker, begun)))


@linux
@pytest.mark.process
def test_an_ended_process_is_not_a_zombie():
    with started("--no-open") as (server, address):
        assert status(address, EASY, timeout=30) == 200
        until(lambda: len(workers(server.pid)) == len(pool.WORKERS))
        for process in workers(server.pid):
            os.kill(process, signal.SIGKILL)
        until(lambda: status(address, EASY, timeout=30) == 200)
        until(lambda: not workers(server.pid, "Z"))


@pytest.mark.process
def test_modules_in_the_current_folder_are_never_imported(tmp_path):
    for name in ("json", "networkx", "pickle", "mlgraph"):
        (tmp_path / f"{name}.py").write_text("open('run', 'w')")
    mlgraph = shutil.which("mlgraph", path=Path(sys.executable).parent)
    with started("--no-open", python=[mlgraph], cwd=tmp_path) as (_, address):
        assert status(address, EASY, timeout=30) == 200
    assert not (tmp_path / "run").exists()


def test_a_question_of_another_site_reaches_no_process(ml):
    async def ask(question):
        raise AssertionError(question)

    async def main():
        transport = httpx.ASGITransport(app.make_application({"": ml}, ask))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return [
                (await client.get(f"/api/{path}", headers={"sec-fetch-site": "cross-site"})).status_code
                for path in ("plan?from=beginner&to=cds", "plans?from=beginner&to=cds", "view?name=map", "node?id=cds")
            ]

    assert anyio.run(main) == [403] * 4
