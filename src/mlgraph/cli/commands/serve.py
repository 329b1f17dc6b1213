"""The command `serve`, which runs a local web server for the web page of mlgraph."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlgraph.cli.options import GraphFiles, make_whole_number_parser
from mlgraph.cli.output import put, tell
from mlgraph.cli.progress import Watch
from mlgraph.errors import MissingPackageError, UsageError, name_missing
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    import socket


_HERE = "127.0.0.1"


def serve(
    port: Annotated[
        int,
        typer.Option(
            "--port",
            metavar="PORT",
            parser=make_whole_number_parser("--port", 8000, least=0, most=65535),
            help="A port of this machine; 0 for any free one.",
        ),
    ] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only print the address.")] = False,
    host_names: Annotated[
        list[str] | None,
        typer.Option(
            "--host-name", metavar="HOST", help="A further name of the server, behind a tunnel or a proxy; repeat it."
        ),
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option("--me", metavar="FILE", help="Your profile; the page reads it, and writes what you tick."),
    ] = None,
    graph: GraphFiles = None,
) -> None:
    r"""Open the map and a planner in the browser.

    On the page, click your position and your target, tick the skills that you have, and see the plan. Other machines
    cannot reach the web page. Ctrl-C stops the web server. Install the packages for `serve` with: pip install
    'mlgraph[web]'

    A proxy on this machine may forward requests to the web server. A proxy before the web server must forward the HTTP
    header Host unchanged. If the web page is below a path of a proxy, the proxy must remove that path from requests.

    \b
    Examples:
      mlgraph serve
      mlgraph serve --me me.toml
      mlgraph serve --graph my-graph.toml --port 8000 --no-open
      mlgraph serve --port 8000 --no-open --host-name careers.school.example
    """
    import webbrowser

    from mlgraph.graphfile.load import load

    try:
        from mlgraph.web.app import build
        from mlgraph.web.server import run
    except ModuleNotFoundError as error:
        problem = f"{name_missing(error)} is not installed; mlgraph serve needs: pip install 'mlgraph[web]'"
        raise MissingPackageError(problem) from error

    with Watch("reading the graph"):
        loaded = load(*graph or ())
    with _listen(port) as listener:
        number = listener.getsockname()[1]
        address = f"http://{_HERE}:{number}/"
        hosts = (f"{_HERE}:{number}", f"localhost:{number}", *(host_names or ()))
        page = build(loaded, hosts, None if profile is None else str(profile))
        put(f"The map is at {address} (Ctrl-C ends it)")
        if profile and not profile.exists():
            tell(f"{sanitize(profile, 200)} is not there yet; the page makes it with your first change")
        if not no_open:
            webbrowser.open(address)
        run(page, listener)


def _listen(port: int) -> "socket.socket":
    import socket

    try:
        return socket.create_server((_HERE, port))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"port {port} cannot be used: {reason}; type another one, or leave out --port") from error
