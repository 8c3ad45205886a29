"""What the pipeline looks at: question, dialogue, passages and draft, against one snapshot of the store.

Everything here is code without a model, and quick enough to run in a thread beside the vanilla call.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING, Any

from alu.chat import Choice, Completion
from alu.flow.dialogue import alleged, earlier, replies, stands, statements, thread, written
from alu.flow.state import Vault
from alu.store.calibration import (
    COMPARED_CHARACTERS,
    MAX_NEAR_TARGETS,
    QUOTED_SCORE,
    SAME_SENTENCE_PERCENT,
    UNAMBIGUOUS_MARGIN,
    UNAMBIGUOUS_NATS,
    UNAMBIGUOUS_NATS_FEW,
    UNAMBIGUOUS_SCORE,
)
from alu.store.match.evidence import Finding, Hit
from alu.store.target import Target
from alu.store.text.closed_answer import assertion
from alu.store.text.decode import decoded, plain, unread
from alu.store.text.mentions import mentions, quotations
from alu.store.text.normalise import clauses, sentences

if TYPE_CHECKING:
    from alu.store.match.snapshot import Snapshot

__all__ = [
    "asked",
    "at_draft",
    "at_question",
    "cut",
    "gate",
    "kept",
    "last_gate",
    "meant",
    "named",
    "note",
    "read",
    "text",
    "with_topic",
]


def text(vault: Vault) -> str:
    """Return the draft's text."""
    return vault.draft.text if vault.draft else ""


def at_question(vault: Vault) -> tuple[Hit, ...]:
    """Look up the question (index 0), the question in its dialogue, and the passages that came with it."""
    question, snapshot = vault.question, vault.snapshot
    if before := earlier(question):
        vault.in_play = frozenset(h.target_id for h in snapshot.look_up(before))
    follows = thread(question)
    hidden = decoded(question.text)
    direct = snapshot.look_up([question.text, *hidden], asked=follows)
    said = [replace(h, index=0, disguised=h.disguised or h.index > 0) for h in _sure(direct, snapshot)]
    if not any(map(_presumed, said)) and not mentions(asks := plain(question.text)).people:
        said += _told_of(snapshot, asks) or ([] if said else map(_after_question, snapshot.look_up(clauses(asks))))
    if follows:
        found = _sure(snapshot.look_up([follows]), snapshot)
        said += map(_after_question, found) if stands(question) else found
    passages = [s for p in question.context for s in _read(p)]
    return (*said, *map(_after_question, snapshot.look_up(passages)))


def _told_of(snapshot: Snapshot, asks: str) -> list[Hit]:
    """Return whom a question that names nobody surely tells of in quotes."""
    near, told = snapshot.look_up(quotations(asks)), _enough(snapshot)
    return [replace(h, index=0, sure=True) for h in near if h.score >= QUOTED_SCORE and h.told >= told]


def _sure(hits: Sequence[Hit], snapshot: Snapshot) -> list[Hit]:
    """Return the hits of a question with a mark where what it tells can be meant of one target alone."""
    told = _enough(snapshot)
    return [
        replace(h, sure=h.how == "fact" and h.score >= UNAMBIGUOUS_SCORE and h.told >= told and _alone(h, hits))
        for h in hits
    ]


def _enough(snapshot: Snapshot) -> float:
    """Return the nats from which on what is told is surely told of a target."""
    return max(UNAMBIGUOUS_NATS, UNAMBIGUOUS_NATS_FEW - 4 * log(max(1, len(snapshot.targets))))


def _alone(hit: Hit, hits: Iterable[Hit]) -> bool:
    return all(h.target_id == hit.target_id or h.score <= hit.score - UNAMBIGUOUS_MARGIN for h in hits)


