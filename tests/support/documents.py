"""Documents of the repository and their code blocks."""

import re

from support.paths import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
# the README and the pages of the site, by their path in the repository
DOCUMENTS = {"README.md": README} | {
    path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((REPOSITORY / "docs").rglob("*.md"))
}
_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```', re.MULTILINE | re.DOTALL)


def all_blocks(document):
    """Return the language, the title and the content of each code block. Without a title, the title is ""."""
    return _BLOCK.findall(document)


def blocks(language, document=README):
    """Return the content of each code block in a language."""
    return [content for own, _, content in all_blocks(document) if own == language]


def commands(document):
    """Return each command in the console examples, with the output below it."""
    parts = (part for block in blocks("console", document) for part in block.split("$ ")[1:])
    return [part.partition("\n")[::2] for part in parts]
