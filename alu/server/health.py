"""Routes for monitors and clients: liveness, readiness, metrics, the model's name and the key in use."""

from __future__ import annotations

import asyncio
from pathlib import PureWindowsPath

from fastapi import APIRouter, Request
from fastapi.responses import Response

from alu.errors import AluError
from alu.server.admission import AdminClient, AnyClient, service_of
from alu.server.errors import ApiError, responses
from alu.server.schema import KeyInfo, ModelInfo, ModelList, Status

__all__ = ["router"]

READY = 1.5
"""Seconds that `/readyz` waits for the targets: a monitor gives up on a probe after a few."""

router = APIRouter()
"""`/healthz`, `/readyz`, `/metrics`, `/v1/models` and `/v1/key`: what monitors and clients read first."""


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
async def healthz() -> Status:
    """Return 200 if the process is running."""
    return Status(status="ok")


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", responses=responses(503))
async def readyz(request: Request) -> Status:
    """Return 200 if the targets can be read; otherwise every answer would be withheld."""
    try:
        async with asyncio.timeout(READY):
            await asyncio.shield(service_of(request).probe())
    except AluError as error:
        raise ApiError(503, "the targets cannot be read", code=type(error).__name__) from None
    except TimeoutError:
        raise ApiError(503, "the targets cannot be read: the database does not answer", code="StoreError") from None
    return Status(status="ready")


@router.get("/metrics", responses={200: {"content": {"text/plain": {}}}, **responses(401, 403, 429, 503)})
async def metrics(request: Request, client: AdminClient) -> Response:
    """Return metrics for Prometheus: all to an admin of the server's own namespace, else those of the client's."""
    service = service_of(request)
    taken, queued = service.concurrency.taken, service.concurrency.queued
    service.metrics.set_gauges(taken=taken, queued=queued, versions=await service.versions())
    own = client.namespace == service.options.settings.namespace
    text, media_type = service.metrics.text(None if own else client.namespace)
    return Response(text, media_type=media_type)


@router.get("/v1/models", responses=responses(401, 403, 429, 503))
async def models(request: Request, client: AnyClient) -> ModelList:
    """List the model, without its server's URL or its file's folder; requests may use any name."""
    name = _bare(service_of(request).unlearner.models["vanilla"].name)
    return ModelList(object="list", data=[_info(name)])


@router.get("/v1/models/{model_id:path}", responses=responses(401, 403, 404, 429, 503))
async def model(client: AnyClient, model_id: str) -> ModelInfo:
    """Return the model under the requested name: every name of one line is accepted."""
    return _info(model_id)


@router.get("/v1/key", responses=responses(401, 403, 429, 503))
async def key(request: Request, client: AnyClient) -> KeyInfo:
    """Return the owner and limits of the key in use."""
    settings = service_of(request).options.settings
    own = {"id": client.id, "name": client.name, "role": client.role, "namespace": client.namespace}
    kept = {"activity": settings.activity, "activity_days": settings.activity_days}
    return KeyInfo.model_validate({**own, **client.terms.as_dict(), **kept})


def _info(name: str) -> ModelInfo:
    return ModelInfo(id=name, object="model", created=0, owned_by="alu")


def _bare(name: str) -> str:
    """Return a model's name without address or folder; «alu» where nothing is left."""
    if "://" in name:
        name = name.partition("#")[2] or "alu"
    kind, colon, rest = name.partition(":") if name.startswith("embedded:") else ("", "", name)
    path = PureWindowsPath(rest)  # which takes both kinds of slashes
    file = path.root or path.drive or rest.startswith("~") or rest.endswith(".gguf")
    return f"{kind}{colon}{path.name.removesuffix('.gguf') if file else rest}"
