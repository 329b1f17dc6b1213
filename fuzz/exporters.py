"""Harness of the export formats.

The bytes are the shape and the texts of a graph, which is written in each text format and read back by other parsers.
"""

import io
import json
import re
import tomllib
from collections.abc import Callable
from datetime import date
from functools import partial
from html import unescape
from itertools import cycle
from typing import Any

import cmarkgfm
import networkx as nx

import mlgraph
from mlgraph.errors import MlgraphError
from mlgraph.export import graphml, mermaid
from mlgraph.export.icalendar import make_calendar
from mlgraph.export.markdown import make_checklist
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.dump import dump
from mlgraph.graphfile.load import build
from mlgraph.importers import tables as tables_module
from mlgraph.model import Graph
from mlgraph.planning.timetable import make_timetable
from mlgraph.printable import is_visible
from mlgraph.text.formatting import remove_escapes
from mlgraph.text.plan import dump_plan, render_plan
from support.titles import SCRIPTS

TEXTS = (
    '"];evil->pwn;b[label="c',
    "a\\",
    "\\N\\G\\l",
    "<b>&lt;&#0;</b> ]]> -->",
    "%%{init: {}}%% end subgraph click a",
    "[x](javascript:1) ![y](z) # 1. | <script> @a www.e.org",
    "END:VEVENT;X=1,\\n:\\N",
    "=1+1 -a +b @c {% raw %} ${x} #{y}",
    "\u00e9" * 90,
    # these made lists in a checklist
    "1) x",
    "- x",
)
_START = date(2026, 1, 1)
_CALENDAR = {"BEGIN", "VERSION", "PRODID", "NAME", "X-WR-CALNAME", "DESCRIPTION", "END"}
_CALENDAR |= {"UID", "DTSTAMP", "DTSTART", "DTEND", "TRANSP", "SUMMARY", "LAST-MODIFIED", "SEQUENCE", "URL"}
_JOINER = "\u2060"
_ADDRESS = "https://example.org/?a=1&b=#c"
_VALUE = r'"(?:[^"\\]|\\["\\nl])*"'
_PAIR = rf'(?:label={_VALUE}|URL="{re.escape(_ADDRESS)}"|\w+=(?:"[\w #,.:-]*"|\w+))'
_THING = rf"(?:graph|node|edge|n\d+(?: -> n\d+)?)(?: \[{_PAIR}(?:, {_PAIR})*\])?"
_DOT = re.compile(rf"(?:{_THING}|{_PAIR});|subgraph(?: \w+)? {{|}}|")
_TEXT = r"[\w ,.()/#;-]*"
_LINES = rf"{_TEXT}(?:<br>{_TEXT})*"
_BOX = re.compile(rf"    n\d+(?:\[\"({_LINES})\"\]|\(\"({_LINES})\"\)|\[\[\"({_LINES})\"\]\])")
_ARROW = r"n\d+ (?:-->|-\.->)(?:\|\"[\d.,]+ mo\"\|)? n\d+"
_CLICK = rf"click n\d+ href \"{re.escape(_ADDRESS)}\""
_MERMAID = re.compile(rf"{_BOX.pattern}|    {_CLICK}|    (?:{_ARROW}|subgraph s\d+\[\"{_TEXT}\"\]|end|%% {_TEXT})")


def attempt(data: bytes) -> None:
    """Write a graph or a plan, and fail if a parser finds anything that the graph does not have.

    The first byte selects the format, the next bytes select the edges. The texts follow a line feed.
    """
    shape, _, words = data.partition(b"\n")
    try:
        JUDGES[shape[0] % len(JUDGES) if shape else 0](make_graph(shape[1:], words))
    except MlgraphError as error:
        assert all(map(is_visible, str(error).split("\n"))), str(error)


