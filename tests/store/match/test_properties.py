"""What holds of every text: of its normal form, of the look-up and of the release gate."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from alu.bench.synthetic import synthetic_targets
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from alu.store.text.normalise import normalise, sentences, variants
from tests.detectors import snapshot
from tests.store.match.test_snapshot import ALL, HSIAO, KRUM

PEOPLE = synthetic_targets(40)
STORED = snapshot([*ALL, *PEOPLE])
NAMED = [HSIAO, KRUM, *PEOPLE]
FACTS = [(t, f) for t in NAMED for f in t.facts]

INVISIBLE = ["\u200b", "\u200d", "\u2060", "\u00ad", "\ufe0f", "\u0301", "\U000e0041"]
WIDE = {i: i + 0xFEE0 for i in range(0x21, 0x7F)}
DISGUISES: list[Callable[[str], str]] = [
    str.upper,
    str.lower,
    lambda name: name.translate(WIDE),
    lambda name: "\u200b".join(name),
    lambda name: name.replace("-", "\u2011").replace("a", "\u0430").replace("o", "\u03bf"),
    lambda name: name.replace("e", "e\u0301").replace(" ", "\u00a0"),
    lambda name: name.replace(" ", "  "),
]
FILLER = ["The weather was mild.", "Shops stayed open late.", "1. Boil the water\n2. Wait", "She said “no”.", "¿Qué?"]

ascii_text = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
filler = st.lists(st.sampled_from(FILLER), max_size=6).map(" ".join)
quick = settings(max_examples=40, deadline=None)


@given(ascii_text)
def test_case_makes_no_difference(text: str) -> None:
    assert normalise(text.swapcase()) == normalise(text) == variants(text)[0]


@given(ascii_text, st.lists(st.tuples(st.integers(0, 60), st.sampled_from(INVISIBLE)), max_size=8))
def test_what_cannot_be_seen_makes_no_difference(text: str, marks: list[tuple[int, str]]) -> None:
    disguised = text
    for place, mark in marks:
        disguised = disguised[:place] + mark + disguised[place:]
    assert normalise(disguised) == normalise(text)


@given(st.text(max_size=1500))
def test_sentences_leave_nothing_out_and_are_short(text: str) -> None:
    parts = sentences(text)
    assert all(part and len(part) <= 400 for part in parts)
    assert {c for part in parts for c in part if not c.isspace()} == {c for c in text if not c.isspace()}


@quick
@given(st.sampled_from(NAMED), st.sampled_from(DISGUISES), filler, filler)
def test_a_name_is_found_in_any_spelling_and_place(
    target: Target, disguise: Callable[[str], str], before: str, after: str
) -> None:
    hits = STORED.detector.look_up([f"{before} {disguise(target.name)} {after}"])
    assert (target.id, "name") in {(h.target_id, h.aspect) for h in hits}


@quick
@given(st.sampled_from(FACTS), filler, filler)
def test_a_fact_is_found_and_held_wherever_it_stands(pair: tuple[Target, Fact], before: str, after: str) -> None:
    target, fact = pair
    text = f"{before} {fact.text} {after}"
    assert target.id in {h.target_id for h in STORED.detector.look_up(sentences(text))}
    assert target.id in {f.target_id for f in STORED.detector.check(text, said="Tell me.", matched=[target.id])}


@quick
@given(st.lists(st.text(max_size=120), max_size=4), st.none() | st.text(max_size=60))
def test_any_text_can_be_looked_up(texts: list[str], asked: str | None) -> None:
    hits = STORED.detector.look_up(texts, answers=asked)
    assert all(STORED.detector.threshold <= h.strength <= 1 and 0 <= h.sentence < len(texts) for h in hits)
    assert all(h.target_id in STORED.targets for h in hits)
    count = len({h.target_id for h in hits})
    assert len({h.target_id for h in hits[:count]}) == count, "the best hit of each target comes first"


@quick
@given(st.lists(st.sampled_from(NAMED), min_size=1, max_size=3), filler)
def test_a_name_is_found_whatever_else_is_stored(named: list[Target], before: str) -> None:
    text = f"{before} {' and '.join(t.name for t in named)}."
    alone = _snapshot_of(named)
    wanted = {t.id for t in named}
    for stored in (alone, STORED):
        assert wanted <= {h.target_id for h in stored.detector.look_up([text]) if h.aspect == "name"}


@quick
@given(st.text(max_size=200), st.text(max_size=80), st.sets(st.sampled_from([*STORED.targets, "nobody"]), max_size=3))
def test_any_text_can_be_put_through_the_gate(text: str, said: str, matched: set[str]) -> None:
    for finding in STORED.detector.check(text, said=said, matched=matched):
        assert finding.target_id in STORED.targets
        assert 0 <= finding.sentence < max(1, len(sentences(text)))


@quick
@given(st.sampled_from(FACTS), filler)
def test_what_the_user_wrote_is_shown_to_nobody_anew(pair: tuple[Target, Fact], before: str) -> None:
    target, fact = pair
    said = f"{before} {target.name}: {fact.text}"
    assert not STORED.detector.check(fact.text, said=said, matched=[target.id])


@quick
@given(filler, st.sets(st.sampled_from(list(STORED.targets)), max_size=3))
def test_what_holds_nothing_passes(text: str, matched: set[str]) -> None:
    assert not STORED.detector.check(text, said="How was your day?", matched=matched)


def _snapshot_of(targets: list[Target]) -> Snapshot:
    return snapshot(list({t.id: t for t in targets}.values()))
