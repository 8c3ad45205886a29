"""Addresses of stores and models without passwords and keys, for display."""

from __future__ import annotations

import re
from urllib.parse import unquote

__all__ = ["opens", "shown"]

_SECRET = re.compile(r"pass|pwd|secret|key|token|auth|cred|sig", re.IGNORECASE)


def opens(option: str) -> bool:
    """Tell whether an option of an address is, by its name, something that opens a door."""
    return _SECRET.search(unquote(option)) is not None


def shown(address: str) -> str:
    """Return `address` without any password or key in it; what is no address comes back as it is.

    A password may hold any character where somebody did not escape it, so all up to the last @ counts as one.
    """
    scheme, mark, rest = address.partition("://")
    if not mark:
        return address
    login, at, place = rest.rpartition("@")
    if at and ":" in login:
        rest = f"{login.partition(':')[0]}:***@{place}"
    place, asked, query = rest.partition("?")
    options = "&".join(map(_shown, query.split("&") if query else ()))
    return f"{scheme}://{place}{asked}{options}"


def _shown(option: str) -> str:
    name, equals, _ = option.partition("=")
    return option if equals and not opens(name) else f"{name}=***" if equals else "***"
