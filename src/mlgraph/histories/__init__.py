"""Career histories of many people, counted into moves of a graph.

`count` calls the other modules in order. `sources` reads rows, and `formats` knows the columns of published data.
`titles` and `dates` resolve each distinct text once. `counting` is the expression that an engine evaluates. `estimate`
computes shares and times from the counts, and `private` hides figures about few people. `moves` writes the moves as a
graph file.
"""
