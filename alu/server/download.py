"""Files that a browser or a client saves."""

from __future__ import annotations

from fastapi.responses import Response

__all__ = ["download"]

_TYPES = {"csv": "text/csv", "json": "application/json", "jsonl": "application/jsonl", "txt": "text/plain"}


def download(text: str, name: str) -> Response:
    """Return a text as a file of that name, whose ending says what it is."""
    kind = f"{_TYPES[name.rpartition('.')[2]]}; charset=utf-8"
    return Response(text.encode(), media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
