"""Progress messages of slow commands, and a Ctrl-C handler that ends only the search for a plan, not the program."""

import signal
import sys
from threading import Event, Timer
from types import FrameType, TracebackType

PATIENCE = 2.0
LAST = 0.9  # after Ctrl-C, the program ends within this many seconds, with or without an answer


class Watch:
    """Context manager that prints the current step to a terminal if the command takes over two seconds."""

    def __init__(self, step: str = "") -> None:
        self._step, self._stopped, self._told = step, Event(), False
        self._timer = Timer(PATIENCE, self._tell)
        self._end = Timer(LAST, signal.raise_signal, (signal.SIGINT,))
        self._timer.daemon = self._end.daemon = True
        self._before = signal.getsignal(signal.SIGINT)

    def __enter__(self) -> "Watch":
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._end.cancel()
        signal.signal(signal.SIGINT, self._before)

    def __call__(self, step: str) -> None:
        """Set the name of the current step of the command, such as "drawing"."""
        self._step = step
        if self._told:
            self._tell()

    def catch_interrupts(self) -> "Watch":
        """Make the first Ctrl-C end only the search for a plan, and not the program.

        The program ends at a second Ctrl-C, or about a second after the first Ctrl-C, even without an answer.
        """
        if self._before is not signal.SIG_IGN:  # a shell makes background commands ignore Ctrl-C; keep that
            signal.signal(signal.SIGINT, self._interrupt)
        return self

    def is_stopped(self) -> bool:
        """Return whether Ctrl-C was pressed."""
        return self._stopped.is_set()

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self._stopped.set()
        signal.signal(signal.SIGINT, self._before)
        self._end.start()

    def _tell(self) -> None:
        self._told = True
        print(f"mlgraph: {self._step} ...", file=sys.stderr, flush=True)
