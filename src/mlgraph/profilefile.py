"""The format of the file of a profile, me.toml, and functions that read, validate, write and edit the file.

Before a function of the module writes a text to the file of a profile, the function parses the text. If the parser does
not find the intended content in the text, the function does not write the text.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, islice
from os.path import exists
from pathlib import Path
from typing import Any

from mlgraph import filesystem
from mlgraph.errors import AmbiguousNameError, Diagnostic, FileError, GraphFileError, UnknownNameError, UsageError
from mlgraph.graphfile import document
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.positions import Key
from mlgraph.graphfile.schema import TITLE
from mlgraph.graphfile.validators import Fault, Validator, describe_value, make_list, make_number
from mlgraph.history import Post
from mlgraph.limits import DIAGNOSTICS, HOURS_IN_A_WEEK, HOURS_LIMIT, LEAST_PACE
from mlgraph.model import KINDS, POSITIONS, Graph
from mlgraph.names import resolve, suggest_names
from mlgraph.printable import sanitize
from mlgraph.profile import KeptPlan, LearnedSkill, Profile
from mlgraph.reading import read_date, read_number


def _find_post_faults(value: Any) -> list[Fault]:
    if not isinstance(value, list) or not all(isinstance(post, dict) for post in value):
        return [Fault(f"is {describe_value(value)}", "write a table for each post, under [[post]]")]
    found = []
    for index, post in enumerate(value):
        for key in post.keys() - {"position", "from", "to"}:
            right = f"use position, from and to{suggest_names(key, ('position', 'from', 'to'))}"
            found.append(Fault(f"has the unknown key {sanitize(key)}", right, (index, key)))
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
    """Return the day that a TOML value states, or None if the value is not a date.

    For a month or a year, return its first day if `end` is 0, and its last day if `end` is -1.
    """
    if type(value) is date:
        return value
    days = read_date(value) if isinstance(value, str) else None
    return days[end] if days else None


def _find_entry_faults(validators: dict[str, Validator], needed: tuple[str, ...], value: dict[str, Any]) -> list[Fault]:
    """Return the faults of a table in a profile, such as the table of a learned skill.

    `validators` has a validator for each key that the table may have, and `needed` lists the keys that it must have.
    """
    right = f"use {', '.join(validators)}"
    found = [
        Fault(f"has the unknown key {sanitize(key)}", f"{right}{suggest_names(key, validators)}", (key,))
        for key in value.keys() - validators
    ]
    found += [Fault(f"has no {key}", right) for key in needed if key not in value]
    for key in validators.keys() & value.keys():
        found += [fault._replace(at=(key, *fault.at)) for fault in validators[key].find_faults(value[key])]
    return found


def _find_day_faults(value: Any) -> list[Fault]:
    if _read_day(value, 0) is not None:
        return []
    return [Fault(f"is {describe_value(value)}", 'write a day, such as "2026-03-15"')]


def _find_learned_faults(value: Any) -> list[Fault]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        return [Fault(f"is {describe_value(value)}", "write a table for each skill, under [[learned]]")]
    faults = (
        (index, fault) for index, entry in enumerate(value) for fault in _find_entry_faults(LEARNED, ("skill",), entry)
    )
    return [fault._replace(at=(index, *fault.at)) for index, fault in faults]


def _find_plan_faults(value: Any) -> list[Fault]:
    if not isinstance(value, dict):
        return [Fault(f"is {describe_value(value)}", "write a table, under [plan]")]
    return _find_entry_faults(PLAN, tuple(key for key in PLAN if key != "have"), value)


_DAY = {"anyOf": [{"type": "string"}]}
_A_DAY = Validator(_find_day_faults, _DAY)
_PACE = make_number(HOURS_IN_A_WEEK, "hours a week", LEAST_PACE)
LEARNED = {"skill": TITLE, "on": _A_DAY, "hours": make_number(HOURS_LIMIT, "hours")}
PLAN = {"from": TITLE, "to": TITLE, "on": _A_DAY, "pace": _PACE, "arrives": _A_DAY, "have": make_list(TITLE)}
_POST = {"type": "object", "properties": {"position": TITLE.schema, "from": _DAY, "to": _DAY}}
KEYS: dict[str, Validator] = {
    "position": TITLE,
    "pace": _PACE,
    "have": make_list(TITLE),
    "avoid": make_list(TITLE),
    "post": Validator(_find_post_faults, {"type": "array", "items": _POST}),
    "goal": TITLE,
    "learning": make_list(TITLE),
    "learned": Validator(_find_learned_faults, {"type": "array"}),
    "plan": Validator(_find_plan_faults, {"type": "object"}),
    "id": TITLE,
}
_SKILL = ("skill",)
_KINDS = {
    **{"position": POSITIONS, "have": _SKILL, "avoid": KINDS, "post": ("role",)},
    **{"goal": POSITIONS, "learning": _SKILL, "learned": _SKILL, "plan": POSITIONS},
}
# for keys whose values are tables, the keys in those tables that hold names of nodes
_NAMES_IN = {"post": ("position",), "learned": ("skill",), "plan": ("from", "to")}


def read(path: str | Path, graph: Graph) -> Profile:
    """Read a profile from a TOML file. The function translates the names of nodes in the file to ids.

    Raises FileError if the file cannot be read. Raises GraphFileError with all mistakes in the file, such as unknown or
    ambiguous names.
    """
    return _validate(_read(path), graph)


def parse(name: str, data: bytes, graph: Graph) -> Profile:
    """Read a profile from the bytes of a TOML file. Error messages give `name` as the name of the file.

    Raises FileError if the file is too large. Raises GraphFileError with all mistakes in the file.
    """
    return _validate(document.parse(name, data), graph)


def check_suffix(path: str | Path) -> None:
    """Raise FileError if the name of a file does not end in `.toml`."""
    if Path(path).suffix.lower() != ".toml":
        raise FileError(f"{sanitize(path, 200)}: is not a profile; use a file that ends in .toml")


def _read(path: str | Path) -> Document:
    check_suffix(path)
    return document.read(path)


def _validate(found: Document, graph: Graph) -> Profile:
    ids: dict[Key, str] = {}
    shape = list(_find_shape_errors(found))
    names = list(_find_name_errors(found, graph, ids))
    posts = [] if shape or names else list(_list_posts(found.tables, ids))
    errors = list(islice(chain(shape, names, _find_held_errors(found, posts, ids)), DIAGNOSTICS))
    if errors:
        raise GraphFileError(found.path, errors)
    have, avoid = (tuple(sorted({ids[path] for path in ids if path[0] == key})) for key in ("have", "avoid"))
    held = next((post.position for post in posts if post.ends is None), None)
    position = ids.get(("position",), held)
    learned = tuple(
        LearnedSkill(ids["learned", index, "skill"], _read_day(entry.get("on"), 0), entry.get("hours"))
        for index, entry in enumerate(found.tables.get("learned", ()))
    )
    return Profile(
        position,
        tuple(sorted({*have, *(each.skill for each in learned)})),
        found.tables.get("pace", Profile.pace),
        avoid,
        tuple(posts),
        goal=ids.get(("goal",)),
        learning=tuple(sorted({ids[path] for path in ids if path[0] == "learning"})),
        learned=learned,
        plan=_read_plan(found.tables.get("plan"), ids),
        id=found.tables.get("id", ""),
    )


def _read_plan(table: dict[str, Any] | None, ids: dict[Key, str]) -> KeptPlan | None:
    if table is None:
        return None
    on, arrives = _read_day(table["on"], 0), _read_day(table["arrives"], 0)
    assert on is not None
    assert arrives is not None
    # these ids are from the day of the plan, and the graph may have lost some since then
    have = tuple(table["have"]) if "have" in table else None
    return KeptPlan(ids["plan", "from"], ids["plan", "to"], on, table["pace"], arrives, have)


def make_post(position: str, begins: str, ends: str | None) -> Post:
    """Make a post from texts for its beginning and its end, each of which is a day, a month or a year."""
    first, last = _read_day(begins, 0), None if ends is None else _read_day(ends, -1)
    assert first is not None
    return Post(position, first, last)


def _list_posts(tables: dict[str, Any], ids: dict[Key, str]) -> Iterator[Post]:
    """Yield the posts in a profile that has no mistakes, in the order of the file."""
    for index, post in enumerate(tables.get("post", ())):
        yield make_post(ids["post", index, "position"], post["from"], post.get("to"))


def _find_held_errors(found: Document, posts: list[Post], ids: dict[Key, str]) -> Iterator[Diagnostic]:
    """Yield errors if several posts have no last day, or if the position is not the post without a last day."""
    held = [index for index, post in enumerate(posts) if post.ends is None]
    for index in held[:-1]:
        message = f"{posts[index].position} has no end, and a later post has none"
        yield _make_error(found, ("post", index), message, 'add to = "2026-03", or the month in which it ended')
    position = ids.get(("position",))
    if held and position not in (None, posts[held[-1]].position):
        message = f"names {sanitize(position)}, but the post without an end is {posts[held[-1]].position}"
        yield _make_error(found, ("position",), message, "remove the position, or end the post")


def parse_pace(answer: str) -> float:
    """Parse the text of a pace, which is a number of hours of study a week.

    Raises UsageError if the text is not a number, or if the pace is below 0.01 or above 168.
    """
    try:
        value = read_number(answer)
    except ValueError as error:
        raise UsageError(f"'{sanitize(answer)}' is not a number of hours; write it as 6 or 6.5") from error
    for fault in KEYS["pace"].find_faults(value):
        raise UsageError(f"the pace {fault.message}; {fault.fix}")
    return int(value) if value.is_integer() else value


def dump(profile: Profile, graph: Graph, path: str | Path = "me.toml") -> str:
    """Return the text of the file that stores a profile.

    Raises FileError if `read` could not read the same profile from the text.
    """
    from tomli_w import dumps

    position = None if any(post.ends is None for post in profile.posts) else profile.position
    ordered: dict[str, Any] = {} if position is None else {"position": position}
    ordered |= {"pace": profile.pace, "have": list(profile.have), "avoid": list(profile.avoid)}
    ordered |= {"id": profile.id} if profile.id else {}
    ordered |= {"goal": profile.goal} if profile.goal else {}
    ordered |= {"learning": list(profile.learning)} if profile.learning else {}
    if profile.posts:
        ordered["post"] = [
            {"position": post.position, "from": post.begins} | ({"to": post.ends} if post.ends else {})
            for post in profile.posts
        ]
    if profile.learned:
        ordered["learned"] = [
            {key: value for key, value in vars(each).items() if value is not None} for each in profile.learned
        ]
    if kept := profile.plan:
        ordered["plan"] = describe_plan(kept)
    head = "# a profile for mlgraph: names are ids, titles or aliases; pace is in hours of study a week"
    return _verify(path, f"{head}\n{dumps(ordered)}", ordered, graph)


def write(path: str | Path, profile: Profile, graph: Graph) -> None:
    """Write a profile to its file.

    Raises FileError and writes nothing if `read` could not read the same profile from the new text.
    """
    text = dump(profile, graph, path)
    with filesystem.lock(path):
        filesystem.write(path, text.encode())


def edit(
    path: str | Path,
    graph: Graph,
    *changes: Callable[[Document, Profile], tuple[str, dict[str, Any]]],
    new: str | None = None,
) -> Profile:
    """Change the file of a profile, and return the profile as it was before the changes.

    Each function in `changes` takes the file and the profile as the previous change has left them. Each function in
    `changes` returns the new text of the file, and the tables that a parser must find in the new text. The function
    writes the file of the profile once, after all changes. If the file does not exist, the first function in `changes`
    gets the text `new` instead of the content of the file. While one process changes the file of a profile, other
    processes that want to change the file wait. Raises FileError if the file cannot be read, or if the file does not
    exist and `new` is None. Raises FileError and writes nothing if the new text does not have the intended tables.
    Raises GraphFileError if the profile has mistakes.
    """
    with filesystem.lock(path):
        is_new = new is not None and not exists(path)
        found = document.parse(str(path), (new or "").encode()) if is_new else _read(path)
        before = now = _validate(found, graph)
        text = first = found.text
        for change in changes:
            text, meant = change(found, now)
            if text != found.text:
                text = _verify(path, text, meant, graph)
                found = document.parse(str(path), text.encode())
                now = _validate(found, graph)
        if is_new or text != first:
            filesystem.write(path, text.encode())
    return before


def describe_plan(kept: KeptPlan) -> dict[str, Any]:
    """Convert a saved plan to the table [plan] in the file of a profile."""
    ends = {"from": kept.source, "to": kept.target}
    had = {} if kept.have is None else {"have": [*kept.have]}
    return {**ends, "on": kept.on, "pace": kept.pace, "arrives": kept.arrives, **had}


def _verify(path: str | Path, text: str, meant: dict[str, Any], graph: Graph) -> str:
    """Check the new text of a profile by parsing it, and return the text.

    Raises FileError if the tables in the new text differ from the intended tables `meant`, or are not a valid profile.
    """
    problem = f"{sanitize(path, 200)}: nothing was written, since it could not be read back"
    try:
        found = document.parse(str(path), text.encode())
        _validate(found, graph)
    except GraphFileError as error:
        faults = (": ".join(filter(None, (fault.id, f"{fault.message}; {fault.fix}"))) for fault in error.diagnostics)
        raise FileError("\n".join((problem, *faults))) from error
    if found.tables != meant:
        raise FileError(f"{problem} with the same content; edit the file by hand")
    return text


def _find_shape_errors(found: Document) -> Iterator[Diagnostic]:
    for key, value in found.tables.items():
        if key not in KEYS:
            right = f"use one of {', '.join(KEYS)}{suggest_names(key, KEYS)}"
            yield _make_error(found, (key,), "is not a key of a profile", right)
            continue
        for fault in KEYS[key].find_faults(value):
            yield _make_error(found, (key, *fault.at), fault.message, fault.fix)


def _find_name_errors(found: Document, graph: Graph, ids: dict[Key, str]) -> Iterator[Diagnostic]:
    """Find the node that each name in a profile means, and store the id of the node in the dictionary `ids`.

    The function yields an error for each name that no node or several nodes have, or if the profile avoids the position
    of the person.
    """
    for key_path, name in _list_names(found.tables):
        key = str(key_path[0])
        try:
            ids[key_path] = resolve(graph, name, _KINDS[key])
        except UnknownNameError as error:
            right = error.question or f"write the id, title or alias of a {' or '.join(_KINDS[key])}"
            yield _make_error(found, key_path, error.problem, right, error.nearest)
        except AmbiguousNameError as error:
            right = f"write one of the ids {', '.join(error.candidates)}"
            yield _make_error(found, key_path, f"{sanitize(name)} has several meanings", right, error.candidates)
        else:
            if key == "avoid" and ids[key_path] == ids.get(("position",)):
                message = f"names {sanitize(name)}, the current position"
                yield _make_error(found, key_path, message, "remove one of the two", (ids[key_path],))


def _make_error(found: Document, key_path: Key, message: str, fix: str, nodes: tuple[str, ...] = ()) -> Diagnostic:
    return Diagnostic("error", *found.find_place(key_path), str(key_path[0]), message, fix, nodes)


def _list_names(tables: dict[str, Any]) -> Iterator[tuple[Key, str]]:
    """Yield each name of a node in a profile with the keys that lead to the name, the name of the position first.

    The function leaves out values that cannot be names, such as numbers.
    """
    for key in _KINDS:
        value = tables.get(key)
        many = enumerate(value) if isinstance(value, list) else ()
        named: list[tuple[Key, Any]] = (
            [((key,), value)] if key in ("position", "goal") else [((key, i), name) for i, name in many]
        )
        if key == "plan" and isinstance(value, dict):
            named = [((key,), value)]
        if key in _NAMES_IN:
            tables_of = [(at, table) for at, table in named if isinstance(table, dict)]
            named = [((*at, each), table.get(each)) for at, table in tables_of for each in _NAMES_IN[key]]
        yield from ((key_path, name) for key_path, name in named if not TITLE.find_faults(name))
