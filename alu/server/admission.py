"""Admission: a request is let in once its client is known and within its rate; admin routes want an admin key too."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from alu.server.access import Client
from alu.server.errors import ApiError
from alu.server.service import Service
from alu.store.store import TargetStore

__all__ = ["AdminClient", "AnyClient", "ReviewingClient", "admin_only", "enter", "service_of", "store_of"]


def service_of(request: Request) -> Service:
    """Return the service of this process."""
    service: Service = request.app.state.service
    return service


async def store_of(request: Request, client: Client) -> TargetStore:
    """Return the targets of the client's namespace.

    Raises:
        ApiError: they could not be opened in time (503).
        StoreError: they cannot be opened.
    """
    return (await service_of(request).tenant(client.namespace)).targets


async def enter(request: Request, service: Service) -> Client:
    """Admit a request of a known client within its rate; a request is counted once, however often this is called.

    Raises:
        ApiError: the client is not known (401, 403), or has sent too many requests (429).
        StoreError: the keys, or how much was asked with this one, cannot be read.
    """
    known: Client | None = getattr(request.state, "client", None)
    if known is None:
        known = await service.authenticator.authenticate(request)
        await service.budgets.spend(known.id, known.terms)
        request.state.client = known
    return known


def admin_only(client: Client) -> Client:
    """Return `client`, which must be an admin.

    Raises:
        ApiError: it is not (403).
    """
    if not client.is_admin:
        raise ApiError(403, "an admin key is needed", code="admin_only")
    return client


_scheme = HTTPBearer(auto_error=False, description="An API key; while none is stored, the token printed at the start.")


async def _admitted(
    request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Security(_scheme)] = None
) -> Client:
    return await enter(request, service_of(request))


async def _admin(client: Annotated[Client, Depends(_admitted)]) -> Client:
    return admin_only(client)


async def _reviewer(client: Annotated[Client, Depends(_admitted)]) -> Client:
    if not client.reviews:
        raise ApiError(403, "a reviewer's or an admin's key is needed", code="reviewers_only")
    return client


AnyClient = Annotated[Client, Depends(_admitted)]
"""A route's parameter: a known client, counted against its key's rate; else 401, 403 or 429."""
AdminClient = Annotated[Client, Depends(_admin)]
"""A route's parameter: a client that may change targets; else 403."""
ReviewingClient = Annotated[Client, Depends(_reviewer)]
"""A route's parameter: a client that may see the activity; else 403."""
