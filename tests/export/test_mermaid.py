"""Tests of flowcharts as Mermaid itself reads and draws them, in Chromium, with hostile titles in all places."""

import pytest

import mlgraph
from mlgraph.export.formats import export
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build
from support.browser import chromium
from support.paths import REPOSITORY
from support.titles import LABELS, SCRIPTS

MERMAID = REPOSITORY / "node_modules" / "@mermaid-js" / "tiny" / "dist" / "mermaid.tiny.js"
TITLES = [*LABELS, *SCRIPTS.values()]
PLAIN = ["Plain title"] * len(TITLES)
JOINER = "\u2060"  # separates characters that Mermaid would take for markup
ADDRESS = "https://example.org/?a=1&b=%3C#35;c"
READ = """async (text) => {
    document.body.innerHTML = (await mermaid.render("drawing", text)).svg;
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const all = (what) => [...document.querySelectorAll(what)];
    return {
        texts: all("g.node, g.cluster").map((each) => each.querySelector(".nodeLabel").innerText),
        links: all("a").map((each) => each.getAttributeNS("http://www.w3.org/1999/xlink", "href")),
        moves: db.getEdges().map(({ start, end, text }) => [start, end, text]),
        elements: [...new Set(all("svg *").flatMap((each) => [each.localName, ...each.getAttributeNames()]))].sort(),
    };
}"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not MERMAID.exists(), reason="Mermaid is not installed: npm ci"),
]


@pytest.fixture(scope="module")
def read():
    """Return what Mermaid finds in a flowchart: the texts, the links, the moves, and the kinds of elements it draws."""
    with chromium() as browser:
        page = browser.new_page()
        page.add_script_tag(path=MERMAID)
        page.evaluate("mermaid.initialize({ startOnLoad: false })")
        yield lambda data: page.evaluate(READ, data.decode())


def graph_with(titles):
    """Return a graph with a stage and roles in a row, each of which needs a skill; all have the titles."""
    stage = {"title": titles[0], "url": ADDRESS, "leads_to": {"r0": 1}}
    roles, skills = {}, {}
    for rank, title in enumerate(titles):
        skills[f"k{rank}"] = {"title": title, "hours": 9, "url": ADDRESS, "needs": [f"k{rank - 1}"] * (rank > 0)}
        roles[f"r{rank}"] = {"title": title, "url": ADDRESS, "stage": "s", "needs": [f"k{rank}"]}
        if rank + 1 < len(titles):
            roles[f"r{rank}"]["leads_to"] = {f"r{rank + 1}": 2}
    tables = {"attribution": titles[-1], "stage": {"s": stage}, "role": roles, "skill": skills}
    return build(Document("hostile", "", tables))


def squeezed(text):
    return "".join(text.replace(JOINER, "").split())


@pytest.mark.parametrize("content", ["map", "skills", "plan"])
def test_mermaid_draws_each_title_as_text(read, content):
    def draw(titles):
        graph = graph_with(titles)
        plan = mlgraph.plan(graph, "s", f"r{len(titles) - 1}") if content == "plan" else None
        data = export(graph, "mmd", plan=plan, only="skills" if content == "skills" else None)
        assert b"#36;#36;" not in data  # a formula, which this small Mermaid does not draw
        return read(data)

    found, plain = draw(TITLES), draw(PLAIN)
    assert {key: found[key] for key in ("links", "moves", "elements")} == {
        key: plain[key] for key in ("links", "moves", "elements")
    }
    assert len(found["moves"]) == len(TITLES) - (content == "skills")
    assert {*found["links"]} == {ADDRESS}
    expected = [*map(squeezed, TITLES)]
    if content == "plan":
        for title, text in zip(expected, found["texts"][1:], strict=True):
            assert squeezed(text).startswith(title) and squeezed(text).endswith(f"9h{title}")
    else:
        further = {"map": 2, "skills": 0}[content]  # the stage and its frame
        assert sorted(map(squeezed, found["texts"])) == sorted([*expected, *expected[:1] * further])


def test_mermaid_draws_the_bundled_graph(read, ml):
    found = read(export(ml, "mmd"))
    titles = {attributes["title"] for _, attributes in ml.nodes(data=True) if attributes["kind"] == "role"}
    assert titles <= {text.replace(JOINER, "") for text in found["texts"]}
    assert all(text.endswith(" mo") for *_, text in found["moves"])
