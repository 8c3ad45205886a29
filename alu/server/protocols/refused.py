"""Addresses that clients know from OpenAI and that this server does not have: the error says what to do instead."""

from __future__ import annotations

from fastapi import APIRouter

from alu.server.admission import AnyClient
from alu.server.errors import ApiError

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
"""`POST /v1/embeddings` and `/v1/completions`."""


@router.post("/v1/embeddings")
async def embeddings(client: AnyClient) -> None:
    """Not supported: vectors contain no text that could be checked."""
    raise _refused("alu checks texts, and an embedding is none: ask the model's own server for embeddings")


@router.post("/v1/completions")
async def completions(client: AnyClient) -> None:
    """Not supported: a completion continues a text, so there is no question to check it against."""
    raise _refused("this server has chat completions only: send the prompt as a message to /v1/chat/completions")


def _refused(hint: str) -> ApiError:
    return ApiError(404, hint, code="unsupported_endpoint")
