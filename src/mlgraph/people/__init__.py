"""Answers to one question for many people, from batches of rows to batches of answers, on one core or on many."""
