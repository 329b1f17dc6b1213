"""Ids made of names."""

import pytest

from mlgraph.graphfile.ids import is_id, make_slug
from mlgraph.limits import ID_LENGTH


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Data Scientist", "data-scientist"),
        ("ÉTUDE de marché", "etude-de-marche"),
        ("MS 365 - Excel", "ms-365-excel"),
        (" (C++) ", "c"),
        ("日本 2", "riben-2"),
        ("Łódź, Straße", "lodz-strasse"),
        ("میشود", "myshwd"),
        ("🚀", ""),
        ("x" * 200, "x" * ID_LENGTH),
        (f"{'x' * (ID_LENGTH - 1)} y", "x" * (ID_LENGTH - 1)),  # cut off at a hyphen
    ],
)
def test_an_id_has_the_letters_and_digits_of_its_name(name, made):
    assert make_slug(name) == made
    assert is_id(made) == bool(made)
