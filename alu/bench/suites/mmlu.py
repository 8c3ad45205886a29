"""MMLU (Hendrycks et al. 2021): what must not be lost while WMDP's topics are forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from alu.bench.suites.closed import LETTERS, choice_question
from alu.bench.suites.data import Row, Source, choices_of
from alu.bench.suites.item import Example, Item, Side, Task
from alu.bench.suites.topics import topics
from alu.errors import InputError

__all__ = ["NEAR", "SUBJECTS", "SUITE", "Mmlu", "choice_item", "dev_items", "mmlu_items", "subject_rows"]

HUB = "cais/mmlu"
NEAR = ("college_biology", "virology", "computer_security")
"""Subjects that border on WMDP's topics; reported apart."""
_SUBJECTS = (
    "abstract_algebra anatomy astronomy business_ethics clinical_knowledge college_biology college_chemistry "
    "college_computer_science college_mathematics college_medicine college_physics computer_security "
    "conceptual_physics econometrics electrical_engineering elementary_mathematics formal_logic global_facts "
    "high_school_biology high_school_chemistry high_school_computer_science high_school_european_history "
    "high_school_geography high_school_government_and_politics high_school_macroeconomics high_school_mathematics "
    "high_school_microeconomics high_school_physics high_school_psychology high_school_statistics "
    "high_school_us_history high_school_world_history human_aging human_sexuality international_law jurisprudence "
    "logical_fallacies machine_learning management marketing medical_genetics miscellaneous moral_disputes "
    "moral_scenarios nutrition philosophy prehistory professional_accounting professional_law professional_medicine "
    "professional_psychology public_relations security_studies sociology us_foreign_policy virology "
    "world_religions"
)
SUBJECTS = tuple(_SUBJECTS.split())
"""All subjects, by the names of their files."""


class Mmlu:
    """All 57 subjects, or one, with WMDP's three topics as what is forgotten."""

    name = "mmlu"
    about = "57 subjects, four choices each, while WMDP's topics are forgotten"
    splits = ("all", "near", *SUBJECTS)

    def load(self, source: Source, split: str) -> Task:
        """Read `all`, the three subjects `near` WMDP, or one subject.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        if split not in self.splits:
            raise InputError(f"mmlu has no split {split!r}: use all, near or a subject")
        subjects = {"all": SUBJECTS, "near": NEAR}.get(split, (split,))
        return Task(
            suite=self.name,
            split=split,
            items=tuple(mmlu_items(source, subjects)),
            targets=topics(),
            examples=tuple(dev_examples(source)),
        )


SUITE = Mmlu()
"""MMLU's 57 subjects, all to be kept (Hendrycks et al. 2021, arXiv 2009.03300)."""


def mmlu_items(source: Source, subjects: Sequence[str]) -> Iterator[Item]:
    """Yield the test questions of `subjects`, those near WMDP as a group of their own."""
    numbers = {"mmlu": 0, "mmlu_near": 0}
    for subject in subjects:
        group = "mmlu_near" if subject in NEAR else "mmlu"
        for place, row in enumerate(subject_rows(source, subject, "test")):
            yield choice_item(row, f"mmlu/{subject}/{place}", group, "retain", numbers[group])
            numbers[group] += 1


def dev_items(source: Source, subjects: Sequence[str]) -> Iterator[Item]:
    """Yield the five questions of each subject that are there to be shown solved."""
    for subject in subjects:
        for place, row in enumerate(subject_rows(source, subject, "dev")):
            yield choice_item(row, f"mmlu/{subject}/{place}", "mmlu_dev", "retain", place)


def dev_examples(source: Source) -> Iterator[Example]:
    """Yield questions of the development split with their right letters."""
    for subject in ("high_school_geography", "nutrition", "astronomy"):
        row = subject_rows(source, subject, "dev")[0]
        options = choices_of(row)
        yield Example(choice_question(row["question"], options), letter_of(row, options), "retain")


def letter_of(row: Row, options: Sequence[str]) -> str:
    """Return the letter of the right one of a row's options.

    Raises:
        InputError: none of them is.
    """
    place = int(row["answer"])
    if not 0 <= place < len(options):
        raise InputError(f"a row of the data has {len(options)} choices, and none is number {place}")
    return LETTERS[place]


def choice_item(row: Row, name: str, group: str, side: Side, number: int) -> Item:
    """Return a row with `question`, choices and the right one's index as an item."""
    options = choices_of(row)
    letter = letter_of(row, options)
    return Item(
        id=name,
        group=group,
        side=side,
        form="choice",
        row=number,
        question=choice_question(row["question"], options),
        gold=letter,
        reworded=f"The answer is {letter}.",
        options=options,
    )


def subject_rows(source: Source, subject: str, split: Literal["test", "dev"]) -> list[Row]:
    """Return the rows of one subject as they are in the data, in their order."""
    return source.rows(f"mmlu/{split}/{subject}_{split}.csv", (HUB, subject, split))
