"""Web page of mlgraph: the web server that computes its plans, and the files that a browser loads."""

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
    """Make an ASGI application that serves the web page of mlgraph and computes its plans, for any ASGI server.

    The application computes its answers in four worker processes, whatever the number of graphs. The time limit of an
    answer is 5 seconds. The time limit of a picture, a file of a plan or a change of the profile is 15 seconds. The
    worker processes start and end when the ASGI server starts and ends the application (ASGI lifespan). All links in
    the web page are relative. A proxy may therefore serve the application below any path, if the proxy removes this
    path from the URLs of requests.

    Parameters
    ----------
    graphs : networkx.DiGraph, mapping of str to networkx.DiGraph, or None, default None
        The graph that the web page shows, or None for the bundled graph. For several graphs, give a mapping from names
        to graphs. With several graphs, the page of the graph called `ml` is at the path `/ml/`, and the page at `/`
        lists all graphs.
    hosts : iterable of str, default ("127.0.0.1", "localhost", "[::1]")
        The host names under which browsers may address the server. The server refuses requests to all other host names.
        If a host name has no port, browsers may use the host name with any port.
    profile : str, os.PathLike or None, default None
        The path of a person's profile (me.toml), which the server reads and writes only for requests from its own
        machine.

    Returns
    -------
    starlette.applications.Starlette
        The ASGI application.

    Raises
    ------
    GraphFileError
        Raised if a graph is invalid, or if the file of the profile is invalid.
    UsageError
        Raised if the name of a graph cannot be part of a URL, or if a host name is invalid. UsageError is also raised
        if `profile` is given together with a mapping of graphs, or together with a host name for other machines.
    MissingPackageError
        Raised if the packages of the extra `mlgraph[web]` are not installed.

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
