"""The experience that posts ask for and give, and the skills that posts teach. A post is a role that a person holds."""

from typing import NamedTuple


class Lesson(NamedTuple):
    """The skills that a post has taught after some months.

    Attributes
    ----------
    months : int
        The time in the post after which the lesson ends, in units of 1 / `CompiledGraph.per_month` months.
    skills : int
        A bit mask of the skills that the lesson teaches and of their forced skills. The bit mask also has the mark of
        each of these skills that has requirements with alternatives.

    """

    months: int
    skills: int


class Posts(NamedTuple):
    """The experience that each position asks for and gives, and the skills that it teaches.

    A stage neither gives experience nor teaches skills.

    Attributes
    ----------
    fields : int
        The number of fields of experience.
    asks : list of dict of int to int
        For each position, the experience in each field that it asks for, in units of 1 / `CompiledGraph.per_month`
        months.
    counts : list of int
        For each position, a bit mask of the fields in which months at the position count as experience.
    lessons : list of tuple of Lesson
        For each position, its lessons, in the order in which the lessons end.

    """

    fields: int
    asks: list[dict[int, int]]
    counts: list[int]
    lessons: list[tuple[Lesson, ...]]
