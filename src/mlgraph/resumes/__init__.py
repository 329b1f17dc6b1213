"""CVs in several formats, read as posts and skills, and resolved to nodes of a graph."""
