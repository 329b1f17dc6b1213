"""Career histories of many people, counted into moves of a graph.

`count` is the whole way. `sources` reads rows, `formats` knows the columns of published data, `titles` and `dates`
resolve each distinct text once, `counting` is the one expression for the engine, `estimate` makes shares and times of
the counts, and `moves` writes them as a graph file.
"""