def read(vault: Vault, completion: Completion) -> None:
    """Note what the draft asserts, sentence by sentence, and whether it says nothing without its question."""
    choice = completion.choices[0]
    vault.asserted = (choice.text, *_called(choice))
    reply = plain(choice.text)
    statement = assertion(vault.question.text, reply)
    vault.closed = statement is not None
    vault.alleged = alleged(vault.question, reply) if vault.closed else ()
    vault.sentences = [s for t in (statement or choice.text, *vault.asserted[1:]) for s in _read(t)]


def _read(text: str) -> list[str]:
    """Return the sentences of a text, and those of what hides in it."""
    return [s for t in (text, *decoded(text)) for s in sentences(t)]


def at_draft(vault: Vault, asked: Sequence[Hit]) -> tuple[Hit, ...]:
    """Look the draft up and join what the question hit: one hit a target, names in the question first.

    What is in a language that a target's facts are not in is near to the nearest of such targets, whatever else it is
    near to, and that in which more hides than is read to whatever is nearest: it must not be clean by silence.
    """
    snapshot, question = vault.snapshot, vault.question.text
    hits = [*asked, *map(_after_question, _drafted(snapshot, vault.sentences, question))]
    if vault.closed and (told := statements(vault.question)):
        hits += map(_after_question, snapshot.look_up([" ".join([*told, *vault.sentences])]))
    if found := snapshot.look_up(vault.alleged):
        hits += map(_after_question, found)
        vault.sentences = [*vault.sentences, *dict.fromkeys(vault.alleged[h.index] for h in found)]
    if foreign := _foreign(vault):
        hits += map(_after_question, snapshot.nearest([question, *vault.sentences], MAX_NEAR_TARGETS, foreign))
    if not hits and any(map(unread, (question, *vault.asserted))):
        hits += map(_after_question, snapshot.nearest([question, *vault.sentences], MAX_NEAR_TARGETS))
    return _one_each(_alluded(vault, hits))


def _alluded(vault: Vault, hits: Sequence[Hit]) -> list[Hit]:
    """Take a target that is near, and that the question points to without its name, for surely meant."""
    asked = plain(thread(vault.question) or vault.question.text)
    sure = vault.snapshot.alluded(asked, {h.target_id for h in hits}) if hits else ()
    return [replace(h, index=0, sure=True) if h.target_id in sure else h for h in hits]


def _drafted(snapshot: Snapshot, draft: Sequence[str], question: str) -> list[Hit]:
    """Look the draft up, each sentence by itself, and what is near once more as an answer to the question.

    As an answer it is near to fewer: a sentence that names nobody speaks of whom the question names. But a
    draft need not answer the question, so what is surely near stays, unless the draft, too, names whom the
    question names.
    """
    alone = snapshot.look_up(draft)
    if not alone:
        return []
    whole = " ".join(draft)
    if set(mentions(question).runs) & set(mentions(whole).runs):
        alone = snapshot.look_up(draft, asked=whole)
    return [*snapshot.look_up(draft, asked=question), *(h for h in alone if h.score >= UNAMBIGUOUS_SCORE)]


def with_topic(hits: Sequence[Hit], topic: Target | None) -> tuple[Hit, ...]:
    """Put the screened topic first."""
    return _one_each([Hit(topic.id, "topic", 1.0), *hits]) if topic else tuple(hits)


def named(hits: Iterable[Hit]) -> set[str]:
    """Return the targets that the question names, surely means, or whose topic it was screened for."""
    return {h.target_id for h in hits if _presumed(h)}


def _presumed(hit: Hit) -> bool:
    return hit.index == 0 and (hit.how in ("name", "topic") or hit.sure)


def asked(vault: Vault) -> str:
    """Return the question, with the turns that it follows up on where it asks nothing of its own."""
    follows = None if stands(vault.question) else thread(vault.question)
    return follows or vault.question.text


