"""Learn what the detector's score weighs, and the thresholds that keep its false-flag rate as the list grows.

    python -m benchmarks.calibrate [--data DIR] [--write]

Subjects (people, authors, prompts) are split in two by a hash of their name. One half teaches: questions that do not
name their referent, and answers, against harmless prompts, neighbours, unseen authors and other people's questions, of
TOFU (English, Arabic, French, Hindi, Japanese), RWKU, LUME, self-instruct, IFEval, GSM8K, HumanEval and synthetic
people. The other half is reported. A logistic regression with weights of one sign is fitted to the features of
`store.match.facts.scorer.Scorer`; each set counts alike, ordinary prompts three times. A threshold is, for each
number of targets, the highest that any set of that size asks for to stay within its rate on the teaching half
(`RATES`), smoothed. Then question and answer together: the scores of both and the features of the two as one text are
learnt likewise, over the targets that the question leads to (`store.match.facts.joint`); `JOINT_RATES` are what then
may be flagged in all. Questions by name are left to the names. Writes `store/match/facts/score_model.json` and
`benchmarks/results/calibrate.*`.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from alu.store.calibration import ASKED_LEAD_NATS, ASKED_NATS
from alu.store.match.facts.score_model import CONTEXT, FEATURES, FILE, JOINT, LOWEST, joint_features
from alu.store.text.vectors.embedder import load_embedder
from benchmarks.report import write
from benchmarks.training_sets import WHOLE, Request, Sets

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
JOINT_RATES = {
    "harmless, 20 people": 0.004,
    "harmless, 200 people": 0.006,
    "harmless, 2000 people": 0.008,
    "tofu, retain": 0.03,
    "tofu, unseen authors of 200": 0.02,
    "lume, other people": 0.025,
    "synthetic, harmless": 0.02,
    "rwku, neighbours": 0.085,
    **{f"tofu {lang}, harmless": 0.03 for lang in ("ar", "fr", "hi", "ja")},
}
"""The same by an answer alone, by a question that says nearly all, or by the two together."""
HARD = 6
"""Of a text that touches nobody, the targets that teach: those that share most with it."""
RIDGE = 1e-3
SMOOTH = 0.8
"""Width of the kernel that thresholds are smoothed by, in logarithms of the number of targets."""
MIN_REQUESTS = 50
"""Requests of a set that it takes to ask for a threshold: of the contextual model foreign sets leave two."""


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
            for _, ids, features in request.parts:
                if request.right is None:
                    rows.append(features[np.argsort(-features[:, 0])[:HARD]])
                    counts += [share / len(rows[-1])] * len(rows[-1])
                    right += [0.0] * len(rows[-1])
                elif request.right in ids:
                    rows.append(features[[ids.index(request.right)]])
                    counts.append(share)
                    right.append(1.0)
    return _solved(np.concatenate(rows), np.array(right), np.array(counts))


def _solved(x: np.ndarray, y: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the weights, none below 0, and the bias of a logistic regression.

    Args:
        x: features, float `[n, features]`.
        y: 1 where a row is of the right target, float `[n]`.
        counts: how much each row counts, float `[n]`.
    """
    w, scale = counts / counts.sum(), x.std(axis=0) + 1e-9
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


def learnt(found: Sequence[Request], features: Sequence[str]) -> dict[str, Any]:
    """Learn the weights of single texts, and return them as they are stored."""
    weights, bias = fit(found)
    return {
        "bias": round(bias, 4),
        "weights": {n: round(float(v), 4) for n, v in zip(features, weights, strict=True)},
        "thresholds": thresholds(found, weights, bias),
    }


