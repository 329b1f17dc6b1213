"""The page: a local server, its data, and its static files."""
