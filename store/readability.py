"""Every constant of what code can read, as `calibration` has those of detection; every name here is public.

Where a text cannot be read and a target is in play, it does not leave.
"""

from __future__ import annotations

from typing import Final

# What code can read. Chosen on: translated manual pages of Debian, `harmless.jsonl`, the standard library of Python,
# and codes of `alu.bench.attacks.invented` with other seeds than `HELD_OUT`; see `benchmarks/opacity.py`.

KNOWN_NATS: Final[tuple[float, ...]] = (0.6, 0.5, -0.8, -3.0, -5.0)
"""Nats of a known word of one letter, two, …, five and more."""
UNKNOWN_NATS: Final[tuple[float, ...]] = (0.5, 2.7, 3.0, 2.7, 2.2, 1.8, 1.5, 1.3, 1.0)
"""The same of a word that no language of the text has, up to nine letters and more."""
PAIR_KNOWN_NATS: Final[float] = -3.0
"""Nats of two neighbouring letters of a script without spaces that are in words."""
PAIR_UNKNOWN_NATS: Final[float] = 0.8
"""The same of two that are not."""
KANA_KNOWN_NATS: Final[float] = -0.7
"""Nats of two neighbouring kana that are in words: of chance pairs 45 % are, of Japanese ones 89 %."""
KANA_UNKNOWN_NATS: Final[float] = 1.6
"""The same of two that are not."""
DIGIT_NATS: Final[float] = 0.1
"""Nats of a digit of a number: sixty numbers without a word are a code, a date is none."""
SIGN_NATS: Final[float] = 0.4
"""Nats of a sign by itself, or within a word, that prose does not use."""
HIDDEN_SIGN_NATS: Final[float] = 0.5
"""Nats of a character that is not shown, or that is no letter of any script."""
MIN_SIGN_KINDS: Final[int] = 4
"""Different signs that are not ASCII in a row, from which on they count between letters and digits too."""
MIN_SIGN_ROW: Final[int] = 12
"""Signs of ASCII in a row, of as many kinds at most, from which on they count there: a pattern has more kinds."""
JOINED_NATS: Final[float] = 0.44
"""Nats of each letter of what is longer than words are, or mixes digits and capitals."""
MAX_PLAIN_WORD: Final[int] = 16
"""Letters of a word up to which nothing is joined."""
NUMBERED_NATS: Final[float] = 1.2
"""Nats of a few letters with digits: a version, a model, a group of a code."""
MAX_NUMBERED: Final[int] = 7
"""How many characters are few."""
CODE_WEIGHT: Final[float] = 0.5
"""What an unknown word counts in a program, a path or an address."""
CODE_SIGN_SHARE: Final[float] = 0.03
"""Share of brackets, semicolons and signs of equality from which on a text is a program."""
SHOUTED_WEIGHT: Final[float] = 0.3
"""What an unknown abbreviation counts."""
READ_SHARE: Final[float] = 0.5
"""Share of the letters that is in known words from which on a text is in a language of the vocabulary."""
FUNCTION_WORD_SHARE: Final[float] = 0.12
"""Share of its words that are function words of one other language from which on a text is in that."""
FEW_WORDS: Final[int] = 16
"""Words below which two different ones of them are enough, and from which on it takes three."""
FUNCTION_LETTER_SHARE: Final[float] = 0.04
"""The same of letters, in scripts without spaces."""
MIN_MEAN_LETTERS: Final[float] = 2.7
"""Mean letters of its words: in shorter ones function words are there by chance."""
OPAQUE_NATS: Final[float] = 8.0
"""Nats from which on a stretch is opaque."""
ASKED_OPAQUE_NATS: Final[float] = 5.0
"""Nats from which on a question is, whose answer is opaque twice over, or a bare number."""
WHOLE_SHARE: Final[float] = 0.8
"""Share of the length of a text from which on a reading of it is one of the whole text."""
UNREAD_SHARE: Final[float] = 0.35
"""Share of the characters of a turn from which on most of what it asks cannot be read, whatever else it says."""
MOSTLY_UNREAD_NATS: Final[float] = 2.0
"""Nats that a stretch of it has, too: two rare names in a sentence have fewer."""
UNREAD_ASKED_NATS: Final[float] = 4.0
"""Nats of a question from which on an answer must be one that can be read."""
IN_CODE_SHARE: Final[float] = 0.2
"""Share of the characters of an opaque turn that cannot be read, from which on its answer must be a sentence."""
PLAIN_NATS: Final[float] = -0.05
"""Nats a character of a sentence at most; of prose they are ten times as far below 0."""
UNREAD_NATS: Final[float] = 0.5
"""Nats of all of an answer to it above which that cannot be read either: a count, a yes and a no have no more."""
NATIVE_SHARE: Final[float] = 0.2
"""Share of known words among all letters of a script from which on the text is in a language of that script."""
MIN_UNREAD: Final[int] = 16
"""Characters that a question has at least."""
WORDLIKE_NATS: Final[float] = 0.22
"""Nats a letter from which on unknown words are taken for those of a language that is not known here."""
FOREIGN_LETTER_SHARE: Final[float] = 0.6
"""Share of letters among the unread characters from which on they may be words."""
MIN_FEW_FOREIGN: Final[int] = 6
"""Characters of what is unread, where it is little, from which on it may be words."""
FOREIGN_NATS: Final[float] = 0.33
"""The same from which on a question in them may be answered in them, in Latin letters."""
MIN_FOREIGN_LETTERS: Final[float] = 3.0
"""Mean letters of such words: of two letters each, they are syllables that stand for letters."""
MAX_SYLLABLE_LETTERS: Final[float] = 2.2
"""The same up to which they are no words at all, whatever else they are like."""
MAX_COUNT_DIGITS: Final[int] = 12
"""Digits of a number in a sum; longer ones are codes."""
MAX_SIGNS: Final[int] = 3
"""Signs in a row in a formula, and twice as many as its numbers and letters."""
MAX_VARIABLES: Final[int] = 10
"""Different letters that the formulas of a text have at most."""
FORMULA_UNREAD_SHARE: Final[float] = 0.15
"""Share of unread characters from which on what looks like a formula is none."""
MIN_NUMBER_DIGITS: Final[int] = 6
"""Digits from which on a number may be somebody's."""
OPAQUE_BRIEF_NATS: Final[float] = 2.5
"""Nats from which on a text of a few words, of which none is known, is opaque."""
OPAQUE_BRIEF_WORDS: Final[int] = 6
"""How many are few."""
SPELT_WINDOW: Final[int] = 20
"""Words that are looked at together for whether words stand for letters."""
SPELT_DISTINCT: Final[int] = 14
"""Different words among them, at most, where they do."""
OPEN_NATS: Final[float] = 7.0
"""Nats below which a word is one that sentences are made of («of», «was», «people»)."""
PIECE_NATS: Final[float] = 8.0
"""Nats of a word that a reply may be giving as a piece of an answer: a sentence around it has few such words."""

