"""From flags to settings, a store and an `Unlearner`; all heavy imports happen here, when they are needed."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from alu.cli.making import new_target
from alu.cli.output import note, plain
from alu.cli.progress import bar, bar_of_bytes
from alu.errors import MissingExtra, UnknownTarget

if TYPE_CHECKING:
    from alu.config import Settings
    from alu.store.persist.database import Database
    from alu.store.store import TargetStore
    from alu.store.target import Target
    from alu.unlearner import Unlearner

__all__ = [
    "NOTHING",
    "SessionTargets",
    "count_of",
    "id_of",
    "in_memory",
    "load",
    "load_models",
    "named",
    "nothing_made",
    "open_list",
    "open_store",
    "open_to_list",
    "open_unlearner",
    "store_is_default",
]

NOTHING = "alu: no targets yet, so nothing is withheld: `alu targets add NAME` adds one"
"""What is said where nothing is stored, and no name was given."""


def load(**flags: Any) -> Settings:
    """Return the settings; flags that are None were not given.

    Raises:
        ConfigError: a value is wrong, a name is unknown or the file is no TOML.
    """
    from alu.config import load_settings

    return load_settings(**flags)


def store_is_default(settings: Settings) -> bool:
    """Tell whether the store is the default one: no flag, variable or file sets it."""
    return "store" not in settings.model_fields_set


def nothing_made(settings: Settings) -> bool:
    """Tell whether nobody has stored anything yet: a default store that is not there is no mistake of the user's."""
    return store_is_default(settings) and not Path(settings.store).exists()


def open_store(settings: Settings, *, create: bool, apart: bool = False) -> TargetStore:
    """Open the configured store; `apart` as of `TargetStore.open`.

    Raises:
        StoreError: it cannot be opened, or there is none and `create` is false.
    """
    from alu.opened import open_configured

    return open_configured(settings, create=create, progress=bar(), apart=apart)


def open_to_list(settings: Settings) -> TargetStore:
    """Open the configured store to list what is in it: an empty one where nobody has stored anything yet.

    Raises:
        StoreError: it cannot be opened, or there is none where one was configured.
    """
    if not nothing_made(settings):
        return open_store(settings, create=False)
    note(NOTHING)
    return in_memory(settings, [])


def named(store: TargetStore, which: Sequence[str]) -> list[Target]:
    """Return the targets that are named, by id or name.

    Raises:
        UnknownTarget: one is not there, or several go by a name; of several that are named it says which one it is.
    """
    found = []
    for number, one in enumerate(which, 1):
        try:
            found.append(store.get(one))
        except UnknownTarget as error:
            place = f"number {number} of the {len(which)} that are named: " if len(which) > 1 else ""
            raise UnknownTarget(f"{place}{error}") from None
    return found


def id_of(store: TargetStore, id_or_name: str) -> str:
    """Return the id of the target that is meant; what no target is called by may be the id of one that is gone.

    Raises:
        UnknownTarget: several go by that name.
    """
    from alu.store.persist.records import keys_of

    if store.database.find(store.namespace, id_or_name, keys_of(id_or_name)):
        return store.get(id_or_name).id
    return id_or_name


def count_of(store: TargetStore) -> int:
    """Return how many targets are stored, without reading any."""
    head = store.database.head(store.namespace)
    return head.targets if head else 0


def open_list(settings: Settings, *, or_empty: bool = False) -> closing[Database]:
    """Open the list itself, whatever namespaces are in it, and load no target.

    Args:
        settings: which one it is.
        or_empty: an empty one in memory will do where nobody has stored anything yet.

    Raises:
        StoreError: it cannot be opened, or there is none.
    """
    from alu.store.persist.location import open_place, place_in_memory

    if or_empty and nothing_made(settings):
        return closing(place_in_memory().database)
    return closing(open_place(settings.store, settings.namespace, create=False).database)


def in_memory(
    settings: Settings, targets: list[Target], like: TargetStore | None = None, threshold: float | None = None
) -> TargetStore:
    """Return a store of `targets` that no file holds; those that `like` holds too are not embedded again.

    The threshold of the settings comes first.
    """
    from alu.store.store import TargetStore

    return TargetStore.temporary(
        targets,
        embedder=settings.embedder,
        threshold=threshold if settings.threshold is None else settings.threshold,
        channels=settings.channels,
        meaning=settings.meaning,
        like=like,
    )


