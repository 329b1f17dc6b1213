"""Error messages for the web page and for AI assistants.

The messages call parameters by their names in requests, such as `from`, instead of their names in Python, such as
`source`.
"""

from mlgraph.errors import MlgraphError
from mlgraph.printable import rename_parameters, sanitize

# the parameters of the library that have another name in requests, with that name
_PARAMETERS = {"objective": "by", "source": "from", "target": "to"}


def explain(error: MlgraphError) -> str:
    """Return the message of an error, with the names of parameters in requests, such as `from` instead of `source`."""
    return rename_parameters(str(error), lambda name: f"`{_PARAMETERS.get(name, name)}`")


def describe_fault(error: Exception) -> str:
    """Return a message about an unexpected error, which is a bug in mlgraph."""
    return f"this is a bug in mlgraph: {sanitize(type(error).__name__)}: {sanitize(error, 200)}"
