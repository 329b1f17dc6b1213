"""ASGI application that serves the web page of mlgraph and answers its questions, for one graph or several."""

import gzip
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from hashlib import sha256
from os.path import exists
from typing import Any

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from mlgraph import profilefile
from mlgraph.errors import UsageError
from mlgraph.graphfile.load import load, validate_graph
from mlgraph.model import Graph
from mlgraph.printable import sanitize
from mlgraph.text.json import to_json
from mlgraph.text.messages import describe_fault
from mlgraph.web import fonts, openapi, page, start
from mlgraph.web.answers import OK, Answer, Question, make_refusal
from mlgraph.web.bundle import bundle
from mlgraph.web.openapi import JSON, TEXT, TOML
from mlgraph.web.pool import Pool
from mlgraph.web.security import LOCAL, OwnPageOnly, find_stranger, is_local, read_hosts, refuse

# time limits in seconds, for an answer and for a picture
SECONDS, PICTURE_SECONDS = 5.0, 15.0
MOST_BYTES = 64_000
# the most pictures in the cache of a graph
MOST_KEPT = 500
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "woff": "font/woff", "woff2": "font/woff2"}
# the name of a graph, which is a part of its URL
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")

Ask = Callable[[Question], Awaitable[Answer]]
Endpoint = Callable[[Request], Awaitable[Response]]
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def build(graphs: "Graph | Mapping[str, Graph] | None", hosts: Iterable[str], profile: str | None) -> Starlette:
    """Build the ASGI application for `mlgraph.web.create_app`, whose docstring explains the parameters."""
    named = graphs if isinstance(graphs, Mapping) else {"": load() if graphs is None else graphs}
    for name in named:
        if not _NAME.fullmatch(name) and graphs is named:
            right = "write small letters, digits and hyphens, such as ml"
            raise UsageError(f"the name '{sanitize(name)}' of a graph becomes an address; {right}")
    if not named:
        raise UsageError("an application needs a graph; give one by its name, such as ml")
    checked, allowed = {name: validate_graph(graph) for name, graph in named.items()}, read_hosts(hosts)
    if profile is not None:
        _check_profile(checked, allowed, profile)
    pool = Pool(checked, profile or "")
    return make_application(checked, pool.ask, pool.run, hosts=allowed, has_profile=profile is not None)


def _check_profile(graphs: Mapping[str, Graph], hosts: frozenset[str], profile: str) -> None:
    """Raise UsageError if the server may not serve a given profile, or GraphFileError if the profile is invalid."""
    if [*graphs] != [""]:
        raise UsageError("`profile` belongs to one graph; give one graph without a name")
    if public := sorted(host for host in hosts if not is_local(host)):
        raise UsageError(f"`profile` is for this machine alone, and {public[0]} is a name for others; leave one out")
    profilefile.check_suffix(profile)
    if exists(profile):
        profilefile.read(profile, graphs[""])


def make_application(
    graphs: Mapping[str, Graph],
    ask: Ask,
    lifespan: Lifespan | None = None,
    *,
    hosts: frozenset[str] = frozenset(LOCAL),
    has_profile: bool = False,
) -> Starlette:
    """Make the ASGI application that serves each graph.

    The URL path of a graph is its name between slashes, such as `/ml/`, or `/` if the name is empty.
    """
    routes = [route for name, graph in graphs.items() for route in _list_routes(name, graph, ask, has_profile)]
    pages = {f"/{name}/" if name else "/" for name in graphs}
    if "" not in graphs:
        pages.add("/")
        routes += [
            Route("/", _pack(start.write(graphs), _TYPES["html"])),
            Route(f"/{start.STYLE}", _pack(page.read_part(start.STYLE), _TYPES["css"])),
        ]
    middleware = [Middleware(OwnPageOnly, hosts=hosts, pages=pages), Middleware(GZipMiddleware)]
    application = Starlette(
        routes=routes,
        middleware=middleware,
        exception_handlers={HTTPException: _refuse_unknown, 500: _report_failure},
        lifespan=lifespan,
    )
    application.router.redirect_slashes = False
    return application


