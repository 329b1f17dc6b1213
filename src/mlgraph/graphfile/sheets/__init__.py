"""Graphs as tables: workbooks, and folders of CSV."""
