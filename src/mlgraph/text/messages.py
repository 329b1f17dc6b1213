"""Messages of errors for the page and for assistants, whose requests name their parameters."""

from mlgraph.errors import MlgraphError
from mlgraph.printable import rename_parameters, shown

# for parameters of the library: their names in requests, if these differ
_PARAMETERS = {"objective": "by", "source": "from", "target": "to"}


def explain(error: MlgraphError) -> str:
    """Return the message of an error, with each parameter of the library replaced by its name in requests."""
    return rename_parameters(str(error), lambda name: f"`{_PARAMETERS.get(name, name)}`")


def describe_fault(error: Exception) -> str:
    """Return the message about an unexpected error, which is a bug of mlgraph."""
    return f"this is a bug in mlgraph: {shown(type(error).__name__)}: {shown(error, 200)}"
