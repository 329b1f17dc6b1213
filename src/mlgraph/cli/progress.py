"""Progress messages after two seconds, and a Ctrl-C handler that stops the search gracefully."""

import signal
import sys
from threading import Event, Timer
from types import FrameType, TracebackType

PATIENCE = 2.0


class Watch:
    """Tells at a terminal, on standard error, which step is under way, from two seconds after it was entered."""

    def __init__(self, step: str = "") -> None:
        self._step, self._stopped, self._told = step, Event(), False
        self._timer = Timer(PATIENCE, self._tell)
        self._timer.daemon = True
        self._before = signal.getsignal(signal.SIGINT)

    def __enter__(self) -> "Watch":
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        signal.signal(signal.SIGINT, self._before)

    def __call__(self, step: str) -> None:
        """Say that another step begins."""
        self._step = step
        if self._told:
            self._tell()

    def interruptible(self) -> "Watch":
        """Let the first Ctrl-C only make `stopped` true; the second ends the program as ever."""
        signal.signal(signal.SIGINT, self._interrupt)
        return self

    def stopped(self) -> bool:
        """Return whether Ctrl-C was pressed."""
        return self._stopped.is_set()

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self._stopped.set()
        signal.signal(signal.SIGINT, self._before)

    def _tell(self) -> None:
        self._told = True
        print(f"mlgraph: {self._step} ...", file=sys.stderr, flush=True)
