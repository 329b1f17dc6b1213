"""Compare the time to load a large graph with mlgraph, with validation, and with networkx, without.

    python benchmarks/load.py [FOLDER OF ESCO]

Each load runs in a new process, with the formats in turn. The script prints the medians of the seconds, of the ratios
within a round, and of the peak memory.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import networkx as nx

import mlgraph
from mlgraph.export import graphml
from mlgraph.graphfile.dump import dump
from mlgraph.importers.registry import read

ROUNDS = 15
ESCO = Path(__file__).parents[2] / "shared" / "data" / "esco-1.1.1"


def load(name, path):
    """Load one file, and print the seconds and the peak memory in MiB."""
    start = time.perf_counter()
    if name == "mlgraph":
        mlgraph.load(path)
    elif name == "node-link":
        nx.node_link_graph(json.loads(Path(path).read_bytes()), edges="edges")
    else:
        nx.read_graphml(path)
    seconds = time.perf_counter() - start
    # not getrusage: a process inherits the peak of its parent
    (peak,) = (
        line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    print(seconds, int(peak) / 1024)


def measured(name, path):
    """Return the seconds and MiB of one load in a new process."""
    done = subprocess.run([sys.executable, __file__, name, path], capture_output=True, text=True, check=True)
    return tuple(map(float, done.stdout.split()))


def main(folder):
    """Write one graph in three formats and compare the times to load them."""
    if not folder.exists():
        sys.exit(f"not there: {folder}; name a folder of ESCO")
    graph = read("esco", folder).graph
    print(f"{len(graph):,} nodes, {graph.size():,} edges; {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as temporary:
        paths = {name: str(Path(temporary, name)) for name in ("node-link", "graphml")} | {
            "mlgraph": str(Path(temporary, "graph.json"))
        }
        Path(paths["mlgraph"]).write_text(dump(graph, "json"), encoding="utf-8")
        Path(paths["node-link"]).write_text(json.dumps(nx.node_link_data(graph, edges="edges")), encoding="utf-8")
        Path(paths["graphml"]).write_bytes(graphml.write_graphml(graph))
        runs = {name: [] for name in ("mlgraph", "node-link", "graphml")}
        for _ in range(ROUNDS):
            for name, found in runs.items():
                found.append(measured(name, paths[name]))
    for name, found in runs.items():
        ratios = [ours[0] / theirs[0] for ours, theirs in zip(runs["mlgraph"], found, strict=True)]
        seconds, memory = (statistics.median(column) for column in zip(*found, strict=True))
        ratio = f"mlgraph takes {statistics.median(ratios):.2f} times as long"
        print(f"{name:10} {seconds:6.2f} s  {memory:6.0f} MiB   {ratio}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        load(*sys.argv[1:])
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else ESCO)
