"""`/v1/activity`: what was answered, where the setting `activity` keeps it, for reviewers and admins.

A reviewer sees a target's id and reason, an admin its name too.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from alu.answer import Verdict
from alu.server.access import Client
from alu.server.admission import ReviewingClient, service_of, store_of
from alu.server.errors import ApiError, responses
from alu.server.keys import KeyRing
from alu.store.persist.activity import Activity, ReviewResult
from alu.store.persist.activity_log import ActivityFilter, ActivityLog

__all__ = ["router"]

router = APIRouter()
"""`/v1/activity` and what is below it."""

_FAULTS = responses(400, 401, 403, 408, 413, 429, 500, 503)
PARTS = 24
"""Periods into which a summary cuts its time."""


class TouchedTarget(BaseModel):
    """A target that a request touched."""

    id: str
    reason: str
    name: str | None
    """For an admin only."""


class ActivityRow(BaseModel):
    """One request that was answered."""

    id: int
    time: str
    who: str
    key: str
    """Name of the key that asked; empty where it is gone."""
    verdict: str
    trace: str
    milliseconds: int
    calls: int
    prompt_tokens: int
    completion_tokens: int
    ruling: ReviewResult
    """What a person found of it."""
    ruled_by: str
    matched: list[str]
    targets: list[TouchedTarget]
    """Those of `matched` that are stored."""
    evidence: list[dict[str, Any]]
    question: str = ""
    """Empty unless texts are kept."""
    draft: str = ""


class ActivityList(BaseModel):
    """Requests, the latest first."""

    object: Literal["list"]
    total: int
    data: list[ActivityRow]


class ActivitySearch(BaseModel):
    """Which requests are wanted; what is left out excludes none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdicts: Annotated[list[Verdict], Field(max_length=10)] = []
    target: Annotated[str, Field(max_length=80)] = ""
    """Id of a target that was touched."""
    who: Annotated[str, Field(max_length=100)] = ""
    """Id of a key."""
    trace: Annotated[str, Field(max_length=40)] = ""
    open: bool = False
    """What was or would have been held back, and nobody has ruled on."""
    touched: bool = False
    """Only what touched a target."""
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class RulingGiven(BaseModel):
    """What a person found of a request: it was right to hold it back, or wrong; empty takes that back."""

    ruling: ReviewResult


class PeriodRow(BaseModel):
    """What was answered within one stretch of time."""

    start: str
    verdicts: dict[str, int]
    calls: int
    prompt_tokens: int
    completion_tokens: int
    p50: int
    """Milliseconds within which half of the requests were answered."""
    p95: int


class ActivitySummary(BaseModel):
    """The last hours, in periods of equal length."""

    hours: int
    data: list[PeriodRow]


@router.get("/v1/activity", responses=_FAULTS)
async def activity(
    request: Request, client: ReviewingClient, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> ActivityList:
    """List logged requests of the client's namespace that touched a target; none if the log is off."""
    return await _listed(request, client, ActivitySearch(touched=True, limit=limit))


@router.post("/v1/activity/search", responses=_FAULTS)
async def search_activity(request: Request, client: ReviewingClient, wanted: ActivitySearch) -> ActivityList:
    """Search logged requests of the client's namespace; none if the log is off."""
    return await _listed(request, client, wanted)


@router.get("/v1/activity/summary", responses=_FAULTS)
async def summary(
    request: Request, client: ReviewingClient, hours: Annotated[int, Query(ge=1, le=8784)] = 24
) -> ActivitySummary:
    """Summarise verdicts, calls, tokens and durations of the last hours."""
    log = await _log(request, client)
    found = await asyncio.to_thread(log.periods, hours, PARTS)
    return ActivitySummary.model_validate({"hours": hours, "data": [period.as_dict() for period in found]})


@router.put("/v1/activity/{entry_id}/ruling", responses=_FAULTS | responses(404))
async def rule(
    request: Request, client: ReviewingClient, entry_id: Annotated[int, Path(ge=1, le=2**62)], given: RulingGiven
) -> RulingGiven:
    """Record whether withholding an answer was right, which removes it from the review queue."""
    log = await _log(request, client)
    if not await asyncio.to_thread(log.rule, entry_id, given.ruling, client.name):
        raise ApiError(404, "no such request: it may be older than activity_days", code="unknown_activity")
    return given


async def _log(request: Request, client: Client) -> ActivityLog:
    store, settings = await store_of(request, client), service_of(request).options.settings
    return ActivityLog(store.database, client.namespace, settings.activity_days)


async def _listed(request: Request, client: Client, wanted: ActivitySearch) -> ActivityList:
    store, log = await store_of(request, client), await _log(request, client)
    which = ActivityFilter(**wanted.model_dump(exclude={"limit", "offset"}))

    def read() -> dict[str, Any]:
        total, found = log.count(which), log.list(wanted.limit, which, wanted.offset)
        keys = {key.id: key.name for key in KeyRing(store.database).list()} | {"local": "local"}
        stored = {target.id: target for target in store.list()} if any(entry.matched for entry in found) else {}
        touched = {
            target_id: {"id": target_id, "reason": t.reason, "name": t.name if client.is_admin else None}
            for target_id, t in stored.items()
        }
        return {"object": "list", "total": total, "data": [_row(entry, keys, touched) for entry in found]}

    return ActivityList.model_validate(await asyncio.to_thread(read))


def _row(entry: Activity, keys: dict[str, str], touched: dict[str, dict[str, Any]]) -> dict[str, Any]:
    targets = [touched[target_id] for target_id in entry.matched if target_id in touched]
    return {**entry.as_dict(), "key": keys.get(entry.who, ""), "targets": targets}
