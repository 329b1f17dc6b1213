"""Graphs in spreadsheets, which are workbooks or folders of CSV files."""
