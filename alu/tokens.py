"""An estimate of how a tokenizer splits a text, for texts whose tokens no server has counted."""

from __future__ import annotations

import re

__all__ = ["pieces"]

_PIECE = re.compile(
    r"\s*(?:'(?:s|t|re|ve|m|ll|d)\b|[A-Za-z]{1,12}|\d{1,3}|[^\W\d_]{1,2}|[^\w\s]{1,4}|_)"  # the space is its word's
    r"|\s+"
)


def pieces(text: str) -> list[str]:
    """Return the pieces of `text`, about as many as it has tokens; put together they are the text."""
    return _PIECE.findall(text)
