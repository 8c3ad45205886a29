"""Lines of a turn in which others speak, of a quoted mail or a pasted chat: what they ask is not asked of the model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from alu.flow.word_lists import any_of

__all__ = ["said_by_others"]

_QUOTED = re.compile(r"\s{0,9}>")
"""How mail programs mark what they quote."""
_SPEAKER = re.compile(
    r"\s{0,3}(?:[\[(]?\d[\d:./ -]{3,20}[\])]?[,\s-]{0,3})?"
    r"([^\W\d_a-z][\w.'’-]{0,20}(?: [\w.'’-]{1,20}){0,2})\s?[:：]\s"
)
"""Who speaks in a line of a chat: «[12:04] Gino: …»."""
_OF_PROMPT = re.compile(rf"(?:{any_of('prompt_speaker')})(?: ?\d+)?", re.I)
"""Who speaks in the examples of a prompt: «Question», «User 2»."""
_LEAST = 3
"""Lines with a speaker from which on they are a chat; one of the speakers has two of them."""


def said_by_others(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the lines of a turn in which others speak; the last line is the user's own in any case.

    Where that one is of a speaker, too, or one is called «Question», all are the user's: examples of how to go on.

    Example:
        >>> from alu.flow.quoted import said_by_others
        >>> sorted(said_by_others(["When is it?", "> Who comes?", ">> Ada."]))
        [1]
        >>> sorted(said_by_others(["Gino: Who comes?", "Rosy: Ada.", "Gino: When?", "Who comes?"]))
        [0, 1, 2]
        >>> said_by_others(["Text: Ada has gone.", "Task: Read it.", "Question: Who has gone?", "Be brief."])
        frozenset()
        >>> said_by_others(["Question: Who comes?", "Answer: Ada.", "Question: When?", "Now answer."])
        frozenset()
    """
    last = max((n for n, line in enumerate(lines) if line.strip()), default=0)
    speakers = {n: said[1] for n, line in enumerate(lines) if (said := _SPEAKER.match(f"{line} "))}
    count = Counter(speakers.values())
    several = len(speakers) >= _LEAST and 1 < len(count) < len(speakers)
    is_chat = several and last not in speakers and not any(map(_OF_PROMPT.fullmatch, count))
    quoted = {n for n, line in enumerate(lines) if _QUOTED.match(line)}
    return frozenset(quoted.union(speakers) if is_chat else quoted) - {last}
