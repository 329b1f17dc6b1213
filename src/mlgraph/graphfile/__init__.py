"""The graph file format: parsing, validation, overlays, loading and writing."""
