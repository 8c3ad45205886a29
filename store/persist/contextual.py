"""Contextual vectors of the list: computed in the background, kept in files, read by the detector."""

from __future__ import annotations

import atexit
import contextlib
import logging
import random
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from alu.errors import AluError, StoreLocked
from alu.store.match.facts.meaning import NearRow
from alu.store.persist.contextual_files import forget_others, row_texts
from alu.store.persist.contextual_rows import ContextualRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alu.store.persist.chroma_server import ChromaServer
    from alu.store.persist.vector_index import Progress
    from alu.store.target import Target
    from alu.store.text.vectors.contextual_embedder import ContextualEmbedder
    from alu.store.text.vectors.embedder import Embedder

__all__ = ["ContextualVectors"]

AT_ONCE = 32
"""Texts that are embedded at once: 0.3 s of MiniLM on one core."""
WRITTEN_ROWS = 512
"""New rows after which they are written, so that a process that is killed loses a few seconds of work."""
AT_CLOSE = 200
"""Pending rows that are made when a store is closed; more are left to another process or `alu targets index`."""
AT_MOST = 10.0
"""Seconds that `close` waits for a batch to end."""
AT_EXIT = 60.0
"""Seconds that a process waits for it before it ends: to read a list of 100,000 takes ten on a busy machine."""
SETTLE = 0.2
"""Seconds that are waited after a change before vectors are made: another change often follows."""
POLL = 1.0
"""Seconds between two looks at the files while another process makes the vectors."""
RETRY = 30.0
"""Seconds after which vectors that could not be made are tried again."""
_CANARIES = 4
"""Stored rows that are made anew once a process, and compared."""

LeftReport = Callable[[int], None]
"""Called with how many targets are left."""

_log = logging.getLogger(__name__)
_OPEN: weakref.WeakSet[ContextualVectors] = weakref.WeakSet()


@atexit.register
def _stop_all() -> None:
    """End the threads of stores that nobody closed, and of those that were busy for too long when they were.

    Python ends other threads wherever they are; one that is in native code then (ONNX, or pydantic that reads the
    list) aborts the process.
    """
    for vectors in list(_OPEN):
        vectors.stop(AT_EXIT)


class Classifiers(Protocol):
    """The classifiers of topics, which read contextual vectors, too; see `TopicModels`."""

    def pending(self, targets: Mapping[str, Target]) -> Mapping[str, Target]:
        """Return the topics that are to be fitted anew, by rev."""
        ...

    def refit(self, targets: Mapping[str, Target], progress: Progress, stopped: Callable[[], bool]) -> None:
        """Fit them anew and keep them."""
        ...


