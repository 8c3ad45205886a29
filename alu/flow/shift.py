"""Where a dialogue has gone on to another subject: «Clam chowder for four?» behind a question that was refused.

A brief turn hangs on what was said before it. Mostly that is the exchange right before: the user named something of
its own, and was answered. What the dialogue was about before that counts again where the turn goes back to it: by «the
first person I asked about», and, unless somebody was named since, by «she», «the author» or «And the birthday?».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from alu.chat import Message
from alu.flow.antecedents import may_name_user, personas
from alu.flow.asking import asked_in, first_clause, is_question, without_opening
from alu.flow.courtesy import is_courtesy
from alu.flow.gender import is_feminine
from alu.flow.group import goes_back
from alu.flow.new_subject import LIVED, tells_a_subject
from alu.flow.older import points_back
from alu.flow.people import names_a_person
from alu.flow.pointers import points
from alu.flow.references import PRONOUN, THEY, Reference, has_somebody_own, is_role, reference_of
from alu.flow.sent import Sent
from alu.flow.subject import FIELD, is_a_topic, is_german, is_question_word, leaves_subject_out, names_its_subject
from alu.flow.unresolved import is_unresolved, leaves_a_group_open
from alu.flow.vault import Question
from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of
from alu.store.calibration import MAX_FOLLOW_UP_WORDS, MAX_TURNS, MIN_TELLING_NATS
from alu.store.text.declining import declines
from alu.store.text.vocabulary import information
from alu.store.text.words import is_unspaced, words

__all__ = ["names_its_own", "refuses", "shifted_to", "since_shift"]

_DECLINES = re.compile(
    rf"{WORD_BEGIN}(?:{any_of('declines')}){WORD_END}|{any_of('declines_unspaced')}|{any_of('noted_unspaced', 'ja')}",
    re.I,
)
_NEGATES = re.compile(
    rf"{WORD_BEGIN}(?:{any_of('negates')}|{any_of('noted')}){WORD_END}|{any_of('negates_unspaced')}", re.I
)
_GOES_ON = re.compile(rf"\W*(?:{any_of('and')})\s", re.I)
"""How a turn begins that goes on about what was said."""
_STEM, _LONGEST_BRIEF = 5, 60
"""Letters by which words are one word («çocukla», «çocuğum»); characters of a brief turn."""
_SHORT, _SHORT_UNSPACED = 12, 30
"""Words, and letters of a script without spaces, from which on a reply says something unless it declines."""
_DECLINED = 40
"""Words up to which a reply may be all refusal."""
_WITHIN = re.compile(r"(?<=[\w,;:)»”] )[\"“«‘'(*_]{0,3}([^\W\d_a-z])\w")
"""A letter with which a word within a sentence begins, a capital one or one with a mark."""
_SAYS = re.compile(r"\d|\n\s{0,9}\S|[`{}|]")
"""What a reply has that gives something: a figure, a list, a program."""
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|said) (?:\w+ )?\w+", re.I)
_PICKS = re.compile(
    r"\bthe (?:former|original|earlier|previous)\b"
    rf"|\bthe (?:other|first|second|third|fourth|last|same) (?:one|name|{any_of('group_noun')})\b"
    r"|\b(?:again|earlier|mentioned|asked|talked about)\W*$",
    re.I,
)
"""What may pick something older than the exchange before."""


def shifted_to(question: Question) -> int | None:
    """Return the number of the user's turn that begins what the last one goes on about; None where none does.

    Example:
        >>> from alu.chat import Message
        >>> from alu.flow.shift import shifted_to
        >>> from alu.flow.vault import Question
        >>> said = ["Who is Ada Lark?", "I can't say.", "Clam chowder for four?", "2 dozen clams, 1 onion"]
        >>> def asked(last):
        ...     roles = ("user", "assistant", "user", "assistant", "user")
        ...     return Question(tuple(map(Message, roles, [*said, last])))
        >>> shifted_to(asked("How long do I cook it?")), shifted_to(asked("When was she born?"))
        (1, None)
    """
    exchanges = tuple(_exchanges(question))
    return _shifted_to(exchanges, question.text) if len(exchanges) > 1 else None  # else nothing is older


@lru_cache(maxsize=64)
def _shifted_to(exchanges: Sequence[tuple[int, str, str]], last: str) -> int | None:
    """Return the number of the exchange; a request asks several times, the gate once a candidate."""
    if goes_back(last) or leaves_a_group_open(last) or _PICKS.search(last):
        return None
    since, personal = list[str](), _may_mean_somebody(last)
    for number, asked, reply in reversed(exchanges):
        if not _says_something(reply):
            return None
        since += [asked, reply]
        if names_its_own(asked):
            older = [said for earlier, said, _ in exchanges if earlier < number]
            open_ = personal or _leaves_it_open(last, since)
            if points_back(last, since, older) or (open_ and not _names_somebody_of(since, last)):
                return None
            return number
        personal = personal or _may_mean_somebody(asked)
    return None


def since_shift(question: Question) -> Question:
    """Return a question without the turns before the latest shift, but for those that say who «I» or «you» is."""
    number = shifted_to(question)
    if number is None:
        return question
    first = [n for n, m in enumerate(question.messages) if m.role == "user"][number]
    refers = reference_of(question.text)
    kept = (m for n, m in enumerate(question.messages) if n >= first or _says_who(m, refers))
    return replace(question, messages=tuple(kept))


def _says_who(message: Message, refers: Reference) -> bool:
    """Tell whether a message is no turn, or says who «I» or «you» of a later turn is."""
    if message.role not in ("user", "assistant"):
        return True
    one = Sent(message.role, message.content)
    return bool(refers.user and may_name_user(one)) or bool(refers.model and any(personas(one.text)))


def _names_somebody_of(texts: Sequence[str], asks: str) -> bool:
    """Tell whether some texts name a person that «she», «the author» or the like of a later turn may mean."""
    feminine = is_feminine(asks)
    if not any(names_a_person(text, feminine, known=True) or has_somebody_own(text) for text in texts):
        return False
    return bool(PRONOUN.search(asks)) or not any(map(is_role, reference_of(asks).called))


def _exchanges(question: Question) -> list[tuple[int, str, str]]:
    """Return the user's turns that were replied to, each with its number and the reply."""
    found = list[tuple[str, list[str]]]()
    for message in question.messages[: question.asked_at]:
        if message.role == "user":
            found.append((message.content, []))
        elif message.role == "assistant" and found:
            found[-1][1].append(message.content)
    first = max(0, len(found) - MAX_TURNS)
    return [(n, asked, "\n".join(replies).strip()) for n, (asked, replies) in enumerate(found[first:], first)]


