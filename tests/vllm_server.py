"""A small server on loopback that speaks the schema that vLLM documents for log probabilities; no vLLM itself.

https://docs.vllm.ai: `POST /v1/completions` with `logprobs` answers `choices[0].logprobs.top_logprobs`, a list of
objects by token; `POST /v1/chat/completions` with `prompt_logprobs` answers a list that begins with null and has an
object by token id for each further token of the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.model_server import Act, answer

__all__ = ["TEMPLATE", "vllm"]

TEMPLATE = {"user": "<user> {} <assistant> ", "assistant": "{}"}
"""The chat template: a token a word."""


def vllm(letters: Mapping[str, float], words: Mapping[str, float], *, think: bool = False, ranks: bool = True) -> Act:
    """Answer as vLLM does.

    Args:
        letters: log probabilities of the next token of any prompt.
        words: those of each word of a prompt; of others -9; those above -8 are the likeliest.
        think: the template puts thoughts between question and answer, where there is one.
        ranks: each token's place among all is given, too.
    """

    def act(http: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        if "prompt" in body:
            assert body["logprobs"] <= 20
            logprobs = {"top_logprobs": [dict(letters)]}
            reply: dict[str, Any] = {"choices": [{"index": 0, "text": " A", "logprobs": logprobs}]}
        else:
            assert body["continue_final_message"] if len(body["messages"]) > 1 else body["add_generation_prompt"]
            text = "".join(TEMPLATE[m["role"]].format(m["content"]) for m in body["messages"])
            if think and len(body["messages"]) > 1:
                text = text.replace("<assistant>", "<assistant-thinks>")
            reply = {"choices": [], "prompt_logprobs": _prompt(text, words, ranks=ranks)}
        answer(reply)(http, body)

    return act


def _prompt(text: str, words: Mapping[str, float], *, ranks: bool) -> list[dict[str, Any] | None]:
    tokens = re.findall(r"\S+", text)
    known = [{str(sum(map(ord, t))): _about(t, words.get(t, -9.0), ranks=ranks)} for t in tokens]
    return [None, *known[1:]]


def _about(token: str, logprob: float, *, ranks: bool) -> dict[str, Any]:
    rank = {"rank": 1 if logprob > -8 else 30} if ranks else {}
    return {"logprob": logprob, "decoded_token": token, **rank}
