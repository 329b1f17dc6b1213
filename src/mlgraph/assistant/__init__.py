"""An assistant asks the questions of the command line, over the Model Context Protocol."""
