"""Histories of people: archives and files of CVs, read as posts and skills, and resolved to names of the graph."""
