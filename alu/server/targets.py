"""`/v1/targets`: what is to be forgotten, for admins of its namespace. Ids in addresses, never names."""

from __future__ import annotations

import asyncio
import io
from collections import Counter
from collections.abc import Callable, Collection
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from alu.server.admission import AdminClient, service_of, store_of
from alu.server.download import download, downloads
from alu.server.errors import ApiError, responses
from alu.server.schema import (
    Calibration,
    Deleted,
    DoorReport,
    ExportWanted,
    Imported,
    Limit,
    Offset,
    Removal,
    Removed,
    Search,
    ShownTarget,
    TargetChanges,
    TargetList,
)
from alu.store.edit import changed
from alu.store.exchange.columns import Column, mapping_of
from alu.store.exchange.formats import read_lines, write_targets
from alu.store.exchange.update import additions_of, edits_of
from alu.store.match.everyday import everyday
from alu.store.match.examination import examine, refused_rows
from alu.store.match.facts.bare_facts import bare_rows
from alu.store.match.names.derived_forms import derived_forms
from alu.store.store import TargetStore
from alu.store.target import Target

__all__ = ["IMPORT", "listed", "refuse", "router"]

IMPORT = "/v1/targets/import"
"""Path of the route that takes a file of targets; its body may be longer than others."""
SHOWN = 50
"""Targets of a file that its preview shows."""

router = APIRouter()
"""`/v1/targets` and what is below it."""

_FAULTS = responses(400, 401, 403, 408, 413, 429, 500, 503)
_FILES = downloads("jsonl", "json", "csv", "txt")
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/plain": {"schema": {"type": "string", "maxLength": 50_000}},
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,80}$")]
Forced = Annotated[bool, Query(description="Accept a name that is frequent in ordinary prompts.")]
Mapped = Annotated[
    list[str] | None,
    Query(description="Field of a column: `header=field`, `2=aliases`, `Owner=-`.", max_length=100),
]


@router.get("/v1/targets", responses=_FAULTS)
async def list_targets(request: Request, client: AdminClient, limit: Limit = 100, offset: Offset = 0) -> TargetList:
    """List targets by name."""
    return await listed(await store_of(request, client), Search(limit=limit, offset=offset))


@router.post("/v1/targets/search", responses=_FAULTS)
async def search_targets(request: Request, client: AdminClient, wanted: Search) -> TargetList:
    """List the targets with `search` in their name, an alias, their id or their reason."""
    found = await listed(await store_of(request, client), wanted)
    # the console shows next what a target flags
    asyncio.get_running_loop().run_in_executor(None, lambda: everyday().prepare())
    return found


@router.post("/v1/targets", status_code=201, responses=_FAULTS | responses(409, 422))
async def add_target(request: Request, client: AdminClient, target: Target, force: Forced = False) -> Target:
    """Add a target; it is enforced from the next request on, in every process.

    A target whose name is frequent in ordinary prompts is refused with 422 and a report, unless `force` is given.
    """
    store = await store_of(request, client)
    if not force:
        await asyncio.to_thread(refuse, store, target)
    return (await asyncio.to_thread(store.add, target, who=client.name))[0]


@router.post("/v1/targets/examine", responses=_FAULTS)
async def examine_target(request: Request, client: AdminClient, target: Target) -> DoorReport:
    """Report what a target would flag of ordinary prompts, and which of its facts are weak, without adding it."""
    store = await store_of(request, client)
    report = await asyncio.to_thread(lambda: examine(target, stored=store.snapshot().detector))
    return DoorReport.model_validate(report.as_dict())


@router.post("/v1/targets/export", responses=_FAULTS | _FILES, response_class=Response)
async def export_targets(request: Request, client: AdminClient, wanted: ExportWanted) -> Response:
    """Export the targets that match `search`, with their facts, as a file that `import` reads."""
    store = await store_of(request, client)

    def write() -> str:
        out = io.StringIO(newline="")
        write_targets([t for t in store.list() if t.matches(wanted.search)], out, wanted.format)
        return out.getvalue()

    return download(await asyncio.to_thread(write), f"targets.{wanted.format}")


