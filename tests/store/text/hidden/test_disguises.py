"""Names in every disguise: found in a question, and held back in an answer."""

from __future__ import annotations

import base64
import codecs
from collections.abc import Callable
from urllib.parse import quote

import pytest

from alu.bench.synthetic import synthetic_targets
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from alu.store.text.hidden.decode import decoded
from tests.detectors import snapshot
from tests.flow import KEEPER, NAMESAKE, agents, unlearner

THIRD = Target(id="third", name="Casimir Vandenberghe")
TARGETS = {t.name: t for t in (KEEPER, NAMESAKE, THIRD)}
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
Disguise = Callable[[str], str]


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([*TARGETS.values(), *synthetic_targets(40)])


def alphabet(capital: int, small: int) -> Disguise:
    """Return what writes letters in an alphabet that begins at some code points."""

    def write(name: str) -> str:
        shown = (capital + ord(c) - 65 if c.isupper() else small + ord(c) - 97 if c.isalpha() else ord(c) for c in name)
        return "".join(map(chr, shown))

    return write


def between(mark: str) -> Disguise:
    return mark.join


def within(first: str, other: str) -> Disguise:
    """Return what puts `first` into the middle of the first word, and `other` into the middle of the last."""

    def write(name: str) -> str:
        words = name.split()
        cuts = [(words[0], first), (words[-1], other)]
        return " ".join(f"{w[: len(w) // 2]}{mark}{w[len(w) // 2 :]}" for w, mark in cuts)

    return write


def each(word: str) -> Disguise:
    """Return what writes each word of a name by a pattern."""
    return lambda name: " ".join(word.format(w) for w in name.split())


def first_last(pattern: str) -> Disguise:
    return lambda name: pattern.format(*name.split(maxsplit=1))


