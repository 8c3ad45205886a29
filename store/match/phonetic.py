"""Names in another script, by their consonants: transliterated twice, a name keeps its sound and not its letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from alu.store.calibration import MIN_PHONETIC_LETTERS, MIN_SKELETON, PHONETIC_SIMILARITY
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.names import name_evidence
from alu.store.match.query import Query

__all__ = ["Phonetic", "Sounds", "latin", "read_aloud", "skeleton"]

_CLASSES = str.maketrans(
    {**dict.fromkeys("bfpv", "p"), **dict.fromkeys("cgkqx", "k"), **dict.fromkeys("sz", "s"), "j": "s", "r": "l"}
    | {**dict.fromkeys("dt", "t"), **dict.fromkeys("mn", "n"), **dict.fromkeys("aeiouyhw", None)}
)
_WRITTEN = re.compile(r"[^\W\da-zA-Z\u00c0-\u024f_](?:[ \-·]?[^\x00-\x40\x5b-\x60\x7b-\xbf])*")
"""A run in another script, with the marks between the words of a name (« », «・», «·», «ー»)."""
_KATAKANA = re.compile(r"[\u30a1-\u30fa][\u30a1-\u30ff\s=＝·]*")
_CAPITALS = re.compile(r"[A-ZÀ-Ý][^\W\d_]+(?:[\s\-](?:(?:al|el|de|di|van|von|bin|ben)[\s\-])?[A-ZÀ-Ý][^\W\d_]+){1,4}")
"""A name as another language with Latin letters spells it; read in texts with marked letters only."""
_BETWEEN = re.compile(r"[\W_・ー]+")


def skeleton(word: str) -> str:
    """Return the classes of the consonants of a Latin word, none twice in a row."""
    classes = word.lower().translate(_CLASSES)
    return re.sub(r"[^a-z]|(.)(?=\1)", "", classes)


class Phonetic:
    """Finds names as they sound in another script."""

    name = "phonetic"

    def __init__(self, index: Index) -> None:
        self._index = index
        self._names = Sounds(index.names.pattern_words)

    def ready(self) -> None:
        """Work out now what the first text would otherwise wait for."""
        self._names.ready()

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the names that the texts which are not all ASCII hold as they sound."""
        written = [(r.text, i) for i, r in enumerate(query.readings) if not r.text.isascii()]
        heard = {(number, i) for text, i in written for number in self._names.find(text)}
        yield from name_evidence(self._index, self._index.names.matches(heard), self.name, query)


class Sounds:
    """Finds names by their consonants in texts that are not in Latin letters.

    Args:
        names: of each, its words.
    """

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        self._names = [tuple(n) for n in names]
        self._like = lru_cache(maxsize=4096)(self._near)
        self._alike = lru_cache(maxsize=4096)(self._spelt)

    @cached_property
    def _owners(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, words in enumerate(self._names):
            if len(words) > 1 and len(key := skeleton("".join(words))) >= MIN_SKELETON:
                found.setdefault(key, []).append(number)
        return found

    @cached_property
    def _skeletons(self) -> list[str]:
        return list(self._owners)

    @cached_property
    def _open(self) -> dict[str, list[int]]:
        """The names of few consonants by their letters."""
        found: dict[str, list[int]] = {}
        for number, words in enumerate(self._names):
            letters = "".join(words)
            if (
                len(words) > 1
                and len(letters) >= MIN_PHONETIC_LETTERS
                and letters.isascii()
                and len(skeleton(letters)) < MIN_SKELETON
            ):
                found.setdefault(letters, []).append(number)
        return found

    def ready(self) -> None:
        """Work out now what the first text would otherwise wait for."""
        _ = self._skeletons, self._open

    def find(self, text: str) -> Iterator[int]:
        """Return the number of each name that `text` holds in another script."""
        by_sound = (number for run, latin in _runs(text) for number in self._like(run, latin))
        by_letters = (
            number for run in read_aloud(text) if len(run) >= MIN_PHONETIC_LETTERS for number in self._alike(run)
        )
        yield from dict.fromkeys((*by_sound, *by_letters))

    def _near(self, run: str, latin: bool) -> tuple[int, ...]:
        slips = (1 if len(run) < 9 else 2) - latin
        near = process.extract(run, self._skeletons, scorer=Levenshtein.distance, score_cutoff=slips, limit=3)
        return tuple(number for key, _, _ in near for number in self._owners[key])

    def _spelt(self, run: str) -> tuple[int, ...]:
        alike = Levenshtein.normalized_similarity
        near = process.extract(run, list(self._open), scorer=alike, score_cutoff=PHONETIC_SIMILARITY, limit=3)
        return tuple(number for letters, _, _ in near for number in self._open[letters])


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Return the consonants of one to five words in a row that are in another script, and whether they are Latin.

    Latin letters are compared more strictly: two names of one country can differ by two consonants.
    """
    from anyascii import anyascii

    for pattern in (_KATAKANA, _WRITTEN, _CAPITALS):
        for match in (m for m in pattern.finditer(text) if any(c.isalpha() and not c.isascii() for c in m.group())):
            for run in _in_a_row(match.group(), lambda w: skeleton(anyascii(w))):
                if len(run) >= MIN_SKELETON:
                    yield re.sub(r"(.)(?=\1)", "", run), pattern is _CAPITALS


def read_aloud(text: str) -> Iterator[str]:
    """Return the Latin letters of one to five words in a row that are in another script."""
    for pattern in (_KATAKANA, _WRITTEN):
        for match in pattern.finditer(text):
            yield from _in_a_row(match.group(), latin)


def _in_a_row(run: str, sound: Callable[[str], str]) -> Iterator[str]:
    """Return how each one to five words in a row of `run` sound together."""
    words = [sound(_letters(w)) for w in _BETWEEN.split(run) if w]
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + 5) + 1):
            yield "".join(words[first:last])


def latin(text: str) -> str:
    """Return the letters of `text`, small and Latin, in whatever script it is."""
    from anyascii import anyascii

    return re.sub(r"[^a-z]", "", anyascii(text).lower())


def _letters(word: str) -> str:
    """Return a word with the pairs of letters that Greek writes a foreign b, d, g, u and j with as these."""
    word = word.lower().replace("ύ", "υ")
    for pair, one in (("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("ου", "u"), ("τζ", "j")):
        word = word.replace(pair, one)
    return word
