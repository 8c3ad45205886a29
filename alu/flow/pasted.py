"""What an answer takes of a text that came with the question: of what it says of a target, or of others.

«Context: … Question: …», passages, results of tools, a document in the system prompt or in an earlier turn: the text
names a target, and the answer is drawn from it. An answer with words and figures of the text's pieces about the target
alone is about the target, though it names nobody («In 2019»). Where question and answer are near nobody without the
text, have no word and no figure of those pieces alone, and the answer has some of the others, all that a brief one
says, the user does not mean who is only named there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from alu.flow.pasted_text import Piece, asks_and_pieces, pieces_about
from alu.flow.rare import figures_in, names_in, own_words, rare, stems_in
from alu.flow.references import PRONOUN
from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of
from alu.store.calibration import MAX_FOLLOW_UP_WORDS
from alu.store.match.disclosure import texts_of
from alu.store.match.evidence import Evidence
from alu.store.text.languages import language, script
from alu.store.text.normalise import sentences
from alu.store.text.vocabulary import information

if TYPE_CHECKING:
    from alu.flow.vault import Vault
    from alu.store.target import Target

__all__ = ["CHANNEL", "Taken", "taken"]

CHANNEL = "context"
"""Name of the channel of evidence for what an answer takes of a text's pieces about a target."""
_STRENGTH = 0.9
"""Of that evidence."""
_LEAST = 2
"""Words and figures of some pieces that an answer has which is drawn from them; of a brief one a single one will do."""
_SHARE = 0.6
"""Share of what the words of a brief answer tell that has to be in question and text."""
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


class Taken(NamedTuple):
    """What an answer takes of the texts that name targets."""

    passed_over: frozenset[str] = frozenset()
    """The targets of whose pieces neither question nor answer has anything."""
    by_code: frozenset[str] = frozenset()
    """Those of them that code clears: all that the answer says is in question and text, and nothing is compared."""
    evidence: tuple[Evidence, ...] = ()
    """For those of whose pieces the answer has something; direct where it is of pieces that name them."""


class _Text(NamedTuple):
    """The pieces of the texts as one target has them."""

    certain: Sequence[str]
    """Those that name it, or go on with «She …»."""
    theirs: Sequence[str]
    """All that may be about it."""
    others: Sequence[str]


def taken(vault: Vault) -> Taken:
    """Return what the draft takes of the texts that came with the question, or were sent before."""
    brought = [e for e in vault.all_evidence if e.source in _BROUGHT]
    draft = "\n".join(vault.outgoing.texts)
    known = vault.snapshot.targets
    wanted = {e.target_id for e in brought} | vault.context_targets
    wanted -= {e.target_id for e in vault.all_evidence if e.aspect == "topic"}
    if not wanted or vault.stated or not draft.strip():
        return Taken()
    asks, pieces = asks_and_pieces(vault.question)
    look_up = vault.snapshot.detector.look_up
    near = look_up([piece.text for piece in pieces], source="passage") if pieces else ()
    texts = {t: _text(known[t], pieces, [e for e in near if e.target_id == t], asks) for t in wanted & known.keys()}
    texts = {t: text for t, text in texts.items() if text.theirs}
    evidence = [e for t, text in texts.items() for e in _drawn(known[t], text, asks, draft, vault.sentences)]
    open_ = texts.keys() - {e.target_id for e in evidence}
    if open_ and asks:
        alone = [*look_up([asks, *sentences(asks)]), *look_up(sentences(draft), source="draft")]
        open_ -= {e.target_id for e in alone}
    plain = (t for t in open_ if asks and not _hides(t, brought, near))
    over = [t for t in plain if _asks_of_others(asks, draft, texts[t]) and _tells_of_others(draft, asks, texts[t])]
    compared = bool(over) and _compares(asks, vault.outgoing.texts)
    by_code = (t for t in over if not compared and _is_all_drawn(draft, asks, texts[t].others))
    return Taken(frozenset(over), frozenset(by_code), tuple(evidence))


