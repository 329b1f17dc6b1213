"""ASGI application of the page and its planner, for one person on one machine."""

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
from mlgraph.planning.options import Objective, PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.printable import shown
from mlgraph.profile import Profile
from mlgraph.search.budget import Budget
from mlgraph.text.json import to_json
from mlgraph.web import openapi, page, scene
from mlgraph.web.openapi import JSON, TOML
from mlgraph.web.panel import describe_node, describe_plan
from mlgraph.web.security import OwnPageOnly, refuse

# for a plan, a picture, and until either is begun
PLAN_SECONDS, PICTURE_SECONDS, PATIENCE = 5, 15, 10
MOST_ALTERNATIVES = 5
MOST_BYTES = 64_000
# pictures that are kept, so that none is laid out twice
MOST_KEPT = 500
# plans are worked out in so many threads, and other answers in as many
THREADS = 2
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}

# handler(request, budget)
Handler = Callable[[Request, Budget], str]


def make_application(graph: Graph, port: int) -> Starlette:
    """Return the page of a graph, for a server at this port of the machine's own address."""
    served = _Served(graph)
    routes = [
        Route("/api/graph", _pack(to_json(page.make_index(graph), indent=None), JSON)),
        Route("/api/node", served.handle(served.describe, openapi.NODE)),
        Route("/api/plan", served.handle(served.plan, openapi.PLAN, served.planning)),
        Route("/api/plans", served.handle(served.plan_several, openapi.PLAN, served.planning)),
        Route("/api/view", served.handle(served.draw, openapi.VIEW, served.drawing)),
        Route("/api/me", served.read_profile, methods=["POST"]),
        Route("/api/me.toml", served.handle(served.write_profile, openapi.PROFILE, kind=TOML)),
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
        lifespan=served.prepare,
    )
    application.router.redirect_slashes = False
    return application


def _pack(content: str, kind: str) -> Callable[[Request], Any]:
    """Return an endpoint with a constant answer, compressed only once."""
    plain, packed = content.encode(), gzip.compress(content.encode())

    async def endpoint(request: Request) -> Response:
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers = {"content-encoding": "gzip", "vary": "accept-encoding"}
            return Response(packed, headers=headers, media_type=kind)
        return Response(plain, media_type=kind)

    return endpoint


