"""What hides in a text, and what must not be taken for a code."""

from __future__ import annotations

import base64
import codecs
import hashlib
import inspect
import random
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.bench.synthetic import synthetic_targets
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from alu.store.text.hidden.decode import ciphers, decoded, unread
from alu.store.text.normalise import sentences
from tests.flow import unlearner
from tests.linear import assert_linear

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


GLUED = [
    "It was &#79dalys &#66rannigan.",
    "It was &#x4f;dalys &#X42;rannigan.",
    r"It was \117dalys \102rannigan.",
    r"It was Odal\171s Brannig\141n.",
    "It was Odalys1 Brannigan2.",
    "It was Odalys[1] Brannigan[12].",
    "It was Odalys¹ Brannigan†.",
]


@pytest.mark.parametrize("text", GLUED)
def test_a_name_is_read_with_a_letter_escaped_or_a_footnote_at_it(text: str) -> None:
    assert any("Odalys Brannigan" in d for d in decoded(text))


def test_an_accent_is_read_without_its_semicolon() -> None:
    assert "In Skerröw." in decoded("In Skerr&oumlw.")


@pytest.mark.parametrize("text", [r"Use \1 and \012 here.", "The A4 sheet, H2O, 3D.", "x = a &b; &#9"])
def test_a_short_escape_that_is_no_letter_and_short_codes_stay(text: str) -> None:
    assert not any("\n" in d or "The A sheet" in d for d in decoded(text))


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


def in_groups(text: str, n: int, between: str = " ") -> str:
    return between.join(text[i : i + n] for i in range(0, len(text), n))


def turned(text: str) -> str:
    return codecs.encode(text, "rot13")


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


HASH, HEX, BASE64 = hashlib.md5(b"x").hexdigest(), PLAIN.encode().hex(), ENCODED["base64"]
BITS = "".join(f"{b:08b}" for b in PLAIN.encode())
FILLER = "The wind blows hard from the west in winter, and the boats stay in the harbour for many weeks. " * 4
GIBBERISH = "zxqv wkjh plmo qazx wsxe dcrf vtgb yhnu jmik olpq azws xedc rfvt gbyh nujm kiol "
DECOYS = (
    *(
        "48 65 6c 6c 6f 20 77 6f 72 6c 64",
        "01001000 01100101 01101100 01101100 01101111",
        "72 101 108 108 111 32 119 111",
    ),
    *(
        "JBSWY3DPEBLW64TMMQ======",
        "%48%65%6c%6c%6f",
        "&#72;&#101;&#108;",
        ".... . .-.. .-.. ---",
        "h e l l o t h e r e",
    ),
    *("h3ll0 w0r1d", "uryyb jbeyq guvf vf n grfg", "SGVsbG8gd29ybGQgdGhpcyBpcyBhIHRlc3Q="),
)
DISTURBED = {
    "hex after a byte": f"ff {HEX}",
    "hex before a byte": f"{HEX} ff",
    "hex after a hash": f"{HASH} {HEX}",
    "hex joined to a hash": HASH + HEX,
    "hex after a low byte": f"12 {HEX}",
    "hex after a high byte": f"90 {HEX}",
    "hex after a digit": f"a{HEX}",
    "hex pairs after a digit": f"f {PLAIN.encode().hex(' ')}",
    "base64 in fours": in_groups(BASE64, 4),
    "base64 in fives": in_groups(BASE64, 5),
    "base64 in tens": in_groups(BASE64, 10),
    "base64 in fours after words": f"Sure, here it is: that {in_groups(BASE64, 4)}",
    "base64 after a line": f"Certainly\n{BASE64}",
    "base64 joined to letters": f"xy{BASE64}",
    "base64 in short quoted pieces": '"' + in_groups(BASE64, 4, '" + "') + '"',
    "base64 in quoted pieces": '"' + in_groups(BASE64, 10, '" + "') + '"',
    "base32 joined to letters": f"ABC{ENCODED['base32']}",
    "binary after a digit": f"1{BITS}",
    "turned, then reversed": turned(PLAIN)[::-1],
    "turned and joined": turned(letters(PLAIN)),
    "reversed and joined": letters(PLAIN)[::-1],
    "joined": letters(PLAIN),
    "Caesar after another letter": f"Voilà é {shifted(PLAIN, 7)}",
    "reversed after filler": FILLER + PLAIN[::-1],
    "words reversed after filler": FILLER + ENCODED["words reversed"],
    "turned after gibberish": GIBBERISH + turned(PLAIN),
    "after a long text": "It is a fine day. " * 6_000 + BASE64,
    "across two windows": "It is a fine day. " * 1_108 + BASE64,
    "behind other codes": "\n".join((*DECOYS, base64.b64encode(HEX.encode()).decode())),
}
"""What a reader makes out at once, though a decoder that wants it clean does not."""


