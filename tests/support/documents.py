"""Documents of the repository and their code blocks."""

import re

from support.paths import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def blocks(language, document=README):
    """Return the content of each block in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", document, re.MULTILINE | re.DOTALL)
