"""The command line: parse options, ask the library, print."""
