"""Importers, which convert public catalogues of skills and occupations, and other files, to graph files."""
