"""Who is pointed to without the name."""

from __future__ import annotations

import pytest

from alu.store.match.names.allusion import alludes, points

NAMES = ("Odalys Brannigan", "Petra Lindqvist-Mora")


@pytest.mark.parametrize(
    "text",
    [
        "Where was O. B. born?",
        "Where was O.B. born?",
        "Where was O B born?",
        "What did P. L.-M. paint?",
        "What did P. L. paint?",
        "Where was オダリス・ブラニガン born?",
        "Where was Одалис Бранниган born?",
        "Where was Οντάλις Μπράνιγκαν born?",
    ],
)
def test_initials_and_other_scripts_allude(text: str) -> None:
    assert alludes(text, NAMES)
    assert points(text)


@pytest.mark.parametrize(
    "text",
    [
        "Where was T. W. born?",
        "Where was B. O. born?",
        "Where was リンダ・ハリソン born?",
        "Where was Линда Харрисон born?",
    ],
)
def test_initials_and_other_scripts_of_others_point_elsewhere(text: str) -> None:
    assert not alludes(text, NAMES)
    assert points(text)


@pytest.mark.parametrize(
    "text",
    [
        "Where was she born?",
        "Where in the U. S. was she born?",
        "Who has a B.A. or an M. A. of that school?",
        "What does 東京 mean?",
        "どこで生まれましたか？",
        "Где родилась Линда Харрисон?",
        "o. b. or not",
        "",
    ],
)
def test_other_texts_point_to_nobody(text: str) -> None:
    assert not points(text)


def test_a_single_word_has_no_initials() -> None:
    assert not alludes("Who is B. D.?", ["Buddha", "", "  "])


@pytest.mark.parametrize(("text", "name"), [("wireless mouse 好用吗？", "Zhao Dong"), ("كيف أثبت USB-C؟", "C4")])
def test_what_is_short_or_in_chinese_reads_like_no_name(text: str, name: str) -> None:
    assert not alludes(text, [name], 70)
