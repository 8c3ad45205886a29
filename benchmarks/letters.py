"""Build `store/text/data/letters.npy`: how likely each letter is after two others, in the words of 160 languages.

    pip install wordfreq==3.1.1 babel==2.19.0 django==5.2.19  # in an environment that has alu
    python -m benchmarks.letters [--without LANGUAGE,LANGUAGE…]

The most frequent words of 39 languages, in Latin letters (`alu.store.text.names.transliteration.latin`), count by the
square root of their frequency, so that letters of rarer words tell as well; every language counts the same. Of 120 more
in Latin letters the words of CLDR count, a third as much, since they are names mostly, and where Django is translated
into them, those of `benchmarks.interface_texts`, too. With
`--without` nothing is written, and these languages are read with what the others have taught: the share of their words,
five in a row, that would pass for words, beside the same words with mixed letters and with letters for others.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from random import Random

import numpy as np
import wordfreq
from babel import localedata

from alu.store.readability import WORDLIKE_NATS
from alu.store.text.names.transliteration import latin
from alu.store.text.readability.wordlike import ALPHABET, FILE, STEP, wordlikeness
from benchmarks.interface_texts import interface_words
from benchmarks.script_letters import written

LANGUAGES = (
    *("ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fil", "fr", "he", "hi", "hu", "id"),
    *("is", "it", "lt", "lv", "mk", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sh", "sk", "sl", "sv", "ta", "tr"),
    *("uk", "ur", "vi"),
)
WORDS = 4_000
"""Words of a language."""
UNSEEN = 2e-4, 1e-5
"""Weight of what two letters say beside three, and of what was never seen."""
SAMPLES = 300
LEAST_WORDS, NAMED = 300, 0.3
"""Words that CLDR has of a language at least, and what the language counts beside one whose texts were read."""
LEAST_SAID = 100
"""Words that a program says in a language at least."""


def main() -> None:
    """Write the table, or print what it would be worth for languages that it has not seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", type=lambda listed: listed.split(","), default=[])
    without: list[str] = parser.parse_args().without
    table = counted(without)
    if not without:
        np.save(FILE, table)
        print(f"{FILE}: {FILE.stat().st_size:,} bytes")
    for language in without:
        print(language, passing(table, language))


def counted(without: Sequence[str]) -> np.ndarray:
    """Return the table, int8 `[27, 27, 27]`."""
    triples = np.zeros((len(ALPHABET),) * 3)
    for language in sorted({*LANGUAGES} - {*without}):
        triples += triples_of(most_frequent(language))
    for language in localedata.locale_identifiers():
        if "_" not in language and language not in (*LANGUAGES, *without):
            words = sorted(written(language).get("LATIN", ()))
            triples += NAMED * triples_of([(w, 1.0) for w in words]) if len(words) >= LEAST_WORDS else 0.0
            said = sorted(interface_words(language).get("LATIN", ()))
            triples += triples_of([(w, 1.0) for w in said]) if len(said) >= LEAST_SAID else 0.0
    back, never = UNSEEN
    pairs = triples.sum(0) + never
    pairs /= pairs.sum(1, keepdims=True)
    triples += back * pairs
    triples /= triples.sum(2, keepdims=True)
    return np.clip(np.round(np.log(triples * 26) / STEP), -127, 127).astype(np.int8)


def triples_of(words: Iterable[tuple[str, float]]) -> np.ndarray:
    """Return the shares of three letters in a row in words with their frequencies."""
    place = {letter: at for at, letter in enumerate(ALPHABET)}
    found = np.zeros((len(ALPHABET),) * 3)
    for word, share in words:
        row = [place[c] for c in f"  {latin(word)} "]
        if len(row) > 4:
            np.add.at(found, (row[:-2], row[1:-1], row[2:]), share**0.5)
    return np.asarray(found / found.sum())


def most_frequent(language: str) -> list[tuple[str, float]]:
    """Return words of at least two letters with their share of all."""
    top = wordfreq.top_n_list(language, WORDS)
    return [(word, wordfreq.word_frequency(word, language)) for word in top if len(latin(word)) > 1]


def passing(table: np.ndarray, language: str) -> str:
    """Return the shares of five words in a row that pass for words: as they are, mixed, and in another alphabet."""
    words = [latin(word) for word, _ in most_frequent(language)[100:]]
    rng = Random(language)
    letters = dict(zip(ALPHABET[:26], rng.sample(ALPHABET[:26], 26), strict=True))
    rows = [rng.sample(words, 5) for _ in range(SAMPLES)]
    mixed = [["".join(rng.sample(word, len(word))) for word in row] for row in rows]
    others = [["".join(map(letters.__getitem__, word)) for word in row] for row in rows]
    return ", ".join(f"{share(table, found):.1%}" for found in (rows, mixed, others))


def share(table: np.ndarray, rows: Sequence[Sequence[str]]) -> float:
    """Return the share of rows of words that pass for words by this table."""
    return sum(wordlikeness(row, table) >= WORDLIKE_NATS for row in rows) / len(rows)


if __name__ == "__main__":
    main()
