"""`alu mcp`: checks texts for a program that speaks MCP, on standard input and output."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from alu.cli import options
from alu.cli.lazy import new_app
from alu.cli.opening import load, open_store, open_unlearner
from alu.errors import MissingExtra

__all__ = ["app"]

app = new_app()
"""`alu mcp`."""

Admin = Annotated[
    bool, typer.Option("--admin", help="Let the client, and the model in it, see, add and remove targets.")
]


@app.command()
def mcp(
    admin: Admin = False,
    model: options.Model = None,
    store: options.Store = None,
    namespace: options.Namespace = None,
    audit: options.AuditMode = None,
    style: options.Style = None,
    threshold: options.Threshold = None,
) -> None:
    """Serve an MCP client that starts this command (stdio): tools that check texts.

    The tool is check; with --admin also detect, targets_list, targets_add and targets_remove. Without --admin the
    client learns nothing about targets, and the store must exist. Over HTTP, `alu serve` has the same tools at /mcp.
    """
    settings = load(model=model, store=store, namespace=namespace, audit=audit, style=style, threshold=threshold)
    try:
        from alu.server.mcp.stdio import serve_stdio
        from alu.server.options import Options
        from alu.server.run import log_to_stderr
    except ImportError:
        raise MissingExtra("this needs the packages mcp and fastapi: pip install 'alu[mcp]'") from None
    log_to_stderr()
    with open_unlearner(settings, open_store(settings, create=admin)) as unlearner:
        asyncio.run(serve_stdio(Options(settings), unlearner, admin=admin))