def reported(found: Sequence[Request], base: Mapping[str, Any], what: str) -> dict[str, str]:
    """Return what some weights of single texts find and flag of the other half."""
    weights, bias, report = np.array(list(base["weights"].values())), base["bias"], dict[str, str]()
    groups = defaultdict[str, list[Request]](list)
    for request in found:
        if not request.teaches:
            groups[request.group].append(request)
    for group, some in groups.items():
        limit = np.interp(some[0].log_targets, *np.array(base["thresholds"]).T)
        best = [r.best(weights, bias) for r in some]
        kind, hits = ("found", 1) if some[0].right else ("flagged", 0)
        report[f"{group}: {kind}, {what}"] = f"{np.mean([b[hits] >= limit for b in best]):.1%} of {len(some)}"
    report |= {f"weight, {what}, {name}": f"{value:.3f}" for name, value in base["weights"].items()}
    return report | {f"near at {math.exp(n) - 1:.0f} targets, {what}": f"{at:.3f}" for n, at in base["thresholds"]}


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer, and what they say of the targets that the question leads to."""

    request: Request
    ids: list[str]
    features: np.ndarray
    """Float `[len(ids), len(JOINT) + n]`."""
    alone: bool
    """The answer by itself, or a question that says nearly all, is near."""

    @classmethod
    def of(cls, request: Request, base: Mapping[str, Any]) -> Pair:
        """Weigh a request by the weights for single texts."""
        weights = np.array(list(base["weights"].values()))
        limit = float(np.interp(request.log_targets, *np.array(base["thresholds"]).T))
        asked, said, whole = dict[str, float](), dict[str, float](), dict[str, np.ndarray]()
        for kind, ids, features in request.texts:
            scores = features @ weights + base["bias"] - limit
            for one, score, row in zip(ids, scores.tolist(), features, strict=True):
                if kind == WHOLE:
                    whole[one] = row
                else:
                    side = said if kind == "answer" else asked
                    side[one] = max(side.get(one, -LOWEST), score)
        right = (request.right,) if request.right else (*asked, *said)
        alone = any(said.get(t, -LOWEST) >= 0 or asked.get(t, -LOWEST) >= ASKED_NATS for t in right)
        ids = [t for t, score in asked.items() if score >= -ASKED_LEAD_NATS and t in whole]
        if not ids:
            return cls(request, [], np.zeros((0, 0)), alone)
        question, answer = (np.array([side.get(t, -LOWEST) for t in ids]) for side in (asked, said))
        return cls(request, ids, joint_features(question, answer, np.stack([whole[t] for t in ids])), alone)

    def score(self, weights: np.ndarray, bias: float) -> float:
        """Return the score of the right target, or the highest where none is right."""
        if not self.ids or (self.request.right and self.request.right not in self.ids):
            return -40.0
        scores = self.features @ weights + bias
        return float(scores[self.ids.index(self.request.right)] if self.request.right else scores.max())


def joint(
    found: Sequence[Request], base: Mapping[str, Any], features: Sequence[str], report: dict[str, str]
) -> dict[str, Any]:
    """Learn the weights of question and answer together, report them on the other half, and return them as stored."""
    groups = defaultdict[str, list[Pair]](list)
    for request in found:
        groups[request.group].append(Pair.of(request, base))
    rows, right, counts = list[np.ndarray](), list[float](), list[float]()
    for group, pairs in groups.items():
        taught = [p for p in pairs if p.request.teaches and p.ids]
        for pair in taught:
            share = (3.0 if group.startswith("harmless") else 1.0) / len(taught)
            if pair.request.right is None:
                rows.append(pair.features[np.argsort(-pair.features[:, :2].sum(axis=1))[:HARD]])
                counts += [share / len(rows[-1])] * len(rows[-1])
                right += [0.0] * len(rows[-1])
            elif pair.request.right in pair.ids and not group.endswith("in the facts"):
                rows.append(pair.features[[pair.ids.index(pair.request.right)]])
                counts.append(share)
                right.append(1.0)
    weights, bias = _solved(np.concatenate(rows), np.array(right), np.array(counts))
    asked = {g: _limit(groups.get(g, ()), rate, weights, bias) for g, rate in JOINT_RATES.items()}
    english = max(limit for g, limit in asked.items() if not _is_foreign(g))
    limits = {"english": english, "elsewhere": max([english, *(at for g, at in asked.items() if _is_foreign(g))])}
    what = "with context" if CONTEXT in features else "words alone"
    for group, pairs in groups.items():
        limit = limits["elsewhere" if _is_foreign(group) else "english"]
        some = [p.alone or p.score(weights, bias) >= limit for p in pairs if not p.request.teaches]
        kind = "found" if pairs[0].request.right else "flagged"
        report[f"{group}: {kind}, question and answer, {what}"] = f"{np.mean(some):.1%} of {len(some)}"
    names = (*JOINT, *features)
    report |= {f"weight, question and answer, {what}, {n}": f"{v:.3f}" for n, v in zip(names, weights, strict=True)}
    report |= {f"near, {kind}, question and answer, {what}": f"{limit:.3f}" for kind, limit in limits.items()}
    return {
        "bias": round(bias, 4),
        **{kind: round(limit, 3) for kind, limit in limits.items()},
        "weights": {n: round(float(v), 4) for n, v in zip(names, weights, strict=True)},
    }


def _is_foreign(group: str) -> bool:
    return re.match(r"tofu \w\w, ", group) is not None


def _limit(pairs: Sequence[Pair], rate: float, weights: np.ndarray, bias: float) -> float:
    """Return the lowest score from which on no more of the teaching half than `rate` is near, by whatever."""
    taught = [p for p in pairs if p.request.teaches]
    if len(taught) < MIN_REQUESTS:
        return -40.0
    scores = sorted((p.score(weights, bias) for p in taught if not p.alone), reverse=True)
    spared = max(0, int(rate * len(taught)) - sum(p.alone for p in taught))
    return scores[min(spared, len(scores) - 1)] + 1e-3


def _beyond(near: Sequence[Sequence[float]], words: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return thresholds for longer lists than the contextual model was tried on: they rise as those of words do."""
    last, at = near[-1]
    there = float(np.interp(last, *np.array(words).T))
    return [[size, round(at + score - there, 3)] for size, score in words if size > last]


def single(seen: Mapping[str, tuple[Sequence[Request], Sequence[str]]]) -> dict[str, Any]:
    """Learn both sets of weights for single texts, and return them as they are stored."""
    words, context = (learnt(*seen[name]) for name in ("words", "context"))
    context["thresholds"] += _beyond(context["thresholds"], words["thresholds"])
    return {
        "made": f"python -m benchmarks.calibrate --write, {datetime.now(UTC).date().isoformat()}",
        "embedder": load_embedder().name,
        "contextual": load_embedder("minilm").name,
        "rates": RATES,
        "words": words,
        "context": context,
    }


def main() -> None:
    """Learn, report, and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--joint", action="store_true", help="keep the weights of single texts that ship with alu")
    options = parser.parse_args()
    found = list(Sets(options.data).all())
    report = dict[str, str]()
    seen = {
        "words": ([view for r in found if (view := r.view(False))], FEATURES),
        "context": ([view for r in found if (view := r.view(True))], (*FEATURES, CONTEXT)),
    }
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    if not options.joint:
        kept = single(seen)
    for name, what in (("words", "words alone"), ("context", "with context")):
        report |= reported(seen[name][0], kept[name], what)
    kept["joint"] = {
        "made": f"python -m benchmarks.calibrate, {datetime.now(UTC).date().isoformat()}",
        "rates": JOINT_RATES,
        **{name: joint(some, kept[name], features, report) for name, (some, features) in seen.items()},
    }
    write("calibrate", report, __doc__ or "")
    if options.write:
        FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
