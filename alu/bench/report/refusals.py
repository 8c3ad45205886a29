"""Whether an answer is a refusal, for scores."""

from __future__ import annotations

from alu.prompts import refusal
from alu.store.text.declining import declines

__all__ = ["refuses"]

_OURS = frozenset({refusal("unknown"), refusal("refuse")})


def refuses(answer: str, verdict: str = "") -> bool:
    """Tell whether an answer declines, by its verdict, or by its first sentence where it is short or empty."""
    text = answer.strip()
    return verdict in ("refused", "failed_closed") or text in _OURS or not text or declines(text)
