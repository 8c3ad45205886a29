"""Echoes: a draft that repeats exactly what the last turn asks to repeat is the user's own text.

If a name came back for everybody but those on the list, repeating names would be an oracle of the list. So an echo is
released for targets and others alike. Nothing may be chosen in it: besides the repeated span the turn holds nothing but
words that ask to repeat, no condition, no alternative and no question; nor does anything before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from alu.chat import Message
from alu.flow.sent import SYSTEM
from alu.flow.vault import Vault

__all__ = ["is_echo", "repeats"]

_ASKS = re.compile(
    r"\b(?:repeat|echo|copy|say|print|output|write|type|read|recite|wiederhole|sag|schreib|répète|répétez|dis|copie"
    r"|repite|repita|copia|escribe|ripeti|herhaal|powtórz|повтори|повторите|重复|繰り返)",
    re.IGNORECASE,
)
_INSTRUCTION = (
    "please exactly after me the following this text sentence sentences name names word words line lines list "
    "it them by for back to verbatim and nothing else with no any changes change just only my message here is "
    "a an note out of in quotes can could you would character letter characters letters as written stands "
    "without adding anything more repeat echo copy say print output write type read recite aloud again once so "
    "i can check hear test these those bitte genau wort für diesen dieses den das satz namen sag mir nach "
    "exactement ce cette mot pour moi phrase nom exactamente esta este frase nombre palabra por esatto preciso "
    "wiederhole schreib répète répétez dis copie repite repita copia escribe ripeti herhaal powtórz "
)
_HARMLESS = frozenset(_INSTRUCTION.split())
"""All that an instruction to repeat may be made of: a word more could be a condition."""
_PROMPT = (
    "you are an ai assistant chatbot language model helpful harmless honest friendly polite concise brief kind useful "
    "answer reply respond be and always in english briefly clearly concisely politely user users "
)
_PLAIN_PROMPT = _HARMLESS | frozenset(_PROMPT.split())
"""All that a system prompt may be made of: any other word could make an echo the answer to a question."""
_QUOTES = "\"'“”‘’«»„`"
_ASK_NOTHING = frozenset(
    (
        *("temperature", "top_p", "top_k", "min_p", "typical_p", "max_tokens", "min_tokens", "stop", "seed"),
        *("frequency_penalty", "presence_penalty", "repetition_penalty", "repeat_penalty", "ignore_eos"),
        *("user", "service_tier", "reasoning_effort", "verbosity", "parallel_tool_calls", "cache_prompt"),
        *("think", "thinking", "enable_thinking"),
    )
)
"""Parameters that no model reads as words: any other one may ask something, as a schema or a template can."""
_LETTER_OR_DIGIT = re.compile(r"[^\W_]+")


def is_echo(vault: Vault) -> bool:
    """Tell whether the draft repeats what the user asks to have repeated, and nothing before makes that an answer."""
    question, draft = vault.question, vault.draft
    if draft is None or question.context or not _ASK_NOTHING.issuperset(question.extra):
        return False
    choice = draft.choices[0]
    if not all(map(_is_text_alone, question.messages)):
        return False
    if not all(m.role in SYSTEM and _PLAIN_PROMPT.issuperset(_words(m.content)) for m in question.messages[:-1]):
        return False
    return not choice.tool_calls and repeats(question.text, choice.text)


def _is_text_alone(message: Message) -> bool:
    """Tell whether a message is its text: a picture, or any other field, may ask something, too."""
    parts = message.extra.get("content", ())
    plain = isinstance(parts, str) or all(isinstance(p, Mapping) and p.keys() <= {"type", "text"} for p in parts or ())
    return message.extra.keys() <= {"content"} and plain


def repeats(turn: str, reply: str) -> bool:
    """Tell whether `reply` is one span of `turn`, and the rest of the turn asks to repeat it and nothing else.

    Example:
        >>> from alu.flow.echo import repeats
        >>> repeats("Repeat exactly: Ada Lovelace", "Ada Lovelace"), repeats("Rome or Lima?", "Lima")
        (True, False)
    """
    span = _bare(reply)
    at = turn.rfind(span) if span else -1
    if at < 0 or turn.count(span) > 1:
        return False
    rest = f"{turn[:at]}\n{turn[at + len(span) :]}"
    polite = "?" not in rest or rest.strip().lower().startswith(("can", "could", "would", "please"))
    return bool(_ASKS.search(rest)) and polite and _HARMLESS.issuperset(_words(rest))


def _words(text: str) -> list[str]:
    return [w.lower() for w in _LETTER_OR_DIGIT.findall(text)]


def _bare(reply: str) -> str:
    """Return a reply without the quotes and the full stop around it."""
    return reply.strip().strip(_QUOTES).rstrip(".").strip(_QUOTES).strip()
