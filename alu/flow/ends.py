"""Where an unfinished text may be cut: after whole sentences, lines and blocks.

What says nothing by itself goes with what follows: brief sentences, lines of a table, the inside of a block of code.
From data or a program outside a block on, nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from alu.store.calibration import MIN_LEAVING_WORDS
from alu.store.text.normalise import is_abbreviation
from alu.store.text.words import word_count

__all__ = ["whole_part"]

_SENTENCE_END = re.compile(r"""[.!?…]["'”’»)\]*_]*(?=\s)|[。！？｡]["'”’»）」』]*""")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_DATA = re.compile(
    r"\s*(?:[{}\[\]<]|[\w.$]+(?:\[[^\]]*\])?\s*[-+*/|:]?=|[\w.$]+\(|[\"'][^\"']*[\"']\s*:"
    r"|(?:def|class|import|from|for|if|else|elif|while|return|let|const|var|function|print|echo|select|insert)\b)"
)
"""How a line of data or of a program begins."""


def whole_part(text: str, start: int) -> int:
    """Return where `text` may be cut at the latest, from `start` on, where it may be cut; `start` where nowhere else.

    Example:
        >>> from alu.flow.ends import whole_part
        >>> said = "The light at Skerrow is 38 metres high. It was bui"
        >>> said[: whole_part(said, 0)]
        'The light at Skerrow is 38 metres high.'
    """
    end = start
    for at in _ends(text, start):
        if word_count(text[end:at]) >= MIN_LEAVING_WORDS:
            end = at
    return end


def _ends(text: str, start: int) -> Iterator[int]:
    """Yield where sentences, lines and blocks end."""
    at, fence, table = start, "", 0
    for line in text[start:].splitlines(keepends=True):
        begun, at = at, at + len(line)
        complete, mark = line.endswith(("\n", "\r")), _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and complete:
                fence = ""
                yield begun + len(line.rstrip())
        elif mark:
            fence = mark[1]
        elif "|" in line or "\t" in line:
            table = begun + len(line.rstrip())
        elif _DATA.match(line):
            return
        elif complete or not table:  # what follows a table may be its next row, as long as it has not ended
            if table:
                yield table
                table = 0
            yield from (
                begun + m.end() for m in _SENTENCE_END.finditer(line) if not is_abbreviation(line, m.start(), m.end())
            )
            if complete and line.strip():
                yield begun + len(line.rstrip())
