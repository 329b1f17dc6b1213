"""Server through which AI assistants ask questions about careers, over the Model Context Protocol."""