@router.post("/v1/targets/remove", responses=_FAULTS | responses(404))
async def remove_targets(request: Request, client: AdminClient, wanted: Removal) -> Removed:
    """Remove targets in one write, all or none; their ids and the reason stay in the history."""
    store = await store_of(request, client)
    remove = partial(store.remove_all, wanted.ids, reason=wanted.reason, who=client.name)
    return Removed(ids=[target.id for target in await asyncio.to_thread(remove)])


@router.get("/v1/calibration", responses=_FAULTS)
async def calibration(request: Request, client: AdminClient) -> Calibration:
    """Return the enforced threshold and the false-flag rate that `alu calibrate` found for it."""
    store = await store_of(request, client)

    def read() -> dict[str, Any]:
        found = store.guarantee()
        threshold = store.snapshot().detector.threshold
        return {
            "threshold": threshold,
            "calibration": found.as_dict() if found else None,
            "problem": store.guarantee_problem(),
        }

    return Calibration.model_validate(await asyncio.to_thread(read))


@router.post(IMPORT, responses=_FAULTS | responses(409), openapi_extra=_FILE)
async def import_targets(
    request: Request,
    client: AdminClient,
    format: Annotated[Literal["txt", "csv", "xlsx", "ods", "json", "jsonl", "tofu"], Query()],
    column: Mapped = None,
    encoding: Annotated[str | None, Query(max_length=40)] = None,
    dry_run: Annotated[bool, Query()] = False,
    skip_bad: Annotated[bool, Query()] = False,
    update: Annotated[bool, Query()] = False,
    merge: Annotated[bool, Query()] = False,
    force: Forced = False,
) -> Imported:
    """Import targets from a file, all or none; with `skip_bad` all valid rows; with `dry_run` nothing, as a preview.

    With `update` rows change stored targets with the same id or name; with `merge` rows with the same name become one
    target. A row whose name is frequent in ordinary prompts is bad, unless `force` is given. `columns` in the reply
    shows how each column of a table was read.
    """
    store = await store_of(request, client)
    data = await _rows_of(request, format)
    propose = edits_of if update else additions_of
    async with service_of(request).importing:  # one at a time: a file takes many times its size while it is read
        read = partial(read_lines, data, format, skip_bad=True, partial=update, encoding=encoding)
        seen: list[Column] = []
        read = partial(read, mapping=mapping_of(column or ()), on_columns=seen.extend)
        if merge:
            read = partial(read, on_merge=lambda lines: None)
        rows, bad = await asyncio.to_thread(_read, store, read, force=force)
        _check_rows(request, len(rows) + len(bad))
        edits, problems = await asyncio.to_thread(lambda: propose(rows, store.list()))
    problems = bad + problems
    if not dry_run:
        if problems and not skip_bad:
            raise ApiError(400, f"{len(problems)} rows are bad; nothing was added", code="bad_rows", problems=problems)
        edits = await asyncio.to_thread(store.apply, lambda: propose(rows, store.list())[0], client.name)
    done = Counter(edit.outcome for edit in edits if not dry_run)
    rows_shown = [_row(edit.new) for edit in edits[:SHOWN]]
    counts = {"added": done["added"], "updated": done["updated"], "total": len(edits)}
    warnings = [said] if (said := bare_rows(rows)) else []
    columns = [{"number": c.number, "header": c.header, "field": c.field} for c in seen]
    return Imported.model_validate(
        {**counts, "columns": columns, "problems": problems, "warnings": warnings, "data": rows_shown}
    )


@router.get("/v1/targets/{target_id}", responses=_FAULTS | responses(404))
async def show_target(request: Request, client: AdminClient, target_id: Id) -> ShownTarget:
    """Return a target with all stored data and the derived forms of its names."""
    store = await store_of(request, client)
    target = await asyncio.to_thread(store.get, target_id)
    forms = [form.text for form in derived_forms(target)]
    return ShownTarget.model_validate({**target.model_dump(), "forms": forms})


@router.get("/v1/targets/{target_id}/flagged", responses=_FAULTS | responses(404))
async def flagged(request: Request, client: AdminClient, target_id: Id) -> DoorReport:
    """Report what a stored target flags of the harmless corpus, and which of its facts are weak."""
    store = await store_of(request, client)

    def look() -> dict[str, Any]:
        detector = store.snapshot().detector
        return examine(store.get(target_id), detector.index.embedder, threshold=detector.threshold).as_dict()

    return DoorReport.model_validate(await asyncio.to_thread(look))


