"""One question for many people: batches of rows in, batches of answers out, on one core or on many."""
