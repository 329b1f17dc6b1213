"""The exact search. The search computes with whole numbers and bit masks, without rounding."""
