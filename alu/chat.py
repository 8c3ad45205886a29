"""The one seam to a language model: `ChatModel.complete(Request) -> Completion`.

`alu.models.open` has the real ones, `alu.testing.ScriptedModel` is the fake. Texts are kept out of every
`repr`, so that a draft never gets into a log or a traceback by way of these objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

__all__ = ["ChatModel", "Choice", "Completion", "Message", "Request", "Speaker", "StreamingModel", "Tokens"]

Speaker = Literal["system", "developer", "user", "assistant", "tool"]
"""Whose turn a message is."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a dialogue, in OpenAI's terms."""

    role: Speaker
    content: str = field(repr=False)
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Whatever else the turn has (`tool_calls`, `tool_call_id`, `name`), passed on as it is."""

    def as_dict(self) -> dict[str, Any]:
        """Return the turn as OpenAI's JSON object; of what else it has, only parts may stand for the words."""
        parts = self.extra.get("content", self.content)
        return {**self.extra, "role": self.role, "content": self.content if isinstance(parts, str) else parts}


@dataclass(frozen=True, slots=True)
class Request:
    """One call to a model. What is None is left to the model's server."""

    messages: tuple[Message, ...] = field(repr=False)
    temperature: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    n: int = 1
    """Choices wanted. A model may return fewer; the caller asks again for the rest."""
    most_calls: int | None = None
    """HTTP requests, 1 or more, that may be made where the server gives fewer choices at once; None: any number."""
    schema: Mapping[str, Any] | None = field(default=None, repr=False)
    """A JSON schema that the reply must follow, with fixed keys."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Other parameters, passed on as they are (`stop`, `tools`, `response_format`, …)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One reply of a model."""

    text: str = field(repr=False)
    finish_reason: str | None = None
    """`stop`, `length`, `tool_calls`, `content_filter`, … as the server said it."""
    tool_calls: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    alternatives: Mapping[str, float] = field(default_factory=dict, repr=False)
    """Log probabilities of the tokens that it might have begun with, where they were asked for and given."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What one call cost, as the server counted it; `cost` in US dollars where it is known."""

    prompt: int = 0
    completion: int = 0
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """All replies to one request, at least one."""

    choices: tuple[Choice, ...]
    tokens: Tokens = Tokens()
    calls: int = 1
    """HTTP requests that were answered for it."""

    @property
    def text(self) -> str:
        """The first reply's text."""
        return self.choices[0].text


@runtime_checkable
class ChatModel(Protocol):
    """A model that answers a dialogue.

    One of your own needs no base class: `Unlearner.open` takes it as `model`, or for single roles in `roles`.

    Example:
        >>> import asyncio
        >>> from alu.chat import ChatModel, Choice, Completion, Message, Request
        >>> class Echo:
        ...     name = "echo"
        ...
        ...     async def complete(self, request, *, timeout=None):
        ...         return Completion((Choice(request.messages[-1].content),))
        ...
        ...     async def aclose(self):
        ...         pass
        >>> isinstance(Echo(), ChatModel)
        True
        >>> asyncio.run(Echo().complete(Request((Message("user", "Good morning."),)))).text
        'Good morning.'
    """

    @property
    def name(self) -> str:
        """The name the user gave, without any secret: it is shown and logged."""
        ...

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Answer `request` within `timeout` seconds, retries included.

        Raises:
            alu.errors.ModelError: no answer came; the message holds no text of the dialogue.
        """
        ...

    async def aclose(self) -> None:
        """Free connections and whatever was started for this model."""
        ...


@runtime_checkable
class StreamingModel(ChatModel, Protocol):
    """A model that can also be read while it writes; without it an answer leaves whole, whatever `stream` says.

    Example:
        >>> import asyncio
        >>> from alu.chat import Message, Request
        >>> from alu.testing import ScriptedStream
        >>> pieces = []
        >>> model = ScriptedStream("It rains. Take a coat.")
        >>> asyncio.run(model.stream(Request((Message("user", "And now?"),)), pieces.append)).text
        'It rains. Take a coat.'
        >>> pieces
        ['It ', 'rains. ', 'Take ', 'a ', 'coat.']
    """

    async def stream(
        self, request: Request, on_text: Callable[[str], None], *, timeout: float | None = None
    ) -> Completion:
        """Answer `request`, for one choice, like `complete`, and hand on each piece of its text as it comes.

        What `on_text` was given is put together the text of the completion. A call is not repeated once it was given
        something.

        Raises:
            alu.errors.ModelError: no answer came, or it broke off; the message holds no text of the dialogue.
        """
        ...
