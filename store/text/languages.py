"""Whether a text is in a language or script that a target's facts are not in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from alu.store.calibration import (
    ENGLISH_SHARE,
    LATIN_WORD_LETTERS,
    MAX_NAME_WORDS,
    MAX_TITLE_WORDS,
    MIN_DENSE_LETTERS,
    MIN_SURE_LETTERS,
    SAMPLED_CHARACTERS,
    SAMPLED_FACTS,
    SURE_LANGUAGE,
    UNKNOWN_WORD_NATS,
)
from alu.store.readability import MIN_ID, MIN_ID_DIGITS
from alu.store.text.first_letters import first_letters_among
from alu.store.text.kept import kept
from alu.store.text.normalise import sentences
from alu.store.text.vocabulary import information
from alu.store.text.words import word_count

__all__ = ["Languages", "is_foreign", "is_name", "language", "may_be_english", "not_english", "script"]

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


class Languages:
    """The languages and scripts of the facts of each target.

    Args:
        facts: of each target, in order; not read where `derived` is given.
        derived: what `arrays()` gave for the same targets.
    """

    def __init__(self, facts: Iterable[Sequence[str]], derived: Mapping[str, np.ndarray] | None = None) -> None:
        if derived is not None and "language_of" in derived:
            sure, sure_of = derived["sure_languages"], derived["sure_language_of"]
            labels, of = derived["languages"], derived["language_of"]
        else:
            samples = [_sample(texts) for texts in facts]
            found = [_certain(sample) for sample in samples]
            sure, sure_of = _numbered(found)
            labels, of = _numbered(_completed(samples, found, _known(found)))
        self._keep(sure, sure_of, labels, of, np.zeros(len(of), bool))

    def _keep(
        self, sure: np.ndarray, sure_of: np.ndarray, labels: np.ndarray, of: np.ndarray, gone: np.ndarray
    ) -> None:
        self._sure, self._sure_of, self._labels, self._of, self._gone = sure, sure_of, labels, of, gone
        self._groups = [
            frozenset(Spoken(*part.split("/")) for part in label.decode().split()) for label in labels.tolist()
        ]
        self._held = np.bincount(of[~gone], minlength=len(labels)) > 0

    def layered(
        self, facts_of: Callable[[int], Sequence[str]], added: Sequence[int], gone: Collection[int]
    ) -> Languages:
        """Return the languages of these targets, less some, and of others.

        What is sure of a target stays. Facts too short to be sure of are looked at anew only where the languages that
        are known of others have changed.

        Args:
            facts_of: gives the facts of a target by its number.
            added: numbers of the targets that are added, those that come next.
            gone: numbers of those that are no longer on the list.
        """
        left = np.zeros(len(self._of) + len(added), bool)
        left[[*gone]] = True
        samples = [_sample(facts_of(n)) for n in added]
        found = list(map(_certain, samples))
        before, held = _pairs(self._sure), self._sure[np.unique(self._sure_of[~left[: len(self._of)]])]
        known = _pairs(held) | _known(found)
        sure, sure_of = _joined(self._sure, self._sure_of, *_numbered(found))
        more = _numbered(_completed(samples, found, known))
        labels, of = _joined(self._labels, self._of, *more)
        scripts = {name for name, _ in known ^ before}
        unsure = [n for n, label in enumerate(self._sure.tolist()) if _is_unsure(label.decode(), scripts)]
        again = np.flatnonzero(np.isin(self._sure_of, unsure) & ~left[: len(self._of)]).tolist()
        if again:
            looked = [_sample(facts_of(n)) for n in again]
            new, new_of = _numbered(_completed(looked, list(map(_certain, looked)), known))
            labels, of = np.concatenate([labels, new]), of.copy()
            of[again] = new_of + len(labels) - len(new)
        made = copy(self)
        made._keep(sure, sure_of, labels, of, left)
        return made

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was found out as arrays that can be kept and memory-mapped."""
        return {
            "languages": self._labels,
            "language_of": self._of,
            "sure_languages": self._sure,
            "sure_language_of": self._sure_of,
        }

    def foreign(self, texts: Iterable[str]) -> np.ndarray:
        """Tell of each target whether some of `texts` is certainly in a language that none of its facts is in.

        English, and Latin letters of no sure language, are foreign to a target only where they are so to all: the
        look-up reads them, and one target's sake would not be worth an audit of all that is said in English.

        Returns:
            bool `[targets]`; False for a target without facts.
        """
        lacking = np.zeros(len(self._groups), bool)
        for spoken in _spoken(texts):
            lack = np.array([_lacks(known, spoken) for known in self._groups], bool)
            if not spoken.read or all(lack[n] for n, known in enumerate(self._groups) if known and self._held[n]):
                lacking |= lack
        return np.asarray(lacking[self._of] & ~self._gone)