def refuses(reply: str) -> bool:
    """Tell whether a reply declines, in whatever language."""
    return declines(reply) or (len(reply.split()) < _DECLINED and _DECLINES.search(reply) is not None)


def _says_something(reply: str) -> bool:
    """Tell whether a reply gives something: it does not decline, and is long, names something or has a figure."""
    if not reply or refuses(reply):
        return False
    if _is_full(reply) or _SAYS.search(reply):
        return True
    names = _has_capital(reply) and not is_german(reply)
    return names or (not _NEGATES.search(reply) and not is_courtesy(reply))


def _has_capital(text: str) -> bool:
    """Tell whether a word within a sentence begins with a capital letter."""
    return any(m[1].isupper() for m in _WITHIN.finditer(text))


def names_its_own(turn: str) -> bool:
    """Tell whether a turn names what it is about, and means nobody, and nothing, that was spoken of before."""
    asks = without_opening(turn)
    if is_courtesy(turn) or is_unresolved(asks) or reference_of(asks).other or goes_back(asks):
        return False
    if points(asked_in(asks), first_clause(asks) or asks):
        return False
    if _GOES_ON.match(asks):
        return _has_capital(asks)
    if _has_capital(asks) or _SAYS.search(asks) or is_a_topic(asks):
        return True
    if is_question(asks) and names_its_subject(asks):
        return True
    return tells_a_subject(_DEFINITE.sub(" ", asks))


def _may_mean_somebody(turn: str) -> bool:
    """Tell whether a turn may be about a person who was spoken of before: by a word for one, or as it says nothing."""
    asks = without_opening(turn)
    if PRONOUN.search(asks) or LIVED.search(asks) or leaves_subject_out(asks):
        return True
    things = THEY.search(asks) and not FIELD.search(asks)  # «How often do they meet?»: several, mostly
    if reference_of(asks).other and not things:
        return True
    if len(asks.split()) >= MAX_FOLLOW_UP_WORDS:
        return False
    left = [word for word in words(FIELD.sub(" ", asks)) if not is_question_word(word)]
    return not tells_a_subject(" ".join(left))


def _leaves_it_open(turn: str, since: Sequence[str]) -> bool:
    """Tell whether a brief turn may be about anything: the exchanges since were slight, and it has no word of them.

    «Na kogo głosuje?» behind the capital of Norway, in languages whose verbs need no subject, and «Any debts?».
    """
    asks = without_opening(turn)
    if len(asks.split()) >= MAX_FOLLOW_UP_WORDS or len(asks) > _LONGEST_BRIEF or any(map(_is_full, since[1::2])):
        return False
    said = {word[:_STEM] for text in since for word in words(text)}
    return not any(word[:_STEM] in said for word in words(asks) if information(word) >= MIN_TELLING_NATS)


def _is_full(reply: str) -> bool:
    """Tell whether a reply says more than a fact."""
    return len(reply.split()) >= _SHORT or (is_unspaced(reply[:1]) and len(reply) >= _SHORT_UNSPACED)
