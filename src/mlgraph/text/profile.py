"""A profile as lines for a terminal or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from mlgraph.history import conclude
from mlgraph.model import named
from mlgraph.names import title_of_field
from mlgraph.printable import shown

if TYPE_CHECKING:
    from mlgraph.model import Graph, Named
    from mlgraph.profile import Profile
from mlgraph.text.dates import day_month_year
from mlgraph.text.formatting import bold, named_with_id, quantity, wrapped
from mlgraph.text.json import to_json


def profile_lines(path: str, graph: Graph, profile: Profile, day: date | None = None) -> str:
    """Return what a profile says, and what follows from its posts on a day; None is today."""
    fields = _profile_fields(path, graph, profile, day or date.today())
    lines = [f"{shown(path, 200)}: {quantity(profile.pace)} hours of study a week"]
    for title, nodes in (("At", [fields["position"]]), ("Has", fields["have"]), ("Avoids", fields["avoid"])):
        body = [line for node in nodes if node for line in wrapped(named_with_id(node), "  ", "      ")]
        lines += ["", bold(title), *body] if body else []
    for post in fields["posts"]:
        ends = f"to {day_month_year(post['ends'])}" if post["ends"] else "until now"
        lines += ["", bold("Posts")] if post is fields["posts"][0] else []
        lines += wrapped(f"{named_with_id(post['position'])}: {day_month_year(post['begins'])} {ends}", "  ", "      ")
    concluded = [f"{quantity(fields['months_in_post'])} months in this post"] if fields["months_in_post"] else []
    concluded += [
        f"{quantity(months)} months of experience in {shown(title_of_field(graph, name))}"
        for name, months in fields["experience"].items()
    ]
    concluded += [
        f"{named_with_id(skill['skill'])}, from {named_with_id(skill['post'])}" for skill in fields["from_posts"]
    ]
    body = [line for each in concluded for line in wrapped(each, "  ", "      ")]
    lines += ["", bold(f"So on {day_month_year(fields['day'])}"), *body] if fields["posts"] and body else []
    return "\n".join(lines)


def profile_json(path: str, graph: Graph, profile: Profile, day: date | None = None) -> str:
    """Return what a profile says as JSON, with what follows from its posts; `pace` is in hours of study a week."""
    return to_json(_profile_fields(path, graph, profile, day or date.today()))


def _profile_fields(path: str, graph: Graph, profile: Profile, day: date) -> dict[str, Any]:
    have, avoid = ([named(graph, node) for node in nodes] for nodes in (profile.have, profile.avoid))
    position = None if profile.position is None else named(graph, profile.position)
    found = conclude(graph, profile.posts, day)
    return {
        "file": path,
        "position": position,
        "pace": profile.pace,
        "have": have,
        "avoid": avoid,
        "posts": [
            {"position": named(graph, post.position), "begins": post.begins, "ends": post.ends}
            for post in profile.posts
        ],
        "day": day,
        "months_in_post": found.months_in_post,
        "experience": found.experience,
        "from_posts": [
            {"skill": named(graph, skill), "post": named(graph, post)} for skill, post in found.skills.items()
        ],
    }


def learned_lines(path: str, skills: Iterable[tuple[Named, bool]]) -> str:
    """Return for each skill whether it is new in a profile."""
    return "\n".join(
        f"{shown(path, 200)}: {named_with_id(skill)} {'is added' if new else 'was there already'}"
        for skill, new in skills
    )
