"""The questions of the command line for AI assistants, over the Model Context Protocol."""
