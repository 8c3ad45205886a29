"""Texts in simple ciphers: letters shifted, mirrored, reversed, or written without spaces."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice, pairwise
from string import ascii_lowercase

from alu.store.calibration import (
    CIPHER_CHUNK_WORDS,
    CLEAR_NATS_PER_LETTER,
    CLEARER_NATS,
    COINCIDENCE_SLACK,
    EVEN_COINCIDENCE,
    JOINED_GAIN_NATS,
    JUDGED_LETTERS,
    JUDGED_WORDS,
    KEPT_TERMS_CHARACTERS,
    MIN_JOINED_LETTERS,
    MIN_SUSPECT_NATS,
    NARROW_COINCIDENCE,
    SUSPECT_DROP_NATS,
    SUSPECT_NATS,
    TRIED_ALPHABETS,
    UNKNOWN_WORD_NATS,
)
from alu.store.text.kept import kept
from alu.store.text.terms import informative, known_words

__all__ = ["LEAST_JUDGED_WORDS", "ciphers", "cut", "is_clear", "solved", "strangeness"]

_LONGEST = 14
"""Letters of a word that joined letters fall into, at most."""
_PIECE = re.compile(r"[^:\"“”«»()\n]+")
_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]{3,}(?![^\W\d_])")
_ASCII_WORD = re.compile(r"[A-Za-z]{3,}")
"""The same in a text that is all ASCII."""
_JOINED = re.compile(r"(?<![^\s\"“‘(:])(?=[A-Za-z])[A-Za-z0-9'.,;!?\-]{20,}+(?![^\s\"'”’)])")
"""Words without spaces between them."""
LEAST_JUDGED_WORDS = 3
"""Words of three letters or more from which on `strangeness` judges a text."""
_FREQUENCY = dict(
    zip("etaoinshrdlcumwfgypbvkjxqz", (13, 9, 8, 8, 7, 7, 6, 6, 6, 4, 4, 3, 3, *[2] * 7, 1, 1, 0, 0, 0, 0), strict=True)
)
"""Of a hundred letters of English."""


@lru_cache(maxsize=64)
def ciphers(normalised: str) -> tuple[str, ...]:
    """Return a normalised text with its alphabet turned by 13, mirrored, and read from its end."""
    shifts = _shifts()
    return normalised.translate(shifts[12]), normalised.translate(shifts[-1]), normalised[::-1]


def solved(text: str) -> str:
    """Return `text` with what is in no language turned, mirrored, read from the end or cut, where that helps."""
    return _JOINED.sub(lambda m: _parted(m.group()) or m.group(), _PIECE.sub(lambda m: _piece(m.group()), text))


@lru_cache(maxsize=256)
def _piece(piece: str) -> str:
    """Return one piece of a text solved; kept, since most pieces are the same in all readings of a text."""
    nats = list(map(_word_nats, (_ASCII_WORD if piece.isascii() else _WORD).findall(piece)))
    # in most texts all strange words together are too few for a suspect run
    strange = sum(n - SUSPECT_NATS for n in nats if n > SUSPECT_NATS)
    suspects = list(_suspect(nats)) if strange > MIN_SUSPECT_NATS else []
    words = list(_WORD.finditer(piece)) if suspects else []
    parts, left = [], 0
    for first, last in suspects:
        start = words[first - 1].end() if first else 0
        end = words[last + 1].start() if last + 1 < len(words) else len(piece)
        if solution := _solution(piece[start:end]):
            parts += [piece[left:start], *_spaced(piece[start:end], solution)]
            left = end
    return "".join([*parts, piece[left:]]) if parts else piece


@lru_cache(maxsize=65_536)
def _word_nats(word: str) -> float:
    return informative(word.lower())


def _spaced(piece: str, solution: str) -> Iterator[str]:
    """Keep a solution, which may be turned round, apart from the words next to it."""
    yield " " if piece[0].isspace() else ""
    yield solution
    yield " " if piece[-1].isspace() else ""


def _suspect(nats_of_words: Iterable[float]) -> Iterator[tuple[int, int]]:
    """Return the first and the last word of each run of three words or more that tell too much for a language."""
    first = peak = 0
    total = most = 0.0
    n = -1
    for n, nats in enumerate(nats_of_words):
        if total <= 0:
            first, total, most = n, 0.0, 0.0
        total += nats - SUSPECT_NATS
        if total > most:
            peak, most = n, total
        elif total <= 0 or total < most - SUSPECT_DROP_NATS:
            if most > MIN_SUSPECT_NATS and peak - first > 1:
                yield first, peak
            total = most = 0.0
    if most > MIN_SUSPECT_NATS and peak - first > 1:
        yield first, peak


def _solution(piece: str) -> str | None:
    """Return what `piece` says where it is turned, mirrored or read from the end; in chunks if not as a whole."""
    if (whole := _best(piece)) is not None:
        return whole
    words = list(_WORD.finditer(piece))
    if len(words) <= CIPHER_CHUNK_WORDS:
        return None
    cuts = [0, *(w.start() for w in words[CIPHER_CHUNK_WORDS::CIPHER_CHUNK_WORDS]), len(piece)]
    chunks = [piece[a:b] for a, b in pairwise(cuts)]
    solutions = [_best(c) for c in chunks]
    return "".join(f" {s} " if s else c for s, c in zip(solutions, chunks, strict=True)) if any(solutions) else None


def _best(piece: str) -> str | None:
    if _chance(piece.lower()) and len(piece) > MIN_JOINED_LETTERS:
        return None
    now = strangeness(piece)
    best = min(_tries(piece), key=lambda t: round(strangeness(t), 6))
    return best if strangeness(best) <= now - CLEARER_NATS else None


def _tries(piece: str) -> Iterator[str]:
    """Return `piece` turned and mirrored, and each of these and itself read from the end, as a whole and by words."""
    for table in (None, *_fitting(piece)):
        turned = piece.translate(table) if table else piece
        if table:
            yield turned
        yield turned[::-1]
        yield " ".join(w[::-1] for w in turned.split())


def _fitting(piece: str) -> list[dict[int, int]]:
    """Return the alphabets that make the letters of `piece` more like a language's than they are, the best first."""
    counts = [(ord(c), n) for c, n in Counter(piece.lower()).items() if c in _FREQUENCY]
    now = sum(n * _FREQUENCY[chr(c)] for c, n in counts)
    fits = [(sum(n * frequency[c] for c, n in counts), i) for i, frequency in enumerate(_frequencies())]
    return [_shifts()[i] for fit, i in sorted(fits, reverse=True)[:TRIED_ALPHABETS] if fit > now]


