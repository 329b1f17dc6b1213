"""Hypothesis strategy for the tables of valid graph files."""

from hypothesis import strategies as st

from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build
from mlgraph.printable import is_visible
from support.titles import HOSTILE

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]).filter(is_visible), min_size=1, max_size=8
) | st.sampled_from(HOSTILE)
months = st.integers(0, 99) | st.floats(1e-6, 99)
hours = months | st.lists(months, min_size=3, max_size=3).map(sorted)
cites = st.lists(st.sampled_from(["book:1", "book:2", "book"]), unique=True, max_size=2)
further = {"tier": words, "overlap": st.floats(0, 1), "cites": cites}
moves = months | st.fixed_dictionaries({"months": months}, optional=further)
same_as = st.dictionaries(st.sampled_from(["book:1", "book:2"]), st.sampled_from(["exact", "near"]))


@st.composite
def tables(draw):
    """Draw the tables of a valid graph file."""
    skills = draw(st.lists(words, max_size=4))
    roles = draw(st.lists(words, min_size=1, max_size=4))
    needs = st.lists(st.sampled_from(range(len(skills) or 1)), unique=True, max_size=len(skills))
    result = {
        "title": draw(words),
        "source": {"book": {"title": draw(words)}},
        "stage": {"s": {"title": draw(words)}},
        "role": {},
        "skill": {},
    }
    for rank, title in enumerate(skills):
        entry = {"title": title, "hours": draw(hours), "aliases": draw(st.lists(words, unique=True, max_size=2))}
        earlier = [f"k{i}" for i in draw(needs) if i < rank]
        entry |= {"because": {cite: earlier for cite in draw(cites)}} if earlier else {}
        entry |= {"same_as": draw(same_as) | ({"book": "none"} if draw(st.booleans()) else {}), "shown_by": draw(words)}
        entry |= {"subject": draw(words)} if draw(st.booleans()) else {}
        result["skill"][f"k{rank}"] = entry | {"needs": [earlier] if earlier else [], "cites": ["book:1"]}
    for rank, title in enumerate(roles):
        targets = {f"r{i}": draw(moves) for i in range(len(roles)) if i != rank and draw(st.booleans())}
        entry = {"title": title, "leads_to": targets, "needs": [f"k{i}" for i in draw(needs) if skills]}
        result["role"][f"r{rank}"] = entry | (
            {"stage": "s", "url": "https://example.org/x"} if draw(st.booleans()) else {}
        )
    return {key: value for key, value in result.items() if value}


def graph_of_tables(tables):
    return build(Document("test", "", tables))


def same(one, other):
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(data=True)) == list(other.edges(data=True))
    assert one.graph == other.graph
