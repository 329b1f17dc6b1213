"""Harness of the importers.

The bytes are tables of a published source, which is imported or refused with a message. An imported
graph stays equal when it is saved and loaded again.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from mlgraph.errors import GraphFileError, MlgraphError
from mlgraph.graphfile import document
from mlgraph.graphfile.dump import dump
from mlgraph.graphfile.load import build
from mlgraph.importers import esco, onet
from mlgraph.importers.registry import read
from mlgraph.printable import is_visible
from support.titles import SCRIPTS

# the first byte selects the source; its files follow in this order, separated by BETWEEN
BETWEEN = b"\x1e"
SOURCES: dict[str, tuple[str, tuple[str, ...]]] = {
    "o": ("onet", onet.USED),
    "e": (
        "esco",
        (
            *(f"en/{name}_en.csv" for name in ("occupations", "skills")),
            *(f"relations/{name}.csv" for name in esco.RELATION_FILES),
        ),
    ),
    "u": ("uk-ddat", ("roles.csv",)),
    "m": ("metacademy", ("graph_data.json",)),
    "r": ("roadmap", ("roadmap.json",)),
    "c": ("curriculum", ("curriculum.csv",)),
    "t": ("rdf", ("graph.ttl",)),
    "k": ("skill-tree", ("tree",)),
}
# their importers take a file, not a folder
OF_ONE_FILE = ("roadmap", "curriculum", "skill-tree")
_CODE = "O*NET-SOC Code"
_ONET = (
    f"{_CODE}\tTitle\tDescription\n1-1.00\tChiefs\tLead.\n2-2.00\tData People\tCount.\n",
    f"{_CODE}\tAlternate Title\tShort Title\n2-2.00\tCounter\tn/a\n2-2.00\tCounter\tDP\n",
    f"{_CODE}\tJob Zone\n1-1.00\t5\n2-2.00\t4\n",
    f"{_CODE}\tRelated {_CODE}\tRelatedness Tier\n2-2.00\t1-1.00\tPrimary-Short\n1-1.00\t2-2.00\tPrimary-Long\n",
    f"{_CODE}\tExample\tCommodity Title\n2-2.00\tC\tLanguages\n2-2.00\tC++\tLanguages\n",
    f"{_CODE}\tElement ID\tElement Name\tScale ID\tData Value\n2-2.00\t2.A\tReading\tIM\t3\n2-2.00\t2.A\tR\tLV\t2\n",
    f"{_CODE}\tElement ID\tElement Name\tScale ID\tData Value\n2-2.00\t2.C\tMaths\tIM\t5\n2-2.00\t2.C\tM\tLV\t1\n",
)
_ESCO = (
    'conceptUri,preferredLabel,altLabels,description,code\nhttp://e/o/1,one,"a\nb",Does.,1.1\nhttp://e/o/2,two,,,1.2\n',
    "conceptUri,preferredLabel,altLabels,description\nhttp://e/s/a,count,,C\nhttp://e/s/b,compute,,D\n",
    "occupationUri,relationType,skillType,skillUri\nhttp://e/o/1,essential,k,http://e/s/a\n"
    "http://e/o/2,essential,,http://e/s/a\nhttp://e/o/2,optional,,http://e/s/b\n",
    "originalSkillUri,relationType,relatedSkillUri\nhttp://e/s/b,essential,http://e/s/a\n",
)
_UK = (
    "Role,Role Level,Role Level Description,Skill Name,Skill Level\nAnalyst,Junior analyst,Helps.,Maths,Awareness\n"
    "Analyst,Senior analyst,Leads.,Maths,Expert\nAnalyst,NOT IN USE,,Maths,Expert\n",
)
_METACADEMY = (
    '[{"model": "graph.concept", "pk": "a", "fields": {"tag": "a_b", "title": "A", "summary": "S", "learn_time": 2}},'
    '{"model": "graph.concept", "pk": "b", "fields": {"tag": "c", "title": "", "summary": "", "learn_time": null}},'
    '{"model": "graph.dependency", "pk": 1, "fields": {"source": "a", "target": "b", "reason": "R"}}]',
)
_ROADMAP = (
    '{"nodes": [{"id": "a", "type": "topic", "data": {"label": "Maths "}}, {"id": "b", "type": "subtopic", "data": '
    '{"label": "Sets"}}], "edges": [{"source": "a", "target": "b"}]}',
)
_CURRICULUM = (
    "Curriculum,Weaving\nCourses\nCourse ID,Course Name,Prerequisites,Corequisites,Credit Hours\n"
    "1,Baskets,,,3\n2,Reeds,1,,3\n3,Forms,1;2,2,3\n",
)
_RDF = (
    "@prefix m: <https://mlgraph.github.io/mlgraph/reference/rdf/#> .\n"
    "@prefix s: <https://mlgraph.github.io/mlgraph/id/skill/> .\n"
    "@prefix k: <http://www.w3.org/2004/02/skos/core#> .\n"
    's:a a m:Skill ; k:prefLabel "A" ; m:hours 2.5 .\n'
    's:b a m:Skill ; k:prefLabel "B"@en ; m:hours (1 2 3) ; m:needs (s:a) .\n',
)
_TREE = (
    '[{"id": "a", "title": "A", "tooltip": {"content": "x"}, "children": '
    '[{"id": "b", "title": "B", "optional": true}]}]',
)
_GROUPS = (
    b'k[skillmap]\nname = "M"\n[groups.a]\nrequires = ["groups.b"]\nskills.s.name = "S"\n'
    b'[groups.b.skills.t]\nname = "T"\n'
)
_STRANGE_TYPES = (
    b'm[{"model": "graph.concept", "pk": [], "fields": {"tag": "a", "title": [], "summary": [], "learn_time": "x"}}]'
)
_NAMELESS = (
    "u" + _UK[0].splitlines()[0] + "\nAnalyst,\u200b,Leads.,Maths,Expert\n"
)  # once crashed the ranking by seniority
_FILES = (_ONET, _ESCO, _UK, _METACADEMY, _ROADMAP, _CURRICULUM, _RDF, _TREE)
# a name in each source
_NAMES = ("Data People", "two", "Analyst", '"A"', "Maths ", "Baskets", '"B"', '"B"')


def _in_scripts() -> Iterator[bytes]:
    """Yield each source with each script in place of a name."""
    for letter, files, name in zip(SOURCES, _FILES, _NAMES, strict=True):
        for title in SCRIPTS.values():
            quoted = f'"{title}"' if '"' in name else title
            yield letter.encode() + BETWEEN.join(file.replace(name, quoted).encode() for file in files)


SEEDS = (
    *(letter.encode() + BETWEEN.join(map(str.encode, files)) for letter, files in zip(SOURCES, _FILES, strict=True)),
    _GROUPS,
    _STRANGE_TYPES,
    _NAMELESS.encode(),
    *_in_scripts(),
)
FOLDER = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)


def attempt(data: bytes) -> None:
    """Import bytes, and fail unless the result is a valid graph or a proper error."""
    name, names = SOURCES.get(data[:1].decode("latin-1"), SOURCES["o"])
    folder = Path(FOLDER.name, data[:1].hex())
    for file, content in zip(names, data[1:].split(BETWEEN, len(names) - 1), strict=False):
        folder.joinpath(file).parent.mkdir(parents=True, exist_ok=True)
        folder.joinpath(file).write_bytes(content)
    try:
        result = read(name, folder / names[0] if name in OF_ONE_FILE else folder)
        assert all(map(is_visible, (*result.read, *result.left_out))), result
    except MlgraphError as error:
        assert all(map(is_visible, str(error).split("\n"))), str(error)
        for found in error.diagnostics if isinstance(error, GraphFileError) else ():
            assert 1 <= found.line <= len(data) + 1, found
            assert found.message, found
            assert found.fix, found
            assert Path(found.file).is_relative_to(folder), found
        return
    finally:
        for file in names:
            folder.joinpath(file).unlink(missing_ok=True)
    back = build(document.parse("back.json", dump(result.graph, "json").encode()))
    assert [*back.nodes.items()] == [*result.graph.nodes.items()]
    assert [*back.edges.items()] == [*result.graph.edges.items()]
