"""What a request came to: an `Answer` of the graph's last state and the vault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alu.answer import Answer, Stage, Usage
from alu.chat import Completion
from alu.flow.vault import Vault
from alu.store.match.ranking import shown

__all__ = ["answer_of", "bypassed"]

FINISHED = frozenset({"stop", "length", "tool_calls", "content_filter", "function_call"})
"""OpenAI's words for how an answer ended; a server's own word is unchecked text."""


def answer_of(state: Mapping[str, Any], vault: Vault) -> Answer:
    """Return the answer that a finished run comes to."""
    verdict, draft = state["verdict"], vault.draft
    clean = verdict in ("clean", "observed") and draft is not None
    choice = draft.choices[0] if clean and draft else None
    ended = choice.finish_reason if choice else None
    return Answer(
        text=state["text"],
        verdict=verdict,
        matched=state["matched"],
        stages=state["stages"],
        usage=Usage.total(s.usage for s in state["stages"]),
        blocked=state.get("blocked", False),
        finish_reason=ended if ended in FINISHED else "stop",
        tool_calls=choice.tool_calls if choice else (),
        evidence=shown(vault.all_evidence),
    )


def bypassed(vault: Vault, draft: Completion, stages: tuple[Stage, ...]) -> Answer:
    """Return the draft as it is, after a check failed."""
    choice, matched = draft.choices[0], tuple(e.target_id for e in vault.evidence)
    calls = Usage.total(s.usage for s in stages)
    return Answer(
        choice.text,
        "bypassed",
        matched,
        stages,
        calls,
        finish_reason="tool_calls" if choice.tool_calls else None,
        tool_calls=choice.tool_calls,
        evidence=shown(vault.all_evidence),
    )
