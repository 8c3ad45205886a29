"""A snapshot over another one finds what one made anew of the same list finds, whatever was added and removed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from alu.store.match.detector import Detector
from alu.store.match.evidence import Evidence
from alu.store.match.index import rows_of
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.query import CandidateFilter, Query
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target, order_of
from alu.store.text.vectors.embedder import load_embedder

FIRST = ("Odalys", "Petra", "Ann Marie", "Annmarie", "Zexhira", "Ming", "Tariq", "Bob", "Omar", "Светлана")
LAST = (
    "Brannigan",
    "Brannigen",
    "Quackenbush",
    "Smith",
    "Yusifova",
    "Lee",
    "Baker",
    "al-Khatib",
    "Юсифова",
    "Thornquist",
)
TRADES = ("keeps the lighthouse of Skerrow", "repairs antique clocks", "paints harbours", "breeds Icelandic horses")
FOREIGN = (
    "Er züchtet seit vielen Jahren isländische Pferde auf einem Hof in Thüringen.",
    "Она родилась в Самарканде и преподаёт старинную музыку.",
    "Elle habite depuis longtemps une péniche sur le canal du Midi avec ses chats.",
    "Kuss",
    "Бег",
)
STREETS = ("Oak Street", "Elm Avenue", "Harbour Road")
TOWNS = ("Boston", "Chicago", "Trieste")
POEM = "the grey gull turned above the salted harbour wall and nobody at all had seen it fall"
TOPICS = (("Lock bypassing", "lock"), ("Bee keeping", "bee"))
Texts = Sequence[str]


def invented(rng: random.Random, number: int) -> Target:
    """Return a target that may share names, words, numbers, streets and languages with others."""
    if rng.random() < 0.06:
        name, word = rng.choice(TOPICS)
        return Target(
            id=f"t{number}",
            name=name,
            kind="topic",
            examples=tuple(f"How do I {v} a {word}?" for v in ("open", "mend", "keep")),
        )
    if rng.random() < 0.1:
        words = POEM.split()
        at = rng.randrange(6)
        return Target(id=f"t{number}", name=f"The Gull {number}", kind="text", facts=[" ".join(words[at : at + 10])])
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    aliases = [f"{rng.choice(FIRST)} {rng.choice(LAST)}"] if rng.random() < 0.3 else []
    facts = [f"{name} {rng.choice(TRADES)} in {rng.choice(TOWNS)}."]
    if rng.random() < 0.5:
        facts.append(f"Lives at {rng.randrange(1, 9)} {rng.choice(STREETS)}, {rng.choice(TOWNS)}.")
    if rng.random() < 0.5:
        facts.append(f"Phone number: 914-476-{rng.randrange(4660, 4670)}, born in {rng.randrange(1970, 1974)}.")
    if rng.random() < 0.4:
        facts.append(rng.choice(FOREIGN))
    kept = facts if rng.random() < 0.9 else [rng.choice(FOREIGN)]
    return Target(id=f"t{number}", name=name, aliases=aliases, facts=kept, description=f"number {number}")


@cache
def vector(text: str) -> np.ndarray:
    return np.asarray(load_embedder().embed([text])[0])


def vectors_of(targets: Sequence[Target]) -> np.ndarray:
    rows = [vector(row.text) for t in targets for row in rows_of(t)]
    return np.stack(rows) if rows else np.zeros((0, 256), np.float32)


def anew(targets: Sequence[Target]) -> Snapshot:
    listed = sorted(targets, key=order_of)
    return Snapshot(listed, vectors_of(listed), load_embedder(), version=1)


def over(base: Snapshot, targets: Sequence[Target]) -> Snapshot:
    """Return the snapshot of `targets` over another one."""
    new = [t for t in targets if base.targets.get(t.id) is not t]
    kept = {t.id for t in targets if base.targets.get(t.id) is t}
    return base.layered(new, vectors_of(new), base.targets.keys() - kept, version=2)


def asked(rng: random.Random, targets: Sequence[Target]) -> list[str]:
    """Return texts that touch some targets, by name, slip, sound, fact, run or number, and texts that touch none."""
    texts = [
        "How do I open a lock?",
        "Wie alt ist Светлана Юсифова?",
        "オダリス・ブラニガン",
        POEM,
        "Call 914 476 4663.",
        "ann marie lee",
    ]
    texts += [f"{n} {s}" for n, s in zip(range(1, 9), STREETS * 3, strict=False)]
    texts += ["Was züchtet er auf seinem Hof in Thüringen, und seit wann?", "Ms Brannigan", "Odalis Branigan called."]
    for target in rng.sample(list(targets), min(4, len(targets))):
        texts += [
            target.name.swapcase(),
            f"Who is {target.name[:-2]}{target.name[-1]}?",
            *(f.text for f in target.facts[:2]),
        ]
        texts.append(" ".join(f"{c}nd" for c in target.name if c.isalpha()))
    return texts


def plain(found: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence to compare: a sum of float32 may differ in its last digits."""
    kept = {replace(e, strength=round(e.strength, 4), shared_nats=round(e.shared_nats, 3)) for e in found}
    return sorted(kept, key=lambda e: (e.sentence, e.target_id, e.channel, e.mention, e.strength, e.disguised))


