"""The exact search. It computes with integers and bit masks, so it rounds nothing."""
