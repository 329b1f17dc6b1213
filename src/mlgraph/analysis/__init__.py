"""Analyses of a graph. Some analyses compute plans, and others only read the graph."""
