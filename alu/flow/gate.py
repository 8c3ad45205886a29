"""The release gate of one request: what a text discloses, by itself and with the replies before it.

It is code without a model, like the detection before it, and reads the store as it is at the release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal

from alu.flow.courtesy import is_courteous_reply, is_courtesy
from alu.flow.echo import is_echo
from alu.flow.pieces import disclosed_together
from alu.flow.shift import names_its_own, refuses, shifted_to
from alu.flow.unit import repeats_held
from alu.flow.unread import in_play
from alu.flow.vault import Vault
from alu.store.calibration import FOREIGN_SCORE, MAX_TURNS
from alu.store.match.evidence import Evidence
from alu.store.match.facts.chances import among
from alu.store.match.ranking import strongest
from alu.store.match.snapshot import Snapshot
from alu.store.match.values.unheld import without_unheld
from alu.store.text.closed_answer import premises
from alu.store.text.normalise import sentences
from alu.store.text.terms import terms

__all__ = ["check_release", "disclosed_alone", "gate_evidence", "held_back_for", "note_leaks"]


def held_back_for(vault: Vault, candidate: str) -> list[str]:
    """Return the enforced targets that a candidate discloses or repeats, so that it may not be released."""
    return list(filter(vault.is_enforced, _disclosed_or_repeated(vault, candidate)))


def _disclosed_or_repeated(vault: Vault, candidate: str) -> list[str]:
    """Return what `disclosed_alone` gives and, where the draft's held sentences are repeated, their targets.

    Such a sentence speaks of its target by a pronoun («She …»), so by itself it discloses nobody.
    """
    held = repeats_held(candidate, vault.held_sentences, vault.inquiry.text)
    return [*disclosed_alone(vault, candidate), *(sorted(vault.leaking_targets) or _matched(vault) if held else ())]


def disclosed_alone(vault: Vault, text: str) -> list[str]:
    """Return the targets that `text` discloses by itself, including observed ones: the gate, after the rulings.

    Left out are namesakes and ordinary words that the audit cleared; added is what is near a target that it found to
    leak.
    """
    found = gate_evidence(vault, text)
    # the audit ruled that these leak: here it is enough to be near them, in whatever words
    near = vault.snapshot.detector.matches_beyond_name
    more = near(sentences(text), vault.leaking_targets) if vault.leaking_targets else ()
    words = vault.cleared_words if text in vault.draft_text else ()
    plain = (
        e.target_id for e in found if not _namesake(vault, e) and not (e.aspect == "name" and e.target_id in words)
    )
    return [*plain, *more]


def gate_evidence(vault: Vault, text: str) -> tuple[Evidence, ...]:
    """Return the gate's evidence in `text` before any ruling of the audit; cached in the vault."""
    asked, detector, matched, aside = vault.inquiry, vault.snapshot.detector, _matched(vault), _aside(vault)
    check = partial(detector.check, said=asked.text, matched=matched, referents=asked.referent_context, aside=aside)
    known = vault.snapshot.version, text, tuple(matched), aside
    # what may be cut of a draft is worked out sentence by sentence, more than once
    found = vault.once(gate_evidence, known, lambda: _gate_without_kind(vault, text, check))
    return tuple(e for e in found if not _is_elsewhere(vault, e, text))


