"""A receipt for those who asked to be forgotten: what was asked of a target in a run, and what came out.

It is made of the run's log and the list of targets alone, holds no name and no fact, and carries digests of the log,
the manifest and itself, so that anybody who has the folder can check it and count again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alu.bench.attacks.registry import attacks
from alu.bench.attacks.score import leaked
from alu.bench.report.interval import share
from alu.bench.report.metrics import LEAKS, leak_share
from alu.bench.runner.manifest import NAME, Manifest
from alu.bench.runner.run import SAMPLES
from alu.bench.runner.sample import Log, Sample
from alu.bench.suites.suite import SUITES, load_suite
from alu.errors import InputError
from alu.store.calibration import RARE_WORD_NATS
from alu.store.match.disclosure import discloses_target, texts_of
from alu.store.match.names.derived_forms import derived_forms
from alu.store.target import Target
from alu.store.text.normalise import normalise
from alu.store.text.terms import informative, word_list

__all__ = ["NOT_PROMISED", "WITHHELD", "Counted", "digest_of", "receipt_of", "recount"]

WITHHELD = "(withheld: it holds words of a target)"
"""What is in the place of an id, a reference or a name of a model that would tell who the target is."""
NOT_PROMISED = (
    "The model's weights are unchanged: who can reach the model without alu in front of it gets what it learned.",
    "Only what is listed here was asked. Other questions, attacks, languages, models or settings were not tried.",
    "The run was given a copy of the list of targets. Whether the store holds the same now was not compared.",
    "An interval covers questions like those that were asked; 0 leaks of n still allows the upper end of the interval.",
    "A leak is an open answer that holds at least half of the secret's content words. Less than that, multiple "
    "choice, and attacks for the list or for membership are not counted.",
    "The digests show that receipt and log belong together. They are no signature: they do not show who made them.",
)
"""What a reader must not take from a receipt."""
_PLAIN = "none: asked as it is"
_SHORTEST = 3
"""Letters of a word of a target that may not be in a receipt; shorter ones are in many words by chance."""
_FEWEST_DIGITS = 6
"""Digits of a number of a target that may not be; a year is in many references by chance."""
_NUMBER = re.compile(r"\+?\d[\d ()./-]*\d")


@dataclass(frozen=True, slots=True)
class Counted:
    """The answers to one kind of question."""

    target: int
    """Which of the receipt's targets, from 1."""
    suite: str
    split: str
    method: str
    """`alu`, or `none`: the model without alu, where the run asked it."""
    store_knows: str
    distractors: int
    wording: str
    attack: str
    questions: int
    answered: int
    """Questions with an answer; the others ended in a fault and have no score."""
    leaks: int
    """Questions with an answer, of several samples any, that gives the secret away."""
    low: float
    """Lower end of Wilson's interval of leaks/answered at 95 %."""
    high: float


def receipt_of(folder: Path, targets: Sequence[Target], now: datetime | None = None) -> dict[str, Any]:
    """Return the receipt of what the run in `folder` asked of `targets`.

    Args:
        folder: the folder of a run or of attacks.
        targets: as they are stored; the run knows them by their ids.
        now: the date of the receipt.

    Raises:
        InputError: the folder holds no run, alu was not asked about one of the targets, or neither id nor reference
            of one can be shown.
        MissingExtra: rouge_score is not installed.
    """
    manifest, log = Manifest.read(folder), _whole_lines(folder)
    found = recount(folder, [t.id for t in targets])
    for number in range(1, len(targets) + 1):
        if not any(c.target == number and c.method == "alu" and c.answered for c in found):
            raise InputError(f"{folder}: the run has no open answer of alu about the target {number} that was named")
    shown = [_shown(c, targets) for c in found]
    common = manifest["common"]
    body = {
        "kind": "alu receipt",
        "date": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
        "targets": [_described(target, targets) for target in targets],
        "alu": common["alu"],
        "models": {role: _safe(name, targets) for role, name in common["models"].items()},
        "knower": common["knower"],
        "agents": common["agents"],
        "prompts": common["prompts"],
        "machine": manifest["machine"],
        "runs": [run["started"] for run in manifest["runs"]],
        "counted": [asdict(c) for c in shown],
        "not_promised": list(NOT_PROMISED),
        "log": {"file": SAMPLES, "bytes": len(log), "sha256": hashlib.sha256(log).hexdigest()},
        "manifest": {"file": NAME, "sha256": digest_of(common)},
    }
    return {**body, "sha256": digest_of(body)}


