"""Every constant of names in other scripts, as `calibration` has those of detection; every name here is public."""

from __future__ import annotations

from typing import Final

# Names in other scripts, by their sounds. Set by hand; the attacks and the golden file pass with it. The shares that
# are alike were chosen on CLDR's names of places: see `benchmarks/sounds.py`.

MIN_SKELETON: Final[int] = 6
"""Consonants of a name that is compared by them alone."""
MAX_EXACT_SKELETON: Final[int] = 4
"""Consonants of a word of a name up to which it has no slip."""
MIN_PHONETIC_LETTERS: Final[int] = 8
"""Letters of a name of fewer consonants that is compared by all its letters."""
MIN_SPELT_WORD: Final[int] = 6
"""Letters of a word of a name that may be spelt alike where it sounds otherwise."""
PHONETIC_SIMILARITY: Final[float] = 0.75
"""Share of them that is alike."""
LEAST_ALIKE: Final[float] = 0.4
"""Share of all letters of a name that is alike where its consonants are the same: «Abraham» is no «Bryan»."""
LEAST_ALIKE_HAN: Final[float] = 0.33
"""The same in Han and kana, which write syllables, so that less of a name is seen."""
LEAST_ALIKE_MIXED: Final[float] = 0.25
"""The same of Latin words amid another script, where what is stored may be without vowels: «nykwly» is «Nikolai»."""

# Names in other scripts, by what letters stand for. Chosen on: authors of TOFU whose names a hash chooses, as Hindi,
# Japanese and Arabic write them, and harmless questions and answers there, 2,100 names stored.

MIN_HEARD_SKELETON: Final[int] = 3
"""Consonants of a name that is compared by what letters stand for."""
MAX_HEARD_SKELETONS: Final[int] = 40
"""Nearest rows of consonants of which the names are compared."""
MIN_HEARD_PERCENT: Final[int] = 45
"""Percent of its letters that a name has in common with the likeliest reading."""
MIN_HEARD_LETTERS: Final[int] = 4
"""Letters of a run that is read."""
MIN_EDGE_NATS: Final[float] = 6.5
"""Nats of the first and of the last word of a run: «in», «is» and the like do not belong to a name."""
HEARD_MARGIN_NATS: Final[float] = 2.0
"""Nats over the logarithms of how many names and how many runs there are from which on a run is a name."""
MIN_HEARD_NATS: Final[float] = 9.0
"""The same for a single name in a single run."""
MIN_WORD_NATS: Final[float] = 0.0
"""Nats that each word of it must have: «Neil Armstrong» is no «Linda Armstrong»."""
ALIGNED_NATS: Final[float] = 5.0
"""Nats that it is worth where the words have the same consonants one by one."""

# Names of one word. Set by hand; the least nats of 5 to 8 were tried on `benchmarks/mononyms.tsv`, with TOFU's texts.

MIN_MONONYM_LETTERS: Final[int] = 5
"""Letters of a name of one word that is looked for in other scripts."""
MIN_MONONYM_NATS: Final[float] = 9.5
"""Nats of its word in Latin letters: of commoner ones many languages have theirs."""
MIN_HEARD_MONONYM_NATS: Final[float] = 6.0
"""Nats from which on a single run is a single name of one word."""
LOANED_NATS: Final[float] = 5.0
"""Nats more that it takes where Japanese often uses the word."""

# Names that are stored in other scripts, in Latin letters. Chosen on one half of `benchmarks/script_names.tsv`.

MIN_LATINISED_SOUNDS: Final[int] = 2
"""Consonants of two words of a name by which it is looked for; of a Korean or Chinese one it is one."""
MIN_UNIT_NATS: Final[float] = 8.0
"""Nats of a word in small letters that may be one of a name in a long text, on average where they are several."""
MAX_SHORT_WORDS: Final[int] = 24
"""Words of a text in which any of them may: many write questions without capitals."""
MIN_SLIP_SOUNDS: Final[int] = 5
"""Consonants of a word from which on one may be missing or another."""
MIN_LATINISED_WORD_NATS: Final[float] = 2.5
"""Nats that each word of it must have, where a table says what letters mostly stand for."""
MIN_LATINISED_LETTER_NATS: Final[float] = 0.7
"""The same for each of its letters: a long word has a few that stand for nothing in it."""
MIN_LATINISED_NATS: Final[float] = 10.0
"""The same for all of its words together."""
