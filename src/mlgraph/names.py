"""Search for the node that a name means, with suggestions for unknown names."""

import difflib
import unicodedata
from bisect import bisect
from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from mlgraph.errors import AmbiguousNameError, UnknownNameError, UsageError
from mlgraph.invisible import remove_invisible
from mlgraph.model import KINDS, Graph
from mlgraph.printable import sanitize

# word processors replace hyphens by these dashes and the minus sign; the Turkish letter without a dot counts as i
_REPLACED = {**dict.fromkeys((*b"-_", *range(0x2010, 0x2016), 0x2212), " "), 0x131: "i"}

# the most unknown names that one error lists
MOST_UNKNOWN = 10


def fold(name: str) -> str:
    """Return a normal form of a name, which is the same for similar spellings of the name.

    Spellings with the same normal form differ only in case, accents, invisible characters, or the kind of space or
    hyphen.

    >>> fold("Chief  Data-Scientist") == fold("chief_data scientist")
    True
    """
    if name.isascii():  # a shortcut for ASCII, as nearly all names are, in a quarter of the time
        return " ".join(name.lower().replace("-", " ").replace("_", " ").split()) or name.strip()
    # decompose twice: some letters have a lower case only after it, and others decompose only in lower case
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    if not bare.isascii():
        bare = remove_invisible(bare)
    folded = " ".join(bare.translate(_REPLACED).split())
    return folded or name.strip()  # a name such as "--" would otherwise become empty


def resolve(graph: Graph, name: str, kinds: Iterable[str] = KINDS) -> str:
    """Return the id of the node with a given name and one of the given `kinds`.

    A node with the given name as its id or title wins over a node with the name as an alias. A title equal to the given
    name wins over a title that differs from the name in case. A title that differs in case wins over a title that
    differs from the name in accents. The same order decides between two aliases. Raises UnknownNameError, with similar
    names, if no node has the name. Raises AmbiguousNameError, with the ids of the nodes, if several nodes have the
    name.
    """
    wanted = tuple(kinds)
    called = " or ".join(filter(None, (", ".join(wanted[:-1]), wanted[-1])))
    if name in graph and graph.nodes[name]["kind"] in wanted:
        return name
    key = fold(name)
    if not key:
        raise UnknownNameError("a name is empty; write an id, a title or an alias")
    found = index_names(graph).get(key, ())
    fitting = sorted(node for node in found if graph.nodes[node]["kind"] in wanted)
    own = [node for node in fitting if key in (fold(node), fold(graph.nodes[node]["title"]))]
    meant = own or fitting  # a title or id wins over an alias
    names = {node: [graph.nodes[node]["title"]] if own else graph.nodes[node]["aliases"] for node in meant}
    for spell in (_compose, _compose_in_lower_case):
        meant = [node for node in meant if spell(name) in map(spell, names[node])] or meant
    if len(meant) == 1:
        return meant[0]
    if fitting:
        listed = ", ".join(f"{node} ({sanitize(graph.nodes[node]['title'])})" for node in fitting)
        raise AmbiguousNameError(f"'{sanitize(name)}' may mean any of: {listed}. Use the id", tuple(fitting))
    owners = {
        each: node
        for each, nodes in index_names(graph).items()
        for node in nodes
        if graph.nodes[node]["kind"] in wanted
    }
    longer = _find_longer(key, owners)
    if found:
        # a role may have the name of a skill in an alias, such as "Python developer", but is not meant
        longer = [each for each in longer if each in map(fold, (owners[each], graph.nodes[owners[each]]["title"]))]
        problem = f"'{sanitize(name)}' is a {graph.nodes[found[0]]['kind']}; a {called} is needed here"
    else:
        problem, longer = f"no {called} is called '{sanitize(name)}'", longer or _find_similar(key, owners, 1000)
    nearest = tuple(islice(dict.fromkeys(owners[name] for name in longer), 3))
    raise UnknownNameError(problem, nearest, _suggest(graph, nearest))


def _compose(name: str) -> str:
    """Return a name with each accent joined to its letter, since some keyboards and file systems separate accents."""
    return unicodedata.normalize("NFC", name)


def _compose_in_lower_case(name: str) -> str:
    return _compose(name).lower()


def resolve_all(graph: Graph, names: Iterable[str], kinds: Iterable[str] = KINDS) -> tuple[str, ...]:
    """Return the ids of the nodes that have the given names, sorted and without duplicates.

    Raises UnknownNameError, which lists up to MOST_UNKNOWN unknown names, if no node has one of the names. Raises
    AmbiguousNameError if several nodes have one of the names. Raises UsageError if `names` is a single string instead
    of several strings.
    """
    wanted, found, unknown = tuple(kinds), set[str](), list[UnknownNameError]()
    for name in dict.fromkeys(check_names(names)):
        try:
            found.add(resolve(graph, name, wanted))
        except UnknownNameError as error:
            unknown.append(error)
            if len(unknown) == MOST_UNKNOWN:  # the search for similar names takes time
                break
    if len(unknown) == 1:
        raise unknown[0]
    if unknown:
        problems = (f"{each.problem} ({each.question})" if each.question else each.problem for each in unknown)
        nearest = dict.fromkeys(node for each in unknown for node in each.nearest)
        raise UnknownNameError("; ".join(problems), tuple(nearest))
    return tuple(sorted(found))


