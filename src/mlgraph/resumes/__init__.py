"""Readers of CVs in several formats, and the search for the jobs and skills of a CV in a graph."""
