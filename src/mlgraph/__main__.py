"""`python -m mlgraph`, the same as `mlgraph`."""

from mlgraph.cli import main

main()
