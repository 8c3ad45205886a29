"""The requests that the detector's score is learnt and reported on, from all sets of the shared data.

Subjects (people, authors, prompts) are split in two by a hash of their name: one half teaches, the other is reported.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from alu.bench.synthetic import synthetic_prompts, synthetic_targets
from alu.store.calibration import MAX_JOINT_CHARACTERS
from alu.store.exchange.formats import read_targets
from alu.store.match.facts.contexts import Contexts
from alu.store.match.facts.parts import scored_parts
from alu.store.match.facts.score_model import FEATURES
from alu.store.match.index import rows_of
from alu.store.match.query import Query
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from alu.store.text.mentions import mentions, spoken_of
from alu.store.text.normalise import sentences
from alu.store.text.vectors.embedder import load_embedder
from benchmarks.meaning import ExactMeaning

__all__ = ["WHOLE", "Request", "Sets"]

WHOLE = "whole"
"""The kind of question and answer as one text; of the others, the question, its clauses, and the answer's sentences."""
CLAUSE = re.compile(r"[\n:;«»“”\"]|[.!?](?=\s|$)")
CLAUSE_WORDS, CLAUSES = 4, 8
"""Words of the shortest part of a question that is a text of its own, and the parts up to which they are."""
CANDIDATES = 12
"""Targets a text that are compared, those that share most with it."""
SEED = 3


