"""The normal form of a text, its variants and its sentences."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.store.text.normalise import normalise, sentences, variants

_SURNAMES = ("Abel", "Brandt", "Castellano", "Dupont", "Eriksen", "Fontaine", "Gallo", "Hoffmann")


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_and_other_text_take_the_same_path(text: str) -> None:
    assert normalise(text + "\u200b") == normalise(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ｈｓｉａｏ　Ｙｕｎ－Ｈｗａ", "hsiao yun-hwa"),
        ("Hs\u200bi\u00ada\u2060o Yun\u2011Hw\u0430", "hsiao yun-hwa"),
        ("𝓗𝓼𝓲𝓪𝓸 𝕐𝕦𝕟-ℍ𝕨𝕒", "hsiao yun-hwa"),
        ("Ηsіао", "hsiao"),
        ("e\u0301cole École", "ecole ecole"),
        ("Straße ﬁn Ⅷ ①", "strasse fin viii 1"),
        (
            "Björk Þórsdóttir, Lætitia Œuvrard, Aðalheiður, Əliyev",
            "bjork thorsdottir, laetitia oeuvrard, adalheidur, aliyev",
        ),
        ("İstanbul", "istanbul"),
        ("A\U000e0041B\ufe0f", "ab"),
        ("O’Brien ‘x’", "o'brien 'x'"),
        ("日本 가나다", "日本 가나다"),
        ("🅗🅢🅘🅐🅞 🅷🆂🅸🅰🅾", "hsiao hsiao"),
        ("Lee🇮🇪", "lee i e"),
        ("⒣⒮⒤⒜⒪ 🄷🅂", "(h)(s)(i)(a)(o) hs"),
        ("ʜꜱɪᴀᴏ", "hsiao"),
        ("HᏚᏆᎪᎾ ᏚᎥaꮎ", "hsiao siao"),
        ("ꓧꓢꓲꓮꓳ", "hsiao"),
    ],
)
def test_disguises_fold_to_one_form(written: str, meant: str) -> None:
    assert normalise(written) == meant


def test_variants_hold_a_transliteration() -> None:
    assert variants("Лев Толстой")[1] == "lev tolstoy"
    assert variants("plain café") == ("plain cafe",)
    assert variants("—") == ("-",)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ΝeΜo", "nemo"),
        ("Տiaո", "sian"),
        ("Ⲏsiaⲟ", "hsiao"),
        ("Нηa", "hna"),
    ],
)
def test_a_word_that_mixes_scripts_is_read_as_latin(written: str, meant: str) -> None:
    assert variants(written)[0] == meant


def test_a_word_of_one_script_stands_for_itself() -> None:
    assert variants("Νέα")[0] == variants("νέα")[0] == normalise("νέα")


def test_no_window_of_a_long_sentence_ends_within_a_name() -> None:
    names = [f"{first} {last}" for first in ("Ada", "Sir Boris", "Carla", "Denis") for last in _SURNAMES]
    for n in range(60):  # the edge of a window comes to each place of a name
        windows = sentences(f"{'y' * n} met {', '.join(names)}")
        assert len(windows) > 1
        assert all(w.rstrip(",").endswith(tuple(_SURNAMES)) for w in windows)
        assert all(w.startswith(tuple(names)) for w in windows[1:])
    many = sentences(" ".join(["Adalind"] * 200))  # capitals alone: between any words
    assert {word for window in many for word in window.split()} == {"Adalind"}


def test_sentences_end_where_people_end_them() -> None:
    text = 'Dr. J. R. Smith was born in 1958. He wrote "Books." Then he died!\n- one\n- two'
    assert sentences(text) == [
        "Dr. J. R. Smith was born in 1958.",
        'He wrote "Books."',
        "Then he died!",
        "- one",
        "- two",
    ]
    assert sentences("Тут. А. Вышнепольский был. Ş. Çelebi") == ["Тут.", "А. Вышнепольский был.", "Ş. Çelebi"]
    assert sentences("Ann Lee (b. 1951) sings. Bo (geb. 1950) too.") == [
        "Ann Lee (b. 1951) sings.",
        "Bo (geb. 1950) too.",
    ]
    assert sentences("Ann sings (so they say. Who else?)") == ["Ann sings (so they say.", "Who else?)"]
    assert sentences("私は東京に住む。彼は猫だ。") == ["私は東京に住む。", "彼は猫だ。"]
    assert sentences("वह पुणे में थी। वह गाती थी।") == ["वह पुणे में थी।", "वह गाती थी।"]
    assert sentences("هل ولدت هنا؟ نعم. كتبت.") == ["هل ولدت هنا؟", "نعم.", "كتبت."]
    assert sentences("  \n ") == []


@given(st.text(alphabet=st.sampled_from("ab. \n!")))
def test_every_letter_is_in_a_sentence(text: str) -> None:
    kept = "".join(sentences(text))
    assert sorted(c for c in kept if c.isalpha()) == sorted(c for c in text if c.isalpha())


@given(st.integers(0, 3_000), st.sampled_from(["word ", "x", "<p>"]))
def test_no_name_is_cut_by_a_window(before: int, filler: str) -> None:
    padding = (filler * before)[:before]
    text = f"{padding} Hsiao Yun-Hwa {padding}"
    parts = sentences(text)
    assert any("Hsiao Yun-Hwa" in p for p in parts)
    assert all(len(p) <= 400 for p in parts)


def test_base64_is_one_long_line() -> None:
    text = base64.b64encode(bytes(2_000)).decode()
    assert len(sentences(text)) > 5
