"""Words for people without their name: «widow», «the applicant», and words that only end like these."""

from __future__ import annotations

import tomllib
from pathlib import Path

from alu.store.text.biography import is_calling

__all__ = ["CALLED", "OWN", "ROLES", "THINGS", "is_role_of_one"]

_FILE = Path(__file__).parent / "data" / "roles.toml"
_LISTS = {kind: frozenset(listed.split()) for kind, listed in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()}
ROLES = _LISTS["roles"]
"""Relations, and parts in a life or in a story."""
CALLED = _LISTS["called"]
"""What somebody is called before a surname in a headline, besides."""
OWN = _LISTS["own"]
"""Whom users speak of as «my»: family, friends, neighbours, animals."""
THINGS = _LISTS["things"]
"""Words that only end like a role: «tower», «exist»."""


def is_role_of_one(word: str) -> bool:
    """Tell whether a word in small letters is known for what one person is: a calling, a role, somebody in a file.

    Example:
        >>> from alu.store.text.roles import is_role_of_one
        >>> [is_role_of_one(word) for word in ("widow", "organist", "applicant", "tower", "people")]
        [True, True, True, False, False]
    """
    return word in _LISTS["filed"] or (word not in _LISTS["not_one"] and (word in ROLES or is_calling(word)))
