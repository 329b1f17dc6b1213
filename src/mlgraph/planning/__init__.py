"""Plans: a request in names, answered by the exact search."""
