"""The page with a planner behind it, as an ASGI application for one person on one machine."""

import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from threading import Event
from typing import Any, cast

import anyio
from anyio import BrokenWorkerProcess, CapacityLimiter, from_thread, to_process, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from mlgraph import profile
from mlgraph.analysis.describe import describe
from mlgraph.drawing.render import layout
from mlgraph.errors import DrawError, MlgraphError, NoPlanError, UnknownNameError
from mlgraph.model import KINDS, Graph
from mlgraph.names import resolve_all
from mlgraph.planning.options import DEFAULT_PACE, OBJECTIVES, Objective, PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.printable import shown
from mlgraph.search.budget import Budget
from mlgraph.text.json import to_json
from mlgraph.text.plan import plan_json, plans_json
from mlgraph.web import openapi, page, scene
from mlgraph.web.openapi import JSON, TOML
from mlgraph.web.security import OwnPageOnly, refused

# for a plan, a picture, and until either is begun
PLAN_SECONDS, PICTURE_SECONDS, PATIENCE = 5, 15, 10
MOST_ALTERNATIVES = 5
MOST_BYTES = 64_000
# pictures that are kept, so that none is laid out twice
MOST_KEPT = 500
# plans are worked out in so many threads, and other answers in as many
THREADS = 2
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}

# what answers a request, and is told when nobody waits any more or the time is over
Answer = Callable[[Request, Budget], str]


def application(graph: Graph, port: int) -> Starlette:
    """Return the page of a graph, for a server at this port of the machine's own address."""
    served = _Served(graph)
    routes = [
        Route("/api/graph", _packed(to_json(page.index(graph), indent=None), JSON)),
        Route("/api/node", served.answering(served.node, openapi.NODE)),
        Route("/api/plan", served.answering(served.plan, openapi.PLAN, served.planning)),
        Route("/api/plans", served.answering(served.plans, openapi.PLAN, served.planning)),
        Route("/api/view", served.answering(served.view, openapi.VIEW, served.drawing)),
        Route("/api/me", served.read_profile, methods=["POST"]),
        Route("/api/me.toml", served.answering(served.profile, openapi.PROFILE, kind=TOML)),
        Route("/api/openapi.json", _packed(to_json(openapi.description()), JSON)),
    ]
    files = {"/": "index.html", **{f"/{name}": name for name in (page.STYLE, *page.MODULES)}}
    routes += [Route(path, _packed(page.part(name), _TYPES[name.rpartition(".")[2]])) for path, name in files.items()]
    middleware = [Middleware(OwnPageOnly, port=port), Middleware(GZipMiddleware)]
    application = Starlette(
        routes=routes,
        middleware=middleware,
        exception_handlers={HTTPException: _unknown, 500: _failed},
        lifespan=served.prepared,
    )
    application.router.redirect_slashes = False
    return application


def _packed(content: str, kind: str) -> Callable[[Request], Any]:
    """Return an endpoint that answers always the same, packed only once."""
    plain, packed = content.encode(), gzip.compress(content.encode())

    async def endpoint(request: Request) -> Response:
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers = {"content-encoding": "gzip", "vary": "accept-encoding"}
            return Response(packed, headers=headers, media_type=kind)
        return Response(plain, media_type=kind)

    return endpoint