def _lacks(known: frozenset[Spoken], spoken: Spoken) -> bool:
    """Tell whether facts in `known` are certainly in other languages than what is spoken."""
    codes = {k.code for k in known if k.script == spoken.script}
    return bool(known) and (not codes or bool(spoken.code and spoken.code not in codes))


def _spoken(texts: Iterable[str]) -> set[Spoken]:
    """Return what the sentences of some texts are in, but for scripts of which there are too few letters.

    Titles and names in other letters make no language: an Arabic question about «The Hobbit» is in Arabic. Nor do keys,
    hashes and ids.
    """
    written = _by_script(_mainly(s) for t in texts for s in sentences(_without_ids(t)))
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


def _by_script(texts: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in texts:
        if name := script(text):
            found.setdefault(name, []).append(text)
    return found


_Sample = Mapping[str, Sequence[str]]
"""Some facts of a target by their script."""


def _sample(facts: Sequence[str]) -> _Sample:
    return _by_script(t[:SAMPLED_CHARACTERS] for t in facts[:: -(-len(facts) // SAMPLED_FACTS) or 1])


def _certain(sample: _Sample) -> str:
    """Return the scripts and languages of a sample («LATIN/en CJK/zh»); without a language where it is not sure."""
    found = {name: _codes(texts) for name, texts in sample.items()}
    return " ".join(sorted(f"{name}/{code}" for name, codes in found.items() for code in codes or {""}))


def _completed(samples: Sequence[_Sample], sure: Sequence[str], known: Collection[tuple[str, str]]) -> list[str]:
    """Return the languages of samples by what is sure of each, and what others are in.

    Facts that are too short to be sure of are taken to be in English, or what others in the same letters are in.
    """
    completed = []
    for sample, label in zip(samples, sure, strict=True):
        parts = [part.split("/") for part in label.split()]
        codes = {n: {c for name, c in known if name == n} for n, code in parts if not code}
        full = (f"{n}/{code or _likely(' '.join(sample[n]), codes[n])}" for n, code in parts)
        completed.append(" ".join(sorted(full)))
    return completed


def _numbered(labels: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the labels that occur, and the number of each."""
    occurring, of = np.unique(np.array([label.encode() for label in labels], np.bytes_), return_inverse=True)
    return occurring, of.astype(np.int32)


def _joined(labels: np.ndarray, of: np.ndarray, more: np.ndarray, more_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return some labels and the number of each target's, and after them others."""
    return np.concatenate([labels, more]), np.concatenate([of, more_of + len(labels)])


def _known(sure: Iterable[str]) -> set[tuple[str, str]]:
    """Return the scripts and languages that some labels are sure of."""
    parts = (part.split("/") for label in set(sure) for part in label.split())
    return {(name, code) for name, code in parts if code}


def _pairs(labels: np.ndarray) -> set[tuple[str, str]]:
    return _known(label.decode() for label in labels.tolist())


def _is_unsure(label: str, scripts: Collection[str]) -> bool:
    """Tell whether a label leaves the language open of one of some scripts."""
    return any(part == f"{name}/" for part in label.split() for name in scripts)


def _codes(facts: Sequence[str]) -> set[str]:
    """Return the languages that facts are certainly in."""
    whole = language(" ".join(facts))
    return {"en"} if whole == "en" else {c for c in (whole, *map(language, facts)) if c}


def _likely(text: str, known: set[str]) -> str:
    """Return the language that a text which is not sure is likely in; with Latin letters, English or one of `known`."""
    latin = script(text) == "LATIN"
    if latin and known <= {"en"}:
        return "en"  # without the classifier, which takes a second to load and writes a file
    return next(str(c) for c, _ in _classifier().rank(text) if not latin or c in known | {"en"})


@cache
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
