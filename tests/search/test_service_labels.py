"""Dominance among labels with experience, as the rules in `service` have it."""

from mlgraph.planning.options import PlanOptions
from mlgraph.planning.request import Request
from mlgraph.search.astar import Search
from mlgraph.search.bitset import set_of
from mlgraph.search.compiled import NamedGraph
from support.random_graphs import OBJECTIVES, graph_of_parts

# ways from p to m: the name of a way tells which skills one learns on it, and in which fields it counts; a slow way takes
# more months, and a long way one move more; the position n behind m asks for the skills R and S, and the goal for
# experience in the fields f and g
HOURS = {"R": 5, "S": 10, "X": 5, "Y": 12}
WAYS = ["o", "R", "S", "X", "Y", "RS", "f", "fg", "fX", "g"]
KINDS = {"": ("p", 1), "slow-": ("p", 8), "long-": ("q", 1)}  # where a way begins, and the months of its last move


def labels(objective):
    """Return what compares labels, and a label at m for each way."""
    ways = {kind + way: way for kind in KINDS for way in WAYS}
    needs = {name: tuple((f"skill {one}",) for one in way if one in HOURS) for name, way in ways.items()}
    needs |= {"p": (), "q": (), "m": (), "n": (("skill R",), ("skill S",)), "z": ()}
    posts = {name: {"counts_as": [field for field in way if field in "fg"]} for name, way in ways.items()}
    posts |= {"z": {"experience": {"f": 9, "g": 9}}}
    moves = {("p", "q"): 0, ("m", "n"): 1, ("n", "z"): 1}
    for kind, (begin, months) in KINDS.items():
        moves |= {(begin, kind + way): 1 for way in WAYS} | {(kind + way, "m"): months for way in WAYS}
    graph = graph_of_parts({f"skill {skill}": (hours, ()) for skill, hours in HOURS.items()}, needs, moves, posts)
    request = Request(NamedGraph(graph), "p", "z", PlanOptions(objective=objective, pace=1))
    search, rank = Search(request.compiled, request.problem), request.compiled.rank
    ahead = set_of(rank[name] for name in "mnz")

    def go(label, path):
        if not path:
            return label._replace(ahead=ahead)
        position, *further = path
        [label] = [child for child in search.labels.extend_by_moves(label) if child.path[-1] == rank[position]]
        return go(label, further)

    paths = {name: ["q", name, "m"] if name.startswith("long") else [name, "m"] for name in ways}
    found = {name: go(search.labels.make_root(), path) for name, path in paths.items()}
    return search.labels, found


# which labels, by rows, dominate which others, by columns: M if the objective is months, H if it is hours, O if it is moves
DOMINANCE = """
        o      R      S      X      Y      RS     f      fg     fX     g      long-o long-X long-f slow-o slow-X slow-f slow-S slow-fX
o       MHO    .      .      MHO    MHO    .      .      .      .      .      MHO    MHO    .      MHO    MHO    .      MHO    .
R       .      MHO    .      MHO    MHO    MHO    .      .      .      .      O      MHO    .      .      MHO    .      .      .
S       .      .      MHO    .      MHO    .      .      .      .      .      O      O      .      .      .      .      MHO    .
X       .      .      .      MHO    MHO    .      .      .      .      .      O      MHO    .      .      MHO    .      .      .
Y       .      .      .      .      MHO    .      .      .      .      .      O      O      .      .      .      .      .      .
RS      .      .      .      .      .      MHO    .      .      .      .      O      O      .      .      .      .      .      .
f       MHO    .      .      MHO    MHO    .      MHO    .      MHO    .      MHO    MHO    MHO    MHO    MHO    MHO    MHO    MHO
fg      MHO    .      .      MHO    MHO    .      .      MHO    MHO    MHO    MHO    MHO    MHO    MHO    MHO    MHO    MHO    MHO
fX      .      .      .      .      MHO    .      .      .      MHO    .      O      MHO    O      .      MHO    .      .      MHO
g       MHO    .      .      MHO    MHO    .      .      .      .      MHO    MHO    MHO    .      MHO    MHO    .      MHO    .
long-o  .      .      .      MH     MH     .      .      .      .      .      MHO    MHO    .      .      MH     .      .      .
long-X  .      .      .      .      MH     .      .      .      .      .      .      MHO    .      .      .      .      .      .
long-f  .      .      .      MH     MH     .      .      .      MH     .      MHO    MHO    MHO    .      MH     .      .      MH
slow-o  .      .      .      H      H      .      .      .      .      .      O      HO     .      MHO    MHO    .      .      .
slow-X  .      .      .      .      H      .      .      .      .      .      O      O      .      .      MHO    .      .      .
slow-f  .      .      .      H      H      .      .      .      H      .      O      HO     O      MHO    MHO    MHO    .      MHO
slow-S  .      .      .      .      H      .      .      .      .      .      O      O      .      .      .      .      MHO    .
slow-fX .      .      .      .      H      .      .      .      .      .      O      O      O      .      .      .      .      MHO
"""


def test_a_label_dominates_others_by_the_rules():
    (*columns,), *rows = [line.split() for line in DOMINANCE.strip().splitlines()]
    compared = [labels(objective) for objective in OBJECTIVES]
    found = {}
    for other, *_ in rows:
        for label in columns:
            ends = [rules.is_dominated(at[label], [at[other]]) for rules, at in compared]
            found[other, label] = "".join(letter for letter, end in zip("MHO", ends, strict=True) if end) or "."
    expected = {(other, label): cell for other, *cells in rows for label, cell in zip(columns, cells, strict=True)}
    assert found == expected
