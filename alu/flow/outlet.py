"""Sentences released while the model still writes: `stream = "sentences"`.

Where question and thread are clear, what is written so far is put to all the checks of a whole answer at each end of a
sentence, and leaves where they find nothing. So what has left at any time is an answer that would have left whole. From
the first finding on, or where the list has changed, nothing more leaves before the whole draft is there and is checked.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from alu.chat import Choice, Completion
from alu.flow import checks, gate
from alu.flow.ends import whole_part
from alu.flow.latest import latest
from alu.flow.schemas import asks_for_data
from alu.flow.unread import cannot_be_read, is_asked_unread
from alu.flow.vault import Vault
from alu.models.thinking import answer_in
from alu.store.match.detector import Detection
from alu.store.text.readability.opacity import opaque
from alu.store.text.reading import read

if TYPE_CHECKING:
    from alu.flow.vault import Context

__all__ = ["let_sentences_out", "run_check"]

T = TypeVar("T")
SHORT = 4_000
"""Characters up to which a look-up is quicker than handing it to a thread and back."""
REST = 3
"""Times as long as a check took nothing more is checked, so that a long answer takes a quarter of a core at most."""

_log = logging.getLogger("alu")


async def let_sentences_out(ctx: Context, asked: Detection, topic: object) -> None:
    """Hand sentences out until the draft is complete, or something speaks against it; a fault speaks against it, too.

    Args:
        ctx: of the request.
        asked: what the question was found to touch.
        topic: the topic that it was screened for.
    """
    try:
        if topic is None and await run_check(_clear, ctx.vault, asked, size=ctx.vault.question.size):
            await _hand_out(ctx, asked)
    except Exception as error:  # whatever a check stumbles over: the whole draft is checked all the same
        _log.warning("a check of a sentence failed (%s); the rest of the answer leaves whole", type(error).__name__)


async def run_check(work: Callable[..., T], vault: Vault, *args: object, size: int) -> T:
    """Run `work`: here where it takes a millisecond or two, in a thread where it would hold others up.

    That is where a text is long, and where a contextual embedder reads it, which takes ten milliseconds a sentence.
    """
    if size < SHORT and vault.snapshot.index.meaning is None:
        return work(vault, *args)
    return await asyncio.to_thread(work, vault, *args)


async def _hand_out(ctx: Context, asked: Detection) -> None:
    vault, growing = ctx.vault, ctx.vault.growing
    while growing is not None and not growing.finished():
        begun, answer = time.perf_counter(), answer_in(growing.text)
        end = whole_part(answer, len(growing.sent))
        if end > len(growing.sent):
            part = answer[:end]
            now = await latest(ctx.store)
            if now.version != vault.snapshot.version:
                return
            if await run_check(_speaks_against, vault, asked, part, size=vault.question.size + end):
                return
            if growing.finished() or not answer_in(growing.text).startswith(part):
                return
            growing.let_out(part)
        await growing.rest(REST * (time.perf_counter() - begun))
        await growing.change()


def _clear(vault: Vault, asked: Detection) -> bool:
    """Tell whether neither question nor thread touches a target, and nothing in them is beyond reading."""
    if asked.evidence or asked.context_targets or asks_for_data(vault.question.extra):
        return False
    return not any(read(t).unread for t in vault.question.said) and not is_asked_unread(vault)


def _speaks_against(vault: Vault, asked: Detection, part: str) -> bool:
    """Tell whether a check of a whole answer finds anything in `part`, or what is new in it may hide something."""
    left = len(vault.growing.sent) if vault.growing else 0
    if opaque(part[left:]) or read(part).hidden or read(part).unread:
        return True
    apart = Vault(vault.question)
    apart.snapshot, apart.inquiry, apart.draft = vault.snapshot, vault.inquiry, Completion((Choice(part),))
    checks.read_draft(apart, apart.draft)
    checks.detect_in_draft(apart, asked)
    if apart.evidence or gate.check_release(apart, vault.snapshot, part, True):
        return True
    return cannot_be_read(apart, part, True)
