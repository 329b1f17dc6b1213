"""Exceptions, all of them `MlgraphError`, and the diagnostics that some of them carry."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from mlgraph.limits import DIAGNOSTICS
from mlgraph.printable import shown


class MlgraphError(Exception):
    """A failure that mlgraph reports; its text is the message for a person."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""  # the other arguments are data for a program


class UsageError(MlgraphError):
    """A question that is put wrongly, such as a pace of zero hours a week."""


class UnknownNameError(MlgraphError):
    """A name that no node of the kind asked for has.

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
    """A target to which no path leads.

    Attributes
    ----------
    nearest : str
        Id of the position in reach that comes nearest to it.
    """

    def __init__(self, message: str, nearest: str) -> None:
        super().__init__(message, nearest)
        self.nearest = nearest


class NoPlanInTimeError(MlgraphError):
    """A budget of time or memory that was spent before any plan was found."""

    def __init__(self) -> None:
        super().__init__("no plan was found in the time given; raise `time_limit`, or ask for fewer nodes in `via`")

    def __reduce__(self) -> tuple[object, ...]:
        """Return what makes it again in another process."""
        return type(self), ()


class MissingPackageError(MlgraphError):
    """An optional package that an answer needs and that is not installed."""


class DrawError(MlgraphError):
    """A picture that cannot be drawn."""


class LettersWarning(UserWarning):
    """A picture with letters that its font does not have."""


class FileError(MlgraphError):
    """A file that cannot be read or written."""


@dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong or probably a slip: its place, what it is, and what would be right.

    Attributes
    ----------
    severity : {"error", "warning"}
        Whether it is wrong, or probably a slip.
    file : str
        Path of the file; empty for a graph from no file.
    line : int
        Line of the file, from 1; 0 where it is not known.
    id : str
        Name of the node, edge or key, for a person.
    message : str
        What is wrong.
    fix : str
        What would be right.
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
    """A refused graph or profile, or refused files of one or of a published source.

    Attributes
    ----------
    path : str
        Path of the file or folder; empty for a graph from no file.
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
        """Return what makes it again in another process."""
        return type(self), (self.path, self.diagnostics)
