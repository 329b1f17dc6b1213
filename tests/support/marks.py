"""Marks of cases of which the fast tests try only the first few."""

import pytest


def thorough_after(count, cases):
    """Return the cases, each one value or a tuple of values, with all after the first few marked `thorough`."""
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=[pytest.mark.thorough] * (number >= count))
        for number, case in enumerate(cases)
    ]
