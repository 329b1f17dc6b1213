"""Where graph files are, and which format the bytes of a stream have."""

from codecs import BOM_UTF8, BOM_UTF16_LE

import pytest

from mlgraph.graphfile import document, files


@pytest.mark.parametrize(("package", "graph"), [("mlgraph", "mlgraph/graphs/ml"), ("src/mlgraph", "graphs/ml")])
def test_the_bundled_graph_is_in_the_package_or_in_the_checkout(package, graph, tmp_path, monkeypatch):
    (tmp_path / graph).mkdir(parents=True)
    monkeypatch.setattr(files, "__file__", str(tmp_path / package / "graphfile" / "files.py"))
    assert files.default_path() == tmp_path / graph
    assert files.locate("mlgraph") == tmp_path / graph
    assert files.locate("other.toml") == "other.toml"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b'{"role": {}}', "json"),
        (b'\r\n \t{"role": {}}', "json"),
        (BOM_UTF8 + b"{}", "json"),
        (BOM_UTF16_LE + '{"a": 1}'.encode("utf-16-le"), "json"),
        (b'X{"a": 1}', "toml"),
        (b"kind,id,title", "csv"),
        (b"kind;id", "csv"),
        (b"kind\tid", "csv"),
        (b"\n\nkind,id\n[role.a]", "csv"),
        (b"sep=;\nkind;id", "csv"),
        (BOM_UTF16_LE + "kind,id".encode("utf-16-le"), "csv"),
        (b"[role.a]\ntitle = 'A, B'", "toml"),
        (b"[role.'a,b']", "toml"),
        (b"# one, two\n", "toml"),
        (b"title = 'A, B'", "toml"),
        (b"X[a],b", "csv"),
        (b"kind\nid,title", "toml"),
        (b"", "toml"),
    ],
)
def test_a_stream_tells_its_format_by_its_first_line(data, form):
    found = "json" if document._begins_as_json(data) else "csv" if document._begins_as_csv(data) else "toml"
    assert found == form
