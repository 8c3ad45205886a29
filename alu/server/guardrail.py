"""LiteLLM's generic guardrail form: `POST /beta/litellm_basic_guardrail_api`, which its proxy calls for each answer.

The proxy sends the question when it comes in and the answer later, without the question. Both have the same call id,
so the question is kept until then. A request is never changed: what is to be forgotten may be asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from alu.answer import Answer
from alu.chat import Message
from alu.server.access import Client
from alu.server.admission import AnyClient, service_of
from alu.server.answering import checked_reply, refuse_parts
from alu.server.errors import ApiError, responses
from alu.server.reply import ChatReply
from alu.server.request import ChatMessage, ChatRequest
from alu.server.service import Service
from alu.server.waiting import waited
from alu.store.text.closed_answer import assertion
from alu.unlearner import Unlearner

__all__ = ["router"]

router = APIRouter()
"""`POST /beta/litellm_basic_guardrail_api`."""

MOST_TEXTS = 64
"""Texts of one answer; a longer list is refused."""
MOST_QUESTIONS = 8
"""Questions with one call id; an answer to one of more is blocked."""
_UNKNOWN = (
    "the question to this short answer is not known, so it cannot be checked: "
    "give alu's guardrail in the proxy's settings the mode [pre_call, post_call], and serve it with one worker"
)
_AMBIGUOUS = "many questions have the id of this call, so it is not known which one is answered: give each its own"


class Guardrail(BaseModel):
    """What the proxy sends, as far as it is needed."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    input_type: Literal["request", "response"]
    litellm_call_id: str = Field("", max_length=200)
    structured_messages: Annotated[list[dict[str, Any]], Field(max_length=10_000, repr=False)] = []
    texts: Annotated[list[str], Field(max_length=10_000, repr=False)] = []
    tool_calls: Annotated[list[dict[str, Any]], Field(max_length=1_000, repr=False)] = []

    @model_validator(mode="before")
    @classmethod
    def _null_is_nothing(cls, body: Any) -> Any:
        return {k: v for k, v in body.items() if v is not None} if isinstance(body, dict) else body

    def turns(self) -> list[ChatMessage]:
        """Return those of the messages whose form is known; whoever speaks in another role counts as a user."""
        return [turn for message in self.structured_messages if (turn := _turn(message))]

    def dialogue(self) -> list[Message]:
        """Return what is asked; nothing where a message is not of a form that is known."""
        turns = self.turns()
        return [turn.as_message() for turn in turns] if len(turns) == len(self.structured_messages) else []


def _turn(message: dict[str, Any]) -> ChatMessage | None:
    for role in (message.get("role"), "user"):
        with suppress(ValidationError):
            return ChatMessage.model_validate({**message, "role": role})
    return None


class Decision(BaseModel):
    """What the proxy is to do."""

    action: Literal["NONE", "GUARDRAIL_INTERVENED", "BLOCKED"]
    texts: list[str] | None = None
    blocked_reason: str | None = None


@router.post("/beta/litellm_basic_guardrail_api", responses=responses(400, 401, 403, 408, 413, 429, 500, 503))
async def guardrail(request: Request, given: Guardrail, client: AnyClient) -> Decision:
    """Check an answer for LiteLLM's proxy, like `/v1/guard`.

    A question with an image or other content that no check reads is refused unless `[server] parts` accepts it.
    """
    service = service_of(request)
    call, texts = given.litellm_call_id, given.texts
    refuse_parts(service, ChatRequest.model_construct(messages=given.turns()))
    if given.input_type == "request":
        service.dialogues.keep(client, call, given.dialogue() or [Message("user", "\n".join(texts))])
        return Decision(action="NONE")
    if len(texts) > MOST_TEXTS:
        raise ApiError(400, f"an answer of more than {MOST_TEXTS} texts is not checked", code="too_many_texts")
    dialogue = given.dialogue()
    asked = [dialogue] if dialogue else service.dialogues.find(client, call)
    if not asked and any(assertion("", text) is not None for text in texts):
        return Decision(action="BLOCKED", blocked_reason=_UNKNOWN)
    if len(asked) > MOST_QUESTIONS:
        return Decision(action="BLOCKED", blocked_reason=_AMBIGUOUS)
    return await waited(_ruling_on_each(service, client, asked or [[]], given), request.receive)


async def _ruling_on_each(
    service: Service, client: Client, asked: Sequence[list[Message]], given: Guardrail
) -> Decision:
    """Check an answer with each of the questions that it may be to; of several it has to pass with all."""
    rulings = [await _ruling(service, client, dialogue, given) for dialogue in asked]
    if len(rulings) == 1 or all(ruling.action == "NONE" for ruling in rulings):
        return rulings[0]
    return Decision(action="BLOCKED", blocked_reason=service.unlearner.refusal.text)


async def _ruling(service: Service, client: Client, dialogue: list[Message], given: Guardrail) -> Decision:
    """Check all texts as one answer; where that does not pass, each by itself, and as one what is left of them."""
    texts, calls, refusal = given.texts, given.tool_calls, service.unlearner.refusal.text
    whole = await _checked(service, client, dialogue, ["\n".join(texts)], calls)
    if _passes(whole, texts, calls):
        return Decision(action="NONE")
    blocked = Decision(action="BLOCKED", blocked_reason=refusal)
    if calls or not texts:  # the proxy has no place for other tool calls
        return blocked
    if len(texts) == 1:
        return Decision(action="GUARDRAIL_INTERVENED", texts=[whole.answers[0].text])
    left = [a.text for a in (await _checked(service, client, dialogue, texts, [])).answers]
    if left == texts:  # each by itself says nothing, all of them together do
        return blocked
    kept = [text for text in left if text != refusal]
    if len(kept) > 1 and not _passes(await _checked(service, client, dialogue, ["\n".join(kept)], []), kept, []):
        return blocked
    return Decision(action="GUARDRAIL_INTERVENED", texts=left)


def _passes(whole: ChatReply, texts: Sequence[str], calls: list[dict[str, Any]]) -> bool:
    """Tell whether texts that were checked as one came back as they were, with their tool calls."""
    return whole.answers[0].text == "\n".join(texts) and list(whole.answers[0].tool_calls) == calls


async def _checked(
    service: Service, client: Client, dialogue: list[Message], texts: Sequence[str], calls: list[dict[str, Any]]
) -> ChatReply:
    async def check(unlearner: Unlearner, choice: int, left: float) -> Answer:
        return await unlearner.acheck(dialogue, texts[choice], tool_calls=calls, deadline=left)

    asked = ChatRequest.model_construct(messages=[], n=len(texts))
    return await checked_reply(service, client, asked, check)
