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
