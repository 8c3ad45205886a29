"""What a program says to people in a hundred languages: Django's translations, which teach what words look like.

    pip install django==5.2.19  # in an environment that has alu

CLDR has names alone, and sentences have other words: verbs, endings, the short ones that are everywhere. Read by
`benchmarks.letters` and `benchmarks.script_letters`, which keep statistics of letters and no text (BSD 3-Clause).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category

from alu.store.text.languages import script
from alu.store.text.readability.scriptlike import letters_of

__all__ = ["interface_texts", "interface_words"]

_LEFT_OUT = re.compile(r"%(?:\(\w+\))?[a-z]|\{[^}]*\}|<[^>]*>|&\w+;|https?:\S+|[\w.]+@[\w.]+|\b[a-z]+(?:_[a-z]+)+\b")
"""Gaps, tags, addresses and names of a program."""


@cache
def interface_texts(code: str) -> tuple[str, ...]:
    """Return the translations into a language, without those that are as in English; none where there are none."""
    return tuple(dict.fromkeys(_texts(code)))


def _texts(code: str) -> Iterator[str]:
    spec = find_spec("django")
    origin = spec.origin if spec else None
    assert origin, "pip install django"
    for path in sorted(Path(origin).parent.glob(f"**/locale/{code}/LC_MESSAGES/django.mo")):
        with path.open("rb") as file:
            known = GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # it has no other way to all of them
        for key, text in known.items():
            own = _LEFT_OUT.sub(" ", text)
            if key and own != _LEFT_OUT.sub(" ", key[0] if isinstance(key, tuple) else key):
                yield " ".join(own.split())


def interface_words(code: str) -> dict[str, set[str]]:
    """Return the words of these by their script."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in letters_of("\n".join(interface_texts(code))).split():
        if len({script(c) for c in word if category(c)[0] == "L"}) == 1 and (of_word := script(word)):
            found[of_word].add(word)
    return found
