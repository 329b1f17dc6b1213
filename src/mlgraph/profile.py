"""A person's profile, me.toml: position, skills, pace and what to avoid."""

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
from mlgraph.graphfile.validators import Rule, each, number
from mlgraph.limits import DEFAULT_PACE, DIAGNOSTICS, HOURS_IN_A_WEEK, LEAST_PACE
from mlgraph.model import KINDS, POSITIONS, Graph
from mlgraph.names import did_you_mean, fold, names_of, resolve
from mlgraph.printable import shown
from mlgraph.reading import read_number

KEYS: dict[str, Rule] = {
    "position": TITLE,
    "pace": number(HOURS_IN_A_WEEK, "hours a week", LEAST_PACE),
    "have": each(TITLE),
    "avoid": each(TITLE),
}
_KINDS = {"position": POSITIONS, "have": ("skill",), "avoid": KINDS}


@dataclass(frozen=True)
class Profile:
    """A person: `position` (or None), the skills one has, hours of study a week, and what to avoid."""

    position: str | None = None
    have: tuple[str, ...] = ()
    pace: float = DEFAULT_PACE
    avoid: tuple[str, ...] = ()

    @property
    def start(self) -> str:
        """Return the position. Raises UsageError where it is not known."""
        if self.position is None:
            raise UsageError("where are you? Give `source`, or `profile` with a position")
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
        """Return the person as a question describes them: `have` and `avoid` add to the profile, the others replace it.

        What the question itself wants, such as its target, is not avoided because the profile says so. Names may be
        ids, titles or aliases, and are kept as they are.
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
    """Return the profile in the TOML file at `path`, with the ids that its names have in `graph`.

    Raises FileError where it cannot be read, and GraphFileError with all that is wrong, such as names that the graph
    does not know, or knows several times.
    """
    return _validate(_read(path), graph)


def parse(name: str, data: bytes, graph: Graph) -> Profile:
    """Return the profile in the bytes of a TOML file, as `read` does; `name` is what its diagnostics call the file."""
    return _validate(document.parse(name, data), graph)


def _read(path: str | Path) -> Document:
    if Path(path).suffix.lower() != ".toml":
        raise FileError(f"{shown(path, 200)}: is no profile; the name of one ends in .toml")
    return document.read(path)


def _validate(found: Document, graph: Graph) -> Profile:
    ids: dict[Key, str] = {}
    errors = list(islice(chain(_shape_errors(found), _name_errors(found, graph, ids)), DIAGNOSTICS))
    if errors:
        raise GraphFileError(found.path, errors)
    have, avoid = (tuple(sorted({ids[place] for place in ids if place[0] == key})) for key in ("have", "avoid"))
    return Profile(ids.get(("position",)), have, found.tables.get("pace", Profile.pace), avoid)


def paced(answer: str) -> float:
    """Return a pace that was typed, in hours of study a week. Raises UsageError."""
    try:
        value = read_number(answer)
    except ValueError as error:
        raise UsageError(f"'{shown(answer)}' is not a number of hours; write it as 6 or 6.5") from error
    for fault in KEYS["pace"].faults(value):
        raise UsageError(f"the pace {fault.message}; {fault.fix}")
    return int(value) if value.is_integer() else value


def dump(profile: Profile, graph: Graph, path: str | Path = "me.toml") -> str:
    """Return a profile as the text of its file, for `path`. Raises FileError where no such file could be read."""
    from tomli_w import dumps

    tables = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(profile).items()}
    ordered = {key: tables[key] for key in KEYS if tables[key] is not None}
    head = "# a profile for mlgraph: names are ids, titles or aliases; pace is in hours of study a week"
    return _verified(path, f"{head}\n{dumps(ordered)}", ordered, graph)


def write(path: str | Path, profile: Profile, graph: Graph) -> None:
    """Write a profile to its file. Raises FileError, with nothing written, where it could not be read."""
    text = dump(profile, graph, path)
    with filesystem.locked(path):
        filesystem.write(path, text.encode())


def learn(path: str | Path, graph: Graph, skills: Iterable[str]) -> tuple[str, ...]:
    """Add skills to the profile at `path`, and return those that it did not have.

    `skills` are ids. Comments and layout stay, and several processes that add to one profile wait for each other.
    Raises as `read`, and FileError, with nothing written, where the file could not be read afterwards.
    """
    with filesystem.locked(path):
        found = _read(path)
        had = _validate(found, graph).have
        new = tuple(skill for skill in dict.fromkeys(skills) if skill not in had)
        if new:
            meant = found.tables | {"have": [*found.tables.get("have", ()), *new]}
            filesystem.write(path, _verified(path, extend(found.text, "have", new), meant, graph).encode())
    return new


def _verified(path: str | Path, text: str, meant: dict[str, Any], graph: Graph) -> str:
    """Return the text of a profile once it is read back and says what is meant. Raises FileError."""
    refusal = f"{shown(path, 200)}: nothing is written, since it could not be read back"
    try:
        found = document.parse(str(path), text.encode())
        _validate(found, graph)
    except GraphFileError as error:
        faults = (f"{fault.id}: {fault.message}; {fault.fix}" for fault in error.diagnostics)
        raise FileError("\n".join((refusal, *faults))) from error
    if found.tables != meant:
        raise FileError(f"{refusal} as it is meant; edit the file by hand")
    return text


def _shape_errors(found: Document) -> Iterator[Diagnostic]:
    for key, value in found.tables.items():
        if key not in KEYS:
            right = f"the keys of a profile are {', '.join(KEYS)}{did_you_mean(key, KEYS)}"
            yield _error(found, (key,), "is no key of a profile", right)
            continue
        for fault in KEYS[key].faults(value):
            yield _error(found, (key, *fault.at), fault.message, fault.fix)


def _name_errors(found: Document, graph: Graph, ids: dict[Key, str]) -> Iterator[Diagnostic]:
    """Put the id of each name in `ids`, and yield what is wrong with the names that have none."""
    for place, name in _names(found.tables):
        key = str(place[0])
        try:
            ids[place] = resolve(graph, name, _KINDS[key])
        except UnknownNameError as error:
            message, _, meant = str(error).partition(", did you mean ")
            right = (
                f"did you mean {meant}" if meant else f"write the id, title or alias of a {' or '.join(_KINDS[key])}"
            )
            yield _error(found, place, message, right, error.nearest)
        except AmbiguousNameError as error:
            right = f"write one of the ids {', '.join(error.candidates)}"
            yield _error(found, place, f"{shown(name)} has several meanings", right, error.candidates)
        else:
            if key == "avoid" and ids[place] == ids.get(("position",)):
                message = f"names {shown(name)}, the position that you have"
                yield _error(found, place, message, "remove the one or the other", (ids[place],))


def _error(found: Document, place: Key, message: str, fix: str, nodes: tuple[str, ...] = ()) -> Diagnostic:
    return Diagnostic("error", *found.place(place), str(place[0]), message, fix, nodes)


def _names(tables: dict[str, Any]) -> Iterator[tuple[Key, str]]:
    """Yield the names in a profile that are in the right shape, the position first, with their places."""
    for key in _KINDS:
        value = tables.get(key)
        many = enumerate(value) if isinstance(value, list) else ()
        named: list[tuple[Key, Any]] = (
            [((key,), value)] if key == "position" else [((key, i), name) for i, name in many]
        )
        yield from ((place, name) for place, name in named if not TITLE.faults(name))
