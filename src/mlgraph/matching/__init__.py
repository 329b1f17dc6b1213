"""Search for the names of skills and roles in the text of an advert or a CV."""
