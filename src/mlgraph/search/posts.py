"""What posts ask and give: experience in fields, and the skills that they teach."""

from typing import NamedTuple


class Lesson(NamedTuple):
    """What a post has taught after some months.

    Attributes
    ----------
    months : int
        The months in the post, in units of the compiled graph.
    skills : int
        The skills taught, with all that these require whichever alternatives a person takes, a bit mask. A mark for
        each of these skills with alternatives says that nothing more is asked for it.

    """

    months: int
    skills: int


class Posts(NamedTuple):
    """What each position asks and gives; positions that are no posts ask and give nothing.

    Attributes
    ----------
    fields : int
        The number of fields of experience.
    asks : list of dict of int to int
        For each position, the months of experience that it asks for in fields, in units of the compiled graph.
    counts : list of int
        For each position, the fields in which it counts, a bit mask.
    lessons : list of tuple of Lesson
        For each position, what it teaches, the soonest first.

    """

    fields: int
    asks: list[dict[int, int]]
    counts: list[int]
    lessons: list[tuple[Lesson, ...]]
