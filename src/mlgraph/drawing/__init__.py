"""Pictures of graphs, of plans, and of the differences between two graphs."""