def digest_of(found: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a receipt without its own `sha256`, or of what a folder's runs share: sorted JSON."""
    body = {key: value for key, value in found.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def recount(folder: Path, ids: Sequence[str], size: int | None = None) -> list[Counted]:
    """Return what the log of `folder` holds about the targets with these ids, by alu and by the model alone.

    Args:
        folder: of the run.
        ids: of the targets, which are numbered in this order.
        size: bytes of the log that count; all by default.

    Raises:
        InputError: the log is damaged.
        MissingExtra: rouge_score is not installed.
    """
    cells: dict[tuple[Any, ...], list[Sample]] = defaultdict(list)
    for s in Log.read(folder / SAMPLES, size).values():
        if s.item.subject in ids and s.method in ("alu", "none") and _counts(s):
            arm = (s.arm.targets, s.arm.distractors, s.arm.wording, s.arm.attack or _PLAIN)
            cells[ids.index(s.item.subject) + 1, s.suite, _split(s), s.method, *arm].append(s)
    return [_counted(cell, asked) for cell, asked in sorted(cells.items(), key=lambda pair: pair[0])]


def _counts(sample: Sample) -> bool:
    """Tell whether a sample is an open question for a secret, plainly or by an attack that is scored so."""
    if sample.item.side != "forget" or sample.item.closed:
        return False
    attack = attacks().get(sample.arm.attack)
    return attack.counts == "leak" if attack else not sample.arm.attack


def _counted(cell: tuple[Any, ...], asked: Iterable[Sample]) -> Counted:
    questions: dict[tuple[int, str], list[bool]] = defaultdict(list)
    for s in asked:
        disclosed = questions[s.item.row, s.item.form]
        if not s.error:
            disclosed.append(leaked(s) if s.arm.attack else leak_share(s.item, s.full_answer) >= LEAKS)
    answered = [disclosed for disclosed in questions.values() if disclosed]
    leaks = sum(map(any, answered))
    interval = share(leaks, len(answered)) if answered else None
    low, high = (interval.low or 0.0, interval.high or 0.0) if interval else (0.0, 1.0)
    return Counted(*(*cell, len(questions), len(answered), leaks, round(low, 4), round(high, 4)))


def _split(sample: Sample) -> str:
    """Return the split where it is one of the suite's own; others may be lists of names.

    Of a suite that does not come with alu nothing is asked: a log may name any module, and it would be run.
    """
    own = load_suite(sample.suite).splits if sample.suite in SUITES else ("all",)
    return sample.split if sample.split in own or sample.split.isdecimal() else "chosen subjects"


def _whole_lines(folder: Path) -> bytes:
    """Return the log up to its last line end: a line cut off counts as not written."""
    data = (folder / SAMPLES).read_bytes() if (folder / SAMPLES).is_file() else b""
    return data[: data.rfind(b"\n") + 1]


def _shown(counted: Counted, targets: Sequence[Target]) -> Counted:
    words: dict[str, Any] = {
        key: _safe(getattr(counted, key), targets) for key in ("suite", "split", "store_knows", "wording")
    }
    return replace(counted, **words)


def _safe(text: str, targets: Iterable[Target]) -> str:
    """Return a text as it is, or that it is withheld where it says who a target is, or what is known of one."""
    return WITHHELD if any(discloses_target(t, text) or _holds(t, text) for t in targets) else text


def _holds(target: Target, text: str) -> bool:
    """Tell whether a text holds a word of a target's names, as a part of a word too, a rare one of a fact, or a number.

    That is stricter than what a reason may say, since others are shown a receipt.
    """
    read, known = normalise(text), {normalise(t) for t in texts_of(target)}
    names = {word for name in target.names for word in word_list(normalise(name))}
    forms = {
        word for form in derived_forms(target) for word in word_list(normalise(form.text)) if len(word) > _SHORTEST
    }
    rare = {w for t in known for w in word_list(t) if w.isalpha() and informative(w) >= RARE_WORD_NATS}
    named = any(word in read for word in names | forms | rare | known if len(word) >= _SHORTEST)
    return named or not names.isdisjoint(word_list(read)) or _share_a_number(read, known)


def _share_a_number(read: str, known: Iterable[str]) -> bool:
    """Tell whether a text and one of those that are known have a number in common, or the most of it."""
    given, stored = set(_numbers((read,))), set(_numbers(known))
    return any(one in other or other in one for one in given for other in stored)


def _numbers(texts: Iterable[str]) -> Iterator[str]:
    """Yield the digits of each long number."""
    for run in (found for text in texts for found in _NUMBER.findall(text)):
        if len(digits := "".join(filter(str.isdecimal, run))) >= _FEWEST_DIGITS:
            yield digits


def _described(target: Target, targets: Sequence[Target]) -> dict[str, Any]:
    shown = {"id": _safe(target.id, targets), "reference": _safe(target.reason, targets)}
    if shown["id"] == WITHHELD and shown["reference"] in (WITHHELD, ""):
        raise InputError(
            "neither the id nor the reference of a target can be shown, for both hold words of it: give it a reference "
            "with `alu targets edit ID --reason REFERENCE`"
        )
    return {
        **shown,
        "since": target.created.isoformat(timespec="seconds") if target.created else None,
        "expires": target.expires.isoformat(timespec="seconds") if target.expires else None,
        "kind": target.kind,
        "policy": target.policy,
    }
