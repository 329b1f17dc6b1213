"""What can go wrong, as one tree: who catches `MlgraphError` catches all of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from mlgraph.limits import MISTAKES
from mlgraph.printable import shown


class MlgraphError(Exception):
    """A failure that mlgraph reports; its text is the message for a person."""


class UsageError(MlgraphError):
    """A question that is put wrongly, such as a pace of zero hours a week."""


class UnknownNameError(MlgraphError):
    """A name that no node of the kind asked for has."""


class AmbiguousNameError(MlgraphError):
    """A name that several nodes have; `candidates` holds their ids."""

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message, candidates)
        self.candidates = candidates

    def __str__(self) -> str:
        return str(self.args[0])


class NoPlanError(MlgraphError):
    """No way leads to the target; `nearest` is the id of the reachable position that comes nearest to it."""

    def __init__(self, message: str, nearest: str) -> None:
        super().__init__(message, nearest)
        self.nearest = nearest

    def __str__(self) -> str:
        return str(self.args[0])


class MissingPackageError(MlgraphError):
    """An optional package that an answer needs and that is not installed."""


class DrawError(MlgraphError):
    """A picture that cannot be drawn."""


class FileError(MlgraphError):
    """A file that cannot be read or written."""


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong in a graph file: where it stands (file, line, id), what it is, what would be right."""

    file: str
    line: int
    id: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{shown(self.file, 4096)}:{self.line}"
        return ": ".join(part for part in (place, shown(self.id), f"{self.problem}; {self.remedy}") if part)


class GraphFileError(FileError):
    """A profile or graph file, or several as one, or the files of a published source, that are refused.

    `mistakes` holds all, up to a thousand, in the order of lines.
    """

    def __init__(self, path: str, mistakes: Iterable[Mistake]) -> None:
        self.path = path
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line)))
        count = f"{len(self.mistakes)} mistake{'s' if len(self.mistakes) > 1 else ''}"
        if len(self.mistakes) >= MISTAKES:
            count = f"these {len(self.mistakes):,} mistakes and perhaps more"
        head = f"{shown(path, 200)}: {count}, nothing is loaded"
        super().__init__("\n".join((head, *map(str, self.mistakes))))

    def __reduce__(self) -> tuple[object, ...]:
        """Return what makes it again in another process."""
        return type(self), (self.path, self.mistakes)
