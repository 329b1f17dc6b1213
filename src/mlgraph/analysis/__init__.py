"""Analyses of a graph, some of which compute plans."""
