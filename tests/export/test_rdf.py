"""Tests of RDF: rdflib reads it, the importer reads it back as an equal graph, and SHACL and SPARQL find what they should."""

import csv
import json
import re
import subprocess
import sys
import zipfile
from datetime import date
from importlib.resources import files
from itertools import pairwise

import pyshacl
import pytest
import rdflib
import sssom_pydantic
from hypothesis import given, settings

import mlgraph
from mlgraph.errors import FileError, GraphFileError
from mlgraph.export.formats import export
from mlgraph.export.html import write
from mlgraph.importers import rdf, triples
from mlgraph.importers.registry import read
from support.careers import GIVING
from support.documents import blocks
from support.paths import REPOSITORY
from support.tables import graph_of_tables, same, tables

FULL = """
title = "Careers"
attribution = "By us."
[source.book]
title = "A book"
points = { "a b/c" = "A point.", "2511.4" = "x, http://data.europa.eu/esco/occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30" }
[resource.course]
title = "A course"
url = "https://example.org/{x}"
hours = [10, 12.5]
free = true
publisher = "A school"
[experience.data]
title = "Data"
[track.science]
title = "Science"
[stage.start]
title = "Start"
leads_to = { analyst = 3 }
[role.analyst]
title = "Analyst"
aliases = ["Zed", "Ann"]
track = "science"
stage = "start"
needs = ["sql", ["r", "python"]]
because = { "book:a b/c" = ["sql"] }
counts_as = ["data"]
teaches = { talking = 6 }
same_as = { "book:2511.4" = "exact" }
leads_to = { lead = { months = [6, 12, 24.5], cites = ["book:a b/c", "book"], tier = "x", share = 0.1 } }
[[role.analyst.pay]]
area = "US"
currency = "USD"
year = [2020, 2024]
low = 1
median = 20.5
high = 30
people = 40
counted = "analysts"
cites = ["book"]
[[role.analyst.entry]]
area = "US"
year = 2024
people = 40
counted = "analysts"
education = { Bachelor = 60, Master = 40 }
cites = ["book"]
[role.lead]
title = "Lead"
experience = { data = 48 }
usual_experience = { data = 60.5 }
usual_experience_from = ["book:a b/c"]
usual_skills = ["talking", "r"]
usual_skills_from = ["book"]
optional = ["talking"]
[skill.sql]
title = "SQL"
hours = [1, 2, 3]
learn_with = ["course"]
[skill.python]
title = "Python"
hours = 0.1
needs = ["sql"]
reasons = { sql = "So." }
[skill.r]
title = "R"
hours = 4
[skill.talking]
title = "Talking"
hours = 5
same_as = { book = "none" }
"""


def back(tmp_path, data, format):
    path = tmp_path / f"graph.{format}"
    path.write_bytes(data)
    return read("rdf", path).graph


@pytest.mark.parametrize("format", ["ttl", "jsonld"])
@pytest.mark.parametrize("text", [FULL, GIVING])
def test_rdf_is_read_back_as_an_equal_graph(graph_of, tmp_path, format, text):
    graph = graph_of(text)
    same(back(tmp_path, export(graph, format), format), graph)


@settings(max_examples=20)
@given(tables())
def test_any_graph_is_read_back_equal(tmp_path_factory, tables):
    graph = graph_of_tables(tables)
    same(back(tmp_path_factory.mktemp("rdf"), export(graph, "ttl"), "ttl"), graph)


@pytest.mark.process
def test_the_same_graph_gives_the_same_turtle():
    code = f"import mlgraph,sys\nfrom mlgraph.export.formats import export\nfrom mlgraph.graphfile.document import Document\nfrom mlgraph.graphfile.load import build\nimport tomllib\nsys.stdout.buffer.write(export(build(Document('', '', tomllib.loads({FULL!r}))), 'ttl'))"
    runs = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert len(runs.pop()) > 1000


@pytest.fixture(scope="module")
def careers(forty):
    plan = mlgraph.plan(forty, "beginner", "data-scientist")
    return rdflib.Graph().parse(data=export(forty, "jsonld", plan=plan), format="json-ld")


def judge(triples):
    shapes = (files("mlgraph.export") / "shapes.ttl").read_text(encoding="utf-8")
    return pyshacl.validate(triples, shacl_graph=shapes, shacl_graph_format="turtle")


