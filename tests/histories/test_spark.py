"""Spark gives the same bytes as DuckDB, by the same expression."""

import shutil
import subprocess
import sys

import pytest

from support.paths import REPOSITORY

SAME = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import mlgraph
from generated_careers import AS_OF, make_truth, write_careers, write_graph
from mlgraph.histories.count import count_histories
from mlgraph.histories.moves import dump_overlay, make_overlay

write_graph(Path("posts.toml"))
write_careers(Path("careers.parquet"), 5000, make_truth())
graph = mlgraph.load("posts.toml")
for engine in ("duckdb", "local[2]"):
    found = count_histories(graph, ["careers.parquet"], format="jobhop", least=5, engine=engine)
    Path(engine[:5] + ".toml").write_bytes(dump_overlay(make_overlay(found), "toml"))
    print(engine, len(found.moves), found.rows)

# tables of other shapes, with a line break in a cell, in the session of a program
from pyspark.sql import SparkSession
from mlgraph.errors import EngineError, FileError
session = SparkSession.builder.master("local[2]").config("spark.sql.shuffle.partitions", 2).getOrCreate()
others = {
    "karrierewege": '_id;experience_order;preferredLabel_en;about\\n1;0;Post 1;"a; ""b""\\nc"\\n1;1;Post 2;\\n',
    "decorte": "title_0,start_0,end_0,title_1,start_1,end_1\\nPost 2,01/2015,current,Post 1,01/2014,01/2015\\n",
    "workday": "employee_id,effective_date,job_code_proposed\\ne,2014-01-01,Post 1\\ne,1 Jan 2015,Post 2\\n",
}
for format, content in others.items():
    Path("posts.csv").write_text(content)
    same = [count_histories(graph, ["posts.csv"], format=format, least=1, engine=e) for e in ("duckdb", session)]
    assert same[0] == same[1], same
    assert same[0].people == 1, same
Path("posts.csv").write_text("who,post,begin\\na,Post 1,2014\\na,Post 2,2015,more\\n")
columns = {"person": "who", "title": "post", "start": "begin"}
for source, kind, said in (("posts.csv", EngineError, "Malformed CSV record"), ("#none", FileError, "no table none")):
    try:
        count_histories(graph, [source], columns=columns, engine=session)
    except kind as error:
        assert said in str(error), error
    else:
        raise AssertionError(source)
"""


@pytest.mark.slow
@pytest.mark.process
def test_spark_gives_the_same_bytes(tmp_path):
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'mlgraph[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed")
    line = [sys.executable, "-c", SAME, str(REPOSITORY / "benchmarks")]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "duckd.toml").read_bytes() == (tmp_path / "local.toml").read_bytes()
    assert (tmp_path / "duckd.toml").stat().st_size > 10_000
