"""Search for the names of skills and positions in the text of an advert or a CV."""
