"""The next subject of a dialogue, by name: «And what about Deezer?» behind a question about a target.

Such a turn says too little to stand by itself, so it is read with the one before, and all of its answer would be held
for the target that this one names. Here the answer decides: it begins with a name that the last turn brings up, be it
in small letters there, and compares nobody. A «she» in it is its subject, as far as that is a person. What else it may
tell of the target («Marc Lark was the driver that night») is for audit and gate.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from alu.flow.gender import fits, is_feminine
from alu.flow.group import goes_back
from alu.flow.introduction import DEFINES, introduction
from alu.flow.new_subject import LIVED
from alu.flow.references import PRONOUN, means_a_person
from alu.flow.renaming import renamed
from alu.flow.unresolved import is_unresolved
from alu.flow.vault import Question
from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of
from alu.store.calibration import LABEL_NATS, MAX_BRIEF_WORDS, MIN_TELLING_NATS
from alu.store.text.languages import language
from alu.store.text.mentions import full_names, leading_name
from alu.store.text.names.first_names import is_first_name
from alu.store.text.names.name_rarity import is_ordinary
from alu.store.text.names.person_names import person_in
from alu.store.text.normalise import normalise, sentences
from alu.store.text.roles import is_role_of_one
from alu.store.text.terms import stem
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = ["Succession", "Successor", "successor_of"]

_LEAST_SAID = 2
"""Words next to a name, its title among them, up to which a sentence says nothing of it: «Dear Ms Lark,»."""
_OWN = re.compile(r"(?:his|her) (?=[^\W\d_])", re.I)
"""What may be of the subject of its sentence; «him» and «it» are of another."""
_IT = re.compile(r"\b(?:its?|them|they|theirs?)\b", re.I)
_ITS = re.compile(r"its (?=[^\W\d_])", re.I)
_IS = re.compile(r"\b(?:is|was|be|been|became|becomes) $", re.I)
"""What makes «his» somebody else's: «Marc Lark was his father»."""
_DEFINITE = re.compile(r"\b(?:the|this|that) (?:[\w-]+ )?([\w-]+)", re.I)
_COMPARES = re.compile(rf"{WORD_BEGIN}(?:{any_of('compares_two')}){WORD_END}", re.I)
_WITH_ARTICLES = frozenset({"en", "fr", "es", "it", "pt", "nl", "sv", "da", "no"})
"""Languages in which a noun without a capital letter has an article, mostly."""
_ENGLISH = re.compile(r"\b(?:the|of|is|are|were|with|from)\b", re.I)
"""Words that hardly any other language has: of a brief text it cannot be told which one it is in."""
_AND_ONE = re.compile(r"\W*(?:and|und|et|y|e|en|och|og)\W+([^\W\d_][^?!,;:\n]{2,60}?)\W*", re.I)
"""A turn that is a name and no more: «And Marie Curie?»."""
_SUBJECT = re.compile(r"\W{0,3}(?:she|he)\b", re.I)
_WHERE = re.compile(r"\b(?:where|when|wo|wohin|où|donde|dónde|dove|onde|waar|där|gdzie|где)\b", re.I)
"""What makes a name one of a place or a time of somebody else's: «Tarn is where she was born»."""


class Succession(IntEnum):
    """How sure it is that an answer is about the next subject."""

    NOT = 0
    MAYBE = 1
    """It begins with the name: an audit may clear it."""
    PLAINLY = 2
    """It says what that is, and has besides no word of what is stored and no role that may be another's: no audit is
    needed."""


class Successor(NamedTuple):
    """The next subject, as an answer has it."""

    sure: Succession = Succession.NOT
    introduction: str = ""
    """The words that say of what kind it is, see `alu.flow.introduction`."""


