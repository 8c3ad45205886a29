"""The choices of one request, checked together: a secret may be spread over them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from alu.answer import Answer
from alu.chat import Choice
from alu.flow.dialogue import inquiry_of
from alu.flow.pieces import disclosed_together
from alu.flow.tool_calls import texts_of_calls
from alu.flow.vault import Vault
from alu.store.calibration import MAX_BRIEF_WORDS
from alu.store.match.snapshot import Snapshot
from alu.store.readability import OPAQUE_NATS
from alu.store.text.readability.opacity import opacity

if TYPE_CHECKING:
    from alu.store.store import TargetStore

__all__ = ["together"]

_log = logging.getLogger(__name__)


async def together(store: TargetStore, vault: Vault, answers: Sequence[Answer], refusal: str) -> list[Answer]:
    """Return the answers to one question, or refusals where together they disclose a target that is held back."""
    try:
        found = await asyncio.to_thread(lambda: _disclosed_by_all(store.snapshot().ready(), vault, answers))
    except Exception as error:  # whatever the check stumbles over
        _log.warning("the choices could not be checked together (%s); they are withheld", type(error).__name__)
        return [replace(a, text=refusal, verdict="failed_closed", tool_calls=(), finish_reason="stop") for a in answers]
    if not found:
        return list(answers)
    withheld = (replace(a, text=refusal, tool_calls=(), finish_reason="stop") for a in answers)
    return [replace(a, verdict="refused", matched=found, blocked=True) for a in withheld]


def _disclosed_by_all(snapshot: Snapshot, vault: Vault, answers: Sequence[Answer]) -> tuple[str, ...]:
    """Return the targets that the answers to one question disclose together, in their order or from the last one on.

    Those that are only observed are left out, unless nobody can read what the answers say of them.
    """
    inquiry = inquiry_of(vault.question)
    texts = [_said(a) for a in answers if a.verdict not in ("refused", "failed_closed")]
    earlier = snapshot.detector.look_up(inquiry.earlier, source="thread") if inquiry.earlier else ()
    matched = tuple(dict.fromkeys([*(t for a in answers for t in a.matched), *(e.target_id for e in earlier)]))
    if matched and opacity("\n".join(texts)) >= OPAQUE_NATS:
        return matched
    found: dict[str, None] = {}
    for joined in _brief_joined(texts):  # of whom each by itself says nothing
        near = {e.target_id for e in snapshot.detector.look_up([joined])}.difference(matched)
        held = snapshot.detector.check(joined, said=inquiry.text, matched=near, referents=inquiry.text)
        found.update(dict.fromkeys(e.target_id for e in held))
    for order in (texts, texts[::-1]):
        for n in range(1, len(order)):
            evidence = disclosed_together(
                snapshot.detector, order[:n], order[n], inquiry.text, matched, in_play=bool(matched)
            )
            found.update(dict.fromkeys(e.target_id for e in evidence))
    return tuple(vault.enforced(found))


def _brief_joined(texts: Sequence[str]) -> list[str]:
    """Return the brief answers as one text, in both orders: «Admiral», «Thunderbeak»."""
    brief = [text for text in texts if len(text.split()) <= MAX_BRIEF_WORDS]
    return [" ".join(order) for order in (brief, brief[::-1])] if len(brief) > 1 else []


def _said(answer: Answer) -> str:
    """Return the text of an answer with the values of its tool calls behind it."""
    calls = texts_of_calls(Choice(answer.text, tool_calls=tuple(answer.tool_calls)))
    return calls[-1] if calls else answer.text
