"""Whether a turn names what it asks about, where a verb needs no subject: «¿Dónde nació?», «どこで生まれましたか?».

Where a verb stands by itself, its subject is whoever was spoken of; in English such a question has a «she». So a turn
that says of somebody what is said of people, and names nobody, speaks of whom the turns before name. The other way
round a turn of a word or two may name all that it asks about: «Norveç'in başkenti neresidir?», «挪威的首都是哪里？».

Names are seen by their capital letters, but for German, whose nouns all have one; in scripts without capital letters by
what is left of a turn without the words that name nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of
from alu.store.calibration import LABEL_NATS, UNKNOWN_WORD_NATS
from alu.store.text.languages import script
from alu.store.text.names.first_names import is_first_name
from alu.store.text.values.folded import VOWEL_SIGNS
from alu.store.text.vocabulary import information

__all__ = ["leaves_subject_out", "names_its_subject"]

_LIVED = re.compile(rf"{WORD_BEGIN}(?:{any_of('lived')}){WORD_END}|{any_of('lived_unspaced')}", re.I)
"""What is said of people: that they live, were born, have children."""
_NOUN = re.compile(
    r"(?<!\ben )(?<!\bde )(?<!\ba )(?<!\bcon )(?<!\bpor )(?<!\bin )(?<!\bem )(?<!\bcom )(?<!\bper )(?<!\bdi )"
    r"\b(?:(?:una?|el|l[ao]s|uno|il|gli|uma?|os?|as) (?!(?:otr[oa]s?|mism[oa])\b)|l['’])[^\W\d_]{4,}",
    re.I,
)
"""A noun with an article that may be the subject: «¿Cuántos años vive un gato?», and not «en la ciudad»."""
_HOW_TO = re.compile(rf"\b(?:{any_of('how_to')}){WORD_END}", re.I)
_FIRST = re.compile(r"\W*([^\W\d_]{3,})(['’](?:n?[ıiuü]n|[dt][ae]n?|[ny]?[aeıiuü])\b)?")
"""The first word, and an ending that Turkish sets apart from names alone."""
_INNER = re.compile(r"(?<=[\w,;:)»”] )[«“\"'(]?([^\W\d_]{2,})")
"""A word within a sentence."""
_GERMAN = re.compile(
    r"\b(?:was|wer|wie|wo|wann|warum|wieso|welche[mnrs]?|wem|wen|wessen|und|der|die|das|den|dem|ist|sind|war|hat)\b",
    re.I,
)
_FIELD = re.compile(rf"\b(?:{any_of('field')}|{any_of('of_somebody')}|{any_of('role')}){WORD_END}", re.I)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{3,}")
_HAN, _KATAKANA = re.compile(r"[\u3400-\u9fff]{2,}"), re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
_KANA = re.compile(r"[\u3041-\u30fa]")
_WORD = re.compile(rf"[^\W\d_][^\W\d_{VOWEL_SIGNS}]*(?:[{VOWEL_SIGNS}]+[^\W\d_]*)*")
_ASKS_KOREAN = re.compile(r"(?:까|요|죠|니|다|줘)$")
_NOTHING = {code: re.compile(any_of("nothing_named", code)) for code in ("ja", "zh", "ko")}
_NOTHING_SPACED = re.compile(rf"(?:{any_of('nothing_named', 'ar', 'hi')})")
_LEAST_LETTERS = 3
"""Letters of a word that names something, in Arabic and Indic scripts."""


@lru_cache(maxsize=64)
def leaves_subject_out(turn: str) -> bool:
    """Tell whether a turn says of somebody what is said of people, and not of whom.

    Example:
        >>> from alu.flow.subject import leaves_subject_out
        >>> leaves_subject_out("¿En qué ciudad nació exactamente?"), leaves_subject_out("どこで生まれましたか?")
        (True, True)
        >>> leaves_subject_out("¿En qué ciudad nació Cervantes?"), leaves_subject_out("¿Cuántos años vive un gato?")
        (False, False)
    """
    if turn.isascii() and turn.islower():
        return False
    return bool(_LIVED.search(turn)) and not names_its_subject(turn) and not _NOUN.search(turn)


@lru_cache(maxsize=64)
def names_its_subject(turn: str) -> bool:
    """Tell whether a turn of few words has a name or, where no letter is a capital one, a word of its own.

    Example:
        >>> from alu.flow.subject import names_its_subject
        >>> names_its_subject("Какая столица Норвегии?"), names_its_subject("挪威的首都是哪里？")
        (True, True)
        >>> names_its_subject("Где родилась?"), names_its_subject("在哪里出生？"), names_its_subject("Welche Kinder?")
        (False, False, False)
    """
    match script(turn):
        case "CJK":
            return _names_in_han(turn)
        case "HANGUL":
            return _names_in_korean(turn)
        case "ARABIC" | "DEVANAGARI":
            return _names_in_words(turn)
    if _GERMAN.search(turn):
        return False
    plain = _FIELD.sub(" ", _LIVED.sub(" ", turn))
    inner = any(word[0].isupper() for word in _INNER.findall(plain))
    return inner or bool(_HOW_TO.search(turn)) or _begins_with_a_name(turn)


def _begins_with_a_name(turn: str) -> bool:
    first = _FIRST.match(turn)
    if not first or not first[1][0].isupper():
        return False
    word = first[1].lower()
    known = is_first_name(word) and information(word) >= LABEL_NATS  # not «con»
    return bool(first[2]) or known or information(word) >= UNKNOWN_WORD_NATS


def _names_in_han(turn: str) -> bool:
    """Tell whether Japanese or Chinese is left with two Han letters, three of katakana, or a word in Latin ones."""
    japanese = bool(_KANA.search(turn))
    plain = _NOTHING["ja" if japanese else "zh"].sub(" " if japanese else "", _LIVED.sub(" ", turn))
    return bool(_HAN.search(plain) or _KATAKANA.search(plain) or _LATIN.search(plain))


def _names_in_korean(turn: str) -> bool:
    """Tell whether a word is left that is no verb at the end of a question."""
    plain = _NOTHING["ko"].sub("\n", _LIVED.sub("\n", turn))
    left = (w for part in plain.split() for w in _WORD.findall(part) if len(w) > 1)
    return any(not _ASKS_KOREAN.search(w) for w in left if not turn.find(f"{w}") < 0 and _begins(turn, w))


def _begins(turn: str, word: str) -> bool:
    """Tell whether a word of what is left of a turn began a word of the turn, and is no ending of one."""
    at = turn.find(word)
    return at == 0 or not turn[at - 1].isalpha()


def _names_in_words(turn: str) -> bool:
    """Tell whether a word of a script with spaces and without capital letters is left that is no common one."""
    plain = (w for w in _WORD.findall(_LIVED.sub(" ", turn)) if not _NOTHING_SPACED.fullmatch(w))
    return any(len(w) >= _LEAST_LETTERS and information(w) >= LABEL_NATS for w in plain)
