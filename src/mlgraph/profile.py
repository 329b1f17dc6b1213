"""The profile of a person in me.toml: position, skills, pace, and nodes to avoid."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
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
from mlgraph.graphfile.validators import Validator, each, number
from mlgraph.limits import DEFAULT_PACE, DIAGNOSTICS, HOURS_IN_A_WEEK, LEAST_PACE
from mlgraph.model import KINDS, POSITIONS, Graph
from mlgraph.names import did_you_mean, fold, names_of, resolve
from mlgraph.printable import shown
from mlgraph.reading import read_number

KEYS: dict[str, Validator] = {
    "position": TITLE,
    "pace": number(HOURS_IN_A_WEEK, "hours a week", LEAST_PACE),
    "have": each(TITLE),
    "avoid": each(TITLE),
}
_KINDS = {"position": POSITIONS, "have": ("skill",), "avoid": KINDS}


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

    """

    position: str | None = None
    have: tuple[str, ...] = ()
    pace: float = DEFAULT_PACE
    avoid: tuple[str, ...] = ()

    @property
    def start(self) -> str:
        """Return the position. Raises UsageError if it is unknown."""
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
    ) -> "Profile":
        """Return the profile with the options of a request.

        `have` and `avoid` add to the profile, `position` and `pace` replace it. Nodes that the request asks for, such
        as its target, are `wanted`: they override `avoid` of the profile. Names may be ids, titles or aliases, and stay
        unchanged.
        """
        sought = {fold(name) for name in (*wanted, *filter(None, [position]))}
        unwanted = (node for node in self.avoid if not sought & names_of(graph, node))
        return replace(
            self,
            position=self.position if position is None else position,
            have=(*self.have, *have),
            pace=self.pace if pace is None else pace,
            avoid=(*unwanted, *avoid),
        )


def read(path: str | Path, graph: Graph) -> Profile:
    """Return the profile in a TOML file. Names become ids of the graph.

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
    errors = list(islice(chain(_shape_errors(found), _name_errors(found, graph, ids)), DIAGNOSTICS))
    if errors:
        raise GraphFileError(found.path, errors)
    have, avoid = (tuple(sorted({ids[path] for path in ids if path[0] == key})) for key in ("have", "avoid"))
    return Profile(ids.get(("position",)), have, found.tables.get("pace", Profile.pace), avoid)


def parse_pace(answer: str) -> float:
    """Return the pace in a text that a person typed, in hours a week. Raises UsageError if it is invalid."""
    try:
        value = read_number(answer)
    except ValueError as error:
        raise UsageError(f"'{shown(answer)}' is not a number of hours; write it as 6 or 6.5") from error
    for fault in KEYS["pace"].find_faults(value):
        raise UsageError(f"the pace {fault.message}; {fault.fix}")
    return int(value) if value.is_integer() else value


def dump(profile: Profile, graph: Graph, path: str | Path = "me.toml") -> str:
    """Return the text of the file of a profile. Raises FileError if `read` could not read it back."""
    from tomli_w import dumps

    tables = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(profile).items()}
    ordered = {key: tables[key] for key in KEYS if tables[key] is not None}
    head = "# a profile for mlgraph: names are ids, titles or aliases; pace is in hours of study a week"
    return _verify(path, f"{head}\n{dumps(ordered)}", ordered, graph)


def write(path: str | Path, profile: Profile, graph: Graph) -> None:
    """Write a profile to its file. Raises FileError and writes nothing if `read` could not read it back."""
    text = dump(profile, graph, path)
    with filesystem.lock(path):
        filesystem.write(path, text.encode())


def learn(path: str | Path, graph: Graph, skills: Iterable[str]) -> tuple[str, ...]:
    """Add skills, by id, to the profile at `path`, and return those that it did not have before.

    Comments and layout stay unchanged. Processes that add to the same profile wait for each other. Raises FileError
    and writes nothing if the file cannot be read, or could not be read back. Raises GraphFileError if it has errors.
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
            message, _, meant = str(error).partition(", did you mean ")
            right = (
                f"did you mean {meant}" if meant else f"write the id, title or alias of a {' or '.join(_KINDS[key])}"
            )
            yield _error(found, key_path, message, right, error.nearest)
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
        yield from ((key_path, name) for key_path, name in named if not TITLE.find_faults(name))
