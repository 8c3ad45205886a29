"""`GET /v1/activity`: what requests touched, for admins, where the setting `activity` keeps it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from alu.server.admission import AdminClient, service_of
from alu.server.errors import responses
from alu.store.persist.activity_log import ActivityLog

__all__ = ["router"]

router = APIRouter()
"""`GET /v1/activity`."""


class ActivityRow(BaseModel):
    """One request that touched a target."""

    time: str
    who: str
    verdict: str
    matched: list[str]
    evidence: list[dict[str, Any]]
    question: str = ""
    """Empty unless texts are kept."""
    draft: str = ""


class ActivityList(BaseModel):
    """The latest requests, the latest first."""

    object: Literal["list"]
    data: list[ActivityRow]


@router.get("/v1/activity", responses=responses(400, 401, 403, 429, 503))
async def activity(
    request: Request, client: AdminClient, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> ActivityList:
    """List the requests to the client's namespace that touched a target; none where nothing is kept."""
    service = service_of(request)
    store, settings = (await service.tenant(client.namespace)).targets, service.options.settings
    log = ActivityLog(store.database, client.namespace, settings.activity_days)
    rows = [entry.as_dict() for entry in await asyncio.to_thread(log.list, limit)]
    return ActivityList.model_validate({"object": "list", "data": rows})
