"""Who is asking, and what they may do.

With a key: what the key says. While no key is stored: whoever is on this machine may do everything, with any
Authorization header or none, and nobody else may do anything. A web page in a browser on this machine is
somebody else, and so is whoever comes through a proxy.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from alu.server.errors import ApiError
from alu.server.keys import Key, KeyRing, KeyRole, id_in

if TYPE_CHECKING:
    from alu.server.service import Service

__all__ = ["Admin", "Asker", "Caller", "Doorkeeper", "admin_only", "enter", "service_of"]

FRESH = 1.0
"""Seconds for which the list of keys is believed: a removed key is accepted for no longer."""

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may ask."""

    id: str
    """The key's id, or `local`."""
    name: str
    role: KeyRole
    namespace: str

    @property
    def is_admin(self) -> bool:
        """Whether targets, verdicts and metrics may be shown."""
        return self.role == "admin"


class Doorkeeper:
    """Compares what is presented with the keys that are stored.

    Args:
        keys: where the keys are.
        namespace: whose targets a caller without a key has.
    """

    def __init__(self, keys: KeyRing, namespace: str) -> None:
        self._keys = keys
        self._local = Caller("local", "local", "admin", namespace)
        self._known: dict[str, Key] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def admit(self, request: Request) -> Caller:
        """Return who is asking.

        Raises:
            ApiError: nobody we know (401), or a page of another site (403).
            StoreError: the keys cannot be read, so nobody is let in.
        """
        known = await self._keys_now(FRESH)
        if not known and _is_local(request):
            return self._local
        presented = _presented(request)
        key_id = id_in(presented)
        if key_id and key_id not in known:
            known = await self._keys_now(0.0)
        key = known.get(key_id or "")
        if key is None or not key.opens_with(presented):
            message = "the API key is not known" if presented else "an API key is needed: Authorization: Bearer …"
            message = message if known else "no API key is stored, so only this machine may ask: see `alu keys add`"
            raise ApiError(401, message, code="invalid_api_key", headers={"WWW-Authenticate": "Bearer"})
        return Caller(key.id, key.name, key.role, key.namespace)

    async def _keys_now(self, age: float) -> dict[str, Key]:
        """Return the keys by id, as they were at most `age` seconds ago."""
        asked = time.monotonic()
        if asked - self._read_at < age:
            return self._known
        async with self._reading:
            if asked - self._read_at >= age:
                read_at = time.monotonic()
                self._known = {k.id: k for k in await asyncio.to_thread(self._keys.list)}
                self._read_at = read_at
        return self._known


def _presented(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _is_local(request: Request) -> bool:
    """Tell whether a program on this machine asks: not through a proxy, and not a page of another site.

    Raises:
        ApiError: it is a page of another site (403).
    """
    host = request.client.host if request.client else ""
    if not _is_loopback(host) or any(name in request.headers for name in _FORWARDED):
        return False
    if not _is_loopback(_host_of(f"//{request.headers.get('host', '')}")):
        raise ApiError(403, "without API keys this server answers to localhost only", code="wrong_host")
    origin = request.headers.get("origin")
    crossed = request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    if crossed or (origin and origin.partition("://")[2] != request.headers.get("host")):
        raise ApiError(403, "without API keys no other site may ask from a browser", code="cross_site")
    return True


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def service_of(request: Request) -> Service:
    """Return what this process holds."""
    service: Service = request.app.state.service
    return service


async def enter(request: Request, service: Service) -> Caller:
    """Let somebody in who may ask, within their rate; whoever is in already is not counted again.

    Raises:
        ApiError: nobody we know (401, 403), or somebody who has asked too often (429).
        StoreError: the keys cannot be read.
    """
    known: Caller | None = getattr(request.state, "caller", None)
    if known is None:
        known = await service.door.admit(request)
        service.rates.spend(known.id)
        request.state.caller = known
    return known


def admin_only(caller: Caller) -> Caller:
    """Let an admin in.

    Raises:
        ApiError: it is none (403).
    """
    if not caller.is_admin:
        raise ApiError(403, "an admin key is needed", code="admin_only")
    return caller


_scheme = HTTPBearer(auto_error=False, description="An API key; not needed on this machine while none is stored.")


async def _asker(
    request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Security(_scheme)] = None
) -> Caller:
    return await enter(request, service_of(request))


async def _admin(caller: Annotated[Caller, Depends(_asker)]) -> Caller:
    return admin_only(caller)


Asker = Annotated[Caller, Depends(_asker)]
"""A route's parameter: whoever may ask, counted against the key's rate; else 401, 403 or 429."""
Admin = Annotated[Caller, Depends(_admin)]
"""A route's parameter: a caller who may change targets; else 403."""
