"""Importers of public taxonomies and other sources as graph files. Each source has a module."""
