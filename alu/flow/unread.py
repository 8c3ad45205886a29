"""Texts that code cannot read are withheld if they could be about a target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alu.flow.echo import is_echo
from alu.flow.pieces import letter_given
from alu.flow.rearranged import rearranges
from alu.flow.shift import shifted_to
from alu.flow.tool_calls import worded
from alu.flow.user_turns import SIGNS, UserTurns, whole_readings
from alu.flow.vault import Vault
from alu.store.calibration import MAX_CLOSED_WORDS, MAX_TURNS, MIN_SPELT_LETTERS
from alu.store.readability import (
    MIN_NUMBER_DIGITS,
    OPAQUE_BRIEF_NATS,
    OPAQUE_NATS,
    PLAIN_NATS,
    UNREAD_ASKED_NATS,
    UNREAD_NATS,
)
from alu.store.text.declining import declines
from alu.store.text.readability.legible import legible
from alu.store.text.readability.opacity import balance, numeric, opacity, opaque, telling
from alu.store.text.readability.plain_words import is_said
from alu.store.text.reading import read
from alu.store.text.words import word_count

__all__ = ["cannot_be_read", "in_play", "is_asked_unread"]

_WRITTEN = re.compile(r"\w[\w@./+-]{3,80}\w")
"""A number that is written in one, «HV-77204»: of pairs of digits a user may have written every one."""
_SENTENCE_WORDS = 6
"""Words of what is no sentence by chance."""


def cannot_be_read(vault: Vault, text: str, as_drafted: bool) -> bool:
    """Tell whether `text` must be withheld: it is opaque, and a target is in play or the question is opaque too.

    An answer to a turn of which most cannot be read need not be opaque: it is enough that it cannot be read either.

    Args:
        vault: of the request.
        text: what is about to leave.
        as_drafted: it is the draft; then its tool calls leave too.
    """
    if as_drafted and is_echo(vault):
        return False
    if _spells_on(vault, text):
        return True
    asked, playing = UserTurns(vault.question.said), in_play(vault)
    if not (playing or asked.is_partly_unread or asked.speaks_of_code):  # nearly always
        return False
    if (asked.is_partly_unread or asked.speaks_of_code) and _is_jumbled(vault, text):
        return True
    must_be_read = asked.is_unread or asked.wants_code
    if not playing and (not (asked.is_opaque or must_be_read) or _says_again(vault, asked, text)):
        return False
    leaving = list(_leaving(vault, text, as_drafted))
    texts = list(map(_plain, leaving))
    if _is_number(vault, asked, text) or (
        must_be_read and _answers_unread(asked, playing, [*map(_as_said, leaving, texts)])
    ):
        return True
    nats = [_opacities(asked, playing, text)[0] for text in texts]
    most = max(nats)
    hides = most >= OPAQUE_NATS or opaque(texts[0], nats[0])
    return hides and (playing or asked.opacity >= OPAQUE_NATS or most >= 2 * OPAQUE_NATS)


def _opacities(asked: UserTurns, playing: bool, text: str) -> tuple[float, float]:
    """Return how opaque a text is, a stretch and all of it, without what was asked, its words and known notations.

    Where a target is in play, a number or a notation that was asked for may speak of it.
    """
    if playing:
        return telling(text, frozenset(filter(str.isalpha, asked.given)), notations=False)
    return telling(text, asked.given, keys=asked.is_about_keys)


def _says_again(vault: Vault, asked: UserTurns, text: str) -> bool:
    """Tell whether a text, as it stands or decoded, says nothing that is not in the user's turns or these decoded."""
    said = [vault.question.said, *([turn] for turn in asked.turns)]
    return any(rearranges(turns, reading) for reading in dict.fromkeys((text, read(text).plain)) for turns in said)


def _is_jumbled(vault: Vault, text: str) -> bool:
    """Tell whether a text holds a stored identifier in another order that the user did not write.

    The number of another customer may have the digits of a target's: who wrote it may read it again.
    """
    if not vault.snapshot.detector.jumbled(text) or rearranges(vault.question.said, text):
        return False
    said = frozenset(_WRITTEN.findall("\n".join(vault.question.said)))
    return vault.snapshot.detector.jumbled(_WRITTEN.sub(lambda m: "" if m[0] in said else m[0], text))


