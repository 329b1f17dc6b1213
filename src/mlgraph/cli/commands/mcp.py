"""The command `mcp`, which is a server for AI assistants."""

from mlgraph.cli.options import DEFAULT_LIMIT, GraphFiles, Limit
from mlgraph.errors import MissingPackageError, name_missing


def mcp(limit: Limit = DEFAULT_LIMIT, graph: GraphFiles = None) -> None:
    r"""Answer an AI assistant over the Model Context Protocol.

    The assistant starts this command, and talks to it over standard input and output. The tools of the server are plan,
    reach, next, compare, why, describe, list, match and check. No tool writes a file or uses the network. The command
    needs: pip install 'mlgraph[mcp]'

    \b
    Examples:
      mlgraph mcp
      mlgraph mcp --graph my-graph.toml --limit 5
    """
    from mlgraph.graphfile.load import load

    try:
        from mlgraph.assistant import server
    except ModuleNotFoundError as error:
        problem = f"{name_missing(error)} is not installed; mlgraph mcp needs: pip install 'mlgraph[mcp]'"
        raise MissingPackageError(problem) from error
    server.run(load(*graph or ()), limit)
