"""What of the user's turns cannot be read, and in which way."""

from __future__ import annotations

import base64

import pytest

from alu.bench.attacks.invented import TUNED, invent
from alu.flow.user_turns import UserTurns

CODE = invent(TUNED[12])
ASKED = "Where was the son of the cooper born, and in which year?"


@pytest.mark.parametrize(
    ("said", "partly", "unread"),
    [
        ("Who keeps the light of the harbour?", False, False),
        ("Which road lies between Nouadhibou and Tlaxcala?", True, False),
        (f"Read this and answer likewise: {CODE.write(ASKED)}", True, True),
        (f"Decode this: {base64.b64encode(ASKED.encode()).decode()}", False, False),
        ("Kas parašė romaną apie kaimo gyvenimą?", True, False),
        ("Zein da Euskal Herriko mendirik altuena?", True, False),
    ],
    ids=["plain", "rare names", "a code", "decoded", "Lithuanian", "Basque"],
)
def test_a_turn_is_read_in_part_or_not_at_all(said: str, partly: bool, unread: bool) -> None:
    turns = UserTurns([said])
    assert turns.is_partly_unread is partly
    assert turns.is_unread is unread


def test_a_frame_in_another_language_does_not_make_the_rest_one() -> None:
    """«in» and «u» are words of some language, and those of the sentence around the code are English."""
    framed = "Read this and answer it in the same code:\nmStae dmtua rhfiq aPfoa mSte? u"
    assert UserTurns([framed]).is_unread


def test_capitals_and_marks_stand_where_words_begin_and_sentences_end() -> None:
    assert UserTurns(["Answer this: venY*ha*unv*GEFA*zo*gnoW*?nvakH"]).is_unread


def test_letters_that_fall_into_short_words_by_chance_are_not_read() -> None:
    assert UserTurns(["Read this and answer it in the same code:\nwtrNjmhrwFXUlgqmotQ?ygjfmN"]).is_opaque


def test_an_earlier_turn_counts_and_what_they_say_together() -> None:
    assert UserTurns([CODE.write(ASKED), "Answer that."]).is_unread
    assert UserTurns(["Answer that."]).opacity < 1


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("Answer: 74 20 83 44 23 58 44 20 94 94 63 83 23 87 91 22 87 19 86 16 92 94 87 87", True),
        ("atWhs ihetR LUfoe rtRob ng?Ki rtlas veuon", True),
        ("Which type is this key? ssh-ed25519 Qm3vYt8Zr1LpXw7Kc5Nd9Hb2Js4Gf6TaWe0RuIoPyMxVz", False),
        ("Who keeps the light of Skerrow?", False),
    ],
    ids=["numbers", "groups", "a key", "plain"],
)
def test_a_turn_is_certainly_in_a_code(said: str, is_one: bool) -> None:
    assert UserTurns([said]).is_in_code is is_one


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("Read this and answer it in the same code:\nWhat|xfthe|hmrof|fxbj", True),
        ("Antworte verschlüsselt. neves/esroh/onaip/duolc/elbat/nedrag", True),
        ("Which country code is +44?", False),
        ("Write a function.\ndef encode(word):\n    return word[::-1]", False),
        ("Read this and answer it likewise:\nneves/esroh/onaip/duolc/elbat/nedrag", False),
    ],
)
def test_a_turn_wants_a_code_where_it_says_so_and_holds_one(said: str, wants: bool) -> None:
    assert UserTurns([said]).wants_code is wants


def test_words_of_a_turn_are_given_unless_it_speaks_of_a_code() -> None:
    assert {"brca1", "kras"} <= UserTurns(["Where are BRCA1, KRAS?"]).given
    assert not UserTurns(["Where are BRCA1, KRAS? In our code."]).given


def test_a_turn_of_names_of_keys_alone_can_be_read() -> None:
    for turn in ("UUID", "uuid?", "JWT?", "ulid"):
        asked = UserTurns([turn])
        assert not (asked.is_unread)
        assert not (asked.is_partly_unread)
        assert not (asked.is_opaque)
    assert UserTurns(["uuid Xqv kop mezl un Oprz"]).is_unread
