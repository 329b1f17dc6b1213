"""Pictures of graphs, plans and differences."""
