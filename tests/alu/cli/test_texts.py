"""What a person hands over is UTF-8 text or an error that says where; what is shown cannot steer a terminal."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from alu.cli import output
from alu.cli.output import confirmed, counted, plain, table
from alu.cli.texts import question_text, read_text
from alu.errors import InputError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "in.txt"


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes, *, terminal: bool = False) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    monkeypatch.setattr(output, "at_terminal", lambda: terminal)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"abc\xff", r"in\.txt is not UTF-8 text \(byte 4\)"),
        ("Çelik".encode("latin-1"), r"not UTF-8 text \(byte 1\)"),
        (b"a\x00b", r"in\.txt is a binary file"),
        ("Çelik".encode("utf-16"), "not UTF-8|binary"),
        (b"x" * 2001, r"in\.txt is longer than 2 kB"),
    ],
)
def test_what_is_no_text_is_named_and_not_quoted(file: Path, data: bytes, says: str) -> None:
    file.write_bytes(data)
    with pytest.raises(InputError, match=says) as caught:
        read_text(str(file), limit=2000)
    assert "abc" not in str(caught.value)


def test_a_text_comes_as_it_is_up_to_the_limit_without_the_mark_of_its_encoding(file: Path) -> None:
    for text in ("", "x" * 2000, "two\r\nlines\n\n", "\u2028山田"):
        file.write_bytes(text.encode())
        assert read_text(str(file), limit=2000) == text
    file.write_bytes(b"\xef\xbb\xbfname")
    assert read_text(str(file)) == "name"


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.txt"):
        with pytest.raises(InputError, match=f"{path.name} cannot be read: "):
            read_text(str(path))


@pytest.mark.parametrize("given", [None, "-"])
def test_a_piped_question_loses_its_line_ends_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, given: str | None
) -> None:
    piped(monkeypatch, "  Who?\n\nAnd où? \r\n\n".encode())
    assert question_text(given, 100) == "  Who?\n\nAnd où? "


def test_a_question_on_the_command_line_is_not_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, b"something else")
    assert question_text(" Who?\n", 1) == " Who?\n"
    with pytest.raises(InputError, match="the question is not UTF-8 text"):
        question_text("Who is \udcff?", 100)  # how Python hands over a byte that is no UTF-8


def test_nothing_asked_at_a_terminal_is_answered_with_how_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, b"", terminal=True)
    with pytest.raises(InputError, match="pipe the question in"):
        question_text(None, 100)
    for nothing in (b"", b" \n\n"):
        piped(monkeypatch, nothing)
        with pytest.raises(InputError, match="the question is empty"):
            question_text(None, 100)
    piped(monkeypatch, b"x" * 3001)
    with pytest.raises(InputError, match="standard input is longer than 3 kB"):
        question_text(None, 3000)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("a\x1b[31mb", "a [31mb"), ("\r\nx\t", "x"), ("a\u202eb", "a b"), ("山田 é", "山田 é"), (None, "None"), ("", "")],
)
def test_a_cell_is_one_line_of_printable_characters(cell: object, shown: str) -> None:
    assert plain(cell) == shown


def test_columns_are_as_wide_as_their_widest_cell_and_lines_end_without_blanks() -> None:
    assert table(("id", "name"), [("x", "Ada"), ("longer", "")]) == ["id      name", "x       Ada", "longer"]
    assert table(("id", "name"), []) == ["id  name"]
    with pytest.raises(ValueError, match="zip"):
        table(("id", "name"), [("x",)])


@pytest.mark.parametrize(("number", "shown"), [(1, "1 day"), (0, "0 days"), (1000, "1,000 days"), (0.5, "0.5 days")])
def test_a_number_of_things_is_one_or_many(number: float, shown: str) -> None:
    assert counted(number, "day") == shown
    assert counted(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize(
    ("reply", "kept"), [(b"y\n", True), (b" YES \n", True), (b"yes please\n", False), (b"\n", False), (b"", False)]
)
def test_only_a_plain_yes_is_a_yes(monkeypatch: pytest.MonkeyPatch, reply: bytes, *, kept: bool) -> None:
    piped(monkeypatch, reply, terminal=True)
    assert confirmed("Remove it?", yes=False) is kept


def test_where_nobody_can_be_asked_the_answer_is_given_beforehand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped(monkeypatch, b"n\n")
    with pytest.raises(InputError, match="add --yes"):
        confirmed("Remove it?", yes=False)
    assert confirmed("Remove it?", yes=True)
    assert capsys.readouterr().err == ""
