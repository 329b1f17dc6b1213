"""Search for the names of a graph in the text of an advert or a CV."""
