"""The harmless half of a mixed question, and the pieces of a draft that answer only that half.

«What is the capital of Norway, and where was X born?» is two questions. Code splits question and draft and keeps of
the draft, byte for byte, what answers a part that is free of every target. A piece that could be about a target in any
way that code can see is left out: it leads with a pronoun, shares a word with the part that asks of the target, or a
name or number with another piece that is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from alu.store.calibration import MAX_CLOSED_WORDS, MAX_PARTS
from alu.store.text.languages import is_foreign
from alu.store.text.normalise import sentences
from alu.store.text.terms import telling_stems

__all__ = ["Parts", "asks_of", "follows_on", "kept", "pieces"]

_ASKING = "who|whom|whose|what|when|where|which|why|how|does|do|did|is|are|was|were|can|could|has|have|had|will|would"
_TELLING = "name|list|tell|give|explain|describe|say|write|translate|calculate|compute|convert|define|summari[sz]e"
_SPLIT = re.compile(
    r";\s+|,?(?<!\s)\s{1,8}(?:and|but)\s{1,8}(?:also\s{1,8})?"
    rf"(?=(?:(?:in|at|on|from|to|of|for|by|with)\s{{1,8}})?(?:{_ASKING}|{_TELLING})\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^\W*(?:\d+[.):]\s*|(?:and|also|first|second|third|then|finally|please)\b[\s,:]*)+", re.IGNORECASE)
_IS_ASKED = re.compile(rf"^(?:(?:in|at|on|from|to|of|for|by|with)\s{{1,8}})?(?:{_ASKING}|{_TELLING})\b", re.IGNORECASE)
_PIECE = re.compile(r"(?<=[^\s,;])(?:;|,\s{1,8}(?:and|but|while|whereas))\s{1,8}(?=\S)")
_OF_FORM = re.compile(
    r"\b(?:answers?|repl(?:y|ies)|responses?|words?|letters?|sentences?|languages?|code|cipher|alphabet|format"
    r"|not|n't|only|true|false|ready)\b",
    re.IGNORECASE,
)
"""Of a part that says how to answer: «only the first three words of the answer»."""
_DEFINITE = re.compile(r"\bthe\b", re.IGNORECASE)
_REFERS = re.compile(
    r"\b(?:he|she|they|him|her|hers|his|them|their|theirs|it|its|himself|herself|themselves|this|that|these|those"
    r"|there|then|here|former|latter|same|such|one|both|yes|no|above|latest)\b",
    re.IGNORECASE,
)
_THING = re.compile(r"\bits?\b", re.IGNORECASE)
_EXISTS = re.compile(r"\bthere (?:is|are|was|were)\b|\b(?:is|are|was|were) there\b", re.IGNORECASE)
_MARK = re.compile(r"^\W*(?:\d{1,2}[.):]\s+)?")
_ANCHOR = re.compile(r"(?<!^)\b[A-Z][a-z]|\d")
_TELLING_NAME = re.compile(r"\b(?:[A-Z][^\W_]+|\d[\d.,:/-]*)")
_PLAIN = frozenset("the a an in on at of it its there this that as and but yes no first second third to for".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Parts:
    """What a question asks that is free of targets, and all else that it says."""

    free: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def anchored(self) -> tuple[str, ...]:
        """The free parts that no other part completes: «the village» may be a target's, «the capital of Norway» not."""
        return tuple(p for p in self.free if not _DEFINITE.search(p) or _ANCHOR.search(p, 1))


def asks_of(question: str, targets: Iterable[str], near: Callable[[str], Iterable[str]]) -> Parts:
    """Split `question` into what may be answered and what may not.

    Args:
        question: the last user turn, in plain words.
        targets: ids of the targets that the question is near to: where one of them is in no part, only the parts
            together say who is meant, and then none of them is free.
        near: returns the ids of the targets that a text is near to.
    """
    # of other languages the pronouns are not known here
    split = [p for s in sentences(question) for p in _SPLIT.split(s)] if not is_foreign(question) else []
    parts = [p for p in (_LEAD.sub("", s).strip() for s in split) if p]
    if not 2 <= len(parts) <= MAX_PARTS:
        return Parts((), (question,))
    touched = [set(near(p)) for p in parts]
    if not set(targets) <= set().union(*touched):
        return Parts((), (question,))
    free = [p for p, of in zip(parts, touched, strict=True) if not of and _asks_by_itself(p)]
    return Parts(tuple(free), tuple(p for p in parts if p not in free))


