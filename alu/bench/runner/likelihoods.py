"""`likelihoods.jsonl` of a run, from a server: letters of WMDP and MMLU, TOFU's answers, a line each, resumable.

A line is one question and model, `method` is `none` (the model that was run) or `never-knew` (the retrained one):

    {"suite": "wmdp", "split": "bio", "item": "bio/0", "method": "none", "letters": {"A": -0.1, "C": -2.3}}

`letters` are log probabilities of the letters among the likeliest tokens; none of them: nothing is known of the item.
TOFU's lines are in `alu.bench.report.official`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TextIO

from alu.bench.runner.claim import claimed
from alu.bench.runner.logprobs import answer_likelihood, letter_logprobs
from alu.bench.runner.manifest import Manifest
from alu.bench.runner.run import SAMPLES, together
from alu.bench.runner.sample import Log, Sample, drop_torn_line
from alu.bench.suites.closed import LETTERS, harness_prompt
from alu.bench.suites.data import Source
from alu.bench.suites.item import Item
from alu.bench.suites.tofu import false_answers
from alu.chat import ChatModel
from alu.errors import BadReply, ConfigError, InputError
from alu.models.openai import OpenAIModel

__all__ = ["FILE", "LETTERED", "AskedLikelihoods", "measure_likelihoods", "read_lines"]

FILE = "likelihoods.jsonl"
"""The file in a run's folder."""
LETTERED = ("wmdp", "wmdp_shots", "mmlu")
"""Suites that the field compares by the likelihood of letters."""
_HARNESS = {"bio": "biology", "cyber": "cybersecurity", "chem": "chemistry"}
"""WMDP's subjects in the words of lm-evaluation-harness."""


@dataclass(frozen=True, slots=True)
class AskedLikelihoods:
    """What was asked of the server, and of how many questions it said nothing that can be used."""

    asked: int
    silent: int
    earlier: int
    """Questions that the file held before."""


async def measure_likelihoods(
    folder: Path,
    model: ChatModel,
    source: Source,
    *,
    method: Literal["none", "never-knew"] = "none",
    timeout: float = 120.0,
    concurrency: int = 4,
) -> AskedLikelihoods:
    """Write what is still missing of the run's likelihoods into its folder.

    Args:
        folder: of a run that asked WMDP, MMLU or TOFU.
        model: an OpenAI-compatible server with log probabilities, or an embedded model.
        source: the data of TOFU, whose false answers are in no log.
        method: whose likelihoods these are.
        timeout: seconds for each call.
        concurrency: questions at the same time.

    Raises:
        ConfigError: the model is no such server, or a scripted memoriser answered the run.
        InputError: the folder holds no such run, or another one is at work there.
        ModelError: the server did not answer, or said of no question at all how likely anything is.
    """
    if not isinstance(model, OpenAIModel):
        raise ConfigError(f"{model.name} gives no likelihoods: name a server (http://…) or embedded:FILE.gguf")
    if Manifest.read(folder)["common"]["knower"] != "none":
        raise ConfigError(f"{folder}: a memoriser or a context answered there, which has no likelihood")
    questions = _questions(folder)
    path = folder / FILE
    with claimed(folder), _appending(path) as out:
        known = {key for key, line in read_lines(path) if line["method"] == method}
        missing = [s for s in questions if (s.split, s.item.id) not in known]
        lines = _LineWriter(out, _Asks(model, source, timeout), method, written=len(known))
        waiting = iter(missing)
        await together(lines.write(waiting) for _ in range(concurrency))
    return AskedLikelihoods(len(missing), lines.silent, len(questions) - len(missing))


def _appending(path: Path) -> TextIO:
    drop_torn_line(path)
    return open(path, "a", encoding="utf-8")


def read_lines(path: Path) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Yield the lines of a run's file, each by split and item.

    Raises:
        InputError: a line is no JSON object with suite, split, item and method.
    """
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, 1):
        try:
            row: dict[str, Any] = json.loads(line)
            suite, split, item, _ = (str(row[k]) for k in ("suite", "split", "item", "method"))
        except (ValueError, TypeError, KeyError):
            raise InputError(f"{path}: line {number} has not suite, split, item and method") from None
        yield (split, item), {**row, "suite": suite, "line": number}


class _Asks:
    """What is asked of the server about one question."""

    def __init__(self, model: OpenAIModel, source: Source, timeout: float) -> None:
        self._model = model
        self._source = source
        self._timeout = timeout
        self._false: dict[str, Mapping[str, tuple[str, tuple[str, ...]]]] = {}

    async def measured(self, sample: Sample) -> dict[str, Any]:
        """Return what a line says of the question; nothing where the data has no false answers to it."""
        item = sample.item
        if sample.suite in LETTERED:
            prompt, letters = harness_prompt(item.question, _subject(item)), LETTERS[: len(item.options)]
            return {"letters": await letter_logprobs(self._model, prompt, letters, timeout=self._timeout)}
        if sample.split not in self._false:
            self._false[sample.split] = false_answers(self._source, sample.split)
        if item.id not in self._false[sample.split]:
            return {}
        true, false = self._false[sample.split][item.id]
        texts = dict.fromkeys((item.gold, true, *false))
        found = {t: await answer_likelihood(self._model, item.question, t, timeout=self._timeout) for t in texts}
        own = found[item.gold]
        return {
            "answer": own.mean,
            "true": found[true].mean,
            "false": [found[f].mean for f in false],
            "exact": own.exact,
            "extraction": own.extraction,
        }


def _questions(folder: Path) -> list[Sample]:
    """Return one sample of each question that is compared by likelihood.

    Raises:
        InputError: there is none.
    """
    found = {
        (s.split, s.item.id): s
        for s in Log.read(folder / SAMPLES).values()
        if not s.arm.attack
        and ((s.suite in LETTERED and s.item.options) or (s.suite == "tofu" and s.item.form == "question"))
        and s.item.side != "named"
    }
    if not found:
        raise InputError(f"{folder}: no answer to a question of wmdp, mmlu or tofu, so there is nothing to measure")
    return list(found.values())


@dataclass(slots=True)
class _LineWriter:
    """The lines of a run's file, written as the server answers."""

    out: TextIO
    asks: _Asks
    method: str
    written: int
    """Lines that are there."""
    silent: int = 0
    """Questions of which the server said nothing that can be used."""

    async def write(self, waiting: Iterator[Sample]) -> None:
        """Ask what is waiting, one question after the other, and write a line for each that is answered.

        Raises:
            BadReply: an answer cannot be used, and none could be: it is the server, not the question.
        """
        for sample in waiting:
            try:
                found = await self.asks.measured(sample)
            except BadReply:
                self.silent += 1
                if not self.written:
                    raise
                continue
            if found:
                self.written += 1
                about = {"suite": sample.suite, "split": sample.split, "item": sample.item.id, "method": self.method}
                self.out.write(json.dumps({**about, **found}) + "\n")
                self.out.flush()


def _subject(item: Item) -> str:
    """Return what a question is about, as the harness says it."""
    first, _, rest = item.id.partition("/")
    return _HARNESS.get(first) or rest.partition("/")[0].replace("_", " ")
