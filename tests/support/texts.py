"""Checks of the texts of a picture."""

from itertools import combinations

from mlgraph.drawing.letters import measure
from mlgraph.drawing.scene import Text

# the share of the font size that letters such as "h" rise above the base line, and letters such as "g" fall below it
ABOVE, BELOW = 0.74, 0.22


def find_texts(scene):
    return [shape for shape in scene.shapes if isinstance(shape, Text)]


def find_sides(text):
    """Return the left and the right edge of a text."""
    width = measure(text.text, text.size, bold=text.bold)
    left = text.x - {"start": 0, "middle": width / 2, "end": width}[text.anchor]
    return left, left + width


def check_nothing_overlaps(scene):
    """Check that no text of a picture touches another one, and that no text is cut."""
    texts = [text for text in find_texts(scene) if text.text]
    for first, second in combinations(texts, 2):
        (left, right), (other_left, other_right) = find_sides(first), find_sides(second)
        is_beside = right <= other_left or other_right <= left
        upper, lower = sorted((first, second), key=lambda text: text.y)
        is_below = upper.y + BELOW * upper.size <= lower.y - ABOVE * lower.size
        assert is_beside or is_below, (first.text, second.text)
    assert not [text.text for text in texts if "\u2026" in text.text]
