"""Messages of errors for those who ask by named values: the page and assistants."""

from mlgraph.errors import MlgraphError
from mlgraph.printable import rename_parameters, shown

# parameters of the library with another name in requests
_PARAMETERS = {"objective": "by", "source": "from", "target": "to"}


def explain(error: MlgraphError) -> str:
    """Return the message of an error, with parameters of a request in the place of those of the library."""
    return rename_parameters(str(error), lambda name: f"`{_PARAMETERS.get(name, name)}`")


def describe_fault(error: Exception) -> str:
    """Return the message about an unexpected error, which is a mistake in mlgraph."""
    return f"this is a bug in mlgraph: {shown(type(error).__name__)}: {shown(error, 200)}"
