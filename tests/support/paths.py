"""Paths of the repository, and of data outside it."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SHARED = REPOSITORY.parent / "shared"
# a graph of forty positions with experience; slow tests and tests of the page use its names
FORTY = REPOSITORY / "tests" / "graphs" / "forty.toml"


def shared(*parts):
    """Return a path outside the repository, or skip the test if it does not exist."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"not there: {Path('..', 'shared', *parts)}")
    return path
