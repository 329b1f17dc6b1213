"""Exceptions, which all derive from `MlgraphError`, and the diagnostics that some exceptions contain."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from mlgraph.limits import DIAGNOSTICS
from mlgraph.printable import sanitize


class MlgraphError(Exception):
    """The base class of all errors of mlgraph, whose text is a message for the user.

    Examples
    --------
    >>> import mlgraph
    >>> try:
    ...     mlgraph.load("missing.toml")
    ... except mlgraph.MlgraphError as error:
    ...     print(error)
    missing.toml: cannot be read: no such file or directory
    """

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""  # the other arguments are data for programs


class UsageError(MlgraphError):
    """The error that an argument or option is invalid, such as a pace of zero hours a week.

    Examples
    --------
    >>> import mlgraph
    >>> try:
    ...     mlgraph.plan(mlgraph.load(), "beginner", "data scientist", pace=0)
    ... except mlgraph.UsageError as error:
    ...     print(error)
    `pace` must be a number of hours a week from 0.01 to 168, not 0
    """


class UnknownNameError(MlgraphError):
    """The error that no node of the wanted kind, such as a role, has a given name.

    Attributes
    ----------
    problem : str
        A text that says what is wrong with the unknown name.
    nearest : tuple of str
        The ids of the nodes whose names are most similar to the unknown name.
    question : str
        A question whether the user meant one of the nodes in `nearest`, or an empty text if no name is similar.

    Examples
    --------
    >>> import mlgraph
    >>> try:
    ...     mlgraph.resolve(mlgraph.load(), "pyhton")
    ... except mlgraph.UnknownNameError as error:
    ...     error.nearest
    ('python', 'pytorch')
    """

    def __init__(self, problem: str, nearest: tuple[str, ...] = (), question: str = "") -> None:
        super().__init__(problem, nearest, question)
        self.problem, self.nearest, self.question = problem, nearest, question

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.problem, self.question)))


class AmbiguousNameError(MlgraphError):
    """The error that several nodes have a given name, so that it is unclear which node the name means.

    Attributes
    ----------
    candidates : tuple of str
        The ids of the nodes that have the ambiguous name.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load().copy()
    >>> graph.nodes["python"]["aliases"] = graph.nodes["sql"]["aliases"] = ("query",)
    >>> try:
    ...     mlgraph.resolve(graph, "query")
    ... except mlgraph.AmbiguousNameError as error:
    ...     error.candidates
    ('python', 'sql')
    """

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message, candidates)
        self.candidates = candidates


class NoPlanError(MlgraphError):
    """The error for a request to which no plan exists, for example since no path leads to the target.

    Attributes
    ----------
    nearest : str
        The id of the reachable position that is nearest to the target. `nearest` is the id of the first position if the
        graph has no move to the target. `nearest` is the id of the first position if moves lead to the target, but no
        path meets all conditions of the request.

    Examples
    --------
    >>> import mlgraph
    >>> try:
    ...     mlgraph.plan(mlgraph.load(), "chief data scientist", "physicist")
    ... except mlgraph.NoPlanError as error:
    ...     error.nearest
    'chief-data-scientist'
    """

    def __init__(self, message: str, nearest: str) -> None:
        super().__init__(message, nearest)
        self.nearest = nearest


class NoPlanInTimeError(MlgraphError):
    """The error that a search reached its limit on time, labels or memory before it found any plan.

    Examples
    --------
    >>> import mlgraph
    >>> try:  # the search finds a plan long before the time limit
    ...     plan = mlgraph.plan(mlgraph.load(), "beginner", "cds", time_limit=20)
    ... except mlgraph.NoPlanInTimeError as error:
    ...     print(error)
    """

    def __init__(self) -> None:
        super().__init__("no plan was found in the time given; raise `time_limit`, or ask for fewer nodes in `via`")

    def __reduce__(self) -> tuple[object, ...]:
        """Return the function and the arguments with which pickle recreates the error."""
        return type(self), ()


class MissingPackageError(MlgraphError):
    """The error that an optional Python package is not installed.

    Examples
    --------
    >>> import mlgraph
    >>> try:  # pandas is installed, so the example raises no error
    ...     table = mlgraph.nodes_frame(mlgraph.load())
    ... except mlgraph.MissingPackageError as error:
    ...     print(error)
    """


class EngineError(MlgraphError):
    """The error that DuckDB or Spark, which count the moves in career histories, fails or does not start.

    Examples
    --------
    >>> import mlgraph
    >>> try:
    ...     found = mlgraph.count_histories(mlgraph.load(), ["missing.csv"], format="jobhop")
    ... except (mlgraph.EngineError, mlgraph.FileError) as error:
    ...     print(error)
    missing.csv: cannot be read: no such file or directory
    """


class DrawError(MlgraphError):
    """The error that mlgraph cannot draw a picture, for example since a graph has nothing to draw.

    Examples
    --------
    >>> import mlgraph
    >>> skills = mlgraph.load().subgraph(["communication"])
    >>> try:
    ...     mlgraph.draw(skills, only="roles")
    ... except mlgraph.DrawError as error:
    ...     print(error)
    there is nothing to draw: the graph has no roles
    """


class LettersError(DrawError):
    """The error that mlgraph cannot draw a picture, since no installed font has some of the letters in it."""


class FileError(MlgraphError):
    """The error that a file cannot be read or written.

    Examples
    --------
    >>> import mlgraph
    >>> try:
    ...     mlgraph.load("missing.toml")
    ... except mlgraph.FileError as error:
    ...     print(error)
    missing.toml: cannot be read: no such file or directory
    """


@dataclass(frozen=True)
class Diagnostic:
    """An error or a warning about a graph, a profile or a file to import, with the file, line, problem and fix.

    Attributes
    ----------
    severity : {"error", "warning"}
        The severity is "error" for a mistake that makes the graph or the file invalid, or "warning" for a probable
        mistake.
    file : str
        The path of the file with the problem, or an empty text for a graph made in Python.
    line : int
        The line with the problem in the file, counted from 1. `line` is 0 if the line is unknown, or if `file` names a
        cell of a spreadsheet.
    id : str
        The name of the node, edge or key with the problem, as it stands in the file.
    message : str
        A text that says what the problem is.
    fix : str
        An instruction that says how to fix the problem in the file or graph.
    nodes : tuple of str
        The ids of all nodes that the problem concerns, such as the nodes of a cycle.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load().copy()
    >>> graph.nodes["python"]["hours"] = -1
    >>> try:
    ...     mlgraph.Planner(graph)
    ... except mlgraph.GraphFileError as error:
    ...     error.diagnostics[0].message
    'hours, likely, is -1'
    """

    severity: Literal["error", "warning"]
    file: str
    line: int
    id: str
    message: str
    fix: str
    nodes: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = sanitize(self.file, 4096) + (f":{self.line}" if self.line else "")  # a cell has no line
        return ": ".join(part for part in (place, sanitize(self.id), f"{self.message}; {self.fix}") if part)


class GraphFileError(FileError):
    """The error that a graph, a profile or a file to import has mistakes, which `diagnostics` lists.

    Attributes
    ----------
    path : str
        The path of the file or folder with the mistakes, or an empty text for a graph made in Python.
    diagnostics : tuple of Diagnostic
        The errors that mlgraph found, up to a thousand, sorted by file and line.
    nodes : tuple of str
        The ids of all nodes that the diagnostics concern.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load().copy()
    >>> graph.nodes["python"]["hours"] = -1
    >>> try:
    ...     mlgraph.Planner(graph)
    ... except mlgraph.GraphFileError as error:
    ...     error.nodes
    ('python',)
    """

    def __init__(self, path: str, diagnostics: Iterable[Diagnostic]) -> None:
        self.path = path
        self.diagnostics = tuple(sorted(diagnostics, key=lambda found: (found.file, found.line)))
        self.nodes = tuple(dict.fromkeys(chain.from_iterable(found.nodes for found in self.diagnostics)))
        count = f"{len(self.diagnostics)} mistake{'s' if len(self.diagnostics) > 1 else ''}"
        if len(self.diagnostics) >= DIAGNOSTICS:
            count = f"these {len(self.diagnostics):,} mistakes and perhaps more"
        head = f"{sanitize(path, 200)}: {count}, nothing is loaded" if path else f"the graph has {count}"
        super().__init__("\n".join((head, *map(str, self.diagnostics))))

    def __reduce__(self) -> tuple[object, ...]:
        """Return the function and the arguments with which pickle recreates the error."""
        return type(self), (self.path, self.diagnostics)


def name_missing(error: ModuleNotFoundError) -> str:
    """Return the name of the package that Python could not import, given the ModuleNotFoundError that Python raised."""
    return (error.name or "").partition(".")[0]
