"""Authentication: which client sends a request, and what it may do.

A key sets role and namespace. While no key is stored, the token that `alu serve` printed opens everything, and nothing
else does: an address proves nothing, since behind a proxy everybody comes from this machine. With `no_key` every
program on this machine may do everything, with any Authorization header or none; a page of another site may not. Once a
key was stored, both are shut for as long as the server runs: to remove the last key closes the door.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request

from alu.server.errors import ApiError
from alu.server.keys import NO_TERMS, ApiKey, KeyRing, KeyRole, KeyTerms, id_in

__all__ = ["Authenticator", "Client", "is_loopback"]

FRESH = 1.0
"""Seconds for which the list of keys is cached: a removed key is accepted for no longer."""

_NO_KEY = "no API key is stored: send the token that `alu serve` printed, or make a key with `alu keys add`"
_CLOSED = "the last API key was removed: make one with `alu keys add`, or start the server anew"
_BEARER = {"WWW-Authenticate": "Bearer"}
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Client:
    """A client that may send requests."""

    id: str
    """The key's id, or `local`."""
    name: str
    role: KeyRole
    namespace: str
    terms: KeyTerms = NO_TERMS

    @property
    def is_admin(self) -> bool:
        """Whether targets, verdicts and metrics may be shown."""
        return self.role == "admin"

    @property
    def reviews(self) -> bool:
        """Whether the activity may be shown."""
        return self.role in ("reviewer", "admin")


class Authenticator:
    """Compares the key that a request presents with those that are stored.

    Args:
        keys: where the keys are.
        namespace: that of a client without a key.
        token: opens everything while no key was ever stored; empty where there is none.
        no_key: programs on this machine need none while no key was ever stored.
    """

    def __init__(self, keys: KeyRing, namespace: str, *, token: str = "", no_key: bool = False) -> None:
        self._keys = keys
        self._token, self._no_key = token, no_key
        self._made_before: bool | None = None
        self._shut = False
        self._local = Client("local", "local", "admin", namespace)
        self._known: dict[str, ApiKey] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def authenticate(self, request: Request) -> Client:
        """Return the client that sent `request`.

        Raises:
            ApiError: the client is not known, or its key has expired (401), or is a page of another site (403).
            StoreError: the keys cannot be read, so no client is admitted.
        """
        known = await self._keys_now(FRESH)
        presented = _presented(request)
        if not known and not self._shut and self._opens(request, presented):
            return self._local
        key_id = id_in(presented)
        if key_id and key_id not in known:
            known = await self._keys_now(0.0)
        key = known.get(key_id or "")
        if key is None or not key.opens_with(presented):
            message = "the API key is not known" if presented else "an API key is needed: Authorization: Bearer …"
            message = message if known else _CLOSED if self._shut else _NO_KEY
            raise ApiError(401, message, code="invalid_api_key", headers=_BEARER)
        if key.expired:
            raise ApiError(401, "the API key has expired: ask for another one", code="expired_api_key", headers=_BEARER)
        return Client(key.id, key.name, key.role, key.namespace, key.terms)

    def _opens(self, request: Request, presented: str) -> bool:
        """Tell whether a request may be served without any key.

        Raises:
            ApiError: it is a page of another site (403).
        """
        if self._token and hmac.compare_digest(presented.encode(), self._token.encode()):
            return True
        return self._no_key and _is_local(request)

    async def _keys_now(self, age: float) -> dict[str, ApiKey]:
        """Return the keys by id, as they were at most `age` seconds ago."""
        asked = time.monotonic()
        if asked - self._read_at < age:
            return self._known
        async with self._reading:
            if asked - self._read_at >= age:
                read_at = time.monotonic()
                self._known = {k.id: k for k in await asyncio.to_thread(self._keys.list)}
                if self._made_before is None:
                    self._made_before = self._keys.made
                # a key that came and went between two requests leaves its table
                self._shut = self._shut or bool(self._known) or self._keys.made != self._made_before
                self._read_at = read_at
        return self._known


def _presented(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "").strip()


def _is_local(request: Request) -> bool:
    """Tell whether a program on this machine sent it: not through a proxy, and not a page of another site.

    Raises:
        ApiError: it is a page of another site (403).
    """
    host = request.client.host if request.client else ""
    if not is_loopback(host) or any(name in request.headers for name in _FORWARDED):
        return False
    if not is_loopback(_host_of(f"//{request.headers.get('host', '')}")):
        raise ApiError(403, "with --no-key this server answers to localhost only", code="wrong_host")
    origin = request.headers.get("origin")
    crossed = request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    if crossed or (origin and origin.partition("://")[2] != request.headers.get("host")):
        raise ApiError(403, "with --no-key no other site may ask from a browser", code="cross_site")
    return True


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Tell whether `host`, a name or an address, is this machine."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
