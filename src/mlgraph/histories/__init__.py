"""Counting of moves between roles in the career histories of many people.

A post is a job that one person held. `count` calls the other modules in order. `sources` reads rows, and `formats`
knows the columns of published data. `titles` and `dates` resolve each distinct text once. `counting` is the expression
that an engine such as DuckDB evaluates. `estimate` computes shares and times from the counts. `private` hides figures
about few people. `moves` writes the moves as a graph file.
"""
