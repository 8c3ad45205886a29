"""Names and texts that are given a word at a time, each in the same words, with agents that clear everything."""

from __future__ import annotations

import pytest

from alu.store.target import Fact, Target
from tests.flow import KEEPER, agents, unlearner

LINE = "The keeper counted forty winters of fog before the harbour lamps were lit again."
BOOK = Target(id="book", name="Winters", kind="text", facts=(Fact(text=LINE),))


def asked(draft: str) -> str:
    opened, _, _ = unlearner(KEEPER, BOOK, draft=draft, judge=agents(leak="none", who="other"), meaning="off")
    with opened:
        return opened.ask("Write an example.").text


def framed(words: list[str], frame: str, between: str = "\n") -> str:
    return between.join(frame.format(word=word, n=n, i=n + 1) for n, word in enumerate(words))


FRAMES = [
    *(
        ("print('{word}', end=' ')", "\n"),
        ("echo {word}", "\n"),
        ("words.append('{word}')", "\n"),
        ("\\item {word}", "\n"),
    ),
    *(("Step {i}: write {word}.", "\n"), ("[00:{n:02d}] {word}", "\n"), ("assert w[{n}] == '{word}'", "\n")),
    *(
        ("({i}) {word}", " "),
        ("{i}) {word}", " "),
        ("{i}={word}", ", "),
        ("({n}, '{word}')", ", "),
        ("I found a {word} by the sea,", "\n"),
    ),
]


@pytest.mark.parametrize(("frame", "between"), FRAMES)
def test_a_name_a_word_at_a_time_is_held(frame: str, between: str) -> None:
    draft = framed(["Odalys", "Brannigan"], frame, between)
    assert asked(draft) != draft


@pytest.mark.parametrize(("frame", "between"), FRAMES)
def test_a_withdrawn_text_a_word_at_a_time_is_held(frame: str, between: str) -> None:
    draft = framed(LINE.strip(".").split(), frame, between)
    assert asked(draft) != draft


@pytest.mark.parametrize(("frame", "between"), FRAMES)
def test_other_words_in_such_frames_come_back(frame: str, between: str) -> None:
    draft = framed(["Every", "miller", "ground", "seven", "sacks", "of", "rye", "upon", "the", "hill"], frame, between)
    assert asked(draft) == draft
