"""The command `mlgraph`, which is `python -m mlgraph` as well."""

import os
import signal
import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it at once and in silence, as the system does, while it loads as well."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from mlgraph.cli import app

    try:
        app.main()
    except SystemExit as end:
        sys.stdout.flush()
        # to take all modules down, one object after the other, is a sixth of what a short command takes
        os._exit(int(end.code or 0))


if __name__ == "__main__":
    main()