def _list_routes(name: str, graph: Graph, ask: Ask, has_profile: bool) -> list[Route]:
    """Return the URL routes for one graph: the files of its web page, and the endpoints that answer questions."""
    served, base = _Served(name, ask), f"/{name}" if name else ""
    index = page.make_index(graph, has_profile)
    answers: dict[str, Any] = {
        "graph": _pack(to_json(index, indent=None), JSON),
        "node": served.handle("node", openapi.NODE),
        "plan": served.handle("plan", openapi.WHOLE_PLAN),
        "plans": served.handle("plans", openapi.PLAN),
        **{kind: served.handle(kind, parameters) for kind, parameters in openapi.ADVICE.items()},
        "view": served.draw,
        "me.toml": served.give("me.toml", openapi.PROFILE, TOML, SECONDS),
        **{each: served.give(each, openapi.PLAN_FILE, kind, PICTURE_SECONDS) for each, kind in openapi.FILES.items()},
        "openapi.json": _pack(to_json(openapi.describe_api(has_profile=has_profile)), JSON),
    }
    routes = [Route(f"{base}/api/{each}", endpoint) for each, endpoint in answers.items()]
    routes += [
        Route(f"{base}/api/me", served.take("me", "a profile", TOML), methods=["POST"]),
        Route(f"{base}/api/match", served.take("match", "an advert", TEXT), methods=["POST"]),
    ]
    if has_profile:
        change = served.take("update", "the change of a profile", JSON, PICTURE_SECONDS)
        own = _refuse_other_machines(served.handle("profile", ()), change)
        routes.append(Route(f"{base}/api/profile", own, methods=["GET", "POST"]))
    faces = fonts.make_faces(graph)
    style = page.read_part(page.STYLE) + "".join(face.format_rule(face.name) for face in faces)
    routes += [
        Route(f"{base}/", _pack(page.read_part("index.html"), _TYPES["html"])),
        # one script appears sooner than a module after the other
        Route(f"{base}/{page.SCRIPT}", _pack(bundle(page.SCRIPT, page.read_part), _TYPES["js"])),
        Route(f"{base}/{page.STYLE}", _pack(style, _TYPES["css"])),
        Route(f"{base}/{fonts.FONT}", _pack(fonts.read_font(), _TYPES["woff2"])),
        *(Route(f"{base}/{face.name}", _pack(face.content, _TYPES["woff"])) for face in faces),
    ]
    return [*routes, Route(base, _redirect_to(f"{name}/"))] if name else routes


def _redirect_to(address: str) -> Endpoint:
    """Make an endpoint that redirects to a relative URL, so that the redirection works behind a proxy."""

    async def respond(request: Request) -> Response:
        return Response(status_code=307, headers={"location": address})

    return respond


def _refuse_other_machines(read: Endpoint, change: Endpoint) -> Endpoint:
    """Make an HTTP endpoint that refuses requests from other machines.

    The endpoint passes a POST request on to the endpoint `change`, and any other request to the endpoint `read`.
    """

    async def refuse_others(request: Request) -> Response:
        return find_stranger(request) or await (change if request.method == "POST" else read)(request)

    return refuse_others


def _pack(content: str | bytes, kind: str) -> Endpoint:
    """Make an HTTP endpoint that always returns the same content, which is compressed in advance.

    A browser may cache the content of the endpoint, but asks the server before each use whether the content has
    changed.
    """
    plain = content.encode() if isinstance(content, str) else content
    packed, tag = gzip.compress(plain), f'W/"{sha256(plain).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "accept-encoding"}

    async def respond(request: Request) -> Response:
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, headers=headers | {"content-encoding": "gzip"}, media_type=kind)
        return Response(plain, headers=headers, media_type=kind)

    return respond


