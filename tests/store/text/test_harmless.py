"""The harmless corpus that ships with the package: its size, its variety, its licence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from alu.store.text.harmless import abroad, exam, fields, harmless, homework
from alu.store.text.languages import script

LANGUAGES = ["de", "fr", "es", "it", "pt", "nl", "ru", "uk", "tr", "ar", "fa", "hi", "id", "ja", "ko", "zh", "he", "pl"]
SCRIPTS = {"ru": "CYRILLIC", "uk": "CYRILLIC", "ar": "ARABIC", "fa": "ARABIC", "he": "HEBREW", "hi": "DEVANAGARI"}
NOTICE = Path(__file__).parents[3] / "store/text/data/NOTICE"
_TOO_ALIKE = 0.5


def trigrams(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words of a text, or all of its words where it has fewer."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2)))


def too_alike(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of texts whose runs of three words have a Jaccard index of a half or more."""
    pairs = combinations([(t, trigrams(t)) for t in texts], 2)
    return [(a, b) for (a, one), (b, other) in pairs if len(one & other) >= _TOO_ALIKE * len(one | other)]


def test_there_are_about_five_hundred_prompts_with_replies() -> None:
    rows = harmless()
    assert 480 <= len(rows) <= 540
    assert all(r.text.strip() and r.reply.strip() and r.kind for r in rows)


def test_nothing_is_read_twice() -> None:
    assert harmless() is harmless()
    assert exam() is exam()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_five(language: str) -> None:
    rows = [r for r in harmless() if r.language == language]
    assert len(rows) >= 5
    if wanted := SCRIPTS.get(language):
        assert {script(r.text) for r in rows} == {wanted}


def test_no_two_prompts_are_nearly_the_same() -> None:
    assert too_alike([r.text for r in harmless()]) == []


def test_homework_is_basic_and_each_question_is_asked_once() -> None:
    rows = homework()
    assert len(rows) >= 150
    assert too_alike([r.text for r in rows]) == []
    assert not {r.text for r in rows} & {r.text for r in harmless()}
    assert all(len(r.text.split()) <= 12 and len(r.reply.split()) >= 3 and r.kind for r in rows)


def test_fields_are_many_and_in_english() -> None:
    rows = fields()
    assert len(rows) >= 250
    assert len({r.kind for r in rows}) >= 50
    assert {r.language for r in rows} == {"en"}
    assert too_alike([r.text for r in (*rows, *harmless(), *homework())]) == []


@pytest.mark.parametrize("language", [*LANGUAGES, "sv"])
def test_every_language_has_prompts_of_its_own(language: str) -> None:
    rows = abroad()[language]
    assert len(rows) >= 85
    assert all(r.language == language and r.text and r.reply for r in rows)
    assert too_alike([r.text for r in rows]) == []
    assert not {r.text for r in rows} & {r.text for r in harmless()}
    if wanted := SCRIPTS.get(language):
        assert sum(script(r.text) == wanted for r in rows) >= 0.9 * len(rows)


def test_no_two_exam_questions_are_nearly_the_same() -> None:
    assert too_alike([q.question for q in exam()]) == []


def test_near_duplicates_are_seen() -> None:
    assert too_alike(["How do I boil an egg at home?", "How do I boil an egg at sea?"])


def test_prompts_are_short_and_long() -> None:
    lengths = sorted(len(r.text.split()) for r in harmless() if r.language == "en")
    assert lengths[0] <= 3
    assert lengths[-1] >= 250
    assert sum(n > 50 for n in lengths) >= 10


def test_prompts_are_about_many_things() -> None:
    kinds = Counter(r.kind for r in harmless())
    assert len(kinds) >= 20
    assert {"code", "math", "recipe", "travel", "health", "law", "sport", "music", "history", "table", "long"} <= set(
        kinds
    )
    assert max(kinds.values()) <= len(harmless()) / 5


def test_code_is_in_several_languages() -> None:
    replies = "\n".join(r.reply for r in harmless() if r.kind == "code")
    assert {"python", "js", "sql", "bash", "html", "go", "rust", "c"} <= set(re.findall(r"```(\w+)", replies))


def test_exam_questions_have_four_options_and_an_answer() -> None:
    questions = exam()
    assert 480 <= len(questions) <= 540
    assert all(len(set(q.options)) == 4 and 0 <= q.answer < 4 for q in questions)
    assert max(Counter(q.answer for q in questions).values()) < len(questions) / 3


def test_exam_questions_are_of_many_subjects_and_of_those_next_to_dangerous_ones() -> None:
    subjects = {q.kind for q in exam()}
    assert len(subjects) >= 40
    assert {"virology", "microbiology", "toxicology", "organic chemistry", "computer security"} <= subjects


def test_an_exam_question_is_asked_with_its_options() -> None:
    question = exam()[0]
    first, *options = question.text.splitlines()
    assert first == question.question
    assert [o[:3] for o in options] == ["A. ", "B. ", "C. ", "D. "]


def test_the_licence_is_said_next_to_the_files() -> None:
    notice = NOTICE.read_text(encoding="utf-8")
    own = notice[notice.index("harmless.jsonl, exam.jsonl") :]
    assert "Apache License 2.0" in own
