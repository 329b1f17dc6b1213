"""The search for the best path, which computes with whole numbers and bit masks, so that its results are exact."""
