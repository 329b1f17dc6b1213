"""Graphs in spreadsheets: workbooks, and folders of CSV files."""
