"""Choice of the longest text that fits one screen."""

from collections.abc import Iterable

# a screen has 24 lines; on the last line, the user types the next command
LINES = 23


def choose_first_that_fits(texts: Iterable[str], most: int = LINES) -> str:
    """Return the first text that has at most `most` lines, or the last text if all texts are longer.

    >>> choose_first_that_fits(["long" + 30 * chr(10), "short"])
    'short'
    """
    written = ""
    for written in texts:
        if written.count("\n") < most:
            break
    return written
