"""The entry point of the command `mlgraph` and of `python -m mlgraph`."""

import os
import signal
import sys


def main() -> None:
    """Run the command line.

    Ctrl-C ends the command `mlgraph` at once without a traceback, even while Python still imports the modules of
    mlgraph.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from mlgraph.cli import app

    try:
        app.main()
    except SystemExit as end:
        sys.stdout.flush()
        # skip the teardown of the interpreter, which would take a sixth of the run time of a short command
        os._exit(int(end.code or 0))


if __name__ == "__main__":
    main()
