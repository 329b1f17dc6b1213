"""The commands: each loads, asks and prints. What one needs is loaded by it: help and completion are there at once."""
