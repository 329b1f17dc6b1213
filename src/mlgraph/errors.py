"""Exceptions, which all derive from `MlgraphError`, and the diagnostics that some of them carry."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from mlgraph.limits import DIAGNOSTICS
from mlgraph.printable import shown


class MlgraphError(Exception):
    """The base of all errors of mlgraph; its text is the message for a person."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""  # the other arguments are data for programs


class UsageError(MlgraphError):
    """An invalid argument or option, such as a pace of zero hours a week."""


class UnknownNameError(MlgraphError):
    """A name without a node of a suitable kind.

    Attributes
    ----------
    nearest : tuple of str
        Ids of nodes with similar names.
    """

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message, nearest)
        self.nearest = nearest


class AmbiguousNameError(MlgraphError):
    """A name that several nodes have.

    Attributes
    ----------
    candidates : tuple of str
        Ids of these nodes.
    """

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message, candidates)
        self.candidates = candidates


class NoPlanError(MlgraphError):
    """A target that no path reaches.

    Attributes
    ----------
    nearest : str
        Id of the reachable position nearest to the target.
    """

    def __init__(self, message: str, nearest: str) -> None:
        super().__init__(message, nearest)
        self.nearest = nearest


class NoPlanInTimeError(MlgraphError):
    """A search that ended at its limit of time or memory before it found any plan."""

    def __init__(self) -> None:
        super().__init__("no plan was found in the time given; raise `time_limit`, or ask for fewer nodes in `via`")

    def __reduce__(self) -> tuple[object, ...]:
        """Return the arguments that recreate the error in another process."""
        return type(self), ()


class MissingPackageError(MlgraphError):
    """A missing optional package."""


class DrawError(MlgraphError):
    """A picture that cannot be drawn."""


class LettersWarning(UserWarning):
    """A warning about letters that the font of a picture lacks."""


class FileError(MlgraphError):
    """A file that cannot be read or written."""


@dataclass(frozen=True)
class Diagnostic:
    """An error or a warning about a graph, with its place, the problem and the fix.

    Attributes
    ----------
    severity : {"error", "warning"}
        An error makes the graph invalid; a warning is probably a mistake.
    file : str
        Path of the file; empty for a graph made in Python.
    line : int
        Line of the file, from 1; 0 if unknown.
    id : str
        Name of the node, edge or key, for a person.
    message : str
        The problem, as a fact.
    fix : str
        The fix, as an instruction.
    nodes : tuple of str
        Ids of all nodes concerned, such as those of a cycle.
    """

    severity: Literal["error", "warning"]
    file: str
    line: int
    id: str
    message: str
    fix: str
    nodes: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"{shown(self.file, 4096)}:{self.line}" if self.file else ""
        return ": ".join(part for part in (place, shown(self.id), f"{self.message}; {self.fix}") if part)


class GraphFileError(FileError):
    """An invalid graph, profile or published source.

    Attributes
    ----------
    path : str
        Path of the file or folder; empty for a graph made in Python.
    diagnostics : tuple of Diagnostic
        Up to a thousand diagnostics, in the order of files and lines.
    nodes : tuple of str
        Ids of all their nodes.
    """

    def __init__(self, path: str, diagnostics: Iterable[Diagnostic]) -> None:
        self.path = path
        self.diagnostics = tuple(sorted(diagnostics, key=lambda found: (found.file, found.line)))
        self.nodes = tuple(dict.fromkeys(chain.from_iterable(found.nodes for found in self.diagnostics)))
        count = f"{len(self.diagnostics)} mistake{'s' if len(self.diagnostics) > 1 else ''}"
        if len(self.diagnostics) >= DIAGNOSTICS:
            count = f"these {len(self.diagnostics):,} mistakes and perhaps more"
        head = f"{shown(path, 200)}: {count}, nothing is loaded" if path else f"the graph has {count}"
        super().__init__("\n".join((head, *map(str, self.diagnostics))))

    def __reduce__(self) -> tuple[object, ...]:
        """Return the arguments that recreate the error in another process."""
        return type(self), (self.path, self.diagnostics)
