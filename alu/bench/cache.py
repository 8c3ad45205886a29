"""Replies by what was asked, in one SQLite file, as JSON: a run that goes on pays for nothing twice."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from alu.bench.asked import asked
from alu.chat import ChatModel, Choice, Completion, Request, Tokens

__all__ = ["Cache", "CachedModel"]


class Cache:
    """Completions by key; may be shared by threads."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, value TEXT NOT NULL)")

    def get(self, key: str) -> tuple[Completion, float] | None:
        """Return the completion kept under `key` and the seconds that it took."""
        with self._lock:
            row = self._db.execute("SELECT value FROM reply WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        kept = json.loads(row[0])
        choices = tuple(Choice(c["text"], c["finish_reason"], tuple(c["tool_calls"])) for c in kept["choices"])
        return Completion(choices, Tokens(**kept["tokens"]), kept["calls"]), kept["seconds"]

    def put(self, key: str, completion: Completion, seconds: float) -> None:
        """Keep a completion."""
        value = json.dumps(asdict(completion) | {"seconds": seconds}, ensure_ascii=False)
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO reply VALUES (?, ?)", (key, value))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


class CachedModel:
    """Asks `model` only what it was not asked before.

    Args:
        model: the model behind.
        cache: where replies are kept.
        scope: what a reply depends on beside the call itself: prompt hashes and the digest of the target set for
            the agents; nothing for the vanilla model, which sees neither, so that all methods get the same draft.
    """

    def __init__(self, model: ChatModel, cache: Cache, scope: str = "") -> None:
        self.name = model.name
        self._model = model
        self._cache = cache
        self._scope = scope

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Return the kept reply, or ask and keep it.

        Raises:
            alu.errors.ModelError: the model was asked and did not answer; that is not kept.
        """
        now, key = asked(), self._key(request)
        if kept := self._cache.get(key):
            completion, seconds = kept
            if now:
                now.replayed += seconds
            return completion
        start = time.perf_counter()
        completion = await self._model.complete(request, timeout=timeout)
        self._cache.put(key, completion, time.perf_counter() - start)
        if now:
            now.spent += completion.tokens.cost or 0.0
            now.unpriced |= completion.tokens.cost is None
        return completion

    async def aclose(self) -> None:
        """Close the model behind; the cache stays open."""
        await self._model.aclose()

    def _key(self, request: Request) -> str:
        now = asked()
        told: dict[str, Any] = asdict(request) | {
            "model": self.name,
            "scope": self._scope,
            "sample": now.sample if now else 0,
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
