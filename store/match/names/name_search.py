"""All name channels at once; evidence in a draft's sentences is cached for the release gate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from alu.store.calibration import KEPT_READING_CHARACTERS
from alu.store.match.channel import Channel
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.names.acrostic import Acrostic
from alu.store.match.names.ciphered import Ciphered
from alu.store.match.names.names import Names
from alu.store.match.query import Query
from alu.store.text.names.cases import nominatives
from alu.store.text.names.first_names import is_first_name
from alu.store.text.names.titles import is_title
from alu.store.text.reading import read

__all__ = ["NameSearch"]

_KEPT = 128
"""Texts that are about to leave of which it is kept what names are in them: the look-up and the gate ask."""


class NameSearch:
    """Finds names by all channels that look for them. Any number of threads may use it.

    Args:
        index: what the channels look targets up in.
        channels: in the order in which they look.
    """

    def __init__(self, index: Index, channels: Sequence[Channel]) -> None:
        self._index = index
        self.channels: tuple[Channel, ...] = tuple(channels)
        self._scanning = [c for c in channels if isinstance(c, (Names, Ciphered, Acrostic))]
        self._nameless: frozenset[tuple[str, ...]] = frozenset()
        """The texts of the draft before, where one pass has found no stored name in any of them."""
        self._released: Callable[[tuple[str, ...]], tuple[Evidence, ...]] = lru_cache(maxsize=_KEPT)(self._in_release)

    def find(self, query: Query) -> list[Evidence]:
        """Return the stored names in the texts; one that is there plainly is not also there in disguise.

        The sentences of a draft are looked up by themselves, and by the gate as one text, in which no name is missing
        that one of them has, but where the sentence before it ends as the beginning of a name does.
        """
        texts = tuple(query.texts)
        if not texts or query.in_play or sum(map(len, texts)) > KEPT_READING_CHARACTERS:
            return self._found(query)
        if query.source == "release" and query.answers == "":
            return list(self._released(texts))
        if query.source == "draft" and query.answers is None:
            parts = [part for part in query.parts or (texts,) if part]
            if len(parts) > 1 and not self._may_hold(parts):
                self._nameless = frozenset(parts)
            if not any(map(self._released, parts)):
                behind = tuple(read(sentence) for part in parts for sentence in _behind_names(part))
                if not (behind and self._found(replace(query, readings=behind))):
                    return []
        return self._found(query)

    def _in_release(self, texts: tuple[str, ...]) -> tuple[Evidence, ...]:
        query = Query.of(texts, answers="", source="release")
        return tuple(self._found(replace(query, unnamed=True) if texts in self._nameless else query))

    def _may_hold(self, parts: Sequence[tuple[str, ...]]) -> bool:
        """Tell whether any stored name stands in some texts; to read them at once costs less than one by one."""
        queries = [Query.of(part, answers="", source="release") for part in parts]
        return self._index.names.holds(row for query in queries for row in self._rows(query))

    def _rows(self, query: Query) -> Iterator[Iterable[str]]:
        return (row for channel in self._scanning for row in channel.looked_through(query))

    def _found(self, query: Query) -> list[Evidence]:
        """Return what `_searched` does; texts by themselves that are said again and again are searched once."""
        once = {reading.text: reading for reading in query.readings}
        if query.joined or len(once) == len(query.readings):
            return self._searched(query)
        places: dict[str, list[int]] = {}
        for place, text in enumerate(query.texts):
            places.setdefault(text, []).append(place)
        found, texts = self._searched(replace(query, readings=tuple(once.values()))), [*once]
        return [replace(e, sentence=place) for e in found for place in places[texts[e.sentence]]]

    def _searched(self, query: Query) -> list[Evidence]:
        if not query.unnamed and not self._index.names.holds(self._rows(query)):
            query = replace(query, unnamed=True)
        found, plain = list[Evidence](), set[tuple[str, str, int]]()
        for channel in self.channels:
            for one in channel.find(query, found):
                place = (one.target_id, one.mention, one.sentence)
                if not one.disguised:
                    plain.add(place)
                if not one.disguised or place not in plain or one.channel == Names.name:
                    found.append(one)
        return found


def _behind_names(sentences: Sequence[str]) -> Iterator[str]:
    """Yield the sentences before which a word ends that may belong to the name with which they begin.

    Only the word right before a surname can make it somebody else's: what stands between is a sentence without words.
    """
    behind = False
    for sentence in sentences:
        lasts = [words[-1] for words in read(sentence).words if words]
        if lasts and behind:
            yield sentence
        if lasts:
            behind = any(map(_may_begin_name, lasts))


@lru_cache(maxsize=16_384)
def _may_begin_name(word: str) -> bool:
    initial = len(word) == 1 and not word.isdigit()
    return initial or is_title(word) or any(map(is_first_name, (word, *nominatives(word))))
