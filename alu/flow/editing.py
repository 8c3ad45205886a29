"""The draft edited by an agent: one call, applied by code, released only if the gate passes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from alu.agents.edit import edit as ask_edit
from alu.errors import BadReply
from alu.flow import remainder
from alu.flow.edits import apply, sentences_of
from alu.flow.outlet import run_check

if TYPE_CHECKING:
    from alu.agents.edit import SentenceEdit
    from alu.flow.vault import Clock, Context, Vault
    from alu.store.target import Target

__all__ = ["edited_draft"]


async def edited_draft(ctx: Context, clock: Clock, targets: Sequence[Target]) -> tuple[str, bool]:
    """Return the draft with the edits of the agent put in, what has left first, and whether something was caught.

    Returns:
        The text, which the gate passes and no critic need see; "" where the reply could not be read, its edits may not
        be used, or the gate would hold what they leave.

    Raises:
        ModelError: the model did not answer.
    """
    vault = ctx.vault
    held = vault.held_text
    said = [s.text for s in sentences_of(held)]
    if not said:
        return "", False
    try:  # once: what else is known to help, a free rewrite, is the better second call
        caller = clock.caller(ctx, "rewrite", most_calls=1)
        edits = await ask_edit(caller, vault.question.text, said, targets)
    except BadReply:
        return "", False
    size = vault.question.size + 2 * len(held)
    return await run_check(_passing, vault, held, edits, size=size)


def _passing(vault: Vault, held: str, edits: Sequence[SentenceEdit]) -> tuple[str, bool]:
    """Return what the gate passes; nothing that keeps a sentence word for word which the audit said leaks."""
    found = remainder.after_what_left(vault, [apply(held, edits, vault.question.text)])
    if not found:
        return "", False
    passing = remainder.passing(vault, found, remainder.unit_in_draft(vault))
    kept = [c for c in passing if not any(s in c for s in vault.leaking_sentences)]
    return next(iter(kept), ""), not kept
