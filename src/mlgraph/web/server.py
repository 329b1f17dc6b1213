"""The server of the page: no number of connections, and no slowness of theirs, keeps it from its person."""

import asyncio
import gc
import socket
import sys
from typing import cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

# from the first byte of a request to the last of its answer, at most
REQUEST_SECONDS = 30.0
MOST_OPEN = 4096


def run(application: ASGIApp, listener: socket.socket) -> None:
    """Serve an application until Ctrl-C."""
    gc.enable()  # a server lives long, unlike other commands
    Connection.most = _room()
    config = uvicorn.Config(
        application,
        http=Connection,
        # strangers could fill a terminal with what is wrong in their requests
        log_level="critical",
        access_log=False,
        lifespan="on",
        ws="none",
        # so many are taken in at once, before any makes room
        backlog=Connection.most // 8,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _room() -> int:
    """Return how many connections fit well into what one process may have open, which is raised first."""
    if sys.platform == "win32":
        return 500
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_OPEN if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN)
    if 0 <= soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most // 2


class Connection(H11Protocol):
    """A connection that has a time to be done by, and that makes room where there are too many."""

    most = 500

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; where there are too many, end the one that has waited longest of those that nothing is done for."""
        super().connection_made(cast(asyncio.Transport, transport))
        self._begin()
        open_ones = [c for c in self.connections if isinstance(c, Connection) and not c.transport.is_closing()]
        if len(open_ones) > self.most:
            min(open_ones, key=lambda each: (each._is_served(), each._due.when())).transport.abort()

    def on_response_complete(self) -> None:
        """Begin anew: the next request has its own time."""
        self._due.cancel()
        self._begin()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._due.cancel()
        super().connection_lost(exc)

    def _begin(self) -> None:
        self._due = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _is_served(self) -> bool:
        return self.cycle is not None and not (self.cycle.response_complete or self.cycle.more_body)