def _text(target: Target, pieces: Sequence[Piece], near: Sequence[Evidence], asks: str) -> _Text:
    stored = " ".join(texts_of(target)) if near else ""
    about = pieces_about(pieces, {e.sentence for e in near}, asks, stored) if near else set[int]()
    certain = {e.sentence for e in near if e.distinctive or e.unambiguous}
    for n in sorted(about):
        if n - 1 in certain and pieces[n].line == pieces[n - 1].line and PRONOUN.match(pieces[n].text):
            certain.add(n)
    named, theirs = ([piece.text for n, piece in enumerate(pieces) if n in some] for some in (certain, about))
    return _Text(named, theirs, [piece.text for n, piece in enumerate(pieces) if n not in about])


def _drawn(target: Target, text: _Text, asks: str, draft: str, said: Sequence[str]) -> list[Evidence]:
    """Return evidence for what a draft, or the question, has of the pieces about a target alone.

    It is direct where that is in pieces that are certainly about it, and the draft names nobody else of them.
    """
    if target.policy == "facts":
        return []
    rest, brief = own_words(*text.others, target.name, *target.aliases), len(draft.split()) < MAX_FOLLOW_UP_WORDS
    new, asked = own_words(draft) - rest - own_words(asks), own_words(asks) - rest
    sure, found = new & own_words(*text.certain), new & own_words(*text.theirs)
    if len(found) < _LEAST and not (found and brief) and not asked & own_words(*text.theirs):
        return []
    certain = (len(sure) >= _LEAST or bool(sure and brief)) and not names_in([draft]) & names_in(text.theirs)
    where = next((n for n, one in enumerate(said) if own_words(one) & found), 0)
    return [Evidence(target.id, CHANNEL, "fact", _STRENGTH, where, "draft", direct=certain, unambiguous=certain)]


def _compares(asks: str, texts: Sequence[str]) -> bool:
    """Tell whether question or draft set one against others, so that they say something of those; or none can tell.

    The words for that are known of a few languages in Latin and Cyrillic letters.
    """
    read = (_SOURCES.sub(" ", asks), *texts)
    return any(script(text) not in ("LATIN", "CYRILLIC", None) or _COMPARES.search(text) for text in read)


def _hides(target: str, brought: Sequence[Evidence], near: Sequence[Evidence]) -> bool:
    """Tell whether a target is named in disguise, and not in plain form as well."""
    plain = {e.mention for e in near if e.target_id == target} | {""}
    return any(e.disguised and e.mention not in plain for e in brought if e.target_id == target)


def _asks_of_others(asks: str, draft: str, text: _Text) -> bool:
    """Tell whether a question names a subject of its own, and nothing that is said of the target alone."""
    asked, free, held = stems_in([asks]), stems_in(text.others), stems_in(text.theirs)
    if any(map(_RENAMES.search, text.theirs)) and rare(asked & held):
        return False
    if rare(asked & held - free) or figures_in(asks) & figures_in(*text.theirs) - figures_in(*text.others):
        return False
    named = (names_in(text.others) - names_in(text.theirs)) & names_in([asks, draft])
    if (PRONOUN.search(asks) or _ORDINAL.search(asks)) and not named:
        return False
    return bool(asked & free - held or rare(asked - held))


def _tells_of_others(draft: str, asks: str, text: _Text) -> bool:
    """Tell whether a draft has nothing that is said of the target alone, and says what is said of others."""
    said, asked = stems_in([draft]), stems_in([asks])
    free, held = stems_in(text.others), stems_in(text.theirs)
    alone = said & held - free - asked
    if len(alone) >= _LEAST or rare(alone):
        return False
    if figures_in(draft) & figures_in(*text.theirs) - figures_in(*text.others, asks):
        return False
    if len({code for code in (language(draft), language(" ".join(text.others))) if code}) > 1:
        return False
    words, figures = (
        said & (free - held) - asked,
        figures_in(draft) & figures_in(*text.others) - figures_in(*text.theirs, asks),
    )
    if not figures and not rare(words):
        return False
    if len(draft.split()) < MAX_FOLLOW_UP_WORDS:
        return _is_all_drawn(draft, asks, text.others)
    return len(words | figures) >= _LEAST


def _is_all_drawn(draft: str, asks: str, others: Sequence[str]) -> bool:
    """Tell whether question and text have most of what a draft says, and all of its figures."""
    said, given = stems_in([draft]), stems_in([asks, *others])
    return figures_in(draft) <= figures_in(asks, *others) and _nats(said & given) >= _SHARE * _nats(said)


def _nats(stems: Collection[str]) -> float:
    return sum(map(information, stems))
