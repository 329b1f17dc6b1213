"""Import of Apache Arrow, which raises an error with installation instructions if the package is missing."""

from mlgraph.errors import MissingPackageError

try:
    import pyarrow
    from pyarrow import parquet
except ModuleNotFoundError as error:
    raise MissingPackageError("pyarrow is not installed; batches need: pip install 'mlgraph[scale]'") from error

__all__ = ["parquet", "pyarrow"]
