"""Analyses of a graph: some compute plans, others need the graph alone."""
