"""Which language and script a text is in, as far as that is sure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from alu.store.calibration import (
    ENGLISH_SHARE,
    LATIN_WORD_LETTERS,
    MAX_NAME_WORDS,
    MAX_TITLE_WORDS,
    MIN_DENSE_LETTERS,
    MIN_SURE_LETTERS,
    SURE_LANGUAGE,
    UNKNOWN_WORD_NATS,
)
from alu.store.readability import MIN_ID, MIN_ID_DIGITS
from alu.store.text.first_letters import first_letters_among
from alu.store.text.kept import kept
from alu.store.text.normalise import sentences
from alu.store.text.vocabulary import information, languages_of
from alu.store.text.words import word_count

__all__ = [
    "Spoken",
    "by_script",
    "has_foreign_words",
    "is_foreign",
    "is_name",
    "language",
    "likely",
    "may_be_english",
    "not_english",
    "script",
    "spoken",
]

_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to in is was are were be been has have had a an that this it its he she they his her their for on"
        " with as by from at or not but which who what when where how why does did do can could would should will"
        " about into also than more most some any i you we my your our there these those if so",
    )
)
_ENGLISHES = frozenset({"en", "pcm"})
"""English and Nigerian Pidgin."""
_KNOWN = 0.4
"""Share of the words of a text that some language has, below which it is rather in a code."""
_LIKELY = 0.5
"""Probability from which on the classifier is believed which language it is, where a text is certainly not English."""
_WORD = re.compile(r"[^\s.,;:!?\"()]+")
_TITLE = re.compile(
    r"""(?<!\w)(?:"[^"\n]{1,80}"|“[^”\n]{1,80}”|«[^»\n]{1,80}»|「[^」\n]{1,80}」|『[^』\n]{1,80}』|‘[^’\n]{1,80}’|'[^'\n]{1,80}'(?!\w))"""
)
"""What is in quotes; of few words it is a title, in whatever language the work is."""
_FOREIGN_SHARE = 0.2
"""Share of words that English has not, from which on a text is in another language."""
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
_NO_LETTERS = bytes(c for c in range(128) if not chr(c).isalpha())
_FAMILY = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "IDEOGRAPHIC": "CJK", "FULLWIDTH": "LATIN", "MODIFIER": "LATIN"}


def script(text: str) -> str | None:
    """Return the script of most letters of `text` («LATIN», «CJK», «CYRILLIC»), None without letters."""
    counts = _letters(text)
    return max(counts, key=counts.__getitem__) if counts else None


def _letters(text: str) -> dict[str, int]:
    """Return how many letters of each script `text` has."""
    plain = text.encode("ascii", "ignore")
    counts = Counter(_script(c) for c in text if c > "\x7f" and c.isalpha()) if len(plain) < len(text) else Counter()
    if latin := len(plain.translate(None, _NO_LETTERS)):
        counts["LATIN"] += latin
    return counts


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    name = unicodedata.name(char, "").split(" ")[0].split("-")[0]
    return _FAMILY.get(name, name)


