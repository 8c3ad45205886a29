"""Tools for programs that speak MCP, over the same pipeline (the extra `mcp`).

- `tools` says what can be called, with which arguments and by which key, and runs a call.
- `connection` puts them into a server of the package `mcp`.
- `endpoint` is `POST /mcp` of `alu serve`, `stdio` is `alu mcp`.
"""

from __future__ import annotations

__all__: list[str] = []