def pieces(draft: str) -> list[str]:
    """Return the sentences of `draft`, those of two main clauses in two; each is a run of its characters."""
    return [p for s in sentences(draft) for p in _clauses(s)]


def kept(draft: str, parts: Parts, harmless: Callable[[str], bool]) -> str:
    """Return the pieces of `draft` that answer a free part and nothing else, as they were written; "" for none.

    Args:
        draft: the whole draft.
        parts: what its question asks.
        harmless: tells whether a piece, by itself, is near no target and passes the gate.
    """
    if not parts.anchored or is_foreign(draft):
        return ""
    found = pieces(draft)
    asked, other = telling_stems(parts.anchored), telling_stems(parts.other)
    good = [p for p in found if _answers(p, asked, other) and harmless(p)]
    own = _names(parts.anchored)
    # a name or number that a piece left out gives, too, is the target's: «born in Tolbury», «Tolbury has a market»
    while tainted := [p for p in good if (_names([p]) - own) & _names(q for q in found if q not in good)]:
        good = [p for p in good if p not in tainted]
    return _joined(draft, found, good) if len(good) < len(found) else ""


def _asks_by_itself(part: str) -> bool:
    # fewer words hang on another part: «called?»
    asks = _IS_ASKED.search(part) and len(part.split()) >= MAX_CLOSED_WORDS
    return bool(asks) and not follows_on(part) and not _OF_FORM.search(part)


def follows_on(sentence: str) -> bool:
    """Tell whether a sentence speaks of what another one names: «She …», «His …», «It …»."""
    return bool(_REFERS.search(_EXISTS.sub("", sentence)))


def _answers(piece: str, asked: set[str], other: set[str]) -> bool:
    """Tell whether a piece has a word that only the free parts ask with, and none that only the others do."""
    said = telling_stems([piece])
    return bool(said & (asked - other)) and not said & (other - asked) and not follows_on(_settled(piece, asked))


def _settled(piece: str, asked: set[str]) -> str:
    """Return `piece` without the «it» and «its» that stand behind a word of the part that it answers."""
    match = _THING.search(piece)
    return _THING.sub("", piece) if match and telling_stems([piece[: match.start()]]) & asked else piece


def _names(texts: Iterable[str]) -> set[str]:
    """Return names and numbers in `texts`: words with a capital letter, those that begin a sentence included."""
    return {w.casefold() for text in texts for w in _TELLING_NAME.findall(_MARK.sub("", text))} - _PLAIN


def _clauses(sentence: str) -> list[str]:
    found, start = list[str](), 0
    for match in _PIECE.finditer(sentence):
        found.append(sentence[start : match.end()].strip())
        start = match.end()
    return [*found, sentence[start:].strip()]


def _joined(draft: str, found: Sequence[str], good: Sequence[str]) -> str:
    """Return the pieces kept with what stood between those that follow each other."""
    text, end, last = "", 0, -1
    for i, piece in enumerate(found):
        start = draft.find(piece, end)
        if start < 0:  # the windows of a very long sentence overlap
            return ""
        if piece in good:
            between = draft[end:start] if last == i - 1 else "\n" if "\n" in draft[end:start] else " "
            text += f"{between}{piece}" if text else piece
            last = i
        end = start + len(piece)
    return _ended(text)


def _ended(text: str) -> str:
    """Return `text` with a full stop where a clause was cut from the end of its sentence."""
    cut = re.sub(r"(?:;|,\s+(?:and|but|while|whereas))$", "", text)
    return text if cut == text else f"{cut}."
