"""Whether a name is written as a page or a program writes it: «Ada O&#39;Lark», «Jane%20Doe», «[Jane Doe](…)»."""

from __future__ import annotations

import re

__all__ = ["is_escaped"]

_ESCAPED = re.compile(
    r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});"  # of HTML
    r"|(?-i:%2[0-9A-F]|%[CDE][0-9A-F]%[89AB][0-9A-F])"  # of addresses: a space or a sign, a letter of UTF-8
    r"|\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[nrt](?=[^a-z]|(?-i:[A-Z])))"  # of programs
    r"|\\[a-z]+\{|\]\s*[(\[]|\[\[[^\[\]]*\|"  # of LaTeX, links of Markdown and wikis
    r"|[{,]\s*[\"'][\w ]+[\"']\s*:|^=\w+\("  # of JSON, formulas of a table
    r"|<script\b|\x1b\[",
    re.I,
)
_UNSEEN_BETWEEN = re.compile("[a-zà-ÿ][\u180e\u200b-\u200d\u2060\ufeff]+[A-ZÀ-Þ]")
"""What parts two words for programs alone: it is read as nothing, since it stands within words, too."""
_SPACED = re.compile(r"\s*[a-z](?:\s+[a-z]){4,}\s*", re.I)


def is_escaped(name: str) -> bool:
    """Tell whether no text of people holds a name as it is written: with escapes, a link, or spaces in words.

    Tags, quotes and signs around a name are no part of it, and do no harm.

    Example:
        >>> from alu.store.text.escaped import is_escaped
        >>> [is_escaped(name) for name in ("Ada O&#39;Lark", "Jane%20Doe", "[Jane Doe](http://x)", "J a n e D o e")]
        [True, True, True, True]
        >>> [is_escaped(name) for name in ("<b>Jane Doe</b>", "AT&T; or so", "50% Off", "Smith & Sons", "A. B. C.")]
        [False, False, False, False, False]
    """
    return bool(_ESCAPED.search(name) or _UNSEEN_BETWEEN.search(name) or _SPACED.fullmatch(name))
