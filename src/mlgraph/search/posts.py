"""Posts: the experience that posts ask for and give, and the skills that posts teach."""

from typing import NamedTuple


class Lesson(NamedTuple):
    """The skills that a post has taught after some months.

    Attributes
    ----------
    months : int
        The months in the post, in units of the compiled graph.
    skills : int
        The skills taught, with their forced skills, a bit mask. A taught skill with a choice of alternatives also has a
        mark, which stands for the choice.

    """

    months: int
    skills: int


class Posts(NamedTuple):
    """The experience and teaching of each position. Stages neither give experience nor teach.

    Attributes
    ----------
    fields : int
        The number of fields of experience.
    asks : list of dict of int to int
        For each position, the months of experience that the position asks for in fields, in units of the compiled
        graph.
    counts : list of int
        For each position, the fields in which the position counts, a bit mask.
    lessons : list of tuple of Lesson
        For each position, its lessons, the soonest first.

    """

    fields: int
    asks: list[dict[int, int]]
    counts: list[int]
    lessons: list[tuple[Lesson, ...]]
