"""The page: a local server, its data, and its static files."""

from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from typing import TYPE_CHECKING

from mlgraph.errors import MissingPackageError, name_missing
from mlgraph.model import Graph

if TYPE_CHECKING:
    from starlette.applications import Starlette


def create_app(
    graphs: "Graph | Mapping[str, Graph] | None" = None,
    *,
    hosts: Iterable[str] = ("127.0.0.1", "localhost", "[::1]"),
    profile: str | PathLike[str] | None = None,
) -> "Starlette":
    """Return the page and its planner as an ASGI application, for any server of ASGI.

    The application answers questions in four processes of its own, whatever the number of graphs, and each question has
    a time limit. The processes start and end with the lifespan of the application. All addresses in the page are
    relative, so that the application works below any path of a proxy that removes this path.

    Parameters
    ----------
    graphs : networkx.DiGraph, mapping of str to networkx.DiGraph, or None, default None
        The graph of the page; None is the bundled graph. With a mapping, each graph has the address of its name, such
        as `/ml/`, and the root lists the graphs.
    hosts : iterable of str, default ("127.0.0.1", "localhost", "[::1]")
        The names by which browsers may call the server. A name without a port allows each port.
    profile : str, os.PathLike or None, default None
        The me.toml of a person, which the page reads and writes; only requests from this machine may do so.

    Returns
    -------
    starlette.applications.Starlette
        The application.

    Raises
    ------
    GraphFileError
        If a graph or the profile has mistakes.
    UsageError
        If a name cannot be an address or a host, or a profile comes with several graphs or with hosts for others.
    MissingPackageError
        If the extra `web` is not installed.

    Examples
    --------
    >>> import mlgraph
    >>> from mlgraph.web import create_app
    >>> app = create_app({"ml": mlgraph.load()}, hosts=["careers.school.example"])
    >>> [route.path for route in app.routes][:2]
    ['/ml/api/graph', '/ml/api/node']
    """
    try:
        from mlgraph.web.app import build
    except ModuleNotFoundError as error:
        problem = f"{name_missing(error)} is not installed; the page needs: pip install 'mlgraph[web]'"
        raise MissingPackageError(problem) from error
    return build(graphs, hosts, None if profile is None else fspath(profile))
