"""`TargetStore`: the forget set, kept on disk or in PostgreSQL, ready to be searched."""

from __future__ import annotations

import builtins
import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from alu.errors import AluError, InputError, StoreError, expect
from alu.store.calibration import DEFAULT_THRESHOLD
from alu.store.derived import DerivedFiles
from alu.store.doctor import problems
from alu.store.edit import Edit, additions, changed, checked, dated, retried, reworded, write_edits, write_removals
from alu.store.embedding import check_embedder
from alu.store.guarantee import Guarantee, outdated
from alu.store.loader import Loader
from alu.store.persist.apart import Apart
from alu.store.persist.clock import warn_of_clock
from alu.store.persist.contextual import ContextualVectors
from alu.store.persist.database import Database
from alu.store.persist.events import Event
from alu.store.persist.files import folder_size, private_folder, remove
from alu.store.persist.location import Place, open_place, place_in_memory
from alu.store.persist.records import keys_of, only_one, record_of
from alu.store.persist.schema import check_namespace
from alu.store.persist.stats import Stats, count
from alu.store.persist.transaction import Writer
from alu.store.persist.vector_cache import VectorCache, Vectors
from alu.store.persist.vector_index import Progress, VectorIndex
from alu.store.target import Target
from alu.store.text.vectors.contextual_embedder import contextual_embedder
from alu.store.text.vectors.embedder import Embedder, embedder_of

if TYPE_CHECKING:
    from alu.store.match.snapshot import Snapshot

__all__ = ["TargetStore"]