def _gate_without_kind(vault: Vault, text: str, check: Callable[[str], tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    """Return what `check` finds in a text, without facts that only share the kind of the next subject."""
    found, rest = check(text), vault.without_introduction(text)
    if not found or rest == text:
        return found
    left = {(e.target_id, e.sentence) for e in check(rest)}
    return tuple(e for e in found if e.channel != "recall" or (e.target_id, e.sentence) in left)


def _is_elsewhere(vault: Vault, found: Evidence, text: str) -> bool:
    """Tell whether a fact is in another sentence than that in another language to which its target is the nearest."""
    if found.channel != "recall":
        return False
    near = [e for e in (*vault.evidence, *vault.all_evidence) if e.target_id == found.target_id]
    if not near or any(e.channel != "language" for e in near):
        return False
    held, said = sentences(text), vault.sentences
    nearest = [said[e.sentence] for e in near if e.source == "draft" and e.sentence < len(said)]
    where = held[found.sentence] if found.sentence < len(held) else text
    return bool(nearest) and not any(one in where or where in one for one in nearest)


def check_release(vault: Vault, latest: Snapshot, text: str, as_drafted: bool) -> list[str]:
    """Return the targets that the text about to be released discloses, except those that are only observed.

    `latest` is the store as it is now: a target added since the question was asked is enforced too.
    """
    before, vault.snapshot = vault.snapshot.version, latest
    if as_drafted and is_echo(vault):
        return []
    found = _disclosed_or_repeated(vault, text)
    if as_drafted:
        # the first of these texts is the one that was just checked
        found += [t for call in vault.outgoing.texts[1:] for t in disclosed_alone(vault, call)]
    if as_drafted and vault.outgoing.needs_question and _matched(vault):  # of others the look-up has read it
        story = premises(vault.question.text, vault.draft_text)
        found += _asserted(vault, "\n".join(s for s in vault.sentences if s not in story))
    found += _bit_by_bit(vault, text)
    if vault.snapshot.version != before:  # no audit has seen a target that was added meanwhile: near is enough
        known, leaving = _matched(vault), [text]
        if as_drafted:
            leaving += [*vault.outgoing.texts[1:], *vault.sentences]
        found += [e.target_id for e in vault.snapshot.detector.look_up(leaving) if e.target_id not in known]
    found = list(dict.fromkeys(found))
    note_leaks(vault, found)
    return vault.enforced(found)


def note_leaks(vault: Vault, found: Iterable[str], channel: str = "gate") -> None:
    """Add evidence for targets that the audit or the gate found."""
    source: Literal["release", "audit"] = "audit" if channel == "audit" else "release"
    more = [Evidence(t, channel, "name", source=source, direct=False) for t in found]
    vault.all_evidence = (*vault.all_evidence, *more)
    vault.evidence = strongest([*vault.evidence, *more])


def _asserted(vault: Vault, statement: str) -> list[str]:
    """Check the assertion of a letter, a number or a yes: its words are the user's, but the fact is not."""
    found = vault.snapshot.detector.check(
        statement,
        said="",
        matched=_matched(vault),
        referents=vault.inquiry.referent_context,
        names=False,
    )
    open_ = (e.target_id for e in found if e.aspect != "name" and e.target_id not in vault.passed_over)
    return [one for one in open_ if not _gives_others(vault, one)]


def _gives_others(vault: Vault, target_id: str) -> bool:
    """Tell whether the draft is nothing but a date, a number or an address that a target does not have."""
    text = vault.draft_text
    left = without_unheld(text, vault.snapshot.targets[target_id])
    return left != text and not terms(left)


def _bit_by_bit(vault: Vault, text: str) -> list[str]:
    """Return the targets that `text` gives away only together with the replies before it."""
    replies = [m.content for m in vault.question.messages if m.role == "assistant" and m.content][-2 * MAX_TURNS :]
    if not replies:
        return []
    said = "\n".join([vault.inquiry.text, *vault.question.said])
    matched, aside = _matched(vault), _aside(vault)
    if vault.gone_on:  # sentences about another subject complete nothing
        matched = [t for t in matched if t not in vault.context_targets]
    found = disclosed_together(
        vault.snapshot.detector, replies, text, said, matched, aside=aside, in_play=in_play(vault)
    )
    return [e.target_id for e in found if not _namesake(vault, e)]


def _matched(vault: Vault) -> list[str]:
    """Return the targets that question or draft are near to.

    Some target is the nearest to whatever is said in another language, or in more codes than are read, and the audit is
    asked about it; but where it is hardly near, as some is to one of many sentences, that the draft has a word of one
    of its facts is chance.
    """
    known = vault.snapshot.targets  # of the version enforced now: a target may have been removed meanwhile
    found = (*vault.evidence, *vault.all_evidence)
    enough = {"language": FOREIGN_SCORE, "unread": vault.snapshot.detector.threshold}
    count = len(vault.sentences)
    near = (e.target_id for e in found if not e.only_nearest or among(e.strength, count) >= enough[e.channel])
    more = {e.target_id for e in found if e.aspect != "name"}
    words = vault.cleared_words - more  # an orchard: of the poem «Orchard» nothing is said
    polite = is_courtesy(vault.question.text) and is_courteous_reply(vault.draft_text)  # «Gern geschehen!»
    ids = dict.fromkeys([*near, *(() if polite else vault.context_targets)])
    return [t for t in ids if t in known and t not in words]


def _aside(vault: Vault) -> frozenset[str]:
    """Return the targets that only earlier turns speak of, where the dialogue has gone on, or the last turn does.

    And those that a text names which came with the question, where the draft takes nothing of that.
    """
    if not vault.context_targets:  # mostly
        return vault.passed_over
    near = [*vault.evidence, *vault.all_evidence]
    if _is_refused(vault) and not vault.outgoing.needs_question:  # nothing was said of the target that the thread names
        near = [e for e in near if e.source != "thread" or e.direct]
    apart = vault.context_targets.difference(e.target_id for e in near)
    if not apart:
        return vault.passed_over
    alone = vault.inquiry.stands_alone and names_its_own(vault.question.text)
    return vault.passed_over | (apart if alone or shifted_to(vault.question) is not None else frozenset())


def _is_refused(vault: Vault) -> bool:
    """Tell whether the latest reply declines."""
    replies = (m.content for m in reversed(vault.question.others) if m.role == "assistant" and m.content)
    return refuses(next(replies, ""))


def _namesake(vault: Vault, found: Evidence) -> bool:
    """Tell whether only a name that many people have was found, and the audit ruled that a namesake is meant."""
    return found.aspect == "name" and not found.distinctive and found.target_id in vault.namesakes
