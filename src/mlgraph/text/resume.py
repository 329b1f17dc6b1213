"""Report, as text and as JSON, on what mlgraph copies from a CV into a profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlgraph.names import fold
from mlgraph.printable import sanitize
from mlgraph.resumes.resolve import ReadPost, ReadSkill
from mlgraph.resumes.unrecognised import Unrecognised
from mlgraph.text.figures import with_pages
from mlgraph.text.formatting import enumerate_texts, format_count, join, make_bold, wrap
from mlgraph.text.json import to_json

if TYPE_CHECKING:
    from mlgraph.diary import Additions
    from mlgraph.model import Graph
    from mlgraph.resumes.resolve import ReadResume

MOST_ROWS = 20


@dataclass(frozen=True)
class FromResume:
    """The answer of the command `me from`; `unrecognised` has the texts of the CV that do not name a node."""

    file: str
    kind: str
    posts: tuple[ReadPost, ...]
    skills: tuple[ReadSkill, ...]
    added_posts: tuple[ReadPost, ...]
    added_skills: tuple[str, ...]
    unrecognised: tuple[Unrecognised, ...]
    notes: tuple[str, ...]


def dump_resume(path: str, found: ReadResume, new: Additions) -> str:
    """Return the jobs and skills of a CV as JSON, and state which are new in the profile at `path`."""
    added, notes = (new.posts, new.skills), (*found.notes, *new.notes)
    return to_json(FromResume(path, found.kind, found.posts, found.skills, *added, found.unrecognised, notes))


def render_resume(graph: Graph, found: ReadResume) -> str:
    """Return a text with the jobs and skills of a CV, notes on its dates and titles, and words that name no node."""
    count = f"{format_count(len(found.posts), 'job')} and {format_count(len(found.skills), 'skill')}"
    lines = [make_bold(f"Read as {found.kind}: {count} found.")]
    lines += [f"  {post.position.title}, {_format_dates(post)}" for post in found.posts]
    if found.skills:
        lines += wrap(join(_name_skill(graph, each) for each in found.skills), "  ", "  ")
    lines += [line for note in found.notes for line in wrap(f"{note}.", "  Note: ", "  ")]
    nodes = [*(post.position for post in found.posts), *(each.skill for each in found.skills)]
    nodes += (node for each in found.unrecognised[:MOST_ROWS] for node in each.nearest)
    return with_pages("\n".join([*lines, *_list_unrecognised(found)]), nodes)


def _list_unrecognised(found: ReadResume) -> Iterator[str]:
    if not found.unrecognised:
        return
    yield ""
    yield make_bold(f"Not recognised, and kept as {format_count(len(found.unrecognised), 'comment')}")
    for each in found.unrecognised[:MOST_ROWS]:
        nearest = f"; nearest: {join(node.title for node in each.nearest)}" if each.nearest else ""
        yield from wrap(f"{sanitize(each.words)}: {each.reason}{nearest}", "  ", "    ")
    if (rest := len(found.unrecognised) - MOST_ROWS) > 0:
        yield f"  ... {rest} more"


def describe_additions(path: str, graph: Graph, new: Additions, *, is_done: bool = False) -> str:
    """Return a sentence on how many jobs and skills a CV adds, or with `is_done` has added, to a profile."""
    file = sanitize(path, 200)
    if not new:
        return f"{file} has all of it already."
    counts = [(len(new.posts), "job"), (len(new.skills), "skill"), (len(new.comments), "comment")]
    added = enumerate_texts([format_count(number, noun) for number, noun in counts if number])
    said = f"Added {added} to {file}." if is_done else f"{file} exists, and gets {added}."
    if not added:
        said = f"{file} {'is changed' if is_done else 'exists, and changes'}."
    said += "".join(f" {note}." for note in new.notes)
    if new.position:
        title = graph.nodes[new.position]["title"]
        said += f" The position {title} {'was' if is_done else 'is'} replaced by the job without an end."
    return "\n".join(["", *wrap(said)])


def _format_dates(post: ReadPost) -> str:
    return f"since {post.begins}" if post.ends is None else f"{post.begins} to {post.ends}"


def _name_skill(graph: Graph, each: ReadSkill) -> str:
    """Return the title of a skill, with the words of the CV if the CV calls the skill by an alias."""
    title = each.skill.title
    return title if fold(each.words) in (fold(title), fold(each.skill.id)) else f"{title} ({sanitize(each.words)})"
