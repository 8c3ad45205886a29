"""Detection and release checks of one request, run on the content of its vault against one list version.

Everything here is code without a model, and quick enough to run in a thread while the vanilla call is under way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from alu.chat import Completion
from alu.flow.antecedents import antecedents
from alu.flow.dialogue import hangs_by_length, inquiry_of
from alu.flow.echo import is_echo
from alu.flow.new_subject import asks_something_new, with_thread, without_thread
from alu.flow.pasted import taken
from alu.flow.pieces import disclosed_together
from alu.flow.references import speaks_of_one
from alu.flow.schemas import statements_of
from alu.flow.shift import names_its_own, shifted_to, since_shift
from alu.flow.successor import Succession, Successor, successor_of
from alu.flow.tool_calls import texts_of_calls
from alu.flow.unit import repeats_held
from alu.flow.unread import in_play
from alu.flow.vault import Vault
from alu.store.calibration import FOREIGN_SCORE, MAX_NEAR_TARGETS, MAX_TURNS
from alu.store.match.detector import Detection
from alu.store.match.disclosure import texts_of
from alu.store.match.evidence import Evidence
from alu.store.match.facts.chances import among
from alu.store.match.inquiry import Draft
from alu.store.match.ranking import strongest
from alu.store.match.snapshot import Snapshot
from alu.store.match.topics.topics import Topics
from alu.store.match.values.unheld import without_unheld
from alu.store.target import Target
from alu.store.text.closed_answer import premises
from alu.store.text.languages import may_be_english
from alu.store.text.normalise import sentences
from alu.store.text.reading import read
from alu.store.text.terms import terms
from alu.store.text.vectors.topic_calibration import TOPIC_SURE_STRENGTH

__all__ = [
    "add_topic",
    "check_release",
    "detect_in_draft",
    "detect_in_question",
    "disclosed_alone",
    "enforced_targets",
    "gate_evidence",
    "held_back_for",
    "is_on_topic",
    "note_leaks",
    "read_draft",
    "shown_to_agents",
    "unsure_topics",
    "without_cleared",
]


def detect_in_question(vault: Vault) -> Detection:
    """Detect targets in the question by itself, in its dialogue, and in the passages sent with it."""
    vault.inquiry = inquiry_of(vault.question)
    found = vault.snapshot.detector.question(vault.inquiry)
    vault.context_targets = found.context_targets
    return found


def read_draft(vault: Vault, completion: Completion) -> None:
    """Record what the draft asserts, sentence by sentence, and whether it is meaningless without its question."""
    choice = completion.choices[0]
    vault.stated = statements_of(choice, vault.question.extra)
    vault.outgoing = Draft.of(vault.inquiry, choice.text, (*vault.stated, *texts_of_calls(choice)))


def detect_in_draft(vault: Vault, asked: Detection) -> None:
    """Detect targets in the draft, and record the best evidence for each target and all evidence."""
    asked = _in_dialogue(vault, asked)
    found = _without_kind(vault, asked, vault.snapshot.detector.draft(vault.inquiry, vault.outgoing, asked))
    if vault.outgoing.needs_question:  # what it asserts is the question once more
        found = without_cleared(vault, found)
    vault.sentences = found.sentences
    vault.all_evidence = found.evidence
    vault.evidence = found.strongest
    if found.evidence or vault.context_targets:
        of_texts = taken(vault)
        vault.passed_over, vault.cleared_by_code = of_texts.passed_over, of_texts.by_code
        vault.not_asked = of_texts.not_asked
        if of_texts.evidence:
            vault.all_evidence = (*vault.all_evidence, *of_texts.evidence)
            vault.evidence = strongest([*vault.evidence, *of_texts.evidence])


def _in_dialogue(vault: Vault, asked: Detection) -> Detection:
    """Return what the question touches, by what its answer says of those that earlier turns name."""
    if not asked.context_targets:  # nearly always
        return asked
    turn, text = vault.question.text, read(vault.draft_text).plain
    if hangs_by_length(vault.question) and asks_something_new(turn):
        return without_thread(turn, text, asked)
    sure, vault.introduction = _successor(vault, text)
    vault.gone_on = sure != Succession.NOT
    if vault.gone_on:
        return with_thread(asked, direct=False if sure == Succession.MAYBE else None)
    if vault.inquiry.thread is None and speaks_of_one(text, turn) and not _means_a_thing(vault, text):
        meant = antecedents(since_shift(vault.question), answered=True)
        return vault.snapshot.detector.question(replace(vault.inquiry, meant=meant.certain, maybe_meant=meant.maybe))
    return asked


def _without_kind(vault: Vault, asked: Detection, found: Detection) -> Detection:
    """Return a detection without what the draft has in common with targets of earlier turns by kind alone."""
    text = vault.draft_text
    rest = _rest(vault, text)
    if rest == text or not any(map(partial(_tells_of_earlier, vault), found.evidence)):
        return found
    draft = Draft.of(vault.inquiry, rest, vault.outgoing.texts[1:])
    again = vault.snapshot.detector.draft(vault.inquiry, draft, asked).evidence
    left = {e.target_id for e in again if _tells_of_earlier(vault, e)}
    kept = (e for e in found.evidence if e.target_id in left or not _tells_of_earlier(vault, e))
    return replace(found, evidence=tuple(kept))


def _rest(vault: Vault, text: str) -> str:
    """Return a text without the words that say of what kind the next subject is."""
    return text.replace(vault.introduction, "", 1)


def _tells_of_earlier(vault: Vault, found: Evidence) -> bool:
    """Tell whether evidence is of a fact in the draft, about a target that only earlier turns name."""
    return found.source == "draft" and found.aspect == "fact" and found.target_id in vault.context_targets


def _successor(vault: Vault, text: str) -> Successor:
    """Return the next subject that an answer is about, where the last turn names one."""
    known = vault.snapshot.targets
    stored = (s for t in sorted(vault.context_targets) if t in known for s in texts_of(known[t]))
    return successor_of(vault.question, text, stored) if len(vault.question.said) > 1 else Successor()


def _means_a_thing(vault: Vault, text: str) -> bool:
    """Tell whether «elle» and «hij» of an answer may be a pan: where things have a gender, and a subject was named."""
    if may_be_english(f"{vault.question.text}\n{text}"):
        return False
    return vault.inquiry.stands_alone or shifted_to(vault.question) is not None


def unsure_topics(vault: Vault, asked: Detection, decides: bool) -> tuple[Target, ...]:
    """Return at most eight topics to ask the screen about; with `decides` also those for which code is unsure."""
    return vault.snapshot.detector.unsure_topics(vault.inquiry, asked, decide=decides)


def without_cleared(vault: Vault, found: Detection) -> Detection:
    """Return a detection without the topics that the screen cleared, unless they are beyond doubt."""

    def stays(one: Evidence) -> bool:
        unsure = one.channel == Topics.name and one.strength < TOPIC_SURE_STRENGTH
        return not (unsure and one.target_id in vault.cleared_topics)

    return replace(found, evidence=tuple(filter(stays, found.evidence)))


def is_on_topic(vault: Vault) -> bool:
    """Return whether the question is of an enforced topic, by its classifier or by the screen."""
    found = (e.target_id for e in vault.all_evidence if e.presumes and e.channel in (Topics.name, "screen"))
    return bool(vault.enforced(found))


def add_topic(vault: Vault, topic: Target | None) -> None:
    """Add the topic that the screen confirmed, as evidence that the user means it."""
    if topic:
        found = Evidence(topic.id, "screen", "topic", source="screen")
        vault.all_evidence = (found, *vault.all_evidence)
        vault.evidence = strongest([found, *vault.evidence])


def enforced_targets(vault: Vault, targets: Iterable[Target]) -> list[Target]:
    """Return the targets that are enforced, and not only observed."""
    return [t for t in targets if vault.is_enforced(t.id)]


def shown_to_agents(targets: Sequence[Target], first: Collection[str]) -> list[Target]:
    """Return as many targets as an agent is shown; of more, those of the ids `first` come before the others."""
    if len(targets) > MAX_NEAR_TARGETS:
        targets = sorted(targets, key=lambda t: t.id not in first)
    return list(targets[:MAX_NEAR_TARGETS])


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
    known = vault.snapshot.version, text, *matched, "", *sorted(aside)
    if known not in vault.gate_found:  # what may be cut of a draft is worked out sentence by sentence, more than once
        check = partial(detector.check, said=asked.text, matched=matched, referents=asked.referent_context, aside=aside)
        vault.gate_found[known] = _gate_without_kind(vault, text, check)
    return tuple(e for e in vault.gate_found[known] if not _is_elsewhere(vault, e, text))


def _gate_without_kind(vault: Vault, text: str, check: Callable[[str], tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    """Return what `check` finds in a text, without facts that only share the kind of the next subject."""
    found, rest = check(text), _rest(vault, text)
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
        statement, said="", matched=_matched(vault), referents=vault.inquiry.referent_context, names=False
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
    ids = dict.fromkeys([*near, *vault.context_targets])
    return [t for t in ids if t in known and t not in words]


def _aside(vault: Vault) -> frozenset[str]:
    """Return the targets that only earlier turns speak of, where the dialogue has gone on, or the last turn does.

    And those that a text names which came with the question, where the draft takes nothing of that.
    """
    apart = vault.context_targets.difference(e.target_id for e in (*vault.evidence, *vault.all_evidence))
    if not apart:
        return vault.passed_over
    alone = vault.inquiry.stands_alone and names_its_own(vault.question.text)
    return vault.passed_over | (apart if alone or shifted_to(vault.question) is not None else frozenset())


def _namesake(vault: Vault, found: Evidence) -> bool:
    """Tell whether only a name that many people have was found, and the audit ruled that a namesake is meant."""
    return found.aspect == "name" and not found.distinctive and found.target_id in vault.namesakes
