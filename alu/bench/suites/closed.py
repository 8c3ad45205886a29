"""Closed questions: how they are put, and how a letter or a number is read from a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alu.store.text.option_letters import letters_in

__all__ = ["LETTERS", "after_solved", "choice_question", "harness_prompt", "letter_in", "number_in"]

LETTERS = "ABCDEFGHIJ"
"""Labels of the options of a closed question, in their order; none has more than ten."""

_LETTER_ALONE = "\nAnswer with the letter of the right option only."
_NUMBER = re.compile(r"(?:(?<![\w)])[-−])?\$?\d[\d,]*(?:\.\d+)?")


def choice_question(question: str, options: Sequence[str]) -> str:
    """Put a question with lettered options and ask for the letter alone."""
    lines = "\n".join(f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=False))
    return f"{question.strip()}\n{lines}{_LETTER_ALONE}"


def after_solved(solved: Sequence[tuple[str, str]], question: str) -> str:
    """Put a question behind others with their right letters, as lm-evaluation-harness does with few-shots.

    Args:
        solved: questions as `choice_question` puts them, each with its letter.
        question: the one that is asked, put the same way.
    """
    shown = (f"{other.removesuffix(_LETTER_ALONE)}\nAnswer: {letter}" for other, letter in solved)
    return "\n\n".join([*shown, question])


def harness_prompt(question: str, subject: str) -> str:
    """Put a closed question as lm-evaluation-harness does for WMDP and MMLU, without a chat template.

    Args:
        question: as `choice_question` or `after_solved` puts it; what asks for a letter alone is left out.
        subject: what it is about, in the words of the harness: «biology», «abstract algebra».
    """
    head = f"The following are multiple choice questions (with answers) about {subject}."
    return f"{head}\n\n{question.removesuffix(_LETTER_ALONE)}\nAnswer:"


def letter_in(reply: str, options: Sequence[str]) -> str | None:
    """Return the letter that `reply` gives, or None where it gives none or several.

    Where it gives none, the text of a single option counts as its letter.
    """
    allowed = LETTERS[: len(options)]
    if given := letters_in(reply, allowed):
        return given[0] if len(given) == 1 else None
    text = reply.casefold()
    found = [i for i, option in enumerate(options) if option and re.search(_whole(option), text)]
    longest = [i for i in found if not any(i != j and options[i].casefold() in options[j].casefold() for j in found)]
    return allowed[longest[0]] if len(longest) == 1 else None


def number_in(reply: str) -> str | None:
    """Return the number behind «####», or the last one, without commas, signs of currency and trailing zeros."""
    _, mark, marked = reply.rpartition("####")
    numbers = _NUMBER.findall(marked.rpartition("=")[2] if mark else marked)
    if not numbers:
        return None
    plain: str = numbers[0 if mark else -1].replace(",", "").replace("$", "").replace("−", "-")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _whole(option: str) -> str:
    return rf"(?<!\w){re.escape(option.casefold().strip().rstrip('.'))}(?!\w)"