def open_unlearner(settings: Settings, store: TargetStore) -> Unlearner:
    """Open the configured models in front of an open `store`; closing it closes the store."""
    from alu.config import ROLES
    from alu.flow.spans import goes_nowhere
    from alu.unlearner import Unlearner

    if goes_nowhere(settings):
        note("alu: otel is on, and its spans go nowhere: start alu with `opentelemetry-instrument`")
    if not all(settings.model_for(role) for role in ROLES):
        _fetch_default_model()
    if settings.profile == "paper":
        note("alu: profile paper is ALU's flow with our prompts and has no release gate: for benchmarks only")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it was said above
        return Unlearner.open(store, settings=settings)


def load_models(unlearner: Unlearner) -> None:
    """Import what its models need: a name that no provider has is an error here, and not of the first question.

    Raises:
        AluError: a model cannot be asked.
    """
    for model in unlearner.models.values():
        getattr(model, "load", lambda: None)()


def _fetch_default_model() -> None:
    """Fetch the model that runs here where none is configured, and say so: it takes a while, once.

    Raises:
        MissingExtra: a model cannot run here.
        ModelUnreachable: no source gave one.
    """
    from importlib.util import find_spec

    from alu.models.catalog import KNOWN, default_model, installed

    if installed():
        return
    if find_spec("xllamacpp") is None:
        raise MissingExtra("no model is configured: say --model, or pip install 'alu[embedded]' for one that runs here")
    best = KNOWN[0]
    note(f"alu: no model is configured (--model), so {best.name}, {best.size / 1e9:.1f} GB, is fetched, once:")
    note("alu: it answers and checks on this machine. Ctrl-C stops it; `alu models list` shows smaller ones")
    default_model(bar_of_bytes("model"))


class SessionTargets:
    """Targets of one run: those in the store and, in memory only, those that `--forget` or `/forget` names.

    A store that was configured must be there (`create` makes it); without one there may be none yet. Use as a
    context manager: it closes the stores.
    """

    def __init__(self, settings: Settings, names: Iterable[str], *, create: bool = False) -> None:
        self._settings = settings
        self._named: list[Target] = []
        self._mixed: tuple[int, TargetStore] | None = None
        self.stored: TargetStore | None = None if nothing_made(settings) else open_store(settings, create=create)
        for name in names:
            self.add(name)

    @property
    def nothing(self) -> bool:
        """Nothing is stored, and no name was given."""
        return not self._named and (self.stored is None or not count_of(self.stored))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._drop_mixed()
        if self.stored is not None:
            self.stored.close()

    def add(self, name: str) -> bool:
        """Forget `name` for this run; False if it is forgotten already.

        Raises:
            InputError: it cannot be a name.
        """
        from alu.store.text.names.name_rarity import is_ordinary, is_whole_name
        from alu.store.text.normalise import normalise

        target = new_target(name=name)
        if normalise(target.name) in {normalise(t.name) for t in self.targets()}:
            return False
        if is_ordinary(target.name):
            whole = is_whole_name(target.name)
            what = f"«{plain(target.name)}» is {'made of ordinary words' if whole else 'an ordinary word'}"
            advice = "" if whole else "; give the full name"
            note(f"alu: warning: {what}: answers that mean something else are withheld, too{advice}")
        self._named.append(target)
        self._drop_mixed()
        return True

    def drop(self, name: str) -> bool:
        """Forget `name` no longer, where this run alone did; False if it did not."""
        from alu.store.text.normalise import normalise

        kept = [t for t in self._named if normalise(t.name) != normalise(name)]
        if len(kept) == len(self._named):
            return False
        self._named = kept
        self._drop_mixed()
        return True

    @property
    def named(self) -> tuple[str, ...]:
        """The names that this run alone forgets."""
        return tuple(target.name for target in self._named)

    def targets(self) -> list[Target]:
        """Return all that is forgotten now; what has expired is not."""
        now = datetime.now(UTC)
        stored = self.stored.list() if self.stored else []
        return [*(t for t in stored if not t.expired(now)), *self._named]

    def store(self) -> TargetStore:
        """Return a store of all that is forgotten now; a change by another process counts too."""
        if self.stored is not None and not self._named:
            return self.stored
        version = self.stored.version() if self.stored else 0
        if self._mixed is None or self._mixed[0] != version:
            self._drop_mixed()
            self._mixed = (version, in_memory(self._settings, self.targets(), self.stored, self._threshold()))
        return self._mixed[1]

    def _threshold(self) -> float | None:
        """Return the threshold of the stored list, which may be calibrated."""
        return self.stored.snapshot().detector.threshold if self.stored else None

    def _drop_mixed(self) -> None:
        if self._mixed is not None:
            self._mixed[1].close()
            self._mixed = None
