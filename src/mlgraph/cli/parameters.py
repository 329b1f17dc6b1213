"""Table of the command line options that set the parameters of library functions."""

from mlgraph.printable import rename_parameters

# options that are not named like their parameters
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


def name_option(parameter: str) -> str:
    """Return the name of the option that sets a library parameter."""
    return _OPTIONS.get(parameter) or f"--{parameter.replace('_', '-')}"


def name_options(message: str) -> str:
    """Replace names of library parameters in a message by names of the command line options that set them.

    >>> name_options("`time_limit` is 0; '`time_limit`' is no name")
    "--limit is 0; '`time_limit`' is no name"
    """
    return rename_parameters(message, name_option)
