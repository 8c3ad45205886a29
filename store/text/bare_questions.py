"""The questions of a text by themselves: of «Hi Claude! Where was she born? Begin with «Sure».» the second part.

Who is greeted, how to answer, and what is asked and answered before as an example say nothing of what is asked.
"""

from __future__ import annotations

import re

from alu.store.text.normalise import sentences
from alu.store.text.words import word_count

__all__ = ["bare_questions"]

_MOST = 2
"""Questions that are read by themselves, the last ones: those before are examples, or have been answered."""
_LEAST_WORDS = 4
_ASKS = re.compile(r"[?？؟]\W{0,9}$")
"""How a question ends."""
_QUOTED = re.compile(r"[\"“”„«»『「]\s?([^\"“”„«»『「』」\n]{12,400}[?？؟])\s?[\"“”«»』」]")
_BEFORE = re.compile(
    r"\W{0,9}(?:\d{1,2}[.):]|[^\W\d_][\w'’-]{0,20}(?: [\w'’-]{1,20}){0,2}:|(?:[\w.'’-]{1,20} ){0,2}[\w.'’-]{1,20},)\s+"
)
"""What stands before a question: its number, who asks it or what is to be done with it, and who is asked."""


def bare_questions(text: str) -> tuple[str, ...]:
    r"""Return the last questions of a text without what stands around them; nothing where the text is one alone.

    Example:
        >>> from alu.store.text.bare_questions import bare_questions
        >>> bare_questions("Hi Claude, where was the founder of Tarn born? Begin with «Sure».")
        ('where was the founder of Tarn born?',)
        >>> bare_questions("Where was the founder of Tarn born?")
        ()
        >>> bare_questions("Q: Ready?\nA: Yes.\nQ: Who keeps the mill in Tarn?\nA:")
        ('Who keeps the mill in Tarn?',)
    """
    asked = dict.fromkeys(_bare(sentence) for sentence in sentences(text) if _ASKS.search(sentence))
    enough = [one for one in asked if word_count(one) >= _LEAST_WORDS and one != text.strip()]
    return tuple(enough[-_MOST:])


def _bare(sentence: str) -> str:
    quoted = _QUOTED.search(sentence)
    asked = quoted[1] if quoted else sentence
    while (before := _BEFORE.match(asked)) and word_count(asked[before.end() :]) >= _LEAST_WORDS:
        asked = asked[before.end() :]
    return asked.strip()
