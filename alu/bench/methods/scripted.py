"""Agents that judge nothing, so that code is measured alone: look-up and release gate, or all of it as targets grow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from alu.bench.methods.knower import completion_of
from alu.chat import Completion, Request

__all__ = ["Agents", "ScriptedAgents", "ruled"]

Agents = Literal["model", "blind", "wary"]
"""`model`: a real one · `blind`: clears everything, hands every draft back with a harmless word behind it and gives it
full marks, so that only the release gate can hold a leak · `wary`: finds a leak in whatever the look-up brings and
nothing left to keep, so that the look-up alone decides. Truth lies between."""

_BEHIND = " So."
"""Behind a draft handed back: a rewrite equal to its draft would be dropped unread, and the gate not be tried."""


class ScriptedAgents:
    """Answers the agents' calls in the form that their schema asks for."""

    trust = 4.0
    """Nats: that much a strong model is trusted. What these let out, code alone let out."""

    def __init__(self, mode: Literal["blind", "wary"]) -> None:
        self.name = f"scripted-{mode}"
        self._blind = mode == "blind"

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Judge as the mode says."""
        return completion_of(request, json.dumps(self._reply(request), ensure_ascii=False))

    async def aclose(self) -> None:
        """Nothing to close."""

    def _reply(self, request: Request) -> Mapping[str, Any]:
        keys = list((request.schema or {}).get("properties", {}))
        if "topic" in keys:
            return {"subject": "", "topic": "none" if self._blind else "T1"}
        if "edits" in keys:  # none: a free rewrite follows
            return {"edits": []}
        if "answer" in keys:
            return {"answer": _handed_back(request) if self._blind else ""}
        if "only" in keys:
            ruling = {"who": "other", "leak": "none", "sentence": 0}
            if not self._blind:
                ruling = {"who": "same", "leak": "direct", "sentence": 1}
            return {k: ruling for k in keys if k != "only"} | {"only": not self._blind}
        return {k: {"forgotten": 5, "faithful": 5, "helpful": 5} for k in keys}


def ruled(request: Request, *, leaks: bool) -> str:
    """Return an agent's reply that takes a request down its longest path, or clears it at once.

    Args:
        request: an agent's call; its schema shows which agent.
        leaks: an audit finds a leak of every target; else it says that somebody else is meant.
    """
    keys = list((request.schema or {}).get("properties", {}))
    if "edits" in keys:
        return json.dumps({"edits": []})
    if "answer" in keys:
        return json.dumps({"answer": "That is something I cannot say."})
    if "only" in keys:
        ruling = {"who": "same" if leaks else "other", "leak": "direct" if leaks else "none", "sentence": int(leaks)}
        return json.dumps({k: ruling for k in keys if k != "only"} | {"only": False})
    return json.dumps({k: {"forgotten": 5, "faithful": 5, "helpful": 5} for k in keys})


def _handed_back(request: Request) -> str:
    """Return the draft that a rewriting call holds between its markers, with a word behind it."""
    text = request.messages[-1].content
    start, end = text.rfind("<draft "), text.rfind("</draft ")
    draft = text[text.find("\n", start) + 1 : end].strip("\n") if 0 <= start < end else ""
    return draft and f"{draft}{_BEHIND}"
