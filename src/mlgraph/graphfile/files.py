"""The files of a graph, which may be the bundled graph, one file, or a folder of files."""

from os.path import isdir
from pathlib import Path

OWN = "mlgraph"  # users write this name instead of the path of the bundled graph


def find_default_path() -> Path:
    """Return the path of the bundled graph, in the installed package or in a checkout of the repository."""
    package = Path(__file__).parents[1]
    installed = package / "graphs" / "ml"
    return installed if installed.exists() else package.parents[1] / "graphs" / "ml"


def locate(path: str | Path) -> str | Path:
    """Return the path of the bundled graph for the name "mlgraph", and any other path unchanged."""
    return find_default_path() if str(path) == OWN else path


def list_files(path: str | Path) -> list[Path]:
    """Return the file at a path, or the visible TOML files in the folder at the path."""
    return list_visible(path, "toml") if isdir(path) else [Path(path)]


def list_visible(folder: str | Path, suffix: str) -> list[Path]:
    """Return the files of a folder whose names end in a suffix, in lower or upper case, without hidden files."""
    pattern = "*." + "".join(f"[{letter}{letter.upper()}]" for letter in suffix)
    return sorted(file for file in Path(folder).glob(pattern) if not file.name.startswith((".", "~$")))
