"""The exact search, in whole numbers and bit masks."""
