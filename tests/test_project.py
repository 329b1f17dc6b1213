"""Tests of metadata, hooks, workflow, forms, changelog and docstrings of public names."""

import dataclasses
import inspect
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml
from numpydoc.docscrape import get_doc_object
from numpydoc.validate import validate

import mlgraph

REPOSITORY = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
WORKFLOW = yaml.safe_load((REPOSITORY / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
JUSTFILE = (REPOSITORY / "justfile").read_text(encoding="utf-8")
# a virtual environment has Python and the programs in one folder, an installation on Windows in two
PROGRAMS = os.pathsep.join([str(Path(sys.executable).parent), sysconfig.get_path("scripts")])
VERBS = re.findall(r"^([a-z]+).*:$", JUSTFILE, re.MULTILINE)
HOOKS = [
    pytest.param(hook, id=hook["id"])
    for repository in yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    for hook in repository["hooks"]
]


def tracked():
    """Return the files of the repository, as git lists them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout.splitlines()


def test_no_file_is_a_link():
    """A link to a folder of one machine would be broken on all others."""
    assert [path for path in tracked() if (REPOSITORY / path).is_symlink()] == []


@pytest.mark.parametrize("field", ["description", "authors", "keywords", "classifiers", "urls", "license"])
def test_the_metadata_of_the_package_is_complete(field):
    assert PROJECT[field]


def test_each_supported_python_is_a_classifier_and_is_tested():
    classified = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert WORKFLOW["jobs"]["test"]["strategy"]["matrix"]["python"] == classified
    assert PROJECT["requires-python"] == f">={classified[0]}"


def test_the_version_is_in_one_place():
    assert mlgraph.__version__ == PROJECT["version"]


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_runs_an_installed_program_on_existing_files(hook):
    program, *arguments = shlex.split(hook["entry"])
    assert shutil.which(program, path=PROGRAMS), program
    for argument in arguments:
        assert not argument.endswith(".py") or (REPOSITORY / argument).exists(), argument
    assert any(re.search(hook.get("files", ""), path) for path in tracked())


def test_contributors_and_the_workflow_have_the_same_three_verbs():
    assert VERBS == ["test", "check", "docs"]
    contributing = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(VERBS) <= set(re.findall(r"just (\w+)", contributing))
    steps = [step.get("run", "") for job in WORKFLOW["jobs"].values() for step in job["steps"]]
    used = {verb for step in steps for verb in re.findall(r"^just (\w+)", step)}
    assert used == {*VERBS}


LEFT_OUT = [
    option.removeprefix("--deselect=").partition("::")
    for option in PYPROJECT["tool"]["mutmut"]["pytest_add_cli_args_test_selection"]
    if option.startswith("--deselect=")
]


@pytest.mark.parametrize(("path", "_", "test"), LEFT_OUT)
def test_a_test_that_mutation_testing_leaves_out_is_there(path, _, test):
    assert f"\ndef {test.partition('[')[0]}" in (REPOSITORY / path).read_text(encoding="utf-8")


CHANGELOG = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_changelog_keeps_to_its_form():
    releases = re.findall(r"^## (.*)$", CHANGELOG, re.MULTILINE)
    assert releases[0] == "[Unreleased]"
    dates = [re.fullmatch(r"\[\d+\.\d+\.\d+\] - (\S+)", release)[1] for release in releases[1:]]
    assert [date.fromisoformat(day).isoformat() for day in dates] == sorted(dates, reverse=True)
    assert releases[1].startswith(f"[{PROJECT['version']}]")
    sections = set(re.findall(r"^### (.*)$", CHANGELOG, re.MULTILINE))
    assert sections <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_changelog_has_short_lines():
    entries = re.findall(r"^- (.*(?:\n  .*)*)", CHANGELOG, re.MULTILINE)
    assert entries
    assert [entry for entry in entries if len(entry.split()) > 20] == []


CHECKS = set(PYPROJECT["tool"]["numpydoc_validation"]["checks"])
NAMES = [
    name for name in mlgraph.__all__ if inspect.isclass(value := getattr(mlgraph, name)) or inspect.isfunction(value)
]


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_has_a_docstring_in_the_form_of_numpydoc(name):
    value = getattr(mlgraph, name)
    # a result or an error documents its attributes, not the parameters of its constructor
    result = dataclasses.is_dataclass(value) or (isinstance(value, type) and issubclass(value, Exception))
    checks = CHECKS - {"PR01", "PR02"} if result else CHECKS
    assert [f"{code}: {text}" for code, text in validate(f"mlgraph.{name}")["errors"] if code in checks] == []


MEMBERS = [
    f"{name}.{member}"
    for name in NAMES
    if inspect.isclass(getattr(mlgraph, name))
    for member, value in vars(getattr(mlgraph, name)).items()
    if not member.startswith("_") and (inspect.isfunction(value) or isinstance(value, property))
]


@pytest.mark.parametrize("name", [*MEMBERS, "Plan.to_dict"])
def test_a_public_method_has_a_docstring_in_the_form_of_numpydoc(name):
    assert [f"{code}: {text}" for code, text in validate(f"mlgraph.{name}")["errors"] if code in CHECKS] == []


@pytest.mark.parametrize("name", [name for name in NAMES if dataclasses.is_dataclass(getattr(mlgraph, name))])
def test_the_docstring_of_a_result_lists_its_attributes(name):
    value = getattr(mlgraph, name)
    listed = get_doc_object(value, config={"show_class_members": False})["Attributes"]
    names = {name for attribute in listed for name in attribute.name.split(", ")}
    assert names >= set(inspect.signature(value).parameters)
