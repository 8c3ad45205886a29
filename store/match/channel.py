"""The `Channel` protocol: a channel finds evidence of one kind for targets in texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

from alu.store.match.evidence import Evidence
from alu.store.match.query import Query

__all__ = ["Channel"]


@runtime_checkable
class Channel(Protocol):
    """Finds evidence of one kind. One instance is made per version of the list; any number of threads may use it.

    A channel of your own is a class whose constructor takes the targets, a sequence of `alu.Target`; name it in the
    settings as `channels = ["package.module:CLASS"]`. Its evidence goes to the audit like all other evidence, and the
    release gate holds back a text in which it finds something with `distinctive=True` that the user did not write.

    A channel is given a `Query` rather than a single text, because a name may continue in the next sentence, and a
    sentence is read together with the question that it answers.

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
        """Name of the channel in its evidence, in settings and in ablations."""
        ...

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterable[Evidence]:
        """Return evidence for targets in the texts of `query`.

        Args:
            query: the texts, and whether they are parts of one text.
            so_far: evidence of earlier channels in the same query.
        """
        ...
