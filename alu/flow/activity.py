"""The activity of a request: what it touched, as it is kept where the settings want that."""

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

__all__ = ["ASKER", "keep_activity"]

ASKER: ContextVar[str] = carried(ContextVar("alu_asker", default=""))
"""Id of the key of whoever asks."""

_log = logging.getLogger("alu")


async def keep_activity(vault: Vault, answer: Answer, settings: Settings, store: TargetStore) -> None:
    """Keep what a request touched; one that touched nothing, and any where the setting is off, leaves nothing.

    A log that cannot be written changes no answer.
    """
    if settings.activity == "off" or (answer.verdict == "clean" and not answer.matched):
        return
    from alu.store.persist.activity import Activity
    from alu.store.persist.activity_log import ActivityLog

    texts = settings.activity == "texts"
    entry = Activity(
        answer.verdict,
        answer.matched,
        tuple(e.as_dict() for e in answer.evidence),
        ASKER.get(),
        vault.question.text if texts else "",
        vault.draft.text if texts and vault.draft else "",
    )
    try:
        await asyncio.to_thread(ActivityLog(store.database, store.namespace, settings.activity_days).add, entry)
    except Exception as error:  # whatever a database raises: its text may quote the row
        _log.warning("the activity of a request could not be kept (%s)", type(error).__name__)
