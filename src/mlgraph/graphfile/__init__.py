"""The graph file format, with parsing, validation, overlays, loading and writing."""
