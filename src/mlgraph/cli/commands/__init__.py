"""The commands, a module for each group: each loads a graph, asks the library, and prints the answer."""
