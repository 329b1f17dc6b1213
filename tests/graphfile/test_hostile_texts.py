"""Invisible characters in each text of a graph file: refused."""

import pytest

from support.hostile import HIDDEN, SOUND, written
from support.marks import thorough_after

# fields of a graph file up to their text, and keys
PLACES = {
    "title of the graph": ('title = "', "Two careers"),
    "attribution": ('attribution = "', "By somebody."),
    "title of a source": ('[source.book]\ntitle = "', "A book"),
    "address": ("https://example.org/", "book"),
    "point": ('p1 = "', "Engineers build."),
    "title of a stage": ('[stage.start]\ntitle = "', "Start"),
    "title of a role": ('[role.engineer]\ntitle = "', "Engineer"),
    "about": ('about = "', "Builds things."),
    "alias": ('aliases = ["', "Builder"),
    "stage": ('stage = "', "start"),
    "need": ('needs = ["maths", ["', "python"),
    "subject": ('subject = "', "Science"),
    "shown by": ('shown_by = "', "A proof."),
    "match": ('same_as = { "book:p1" = "', "near"),
    "reason": ('reasons = { maths = "', "To count."),
    "citation": ('cites = ["', "book:p1"),
    "code": ('same_as = { "book:', "p1"),
    "reason's source": ('because = { "book:', "p1"),
    "name of a point": ('points = { "', "p1"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", thorough_after(3, HIDDEN))
def test_invisible_characters_are_refused_in_each_text(tmp_path, refused, place, kind):
    sound = SOUND.replace("{ p1 =", '{ "p1" =')
    if place in ("citation", "code", "reason's source"):  # the points are not declared
        sound = sound.replace('points = { "p1" = "Engineers build." }\n', "")
    before, text = PLACES[place]
    assert before + text in (sound.replace('{ "p1" =', "{ p1 =") if place == "point" else sound)
    escaped = "".join(f"\\U{ord(c):08x}" for c in HIDDEN[kind])
    sound = sound.replace('{ "p1" =', "{ p1 =") if place == "point" else sound
    end = escaped if place != "citation" else f"book:{escaped}"
    written(
        tmp_path, "g.toml", sound.replace(before + text, before + (end if place == "citation" else text + escaped), 1)
    )
    refused("g.toml:", "check", "g.toml")