class TargetStore:
    """One list of targets. Any number of threads and processes may read it, one at a time writes.

    Open one with `TargetStore.open` or, with no file at all, `TargetStore.temporary`.

    Example:
        >>> from alu import Target, TargetStore
        >>> with TargetStore.temporary() as store:
        ...     added = store.add(Target(id="keeper", name="Odalys Brannigan"))
        ...     found = store.snapshot().detector.look_up(["Who was odalys brannigan?"])
        ...     removed = store.remove("keeper", reason="GDPR-2026-118")
        ...     print([(e.target_id, e.channel) for e in found], len(store.list()), len(store.history()))
        [('keeper', 'name')] 0 2
    """

    def __init__(
        self,
        place: Place,
        embedder: Embedder,
        namespace: str = "default",
        threshold: float | None = None,
        channels: Sequence[str] = (),
        meaning: str | Embedder | None = None,
        progress: Progress | None = None,
        apart: Apart | None = None,
    ) -> None:
        self._database, self._lock, self._home, folder, chroma = place
        self.namespace = namespace
        self._embedder = embedder
        progress = progress or (lambda what, done, total: None)
        database, lock = place.database, place.lock
        head = database.head(namespace) or database.ensure(namespace, embedder.name, embedder.dim, time.time())
        check_embedder(head, embedder.name)
        dim = head.dim if head.embedder == embedder.name else embedder.dim
        self._cache = VectorCache(folder, embedder.name, dim)
        self.meaning: ContextualVectors | None = None
        """The contextual vectors; None if they are switched off."""
        if source := contextual_embedder(meaning):
            self.meaning = ContextualVectors(
                folder, source, lambda: self._loader.listed(), chroma, lambda: self._loader.models
            )
        index = VectorIndex(folder, embedder.name, dim)
        self._loader = Loader(
            database, namespace, embedder, self._cache, index, lock, threshold, channels, progress, self.meaning, apart
        )
        self.at_hand: Callable[[], Snapshot | None] = self._loader.at_hand
        """Returns the current snapshot if that is possible without waiting, else None."""
        self._index = index
        self._derived = DerivedFiles(place, namespace, self._loader, self._cache, index, progress)
        self._wrote = False

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        namespace: str = "default",
        embedder: str | Embedder = "wordllama",
        threshold: float | None = None,
        channels: Sequence[str] = (),
        meaning: str | Embedder | None = None,
        chroma: str | None = None,
        create: bool = True,
        progress: Progress | None = None,
        apart: bool = False,
    ) -> TargetStore:
        """Open the store in a folder or at a `postgresql://` URL; create it if it does not exist.

        Args:
            where: folder of the store, or URL of the database.
            namespace: name of the list; each namespace sees its own targets only.
            embedder: name for `load_embedder`, or an embedder.
            threshold: score from which a text is near a target, 0 to 1; None for the calibrated one or the default.
            channels: additional detection channels, as `module:CLASS`; `-NAME` leaves out one of alu's own.
            meaning: contextual embedder, see `contextual_embedder`; by default `ALU_MEANING`, else «auto».
            chroma: URL of a Chroma server that shares contextual vectors between machines; None for none.
            create: whether to create a store that does not exist.
            progress: called while vectors are computed or indexed.
            apart: compute the files of a long list in a subprocess, so that a long-running process stays small.

        Raises:
            StoreError: the store cannot be opened; the subclass says why, the message what to do.
            alu.errors.ConfigError: there is no such embedder or channel.
            alu.errors.InputError: the namespace is empty, too long or not printable.
        """
        check_namespace(namespace)
        named: dict[str, object] = {"where": str(where), "namespace": namespace, "embedder": embedder}
        named |= {"threshold": threshold, "channels": list(channels), "meaning": meaning, "chroma": chroma}
        embedder = embedder_of(embedder)
        place = open_place(where, namespace, create=create, chroma=chroma)
        try:
            if not create and place.database.head(namespace) is None:
                raise StoreError(f"no namespace {namespace!r} in {place.database.where}: `alu targets add` makes one")
            if place.folder:
                private_folder(place.folder)
            working = Apart.of(place.folder, named) if apart else None
            store = cls(place, embedder, namespace, threshold, channels, meaning, progress, working)
            store._derived.mend()
        except BaseException:
            place.database.close()
            raise
        return store

    @classmethod
    def temporary(
        cls,
        targets: Iterable[Target] = (),
        *,
        embedder: str | Embedder = "wordllama",
        threshold: float | None = None,
        channels: Sequence[str] = (),
        meaning: str | Embedder | None = None,
        like: TargetStore | None = None,
    ) -> TargetStore:
        """Return a store in memory, without files or Chroma. The arguments are those of `open`.

        `like` is an open store whose contextual vectors are reused for targets that both have.

        Raises:
            DuplicateTarget: two of the targets are the same.
        """
        embedder = embedder_of(embedder)
        store = cls(place_in_memory(), embedder, threshold=threshold, channels=channels, meaning=meaning)
        if store.meaning and like and like.meaning:
            store.meaning.take(like.meaning)
        store.add(*targets)
        return store

    @property
    def database(self) -> Database:
        """The database of the list, which also holds the server's keys and the activity log."""
        return self._database

    def snapshot(self) -> Snapshot:
        """Return the targets enforced now; a cached snapshot unless the list has changed or a target has expired.

        Raises:
            StoreError: the list cannot be read, so nothing can be checked.
        """
        return self._loader.snapshot()

    def version(self) -> int:
        """Return the version of the list, which grows with every write by any process."""
        return self._loader.head().version

    def add(self, *targets: Target, who: str = "") -> list[Target]:
        """Add targets in one transaction: all of them or, if this raises, none.

        Returns:
            The targets as stored.

        Raises:
            DuplicateTarget: a target with that id or name is stored already.
            alu.errors.InputError: an object is not a `Target`, has expired, has a name that no text can contain or a
                reason that discloses it, or has nothing that its policy would forget.
            StoreError: the store cannot be written.
        """
        edits = additions(targets, self._now())
        return [edit.new for edit in self.apply(lambda: edits, who)]

    def replace(self, target: Target, who: str = "") -> Target:
        """Replace the target with the same id, see `revise`.

        Raises:
            UnknownTarget: there is no target with that id.
        """
        expect(target, Target, "a target is replaced as replace(Target(id=…, name=…))")
        return self.revise(target.id, lambda old: reworded(old, target), who).new

    def update(self, id_or_name: str, /, who: str = "", **changes: object) -> Target:
        """Change some fields of a target, see `revise`; all others keep their values.

        Raises:
            alu.errors.InputError: a field is unknown, invalid or cannot be changed (`id`, `created`).
        """
        return self.revise(id_or_name, lambda old: changed(old, changes), who).new

    def revise(self, id_or_name: str, change: Callable[[Target], Target], who: str = "") -> Edit:
        """Replace a target with the result of `change`; its id and `created` stay the same.

        On return, texts that were dropped are in no file of the store. If nothing changes, nothing is written and no
        event is recorded. `change` is called again if another process changes the target in the meantime.

        Returns:
            The target before and after.

        Raises:
            UnknownTarget: there is none of that id or name, or several of that name.
            DuplicateTarget: another one has the new name.
            alu.errors.InputError: see `add` and `Edit.of`; or the id or the reason discloses what is dropped.
            StoreError: the store cannot be written.
        """
        return self.apply(lambda: [Edit.of(self.get(id_or_name), change)], who)[0]

    def apply(self, propose: Callable[[], Sequence[Edit]], who: str = "") -> builtins.list[Edit]:
        """Write the edits that `propose` returns in one transaction: all of them or, if this raises, none.

        `propose` reads what it needs from the store, and is called again if another process writes in the meantime.

        Returns:
            The edits as stored, including those that change nothing.

        Raises:
            AluError: as `add` and `revise`.
        """
        return retried(lambda: self._apply(propose(), who))

    def remove(self, id_or_name: str, *, reason: str = "", who: str = "") -> Target:
        """Remove a target. On return nothing of it is left in any file of the store.

        The history keeps its id, `who` and the reason (by default the target's own). Ids and reasons in the history
        that disclose the target are replaced.

        Raises:
            UnknownTarget: there is no target with that id or name, or several with that name.
            alu.errors.InputError: the reason discloses the target.
            StoreError: the store cannot be written.
        """
        return self.remove_all([id_or_name], reason=reason, who=who)[0]

    def remove_all(self, ids: Iterable[str], *, reason: str = "", who: str = "") -> builtins.list[Target]:
        """Remove targets in one transaction, see `remove`: all of them or, if this raises, none."""
        if isinstance(ids, str):
            raise InputError("remove_all takes a list of ids: remove takes a single one")
        targets = list({target.id: target for target in map(self.get, ids)}.values())
        write = partial(write_removals, targets, reason=reason, who=who)
        self._write(write, self._loader.embed({}), wipe=True)
        return targets

    def get(self, id_or_name: str) -> Target:
        """Return the target with that id or else that name.

        Raises:
            UnknownTarget: there is none, or several have that name.
        """
        return only_one(self._database.find(self.namespace, id_or_name, keys_of(id_or_name)), id_or_name)

    def list(self) -> list[Target]:
        """Return all targets sorted by name, including expired ones."""
        return self._loader.targets()

    def history(self) -> builtins.list[Event]:
        """Return all events, oldest first, including those of removed targets."""
        return self._database.history(self.namespace)

    def guarantee(self) -> Guarantee | None:
        """Return the guarantee of the calibrated threshold, or None if `alu calibrate` was not run."""
        return self._loader.threshold.found()

    def set_guarantee(self, guarantee: Guarantee | None) -> None:
        """Use a calibrated threshold in every process from the next request on; None restores the default.

        Raises:
            StoreError: the store cannot be written.
        """
        self._write(lambda w: w.set_guarantee(guarantee.dump() if guarantee else None), self._loader.embed({}))

    def guarantee_problem(self) -> str:
        """Return why the calibration is outdated and what to do, or an empty text if it holds or there is none."""
        found = self.guarantee()
        return outdated(found, self._embedder.name, self.history()) if found else ""

    def stats(self) -> Stats:
        """Return statistics of the store."""
        head = self._loader.head()
        return count(
            self.list(),
            self._now(),
            version=head.version,
            embedder=self._embedder.name,
            dim=self._cache.dim,
            namespace=self.namespace,
            where=self._database.where,
            size=folder_size(self._home) if self._home else 0,
            threshold=DEFAULT_THRESHOLD if (chosen := self._loader.threshold.value()) is None else chosen,
            calibration=found.sentence if (found := self.guarantee()) else "",
            meaning=self.meaning.name if self.meaning else "off",
            pending=len(self.meaning.pending()) if self.meaning else 0,
        )

    def check(self) -> builtins.list[str]:
        """Return the problems of the store, for `alu doctor`; reads and tests all of it and raises nothing."""
        return problems(self._home, self._database, self._loader, self._index, self._lock)

    def purge(self) -> None:
        """Wipe remains of removed targets from all files and rebuild the index; on PostgreSQL this locks the tables.

        Raises:
            StoreLocked: another process kept the store in use for too long.
            StoreError: the store cannot be written.
        """
        with self._lock.hold():
            self._derived.purge()

    def work_out(self) -> None:
        """Compute the index of the current list and write it to files, which other processes map.

        Raises:
            StoreError: the list cannot be read.
        """
        self._loader.merge()

    def close(self, *, at_once: bool = False) -> None:
        """Close the store. After a write the matrix is saved, so that the next process need not compute it.

        Args:
            at_once: leave that out, as where the user interrupts.
        """
        with contextlib.suppress(AluError, OSError):
            self._loader.close(merge=self._wrote and not at_once)
        if self.meaning:
            self.meaning.close(at_once=at_once)
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(at_once=kind is not None and not issubclass(kind, Exception))  # as at Ctrl-C

    def _now(self) -> datetime:
        """Return the current time, never earlier than a time seen before."""
        return datetime.fromtimestamp(self._loader.clock.now(self._loader.head()), UTC)

    def _apply(self, edits: Sequence[Edit], who: str) -> builtins.list[Edit]:
        """Write edits, unless a target has changed since it was read."""
        edits = dated(edits, self._now())
        if writes := checked(edits):
            by_rev = {record_of(edit.new).rev: edit.new for edit in writes}
            vectors = self._loader.embed(by_rev, {edit.old.id for edit in writes if edit.old})
            fitted, drops = self._loader.models.fit(by_rev), any(e.drops for e in writes)
            self._write(lambda writer: write_edits(writes, writer, who, fitted), vectors, wipe=drops)
        return builtins.list(edits)

    def _write(self, write: Callable[[Writer], None], new: Vectors, *, wipe: bool = False) -> None:
        """Run one transaction and update all derived files; `new` are the vectors it adds."""
        if wipe:
            self._loader.prepare()
        with self._lock.hold():
            warn_of_clock(self._loader.head())
            draft = self._cache.keep(new)
            try:
                with self._database.write(self.namespace, time.time()) as writer:
                    check_embedder(writer.head, self._embedder.name)
                    writer.embedder, writer.dim = self._embedder.name, self._cache.dim
                    write(writer)
            except BaseException:
                if draft:
                    remove(draft)
                raise
            self._wrote = True
            self._loader.learn(new.split())
            self._derived.update(wipe=wipe)
        if self.meaning:
            self.meaning.changed()
