"""Long texts are looked up where they do not hold the event loop, and within the request's deadline."""

from __future__ import annotations

import threading
from types import ModuleType
from typing import Any

import pytest

from alu.chat import Choice, Completion, Request
from alu.flow import checks, gate
from tests.flow import unlearner
from tests.stores import target

KEEPER = target("Odalys Brannigan", ["She kept a tame gull."], id="keeper")
LONG = "The mill by the lake has two wheels. " * 300
CALL = {"type": "function", "function": {"name": "note", "arguments": f'{{"text": "{LONG}"}}'}}


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("How many wheels?", LONG),
        (LONG, "Two."),
        ("How many wheels?", Completion((Choice("", tool_calls=(CALL,)),))),
    ],
    ids=["draft", "question", "tool call"],
)
def test_a_long_text_is_read_in_a_thread_of_its_own(
    question: str, draft: str | Completion, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: dict[str, set[int]] = {"loop": set(), "looked": set()}

    def watched(module: ModuleType, name: str) -> None:
        work = getattr(module, name)

        def noted(*args: Any) -> Any:
            threads["looked"].add(threading.get_ident())
            return work(*args)

        monkeypatch.setattr(module, name, noted)

    for module, name in ((checks, "read_draft"), (checks, "detect_in_draft"), (gate, "check_release")):
        watched(module, name)

    def drafted(_: Request) -> Any:
        threads["loop"].add(threading.get_ident())
        return draft

    with unlearner(KEEPER, draft=drafted)[0] as found:
        found.ask(question)
    assert len(threads["loop"]) == 1
    assert not threads["loop"] & threads["looked"]


def test_long_white_space_is_read_within_the_deadline() -> None:
    with unlearner(KEEPER, draft="Two.", deadline=20.0)[0] as found:
        assert found.ask("hi" + " " * 60_000 + "you").text == "Two."
