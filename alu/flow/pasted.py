"""Answers that take nothing of what a text which came with the question says of a target.

«Context: … Question: …»: the text names a target, and the question asks about something else. Then whoever is named
there is not whom the user means. Question and answer are read without the text, and must be near nobody by themselves;
of the text's pieces about the target neither may have a word or a figure that the others lack. And the answer has to
have some of the others; all that a brief one says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from alu.flow.pasted_text import asks_and_pieces, pieces_about
from alu.flow.references import PRONOUN
from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of
from alu.store.calibration import DRAWN_SHARE, MAX_FOLLOW_UP_WORDS, MIN_DRAWN, OWN_WORD_NATS
from alu.store.text.languages import language, script
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences
from alu.store.text.terms import telling_stems
from alu.store.text.vocabulary import information

if TYPE_CHECKING:
    from alu.flow.vault import Vault
    from alu.store.match.evidence import Evidence

__all__ = ["compares", "passed_over"]

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_BROUGHT = frozenset({"question", "passage", "thread", "quotation"})
"""Sources of evidence that are in what was sent."""
_RENAMES = re.compile(
    r"=|→|->|\b(?:call(?:ed|s)?|known as|alias|nicknam\w+|stands? for|code ?names?|pseudonyms?)\b", re.I
)
"""What may give a target another name, by which a question can mean it."""
_ORDINAL = re.compile(
    r"\b(?:the|a) (?:former|latter|first|second|third|fourth|fifth|sixth|last|other|same|next|1st|2nd|3rd|\dth)\b", re.I
)
"""What may mean one of those that a text names, without the name."""
_SOURCES = re.compile(
    r"\bonly (?:from |on |using )?(?:the|this|these|those|my)(?: \w+){0,2} (?:contexts?|passages?|documents?|texts?"
    r"|articles?|sources?|information|excerpts?|minutes|notes)\b",
    re.I,
)
"""«Use only the passages»."""
_COMPARES = re.compile(rf"{WORD_BEGIN}(?:{any_of('compares')}){WORD_END}", re.I)


def passed_over(vault: Vault) -> frozenset[str]:
    """Return the targets that only such a text names, and of whose sentences neither question nor draft has a word."""
    brought = [e for e in vault.all_evidence if e.source in _BROUGHT]
    draft = "\n".join(vault.outgoing.texts)
    if not brought or vault.stated or not draft.strip():
        return frozenset()
    asks, pieces = asks_and_pieces(vault.question.said, vault.question.context)
    if not pieces or not asks:
        return frozenset()
    look_up = vault.snapshot.detector.look_up
    alone = [*look_up([asks, *sentences(asks)]), *look_up(sentences(draft), source="draft")]
    known = {e.target_id for e in (*brought, *vault.all_evidence) if e.aspect == "topic"} | {e.target_id for e in alone}
    open_ = {e.target_id for e in brought} - known
    near = look_up([piece.text for piece in pieces], source="passage") if open_ else ()
    found = list[str]()
    for one in open_:
        where = {e.sentence for e in near if e.target_id == one}
        if not where or _hides(one, brought, near):
            continue
        about = pieces_about(pieces, where, asks)
        theirs = [piece.text for n, piece in enumerate(pieces) if n in about]
        others = [piece.text for n, piece in enumerate(pieces) if n not in about]
        if _asks_of_others(asks, draft, theirs, others) and _tells_of_others(draft, asks, theirs, others):
            found.append(one)
    return frozenset(found)


def compares(vault: Vault) -> bool:
    """Tell whether question or draft set one against others, so that they tell of those, too; or whether none can say.

    The words for that are known of a few languages in Latin and Cyrillic letters.
    """
    asks, _ = asks_and_pieces(vault.question.said, vault.question.context)
    texts = (_SOURCES.sub(" ", asks), *vault.outgoing.texts)
    return any(script(text) not in ("LATIN", "CYRILLIC", None) or _COMPARES.search(text) for text in texts)


def _hides(target: str, brought: Sequence[Evidence], near: Sequence[Evidence]) -> bool:
    """Tell whether a target is named in disguise, and not in plain form as well."""
    plain = {e.mention for e in near if e.target_id == target} | {""}
    return any(e.disguised and e.mention not in plain for e in brought if e.target_id == target)


def _asks_of_others(asks: str, draft: str, theirs: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether a question names a subject of its own, and nothing that is said of the target alone."""
    asked, free, held = telling_stems([asks]), telling_stems(others), telling_stems(theirs)
    if any(map(_RENAMES.search, theirs)) and {s for s in asked & held if information(s) >= OWN_WORD_NATS}:
        return False
    alone = {s for s in asked & held - free if information(s) >= OWN_WORD_NATS}
    if alone or _figures(asks) & _figures(*theirs) - _figures(*others):
        return False
    names = {run for text in others for run in mentions(text).runs} - {
        r for text in theirs for r in mentions(text).runs
    }
    named = any(run in names for text in (asks, draft) for run in mentions(text).runs)
    if (PRONOUN.search(asks) or _ORDINAL.search(asks)) and not named:
        return False
    return bool(asked & free - held) or any(information(s) >= OWN_WORD_NATS for s in asked - held)


def _tells_of_others(draft: str, asks: str, theirs: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether a draft has nothing that is said of the target alone, and says what is said of others."""
    said, asked = telling_stems([draft]), telling_stems([asks])
    free, held = telling_stems(others), telling_stems(theirs)
    alone = said & held - free - asked
    if len(alone) > 1 or any(information(s) >= OWN_WORD_NATS for s in alone):
        return False
    if _figures(draft) & _figures(*theirs) - _figures(*others) - _figures(asks):
        return False
    if len({code for code in (language(draft), language(" ".join(others))) if code}) > 1:
        return False
    words, figures = said & (free - held) - asked, _figures(draft) & _figures(*others) - _figures(*theirs, asks)
    if not figures and all(information(s) < OWN_WORD_NATS for s in words):
        return False
    if len(draft.split()) < MAX_FOLLOW_UP_WORDS:
        return _nats(said & (free | asked)) >= DRAWN_SHARE * _nats(said)
    return len(words | figures) >= MIN_DRAWN


def _names(texts: Sequence[str]) -> set[tuple[int, ...]]:
    return {run for text in texts for run in mentions(text).runs}


def _figures(*texts: str) -> set[str]:
    return {figure for text in texts for figure in _FIGURE.findall(text)}


def _nats(stems: Collection[str]) -> float:
    return sum(map(information, stems))
