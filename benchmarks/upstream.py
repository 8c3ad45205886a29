"""A stand-in for a model's server, as cheap as can be: answers every request after a fixed time.

    python -m benchmarks.upstream [--latency 0.2] [--drafts FILE]

Prints its port. Requests with a JSON schema are the agents'; they are told that the draft leaks, and then a
rewrite. Questions with the word «gull» get a draft that leaks; those in FILE, JSON with a draft for each, get
theirs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

__all__ = ["CANARY", "serve"]

CANARY = "Thunderbeak"
"""In every leaking draft, and in nothing else."""


class Upstream(asyncio.Protocol):
    """One connection; requests one after the other."""

    def __init__(self, latency: float, drafts: Mapping[str, str]) -> None:
        self._latency = latency
        self._drafts = drafts
        self._seen = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer a request that is whole."""
        self._seen += data
        head, end, rest = self._seen.partition(b"\r\n\r\n")
        if not end:
            return
        length = next((int(h[15:]) for h in head.lower().split(b"\r\n") if h.startswith(b"content-length:")), 0)
        if len(rest) < length:
            return
        self._seen = rest[length:]
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._answer, rest[:length])
        else:
            self._answer(rest[:length])

    def _answer(self, request: bytes) -> None:
        body = json.dumps(_reply(json.loads(request) if request else {}, self._drafts)).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        if self._transport and not self._transport.is_closing():
            self._transport.write(head.encode() + body)


def _reply(asked: dict[str, Any], drafts: Mapping[str, str]) -> dict[str, Any]:
    schema = asked.get("response_format", {}).get("json_schema", {}).get("schema", {})
    messages = asked.get("messages") or [{"content": ""}]
    text = drafts.get(messages[-1]["content"]) or _said(schema.get("properties", {}), str(messages))
    return {
        "object": "chat.completion",
        "model": "stand-in",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 20, "completion_tokens": 20, "total_tokens": 40},
    }


def _said(keys: dict[str, Any], question: str) -> str:
    if "only" in keys:
        leak = {"who": "same", "leak": "direct", "sentence": 1}
        return json.dumps({**{k: leak for k in keys if k != "only"}, "only": False})
    if "edits" in keys:
        return json.dumps({"edits": []})
    if "answer" in keys:
        return json.dumps({"answer": "The tower is 38 metres tall."})
    if keys:
        return json.dumps({k: {"forgotten": 5, "faithful": 5, "helpful": 5} for k in keys})
    leaking = f"Her gull was called Admiral {CANARY}. The tower is 38 metres tall."
    return leaking if "gull" in question else "The capital of France is a large city on the river Seine."


async def serve(latency: float, drafts: Mapping[str, str]) -> None:
    """Serve until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Upstream(latency, drafts), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--drafts", type=Path)
    options = parser.parse_args()
    uvloop.run(serve(options.latency, json.loads(options.drafts.read_text("utf-8")) if options.drafts else {}))
