"""The activity log entry of a request: verdict, cost and touched targets, kept if the settings say so."""

from __future__ import annotations

import asyncio
import logging
from contextvars import ContextVar
from typing import TYPE_CHECKING

from alu.answer import Answer
from alu.config import Settings
from alu.flow.vault import Vault
from alu.isolation import carried

if TYPE_CHECKING:
    from alu.store.store import TargetStore

__all__ = ["ASKER", "TRACE", "keep_activity"]

ASKER: ContextVar[str] = carried(ContextVar("alu_asker", default=""))
"""Id of the key of whoever asks."""
TRACE: ContextVar[str] = carried(ContextVar("alu_trace", default=""))
"""Id of the reply that the answer is for."""

MOST_SECONDS = 5.0
"""How long an answer waits for its line in the log."""

_log = logging.getLogger("alu")


async def keep_activity(vault: Vault, answer: Answer, settings: Settings, store: TargetStore, seconds: float) -> None:
    """Keep what a request touched and what it cost, `seconds` among it; where the setting is off, nothing.

    A log that cannot be written changes no answer, and one that hangs is not waited for.
    """
    if settings.activity == "off":
        return
    from alu.store.persist.activity import Activity
    from alu.store.persist.activity_log import ActivityLog

    texts = settings.activity == "texts" and (answer.verdict != "clean" or bool(answer.matched))
    entry = Activity(
        answer.verdict,
        answer.matched,
        tuple(e.as_dict() for e in answer.evidence),
        ASKER.get(),
        vault.question.text if texts else "",
        vault.draft.text if texts and vault.draft else "",
        trace=TRACE.get(),
        milliseconds=round(seconds * 1000),
        calls=answer.usage.calls,
        prompt_tokens=answer.usage.prompt_tokens,
        completion_tokens=answer.usage.completion_tokens,
    )
    log = ActivityLog(store.database, store.namespace, settings.activity_days)
    try:
        async with asyncio.timeout(MOST_SECONDS):
            await asyncio.to_thread(log.add, entry)
    except Exception as error:  # whatever a database raises: its text may quote the row
        _log.warning("the activity of a request could not be kept (%s)", type(error).__name__)
