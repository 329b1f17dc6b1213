"""Pictures of career graphs, of plans, and of the differences between two graphs."""
