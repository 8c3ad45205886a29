"""What a terminal shows of a text: without control sequences, and without what was written over."""

from __future__ import annotations

import re

__all__ = ["printed"]

_STRING = r"[^\x07\x1b\x9c\n\\]{0,300}+"
"""What a string of a sequence holds; it has a limit, or the end of each would be sought."""
_ESC = r"(?:\x1b|\\(?:e|033|[xu](?:00)?1[bB]))"
"""The escape character, or what a program's source has for it."""
_SEQUENCE = re.compile(
    rf"(?:{_ESC}\[|\x9b)(?P<count>[0-9:;<=>?]{{0,24}}+)[ -/]{{0,2}}+(?P<final>[@-~])"  # ECMA-48, 5.4
    rf"|(?:{_ESC}\]|[\x90\x98\x9d-\x9f]|\x1b[PX^_]){_STRING}(?:[\x07\x9c]|{_ESC}\\{{1,2}}|\\[a7])"  # 5.6
    r"|\x1b[ -/]{1,3}+[0-~]|\x1b[0-OQ-WYZ`-~]"  # ECMA-35, 13.2
    r"|\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?"  # a colour in a chat
    r"|(?P<one>[\b\r])|[\x00-\x07\x0e-\x1f\x7f-\x9f]"  # what is neither a space nor a line break shows nothing
)
"""What is not shown but moves the cursor or changes how the text looks."""
_CONTROL = re.compile(r"[\x00-\b\x0e-\x1f\x7f-\x9f]")
_AMONG = {"\r": re.compile(r"\r(?!\n|\Z)"), "\\": re.compile(r"\\(?:e|033|[xu](?:00)?1[bB])[\[\]]")}
"""What else every text has of which a terminal shows something else, by the sign in it: most texts have none."""


def printed(text: str) -> str:
    r"""Return `text` as a terminal shows it, line by line: cursors move within a line alone, which has no end.

    Takes time in proportion to the length of `text`.

    Example:
        >>> from alu.store.text.hidden.terminal import printed
        >>> printed("Ad\x1b[1ma\x1b[0m F\x1b]0;title\x07inch")
        'Ada Finch'
        >>> printed("Axx\b\bda Binch\rAda F")
        'Ada Finch'
    """
    if not _steers(text):
        return text
    return "\n".join(_shown(line) if _steers(line) else line for line in text.split("\n"))


def _steers(text: str) -> bool:
    """Tell at once of most texts that a terminal shows them as they are."""
    return bool(_CONTROL.search(text)) or any(s in text and found.search(text) for s, found in _AMONG.items())


def _shown(line: str) -> str:
    cells, at, end = list[str](), 0, 0
    for sequence in _SEQUENCE.finditer(line):
        at, end = _written(cells, at, line[end : sequence.start()]), sequence.end()
        at = _moved(cells, at, sequence["one"] or sequence["final"] or "", sequence["count"] or "")
    _written(cells, at, line[end:])
    return "".join(cells)


def _written(cells: list[str], at: int, text: str) -> int:
    """Write from a cell on over what is there; return the cell behind."""
    if at > len(cells) and text:
        cells.append(" ")  # one is as good as many
        at = len(cells)
    cells[at : at + len(text)] = text
    return at + len(text)


def _moved(cells: list[str], at: int, final: str, count: str) -> int:
    """Return where the cursor is behind a control; one erases what is there to the end of the line."""
    by = max(1, int(count)) if count.isdecimal() else 1
    if final == "K":
        del cells[at:]
    places = {"\b": at - 1, "D": at - by, "C": at + by, "\r": 0, "G": by - 1}
    return max(0, places.get(final, at))
