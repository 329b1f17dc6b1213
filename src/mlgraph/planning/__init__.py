"""Plans. A request names nodes, and the exact search answers it with a plan."""