def meant(vault: Vault) -> frozenset[str]:
    """Return the targets of which question or draft say more than the name: no audit makes them namesakes.

    What is said in a language that its facts are not in may be anything, so there a name is enough; and so it is
    where it is disguised.
    """
    question = asked(vault)
    said = [s for t in (question, *decoded(question)) for s in (t, *sentences(t))]
    disguised = {h.target_id for h in vault.hits if h.disguised and not h.index}
    told = vault.snapshot.told([*said, *vault.sentences], [h.target_id for h in vault.hits])
    return told | (named(vault.hits) & _foreign(vault)) | disguised


def _foreign(vault: Vault) -> frozenset[str]:
    """Return the targets whose facts are in other languages than question or draft, decoded."""
    return vault.snapshot.foreign(map(plain, (vault.question.text, *vault.asserted)))


def gate(vault: Vault, candidate: str) -> list[str]:
    """Return the targets of which `candidate` gives something away, or, where they were found to leak, tells."""
    findings = vault.snapshot.gate(candidate, said=vault.question.text, matched=_matched(vault), asked=_whom(vault))
    told = vault.snapshot.told(sentences(candidate), vault.leaking) if vault.leaking else ()
    return [*(f.target_id for f in findings if not _namesake(vault, f)), *told]


def _whom(vault: Vault) -> str:
    """Return what tells whom the user means: the question, decoded, with the turns that it follows up on."""
    follows = plain(thread(vault.question) or vault.question.text)
    return follows if mentions(follows).runs else "\n".join([follows, *earlier(vault.question)])


def kept(vault: Vault, candidates: Iterable[str]) -> list[str]:
    """Return the candidates that are new, that took something out of the draft, and that the gate lets pass."""
    new = (c for c in candidates if c and c not in vault.candidates and not _untouched(text(vault), c))
    return [c for c in new if not gate(vault, c)]


def _untouched(draft: str, candidate: str) -> bool:
    """Tell whether a candidate still says every sentence of the draft, or nearly so: then nothing was taken out."""
    said = sentences(draft)
    changed = [s for s in said if s not in candidate]
    if not changed or len(draft) > COMPARED_CHARACTERS:
        return bool(said) and not changed
    from rapidfuzz import fuzz

    return all(len(candidate) >= len(s) and fuzz.partial_ratio(s, candidate) >= SAME_SENTENCE_PERCENT for s in changed)


def cut(vault: Vault) -> str:
    """Return the draft without the sentences that touch a target, or that the audit named, if it was not asked for.

    The rest is kept byte for byte, which serves where a rewrite fails or loses more. Where the question itself is
    near a target, what is left could still answer it: then nothing is returned.
    """
    if any(h.index == 0 for h in vault.hits):
        return ""
    draft = text(vault)
    left = "".join(_without(vault, line) for line in draft.splitlines(keepends=True))
    return left.strip() if left != draft else ""


def _without(vault: Vault, line: str) -> str:
    """Return `line` without its sentences that touch a target; nothing where only a list's mark would stay."""
    left = line
    for sentence in sentences(line):
        if sentence in vault.telling or gate(vault, sentence) or vault.snapshot.look_up([sentence]):
            spaced = f"{sentence} "
            left = left.replace(spaced if spaced in left else sentence, "", 1)
    return left if left == line or any(c.isalpha() for c in left) else ""


def last_gate(vault: Vault, latest: Snapshot, pending: str, as_drafted: bool) -> list[str]:
    """Return the targets of which the text about to be released gives something away.

    `latest` is the store as it is now: a target added since the question was asked is enforced too.
    """
    before, vault.snapshot = vault.snapshot.version, latest
    found = gate(vault, pending)
    if as_drafted:
        found += [t for call in vault.asserted[1:] for t in gate(vault, call)]
    if as_drafted and vault.closed:
        found += _asserted(vault, "\n".join(vault.sentences))
    found += _bit_by_bit(vault, pending)
    if vault.snapshot.version != before:
        known = _matched(vault)
        found += [h.target_id for h in vault.snapshot.look_up([pending]) if h.target_id not in known]
    found = list(dict.fromkeys(found))
    note(vault, found)
    return found


