"""Whether a text is in a language, or a script, that a target's facts are not in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np

from alu.store.calibration import (
    ENGLISH_SHARE,
    LATIN_WORD_LETTERS,
    MAX_TITLE_WORDS,
    MIN_DENSE_LETTERS,
    MIN_SURE_LETTERS,
    SAMPLED_CHARACTERS,
    SAMPLED_FACTS,
    SURE_LANGUAGE,
)
from alu.store.text.normalise import sentences

__all__ = ["Languages", "language", "script"]

_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to in is was are were be been has have had a an that this it its he she they his her their for on"
        " with as by from at or not but which who what when where how why does did do can could would should will"
        " about into also than more most some any i you we my your our there these those if so",
    )
)
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


def language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, None where it is too short or not sure."""
    words = _WORD.findall(text.lower())
    if sum(_letters(text).values()) < MIN_SURE_LETTERS and script(text) == "LATIN":
        return None
    if words and sum(map(_ENGLISH.__contains__, words)) >= ENGLISH_SHARE * len(words):
        return "en"
    code, probability = _classifier().classify(text)
    return str(code) if probability >= SURE_LANGUAGE else None


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
        found = derived if derived is not None and "language_of" in derived else _labelled(facts)
        self._labels, self._of = found["languages"], found["language_of"]
        self._groups = [
            frozenset(Spoken(*part.split("/")) for part in label.decode().split()) for label in self._labels.tolist()
        ]

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was found out as arrays that can be kept and memory-mapped."""
        return {"languages": self._labels, "language_of": self._of}

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
            if not spoken.read or all(lack[n] for n, known in enumerate(self._groups) if known):
                lacking |= lack
        return np.asarray(lacking[self._of])


def _lacks(known: frozenset[Spoken], spoken: Spoken) -> bool:
    """Tell whether facts in `known` are certainly in other languages than what is spoken."""
    codes = {k.code for k in known if k.script == spoken.script}
    return bool(known) and (not codes or bool(spoken.code and spoken.code not in codes))


def _spoken(texts: Iterable[str]) -> set[Spoken]:
    """Return what the sentences of some texts are in, but for scripts of which there are too few letters.

    Titles and names in other letters make no language: an Arabic question about «The Hobbit» is in Arabic.
    """
    written = _by_script(_mainly(s) for t in texts for s in sentences(t))
    enough = [name for name, found in written.items() if sum(_letters("".join(found)).values()) >= MIN_DENSE_LETTERS]
    return {Spoken(name, language(text) or "") for name in enough for text in written[name]}


def _mainly(text: str) -> str:
    """Return a sentence without the titles in it, and without the Latin words among more of another script."""
    if text.isascii():
        return text
    plain = _TITLE.sub(lambda m: m[0] if len(m[0].split()) > MAX_TITLE_WORDS else " ", text)
    others = sum(n for name, n in _letters(plain).items() if name != "LATIN")
    return _LATIN.sub(" ", plain) if others > LATIN_WORD_LETTERS * len(_LATIN.findall(plain)) else plain


def _by_script(texts: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in texts:
        if name := script(text):
            found.setdefault(name, []).append(text)
    return found


def _labelled(facts: Iterable[Sequence[str]]) -> dict[str, np.ndarray]:
    """Return the sets of languages that occur, and the number of each target's.

    Facts that are too short to be sure of are taken to be in English, or what others in the same letters are in.
    """
    samples = [
        _by_script(t[:SAMPLED_CHARACTERS] for t in texts[:: -(-len(texts) // SAMPLED_FACTS) or 1]) for texts in facts
    ]
    certain = [{name: _codes(found) for name, found in sample.items()} for sample in samples]
    known = {(name, code) for sure in certain for name, codes in sure.items() for code in codes}
    labels = [
        " ".join(
            sorted(
                f"{name}/{code}"
                for name, codes in sure.items()
                for code in codes or {_likely(" ".join(sample[name]), {c for n, c in known if n == name})}
            )
        ).encode()
        for sample, sure in zip(samples, certain, strict=True)
    ]
    occurring, of = np.unique(np.array(labels, np.bytes_), return_inverse=True)
    return {"languages": occurring, "language_of": of.astype(np.int32)}


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
