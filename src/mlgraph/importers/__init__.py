"""Import of public taxonomies and other sources as graph files, one module per source."""
