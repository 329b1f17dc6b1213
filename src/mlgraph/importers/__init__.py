"""Importers, which convert public taxonomies of skills and occupations, and other files, to graph files."""
