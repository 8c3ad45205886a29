"""The configured contextual embedder: loaded on first use, downloaded in the background if needed."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable

from alu.errors import ConfigError, message_of
from alu.models import catalog, embedder_files
from alu.models.download import is_set
from alu.store.text.vectors.centred import Centred
from alu.store.text.vectors.embedder import ENGLISH, Embedder, load_embedder
from alu.store.text.vectors.minilm import MiniLM

__all__ = ["ContextualEmbedder", "contextual_embedder"]

RETRY = 30.0
"""Seconds until an embedder that could not be loaded is tried again."""
PAUSE = 86_400.0
"""Seconds until fetching is tried again after it failed."""

_log = logging.getLogger(__name__)
_fetching = threading.Lock()
"""One fetch at a time in a process, whatever the number of stores."""


def contextual_embedder(chosen: str | Embedder | None) -> ContextualEmbedder | None:
    """Return the contextual embedder that is chosen, or None where it is off.

    Args:
        chosen: «auto» (MiniLM, fetched once), «off», a name for `load_embedder`, whose vectors are centred, or an
            embedder, which is taken as it is; None for what `ALU_MEANING` says, else «auto».

    Raises:
        ConfigError: there is no such embedder.
    """
    chosen = os.environ.get("ALU_MEANING", "auto") if chosen is None else chosen
    return None if chosen == "off" else ContextualEmbedder(chosen)


class ContextualEmbedder:
    """An embedder that may not be here yet. Any number of threads may use it.

    Raises:
        ConfigError: there is no embedder of that name.
    """

    def __init__(self, chosen: str | Embedder) -> None:
        self._fetched = chosen in ("auto", "minilm", MiniLM.name)
        self._loaded: Embedder | None = None
        if not self._fetched:
            self._loaded = Centred(load_embedder(chosen)) if isinstance(chosen, str) else chosen
        self.name = self._loaded.name if self._loaded else MiniLM.name
        """Kept with the vectors."""
        self.languages: frozenset[str] | None = getattr(self._loaded, "languages", ENGLISH)
        """Of the texts that it reads, their codes; None for all."""
        self._dim = 0
        self._loading = threading.Lock()
        self._wait_until = 0.0
        self._fetch_after = 0.0
        self._warned = False

    def here(self) -> bool:
        """Tell whether it can be loaded without fetching anything, as far as can be seen."""
        return self._loaded is not None or bool(embedder_files.installed())

    def load(self) -> Embedder:
        """Return the embedder.

        Raises:
            ConfigError: its files are not here, or damaged; the message says what to do.
        """
        with self._loading:
            if self._loaded is None:
                self._loaded = load_embedder("minilm")
            return self._loaded

    def dim(self) -> int:
        """Return the length of its vectors, which a service is asked for once.

        Raises:
            ConfigError: its files are not here, or damaged.
            alu.errors.ModelError: it does not answer.
        """
        if not self._dim:
            self._dim = self.load().dim
        return self._dim

    def get(self) -> Embedder | None:
        """Return the embedder, or None where it cannot be had now: then the words alone are compared."""
        if self._loaded is None and time.monotonic() < self._wait_until:
            return None
        try:
            return self.load()
        except Exception as error:  # whatever its runtime raises
            self._wait_until = time.monotonic() + RETRY
            if self.here():
                self._warn(message_of(error))
            return None

    def failed(self, error: Exception) -> None:
        """Say once that it failed; the message of another's error could hold a text."""
        self._warn(message_of(error))

    def fetch(self, then: Callable[[], None]) -> None:
        """Fetch its files in a thread, unless that is not wanted or failed less than a day ago; `then` comes after."""
        wanted = self._fetched and not self._loaded and not is_set("ALU_OFFLINE")
        if not wanted or _paused() or time.monotonic() < self._fetch_after:
            return
        if not _fetching.acquire(blocking=False):
            return
        self._fetch_after = time.monotonic() + RETRY

        def run() -> None:
            try:
                embedder_files.pull()
                self._wait_until = 0.0
                then()
            except Exception as error:  # whatever a network does
                _pause()
                _log.warning(
                    "the contextual embedder could not be fetched (%s): what is stored is found by its words;"
                    " `alu models pull minilm` fetches it",
                    type(error).__name__,
                )
            finally:
                _fetching.release()

        threading.Thread(target=run, name="alu-fetch-embedder", daemon=True).start()

    def fetch_now(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Fetch its files where they are not here.

        Raises:
            ConfigError: they are not here and `ALU_OFFLINE` is set, or they cannot be kept.
            alu.errors.ModelUnreachable: no source gave them.
        """
        if self.here():
            return
        if is_set("ALU_OFFLINE"):
            raise ConfigError("the embedder minilm is not here and ALU_OFFLINE is set: unset it, or set meaning = off")
        embedder_files.pull(progress=progress)

    def _warn(self, why: str) -> None:
        if not self._warned:
            self._warned = True
            _log.warning("the contextual embedder %s failed: what is stored is found by its words (%s)", self.name, why)


def _paused() -> bool:
    """Tell whether fetching failed a short while ago, here or in another process."""
    try:
        return time.time() - (catalog.folder() / ".minilm-not-fetched").stat().st_mtime < PAUSE
    except OSError:
        return False


def _pause() -> None:
    try:
        catalog.folder().mkdir(parents=True, exist_ok=True)
        (catalog.folder() / ".minilm-not-fetched").touch()
    except OSError:
        return
