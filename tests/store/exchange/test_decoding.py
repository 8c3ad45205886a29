"""The text of files in many encodings: read where it is certain, refused where a name could come out wrong."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from alu.errors import InputError
from alu.store.exchange.decoding import bytes_of, text_of


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Жук и маяк", "windows-1251"),
        ("Жук и маяк", "koi8-r"),
        ("日本の灯台", "shift_jis"),
        ("등대지기", "cp949"),
        ("守灯塔的人", "gb18030"),
        ("Łódź", "windows-1250"),
        ("Şişli", "iso-8859-9"),
        ("מגדלור", "cp1255"),
        ("φάρος", "ISO-8859-7"),
        ("Müller", "utf-16-be"),
    ],
)
def test_an_encoding_that_is_named_is_used(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding), encoding) == text


@pytest.mark.parametrize("text", ["Müller", "Jürgen Groß", "Zoé «Müller»", "60 € – bar"])
def test_a_guess_is_made_where_all_code_pages_agree(text: str) -> None:
    assert text_of(text.encode("cp1252"), guess=True) == text
    with pytest.raises(InputError, match="line 1 is not UTF-8"):
        text_of(text.encode("cp1252"))


@pytest.mark.parametrize(
    ("text", "encoding"), [("Łódź", "cp1250"), ("Жук", "cp1251"), ("φάρος", "cp1253"), ("日本の灯台", "shift_jis")]
)
def test_no_guess_is_made_where_a_name_could_come_out_wrong(text: str, encoding: str) -> None:
    with pytest.raises(InputError, match="name its encoding"):
        text_of(text.encode(encoding), guess=True)


@pytest.mark.parametrize("encoding", ["rot13", "base64", "idna", "unicode_escape", "punycode", "", "no such", "utf\0"])
def test_what_no_file_is_written_in_is_no_encoding(encoding: str) -> None:
    with pytest.raises(InputError, match="no such encoding"):
        text_of(b"Ada Quill", encoding)


def test_the_line_of_the_first_bad_byte_is_named_and_not_what_is_on_it() -> None:
    with pytest.raises(InputError) as failed:
        text_of(b"Ada Quill\nBea Quill\nCl\xe9o Quill\n")
    assert "line 3 is not UTF-8" in str(failed.value)
    assert "Quill" not in str(failed.value)


def test_a_mark_is_no_part_of_the_text_whoever_decodes_it() -> None:
    assert text_of("\ufeffAda".encode()) == text_of(io.StringIO("\ufeffAda")) == "Ada"
    assert text_of("Ada".encode("utf-16")) == text_of("\ufeffAda".encode("utf-16-le"), "utf-16-le") == "Ada"


@pytest.mark.parametrize("source", [b"a\0b", io.StringIO("a\0b"), "a".encode("utf-32")])
def test_binary_is_no_text(source: bytes | io.StringIO) -> None:
    with pytest.raises(InputError, match="binary"):
        text_of(source)


def test_a_file_a_path_and_a_stream_hold_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_bytes(b"Ada Quill\r\n")
    assert bytes_of(path) == bytes_of(str(path)) == bytes_of(io.BytesIO(b"Ada Quill\r\n")) == b"Ada Quill\r\n"
    assert text_of(path) == "Ada Quill\r\n"


def test_a_folder_and_a_file_that_is_gone_are_clear_errors(tmp_path: Path) -> None:
    for path, reason in ((tmp_path, "Is a directory"), (tmp_path / "gone.txt", "No such file")):
        with pytest.raises(InputError, match=f"cannot be read: {reason}"):
            bytes_of(path)
