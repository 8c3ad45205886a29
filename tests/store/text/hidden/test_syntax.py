"""Diagrams and statements of a database, without their syntax."""

from __future__ import annotations

import pytest

from alu.store.text.hidden.syntax import without_syntax
from tests.linear import assert_linear


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("graph TD; Ada -->|keeps| Gull", "Ada keeps Gull."),
        ("flowchart LR\n  A[Ada Lark] --> B(Tarn)", "Ada Lark Tarn."),
        ('digraph { "Ada Lark" -> "gout" [label="illness"]; }', "Ada Lark gout illness."),
        ("INSERT INTO people (name, ill) VALUES ('Ada Lark', 'gout');", "name, ill Ada Lark , gout."),
        ("UPDATE people SET ill = 'gout' WHERE name = 'Ada Lark'", "ill gout name Ada Lark."),
    ],
)
def test_what_is_between_the_syntax_stays(text: str, said: str) -> None:
    assert without_syntax(text) == said


@pytest.mark.parametrize("text", ["Ada Lark has gout.", "Draw a graph of it.", "Select a value.", "", "-->"])
def test_other_texts_have_no_syntax(text: str) -> None:
    assert without_syntax(text) == ""


@pytest.mark.parametrize("piece", ["graph TD ", "digraph ", "select ", "a[", "insert into x ", "--> ", "update x "])
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    assert_linear(without_syntax, piece)
