"""Hooks of mkdocs: add the reference of the command line, and the pages beside `docs/`."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from mlgraph.cli.app import app

REPOSITORY = Path(__file__).parents[1]
# files of the repository that are also pages of the site
PAGES = {f"{name}.md": f"project/{name.lower()}.md" for name in ("CHANGELOG", "CONTRIBUTING", "SECURITY")}
_FILES = {page: file for file, page in PAGES.items()}
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_LINK = re.compile(r"\]\((?!\w+:|#)([^)\s#]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages beside `docs/`."""
    for name, page in PAGES.items():
        files.append(File.generated(config, page, content=(REPOSITORY / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the commands into their page, and lead links to files of the repository to their address on the site."""
    uri = page.file.src_uri
    file = _FILES.get(uri, f"docs/{uri}")

    def lead(link: re.Match[str]) -> str:
        target = normpath(join(dirname(file), link[1]))
        if not (REPOSITORY / target).exists():
            return link[0]
        if target in PAGES or target.startswith("docs/"):
            address = relpath(PAGES.get(target, target.removeprefix("docs/")), dirname(uri) or ".")
        else:
            address = f"{config.extra['repository']}/blob/main/{target}"
        return f"]({address}{link[2] or ''})"

    return _LINK.sub(lead, markdown).replace("<!-- commands -->", "\n".join(describe_commands()))


def describe_commands() -> Iterator[str]:
    """Yield the lines of the reference of all commands that a person sees."""
    yield from _describe(typer.main.get_command(app), "mlgraph")


def _describe(command: Any, name: str) -> Iterator[str]:
    members = {each: member for each, member in getattr(command, "commands", {}).items() if not member.hidden}
    if not members:
        context = command.context_class(command, info_name=name)
        yield from (
            "",
            f"## {name}",
            "",
            "```text",
            " ".join([name, *command.collect_usage_pieces(context)]),
            "```",
            "",
        )
        yield from _paragraphs(command.help)
        for parameter in command.get_params(context):
            if record := parameter.get_help_record(context):
                yield f"- **`{record[0]}`**: {escape(record[1], quote=False)}"
        yield ""
    for each, member in members.items():
        yield from _describe(member, f"{name} {each}")


def _paragraphs(help: str) -> Iterator[str]:
    r"""Yield the paragraphs of a help; one that begins with \b keeps its lines."""
    for paragraph in help.split("\n\n"):
        if paragraph.startswith("\b"):
            title, *lines = paragraph.removeprefix("\b\n").splitlines()
            yield from (title, "", "```text", *(line.removeprefix("  ") for line in lines), "```", "")
        else:
            yield from (_OPTION.sub(r"`\g<0>`", escape(paragraph, quote=False)), "")
