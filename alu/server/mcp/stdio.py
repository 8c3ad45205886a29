"""`alu mcp`: the tools for one program, which starts this one and speaks MCP on its standard streams."""

from __future__ import annotations

from mcp.server.stdio import stdio_server

from alu.server.access import Client
from alu.server.mcp.connection import connected
from alu.server.options import Options
from alu.server.service import Service
from alu.unlearner import Unlearner

__all__ = ["serve_stdio"]


async def serve_stdio(options: Options, unlearner: Unlearner, *, admin: bool) -> None:
    """Serve until standard input ends; `unlearner` is closed then.

    Args:
        options: how the server runs.
        unlearner: models and targets.
        admin: whether the program may see and change targets.
    """
    service = await Service.open(options, unlearner)
    client = Client("local", "local", "admin" if admin else "user", options.settings.namespace)
    server = connected(service, client)
    try:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        await service.aclose()