@kept(1024)
def language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, None where it is too short or not sure.

    In Latin letters what certainly is not English is in the likeliest language: what is like two is in one of them.

    Example:
        >>> from alu.store.text.languages import language
        >>> language("Seorang penabuh kendang di desa itu buta sejak lahir.")  # Malay is nearly as likely
        'id'
    """
    words, latin = _WORD.findall(text.lower()), script(text) == "LATIN"
    if sum(_letters(text).values()) < MIN_SURE_LETTERS and latin:
        return None
    if words and sum(map(_ENGLISH.__contains__, words)) >= ENGLISH_SHARE * len(words):
        return "en"
    ranked = _classifier().rank(text)
    code, probability = ranked[0]
    unsure = latin and _LIKELY <= probability < SURE_LANGUAGE
    if unsure and unicodedata.normalize("NFKC", text) == text and len(_letters(text)) == 1 and _is_of_words(words):
        probability = 1 - sum(p for c, p in ranked if c in _ENGLISHES)
    return str(code) if probability >= SURE_LANGUAGE else None


def _is_of_words(words: Sequence[str]) -> bool:
    """Tell whether some language has enough of some words; one with a figure in it («l3tter») is none."""
    return sum(word.isalpha() and information(word) < UNKNOWN_WORD_NATS for word in words) >= _KNOWN * len(words)


def may_be_english(text: str) -> bool:
    """Tell whether a text is rather in English than in any other language, or too short to tell.

    Example:
        >>> from alu.store.text.languages import language, may_be_english
        >>> norwegian = "Hytta har to etasjer, badstue og en vakker utsikt"
        >>> language(norwegian), may_be_english(norwegian), may_be_english("Odalys Brannigan")
        ('no', False, True)
    """
    code = language(text)
    if code is not None or script(text) not in ("LATIN", None):
        return code == "en"
    few = sum(_letters(text).values()) < MIN_SURE_LETTERS
    return few or _classifier().classify(text)[0] == "en"


def is_foreign(text: str) -> bool:
    """Tell whether a text certainly is not in English; what is too short to tell counts as English.

    Example:
        >>> from alu.store.text.languages import is_foreign
        >>> german = "Wer hat den Leuchtturm gebaut, und wann wurde er geschlossen?"
        >>> [is_foreign(text) for text in (german, "灯台", "Odalys Brannigan")]
        [True, True, False]
    """
    return script(text) not in ("LATIN", None) or language(text) not in ("en", None)


def has_foreign_words(text: str) -> bool:
    """Tell whether a fifth of the words of a text are of other languages than English, too few though they may be.

    Names are of no language, mostly, and many words of English are also those of others.

    Example:
        >>> from alu.store.text.languages import has_foreign_words
        >>> [has_foreign_words(text) for text in ("Wie stellt man Leim her?", "Who was Odalys Brannigan?")]
        [True, False]
    """
    said = [word for word in _WORD.findall(text.lower()) if word.isalpha()]
    foreign = sum(bool(known) and "en" not in known for known in map(languages_of, said))
    return foreign >= _FOREIGN_SHARE * len(said) and foreign > 0


def not_english(texts: Sequence[str]) -> list[int]:
    """Return the numbers of consecutive sentences, less those in English.

    What is too short to be sure of is taken to be in the languages around it.
    """
    codes = [language(_mainly(_without_ids(text))) or "" for text in texts]
    latin = [script(text) in ("LATIN", None) for text in texts]
    before, after = list(accumulate(codes, _last_sure)), list(accumulate(reversed(codes), _last_sure))[::-1]
    english = [latin[n] and {before[n], after[n]} - {""} == {"en"} for n in range(len(texts))]
    letters = first_letters_among(texts)
    return [n for n in range(len(texts)) if not english[n] and n not in letters]


def _last_sure(last: str, code: str) -> str:
    return code or last


def is_name(text: str) -> bool:
    """Tell whether a whole text is a name in Latin letters («San Francisco», «P.G. Wodehouse»), as languages share."""
    words = text.rstrip(" .!").split()
    return 0 < len(words) <= MAX_NAME_WORDS and script(text) == "LATIN" and all(w[0].isupper() for w in words)


class Spoken(NamedTuple):
    """What some text is in."""

    script: str
    code: str
    """ISO 639-1; empty where it is not sure."""

    @property
    def read(self) -> bool:
        """Whether the look-up reads it: English, or names and short answers in Latin letters."""
        return self.script == "LATIN" and self.code in ("", "en")


def spoken(texts: Iterable[str]) -> set[Spoken]:
    """Return what the sentences of some texts are in, but for scripts of which there are too few letters.

    Titles and names in other letters make no language: an Arabic question about «The Hobbit» is in Arabic. Nor do keys,
    hashes and ids.
    """
    written = by_script(_mainly(s) for t in texts for s in sentences(_without_ids(t)))
    enough = [name for name, found in written.items() if sum(_letters("".join(found)).values()) >= MIN_DENSE_LETTERS]
    return {Spoken(name, language(text) or "") for name in enough for text in written[name]}


def _without_ids(text: str) -> str:
    """Return a text without what is longer than words with several digits between its letters."""
    if not any(map(str.isdigit, text)):
        return text
    return re.sub(r"\S+", lambda m: "" if _is_id(m[0]) else m[0], text)


def _is_id(piece: str) -> bool:
    long = len(piece) >= MIN_ID and piece.isascii()
    return long and sum(map(str.isdigit, piece)) >= MIN_ID_DIGITS and any(map(str.isalpha, piece))


def _mainly(text: str) -> str:
    """Return a sentence without the titles in it, and without the Latin words among more of another script.

    What is all in quotes is no title in a sentence.
    """
    if text.isascii():
        return text
    plain = _TITLE.sub(lambda m: m[0] if word_count(m[0]) > MAX_TITLE_WORDS else " ", text)
    plain = plain if any(map(str.isalpha, plain)) else text
    others = sum(n for name, n in _letters(plain).items() if name != "LATIN")
    return _LATIN.sub(" ", plain) if others > LATIN_WORD_LETTERS * len(_LATIN.findall(plain)) else plain


def by_script(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return texts by their script, without those that have no letters."""
    found: dict[str, list[str]] = {}
    for text in texts:
        if name := script(text):
            found.setdefault(name, []).append(text)
    return found


def likely(text: str, known: set[str]) -> str:
    """Return the language that a text which is not sure is likely in; with Latin letters, English or one of `known`."""
    latin = script(text) == "LATIN"
    if latin and known <= {"en"}:
        return "en"  # without the classifier, which takes a second to load and writes a file
    return next(str(c) for c, _ in _classifier().rank(text) if not latin or c in known | {"en"})


@cache
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
