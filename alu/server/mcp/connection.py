"""The tools as a server of the package `mcp`, whatever carries its messages."""

from __future__ import annotations

import json
from typing import Any

import mcp.types as wire
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from alu import __version__
from alu.server.access import Client
from alu.server.mcp.tools import Tool, ToolResult, UnknownTool, called, tools_for
from alu.server.service import Service

__all__ = ["connected"]

_WHAT_FOR = (
    "Some people, works or topics must not be spoken of here. Before you say or send a text that may touch one,"
    " pass it to `check`, with the question that it answers, and use what comes back."
)


def connected(service: Service, client: Client | None = None) -> Server[Any]:
    """Return a server whose calls go to `service`.

    Args:
        service: models, targets and limits.
        client: who calls; by default whoever the HTTP request was admitted for, as `alu.server.admission` keeps it.
    """

    def caller(context: ServerRequestContext[Any, Any]) -> Client:
        admitted: Client = client or context.request.state.client  # type: ignore[union-attr]
        return admitted

    async def list_tools(
        context: ServerRequestContext[Any, Any], page: wire.PaginatedRequestParams | None
    ) -> wire.ListToolsResult:
        return wire.ListToolsResult(tools=[_shown(tool) for tool in tools_for(caller(context))])

    async def call_tool(
        context: ServerRequestContext[Any, Any], asked: wire.CallToolRequestParams
    ) -> wire.CallToolResult:
        try:
            return _worded(await called(service, caller(context), asked.name, asked.arguments or {}))
        except UnknownTool:
            raise MCPError(wire.INVALID_PARAMS, "no tool of that name") from None

    server = Server(
        "alu", version=__version__, instructions=_WHAT_FOR, on_list_tools=list_tools, on_call_tool=call_tool
    )
    server.middleware.clear()  # the package's own spans hold what a client wrote for the name of a tool
    return server


def _shown(tool: Tool) -> wire.Tool:
    hints = wire.ToolAnnotations(read_only_hint=not tool.changes, destructive_hint=tool.changes, open_world_hint=False)
    schema = tool.arguments.model_json_schema()
    return wire.Tool(name=tool.name, description=tool.description, input_schema=schema, annotations=hints)


def _worded(result: ToolResult) -> wire.CallToolResult:
    """Return a result as MCP has it: the object, and the same as text for clients that know no objects."""
    if result.error:
        return wire.CallToolResult(content=[wire.TextContent(type="text", text=result.error)], is_error=True)
    found = dict(result.found)
    text = wire.TextContent(type="text", text=json.dumps(found, ensure_ascii=False))
    return wire.CallToolResult(content=[text], structured_content=found)
