"""What code cannot read does not leave where it could be about a target: the silence of code proves nothing then."""

from __future__ import annotations

from collections.abc import Iterator

from alu.flow.declining import declines
from alu.flow.echo import is_echo
from alu.flow.pieces import letter_given
from alu.flow.rearranged import rearranges
from alu.flow.tool_calls import worded
from alu.flow.vault import Vault
from alu.store.calibration import MAX_CLOSED_WORDS, MAX_TURNS, MIN_SPELT_LETTERS
from alu.store.readability import (
    ASKED_OPAQUE_NATS,
    OPAQUE_BRIEF_NATS,
    OPAQUE_NATS,
    UNREAD_NATS,
    UNREAD_SHARE,
    WHOLE_SHARE,
)
from alu.store.text.normalise import visible
from alu.store.text.opacity import asked_opacity, balance, foreign, numeric, opacity, opaque, unread_share
from alu.store.text.reading import read

__all__ = ["cannot_be_read", "in_play", "is_asked_unread"]


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
    asked, mostly = OPAQUE_NATS if in_play(vault) else _asked_opacity(vault), _is_asked_mostly_unread(vault)
    if asked < ASKED_OPAQUE_NATS and not mostly:  # nearly always: then the draft need not be read
        return False
    if not in_play(vault) and rearranges(vault.question.said, text):
        return False
    leaving = list(_leaving(vault, text, as_drafted))
    # as they stand: of what is brief, one of many readings is a word or two by chance
    if _is_number(vault, text) or (mostly and any(balance(t) > UNREAD_NATS for t in leaving)):
        return True
    texts = list(map(_plain, leaving))
    most = max(map(opacity, texts))
    hides = most >= OPAQUE_NATS or opaque(texts[0])
    return hides and (asked >= OPAQUE_NATS or most >= 2 * OPAQUE_NATS)


def _is_number(vault: Vault, text: str) -> bool:
    """Tell whether `text` is a number that answers what code cannot read, and that was not in what was asked."""
    asked = _asked_opacity(vault) >= ASKED_OPAQUE_NATS
    return asked and numeric(text) and text.strip() not in "\n".join(vault.question.said)


def _is_asked_mostly_unread(vault: Vault) -> bool:
    """Tell whether most of the user's last turn, or of the one before it, is unread: an answer to it may be brief."""
    turns = map(_asked, vault.question.said[-2:])
    return any(unread_share(turn) >= UNREAD_SHARE and not foreign(turn) for turn in turns)


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

    Args:
        vault: of the request.
        less: ids of targets that do not count.
    """
    found = [e for e in vault.all_evidence if not e.only_nearest]
    asked = {e.target_id for e in found if e.source not in ("draft", "release", "audit")}
    others = vault.namesakes & {e.target_id for e in found}
    return bool((asked | vault.context_targets | others) - less)


def is_asked_unread(vault: Vault) -> bool:
    """Tell whether what the user's turns ask cannot be read by code: then no draft is plainly about something else."""
    return _asked_opacity(vault) >= ASKED_OPAQUE_NATS or _is_asked_mostly_unread(vault)


def _spells_on(vault: Vault, text: str) -> bool:
    """Tell whether letters go on being given after one was withheld: the gap that it left is no secret."""
    replies = [m.content for m in vault.question.messages if m.role == "assistant"][-2 * MAX_TURNS :]
    letters = [letter_given(r) for r in replies]
    if sum(map(bool, letters)) < MIN_SPELT_LETTERS or not letter_given(text):
        return False
    began = next(n for n, letter in enumerate(letters) if letter)
    gap = "" in letters[began:] and in_play(vault)
    return gap or any(map(declines, replies[began:]))


def _asked_opacity(vault: Vault) -> float:
    """Return how opaque the user's turns are, or what they say together."""
    said = vault.question.said[-MAX_TURNS:]
    return max(asked_opacity(_asked(turn)) for turn in dict.fromkeys((*said, "\n".join(said))))


def _plain(text: str) -> str:
    """Return what a text says decoded, of all readings that are about as long the one that is read best."""
    plain = read(text).plain
    return plain if opacity(plain) < OPAQUE_BRIEF_NATS else min((plain, *_whole(text)), key=opacity)


def _asked(turn: str) -> str:
    """Return what a turn of the user says, as it stands or decoded: figures may look like codes of letters."""
    if asked_opacity(turn) < OPAQUE_BRIEF_NATS:  # nearly always: it is read, however well others are
        return turn
    return min((turn, read(turn).plain, *_whole(turn)), key=asked_opacity)


def _whole(text: str) -> Iterator[str]:
    """Yield the readings of a text that are about as long."""
    return (t for t in read(text).hidden if len(t) >= WHOLE_SHARE * len(visible(text)))