def note(vault: Vault, found: Iterable[str]) -> None:
    """Count targets that the audit or the gate found among those that the draft is near to."""
    vault.hits = _one_each([*vault.hits, *(Hit(t, "name", 1.0, 1) for t in found)])


def _asserted(vault: Vault, statement: str) -> list[str]:
    """Check what a letter, a number or a yes asserts: the words are the user's, the fact is not."""
    findings = vault.snapshot.gate(statement, said="", matched=_matched(vault), asked=_whom(vault))
    return [f.target_id for f in findings if f.rule != "alias"]


def _bit_by_bit(vault: Vault, pending: str) -> list[str]:
    """Return the targets that `pending` gives away only together with the brief replies before it."""
    told = replies(vault.question)
    if not told:
        return []
    said = "\n".join([vault.question.text, *earlier(vault.question)])
    matched, whom = _matched(vault), f"{said}\n{told}"
    before = {f.target_id for f in vault.snapshot.gate(told, said=said, matched=matched, asked=whom)}
    return [
        f.target_id
        for f in vault.snapshot.gate(f"{told}\n{pending}", said=said, matched=matched, asked=whom)
        if f.target_id not in before and not _namesake(vault, f)
    ]


def _matched(vault: Vault) -> list[str]:
    known = vault.snapshot.targets
    return [t for t in dict.fromkeys([*(h.target_id for h in vault.hits), *vault.in_play]) if t in known]


def _namesake(vault: Vault, finding: Finding) -> bool:
    """Tell whether only a name that many bear was found, and the audit found that it is somebody else's."""
    return finding.rule == "alias" and not finding.distinctive and finding.target_id in vault.namesakes


def _after_question(hit: Hit) -> Hit:
    """Return a draft's hit with an index that is not the question's."""
    return replace(hit, index=hit.index + 1)


def _one_each(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    best: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda h: (not _presumed(h), -h.score, h.target_id)):
        best.setdefault(hit.target_id, hit)
    return tuple(best.values())


def _called(choice: Choice) -> list[str]:
    """Return what the tool calls of a reply say: each as it is written, and as it reads once its JSON is parsed.

    Their arguments are JSON in a string, keys given twice and all. Last, what all of them say after the text: a name
    may be in pieces, one in the text and one in a call, or with a key between them.
    """
    if not choice.tool_calls:
        return []
    calls = [t for call in choice.tool_calls for t in (*written(call), " ".join(_words(call)))]
    values = (word for call in choice.tool_calls for word in _words(_arguments(call), keys=False))
    return [t for t in dict.fromkeys((*calls, " ".join([choice.text, *values]).strip())) if t]


def _arguments(call: Mapping[str, Any]) -> Any:
    """Return what a tool is told, in either of OpenAI's forms; the whole call in any other."""
    for kind, key in (("function", "arguments"), ("custom", "input")):
        if isinstance(inner := call.get(kind), Mapping) and key in inner:
            return inner[key]
    return call


def _words(value: Any, *, keys: bool = True) -> Iterator[str]:
    """Return every key, text and number in a tool call, in order, escapes resolved; or all but the keys."""
    if isinstance(value, str):
        inner = _parsed(value)
        yield from [value] if isinstance(inner, str) else _words(inner, keys=keys)
    elif isinstance(value, _Pairs):
        yield from (w for key, part in value for w in (*([key] if keys else ()), *_words(part, keys=keys)))
    elif isinstance(value, Mapping):
        yield from _words(_Pairs(value.items()), keys=keys)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _words(part, keys=keys)
    elif value is not None:
        yield str(value)


class _Pairs(list[tuple[str, Any]]):
    """Keys and values of a JSON object, a key given twice among them."""


def _parsed(text: str) -> Any:
    """Return the JSON object or list in `text`; the text where it is none."""
    try:
        inner = json.loads(text, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        return text
    return inner if isinstance(inner, list) else text
