"""What is to be forgotten: the list of targets, its vectors, and how a text is checked against them.

The list in a database is the truth; vectors, names and everything else are derived from it.

    store         `TargetStore`, the way in             loader        from the list to a `Snapshot`
    target        `Target` and `Fact`                   doctor        what is wrong with a store
    guarantee     a calibrated threshold, what it holds traffic       a user's prompts, to calibrate on
    derived       files brought up to date and wiped    embedding     the vectors of the targets' texts
    edit          a target before and after a write      undo          taking the last write back
    calibration   the constants of the detector and the release gate, and the data they were chosen on
    readability   the constants of what code can read   topic_models  the classifiers of topics, fitted, kept and read

`text` is what can be read in a text, without any target; `match` how a text is checked against the list. Each
has the map of its modules in its own `__init__`.

`persist`: where the list is kept.

    database      the list, SQLite or PostgreSQL        events        who changed the list, when and why
    transaction   one write to it                       vector_cache  memory-mapped vector files
    schema        its tables and migrations             vector_index  Chroma, the index of record
    driver        differences of the two databases      files         private files, one writer at a time
    records       targets as the database holds them    location      where a store is
    stats         what a store holds, in numbers        shard         one folder of Chroma's
    vector_query  Chroma, asked for the nearest rows    activity      what was answered: its table
    activity_log  … written, searched and ruled on      activity_summary … added up by time
    listing       what was written since the last read  merging     work that waits until the list is quiet
    head_reader   the state of the list, which every request reads           loaded       the snapshot made of it
    clock         the list's clock, and this machine's  packed_targets a long list, read target by target
    contextual    contextual vectors, made in a thread  vector_rows   the vectors of targets, cut out of one matrix
    contextual_rows    those that there are             contextual_search  those that are near
    contextual_files   their files, and the wiping of them
    apart         the files of a long list, worked out by a process that ends, which runs `worked_out`
    chroma_server      … on a Chroma server, which several machines share; chroma_collection, its rows

`exchange`: `formats` imports and exports targets, from bytes that `decoding` reads; `columns` say which fields a table
fills, be it CSV, `tables`, or a workbook, `spreadsheet`, and `days` which number of a date is the day. `doubles` are
rows about one target. `update` changes the targets on the list, `tofu` finds the names in TOFU's rows. `edit` makes a
change of one target. `receipt` says on paper, without a name, what became of one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alu.store.exchange.formats import read_targets, write_targets
    from alu.store.match.evidence import Evidence
    from alu.store.match.examination import examine
    from alu.store.match.snapshot import Snapshot
    from alu.store.persist.events import Event
    from alu.store.persist.stats import Stats
    from alu.store.store import TargetStore
    from alu.store.target import Fact, Target
    from alu.store.text.vectors.embedder import Embedder, load_embedder

__all__ = [
    "Embedder",
    "Event",
    "Evidence",
    "Fact",
    "Snapshot",
    "Stats",
    "Target",
    "TargetStore",
    "examine",
    "load_embedder",
    "read_targets",
    "write_targets",
]

_HOMES = {
    "Embedder": "text.vectors.embedder",
    "Event": "persist.events",
    "Fact": "target",
    "Evidence": "match.evidence",
    "Snapshot": "match.snapshot",
    "Stats": "persist.stats",
    "Target": "target",
    "TargetStore": "store",
    "examine": "match.examination",
    "load_embedder": "text.vectors.embedder",
    "read_targets": "exchange.formats",
    "write_targets": "exchange.formats",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
