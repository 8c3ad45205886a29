"""What hides in a text, and what must not be taken for a code."""

from __future__ import annotations

import base64
import codecs
import time
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.store.decode import ciphers, decoded

PLAIN = "Odalys Brannigan was born in Dunmorrow and kept a tame gull."
CODES = {"e": ".", "g": "--.", "l": ".-..", "u": "..-", "t": "-", "a": ".-", "m": "--"}


def shifted(text: str, by: int) -> str:
    return "".join(chr((ord(c) - 97 + by) % 26 + 97) if c.islower() else c for c in text.lower())


ENCODED = {
    "base64": base64.b64encode(PLAIN.encode()).decode(),
    "base64 in lines": base64.encodebytes(PLAIN.encode() * 2).decode(),
    "base64 for URLs": base64.urlsafe_b64encode(PLAIN.encode()).decode().rstrip("="),
    "base32": base64.b32encode(PLAIN.encode()).decode(),
    "hex": PLAIN.encode().hex(),
    "hex pairs": PLAIN.encode().hex(" "),
    "backslash x": "".join(f"\\x{b:02x}" for b in PLAIN.encode()),
    "backslash u": "".join(f"\\u{ord(c):04x}" for c in PLAIN),
    "html": "".join(f"&#{ord(c)};" for c in PLAIN),
    "url": quote(PLAIN),
    "all of it url": "".join(f"%{b:02X}" for b in PLAIN.encode()),
    "binary": " ".join(f"{b:08b}" for b in PLAIN.encode()),
    "decimal": " ".join(str(b) for b in PLAIN.encode()),
    "rot13": codecs.encode(PLAIN, "rot13"),
    "Caesar": shifted(PLAIN, 3),
    "mirrored": PLAIN.lower().translate(str.maketrans("abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba")),
    "reversed": PLAIN[::-1],
    "words reversed": " ".join(w[::-1] for w in PLAIN.split()),
    "rot13 in base64": base64.b64encode(codecs.encode(PLAIN, "rot13").encode()).decode(),
    "hex in base64": base64.b64encode(PLAIN.encode().hex().encode()).decode(),
}


@pytest.mark.parametrize("code", ENCODED)
def test_a_sentence_is_read_through_its_code(code: str) -> None:
    assert any(("kept" in d and "tame gull" in d.lower()) or "gull. tame" in d for d in decoded(ENCODED[code]))


@pytest.mark.parametrize("code", ENCODED)
def test_what_stands_around_a_code_stays(code: str) -> None:
    if code not in {"rot13", "Caesar", "mirrored", "reversed", "words reversed"}:
        found = decoded(f"The answer you want: {ENCODED[code]} ok")
        assert any(d.startswith("The answer you want:") and "dunmorrow" in d.lower() for d in found)


def test_letters_set_apart_are_words_again() -> None:
    assert "tame gull" in decoded("She kept  t a m e   g u l l  there.")[0]
    assert "civil engineer" in decoded("-".join("civilengineer"))


def test_morse() -> None:
    code = " / ".join(" ".join(CODES[c] for c in word) for word in ("gull", "tame"))
    assert [d.split() for d in decoded(code)] == [["gull", "tame"]]


def test_leet() -> None:
    assert "She kept a tame gull at the tower" in decoded("Sh3 k3pt a t4m3 gu11 at th3 t0w3r")
    assert "a silly lie" in decoded("a s1lly 1i3")


def test_first_letters_of_lines_and_sentences() -> None:
    lines = "Get up\nUnder it\nLater on\nLet go\nAnd so\nNo more"
    assert "g u l l a n" in decoded(lines)
    assert "g u l l a n" in decoded(". ".join(lines.splitlines()))


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "The commit is 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.",
        "Mikhail Bulgakov and Wladyslaw Szpilman met Ngozi Adichie.",
        "Quelle est la profession du père de l'auteur, et dans quelle ville travaille-t-il ?",
        "Call +44 20 7946 0958 or write to desk@example.org before 12:30.",
        "def area(r): return 3.14159 * r ** 2  # internationalization",
        "Room B2B on the 4th of May 2024 at 7pm costs $300!",
        "Es war einmal eine alte Geiß, die hatte sieben junge Geißlein.",
        "",
        "日本語の文章です。",
    ],
)
def test_harmless_text_hides_nothing(text: str) -> None:
    assert decoded(text) == ()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_decoded_into_a_few(text: str) -> None:
    found = decoded(text)
    assert len(found) <= 8
    assert text not in found
    assert len(ciphers(text)) == 3


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(ENCODED)), st.sampled_from(sorted(ENCODED)))
def test_codes_within_text_never_raise(one: str, other: str) -> None:
    assert decoded(f"{ENCODED[one]}\n{ENCODED[other]}")


@pytest.mark.parametrize("text", ["A" * 200_000, "4 1 " * 50_000, "%41" * 60_000, ".- " * 60_000, "a b " * 50_000])
def test_long_input_takes_no_endless_time(text: str) -> None:
    start = time.process_time()
    decoded(text)
    assert time.process_time() - start < 20


def test_ciphers_turn_mirror_and_reverse() -> None:
    assert ciphers("gull") == ("thyy", "tfoo", "llug")
