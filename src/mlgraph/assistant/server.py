"""Server that speaks the Model Context Protocol over standard input and output, made with the official SDK.

The MCP server does not write files or use the network.
"""

import json
from functools import partial
from importlib.metadata import version
from threading import Event
from typing import Any

import anyio
import anyio.to_thread
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from mlgraph.assistant.tools import TOOLS, Questions, Reply
from mlgraph.errors import MlgraphError
from mlgraph.model import Graph
from mlgraph.search.budget import Budget
from mlgraph.text.messages import describe_fault, explain

INSTRUCTIONS = (
    "mlgraph answers questions on careers with exact plans on a graph of roles, skills and moves. Ask it instead of "
    "making up a plan, and pass on what the answer says of estimates and sources."
)


def run(graph: Graph, seconds: float) -> None:
    """Answer each request of an AI assistant in at most `seconds`, until the assistant closes standard input."""
    anyio.run(_serve, make_server(graph, seconds))


def make_server(graph: Graph, seconds: float) -> "Server[dict[str, Any]]":
    """Make an MCP server for questions about a graph. The server spends at most `seconds` on each question."""
    questions = Questions(graph)
    # the planner has a cache that threads may not share, so only one question is answered at a time
    turn = anyio.Lock()

    async def list_tools(_context: Any, _asked: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=_describe_tools())

    async def call_tool(_context: Any, asked: CallToolRequestParams) -> CallToolResult:
        abandoned = Event()
        try:
            async with turn:
                budget = Budget(seconds, abandoned.is_set)
                ask = partial(questions.ask, asked.name, asked.arguments or {}, budget)
                return _write(await anyio.to_thread.run_sync(ask, abandon_on_cancel=True))
        except MlgraphError as error:
            return _fail(explain(error))
        except Exception as error:
            return _fail(describe_fault(error))
        finally:
            abandoned.set()

    return Server(
        "mlgraph",
        version=version("mlgraph"),
        title="Career plans",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def _serve(server: "Server[dict[str, Any]]") -> None:
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _describe_tools() -> list[Tool]:
    return [
        Tool(
            name=tool.name,
            title=tool.title,
            description=tool.description,
            input_schema=tool.input_schema,
            output_schema=tool.output_schema,
            annotations=ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
        )
        for tool in TOOLS
    ]


def _write(reply: Reply) -> CallToolResult:
    structured = {"text": reply.text} | ({} if reply.answer is None else {"answer": json.loads(reply.answer)})
    return CallToolResult(content=[TextContent(text=reply.text)], structured_content=structured)


def _fail(message: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=message)], is_error=True)
