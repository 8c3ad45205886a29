"""Whether a receipt is what was made of a run: its own digest, its page, the log, the manifest, and the count."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from alu.bench.report.receipt import WITHHELD, digest_of, recount
from alu.bench.report.receipt_page import receipt_page
from alu.bench.runner.manifest import NAME, Manifest
from alu.bench.runner.run import SAMPLES
from alu.errors import InputError

__all__ = ["faults_of", "read_receipt"]

_COUNTS = ("target", "method", "store_knows", "distractors", "wording", "attack", "questions", "answered", "leaks")


def read_receipt(path: Path, *kinds: str) -> dict[str, Any]:
    """Return the receipt in a JSON file, of a run or of one of these other `kinds`.

    Raises:
        InputError: there is none.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path} is no receipt that can be read ({type(error).__name__}): name its JSON file"
        ) from None
    if not isinstance(found, dict) or found.get("kind") not in ("alu receipt", *kinds):
        wrote = "`alu bench receipt`, `alu targets receipt --json` or the console wrote"
        raise InputError(f"{path} is no receipt: name the JSON file that {wrote}")
    return found


def faults_of(path: Path, folder: Path) -> list[str]:
    """Return what does not agree in the receipt at `path` with the run in `folder`; nothing where all does.

    The log may have grown since: the bytes that the receipt counted must be there unchanged.

    Raises:
        InputError: there is no receipt at `path`.
    """
    receipt = read_receipt(path)
    found = []
    if digest_of(receipt) != receipt.get("sha256"):
        found.append("the receipt was changed after it was made: its own digest differs")
    page = path.with_suffix(".html")
    if page.exists():
        found += _page_faults(page, receipt)
    return [*found, *_log_faults(receipt, folder), *_manifest_faults(receipt, folder)]


def _page_faults(page: Path, receipt: Mapping[str, Any]) -> Iterator[str]:
    shown = page.read_text(encoding="utf-8")
    try:
        ours = receipt_page(receipt)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        ours = ""
    if shown != ours:
        if _words(shown) == _words(ours):
            yield f"{page.name} has the receipt's words in another layout: another alu made it, or it was changed"
        else:
            yield f"{page.name} does not show what the receipt says"


def _words(page: str) -> list[str]:
    """Return the words of a page, without what says how they look."""
    return re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL).split()


def _log_faults(receipt: Mapping[str, Any], folder: Path) -> Iterator[str]:
    noted = receipt.get("log")
    if not isinstance(noted, dict) or not isinstance(noted.get("bytes"), int):
        yield "the receipt does not say which log it was made of"
        return
    try:
        data = (folder / SAMPLES).read_bytes()
    except OSError:
        yield f"{folder} has no {SAMPLES}: name the run's folder with --run"
        return
    if hashlib.sha256(data[: noted["bytes"]]).hexdigest() != noted.get("sha256"):
        yield f"{SAMPLES} was changed after the receipt was made: its digest differs"
    elif len(data) == noted["bytes"] and not _same_count(receipt, folder):
        yield f"counting {SAMPLES} again gives other numbers than the receipt"


def _same_count(receipt: Mapping[str, Any], folder: Path) -> bool:
    """Tell whether a count gives the receipt's numbers; where an id is withheld it cannot be made, and is not."""
    try:
        ids = [str(target["id"]) for target in receipt["targets"]]
        if WITHHELD in ids:
            return True
        said = [{k: c[k] for k in _COUNTS} for c in receipt["counted"]]
    except (KeyError, TypeError):
        return False
    return said == [{k: asdict(c)[k] for k in _COUNTS} for c in recount(folder, ids)]


def _manifest_faults(receipt: Mapping[str, Any], folder: Path) -> Iterator[str]:
    try:
        wanted, found = receipt["manifest"]["sha256"], Manifest.read(folder)["common"]
    except (KeyError, TypeError):
        yield "the receipt does not say which manifest it was made of"
    except InputError as error:
        yield str(error)
    else:
        if digest_of(found) != wanted:
            yield f"{NAME} was changed after the receipt was made: models, settings or versions differ"
