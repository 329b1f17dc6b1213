"""The command `mcp`, which runs a server for AI assistants over the Model Context Protocol."""

from mlgraph.cli.options import DEFAULT_LIMIT, GraphFiles, Limit
from mlgraph.errors import MissingPackageError, name_missing


def mcp(limit: Limit = DEFAULT_LIMIT, graph: GraphFiles = None) -> None:
    r"""Answer the questions of an AI assistant over the Model Context Protocol.

    An assistant starts `mlgraph mcp`, and talks to it over standard input and output. The server has the tools plan,
    reach, next, compare, why, describe, list, match and check. No tool of the server writes a file or uses the network.
    Install the packages for `mcp` with: pip install 'mlgraph[mcp]'

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
