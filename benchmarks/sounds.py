"""How often a name is found as other scripts write it down by ear, and how often another one sounds like it.

    python -m benchmarks.sounds [--names 400] [--others 2000]

The names of places, countries and languages in CLDR (through Babel, Unicode licence) that are one word in English and
one in the language; two of them are a name here, of those on which `benchmarks.transliterate` did not learn: one in
four, by their key. `names` names are stored, with `others` more that no text holds, and each is written in the
language: what is not found is mostly translated rather than written by ear, or is a word that the language often uses.
Then as many names are written of whose words none is stored.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Mapping
from zlib import crc32

from anyascii import anyascii

from alu.store.match.names.phonetic import Sounds
from alu.store.text.languages import script
from benchmarks.report import write

LANGUAGES = (
    *("ru", "uk", "bg", "sr", "mk", "el", "hy", "ka", "am"),
    *("hi", "mr", "bn", "gu", "pa", "ta", "te", "kn", "ml", "si"),
    *("ja", "ko", "th", "lo", "my", "km", "ar", "fa", "ur", "he"),
)
SEED = 5
LEARNT = 4
"""Of so many words by their key, the first is not learnt on."""


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=400)
    parser.add_argument("--others", type=int, default=2000)
    options = parser.parse_args()
    rows = {language: measured(language, options.names, options.others) for language in LANGUAGES}
    write("sounds", rows, __doc__ or "")


def measured(language: str, names: int, others: int) -> str:
    """Return how many names are found, and how many texts about others find one."""
    chosen = random.Random(SEED)
    words = [pair for pair in spelt(language) if crc32(pair[0].encode()) % LEARNT == 0]
    chosen.shuffle(words)
    known, unknown = words[: len(words) // 2], words[len(words) // 2 :]
    stored = [tuple(chosen.sample(known, 2)) for _ in range(names)]
    decoys = [[english for english, _ in chosen.sample(known, 2)] for _ in range(others)]
    sounds = Sounds([*([english for english, _ in name] for name in stored), *decoys])
    absent = [tuple(chosen.sample(unknown, 2)) for _ in range(names)]
    found = sum(number in set(sounds.find(" ".join(w for _, w in name))) for number, name in enumerate(stored))
    wrong = sum(any(sounds.find(" ".join(w for _, w in name))) for name in absent)
    return f"{script(words[0][1])}: found {found}, another one in place of {wrong}, of {names} each"


def spelt(language: str) -> Iterator[tuple[str, str]]:
    """Return words in English, small and in ASCII, and in a language; those that are translated there, too."""
    there = entries(language)
    seen = set[str]()
    for key, english in entries("en").items():
        word = re.sub("[^a-z]", "", anyascii(english).lower())
        if key in there and re.fullmatch(r"[^\W\d_]{4,}", english) and word not in seen:
            written = there[key]
            if not written.isascii() and len(written.split()) == 1 and "-" not in written:
                seen.add(word)
                yield word, written


def entries(language: str) -> Mapping[str, str]:
    """Return the names of places, countries and languages by their keys in CLDR."""
    from babel import Locale

    locale = Locale(language)
    cities = {zone: names.get("city") for zone, names in locale.time_zones.items()}
    if language == "en":  # which leaves out those that are written as in the key
        cities = {zone: city or zone.rpartition("/")[2].replace("_", " ") for zone, city in cities.items()}
    countries = {f"territory {key}": name for key, name in locale.territories.items() if len(key) == 2}
    spoken = {f"language {key}": name for key, name in locale.languages.items()}
    return {key: name for key, name in {**cities, **countries, **spoken}.items() if name}


if __name__ == "__main__":
    main()
