"""Long texts: what is to be forgotten is found at any place in them, and across every border."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.bench.synthetic import synthetic_targets
from alu.store.match.snapshot import Snapshot
from alu.store.text.hidden.decode import decoded
from alu.store.text.normalise import sentences
from tests.detectors import snapshot
from tests.flow import KEEPER, NAMESAKE
from tests.store.match.test_snapshot import POEM

NAME, FACT = KEEPER.name, "The bird was a gull, tame, called Admiral Thunderbeak."
HIDDEN = {
    "plain": NAME,
    "base64": base64.b64encode(NAME.encode()).decode(),
    "hex": NAME.encode().hex(),
    "reversed": NAME[::-1],
    "spelt": "O d a l y s  B r a n n i g a n",
    "escaped": "".join(f"\\u{ord(c):04x}" for c in NAME),
    "in tags": "".join(chr(0xE0000 + ord(c)) for c in NAME),
    "a link a word": "[Odalys](https://example.org/a) [Brannigan](https://example.org/b)",
}
FILLERS = {
    "sentences": "The sea was calm and the boats lay still. ",
    "one line": "and the boats lay still ",
    "lines": "tea\n",
    "no spaces": "。",
}
LENGTH = 21_000
SAID = "Tell me a long story."


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([KEEPER, NAMESAKE, POEM, *synthetic_targets(40)])


def held(stored: Snapshot, text: str, *matched: str) -> set[tuple[str, str]]:
    return {(f.target_id, f.aspect) for f in stored.detector.check(text, said=SAID, matched=matched)}


def padded(filler: str, before: int, middle: str, after: int = 2_000) -> str:
    """Return `middle` behind `before` characters of a filler, and before `after` of it."""
    run = filler * (max(before, after) // len(filler) + 1)
    return f"{run[:before]} {middle} {run[:after]}"


@pytest.mark.parametrize(
    ("hidden", "filler"), [*((h, "sentences") for h in HIDDEN), ("base64", "one line"), ("plain", "lines")]
)
@pytest.mark.parametrize("place", [0, LENGTH // 2, LENGTH])
def test_a_name_is_held_at_any_place_of_a_long_text(stored: Snapshot, place: int, hidden: str, filler: str) -> None:
    text = padded(FILLERS[filler], place, HIDDEN[hidden], LENGTH - place)
    assert ("keeper", "name") in held(stored, text)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("before", [392, 400, 19_490, 19_995])
def test_no_border_of_a_window_cuts_a_name(stored: Snapshot, before: int, hidden: str) -> None:
    assert ("keeper", "name") in held(stored, padded(FILLERS["one line"], before, HIDDEN[hidden]))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 900), st.sampled_from(["sentences", "one line", "lines"]))
def test_a_fact_is_held_at_any_place(before: int, filler: str) -> None:
    assert ("keeper", "fact") in held(_STORED, padded(FILLERS[filler], before, FACT, 900), "keeper")


_STORED = snapshot([KEEPER, NAMESAKE, POEM])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 900), st.integers(0, 8))
def test_a_run_of_a_text_is_held_at_any_place(before: int, start: int) -> None:
    run = " ".join(POEM.facts[0].text.split()[start : start + 8])
    assert ("poem", "text") in held(_STORED, padded(FILLERS["one line"], before, run, 900), "poem")


@pytest.mark.parametrize(
    "text",
    [
        "Her first name was Odalys.\nBrannigan",
        "Odalys\n\nBrannigan",
        "It was Odalys! Brannigan?",
        "She is called Odalys. Brannigan.",
        "- Odalys\n- Brannigan",
        "Odalys… Brannigan",
        "Odalys 。Brannigan",
    ],
)
def test_a_name_over_the_end_of_a_sentence_is_held(stored: Snapshot, text: str) -> None:
    assert ("keeper", "name") in held(stored, text)


@pytest.mark.parametrize("between", ["\n", " … ", ". ", "\n\n", " - ", ", ", " / "])
def test_a_fact_in_pieces_is_held(stored: Snapshot, between: str) -> None:
    assert ("keeper", "fact") in held(
        stored, between.join(("a tame gull", "called", "Admiral", "Thunderbeak")), "keeper"
    )


@pytest.mark.parametrize("filler", FILLERS)
def test_padding_alone_is_free(stored: Snapshot, filler: str) -> None:
    text = padded(FILLERS[filler], 5_000, "", 0)
    assert not held(stored, text, "keeper", "bare", "poem")
    assert not stored.detector.look_up([text, *decoded(text)])


@pytest.mark.parametrize("place", [0, LENGTH // 2, LENGTH])
def test_a_question_at_any_place_of_a_long_one_is_looked_up(stored: Snapshot, place: int) -> None:
    asked = "Who kept a tame gull called Admiral Thunderbeak at the lighthouse of Skerrow?"
    text = padded(FILLERS["sentences"], place - place % 42, asked, LENGTH - place)
    assert "keeper" in {h.target_id for h in stored.detector.look_up([text])}


@pytest.mark.parametrize("hidden", ["plain", "base64", "spelt", "a link a word"])
def test_many_names_of_others_hide_none(stored: Snapshot, hidden: str) -> None:
    others = "\n".join(f"{n}. {t.name}" for n, t in enumerate(synthetic_targets(90)[50:], 1))
    found = held(stored, f"{others}\n41. {HIDDEN[hidden]}\n{others}")
    assert ("keeper", "name") in found


def test_a_finding_in_a_long_text_names_its_sentence(stored: Snapshot) -> None:
    text = padded(FILLERS["sentences"], 42 * 300, f"It was {NAME}.")
    (found,) = stored.detector.check(text, said=SAID, matched=())
    assert NAME in sentences(text)[found.sentence]
