"""Learn what the letters of other scripts stand for in names, from CLDR's names of places, countries and languages.

    python -m benchmarks.transliterate

CLDR comes with Babel (Unicode licence). Of each pair of words, one English and one of a language, of which the
consonants are roughly the same, three in four are learnt on, by their key; `benchmarks.sounds` reports on the fourth.
Steps are counted on the likeliest row of each pair, six times over, from a guess that a letter is what it is in plain
Latin. Writes `store/text/data/transliteration.json`, all logarithms with two digits, without what is hardly ever so.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from zlib import crc32

from anyascii import anyascii
from rapidfuzz import fuzz

from alu.store.text.names.skeletons import skeleton
from alu.store.text.names.transliteration import FILE, LONGEST, likeliest_steps, symbols, writing
from benchmarks.report import circumstances
from benchmarks.sounds import LANGUAGES, LEARNT, spelt

MORE = ("ne", "be", "kk", "ky", "mn", "ps", "sd", "as")
"""Languages that are only learnt on."""
ALIKE = 75
"""Percent of the consonants that are the same, in order: else a word is translated."""
ROUNDS = 6
RAREST = -6.0
"""Logarithm of the probability below which a step is left out."""
SMOOTHED, OVER = 0.02, 0.5

Step = tuple[str, str]
Pair = tuple[tuple[str, ...], str]


def main() -> None:
    """Learn all scripts and write the tables."""
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for language in (*LANGUAGES, *MORE):
        for english, written in spelt(language):
            if crc32(english.encode()) % LEARNT and fuzz.ratio(skeleton(english), skeleton(anyascii(written))) >= ALIKE:
                word = re.sub("[\u4e00-\u9fff]+$", "", written)  # «island», «language» behind katakana
                pairs[writing(word)].append((symbols(word), english))
    scripts = {script: learnt(some) for script, some in sorted(pairs.items()) if len(some) > 100}
    about = {**circumstances(), "pairs": {script: len(pairs[script]) for script in scripts}}
    text = json.dumps({"learnt": about, "scripts": scripts}, ensure_ascii=False, separators=(",", ":"))
    FILE.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")
    print(f"{len(scripts)} scripts, {sum(map(len, pairs.values()))} pairs, {FILE.stat().st_size // 1024} kB")


def learnt(pairs: Sequence[Pair]) -> Mapping[str, Mapping[str, float]]:
    """Return the steps of one script and their logarithmic probabilities."""
    steps: dict[str, dict[str, float]] = {}
    for _ in range(ROUNDS):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        weigh = weighing(steps) if steps else guess
        for written, english in pairs:
            for letter, latin in likeliest(written, english, weigh):
                counts[letter][latin] += 1
        letters = sum(sum(row.values()) for letter, row in counts.items() if letter)
        steps = {
            letter: {
                latin: math.log((n + SMOOTHED) / ((sum(row.values()) if letter else letters) + OVER))
                for latin, n in row.items()
            }
            for letter, row in counts.items()
        }
    return {
        letter: {latin: round(nats, 2) for latin, nats in sorted(row.items()) if nats > RAREST or not letter}
        for letter, row in sorted(steps.items())
    }


def weighing(steps: Mapping[str, Mapping[str, float]]) -> Callable[[str, str], float]:
    """Return what weighs a step by those of the round before."""
    return lambda letter, latin: steps.get(letter, {}).get(latin, -9.0 if letter else -7.0)


def guess(letter: str, latin: str) -> float:
    """Return a first weight of a step."""
    if not letter:
        return -3.0
    plain = re.sub("[^a-z-]", "", anyascii(letter).lower())
    if not latin:
        return -3.0 if plain else -0.3
    if plain == latin:
        return -0.5
    if plain and skeleton(plain) == skeleton(latin):
        return -1.2 - 0.3 * abs(len(plain) - len(latin))
    return -2.5 if plain and plain[0] == latin[0] else -4.0 - len(latin)


def likeliest(written: Sequence[str], english: str, weigh: Callable[[str, str], float]) -> Iterator[Step]:
    """Yield the steps of the likeliest row, the last first."""
    ends = range(len(english) + 1)
    runs = {english[start:end] for end in ends for start in range(max(0, end - LONGEST), end + 1)}
    rows = [{latin: weigh(letter, latin) for latin in runs} for letter in written]
    added = {latin: weigh("", latin) for latin in english}
    for _, (i, start), (after, end) in likeliest_steps(rows, added, english):
        yield written[i] if after > i else "", english[start:end]


if __name__ == "__main__":
    main()
