"""What a server says about likelihoods: of the letter that comes next, and of an answer that it did not write.

Letters come from `POST /completions` with `logprobs`, which llama.cpp's server and vLLM have; an answer's probability
from vLLM's `prompt_logprobs`. Whatever a server does not give is an error, never a number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from alu.errors import BadReply
from alu.models.openai import OpenAIModel

__all__ = ["TOP", "answer_logprob", "letter_logprobs"]

TOP = 20
"""Likeliest next tokens that are asked for: the most that vLLM gives unless it is told otherwise (`--max-logprobs`)."""


async def letter_logprobs(model: OpenAIModel, prompt: str, letters: str, *, timeout: float) -> dict[str, float]:
    """Return the log probabilities of those `letters` that are among the likeliest tokens after `prompt`.

    A letter that is not among them is less likely than all that are, so the likeliest letter is exact as soon as one
    is there. « A» with a space is what lm-evaluation-harness scores; a bare «A» counts where no letter has a space.

    Raises:
        ModelError: no answer came, or one without log probabilities.
    """
    reply = await model.raw({"prompt": prompt, "max_tokens": 1, "temperature": 0, "logprobs": TOP}, timeout=timeout)
    given = _next_tokens(reply)
    if not given:
        raise BadReply(f"{model.name} gives no log probabilities: llama.cpp's server and vLLM do (`POST /completions`)")
    spaced = {token.strip(): value for token, value in given.items() if token[:1].isspace()}
    for found in (spaced, given):
        if known := {letter: found[letter] for letter in letters if letter in found}:
            return known
    return {}


async def answer_logprob(model: OpenAIModel, question: str, answer: str, *, timeout: float) -> float:
    """Return the mean log probability a token of `answer` to `question`, in the server's own chat template.

    The tokens of the prompt alone are asked for first; the answer's are those that follow. The token that ends an
    answer is not counted.

    Raises:
        ModelError: no answer came, or one without the prompt's log probabilities, or the template puts something
            between question and answer.
    """
    asked = {"role": "user", "content": question}
    before = await _prompt(model, [asked], {"add_generation_prompt": True}, timeout)
    whole = await _prompt(
        model,
        [asked, {"role": "assistant", "content": answer}],
        {"add_generation_prompt": False, "continue_final_message": True},
        timeout,
    )
    said = whole[len(before) :]
    if not said or [token for token, _ in whole[: len(before)]] != [token for token, _ in before]:
        raise BadReply(f"{model.name}: its chat template does not go on from question to answer token by token")
    return fmean(value for _, value in said)


async def _prompt(
    model: OpenAIModel, messages: Sequence[Mapping[str, str]], how: Mapping[str, bool], timeout: float
) -> list[tuple[str, float]]:
    """Return each token of a prompt, by its id, with its log probability; the first one has none, which is 0."""
    body = {"messages": [*messages], "max_tokens": 1, "temperature": 0, "prompt_logprobs": 0, **how}
    reply = await model.raw(body, timeout=timeout)
    given = reply.get("prompt_logprobs") if isinstance(reply, dict) else None
    if not isinstance(given, list) or not given:
        raise BadReply(f"{model.name} gives no log probabilities of a prompt: vLLM does (`prompt_logprobs`)")
    return [("", 0.0) if number == 0 and not token else _token(model, token) for number, token in enumerate(given)]


def _token(model: OpenAIModel, given: object) -> tuple[str, float]:
    """Return the one token that is there; with several nobody could tell which is the prompt's."""
    if isinstance(given, dict) and len(given) == 1:
        name, about = next(iter(given.items()))
        value = about.get("logprob") if isinstance(about, dict) else None
        if isinstance(value, int | float) and math.isfinite(value) and value <= 0:
            return str(name), float(value)
    raise BadReply(f"{model.name} gives a prompt's log probabilities in a form that is not vLLM's")


def _next_tokens(reply: object) -> dict[str, float]:
    """Return the likeliest first tokens, as vLLM writes them (`top_logprobs`) or as llama.cpp does (`content`)."""
    choices = reply.get("choices") if isinstance(reply, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    logprobs = first.get("logprobs") if isinstance(first, dict) else None
    if not isinstance(logprobs, dict):
        return {}
    listed = _first(logprobs.get("top_logprobs"))
    if isinstance(listed, dict):
        pairs: list[tuple[Any, Any]] = list(listed.items())
    else:
        place = _first(logprobs.get("content"))
        top = place.get("top_logprobs") if isinstance(place, dict) else None
        pairs = [(t.get("token"), t.get("logprob")) for t in top or () if isinstance(t, dict)]
    return {t: float(v) for t, v in pairs if isinstance(t, str) and isinstance(v, int | float) and math.isfinite(v)}


def _first(values: object) -> object:
    return values[0] if isinstance(values, list) and values else None
