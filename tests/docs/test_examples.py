"""Every example in the README and on the pages is run, and prints what the document says."""

import re
import shlex

import pytest

import mlgraph
from support.documents import DOCUMENTS, README, all_blocks, blocks, commands
from support.paths import REPOSITORY

# test_extending.py follows these in a copy of the package
FOLLOWED = {f"docs/how-to/{name}.md" for name in ("add-an-importer", "add-an-output-format")}
WITH_EXAMPLES = [
    name
    for name, document in DOCUMENTS.items()
    if name not in FOLLOWED and {"console", "python"} & {language for language, _, _ in all_blocks(document)}
]

# remarks that a command may print beside its answer
REMARKS = " is read as ", "me.toml is your profile", " is not assumed, because of the skills that you named"
REMARKS += (
    "me.toml has no id",
    "without a profile, calendars ",
    " has moves counted in histories that a program generated",
    " shows skills in groups, since the plan has ",
)
# these draw many pictures, start engines or write workbooks
LONG = {"docs/reference/rdf.md"} | {
    f"docs/how-to/{name}.md" for name in ("page", "draw-and-export", "histories", "plan", "spreadsheet", "at-scale")
}
# these search for many plans; the README stays among the fast tests
THOROUGH = {"docs/tutorial.md"} | {f"docs/how-to/{name}.md" for name in ("advert", "notebook", "profile")}


def matches(out, output):
    """Return whether a command printed what a document says, in which a line of dots matches any lines."""
    pattern = ".*\n".join(re.escape(piece) for piece in re.split(r"^\.\.\.\n", output, flags=re.MULTILINE))
    return re.fullmatch(pattern, out, re.DOTALL) is not None


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] * (name in LONG) + [pytest.mark.thorough] * (name in THOROUGH))
        for name in WITH_EXAMPLES
    ],
)
def test_a_document_is_one_way_through_its_examples(run, tmp_path, monkeypatch, name):
    """A block with a title is a file; commands print what is below them; all Python of a page is one script."""
    monkeypatch.chdir(tmp_path)
    script = {}
    for language, title, content in all_blocks(DOCUMENTS[name]):
        if title:
            (tmp_path / title).write_text(content, encoding="utf-8")
        elif language == "python":
            exec(content, script)
        elif language == "console":
            for command, output in commands(f"```console\n{content}```"):
                prints(run, tmp_path, command, output)


def prints(run, folder, command, output):
    program, *arguments = shlex.split(command)
    run("--version")  # takes the output of a script before this command
    code, out, err = run(*arguments)
    fails = '"error": {' in output
    assert (program, code) == ("mlgraph", int(fails)), (command, err)
    assert fails or all(any(remark in line for remark in REMARKS) for line in err.splitlines()), (command, err)
    assert matches(out, output), (command, out)
    if arguments[0] == "export":
        assert (folder / arguments[1]).stat().st_size > 300, command


def test_an_example_is_compared():
    assert matches("a\nb\nc\n", "a\n...\nc\n")
    assert matches("a\nc\n", "a\n...\n")
    assert not matches("a\nb\n", "a\n")
    assert not matches("a\nb\nd\n", "a\n...\nc\n")


def test_the_example_of_sources_changes_the_graph_below(graph_file):
    mine, cited = blocks("toml", DOCUMENTS["docs/how-to/own-graph.md"])
    graph = mlgraph.load(graph_file(mine), graph_file(cited, "cited.toml"))
    assert graph.edges["analyst", "scientist"]["cites"] == graph.edges["sql", "analyst"]["cites"] == ("book",)


def test_the_readme_has_commands_for_each_shell():
    """Windows PowerShell knows no &&."""
    assert [line for block in blocks("sh") for line in block.splitlines()] == [
        "pip install .",
        "mlgraph path --from beginner --to chief-data-scientist",
        "pip install -e '.[dev]'",
        "pytest",
    ]


def test_the_readme_is_short_and_has_six_examples():
    # with its picture, this is one screen and a half of 1080 pixels
    assert len(README.splitlines()) <= 60
    assert len(commands(README)) + len(blocks("python")) >= 6


def test_the_page_of_licences_has_every_source_with_a_licence(ml):
    page = DOCUMENTS["docs/project/licences.md"].replace("\\", "")
    for source in ml.graph["sources"].values():
        assert "licence" not in source or (source["title"] in page and source["licence"] in page), source["title"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_the_links_of_a_document_beside_the_site_lead_somewhere(name):
    for target in re.findall(r"\]\(([^)#:]+)\)", (REPOSITORY / name).read_text(encoding="utf-8")):
        assert (REPOSITORY / target).exists(), target
