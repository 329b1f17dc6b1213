"""Changes to the file of a profile, such as a learned skill or a new goal, that keep the comments of the file."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from os.path import exists
from pathlib import Path
from secrets import token_hex
from typing import Any

from mlgraph import filesystem, profilefile
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.extend import add_to_table, add_value, append_comments, append_table, append_tables, extend
from mlgraph.graphfile.shrink import remove_key, remove_tables, remove_values
from mlgraph.history import Post
from mlgraph.limits import DEFAULT_PACE
from mlgraph.model import Graph
from mlgraph.names import fold, index_names, list_names
from mlgraph.printable import sanitize
from mlgraph.profile import KeptPlan, Profile
from mlgraph.resumes.resolve import ReadPost, ReadResume
from mlgraph.resumes.unrecognised import Unrecognised

_HEAD = "# a profile for mlgraph: names are ids, titles or aliases; pace is in hours of study a week"
# matches a ticked line of a Markdown checklist, and the bold marks and links in its text
_TICKED = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[[xX]\][ \t]*(\S.*)")
_BOLD, _LINK = re.compile(r"(?<!\\)(?:\*\*|__)"), re.compile(r"(?<!\\)\[([^\]]*)\]\([^)]*\)")
Change = tuple[str, dict[str, Any]]
Edit = Callable[[Document, Profile], Change]


@dataclass(frozen=True)
class Additions:
    """The jobs and skills of a CV that a profile lacks, and the jobs of the profile that the CV shows to have ended.

    If a current job in the CV replaces the position in the profile, `position` is the id of the position that was in
    the profile. `ended` has a pair for each job of the profile that has ended according to the CV. Each pair in `ended`
    has the index of the job in the profile, and the last day, month or year of the job. `notes` has a sentence for each
    job of the profile or the CV for which mlgraph sets the last day. Each sentence in `notes` states when the job ends,
    and why: since the CV says so, or since another job begins.
    """

    posts: tuple[ReadPost, ...]
    skills: tuple[str, ...]
    comments: tuple[str, ...]
    position: str | None
    ended: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.posts or self.skills or self.comments or self.ended)


@dataclass(frozen=True)
class ProfileUpdate:
    """Several changes to make to a profile at once.

    An attribute of the update with the value None or () changes nothing in the profile.

    `learned` has the ids of skills that the person has now learned. `learning` has the ids of skills that the person is
    learning now. `skipped` has the ids of skills that plans should avoid from now on. `open` has the ids of skills that
    are no longer to count as learned, being learned or avoided.
    """

    position: str | None = None
    goal: str | None = None
    pace: float | None = None
    learned: tuple[str, ...] = ()
    learning: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def _begin() -> str:
    """Return the TOML text of a new profile, with a random id for the calendar entries of the person."""
    return f'{_HEAD}\npace = {DEFAULT_PACE:g}\nid = "{token_hex(8)}"\n'


def compare_resume(path: str | Path, graph: Graph, resume: ReadResume) -> Additions | None:
    """Find the jobs and skills of a CV that the profile at `path` lacks, or return None if the profile does not exist.

    Raises FileError or GraphFileError if the file at `path` is not a valid profile.
    """
    if not exists(path):
        return None
    before = profilefile.read(path, graph)
    return _find_additions(filesystem.read(path).decode(errors="replace"), graph, before, resume)


def adopt(path: str | Path, graph: Graph, resume: ReadResume) -> Additions:
    """Add the jobs and skills of a CV to the profile at `path`, and return these additions.

    If the file of the profile does not exist, the function makes the file.

    A text of the CV that does not name a position or a skill of the graph becomes a comment in the profile. Raises
    FileError and writes nothing if the new profile would be invalid, for example because two current jobs begin on the
    same day.
    """
    found: list[Additions] = []

    def change(text: Document, before: Profile) -> Change:
        new = _find_additions(text.text, graph, before, resume)
        found.append(new)
        return _add(text, new)

    profilefile.edit(path, graph, change, new=_begin())
    return found[0]


def _find_additions(text: str, graph: Graph, before: Profile, resume: ReadResume) -> Additions:
    posts = tuple(post for post in resume.posts if not any(_is_same(post, known) for known in before.posts))
    posts, ended, notes = _end_posts(graph, before, resume, posts)
    skills = tuple(each.skill.id for each in resume.skills if each.skill.id not in before.have)
    lines = {line.strip() for line in text.splitlines()}
    comments = tuple(line for line in dict.fromkeys(_describe(resume)) if f"# {line}" not in lines)
    held = next((post.position.id for post in posts if post.ends is None), None)
    replaced = before.position if held is not None and before.position != held else None
    return Additions(posts, skills, comments, replaced, ended, notes)


def _end_posts(
    graph: Graph, before: Profile, resume: ReadResume, posts: tuple[ReadPost, ...]
) -> tuple[tuple[ReadPost, ...], tuple[tuple[int, str], ...], tuple[str, ...]]:
    """Set the last day of jobs of the profile or of the CV, so that the person has at most one current job.

    If the CV states the last day of a job, the job ends on that day. After a change of jobs, the old job in the profile
    and the new job in the CV may both lack a last day. If two jobs have no last day, the job that began earlier ends
    when the other job begins. The function returns the new jobs, the ends of jobs in the profile, and notes that
    explain the ends.
    """
    index = next((at for at, post in enumerate(before.posts) if post.ends is None), None)
    if index is None:
        return posts, (), ()
    known = before.posts[index]
    title = graph.nodes[known.position]["title"]
    # a job that is in the profile with its end says nothing of the current job
    others = [post for at, post in enumerate(before.posts) if at != index]
    for post in resume.posts:
        if any(_is_same(post, other) for other in others):
            continue
        if post.ends is not None and _is_same(post, known) and (_make(post).ends or known.begins) >= known.begins:
            return posts, ((index, post.ends),), (f"{title} ends in {post.ends}, as the CV says",)
    held = next((post for post in posts if post.ends is None), None)
    if held is None or _make(held).begins == known.begins:
        return posts, (), ()
    if _make(held).begins > known.begins:
        note = f"{title} ends in {held.begins}, when {held.position.title} begins"
        return posts, ((index, held.begins),), (note,)
    ends = f"{known.begins:%Y-%m}"
    note = f"{held.position.title} ends in {ends}, when {title} begins"
    return tuple(replace(post, ends=ends) if post is held else post for post in posts), (), (note,)


def _make(post: ReadPost) -> Post:
    return profilefile.make_post(post.position.id, post.begins, post.ends)


def _is_same(post: ReadPost, known: Post) -> bool:
    """Return whether two jobs have the same role and begin in the same month or year, and so are the same job."""
    begins = profilefile.make_post(post.position.id, post.begins, None).begins
    is_year = len(post.begins) == 4
    return post.position.id == known.position and (
        begins.year == known.begins.year and (is_year or begins.month == known.begins.month)
    )


def _describe(resume: ReadResume) -> Iterable[str]:
    """Yield a line of comment for each text of a CV that does not name a position or a skill of the graph."""
    first: dict[tuple[str, str], Unrecognised] = {}
    for each in resume.unrecognised:
        # a text that stands twice in the CV may have other similar names, and needs one comment
        first.setdefault((each.kind, each.words), each)
    for each in first.values():
        nearest = f"; nearest: {', '.join(node.id for node in each.nearest)}" if each.nearest else ""
        yield f"not recognised, a {each.kind}: {sanitize(each.words, 200)} ({each.reason}{nearest})"


def _add(found: Document, new: Additions) -> Change:
    text, tables = found.text, dict(found.tables)
    if new.position and "position" in tables:
        text = remove_key(text, "position")
        del tables["position"]
    if new.skills:
        text = extend(text, "have", new.skills)
        tables["have"] = [*tables.get("have", ()), *new.skills]
    for index, ends in new.ended:
        text = add_to_table(text, "post", index, "from", "to", ends)
        known = tables["post"]
        tables["post"] = [*known[:index], {**known[index], "to": ends}, *known[index + 1 :]]
    entries = [
        {"position": post.position.id, "from": post.begins} | ({"to": post.ends} if post.ends else {})
        for post in new.posts
    ]
    if entries:
        text = append_tables(text, "post", entries)
        tables["post"] = [*tables.get("post", ()), *entries]
    return append_comments(text, new.comments), tables


def record(
    path: str | Path, graph: Graph, skills: Mapping[str, float | None], on: date, *, again: bool = False
) -> tuple[str, ...]:
    """Record in a profile that the person has learned skills, given as ids, with the day and the hours of study.

    Return only those recorded skills that the profile did not contain before.

    If the profile already has a skill, the function changes the recorded day and hours of the skill only if `again` is
    true. The function also removes the recorded skills from the list `learning` of the profile. Raises FileError if the
    profile cannot be read or written, and GraphFileError if the profile has mistakes.
    """
    before = profilefile.edit(path, graph, _record_learned(graph, skills, on, again))
    return tuple(skill for skill in skills if skill not in before.have)


def begin(path: str | Path, graph: Graph, skills: Iterable[str]) -> tuple[str, ...]:
    """Add skills, given as ids, to the list `learning` of a profile. Return the added skills.

    Raises FileError if the profile cannot be read or written, and GraphFileError if the profile has mistakes.
    """
    asked = tuple(dict.fromkeys(skills))
    before = profilefile.edit(path, graph, _begin_skills(asked))
    return tuple(skill for skill in asked if skill not in (*before.learning, *before.have))


def forget(path: str | Path, graph: Graph, skills: Iterable[str]) -> tuple[str, ...]:
    """Remove skills, given as ids, from the lists `have`, `learned` and `learning` of a profile.

    Return the removed skills.

    Raises FileError if the profile cannot be read or written, and GraphFileError if the profile has mistakes.
    """
    asked = tuple(dict.fromkeys(skills))
    before = profilefile.edit(path, graph, _forget_skills(graph, asked))
    return tuple(skill for skill in asked if skill in (*before.have, *before.learning))


def set_goal(path: str | Path, graph: Graph, goal: str, plan: KeptPlan | None) -> None:
    """Set the goal of a profile to the position with the id `goal`, and save `plan` for comparison with later plans.

    Raises FileError if the profile cannot be read or written, and GraphFileError if the profile has mistakes.
    """
    profilefile.edit(path, graph, _aim_at(goal, plan))


def update(path: str | Path, graph: Graph, asked: ProfileUpdate, on: date, plan: KeptPlan | None = None) -> Profile:
    """Change a profile as the update `asked` says, or not at all if a change fails, and return the old profile.

    `on` is the day on which the person has learned the skills in the attribute `learned` of the update. If the update
    has a new goal, the function saves `plan` as the plan for this goal. If the file of the profile does not exist, the
    function makes it. Raises FileError if the profile cannot be read or written, and GraphFileError if the profile has
    mistakes.
    """
    changes = [_set_key("position", asked.position), _set_key("pace", asked.pace)]
    ticked = (*asked.learning, *asked.skipped, *asked.open)
    # a skill has only one of these states, so it leaves the others
    changes += [_forget_skills(graph, ticked, but=asked.learning)] * bool(ticked)
    changes += [_leave_out(graph, "avoid", (*asked.learned, *asked.learning, *asked.open))]
    changes += [_record_learned(graph, dict.fromkeys(asked.learned), on, False), _begin_skills(asked.learning)]
    changes += [_skip_skills(asked.skipped)]
    changes += [] if asked.goal is None else [_aim_at(asked.goal, plan)]
    return profilefile.edit(path, graph, *changes, new=_begin())


def _record_learned(graph: Graph, skills: Mapping[str, float | None], on: date, again: bool) -> Edit:
    def change(found: Document, before: Profile) -> Change:
        text, tables = found.text, dict(found.tables)
        added = [skill for skill in skills if skill not in before.have]
        noted = [*skills] if again else added
        if not noted:
            return text, tables
        text, tables = _drop_records(text, tables, before, set(noted))
        text, tables = _drop_names(text, tables, graph, "learning", set(noted))
        named = [skill for skill in added if not _holds(tables.get("have", ()), graph, skill)]
        if named:
            text = extend(text, "have", named)
            tables["have"] = [*tables.get("have", ()), *named]
        entries = [
            {"skill": skill, "on": on} | ({} if (hours := skills[skill]) is None else {"hours": hours})
            for skill in noted
        ]
        return append_tables(text, "learned", entries), tables | {"learned": [*tables.get("learned", ()), *entries]}

    return change


def _begin_skills(skills: Iterable[str]) -> Edit:
    def change(found: Document, before: Profile) -> Change:
        return _append(found, "learning", [skill for skill in skills if skill not in (*before.learning, *before.have)])

    return change


def _skip_skills(skills: Iterable[str]) -> Edit:
    def change(found: Document, before: Profile) -> Change:
        return _append(found, "avoid", [skill for skill in skills if skill not in before.avoid])

    return change


def _append(found: Document, key: str, new: list[str]) -> Change:
    if not new:
        return found.text, found.tables
    return extend(found.text, key, new), found.tables | {key: [*found.tables.get(key, ()), *new]}


def _forget_skills(graph: Graph, skills: Iterable[str], but: Iterable[str] = ()) -> Edit:
    """Return a function that removes skills from the lists `have`, `learned` and `learning` of a profile.

    The returned function does not remove the skills in `but` from the list `learning`.
    """

    def change(found: Document, before: Profile) -> Change:
        text, tables = _drop_records(found.text, dict(found.tables), before, set(skills))
        text, tables = _drop_names(text, tables, graph, "have", set(skills))
        return _drop_names(text, tables, graph, "learning", set(skills) - set(but))

    return change


def _leave_out(graph: Graph, key: str, skills: Iterable[str]) -> Edit:
    return lambda found, before: _drop_names(found.text, found.tables, graph, key, set(skills))


def _set_key(key: str, value: str | float | None) -> Edit:
    """Return a function that sets a key of a profile to `value`, or changes nothing if `value` is None."""

    def change(found: Document, before: Profile) -> Change:
        if value is None or value == getattr(before, key):
            return found.text, found.tables
        return add_value(remove_key(found.text, key), key, value), found.tables | {key: value}

    return change


def _aim_at(goal: str, plan: KeptPlan | None) -> Edit:
    def change(found: Document, before: Profile) -> Change:
        text, tables = remove_key(found.text, "goal"), dict(found.tables)
        text, tables = add_value(text, "goal", goal), tables | {"goal": goal}
        if "plan" in tables:
            text = remove_tables(text, "plan")
            del tables["plan"]
        if plan:
            table = profilefile.describe_plan(plan)
            text, tables = append_table(text, "plan", table), tables | {"plan": table}
        return text, tables

    return change


def read_ticks(graph: Graph, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the skills that a checklist shows as done.

    The second part of the result has the checklist's lines that are marked as done, but name no node or several skills.

    A checklist comes from `mlgraph export plan.md`, and a person may have edited the checklist. In a line of the
    checklist, a comma separates the title of a skill from its hours, but the title may also contain commas. The title
    in a line of the checklist is the longest part before a comma that is the name of a node.
    """
    known = index_names(graph)
    skills: dict[str, None] = {}
    unknown: list[str] = []
    for line in text.splitlines():
        if not (task := _TICKED.fullmatch(line)):
            continue
        parts = _unescape(_LINK.sub(r"\1", _BOLD.sub("", task[1]))).split(",")
        names = (",".join(parts[:length]) for length in range(len(parts), 0, -1))
        name = next((name for name in names if fold(name) in known), None)
        found = known[fold(name)] if name is not None else ()
        fitting = [node for node in found if graph.nodes[node]["kind"] == "skill"]
        own = [node for node in fitting if fold(graph.nodes[node]["title"]) == fold(name or "")]
        if len(own or fitting) == 1:
            skills[(own or fitting)[0]] = None
        elif fitting or not found:
            unknown.append(task[1].strip())
    return tuple(skills), tuple(unknown)


