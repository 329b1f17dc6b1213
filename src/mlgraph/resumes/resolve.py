"""Search for the jobs and skills of a CV among the nodes of a graph.

A job or skill of a CV counts as found only if it has the same name or web address as a node. If a text of the CV has no
such node, the result lists the text, together with the nodes that have the most similar names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mlgraph.model import Graph, Named, name_node
from mlgraph.names import fold, index_names
from mlgraph.reading import read_date
from mlgraph.resumes.nearest import Names
from mlgraph.resumes.resume import PastPost, Resume
from mlgraph.resumes.unrecognised import Unrecognised

FIRST_DAY = date(1950, 1, 1)
# the id of the source that has entries of ESCO as its points; `same_as` cites these
_ESCO = "esco"
# additions to a title: a level such as II, and letters such as m/f/d, which stand for all genders
_LEVEL = re.compile(r"\s+(?:I{1,3}|IV|V|[1-5]|L\d)$|[\s,]*\b(?:m/f/d|m/w/d|f/m/x|f/m/d|h/f)\b", re.IGNORECASE)
_SHORT = ((re.compile(r"\bsr\b\.?", re.IGNORECASE), "Senior"), (re.compile(r"\bjr\b\.?", re.IGNORECASE), "Junior"))
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
# the employer, which mlgraph never stores, not even in a comment
_EMPLOYER = re.compile(r"\s+(?:at|@|bei|chez)\s+.*")
# separators between the parts of a title; a part may be an employer, a town or a second title
_BETWEEN = re.compile(r"\s*[|\u2022\u00b7:()\[\]]\s*|\s+[-\u2013\u2014/]\s+|,\s")
# matches all text after the first part of a title
_REST = re.compile(r"\s+(?:at|@|bei|chez)\s+.*|\s*[|•·].*|\s+[-\u2013\u2014]\s+.*|,\s.*")


@dataclass(frozen=True)
class ReadPost:
    """A job of a CV that is a role of the graph, with its title in the CV as `words`."""

    position: Named
    words: str
    begins: str
    ends: str | None


@dataclass(frozen=True)
class ReadSkill:
    """A skill of a CV that is a skill of the graph, with its name in the CV as `words`."""

    skill: Named
    words: str


@dataclass(frozen=True)
class ReadResume:
    """The content of a CV as nodes of a graph, with `notes` on how mlgraph read the dates and titles in the CV."""

    kind: str
    posts: tuple[ReadPost, ...]
    skills: tuple[ReadSkill, ...]
    unrecognised: tuple[Unrecognised, ...]
    notes: tuple[str, ...]


def resolve_resume(graph: Graph, resume: Resume, day: date) -> ReadResume:
    """Find the jobs and skills of a CV among the nodes of a graph. `day` is the date of today.

    A CV may give the web address of the occupation of a job, such as an address of ESCO. For a job with a web address,
    the function looks for the role with the same web address. If no node has the web address of a job, the function
    looks for a role with the title of the job. The function also tries the title of the job without brackets, a level
    such as II, the employer or the town.
    """
    return _Resolver(graph, day).resolve(resume)


class _Resolver:
    """Collector of the texts of a CV that name a node of the graph, and of the texts that name no node."""

    def __init__(self, graph: Graph, day: date) -> None:
        self._graph, self._day = graph, day
        self._by_address = {fold(address): nodes for address, nodes in list_addresses(graph).items()}
        self._names: dict[str, Names] = {}
        self._posts: list[ReadPost] = []
        self._skills: dict[str, ReadSkill] = {}
        self._unrecognised: list[Unrecognised] = []
        self._notes: list[str] = []

    def resolve(self, resume: Resume) -> ReadResume:
        for post in resume.posts:
            self._add_post(post)
        known = {name for name in (*resume.top, *resume.groups) if self._find_skill(name)[0] is not None}
        for name in (*resume.top, *resume.skills, *resume.groups):
            if name in known or name in resume.skills:
                self._add_skill(name)
        if left := [name for name in resume.top if name not in known]:
            self._notes.append(f"left out, as it may be a name or an address: {', '.join(left)}")
        posts = self._end_earlier(_merge(self._posts))
        return ReadResume(
            resume.kind, posts, tuple(self._skills.values()), tuple(self._unrecognised), tuple(self._notes)
        )

    def _add_post(self, post: PastPost) -> None:
        title = _EMPLOYER.sub("", post.title)
        told = self._leave_out_employers(title) or "no title"
        words = f"{told}, {post.begins or '?'} to {'today' if post.ends is None else post.ends or '?'}"
        node, near = self._find_role(post)
        problem = post.problem or self._find_date_problem(post)
        if problem or node is None:
            self._leave("post", words, problem or _explain_several(near), near if node is None else [node], post.title)
            return
        ends = post.ends
        if ends is not None and _find_first_day(ends) > self._day:
            self._notes.append(f"{title} ends in {ends}, which is to come: you hold the post today")
            ends = None
        if fold(title) not in (fold(node), fold(self._graph.nodes[node]["title"])):
            self._notes.append(f"'{title}' is read as {self._graph.nodes[node]['title']} ({node})")
        self._posts.append(ReadPost(name_node(self._graph, node), title, post.begins, ends))

    def _find_date_problem(self, post: PastPost) -> str:
        """Return why the dates of a job must be wrong, or "" if the dates may be right."""
        begins = _find_first_day(post.begins)
        if begins < FIRST_DAY:
            return f"it begins before {FIRST_DAY.year}"
        if begins > self._day:
            return "it begins after today"
        if post.ends is not None and _find_last_day(post.ends) < begins:
            return "it ends before it begins"
        return ""

    def _find_role(self, post: PastPost) -> tuple[str | None, list[str]]:
        """Return the role of a job in a CV, and an empty list of other roles.

        If several roles fit the job, or if roles are only similar to the job, the method returns None and these roles.
        If no role fits the job, the method returns None and an empty list.
        """
        for address in post.addresses:
            exact, near = self._find_of_kind("role", address)
            if len(exact) == 1:
                return exact[0], []
            if exact or near:
                return None, [*exact, *near]
        node, near = find_by_name(self._graph, list_title_forms(post.title), "role")
        # the employer may come first, as in "Acme: Data analyst"
        if node is None and not near and len(parts := self._list_parts(post.title)) == 1:
            return find_by_name(self._graph, list_title_forms(parts[0]), "role")
        return node, near

    def _list_parts(self, title: str) -> list[str]:
        """Return the parts of a job title that are similar to the name of a role, and drop employers and towns."""
        return [part for part in _split(title) if self._find_nearest("role", part)]

    def _leave_out_employers(self, title: str) -> str:
        return title if len(_split(title)) == 1 else ", ".join(self._list_parts(title)) or "a title with other words"

    def _find_nearest(self, kind: str, name: str) -> list[str]:
        if kind not in self._names:
            self._names[kind] = Names(self._graph, (kind,))
        return [node for node, _ in self._names[kind].find(name)]

    def _add_skill(self, name: str) -> None:
        node, several = self._find_skill(name)
        if node is None and not several and " / " in name:
            for part in name.split(" / "):
                self._add_skill(part)
        elif node is None:
            self._leave("skill", name, _explain_several(several), several, name)
        else:
            self._skills.setdefault(node, ReadSkill(name_node(self._graph, node), name))

    def _find_skill(self, name: str) -> tuple[str | None, list[str]]:
        """Return the skill with a name, or with a web address in a catalogue, and an empty list of other skills.

        If several skills have the name or address, or if skills are only similar, the method returns None and these
        skills. If no skill has the name or address, the method returns None and an empty list.
        """
        if not name.startswith(("http://", "https://")):
            return find_by_name(self._graph, _list_skill_forms(name), "skill")
        exact, near = self._find_of_kind("skill", name)
        return (exact[0], []) if len(exact) == 1 else (None, [*exact, *near])

    def _find_of_kind(self, kind: str, address: str) -> tuple[list[str], list[str]]:
        exact, near = self._by_address.get(fold(address), ((), ()))
        kept = ([node for node in nodes if self._graph.nodes[node]["kind"] == kind] for nodes in (exact, near))
        return next(kept), next(kept)

    def _leave(self, kind: Literal["post", "skill"], words: str, reason: str, near: list[str], name: str) -> None:
        near = near or self._find_nearest("role" if kind == "post" else "skill", name)
        nearest = tuple(name_node(self._graph, node) for node in near[:3])
        self._unrecognised.append(Unrecognised(kind, words, reason, nearest))

    def _end_earlier(self, posts: list[ReadPost]) -> tuple[ReadPost, ...]:
        """Let all current jobs of a person end today, except the current job that began last."""
        lasting = [post for post in posts if post.ends is None]
        kept = max(lasting, key=lambda post: _find_first_day(post.begins), default=None)
        found = []
        for post in posts:
            if post.ends is None and post is not kept:
                assert kept is not None
                self._notes.append(
                    f"{post.words} has no end either; it counts until today, and {kept.words} is your position"
                )
                post = ReadPost(post.position, post.words, post.begins, self._day.isoformat())
            found.append(post)
        return tuple(sorted(found, key=lambda post: (_find_first_day(post.begins), post.position.id)))


def _merge(posts: list[ReadPost]) -> list[ReadPost]:
    """Remove repeated jobs: of several jobs with the same role and the same first day, keep only the longest."""
    best: dict[tuple[str, str], ReadPost] = {}
    for post in posts:
        key = post.position.id, post.begins
        if key not in best or (
            best[key].ends is not None and (post.ends is None or post.ends > (best[key].ends or ""))
        ):
            best[key] = post
    return list(best.values())


def find_by_name(graph: Graph, forms: Iterable[str], kind: str) -> tuple[str | None, list[str]]:
    """Return the node that a name means, from possible forms of the name.

    The function tries the forms of the name in order, and uses the first form that names a node of the given kind. A
    node with this form as its id or title wins over a node with this form as an alias. If the form is the id or title
    of several nodes, the function returns None and these nodes. If the form is only an alias, but of several nodes, the
    function also returns None and these nodes.
    """
    for form in forms:
        known = index_names(graph).get(fold(form), ()) if form.strip() else ()
        fitting = sorted(node for node in known if graph.nodes[node]["kind"] == kind)
        own = [node for node in fitting if fold(form) in (fold(node), fold(graph.nodes[node]["title"]))]
        if meant := own or fitting:
            return (meant[0], []) if len(meant) == 1 else (None, meant)
    return None, []


def list_addresses(graph: Graph) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Map each web address of an occupation or skill to the nodes with the same meaning, and with a similar meaning.

    The key `url` of a node states the web address of the node itself. The key `same_as` of a node cites occupations or
    skills of ESCO, which are points of the source `esco` of the graph. The text of each such point states further web
    addresses of the node.
    """
    points: dict[str, str] = graph.graph.get("sources", {}).get(_ESCO, {}).get("points", {})
    addresses = {code: re.findall(r"https?://[^\s,;]+", text) for code, text in points.items()}
    found: dict[str, tuple[list[str], list[str]]] = {}
    for node, attributes in graph.nodes(data=True):
        if attributes["kind"] not in ("role", "skill"):
            continue
        if url := attributes.get("url"):
            found.setdefault(url, ([], []))[0].append(node)
        for code, match in attributes.get("same_as", {}).items():
            source, _, own = code.partition(":")
            for address in addresses.get(own, ()) if source == _ESCO else ():
                found.setdefault(address, ([], []))[match == "near"].append(node)
    return {address: (tuple(sorted(exact)), tuple(sorted(near))) for address, (exact, near) in found.items()}


