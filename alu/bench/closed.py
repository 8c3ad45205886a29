"""Closed questions: how they are put, and how a letter or a number is read from a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["LETTERS", "choice_question", "letter_in", "number_in"]

LETTERS = "ABCDEFGHIJ"
"""Labels of the options of a closed question, in their order; none has more than ten."""

_SAID = re.compile(
    r"(?:answer|option|choice)\s*(?:is|:)?\s*[*_(\[\"']*([A-J])\b(?![\w'’])|\\boxed\{\s*(?:\\text\{)?([A-J])\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"^[\s*_(\[\"']*([A-J])(?:[\s*_)\]\"'.:,]|$)")
_NUMBER = re.compile(r"[-−]?\$?\d[\d,]*(?:\.\d+)?")


def choice_question(question: str, options: Sequence[str]) -> str:
    """Put a question with lettered options and ask for the letter alone."""
    lines = "\n".join(f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=False))
    return f"{question.strip()}\n{lines}\nAnswer with the letter of the right option only."


def letter_in(reply: str, options: Sequence[str]) -> str | None:
    """Return the letter that `reply` gives, or None where it gives none or several.

    Looked for in this order: a letter at the start; «the answer is B», the last one said; an option's text, alone.
    """
    allowed = LETTERS[: len(options)]
    if (first := _FIRST.match(reply)) and first[1] in allowed and not _is_article(reply, first):
        return str(first[1])
    said = [str(a or b).upper() for a, b in _SAID.findall(reply)]
    if said and said[-1] in allowed:
        return said[-1]
    text = reply.casefold()
    found = [i for i, option in enumerate(options) if option and re.search(_whole(option), text)]
    longest = [i for i in found if not any(i != j and options[i].casefold() in options[j].casefold() for j in found)]
    return allowed[longest[0]] if len(longest) == 1 else None


def number_in(reply: str) -> str | None:
    """Return the number that `reply` ends with, without commas, signs of currency and trailing zeros."""
    marked = reply.rsplit("####", 1)[-1]
    numbers = _NUMBER.findall(marked)
    if not numbers:
        return None
    plain: str = numbers[-1].replace(",", "").replace("$", "").replace("−", "-")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _whole(option: str) -> str:
    return rf"(?<!\w){re.escape(option.casefold().strip().rstrip('.'))}(?!\w)"


def _is_article(reply: str, match: re.Match[str]) -> bool:
    """Tell whether «A» begins a sentence («A rake is best») instead of naming an option."""
    return match[1] == "A" and bool(re.match(r"A [a-z]", reply.lstrip()))
