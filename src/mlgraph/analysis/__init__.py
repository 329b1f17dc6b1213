"""Analyses of a graph. Some analyses compute plans, and others need the graph alone."""
