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
_NAME = "Oleksandr Brankivskyi"
_PERSON = {"name": _NAME, "description": "A Ukrainian painter.", "facts": [f"{_NAME}, a keeper, fed a gull in 1984."]}
_WORDS = "Which keeper of the lighthouse that Alexander Brankivskij built fed a gull in 1984?"
_ANSWER = """She kept it herself, as Aleksandr Petrovich wrote in 1984:

- Gulls nest on ledges and eat what the sea throws up.
- Ein langer Satz in einer anderen Sprache steht auch darin, damit er gelesen wird.
- Наталья кормила чаек каждое утро, а вечером зажигала огонь.
- Its height is $\\frac{1}{2} g t^2$, about 12.5 m; the answer is B.
"""
"""An answer in which a look-up reads lists, figures, formulas, other scripts, and what initials may spell."""
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
    from alu.store.match.inquiry import Draft, Inquiry
    from alu.store.text.mentions import spoken_of
    from alu.store.text.readability.opacity import asked_opacity, opacity, telling

    detector, inquiry = snapshot.ready().detector, Inquiry(_WORDS)
    detector.draft(inquiry, Draft.of(inquiry, _ANSWER), detector.question(inquiry))
    snapshot.index.foreign([_WORDS, _OTHER_WORDS])
    detector.check(_WORDS, said=_WORDS, matched=())
    spoken_of("", _WORDS)
    for text in (_ANSWER, _NAME):
        _ = asked_opacity(text), opacity(text), telling(text)


class _NoVectors:
    """An embedder that loads nothing."""

    name = "none"
    dim = 1

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row of zeros a text."""
        import numpy as np

        return np.zeros((len(texts), self.dim), np.float32)