async def _refuse_unknown(request: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    return refuse(
        status, f"this server does not answer {sanitize(request.method)} {sanitize(request.url.path)}", headers
    )


async def _report_failure(request: Request, error: Exception) -> Response:
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return refuse(500, describe_fault(error))


class _Served:
    """Factory of the HTTP endpoints that answer the questions of the web page about one graph.

    Each endpoint checks an HTTP request, passes the question in the request to the function `ask`, and returns the
    answer.
    """

    def __init__(self, graph: str, ask: Ask) -> None:
        self._graph, self._ask = graph, ask
        self._views: dict[tuple[str, str], Answer] = {}

    def handle(self, kind: str, parameters: openapi.Parameters) -> Endpoint:
        """Make an HTTP endpoint for one kind of question of the web page, such as the question for a plan."""

        async def respond(request: Request) -> Response:
            return _respond(await self._check_and_put(request, kind, parameters, SECONDS))

        return respond

    def give(self, name: str, parameters: openapi.Parameters, media_type: str, seconds: float) -> Endpoint:
        """Make an HTTP endpoint for a file that the browser saves instead of showing it, such as a plan in PDF."""

        async def respond(request: Request) -> Response:
            answer = await self._check_and_put(request, name, parameters, seconds)
            return _respond(answer, media_type, {"content-disposition": f'attachment; filename="{name}"'})

        return respond

    async def draw(self, request: Request) -> Response:
        """Answer a request for a picture on the web page, from the cache if the cache has the picture."""
        if len(asked := request.query_params.multi_items()) == 1 and (kept := self._views.get(asked[0])):
            return _respond(kept)
        answer = await self._check_and_put(request, "view", openapi.VIEW, PICTURE_SECONDS)
        if answer.status == OK:
            self._keep(asked[0], answer)
        return _respond(answer)

    def take(self, kind: str, what: str, content_type: str, seconds: float = SECONDS) -> Endpoint:
        """Make an HTTP endpoint for requests with a body, such as a profile.

        The parameter `what` is the name of the body of the request in error messages.
        """

        async def respond(request: Request) -> Response:
            # a form on another site cannot send this content type
            if request.headers.get("content-type", "").partition(";")[0].strip().lower() != content_type:
                return refuse(415, f"the content type of {what} is {content_type}")
            data = b""
            try:
                async for piece in request.stream():
                    data += piece
                    if len(data) > MOST_BYTES:
                        return refuse(413, f"{what} has at most {MOST_BYTES:,} bytes")
            except ClientDisconnect:
                return refuse(400, f"{what} is incomplete")
            return _respond(await self._put(request, Question(kind, {}, seconds, data)))

        return respond

    async def _check_and_put(
        self, request: Request, kind: str, parameters: openapi.Parameters, seconds: float
    ) -> Answer:
        """Check the query parameters of a request, and return the answer to the question that the request asks."""
        if problem := openapi.find_problem(request.query_params.multi_items(), parameters):
            return make_refusal(400, problem)
        return await self._put(request, Question(kind, _read(request), seconds))

    async def _put(self, request: Request, question: Question) -> Answer:
        """Wait for the answer to a question of the web page, or cancel the question if the client disconnects."""
        answer = make_refusal(400, "the client has disconnected")

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            group.start_soon(watch)
            answer = await self._ask(question._replace(graph=self._graph))
            group.cancel_scope.cancel()
        return answer

    def _keep(self, name: tuple[str, str], answer: Answer) -> None:
        if len(self._views) >= MOST_KEPT:
            self._views.clear()
        self._views[name] = answer


def _read(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


def _respond(answer: Answer, media_type: str = JSON, headers: Mapping[str, str] | None = None) -> Response:
    if answer.status == OK:
        return Response(answer.content, headers=headers, media_type=media_type)
    return refuse(answer.status, answer.text)