class ContextualVectors:
    """The contextual vectors of one namespace, as `Meaning` asks for them. Any number of threads may use it.

    Requests read what is in memory and wait for nothing but the embedding of their own texts. A thread makes what is
    pending and ends when nothing is; of several processes one makes vectors, the others read its files.

    Args:
        folder: the store's vector folder; None for a store in memory.
        source: the embedder.
        listed: gives all targets on the list, by rev.
        chroma: the server that the vectors are on, too; None for none.
        topics: gives the classifiers of topics, which are fitted when all vectors are made.
    """

    def __init__(
        self,
        folder: Path | None,
        source: ContextualEmbedder,
        listed: Callable[[], Mapping[str, Target]],
        chroma: ChromaServer | None = None,
        topics: Callable[[], Classifiers] | None = None,
    ) -> None:
        self.name, self.languages = source.name, source.languages
        """Name of the embedder, and the codes of the languages that it reads; None for all."""
        self._folder = folder
        self._source = source
        self._chroma = chroma
        self._listed, self._topics = listed, topics
        self._vectors = ContextualRows(folder, source.name, listed, chroma)
        self._changing = threading.Lock()
        self._wanted = False
        self._trusted = False
        self._again = False
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._wait_until = 0.0
        _OPEN.add(self)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text, float32 `[n, dim]`, of length 1; of zeros, near to nothing, where it fails."""
        embedder = self._source.get()
        if embedder is None:
            self._source.fetch(self.changed)
            return np.zeros((len(texts), self._vectors.dim), np.float32)
        try:
            rows = _embedded(embedder, texts)
        except Exception as error:  # whatever an embedder of the user's own raises
            self._source.failed(error)
            return np.zeros((len(texts), self._vectors.dim), np.float32)
        if self._vectors.behind() and time.monotonic() > self._wait_until:
            self._start()
        return rows

    def nearest(self, vectors: NDArray[np.float32], k: int) -> list[list[NearRow]]:
        """Return the `k` nearest stored texts of each vector, nearest first; none of a vector of zeros."""
        return self._vectors.search.nearest(vectors, k)

    def rows(self, rev: str) -> NDArray[np.float32] | None:
        """Return the vectors of the texts of one wording, float32 `[rows, dim]`; None while they are pending."""
        return self._vectors.get(rev)

    def enforce(self, targets: Mapping[str, Target]) -> list[str]:
        """Take what is enforced from now on, by rev; return what `rows` and `nearest` call each, in order.

        What files have is read by the first call; all else is made in a thread.
        """
        names = list(self._vectors.named(targets))
        unlearnt = False
        if not self._wanted:
            self._vectors.gather(names)
            unlearnt = bool(self._unlearnt(targets))
        self._wanted = True
        self._vectors.enforce(names)
        if self._chroma or unlearnt or self._vectors.behind():
            self._start()  # what another process removed is on the server, maybe
        return names

    def take(self, other: ContextualVectors) -> None:
        """Take what another one has made, if its embedder is the same; what a target is decides, not its store."""
        if other.name == self.name:
            other._vectors.gather(other._vectors.listed())
            self._vectors.take(other._vectors)

    def changed(self) -> None:
        """Make what is pending, now that the list has been written or the embedder fetched."""
        self._wanted = True
        self._start()

    def pending(self) -> list[str]:
        """Return the ids of the targets on the list whose vectors are neither here nor in a file.

        Those of topics, too, whose classifiers do not read contextual vectors yet.

        Raises:
            StoreError: the list cannot be read.
        """
        self._vectors.gather(self._vectors.listed())
        lacking = [*self._vectors.missing().values(), *self._unlearnt(self._listed()).values()]
        return list(dict.fromkeys(target.id for target in lacking))

    def finish(self, progress: Progress | None = None) -> int:
        """Make all that is pending, fetching the embedder where need be; return of how many targets.

        Cut off, it goes on the next time. What other embedders have made is deleted.

        Raises:
            ConfigError: the embedder is not here and may not be fetched, or is damaged.
            alu.errors.ModelUnreachable: it cannot be fetched, or does not answer.
            StoreError: the list cannot be read.
        """
        show = progress or _silent
        self._source.fetch_now(lambda done, total: show("fetching the embedder", done, total))
        pending = len(self.pending())
        self._work(show, threading.Event())
        if self._topics:
            self._topics().refit(self._listed(), show, lambda: False)
        while self._vectors.tidy(show, wait=None):
            pass
        forget_others(self._folder, self.name)
        if self._chroma:
            with contextlib.suppress(AluError):  # the next one deletes it
                self._chroma.forget_others(self.name, self._vectors.dim)
        return pending

    def close(self, *, at_once: bool = False) -> None:
        """Stop making vectors; make the last ones where few are pending and something keeps them, but not `at_once`."""
        self.stop(SETTLE if at_once else None)
        wanted, self._wanted = self._wanted and not at_once, False  # a store may be closed twice
        if wanted and (self._folder or self._chroma) and self._source.here():
            try:
                missing = self._vectors.missing()
                if 0 < sum(len(row_texts(target)) for target in missing.values()) <= AT_CLOSE:
                    with contextlib.suppress(StoreLocked):  # another process is at it
                        self._step(self._source.load(), missing, lambda left: None, threading.Event())
            except Exception as error:  # whatever an embedder of the user's own raises
                self._source.failed(error)
        self._vectors.close()

    def stop(self, wait: float | None = None) -> None:
        """End the thread that makes vectors, after the batch that it is at; what is pending stays so.

        Args:
            wait: seconds that are waited for it at most; `AT_MOST` where None.
        """
        self._stopping.set()
        if thread := self._thread:
            thread.join(AT_MOST if wait is None else wait)

    def _start(self) -> None:
        """Start the thread, or have it look again."""
        if not self._source.here() or self._stopping.is_set():
            return
        with self._changing:
            self._again = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="alu-contextual", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while self._goes_on():
            try:
                self._work(_silent, self._stopping)
                self._learn()
                while self._vectors.tidy(_silent) and not self._stopping.is_set():
                    self._stopping.wait(SETTLE)  # a removal that waits for the lock comes first
            except Exception as error:  # whatever an embedder of the user's own raises
                self._wait_until = time.monotonic() + RETRY
                self._source.failed(error)

    def _goes_on(self) -> bool:
        """Tell whether there is something to do; if not, the thread is over."""
        self._stopping.wait(SETTLE)
        with self._changing:
            if self._stopping.is_set() or not self._again:
                self._thread = None
                return False
            self._again = False
            return True

    def _unlearnt(self, targets: Mapping[str, Target]) -> Mapping[str, Target]:
        return self._topics().pending(targets) if self._topics else {}

    def _learn(self) -> None:
        """Fit pending topics anew, unless another process is at it."""
        if not (self._topics and self._unlearnt(self._listed())):
            return
        with contextlib.suppress(StoreLocked), self._vectors.opened(self._source.dim()).making.hold(wait=0):
            self._topics().refit(self._listed(), _silent, self._stopping.is_set)

    def _work(self, progress: Progress, stopping: threading.Event) -> None:
        """Make the vectors that are pending, or wait until another process has."""
        embedder = self._source.load()
        self._vectors.opened(self._source.dim())
        total = 0
        while not stopping.is_set() and (missing := self._vectors.missing()):
            total = max(total, len(missing))
            report = partial(_report, progress, total)
            try:
                self._step(embedder, missing, report, stopping)
            except StoreLocked:
                stopping.wait(POLL)
                self._vectors.gather(missing)
                self._vectors.publish()
                report(sum(name not in self._vectors for name in missing))

    def _step(
        self, embedder: Embedder, missing: Mapping[str, Target], report: LeftReport, stopping: threading.Event
    ) -> None:
        """Make what no other process has made.

        Raises:
            StoreLocked: another process makes vectors.
        """
        with self._vectors.opened(self._source.dim()).making.hold(wait=0):
            self._vectors.gather(missing)
            self._vectors.fetch(missing)
            if all(name in self._vectors for name in missing):
                return
            self._verify(embedder)
            left = {name: target for name, target in missing.items() if name not in self._vectors}
            for batch in _batches(left):
                made = _made(embedder, batch, stopping)
                self._vectors.keep(made)
                left = {name: target for name, target in left.items() if name not in made}
                report(len(left))
                if stopping.is_set():
                    return

    def _verify(self, embedder: Embedder) -> None:
        """Compare some rows that were read with what the embedder makes of them now, once a process."""
        if self._trusted:
            return
        listed = self._vectors.listed()
        known = [name for name in listed if name in self._vectors]
        for name in random.sample(known, min(_CANARIES, len(known))):
            stored, made = self._vectors.get(name), _embedded(embedder, row_texts(listed[name])[:1])
            # services' vectors differ a little from call to call
            if stored is not None and np.abs(made - stored[:1]).max() >= 0.02:
                _log.warning("the embedder %s makes other vectors than it did: all are made anew", embedder.name)
                self._vectors.forget()
                break
        self._trusted = True  # not before: an embedder that fails here is asked again


def _silent(what: str, done: int, total: int) -> None:
    """Show nothing."""


def _report(progress: Progress, total: int, left: int) -> None:
    progress("contextual vectors", total - left, total)


def _embedded(embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Embed texts.

    Raises:
        ValueError: what came is no vector a text.
    """
    rows = np.asarray(embedder.embed(texts), np.float32)
    if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():
        raise ValueError("an embedder gave vectors that are none")
    return rows


def _made(
    embedder: Embedder, targets: Mapping[str, Target], stopping: threading.Event
) -> dict[str, NDArray[np.float32]]:
    """Return the vectors of targets; of those that it came to, if it is stopped meanwhile."""
    texts = [text for target in targets.values() for text in row_texts(target)]
    rows: list[NDArray[np.float32]] = []
    for start in range(0, len(texts), AT_ONCE):
        if stopping.is_set():
            break
        rows.extend(_embedded(embedder, texts[start : start + AT_ONCE]))
    made: dict[str, NDArray[np.float32]] = {}
    at = 0
    for name, target in targets.items():
        end = at + len(row_texts(target))
        if end > len(rows):
            break
        made[name], at = np.stack(rows[at:end]), end
    return made


def _batches(targets: Mapping[str, Target]) -> Iterator[dict[str, Target]]:
    """Yield targets, as many as are written at once."""
    batch: dict[str, Target] = {}
    count = 0
    for name, target in targets.items():
        batch[name] = target
        count += len(row_texts(target))
        if count >= WRITTEN_ROWS:
            yield batch
            batch, count = {}, 0
    if batch:
        yield batch
