"""The repository, and data outside it."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SHARED = REPOSITORY.parent / "shared"
# a graph of forty positions with experience, which long tests and those of the page know by name
FORTY = REPOSITORY / "tests" / "graphs" / "forty.toml"


def shared(*parts):
    """Return a path outside the repository, or skip the test if it does not exist."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"not there: {Path('..', 'shared', *parts)}")
    return path
