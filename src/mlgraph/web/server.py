"""HTTP server that stays responsive under many or slow connections."""

import asyncio
import gc
import socket
import sys
from typing import cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

# time limit in seconds, from the first byte of a request to the last byte of its answer
REQUEST_SECONDS = 30.0
MOST_OPEN = 4096


def run(application: ASGIApp, listener: socket.socket) -> None:
    """Serve an ASGI application over HTTP until the user presses Ctrl-C."""
    gc.enable()  # short commands run without the garbage collector; a server needs it
    Connection.most = _reserve_files()
    config = uvicorn.Config(
        application,
        http=Connection,
        # at a lower level, any client could fill the terminal with errors
        log_level="critical",
        access_log=False,
        lifespan="on",
        ws="none",
        # how many connections the kernel queues
        backlog=Connection.most // 8,
        server_header=False,
        timeout_graceful_shutdown=0,  # after Ctrl-C, do not finish pending answers
    )
    uvicorn.Server(config).run(sockets=[listener])


def _reserve_files() -> int:
    """Raise the limit of open files of the process, and return half of this limit as the most open HTTP connections."""
    if sys.platform == "win32":
        return 500
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_OPEN if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN)
    if 0 <= soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most // 2


class Connection(H11Protocol):
    """An HTTP connection that the server closes if a response is not complete within REQUEST_SECONDS.

    The server keeps at most `most` connections open at the same time.
    """

    most = 500

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Accept the connection, and if too many connections are open, close the longest idle connection."""
        super().connection_made(cast(asyncio.Transport, transport))
        self._start_deadline()
        open_ones = [c for c in self.connections if isinstance(c, Connection) and not c.transport.is_closing()]
        if len(open_ones) > self.most:
            min(open_ones, key=lambda each: (each._is_served(), each._due.when())).transport.abort()

    def on_response_complete(self) -> None:
        """Restart the timer that closes the connection if the next response is not complete within REQUEST_SECONDS."""
        self._due.cancel()
        self._start_deadline()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the timer that would close the connection, since the connection is already closed."""
        self._due.cancel()
        super().connection_lost(exc)

    def _start_deadline(self) -> None:
        self._due = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _is_served(self) -> bool:
        return self.cycle is not None and not (self.cycle.response_complete or self.cycle.more_body)
