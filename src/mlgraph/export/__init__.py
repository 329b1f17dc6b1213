"""Export of career graphs and plans to the formats of other programs, such as calendars and spreadsheets."""