def list_title_forms(title: str) -> Iterator[str]:
    """Yield a job title, and then shorter forms without brackets, a level such as II, the employer or the town."""
    for pattern, full in _SHORT:
        title = pattern.sub(full, title)
    yield title
    bare = _BRACKETS.sub("", title)
    yield bare
    yield _LEVEL.sub("", bare)
    first = _REST.sub("", bare)
    yield first
    yield _LEVEL.sub("", first)


def _split(title: str) -> list[str]:
    """Split a job title into its parts, and leave out an employer after a word such as "at"."""
    return [part for part in map(str.strip, _BETWEEN.split(_EMPLOYER.sub("", title))) if part]


def _list_skill_forms(name: str) -> Iterator[str]:
    """Yield the whole name of a skill, then the name without brackets, and then the text in brackets.

    The forms of "Python (R)" are "Python (R)", "Python" and "R".
    """
    yield name
    yield _BRACKETS.sub("", name)
    yield from _BRACKETS.findall(name)


def _explain_several(several: list[str]) -> str:
    return "it may mean several nodes" if len(several) > 1 else "no node has this name"


def _find_first_day(period: str) -> date:
    found = read_date(period)
    assert found is not None
    return found[0]


def _find_last_day(period: str) -> date:
    found = read_date(period)
    assert found is not None
    return found[1]
