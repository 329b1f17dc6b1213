"""Importers, which convert public taxonomies of skills and occupations, and other sources, to graph files."""
