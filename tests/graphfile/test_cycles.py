"""Tests of cycles among needs: the reported cycles and their messages."""

import networkx as nx

from mlgraph.graphfile import cycles


def told(edges, names):
    """Return the skills and the message of each cycle among edges such as "ab", where names stand in that order."""
    order = {name: place for place, name in enumerate(names)}
    return [(nodes, fault.message, fault.fix) for nodes, fault in cycles.find_cycles(nx.DiGraph(edges), order)]


REMOVE = "remove one need of this cycle"


def test_each_edge_on_a_cycle_is_in_a_reported_cycle():
    edges = map(tuple, ("ab", "bc", "ca", "cb", "cd", "ee"))
    assert sorted(told(edges, "edcba")) == [
        (("b", "c", "a"), "needs itself: b -> c -> a -> b", REMOVE),
        (("c", "b"), "needs itself: c -> b -> c", REMOVE),
        (("e",), "needs itself: e -> e", REMOVE),
    ]


def test_a_cycle_of_many_skills_lacks_its_middle():
    names = [f"s{n:02}" for n in range(20)]
    edges = list(zip(names, [*names[1:], names[0]], strict=True))
    around = " -> ".join(names[:6]) + " -> ... 9 more ... -> " + " -> ".join([*names[15:], names[0]])
    assert told(edges, names) == [(tuple(names), f"needs itself: {around}", REMOVE)]
    twelve = names[:11]
    edges = list(zip(twelve, [*twelve[1:], twelve[0]], strict=True))
    assert told(edges, names)[0][1] == "needs itself: " + " -> ".join([*twelve, twelve[0]])


def test_where_cycles_are_too_many_the_last_message_says_so(monkeypatch):
    edges = [(one, other) for one in "abcd" for other in "abcd" if one != other]
    every = told(edges, "abcd")
    assert len(every) == 6
    monkeypatch.setattr(cycles, "WORK", 0)
    assert told(edges, "abcd") == [
        *every[:3],
        (("b",), "is one of 4 skills with more cycles among their needs", "break the cycles listed above first"),
    ]
