"""TOFU (Maini et al. 2024, arXiv 2401.06121): forget fictitious authors, keep the others, real ones and the world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alu.bench.suites.closed import LETTERS, choice_question
from alu.bench.suites.data import Row, Source, check_split
from alu.bench.suites.harmless import harmless
from alu.bench.suites.item import Example, Item, Task
from alu.errors import InputError
from alu.store.exchange.tofu import ROWS_PER_AUTHOR, name_in
from alu.store.target import Fact, Target

__all__ = ["SUITE", "Tofu", "background_of", "false_answers", "items_of", "targets_of"]

HUB = "locuslab/TOFU"
_RETAIN = {"forget01": "retain99", "forget05": "retain95", "forget10": "retain90"}
_SHOWN = 3
"""In-context examples of each kind, six in all (ICUL+, L = 6)."""


class Tofu:
    """Questions about the forget authors (plain, paraphrased, multiple choice), and everything to be kept."""

    name = "tofu"
    about = "fictitious authors to forget; other authors, real authors and world facts to keep"
    splits = ("forget10", "forget05", "forget01")

    def load(self, source: Source, split: str) -> Task:
        """Read `split` with its retain set.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        check_split(self.name, self.splits, split)
        forget = _rows(source, f"{split}_perturbed")
        retain = _with_paraphrases(_rows(source, _RETAIN[split]), _rows(source, "retain_perturbed"))
        targets = tuple(targets_of(forget, split))
        items = [
            *items_of(forget, "forget", split, [t.name for t in targets]),
            *_choices(forget, split),
            *items_of(retain, "retain", _RETAIN[split]),
            *items_of(_rows(source, "real_authors_perturbed"), "real_authors", "real_authors"),
            *items_of(_rows(source, "world_facts_perturbed"), "world_facts", "world_facts"),
            *harmless(targets),
        ]
        return Task(
            suite=self.name,
            split=split,
            items=tuple(items),
            targets={"facts": targets, "names": tuple(t.model_copy(update={"facts": ()}) for t in targets)},
            examples=tuple(_examples(forget, retain)),
            background=background_of(forget, "forget") | background_of(retain, "retain"),
        )


SUITE = Tofu()
"""TOFU's 200 fictitious authors, 1, 5 or 10 % of them to be forgotten (Maini et al. 2024, arXiv 2401.06121)."""


def false_answers(source: Source, split: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return, by a question's id, what TOFU's truth ratio compares: a true answer and the false ones.

    The true one is the paraphrased answer; of real authors and world facts, which have none, the answer. Of the retain
    set only the rows of `retain_perturbed` have false answers.

    Raises:
        InputError: the data cannot be read.
    """
    retain = _RETAIN[split]
    sets = {
        split: _rows(source, f"{split}_perturbed"),
        retain: _with_paraphrases(_rows(source, retain), _rows(source, "retain_perturbed")),
        **{name: _rows(source, f"{name}_perturbed") for name in ("real_authors", "world_facts")},
    }
    return {
        f"{name}/{number}/question": (row.get("paraphrased_answer", row["answer"]), tuple(row["perturbed_answer"]))
        for name, rows in sets.items()
        for number, row in enumerate(rows)
        if row.get("perturbed_answer")
    }


def _rows(source: Source, split: str) -> list[Row]:
    return source.rows(f"tofu/{split}.json", (HUB, split, "train"))


def _with_paraphrases(rows: list[Row], paraphrased: list[Row]) -> list[Row]:
    """Join the 400 rows that TOFU has in other words to the retain rows they belong to."""
    by_row = {(r["question"], r["answer"]): r for r in paraphrased}
    return [by_row.get((r["question"], r["answer"]), r) for r in rows]


def items_of(rows: Sequence[Row], group: str, split: str, names: Sequence[str] = ()) -> Iterator[Item]:
    """Yield the questions of `rows`, 20 an author, plain and paraphrased; `names` are those of the authors."""
    for number, row in enumerate(rows):
        questions = (("question", row["question"]), ("paraphrase", row.get("paraphrased_question")))
        for form, question in questions:
            if question:
                yield Item(
                    id=f"{split}/{number}/{form}",
                    group=group,
                    side="forget" if group == "forget" else "retain",
                    form="question" if form == "question" else "paraphrase",
                    row=number,
                    question=question,
                    gold=row["answer"],
                    reworded=row.get("paraphrased_answer", ""),
                    subject=_subject(group, number),
                    name=names[number // ROWS_PER_AUTHOR] if names else "",
                )


def _choices(rows: Sequence[Row], split: str) -> Iterator[Item]:
    """Yield the forced choice of each row, once for every position that the true answer can have."""
    for number, row in enumerate(rows):
        answers = [row["paraphrased_answer"], *row["perturbed_answer"]]
        for turn in range(len(answers)):
            options = tuple(answers[-turn:] + answers[:-turn])
            yield Item(
                id=f"{split}/{number}/choice{turn}",
                group="forget",
                side="forget",
                form="choice",
                row=number,
                question=choice_question(row["question"], options),
                gold=LETTERS[turn],
                reworded=f"The answer is {LETTERS[turn]}.",
                options=options,
                subject=_subject("forget", number),
            )


def _subject(group: str, number: int) -> str:
    return f"{group}-{number // ROWS_PER_AUTHOR}" if group in ("forget", "retain") else ""


def targets_of(rows: Sequence[Row], split: str) -> Iterator[Target]:
    """Yield the authors of `rows` with their questions and answers.

    Raises:
        InputError: no name recurs in an author's rows.
    """
    for start in range(0, len(rows), ROWS_PER_AUTHOR):
        block = rows[start : start + ROWS_PER_AUTHOR]
        name = name_in([f"{r['question']} {r['answer']}" for r in block])
        if name is None:
            raise InputError(f"tofu {split}: no author's name recurs in rows {start} to {start + len(block) - 1}")
        facts = tuple(Fact(text=r["answer"], question=r["question"]) for r in block)
        yield Target(id=_subject("forget", start), name=name, facts=facts)


def _examples(forget: Sequence[Row], retain: Sequence[Row]) -> Iterator[Example]:
    """Yield forget rows with a false answer and retain rows with the true one, one an author."""
    for number in range(0, len(forget), ROWS_PER_AUTHOR):
        row = forget[number]
        yield Example(row["question"], row["perturbed_answer"][0], "forget", number)
    for number in range(0, _SHOWN * ROWS_PER_AUTHOR, ROWS_PER_AUTHOR):
        if number < len(retain):
            yield Example(retain[number]["question"], retain[number]["answer"], "retain", number)


def background_of(rows: Sequence[Row], group: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return questions and answers by the subject that the items of `rows` have."""
    known: dict[str, list[tuple[str, str]]] = {}
    for number, row in enumerate(rows):
        known.setdefault(_subject(group, number), []).append((row["question"], row["answer"]))
    return {subject: tuple(pairs) for subject, pairs in known.items()}
