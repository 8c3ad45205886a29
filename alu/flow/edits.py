"""Edits of a draft, applied by code: bytes that no edit concerns stay, except signs left alone on a line.

An edit names a sentence by its number and may take a span of it. What is wrong with one makes it take more, never less:

- A span that is not in its sentence: number or span is wrong, and nobody can tell which. The sentence goes whole, and
  so does every other one that the span is in or that is in the span.
- A sentence that does not exist, with no span that tells which is meant: what should go is unknown, so that none of
  the edits may be used.
- Overlapping spans, a span that cuts a word, a number or a name in two, and a «not» out of the middle of a sentence:
  the sentence goes whole.
- A text that adds something: the sentence goes whole, without it. A text may hold words of the sentence in their order,
  or say plainly that the part that was asked is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from alu.agents.edit import SentenceEdit
from alu.store.text.reading import Sentence, read
from alu.store.text.words import is_unspaced, words

__all__ = ["apply", "says_unknown", "sentences_of"]

_MARK = re.compile(r"\s*(?:(?:[-*•–]|\d{1,3}[.):])\s+)?")
"""What a line of a list begins with."""
_SPACE = re.compile(r"\s*")
_TOKEN = re.compile(r"\w+(?:['’.,:/-]\w+)*")
"""A word, a number or a date: «4,100», «Dray's»."""
_JOINED_BEFORE, _JOINED_BEHIND = r"(?<!\w)(?<!\w['’.,:/-])", r"(?!['’.,:/-]?\w)"
_NOT = re.compile(r"\b(?:not?|never|nobody|none|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_UNKNOWN = re.compile(
    r"(?:,\s*)?(?:(?:and|but|also)\s+)?I\s+(?:do\s+not|don['’]t)\s+(?:know|have\s+(?:any\s+)?information)\b([^.,;:!?()\n]*)\.?",
    re.IGNORECASE,
)
_PLAIN = frozenset(
    words(
        "that this part it its there the a an of about on in at to for by with from who whom whose which what when "
        "where why how if whether is are was were be been has have had does do did any anything he she they his her "
        "their him them other one"
    )
)
_END_MARKS = ".!?…"
_LOOSE = ",;:–— \t"
"""What must not stand right before the end of a shortened sentence."""


def sentences_of(draft: str) -> tuple[Sentence, ...]:
    """Return the sentences of `draft` as they are numbered for an agent: all but white space is in one of them.

    A list's mark belongs to what it marks, and what comes in windows that overlap is one sentence.
    """
    starts, after, last = list[int](), 0, 0
    for text, _ in read(draft).sentences:
        start = _behind_space(draft, after)
        if not draft.startswith(text, start):  # a window: it begins within the one before it
            last = draft.find(text, last + 1)
            after = max(after, last + len(text))
            continue
        if not starts or not _is_mark(draft, starts[-1], start):
            starts.append(start)
        after, last = start + len(text), start
    return tuple(Sentence(draft[start:end].rstrip(), start) for start, end in pairwise((*starts, len(draft))))


def _is_mark(draft: str, last: int, start: int) -> bool:
    """Tell whether what stands before `start` is no more than the mark of an item, on the same line."""
    before = draft[last:start]
    return "\n" not in before and _MARK.fullmatch(before) is not None


def apply(draft: str, edits: Iterable[SentenceEdit], question: str) -> str:
    """Return `draft` with `edits` put in; "" where they may not be used, change nothing, or leave nothing of it.

    Args:
        draft: as it was written.
        edits: as the agent gave them.
        question: what was asked: «I don't know» may be said with its words.

    Example:
        >>> from alu.agents.edit import SentenceEdit
        >>> from alu.flow.edits import apply
        >>> apply("She fed gulls. It is 38 m tall.", [SentenceEdit(1)], "How tall is it?")
        'It is 38 m tall.'
    """
    found = sentences_of(draft)
    wanted = _by_sentence(found, edits)
    changed = {n: _changed(found[n].text, mine, question) for n, mine in wanted.items()}
    changed = {n: new for n, new in _once(changed).items() if new != found[n].text}
    kept = [new for n, s in enumerate(found) if (new := changed.get(n, s.text)) and not says_unknown(new, question)]
    if not changed or not any(map(_says, kept)):
        return ""
    text = draft
    for n in sorted(changed, reverse=True):  # from the end, so that the places before it stay what they are
        start = found[n].start
        end = start + len(found[n].text)
        text = text[:start] + changed[n] + text[end:] if changed[n] else _without(text, start, end)
    return text if changed.get(len(found) - 1) != "" else text.rstrip()


