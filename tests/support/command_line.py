"""The commands of the command line."""

import typer

from mlgraph.cli.app import app


def _commands(command, name):
    members = {each: member for each, member in getattr(command, "commands", {}).items() if not member.hidden}
    for each, member in members.items():
        yield from _commands(member, f"{name} {each}")
    if not members:
        yield name, command


# all commands that the help lists, by name
COMMANDS = dict(_commands(typer.main.get_command(app), "mlgraph"))
