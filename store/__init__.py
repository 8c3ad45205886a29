"""What is to be forgotten: the list, its vectors, and how a text is checked against them.

The list in a database is the truth; vectors, names and everything else are derived from it.

    store        TargetStore, the way in              target     what is to be forgotten
    loader       from the list to a Snapshot          detect     Snapshot: look-up over all targets
    database     the list, SQLite or PostgreSQL       gate       the last check of a text that leaves
    transaction  one write to it                      hit        what look-up and gate find
    schema       its tables and migrations            score      how near a text is to a target
    driver       the two databases' ways              alias      names and aliases in one pass
    records      targets as the list holds them       mention    whom and when a text speaks of
    events       who did what to the list, and why    overlap    words that text and target share
    cache        memory-mapped vector files           verbatim   runs of a stored text
    index        Chroma, the index of record          matrix     exact search by vectors
    files        private files, one writer a time     embed      texts to vectors
    formats      import and export                    normalise  texts made alike, and cut in sentences
    tofu         names in TOFU's rows                 closed     what a letter or a number asserts
    stats        what a store holds, in numbers       language   a text in another language
    synthetic    made-up targets to measure with      words      ordinary words
    decode       plain texts that hide in a text      fuzzy      names with typing errors
    codes        bytes written out in a text          sound      names in another script
    cipher       texts with their letters turned      structure  values without their labels
    letters      which options a reply takes          middle     names with a middle name
    checkup      what is wrong with a store           allusion   initials, and names that read alike
    place        where a store is
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alu.store.exchange.formats import read_targets, write_targets
    from alu.store.match.evidence import Evidence
    from alu.store.match.snapshot import Snapshot
    from alu.store.persist.events import Event
    from alu.store.persist.stats import Stats
    from alu.store.store import TargetStore
    from alu.store.target import Fact, Target
    from alu.store.text.embedder import Embedder, load_embedder

__all__ = [
    "Embedder",
    "Event",
    "Evidence",
    "Fact",
    "Snapshot",
    "Stats",
    "Target",
    "TargetStore",
    "load_embedder",
    "read_targets",
    "write_targets",
]

_HOMES = {
    "Embedder": "text.embedder",
    "Event": "persist.events",
    "Fact": "target",
    "Evidence": "match.evidence",
    "Snapshot": "match.snapshot",
    "Stats": "persist.stats",
    "Target": "target",
    "TargetStore": "store",
    "load_embedder": "text.embedder",
    "read_targets": "exchange.formats",
    "write_targets": "exchange.formats",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
