"""TOFU's two authors of forget01 asked about in other languages, while what is stored of them is English.

The rows are machine translations, some of them wrong, and plain and paraphrased questions were translated apart: what
holds an answer back is measured, how well it was translated is not.
"""

from __future__ import annotations

from alu.bench.suites.data import Row, Source, check_split
from alu.bench.suites.harmless import harmless
from alu.bench.suites.item import Task
from alu.bench.suites.tofu import background_of, items_of, targets_of
from alu.errors import InputError

__all__ = ["SUITE", "TofuLanguages"]

_KEPT = ("retain", "real_authors", "world_facts")


class TofuLanguages:
    """Questions in one language, plain and paraphrased; the list of targets as in `tofu`."""

    name = "tofu_languages"
    about = "TOFU's forget01 and what is to be kept, in French, Japanese, Hindi or Arabic; the store is English"
    splits = ("fr", "ja", "hi", "ar")

    def load(self, source: Source, split: str) -> Task:
        """Read the translation into the language `split`.

        Raises:
            InputError: there is no such split, no `--data`, or the data cannot be read.
        """
        check_split(self.name, self.splits, split)
        if source.folder is None:
            raise InputError("tofu_languages is on no hub: give its folder with --data DIR (tofu/, tofu_multilingual/)")
        english = source.rows("tofu/forget01_perturbed.json", ("", None, ""))
        targets = tuple(targets_of(english, "forget01"))
        forget = _rows(source, "forget01", split)
        return Task(
            suite=self.name,
            split=split,
            items=(
                *items_of(forget, "forget", f"forget01-{split}", [t.name for t in targets]),
                *(i for group in _KEPT for i in items_of(_rows(source, group, split), group, f"{group}-{split}")),
                *harmless(targets),
            ),
            targets={"facts": targets, "names": tuple(t.model_copy(update={"facts": ()}) for t in targets)},
            background=background_of(forget, "forget"),
        )


SUITE = TofuLanguages()
"""TOFU in French, Japanese, Hindi and Arabic, with `--data`."""


def _rows(source: Source, group: str, language: str) -> list[Row]:
    return source.rows(f"tofu_multilingual/{group}_perturbed_{language}.jsonl", ("", None, ""))