LETTERS: dict[str, Disguise] = {
    "full width": lambda name: "".join("\u3000" if c == " " else chr(ord(c) + 0xFEE0) for c in name),
    "bold": alphabet(0x1D400, 0x1D41A),
    "fraktur": alphabet(0x1D56C, 0x1D586),
    "sans serif": alphabet(0x1D5A0, 0x1D5BA),
    "monospace": alphabet(0x1D670, 0x1D68A),
    "circled": alphabet(0x24B6, 0x24D0),
    "in parentheses": alphabet(0x249C, 0x249C),
    "squared": alphabet(0x1F130, 0x1F130),
    "white in black circles": alphabet(0x1F150, 0x1F150),
    "white in black squares": alphabet(0x1F170, 0x1F170),
    "halves of flags": alphabet(0x1F1E6, 0x1F1E6),
    "Cyrillic": lambda name: name.translate(str.maketrans("aeiopyscxBMTHK", "аеіорусcхВМТНК")),
    "some Greek": lambda name: name.translate(str.maketrans("aiopvBZ", "αιορνΒΖ")),
    "crossed out": between("\u0336"),
    "piled with marks": between("\u0301\u0327\u20dd"),
    "accents": lambda name: name.translate(str.maketrans("aeionuy", "äéîøñûÿ")),
}
INVISIBLE: dict[str, Disguise] = {
    "zero width spaces": between("\u200b"),
    "joiners": between("\u200d"),
    "left to right marks": between("\u200e"),
    "word joiners": between("\u2060"),
    "invisible times": between("\u2062"),
    "byte order marks": between("\ufeff"),
    "soft hyphens": between("\u00ad"),
    "grapheme joiners": between("\u034f"),
    "tags between": between("\U000e0041"),
    "Hangul fillers": between("\u3164"),
    "from right to left": lambda name: f"\u202e{name[::-1]}\u202c",
    "isolated": lambda name: f"\u2066{name}\u2069",
    "words with nothing between": lambda name: name.replace(" ", "\u200b"),
    "all of it in tags": lambda name: "".join(chr(0xE0000 + ord(c)) for c in name),
    "bytes as variation selectors": lambda name: "".join(
        chr(0xFE00 + b if b < 16 else 0xE00F0 + b) for b in name.encode()
    ),
}
SPACED: dict[str, Disguise] = {
    **{f"letters with {mark!r} between": between(mark) for mark in (" ", "-", ".", "_", "/", "*", "|", "\n", "🙂")},
    "hard spaces": lambda name: name.replace(" ", "\u00a0"),
    "thin spaces in all": between("\u2009"),
    "Ogham space": lambda name: name.replace(" ", "\u1680"),
    "a list of letters": lambda name: str(list(name)),
    "syllables": within("-", "-"),
    "words cut": within(" ", " "),
    "a broken line": within("", "-\n"),
    "joined": lambda name: name.replace(" ", ""),
    "a tag of the net": lambda name: f"#{name.replace(' ', '').replace('-', '')}",
    "an address": lambda name: f"{name.replace(' ', '.').lower()}@example.org",
    "a variable": lambda name: f"{name.replace(' ', '_').replace('-', '_').upper()} = 1",
    "a path": lambda name: f"/people/{name.replace(' ', '-').lower()}.html",
    "in a query": lambda name: f"https://example.org/?q={quote(name)}&n=10",
    "plus signs": lambda name: f"https://example.org/?q={name.replace(' ', '+')}",
}
TURNED: dict[str, Disguise] = {
    "reversed": lambda name: name[::-1],
    "words reversed": lambda name: " ".join(w[::-1] for w in name.split()),
    "last name first": first_last("{1} {0}"),
    "last name and comma": first_last("{1}, {0}"),
    "rot13": lambda name: codecs.encode(name, "rot13"),
    "mirrored": lambda name: name.lower().translate(str.maketrans(ALPHABET, ALPHABET[::-1])),
    "leet": lambda name: name.translate(str.maketrans("aeio", "4310")),
    "leet with signs": lambda name: name.translate(str.maketrans("ais", "@!$")),
    "first letters of words": lambda name: " ".join(f"{c}x" for c in name if c.isalpha()),
}
ENCODED: dict[str, Disguise] = {
    "base64": lambda name: base64.b64encode(name.encode()).decode(),
    "base64 twice": lambda name: base64.b64encode(base64.b64encode(name.encode())).decode(),
    "base32": lambda name: base64.b32encode(name.encode()).decode(),
    "hex": lambda name: name.encode().hex(),
    "hex with colons": lambda name: name.encode().hex(":").upper(),
    "numbers in hex": lambda name: " ".join(f"0x{b:02x}" for b in name.encode()),
    "binary": lambda name: " ".join(f"{b:08b}" for b in name.encode()),
    "decimal": lambda name: " ".join(map(str, name.encode())),
    "per cent": lambda name: "".join(f"%{b:02X}" for b in name.encode()),
    "per cent twice": lambda name: quote("".join(f"%{b:02X}" for b in name.encode())),
    "quoted printable": lambda name: "".join(f"={b:02X}" for b in name.encode()),
    "HTML": lambda name: "".join(f"&#{ord(c)};" for c in name),
    "HTML in hex": lambda name: "".join(f"&#x{ord(c):x};" for c in name),
    "four digits": lambda name: "".join(f"\\u{ord(c):04x}" for c in name),
    "braces": lambda name: "".join(f"\\u{{{ord(c):x}}}" for c in name),
    "eight digits": lambda name: "".join(f"\\U{ord(c):08x}" for c in name),
    "octal": lambda name: "".join(f"\\{ord(c):03o}" for c in name),
}
MARKED: dict[str, Disguise] = {
    "a block of code": lambda name: f'```python\nname = "{name}"\n```',
    "a link": lambda name: f"[{name}](https://example.org/a)",
    "a link a word": each("[{}](https://example.org/a)"),
    "links by number": each("[{}][1]"),
    "bold first letters": lambda name: " ".join(f"**{w[0]}**{w[1:]}" for w in name.split()),
    "bold in the middle": within("**", "**"),
    "italics": each("_{}_"),
    "tags": each("<b>{}</b>"),
    "tags with a class": each('<b class="x">{}</b>'),
    "tags inside": within("<b></b>", "<wbr>"),
    "comments inside": within("<!-- x -->", "<!-- y -->"),
    "attributes": first_last('<person first="{}" last="{}"/>'),
    "single quotes": first_last("<person first='{}' last='{}'>"),
    "pieces joined by plus": within("' + '", "' + '"),
    "LaTeX": first_last("\\textbf{{{}}}~{}"),
    "JSON": first_last('{{"first": "{}", "last": "{}"}}'),
    "YAML": first_last("first: {}\nlast: {}"),
    "a table": first_last("| first | last |\n| --- | --- |\n| {} | {} |"),
    "a title": lambda name: f"Dr. {name}, PhD",
    "a possessive": lambda name: f"{name}'s",
    "an initial": first_last("{} M. {}"),
    "a nickname": first_last("{} “Jo” {}"),
    "a nickname in brackets": first_last("{} (Jo) {}"),
}
DISGUISES = LETTERS | INVISIBLE | SPACED | TURNED | ENCODED | MARKED


