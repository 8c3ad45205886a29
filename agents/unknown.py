"""How the vanilla model says that it does not know somebody: the refusal that reveals least.

A refusal in words that the model never uses shows who is in the forget set (membership inference). So with the style
`unknown` a long-running process asks once about people who do not exist, and refuses in those words.
"""

from __future__ import annotations

from alu.agents.vanilla import draft
from alu.answer import Words
from alu.chat import ChatModel, Message
from alu.store.text.declining import declines
from alu.store.text.normalise import normalise

__all__ = ["unknown"]

_NOBODY = ("Ozrinda Thalvecque", "Peldric Umbashwyn")
"""Invented; no text that a model was trained on knows them."""


async def unknown(model: ChatModel, *, timeout: float) -> Words | None:
    """Return the words in which `model` says that it does not know a name, in two calls; None where it invents things.

    Raises:
        ModelError: the model did not answer.
    """
    said = [await _said(model, name, timeout) for name in _NOBODY]
    fit = [w for w, name in zip(said, _NOBODY, strict=True) if declines(w.text) and not _names(w.text, name)]
    return fit[0] if len(fit) == len(_NOBODY) else None


async def _said(model: ChatModel, name: str, timeout: float) -> Words:
    asked = (Message("user", f"What do you know about {name}?"),)
    completion = await draft(model, asked, timeout=timeout, temperature=0.0, max_tokens=60)
    return Words(completion.choices[0].text.strip(), completion.tokens.completion)


def _names(text: str, name: str) -> bool:
    return any(part in normalise(text) for part in normalise(name).split())
