"""What a server says about likelihoods: of the letter that comes next, and of an answer that it did not write.

Letters come from `POST /completions` with `logprobs`, which llama.cpp's server and vLLM have; an answer's probability
from vLLM's `prompt_logprobs`. Whatever a server does not give is an error, never a number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, NamedTuple

from alu.errors import BadReply
from alu.models.openai import OpenAIModel

__all__ = ["TOP", "AnswerLikelihood", "answer_likelihood", "extraction_strength", "letter_logprobs"]

TOP = 20
"""Likeliest next tokens that are asked for: the most that vLLM gives unless it is told otherwise (`--max-logprobs`)."""


class _Token(NamedTuple):
    id: str
    logprob: float
    rank: int | None


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


@dataclass(frozen=True, slots=True)
class AnswerLikelihood:
    """What a model makes of an answer that it did not write, each token after the true ones before it."""

    mean: float
    """Mean log probability a token."""
    exact: float | None
    """Exact memorisation: the share of tokens that are the likeliest; None where the server gives no ranks."""
    extraction: float | None
    """Extraction strength: 1 − k/n, where of n tokens all but the first k are the likeliest."""


async def answer_likelihood(model: OpenAIModel, question: str, answer: str, *, timeout: float) -> AnswerLikelihood:
    """Return how likely `answer` to `question` is, in the server's own chat template.

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
    if not said or [t.id for t in whole[: len(before)]] != [t.id for t in before]:
        raise BadReply(f"{model.name}: its chat template does not go on from question to answer token by token")
    mean = fmean(t.logprob for t in said)
    if any(t.rank is None for t in said):
        return AnswerLikelihood(mean, None, None)
    likeliest = [t.rank == 1 for t in said]
    return AnswerLikelihood(mean, fmean(likeliest), extraction_strength(likeliest))


def extraction_strength(likeliest: Sequence[bool]) -> float:
    """Return 1 − k/n, k the fewest tokens after which all others are the likeliest; 0 where only the last one is.

    As OpenUnlearning computes it (Carlini et al. 2021, arXiv 2012.07805).
    """
    n = len(likeliest)
    wrong = max((place for place, right in enumerate(likeliest) if not right), default=-1)
    return 0.0 if wrong + 1 >= n - 1 > 0 else 1 - (wrong + 1) / n


async def _prompt(
    model: OpenAIModel, messages: Sequence[Mapping[str, str]], how: Mapping[str, bool], timeout: float
) -> list[_Token]:
    """Return the tokens of a prompt; the first one has no log probability, which is 0."""
    body = {"messages": [*messages], "max_tokens": 1, "temperature": 0, "prompt_logprobs": 0, **how}
    reply = await model.raw(body, timeout=timeout)
    given = reply.get("prompt_logprobs") if isinstance(reply, dict) else None
    if not isinstance(given, list) or not given:
        raise BadReply(f"{model.name} gives no log probabilities of a prompt: vLLM does (`prompt_logprobs`)")
    return [_Token("", 0.0, None) if number == 0 and not t else _token(model, t) for number, t in enumerate(given)]


def _token(model: OpenAIModel, given: object) -> _Token:
    """Return the one token that is there; with several nobody could tell which is the prompt's."""
    if isinstance(given, dict) and len(given) == 1:
        name, about = next(iter(given.items()))
        value = about.get("logprob") if isinstance(about, dict) else None
        if isinstance(value, int | float) and math.isfinite(value) and value <= 0:
            rank = about.get("rank")
            return _Token(str(name), float(value), rank if isinstance(rank, int) else None)
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
