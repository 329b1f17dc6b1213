"""The format of graph files, with parsing, validation, overlays, loading and writing."""
