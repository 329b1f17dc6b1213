"""The command `serve`: a local server with the page."""

from typing import TYPE_CHECKING, Annotated

import typer

from mlgraph.cli.options import GraphFiles
from mlgraph.cli.output import put
from mlgraph.cli.progress import Watch
from mlgraph.errors import UsageError

if TYPE_CHECKING:
    import socket


_HERE = "127.0.0.1"


def serve(
    port: Annotated[
        int,
        typer.Option("--port", metavar="PORT", min=0, max=65535, help="A port of this machine; 0 for any free one."),
    ] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only print the address.")] = False,
    graph: GraphFiles = None,
) -> None:
    r"""Open the map in the browser, with a planner.

    Click your position and your target, tick the skills that you have, and see the plan. Only this machine can reach
    the page. Ctrl-C ends the server. The command needs: pip install 'mlgraph[web]'

    \b
    Examples:
      mlgraph serve
      mlgraph serve --graph my-graph.toml --port 8000 --no-open
    """
    import webbrowser

    from mlgraph.graphfile.load import load

    try:
        from mlgraph.web import server as server_module
        from mlgraph.web.app import make_application
        from mlgraph.web.pool import Pool
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        raise UsageError(f"{missing} is not installed; mlgraph serve needs: pip install 'mlgraph[web]'") from error

    with Watch("reading the graph"):
        loaded = load(*graph or ())
    with _listening(port) as listener:
        number = listener.getsockname()[1]
        address, pool = f"http://{_HERE}:{number}/", Pool(loaded)
        page = make_application(loaded, number, pool.ask, pool.run)
        put(f"The map is at {address} (Ctrl-C ends it)")
        if not no_open:
            webbrowser.open(address)
        server_module.run(page, listener)


def _listening(port: int) -> "socket.socket":
    import socket

    try:
        return socket.create_server((_HERE, port))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"port {port} cannot be used: {reason}; type another one, or leave out --port") from error