@pytest.mark.parametrize("code", DISTURBED)
def test_what_stands_next_to_a_code_does_not_hide_it(code: str) -> None:
    found = [letters(d).lower() for d in decoded(DISTURBED[code])]
    assert any("keptatamegull" in d or "gulltameakept" in d for d in found)


@pytest.mark.parametrize(
    "write",
    [
        '{{"first":"{}","last":"{}"}}'.format,
        '{{"first": "{}",\n "born": 1931,\n "last": "{}"}}'.format,
        '{{\\"first\\": \\"{}\\", \\"last\\": \\"{}\\"}}'.format,
        "First name: {}\nLast name: {}".format,
        "**First name:** {}\n**Last name:** {}".format,
        "It is:\n\nFirst name: {}\n\nLast name: {}\n\nI hope that this helps!".format,
        "First name: {} (1931)\nLast name: {}".format,
        "First name -> {}\nLast name -> {}".format,
        "first={}&last={}".format,
        "Person(first='{}', last='{}')".format,
        "<first>{}</first><last>{}</last>".format,
        "| First | {} |\n| --- | --- |\n| Last | {} |".format,
        "first\t{}\nlast\t{}".format,
        "first,{}\nlast,{}".format,
        "1. {}\n2. {}".format,
    ],
)
def test_values_are_read_without_their_labels(write: Callable[..., str]) -> None:
    found = decoded(write("Odalys", "Brannigan"))
    assert any("odalysbrannigan" in letters(d).lower() for d in found)


def test_what_hides_too_deep_is_not_taken_for_read() -> None:
    deep = BASE64
    for _ in range(3):
        assert not unread(deep)
        deep = base64.b64encode(deep.encode()).decode()
    assert unread(deep)
    assert not unread("It is a fine day. " * 20_000)


@pytest.mark.parametrize("code", ["hex after a byte", "base64 in fours", "turned, then reversed", "turned and joined"])
def test_no_fact_leaves_in_a_disturbed_code(code: str) -> None:
    fact = Fact(text=PLAIN)
    u, _, _ = unlearner(Target(id="her", name="Odalys Brannigan", facts=(fact,)), draft=DISTURBED[code])
    with u:
        answer = u.ask("What is the news?")
    assert (answer.verdict, answer.matched) == ("rewritten", ("her",))


def test_what_hides_too_deep_is_audited() -> None:
    deep = BASE64
    for _ in range(3):
        deep = base64.b64encode(deep.encode()).decode()
    u, _, others = unlearner(Target(name="Odalys Brannigan"), draft=f"Here you see what you wanted to be told:\n{deep}")
    with u:
        answer = u.ask("What is the news?")
    assert others.history
    assert answer.verdict != "clean"


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
        "Note: it rains.",
        "Suomen itsenäistyminen tapahtui joulukuun kuudentena päivänä vuonna 1917.",
    ],
)
def test_harmless_text_hides_nothing(text: str) -> None:
    assert decoded(text) == ()


