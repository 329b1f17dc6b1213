"""The exact search. The search computes with integers and bit masks, so it rounds nothing."""
