"""The page with a planner behind it, as an ASGI application for one person on one machine.

Other sites can neither read nor drive it: a request must name this machine as its host (or another site's name could be
made to lead here) and come from its own page.
"""

from collections.abc import Callable
from threading import Event
from typing import Any

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlgraph import page, profile, text, views
from mlgraph.asking import Wishes
from mlgraph.errors import MlgraphError, NoPlanError, UnknownNameError, UsageError, shown
from mlgraph.model import KINDS, Graph, resolve
from mlgraph.planner import Planner
from mlgraph.query import describe

PLAN_SECONDS = 5
MOST_ALTERNATIVES = 5
MOST_BYTES = 64_000
MOST_ASKED = 16_000
# pictures that are kept, so that none is laid out twice
MOST_KEPT = 500
# plans are worked out in so many threads, and so many further requests may wait for these
THREADS, MOST_WAITING = 2, 32
_FOREIGN = ("cross-site", "same-site")
_JSON, _TOML = "application/json", "application/toml"
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


def application(graph: Graph, port: int) -> Starlette:
    """Return the page of a graph, for a server at this port of the machine's own address."""
    served = _Served(graph)
    answers: dict[str, Callable[[Request, Callable[[], bool]], str]] = {
        "graph": served.index,
        "node": served.node,
        "plan": served.plan,
        "plans": served.plans,
    }
    routes = [Route(f"/api/{name}", served.answering(answer)) for name, answer in answers.items()]
    routes += [
        Route("/api/view", served.view),
        Route("/api/me", served.read_profile, methods=["POST"]),
        Route("/api/me.toml", served.answering(served.profile, _TOML)),
    ]
    files = {"/": "index.html", **{f"/{name}": name for name in (page.STYLE, *page.MODULES)}}
    routes += [Route(path, _file(name)) for path, name in files.items()]
    return Starlette(routes=routes, middleware=[Middleware(_OwnPageOnly, port=port), Middleware(GZipMiddleware)])


def _file(name: str) -> Callable[[Request], Response]:
    content, kind = page.part(name), _TYPES[name.rpartition(".")[2]]
    return lambda request: Response(content, media_type=kind)


