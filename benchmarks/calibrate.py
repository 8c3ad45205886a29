"""Learn what the detector's score weighs, and the thresholds that keep its false-flag rate as the list grows.

    python -m benchmarks.calibrate [--data DIR] [--write]

Subjects (people, authors, prompts) are split in two by a hash of their name. One half teaches: questions that do not
name whom they mean, and answers, against harmless prompts, neighbours, unseen authors and other people's questions, of
TOFU (English, Arabic, French, Hindi, Japanese), RWKU, LUME, self-instruct, IFEval, GSM8K, HumanEval and synthetic
people. The other half is reported. A logistic regression with weights of one sign is fitted to the features of
`store.match.facts.Scorer`; each set counts alike, ordinary prompts three times. A threshold is, for each number of
targets, the highest that any set of that size asks for to stay within its rate on the teaching half (`RATES`),
smoothed. Questions by name are left to the names. Writes `store/match/score_model.json` and
`benchmarks/results/calibrate.*`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from scipy.optimize import minimize

from alu.bench.synthetic import synthetic_prompts, synthetic_targets
from alu.store.exchange.formats import read_targets
from alu.store.match.contexts import Contexts
from alu.store.match.index import rows_of
from alu.store.match.parts import scored_parts
from alu.store.match.query import Query
from alu.store.match.score_model import CONTEXT, FEATURES, FILE
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from alu.store.text.embedder import load_embedder
from alu.store.text.mentions import mentions
from alu.store.text.normalise import clauses, sentences
from benchmarks.meaning import ExactMeaning
from benchmarks.report import write

RATES = {
    "harmless, 20 people": 0.004,
    "harmless, 200 people": 0.008,
    "harmless, 2000 people": 0.012,
    "tofu, retain": 0.035,
    "tofu, unseen authors of 200": 0.015,
    "lume, other people": 0.015,
    "synthetic, harmless": 0.02,
    "rwku, neighbours": 0.2,
    **{f"tofu {lang}, harmless": 0.06 for lang in ("ar", "fr", "hi", "ja")},
}
"""Share of requests of each set that may be flagged, on the teaching half: of most texts that are flagged nothing is
changed, and questions about other authors in the same words, which the languages' sets hold, may be more."""
CANDIDATES = 12
"""Targets a text that are compared, those that share most with it."""
HARD = 6
"""Of a text that touches nobody, the targets that teach: those that share most with it."""
RIDGE = 1e-3
SMOOTH = 0.8
"""Width of the kernel that thresholds are smoothed by, in logarithms of the number of targets."""
MIN_REQUESTS = 50
"""Requests of a set that it takes to ask for a threshold: of the contextual model foreign sets leave two."""
SEED = 3


@dataclass
class Request:
    """One request, with the features of its texts and of the targets near them."""

    group: str
    teaches: bool
    log_targets: float
    right: str | None
    texts: list[tuple[list[str], np.ndarray]] = field(default_factory=list)
    """Ids of the candidates of each text, and their features, float `[n, len(FEATURES) + 1]`; the last is the cosine of
    the contextual embedder, NaN where it reads no such text."""

    def view(self, context: bool) -> Request | None:
        """Return the request as one of the two models sees it; None where it sees no text of it."""
        made = Request(self.group, self.teaches, self.log_targets, self.right)
        for ids, features in self.texts:
            cosine = features[:, -1]
            if context and np.isnan(cosine).any():
                return None
            seen = np.arange(len(ids)) if context else np.flatnonzero(features[:, 0] > 0)
            if len(seen):
                kept = np.column_stack([features[:, :-1], np.maximum(cosine, 0)]) if context else features[:, :-1]
                made.texts.append(([ids[n] for n in seen], kept[seen]))
        return made if made.texts else None

    def best(self, weights: np.ndarray, bias: float) -> tuple[float, float]:
        """Return the highest score of any target, and that of the right one."""
        top = own = -40.0
        for ids, features in self.texts:
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
        parts = [] if mentions(one.question).people else clauses(one.question)
        for text, answers in (
            *((t, "") for t in scored_parts(Query.of([one.question]))),
            *((c, "") for c in parts),
            *((s, one.question) for s in scored_parts(Query.of(sentences(one.answer), source="draft"))),
        ):
            ids, features = _features(stored, text, answers)
            if ids:
                made.texts.append((ids, features))
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
    features, _ = scorer.features(text, weighed, mass[chosen], vector, chosen, answers)
    cosines = contexts.cosines(0, chosen)
    return [index.targets[n].id for n in chosen], np.column_stack([features, cosines])


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