@pytest.mark.slow
def test_the_shapes_hold_and_find_what_is_wrong(careers, graph_of):
    assert judge(careers)[0], judge(careers)[2][:2000]
    data = export(graph_of(FULL), "ttl").decode()
    assert judge(rdflib.Graph().parse(data=data, format="turtle"))[0]
    for right, wrong in (
        (r"ml:months 3", "ml:waits 3"),
        (r'schema:currency "USD"', 'schema:currency "dollars"'),
        (r"ceterms:requiredNumber 1", "ceterms:requiredNumber 0"),
        (r'skos:prefLabel "Analyst"', 'rdfs:label "Analyst"'),
        (r"ml:track track:science", "ml:track stage:start"),
    ):
        assert re.search(right, data), right
        changed = data.replace(right, wrong)
        if "rdfs:" in wrong:
            changed = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n" + changed
        assert not judge(rdflib.Graph().parse(data=changed, format="turtle"))[0], wrong


@pytest.mark.thorough
def test_the_queries_of_the_documentation_find_what_they_ask_for(careers, forty):
    moves, skills, pay = (
        [*careers.query(query)]
        for query in blocks("sparql", (REPOSITORY / "docs" / "reference" / "rdf.md").read_text(encoding="utf-8"))
    )
    expected = {
        (forty.nodes[to]["title"], edge["months"])
        for _, to, edge in forty.out_edges("data-scientist", data=True)
        if edge["relation"] == "leads_to" and forty.nodes[to]["kind"] == "role"
    }
    assert {(str(row.title), float(row.months)) for row in moves} == expected
    assert len(skills) == 10
    assert int(skills[0].roles) >= int(skills[-1].roles) > 10
    medians = [
        (figure["median"], node["title"])
        for _, node in forty.nodes(data=True)
        for figure in node.get("pay", ())
        if figure["area"] == "US"
    ]
    assert (float(pay[0].median), str(pay[0].name)) == max(medians)
    assert all(row.source for row in pay)


def test_a_plan_is_a_pathway(careers, forty):
    plan = mlgraph.plan(forty, "beginner", "data-scientist")
    steps = careers.query(
        "PREFIX c: <https://purl.org/ctdl/terms/> SELECT ?name ?number WHERE { ?p a c:Pathway ; c:hasPart ?part ."
        " ?part c:name ?name ; c:isPartOf ?p . OPTIONAL { ?part c:hasCondition ?all ."
        " ?all c:requiredNumber ?number ; c:logicalOperator <https://purl.org/ctdl/vocabs/logic/And> } }"
    )
    found = {str(row.name): int(row.number or 0) for row in steps}
    positions = {stop.title: len(stop.learn) for stop in plan.stops}
    assert found == positions | {study.title: 0 for study in plan.studies}
    order = careers.query(
        "PREFIX c: <https://purl.org/ctdl/terms/> SELECT ?a ?b WHERE { ?p a c:Pathway ; c:hasPart ?x ."
        " ?x c:precedes ?y ; c:name ?a . ?y c:name ?b }"
    )
    titles = [stop.title for stop in plan.stops]
    assert {(str(row.a), str(row.b)) for row in order} == {*pairwise(titles)}


def test_alternatives_are_a_condition_of_ctdl(graph_of):
    triples = rdflib.Graph().parse(data=export(graph_of(FULL), "ttl"), format="turtle")
    rows = triples.query(
        "PREFIX c: <https://purl.org/ctdl/terms/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        " SELECT ?title WHERE { ?x a c:ComponentCondition ; c:requiredNumber 1 ; c:targetComponent/skos:prefLabel ?title }"
    )
    assert {str(row.title) for row in rows} == {"R", "Python"}
    ((found,),) = triples.query("SELECT ?x WHERE { ?a <http://www.w3.org/2004/02/skos/core#exactMatch> ?x }")
    assert str(found).startswith("http://data.europa.eu/esco/occupation/258e46f9")


def test_a_page_describes_its_roles_to_search_engines(graph_of):
    page = write(graph_of(FULL.replace('"Lead"', '"</script><!--"')), start=date(2026, 1, 1), plan=None).decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found = {each["name"]: each for each in json.loads(text)["@graph"]}
    analyst, lead, course = found["Analyst"], found["</script><!--"], found["A course"]
    assert analyst["@type"] == "Occupation"
    assert analyst["estimatedSalary"][0]["percentile75"] == 30
    assert lead["experienceRequirements"][0]["monthsOfExperience"] == 48
    assert course["@type"] == "LearningResource"
    assert (course["timeRequired"], course["teaches"][0]["name"]) == ("PT750M", "SQL")


