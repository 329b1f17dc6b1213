"""The web page of mlgraph and its planner, with the web server, the data that it sends, and the files of the page."""

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
    """Make an ASGI application of the web page and its planner, which any ASGI server can run.

    The application answers questions in four worker processes, whatever the number of graphs. Each question of the page
    has a time limit. The worker processes start and end with the lifespan of the application. All links in the web page
    are relative. A proxy may serve the application below any path, if the proxy removes that path from requests.

    Parameters
    ----------
    graphs : networkx.DiGraph, mapping of str to networkx.DiGraph, or None, default None
        The graph of the page, or None for the bundled graph. For several graphs, give a mapping from names to graphs.
        With several graphs, the page of each graph is at its name, such as `/ml/`, and the page at `/` lists the
        graphs.
    hosts : iterable of str, default ("127.0.0.1", "localhost", "[::1]")
        The host names that a browser may use for the server. A host name without a port allows every port.
    profile : str, os.PathLike or None, default None
        The path of a person's me.toml, which the page reads and writes only for requests from this machine.

    Returns
    -------
    starlette.applications.Starlette
        The ASGI application.

    Raises
    ------
    GraphFileError
        If a graph or the profile has mistakes.
    UsageError
        If the name of a graph cannot be part of a URL, or if a host name is invalid. If `profile` is given together
        with several graphs, or with a host name for other machines.
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
