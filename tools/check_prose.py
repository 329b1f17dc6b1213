"""Check that docstrings, comments, messages and documentation are plain English.

Run `python tools/check_prose.py` for all files, or with the paths of some. A finding names its line, the words and
what to write instead. Line breaks, code blocks and examples do not count.
"""

import argparse
import ast
import io
import re
import subprocess
import sys
import textwrap
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]

# most words in a sentence of a docstring
MOST_WORDS = 25

# where a sentence begins
_BEGIN = r"(?:\A|(?<=[.;] )|(?<=\n\n))"
_NO = "more|longer|later|less|fewer|better|worse|larger|smaller|greater|wider|earlier|one|such"
# each pattern with what to write instead
_RULES = {
    # a relative clause as the subject, but not a question, or a phrase such as "what to learn"
    _BEGIN + r"(?:What(?:ever)?|Who(?:ever|se|m)?|That which)\b"
    r"(?! to | for )(?=(?: [^\s.;:]+){2})(?![^.?]*\?)[^.;:]*": "noun or verb first",
    _BEGIN + r"Of (?!these|those|course)[^,.;:()]{1,60}, ": "'the first of two names wins'",
    r"\bso (?:many|much|few|little) (?:of \w+ |\w+ )?that\b": "'until', 'enough to' or a number",
    # passives without an agent
    r"\b(?:is|are|was|were|be|being|been|gets?) told\b": "'prints', 'reports' or 'shows', with its subject",
    r"\b(?:is|are|was|were|be|been) said\b": "'states', 'reports' or 'shows', with its subject",
    # negated nouns
    r"\b(?:that|which) (?:is|are|was|were) none\b": "'invalid', 'not a ...'",
    rf"(?<!there )(?<!where )(?<!which )\b(?:is|are) no (?!(?:{_NO})\b)\w+": "'is not a ...', 'has no ...'",
    # words of the old private language
    r"\bby (?:the )?way of\b": "'through' or 'with'",
    r"\bby the way\b": "'waypoint' or 'on the path'",
    r"\b(?:on )?(?:whose|nobody's|somebody's) word\b": "'source' or 'without a source'",
    r"\bmend(?:s|ed|ing)?\b": "'fix' or 'edit'",
    r"\b(?:takes?|taken|took|taking) in\b(?! (?:the )?\w+ (?:form|order)\b)": "'import', 'read' or 'accept'",
    r"\bthat which\b": "the noun",
    r"\bfor who\b": "'for people who'",
    r"\bslips?\b": "'mistake' or 'typo'",
    r"\bcircles?\b": "'cycle'",
    r"\bmilestones?\b": "'stage'",
    r"\b(?:is|are) such[.,;:]": "the property, instead of 'such'",
}
# a sentence of a docstring that needs the one before it: "It holds ...", "These are ...", "Others follow ..."
_VERB = r"(?:is|are|was|were|has|have|can|cannot|may|must|might|would|do|does|comes?|follows?|holds?|takes?|needs?)"
_LEANS = re.compile(
    rf"(?:[-*] |\d+\. )?(?:So (?:do|does|is|are)|It|They|Its|Their|"
    rf"(?:This|That|These|Those|Others|Each|Both|Such|The (?:others|rest|same))"
    rf"(?= (?:also |then |all |usually )?{_VERB}\b))\b"
)
# in TOML and YAML: texts in quotes, comments of one or more lines, and unquoted texts of YAML
_COMMENT_OR_TEXT = re.compile(
    r'"((?:[^"\\\n]|\\.)*)"'
    r"|'([^'\n]*)'"
    r"|(?:^|(?<=\s))#(?P<comment>(?:.*\n[ \t]*#)*.*)"
    r"|^[ \t]*[\w-]+:[ \t]+([A-Z].*)",
    re.MULTILINE,
)
_FOUND_BY = [(re.compile(pattern, re.IGNORECASE), advice) for pattern, advice in _RULES.items()]
_LONG = f"at most {MOST_WORDS} words"


@dataclass(frozen=True)
class Finding:
    """Words to replace, with their file, line and advice."""

    file: str
    line: int
    words: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words!r}; write {self.advice}"


@dataclass(frozen=True)
class Block:
    """A text in a file, with the line on which it begins."""

    line: int
    text: str
    docstring: bool = False


def check_file(path: Path, name: str) -> Iterator[Finding]:
    """Yield the findings in a file."""
    text = path.read_text(encoding="utf-8")
    for block in _READERS[path.suffix](text, name):
        yield from check_block(block, name)


