"""The command `mlgraph`, which is `python -m mlgraph` as well."""

import signal


def main() -> None:
    """Run the command line; Ctrl-C ends it at once and in silence, as the system does, while it loads as well."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from mlgraph import cli

    cli.main()


if __name__ == "__main__":
    main()
