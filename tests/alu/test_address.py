"""Addresses as people may see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.address import opens, shown
from alu.store.persist.files import local_folder


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("targets/list", "targets/list"),
        ("openai/gpt-4o", "openai/gpt-4o"),
        ("http://127.0.0.1:8000/v1#qwen", "http://127.0.0.1:8000/v1#qwen"),
        ("postgresql://me@db:5432/alu?sslmode=require", "postgresql://me@db:5432/alu?sslmode=require"),
        ("postgresql://me:pw@db/alu", "postgresql://me:***@db/alu"),
        ("postgresql://me:p@w@db/alu", "postgresql://me:***@db/alu"),
        ("postgresql://me:p/w?x#y@db/alu", "postgresql://me:***@db/alu"),
        ("postgresql://me@corp:pw@db/alu", "postgresql://me@corp:***@db/alu"),
        ("postgresql://db/alu?user=me&password=pw", "postgresql://db/alu?user=me&password=***"),
        ("postgresql://db/alu?PASSWORD=pw&pass%77ord=pw", "postgresql://db/alu?PASSWORD=***&pass%77ord=***"),
        ("postgresql://db/alu?sslpassword=a&b&sslmode=require", "postgresql://db/alu?sslpassword=***&***&sslmode=require"),
        ("https://me:pw@host/v1?api_key=k#qwen", "https://me:***@host/v1?api_key=***"),
    ],
)  # fmt: skip
def test_what_is_seen_of_an_address(address: str, seen: str) -> None:
    assert shown(address) == seen


@given(st.text(min_size=1).map(lambda text: f"«{text}»"))
def test_no_password_is_seen_whatever_is_in_it(password: str) -> None:
    assert password not in shown(f"postgresql://me:{password}@db/alu?sslmode=require")


def test_options_that_open_a_door_are_known_by_their_names() -> None:
    assert all(map(opens, ("password", "sslpassword", "passfile", "scram_client_key", "oauth_client_secret", "token")))
    assert not any(map(opens, ("user", "host", "port", "dbname", "sslmode", "application_name")))


def test_a_password_does_not_tell_where_the_vectors_are(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folders = {local_folder(f"postgresql://db/alu?user=me&password={word}", "default") for word in ("old", "new")}
    assert folders == {local_folder("postgresql://db/alu?user=me", "default")}
    assert local_folder("postgresql://db/other?user=me", "default") not in folders
