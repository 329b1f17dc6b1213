"""Counting of moves between roles in the career histories of many people.

A post is a job that one person held. The module `count` calls the other modules in order. The module `sources` reads
rows, and `formats` knows the columns of published data. The modules `titles` and `dates` read each distinct text once.
The module `counting` has the query that an engine such as DuckDB runs. The module `estimate` computes shares and times
from the counts. The module `private` hides figures about few people. The module `moves` writes the moves as a graph
file.
"""
