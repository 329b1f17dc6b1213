"""The exact search for the best path, in whole numbers and bit masks, without rounding."""
