"""What a calibrated threshold guarantees: the bound, how many rows it takes, and when it no longer holds."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alu.store.guarantee import LADDER, Guarantee, choose, detection_version, most, now, outdated, rows_needed, unusable
from alu.store.persist.events import Event

GIVEN = Guarantee(0.5, 0.01, 0.95, 299, 0, 20, 7, "wordllama-256", detection_version(), now())


def events(*ids: str, version: int = 8) -> list[Event]:
    return [Event(datetime.now(UTC), "add", i, "clerk", "", version) for i in ids]


@pytest.mark.parametrize(
    ("rate", "confidence", "flagged", "rows"), [(0.01, 0.95, 0, 299), (0.002, 0.95, 0, 1497), (0.01, 0.95, 1, 473)]
)
def test_how_many_rows_a_rate_takes(rate: float, confidence: float, flagged: int, rows: int) -> None:
    assert rows_needed(rate, confidence, flagged) == rows
    assert most(flagged, rows, confidence) <= rate < most(flagged, rows - 1, confidence)


@pytest.mark.parametrize(
    ("found", "rows", "confidence"), [(0, 299, 0.95), (3, 1000, 0.9), (17, 400, 0.99), (1, 2, 0.95)]
)
def test_the_bound_is_clopper_and_pearsons(found: int, rows: int, confidence: float) -> None:
    beta = pytest.importorskip("scipy.stats").beta
    assert most(found, rows, confidence) == pytest.approx(beta.ppf(confidence, found + 1, rows - found), rel=1e-9)
    assert most(rows, rows, confidence) == 1


def test_the_lowest_threshold_that_holds_is_chosen_and_the_first_that_fails_ends_it() -> None:
    tried: list[float] = []

    def flagged(threshold: float) -> int:
        tried.append(threshold)
        return 0 if threshold >= 0.6 or threshold == 0.3 else 50

    choice = choose(299, flagged, 0.01, 0.95)
    assert choice
    assert (choice.threshold, choice.flagged) == (0.6, 0)
    assert tried == [t for t in LADDER if t >= 0.5]
    assert choose(299, lambda t: 1, 0.01, 0.95) is None


def test_the_rate_holds_as_often_as_the_confidence_says() -> None:
    rng, broken, tries = random.Random(1), 0, 600
    true = {t: 0.2 * (1 - t) for t in LADDER}  # what each threshold really flags
    for _ in range(tries):
        scores = [rng.random() for _ in range(200)]
        choice = choose(200, lambda t: sum(s < true[t] for s in scores), 0.1, 0.9)  # noqa: B023
        broken += choice is not None and true[choice.threshold] > 0.1
    assert broken / tries <= 0.1 + 0.03


def test_a_guarantee_is_written_and_read_and_says_what_exchangeable_means() -> None:
    assert Guarantee.parse(GIVEN.dump()) == GIVEN
    for text in ("", "[]", "{}", "null", '{"threshold": 1}'):
        assert Guarantee.parse(text) is None
    assert "95 % confidence at most 1 % of traffic exchangeable with these 299 rows" in GIVEN.sentence
    assert "exchangeable means" in GIVEN.sentence
    assert "traffic that names no target" in replace(GIVEN, unnamed=True).sentence
    assert GIVEN.as_dict()["sentence"] == GIVEN.sentence


def test_it_is_warned_of_once_a_tenth_of_the_list_has_changed() -> None:
    assert outdated(GIVEN, GIVEN.embedder, events("a", "b", "c", version=7)) == ""
    assert outdated(GIVEN, GIVEN.embedder, events("a", "b", "a")) == ""
    assert "3 targets were added, changed or removed" in outdated(GIVEN, GIVEN.embedder, events("a", "b", "c"))


def test_one_of_another_version_or_embedder_is_not_used() -> None:
    assert "another version" in outdated(replace(GIVEN, detection="0"), GIVEN.embedder, ())
    assert "wordllama-256" in outdated(GIVEN, "minilm-384", ())


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.99])
def test_the_bound_rises_with_what_is_flagged_and_falls_with_the_rows(confidence: float) -> None:
    by_found = [most(found, 200, confidence) for found in range(0, 201, 20)]
    assert by_found == sorted(by_found)
    by_rows = [most(3, rows, confidence) for rows in (3, 10, 100, 10_000)]
    assert by_rows == sorted(by_rows, reverse=True)
    assert most(3, 100, 0.4) < most(3, 100, confidence)


@pytest.mark.parametrize("change", [{"targets": "x"}, {"more": 1}])
def test_fields_of_a_newer_alu_are_passed_over(change: dict[str, object]) -> None:
    read = Guarantee.parse(json.dumps({**json.loads(GIVEN.dump()), **change}))
    assert read is not None
    assert read.as_dict()["threshold"] == GIVEN.threshold
    assert "more" not in read.as_dict()


def test_a_guarantee_of_an_empty_list_ends_with_the_first_target() -> None:
    empty = replace(GIVEN, targets=0)
    assert outdated(empty, GIVEN.embedder, ()) == ""
    assert "1 targets were added" in outdated(empty, GIVEN.embedder, events("a"))


def test_the_reason_that_a_threshold_means_nothing_comes_before_what_changed() -> None:
    changed = events("a", "b", "c")
    assert outdated(GIVEN, "minilm-384", changed) == f"{unusable(GIVEN, 'minilm-384')}: run `alu calibrate` again"
    assert unusable(GIVEN, GIVEN.embedder) == ""
