"""The posts that a person has held, and the months in post, experience and skills that follow from the posts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mlgraph.model import WEEKS_PER_MONTH, Graph
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
class Conclusion:
    """The months in the current post, the experience and the skills that a person has from posts on a given day.

    Attributes
    ----------
    months_in_post : float
        The months in the current post, or 0 if the person holds no post.
    experience : dict of str to float
        The months of experience in each field. If two posts that the person held in the same month count in the same
        field, the month counts only once.
    skills : dict of str to str
        The forced skills and the taught skills of the person's posts, each with the id of the first post that gives the
        skill.

    """

    months_in_post: float
    experience: dict[str, float]
    skills: dict[str, str]


def conclude(graph: Graph, posts: Iterable[Post], day: date) -> Conclusion:
    """Return the months in the current post, the experience and the skills that a person with given posts has on a day.

    The function assumes that a person who has held a post had, on arrival in the post, the experience that the post
    asks for.
    """
    skills: dict[str, str] = {}
    experience: dict[str, float] = {}
    counted_until: dict[str, date] = {}
    months_in_post = 0.0
    for post in sorted(posts, key=lambda post: post.begins):
        role, after = graph.nodes[post.position], min(day, (post.ends or day) + timedelta(post.ends is not None))
        served = _count_months(post.begins, after)
        if post.ends is None:
            months_in_post = served
        for field, asked in role.get("experience", {}).items():
            experience[field] = max(experience.get(field, 0), asked)
        for field in role.get("counts_as", ()):
            begins = max(post.begins, counted_until.get(field, post.begins))
            experience[field] = round(experience.get(field, 0) + _count_months(begins, after), 2)
            counted_until[field] = max(begins, after)
        taught = [skill for skill, months in role.get("teaches", {}).items() if months <= served]
        for node in (post.position, *taught):
            for skill in (*taught, *list_prerequisites(graph, node)):
                skills.setdefault(skill, post.position)
    return Conclusion(months_in_post, dict(sorted(experience.items())), dict(sorted(skills.items())))


def _count_months(begins: date, after: date) -> float:
    return round(max(0, (after - begins).days) / _DAYS_PER_MONTH, 2)