def test_same_as_is_a_table_of_sssom(graph_of):
    lines = export(graph_of(FULL), "tsv").decode().splitlines()
    about = [line for line in lines if line.startswith("#")]
    assert any(line.startswith("#mapping_set_id:") for line in about)
    rows = list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))
    assert [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows] == [
        ("mlgraph:role/analyst", "skos:exactMatch", "esco:occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30"),
        ("mlgraph:skill/talking", "skos:exactMatch", "sssom:NoTermFound"),
    ]
    assert {row["mapping_justification"] for row in rows} == {"semapv:ManualMappingCuration"}


def test_a_reader_of_sssom_finds_the_mappings(graph_of, tmp_path):
    path = tmp_path / "same-as.tsv"
    path.write_bytes(export(graph_of(FULL), "tsv"))
    mappings, converter, about = sssom_pydantic.read(path)
    assert [(each.subject.name, converter.expand(each.object.curie)) for each in mappings] == [
        ("Analyst", "http://data.europa.eu/esco/occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30"),
        ("Talking", "https://w3id.org/sssom/NoTermFound"),
    ]
    assert {each.predicate.curie for each in mappings} == {"skos:exactMatch"}
    assert about.title == "Careers"


ESCO = """
@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix e: <http://data.europa.eu/esco/> .
<http://data.europa.eu/esco/occupation/o1> a esco:Occupation ; skos:notation "2511.1" ;
    skos:prefLabel "analyst"@en , "Analytiker"@de ; skos:altLabel "number person"@en , "Zahlenmensch"@de ;
    dct:description <http://data.europa.eu/esco/node-literal/n1> , <http://data.europa.eu/esco/node-literal/n2> ;
    esco:relatedEssentialSkill <http://data.europa.eu/esco/skill/s1> ; esco:relatedOptionalSkill <http://data.europa.eu/esco/skill/s2> .
<http://data.europa.eu/esco/node-literal/n1> a esco:NodeLiteral ; esco:language "en" ; esco:nodeLiteral "Counts." .
<http://data.europa.eu/esco/node-literal/n2> a esco:NodeLiteral ; esco:language "de" ; esco:nodeLiteral "Rechnet." .
<http://data.europa.eu/esco/occupation/o2> a esco:Occupation ; skosxl:prefLabel <http://data.europa.eu/esco/label/l1> .
<http://data.europa.eu/esco/label/l1> a skosxl:Label ; skosxl:literalForm "chief"@en .
<http://data.europa.eu/esco/relation/r1> a esco:AssociationObject ; esco:isAssociationFor <http://data.europa.eu/esco/occupation/o2> ;
    esco:target <http://data.europa.eu/esco/skill/s1> ; dct:type <http://data.europa.eu/esco/relationship-type/essential-skill> .
<http://data.europa.eu/esco/skill/s1> a esco:Skill ; skos:prefLabel "count"@en ; esco:relatedEssentialSkill <http://data.europa.eu/esco/skill/s2> .
<http://data.europa.eu/esco/skill/s2> a esco:Skill ; skos:prefLabel "read"@en .
"""


def test_the_turtle_of_esco_becomes_a_graph(tmp_path):
    path = tmp_path / "esco.ttl"
    path.write_text(ESCO, encoding="utf-8")
    graph = read("rdf", path).graph
    analyst = graph.nodes["2511.1"]
    assert (analyst["title"], analyst["aliases"], analyst["about"]) == ("analyst", ("number person",), "Counts.")
    assert (analyst["needs"], analyst["optional"]) == ((("s1",),), ("s2",))
    assert (graph.nodes["o2"]["title"], graph.nodes["o2"]["needs"]) == ("chief", (("s1",),))
    assert graph.nodes["s1"]["needs"] == (("s2",),)
    assert graph.edges["o2", "2511.1"]["overlap"] == 1
    assert "European Commission" in graph.graph["attribution"]
    assert "Tabiya" not in str(graph.graph)
    german = read("rdf", path, language="de").graph.nodes["2511.1"]
    assert (german["title"], german["aliases"], german["about"]) == ("Analytiker", ("Zahlenmensch",), "Rechnet.")


