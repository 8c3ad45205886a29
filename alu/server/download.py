"""Files that a browser or a client saves."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

__all__ = ["download", "downloads"]

_TYPES = {"csv": "text/csv", "json": "application/json", "jsonl": "application/jsonl", "txt": "text/plain"}


def downloads(*endings: str) -> dict[int | str, dict[str, Any]]:
    """Return what the OpenAPI document says of a file with one of these endings."""
    kinds = {ending: {"schema": {"type": "array" if ending == "json" else "string"}} for ending in endings}
    return {200: {"description": "The file", "content": {_TYPES[ending]: kind for ending, kind in kinds.items()}}}


def download(text: str, name: str) -> Response:
    """Return a text as a file of that name, whose ending says what it is."""
    kind = f"{_TYPES[name.rpartition('.')[2]]}; charset=utf-8"
    return Response(text.encode(), media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
