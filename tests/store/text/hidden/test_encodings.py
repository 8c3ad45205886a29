"""Bytes that are written out in digits."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.store.text.hidden.decode import decoded
from alu.store.text.hidden.encodings import BASE32, BASE64, BINARY, BINARY_7, HEX, Code, grouped, readable, written

PLAIN = "She kept a tame gull there."
ENCODE = {
    "hex": (HEX, PLAIN.encode().hex(), "0123456789abcdef"),
    "base32": (BASE32, base64.b32encode(PLAIN.encode()).decode().rstrip("="), "ABCXYZ234567"),
    "base64": (BASE64, base64.b64encode(PLAIN.encode()).decode().rstrip("="), "ABCxyz0189+/"),
    "binary": (BINARY, "".join(f"{b:08b}" for b in PLAIN.encode()), "01"),
    "binary of seven": (BINARY_7, "".join(f"{b:07b}" for b in PLAIN.encode()), "01"),
}


@pytest.mark.parametrize("code", [c for c in ENCODE if c != "binary of seven"])
@given(st.data())
def test_digits_too_many_spoil_nothing(code: str, data: st.DataObject) -> None:
    how, digits, alphabet = ENCODE[code]
    before, after = (data.draw(st.text(alphabet=alphabet, max_size=9)) for _ in range(2))
    read = written(how, before + digits + after)
    assert read is not None
    assert "kept a tame gull" in read


@pytest.mark.parametrize("code", ENCODE)
def test_fewer_digits_than_a_code_has_are_none(code: str) -> None:
    how, digits, _ = ENCODE[code]
    assert written(how, digits[: how.least - 1]) is None


@pytest.mark.parametrize(("code", "digits"), [(HEX, "00" * 40), (BASE64, "A" * 60), (BINARY, "1" * 160)])
def test_what_is_no_text_is_not_read(code: Code, digits: str) -> None:
    assert written(code, digits) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"tame gull", "tame gull"),
        ("möwe ñandú".encode(), "möwe ñandú"),
        (b"tame\tgull", "tame\tgull"),
        (b"ab", None),
        (b"\xff\xfe\x00", None),
        (b"1234567", "1234567"),
        (b"E-48213", "E-48213"),
        (b"1234", None),
        (b"abc\x00def", None),
        (b"a!b?c;#$%&", None),
    ],
)
def test_only_text_is_readable(raw: bytes, text: str | None) -> None:
    assert readable(raw) == text


@pytest.mark.parametrize("between", [" ", "\n", "  ", "\n\n"])
def test_base64_is_read_in_groups(between: str) -> None:
    digits = base64.b64encode(PLAIN.encode()).decode()
    text = f"Here: {between.join(digits[i : i + 6] for i in range(0, len(digits), 6))}"
    assert PLAIN in grouped(text)


@pytest.mark.parametrize("text", ["", "iPhone and McDonald", "The U2F key of Room B12", "plain words only"])
def test_odd_words_are_no_groups(text: str) -> None:
    assert grouped(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"\u{67}\u{75}\u{6c}\u{6c}", "gull"),
        (r"\U00000067\U00000075ll", "gull"),
        (r"\147\165\154\154", "gull"),
        ("=67=75=6C=6C", "gull"),
        ("&#x67;ull", "gull"),
        ("g%75ll", "gull"),
        ("".join(chr(0xE0000 + ord(c)) for c in "gull"), "gull"),
        ("x".join(("", "".join(chr(0xE00F0 + ord(c)) for c in "gull"))), "xgull"),
        ("".join(chr(0xFE00 + b if b < 16 else 0xE00F0 + b) for b in b"gull\nat"), "gull\nat"),
        (r"\u{67}ull \147\165\154\154", "gull gull"),
    ],
)
def test_escapes_and_unseen_characters_are_read(text: str, read: str) -> None:
    assert read in decoded(text)


@pytest.mark.parametrize("text", [r"\u{ffffffff}", r"\U99999999", r"\400\500\600", "a=12", "❤\ufe0f❤\ufe0f❤\ufe0f"])
def test_what_is_no_escape_stays(text: str) -> None:
    assert decoded(text) == ()


@pytest.mark.parametrize("stray", ["d788", "00d788", "c2ad", "e0b8bf"])
def test_a_stray_letter_that_nobody_prints_spoils_nothing(stray: str) -> None:
    for digits in (PLAIN.encode().hex() + stray, stray + PLAIN.encode().hex()):
        read = written(HEX, digits)
        assert read is not None
        assert "kept a tame gull" in read
