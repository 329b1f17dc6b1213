"""Protection against cross-site requests and DNS rebinding.

A request must name this machine as its host and come from the page itself. Without the check of the host, another site
could make its own name resolve to this machine.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlgraph.printable import shown
from mlgraph.text.json import to_json
from mlgraph.web.openapi import JSON

MOST_ASKED = 16_000
_FOREIGN = ("cross-site", "same-site")
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


def refuse(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer to a refused request."""
    return Response(to_json({"error": message}), status, headers, JSON)


class OwnPageOnly:
    """Middleware that refuses requests from other sites or to other hosts, and adds security headers."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app, self._hosts = app, {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request from the page on, or refuse it."""

        async def send_closed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in _HEADERS.items())]
            await send(message)

        if scope["type"] == "http":
            await (self._find_refusal(Request(scope)) or self._app)(scope, receive, send_closed)
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        else:
            raise ValueError(f"the server supports HTTP only, not {shown(scope['type'])}")

    def _find_refusal(self, request: Request) -> Response | None:
        host, origin = request.headers.get("host", ""), request.headers.get("origin")
        if host not in self._hosts:
            return refuse(421, f"'{shown(host)}' is not this server")
        asked = request.scope["query_string"]
        if len(asked) > MOST_ASKED:
            return refuse(414, f"a query has at most {MOST_ASKED:,} characters")
        if not asked.isascii():  # the framework cannot parse it as a URL
            return refuse(400, "a query has ASCII characters only; write each byte of others as %XX")
        foreign = origin not in (None, f"http://{host}") or request.headers.get("sec-fetch-site") in _FOREIGN
        # a link on another site may lead to the page itself
        led_here = request.headers.get("sec-fetch-mode") == "navigate" and request.scope["path"] == "/"
        if foreign and not (led_here and request.method == "GET"):
            return refuse(403, "other sites may not send requests to this server")
        return None
