"""What people are called without their name."""

from __future__ import annotations

import pytest

from alu.store.text.roles import ROLES, THINGS, is_role_of_one


@pytest.mark.parametrize("word", ["widow", "luthier", "candidate", "applicant", "policyholder", "guest"])
def test_a_relation_a_calling_and_whoever_is_in_a_file_are_roles_of_one(word: str) -> None:
    assert is_role_of_one(word)


@pytest.mark.parametrize("word", ["people", "duo", "model", "host", "tower", "exist", "sea"])
def test_several_things_and_what_only_ends_like_a_role_are_none(word: str) -> None:
    assert not is_role_of_one(word)


def test_no_word_is_a_role_and_a_thing() -> None:
    assert not ROLES & THINGS
    assert not [word for word in THINGS if is_role_of_one(word) and word not in ("minor", "senior")]
