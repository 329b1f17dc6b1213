"""The search for the best path, which computes with whole numbers and bit masks, so that the answer is exact."""
