"""Web hosts that belong to somebody: «the website of Halvorsen Holdings is www.halvorsen-holdings.com»."""

from __future__ import annotations

import re

from alu.store.calibration import UNKNOWN_WORD_NATS
from alu.store.text.vocabulary import information

__all__ = ["OWN_SITE", "is_own_host"]

OWN_SITE = (
    r"\b(?:web ?sites?|home ?page|domain|web ?address|web ?page|blog|webseite|sitio web|sito|site web|site internet)\b"
)
"""A regular expression of the words that say that a host is somebody's own."""
_SAID = re.compile(OWN_SITE)
_REACH = 100
_LEAST_LETTERS = 6


def is_own_host(text: str, host: str, start: int) -> bool:
    """Tell whether a folded text says before `start` that a host is a site, and its name is no word that is written.

    Example:
        >>> from alu.store.text.values.hosts import is_own_host
        >>> said = "her website is "
        >>> is_own_host(said, "quillfeatherbees.com", len(said)), is_own_host(said, "facebook.com", len(said))
        (True, False)
    """
    if not _SAID.search(text, max(0, start - _REACH), start):
        return False
    name = max(host.split("."), key=len).replace("-", "")
    return len(name) >= _LEAST_LETTERS and name.isalnum() and information(name) >= UNKNOWN_WORD_NATS