def resolve_field(graph: Graph, name: str) -> str:
    """Return the id of the field of experience that has `name` as its id or title.

    Raises UnknownNameError if no field has the name.
    """
    fields: dict[str, dict[str, str]] = graph.graph.get("experience", {})
    if name in fields:
        return name
    meant = [field for field in fields if fold(name) in (fold(field), fold(name_field(graph, field)))]
    if len(meant) == 1:
        return meant[0]
    known = f"; the fields are {', '.join(map(sanitize, fields))}" if fields else "; this graph has none"
    raise UnknownNameError(f"no field of experience is called '{sanitize(name)}'{suggest_names(name, fields)}{known}")


def resolve_fields(graph: Graph, months: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the months in each field of experience by the id of the field.

    Raises UnknownNameError if no field has a name, and UsageError if two names mean the same field.
    """
    found: dict[str, Any] = {}
    for name, number in months:
        field = resolve_field(graph, name)
        if field in found:
            raise UsageError(f"`experience` has the field {sanitize(field)} twice; give its months once")
        found[field] = number
    return found


def name_field(graph: Graph, field: str) -> str:
    """Return the title of a field of experience, or its id if the graph does not have the field."""
    fields: dict[str, dict[str, str]] = graph.graph.get("experience", {})
    return fields[field]["title"] if field in fields else field


def check_names(names: Iterable[str]) -> list[str]:
    """Return the names of nodes in an iterable as a list, but refuse a single string.

    Raises UsageError if `names` is a single string, since Python would take each letter of the string as a name.
    """
    if isinstance(names, str):
        raise UsageError(f"names come in a list: write ['{sanitize(names)}'] for '{sanitize(names)}'")
    return list(names)


def suggest_names(name: str, known: Iterable[str]) -> str:
    """Return a text such as ", did you mean x or y?" with the names in `known` that are most similar to `name`.

    If no name in `known` is similar to the unknown name `name`, return an empty text.
    """
    question = _format_question(_find_similar(name, known, 150))
    return question and f", {question}"


def suggest_fix(name: str, known: Collection[str]) -> str:
    """Return a text that suggests the names in `known` most similar to an unknown name, or else lists all of `known`.

    >>> suggest_fix("titel", ["title", "needs"]), suggest_fix("salary", ["title", "needs"])
    ('did you mean title?', 'use one of title, needs')
    """
    return _format_question(_find_similar(name, known, 150)) or f"use one of {', '.join(known)}"


def _find_longer(name: str, known: Iterable[str]) -> list[str]:
    """Return the names in `known` that have a word beginning with `name`, the shortest name first.

    If `name` is a single letter, return no names.
    """
    found = (other for other in known if len(name) > 1 and f" {name}" in f" {other}")
    return sorted(found, key=lambda other: (len(other), other))


def _find_similar(name: str, known: Iterable[str], most: int) -> list[str]:
    """Return at most three names in `known`, those most similar to `name`.

    If `known` has more than `most` names, the function compares `name` only with the `most` names nearest to it in
    alphabetical order. To compare each unknown name of a file with all names would be slow, since a file may have
    thousands of unknown names.
    """
    names = sorted(known)
    first = max(0, min(bisect(names, name), len(names) - most // 2) - most // 2)
    return difflib.get_close_matches(name, names[first : first + most], n=3, cutoff=0.6)


def list_names(graph: Graph, node: str) -> set[str]:
    """Return the id, title and aliases of a node, normalised by `fold`."""
    attributes = graph.nodes[node]
    return {fold(name) for name in (node, attributes["title"], *attributes["aliases"])}


_INDEXES: "WeakKeyDictionary[Graph, dict[str, tuple[str, ...]]]" = WeakKeyDictionary()


def index_names(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Return a mapping from each name in the graph, normalised by `fold`, to the ids of the nodes with the name.

    The function caches the result for an immutable graph.
    """
    if graph in _INDEXES:
        return _INDEXES[graph]
    nodes: dict[str, tuple[str, ...]] = {}
    for node, attributes in graph.nodes(data=True):
        for name in {*map(fold, (node, attributes["title"], *attributes["aliases"]))}:
            # tuples, since the garbage collector would visit lists again and again
            nodes[name] = (*nodes[name], node) if name in nodes else (node,)
    if "frozen" in vars(graph):
        _INDEXES[graph] = nodes
    return nodes


def _suggest(graph: Graph, nodes: Iterable[str]) -> str:
    titles = ((node, graph.nodes[node]["title"]) for node in nodes)
    return _format_question(node if fold(title) == fold(node) else f"{node} ({title})" for node, title in titles)


def _format_question(names: Iterable[str]) -> str:
    listed = " or ".join(sanitize(name) for name in names)
    return f"did you mean {listed}?" if listed else ""
