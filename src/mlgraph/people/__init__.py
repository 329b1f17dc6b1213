"""Answers to one question for many people at once, on one core, on many cores or on many machines."""
