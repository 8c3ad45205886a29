"""Opens the store of targets that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from alu.errors import expect

if TYPE_CHECKING:
    from alu.config import Settings
    from alu.store.persist.vector_index import Progress
    from alu.store.store import TargetStore

__all__ = ["an_open_store", "open_configured"]


def open_configured(
    settings: Settings,
    *,
    where: str | Path | None = None,
    namespace: str | None = None,
    create: bool = True,
    progress: Progress | None = None,
    apart: bool = False,
) -> TargetStore:
    """Open the configured store, or the one at `where`, or another namespace; see `TargetStore.open`.

    Raises:
        ConfigError: a setting is invalid.
        StoreError: the store cannot be opened, or does not exist and `create` is false.
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


def an_open_store(store: object) -> TargetStore:
    """Return a store that a caller hands over open.

    Raises:
        InputError: it is no `TargetStore`, as the folder of one is none.
    """
    from alu.store.store import TargetStore

    expect(store, TargetStore, "a store is handed over open, as TargetStore.open(…)")
    return cast("TargetStore", store)
