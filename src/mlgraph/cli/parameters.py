"""Parameters of the library as options of the command line."""

from mlgraph.printable import rename_parameters

# options whose names differ from the names of their parameters
_OPTIONS = {
    "source": "--from",
    "target": "--to",
    "targets": "--to",
    "plan": "--to",
    "plans": "--alternatives",
    "profile": "--me",
    "count": "--alternatives",
    "hosts": "--host-name",
    "objective": "--by",
    "time_limit": "--limit",
    "label_limit": "--labels",
    "all_moves": "--all",
    "mapping": "--map",
}


def option(parameter: str) -> str:
    """Return the option for a parameter of the library."""
    return _OPTIONS.get(parameter) or f"--{parameter.replace('_', '-')}"


def name_options(message: str) -> str:
    """Return a message of the library with its parameters replaced by options.

    >>> name_options("`time_limit` is 0; '`time_limit`' is no name")
    "--limit is 0; '`time_limit`' is no name"
    """
    return rename_parameters(message, option)
