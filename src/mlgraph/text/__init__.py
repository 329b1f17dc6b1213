"""Results as lines for a terminal and as JSON."""
