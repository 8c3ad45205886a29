"""The harmless half of a mixed question, asked of the vanilla model by itself.

A model that is not asked of a target has no reason to speak of one, so the answer leaks nothing by construction; it is
checked like any draft all the same, and only what is near nothing is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alu.agents.vanilla import draft as ask_vanilla
from alu.answer import Usage
from alu.chat import Message
from alu.errors import AluError
from alu.flow import gate, remainder
from alu.flow.outlet import run_check
from alu.flow.sent import SYSTEM
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.text.closed_answer import options_taken

if TYPE_CHECKING:
    from alu.flow.vault import Clock, Context, Vault

__all__ = ["answer_anew"]


async def answer_anew(ctx: Context, clock: Clock) -> str:
    """Return the vanilla model's answer to the free parts of the question alone; "" where that cannot be had.

    That is: sentences of the draft have left, none is free, there are earlier turns, passages or tools, which may say
    who is meant, the model did not answer, or its answer is near a target.
    """
    vault, settings = ctx.vault, ctx.settings
    *before, _ = vault.question.messages
    if vault.sent or vault.question.context or vault.question.extra or any(m.role not in SYSTEM for m in before):
        return ""
    size = vault.question.size + len(vault.draft_text)
    if not (asked := "\n".join((await run_check(remainder.free_parts, vault, size=size)).free)):
        return ""
    try:
        completion = await ask_vanilla(
            ctx.models["vanilla"],
            (*before, Message("user", asked)),
            timeout=settings.timeout,
            temperature=settings.temperature,
            max_tokens=settings.max_tokens,
            seed=settings.seed,
        )
    except AluError:
        return ""
    clock.calls.append(Usage.of(completion, clock.seconds))
    first = completion.choices[0]
    near = bool(first.tool_calls) or await run_check(
        _is_near, vault, asked, first.text, size=len(asked) + len(first.text)
    )
    return "" if near else first.text.strip()


def _is_near(vault: Vault, asked: str, said: str) -> bool:
    """Tell whether question or answer are near a target, or the answer says anything of those found to leak.

    A letter that takes an option of the whole question, and of no free part, says what the option says.
    """
    if options_taken(vault.question.text, said) and not options_taken(asked, said):
        return True
    detector, inquiry = vault.snapshot.detector, Inquiry(asked)
    found = detector.draft(inquiry, Draft.of(inquiry, said), detector.question(inquiry))
    return bool(found.evidence) or bool(gate.held_back_for(vault, said))
