"""The commands, in one module per group. A command loads a graph, calls the library, and prints the answer."""
