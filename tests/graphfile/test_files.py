"""Where graph files are, and which format the bytes of a stream have."""

import pytest

from mlgraph.graphfile import document, files


@pytest.mark.parametrize(("package", "graph"), [("mlgraph", "mlgraph/graphs/ml"), ("src/mlgraph", "graphs/ml")])
def test_the_bundled_graph_is_in_the_package_or_in_the_checkout(package, graph, tmp_path, monkeypatch):
    (tmp_path / graph).mkdir(parents=True)
    monkeypatch.setattr(files, "__file__", str(tmp_path / package / "graphfile" / "files.py"))
    assert files.find_default_path() == tmp_path / graph
    assert files.locate("mlgraph") == tmp_path / graph
    assert files.locate("other.toml") == "other.toml"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('{"role": {}}', "json"),
        ('\r\n \t{"role": {}}', "json"),
        ('X{"a": 1}', "toml"),
        ("kind,id,title", "csv"),
        ("kind;id", "csv"),
        ("kind\tid", "csv"),
        ("\n\nkind,id\n[role.a]", "csv"),
        ("sep=;\nkind;id", "csv"),
        ("[role.a]\ntitle = 'A, B'", "toml"),
        ("[role.'a,b']", "toml"),
        ("# one, two\n", "toml"),
        ("title = 'A, B'", "toml"),
        ("X[a],b", "csv"),
        ("kind\nid,title", "toml"),
        ("", "toml"),
    ],
)
def test_a_stream_tells_its_format_by_its_first_line(text, form):
    for data in (text.encode(), f"\ufeff{text}".encode(), f"\ufeff{text}".encode("utf-16-le")):
        found = "json" if document._begins_as_json(data) else "csv" if document._begins_as_csv(data) else "toml"
        assert found == form
