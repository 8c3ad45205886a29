"""The interface to language models: `ChatModel.complete(Request) -> Completion`.

`alu.models.open` opens real models, `alu.testing.ScriptedModel` is a fake. No `repr` contains a text, so that no
draft can reach a log or a traceback through these objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

__all__ = ["ChatModel", "Choice", "Completion", "Message", "Request", "Speaker", "StreamingModel", "Tokens"]

Speaker = Literal["system", "developer", "user", "assistant", "tool"]
"""The role of a message."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a dialogue, as in OpenAI's API."""

    role: Speaker
    content: str = field(repr=False)
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Further fields of the message (`tool_calls`, `tool_call_id`, `name`), passed on unchanged."""

    def as_dict(self) -> dict[str, Any]:
        """Return the message as OpenAI's JSON object; `extra` may replace the text by a list of parts."""
        parts = self.extra.get("content", self.content)
        return {**self.extra, "role": self.role, "content": self.content if isinstance(parts, str) else parts}


@dataclass(frozen=True, slots=True)
class Request:
    """One call to a model. Fields that are None are left to the model's server."""

    messages: tuple[Message, ...] = field(repr=False)
    temperature: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    n: int = 1
    """Number of choices. A model may return fewer; the caller then asks again for the rest."""
    most_calls: int | None = None
    """Maximum number of HTTP requests if the server returns fewer choices at once; None for no limit."""
    schema: Mapping[str, Any] | None = field(default=None, repr=False)
    """JSON schema that the reply must follow, with fixed keys."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Further parameters (`stop`, `tools`, `response_format`, …), passed on unchanged."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One reply of a model."""

    text: str = field(repr=False)
    finish_reason: str | None = None
    """`stop`, `length`, `tool_calls`, `content_filter`, …, as reported by the server."""
    tool_calls: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    alternatives: Mapping[str, float] = field(default_factory=dict, repr=False)
    """Log probabilities of alternative first tokens, if they were requested and returned."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token counts of one call as reported by the server; `cost` in US dollars if known."""

    prompt: int = 0
    completion: int = 0
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """All replies to one request, at least one."""

    choices: tuple[Choice, ...]
    tokens: Tokens = Tokens()
    calls: int = 1
    """Number of HTTP requests that it took."""

    @property
    def text(self) -> str:
        """The first reply's text."""
        return self.choices[0].text


@runtime_checkable
class ChatModel(Protocol):
    """A model that answers a dialogue.

    A class of your own needs no base class: pass an instance to `Unlearner.open` as `model`, or in `roles`.

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
        """The configured name, without secrets: it is shown and logged."""
        ...

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Answer `request` within `timeout` seconds, retries included.

        Raises:
            alu.errors.ModelError: no answer came; the message holds no text of the dialogue.
        """
        ...

    async def aclose(self) -> None:
        """Close connections and stop any process that was started for this model."""
        ...


@runtime_checkable
class StreamingModel(ChatModel, Protocol):
    """A model that can also stream its reply. Answers of other models are released whole, whatever `stream` is set to.

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
        """Answer `request` (one choice) like `complete`, and pass each piece of the text to `on_text` as it arrives.

        The pieces add up to the text of the completion. Once a piece was passed on, a failed call is not repeated.

        Raises:
            alu.errors.ModelError: no answer came, or it ended early; the message holds no text of the dialogue.
        """
        ...
