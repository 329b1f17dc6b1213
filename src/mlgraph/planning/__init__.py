"""Plans: requests with names of nodes, which the exact search answers."""