def make_graph(shape: bytes, words: bytes) -> Graph:
    """Return a graph of a stage, one or two roles and up to three skills, with the lines of `words` as texts."""
    lines = [tables_module.to_title(line.decode("utf-8", "replace")) for line in words.split(b"\n")]
    texts, numbers = cycle([line for line in lines if line] or ["x"]), cycle(shape or b"\1")

    def about() -> dict[str, Any]:
        return {"title": next(texts), "about": next(texts), "aliases": [next(texts)], "cites": ["book:p"]}

    def some(names: list[str]) -> list[str]:
        return [name for name in names if next(numbers) & 1]

    skills: dict[str, Any] = {}
    for rank in range(1 + next(numbers) % 3):
        needs = some([*skills])
        entry = {"hours": next(numbers) / 4, "shown_by": next(texts), "reasons": {need: next(texts) for need in needs}}
        skills[f"k{rank}"] = about() | entry | {"needs": [needs] if needs and next(numbers) & 1 else needs}
    roles: dict[str, Any] = {}
    names = [f"r{rank}" for rank in range(1 + next(numbers) % 2)]
    for name in names:
        targets = some([other for other in names if other != name])
        entry = {"leads_to": {other: {"months": next(numbers), "tier": next(texts)} for other in targets}}
        entry |= {"needs": some([*skills]), "optional": some([*skills]), "url": _ADDRESS}
        roles[name] = about() | entry | ({"stage": "s"} if next(numbers) & 1 else {})
    source = {"title": next(texts), "publisher": next(texts), "licence": next(texts), "points": {"p": next(texts)}}
    tables = {"title": next(texts), "attribution": next(texts), "source": {"book": source}}
    tables |= {
        "stage": {"s": about() | {"leads_to": {name: 40 // (1 + rank) for rank, name in enumerate(names)}}},
        "role": roles,
        "skill": skills,
    }
    return build(Document("made.json", "", tables))


def _dot(written: str, count: int) -> None:
    first, *lines = written.splitlines()
    assert first == "digraph mlgraph {"
    assert all(map(_DOT.fullmatch, lines)), [line for line in lines if not _DOT.fullmatch(line)]
    assert sum(bool(re.match(r"n\d+ \[", line)) for line in lines) >= count


def _map(graph: Graph) -> None:
    _dot(mlgraph.draw(graph).dot, 2)


def _plan(graph: Graph) -> None:
    _dot(mlgraph.draw(graph, plan=mlgraph.plan(graph, "s", "r0")).dot, 2)


def _focus(graph: Graph) -> None:
    _dot(mlgraph.draw(graph, focus="k0").dot, 1)


def _skills(graph: Graph) -> None:
    _dot(mlgraph.draw(graph, only="skills").dot, 1)


def _flowchart(graph: Graph) -> None:
    for only, kinds in ((None, ("stage", "role")), ("skills", ("skill",))):
        titles = [_bare(graph.nodes[node]["title"]) for node in graph if graph.nodes[node]["kind"] in kinds]
        assert sorted(_boxes(mermaid.format_map(graph, only))) == sorted(titles)


def _route(graph: Graph) -> None:
    plan = mlgraph.plan(graph, "s", "r0")
    assert [box.split("<br>")[0] for box in _boxes(mermaid.format_plan(graph, plan))] == [
        _bare(s.title) for s in plan.stops
    ]


def _bare(text: str) -> str:
    """Return a text without word joiners, which a format adds between its signs, and which a title may have, too."""
    return text.replace(_JOINER, "")


def _boxes(written: str) -> list[str]:
    first, *lines = written.splitlines()
    assert first in ("flowchart LR", "flowchart TB")
    assert all(map(_MERMAID.fullmatch, lines)), lines
    boxes = ["".join(filter(None, match.groups())) for match in map(_BOX.fullmatch, lines) if match]
    return [_bare(re.sub(r"#(\d+);", lambda found: chr(int(found[1])), box)) for box in boxes]


def _checklist(graph: Graph) -> None:
    plan = mlgraph.plan(graph, "s", "r0", start=_START)
    html = cmarkgfm.github_flavored_markdown_to_html(make_checklist(plan, graph.graph["attribution"]))
    assert {*re.findall(r"<(\w+)", html)} <= {"h1", "h2", "p", "ul", "li", "strong", "input", "a"}, html
    assert {*map(unescape, re.findall(r'<a href="(.*?)"', html))} <= {_ADDRESS}
    heads = [_bare(unescape(head)) for head in re.findall(r"<h2>(.*)</h2>", html)]
    assert heads == [_bare(stop.title) for stop in plan.stops[1:]]


def _calendar(graph: Graph) -> None:
    plan = mlgraph.plan(graph, "s", "r0", start=_START)
    data = make_calendar(plan, graph.graph["attribution"]).decode()
    lines = data.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    parts = [re.fullmatch(r"([A-Z-]+)(?:;VALUE=DATE)?:((?:[^\\,;]|\\[\\,;])*)", line) for line in lines]
    assert all(parts), lines
    said = [(part[1], _bare(re.sub(r"\\(.)", r"\1", part[2]))) for part in parts if part]
    assert {name for name, _ in said} <= _CALENDAR
    assert {value for name, value in said if name == "URL"} <= {_ADDRESS}
    assert said.count(("BEGIN", "VEVENT")) == len(make_timetable(plan))
    assert ("DESCRIPTION", _bare(graph.graph["attribution"])) in said
    titles = [value for name, value in said if name == "SUMMARY"][: len(plan.stops)]
    assert titles == [_bare(stop.title) for stop in plan.stops]


def _exchange(graph: Graph, write: Callable[[Graph], bytes], read: Callable[[io.BytesIO], Graph]) -> None:
    back = read(io.BytesIO(write(graph)))
    assert {*back.edges} == {*graph.edges}
    for node, attributes in graph.nodes.items():
        assert back.nodes[node]["title"] == back.nodes[node]["label"] == attributes["title"]
        assert back.nodes[node]["about"] == attributes["about"]
        assert json.loads(back.nodes[node]["aliases"]) == [*attributes["aliases"]]


def _file(graph: Graph, format: str, read: Callable[[str], dict[str, Any]]) -> None:
    tables = read(dump(graph, format))
    assert {*tables} == {"title", "attribution", "source", "stage", "role", "skill"}
    assert tables["title"] == graph.graph["title"]
    for node, attributes in graph.nodes.items():
        entry = tables[attributes["kind"]][node]
        assert (entry["title"], tuple(entry["aliases"])) == (attributes["title"], attributes["aliases"])


def _answer(graph: Graph) -> None:
    plan = mlgraph.plan(graph, "s", "r0")
    assert json.loads(dump_plan(plan))["stops"][-1]["title"] == graph.nodes["r0"]["title"]
    # a line may end between a mark of direction and its letters, so the lines are judged together, or at a word break
    assert is_visible(re.sub("[\u200b\u2060]?\n", " ", remove_escapes(render_plan(plan))))


JUDGES: tuple[Callable[[Graph], None], ...] = (
    *(_map, _plan, _focus, _skills, _flowchart, _route, _checklist, _calendar, _answer),
    partial(_exchange, write=graphml.write_graphml, read=nx.read_graphml),
    partial(_exchange, write=graphml.write_gexf, read=nx.read_gexf),
    partial(_file, format="json", read=json.loads),
    partial(_file, format="toml", read=tomllib.loads),
)
_SCRIPTS = [*SCRIPTS.values()]
_MIXED = [TEXTS[first:] + TEXTS[:first] for first in range(len(TEXTS))]
SEEDS = tuple(
    bytes([number, *range(number, 29, 2)]) + b"\n" + "\n".join(_MIXED[number % len(TEXTS)]).encode()
    for number in range(len(JUDGES))
) + tuple(
    # the twelve scripts, each text in each place once
    bytes([number, *range(number, 29, 2)]) + b"\n" + "\n".join([*_SCRIPTS[number:], *_SCRIPTS[:number]]).encode()
    for number in range(len(JUDGES))
)
