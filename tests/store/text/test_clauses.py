"""The clauses of a sentence."""

import pytest

from alu.store.text.clauses import clauses

TOLD = "Ada Finch keeps a tame gull"


@pytest.mark.parametrize(
    "text",
    [
        f"The harbour is old, {TOLD}, and it rains.",
        f"The harbour is old – {TOLD} – and it rains.",
        f"The harbour is old -- {TOLD} -- and it rains.",
        f"The harbour is old ({TOLD}) and it rains.",
        f"Harbour: {TOLD}; rain.",
        f"It rains. {TOLD}! Why?",
        f'"It rains," she said. "{TOLD}," he said.',
        f"| 1931 | {TOLD} | rain |",
        f"**Harbour:** {TOLD}\nrain",
        f"天気は雨、{TOLD}、港は古い。",
    ],
)
def test_what_is_between_marks_is_a_clause(text: str) -> None:
    assert any(TOLD in clause and len(clause) < len(TOLD) + 3 for clause in clauses(text))


@pytest.mark.parametrize(
    "text", [TOLD, f"{TOLD}.", "In 1931, then, at last, she left.", "", "...", "It cost 1,250.50 euros"]
)
def test_one_clause_and_scraps_are_none(text: str) -> None:
    assert clauses(text) == ()


def test_a_number_and_a_hyphen_cut_nothing() -> None:
    said = "she paid 1,250.50 euros for the well-known half-rigged boat"
    assert clauses(f"In spring, {said}, it is said.") == (said,)


def test_a_clause_of_a_script_without_spaces_is_as_long_as_its_letters() -> None:
    said = "灯台の高さは三十八メートルです"
    assert clauses(f"例えば、{said}。鴎。") == ()
    longer = "灯台の高さは海の上から数えて三十八メートルだったそうです"
    assert clauses(f"例えば、{longer}。鴎。") == (longer,)
