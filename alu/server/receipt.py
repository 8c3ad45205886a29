"""`/v1/targets/{id}/receipt`: on paper, for whoever asked to be forgotten (`alu.store.exchange.receipt`)."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request

from alu.server.admission import AdminClient, service_of, store_of
from alu.server.errors import responses
from alu.server.targets import Id
from alu.store.exchange.receipt import Receipt, receipt_of

__all__ = ["router"]

router = APIRouter()
"""`/v1/targets/{id}/receipt`."""


@router.get("/v1/targets/{target_id}/receipt", responses=responses(400, 401, 403, 404, 429, 500, 503))
async def receipt(request: Request, client: AdminClient, target_id: Id) -> Receipt:
    """Return a record of a target's erasure: since when it is enforced or removed, who did what, what requests got."""
    store, settings = await store_of(request, client), service_of(request).options.settings
    return await asyncio.to_thread(receipt_of, store, target_id, settings.activity, settings.activity_days)