async def _refuse_unknown(request: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    return refuse(status, f"{shown(request.method)} {shown(request.url.path)} is nothing to ask for", headers)


async def _report_failure(request: Request, error: Exception) -> Response:
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return refuse(500, f"this is a fault of mlgraph: {shown(type(error).__name__)}: {shown(error, 200)}")


class _Served:
    """A graph with a planner, and its answers to requests, as JSON."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._solver = graph, Solver(graph)
        self._has_map = scene.has_map(graph)
        self._views: dict[str, str] = {}
        # requests of one kind wait for each other only
        self.planning, self._others, self.drawing = (CapacityLimiter(count) for count in (THREADS, THREADS, 1))
        self._threads = CapacityLimiter(2 * THREADS + 1)

    @asynccontextmanager
    async def prepare(self, application: Starlette) -> AsyncIterator[None]:
        """Start the process for pictures before the first request, since that takes a second or two."""

        async def begin() -> None:
            with suppress(DrawError):
                async with self.drawing:
                    await _lay_out("digraph {}")

        async with anyio.create_task_group() as group:
            group.start_soon(begin)
            yield
            group.cancel_scope.cancel()

    def handle(
        self,
        handler: Handler,
        parameters: openapi.Parameters,
        turns: CapacityLimiter | None = None,
        kind: str = JSON,
    ) -> Any:
        """Return an endpoint that runs a handler in a thread, and stops it when the client has gone."""

        async def endpoint(request: Request) -> Response:
            if problem := openapi.find_problem(request.query_params.multi_items(), parameters):
                return refuse(400, problem)
            return await self._run_in_thread(request, partial(handler, request), turns or self._others, kind)

        return endpoint

    async def read_profile(self, request: Request) -> Response:
        """Read the me.toml in a request and return it in the ids of the graph."""
        # no form of another site can send this
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != TOML:
            return refuse(415, f"a profile is sent as {TOML}")
        data = b""
        try:
            async for piece in request.stream():
                data += piece
                if len(data) > MOST_BYTES:
                    return refuse(413, f"a profile has at most {MOST_BYTES:,} bytes")
        except ClientDisconnect:
            return refuse(400, "the profile is not whole")

        def answer(budget: Budget) -> str:
            return to_json(profile.parse("me.toml", data, self._graph))

        return await self._run_in_thread(request, answer, self._others, JSON)

    def describe(self, request: Request, budget: Budget) -> str:
        """Describe a node."""
        return to_json(describe_node(describe(self._graph, request.query_params["id"])))

    def draw(self, request: Request, budget: Budget) -> str:
        """Draw a picture, unless it is kept from before."""
        name = request.query_params["name"]
        if name not in self._views:
            if len(self._views) >= MOST_KEPT:
                self._views.clear()
            drawn = scene.draw_view(self._graph, name, lambda dot: from_thread.run(_lay_out, dot))
            self._views[name] = to_json(drawn)
        return self._views[name]

    def plan(self, request: Request, budget: Budget) -> str:
        """Return the best plan."""
        plan = self._solver.plan(*self._read_ends(request), self._read_options(request), budget)
        return to_json(describe_plan(plan, self._solver.unavoidable(plan, budget) if self._has_map else None))

    def plan_several(self, request: Request, budget: Budget) -> str:
        """Return the best few plans."""
        options = self._read_options(request)
        best, *others = self._solver.k_best(*self._read_ends(request), MOST_ALTERNATIVES, options, budget)
        return to_json(openapi.Plans((describe_plan(best), *(describe_plan(plan, best=best) for plan in others))))

    def write_profile(self, request: Request, budget: Budget) -> str:
        """Write the wishes in a request as a me.toml."""
        asked = request.query_params
        ids = {
            key: resolve_all(self._graph, asked.getlist(key), kinds)
            for key, kinds in (("have", ("skill",)), ("avoid", KINDS))
        }
        position = asked.get("from")
        return profile.dump(
            Profile(
                None if position is None else self._solver.position(position),
                ids["have"],
                self._read_pace(request),
                ids["avoid"],
            ),
            self._graph,
        )

    def _read_ends(self, request: Request) -> tuple[str, str]:
        return request.query_params["from"], request.query_params["to"]

    def _read_pace(self, request: Request) -> float:
        pace = request.query_params.get("pace")
        return Profile.pace if pace is None else profile.paced(pace)

    def _read_options(self, request: Request) -> PlanOptions:
        asked = request.query_params
        return PlanOptions(
            have=asked.getlist("have"),
            pace=self._read_pace(request),
            objective=cast(Objective, asked.get("by", page.OBJECTIVE)),  # PlanOptions refuses another
            via=asked.getlist("via"),
            avoid=asked.getlist("avoid"),
        )

    async def _run_in_thread(
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
                response = refuse(503, "too many questions at once; try again in a moment")
            else:
                try:
                    response = await to_thread.run_sync(_answer, work, gone.is_set, kind, limiter=self._threads)
                finally:
                    turns.release()
            group.cancel_scope.cancel()
        return response


async def _lay_out(dot: str) -> dict[str, Any]:
    """Lay out a picture with Graphviz in a process of its own, since Graphviz may crash or run for ever."""
    try:
        with anyio.fail_after(PICTURE_SECONDS):
            return await to_process.run_sync(layout, dot, cancellable=True)
    except TimeoutError as error:
        raise DrawError(f"the picture takes more than {PICTURE_SECONDS} seconds") from error
    except (BrokenWorkerProcess, ProcessLookupError) as error:  # the second if the process had ended before
        raise DrawError("Graphviz has broken down over the picture") from error


def _answer(work: Callable[[Budget], str], gone: Callable[[], bool], kind: str) -> Response:
    try:
        return Response(work(Budget(PLAN_SECONDS, gone)), media_type=kind)
    except MlgraphError as error:
        return refuse(404 if isinstance(error, (NoPlanError, UnknownNameError)) else 400, str(error))