# Ids, which are of no language. Set by hand: words with a digit or two for letters are shorter.

MIN_ID: Final[int] = 12
"""Characters without a space from which on letters with digits among them are an id."""
MIN_ID_DIGITS: Final[int] = 2
"""How many digits these are at least."""

# Programs. Chosen on: set by hand, as bounds of work.

MAX_PROGRAM_CHARACTERS: Final[int] = 20_000
"""Characters of the longest text whose expressions are worked out."""
MAX_PROGRAM_VALUE: Final[int] = 4_000
"""Characters of the longest value of one."""
MAX_PROGRAM_STEPS: Final[int] = 10_000
"""Elements that the comprehensions of a text are worked out for: 0.1 s."""
MIN_HUMPS: Final[int] = 3
"""Parts of one word in camel case from which on it is also read with spaces between them."""
MIN_HUMP_LETTERS: Final[float] = 3.5
"""Mean letters of these parts: in base64 they are shorter."""
MIN_GRID_CELLS: Final[int] = 4
"""Short cells of a table from which on they are also read in a row."""

# Texts that nobody can read, of a named target's. Chosen on: the codes of the choosing half of `alu bench agents`.

KNOWN_WORDS_SHARE: Final[float] = 0.5
"""Share of known words, of four letters or more, below which a text is in no language."""
MIN_UNREADABLE_WORDS: Final[int] = 3
"""Such words from which on a text is judged so; a name or two may be unknown."""

