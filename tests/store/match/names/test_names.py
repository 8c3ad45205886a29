"""Names in a text, in any disguise and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.store.match.names.name_index import is_distinctive
from tests.detectors import Named

NAMES = ("Hsiao Yun-Hwa", "Will Young", "Art", "O'Brien", "村上 春樹", "Лев Толстой", "Élodie Çelik", "J. R. Smith")


@pytest.fixture(scope="module")
def aliases() -> Named:
    return Named([name] for name in NAMES)


def found(aliases: Named, *texts: str, joined: bool = False) -> set[str]:
    return {NAMES[m.target] for m in aliases.find(texts, joined=joined)}


def test_names_are_whole_words(aliases: Named) -> None:
    assert not found(aliases, "The party started. Artists will, youngsters will. Mr Yun and Mrs Hsiao Yun-Hwang.")
    assert found(aliases, "the art of war") == {"Art"}


@pytest.mark.parametrize(
    "text",
    [
        "hsiao yun-hwa's book",
        "HSIAO  YUN HWA",
        "Hsiao\nYun–Hwa",
        "#HsiaoYunHwa",
        "H s i a o Y u n H w a",
        "(Hsiao Yun_Hwa)",
    ],
)
def test_spacing_and_case_do_not_matter(aliases: Named, text: str) -> None:
    assert found(aliases, text) == {"Hsiao Yun-Hwa"}


def test_other_scripts_are_transliterated(aliases: Named) -> None:
    assert "Лев Толстой" in found(aliases, "the novels of Lev Tolstoy")
    assert "村上 春樹" in found(aliases, "これは村上春樹の本です")
    assert "Élodie Çelik" in found(aliases, "ELODIE CELIK")


def test_a_short_name_is_not_found_in_other_words() -> None:
    assert not Named([["Li Na"]]).find(["Li nada", "lina"])
    assert Named([["Li Na"]]).find(["I saw Li-Na."])


@pytest.mark.parametrize(
    ("name", "found", "free"),
    [
        ("शोले", "शोले 1975 में आई।", ("मधुशाला 1935 में आई।", "शाला में पढ़ना", "शीला और शैली")),
        ("মিনা", "মিনা একজন কবি।", ("মানে কী?", "মীনও তাই")),
        ("கமலா", "கமலா ஒரு கவிஞர்.", ("கமல் ஒரு கவிஞர்.", "கோமளா")),
    ],
)
def test_vowel_signs_belong_to_words(name: str, found: str, free: tuple[str, ...]) -> None:
    assert Named([[name]]).find([found])
    assert not Named([[name]]).find(free)


def test_names_over_two_texts_count_where_they_are_joined(aliases: Named) -> None:
    texts = ("It is Hsiao", "Yun-Hwa.")
    assert found(aliases, *texts, joined=True) == {"Hsiao Yun-Hwa"}
    assert not found(aliases, *texts)
    assert [m.text for m in aliases.find(["x", "Will Young"])] == [1]


def test_namesakes_are_all_found() -> None:
    two = Named([["Ann Lee"], ["Ann Lee", "A. Lee"], ["!!!"]])
    assert {m.target for m in two.find(["ann lee"])} == {0, 1}
    assert not two.find(["!!!", ""])
    assert not Named([]).find(["anything"])


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Hsiao Yun-Hwa", True),
        ("Yusifova", True),
        ("Will Young", False),
        ("Apple", False),
        ("Art", False),
        ("Qix", False),
    ],
)
def test_only_rare_names_are_distinctive(name: str, safe: bool) -> None:
    assert is_distinctive(name) is safe


_FULL = {c: chr(ord(c) + 0xFEE0) for c in map(chr, range(33, 127))}
_HIDDEN = st.sampled_from(["", "\u200b", "\u00ad", "\u2060", "\ufeff", "\u034f", "\U000e0020"])


@settings(max_examples=60, deadline=None)  # the first example reads the lists
@given(st.sampled_from(NAMES[:2] + NAMES[6:]), st.data())
def test_every_disguise_is_seen_through(name: str, data: st.DataObject) -> None:
    written = ""
    for char in name:
        change = data.draw(st.sampled_from(["as it is", "upper", "lower", "wide"]))
        shown = {"upper": char.upper(), "lower": char.lower(), "wide": _FULL.get(char, char)}.get(change, char)
        written += shown + data.draw(_HIDDEN)
    aliases = Named([name] for name in NAMES)
    assert name in found(aliases, f"tell me about {written}, please")


@given(st.text(alphabet="abc -'", min_size=1, max_size=12), st.text(alphabet="abc .", max_size=12))
def test_a_name_is_found_after_any_text(name: str, before: str) -> None:
    letters = [c for c in name if c.isalpha()]
    if len(letters) > 1:
        assert Named([[name]]).find([f"{before} {name} ."])


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("Petra Lindqvist-Mora", "Lindqvist-Mora, Petra"),
        ("Petra Lindqvist-Mora", "Mora, Petra Lindqvist"),
        ("Hsiao Yun-Hwa", "Yun-Hwa Hsiao"),
        ("Gabriel García Márquez", "García Márquez, Gabriel"),
        ("Maria del Carmen Ruiz", "Ruiz, Maria del Carmen"),
    ],
)
def test_a_name_is_found_with_its_last_words_first(name: str, turned: str) -> None:
    assert Named([[name]]).find([f"See {turned}: letters."])
    assert not Named([[name]]).find([f"See {turned.split()[0]}: letters."])


@pytest.mark.parametrize("turned", ["Lindqvist Petra Mora", "Mora Lindqvist Petra"])
def test_a_name_with_its_words_strewn_is_another(turned: str) -> None:
    assert not Named([["Petra Lindqvist-Mora"]]).find([turned])


@pytest.mark.parametrize("text", ["Who is O d a l y s  B r a n n i g a n?", "O-d-a-l-y-s B-r-a-n-n-i-g-a-n"])
def test_a_name_in_single_letters_is_disguised(text: str) -> None:
    (match,) = Named([["Odalys Brannigan"]]).find([text])
    assert match.disguised


def test_a_name_of_single_characters_is_none() -> None:
    assert [m.disguised for m in Named([["张三丰老师"]]).find(["张三丰老师是谁？"])] == [False]