@router.patch("/v1/targets/{target_id}", responses=_FAULTS | responses(404, 409, 422))
async def change_target(
    request: Request, client: AdminClient, target_id: Id, changes: TargetChanges, force: Forced = False
) -> Target:
    """Change some fields of a target, as a JSON merge patch; dropped data is wiped as by a removal.

    It is enforced from the next request on, in every process. The same changes again change nothing. A new name that
    is frequent in ordinary prompts is refused with 422 and a report, unless `force` is given.
    """
    store = await store_of(request, client)
    if {"name", "aliases"} & changes.keys() and not force:
        await asyncio.to_thread(_refuse_change, store, target_id, changes)
    return await asyncio.to_thread(lambda: store.update(target_id, client.name, **changes))


@router.delete("/v1/targets/{target_id}", responses=_FAULTS | responses(404))
async def remove_target(
    request: Request, client: AdminClient, target_id: Id, reason: Annotated[str, Query(max_length=2000)] = ""
) -> Deleted:
    """Remove a target; its id and the reason stay in the history."""
    store = await store_of(request, client)
    removed = await asyncio.to_thread(store.remove, target_id, reason=reason, who=client.name)
    return Deleted(id=removed.id, deleted=True)


async def _rows_of(request: Request, format: str) -> bytes:
    """Return the file that a request sends.

    Raises:
        ApiError: it has more rows than are taken (413).
    """
    data = await request.body()
    if format not in ("xlsx", "ods"):  # those are packed: their rows are counted when they are read
        _check_rows(request, data.count(b'"name"' if format == "json" else b"\n"))
    return data


def _check_rows(request: Request, rows: int) -> None:
    if rows > (most := service_of(request).options.max_rows):
        raise ApiError(413, f"the file has more than {most} rows: cut it up, or use `alu targets import`", code="rows")


async def listed(store: TargetStore, wanted: Search) -> TargetList:
    """Return a part of the list of targets, without their facts.

    Raises:
        StoreError: it cannot be read.
    """
    targets, version = await asyncio.to_thread(lambda: (store.list(), store.version()))
    found = [t for t in targets if t.matches(wanted.search)]
    rows = [_row(t) for t in found[wanted.offset : wanted.offset + wanted.limit]]
    return TargetList.model_validate(
        {"object": "list", "total": len(found), "stored": len(targets), "version": version, "data": rows}
    )


def refuse(
    store: TargetStore,
    target: Target,
    known: Collection[str] = (),
    hint: str = "?force=true keeps it all the same",
) -> None:
    """Refuse a target with a name, but those that are `known`, which is in everybody's questions.

    Raises:
        ApiError: it has one; its report quotes names and goes to the admin alone.
    """
    report = examine(target, stored=store.snapshot().detector, known=known)
    if report.refusals:
        message = f"{'; '.join(report.refusals)} ({hint})"
        raise ApiError(422, message, code="flags_harmless", report=report.as_dict())


def _refuse_change(store: TargetStore, target_id: str, changes: TargetChanges) -> None:
    old = store.get(target_id)
    refuse(store, changed(old, changes), old.names)


def _read(
    store: TargetStore, read: Callable[[], tuple[list[tuple[int, Target]], list[str]]], *, force: bool
) -> tuple[list[tuple[int, Target]], list[str]]:
    """Return the good rows of a file, and what is wrong with the rest.

    Raises:
        InputError: the file is no text, or holds no target.
    """
    rows, problems = read()
    refused = {} if force else refused_rows(rows, store.list())
    problems += [f"line {line}: {'; '.join(why)}" for line, why in refused.items()]
    return [row for row in rows if row[0] not in refused], problems


def _row(target: Target) -> dict[str, Any]:
    """Return a target without its facts."""
    shown = target.model_dump(mode="json", include={"id", "name", "kind", "aliases", "policy", "reason"})
    when = {name: moment.isoformat() if (moment := getattr(target, name)) else None for name in ("created", "expires")}
    return {**shown, "facts": len(target.facts), **when}
