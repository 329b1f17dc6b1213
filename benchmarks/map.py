"""Measures of the map: crossings, lines over boxes, labels on boxes and lines, equal bytes, and the time.

Run it with `python benchmarks/map.py`, or with the files or folders of other graphs. The prototype of this map had 59
moves and 20 crossings on 40 positions. The map of the same positions has 45 moves and 5 crossings. The map of all 90
positions has 101 moves and 25 crossings, and takes 3 seconds.
"""

import os
import subprocess
import sys
from dataclasses import asdict
from time import process_time

import mlgraph
from mlgraph.drawing.quality import assess


def main() -> None:
    """Print the figures of each graph."""
    for path in sys.argv[1:] or [None]:
        graph = mlgraph.load(path) if path else mlgraph.load()
        start = process_time()
        drawing = mlgraph.draw(graph)
        picture = drawing.render("svg")
        seconds = process_time() - start
        print(path or "graphs/ml")
        for name, value in asdict(assess(drawing.scenes[0])).items():
            print(f"  {name.replace('_', ' '):18} {value:g}")
        code = "import sys, mlgraph; sys.stdout.buffer.write(mlgraph.draw(mlgraph.load(*sys.argv[1:])).render('svg'))"
        arguments = [sys.executable, "-c", code, *([path] if path else [])]
        again = [
            subprocess.run(arguments, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
            for seed in ("1", "2")
        ]
        print(f"  {'equal bytes':18} {'yes' if again == [picture, picture] else 'NO'}")
        print(f"  {'seconds':18} {seconds:.1f} of one processor")


if __name__ == "__main__":
    main()