def sequence(seed: int, steps: int = 6) -> list[list[Target]]:
    """Return a list of targets, and what it is after each of some changes."""
    rng, number = random.Random(seed), 0
    targets: list[Target] = []
    lists = []
    for step in range(steps):
        for _ in range(24 if step == 0 else rng.randrange(4)):
            targets, number = [*targets, invented(rng, number)], number + 1
        for _ in range(rng.randrange(4) if step else 0):
            gone = rng.randrange(len(targets))
            edited = invented(rng, 0).model_copy(update={"id": targets[gone].id}) if rng.random() < 0.4 else None
            targets = [*targets[:gone], *([edited] if edited else []), *targets[gone + 1 :]]
        lists.append(targets)
    return lists


@pytest.mark.parametrize("seed", range(3))
def test_every_channel_finds_over_another_list_what_it_finds_in_a_new_one(seed: int) -> None:
    first, *later = sequence(seed)
    base, rng = anew(first).ready(), random.Random(seed)
    for targets in later:
        fresh, layered = anew(targets), over(base, targets)
        for texts in ([text] for text in asked(rng, [*first, *targets])):
            query = replace(Query.of(texts), wanted=CandidateFilter(min_score=0.3))
            pairs = zip(layered.detector.channels, fresh.detector.channels, strict=True)
            for mine, its in pairs:
                assert plain([*mine.find(query, ())]) == plain([*its.find(query, ())]), (mine.name, texts)


@pytest.mark.parametrize("seed", [100, 103])
def test_a_request_finds_over_another_list_what_it_finds_in_a_new_one(seed: int) -> None:
    first, *later = sequence(seed, steps=4)
    base, rng = anew(first).ready(), random.Random(seed)
    for targets in later:
        fresh, layered = anew(targets).detector, over(base, targets).detector
        texts = asked(rng, [*first, *targets])
        ids = [t.id for t in targets]
        for question, draft in zip(texts, rng.sample(texts, len(texts)), strict=True):
            assert answers(layered, question, draft, ids) == answers(fresh, question, draft, ids), (question, draft)


def answers(detector: Detector, question: str, draft: str, ids: Sequence[str]) -> object:
    """Return all that a detector says of a question and a draft."""
    inquiry = Inquiry(question)
    said = Draft.of(inquiry, draft)
    found = detector.question(inquiry)
    both = detector.draft(inquiry, said, found)
    matched = sorted({e.target_id for e in both.evidence})
    return (
        plain(both.evidence),
        # of rows that are equally near any may be given
        [round(e.strength, 4) for e in detector.nearest([draft], 3)][:1],
        detector.foreign(inquiry, said),
        detector.confirmed(inquiry, said, both.evidence, ()),
        detector.matches_beyond_name([draft], ids),
        plain(detector.check(draft, said=question, matched=matched)),
        {e.target_id for e in detector.check(draft, said="", matched=ids)},
    )


def test_snapshots_over_one_share_it_and_do_not_change_it() -> None:
    first = sequence(7)[0]
    base = anew(first).ready()
    before = plain(base.detector.look_up(["Odalys Brannigan"]))
    sister = Target(id="new", name="Ursa Vantongeren")
    more = over(base, [*first, sister])
    none = over(base, [])
    assert [e.target_id for e in more.detector.look_up(["ursa vantongeren"])] == ["new"]
    assert none.detector.look_up([t.name for t in first]) == ()
    assert not none.targets
    assert plain(base.detector.look_up(["Odalys Brannigan"])) == before
    assert base.detector.look_up(["ursa vantongeren"]) == ()