def says_unknown(text: str, question: str) -> bool:
    """Tell whether `text` says that something is not known, and nothing else, in words of the question alone.

    Its names are left out: whoever knows nothing of somebody has no reason to name them.
    """
    match = _UNKNOWN.fullmatch(_unmarked(text).strip())
    if match is None or match[1] != match[1].lower():
        return False
    return _PLAIN.union(words(question)).issuperset(words(match[1]))


def _by_sentence(found: Sequence[Sentence], edits: Iterable[SentenceEdit]) -> Mapping[int, Sequence[SentenceEdit]]:
    """Return the edits of each sentence, by its place in `found`; none at all where one of them is of nowhere."""
    wanted = dict[int, list[SentenceEdit]]()
    for one in edits:
        at, span = one.sentence - 1, one.span.strip()
        exists = at < len(found)
        if exists and (not span or _places(found[at].text, span)):
            wanted.setdefault(at, []).append(one)
            continue
        meant = {n for n, s in enumerate(found) if span and (span in s.text or s.text in span)}
        if exists:
            meant.add(at)
        if not meant:
            return {}
        for n in meant:
            wanted.setdefault(n, []).append(SentenceEdit(n + 1))
    return wanted


def _once(changed: Mapping[int, str]) -> Mapping[int, str]:
    """Return new sentences, each said once: where two parts are unknown, one «I don't know that.» is enough."""
    first = {_unmarked(text): n for n, text in sorted(changed.items(), reverse=True)}
    return {n: text if first[_unmarked(text)] == n else "" for n, text in changed.items()}


def _changed(sentence: str, edits: Sequence[SentenceEdit], question: str) -> str:
    """Return a sentence with its edits put in; "" where it goes."""
    texts = {e.text.strip() for e in edits}
    if not all(_adds_nothing(text, sentence, question) for text in texts):
        return ""
    if any(not e.span.strip() for e in edits):
        text = _unmarked(texts.pop()) if len(texts) == 1 else ""
        drops_not = _NOT.search(sentence) and not _NOT.search(text)
        mark = sentence[: len(sentence) - len(_unmarked(sentence))]
        return f"{mark}{text}" if text and not drops_not else ""
    places = {(*place, e.text.strip()) for e in edits for place in _places(sentence, e.span.strip())}
    return _cut(sentence, sorted(places))


def _cut(sentence: str, places: Sequence[tuple[int, int, str]]) -> str:
    """Return a sentence with a text in each of `places`, from start to end; "" where it must go whole."""
    end = len(sentence.rstrip(_END_MARKS))
    left, at = "", 0
    for start, stop, text in places:
        last = stop >= end
        if start < at or (not last and _NOT.search(sentence, start, stop)):
            return ""
        before = left + sentence[at:start]
        if not text and last:
            left, at = before.rstrip(_LOOSE), max(start, end)
        elif not text and (not before.strip() or before[-1:].isspace()):  # no space where a text began, no two in a row
            left, at = before, _behind_space(sentence, stop)
        else:
            left, at = before + text, len(sentence) if last and text[-1:] in _END_MARKS else stop
    whole = left + sentence[at:]
    return whole if _says(_unmarked(whole)) else ""


def _places(sentence: str, span: str) -> list[tuple[int, int]]:
    """Return where a span is in a sentence, wherever it cuts no word, number or name in two."""
    before = "" if is_unspaced(span[0]) or not span[0].isalnum() else _JOINED_BEFORE
    behind = "" if is_unspaced(span[-1]) or not span[-1].isalnum() else _JOINED_BEHIND
    return [m.span() for m in re.finditer(f"{before}{re.escape(span)}{behind}", sentence)]


def _adds_nothing(text: str, sentence: str, question: str) -> bool:
    """Tell whether a text has words of a sentence in their order, and no other, or says that something is unknown."""
    said = iter(_TOKEN.findall(sentence))
    return all(word in said for word in _TOKEN.findall(text)) or says_unknown(text, question)


def _unmarked(sentence: str) -> str:
    return _MARK.sub("", sentence, count=1)


def _behind_space(text: str, start: int) -> int:
    """Return where the white space ends that begins at `start`, if any."""
    match = _SPACE.match(text, start)
    return match.end() if match else start


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))


def _without(text: str, start: int, end: int) -> str:
    """Return `text` without a sentence, the space next to it, and its line where nothing else is in that."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    before, behind = text[first:start], text[end:last]
    if _says(before) and not _says(behind):
        return text[:start].rstrip(" \t") + text[end:]
    if _says(behind):
        return text[:start] + text[end:].lstrip(" \t")
    rest = text[last + 1 :]
    alone = text[:first].endswith("\n\n") or not text[:first].strip()
    return text[:first] + (rest[1:] if alone and rest.startswith("\n") else rest)
