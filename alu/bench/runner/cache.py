"""Replies by what was asked, in one SQLite file: a run that goes on pays for nothing twice.

A reply is sealed with the call that it answers, and the file holds only a hash of the call: a reader who cannot repeat
the call can read no draft.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from alu.bench.methods.current import current_item
from alu.chat import ChatModel, Choice, Completion, Request, Tokens
from alu.store.persist.files import private_file

__all__ = ["Cache", "CachedModel"]


class Cache:
    """Completions by key; may be shared by threads."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(
            private_file(path) if isinstance(path, Path) else path, check_same_thread=False, isolation_level=None
        )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, value TEXT NOT NULL)")

    def get(self, call: bytes) -> tuple[Completion, float] | None:
        """Return the completion kept for a call, and the seconds that it took."""
        with self._lock:
            row = self._db.execute("SELECT value FROM reply WHERE key = ?", (_key(call),)).fetchone()
        if row is None:
            return None
        kept = json.loads(row[0] if isinstance(row[0], str) else _sealed(row[0], call))  # text: from before sealing
        choices = tuple(
            Choice(c["text"], c["finish_reason"], tuple(c["tool_calls"]), c.get("alternatives", {}))
            for c in kept["choices"]
        )
        return Completion(choices, Tokens(**kept["tokens"]), kept["calls"]), kept["seconds"]

    def put(self, call: bytes, completion: Completion, seconds: float) -> None:
        """Keep a completion."""
        value = json.dumps(asdict(completion) | {"seconds": seconds}).encode()
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO reply VALUES (?, ?)", (_key(call), _sealed(value, call)))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


class CachedModel:
    """Asks `model` only what is not in the cache yet.

    Args:
        model: the model behind.
        cache: where replies are kept.
        scope: what a reply depends on besides the call itself: prompt hashes and the digest of the target set for
            the agents; nothing for the vanilla model, which sees neither, so that all methods get the same draft.
    """

    def __init__(self, model: ChatModel, cache: Cache, scope: str = "") -> None:
        self.name = model.name
        self.trust: float | None = getattr(model, "trust", None)
        """The model's own, see `alu.flow.trust`."""
        self._model = model
        self._cache = cache
        self._scope = scope

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Return the kept reply, or ask and keep it.

        Raises:
            alu.errors.ModelError: the model was asked and did not answer; that is not kept.
        """
        now, call = current_item(), self._call(request)
        if kept := self._cache.get(call):
            completion, seconds = kept
            if now:
                now.replayed += seconds
            return completion
        start = time.perf_counter()
        completion = await self._model.complete(request, timeout=timeout)
        self._cache.put(call, completion, time.perf_counter() - start)
        if now:
            now.spent += completion.tokens.cost or 0.0
            now.unpriced |= completion.tokens.cost is None
        return completion

    async def aclose(self) -> None:
        """Close the model behind; the cache stays open."""
        await self._model.aclose()

    def _call(self, request: Request) -> bytes:
        now = current_item()
        call: dict[str, Any] = asdict(request) | {
            "model": self.name,
            "scope": self._scope,
            "sample": now.sample if now else 0,
        }
        return json.dumps(call, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _key(call: bytes) -> str:
    return hashlib.sha256(call).hexdigest()


def _sealed(value: bytes, call: bytes) -> bytes:
    """Return `value` sealed, or a sealed one opened: XOR with a stream that only the `call` gives."""
    stream = hashlib.shake_256(b"seal\x00" + call).digest(len(value))
    return (int.from_bytes(value) ^ int.from_bytes(stream)).to_bytes(len(value))
