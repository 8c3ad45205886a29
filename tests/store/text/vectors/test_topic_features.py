"""What a topic's classifier reads of a text."""

from __future__ import annotations

import numpy as np
import pytest

from alu.store.text.harmless import exam, fields, harmless, homework, study
from alu.store.text.vectors.embedder import load_embedder
from alu.store.text.vectors.topic_calibration import TOPIC_WINDOW_WORDS
from alu.store.text.vectors.topic_features import COLUMNS, TopicFeatures, content, topic_features, windows


@pytest.fixture(scope="module")
def features() -> TopicFeatures:
    return topic_features(load_embedder())


def test_a_text_is_read_alike_whatever_its_case_and_option_letters(features: TopicFeatures) -> None:
    one, other, strange = (features.rows([t]) for t in ("Which pick?\nA. hook", "WHICH PICK?\nhook", "wool and yarn"))
    assert np.array_equal(one.column, other.column)
    assert np.allclose(one.value, other.value)
    assert not set(one.column.tolist()) <= set(strange.column.tolist())


def test_values_are_weighed_and_bounded(features: TopicFeatures) -> None:
    rows = features.rows(["a tame gull kept a gull", "", "x"])
    assert len(rows) == 3
    assert rows.owner.max() == 0
    words = rows.value[rows.column < 8_192]
    assert np.linalg.norm(words) == pytest.approx(1.5)
    assert rows.column.max() < COLUMNS
    assert np.isfinite(rows.dense).all()


def test_products_are_those_of_a_matrix(features: TopicFeatures) -> None:
    rows = features.rows(["a red boat", "two blue boats at sea", "hello"])
    whole = np.zeros((3, COLUMNS + rows.dense.shape[1]))
    np.add.at(whole, (rows.owner, rows.column), rows.value)
    whole[:, COLUMNS:] = rows.dense
    rng = np.random.default_rng(0)
    weights, amounts = rng.normal(size=whole.shape[1]), rng.normal(size=3)
    assert np.allclose(rows.times(weights), whole @ weights)
    assert np.allclose(rows.transposed_times(amounts), whole.T @ amounts)
    kept = np.array([True, False, True])
    assert np.allclose(rows.take(kept).times(weights), (whole @ weights)[kept])
    assert np.allclose(rows.joined(rows.take(kept)).times(weights), np.append(whole @ weights, (whole @ weights)[kept]))


def test_the_background_is_what_ships(features: TopicFeatures) -> None:
    rows = (*harmless(), *homework(), *fields())
    assert len(features.background) == len(exam()) + 2 * len(rows) + len(study())
    assert features.exam[0].startswith(exam()[0].question)
    assert topic_features(load_embedder()) is features
    assert features.version.endswith(load_embedder().name)


def test_a_long_text_comes_in_windows_that_leave_nothing_out() -> None:
    words = [f"w{n}" for n in range(200)]
    cut = windows(" ".join(words))
    assert set(" ".join(cut).split()) == set(words)
    assert all(len(w.split()) == TOPIC_WINDOW_WORDS for w in cut)
    assert windows("three words only") == ["three words only"]
    assert len(windows("字" * 4_000)) > 1


def test_what_only_says_how_to_answer_is_left_out() -> None:
    bare = "Which knot holds?\nreef knot\ngranny knot"
    labelled = "Which knot holds?\nA. reef knot\n(B) granny knot\nAnswer with the letter of the right option only."
    assert content(labelled) == bare
    assert windows(labelled) == [bare]
    assert content("Answer:") == "Answer:"


def test_fields_of_study_are_lines_without_twins() -> None:
    lines = study()
    assert len(lines) > 150
    assert len(set(lines)) == len(lines)
    assert all(4 <= len(line.split()) <= 60 for line in lines)
    asked = {q.question for q in exam()} | {row.text for row in (*harmless(), *homework(), *fields())}
    assert not asked & set(lines), "held-out scores would not be held out"


def test_texts_can_be_taken_and_joined_without_a_change(features: TopicFeatures) -> None:
    rows = features.rows(["a rake in a lock", "", "the tea is cold"])
    weights = np.random.default_rng(3).standard_normal(COLUMNS + rows.dense.shape[1])
    whole, kept = rows.times(weights), np.array([True, False, True])
    assert rows.take(kept).times(weights) == pytest.approx(whole[kept])
    assert rows.take(~kept).joined(rows.take(kept)).times(weights) == pytest.approx(whole[[1, 0, 2]])
    assert len(rows.take(np.zeros(3, bool))) == 0


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A. a rake\n(b) a hook", "a rake\na hook"),
        ("What is a rake?\nAnswer with the letter only.", "What is a rake?"),
        ("Answer with the letter only.", "Answer with the letter only."),
        ("", ""),
    ],
)
def test_labels_of_options_are_no_content(text: str, kept: str) -> None:
    assert content(text) == kept
