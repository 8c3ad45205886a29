"""The vanilla call, started as soon as a request arrives; or the draft that came with the request.

It needs no graph and no store, so the model works while those are loaded: a command's first call is sent before
LangGraph is imported.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from alu.agents.vanilla import draft as ask_vanilla
from alu.answer import Stage, Usage
from alu.chat import Completion, StreamingModel
from alu.errors import AluError, ModelError
from alu.flow.growing import Growing
from alu.flow.vault import Clock
from alu.models.thinking import note_unseen, opens_unseen

if TYPE_CHECKING:
    from alu.flow.vault import Context, Vault

__all__ = ["abandon", "begin", "drafted"]


def begin(ctx: Context) -> None:
    """Start the vanilla call, where no draft was given."""
    given = ctx.vault.question.given
    ctx.vault.draft = given
    ctx.vault.growing = Growing(on_text) if (on_text := _outlet(ctx)) else None
    ctx.vault.drafting = asyncio.create_task(_ask(ctx) if given is None else _take(ctx, given))


async def drafted(ctx: Context) -> tuple[Completion, Stage]:
    """Return the vanilla model's answer, from the call under way where there is one.

    Raises:
        ModelError: the model did not answer; kept in the vault, too.
    """
    if ctx.vault.drafting is None:
        begin(ctx)
    assert ctx.vault.drafting is not None
    return await ctx.vault.drafting


def abandon(vault: Vault) -> None:
    """End a call that nobody waits for any more."""
    if vault.drafting is not None and not vault.drafting.cancel() and not vault.drafting.cancelled():
        vault.drafting.exception()  # seen, so that asyncio does not log it


async def _take(ctx: Context, given: Completion) -> tuple[Completion, Stage]:
    """Return what another model has answered, for no call of ours."""
    return given, Clock("draft", ctx.vault).stop("given")


async def _ask(ctx: Context) -> tuple[Completion, Stage]:
    """Put the vanilla model's answer into the vault."""
    clock, vault, settings = Clock("draft", ctx.vault), ctx.vault, ctx.settings
    growing = vault.growing
    extra = dict(vault.question.extra)  # what the caller gives comes before the settings, and is sent once
    try:
        completion = await ask_vanilla(
            ctx.models["vanilla"],
            vault.question.messages,
            vault.question.context,
            timeout=settings.timeout,
            temperature=extra.pop("temperature", settings.temperature),
            max_tokens=extra.pop("max_tokens", settings.max_tokens),
            seed=extra.pop("seed", settings.seed),
            extra=extra,
            on_text=growing.add if growing else None,
        )
        if growing:
            _ends_as_it_began(ctx, growing, completion.text)
        vault.draft, usage = completion, Usage.of(completion, clock.seconds)
    except Exception as error:
        vault.vanilla_error = _own_error(ctx, error)
        raise vault.vanilla_error from None  # a cause would be logged, with what the provider said
    finally:
        if growing:
            growing.finish()
    clock.calls.append(usage)
    return completion, clock.stop("drafted")


def _outlet(ctx: Context) -> Callable[[str], None] | None:
    """Return what takes sentences that leave before the draft is whole; None where the answer leaves whole."""
    settings, model, question = ctx.settings, ctx.models["vanilla"], ctx.vault.question
    # what is audited whatever it is near to, is audited before any of it leaves; the published flow has no gate
    whole = settings.stream == "whole" or settings.audit != "near" or settings.profile != "fast"
    if whole or question.given is not None or not isinstance(model, StreamingModel) or opens_unseen(model):
        return None
    return question.on_text


def _ends_as_it_began(ctx: Context, growing: Growing, text: str) -> None:
    """Check that an answer begins with what of it has left.

    Raises:
        ModelError: it does not, since a thought has left: where thoughts end was seen, and not where they begin.
    """
    growing.finish()
    if not text.startswith(growing.sent):
        model = ctx.models["vanilla"]
        note_unseen(model)
        raise ModelError(f"{model.name} thinks without saying so; its answers leave whole from now on: ask again")


def _own_error(ctx: Context, error: Exception) -> AluError:
    """Return the error that the caller gets: one that is not alu's may have a draft in its text, so it is replaced."""
    if isinstance(error, AluError):
        return error
    return ModelError(f"{ctx.models['vanilla'].name} failed with {type(error).__name__}")
