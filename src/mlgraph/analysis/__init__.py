"""Questions that are answered with plans or from the graph alone."""
