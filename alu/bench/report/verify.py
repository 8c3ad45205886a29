"""Whether a receipt is what was made of a run: its own digest, its page, the log, the manifest, and the count."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from alu import __version__
from alu.bench.report.receipt import NOT_PROMISED, WITHHELD, Counted, digest_of, recount
from alu.bench.report.receipt_page import receipt_page
from alu.bench.runner.manifest import NAME, Manifest
from alu.bench.runner.run import SAMPLES
from alu.bench.runner.sample import Log
from alu.errors import InputError

__all__ = ["faults_of", "read_receipt"]

_SHARED = ("alu", "knower", "agents", "prompts")
"""What a receipt says of a run in the words of its manifest."""


def read_receipt(path: Path, *kinds: str) -> dict[str, Any]:
    """Return the receipt in a JSON file, of a run or of one of these other `kinds`.

    Raises:
        InputError: there is none.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            f"{path} is no receipt that can be read ({type(error).__name__}): name its JSON file"
        ) from None
    if not isinstance(found, dict) or found.get("kind") not in ("alu receipt", *kinds):
        wrote = "`alu bench receipt`, `alu targets receipt --json` or the console wrote"
        raise InputError(f"{path} is no receipt: name the JSON file that {wrote}")
    return found


def faults_of(path: Path, folder: Path) -> list[str]:
    """Return what does not agree in the receipt at `path` with the run in `folder`; nothing where all does.

    The log may have grown since: the bytes that the receipt counted must be there unchanged, and are counted again.

    Raises:
        InputError: there is no receipt at `path`.
    """
    receipt = read_receipt(path)
    found = []
    if digest_of(receipt) != receipt.get("sha256"):
        found.append("the receipt was changed after it was made: its own digest differs")
    page = path.with_suffix(".html")
    if page.is_file():
        found += _page_faults(page, receipt)
    return [*found, *_log_faults(receipt, folder), *_manifest_faults(receipt, folder)]


def _page_faults(page: Path, receipt: Mapping[str, Any]) -> Iterator[str]:
    shown = page.read_text(encoding="utf-8", errors="replace")
    try:
        ours = receipt_page(receipt)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError):
        ours = ""
    if shown != ours:
        if _words(shown) == _words(ours):
            yield f"{page.name} has the receipt's words in another layout: another alu made it, or it was changed"
        else:
            yield f"{page.name} does not show what the receipt says"


def _words(page: str) -> list[str]:
    """Return the words of a page, without what says how they look."""
    return re.sub(r"<style>[^<]*</style>|<[^<>]*>", " ", page).split()


def _log_faults(receipt: Mapping[str, Any], folder: Path) -> Iterator[str]:
    noted = receipt.get("log")
    size = noted.get("bytes") if isinstance(noted, dict) else None
    if not isinstance(noted, dict) or type(size) is not int or size < 1:
        yield "the receipt does not say which log it was made of"
        return
    try:
        data = (folder / SAMPLES).read_bytes()[:size] if (folder / SAMPLES).is_file() else None
    except OSError:
        data = None
    if data is None:
        yield f"{folder} has no {SAMPLES}: name the run's folder with --run"
        return
    if len(data) < size or hashlib.sha256(data).hexdigest() != noted.get("sha256"):
        yield f"{SAMPLES} was changed after the receipt was made: its digest differs"
    elif not data.endswith(b"\n") or not _same_count(receipt, folder, size):
        yield f"counting {SAMPLES} again gives other numbers than the receipt"


def _same_count(receipt: Mapping[str, Any], folder: Path, size: int) -> bool:
    """Tell whether a count gives the receipt's numbers.

    For a target whose id is withheld, anybody who was asked about and is not named otherwise may be meant.
    """
    try:
        ids = [str(target["id"]) for target in receipt["targets"]]
        said = [[c for c in receipt["counted"] if c["target"] == n] for n in range(1, len(ids) + 1)]
        if sum(map(len, said)) != len(receipt["counted"]) or not all(said):
            return False
        asked = {s.item.subject for s in Log.read(folder / SAMPLES, size).values()} - set(ids)
        for one, rows in zip(ids, said, strict=True):
            among = sorted(asked) if one == WITHHELD else [one]
            found = next((i for i in among if _agree(rows, recount(folder, [i], size))), None)
            if found is None:
                return False
            asked.discard(found)
    except (KeyError, TypeError):
        return False
    return True


def _agree(said: Sequence[Mapping[str, Any]], counted: Sequence[Counted]) -> bool:
    """Tell whether rows of a receipt are those of a count, their order and what is withheld apart."""
    found = [{**asdict(c), "target": said[0]["target"]} for c in counted]
    if any(row.keys() != one.keys() for row in said for one in found[:1]):
        return False
    shown = [{k: WITHHELD if WITHHELD in (row[k] for row in said) else v for k, v in one.items()} for one in found]
    return sorted(map(_line, said)) == sorted(map(_line, shown))


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)


def _manifest_faults(receipt: Mapping[str, Any], folder: Path) -> Iterator[str]:
    try:
        kept = Manifest.read(folder)
        if digest_of(kept["common"]) != receipt["manifest"]["sha256"]:
            yield f"{NAME} was changed after the receipt was made: models, settings or versions differ"
        elif not _same_run(receipt, kept):
            yield f"the receipt says of models, agents, machine or versions what {NAME} does not"
        if receipt["alu"] == __version__ and receipt["not_promised"] != list(NOT_PROMISED):
            yield "the receipt does not say all that it does not promise"
    except (KeyError, TypeError, AttributeError):
        yield "the receipt does not say which manifest it was made of"
    except InputError as error:
        yield str(error)


def _same_run(receipt: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Tell whether a receipt says of a run what its manifest does; runs may have been added since."""
    models = {
        role: WITHHELD if receipt["models"].get(role) == WITHHELD else m for role, m in kept["common"]["models"].items()
    }
    begun = [run["started"] for run in kept["runs"]]
    said = {key: receipt[key] for key in _SHARED}
    return (
        receipt["models"] == models
        and said == {key: kept["common"].get(key) for key in _SHARED}
        and receipt["machine"] == kept["machine"]
        and receipt["runs"] == begun[: len(receipt["runs"])]
    )
