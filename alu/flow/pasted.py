"""What an answer takes from a text that came with the question: what that says of a target, or what it says of others.

«Context: … Question: …», passages, results of tools, a document in the system prompt or in an earlier turn: the text
names a target, and the answer is drawn from it. An answer with words and figures of the text's pieces about the target
alone is about the target, though it names nobody («In 2019»). Where question and answer are near nobody without the
text, have no word and no figure of those pieces alone, and the answer has some of the others, all that a brief one
says, the user does not mean who is only named there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from alu.flow.keys import codes_in
from alu.flow.pasted_text import Document, asked_names, asks_and_pieces
from alu.flow.rare import figures_in, names_in, own_words, rare, stems_in
from alu.flow.references import PRONOUN, reference_of
from alu.flow.renaming import RENAMES_PASTED
from alu.flow.said import Content, Tally
from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of
from alu.store.match.disclosure import texts_of
from alu.store.match.evidence import Evidence
from alu.store.text.languages import language, script
from alu.store.text.normalise import sentences
from alu.store.text.vocabulary import information
from alu.store.text.words import words as words_in

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
_WHOLE = 6
"""Words that an answer adds to its question from which on it says something by itself; one with fewer is brief."""
_WHOLE_FOUND = 10
"""The same where what a tool gave is about one target alone: «I found one, in Graz (id 2).» is brief."""
_MANY = 4
"""Words of the others in a sentence, for each of the target's, from which on that is chance: «closed until Monday»."""
_SHARE = 0.6
"""Share of what the words of a brief answer tell that has to be in question and text."""
_BROUGHT = frozenset({"question", "passage", "thread", "quotation"})
"""Sources of evidence that are in what was sent."""
_SENT = frozenset({"question", "passage", "quotation"})
"""Those of them that came with the question itself."""
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
    not_asked: frozenset[str] = frozenset()
    """The targets that neither question nor answer names, in the open, so that a strong model may clear them."""
    evidence: tuple[Evidence, ...] = ()
    """For those of whose pieces the answer has something; direct where it is of pieces that name them."""


class _Text(NamedTuple):
    """The pieces of the texts as one target has them."""

    certain: Sequence[str]
    """Those that name it, or go on with «She …»."""
    theirs: Sequence[str]
    """All that may be about it."""
    others: Content
    """What the others say."""
    apart: frozenset[str]
    """Words with a capital letter that the others alone have."""
    codes: frozenset[str]
    """What stands for it in pieces without its name: «H.M.»."""

    def names_another(self, asks: str) -> bool:
        """Tell whether a question has such a word: «What is planned for Baran?»."""
        return not self.apart.isdisjoint(asked_names(asks))


def taken(vault: Vault) -> Taken:
    """Return what the draft takes of the texts that came with the question, or were sent before."""
    brought = _by_target(e for e in vault.all_evidence if e.source in _BROUGHT)
    draft = "\n".join(vault.outgoing.texts)
    known = vault.snapshot.targets
    wanted = brought.keys() | vault.context_targets
    wanted -= {e.target_id for e in vault.all_evidence if e.aspect == "topic"}
    if not wanted or not draft.strip():
        return Taken()
    asks, found = asks_and_pieces(vault.question)
    if not found:
        return Taken()
    document = Document(found, asks)
    look_up = vault.snapshot.detector.look_up
    near = _by_target(look_up(document.texts, source="passage"))
    texts = _texts(document, {t: (known[t], near[t]) for t in near if t in wanted})
    evidence = [e for t, text in texts.items() for e in _drawn(known[t], text, vault, asks, draft)]
    if vault.stated:  # what a value states by its place, no words of the text show to be of others
        return Taken(evidence=tuple(evidence))
    alone = {e.target_id for e in (*look_up([asks, *sentences(asks)]), *look_up(sentences(draft), source="draft"))}
    alone |= {e.target_id for e in evidence if e.direct}
    plain = [t for t in texts.keys() - alone if asks and not _hides(brought.get(t, ()), near[t])]
    languages = {code for code in (language(draft), language(" ".join(document.texts))) if code}
    open_ = set(plain) - {e.target_id for e in evidence} if len(languages) <= 1 else set[str]()
    over = [t for t in open_ if _asks_of_others(asks, draft, texts[t]) and _tells_of_others(draft, asks, texts[t])]
    compared = bool(over) and _compares(asks, vault.outgoing.texts)
    by_code = (t for t in over if not compared and _is_all_drawn(draft, asks, texts[t].others))
    refers = PRONOUN.search(asks) is not None or reference_of(asks).other
    sent = (t for t in plain if not refers and all(e.source in _SENT for e in brought.get(t, ())))
    return Taken(frozenset(over), frozenset(by_code), frozenset(sent), tuple(evidence))


