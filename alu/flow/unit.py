"""Sentences of a draft about a target that do not name it: «She …», «The author …»."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from alu.flow.people import names_somebody
from alu.flow.references import PRONOUN
from alu.store.calibration import HELD_SHARE, HELD_WORD_NATS
from alu.store.text.languages import has_foreign_words, language
from alu.store.text.normalise import sentences
from alu.store.text.vocabulary import information, languages_of
from alu.store.text.words import words

if TYPE_CHECKING:
    from alu.store.match.evidence import Evidence

__all__ = ["Unit", "is_spread", "repeats_held", "unit_of", "without"]

_GOES_ON = re.compile(
    r"\b(?:he|she|they|him|her|hers|them|his|their|theirs|himself|herself|themselves"
    r"|(?:the|this|that) (?:\w+ )?(?:author|writer|poet|novelist|actor|actress|singer|player|scientist|artist|painter"
    r"|musician|composer|politician|president|minister|director|engineer|doctor|lawyer|teacher|professor|keeper|founder"
    r"|leader|king|queen|man|woman|person|guy|dude|lady|bloke|couple|family|child|girl|boy|book|novel|same|latter|former))\b",
    re.IGNORECASE,
)
"""A pronoun, or a role that somebody named before has."""
_NO_SUBJECT = re.compile(
    r"\W*(?:(?:now|then|later|also|still|used to|currently|since) )?(?:"
    r"(?:taught|wrote|became|began|went|grew|died|ran|drove|took|gave|sold|got)\b"
    r"|(?!based\b)(?:lives?|works?|left|lost|won|born|knows|holds|held|moves|[a-z]+[a-df-z]ed|(?:is|was) (?:born|now))"
    r"(?=,? (?:in|at|on|to|from|by|for|with|as|out|his|her|the|an?|until|since|after|before|now|again|there|near|alone"
    r"|into|over|down|up|and|or|\d\S*)\b))[^?]*$"
    r"|(?-i:\W*(?:Der|Die) (?:ist|war|hat|hatte|lebte?|wohnte?|kommt|kam|arbeitete?|machte?|heißt|hieß|ging|geht"
    r"|spielte?|starb|wurde|wird|kann)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that leaves out of whom it is said, as notes do, or says it by an article alone."""
_WITH_SUBJECTS = frozenset({"en", "de", "fr", "nl", "sv", "da", "no", "nb", "nn"})
"""Languages whose pronouns are known and left out of no sentence."""
_NOUN_FIRST = re.compile(r"\W*(?:(?:el|la|los|las|un|una|il|lo|i|gli|le|uno|os?|as?|um|uma)\s|l['’])[^\W\d_]", re.I)
"""A noun with an article that begins a sentence: its subject."""
_IT = re.compile(r"\b(?:it|its)\b", re.IGNORECASE)
"""What goes on about a thing: counted behind a sentence that begins with a full name, since it is also the weather."""
_NAME_FIRST = re.compile(r"\W*[^\W\d_a-z]\w+ (?:of |the )?[^\W\d_a-z]\w")
_HEADING = re.compile(r"\s{0,3}(?:#{1,6}\s|\*\*|__)")
"""How a line begins that says what those after it are about."""
_ENDS = re.compile(r"[.!?…。！？][\"'”»)*_\]]{0,4}\s{0,9}$")
_ROW = re.compile(r"\s{0,9}(?:[-*+•–·|>]|\(?\d{1,3}[.)\]]|\(?[a-z][.)])\s")
"""How a row of a list or a table begins: another paragraph."""
_BROKEN_AT = 55
"""Characters of a line, at least, behind which a paragraph is broken."""
_SEVERAL = 3
"""Lines from which on a draft is of several paragraphs: one that begins with a target is about it."""


class Unit(NamedTuple):
    """What is cut together."""

    cut: frozenset[str]
    """The sentences that touch a target, and those that go on about it."""
    held: tuple[str, ...]
    """Those of the latter that say «she»: what they hold would be found by no name."""


