"""What the house check sees in syntax trees: import circles, names that mean two things, reaches into private code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks import house
from benchmarks.structure import circles, doubled_names, private_reaches


def trees(**modules: str) -> dict[str, ast.AST]:
    return {f"alu.{name}": ast.parse(text) for name, text in modules.items()}


@pytest.mark.parametrize(
    "back",
    [
        "from alu.a import A",
        "from alu import a",
        "import alu.a",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from alu.a import A",
        "def late():\n    from alu.a import A",
    ],
)
def test_a_circle_is_seen_however_it_is_imported(back: str) -> None:
    assert circles(trees(a="import alu.b", b=back, c="import alu.a")) == [("alu.a", "alu.b")]


def test_a_circle_of_three_is_one_circle_and_a_chain_is_none() -> None:
    assert circles(trees(a="import alu.b", b="import alu.c", c="import alu.a")) == [("alu.a", "alu.b", "alu.c")]
    assert circles(trees(a="import alu.b, os", b="import alu.c", c="import alu.a.nowhere")) == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("class Key: ...", "class Key: ...", ["Key"]),
        ("class Key: ...", "Key = Literal['a', 'b']", ["Key"]),
        ("Key = str | None", "Key: TypeAlias = dict[str, int]", ["Key"]),
        ("class Key: ...", "from alu.a import Key\nKEY = dict[str, int]\nkey = a | b", []),
        ("class Key: ...", "Key = alu.a.Key", []),
        ("class Key: ...\nclass Key: ...", "class Keys: ...", []),
    ],
)
def test_a_name_that_means_two_things_is_seen(one: str, other: str, found: list[str]) -> None:
    assert list(doubled_names(trees(a=one, b=other))) == found


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("from alu.x import _y", ["alu.x._y"]),
        ("from alu._x import y", ["alu._x.y"]),
        ("import store._x", ["store._x"]),
        ("from benchmarks.x import _y", ["benchmarks.x._y"]),
        ("from alu import x\nx._y()", ["x._y"]),
        ("def test(store): store.open()._lock.held", ["store.open()._lock"]),
        ("monkeypatch.setattr(x, '_y', 1)", ["_y"]),
        ("monkeypatch.setattr('alu.x._y', 1)", ["alu.x._y"]),
        ("getattr(x, '_y')", ["_y"]),
        ("mock.patch('alu.x._y')", ["alu.x._y"]),
    ],
)
def test_a_reach_into_private_code_is_seen(text: str, reaches: list[str]) -> None:
    assert [name for _, name in private_reaches(ast.parse(text))] == reaches


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nsys._getframe()",
        "from chromadb import api\napi.client._system.stop()",
        "from tests.x import _y",
        "class Fake:\n    def send(self): self._sent = 1\nFake()._sent",
        "def _own(): ...\nmodule._own",
        "row._replace(a=1)._asdict()",
        "x.__wrapped__",
        "monkeypatch.setattr(x, 'y', '_z and more')",
        "_, a = pair",
    ],
)
def test_what_is_not_ours_or_not_hidden_is_no_reach(text: str) -> None:
    assert private_reaches(ast.parse(text)) == []


def test_measures_say_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "store").mkdir()
    for n in range(15):
        (tmp_path / "store" / f"m{n:02}.py").write_text(
            f"import alu.store.m{(n + 1) % 15:02}\nclass A: ...\nstore._x\n"
        )
    monkeypatch.setattr(house, "ROOT", tmp_path)
    source = house.modules("store")
    tied, top, names, private = (
        measure(source) for measure in (house.tied, house.store_modules, house.ambiguous, house.intrusive)
    )
    assert (tied.value, tied.met, tied.where[0][:29]) == ("15 (1 circles)", False, "alu.store.m00 ⇄ alu.store.m01")
    assert (top.value, top.met) == ("15", False)
    assert (names.value, names.met, names.where[0][:18]) == ("1", False, "A: alu.store.m00, ")
    assert (private.value, private.met, private.where[0]) == ("15", False, "store/m00.py:3 store._x")
