"""The posts that a person has held, and the months in post, experience and skills that follow from the posts."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import Any

from mlgraph.errors import UsageError
from mlgraph.model import WEEKS_PER_MONTH, Graph
from mlgraph.printable import sanitize
from mlgraph.requirements import list_prerequisites

_DAYS_PER_MONTH = float(7 * WEEKS_PER_MONTH)


@dataclass(frozen=True)
class Post:
    """A post that a person has held, with its first and last day.

    Attributes
    ----------
    position : str
        The id of the role that the person held.
    begins : datetime.date
        The first day in the post.
    ends : datetime.date or None
        The last day in the post, or None if the person still holds the post.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.Profile.from_resume(mlgraph.load(), b"Data analyst, 2020 - 2021").posts[0].position
    'data-analyst'
    """

    position: str
    begins: date
    ends: date | None


@dataclass(frozen=True)
class Gain:
    """The months of experience in one field that a person has from one post.

    If `on_arrival` is true, the months are those that the post asks for and that no earlier post of the person gives.
    """

    field: str
    post: str
    months: float
    on_arrival: bool


@dataclass(frozen=True)
class Conclusion:
    """The months in the current post, the experience and the skills that a person has from posts on a given day.

    Attributes
    ----------
    months_in_post : float
        The months in the current post, or 0 if the person holds no post.
    experience : dict of str to float
        The months of experience in each field. If two posts that the person held in the same month count in the same
        field, the month counts only once.
    gains : tuple of Gain
        The months of experience in each field by post, in the order of the posts.
    skills : dict of str to str
        The forced skills and the taught skills of the person's posts, each with the id of the first post that gives the
        skill.

    """

    months_in_post: float
    experience: dict[str, float]
    gains: tuple[Gain, ...]
    skills: dict[str, str]


def conclude(graph: Graph, posts: Iterable[Post], day: date) -> Conclusion:
    """Return the months in the current post, the experience and the skills that a person with given posts has on a day.

    The function assumes that a person who has held a post had, on arrival in the post, the experience that the post
    asks for.

    Raises UsageError if a post begins after the day.
    """
    in_order = sorted(posts, key=lambda post: post.begins)
    skills: dict[str, str] = {}
    months_in_post = 0.0
    for post in in_order:
        role = graph.nodes[post.position]
        if post.begins > day:
            begins = f"the post {sanitize(role['title'])} in the profile begins on {post.begins}, after {day}"
            raise UsageError(f"{begins}; correct it, or give the first day in the post as `start`")
        served = count_months(post.begins, _find_end(post, day))
        if post.ends is None:
            months_in_post = served
        taught = [skill for skill, months in role.get("teaches", {}).items() if months <= served]
        for node in (post.position, *taught):
            for skill in (*taught, *list_prerequisites(graph, node)):
                skills.setdefault(skill, post.position)
    return Conclusion(months_in_post, *_count_experience(graph, in_order, day), dict(sorted(skills.items())))


def _count_experience(graph: Graph, posts: Iterable[Post], day: date) -> tuple[dict[str, float], tuple[Gain, ...]]:
    """Return the months of experience by field, and by field and post, of a person with posts in order of time."""
    spells: dict[str, _Spell] = {}
    gained: dict[tuple[str, str, bool], float] = {}

    def extend(spell: _Spell, *gain: Any) -> None:
        before, after = (each.count_until(day) if each else 0 for each in (spells.get(gain[0]), spell))
        gained[gain] = gained.get(gain, 0) + after - before
        spells[gain[0]] = spell

    for post in posts:
        role = graph.nodes[post.position]
        for field, asked in role.get("experience", {}).items():
            spell = spells.get(field, _Spell(0, post.begins, post.begins))
            if asked > spell.count_until(post.begins):
                extend(_Spell(asked, post.begins, max(post.begins, spell.ends)), field, post.position, True)
        for field in role.get("counts_as", ()):
            spell = spells.get(field, _Spell(0, post.begins, post.begins))
            if post.begins > spell.ends:
                spell = _Spell(spell.count_until(day), post.begins, post.begins)
            extend(replace(spell, ends=max(spell.ends, _find_end(post, day))), field, post.position, False)
    experience = {field: round(spell.count_until(day), 2) for field, spell in sorted(spells.items())}
    gains = (Gain(field, post, round(months, 2), first) for (field, post, first), months in gained.items())
    return experience, tuple(gain for gain in gains if gain.months > 0)


def _find_end(post: Post, day: date) -> date:
    """Return the day after a post, or else the day `day`, whichever is earlier."""
    return day if post.ends is None else min(day, post.ends + timedelta(1))


@dataclass(frozen=True)
class _Spell:
    """A time without a break in posts that count in one field, and the `months` of experience before it."""

    months: float
    begins: date
    ends: date

    def count_until(self, day: date) -> float:
        """Return the months of experience in the field on a day."""
        return self.months + count_months(self.begins, min(day, self.ends))


def count_months(begins: date, after: date) -> float:
    """Return the months from the day `begins` to the day `after`, which no longer counts.

    Whole months are those of the calendar, and the days that remain are a fraction of an average month. A plan adds
    average months to a day, so a time that a plan calls a number of whole months is never shorter here.

    >>> count_months(date(2022, 1, 1), date(2023, 1, 1)), count_months(date(2023, 3, 15), date(2024, 3, 14))
    (12.0, 12.0)
    """
    days = (after - begins).days
    if days <= 0:
        return 0.0
    is_short = after.day < min(begins.day, monthrange(after.year, after.month)[1])
    whole = 12 * (after.year - begins.year) + after.month - begins.month - is_short
    year, month = divmod(12 * begins.year + begins.month - 1 + whole, 12)
    last = date(year, month + 1, min(begins.day, monthrange(year, month + 1)[1]))
    # the most months that a plan that begins on the first day has ended by the last
    of_plan = ceil((days + 1) / _DAYS_PER_MONTH) - 1
    return max(float(of_plan), round(whole + (after - last).days / _DAYS_PER_MONTH, 2))
