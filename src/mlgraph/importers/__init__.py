"""Public taxonomies as graph files, one module per source."""
