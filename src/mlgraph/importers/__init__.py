"""Public taxonomies as graph files, one file a source."""
