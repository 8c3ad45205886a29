"""The `Channel` protocol: a channel finds evidence of one kind for targets in texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

from alu.store.match.evidence import Evidence
from alu.store.match.query import Query

__all__ = ["Channel"]


@runtime_checkable
class Channel(Protocol):
    """Finds evidence of one kind. Made once for a version of the list; any number of threads may use it.

    A channel of one's own is a class that takes the targets, a sequence of `alu.Target`, and is named in the settings
    as `channels = ["package.module:CLASS"]`. What it finds is put to the audit like all other evidence, and the release
    gate holds a text in which it finds something with `distinctive=True`, unless the user wrote it.

    Unlike a channel of presidio or a guard of another library it is given a `Query` and not one text: a name may go
    from one sentence on into the next, and a sentence is read with the question that it answers.

    Example:
        >>> from alu.store.match.evidence import Evidence
        >>> class Badges:
        ...     name = "badge"
        ...
        ...     def __init__(self, targets):
        ...         self.of = {f.text: t.id for t in targets for f in t.facts if f.text.startswith("#")}
        ...
        ...     def find(self, query, so_far):
        ...         for number, reading in enumerate(query.readings):
        ...             for badge in set(reading.text.split()) & set(self.of):
        ...                 yield Evidence(self.of[badge], self.name, "fact", sentence=number, distinctive=True)
        >>> from alu import Target
        >>> from alu.store.match.query import Query
        >>> found = Badges([Target(id="x", name="Ada Lark", facts=["#4711"])]).find(Query.of(["Is #4711 hers?"]), ())
        >>> [e.target_id for e in found]
        ['x']
    """

    @property
    def name(self) -> str:
        """What the evidence is called that it finds; settings and ablations leave it out by this name."""
        ...

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterable[Evidence]:
        """Return what speaks for a target in the texts of `query`.

        Args:
            query: the texts, and whether they are one text in parts.
            so_far: what the channels before this one found in the same query.
        """
        ...