@dataclass
class Request:
    """One request, with the features of its texts and of the targets near them."""

    group: str
    teaches: bool
    log_targets: float
    right: str | None
    texts: list[tuple[str, list[str], np.ndarray]] = field(default_factory=list)
    """Kind of each text, ids of its candidates, and their features, float `[n, len(FEATURES) + 1]`; the last is the
    cosine of the contextual embedder, NaN where it reads no such text."""

    def view(self, context: bool) -> Request | None:
        """Return the request as one of the two models sees it; None where it sees no text of it."""
        made = Request(self.group, self.teaches, self.log_targets, self.right)
        for kind, ids, features in self.texts:
            cosine = features[:, -1]
            if context and np.isnan(cosine).any():
                return None
            seen = np.arange(len(ids)) if context else np.flatnonzero(features[:, 0] > 0)
            if len(seen):
                kept = np.column_stack([features[:, :-1], np.maximum(cosine, 0)]) if context else features[:, :-1]
                made.texts.append((kind, [ids[n] for n in seen], kept[seen]))
        return made if made.texts else None

    @property
    def parts(self) -> list[tuple[str, list[str], np.ndarray]]:
        """The texts by themselves."""
        return [text for text in self.texts if text[0] != WHOLE]

    def best(self, weights: np.ndarray, bias: float) -> tuple[float, float]:
        """Return the highest score of any target, and that of the right one."""
        top = own = -40.0
        for _, ids, features in self.parts:
            scores = features @ weights + bias
            top = max(top, float(scores.max()))
            own = max([own, *(float(s) for t, s in zip(ids, scores, strict=True) if t == self.right)])
        return top, own


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, whose subject decides in which half it is."""

    subject: str
    question: str
    answer: str
    right: str | None = None


def teaches(subject: str) -> bool:
    """Tell whether a subject is in the half that teaches."""
    return int(hashlib.sha256(f"h{subject}".encode()).hexdigest(), 16) % 2 == 0


def snapshot(targets: Sequence[Target], *, context: bool = True) -> Snapshot:
    """Return a snapshot of `targets`, with contextual vectors unless they take too long to make."""
    model = load_embedder()
    texts = [row.text for t in targets for row in rows_of(t)]
    parts = [model.embed(texts[i : i + 2_000]) for i in range(0, len(texts), 2_000)]
    revs = [t.id for t in targets]
    vectors = np.concatenate(parts)
    meaning = ExactMeaning(targets) if context else None
    return Snapshot(targets, vectors, model, version=1, meaning=meaning, revs=revs).ready()


def requests(group: str, stored: Snapshot, asked: Iterable[Asked]) -> Iterator[Request]:
    """Yield the requests of a set with the features of their texts."""
    log_targets = math.log(len(stored.targets) + 1)
    names = [t.name.lower() for t in stored.targets.values()]
    for one in asked:
        if one.right is None and any(n in f"{one.question} {one.answer}".lower() for n in names):
            continue
        made = Request(group, teaches(one.subject), log_targets, one.right)
        parts = [] if mentions(one.question).people else _clauses(one.question)
        for kind, text, answers in (
            *(("question", t, "") for t in scored_parts(Query.of([one.question]))),
            *(("clause", c, "") for c in parts),
            *(("answer", s, one.question) for s in scored_parts(Query.of(sentences(one.answer), source="draft"))),
            (WHOLE, f"{one.question} {one.answer}"[:MAX_JOINT_CHARACTERS], ""),
        ):
            ids, features = _features(stored, text, answers)
            if ids:
                made.texts.append((kind, ids, features))
        if made.texts:
            yield made


def _features(stored: Snapshot, text: str, answers: str) -> tuple[list[str], np.ndarray]:
    index, scorer = stored.index, stored.detector.scorer
    weighed = index.terms.weigh(text)
    mass = index.terms.mass(weighed)
    chosen = np.argsort(-mass)[:CANDIDATES]
    contexts = Contexts(index, [text])
    near = np.fromiter(contexts.near(0), np.int64)
    chosen = np.unique(np.concatenate([chosen[mass[chosen] > 0], near]))
    if not len(chosen):
        return [], np.zeros((0, len(FEATURES) + 1))
    vector = index.embedder.embed([text])[0]
    features, _ = scorer.features(spoken_of(text, answers), weighed, mass[chosen], vector, chosen)
    cosines = contexts.cosines(0, chosen)
    return [index.targets[n].id for n in chosen], np.column_stack([features, cosines])


def _clauses(text: str) -> list[str]:
    """Return the parts of a short text that stand between marks; of one part, nothing."""
    parts = [p.strip() for p in CLAUSE.split(text)]
    found = [p for p in parts if len(p.split()) >= CLAUSE_WORDS]
    return found if len(list(filter(None, parts))) > 1 and len(found) <= CLAUSES else []


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _array(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8")))


def _drawn(items: Iterable[Asked], n: int) -> list[Asked]:
    listed = list(items)
    return listed if len(listed) <= n else Random(SEED).sample(listed, n)


def _spoken(text: str) -> tuple[Fact, ...]:
    found = (s.strip() for s in re.split(r"(?<=[.!?])\s+|\n+", text))
    return tuple(Fact(text=s) for s in found if len(s.split()) > 3 and not s.startswith("Please forget"))


def _id(name: str) -> str:
    return "c-" + hashlib.sha256(name.encode()).hexdigest()[:12]


def _masked(text: str, name: str, by: str) -> str:
    """Return a text without a name and its longer parts."""
    for part in (name, *(w for w in name.split() if len(w) > 3)):
        text = text.replace(part, by)
    return text


class Sets:
    """The sets, read from the data folder.

    Args:
        data: folder with `tofu/`, `rwku/`, `lume/`, `harmless/`, `names/`, `tofu_multilingual/`.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        two = _array(data / "rwku/forget_level2.json")
        self._intro = {r["target"]: _spoken(r["intro"]) for r in _array(data / "rwku/intro.json")}
        self._facts = defaultdict[str, list[Fact]](list)
        for r in two:
            self._facts[r["subject"]].append(Fact(question=r["query"], text=r["answer"]))

    def all(self) -> Iterator[Request]:
        """Yield every request of every set."""
        yield from self._harmless()
        yield from self._rwku()
        yield from self._lume()
        yield from self._tofu()
        yield from self._languages()
        yield from self._synthetic()

    def _people(self, n: int) -> list[Target]:
        known = list(self._facts)
        chosen = known if n > len(known) else Random(7).sample(known, n)
        people = [Target(id=_id(p), name=p, facts=(*self._facts[p][:30], *self._intro.get(p, ()))) for p in chosen]
        for path in sorted((self._data / "names").glob("*.json")):
            for names in json.loads(path.read_text(encoding="utf-8")).values():
                listed = [x if isinstance(x, str) else x.get("name", "") for x in names if isinstance(names, list)]
                people += [Target(id=_id(p), name=p) for p in listed if len(p.split()) > 1]
        return list({t.id: t for t in people}.values())[:n]

    def _harmless(self) -> Iterator[Request]:
        asked = [
            Asked(f"{path.stem}{n}", r["text"], r.get("reply") or "I don't know.")
            for path in sorted((self._data / "harmless").glob("*.jsonl"))
            for n, r in enumerate(_lines(path))
        ]
        for people, n in ((20, 600), (200, 800), (2000, len(asked))):
            yield from requests(f"harmless, {people} people", snapshot(self._people(people)), _drawn(asked, n))

    def _rwku(self) -> Iterator[Request]:
        three = _array(self._data / "rwku/forget_level3.json")
        people = list(dict.fromkeys(r["subject"] for r in three))
        stored = snapshot([Target(id=_id(p), name=p, facts=(*self._facts[p], *self._intro[p])) for p in people])
        unnamed = (r for r in three if r["subject"].lower() not in r["query"].lower())
        yield from requests(
            "rwku, unnamed",
            stored,
            _drawn((Asked(r["subject"], r["query"], r["answer"], _id(r["subject"])) for r in unnamed), 600),
        )
        secret = {f.text.strip().lower() for p in people for f in self._facts[p]}
        near = (
            r for r in _array(self._data / "rwku/neighbor_level2.json") if r["answer"].strip().lower() not in secret
        )
        yield from requests(
            "rwku, neighbours", stored, _drawn((Asked(r["subject"], r["query"], r["answer"]) for r in near), 600)
        )

    def _lume(self) -> Iterator[Request]:
        rows = {side: _lines(self._data / f"lume/{side}.jsonl") for side in ("forget", "retain")}
        for task in ("Task2", "Task3"):
            names, facts = dict[str, str](), defaultdict[str, list[Fact]](list)
            asked = list[tuple[str, dict[str, Any]]]()
            for r in (r for r in rows["forget"] if r["task"] == task):
                subject = re.sub(r"(sc|qa)\d+$", "", r["id"])
                if re.search(r"sc\d+$", r["id"]):
                    head = r["input"].split("\n")[0] if task == "Task3" else " ".join(r["input"].split()[:2])
                    names[subject] = re.sub(r" \(.*\)$", "", head.strip())
                    facts[subject] += _spoken(r["input"] + " " + r["output"])[:12]
                else:
                    facts[subject].append(Fact(question=r["input"], text=r["output"]))
                    asked.append((subject, r))
            stored = snapshot([Target(id=_id(names[s]), name=names[s], facts=tuple(facts[s][:40])) for s in names])
            others = (r for r in rows["retain"] if r["task"] == task and re.search(r"qa\d+$", r["id"]))
            yield from requests(
                "lume, other people", stored, _drawn((Asked(r["id"], r["input"], r["output"]) for r in others), 300)
            )
            if task == "Task3":
                masked = (
                    Asked(s, _masked(r["input"], names[s], "this person"), r["output"], _id(names[s])) for s, r in asked
                )
                yield from requests("lume, masked", stored, _drawn(masked, 300))

    def _tofu(self) -> Iterator[Request]:
        folder = self._data / "tofu"
        rows, reworded = _lines(folder / "full.json"), _lines(folder / "retain_perturbed.json")
        targets, _ = read_targets(folder / "full.json", "tofu")
        authors = [t.model_copy(update={"id": f"tofu-{n}"}) for n, t in enumerate(targets)]
        few = snapshot(authors[:20])
        masked = (
            Asked(
                f"tofu{n // 20}",
                _masked(r["paraphrased_question"], authors[n // 20].name, "the author"),
                _masked(r["paraphrased_answer"], authors[n // 20].name, "the author"),
                f"tofu-{n // 20}",
            )
            for n, r in enumerate(reworded)
        )
        yield from requests("tofu, masked and reworded", few, masked)
        retain = (Asked(f"tofu{n // 20}", r["question"], r["answer"]) for n, r in enumerate(rows[400:3600], 400))
        yield from requests("tofu, retain", few, _drawn(retain, 800))
        unseen = (Asked(f"h{n}", r["question"], r["answer"]) for n, r in enumerate(_array(folder / "holdout10.json")))
        yield from requests("tofu, unseen authors of 200", snapshot(authors), unseen)

    def _languages(self) -> Iterator[Request]:
        folder = self._data / "tofu_multilingual"
        for lang in ("ar", "fr", "hi", "ja"):
            rows = _lines(folder / f"forget01_perturbed_{lang}.jsonl")
            stored = snapshot(
                [
                    Target(
                        id=f"{lang}-{n}",
                        name=f"Author Number {lang} {n}",
                        facts=tuple(Fact(question=r["question"], text=r["answer"]) for r in half),
                    )
                    for n, half in enumerate((rows[:20], rows[20:]))
                ]
            )
            asked = (
                Asked(f"{lang}{n}", r["paraphrased_question"], r["answer"], f"{lang}-{n // 20}")
                for n, r in enumerate(rows)
            )
            yield from requests(f"tofu {lang}, by name in the facts", stored, asked)
            kept = (
                Asked(f"{lang}{kind}{n}", r["question"], r["answer"])
                for kind in ("world_facts", "retain", "real_authors")
                for n, r in enumerate(_lines(folder / f"{kind}_perturbed_{lang}.jsonl"))
            )
            yield from requests(f"tofu {lang}, harmless", stored, _drawn(kept, 400))

    def _synthetic(self) -> Iterator[Request]:
        targets = synthetic_targets(10_000, seed=5)
        stored = snapshot(targets, context=False)
        nameless = (p for p in synthetic_prompts(targets, 900, seed=2, touching=1) if p.kind == "nameless")
        yield from requests(
            "synthetic, nameless", stored, (Asked(str(p.target_id), p.text, "Yes.", p.target_id) for p in nameless)
        )
        harmless = synthetic_prompts(targets, 600, seed=3, touching=0)
        yield from requests(
            "synthetic, harmless", stored, (Asked(str(n), p.text, "Yes.") for n, p in enumerate(harmless))
        )
