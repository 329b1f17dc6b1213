"""The commands, one file each: load, ask, print."""