def test_a_large_file_gives_the_wanted_language_and_english(tmp_path, monkeypatch):
    path = tmp_path / "esco.ttl"
    path.write_text(ESCO, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "esco.zip", "w") as archive:
        archive.write(path, "esco/esco.ttl")
    small = {language: read("rdf", path, language=language).graph for language in ("en", "de")}
    monkeypatch.setattr(rdf, "FILE_BYTES", 100)
    for source in (path, tmp_path / "esco.zip"):
        for language, graph in small.items():
            same(read("rdf", source, language=language).graph, graph)
    french = read("rdf", path, language="fr").graph.nodes["2511.1"]
    assert (french["title"], french["about"], french.get("aliases", ())) == ("analyst", "Counts.", ())
    kept = [*triples.parse(ESCO, "turtle", "fr", is_large=True)]
    assert {value.language for _, _, value in kept if isinstance(value, triples.Literal)} == {"en", ""}
    assert "Rechnet." not in {triples.read_text(value) for _, _, value in kept}
    monkeypatch.setattr(triples, "MOST_TRIPLES", 10)
    with pytest.raises(FileError, match="has more than 10 triples to read"):
        read("rdf", path)
    monkeypatch.setattr(rdf, "MOST_BYTES", 100)
    with pytest.raises(FileError, match="the most that is read"):
        read("rdf", path)


@pytest.mark.parametrize("format", ["ttl", "jsonld"])
def test_a_large_file_of_mlgraph_is_read_back_equal(graph_of, tmp_path, monkeypatch, format):
    graph = graph_of(FULL)
    monkeypatch.setattr(rdf, "FILE_BYTES", 100)
    same(back(tmp_path, export(graph, format), format), graph)


def test_an_imported_graph_has_its_attribution_once(tmp_path):
    (tmp_path / "esco.ttl").write_text(ESCO, encoding="utf-8")
    graph = read("rdf", tmp_path / "esco.ttl").graph
    for format in ("jsonld", "graphml", "gexf"):
        path = tmp_path / f"again.{format}"
        path.write_bytes(export(graph, format))
        same(read({"jsonld": "rdf"}.get(format, format), path).graph, graph)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.ttl", "<a> <b>\n<c> ???", "is not turtle"),
        ("x.ttl", "@prefix a: <http://e/> .\na:b a:c " + "(" * 5000, "is not turtle"),
        ("x.jsonld", '{"@context": "http://127.0.0.1:9/x", "a": 1}', "names a context of the web"),
        ("x.jsonld", '[{"@context": [{}, "http://127.0.0.1:9/x"]}]', "names a context of the web"),
        ("x.jsonld", '{"@context": {"a": {"@id": "x:y", "@context": {"@import": "http://127.0.0.1:9/"}}}}', "names a context of the web"),
        ("x.jsonld", "[" * 100_000, "nested too deeply"),
        ("x.jsonld", "{", "is not json-ld"),
        ("x.ttl", "", "has no roles"),
        ("x.csv", "", "has no suffix of RDF"),
        ("x.ttl", "\ud800", "is not UTF-8"),
        ("x.ttl", "@prefix m: <https://mlgraph.github.io/mlgraph/reference/rdf/#> . <http://e/r> a m:Role .", "is not an IRI of a role"),
        ("x.ttl", '@prefix m: <https://mlgraph.github.io/mlgraph/reference/rdf/#> . @prefix s: <https://mlgraph.github.io/mlgraph/id/skill/> . @prefix k: <http://www.w3.org/2004/02/skos/core#> . s:r a m:Skill ; k:prefLabel "R" ; m:hours "many" .', "hours cannot be read"),
        ("x.ttl", '@prefix m: <https://mlgraph.github.io/mlgraph/reference/rdf/#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix s: <https://mlgraph.github.io/mlgraph/id/skill/> . s:r a m:Skill ; m:hours 1 ; m:aliases _:a . _:a rdf:first "x" ; rdf:rest _:a .', "aliases cannot be read: it is not a complete list"),
    ],
)  # fmt: skip
def test_rdf_that_cannot_be_read_is_refused_with_its_reason(tmp_path, refused, name, text, message):
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    refused(message, "import", "rdf", path, "-o", tmp_path / "g.json")


def test_a_wrong_entry_names_its_id(tmp_path):
    path = tmp_path / "x.ttl"
    prefix = "https://mlgraph.github.io/mlgraph/"
    path.write_text(
        f"@prefix m: <{prefix}reference/rdf/#> . <{prefix}id/skill/r> a m:Skill ; m:hours 1 .", encoding="utf-8"
    )
    with pytest.raises(GraphFileError) as error:
        read("rdf", path)
    assert [found.id for found in error.value.diagnostics] == ["r"]
