"""The engines: the same rows from each, whatever ends a run in between."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date

import pytest

from mlgraph.errors import FileError, MlgraphError
from support.careers import SOUND
from support.paths import FORTY

pyarrow = pytest.importorskip("pyarrow")

from mlgraph.people import local, rows, run, spark, tables  # noqa: E402, need pyarrow
from mlgraph.people.core import answer_bytes  # noqa: E402

START = date(2026, 12, 1)
# people in a part of a run in this process
FEW = 5
MANY = 7 * FEW + 2


def make_people(count):
    """Return a CSV of people; some have an error, and each needs a plan of its own."""
    rng, lines = random.Random(1), ["person,position,have,pace,goal"]
    for number in range(count):
        position = rng.choice(["start", "engineer", "nobody", ""])
        have = "; ".join(rng.sample(["maths", "python", "r"], rng.randint(0, 2)))
        lines.append(f"{number},{position},{have},{rng.choice(['5', '10', 'much'])},{rng.choice(['lead', 'engineer'])}")
    return "\n".join(lines)


@pytest.fixture
def folder(tmp_path, monkeypatch, graph_file):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tables, "PEOPLE", FEW)
    graph_file(SOUND)
    graph_file(make_people(MANY), "people.csv")
    return tmp_path


def here(task, parts):
    """Answer in this process."""
    return ((number, answer_bytes(task, people)) for number, people in parts)


@pytest.fixture
def answer(folder, graph_of):
    """Run a question on an engine, and return the bytes of the answers and the numbers of the parts in work."""
    graph = graph_of(SOUND)

    def answer(engine, question=rows.Question(), output="x.parquet", start=START):  # noqa: B008, it is frozen
        worked = []

        def watched(task, parts):
            for number, answers in engine(task, parts):
                worked.append(number)
                yield number, answers

        run.run(graph, folder / "people.csv", folder / output, question, watched, start=start)
        assert not list(folder.glob("*mlgraph*"))
        return (folder / output).read_bytes(), sorted(worked)

    return answer


class KilledError(Exception):
    """The end of a run."""


def stop_after(engine, parts_done):
    """Return an engine that ends with an error after some parts, and does not answer in order."""

    def stopped(task, parts):
        found = list(engine(task, parts))
        random.Random(parts_done).shuffle(found)
        yield from found[:parts_done]
        raise KilledError

    return stopped


@pytest.mark.parametrize("kind", ["path", "reach", "next"])
def test_a_run_that_is_resumed_has_the_same_bytes_and_does_nothing_twice(folder, answer, kind):
    question = rows.Question(kind)
    whole, parts = answer(here, question)
    assert parts == [*range(8)]
    for output, done in (("a.parquet", 0), ("b.parquet", 1), ("c.parquet", 5), ("d.parquet", 8)):
        with pytest.raises(KilledError):
            answer(stop_after(here, done), question, output)
        assert not (folder / output).exists()
        assert (folder / f"{output}.mlgraph-parts").exists() is (done > 0)
        again, left = answer(here, question, output)
        assert again == whole
        assert len(left) == 8 - done


def test_a_run_that_is_resumed_keeps_its_first_day(folder, answer, monkeypatch):
    class Day(date):
        day_of_run = START

        @classmethod
        def today(cls):
            return cls.day_of_run

    monkeypatch.setattr(run, "date", Day)
    whole, _ = answer(here, start=None)
    with pytest.raises(KilledError):
        answer(stop_after(here, 3), output="y.parquet", start=None)
    Day.day_of_run = date(2027, 5, 5)
    assert answer(here, output="y.parquet", start=None)[0] == whole
    assert answer(here, start=None)[0] != whole


def test_parts_of_another_run_are_refused(folder, answer):
    with pytest.raises(KilledError):
        answer(stop_after(here, 3))
    with pytest.raises(FileError, match=r"x\.parquet\.mlgraph-parts: holds parts of a run with other people"):
        answer(here, rows.Question(objective="hours"))
    (folder / "people.csv").write_text(make_people(MANY + 1))
    with pytest.raises(FileError, match="holds parts of a run with other people"):
        answer(here)
    (folder / "x.parquet.mlgraph-parts").write_bytes(b"not a database, but a text that is long enough" * 100)
    with pytest.raises(FileError, match="does not hold parts of a run; delete it"):
        answer(here)


def test_one_program_at_a_time_holds_the_parts(folder, answer):
    with pytest.raises(KilledError):
        answer(stop_after(here, 3))
    other = sqlite3.connect(folder / "x.parquet.mlgraph-parts")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(FileError, match="another program holds it"):
        answer(here)
    other.rollback()
    other.close()
    assert len(answer(here)[1]) == 5


@pytest.mark.process
def test_processes_have_few_parts_in_work(folder, graph_of):
    task, parts = make_task(graph_of(SOUND), 40)
    asked = [0]

    def watch():
        for part in parts:
            asked[0] += 1
            yield part

    for done, _ in enumerate(local.run(task, watch(), 2), 1):
        assert asked[0] - done < 2 * 2


def make_task(graph, parts):
    """Return a task and some parts of people, as an engine gets them."""
    import pickle

    from mlgraph.people.core import to_bytes

    task = rows.prepare(graph, rows.Question(target="lead", start=START))
    batch = to_bytes(pyarrow.record_batch({"position": ["start", "engineer"]}))
    return pickle.dumps(task), [(number, batch) for number in range(parts)]


@pytest.mark.process
def test_processes_give_the_same_bytes(answer):
    whole, parts = answer(here)
    for jobs in (1, 2):
        assert answer(lambda task, parts: local.run(task, parts, jobs), output=f"{jobs}.parquet") == (whole, parts)  # noqa: B023


@pytest.mark.process
def test_a_process_that_ends_is_an_error(folder, graph_of):
    task, parts = make_task(graph_of(SOUND), 3)
    with pytest.raises(MlgraphError, match="a process has ended while it worked on part 2; it may have lacked memory"):
        list(local.run(task, [parts[0], (1, b"not a batch"), parts[2]], 1))


def command(*arguments, jobs=2):
    line = [sys.executable, "-m", "mlgraph", "batch", "people.csv", "--start", str(START), "--jobs", str(jobs)]
    line += ["--graph", FORTY]
    return subprocess.Popen([*line, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_parts(path, least):
    """Wait until a run has kept some parts, and return whether it is still running."""
    while not path.exists() or path.stat().st_size == 0:
        time.sleep(0.01)
    while True:
        wal = path.with_name(path.name + "-wal")
        if (wal.stat().st_size if wal.exists() else 0) + path.stat().st_size > least:
            return
        time.sleep(0.01)


def workers_of(process):
    """Return the ids of the processes that a process has started."""
    found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)
    return [int(each) for each in found.stdout.split()]


def are_gone(processes, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end and any(os.path.exists(f"/proc/{each}") for each in processes):
        time.sleep(0.05)
    return not any(os.path.exists(f"/proc/{each}") for each in processes)


@pytest.mark.process
@pytest.mark.skipif(not os.path.exists("/proc/self"), reason="looks for processes in /proc")
@pytest.mark.parametrize("ending", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_run_that_is_killed_goes_on_and_leaves_no_process(folder, ending):
    (folder / "people.csv").write_text(
        "person,position,goal,pace\n" + "".join(f"{n},data analyst,data scientist,{5 + n % 30}\n" for n in range(1_500))
    )
    process = command("-o", "x.csv")
    wait_for_parts(folder / "x.csv.mlgraph-parts", 40_000)
    workers = workers_of(process)
    assert len(workers) >= 2
    process.send_signal(getattr(signal, ending))
    began = time.monotonic()
    _, err = process.communicate()
    assert not (folder / "x.csv").exists()
    assert are_gone(workers, 10)
    if ending == "SIGINT":
        assert time.monotonic() - began < 10
        assert process.returncode == 1
        assert "the same command goes on from there" in err
        assert "Traceback" not in err
    with sqlite3.connect(folder / "x.csv.mlgraph-parts") as parts:
        done = {number for (number,) in parts.execute("SELECT number FROM parts")}
    parts.close()
    assert 0 < len(done) < 15
    again = command("-o", "x.csv", jobs=1)
    assert again.communicate()[0] == "x.csv has 1,500 rows.\n"
    other = command("-o", "y.csv")
    assert other.communicate()[0] == "y.csv has 1,500 rows.\n"
    assert (folder / "x.csv").read_bytes() == (folder / "y.csv").read_bytes()
    assert {path.name for path in folder.iterdir()} == {"graph.toml", "people.csv", "x.csv", "y.csv"}


@pytest.mark.process
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Spark leaves a socket open
def test_spark_gives_the_same_bytes(folder, answer):
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'mlgraph[spark]'")
    if not (os.environ.get("JAVA_HOME") or any(os.access(f"{each}/java", os.X_OK) for each in os.get_exec_path())):
        pytest.skip("Spark needs Java, which is not installed")
    whole, parts = answer(here)
    found, done = answer(lambda task, parts: spark.run(task, parts, "local[2]"), output="spark.parquet")
    assert (found, done) == (whole, parts)
    from pyspark.sql import SparkSession

    SparkSession.getActiveSession().stop()
