"""ASGI application of the page and its planner, for one person on one machine."""

import gzip
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from mlgraph.model import Graph
from mlgraph.printable import shown
from mlgraph.text.json import to_json
from mlgraph.text.messages import describe_fault
from mlgraph.web import openapi, page
from mlgraph.web.answers import OK, Answer, Question
from mlgraph.web.openapi import JSON, TEXT, TOML
from mlgraph.web.security import OwnPageOnly, refuse

# time limits for an answer and for a picture
SECONDS, PICTURE_SECONDS = 5.0, 15.0
MOST_BYTES = 64_000
# size of the cache of pictures
MOST_KEPT = 500
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}

Ask = Callable[[Question], Awaitable[Answer]]
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def make_application(graph: Graph, port: int, ask: Ask, lifespan: Lifespan | None = None) -> Starlette:
    """Return the application for a graph and a port on this machine; `ask` answers questions."""
    served = _Served(ask)
    routes = [
        Route("/api/graph", _pack(to_json(page.make_index(graph), indent=None), JSON)),
        Route("/api/node", served.handle("node", openapi.NODE)),
        Route("/api/plan", served.handle("plan", openapi.PLAN)),
        Route("/api/plans", served.handle("plans", openapi.PLAN)),
        Route("/api/view", served.draw),
        Route("/api/me", served.take("me", "a profile", TOML), methods=["POST"]),
        Route("/api/match", served.take("match", "an advert", TEXT), methods=["POST"]),
        Route("/api/me.toml", served.handle("me.toml", openapi.PROFILE, TOML)),
        Route("/api/openapi.json", _pack(to_json(openapi.describe_api()), JSON)),
    ]
    files = {"/": "index.html", **{f"/{name}": name for name in (page.STYLE, *page.list_modules())}}
    routes += [
        Route(path, _pack(page.read_part(name), _TYPES[name.rpartition(".")[2]])) for path, name in files.items()
    ]
    middleware = [Middleware(OwnPageOnly, port=port), Middleware(GZipMiddleware)]
    application = Starlette(
        routes=routes,
        middleware=middleware,
        exception_handlers={HTTPException: _refuse_unknown, 500: _report_failure},
        lifespan=lifespan,
    )
    application.router.redirect_slashes = False
    return application


def _pack(content: str, kind: str) -> Callable[[Request], Any]:
    """Return an endpoint with a constant answer, compressed in advance."""
    plain, packed = content.encode(), gzip.compress(content.encode())

    async def endpoint(request: Request) -> Response:
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers = {"content-encoding": "gzip", "vary": "accept-encoding"}
            return Response(packed, headers=headers, media_type=kind)
        return Response(plain, media_type=kind)

    return endpoint


async def _refuse_unknown(request: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    return refuse(status, f"this server does not answer {shown(request.method)} {shown(request.url.path)}", headers)


async def _report_failure(request: Request, error: Exception) -> Response:
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return refuse(500, describe_fault(error))


class _Served:
    """Endpoints that check a request, ask the question in it, and return the answer."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._views: dict[str, Answer] = {}

    def handle(self, kind: str, parameters: openapi.Parameters, media_type: str = JSON) -> Any:
        """Return an endpoint for one kind of question."""

        async def endpoint(request: Request) -> Response:
            if problem := openapi.find_problem(request.query_params.multi_items(), parameters):
                return refuse(400, problem)
            return _respond(await self._put(request, Question(kind, _read(request), SECONDS)), media_type)

        return endpoint

    async def draw(self, request: Request) -> Response:
        """Return a picture, from the cache if possible."""
        if problem := openapi.find_problem(request.query_params.multi_items(), openapi.VIEW):
            return refuse(400, problem)
        name = request.query_params["name"]
        answer = self._views.get(name)
        if answer is None:
            answer = await self._put(request, Question("view", _read(request), PICTURE_SECONDS))
            if answer.status == OK:
                self._keep(name, answer)
        return _respond(answer)

    def take(self, kind: str, what: str, content_type: str) -> Any:
        """Return an endpoint for a question with a body, such as a profile. `what` is its name in messages."""

        async def endpoint(request: Request) -> Response:
            # a form on another site cannot send this type
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
            return _respond(await self._put(request, Question(kind, {}, SECONDS, data)))

        return endpoint

    async def _put(self, request: Request, question: Question) -> Answer:
        """Return the answer to a question; cancel it if the client disconnects."""
        answer = Answer(400, "the client has disconnected")

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            group.start_soon(watch)
            answer = await self._ask(question)
            group.cancel_scope.cancel()
        return answer

    def _keep(self, name: str, answer: Answer) -> None:
        if len(self._views) >= MOST_KEPT:
            self._views.clear()
        self._views[name] = answer


def _read(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


def _respond(answer: Answer, media_type: str = JSON) -> Response:
    if answer.status == OK:
        return Response(answer.text, media_type=media_type)
    return refuse(answer.status, answer.text)