def check_block(block: Block, file: str) -> Iterator[Finding]:
    """Yield the findings in a text."""
    # a line break counts as a blank, a blank line does not, and the length stays for the line number
    flat = re.sub(r"(?<!\n)\n(?!\n)", " ", block.text)
    for pattern, advice in _FOUND_BY:
        for match in pattern.finditer(flat):
            line = block.line + block.text.count("\n", 0, match.start())
            yield Finding(file, line, textwrap.shorten(match[0], 60, placeholder=" ..."), advice)
    if block.docstring:
        for line, sentence in _sentences(block.text):
            if _LEANS.match(sentence):
                words = textwrap.shorten(sentence, 60, placeholder=" ...")
                yield Finding(file, block.line + line, words, "the noun, so that the sentence stands by itself")
            if len(sentence.split()) > MOST_WORDS:
                words = textwrap.shorten(sentence, 60, placeholder=" ...")
                yield Finding(file, block.line + line, words, f"{_LONG}, not {len(sentence.split())}")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a docstring, with their lines from 0; a change of indentation or a list item ends one."""
    paragraphs: list[tuple[int, str]] = []
    before = None
    for number, line in enumerate(text.splitlines()):
        indent = len(line) - len(line.lstrip())
        if paragraphs and line.strip() and before == indent and not line.lstrip().startswith("- "):
            paragraphs[-1] = (paragraphs[-1][0], f"{paragraphs[-1][1]} {line.strip()}")
        else:
            paragraphs.append((number, line.strip()))
        # the first line of a docstring has no indentation of its own
        before = indent if line.strip() else None
        if number == 0 and line.strip():
            before = next((len(rest) - len(rest.lstrip()) for rest in text.splitlines()[1:2] if rest.strip()), 0)
    for number, paragraph in paragraphs:
        for sentence in re.split(r"(?<=[.?!])\s+", paragraph):
            yield number, sentence


def _python_blocks(text: str, name: str) -> Iterator[Block]:
    """Yield the docstrings and comments of Python code, the names of its tests, and in `src` its messages."""
    tree = ast.parse(text)
    docstrings = {id(constant): constant for node in ast.walk(tree) for constant in _docstring(node)}
    for constant in docstrings.values():
        yield Block(constant.lineno, _without_examples(str(constant.value)), docstring=True)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield Block(node.lineno, node.name.removeprefix("test_").replace("_", " "))
    yield from _comments(text)
    if name.startswith("src/"):
        yield from _messages(tree, {*docstrings})


def _docstring(node: ast.AST) -> list[ast.Constant]:
    """Return the docstring of a node as a list, which is empty for most nodes."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
        first = node.body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            return [first.value]
    return []


def _messages(tree: ast.AST, docstrings: set[int]) -> Iterator[Block]:
    """Yield the strings of several words; `{}` stands for each value in them."""
    skipped = set(docstrings)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped.update(map(id, node.values))
            values = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values]
            yield Block(node.lineno, "".join(values))
        # the walk meets an f-string before its parts
        elif isinstance(node, ast.Constant) and id(node) not in skipped and " " in str(node.value):
            yield Block(node.lineno, str(node.value))


def _without_examples(text: str) -> str:
    """Return a docstring with its examples as empty lines."""
    pattern = r"^ *>>> .*\n(?: *\S.*\n?)*|^ *mlgraph .*$"
    return re.sub(pattern, lambda match: "\n" * match[0].count("\n"), text, flags=re.MULTILINE)


def _comments(text: str) -> Iterator[Block]:
    """Yield the comments of Python code; those of consecutive lines in one column are one."""
    block, row, column = "", 0, -1
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        if token.start == (row + 1, column):
            block += "\n" + token.string.lstrip("# ")
        else:
            yield Block(row - block.count("\n"), block)
            block = token.string.lstrip("# ")
        row, column = token.start
    yield Block(row - block.count("\n"), block)


def _script_blocks(text: str, name: str) -> Iterator[Block]:
    """Yield the comments of JavaScript."""
    for match in re.finditer(r"(?:^|\s)//([^\n]*)|/\*(.*?)\*/", text, re.DOTALL | re.MULTILINE):
        if match[2] is not None:
            yield Block(text.count("\n", 0, match.start()) + 1, re.sub(r"\n\s*\* ?", "\n", match[2]).lstrip("* "))
        else:
            yield Block(text.count("\n", 0, match.start(1)) + 1, match[1].strip())


def _document_blocks(text: str, name: str) -> Iterator[Block]:
    """Yield the paragraphs, entries and table rows of Markdown, without headings and code."""
    bare = re.sub(r"^```.*?^```", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL | re.MULTILINE)
    for match in re.finditer(r"^(?!#)\S.*(?:\n(?!\s*[-|#])\s*\S.*)*", bare, re.MULTILINE):
        yield Block(text.count("\n", 0, match.start()) + 1, re.sub(r"^(?:[-|#]+ )+", "", match[0]))


def _table_blocks(text: str, name: str) -> Iterator[Block]:
    """Yield the comments and the sentences of TOML or YAML; titles and aliases are not sentences."""
    for match in _COMMENT_OR_TEXT.finditer(text):
        if match["comment"] or match[0].rstrip("\"'").endswith("."):
            words = re.sub(r"\n\s*#", "\n", match[match.lastindex or 0])
            yield Block(text.count("\n", 0, match.start()) + 1, re.sub(r"^ +| +$", "", words, flags=re.MULTILINE))


_READERS = {
    ".py": _python_blocks,
    ".js": _script_blocks,
    ".ts": _script_blocks,
    ".md": _document_blocks,
    ".toml": _table_blocks,
    ".yml": _table_blocks,
    ".yaml": _table_blocks,
}


def list_files() -> list[str]:
    """Return the files to check, as git lists them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout.splitlines()
    # this file spells the words out, and the data of tests are other people's
    return [
        name
        for name in listed
        if Path(name).suffix in _READERS and name != "tools/check_prose.py" and not re.match(r"tests/.*\.toml$", name)
    ]


def main() -> int:
    """Print the findings in the files given, or in all; return 1 where there are any."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", help="the files to check; all of the repository by default")
    given = parser.parse_args()
    names = [name for name in list_files() if not given.files or name in given.files]
    findings = [
        finding for name in names if (REPOSITORY / name).exists() for finding in check_file(REPOSITORY / name, name)
    ]
    for finding in findings:
        print(finding)
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
