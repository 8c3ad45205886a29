"""Detection in the question and the draft of one request, on the content of its vault against one list version.

Everything here is code without a model, and quick enough to run in a thread while the vanilla call is under way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from alu.chat import Completion
from alu.flow.antecedents import antecedents
from alu.flow.dialogue import hangs_by_length, inquiry_of
from alu.flow.new_subject import asks_something_new, with_thread, without_thread
from alu.flow.pasted import taken
from alu.flow.presented import is_spoken_of, presented
from alu.flow.references import speaks_of_one
from alu.flow.schemas import statements_of
from alu.flow.shift import shifted_to, since_shift
from alu.flow.successor import Succession, Successor, successor_of
from alu.flow.tool_calls import texts_of_calls
from alu.flow.vault import Vault
from alu.store.calibration import MAX_NEAR_TARGETS
from alu.store.match.detector import Detection
from alu.store.match.disclosure import texts_of
from alu.store.match.evidence import Evidence
from alu.store.match.inquiry import Draft
from alu.store.match.ranking import strongest
from alu.store.match.topics.topics import Topics
from alu.store.target import Target
from alu.store.text.languages import may_be_english
from alu.store.text.reading import read
from alu.store.text.vectors.topic_calibration import TOPIC_SURE_STRENGTH

__all__ = [
    "add_topic",
    "detect_in_draft",
    "detect_in_question",
    "enforced_targets",
    "is_on_topic",
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
    one = vault.inquiry.thread is None and speaks_of_one(text, turn) and not _means_a_thing(vault, text)
    now = since_shift(vault.question)
    shown = presented(now)
    if shown and not is_spoken_of(shown, turn, text):
        shown = None
    if one or shown:
        meant = antecedents(now, answered=one)
        if shown:
            meant = meant.with_more(shown.line, certain=True)
        return vault.snapshot.detector.question(replace(vault.inquiry, meant=meant.certain, maybe_meant=meant.maybe))
    return asked


def _without_kind(vault: Vault, asked: Detection, found: Detection) -> Detection:
    """Return a detection without what the draft has in common with targets of earlier turns by kind alone."""
    text = vault.draft_text
    rest = vault.without_introduction(text)
    if rest == text or not any(map(partial(_tells_of_earlier, vault), found.evidence)):
        return found
    draft = Draft.of(vault.inquiry, rest, vault.outgoing.texts[1:])
    again = vault.snapshot.detector.draft(vault.inquiry, draft, asked).evidence
    left = {e.target_id for e in again if _tells_of_earlier(vault, e)}
    kept = (e for e in found.evidence if e.target_id in left or not _tells_of_earlier(vault, e))
    return replace(found, evidence=tuple(kept))


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