# Misspelt texts. Chosen on: set by hand.

MIN_MISSPELT: Final[int] = 3
"""Words with two letters swapped from which on a text is read as if they were put right."""
MISSPELT_SHARE: Final[float] = 0.5
"""Share of its unknown words that they must be: names are unknown, too."""

# Signs that stand for letters, and texts that are cut into groups. Chosen on: codes of `alu.bench.attacks.invented` of
# `TUNED` and of seeds from 500,000 on, against the harmless texts of `benchmarks/opacity.py`.

LETTER_COINCIDENCE: Final[float] = 0.045
"""Share of the pairs of signs that are alike from which on they may be letters: of letters one in fifteen is."""
MAX_LETTER_COINCIDENCE: Final[float] = 0.12
"""The same up to which they may be: of the marks of one list half of all are alike."""
MIN_STAND_INS: Final[int] = 16
"""Signs that are judged so, at least."""
MIN_STAND_IN_KINDS: Final[int] = 8
"""Different ones among them, at least."""
KNOWN_PAIRS_SHARE: Final[float] = 0.55
"""Share of neighbouring Han characters or syllables that are in words, from which on they are a language's."""
MIN_GROUPS: Final[int] = 5
"""Pieces of one length in a row from which on letters are cut into groups."""
MIN_LINES: Final[int] = 3
"""The same where they are lines."""
MIN_LINE: Final[int] = 7
"""Characters of such a line."""
MIN_GROUP: Final[int] = 3
"""Characters of a group, at least."""
MAX_GROUP: Final[int] = 12
"""The same at most."""
MIN_SPACINGS: Final[int] = 3
"""Different places of the spaces in groups from which on these were cut without regard to words."""
GROUPED_UNKNOWN_SHARE: Final[float] = 0.5
"""Share of the groups that are no words from which on these are no list of words."""
GROUPED_LETTER_SHARE: Final[float] = 0.5
"""Share of letters in them."""
MIN_MISPLACED: Final[int] = 2
"""Capitals and marks of a question within words, from which on these are those of no language."""
FRAME_WORDS: Final[int] = 4
"""Long words of one language around others, from which on its short ones tell nothing of these."""
FRAME_SHARE: Final[float] = 0.1
"""Share of all words that they must be, too."""

# What is said in words. Chosen on: the same.

SAID_LETTERS: Final[int] = 4
"""Letters of a known word from which on it is none by chance."""
SAID_SHARE: Final[float] = 0.4
"""Share of the letters of what a reading has more that is in such words where it is read right."""
MIN_OPEN_SHARE: Final[float] = 0.08
"""Share of the words of a text that sentences are made of, from which on it is one."""
MAX_WORD: Final[int] = 30
"""Latin letters of the longest word of a language; longer ones are several, or none."""
FORMULA_JOINS: Final[int] = 16
"""Pieces of a formula for each sign that joins them, at most."""

# Keys and passwords. Set by hand: of 62 letters and digits, 10 are digits.

MIN_RANDOM: Final[int] = 8
"""Characters of a key or a password at least."""
MIN_RANDOM_DIGIT_SHARE: Final[float] = 0.05
"""Share of digits that it has at least."""
MAX_RANDOM_DIGIT_SHARE: Final[float] = 0.7
"""The same at most."""

# Identifiers in another order. Set by hand.

MIN_JUMBLED_NATS: Final[float] = 7.0
"""Nats that it tells that a text holds one of so many identifiers: by chance one in a thousand does."""
MAX_COLUMNS: Final[int] = 5
"""Columns that digits are written in at most, to be read line by line."""
