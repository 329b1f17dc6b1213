"""Graphs in spreadsheets: workbooks, CSV files, or folders of CSV files."""
