"""Server that answers the questions of AI assistants, over the Model Context Protocol."""