def unit_of(draft: str, touches: Callable[[str], bool]) -> Unit:
    """Return the sentences of `draft` that `touches` a target, with those that go on about it.

    Those are what says «she» of the person named last, what stands under a heading that touches, and, in a draft of
    several paragraphs, what follows without a name in one that begins with a sentence that touches.
    """
    cut, held = set[str](), list[str]()
    lines = draft.splitlines()
    several = sum(map(bool, map(str.strip, lines))) >= _SEVERAL
    about, follows, under, whole, above = "", False, False, False, ""
    for line in lines:
        heads, broken = _HEADING.match(line) is not None and not _ENDS.search(line), _is_broken(above, line)
        under, follows, whole, above = under and not heads, follows and broken, whole and broken, line
        for n, sentence in enumerate(sentences(line)):
            if touches(sentence):
                cut.add(sentence)
                about, follows, under, whole = sentence, True, under or heads, whole or (several and not (n or broken))
                continue
            named = bool(about) and names_somebody(sentence)
            if under or (about and not named and _goes_on(sentence, about, follows=follows)):
                cut.add(sentence)
                held += [sentence] if _GOES_ON.search(sentence) or PRONOUN.search(sentence) else []
                follows = True
            elif whole and not named:
                cut.add(sentence)
            else:  # «She …» goes on about whoever was named last, also after a sentence about a thing
                about, follows, whole = "" if named else about, False, False
    return Unit(frozenset(cut), tuple(held))


def _is_broken(above: str, line: str) -> bool:
    """Tell whether a paragraph goes on in the next line: the one above is long and ends in the middle of a sentence.

    So does a note whose next line has no subject: «ada lark, from tarn», «lives in oslo now».
    """
    unfinished = len(above) >= _BROKEN_AT and above[-1].isalpha()
    return (unfinished or _NO_SUBJECT.match(line) is not None) and not _ROW.match(line)


def _goes_on(sentence: str, about: str, *, follows: bool) -> bool:
    """Tell whether a sentence that names nobody goes on about what `about` names; of a thing only right behind it.

    There a sentence in a language that may leave its subject out does in any case.
    """
    if not follows or _GOES_ON.search(sentence):
        return _GOES_ON.search(sentence) is not None
    without = PRONOUN.search(sentence) or _NO_SUBJECT.match(sentence) or _may_leave_out(sentence, about)
    return bool(without or (_IT.search(sentence) and _NAME_FIRST.match(about)))


def _may_leave_out(sentence: str, about: str) -> bool:
    """Tell whether a sentence is in a language in which a verb needs no subject, and does not begin with one."""
    if _NOUN_FIRST.match(sentence):
        return False
    code = language(f"{about} {sentence}")
    if code:
        return code not in _WITH_SUBJECTS
    known = (languages_of(word) for word in words(f"{about} {sentence}"))
    return has_foreign_words(sentence) and not any(
        some and "en" not in some and some & _WITH_SUBJECTS for some in known
    )


def is_spread(whole: Iterable[Evidence], each: Iterable[Evidence]) -> bool:
    """Tell whether the whole draft gives more of a name than any sentence: in first letters, or a word a line.

    Args:
        whole: what was found in the draft.
        each: what was found in its sentences one by one.
    """
    longest = dict[str, int]()
    for one in each:
        longest[one.target_id] = max(longest.get(one.target_id, 0), len(one.mention))
    return any(len(one.mention) > longest.get(one.target_id, 0) for one in whole)


def without(line: str, unit: Unit) -> str:
    """Return `line` without its sentences that are in `unit`; nothing where only a list's mark would stay."""
    left = line
    for sentence in sentences(line):
        if sentence in unit.cut:
            spaced = f"{sentence} "  # with its space, so that no double one shows where it was
            left = left.replace(spaced if spaced in left else sentence, "", 1)
    return left if left == line or any(c.isalpha() for c in left) else ""


def repeats_held(candidate: str, held: Iterable[str], said: str) -> bool:
    """Tell whether `candidate` says much of a sentence that was held, beyond the words of the user."""
    known, given = frozenset(words(said)), frozenset(words(candidate))
    return any(_shared(sentence, known, given) >= HELD_SHARE for sentence in held)


def _shared(sentence: str, known: frozenset[str], given: frozenset[str]) -> float:
    telling: Sequence[str] = [w for w in dict.fromkeys(words(sentence)) if w not in known]
    nats = {w: information(w) for w in telling if information(w) >= HELD_WORD_NATS}
    return sum(n for w, n in nats.items() if w in given) / sum(nats.values()) if nats else 0.0
