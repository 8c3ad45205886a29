"""A worker of a cluster: opens its own models and targets, and answers lines."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alu.answer import Usage
from alu.batch.copied import unpack
from alu.batch.here import Here, failed
from alu.errors import AluError

if TYPE_CHECKING:
    from alu.batch.copied import Copy
    from alu.config import Settings
    from alu.unlearner import Unlearner

__all__ = ["LineReply", "LineWorker"]

FOLDER = "alu-batch-"
"""How the folders begin that workers keep their copies in; the number of the process follows."""


@dataclass(frozen=True, slots=True)
class LineReply:
    """One answered line."""

    version: int
    """Of the copy of the list that it was checked against; 0 where the list itself was."""
    row: dict[str, Any]
    usage: Usage


class LineWorker:
    """One process on a node; what it raises says nothing of a line or a target.

    Args:
        settings: those of whoever began the run; `store` is the address of a database, or of no use here.
        version: of alu there.
    """

    def __init__(self, settings: Settings, version: str) -> None:
        self._settings = settings
        self._version = version
        self._open: tuple[int, Unlearner, Here, Path | None] | None = None
        self._asked = 0

    async def load(self, copy: Copy) -> str:
        """Answer by a list from now on; return what is wrong with that, or nothing."""
        from alu import __version__

        if __version__ != self._version:
            return f"the node has alu {__version__}, and {self._version} began the run"
        before = self._open
        try:
            self._open = await asyncio.to_thread(self._opened, copy)
        except AluError as error:
            return str(error)
        except Exception as error:  # whatever it is: its text may have a fact in it
            return f"it failed with {type(error).__name__}"
        if before:
            await _shut(*before[1:])
        return ""

    async def answer(self, line: str) -> LineReply:
        """Answer one line."""
        assert self._open
        version, _, here, _ = self._open
        try:
            return LineReply(version, *await here.answer(line))
        except Exception as error:  # whatever it is: its text may have a draft in it
            return LineReply(version, failed(line, type(error).__name__, "the worker failed"), Usage())

    async def close(self) -> None:
        """Close what is open, and delete the copy."""
        if self._open:
            await _shut(*self._open[1:])
            self._open = None

    def _opened(self, copy: Copy) -> tuple[int, Unlearner, Here, Path | None]:
        from alu.config import changed
        from alu.unlearner import Unlearner

        settings, folder = self._settings, None
        if copy.packed:
            _sweep()
            folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
            unpack(copy.packed, folder)
            settings = changed(settings, store=str(folder))
        if copy.trust:
            os.environ["ALU_TRUST_FILE"] = str(_trusted(copy.trust))
        unlearner = Unlearner.open(settings=settings)
        unlearner.targets.snapshot()  # so that the first line does not wait for it
        return copy.version, unlearner, Here(unlearner), folder


async def _shut(unlearner: Unlearner, here: Here, folder: Path | None) -> None:
    await here.aclose()
    await asyncio.to_thread(unlearner.close)
    if folder:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _trusted(text: str) -> Path:
    """Keep what was measured of the models, for this process."""
    folder = Path(tempfile.gettempdir()) / f"{FOLDER}{os.getpid()}-trust"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "trust.json").write_text(text, encoding="utf-8")
    return folder / "trust.json"


def _sweep() -> None:
    """Delete the copies of workers that were killed on this node."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        number = folder.name.removeprefix(FOLDER).partition("-")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(folder, ignore_errors=True)
