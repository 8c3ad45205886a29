"""Opens the store of targets that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alu.config import Settings
    from alu.store.persist.vector_index import Progress
    from alu.store.store import TargetStore

__all__ = ["open_configured"]


def open_configured(
    settings: Settings,
    *,
    where: str | Path | None = None,
    namespace: str | None = None,
    create: bool = True,
    progress: Progress | None = None,
    apart: bool = False,
) -> TargetStore:
    """Open the configured store, or the one that is at `where`, or another namespace; all else as `TargetStore.open`.

    Raises:
        ConfigError: a setting is wrong.
        StoreError: it cannot be opened, or there is none and `create` is false.
    """
    from alu.store.store import TargetStore

    return TargetStore.open(
        where or settings.store,
        namespace=settings.namespace if namespace is None else namespace,
        embedder=settings.embedder,
        threshold=settings.threshold,
        channels=settings.channels,
        meaning=settings.meaning,
        chroma=settings.chroma,
        create=create,
        progress=progress,
        apart=apart,
    )
