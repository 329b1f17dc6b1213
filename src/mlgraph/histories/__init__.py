"""Counting of moves between roles in the career histories of many people.

A post is a job that one person held. The module `count` counts the moves in career histories, and uses all other
modules of this package. The module `sources` reads the rows of histories, and `formats` knows the columns of published
histories. The modules `titles` and `dates` read each distinct job title and each distinct date of histories once. The
module `counting` has the query that counts moves, which an engine such as DuckDB runs. The module `estimate` computes
the shares of moves, and the months before them, from the counts. The module `private` hides figures about few people.
The module `moves` writes the counted moves as an overlay.
"""
