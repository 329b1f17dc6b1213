"""Import of Apache Arrow for the other modules, with an error that names the missing package."""

from mlgraph.errors import MissingPackageError

try:
    import pyarrow
    from pyarrow import parquet
except ModuleNotFoundError as error:
    raise MissingPackageError("pyarrow is not installed; batches need: pip install 'mlgraph[scale]'") from error

__all__ = ["parquet", "pyarrow"]