def _unescape(text: str) -> str:
    """Remove the backslashes that the command `export` adds to a Markdown text."""
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text).replace("@\u2060", "@")


def _holds(names: Iterable[str], graph: Graph, skill: str) -> bool:
    own = list_names(graph, skill)
    return any(fold(name) in own for name in names)


def _drop_records(text: str, tables: dict[str, Any], before: Profile, skills: set[str]) -> Change:
    """Remove the entries of some skills in the list `learned` from the TOML text and the parsed tables of a profile."""
    dropped = {index for index, each in enumerate(before.learned) if each.skill in skills}
    if not dropped:
        return text, tables
    kept = [entry for index, entry in enumerate(tables["learned"]) if index not in dropped]
    rest = {key: value for key, value in tables.items() if key != "learned"}
    return remove_tables(text, "learned", dropped), rest | ({"learned": kept} if kept else {})


def _drop_names(text: str, tables: dict[str, Any], graph: Graph, key: str, skills: set[str]) -> Change:
    """Remove skills from the list `key` in the text and tables of a profile, whichever names the profile gives them."""
    names = tables.get(key, [])
    dropped = {
        index for index, name in enumerate(names) if any(fold(name) in list_names(graph, each) for each in skills)
    }
    if not dropped:
        return text, tables
    kept = [name for index, name in enumerate(names) if index not in dropped]
    return remove_values(text, key, dropped), tables | {key: kept}
