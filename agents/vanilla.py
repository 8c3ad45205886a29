"""The vanilla agent: the unchanged model, which knows nothing of targets (ALU §3, agent 1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from alu.chat import ChatModel, Completion, Message, Request, StreamingModel
from alu.errors import BadReply
from alu.models.thinking import without_thoughts

__all__ = ["LONGEST", "draft"]

LONGEST = 400_000
"""Characters of an answer, tool calls included; a longer one would take too long to check."""


async def draft(
    model: ChatModel,
    messages: tuple[Message, ...],
    context: tuple[str, ...] = (),
    *,
    timeout: float,
    temperature: float | None = None,
    max_tokens: int | None = None,
    seed: int | None = None,
    extra: Mapping[str, Any] | None = None,
    on_text: Callable[[str], None] | None = None,
) -> Completion:
    """Return the model's own answer, in one call and without its thoughts.

    `on_text` is given the text as it is written, thoughts and all, by a model that streams.

    Raises:
        BadReply: the answer is none, or too long to be checked.
        ModelError: the model did not answer.
    """
    request = Request(
        messages=_with_context(messages, context),
        temperature=temperature,
        max_tokens=max_tokens,
        seed=seed,
        extra=extra or {},
    )
    if on_text is not None and isinstance(model, StreamingModel):
        reading = model.stream(request, _bounded(model, on_text), timeout=timeout)
    else:
        reading = model.complete(request, timeout=timeout)
    completion = without_thoughts(await reading)
    if not completion.choices:
        raise BadReply(f"{model.name} answered without a choice")
    first = completion.choices[0]
    if len(first.text) + sum(len(str(call)) for call in first.tool_calls) > LONGEST:
        raise _too_long(model)
    return completion


def _bounded(model: ChatModel, on_text: Callable[[str], None]) -> Callable[[str], None]:
    """Return `on_text` with an end: a model may write for ever."""
    read = 0

    def take(piece: str) -> None:
        nonlocal read
        read += len(piece)
        if read > LONGEST:
            raise _too_long(model)
        on_text(piece)

    return take


def _too_long(model: ChatModel) -> BadReply:
    return BadReply(f"{model.name} answered with more than {LONGEST // 1000:,} thousand characters")


def _with_context(messages: tuple[Message, ...], context: tuple[str, ...]) -> tuple[Message, ...]:
    """Put the passages before the last user turn, as a turn of their own."""
    if not context:
        return messages
    passages = "\n\n".join(f"[{i}] {text}" for i, text in enumerate(context, 1))
    turn = Message("user", f"Passages that may help with my next question:\n\n{passages}")
    last = max(i for i, m in enumerate(messages) if m.role == "user")
    return (*messages[:last], turn, *messages[last:])
