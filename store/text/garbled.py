"""Whether a text was written in one encoding and read in another: «MÃ¼ller» for «Müller», «M�ller»."""

from __future__ import annotations

__all__ = ["is_garbled"]

_LOST = "\ufffd"
# these stand behind any letter, in «MALMÖ’s» and «CAFÉ®»: with it they are UTF-8 of something by chance
_SIGNS = frozenset("‘’‚‹›“”„–—…")
_MARKS = frozenset("®™©°´ªº¹²³§·«»")
_FIRST = 0xC3
"""The byte that the accented letters of Western Europe begin with in UTF-8."""
_PAGES = ("cp1252", "cp1250", "mac-roman")


def is_garbled(text: str) -> bool:
    """Tell whether letters of a text were lost, or UTF-8 was read as if each of its bytes were a letter.

    Text of people is not UTF-8 when it is written as Windows-1252, -1250 or Mac Roman; text that was read in one of
    these by mistake is, from the first letter to the last.

    Example:
        >>> from alu.store.text.garbled import is_garbled
        >>> [is_garbled(name) for name in ("MÃ¼ller", "M\ufffdller", "Müller", "Łukasz Ñáñez", "MALMÖ’s", "Muller")]
        [True, True, False, False, False, False]
    """
    if text.isascii():
        return False
    return _LOST in text or any(_is_of_bytes(text, page) for page in _PAGES)


def _is_of_bytes(text: str, page: str) -> bool:
    """Tell whether the letters of a text are the bytes of another one, by a pair that hardly stands there by chance."""
    try:
        read = [_byte(letter, page) for letter in text]
        meant = b"".join(read).decode()
    except UnicodeError:
        return False
    pairs = zip(read, text[1:], strict=False)
    tells = any(second not in _SIGNS and _tells(first[0], second) for first, second in pairs if first[0] >= 0x80)
    return tells and any(letter.isalpha() for letter in meant if not letter.isascii())


def _tells(first: int, second: str) -> bool:
    """Tell whether a letter of this byte hardly stands before this sign."""
    if second.isascii():
        return False
    return first == _FIRST or (first >= 0xC0 and not second.isalpha() and second not in _MARKS)


def _byte(letter: str, page: str) -> bytes:
    """Return the byte of a letter; Windows reads one that its page does not have as a control sign."""
    return letter.encode("latin-1") if "\x80" <= letter <= "\x9f" else letter.encode(page)
