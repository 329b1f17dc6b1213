"""The commands of mlgraph, each of which loads a graph, calls the library, and prints the answer."""
