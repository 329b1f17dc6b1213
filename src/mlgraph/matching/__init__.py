"""Names of a graph, found in the text of an advert or a CV."""
