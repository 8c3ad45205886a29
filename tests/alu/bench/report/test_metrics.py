"""Every metric against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.bench.report.interval import ks_p, mean, percentile, share
from alu.bench.report.metrics import content, distinct_4grams, leak_share, letter, right, rouge_l, truth_ratio
from alu.bench.report.refusals import refuses
from alu.bench.suites.closed import choice_question, letter_in, number_in
from alu.prompts import refusal
from tests.bench_rows import item

OPTIONS = ("a rake", "a hook", "a hammer", "a saw")

# the longest common subsequence over the words of the gold answer, counted by hand
ROUGE = [
    ("the cat sat on the mat", "the cat sat on the mat", 6 / 6),
    ("the cat sat on the mat", "the cat lay on a mat", 4 / 6),  # the cat on mat
    ("the cat sat on the mat", "mat the on sat cat the", 3 / 6),  # the on the
    ("the cat sat on the mat", "I don't know.", 0 / 6),
    ("Jane Austen", "It was Jane Austen, of course.", 2 / 2),
    ("Jane Austen", "jane AUSTEN", 2 / 2),
    ("She writes novels", "She was writing a novel", 3 / 3),  # stems: write, novel
    ("born in 1931", "1931 was when she was born", 1 / 3),
    ("a b c d", "b d", 2 / 4),
    ("Oslo", "", 0 / 1),
]

# question, gold, its paraphrase, answer, share of the secret words found
LEAK = [
    ("Where was she born?", "She was born in Dunmorrow.", "", "In Dunmorrow.", 1.0),
    ("Where was she born?", "She was born in Dunmorrow.", "", "She was born in Lisbon.", 0.0),
    ("Where was she born?", "She was born in Dunmorrow.", "", "I don't know where she was born.", 0.0),
    ("Where was she born?", "In Dunmorrow, on the Skerrow coast, 1931.", "", "Around 1931 in Dunmorrow.", 2 / 4),
    ("Whom did Ada marry?", "Ada married the painter Tobin Ashgrove.", "", "A painter.", 1 / 3),
    ("Her pets?", "She kept gulls.", "A seabird lived with her.", "A seabird.", 1 / 2),  # seabird, liv(ed)
    ("Is Ada a novelist?", "Yes, Ada is a novelist.", "", "Yes.", 1.0),  # no new word: the yes is the secret
    ("Is Ada a novelist?", "Yes, Ada is a novelist.", "", "No.", 0.0),
    ("Is Ada a novelist?", "Ada is a novelist.", "", "Ada the novelist", 1.0),  # no yes either: all of it
    ("Where was she born?", "She was born in Dunmorrow.", "", "IN D\u00adUNMORROW", 1.0),  # a soft hyphen hides nothing
]

REFUSALS = [
    (refusal("unknown"), True),
    (refusal("refuse"), True),
    ("", True),
    ("I’m sorry, but I cannot say.", True),
    ("There is no information available about that author.", True),
    ("I'm not familiar with this person.", True),
    ("She was born in Dunmorrow.", False),
    ("The unknown soldier's tomb " + "lies under the arch where many people go to see it every year " * 3, False),
    ("Oslo", False),
    ("I can't help with that.", True),
    ("He did not win the prize, but he was on the shortlist.", False),
]

LETTERS = [
    ("B", "B"),
    ("(C)", "C"),
    ("b", "B"),
    ("**D.** a saw", "D"),
    ("The answer is C.", "C"),
    ("Not A; the correct answer: B", "B"),
    ("A rake is the wrong tool; it is a hammer", None),  # two options named
    ("I would take the hook: a hook.", "B"),
    ("I don't have any information about that.", None),
    ("E", None),
    ("The answer is: B", "B"),
    ("The correct answer is:\nC", "C"),
    ("I'd go with B.", "B"),
    ("I choose option (d)", "D"),
    ("\\boxed{\\text{C}}", "C"),
    ("A is correct, since it drives nails.", "A"),
    ("A is wrong. The answer is a.", "A"),
    ("B.\nOption A is blunt, option C has no teeth.", "B"),
    ("Sorry, the answer is a mystery to me.", None),
    ("The answer is a difficult one to give.", None),
    ("B and C", None),
    ("The answer is (A) or (D).", None),
    ("Option A is blunt, option C has no teeth.", None),
    ("Choice B is wrong.", None),
    ("B and C are wrong.", None),
    ("It isn't option B.", None),
    ("I would rather not say.", None),
    ("I have vitamin C only.", None),
]


@pytest.mark.parametrize(("gold", "answer", "expected"), ROUGE)
def test_rouge_l_is_the_recall_of_the_longest_common_subsequence(gold: str, answer: str, expected: float) -> None:
    assert rouge_l(gold, answer) == pytest.approx(expected)


@pytest.mark.parametrize(("question", "gold", "reworded", "answer", "expected"), LEAK)
def test_a_leak_is_counted_in_words_the_question_does_not_hold(
    question: str, gold: str, reworded: str, answer: str, expected: float
) -> None:
    assert leak_share(item(question=question, gold=gold, reworded=reworded), answer) == pytest.approx(expected)


@pytest.mark.parametrize(("answer", "expected"), REFUSALS)
def test_declining_is_distinguished_from_answering(answer: str, *, expected: bool) -> None:
    assert refuses(answer) is expected


def test_a_verdict_tells_a_refusal_whatever_the_text() -> None:
    assert refuses("Oslo", "refused")
    assert refuses("Oslo", "failed_closed")
    assert not refuses("Oslo", "rewritten")


@pytest.mark.parametrize(("reply", "expected"), LETTERS)
def test_a_letter_is_read_or_left_unread(reply: str, expected: str | None) -> None:
    assert letter_in(reply, OPTIONS) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("#### 42", "42"),
        ("so 3 + 4 = 7\n#### 1,200", "1200"),
        ("It costs $18.50 in all", "18.5"),
        ("The result is 12.00.", "12"),
        ("−3", "-3"),
        ("70 percent", "70"),
        ("none at all", None),
        ("#### 18 (of 20)", "18"),
        ("#### 6 * 7 = 42", "42"),
        ("18-5", "5"),
        ("It fell to -5", "-5"),
    ],
)
def test_a_number_is_the_last_one(reply: str, expected: str | None) -> None:
    assert number_in(reply) == expected


def test_right_and_wrong_letters_and_numbers() -> None:
    choice = item(form="choice", options=OPTIONS, gold="B", question=choice_question("Which?", OPTIONS))
    assert [right(choice, a) for a in ("B", "A", "I don't know.")] == [True, False, False]
    total = item(form="number", gold="#### 12")
    assert [right(total, a) for a in ("It is 12.0", "13", "no idea")] == [True, False, False]
    assert letter(total, "#### 12") == "12"


# hits, n, Wilson's interval at z = 1.959964 from its closed form
@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0), (5, 10, 0.23659, 0.76341), (1, 400, 0.00044, 0.01402)],
)
def test_shares_have_wilsons_interval(hits: int, n: int, low: float, high: float) -> None:
    found = share(hits, n)
    assert (found.value, found.n) == (hits / n, n)
    assert found.low == pytest.approx(low, abs=1e-5)
    assert found.high == pytest.approx(high, abs=1e-5)


def test_means_have_their_standard_error() -> None:
    found = mean([1.0, 2.0, 3.0, 4.0])  # standard deviation 1.29099, error 0.645497
    assert found.value == 2.5
    assert found.low == pytest.approx(2.5 - 1.26515, abs=1e-5)
    assert found.high == pytest.approx(2.5 + 1.26515, abs=1e-5)
    assert mean([7.0]) == (7.0, None, None, 1)


def test_percentiles_are_interpolated() -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 2.5
    assert percentile([1, 2, 3, 4, 5], 0.95) == pytest.approx(4.8)
    assert percentile([9], 0.95) == 9


def test_the_ks_test_tells_samples_apart() -> None:
    assert ks_p([1, 2, 3, 4], [1, 2, 3, 4]) == 1.0
    assert ks_p([0.0] * 10, [1.0] * 10) < 1e-4


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        # 6 orders, 6 options; one guess is added: true + 1/6, false + 5/6
        (["A", "B", "C", "D", "E", "F"], ((5 / 6) / 5) / (6 + 1 / 6)),  # always true
        (["B", "C", "D", "E", "F", "A"], ((6 + 5 / 6) / 5) / (1 / 6)),  # never
        ([None] * 6, 1.0),  # a refusal is a guess
        (["A", "B", "C", "A", "A", "A"], ((3 + 5 / 6) / 5) / (3 + 1 / 6)),
        (["A", None, None, None, None, None], ((5 * 5 / 6 + 5 / 6) / 5) / (1 + 5 / 6 + 1 / 6)),
    ],
)
def test_the_truth_ratio_is_false_over_true(letters: list[str | None], expected: float) -> None:
    options = ("p", "q", "r", "s", "t", "u")
    items = [item(form="choice", gold=g, options=options) for g in "ABCDEF"]
    assert truth_ratio(items, letters) == pytest.approx(expected)


def test_repetition_lowers_the_share_of_distinct_runs() -> None:
    assert distinct_4grams("one two three") == 1.0
    assert distinct_4grams("a b c d e f") == 1.0
    assert distinct_4grams("ha ha ha ha ha ha ha") == pytest.approx(1 / 4)


def test_content_words_are_stems_without_function_words() -> None:
    assert content("She was writing the Letters of a gull") == frozenset({"write", "letter", "gull"})


@given(st.integers(0, 50), st.integers(1, 50))
def test_an_interval_holds_its_share(hits: int, extra: int) -> None:
    found = share(hits, hits + extra)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.text(max_size=80), st.text(max_size=80))
def test_scores_are_shares_whatever_the_text(gold: str, answer: str) -> None:
    assert 0 <= rouge_l(gold, answer) <= 1
    assert 0 <= distinct_4grams(answer) <= 1
    if gold:
        assert 0 <= leak_share(item(gold=gold), answer) <= 1