def _chance(letters: str) -> bool:
    """Tell whether letters are strewn at random, or too alike: neither language nor any cipher that turns it."""
    counts = [n for c, n in Counter(letters).items() if c.isalpha()]
    total = sum(counts)
    least = EVEN_COINCIDENCE - COINCIDENCE_SLACK / max(1, total)
    return not least <= sum(n * (n - 1) for n in counts) / max(1, total * (total - 1)) <= NARROW_COINCIDENCE


@kept(4096, KEPT_TERMS_CHARACTERS)
def strangeness(text: str) -> float:
    """Return how much the first words of `text` tell on average, in nats; 0 where they are too few to judge."""
    words = [m.group() for m in islice(_WORD.finditer(text), JUDGED_WORDS)]
    return sum(map(_word_nats, words)) / len(words) if len(words) >= LEAST_JUDGED_WORDS else 0.0


def _parted(run: str) -> str | None:
    """Return joined words apart, turned and read from the end where need be; None where they are none."""
    letters = "".join(filter(str.isalpha, run)).lower()
    n = len(letters)
    if n < 0.8 * len(run) or _chance(letters):
        return None
    ways = [(table, step) for table in (None, *_fitting(letters)) for step in (1, -1)]
    best = min(ways, key=lambda way: _price(_turned(letters, *way)))
    if best == (None, 1):
        apart = n == len(run) and n >= MIN_JOINED_LETTERS and is_clear(letters)
    else:
        apart = _price(_turned(letters, *best)) <= _price(letters) - JOINED_GAIN_NATS
    return cut(_turned(letters, *best)) if apart else None


def _turned(letters: str, table: dict[int, int] | None, step: int) -> str:
    return (letters.translate(table) if table else letters)[::step]


@kept(4096, KEPT_TERMS_CHARACTERS)
def _price(letters: str) -> float:
    """Return the nats a letter of the words that the first letters fall into."""
    letters = letters[:JUDGED_LETTERS]
    return _cheapest(letters)[0] / max(1, len(letters))


def is_clear(letters: str) -> bool:
    """Tell whether a run of small letters falls into words of a language, as they stand.

    Example:
        >>> from alu.store.text.hidden.ciphers import is_clear
        >>> is_clear("sheworksatthelibrary"), is_clear("tpcdssdsdiwsrdrdreqqqqppqqpppi")
        (True, False)
    """
    return _price(letters) <= CLEAR_NATS_PER_LETTER


def cut(letters: str) -> str:
    """Return the likeliest words that a run of letters falls into, by how common each is."""
    words: list[str] = []
    starts = _cheapest(letters)[1]
    end = len(letters)
    while end:
        words.append(letters[starts[end] : end])
        end = starts[end]
    return " ".join(reversed(words))


def _cheapest(letters: str) -> tuple[float, list[int]]:
    """Return the nats of the words that letters fall into, and where the last word up to each place begins.

    What is no word costs by its length, so that neither is a word cut up.
    """
    cost = _ascii_costs() if letters.isascii() and letters.lower() == letters else _Costs()
    nats, starts = [0.0], [0]
    for end in range(1, len(letters) + 1):
        least, first = math.inf, 0
        for start in range(max(0, end - _LONGEST), end):
            word = cost.get(letters[start:end])
            price = nats[start] + (4.0 * (end - start) + 4.0 if word is None else word)
            if price < least:
                least, first = price, start
        nats.append(least)
        starts.append(first)
    return nats[-1], starts


class _Costs:
    """The nats of any word, asked for one by one."""

    def get(self, word: str) -> float | None:
        """Return the nats of a word; None for what is none."""
        nats = informative(word)
        return nats if nats < UNKNOWN_WORD_NATS and (len(word) > 1 or word in "ai") else None


@cache
def _ascii_costs() -> dict[str, float]:
    """Return the nats of all words in small ASCII letters; made once, since letters hold hundreds that are none."""
    small = {word.lower() for word in known_words() if len(word) <= _LONGEST and word.isascii()}
    return {word: nats for word in small if (nats := _Costs().get(word)) is not None}


@cache
def _frequencies() -> tuple[dict[int, int], ...]:
    """Return how frequent what each small letter becomes in each alphabet is."""
    return tuple({ord(c): _FREQUENCY[chr(table[ord(c)])] for c in ascii_lowercase} for table in _shifts())


@cache
def _shifts() -> tuple[dict[int, int], ...]:
    """Return the alphabet turned by 1 to 25, and mirrored."""
    alphabets = (*(ascii_lowercase[n:] + ascii_lowercase[:n] for n in range(1, 26)), ascii_lowercase[::-1])
    return tuple(str.maketrans(ascii_lowercase + ascii_lowercase.upper(), a + a.upper()) for a in alphabets)
