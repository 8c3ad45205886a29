"""`/v1/targets/history`: what was done to the targets, for admins of its namespace; ids and references, no names."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from alu.server.access import Client
from alu.server.admission import AdminClient, store_of
from alu.server.download import download, downloads
from alu.server.errors import responses
from alu.server.schema import EventList, Limit, Offset
from alu.store.exchange.tables import table_of
from alu.store.persist.events import Action, Event

__all__ = ["router"]

router = APIRouter()
"""`/v1/targets/history` and what is below it."""

_FAULTS = responses(400, 401, 403, 408, 413, 429, 500, 503)
_COLUMNS = ("time", "action", "target_id", "who", "reason", "version")


class EventsWanted(BaseModel):
    """Which events are wanted: those with `search`, in any case, in the target's id, who wrote it or the reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: Annotated[str, Field(max_length=1000)] = ""
    action: Action | Literal[""] = ""

    def wants(self, event: Event) -> bool:
        """Tell whether an event is wanted."""
        low = self.search.casefold()
        found = any(low in text.casefold() for text in (event.target_id, event.who, event.reason))
        return found and self.action in ("", event.action)


class EventSearch(EventsWanted):
    """… and which part of their list."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


@router.get("/v1/targets/history", responses=_FAULTS)
async def history(request: Request, client: AdminClient, limit: Limit = 100, offset: Offset = 0) -> EventList:
    """List the history of the targets, latest first."""
    return await _listed(request, client, EventSearch(limit=limit, offset=offset))


@router.post("/v1/targets/history/search", responses=_FAULTS)
async def search_history(request: Request, client: AdminClient, wanted: EventSearch) -> EventList:
    """Search the history, latest first."""
    return await _listed(request, client, wanted)


@router.post("/v1/targets/history/export", responses=_FAULTS | downloads("csv"), response_class=Response)
async def export_history(request: Request, client: AdminClient, wanted: EventsWanted) -> Response:
    """Export a search of the history as CSV, latest first."""
    found = await _found(request, client, wanted)
    return download(table_of(_COLUMNS, [event.as_dict() for event in found]), "history.csv")


async def _listed(request: Request, client: Client, wanted: EventSearch) -> EventList:
    found = await _found(request, client, wanted)
    rows = [event.as_dict() for event in found[wanted.offset : wanted.offset + wanted.limit]]
    return EventList.model_validate({"object": "list", "total": len(found), "data": rows})


async def _found(request: Request, client: Client, wanted: EventsWanted) -> list[Event]:
    """Return the events that are wanted, the latest first."""
    store = await store_of(request, client)
    return [event for event in reversed(await asyncio.to_thread(store.history)) if wanted.wants(event)]