def _by_target(evidence: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for e in evidence:
        found.setdefault(e.target_id, []).append(e)
    return found


def _texts(document: Document, near: Mapping[str, tuple[Target, Sequence[Evidence]]]) -> dict[str, _Text]:
    """Return the pieces as each of some targets has them, given what is near it in them."""
    tally, texts = Tally(document.texts), dict[str, _Text]()
    for target, found in near.values():
        near_it, names = {e.sentence for e in found}, "\n".join(target.names)
        codes = document.codes(near_it, names)
        about = document.about(near_it, names, " ".join(texts_of(target)), codes)
        used = codes & document.codes_of(about - near_it)
        certain = {e.sentence for e in found if e.distinctive or e.unambiguous}
        for n in sorted(about):
            if n - 1 in certain and document.go_on(n):
                certain.add(n)
        named, theirs = ([document.texts[n] for n in sorted(some)] for some in (certain, about))
        texts[target.id] = _Text(named, theirs, tally.without(about), document.names_apart(about), used)
    return texts


def _drawn(target: Target, text: _Text, vault: Vault, asks: str, draft: str) -> list[Evidence]:
    """Return evidence for what a draft, or the question, has of the pieces about a target alone.

    It is direct where that is in pieces that are certainly about it, and the draft names nobody else of them.
    """
    if target.policy == "facts":
        return []
    alone = not (text.others.names or text.others.figures) and any(m.role == "tool" for m in vault.question.others)
    name, brief = own_words(*target.names), _is_brief(draft, asks, _WHOLE_FOUND if alone else _WHOLE)
    new, asked = own_words(draft) - text.others.own - name - own_words(asks), own_words(asks) - text.others.own - name
    sure, found = new & own_words(*text.certain), new & own_words(*text.theirs)
    asks_of_it = asked & own_words(*text.theirs) and not (not found and _is_all_drawn(draft, asks, text.others))
    coded = text.codes & (codes_in(draft) | codes_in(asks))
    if len(found) < _LEAST and not (found and brief) and not asks_of_it and not coded:
        return []
    certain = (len(sure) >= _LEAST or bool(sure and brief)) and not names_in([draft]) & names_in(text.theirs)
    where = next((n for n, one in enumerate(vault.sentences) if own_words(one) & found), 0)
    return [Evidence(target.id, CHANNEL, "fact", _STRENGTH, where, "draft", direct=certain, unambiguous=certain)]


def _is_brief(draft: str, asks: str, least: int = _WHOLE) -> bool:
    """Tell whether an answer adds fewer words than `least` to its question: «The second one is in Graz.»."""
    asked = set(words_in(asks))
    return sum(word not in asked for word in words_in(draft)) < least


def _compares(asks: str, texts: Sequence[str]) -> bool:
    """Tell whether question or draft set one against others, so that they say something of those; or none can tell.

    The words for that are known of a few languages in Latin and Cyrillic letters.
    """
    read = (_SOURCES.sub(" ", asks), *texts)
    return any(script(text) not in ("LATIN", "CYRILLIC", None) or _COMPARES.search(text) for text in read)


def _hides(brought: Sequence[Evidence], near: Sequence[Evidence]) -> bool:
    """Tell whether a target is named in disguise, and not in plain form as well."""
    plain = " ".join(e.mention for e in near)
    return any(e.disguised and e.mention not in plain for e in brought)


def _asks_of_others(asks: str, draft: str, text: _Text) -> bool:
    """Tell whether a question names a subject of its own, and nothing that is said of the target alone."""
    asked, free, held = stems_in([asks]), text.others.stems, stems_in(text.theirs)
    figures, pointed = figures_in(asks), _points_at_others(asks, text)
    if any(map(RENAMES_PASTED.search, text.theirs)) and rare(asked & held) and not pointed:
        return False
    named = pointed or text.names_another(asks) or (names_in([asks, draft]) & text.others.names) - names_in(text.theirs)
    if (rare(asked & held - free) and not named) or figures & figures_in(*text.theirs) - text.others.figures:
        return False
    if (PRONOUN.search(asks) or _ORDINAL.search(asks)) and not named:
        return False
    return bool(asked & free - held or rare(asked - held) or pointed)


def _tells_of_others(draft: str, asks: str, text: _Text) -> bool:
    """Tell whether a draft has nothing that is said of the target alone, and says what is said of others."""
    said, asked = stems_in([draft]), stems_in([asks])
    free, held = text.others.stems, stems_in(text.theirs)
    alone, words = said & held - free - asked, (said & free) - held - asked
    if (len(alone) >= _LEAST or rare(alone)) and not _by_chance(draft, alone, words):
        return False
    figures = figures_in(draft) - figures_in(asks)
    if figures & figures_in(*text.theirs) - text.others.figures:
        return False
    figures = (figures & text.others.figures) - figures_in(*text.theirs)
    if not (figures or rare(words) or (words and _points_at_others(asks, text))):
        return False
    if _is_brief(draft, asks):
        return _is_all_drawn(draft, asks, text.others)
    return len(words | figures) >= _LEAST


def _points_at_others(asks: str, text: _Text) -> bool:
    """Tell whether a question has a figure of the others alone: «ticket 5514»."""
    return not figures_in(asks).isdisjoint(text.others.figures - figures_in(*text.theirs))


def _by_chance(draft: str, alone: AbstractSet[str], words: AbstractSet[str]) -> bool:
    """Tell whether each sentence with a word of the target's pieces has many more of the others'."""
    stems = [stems_in([one]) for one in sentences(draft)]
    return all(len(said & words) >= _MANY * len(said & alone) for said in stems if said & alone)


def _is_all_drawn(draft: str, asks: str, others: Content) -> bool:
    """Tell whether question and text have most of what a draft says, and all of its figures."""
    said = {stem for stem in stems_in([draft]) if not stem.isdigit()}  # figures are compared as such
    given = said & stems_in([asks]) | said & others.stems
    return figures_in(draft) - figures_in(asks) <= others.figures and _nats(given) >= _SHARE * _nats(said)


def _nats(stems: Collection[str]) -> float:
    return sum(map(information, stems))
