"""What of a held draft may be released: its harmless half, the draft without some sentences, rewrites."""

from __future__ import annotations

import re
from collections.abc import Iterable

from alu.flow.antecedents import antecedents
from alu.flow.gate import disclosed_alone, gate_evidence, held_back_for
from alu.flow.parts import Parts, asks_of, kept
from alu.flow.unit import Unit, is_spread, unit_of, without
from alu.flow.vault import Vault
from alu.store.calibration import COMPARED_CHARACTERS, MIN_OWN_WORDS, SAME_SENTENCE_PERCENT
from alu.store.match.inquiry import Inquiry
from alu.store.target import Target
from alu.store.text.closed_answer import derives
from alu.store.text.normalise import sentences
from alu.store.text.reading import read
from alu.store.text.terms import telling_stems
from alu.store.text.words import word_count

__all__ = ["after_what_left", "cut_draft", "free_parts", "free_pieces", "passing", "unit_in_draft"]

_ASKED = ("question", "quotation", "thread", "screen")
"""Sources of evidence that is in what the user asks."""
_AGREES = re.compile(
    r"\W*(?:yes|yeah|yep|no|nope|not|true|false|correct|right|wrong|indeed|exactly|more|less|fewer)\b", re.IGNORECASE
)
"""How a sentence begins that says yes or no to what was asked, however it goes on."""


def after_what_left(vault: Vault, rest: Iterable[str]) -> list[str]:
    """Return rewrites of what has not left behind what has, apart by what the draft has there."""
    draft = vault.draft_text
    between = draft[len(vault.sent) : len(draft) - len(vault.held_text)] if vault.sent else ""
    return [f"{vault.sent}{between}{text}" for text in rest if text]


def free_parts(vault: Vault) -> Parts:
    """Return what the question asks besides the targets that it is near to."""
    asked = frozenset(e.target_id for e in vault.all_evidence if e.source in _ASKED)
    detector = vault.snapshot.detector

    def near(part: str) -> Iterable[str]:
        meant = antecedents(vault.question, part=part).certain  # «customer 7», named in another part or turn
        return (e.target_id for e in detector.question(Inquiry(part, meant=meant)).evidence)

    return vault.once(
        free_parts, (vault.snapshot, asked), lambda: asks_of(read(vault.question.text).plain, asked, near)
    )


def free_pieces(vault: Vault) -> str:
    """Return what of the draft answers the harmless parts of a mixed question and nothing else, byte for byte."""
    parts, draft = free_parts(vault), vault.draft_text
    if not parts.free or read(draft).unread or read(vault.question.text).unread:
        return ""

    def harmless(piece: str) -> bool:
        named = any(piece in s or s in piece for s in vault.leaking_sentences)
        return not named and not vault.snapshot.detector.look_up([piece]) and not held_back_for(vault, piece)

    return kept(draft, parts, harmless)


def passing(vault: Vault, candidates: Iterable[str], unit: Unit) -> list[str]:
    """Return the candidates that are new, that took something out of the draft, and that the gate lets pass.

    None does where a name is spread over the draft. From now on nothing passes that says what the held sentences of
    `unit` say.
    """
    vault.held_sentences = unit.held
    new = (c for c in candidates if c.startswith(vault.sent) and c not in ("", vault.sent, *vault.candidates))
    new = (c for c in new if not _untouched(vault.draft_text, c))
    passing = [c for c in new if not held_back_for(vault, c)]
    return [] if passing and _spread(vault) else passing


def _spread(vault: Vault) -> bool:
    """Tell whether a name is spread over the sentences of the draft: what is left of them would still tell it."""
    draft = vault.draft_text
    return is_spread(gate_evidence(vault, draft), (e for s in sentences(draft) for e in gate_evidence(vault, s)))


def _untouched(draft: str, candidate: str) -> bool:
    """Tell whether a candidate still says every sentence of the draft, or nearly so: then nothing was taken out."""
    said = sentences(draft)
    changed = [s for s in said if s not in candidate]
    if not changed or len(draft) > COMPARED_CHARACTERS:  # the comparison below takes the product of both lengths
        return bool(said) and not changed
    from rapidfuzz import fuzz

    return all(len(candidate) >= len(s) and fuzz.partial_ratio(s, candidate) >= SAME_SENTENCE_PERCENT for s in changed)


def cut_draft(vault: Vault, unit: Unit) -> str:
    """Return the draft without the sentences of `unit`, if what they touch was not asked for.

    What follows such a sentence and says «she» or «his» goes with it, up to one that names somebody. The rest is kept
    byte for byte, which serves where a rewrite fails or loses more. Where the question itself is near a target, what is
    left could still answer it: then nothing is returned. But of a target of which the stored facts alone are forgotten
    all else may be said to whoever names it, as long as no sentence that is left needs the question to say something.
    """
    asked = {e.target_id for e in vault.evidence if e.direct}
    if not asked <= _asked_by_name_alone(vault):
        return ""
    draft = vault.draft_text
    left = "".join(without(line, unit) for line in draft.splitlines(keepends=True))
    if left == draft or (asked and any(_needs_question(vault, s) for s in sentences(left))):
        return ""
    return left.rstrip() if vault.sent else left.strip()


def _asked_by_name_alone(vault: Vault) -> set[str]:
    """Return the targets of which the facts alone are forgotten, and of which the question says no more than a name."""
    known, asks = vault.snapshot.targets, telling_stems([vault.inquiry.text])
    still = (e.target_id for e in vault.evidence if e.target_id in known)  # one may have been removed meanwhile
    partly = {t for t in still if known[t].policy == "facts"}
    more = {e.target_id for e in vault.all_evidence if e.direct and e.aspect != "name"}
    return {t for t in partly - more if not asks & _words_of_facts(known[t])}


def _words_of_facts(target: Target) -> set[str]:
    """Return the telling words of the facts of a target, without those of its names."""
    said = [text for fact in target.facts for text in (fact.text, fact.question or "")]
    return telling_stems(said) - telling_stems(target.names)


def _needs_question(vault: Vault, sentence: str) -> bool:
    """Tell whether a sentence may say something by its question alone: «Yes, she does.», «In Vell.», a comparison."""
    brief = word_count(sentence) < MIN_OWN_WORDS or derives(vault.inquiry.text)
    return brief or _AGREES.match(sentence) is not None


def unit_in_draft(vault: Vault) -> Unit:
    """Return the sentences of the draft that touch a target or that the audit named, with those that go on about it.

    Each sentence is checked by itself, so that this is kept until something else is known of the targets.
    """
    ruled = (vault.namesakes, vault.cleared_words, vault.leaking_targets, vault.leaking_sentences)
    known = (vault.snapshot, vault.draft_text, vault.evidence, vault.all_evidence, *ruled)

    def touches(sentence: str) -> bool:
        if sentence in vault.leaking_sentences:
            return True
        found, known = vault.snapshot.detector.look_up([sentence]), vault.snapshot.targets
        near = {e.target_id for e in found if e.aspect != "name" or known[e.target_id].policy != "facts"}
        return bool(near - vault.observed or set(disclosed_alone(vault, sentence)) - vault.observed)

    return vault.once(unit_in_draft, known, lambda: unit_of(vault.draft_text, touches))
