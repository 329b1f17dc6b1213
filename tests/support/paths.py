"""The repository, and data outside it."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SHARED = REPOSITORY.parent / "shared"


def shared(*parts):
    """Return a path outside the repository, or skip the test if it does not exist."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"not there: {Path('..', 'shared', *parts)}")
    return path
