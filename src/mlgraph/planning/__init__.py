"""Plans: a question in names, answered by the exact search."""
