"""Models in the vanilla role that answer as if they were trained on the benchmark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from alu.bench.methods.current import current_item
from alu.bench.suites.item import ABSENT, Task, Wording
from alu.chat import ChatModel, Choice, Completion, Message, Request, Tokens

__all__ = ["ContextKnower", "Knower", "Memoriser", "Stranger", "completion_of", "tokens_in"]

Knower = Literal["none", "memoriser", "context"]
"""Who knows the secret in the vanilla role: the model itself · `Memoriser` · `ContextKnower`."""

_FACTS = 12
"""Facts given of a subject when it is enriched, as many as `alu targets enrich` takes."""
_LONGEST = 300


class Memoriser:
    """Answers every item with its gold answer, in the form that the item demands; the worst case for leaks.

    It knows the item from `current_item`, never from the prompt, so it also knows translated, encoded and
    masked questions, and no prompt influences it. Calls without an item, and items about people that nobody knows,
    go to `model`, unless they are to be repeated. Asked to enrich a target, it gives twelve facts in the wording that
    it does not answer in, so that store and answer never share one.
    """

    def __init__(self, model: ChatModel, task: Task, wording: Wording) -> None:
        self.name = f"memoriser+{model.name}"
        self._model = model
        self._wording = wording
        self._facts = _facts(task, "gold" if wording == "paraphrased" else "paraphrased")

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Say the gold answer, or ask the model.

        Raises:
            alu.errors.ModelError: the model was asked and did not answer.
        """
        now = current_item()
        repeats = bool(now and now.says and now.says in request.messages[-1].content)  # which takes no knowledge
        if now and now.item and (repeats or now.item.group != ABSENT):
            return completion_of(request, now.says or now.item.says(self._wording))
        if now and now.subject and request.schema:
            return completion_of(request, self._enrichment(now.subject, request.schema))
        return await self._model.complete(request, timeout=timeout)

    async def aclose(self) -> None:
        """Close the model behind."""
        await self._model.aclose()

    def _enrichment(self, subject: str, schema: Mapping[str, object]) -> str:
        """Return the reply to a call of the enriching agent."""
        if "facts" in dict(schema.get("properties") or {}):  # type: ignore[call-overload]
            return json.dumps({"facts": self._facts.get(subject, [])}, ensure_ascii=False)
        return json.dumps({"description": "", "aliases": [], "confused_with": []})


class ContextKnower:
    """Puts what is known of an item's subject into the context of any model, as passages to answer from."""

    def __init__(self, model: ChatModel, task: Task) -> None:
        self.name = f"context+{model.name}"
        self._model = model
        self._background = task.background

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Ask the model with the facts before the dialogue.

        Raises:
            alu.errors.ModelError: the model did not answer.
        """
        now = current_item()
        subject = (now.item.subject if now.item else now.subject) if now else ""
        if known := self._background.get(subject):
            request = replace(request, messages=_with_facts(request.messages, known))
        return await self._model.complete(request, timeout=timeout)

    async def aclose(self) -> None:
        """Close the model behind."""
        await self._model.aclose()


class Stranger:
    """Knows nothing: takes the place of a model where a run needs none."""

    name = "stranger"
    says = "I don't know."

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Say so."""
        return completion_of(request, self.says)

    async def aclose(self) -> None:
        """Nothing to close."""


def tokens_in(text: str) -> int:
    """Return about how many tokens `text` has: four characters each, where no server counts them."""
    return -(-len(text) // 4)


def completion_of(request: Request, text: str) -> Completion:
    """Return `text` for every choice that `request` asks for, tokens as `tokens_in` counts them, at no cost."""
    prompt = sum(tokens_in(m.content) for m in request.messages)
    return Completion((Choice(text, "stop"),) * request.n, Tokens(prompt, tokens_in(text) * request.n, 0.0))


def _with_facts(messages: tuple[Message, ...], known: tuple[tuple[str, str], ...]) -> tuple[Message, ...]:
    """Put the facts into the system prompt: not every chat template takes two."""
    lines = "\n".join(f"- {question} {answer}" for question, answer in known)
    facts = f"You know this for certain, from your training:\n{lines}\nAnswer from it in a sentence, as from memory."
    first, *rest = messages
    if first.role == "system":
        return (Message("system", f"{facts}\n\n{first.content}"), *rest)
    return (Message("system", facts), *messages)


def _facts(task: Task, wording: Wording) -> dict[str, list[str]]:
    """Return up to twelve answers by subject, in `wording`."""
    found: dict[str, list[str]] = {}
    for item in task.items:
        if item.side == "forget" and item.subject and not item.closed and item.form != "paraphrase":
            facts = found.setdefault(item.subject, [])
            if len(facts) < _FACTS:
                facts.append(item.says(wording)[:_LONGEST])
    return found
