"""The command line of mlgraph, which parses options, calls the library, and prints answers."""
