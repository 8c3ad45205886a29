"""`/v1/targets`: what is to be forgotten, for admins of its namespace. Ids in addresses, never names."""

from __future__ import annotations

import asyncio
import io
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request

from alu.errors import InputError
from alu.server.access import Client
from alu.server.admission import AdminClient, service_of
from alu.server.errors import ApiError, responses
from alu.server.schema import Deleted, EventList, Imported, Search, TargetChanges, TargetList
from alu.store.store import TargetStore
from alu.store.target import Target

__all__ = ["IMPORT", "router"]

IMPORT = "/v1/targets/import"
"""Path of the route that takes a file of targets; its body may be longer than others."""
SHOWN = 50
"""Targets of a file that its preview shows."""

router = APIRouter()
"""`/v1/targets` and what is below it."""

_FAULTS = responses(400, 401, 403, 408, 413, 429, 500, 503)
_FILE: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"text/plain": {"schema": {"type": "string", "maxLength": 50_000}}}}
}

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,80}$")]
Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]


@router.get("/v1/targets", responses=_FAULTS)
async def list_targets(request: Request, client: AdminClient, limit: Limit = 100, offset: Offset = 0) -> TargetList:
    """List targets by name."""
    return await _listed(request, client, Search(limit=limit, offset=offset))


@router.post("/v1/targets/search", responses=_FAULTS)
async def search_targets(request: Request, client: AdminClient, wanted: Search) -> TargetList:
    """List the targets with `search` in their name, an alias or their id."""
    return await _listed(request, client, wanted)


@router.post("/v1/targets", status_code=201, responses=_FAULTS | responses(409))
async def add_target(request: Request, client: AdminClient, target: Target) -> Target:
    """Add a target; it is enforced from the next request on, in every process."""
    store = await _store(request, client)
    return (await asyncio.to_thread(store.add, target, who=client.name))[0]


@router.get("/v1/targets/history", responses=_FAULTS)
async def history(request: Request, client: AdminClient, limit: Limit = 100, offset: Offset = 0) -> EventList:
    """List what was done to the targets, the latest first."""
    store = await _store(request, client)
    events = (await asyncio.to_thread(store.history))[::-1]
    rows = [e.as_dict() for e in events[offset : offset + limit]]
    return EventList.model_validate({"object": "list", "total": len(events), "data": rows})


@router.post(IMPORT, responses=_FAULTS | responses(409), openapi_extra=_FILE)
async def import_targets(
    request: Request,
    client: AdminClient,
    format: Annotated[Literal["txt", "csv", "json", "jsonl", "tofu"], Query()],
    dry_run: Annotated[bool, Query()] = False,
    skip_bad: Annotated[bool, Query()] = False,
) -> Imported:
    """Add the targets of a file, all or none; with `skip_bad` all good ones, with `dry_run` none, to see them first."""
    store = await _store(request, client)
    data = await request.body()
    good, problems = await asyncio.to_thread(_read, store, data, format)
    added = 0
    if not dry_run:
        if problems and not skip_bad:
            raise ApiError(400, f"{len(problems)} rows are bad; nothing was added", code="bad_rows", problems=problems)
        added = len(await asyncio.to_thread(store.add, *good, who=client.name))
    rows = [_row(t) for t in good[:SHOWN]]
    return Imported.model_validate({"added": added, "total": len(good), "problems": problems, "data": rows})


@router.get("/v1/targets/{target_id}", responses=_FAULTS | responses(404))
async def show_target(request: Request, client: AdminClient, target_id: Id) -> Target:
    """Show all that is kept of a target."""
    store = await _store(request, client)
    return await asyncio.to_thread(store.get, target_id)


@router.patch("/v1/targets/{target_id}", responses=_FAULTS | responses(404, 409))
async def change_target(request: Request, client: AdminClient, target_id: Id, changes: TargetChanges) -> Target:
    """Change some fields of a target, as a JSON merge patch; what is dropped is wiped as by a removal.

    It is enforced from the next request on, in every process. The same changes again change nothing.
    """
    store = await _store(request, client)
    return await asyncio.to_thread(lambda: store.update(target_id, client.name, **changes))


@router.delete("/v1/targets/{target_id}", responses=_FAULTS | responses(404))
async def remove_target(
    request: Request, client: AdminClient, target_id: Id, reason: Annotated[str, Query(max_length=2000)] = ""
) -> Deleted:
    """Remove a target; its id and the reason stay in the history."""
    store = await _store(request, client)
    removed = await asyncio.to_thread(store.remove, target_id, reason=reason, who=client.name)
    return Deleted(id=removed.id, deleted=True)


async def _listed(request: Request, client: Client, wanted: Search) -> TargetList:
    store = await _store(request, client)
    targets, version = await asyncio.to_thread(lambda: (store.list(), store.version()))
    found = [t for t in targets if _matches(t, wanted.search.casefold())]
    rows = [_row(t) for t in found[wanted.offset : wanted.offset + wanted.limit]]
    return TargetList.model_validate({"object": "list", "total": len(found), "version": version, "data": rows})


async def _store(request: Request, client: Client) -> TargetStore:
    return (await service_of(request).tenant(client.namespace)).targets


def _read(store: TargetStore, data: bytes, format: str) -> tuple[list[Target], list[str]]:
    """Return the good targets of a file, and what is wrong with the rest: already stored, or no target.

    Raises:
        InputError: the file is no text, or holds no target.
    """
    from alu.store.exchange.formats import not_stored, read_lines

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"the file is not UTF-8 text (byte {error.start + 1})") from None
    rows, problems = read_lines(io.StringIO(text), format, skip_bad=True)
    good, doubled = not_stored(rows, store.list())
    return good, problems + doubled


def _matches(target: Target, wanted: str) -> bool:
    return not wanted or any(wanted in text.casefold() for text in (target.name, target.id, *target.aliases))


def _row(target: Target) -> dict[str, Any]:
    """Return a target without its facts."""
    shown = target.model_dump(mode="json", include={"id", "name", "kind", "aliases", "policy", "reason"})
    when = {name: moment.isoformat() if (moment := getattr(target, name)) else None for name in ("created", "expires")}
    return {**shown, "facts": len(target.facts), **when}
