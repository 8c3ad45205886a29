"""Answers in pieces: what several replies, or the choices of one request, say together.

A fact may come a word or a letter at a time, within replies of any length. So what each reply brings that nobody said
before is joined: its brief replies as they are and without a separator, its telling words, its single letters, and the
letters that the replies begin with, and their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from alu.store.calibration import MAX_BRIEF_WORDS, MIN_ACROSTIC_LINES, UNCOMMON_WORD_NATS
from alu.store.match.detector import Detector
from alu.store.match.evidence import Evidence
from alu.store.match.values.identifiers import Identifiers
from alu.store.readability import PIECE_NATS
from alu.store.text.declining import declines
from alu.store.text.normalise import normalise, sentences
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = ["disclosed_together", "joined_forms", "letter_given"]

_QUOTED_LETTER = re.compile(r"[\"'“”‘’«»*`(\[]([^\W_])[\"'“”‘’«»*`)\].,]")
_LONE_LETTER = re.compile(r"(?<![\w'’.])([B-HJ-Zb-hj-z]|[AI](?=\W*$))(?![\w'’.])")
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\d+")
_TELLS = re.compile(r"(?<=\w\W)[^\W\d_a-z](?!['’]|\b)|[\d@]")
"""What no refusal in common words has: a capital letter within it, a figure."""
_NUMBERS = 1
"""Which of the forms is of numbers alone: there an identifier counts, and nothing else."""


def joined_forms(replies: Sequence[str], said: str) -> tuple[str, ...]:
    """Return what `replies` say together, in each of the ways in which pieces are put together; always as many.

    Args:
        replies: one after the other.
        said: what the user wrote: its words are no news.

    Example:
        >>> from alu.flow.pieces import joined_forms
        >>> joined_forms(["It begins with «O», as you know.", "Then comes «d», of course."], "Spell it.")[4]
        'Od'
    """
    brief = [r.strip() for r in replies if len(r.split()) <= MAX_BRIEF_WORDS]
    known = frozenset(words(said))
    telling = [" ".join(_telling(r, known)) for r in replies]
    firsts = [m.group() for r in replies if (m := _FIRST_LETTER.search(r))]
    given = frozenset(_NUMBER.findall(said))
    return (
        "\n".join(brief),
        " ".join(n for r in replies for n in _NUMBER.findall(r) if n not in given),
        "".join(re.sub(r"\W", "", b) for b in brief),
        " ".join(filter(None, telling)),
        "".join(map(letter_given, replies)),
        "".join(firsts) if len(firsts) >= MIN_ACROSTIC_LINES else "",
    )


def _telling(reply: str, known: Collection[str]) -> list[str]:
    """Return the words of a reply that tell something and that the user did not write, each once."""
    found = dict.fromkeys(w for w in words(reply) if w not in known)
    return [w for w in found if (w.isdigit() or len(w) > 1) and information(w) >= PIECE_NATS]


def _only_declines(reply: str) -> bool:
    """Tell whether a reply is a refusal of one sentence in common words, which are no piece of anything."""
    if not declines(reply) or len(sentences(reply)) > 1 or _TELLS.search(reply):
        return False
    return all(information(word) < UNCOMMON_WORD_NATS for word in words(reply))


def letter_given(reply: str) -> str:
    """Return the single letter or digit that a reply gives, nothing where it gives none."""
    found = _QUOTED_LETTER.findall(reply) or _LONE_LETTER.findall(reply)
    return found[-1] if found else ""


def disclosed_together(
    detector: Detector,
    replies: Sequence[str],
    new: str,
    said: str,
    matched: Collection[str],
    *,
    aside: Collection[str] = (),
    in_play: bool,
) -> list[Evidence]:
    """Return what `new` completes: what it discloses together with the replies before it, and these not by themselves.

    Args:
        detector: of the list that is enforced.
        replies: those before it.
        new: the text about to leave.
        said: what the user wrote, all turns.
        matched: ids of the targets that the dialogue touches.
        aside: those of them that only earlier turns speak of.
        in_play: a target is in play; else brief replies and numbers alone are joined, since a chat is full of telling
            words.
    """
    replies = [r for r in replies if not _only_declines(r)]
    before, after = joined_forms(replies, said), joined_forms([*replies, new], said)
    found, alone = list[Evidence](), normalise(new)
    forms = list(zip(before, after, strict=True))[: None if in_play else _NUMBERS + 1]
    for number, (old, whole) in enumerate(forms):
        if not whole or whole == old or normalise(whole) == alone:
            continue
        referents = f"{said}\n{old}"
        known = detector.check(old, said=said, matched=matched, referents=referents, aside=aside) if old else ()
        left = {(e.target_id, e.channel) for e in known}
        now = detector.check(whole, said=said, matched=matched, referents=referents, aside=aside)
        counts = (e for e in now if number != _NUMBERS or e.channel == Identifiers.name)
        found += [e for e in counts if (e.target_id, e.channel) not in left]
    return found