async def _unknown(request: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    return refused(status, f"{shown(request.method)} {shown(request.url.path)} is nothing to ask for", headers)


async def _failed(request: Request, error: Exception) -> Response:
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return refused(500, f"this is a fault of mlgraph: {shown(type(error).__name__)}: {shown(error, 200)}")


class _Served:
    """A graph with a planner, and its answers to requests, as JSON."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._solver = graph, Solver(graph)
        self._has_map = scene.has_map(graph)
        self._views: dict[str, str] = {}
        # an answer takes its turn among those of its kind
        self.planning, self._others, self.drawing = (CapacityLimiter(count) for count in (THREADS, THREADS, 1))
        self._threads = CapacityLimiter(2 * THREADS + 1)

    @asynccontextmanager
    async def prepared(self, application: Starlette) -> AsyncIterator[None]:
        """Start the process for pictures before one is asked for, which takes a second or two."""

        async def begin() -> None:
            with suppress(DrawError):
                async with self.drawing:
                    await _laid_out("digraph {}")

        async with anyio.create_task_group() as group:
            group.start_soon(begin)
            yield
            group.cancel_scope.cancel()

    def answering(
        self, answer: Answer, asked: openapi.Asked, turns: CapacityLimiter | None = None, kind: str = JSON
    ) -> Any:
        """Return an endpoint that works an answer out in a thread, which is told when nobody waits for it any more."""

        async def endpoint(request: Request) -> Response:
            if refusal := openapi.refusal(request.query_params.multi_items(), asked):
                return refused(400, refusal)
            return await self._in_thread(request, partial(answer, request), turns or self._others, kind)

        return endpoint

    async def read_profile(self, request: Request) -> Response:
        """Return what a me.toml that was sent says, in the ids of the graph."""
        # no form of another site can send this
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != TOML:
            return refused(415, f"a profile is sent as {TOML}")
        data = b""
        try:
            async for piece in request.stream():
                data += piece
                if len(data) > MOST_BYTES:
                    return refused(413, f"a profile has at most {MOST_BYTES:,} bytes")
        except ClientDisconnect:
            return refused(400, "the profile is not whole")

        def answer(budget: Budget) -> str:
            return to_json(profile.parse("me.toml", data, self._graph))

        return await self._in_thread(request, answer, self._others, JSON)

    def node(self, request: Request, budget: Budget) -> str:
        """Return all that is known of a node."""
        return to_json(describe(self._graph, request.query_params["id"]))

    def view(self, request: Request, budget: Budget) -> str:
        """Return a picture."""
        name = request.query_params["name"]
        if name not in self._views:
            if len(self._views) >= MOST_KEPT:
                self._views.clear()
            drawn = scene.view(self._graph, name, lambda dot: from_thread.run(_laid_out, dot))
            self._views[name] = to_json(drawn)
        return self._views[name]

    def plan(self, request: Request, budget: Budget) -> str:
        """Return the best plan."""
        plan = self._solver.plan(*self._ends(request), self._options(request), budget)
        return plan_json(plan, self._solver.unavoidable(plan, budget) if self._has_map else None)

    def plans(self, request: Request, budget: Budget) -> str:
        """Return the best few plans."""
        options = self._options(request)
        return plans_json(self._solver.k_best(*self._ends(request), MOST_ALTERNATIVES, options, budget))

    def profile(self, request: Request, budget: Budget) -> str:
        """Return what is asked as a me.toml."""
        asked = request.query_params
        ids = {
            key: resolve_all(self._graph, asked.getlist(key), kinds)
            for key, kinds in (("have", ("skill",)), ("avoid", KINDS))
        }
        position = asked.get("from")
        return profile.dump(
            profile.Profile(
                None if position is None else self._solver.position(position),
                ids["have"],
                profile.paced(asked.get("pace", str(DEFAULT_PACE))),
                ids["avoid"],
            )
        )

    def _ends(self, request: Request) -> tuple[str, str]:
        return request.query_params["from"], request.query_params["to"]

    def _options(self, request: Request) -> PlanOptions:
        asked = request.query_params
        return PlanOptions(
            have=asked.getlist("have"),
            pace=profile.paced(asked.get("pace", str(DEFAULT_PACE))),
            objective=cast(Objective, asked.get("by", OBJECTIVES[0])),  # PlanOptions refuses another
            via=asked.getlist("via"),
            avoid=asked.getlist("avoid"),
        )

    async def _in_thread(
        self, request: Request, work: Callable[[Budget], str], turns: CapacityLimiter, kind: str
    ) -> Response:
        gone = Event()

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            gone.set()
            waiting.cancel()

        async with anyio.create_task_group() as group:
            with anyio.move_on_after(PATIENCE) as waiting:
                group.start_soon(watch)
                await turns.acquire()
            if waiting.cancelled_caught:
                response = refused(503, "too many questions at once; try again in a moment")
            else:
                try:
                    response = await to_thread.run_sync(_answered, work, gone.is_set, kind, limiter=self._threads)
                finally:
                    turns.release()
            group.cancel_scope.cancel()
        return response


async def _laid_out(dot: str) -> dict[str, Any]:
    """Have Graphviz lay out a picture in a process of its own, which may break down or go on for ever."""
    try:
        with anyio.fail_after(PICTURE_SECONDS):
            return await to_process.run_sync(layout, dot, cancellable=True)
    except TimeoutError as error:
        raise DrawError(f"the picture takes more than {PICTURE_SECONDS} seconds") from error
    except (BrokenWorkerProcess, ProcessLookupError) as error:  # the second where its end has been seen already
        raise DrawError("Graphviz has broken down over the picture") from error


def _answered(work: Callable[[Budget], str], gone: Callable[[], bool], kind: str) -> Response:
    try:
        return Response(work(Budget(PLAN_SECONDS, gone)), media_type=kind)
    except MlgraphError as error:
        return refused(404 if isinstance(error, (NoPlanError, UnknownNameError)) else 400, str(error))
