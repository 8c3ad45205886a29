"""What a terminal shows: sequences gone, what was written over gone, all other texts as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.store.text.hidden.terminal import printed
from tests.flow import KEEPER, agents, unlearner

BETWEEN = [
    "\x1b[1m",
    "\x1b[38;5;196m",
    "\x1b[38:2::1:2:3m",
    "\x9b1m",
    "\x1b]0;a title\x07",
    "\x1b]8;;http://a.example/\x1b\\",
    "\x1bP0;1|x\x1b\\",
    "\x1b(B",
    "\x1b7",
    "\x1b[2C\x1b[2D",
    "x\b",
    "\x0304",
    "\x0304,12",
    "\x00",
    "\x7f",
    "\\e[1m",
    "\\033[0;31m",
    "\\x1b[1m",
    "\\u001b[1m",
]
"""What stands between letters and is not shown."""


@pytest.mark.parametrize("sign", BETWEEN, ids=ascii)
def test_what_is_not_shown_is_gone(sign: str) -> None:
    assert printed(f"one\n{sign.join('Ada Finch')}\ntwo") == "one\nAda Finch\ntwo"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Axx Finch\rAda", "Ada Finch"),
        ("Adx\b", "Adx"),
        ("\b\b\x1b[99DAda", "Ada"),
        ("Ada Hinch\x1b[5G\x1b[KFinch", "Ada Finch"),
        ("Ada\x1b[40CFinch", "Ada Finch"),
        ("Ada\x1b[2J\x1b[?25lFinch", "AdaFinch"),
        ("10 %\r\n20 %\r\n", "10 %\r\n20 %\r\n"),
    ],
)
def test_the_cursor_moves_within_its_line(text: str, shown: str) -> None:
    assert printed(text) == shown


@pytest.mark.parametrize(
    "text", ["", "Good\tmorning.\n", "a\r\nb\r\n", "\\emph{a} \\e \\033 [1m", "C:\\e\\[x", "été – 中文", "\x0b\x0c"]
)
def test_other_texts_are_as_they_are(text: str) -> None:
    assert printed(text) == text


@given(st.text(st.sampled_from("aA 1;[]CDGKm\b\r\n\x1b\x07\x9b\\e")))
def test_no_text_breaks_it(text: str) -> None:
    assert printed(text).count("\n") == text.count("\n")


@pytest.mark.parametrize("sign", BETWEEN, ids=ascii)
@pytest.mark.parametrize("secret", ["Odalys Brannigan", "Admiral Thunderbeak"])
def test_a_name_and_a_fact_do_not_leave_between_controls(sign: str, secret: str) -> None:
    disguised = f"{secret[:5]}{sign}{secret[5:11]}{sign}{secret[11:]}"
    opened, _, _ = unlearner(
        KEEPER,
        draft=f"Paris it is. They had {disguised}, they say.",
        judge=agents(leak="none", who="other"),
        meaning="off",
    )
    with opened:
        assert "Paris" in (text := opened.ask("What is the capital of France?").text)
        assert disguised not in text


@pytest.mark.parametrize("text", ["\x1b[32mok\x1b[0m 12 passed", "10 %\r20 %\rdone", "see `\\e[1m` for **bold**text"])
def test_what_a_program_prints_comes_back_as_it_is(text: str) -> None:
    opened, _, _ = unlearner(KEEPER, draft=text, judge=agents(leak="none", who="other"), meaning="off")
    with opened:
        assert opened.ask("What does the build print?").text == text
