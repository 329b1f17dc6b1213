"""Apache Arrow, or an error with its name; the other modules take it from here."""

from mlgraph.errors import MissingPackageError

try:
    import pyarrow
    from pyarrow import parquet
except ModuleNotFoundError as error:
    raise MissingPackageError("pyarrow is not installed; batches need: pip install 'mlgraph[scale]'") from error

__all__ = ["parquet", "pyarrow"]
