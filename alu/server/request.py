"""Requests in OpenAI's format, and which of their parameters reach the vanilla model.

A parameter reaches the model only if it is known here: names like `api_base` would let a client steer the
server's own credentials. What is not known is left out, as other compatible servers do.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from alu.chat import Message
from alu.server.form import AnswerFormat

__all__ = ["MOST_CHOICES", "ChatMessage", "ChatRequest"]

MOST_CHOICES = 16
"""The largest `n`: each choice costs a run of the pipeline."""

_OPENAI = (
    "stop top_p frequency_penalty presence_penalty logit_bias tools tool_choice parallel_tool_calls reasoning_effort "
    "verbosity user service_tier"
)
_OTHERS = (  # of vLLM, llama.cpp, SGLang and Ollama
    "top_k min_p typical_p top_a tfs_z mirostat mirostat_tau mirostat_eta repetition_penalty repeat_penalty "
    "repeat_last_n min_tokens ignore_eos bad_words stop_token_ids skip_special_tokens length_penalty grammar "
    "json_schema guided_json guided_regex guided_choice guided_grammar structured_outputs chat_template_kwargs "
    "cache_prompt think thinking enable_thinking"
)
_PASSED_ON = frozenset(f"{_OPENAI} {_OTHERS}".split())

_REFUSED = {
    "functions": "functions are no longer supported: use tools",
    "function_call": "functions are no longer supported: use tools",
    "logprobs": "log probabilities are not supported: they show what the model did not say",
    "top_logprobs": "log probabilities are not supported: they show what the model did not say",
    "audio": "only text is supported",
}
_TEMPLATES_OWN = frozenset({"chat_template", "messages", "conversation", "tools", "tokenize"})
"""What is no argument of a chat template but makes another prompt, which nobody here has read."""


_WORDS = {"text": "text", "input_text": "text", "output_text": "text", "refusal": "refusal"}
"""Where the words are in each kind of part that has some."""
_SEEN = {
    **dict.fromkeys(("image", "image_url", "input_image"), "image"),
    **dict.fromkeys(("audio", "audio_url", "input_audio"), "audio"),
    **dict.fromkeys(("video", "video_url"), "video"),
    **dict.fromkeys(("file", "input_file"), "file"),
}
"""Kinds of parts that hold no words for us to check, as the setting `parts` names them: the model alone sees them."""


class ChatMessage(BaseModel):
    """One turn of a dialogue; whatever else it has is passed on."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[dict[str, Any]] | None = Field(None, repr=False)

    @model_validator(mode="after")
    def _has_content(self) -> ChatMessage:
        if self.content is None and self.role != "assistant":
            raise ValueError("a message needs content")
        for part in self.content if isinstance(self.content, list) else ():
            if _said(part) is None and _kind(part) not in _SEEN:
                raise ValueError(
                    "a part of a message is neither text nor a picture, a sound, a film or a file: "
                    "give it a type such as text or image_url"
                )
        return self

    def as_message(self) -> Message:
        """Return the turn as alu reads it; the model is given the content as it came."""
        extra = dict(self.model_extra or {})
        if isinstance(self.content, str):
            return Message(self.role, self.content, extra)
        return Message(self.role, _text(self.content or []), {"content": self.content, **extra})


class StreamOptions(BaseModel):
    """How to stream."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    include_usage: bool = False
    """Send one more chunk with the usage before the end."""


class ResponseFormat(BaseModel):
    """JSON mode, or not."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: Literal["text", "json_object", "json_schema"]


class ChatRequest(BaseModel):
    """The body of `POST /v1/chat/completions`; parameters of the model that are not listed are passed on."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=10_000, repr=False)]
    model: str = Field("alu", max_length=500, description="any name; the reply repeats it")
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = Field(None, ge=1, le=MOST_CHOICES)
    temperature: float | None = Field(None, ge=0, le=2)
    max_tokens: int | None = Field(None, ge=1)
    max_completion_tokens: int | None = Field(None, ge=1)
    seed: int | None = Field(None, ge=-(2**63), lt=2**63)
    response_format: ResponseFormat | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_text(cls, body: Any) -> Any:
        try:
            json.dumps(body, ensure_ascii=False, allow_nan=False, default=str).encode()
        except UnicodeEncodeError:
            raise ValueError("a text holds half a character (a lone surrogate), which no model can be sent") from None
        except ValueError:
            raise ValueError("a number is not finite, which JSON does not know") from None
        return body

    @model_validator(mode="after")
    def _supported(self) -> ChatRequest:
        for name, value in (self.model_extra or {}).items():
            if name in _REFUSED and value not in (None, False):
                raise ValueError(_REFUSED[name])
        given = (self.model_extra or {}).get("chat_template_kwargs")
        if isinstance(given, dict) and not _TEMPLATES_OWN.isdisjoint(given):
            raise ValueError("chat_template_kwargs: only arguments of the model's own template are supported")
        return self

    @property
    def dialogue(self) -> list[Message]:
        """The turns."""
        return [m.as_message() for m in self.messages]

    def unread_parts(self) -> set[str]:
        """Return the kinds of what no check reads: `image`, `audio`, `video`, `file`."""
        parts = (part for m in self.messages if isinstance(m.content, list) for part in m.content)
        return {_SEEN[kind] for part in parts if (kind := _kind(part)) in _SEEN}

    @property
    def wants_json(self) -> bool:
        """Whether the answer is to be read by a program."""
        return self.response_format is not None and self.response_format.type != "text"

    def answer_format(self, limit: int | None) -> AnswerFormat:
        """Return what the request says of the answer's format; `limit` is of tokens, where the request sets none."""
        schema = (self.response_format.model_extra or {}).get("json_schema") if self.response_format else None
        stop = (self.model_extra or {}).get("stop")
        return AnswerFormat(
            self.wants_json,
            schema.get("schema") if isinstance(schema, dict) else None,
            self.max_completion_tokens or self.max_tokens or limit,
            tuple(s for s in (stop if isinstance(stop, list) else [stop]) if isinstance(s, str)),
        )

    def for_model(self, choice: int = 0) -> dict[str, Any]:
        """Return the parameters of the vanilla call for one choice; a seed is moved on, or all would be the same."""
        given = {k: v for k, v in (self.model_extra or {}).items() if k in _PASSED_ON and v is not None}
        if self.response_format is not None:
            given["response_format"] = self.response_format.model_dump()
        own = {
            "temperature": self.temperature,
            "max_tokens": self.max_completion_tokens or self.max_tokens,
            "seed": None if self.seed is None else self.seed + choice,
        }
        return given | {k: v for k, v in own.items() if v is not None}


def _text(parts: list[dict[str, Any]]) -> str:
    """Return what a message says in words; pictures and the like are the model's alone."""
    return "\n".join(said for part in parts if (said := _said(part)) is not None)


def _said(part: dict[str, Any]) -> str | None:
    """Return a part's words, None where it is of a kind that has none."""
    said = part.get(_WORDS.get(_kind(part), ""))
    return said if isinstance(said, str) else None


def _kind(part: dict[str, Any]) -> str:
    """Return a part's type as a text, whatever it is: a list or an object is no key of a table."""
    return str(part.get("type"))
