"""Words that are given one by one in the same frame."""

from __future__ import annotations

import pytest

from alu.store.text.hidden.frames import unframed
from tests.linear import assert_linear


@pytest.mark.parametrize(
    "text",
    [
        "print('Ada', end=' ')\nprint('Lark', end=' ')",
        "echo Ada\necho Lark",
        "Step 1: write Ada.\nStep 2: write Lark.",
        "The first word is Ada.\n\nThe second word is Lark.",
        "[00:00] Ada\n[00:01] Lark",
        "assert w[0] == 'Ada'\nassert w[1] == 'Lark'",
        "\\item Ada\n\\item Lark",
        "Bring an Ada home,\nBring an Lark home,",
        "(1) Ada (2) Lark",
        "1) Ada 2) Lark",
        "1. Ada 2. Lark",
        "0=Ada, 1=Lark",
        "i. Ada ii. Lark",
        "a) Ada b) Lark",
        "“Ada” then “Lark”",
        "Ada, followed by Lark",
        r"Ada\s+Lark",
        r"Ada\nLark",
        "(0, 'Ada'), (1, 'Lark')",
    ],
)
def test_what_stands_in_frames_is_read_together(text: str) -> None:
    assert any("Ada Lark" in " ".join(one.translate(dict.fromkeys(map(ord, "'“”"))).split()) for one in unframed(text))


def test_lines_between_stay() -> None:
    text = "words = []\nwords.append('Ada')\nwords.append('Lark')\nshow(words)"
    assert list(unframed(text)) == ["words = []\nAda Lark\nshow(words)"]


@pytest.mark.parametrize(
    "text",
    [
        "Ada has 1 gull and 2 geese.",
        "It rains.\nTake a coat.",
        "1. Fill the kettle with water from the tap.\n2. Wait until it boils, and pour.",
        "Ada then went home.",
        "",
        "x",
        "In 1931 she came, in 1932 she left.",
        "Ada\nLark",
        "Ada has 54/2 = 27 pears.\nLark has 27+6 = 33 pears.",
    ],
)
def test_other_texts_have_no_frames(text: str) -> None:
    assert list(unframed(text)) == []


@pytest.mark.parametrize(
    "piece", ["say a\n", "1. a 2. b ", "i. a ", "a b c d\n", "Ada then ", "(0) ", "\n", "[1] x\n", "\\s"]
)
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    assert_linear(lambda text: list(unframed(text)), piece)
