"""Whether a turn names what it asks about, where a verb needs no subject: «¿Dónde nació?», «どこで生まれましたか?».

Where a verb stands by itself, its subject is whoever was spoken of; in English such a question has a «she». So a turn
that says of somebody what is said of people, and names nobody, speaks of a person that earlier turns name. The other
way round a turn of a word or two may name all that it asks about: «Norveç'in başkenti neresi?», «挪威的首都是哪里？».

Names are seen by their capital letters, but for German, whose nouns all have one; in scripts without capital letters by
what is left of a turn without the words that name nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of
from alu.store.calibration import LABEL_NATS, ORDINARY_WORD_NATS, UNKNOWN_WORD_NATS
from alu.store.text.languages import script
from alu.store.text.mentions import QUOTED
from alu.store.text.names.first_names import is_first_name
from alu.store.text.values.folded import VOWEL_SIGNS
from alu.store.text.vocabulary import information

__all__ = ["FIELD", "is_a_topic", "is_german", "is_question_word", "leaves_subject_out", "names_its_subject"]

_LIVED = re.compile(
    normalize("NFC", rf"{WORD_BEGIN}و?(?:{any_of('lived')}){WORD_END}|{any_of('lived_unspaced')}"), re.I
)
"""What is said of people: that they live, were born, have children. In Arabic «and» is written as one word with it."""
_NOUN = re.compile(
    r"(?<!\ben )(?<!\bde )(?<!\ba )(?<!\bcon )(?<!\bpor )(?<!\bin )(?<!\bem )(?<!\bcom )(?<!\bper )(?<!\bdi )"
    r"\b(?:(?:una?|el|l[ao]s|uno|il|gli|uma?|os?|as) (?!(?:otr[oa]s?|mism[oa])\b)|l['’])[^\W\d_]{3,}"
    rf"|\b(?:{any_of('my', 'es', 'it', 'pt')}) (?:{any_of('own', 'es', 'it', 'pt')})\b",
    re.I,
)
"""A noun with an article that may be the subject: «¿Cuántos años vive un gato?», and not «en la ciudad»."""
_HOW_TO = re.compile(rf"\b(?:{any_of('how_to')}){WORD_END}", re.I)
_WHAT_IS = re.compile(rf"\W*(?:{any_of('what_is')})\s?([^\W\d_]+)\W*$", re.I)
"""A question what one thing is: «What is photosynthesis?»."""
_ASKS = re.compile(rf"(?<!\w)(?:{any_of('asks_what')})(?!\w)", re.I)
_WHO = re.compile(rf"\W*(?:{any_of('who')})(?!\w)", re.I)
"""Somebody who is asked for, at the beginning: «¿Quién vive en Oslo?»."""
_WHO_MADE = re.compile(r"\W*who (?:invented|discovered|makes) ([a-z]{4,})(?<!s)\W*", re.I)
"""The same in English, of what somebody has found: «Who discovered oxygen?»."""
_WER = re.compile(
    r"\W*[Ww]er (?:erfand|entdeckte|schrieb|malte|komponierte|drehte|entwickelte)"
    r" (?!(?:Sie|Ihn|Ihr|Ihm)\b)([A-ZÄÖÜ]\w{2,})\W*"
)
"""And in German, whose nouns all have a capital letter: «Wer schrieb Faust?»."""
_FIRST = re.compile(r"\W*([^\W\d_]{3,})(['’]n?[ıiuü]n\b)?")
"""The first word, and an ending that Turkish sets apart from names alone."""
_INNER = re.compile(rf"(?<=[\w,;:)»”] )(?<!\w['’])((?:{any_of('preposition')}) )?[«“\"'(]?([^\W\d_]{{2,}})")
"""A word within a sentence, and the preposition before it."""
_NOUN_OF_NAME = re.compile(
    rf"\W*(?:([^\W\d_]{{4,}}) (?:(?:{any_of('of')}) |d['’])|([а-яёіїєґ]{{4,}}) )([^\W\d_]{{2,}})\W*$", re.I
)
"""A word with a name behind it: «capital of Peru», «столица Перу»."""
_PARTICIPLE = re.compile(r"[aiu][dt][oaie]s?$")
_MARKS = re.compile("[\u064b-\u0652\u0640]")
"""Vowels and strokes of Arabic that are mostly left out."""
_GERMAN = re.compile(
    r"\b(?:wer|wie|wo|wann|warum|wieso|welche[mnrs]?|wem|wen|wessen|und|der|das|dem|ist|sind)\b",
    re.I,
)
_ALSO_ENGLISH = re.compile(r"\b(?:was|die|den|war|hat)\b", re.I)
_ENGLISH = re.compile(
    r"\b(?:the|a|of|did|does|do|when|where|what|who|whose|which|why|how|she|he|they|it|his|him|is|are|were|to|for|with"
    r"|from|by)\b",
    re.I,
)
FIELD = re.compile(rf"\b(?:{any_of('field')}|{any_of('of_somebody')}|{any_of('role')}){WORD_END}", re.I)
"""A word for what is known of somebody, or for what somebody is."""
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{3,}")
_HAN, _KATAKANA = re.compile(r"[\u3400-\u9fff]{2,}"), re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
_OWN = re.compile(r"[\u3400-\u9fff][\u3041-\u3096]{0,3}(?=[のはが])")
"""A Japanese word of one Han letter, with what is behind a subject: «象は»."""
_KANA = re.compile(r"[\u3041-\u30fa]")
_WORD = re.compile(rf"[^\W\d_][^\W\d_{VOWEL_SIGNS}]*(?:[{VOWEL_SIGNS}]+[^\W\d_]*)*")
_TOPIC = re.compile(r"[はがのもと、]|って|について|\W*$")
"""What stands behind the subject of a Japanese turn, and not behind a place: «オスロで»."""
_TOPIC_KOREAN = re.compile(r"(?:[은는이가의란]|\W)$")
_PLACE = re.compile(
    rf"(?<!\S)(?:(?:{any_of('preposition', 'ar')})\s{{1,3}}\S{{1,40}}"
    rf"|\S{{1,40}}\s{{1,3}}(?:{any_of('preposition', 'hi')}){WORD_END})"
)
"""What a verb is said with that is no subject: «في أوسلو», «ओस्लो में»."""
_NOTHING = {code: re.compile(any_of("nothing_named", code)) for code in ("ja", "zh", "ko")}
_NOTHING_SPACED = re.compile(rf"و?(?:{any_of('nothing_named', 'ar', 'hi')})")
_LONGEST = 300
"""Characters of a turn that names nothing."""
_LEAST_LETTERS = 3
"""Letters of a word that names something, in Arabic and Indic scripts."""


def is_german(text: str) -> bool:
    """Tell whether a text has German words of a question, so that a capital letter makes no name.

    Example:
        >>> from alu.flow.subject import is_german
        >>> is_german("In welcher Stadt lebt sie?"), is_german("Was war sie?"), is_german("When was she born?")
        (True, True, False)
    """
    if _GERMAN.search(text):
        return True
    return _ALSO_ENGLISH.search(text) is not None and not _ENGLISH.search(text)


def is_question_word(word: str) -> bool:
    """Tell whether a word asks for something, in any language that is listed: «what», «quels»."""
    return _ASKS.fullmatch(word) is not None


@lru_cache(maxsize=64)
def leaves_subject_out(turn: str) -> bool:
    """Tell whether a turn says what is said of people, without naming its referent.

    Example:
        >>> from alu.flow.subject import leaves_subject_out
        >>> leaves_subject_out("¿En qué ciudad nació exactamente?"), leaves_subject_out("どこで生まれましたか?")
        (True, True)
        >>> leaves_subject_out("¿En qué ciudad nació Cervantes?"), leaves_subject_out("¿Cuántos años vive un gato?")
        (False, False)
    """
    if len(turn) > _LONGEST or not _LIVED.search(_bare(turn)):
        return False
    return not names_its_subject(turn) and not _NOUN.search(turn)


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
    if len(turn) > _LONGEST:
        return True
    match script(turn):
        case "CJK":
            return _names_in_han(turn)
        case "HANGUL":
            return _names_in_korean(turn)
        case "ARABIC" | "DEVANAGARI":
            return _names_in_words(turn)
    wer = _WER.fullmatch(turn) or _WHO_MADE.fullmatch(turn)
    if wer and not FIELD.search(wer[1]):
        return True
    if _asks_what_it_is(turn) or _HOW_TO.search(turn) or QUOTED.search(turn) or _WHO.match(turn):
        return True
    if is_german(turn) or not _ASKS.search(turn):
        return False
    plain = FIELD.sub("_", _LIVED.sub("_", turn))
    inner = any(word[0].isupper() and not preposition for preposition, word in _INNER.findall(plain))
    return inner or _begins_with_a_name(turn)


def _bare(turn: str) -> str:
    """Return a turn with its letters composed, and without the vowels of Arabic."""
    return _MARKS.sub("", normalize("NFC", turn))


def is_a_topic(turn: str) -> bool:
    """Tell whether a turn names what it wants to know, be it no question: «capital of Peru», «肉じゃがの作り方».

    Example:
        >>> from alu.flow.subject import is_a_topic
        >>> is_a_topic("Capital of Peru"), is_a_topic("Born in Peru"), is_a_topic("失眠怎么办"), is_a_topic("出生地")
        (True, False, True, False)
    """
    if script(turn) in ("CJK", "HANGUL", "ARABIC", "DEVANAGARI"):
        return names_its_subject(turn)
    found = _NOUN_OF_NAME.match(turn)
    if not found or not found[3][0].isupper():
        return False
    noun = found[1] or found[2]
    return not any(p.search(noun) for p in (FIELD, _LIVED, _PARTICIPLE))


def _asks_what_it_is(turn: str) -> bool:
    """Tell whether a turn asks what a thing is, and not for what a person has."""
    found = _WHAT_IS.match(turn)
    return bool(found and information(found[1].lower()) >= ORDINARY_WORD_NATS and not FIELD.search(found[1]))


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
    named = (m for p in (_HAN, _KATAKANA, _LATIN) for m in p.finditer(plain))
    return any(not japanese or _TOPIC.match(plain, m.end()) for m in named) or (japanese and bool(_OWN.search(plain)))


def _names_in_korean(turn: str) -> bool:
    """Tell whether a word is left that is no verb at the end of a question."""
    plain = _NOTHING["ko"].sub("\n", _LIVED.sub("\n", turn))
    left = (w for part in plain.split() for w in _WORD.findall(part) if len(w) > 1)
    return any(_TOPIC_KOREAN.search(w) for w in left if _begins(turn, w))


def _begins(turn: str, word: str) -> bool:
    """Tell whether what is left of a turn begins a word of the turn, and is no ending of one."""
    at = turn.find(word)
    return at == 0 or not turn[at - 1].isalpha()


def _names_in_words(turn: str) -> bool:
    """Tell whether a word of a script with spaces and without capital letters is left that is no common one."""
    plain = (
        w for w in _WORD.findall(_PLACE.sub(" ", _LIVED.sub(" ", _bare(turn)))) if not _NOTHING_SPACED.fullmatch(w)
    )
    return any(len(w) >= _LEAST_LETTERS and information(w) >= LABEL_NATS for w in plain)
