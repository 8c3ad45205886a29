"""Build `store/text/data/script_letters.npz`: which letter follows which in the languages of thirty scripts.

    pip install babel==2.19.0 django==5.2.19  # in an environment that has alu
    python -m benchmarks.script_letters [--without LANGUAGE,LANGUAGE…]

CLDR, which comes with Babel (Unicode licence), names countries, languages, currencies, months and days in two hundred
languages; what Django's translations say (`benchmarks.interface_texts`) has the other words of sentences. The words are
read letter by letter, every language of a script counts the same; codes write English in the
letters of the script. Scripts that the vocabulary reads in pairs (Chinese, Japanese, Korean) are left out, and Latin
letters, which `benchmarks.letters` has. The limit is a fifth of the way from what one in two hundred codes reaches to
what all but one in a hundred rows of five words do, since sentences have endings that names have not. With `--without`
nothing is written, and these languages are read with what the others of their script have taught: the share of their
words, five in a row, that pass.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from string import ascii_lowercase
from typing import Any
from unicodedata import category

import numpy as np
from babel import Locale, localedata

from alu.store.text.harmless import harmless
from alu.store.text.languages import script
from alu.store.text.readability.scriptlike import FILE, STEP, Script, letters_of
from benchmarks.interface_texts import interface_words

LEFT_OUT = {"LATIN", "CJK", "HANGUL", "KATAKANA", "HIRAGANA", "YI"}
LEAST_WORDS, LEAST_LETTERS = 60, 3
"""Words of a language in a script, and how often a letter is in them, from which on they are read."""
UNSEEN = 2e-4, 1e-7
"""Weight of how frequent a letter is beside what it follows, and of what was never seen."""
CODES = 1_000
PASSING, LOST, WAY = 0.005, 0.01, 1 / 5
"""Codes that are tried on each script, the shares of them and of rows of words, and how far between the limit lies."""
BLOCK = 32
"""Letters in a row of which half of the codes take theirs."""
ROWS, ROW = 300, 5


def main() -> None:
    """Write the tables, or print what they would be worth for languages that they have not seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", type=lambda listed: listed.split(","), default=[])
    without: list[str] = parser.parse_args().without
    of_scripts = by_script(without)
    made = {script: learnt(words) for script, words in sorted(of_scripts.items())}
    if without:
        for language in without:
            print(language, *(f"{s} {passing(made[s], w):.1%}" for s, w in written(language).items() if s in made))
        return
    kept: dict[str, Any] = {}
    for name, one in made.items():
        kept |= {
            name: one.table,
            f"{name}.letters": np.array("".join(one.places)),
            f"{name}.least": np.array(one.least),
        }
        of = ", ".join(f"{code} {passing(one, words):.0%}" for code, words in of_scripts[name].items())
        print(f"{name}: {len(one.places)} letters, {one.least:.2f} nats; {of}")
    np.savez_compressed(FILE, allow_pickle=False, **kept)
    print(f"{FILE}: {FILE.stat().st_size:,} bytes")


def by_script(without: Sequence[str]) -> dict[str, dict[str, set[str]]]:
    """Return the words of each language by script."""
    found: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for code in sorted(localedata.locale_identifiers()):
        if (code.count("_") and not code.endswith("_Cyrl")) or code in without:
            continue
        for name, words in written(code).items():
            if name not in LEFT_OUT and len(words) >= LEAST_WORDS:
                found[name][code] = words | interface_words(code).get(name, set())
    return found


def written(code: str) -> dict[str, set[str]]:
    """Return the words that CLDR has of a language by their script."""
    own = Locale.parse(code)
    texts = [*own.territories.values(), *own.languages.values(), *own.currencies.values(), *own.scripts.values()]
    for form in ("format", "stand-alone"):
        texts += [*own.months[form]["wide"].values(), *own.days[form]["wide"].values()]
    found: dict[str, set[str]] = defaultdict(set)
    for word in letters_of("\n".join(map(str, texts))).split():
        if len({script(c) for c in word if category(c)[0] == "L"}) == 1 and (of_word := script(word)):
            found[of_word].add(word)
    return found


def learnt(languages: Mapping[str, Iterable[str]]) -> Script:
    """Return the table of one script and its limit."""
    counts = Counter(c for words in languages.values() for word in words for c in word)
    letters = sorted(c for c, n in counts.items() if n >= LEAST_LETTERS)
    places = {c: n for n, c in enumerate(letters, 1)}
    pairs = np.zeros((len(letters) + 1,) * 2)
    for words in languages.values():
        own = np.zeros_like(pairs)
        for word in words:
            row = [0, *(places.get(c, -1) for c in word), 0]
            if -1 not in row:
                np.add.at(own, (row[:-1], row[1:]), 1)
        pairs += own / own.sum()
    back, never = UNSEEN
    pairs += back * pairs.sum(0) / pairs.sum() + never
    pairs /= pairs.sum(1, keepdims=True)
    table = np.clip(np.round(np.log(pairs * len(pairs)) / STEP), -127, 127).astype(np.int8)
    script = Script(places, table, 0.0)
    low = float(np.quantile([script.nats(code) for code in coded(letters)], 1 - PASSING))
    high = min(float(np.quantile([script.nats(row) for row in rows(words)], LOST)) for words in languages.values())
    return Script(places, table, round(low + WAY * max(high - low, 0), 2))


def coded(letters: Sequence[str]) -> Iterator[list[str]]:
    """Yield English questions written in letters of a script, a code each."""
    asked = [letters_of(h.text).split()[:10] for h in harmless() if h.text.isascii()]
    own = [c for c in letters if category(c)[0] == "L"]
    for seed in range(CODES):
        rng = Random(seed)
        start = rng.randrange(max(1, len(own) - BLOCK + 1)) if seed % 2 else 0
        block = own[start : start + BLOCK] if seed % 2 else own
        for_each = dict(zip(rng.sample(ascii_lowercase, 26), rng.sample(block, min(26, len(block))), strict=False))
        yield ["".join(for_each.get(c, block[0]) for c in word) for word in rng.choice(asked)]


def passing(script: Script, words: Iterable[str]) -> float:
    """Return the share of rows of words that pass for words."""
    return sum(script.nats(row) >= script.least for row in rows(words)) / ROWS


def rows(words: Iterable[str]) -> Iterator[list[str]]:
    """Yield words of a language, some in a row."""
    rng, some = Random(1), sorted(words)
    yield from (rng.choices(some, k=ROW) for _ in range(ROWS))


if __name__ == "__main__":
    main()
