"""The profile of a person: the position, the skills, the goal and the preferences of the person."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from mlgraph.errors import UsageError
from mlgraph.graphfile.load import validate_graph
from mlgraph.history import Post, conclude
from mlgraph.limits import DEFAULT_PACE
from mlgraph.model import Graph
from mlgraph.names import fold, list_names
from mlgraph.printable import sanitize
from mlgraph.reading import read_number
from mlgraph.resumes.unrecognised import Unrecognised


@dataclass(frozen=True)
class LearnedSkill:
    r"""A skill that a person has learned, with the day and the hours of study.

    Attributes
    ----------
    skill : str
        The id of the skill.
    on : datetime.date or None
        The day by which the person had learned the skill, or None if the day is unknown.
    hours : float or None
        The hours of study that the skill took, or None if the hours are unknown.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load()
    >>> me = mlgraph.Profile.parse(graph, '[[learned]]\nskill = "SQL"\nhours = 12')
    >>> me.learned[0].skill, me.learned[0].hours
    ('sql', 12)
    """

    skill: str
    on: date | None = None
    hours: float | None = None


@dataclass(frozen=True)
class KeptPlan:
    r"""The plan that was best when the person set the goal, saved for comparison with later plans.

    Attributes
    ----------
    source, target : str
        The ids of the first and the last position of the plan.
    on : datetime.date
        The day on which the plan was made.
    pace : float
        The hours of study a week in the plan.
    arrives : datetime.date
        The day on which the plan arrives at the target.
    have : tuple of str or None, default None
        The ids of the skills in the profile on the day when the plan was made, or None if the profile does not list
        them.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load()
    >>> said = 'from = "beginner"\nto = "data-scientist"\non = "2026-01-10"\npace = 8\narrives = "2029-03-01"'
    >>> mlgraph.Profile.parse(graph, f"[plan]\n{said}").plan.arrives.year
    2029
    """

    source: str
    target: str
    on: date
    pace: float
    arrives: date
    have: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Profile:
    r"""The position, skills, pace and preferences of a person.

    Attributes
    ----------
    position : str or None
        The id of the position in which the person is now.
    have : tuple of str
        The ids of the skills that the person has.
    pace : float
        The hours of study a week of the person, from 0.01 to 168, by default 10.
    avoid : tuple of str
        The ids of the positions and skills that plans for the person avoid.
    posts : tuple of Post
        The posts that the person has held, including the current post.
    experience : dict of str to float
        The months of experience that the person states, by field. In a field with stated months, the posts of the
        person add no further experience.
    months_in_post : float or None
        The months at the current position, as the person states them, or None if the months follow from posts.
    goal : str or None
        The id of the position that the person wants to reach.
    learning : tuple of str
        The ids of the skills that the person is learning.
    learned : tuple of LearnedSkill
        The skills that the person has learned, each with the day and the hours of study. `have` also contains the
        skills in `learned`.
    plan : KeptPlan or None
        The plan that was best when the person set the goal, or None if no plan is saved.
    unrecognised : tuple of Unrecognised
        The texts of a CV that name no position and no skill of the graph. Only `Profile.from_resume` sets
        `unrecognised`.
    from_posts : dict of str to str
        The ids of the skills in `have` that the person did not name, each with the post from which the skill follows.
        Only the method `conclude` sets `from_posts`.
    id : str
        An identifier for the person's calendar entries, different for each person, or an empty text.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load()
    >>> me = mlgraph.Profile.from_resume(graph, b"Data analyst, Jan 2020 - Present\nPython")
    >>> me.position, me.have
    ('data-analyst', ('python',))
    """

    position: str | None = None
    have: tuple[str, ...] = ()
    pace: float = DEFAULT_PACE
    avoid: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    experience: dict[str, float] = field(default_factory=dict)
    months_in_post: float | None = None
    goal: str | None = None
    learning: tuple[str, ...] = ()
    learned: tuple[LearnedSkill, ...] = ()
    plan: KeptPlan | None = None
    unrecognised: tuple[Unrecognised, ...] = ()
    from_posts: dict[str, str] = field(default_factory=dict)
    id: str = field(default="", compare=False)

    @classmethod
    def read(cls, graph: Graph, path: str | Path) -> "Profile":
        """Read a profile from a TOML file. The method translates the names of nodes in the file to ids.

        Parameters
        ----------
        graph : networkx.DiGraph
            A graph from `mlgraph.load`, or another graph whose nodes and edges have attributes of the same kinds.
        path : str or os.PathLike
            The path of the file of the profile, which ends in `.toml`.

        Returns
        -------
        Profile
            The profile that the file holds.

        Raises
        ------
        FileError
            Raised if the file of the profile cannot be read.
        GraphFileError
            Raised if the file of the profile has mistakes, such as unknown names, or if the graph is invalid.

        Examples
        --------
        >>> import mlgraph, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "me.toml")
        ...     _ = path.write_text('position = "data analyst"')
        ...     mlgraph.Profile.read(mlgraph.load(), path).position
        'data-analyst'
        """
        # imported late, since most commands need no profile
        found: Profile = import_module("mlgraph.profilefile").read(path, validate_graph(graph))
        return found

    @classmethod
    def parse(cls, graph: Graph, text: str) -> "Profile":
        """Read a profile from a TOML text. The method translates the names of nodes in the text to ids.

        Parameters
        ----------
        graph : networkx.DiGraph
            A graph from `mlgraph.load`, or another graph whose nodes and edges have attributes of the same kinds.
        text : str
            The TOML text of a profile, as in the file me.toml.

        Returns
        -------
        Profile
            The profile that the TOML text holds.

        Raises
        ------
        GraphFileError
            Raised if the TOML text has mistakes, such as unknown names, or if the graph is invalid.

        Examples
        --------
        >>> import mlgraph
        >>> mlgraph.Profile.parse(mlgraph.load(), 'have = ["SQL"]').have
        ('sql',)
        """
        found: Profile = import_module("mlgraph.profilefile").parse("me.toml", text.encode(), validate_graph(graph))
        return found

    @classmethod
    def from_resume(cls, graph: Graph, file: "str | os.PathLike[str] | bytes", *, day: date | None = None) -> "Profile":
        """Make a profile from a CV.

        The CV may be a file from LinkedIn, a CV in the format JSON Resume or Europass, or a plain list of jobs and
        skills. A CV in the format Europass may be XML or PDF. A file from LinkedIn is a zip file of a member's data, or
        `Positions.csv` or `Skills.csv` from the zip file. The method finds the role of a job by the web address of its
        occupation in ESCO, or else by the title of the job. The method finds the skills of a CV by their names.

        Parameters
        ----------
        graph : networkx.DiGraph
            A graph from `mlgraph.load`, or another graph whose nodes and edges have attributes of the same kinds.
        file : str, os.PathLike or bytes
            The path of the file with the CV, or the content of the file.
        day : datetime.date or None, default None
            The day on which the person still holds the jobs that the CV states as current, or None for today.

        Returns
        -------
        Profile
            The profile with the jobs and skills of the CV. The attribute `unrecognised` of the profile lists the texts
            of the CV that name no position and no skill.

        Raises
        ------
        FileError
            Raised if the file with the CV cannot be read, or is not a CV.
        GraphFileError
            Raised if the text of the CV is in an unknown encoding, or if the graph is invalid.
        MissingPackageError
            Raised if the CV is a PDF, and the package that reads PDFs is not installed.

        Examples
        --------
        >>> import mlgraph
        >>> cv = b'{"work": [{"position": "Data scientist", "startDate": "2020-01"}], "skills": [{"name": "Pythn"}]}'
        >>> me = mlgraph.Profile.from_resume(mlgraph.load(), cv)
        >>> me.posts[0].position, me.unrecognised[0].words
        ('data-scientist', 'Pythn')
        """
        # imported late, since the readers of zip and XML take time to load
        from mlgraph.resumes import registry
        from mlgraph.resumes.resolve import resolve_resume

        make_post = import_module("mlgraph.profilefile").make_post

        resume = registry.parse("the CV", file) if isinstance(file, bytes) else registry.read(file)
        found = resolve_resume(validate_graph(graph), resume, day or date.today())
        posts = tuple(make_post(post.position.id, post.begins, post.ends) for post in found.posts)
        held = next((post.position for post in posts if post.ends is None), None)
        have = tuple(sorted(skill.skill.id for skill in found.skills))
        return cls(held, have, posts=posts, unrecognised=found.unrecognised)

    def options(self, graph: Graph, day: date | None = None) -> dict[str, Any]:
        """Return the profile as keyword arguments for `mlgraph.plan` and the other functions for planning.

        Parameters
        ----------
        graph : networkx.DiGraph
            A graph from `mlgraph.load`, or another graph whose nodes and edges have attributes of the same kinds.
        day : datetime.date or None, default None
            The first day of plans, or None for today. The time in posts counts until the first day of plans.

        Returns
        -------
        dict
            The arguments `have`, `pace`, `avoid`, `experience`, `months_in_post` and `start` for the functions for
            planning, such as `mlgraph.plan`.

        Raises
        ------
        GraphFileError
            Raised if the graph is invalid.
        UsageError
            Raised if a post begins after the first day of plans.

        Examples
        --------
        >>> import mlgraph
        >>> graph = mlgraph.load()
        >>> me = mlgraph.Profile("beginner", pace=20)
        >>> mlgraph.plan(graph, me.start, "data analyst", **me.options(graph)).pace
        20
        """
        first = day or date.today()
        known = self.conclude(validate_graph(graph), first)
        return {
            **{"have": known.have, "pace": known.pace, "avoid": known.avoid, "experience": known.experience},
            **{"months_in_post": known.months_in_post or 0, "start": first},
        }

    def conclude(self, graph: Graph, day: date) -> "Profile":
        """Return a copy of the profile with the skills, experience and months in post that follow from the posts in it.

        Parameters
        ----------
        graph : networkx.DiGraph
            A graph from `mlgraph.load`, or another graph whose nodes and edges have attributes of the same kinds.
        day : datetime.date
            The day until which the function counts the time in posts.

        Returns
        -------
        Profile
            A copy of the profile with the skills, experience and months in post that follow from the posts in it.

        Raises
        ------
        UsageError
            Raised if a post begins after the day.

        Examples
        --------
        >>> import mlgraph
        >>> from datetime import date
        >>> graph = mlgraph.load()
        >>> me = mlgraph.Profile.from_resume(graph, b"Data analyst, Jan 2020 - Present", day=date(2021, 1, 1))
        >>> me.conclude(graph, date(2021, 1, 1)).months_in_post
        12.0
        """
        found = conclude(graph, self.posts, day)
        held = next((post.position for post in self.posts if post.ends is None), None)
        is_there = held is not None and self.position is not None and fold(self.position) in list_names(graph, held)
        served = found.months_in_post if is_there else 0.0
        said = {*map(fold, self.have)}
        from_posts = {skill: post for skill, post in found.skills.items() if not said & list_names(graph, skill)}
        return replace(
            self,
            have=(*self.have, *from_posts),
            from_posts=from_posts,
            experience=found.experience | self.experience,
            months_in_post=served if self.months_in_post is None else self.months_in_post,
        )

    @property
    def start(self) -> str:
        """The id of the position in which the person is now. Raises UsageError if the profile has no position."""
        if self.position is None:
            raise UsageError("the position to start from is unknown; give `source`, or `profile` with a position")
        return self.position

    def update_with(
        self,
        graph: Graph,
        *,
        position: str | None = None,
        have: Iterable[str] = (),
        pace: float | None = None,
        avoid: Iterable[str] = (),
        wanted: Iterable[str] = (),
        experience: Mapping[str, float] | None = None,
        months_in_post: float | None = None,
    ) -> "Profile":
        """Return a copy of the profile, changed by the options of a request for a plan.

        The options `have` and `avoid` add nodes to those in the profile, and every other option replaces a value in the
        profile. `wanted` has the nodes that the request asks for, such as the target. The returned profile does not
        avoid nodes in `wanted`. The profile and the options may name nodes by id, title or alias, and the returned
        profile keeps these names.

        Parameters
        ----------
        graph : networkx.DiGraph
            A graph from `mlgraph.load`, or another graph whose nodes and edges have attributes of the same kinds.
        position : str or None, default None
            The position of the person, instead of the position in the profile.
        have : iterable of str, default ()
            Skills that the person has, in addition to those of the profile.
        pace : float or None, default None
            The hours of study a week, instead of the hours in the profile.
        avoid : iterable of str, default ()
            Positions and skills to avoid, in addition to those of the profile.
        wanted : iterable of str, default ()
            Positions and skills that the request for a plan asks for, such as the target.
        experience : mapping of str to float, default None
            For each given field, the months of experience, which replace the months in the profile.
        months_in_post : float or None, default None
            The months that the person has been at the position of the returned profile, instead of the months in the
            profile.

        Returns
        -------
        Profile
            A copy of the profile that is changed by the given options.

        Examples
        --------
        >>> import mlgraph
        >>> mlgraph.Profile("beginner").update_with(mlgraph.load(), pace=5, have=["sql"])
        Profile(position='beginner', have=('sql',), pace=5, ...
        """
        sought = {fold(name) for name in (*wanted, *filter(None, [position]))}
        unwanted = (node for node in self.avoid if not sought & list_names(graph, node))
        return replace(
            self,
            position=self.position if position is None else position,
            have=(*self.have, *have),
            pace=self.pace if pace is None else pace,
            avoid=(*unwanted, *avoid),
            experience=self.experience | dict(experience or {}),
            months_in_post=self.months_in_post if months_in_post is None else months_in_post,
        )


def parse_experience(said: Iterable[str]) -> dict[str, float]:
    """Parse texts such as "data=24,lead=1,5" into the months of experience in each field.

    Raises UsageError for a text without the form "field=months", and for a field that the texts name twice.
    """
    found: dict[str, float] = {}
    # a comma before a mere number is a decimal comma
    for part in filter(str.strip, re.split(r",(?!\s*\d+\s*(?:,|$))", ",".join(said))):
        name, _, months = part.partition("=")
        if name.strip() in found:
            raise UsageError(f"`experience` has the field {sanitize(name.strip())} twice; give its months once")
        try:
            found[name.strip()] = read_number(months)
        except ValueError as error:
            right = "write a field and its months, such as data=24"
            raise UsageError(f"`experience` is '{sanitize(part)}'; {right}") from error
    return found