def fit(found: Sequence[Request]) -> tuple[np.ndarray, float]:
    """Return the weights, none below 0, and the bias that fit the teaching half best."""
    groups = defaultdict[str, list[Request]](list)
    for request in found:
        if request.teaches:
            groups[request.group].append(request)
    rows, right, counts = list[np.ndarray](), list[float](), list[float]()
    for group, some in groups.items():
        share = (3.0 if group.startswith("harmless") else 1.0) / len(some)
        for request in some:
            for ids, features in request.texts:
                if request.right is None:
                    rows.append(features[np.argsort(-features[:, 0])[:HARD]])
                    counts += [share / len(rows[-1])] * len(rows[-1])
                    right += [0.0] * len(rows[-1])
                elif request.right in ids:
                    rows.append(features[[ids.index(request.right)]])
                    counts.append(share)
                    right.append(1.0)
    x, y, w = np.concatenate(rows), np.array(right), np.array(counts) / sum(counts)
    scale = x.std(axis=0) + 1e-9
    z = x / scale

    def loss(p: np.ndarray) -> tuple[float, np.ndarray]:
        q = 1 / (1 + np.exp(-np.clip(z @ p[:-1] + p[-1], -40, 40)))
        value = -(w * (y * np.log(q + 1e-12) + (1 - y) * np.log(1 - q + 1e-12))).sum() + RIDGE * (p[:-1] ** 2).sum()
        slope = w * (q - y)
        return float(value), np.append(z.T @ slope + 2 * RIDGE * p[:-1], slope.sum())

    bounds = [(0, None)] * x.shape[1] + [(None, None)]
    best = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    return best[:-1] / scale, float(best[-1])


def thresholds(found: Sequence[Request], weights: np.ndarray, bias: float) -> list[list[float]]:
    """Return, for each number of targets, the score that keeps every set within its rate on the teaching half."""
    wanted = defaultdict[float, list[float]](list)
    for group, rate in RATES.items():
        some = [r for r in found if r.group == group and r.teaches]
        if len(some) < MIN_REQUESTS:
            continue
        scores = sorted(r.best(weights, bias)[0] for r in some)
        at = scores[min(len(scores) - 1, math.ceil((1 - rate) * len(scores)))]
        wanted[round(some[0].log_targets, 3)].append(at)
    sizes = np.array(sorted(wanted))
    asked = np.array([max(wanted[size]) for size in sizes])
    # a set of some hundred requests puts its own threshold anywhere within one: neighbours in size speak, too
    near = np.exp(-(((sizes[:, None] - sizes) / SMOOTH) ** 2) / 2)
    smooth = near @ asked / near.sum(axis=1)
    return [[float(size), round(float(at), 3)] for size, at in zip(sizes, smooth, strict=True)]


def learnt(found: Sequence[Request], features: Sequence[str], report: dict[str, str]) -> dict[str, Any]:
    """Learn one of the two models, report it on the other half, and return it as it is stored."""
    weights, bias = fit(found)
    near = thresholds(found, weights, bias)
    what = "with context" if CONTEXT in features else "words alone"
    groups = defaultdict[str, list[Request]](list)
    for request in found:
        if not request.teaches:
            groups[request.group].append(request)
    for group, some in groups.items():
        limit = np.interp(some[0].log_targets, *np.array(near).T)
        best = [r.best(weights, bias) for r in some]
        kind, hits = ("found", 1) if some[0].right else ("flagged", 0)
        report[f"{group}: {kind}, {what}"] = f"{np.mean([b[hits] >= limit for b in best]):.1%} of {len(some)}"
    report |= {f"weight, {what}, {name}": f"{value:.3f}" for name, value in zip(features, weights, strict=True)}
    report |= {f"near at {math.exp(size) - 1:.0f} targets, {what}": str(score) for size, score in near}
    return {
        "bias": round(bias, 4),
        "weights": {n: round(float(v), 4) for n, v in zip(features, weights, strict=True)},
        "thresholds": near,
    }


def _beyond(near: Sequence[Sequence[float]], words: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return thresholds for longer lists than the contextual model was tried on: they rise as those of words do."""
    last, at = near[-1]
    there = float(np.interp(last, *np.array(words).T))
    return [[size, round(at + score - there, 3)] for size, score in words if size > last]


def main() -> None:
    """Learn, report, and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = list(Sets(options.data).all())
    report = dict[str, str]()
    words = learnt([seen for r in found if (seen := r.view(False))], FEATURES, report)
    context = learnt([seen for r in found if (seen := r.view(True))], (*FEATURES, CONTEXT), report)
    context["thresholds"] += _beyond(context["thresholds"], words["thresholds"])
    kept = {
        "made": f"python -m benchmarks.calibrate --write, {datetime.now(UTC).date().isoformat()}",
        "embedder": load_embedder().name,
        "contextual": load_embedder("minilm").name,
        "rates": RATES,
        "words": words,
        "context": context,
    }
    write("calibrate", report, __doc__ or "")
    if options.write:
        FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