def _answers_unread(asked: UserTurns, playing: bool, leaving: Sequence[str]) -> bool:
    """Tell whether an answer to what cannot be read cannot be read either, or is in no words of a sentence.

    It is read as it stands, unless it decodes to a sentence: of many readings one is a word or two by chance.

    Args:
        asked: the user's turns.
        playing: whether a target is in play.
        leaving: what leaves, `_as_said`.
    """
    if any(_opacities(asked, playing, text)[1] > UNREAD_NATS and not _is_brief(text) for text in leaving):
        return True
    if asked.wants_code and not all(map(_is_readable, leaving)):
        return True
    return asked.is_in_code and not _is_plain(leaving[0])  # the text alone: the names of a tool call are no sentence


def _as_said(text: str, said: str) -> str:
    """Return what a text says decoded, `said`, where that is a sentence of several words, else the text."""
    return said if said != text and word_count(said) >= _SENTENCE_WORDS and _is_sentence(said) else text


def _is_readable(text: str) -> bool:
    """Tell whether a text is likelier a language than a cipher as a whole, and in its stretches without signs."""
    if _is_brief(text):
        return True
    apart = SIGNS.sub(" ", text)  # a word that is known hides none that is joined to it
    most = OPAQUE_NATS if _is_sentence(text) else OPAQUE_BRIEF_NATS
    return balance(text) <= UNREAD_NATS and opacity(apart) < most


def _is_sentence(text: str) -> bool:
    return is_said(text) and balance(text) <= PLAIN_NATS * len(text)


def _is_plain(text: str) -> bool:
    """Tell whether a text is a sentence in known words, of which a code may have one by chance."""
    if _is_brief(text):
        return True
    return legible(text).function_words is None and _is_sentence(text) and opacity(text) < UNREAD_ASKED_NATS


def _is_brief(text: str) -> bool:
    """Tell whether a text is a year, a yes or a measure: it has too few signs for what tells somebody apart."""
    signs = sum(not sign.isspace() for sign in text)
    few = signs < 2 * MIN_NUMBER_DIGITS and max(opacity(text), balance(text)) <= UNREAD_NATS
    return signs < MIN_NUMBER_DIGITS or few


def _is_number(vault: Vault, asked: UserTurns, text: str) -> bool:
    """Tell whether `text` is a number that answers what code cannot read, and that was not in what was asked."""
    return asked.is_opaque and numeric(text) and text.strip() not in "\n".join(vault.question.said)


def _leaving(vault: Vault, text: str, as_drafted: bool) -> Iterator[str]:
    """Yield what leaves: the text, the values of its tool calls, and the text behind the replies of a word or two."""
    yield text
    if as_drafted:
        yield from vault.outgoing.texts[-1:]  # without the ids of the calls, which nobody can read
        yield from (worded(choice) for choice in vault.draft.choices[:1]) if vault.draft else ()  # a name may be code
    brief = [r for r in vault.inquiry.replies.splitlines() if len(r.split()) <= MAX_CLOSED_WORDS]
    if brief:
        yield "\n".join([*brief, text])  # a code may come a word a turn


def in_play(vault: Vault, less: frozenset[str] = frozenset()) -> bool:
    """Tell whether a target is in play: in the question, in its thread, earlier, or cleared as somebody else alone.

    Not one of which the dialogue was before it went on to something else.

    Args:
        vault: of the request.
        less: ids of targets that do not count.
    """
    found = [e for e in vault.all_evidence if not e.only_nearest]
    asked = {e.target_id for e in found if e.source not in ("draft", "release", "audit")}
    others = vault.namesakes & {e.target_id for e in found}
    if (asked | others) - less:
        return True
    return bool(vault.context_targets - less) and shifted_to(vault.question) is None


def is_asked_unread(vault: Vault) -> bool:
    """Tell whether what the user's turns ask cannot be read by code: then no draft is plainly about something else."""
    asked = UserTurns(vault.question.said)
    return asked.is_opaque or asked.is_unread


def _spells_on(vault: Vault, text: str) -> bool:
    """Tell whether letters go on being given after one was withheld: the gap that it left is no secret."""
    replies = [m.content for m in vault.question.messages if m.role == "assistant"][-2 * MAX_TURNS :]
    letters = [letter_given(r) for r in replies]
    if sum(map(bool, letters)) < MIN_SPELT_LETTERS or not letter_given(text):
        return False
    began = next(n for n, letter in enumerate(letters) if letter)
    gap = "" in letters[began:] and in_play(vault)
    return gap or any(map(declines, replies[began:]))


def _plain(text: str) -> str:
    """Return what a text says decoded, of all readings that are about as long the one that is read best."""
    plain = read(text).plain
    return plain if opacity(plain) < OPAQUE_BRIEF_NATS else min((plain, *whole_readings(text)), key=opacity)
