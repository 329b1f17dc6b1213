"""Analyses of a graph, such as comparisons of positions, roles in reach, and skills to learn next."""
