"""Hypothesis strategy for a list of texts in TOML, laid out as a person may write it by hand."""

from hypothesis import strategies as st

BLANKS = ["", " ", "\t", "   "]
# comments that careless code may mistake for TOML
REMARKS = ["", " languages", ' "sql", next', "]", " [", ",", " '''", ' """', " have = []", " ü", "#"]
KEYS = ["have", '"have"', "'have'", r'"h\u0061ve"']
QUOTED = [
    '"{}"',
    "'{}'",
    '"""{}"""',
    "'''{}'''",
    '"""{newline}{}"""',
    '"""\\{newline}  {}"""',
    r'"\U000000{code:x}{rest}"',
]


class _Page:
    """A text made of drawn pieces, and its comments."""

    def __init__(self, draw):
        self._draw = draw
        self._newline = draw(st.sampled_from(["\n", "\r\n"]))
        self.text, self.comments = "", []

    def pick(self, choices):
        return self._draw(st.sampled_from(choices))

    def put(self, piece):
        self.text += piece.replace("\r\n", "\n").replace("\n", self._newline)

    def blank(self):
        self.put(self.pick(BLANKS))

    def end_line(self):
        """End a line, with or without a comment."""
        self.blank()
        if self.pick([True, False]):
            self.comments.append(f"#{self.pick(REMARKS)} {len(self.comments)}.")
            self.put(self.comments[-1])
        self.put(self._newline)

    def gap(self):
        """Add blanks, line ends and comments between the parts of a list."""
        self.blank()
        for _ in range(self.pick([0, 0, 0, 1, 2])):
            self.end_line()
            self.blank()

    def quote(self, name):
        self.put(self.pick(QUOTED).format(name, newline=self._newline, code=ord(name[0]), rest=name[1:]))

    def list(self, names):
        self.put("[")
        self.gap()
        for place, name in enumerate(names):
            self.quote(name)
            self.gap()
            if place < len(names) - 1 or self.pick([True, False]):
                self.put(",")
                self.gap()
        self.put("]")


@st.composite
def layouts(draw, names, others, tables=()):
    """Draw the text of a list `have` among other lines, or of the other lines only.

    Also return the names in the list and the comments.

    `others` has lines that may be around the list. `tables` has texts that may come after all of these lines.
    """
    page = _Page(draw)
    have = draw(st.none() | st.lists(st.sampled_from(names), unique=True, max_size=4))
    lines = draw(st.lists(st.sampled_from(others), unique=True, max_size=3))
    for line in draw(st.permutations([*lines, *([None] if have is not None else [])])):
        for _ in range(page.pick([0, 0, 1])):
            page.end_line()
        page.blank()
        if line is None:
            page.put(page.pick(KEYS) + page.pick(BLANKS) + "=" + page.pick(BLANKS))
            page.list(have)
        else:
            page.put(line)
        page.end_line()
    if have is not None and tables:
        page.put(page.pick(["", *tables]))
    text = page.text.removesuffix("\n").removesuffix("\r") if page.pick([True, False]) else page.text
    return text, have or [], page.comments


def is_kept(before, after, comments):
    """Return whether an edited text still has all letters of the old text in order, all comments, and its line ends."""
    rest = iter(after)
    lines = after.replace("\r\n", "\n").split("\n")
    return (
        all(letter in rest for letter in before)
        and all(sum(line.endswith(comment) for line in lines) == 1 for comment in comments)
        and ("\r\n" not in before or after.count("\n") == after.count("\r\n"))
    )
