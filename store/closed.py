"""Closed questions: what a letter, a yes or no, a number or a date asserts."""

from __future__ import annotations

import re

__all__ = ["assertion"]

_OPTION = re.compile(r"(?:^|\s)\(?([A-Ha-h1-9])[).:]\s+(.+?)(?=\s+\(?[A-Ha-h1-9][).:]\s|\s*$)", re.DOTALL)
_LETTER = re.compile(
    r"^\W*(?:(?:the\s+)?(?:correct\s+|right\s+|best\s+)?(?:answer|option|choice)\s*(?:is|:)?\s*)?\(?([A-Ha-h1-9])\)?\W*$",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^\W*(yes|no|true|false|correct|incorrect|indeed|yeah|yep|nope|right|wrong)\b\W*(.{0,40})$", re.I | re.S
)
_BARE = re.compile(
    r"^[\W\d]*\d[\W\d]*(?:(?:st|nd|rd|th|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|of|in|about|approximately|around|years?|BC|AD|CE|BCE|million|billion)[\W\d]*)*$",
    re.I,
)
_NO = frozenset({"no", "false", "incorrect", "nope", "wrong"})


def assertion(question: str, draft: str) -> str | None:
    """Return the statement that a closed reply makes, or None where the reply speaks for itself.

    A letter stands for its option, a yes or no for the statement asked about (its denial discloses as much),
    a number or a date for the question with it.
    """
    if (letter := _LETTER.match(draft)) and (option := _options(question).get(letter[1].lower())):
        return f"{_stem(question)} {option}"
    if yes_no := _YES_NO.match(draft):
        return f"{'It is not so: ' if yes_no[1].lower() in _NO else ''}{_stem(question)} {yes_no[2]}".strip()
    if _BARE.match(draft):
        return f"{_stem(question)} {draft.strip()}"
    return None


def _options(question: str) -> dict[str, str]:
    return {letter.lower(): text.strip() for letter, text in _OPTION.findall(question)}


def _stem(question: str) -> str:
    """Return the question without its options."""
    options = list(_OPTION.finditer(question))
    return question[: options[0].start()].strip() if len(options) > 1 else question.strip()