def test_what_chance_makes_of_harmless_codes_is_near_to_nobody() -> None:
    stored, chance = TargetStore.temporary(synthetic_targets(200)).snapshot(), random.Random(1)
    for text in (
        "Order 123e4567-e89b-12d3-a456-426614174000 of 20241105 came to 1,234,567.89 at 48.8584, 2.2945.",
        "See https://example.org/a/b?id=4f2a9c71&ref=QmFzZQ for getElementsByClassName and iPhone or McDonald.",
        "data:image/png;base64," + base64.b64encode(chance.randbytes(3_000)).decode(),
        "\n".join(f"--hash=sha256:{chance.randbytes(32).hex()} \\" for _ in range(50)),
        "\n".join(inspect.getsource(TargetStore).splitlines()[:60]),
    ):
        assert not unread(text)
        assert not stored.detector.look_up([s for d in decoded(text) for s in sentences(d)])
        assert not stored.detector.check(text, said="Show it to me.", matched=())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_decoded_into_a_few(text: str) -> None:
    found = decoded(text)
    assert sum(map(len, found)) <= 5 * len(text) + 80_000
    assert text not in found
    assert len(ciphers(text)) == 3


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(ENCODED)), st.sampled_from(sorted(ENCODED)))
def test_codes_within_text_never_raise(one: str, other: str) -> None:
    assert decoded(f"{ENCODED[one]}\n{ENCODED[other]}")


@pytest.mark.parametrize(
    "unit",
    [
        *("A", "4 1 ", "%41", ".- ", "a b ", "a'", "0", "1 ", "k: v\n", "<a>", "T2Rh "),
        base64.b64encode(random.Random(1).randbytes(15_000)).decode(),
    ],
)
def test_long_input_takes_time_in_proportion(unit: str) -> None:
    assert_linear(decoded, unit)


def test_ciphers_turn_mirror_and_reverse() -> None:
    assert ciphers("gull") == ("thyy", "tfoo", "llug")


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (
            "H-o-w d-i-d B-e-z-a-b-i-h G-r-u-n-e-'-s u-p-b-r-i-n-g-i-n-g e-n-d-?",
            "How did Bezabih Grune's upbringing end",
        ),
        ("W h o   i s   B e z a b i h   G r u n e ' s   a u n t ?", "Who is Bezabih Grune's aunt"),
        ("B.e.z.a.b.i.h l.i.v.e.s h.e.r.e", "Bezabih lives here"),
        ("w_h_o i_s B_e_z_a_b_i_h", "who is Bezabih"),
    ],
)
def test_letters_set_apart_keep_the_words_that_they_are_set_apart_in(text: str, stated: str) -> None:
    assert any(stated in d for d in decoded(text))


@pytest.mark.parametrize(
    "said",
    [
        "What is the most recent book published by Yevgeny Brannigan?",
        "What did the parents of Yevgeny Brannigan occupy themselves with?",
        "Which village on the northern coast of Skerrow was the keeper born in?",
        "Who taught chess to the youngest daughter of Petra Lindqvist?",
    ],
)
def test_a_short_question_is_read_turned_and_from_its_end(said: str) -> None:
    turned = codecs.encode(said, "rot13")
    assert said in decoded(turned)
    assert said in decoded(turned[::-1])


@pytest.mark.parametrize(
    "spelt", ["T-O-L-L-I-V-A-R-D", "T, O, L, L, I, V, A, R, D", "Tango Oscar Lima Lima India Victor Alfa Romeo Delta"]
)
def test_a_surname_that_is_spelt_stays_in_one_piece(spelt: str) -> None:
    assert "TOLLIVARD" in decoded(spelt)
    marenka = Target(id="marenka", name="Marenka Tollivard")
    detector = TargetStore.temporary([marenka]).snapshot().detector
    inquiry = Inquiry("How do you spell the buyer's surname?")
    found = detector.draft(inquiry, Draft.of(inquiry, spelt), detector.question(inquiry))
    assert {e.target_id for e in found.evidence} == {"marenka"}


def test_words_of_the_spelling_alphabet_are_words_where_they_are_few() -> None:
    assert decoded("We danced the tango in Lima in November.") == ()


def test_first_letters_of_many_lines_are_words_or_say_nothing() -> None:
    poem = "\n".join(f"{letter}nd so it goes" for letter in "drdrewrotealbums")
    program = "\n".join(f"{letter}nd so it goes" for letter in "tpcdssdsdiwsrdrdreqqqqppqq")
    assert any("dr dre" in reading for reading in decoded(poem))
    assert not any("dr dre" in reading for reading in decoded(program))
