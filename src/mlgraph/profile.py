"""A person's profile, me.toml: position, skills, pace and what to avoid."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from mlgraph.errors import AmbiguousNameError, Diagnostic, FileError, GraphFileError, UnknownNameError, UsageError
from mlgraph.graphfile import document
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.positions import Key
from mlgraph.graphfile.schema import TITLE
from mlgraph.graphfile.validators import Rule, each, number, parse_decimal
from mlgraph.limits import DEFAULT_PACE, DIAGNOSTICS, HOURS_IN_A_WEEK, LEAST_PACE
from mlgraph.model import KINDS, POSITIONS, Graph
from mlgraph.names import did_you_mean, fold, names_of, resolve
from mlgraph.printable import shown

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
    if Path(path).suffix.lower() != ".toml":
        raise FileError(f"{shown(path, 200)}: is no profile; the name of one ends in .toml")
    return _validate(document.read(path), graph)


def parse(name: str, data: bytes, graph: Graph) -> Profile:
    """Return the profile in the bytes of a TOML file, as `read` does; `name` is what its diagnostics call the file."""
    return _validate(document.parse(name, data), graph)


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
        value = parse_decimal(answer.strip())
    except ValueError as error:
        raise UsageError(f"'{shown(answer)}' is no number of hours") from error
    for fault in KEYS["pace"].faults(value):
        raise UsageError(f"the pace {fault.message}; {fault.fix}")
    return int(value) if value.is_integer() else value


def dump(profile: Profile) -> str:
    """Return a profile as the text of its file."""
    from tomli_w import dumps

    tables = {key: value for key, value in asdict(profile).items() if value is not None}
    ordered = {key: tables[key] for key in KEYS if key in tables}
    return (
        f"# a profile for mlgraph: names are ids, titles or aliases; pace is in hours of study a week\n{dumps(ordered)}"
    )


def with_skills(text: str, skills: Iterable[str]) -> str:
    """Return the text of a profile with further skills in `have`, and all else, comments and layout too, as it was."""
    import tomlkit
    from tomlkit.items import Array

    tables = tomlkit.parse(text)
    have = tables.get("have")
    if not isinstance(have, Array):
        tables["have"] = have = tomlkit.array()
    for skill in skills:
        have.append(skill)
    return tomlkit.dumps(tables)


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
