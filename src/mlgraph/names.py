"""Names of nodes: how they are compared, and which node a person means."""

import difflib
import unicodedata
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from weakref import WeakKeyDictionary

from mlgraph.errors import AmbiguousNameError, UnknownNameError, UsageError
from mlgraph.model import KINDS, Graph
from mlgraph.printable import shown

# what a word processor makes of a hyphen is one as well, and so are dashes and the minus sign
_HYPHENS = dict.fromkeys((*b"-_", *range(0x2010, 0x2016), 0x2212), " ")


def fold(name: str) -> str:
    """Return `name` as it is compared: case, accents, and the kind of blank or hyphen make no difference.

    >>> fold("Chief  Data-Scientist") == fold("chief_data scientist")
    True
    """
    # twice: some letters have a case only once they are taken apart, and others come apart only in lower case
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    folded = " ".join(bare.translate(_HYPHENS).split())
    return folded or name.strip()  # of a name such as "--" nothing is left, and an empty answer does not mean it


def resolve(graph: Graph, name: str, kinds: Iterable[str] = KINDS) -> str:
    """Return the id of the one node of these `kinds` that has `name` as its id or title, or else as an alias.

    Of titles that differ in case, accents, blanks or hyphens alone, the one written exactly so is meant.
    Raises UnknownNameError, with what was probably meant, and AmbiguousNameError, with the candidates.
    """
    wanted = tuple(kinds)
    called = " or ".join(filter(None, (", ".join(wanted[:-1]), wanted[-1])))
    if name in graph and graph.nodes[name]["kind"] in wanted:
        return name
    key = fold(name)
    if not key:
        raise UnknownNameError("a name is empty; write an id, a title or an alias")
    found = nodes_by_name(graph).get(key, [])
    fitting = sorted(node for node in found if graph.nodes[node]["kind"] in wanted)
    own = [node for node in fitting if key in (fold(node), fold(graph.nodes[node]["title"]))]
    exact = [node for node in own if graph.nodes[node]["title"] == name]
    meant = exact or own or fitting  # a title counts before an alias, and its very letters before those that fold alike
    if len(meant) == 1:
        return meant[0]
    if fitting:
        listed = ", ".join(f"{node} ({shown(graph.nodes[node]['title'])})" for node in fitting)
        raise AmbiguousNameError(f"'{shown(name)}' may mean any of: {listed}. Use the id", tuple(fitting))
    owners = {
        each: node
        for each, nodes in nodes_by_name(graph).items()
        for node in nodes
        if graph.nodes[node]["kind"] in wanted
    }
    longer = _longer(key, owners)
    if found:
        problem = f"'{shown(name)}' is a {graph.nodes[found[0]]['kind']}; a {called} is needed here"
    else:
        problem, longer = f"no {called} is called '{shown(name)}'", longer or _similar(key, owners, 1000)
    nearest = tuple(islice(dict.fromkeys(owners[name] for name in longer), 3))
    raise UnknownNameError(problem + _meant(graph, nearest), nearest)


def resolve_all(graph: Graph, names: Iterable[str], kinds: Iterable[str] = KINDS) -> tuple[str, ...]:
    """Return the ids of all these names, sorted, each once. Raises as `resolve`, and UsageError for a bare name."""
    return tuple(sorted({resolve(graph, name, kinds) for name in named_in_list(names)}))


def named_in_list(names: Iterable[str]) -> list[str]:
    """Return names as a list. Raises UsageError for a bare name, each letter of which would be taken for one."""
    if isinstance(names, str):
        raise UsageError(f"names come in a list: write ['{shown(names)}'] for '{shown(names)}'")
    return list(names)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `, did you mean x or y?` with the most similar of `known`, or nothing where none is similar."""
    return _question(_similar(name, known, 150))


def _longer(name: str, known: Iterable[str]) -> list[str]:
    """Return the names in which a word begins with this one of two letters or more, the shortest first."""
    found = (other for other in known if len(name) > 1 and f" {name}" in f" {other}")
    return sorted(found, key=lambda other: (len(other), other))


def _similar(name: str, known: Iterable[str], most: int) -> list[str]:
    """Return the names most similar to another; of more than `most` names, only those next to it in order are compared.

    A file may have thousands of names that are wrong, and tens of thousands that each may have meant.
    """
    names = sorted(known)
    first = max(0, min(bisect(names, name), len(names) - most // 2) - most // 2)
    return difflib.get_close_matches(name, names[first : first + most], n=3, cutoff=0.6)


def names_of(graph: Graph, node: str) -> set[str]:
    """Return what a node may be called: its id, title and aliases, folded."""
    attributes = graph.nodes[node]
    return {fold(name) for name in (node, attributes["title"], *attributes["aliases"])}


_CALLED: "WeakKeyDictionary[Graph, dict[str, list[str]]]" = WeakKeyDictionary()


def nodes_by_name(graph: Graph) -> dict[str, list[str]]:
    """Return the nodes of each folded name, in the order of names; kept for a frozen graph, which stays as it is."""
    if graph in _CALLED:
        return _CALLED[graph]
    nodes: dict[str, list[str]] = defaultdict(list)
    for node in graph:
        for name in names_of(graph, node):
            nodes[name].append(node)
    called = {name: nodes[name] for name in sorted(nodes)}
    if "frozen" in vars(graph):
        _CALLED[graph] = called
    return called


def _meant(graph: Graph, nodes: Iterable[str]) -> str:
    titles = ((node, graph.nodes[node]["title"]) for node in nodes)
    return _question(node if fold(title) == fold(node) else f"{node} ({title})" for node, title in titles)


def _question(names: Iterable[str]) -> str:
    listed = " or ".join(shown(name) for name in names)
    return f", did you mean {listed}?" if listed else ""
