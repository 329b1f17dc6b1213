"""The profile of a person in me.toml: position, skills, pace, and nodes to avoid."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from mlgraph import filesystem
from mlgraph.errors import AmbiguousNameError, Diagnostic, FileError, GraphFileError, UnknownNameError, UsageError
from mlgraph.graphfile import document
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.extend import extend
from mlgraph.graphfile.positions import Key
from mlgraph.graphfile.schema import TITLE
from mlgraph.graphfile.validators import Fault, Validator, describe_value, each, number
from mlgraph.history import Post, conclude
from mlgraph.limits import DEFAULT_PACE, DIAGNOSTICS, HOURS_IN_A_WEEK, LEAST_PACE
from mlgraph.model import KINDS, POSITIONS, Graph
from mlgraph.names import did_you_mean, fold, names_of, resolve
from mlgraph.printable import shown
from mlgraph.reading import read_date, read_number


def _post_faults(value: Any) -> list[Fault]:
    if not isinstance(value, list) or not all(isinstance(post, dict) for post in value):
        return [Fault(f"is {describe_value(value)}", "write a table for each post, under [[post]]")]
    found = []
    for index, post in enumerate(value):
        for key in post.keys() - {"position", "from", "to"}:
            right = f"use position, from and to{did_you_mean(key, ('position', 'from', 'to'))}"
            found.append(Fault(f"has the unknown key {shown(key)}", right, (index, key)))
        found += [fault._replace(at=(index, "position")) for fault in TITLE.find_faults(post.get("position"))]
        days = [_read_day(post.get("from"), 0), _read_day(post.get("to", date.max), -1)]
        for key, day in zip(("from", "to"), days, strict=True):
            if day is None:
                message = f"{key} is {describe_value(post.get(key))}" if key in post else f"has no {key}"
                found.append(Fault(message, 'write a month or a day, such as "2021-03"', (index, key)))
        if None not in days and days != sorted(days, key=lambda day: day or date.max):
            found.append(Fault("ends before it begins", "exchange from and to", (index,)))
    return found


def _read_day(value: Any, end: int) -> date | None:
    """Return the first (0) or the last (-1) day of a month or day that a file names, or None for anything else."""
    if type(value) is date:
        return value
    days = read_date(value) if isinstance(value, str) else None
    return days[end] if days else None


_DAY = {"anyOf": [{"type": "string"}]}
_POST = {"type": "object", "properties": {"position": TITLE.schema, "from": _DAY, "to": _DAY}}
KEYS: dict[str, Validator] = {
    "position": TITLE,
    "pace": number(HOURS_IN_A_WEEK, "hours a week", LEAST_PACE),
    "have": each(TITLE),
    "avoid": each(TITLE),
    "post": Validator(_post_faults, {"type": "array", "items": _POST}),
}
_KINDS = {"position": POSITIONS, "have": ("skill",), "avoid": KINDS, "post": ("role",)}


@dataclass(frozen=True)
class Profile:
    """The position, skills, pace and preferences of a person.

    Attributes
    ----------
    position : str or None
        Id of the current position.
    have : tuple of str
        Ids of the skills that the person has.
    pace : float
        Hours of study a week, from 0.01 to 168; 10 by default.
    avoid : tuple of str
        Ids of the nodes that plans of the person avoid.
    posts : tuple of Post
        The posts that the person has held.
    experience : dict of str to float
        Months of experience in fields, as given. Months given replace the months that follow from posts.
    months_in_post : float or None
        Months at the position, as given; None if they follow from posts.

    """

    position: str | None = None
    have: tuple[str, ...] = ()
    pace: float = DEFAULT_PACE
    avoid: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    experience: dict[str, float] = field(default_factory=dict)
    months_in_post: float | None = None

    def concluded(self, graph: Graph, day: date) -> "Profile":
        """Return the profile with the skills, the experience and the months in post that follow from posts on a day."""
        found = conclude(graph, self.posts, day)
        held = next((post.position for post in self.posts if post.ends is None), None)
        is_there = held is not None and self.position is not None and fold(self.position) in names_of(graph, held)
        served = found.months_in_post if is_there else 0.0
        return replace(
            self,
            have=(*self.have, *(skill for skill in found.skills if skill not in self.have)),
            experience=found.experience | self.experience,
            months_in_post=served if self.months_in_post is None else self.months_in_post,
        )

    @property
    def start(self) -> str:
        """Return the position. Raises UsageError if the position is unknown."""
        if self.position is None:
            raise UsageError("the position to start from is unknown; give `source`, or `profile` with a position")
        return self.position

    def updated(
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
        """Return the profile with the options of a request.

        `have` and `avoid` add to the profile, and all other options replace values of the profile. Nodes that the
        request asks for, such as its target, are `wanted`: they override `avoid` of the profile. The names in a profile
        may be ids, titles or aliases, and stay unchanged.
        """
        sought = {fold(name) for name in (*wanted, *filter(None, [position]))}
        unwanted = (node for node in self.avoid if not sought & names_of(graph, node))
        return replace(
            self,
            position=self.position if position is None else position,
            have=(*self.have, *have),
            pace=self.pace if pace is None else pace,
            avoid=(*unwanted, *avoid),
            experience=self.experience | dict(experience or {}),
            months_in_post=self.months_in_post if months_in_post is None else months_in_post,
        )


def read(path: str | Path, graph: Graph) -> Profile:
    """Return the profile in a TOML file. Names in the file become ids of the graph.

    Raises FileError if the file cannot be read. Raises GraphFileError with all errors, such as unknown or ambiguous
    names.
    """
    return _validate(_read(path), graph)


def parse(name: str, data: bytes, graph: Graph) -> Profile:
    """Return the profile in the bytes of a TOML file. Diagnostics call the file `name`.

    Raises FileError if the file is too large, and GraphFileError with all errors.
    """
    return _validate(document.parse(name, data), graph)


def _read(path: str | Path) -> Document:
    if Path(path).suffix.lower() != ".toml":
        raise FileError(f"{shown(path, 200)}: is not a profile; use a file that ends in .toml")
    return document.read(path)


def _validate(found: Document, graph: Graph) -> Profile:
    ids: dict[Key, str] = {}
    shape = list(_shape_errors(found))
    names = list(_name_errors(found, graph, ids))
    posts = [] if shape or names else list(_posts(found.tables, ids))
    errors = list(islice(chain(shape, names, _held_errors(found, posts, ids)), DIAGNOSTICS))
    if errors:
        raise GraphFileError(found.path, errors)
    have, avoid = (tuple(sorted({ids[path] for path in ids if path[0] == key})) for key in ("have", "avoid"))
    held = next((post.position for post in posts if post.ends is None), None)
    position = ids.get(("position",), held)
    return Profile(position, have, found.tables.get("pace", Profile.pace), avoid, tuple(posts))


def _posts(tables: dict[str, Any], ids: dict[Key, str]) -> Iterator[Post]:
    """Yield the posts of a well-shaped profile, in the order of the file."""
    for index, post in enumerate(tables.get("post", ())):
        begins = _read_day(post["from"], 0)
        assert begins is not None
        ends = _read_day(post["to"], -1) if "to" in post else None
        yield Post(ids["post", index, "position"], begins, ends)


def _held_errors(found: Document, posts: list[Post], ids: dict[Key, str]) -> Iterator[Diagnostic]:
    """Yield an error for each post without an end that contradicts another post or the position."""
    held = [index for index, post in enumerate(posts) if post.ends is None]
    for index in held[:-1]:
        yield _error(found, ("post", index), f"{posts[index].position} has no end, and a later post has none", "add to")
    position = ids.get(("position",))
    if held and position not in (None, posts[held[-1]].position):
        message = f"names {shown(position)}, but the post without an end is {posts[held[-1]].position}"
        yield _error(found, ("position",), message, "remove the position, or end the post")


def parse_pace(answer: str) -> float:
    """Return the pace in a text that a person typed, in hours a week. Raises UsageError if the pace is invalid."""
    try:
        value = read_number(answer)
    except ValueError as error:
        raise UsageError(f"'{shown(answer)}' is not a number of hours; write it as 6 or 6.5") from error
    for fault in KEYS["pace"].find_faults(value):
        raise UsageError(f"the pace {fault.message}; {fault.fix}")
    return int(value) if value.is_integer() else value


def parse_experience(said: Iterable[str]) -> dict[str, float]:
    """Return the months of each field in texts such as "data=24,lead=6". Raises UsageError."""
    found: dict[str, float] = {}
    for part in filter(str.strip, ",".join(said).split(",")):
        name, _, months = part.partition("=")
        try:
            found[name.strip()] = read_number(months)
        except ValueError as error:
            right = "write a field and its months, such as data=24"
            raise UsageError(f"`experience` is '{shown(part)}'; {right}") from error
    return found


def dump(profile: Profile, graph: Graph, path: str | Path = "me.toml") -> str:
    """Return the text of the file of a profile. Raises FileError if `read` could not read the text back."""
    from tomli_w import dumps

    position = None if any(post.ends is None for post in profile.posts) else profile.position
    ordered: dict[str, Any] = {} if position is None else {"position": position}
    ordered |= {"pace": profile.pace, "have": list(profile.have), "avoid": list(profile.avoid)}
    if profile.posts:
        ordered["post"] = [
            {"position": post.position, "from": post.begins} | ({"to": post.ends} if post.ends else {})
            for post in profile.posts
        ]
    head = "# a profile for mlgraph: names are ids, titles or aliases; pace is in hours of study a week"
    return _verify(path, f"{head}\n{dumps(ordered)}", ordered, graph)


def write(path: str | Path, profile: Profile, graph: Graph) -> None:
    """Write a profile to its file. Raises FileError and writes nothing if `read` could not read the file back."""
    text = dump(profile, graph, path)
    with filesystem.lock(path):
        filesystem.write(path, text.encode())


def learn(path: str | Path, graph: Graph, skills: Iterable[str]) -> tuple[str, ...]:
    """Add skills, by id, to the profile at `path`, and return those that it did not have before.

    Comments and layout stay unchanged. Processes that add to the same profile wait for each other. Raises FileError and
    writes nothing if the file cannot be read, or could not be read back. Raises GraphFileError if the profile has
    errors.
    """
    with filesystem.lock(path):
        found = _read(path)
        had = _validate(found, graph).have
        new = tuple(skill for skill in dict.fromkeys(skills) if skill not in had)
        if new:
            meant = found.tables | {"have": [*found.tables.get("have", ()), *new]}
            filesystem.write(path, _verify(path, extend(found.text, "have", new), meant, graph).encode())
    return new


def _verify(path: str | Path, text: str, meant: dict[str, Any], graph: Graph) -> str:
    """Return the text of a profile after reading it back. Raises FileError if the result differs from `meant`."""
    problem = f"{shown(path, 200)}: nothing was written, since it could not be read back"
    try:
        found = document.parse(str(path), text.encode())
        _validate(found, graph)
    except GraphFileError as error:
        faults = (f"{fault.id}: {fault.message}; {fault.fix}" for fault in error.diagnostics)
        raise FileError("\n".join((problem, *faults))) from error
    if found.tables != meant:
        raise FileError(f"{problem} with the same content; edit the file by hand")
    return text


def _shape_errors(found: Document) -> Iterator[Diagnostic]:
    for key, value in found.tables.items():
        if key not in KEYS:
            right = f"use one of {', '.join(KEYS)}{did_you_mean(key, KEYS)}"
            yield _error(found, (key,), "is not a key of a profile", right)
            continue
        for fault in KEYS[key].find_faults(value):
            yield _error(found, (key, *fault.at), fault.message, fault.fix)


def _name_errors(found: Document, graph: Graph, ids: dict[Key, str]) -> Iterator[Diagnostic]:
    """Store the id of each name in `ids`, and yield an error for each name without an id."""
    for key_path, name in _names(found.tables):
        key = str(key_path[0])
        try:
            ids[key_path] = resolve(graph, name, _KINDS[key])
        except UnknownNameError as error:
            right = error.question or f"write the id, title or alias of a {' or '.join(_KINDS[key])}"
            yield _error(found, key_path, error.problem, right, error.nearest)
        except AmbiguousNameError as error:
            right = f"write one of the ids {', '.join(error.candidates)}"
            yield _error(found, key_path, f"{shown(name)} has several meanings", right, error.candidates)
        else:
            if key == "avoid" and ids[key_path] == ids.get(("position",)):
                message = f"names {shown(name)}, the current position"
                yield _error(found, key_path, message, "remove one of the two", (ids[key_path],))


def _error(found: Document, key_path: Key, message: str, fix: str, nodes: tuple[str, ...] = ()) -> Diagnostic:
    return Diagnostic("error", *found.find_place(key_path), str(key_path[0]), message, fix, nodes)


def _names(tables: dict[str, Any]) -> Iterator[tuple[Key, str]]:
    """Yield the well-shaped names in a profile with their keys, the position first."""
    for key in _KINDS:
        value = tables.get(key)
        many = enumerate(value) if isinstance(value, list) else ()
        named: list[tuple[Key, Any]] = (
            [((key,), value)] if key == "position" else [((key, i), name) for i, name in many]
        )
        if key == "post":
            named = [((*at, "position"), post.get("position")) for at, post in named if isinstance(post, dict)]
        yield from ((key_path, name) for key_path, name in named if not TITLE.find_faults(name))
