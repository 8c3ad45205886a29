"""A user's own prompts: how they are read, and which of them name a target."""

from __future__ import annotations

import json

import numpy as np
import pytest

from alu.errors import InputError
from alu.store.guarantee import most
from alu.store.match.everyday import touches
from alu.store.match.inquiry import Inquiry
from alu.store.text.harmless import exam
from alu.store.traffic import Exchange, calibrated, found_probes, naming_lines, read_traffic
from benchmarks.topic_curve import best
from tests.detectors import snapshot
from tests.stores import target
from tests.topics import LOCKS

STORED = snapshot([target("Odalys Brannigan", ["She kept a tame gull in the lighthouse."], id="keeper")])


def rows(*texts: str) -> list[Exchange]:
    return [Exchange(number, text) for number, text in enumerate(texts, 1)]


def test_a_prompt_a_line_keeps_its_number_and_loses_the_blanks_around_it() -> None:
    assert read_traffic("Wie spät ist es?\n\n  何時ですか \r\n", jsonl=False) == [
        Exchange(1, "Wie spät ist es?"),
        Exchange(3, "何時ですか"),
    ]


def test_a_line_of_jsonl_may_hold_an_answer_and_a_target() -> None:
    line = json.dumps({"text": "Who?", "draft": "Nobody.", "target": "keeper", "other": 1})
    assert read_traffic(f"\n{line}\n", jsonl=True) == [Exchange(2, "Who?", "Nobody.", "keeper")]


def test_a_line_separator_within_a_prompt_makes_no_new_line() -> None:
    assert len(read_traffic("one\u2028and the same\u0085line\n", jsonl=False)) == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 2: not JSON"),
        ("[" * 100_000, "line 2: not JSON"),
        ("[]", 'line 2: no object with a string "text"'),
        ('"secret words"', 'line 2: no object with a string "text"'),
        ('{"text": " "}', 'line 2: no object with a string "text"'),
        ('{"text": 1931}', 'line 2: no object with a string "text"'),
        ('{"text": "secret words", "draft": 3}', 'line 2: "draft" is no string'),
        ('{"text": "secret words", "target": null}', 'line 2: "target" is no string'),
    ],
)
def test_a_bad_line_is_named_and_not_quoted(line: str, says: str) -> None:
    with pytest.raises(InputError) as failed:
        read_traffic(f'{{"text": "fine"}}\n{line}', jsonl=True)
    assert str(failed.value) == says
    assert "secret" not in repr(Exchange(1, "secret words", "a secret"))


@pytest.mark.parametrize("jsonl", [True, False])
@pytest.mark.parametrize("text", ["", "\n \n\t\n"])
def test_no_line_is_an_error(text: str, jsonl: bool) -> None:
    with pytest.raises(InputError, match="give a prompt a line"):
        read_traffic(text, jsonl=jsonl)


def test_rows_that_name_a_target_are_known_by_question_or_answer() -> None:
    named = [*rows("What is a gull?", "Where was Odalys Brannigan born?"), Exchange(3, "Who?", "Odalys Brannigan.")]
    assert naming_lines(STORED.detector, named) == [2, 3]
    assert naming_lines(STORED.detector, []) == []


def test_a_probe_counts_where_its_own_target_is_found() -> None:
    asked = "Where was Odalys Brannigan born?"
    probes = [Exchange(1, asked), Exchange(2, asked, target="keeper"), Exchange(3, asked, target="somebody")]
    assert found_probes(STORED.detector, probes) == 2
    assert found_probes(STORED.detector, rows("How do I poach an egg?")) == 0


def test_too_few_rows_say_how_many_are_needed_before_any_is_checked() -> None:
    seen: list[int] = []
    with pytest.raises(InputError, match="needs 299 rows if none of them is flagged, and there are 2"):
        calibrated(
            STORED,
            rows("What is a gull?", "Why?"),
            rate=0.01,
            confidence=0.95,
            progress=lambda *done: seen.append(done[1]),
        )
    assert not seen


def test_rows_that_are_flagged_at_every_threshold_are_named_by_their_lines() -> None:
    asked = rows(*(f"Where was Odalys Brannigan born, {n}?" for n in range(12)))
    with pytest.raises(InputError) as failed:
        calibrated(STORED, asked, rate=0.5, confidence=0.9)
    assert "12 of 12 rows are flagged even at 0.9 (lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more)" in str(failed.value)
    assert "Brannigan" not in str(failed.value)


def test_harmless_rows_give_the_lowest_threshold_and_every_row_is_counted() -> None:
    seen: list[tuple[int, int]] = []
    asked = rows(*(f"What is {n} times seven?" for n in range(8)))
    made = calibrated(
        STORED, asked, rate=0.5, confidence=0.9, progress=lambda what, done, all_: seen.append((done, all_))
    )
    assert (made.threshold, made.flagged, made.rows, made.targets) == (0.3, 0, 8, 1)
    assert set(seen) == {(n, 8) for n in range(1, 9)}
    assert made.sentence.startswith("With 90 % confidence at most 50 %")


def test_the_limits_of_topics_move_with_the_threshold_and_keep_the_rate() -> None:
    stored = snapshot([LOCKS])
    plain, near = [f"What is {n} plus {n}?" for n in range(60)], [q.text for q in exam()]
    nearest = [near[n] for n in np.argsort(-best(stored.at(0.5).topics, near))[:4]]
    counts = [sum(touches(stored.at(t), Inquiry(q), "") for q in nearest) for t in (0.9, 0.5, 0.3)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1], "else the threshold moves nothing"
    mixed = calibrated(stored, rows(*plain, *nearest), rate=0.05, confidence=0.9)
    assert most(mixed.flagged, mixed.rows, 0.9) <= 0.05
    assert mixed.threshold > calibrated(stored, rows(*plain), rate=0.05, confidence=0.9).threshold
