"""Rows of a file that replace what is stored: matched, merged field by field, refused with their line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from alu.errors import TargetFileError
from alu.store.exchange.formats import read_lines, write_targets
from alu.store.exchange.update import edits_of
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.stores import HashEmbedder, target

ADA = target("Ada Quill", ["fact 1", "fact 2"], id="p1", aliases=["A. Quill"], reason="REQ-1")
BAKER = target("John Smith", description="a baker", id="baker")
JUDGE = target("John Smith", description="a judge", id="judge")


def imported(store: TargetStore, text: str, format: str) -> tuple[list[str], list[str]]:
    """Import rows as an update; return what became of each, and the problems."""
    rows, _ = read_lines(io.StringIO(text), format, partial=True)
    problems: list[str] = []

    def propose() -> list:  # type: ignore[type-arg]
        edits, problems[:] = edits_of(rows, store.list())
        return edits

    return [edit.outcome for edit in store.apply(propose)], problems


def temporary(*targets: Target) -> TargetStore:
    return TargetStore.temporary(targets, embedder=HashEmbedder())


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("csv", "name,facts,reason\nADA QUILL,fact 2 | fact 3,\nBo Reed,fact 4,REQ-2\n"),
        ("csv", "id,name,facts,expires\np1,ADA QUILL,fact 2 | fact 3,\n,Bo Reed,fact 4,\n"),
        ("jsonl", '{"name": "ADA QUILL", "facts": ["fact 2", "fact 3"]}\n{"name": "Bo Reed", "facts": ["fact 4"]}\n'),
        ("json", '[{"id": "p1", "name": "ADA QUILL", "facts": ["fact 2", "fact 3"]}, {"name": "Bo Reed"}]'),
    ],
)
def test_what_a_row_gives_replaces_and_the_rest_stays(format: str, text: str) -> None:
    store = temporary(ADA)
    created = store.get("p1").created
    assert imported(store, text, format) == (["updated", "added"], [])
    kept = store.get("p1")
    assert (kept.id, kept.name, kept.created) == ("p1", "ADA QUILL", created)
    assert [fact.text for fact in kept.facts] == ["fact 2", "fact 3"]
    assert (kept.aliases, kept.reason) == (ADA.aliases, ADA.reason)
    version = store.version()
    assert imported(store, text, format) == (["unchanged", "unchanged"], [])
    assert store.version() == version


@pytest.mark.parametrize("format", ["csv", "json", "jsonl"])
def test_an_export_changes_nothing_and_brings_back_an_older_state(tmp_path: Path, format: str) -> None:
    store = temporary(ADA, BAKER, target("Bo Reed", ["a | b"], id="p2", policy="facts"))
    write_targets(store.list(), tmp_path / f"out.{format}")
    before = store.list()
    exported = (tmp_path / f"out.{format}").read_text(encoding="utf-8")
    assert imported(store, exported, format) == (["unchanged"] * 3, [])
    store.update("p1", name="Olm Tarn", facts=["fact 9"], policy="lenient")
    store.remove("p2")
    assert sorted(imported(store, exported, format)[0]) == ["added", "unchanged", "updated"]
    assert store.list() == before


def test_json_can_empty_a_field_and_an_empty_cell_does_not() -> None:
    store = temporary(ADA)
    assert imported(store, "name,aliases,facts\nAda Quill,,\n", "csv")[0] == ["unchanged"]
    assert imported(store, '{"name": "Ada Quill", "aliases": [], "expires": null}', "jsonl")[0] == ["updated"]
    assert store.get("p1").aliases == ()


def test_namesakes_are_distinguished_by_id_or_description() -> None:
    store = temporary(BAKER, JUDGE)
    rows = (
        '{"name": "John Smith", "description": "a judge", "facts": ["fact 1"]}\n'
        '{"name": "John Smith", "id": "baker", "facts": ["fact 2"]}\n'
        '{"name": "John Smith", "description": "a cook"}\n'
    )
    assert imported(store, rows, "jsonl") == (["updated", "updated", "added"], [])
    assert (store.get("judge").facts[0].text, store.get("baker").facts[0].text) == ("fact 1", "fact 2")
    outcomes, problems = imported(store, '{"name": "John Smith", "facts": []}', "jsonl")
    assert (outcomes, problems) == ([], ["line 1: several stored targets go by that name: give the id"])


def test_a_row_with_other_titles_means_the_stored_target_whose_name_stays() -> None:
    store = temporary(ADA)
    assert imported(store, '{"name": "Dr. Ada Quill", "facts": ["fact 3"]}', "jsonl") == (["updated"], [])
    assert (store.get("p1").name, store.get("p1").facts[0].text) == ("Ada Quill", "fact 3")
    assert imported(store, '{"id": "p1", "name": "Dr. Ada Quill"}', "jsonl") == (["updated"], [])
    assert store.get("p1").name == "Dr. Ada Quill"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (
            '{"name": "Ada Quill"}\n{"name": "Olm Tarn", "id": "p1"}\n',
            "line 2: it means the same stored target as line 1",
        ),
        (
            '{"name": "Cy Dunn"}\n{"name": "cy dunn"}\n',
            "line 2: the same name as in line 1: where two are meant, a description in each row tells them apart",
        ),
        ('{"name": "John Smith", "id": "p1"}', "line 1: a target of that name is stored already: baker"),
        ('{"name": "Ada Quill", "policy": "facts", "facts": []}', "line 1: policy: "),
        ('{"name": "Cy Dunn", "policy": "facts"}', "line 1: policy: "),
        ('{"name": "Ada Quill", "reason": "Quill asked"}', "line 1: reason: "),
        ('{"name": "!", "aliases": [], "id": "p1"}', "line 1: name: "),
    ],
)
def test_a_row_that_cannot_be_applied_is_named_and_changes_nothing(rows: str, problem: str) -> None:
    store = temporary(ADA, BAKER)
    version = store.version()
    good, problems = imported(store, rows, "jsonl")
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert set(good) <= {"unchanged", "added"}
    assert store.version() == version + ("added" in good)


def test_a_row_is_checked_together_with_what_is_stored() -> None:
    row = '{"name": "Ada Quill", "policy": "facts"}'
    store = temporary(ADA)
    assert imported(store, row, "jsonl") == (["updated"], [])
    assert store.get("p1").policy == "facts"
    with pytest.raises(TargetFileError, match="line 1: policy: "):
        read_lines(io.StringIO(row), "jsonl")


def test_two_rows_may_swap_their_names() -> None:
    store = temporary(ADA, target("Bo Reed", id="p2"))
    rows = '{"id": "p1", "name": "Bo Reed", "aliases": []}\n{"id": "p2", "name": "Ada Quill"}\n'
    assert imported(store, rows, "jsonl") == (["updated", "updated"], [])
    assert [store.get(i).name for i in ("p1", "p2")] == ["Bo Reed", "Ada Quill"]
