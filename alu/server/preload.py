"""What every worker needs, imported and loaded once in the parent, so that the workers forked from it share it.

Nothing is started and nothing stays open: what has threads of its own (onnxruntime, Chroma) is left to the workers.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from alu.errors import AluError

if TYPE_CHECKING:
    import numpy as np

    from alu.config import Settings
    from alu.store.match.snapshot import Snapshot

__all__ = ["look_something_up", "preload"]

_MODULES = ("alu.server.app", "alu.server.connections", "alu.unlearner", "httptools", "uvloop")
_PACKED = "wordllama"
"""The embedder whose weights are plain arrays; any other one is left to the workers."""
_PERSON = {"name": "Odalys Brannigan", "facts": ["Odalys Brannigan kept a gull."]}
_WORDS = "Who was the keeper of the gull at Odalys Brannigan's lighthouse?"
_OTHER_WORDS = "Ein langer Satz in einer anderen Sprache, damit auch das Erkennen der Sprachen geladen ist."


def preload(settings: Settings) -> None:
    """Import and load what answers need with these settings; what is wrong with them is said by whoever opens them."""
    from alu.config import ROLES
    from alu.flow.graph import build
    from alu.models.open import open_model
    from alu.models.remote import RemoteModel
    from alu.store.persist.vector_cache import VectorCache

    for name in filter(find_spec, _MODULES):
        import_module(name)
    build()
    VectorCache(None, "", 0)  # it reads the store's code, which may be another one when a worker starts anew
    with suppress(AluError):
        for name in {settings.model_for(role) or "" for role in ROLES}:
            # one that runs here is left to who opens it: it may have to be fetched
            if "/" in name and not name.startswith("embedded:") and not name.lower().endswith(".gguf"):
                model = open_model(name, api_key=settings.api_key)
                if isinstance(model, RemoteModel):
                    model.load()
    _look_up(settings.embedder)


def _look_up(embedder: str) -> None:
    """Look something up among one target in memory: that loads the tables and lists that any look-up reads."""
    from alu.store.store import TargetStore
    from alu.store.target import Target

    chosen = embedder if embedder == _PACKED else _NoVectors()
    with TargetStore.temporary([Target.model_validate(_PERSON)], embedder=chosen, meaning="off") as store:
        look_something_up(store.snapshot())


def look_something_up(snapshot: Snapshot) -> None:
    """Load what the first look-up would otherwise wait for."""
    detector = snapshot.ready().detector
    detector.look_up([_WORDS])
    snapshot.index.foreign([_WORDS, _OTHER_WORDS])
    detector.check(_WORDS, said=_WORDS, matched=())


class _NoVectors:
    """An embedder that loads nothing."""

    name = "none"
    dim = 1

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row of zeros a text."""
        import numpy as np

        return np.zeros((len(texts), self.dim), np.float32)
