"""Protection of the web server against requests that the pages of other sites send.

The server refuses requests to unknown host names, and requests that pages of other sites send. The server checks the
host name of a request, because another site could make its own host name resolve to this server (DNS rebinding).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Set
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlgraph.errors import UsageError
from mlgraph.names import check_names
from mlgraph.printable import sanitize
from mlgraph.text.json import to_json
from mlgraph.web.openapi import JSON

# the host names of this machine
LOCAL = ("127.0.0.1", "localhost", "[::1]")
MOST_ASKED = 16_000
_FOREIGN = ("cross-site", "same-site")
# a host name or an IP address, with or without a port
_HOST = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?)(?::[0-9]{1,5})?")
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


def refuse(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Make the HTTP response that refuses a request, with an error message in JSON."""
    return Response(to_json({"error": message}), status, headers, JSON)


def read_hosts(names: Iterable[str]) -> frozenset[str]:
    """Convert host names to the form in which browsers send them, which is lower-case ASCII.

    Raises UsageError if a name or a port is invalid.

    >>> sorted(read_hosts(["Careers.School.Example", "localhost:8000"]))
    ['careers.school.example', 'localhost:8000']
    """
    return frozenset(map(_read_host, check_names(names)))


def _read_host(name: str) -> str:
    try:
        host = name.encode("idna").decode().lower() if not name.isascii() else name.lower()
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        right = "write a name such as careers.school.example, without https:// and without a path"
        raise UsageError(f"`hosts` has '{sanitize(name)}'; {right}")
    return host


def is_local(host: str) -> bool:
    """Return whether a host name, in the form that `read_hosts` returns, is one of the names of this machine."""
    return _drop_port(host) in LOCAL


def _drop_port(host: str) -> str:
    found = _HOST.fullmatch(host)
    return found[1] if found else ""


def find_stranger(request: Request) -> Response | None:
    """Return an HTTP response that refuses the request if the request comes from another machine, or else None."""
    client = request.client.host if request.client else "an unknown machine"
    try:
        is_here = ip_address(client).is_loopback
    except ValueError:
        is_here = False
    if is_here:
        return None
    return refuse(
        403, f"the profile is for the machine of this server alone; the request comes from {sanitize(client)}"
    )


class OwnPageOnly:
    """Middleware that refuses requests from other sites or to other hosts, and adds security headers.

    If a host name in `hosts` has no port, requests may name the host with any port. Other sites may link to the URL
    paths in `pages`.
    """

    def __init__(self, app: ASGIApp, hosts: Set[str], pages: Collection[str]) -> None:
        self._app, self._hosts, self._pages = app, hosts, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an allowed request on to the application, or refuse it, and add security headers to the response."""

        async def send_closed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                added = ((name.encode(), value.encode()) for name, value in _HEADERS.items())
                message["headers"] = [*message["headers"], *(each for each in added if each[0] not in given)]
            await send(message)

        if scope["type"] == "http":
            await (self._find_refusal(Request(scope)) or self._app)(scope, receive, send_closed)
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        else:
            raise ValueError(f"the server supports HTTP only, not {sanitize(scope['type'])}")

    def _find_refusal(self, request: Request) -> Response | None:
        names, origin = request.headers.getlist("host"), request.headers.get("origin")
        host = names[0].lower() if len(names) == 1 else ""
        if not self._hosts & {host, _drop_port(host)}:
            return refuse(421, _explain_host(host))
        asked = request.scope["query_string"]
        if len(asked) > MOST_ASKED:
            return refuse(414, f"a query has at most {MOST_ASKED:,} characters")
        if not asked.isascii():  # the framework cannot parse it as a URL
            return refuse(400, "a query has ASCII characters only; write each byte of others as %XX")
        # a proxy may serve the page over https
        own = (None, f"http://{host}", f"https://{host}")
        foreign = origin not in own or request.headers.get("sec-fetch-site") in _FOREIGN
        # other sites may link to the page itself
        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        led_here = request.headers.get("sec-fetch-mode") == "navigate" and path in self._pages
        if foreign and not (led_here and request.method == "GET"):
            return refuse(403, "other sites may not send requests to this server; a proxy must pass on the header Host")
        return None


def _explain_host(host: str) -> str:
    name = _drop_port(host)
    if not name:
        return f"'{sanitize(host)}' is not this server"
    return f"'{host}' is not a name of this server; if it should be one, add {name} to the names of the server"
