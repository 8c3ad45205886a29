"""Whether a draft speaks of another bearer of a rare name.

What the user says of the person proves nothing: anybody can call a target a footballer. So the draft itself has to give
years of life, or an era, that the question does not and that cannot be the target's, and a calling in a field that the
target has nothing to do with; or it says the name of a thing alone («the Ada Lark Library»). Nothing in it may be what
is stored. What the draft was asked to make up counts for nothing, so only a plain question is looked at, without turns,
passages or tools before it. Then a model that is trusted may rule that somebody else is meant; code alone clears none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from alu.store.calibration import LIVES_APART_YEARS, MAX_PLAIN_CHARACTERS, MIN_TELLING_NATS, OWN_WORD_NATS
from alu.store.match.disclosure import texts_of
from alu.store.text.biography import Life, ends_of_eras, fields_of_work, life_of, lives
from alu.store.text.names.eponyms import is_of_a_thing
from alu.store.text.normalise import normalise
from alu.store.text.terms import stem, terms
from alu.store.text.vocabulary import information

if TYPE_CHECKING:
    from alu.flow.vault import Vault
    from alu.store.target import Target

__all__ = ["is_another_bearer", "is_elsewhere", "is_plain", "other_bearers"]

_PLAIN = re.compile(
    r"\s*(?:who|what|when|where|which|how|why|is|was|did|does|tell me (?:about|who))\b[^\n:;\"“«]*", re.I
)
_MADE_UP = re.compile(
    r"\b(?:if|would|could|should|were|as|make|makes|give|gives|pretend|imagine|imagined|suppose|supposed|say|call|called"
    r"|change|changed|invent|invented|story|novel|fiction|fictional|instead|another|other|different|wrong|false"
    r"|alternative|hypothetical|alias|code|real|really|actually|secretly|but|not|don't|without|answer|reply|write"
    r"|replace|swap|known as|same)\b",
    re.I,
)
_TWO = re.compile(
    r"\b(?:another|namesakes?|same name|that name|confused|(?:may|can|could|might) (?:be|refer)|refers? to|the living"
    r"|different|whereas|unlike|fiction\w*|imagin\w+|made[- ]up|invented)\b",
    re.I,
)
_DIGITS = re.compile(r"\d+")


def other_bearers(vault: Vault) -> frozenset[str]:
    """Return the targets that the question names, and whose name the draft says of somebody who cannot be them."""
    question, texts = vault.question, vault.outgoing.texts
    if not question.is_bare or len(texts) != 1 or vault.stated or not is_plain(question.text):
        return frozenset()
    known = vault.snapshot.targets
    named = frozenset(e.target_id for e in vault.evidence if e.direct and e.aspect == "name" and e.distinctive)
    return vault.once(
        other_bearers,
        (vault.snapshot, named),
        lambda: frozenset(t for t in named if is_elsewhere(known[t], question.text, texts[0])),
    )


def is_elsewhere(target: Target, question: str, draft: str) -> bool:
    """Tell whether a draft says the name of `target` of somebody else, or of a thing that has it."""
    stored = " . ".join(sorted(texts_of(target)))
    if is_of_a_thing(target.name, question, draft):
        return not _shares(draft, question, stored, target)
    return is_another_bearer(target, question, draft)


def is_plain(question: str) -> bool:
    """Tell whether a question asks for what is so, in one sentence, and for nothing to be made up or left out."""
    short = len(question) <= MAX_PLAIN_CHARACTERS and len(re.findall(r"[.!?](?:\s|$)", question)) <= 1
    return short and _PLAIN.fullmatch(question) is not None and not _MADE_UP.search(question)


def is_another_bearer(target: Target, question: str, draft: str) -> bool:
    """Tell whether a draft says the name of `target`, once, of somebody with other years of life and another calling.

    Args:
        target: known by a year of birth and a calling; of any other, nothing is known.
        question: what was asked; its years count for nothing.
        draft: the whole answer.
    """
    stored = " . ".join(sorted(texts_of(target)))
    own, mine = life_of(stored), fields_of_work(stored)
    work = fields_of_work(draft)
    if own.born is None or not mine or not work or work & mine or _TWO.search(draft):
        return False
    given, eras = lives(draft), ends_of_eras(draft)
    placed = bool(given or eras) and not any(_asked(life, question) for life in given) and not ends_of_eras(question)
    apart = placed and all(_apart(life, own) for life in given) and all(_is_before(end, own) for end in eras)
    once = normalise(draft).count(normalise(target.name)) == 1
    return apart and once and not _shares(draft, question, stored, target)


def _apart(life: Life, own: Life) -> bool:
    """Tell whether two years of birth are so far apart that neither is a slip."""
    return life.born is not None and own.born is not None and abs(life.born - own.born) >= LIVES_APART_YEARS


def _is_before(end: int, own: Life) -> bool:
    """Tell whether an era ended before somebody was born."""
    return own.born is not None and own.born - end >= LIVES_APART_YEARS


def _asked(life: Life, question: str) -> bool:
    return bool({str(y) for y in life if y} & set(_DIGITS.findall(question)))


def _shares(draft: str, question: str, stored: str, target: Target) -> bool:
    """Tell whether the draft has a rare word, two telling ones or a number of what is stored besides the name."""
    names, numbers = _words(" ".join((*target.names, "born"))), set(_DIGITS.findall(stored))
    said, known = _words(f"{draft} {question}"), _words(stored)
    common = [w for w in said.keys() & known.keys() - names.keys() if said[w] >= MIN_TELLING_NATS]
    return (
        len(common) > 1 or any(said[w] >= OWN_WORD_NATS for w in common) or bool(numbers & set(_DIGITS.findall(draft)))
    )


def _words(text: str) -> dict[str, float]:
    """Return the stems of a text with the nats of each."""
    return {stem(t): information(t) for t in terms(text)}
