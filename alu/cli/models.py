"""`alu models`: models that run on this machine, and fetching them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from alu.cli import options
from alu.cli.lazy import new_app
from alu.cli.output import note, put, put_json, put_table
from alu.cli.progress import bar_of_bytes

__all__ = ["app"]

app = new_app(no_args_is_help=True, help="List and download models that run on this machine.")
"""`alu models` with its commands."""


@app.command("list")
def list_models(as_json: options.Json = False) -> None:
    """List installed and downloadable models, including embedders.

    Use one as --model NAME; any other GGUF file as --model PATH.gguf.
    """
    from alu.models import embedder_files
    from alu.models.catalog import KNOWN, installed

    there = {**installed(), **embedder_files.installed()}
    known = {k.name: k for k in (*KNOWN, *embedder_files.KNOWN)}
    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "installed": name in there,
            "path": str(there[name]) if name in there else None,
            "bytes": known[name].size if name in known else there[name].stat().st_size,
            "note": known[name].note if name in known else "",
        }
        for name in dict.fromkeys((*known, *there))
    ]
    if as_json:
        put_json(rows)
    else:
        shown = ((r["name"], "yes" if r["installed"] else "no", f"{r['bytes'] / 1e6:.0f} MB", r["note"]) for r in rows)
        put_table(("name", "here", "size", "note"), shown)


@app.command()
def pull(
    name: Annotated[str | None, typer.Argument(help="Name of the model; by default the recommended one.")] = None,
    as_json: options.Json = False,
) -> None:
    """Download a model to the cache, verify its SHA-256 and print its path."""
    from alu.models import embedder_files
    from alu.models.catalog import KNOWN, find
    from alu.models.catalog import pull as fetch

    embedders = {known.name: known for known in embedder_files.KNOWN}
    if known := embedders.get((name or "").strip().lower()):
        fetch = embedder_files.pull
    else:
        known = find(name or KNOWN[0].name, more=embedders)
    note(f"alu: {known.name}, {known.size / 1e6:.0f} MB: {known.note}")
    path = fetch(known.name, bar_of_bytes(known.name))
    if as_json:
        put_json({"name": known.name, "path": str(path)})
    else:
        put(str(path))
