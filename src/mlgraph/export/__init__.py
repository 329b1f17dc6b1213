"""Export of graphs and plans to the formats of other programs, one module per format."""