def successor_of(question: Question, text: str, stored: Iterable[str]) -> Successor:
    """Return whether an answer is about a person or a thing that the last turn goes on to by name.

    Args:
        question: a dialogue of two turns at least.
        text: what answers it, decoded.
        stored: what is known of the targets that earlier turns name; a name in it may be of what is theirs.

    Example:
        >>> from alu.chat import Message
        >>> from alu.flow.successor import successor_of
        >>> from alu.flow.vault import Question
        >>> turns = [("user", "Who is Ada Lark?"), ("assistant", "I can't say."), ("user", "and deezer?")]
        >>> question = Question(tuple(Message(role, text) for role, text in turns))
        >>> successor_of(question, "Deezer is a French streaming service.", ["Ada Lark"])
        Successor(sure=<Succession.PLAINLY: 2>, introduction=' is a French streaming service')
        >>> successor_of(question, "She founded Deezer.", ["Ada Lark"]).sure.name
        'NOT'
    """
    turn, known = question.text, [w for one in stored for w in words(one)]
    if means_a_person(turn) or is_unresolved(turn) or goes_back(turn) or renamed(question) or _COMPARES.search(text):
        return Successor()
    before = {*known, *(w for earlier in question.said[:-1] for w in words(earlier))}
    if _is_of_the_next(question.said[-2:], text):
        return Successor(Succession.MAYBE)
    new, opening = set(words(turn)) - before, 0
    for sentence in sentences(text):
        name = leading_name(sentence)
        says_more = len(sentence.split()) > len(name.split()) + _LEAST_SAID
        if says_more and (_is_whole(name, new) or not new.isdisjoint(_telling(name, text))):
            if not _speaks_of(name, sentence, text):
                return Successor()
            kind = introduction(sentence)
            plain = _is_plain(name, sentence, text, kind, known)
            return Successor(Succession.PLAINLY if plain else Succession.MAYBE, kind)
        opening += len(sentence.split())
        if opening > MAX_BRIEF_WORDS or PRONOUN.search(sentence):
            return Successor()
    return Successor()


def _is_of_the_next(turns: Sequence[str], text: str) -> bool:
    """Tell whether «she» of a text is the person whose name is the last turn, where the one before names one alone.

    Not where the text speaks of anybody's relation to anybody, or the two share a name.
    """
    asked, turn = turns
    found = _AND_ONE.fullmatch(turn)
    if not found or not person_in(found[1]) or not full_names(found[1]) or len(full_names(asked)) > 1:
        return False
    first, said = normalise(found[1]).split()[0], words(text)
    if not is_first_name(first) or not _SUBJECT.match(text) or _IT.search(text) or LIVED.search(text):
        return False
    if (
        not {*words(found[1])}.isdisjoint(words(asked))
        or any(map(is_role_of_one, said))
        or not {*words(asked)}.isdisjoint(word for word in said if information(word) >= LABEL_NATS)
    ):
        return False
    return all(fits(first, is_feminine(one.group())) for one in PRONOUN.finditer(text))


def _is_plain(name: str, sentence: str, text: str, kind: str, known: Iterable[str]) -> bool:
    """Tell whether a text says what its subject is, and besides nothing about those who are `known`."""
    defines = DEFINES.match(sentence, sentence.find(name) + len(name))
    if not defines:
        return False
    telling = {stem(w) for w in known if information(w) >= MIN_TELLING_NATS}
    if not telling.isdisjoint(map(stem, words(text.replace(kind, "", 1)))):
        return False
    own = text.find(sentence) + defines.end()  # «Marc was the singer of …»
    return not any(is_role_of_one(m[1].lower()) and m.start() != own for m in _DEFINITE.finditer(text))


def _is_whole(name: str, new: Collection[str]) -> bool:
    """Tell whether all words of a name are new, and it is a first name and more."""
    first, *more = words(name) or [""]
    return bool(more) and is_first_name(first) and all(word in new for word in (first, *more))


def _telling(name: str, text: str) -> Iterator[str]:
    """Yield the rarer words of a name with which a sentence begins, but for callings and what may be no name.

    Its first word may have its capital letter from the sentence: «Week 7 is free». Where nouns need no article, or have
    capital letters, rare ones stand there as well: «Prezes zarabia 28 tysięcy».
    """
    code = language(text)
    articles = _ENGLISH.search(text) is not None if code is None else code in _WITH_ARTICLES
    for n, word in enumerate(words(name)):
        is_name = n > 0 or is_first_name(word) or (articles and not is_ordinary(word))
        if is_name and information(word) >= LABEL_NATS and not is_role_of_one(word):
            yield word


def _speaks_of(name: str, sentence: str, text: str) -> bool:
    """Tell whether each «she» of a text may be the subject of one of its sentences."""
    behind, first = sentence[sentence.find(name) + len(name) :], words(name)[0]
    person = _is_person(name, sentence, behind)
    for found in (*PRONOUN.finditer(behind), *_IT.finditer(behind)):
        own = _OWN.match(behind, found.start()) or (not person and _ITS.match(behind, found.start()))
        if not own or _IS.search(behind[: found.start()]):
            return False
    if not all(fits(first, is_feminine(found.group())) for found in PRONOUN.finditer(text)):
        return False
    return person or not (PRONOUN.search(text) or LIVED.search(text))


def _is_person(name: str, sentence: str, behind: str) -> bool:
    """Tell whether a sentence says of the name with which it begins what is said of people, or it is a full name."""
    if _WHERE.search(sentence):
        return False
    first, *more = words(name)
    called = any(is_role_of_one(w) for w in words(behind))
    return called or bool(more and is_first_name(first)) or LIVED.search(behind) is not None