class _Served:
    """A graph with a planner, and its answers to requests, as JSON."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._planner = graph, Planner(graph)
        self._index = text.to_json(page.index(graph), indent=None)
        self._has_map = views.has_map(graph)
        self._views: dict[str, str] = {}
        if self._has_map:
            self._laid_out("map")
        self._threads = anyio.CapacityLimiter(THREADS)

    def answering(self, answer: Callable[[Request, Callable[[], bool]], str], kind: str = _JSON) -> Any:
        """Return an endpoint that works an answer out in a thread, which is told when nobody waits for it any more."""

        async def endpoint(request: Request) -> Response:
            return await self._in_thread(request, lambda stop: answer(request, stop), kind)

        return endpoint

    async def read_profile(self, request: Request) -> Response:
        """Return what a me.toml that was sent says, in the ids of the graph."""
        data = b""
        async for piece in request.stream():
            data += piece
            if len(data) > MOST_BYTES:
                return _refused(413, f"a profile has at most {MOST_BYTES:,} bytes")
        return await self._in_thread(
            request, lambda stop: text.to_json(profile.parse("me.toml", data, self._graph)), _JSON
        )

    def index(self, request: Request, stop: Callable[[], bool]) -> str:
        """Return the names of all nodes."""
        return self._index

    def node(self, request: Request, stop: Callable[[], bool]) -> str:
        """Return all that is known of a node."""
        return text.to_json(describe(self._graph, request.query_params.get("id", "")))

    async def view(self, request: Request) -> Response:
        """Return a picture; Graphviz lays out one at a time, in the main thread, since a fault in another ends all."""
        return _answered(lambda stop: self._laid_out(request.query_params.get("name", "")), lambda: False, _JSON)

    def _laid_out(self, name: str) -> str:
        if name not in self._views:
            if len(self._views) >= MOST_KEPT:
                self._views.clear()
            self._views[name] = text.to_json(views.view(self._graph, name))
        return self._views[name]

    def plan(self, request: Request, stop: Callable[[], bool]) -> str:
        """Return the best plan."""
        plan = self._planner.plan(*self._ends(request), **self._wishes(request, stop))
        return text.plan_json(plan, self._planner.musts(plan) if self._has_map else None)

    def plans(self, request: Request, stop: Callable[[], bool]) -> str:
        """Return the best few plans."""
        ends, wishes = self._ends(request), self._wishes(request, stop)
        return text.plans_json(self._planner.plans(*ends, MOST_ALTERNATIVES, **wishes))

    def profile(self, request: Request, stop: Callable[[], bool]) -> str:
        """Return what is asked as a me.toml."""
        asked = request.query_params
        ids = {
            key: tuple(sorted({resolve(self._graph, name, kinds) for name in asked.getlist(key)}))
            for key, kinds in (("have", ("skill",)), ("avoid", KINDS))
        }
        position = asked.get("from")
        return profile.dump(
            profile.Profile(
                None if position is None else self._planner.position(position),
                ids["have"],
                profile.paced(asked.get("pace", "10")),
                ids["avoid"],
            )
        )

    def _ends(self, request: Request) -> tuple[str, str]:
        if not {"from", "to"} <= {*request.query_params}:
            raise UsageError("a plan has two ends, from and to")
        return request.query_params["from"], request.query_params["to"]

    def _wishes(self, request: Request, stop: Callable[[], bool]) -> Wishes:
        asked = request.query_params
        return {
            "have": asked.getlist("have"),
            "pace": profile.paced(asked.get("pace", "10")),
            "by": asked.get("by", "time"),
            "via": asked.getlist("via"),
            "avoid": asked.getlist("avoid"),
            "limit": PLAN_SECONDS,
            "stop": stop,
        }

    async def _in_thread(self, request: Request, work: Callable[[Callable[[], bool]], str], kind: str) -> Response:
        if self._threads.statistics().tasks_waiting >= MOST_WAITING:
            return _refused(503, "too many questions at once; try again in a moment")
        gone = Event()

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            gone.set()

        async with anyio.create_task_group() as group:
            group.start_soon(watch)
            response = await to_thread.run_sync(_answered, work, gone.is_set, kind, limiter=self._threads)
            group.cancel_scope.cancel()
        return response


def _answered(work: Callable[[Callable[[], bool]], str], stop: Callable[[], bool], kind: str) -> Response:
    try:
        return Response(work(stop), media_type=kind)
    except MlgraphError as error:
        return _refused(404 if isinstance(error, (NoPlanError, UnknownNameError)) else 400, str(error))


def _refused(status: int, message: str) -> Response:
    return Response(text.to_json({"error": message}), status, media_type=_JSON)


class _OwnPageOnly:
    """Refuses requests that come from another site or to another host, and sends headers that keep the page closed."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app, self._hosts = app, {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def closed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in _HEADERS.items())]
            await send(message)

        if scope["type"] != "http":
            raise ValueError(f"only HTTP is answered, not {shown(scope['type'])}")
        refusal = self._refusal(Request(scope))
        await (refusal or self._app)(scope, receive, closed)

    def _refusal(self, request: Request) -> Response | None:
        host, origin = request.headers.get("host", ""), request.headers.get("origin")
        if host not in self._hosts:
            return _refused(421, f"'{shown(host)}' is not this server")
        if len(request.url.query) > MOST_ASKED:
            return _refused(414, f"a question has at most {MOST_ASKED:,} characters")
        foreign = origin not in (None, f"http://{host}") or request.headers.get("sec-fetch-site") in _FOREIGN
        # a link on another site may lead to the page itself
        led_here = request.headers.get("sec-fetch-mode") == "navigate" and request.url.path == "/"
        if foreign and not (led_here and request.method == "GET"):
            return _refused(403, "other sites may not ask this server")
        return None