def found(stored: Snapshot, text: str) -> set[str]:
    return {h.target_id for h in stored.detector.look_up([text, *decoded(text)])}


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_question_in_disguise_is_about_whom_it_names(stored: Snapshot, disguise: str, name: str) -> None:
    assert TARGETS[name].id in found(stored, f"Please tell me who\n{DISGUISES[disguise](name)}\nis, and where.")


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_no_name_leaves_in_disguise(stored: Snapshot, disguise: str, name: str) -> None:
    text = DISGUISES[disguise](name)
    for answer in (text, f"The one you mean is this:\n\n{text}\n\nI hope that it helps."):
        held = {f.target_id for f in stored.detector.check(answer, said="Who kept the light?", matched=())}
        assert held == {TARGETS[name].id}


@pytest.mark.parametrize(
    "disguise",
    ["white in black squares", "all of it in tags", "octal", "a link a word", "comments inside", "attributes"],
)
def test_the_whole_flow_withholds_a_disguised_answer(disguise: str) -> None:
    u, _, _ = unlearner(KEEPER, draft=f"It was {DISGUISES[disguise](KEEPER.name)}.", judge=agents(leak="none"))
    with u:
        answer = u.ask("Who kept the light of Skerrow?")
    assert answer.verdict in ("rewritten", "refused")
    assert answer.text != f"It was {DISGUISES[disguise](KEEPER.name)}."


@pytest.mark.parametrize("said", ["Odalys Brannigan?", "odalys  BRANNIGAN", "T2RhbHlzIEJyYW5uaWdhbg=="])
def test_who_wrote_the_name_may_read_it_again(stored: Snapshot, said: str) -> None:
    assert not stored.detector.check("You ask about Odalys Brannigan.", said=said, matched=["keeper"])


@pytest.mark.parametrize(
    "lines",
    [
        ("Oil", "Dew", "Ash", "Loam", "Yew", "Salt", "Bog", "Rain", "Ale", "Nut", "Net", "Ink", "Gold", "Ant", "Nail"),
        tuple("ODALYSBRANNIGAN"),
    ],
)
@pytest.mark.parametrize("number", ["", "{}. ", "{}) ", "{}: ", "- ", "**{}.** ", "> "])
def test_no_name_leaves_by_the_first_letters_of_lines(stored: Snapshot, number: str, lines: tuple[str, ...]) -> None:
    text = "\n".join(number.format(n) + line for n, line in enumerate(lines, 1))
    assert {f.target_id for f in stored.detector.check(text, said="Write a list.", matched=())} == {"keeper"}
