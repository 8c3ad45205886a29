"""Whether a text is in a language or script that a target's facts are not in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy

import numpy as np

from alu.store.calibration import SAMPLED_CHARACTERS, SAMPLED_FACTS
from alu.store.text.languages import Spoken, by_script, language, likely, spoken

__all__ = ["Languages"]

_Sample = Mapping[str, Sequence[str]]
"""Some facts of a target by their script."""


class Languages:
    """The languages and scripts of the facts of each target.

    Args:
        facts: of each target, in order; not read where `derived` is given.
        derived: what `arrays()` gave for the same targets.
    """

    def __init__(self, facts: Iterable[Sequence[str]], derived: Mapping[str, np.ndarray] | None = None) -> None:
        if derived is not None and "language_of" in derived:
            sure, sure_of = derived["sure_languages"], derived["sure_language_of"]
            labels, of = derived["languages"], derived["language_of"]
        else:
            samples = [_sample(texts) for texts in facts]
            found = [_certain(sample) for sample in samples]
            sure, sure_of = _numbered(found)
            labels, of = _numbered(_completed(samples, found, _known(found)))
        self._keep(sure, sure_of, labels, of, np.zeros(len(of), bool))

    def _keep(
        self, sure: np.ndarray, sure_of: np.ndarray, labels: np.ndarray, of: np.ndarray, gone: np.ndarray
    ) -> None:
        self._sure, self._sure_of, self._labels, self._of, self._gone = sure, sure_of, labels, of, gone
        self._groups = [
            frozenset(Spoken(*part.split("/")) for part in label.decode().split()) for label in labels.tolist()
        ]
        self._held = np.bincount(of[~gone], minlength=len(labels)) > 0

    def layered(
        self, facts_of: Callable[[int], Sequence[str]], added: Sequence[int], gone: Collection[int]
    ) -> Languages:
        """Return the languages of these targets, less some, and of others.

        What is sure of a target stays. Facts too short to be sure of are looked at anew only where the languages that
        are known of others have changed.

        Args:
            facts_of: gives the facts of a target by its number.
            added: numbers of the targets that are added, those that come next.
            gone: numbers of those that are no longer on the list.
        """
        left = np.zeros(len(self._of) + len(added), bool)
        left[[*gone]] = True
        samples = [_sample(facts_of(n)) for n in added]
        found = list(map(_certain, samples))
        before, held = _pairs(self._sure), self._sure[np.unique(self._sure_of[~left[: len(self._of)]])]
        known = _pairs(held) | _known(found)
        sure, sure_of = _joined(self._sure, self._sure_of, *_numbered(found))
        more = _numbered(_completed(samples, found, known))
        labels, of = _joined(self._labels, self._of, *more)
        scripts = {name for name, _ in known ^ before}
        unsure = [n for n, label in enumerate(self._sure.tolist()) if _is_unsure(label.decode(), scripts)]
        again = np.flatnonzero(np.isin(self._sure_of, unsure) & ~left[: len(self._of)]).tolist()
        if again:
            looked = [_sample(facts_of(n)) for n in again]
            new, new_of = _numbered(_completed(looked, list(map(_certain, looked)), known))
            labels, of = np.concatenate([labels, new]), of.copy()
            of[again] = new_of + len(labels) - len(new)
        made = copy(self)
        made._keep(sure, sure_of, labels, of, left)
        return made

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was found out as arrays that can be kept and memory-mapped."""
        return {
            "languages": self._labels,
            "language_of": self._of,
            "sure_languages": self._sure,
            "sure_language_of": self._sure_of,
        }

    def foreign(self, texts: Iterable[str]) -> np.ndarray:
        """Tell of each target whether some of `texts` is certainly in a language that none of its facts is in.

        English, and Latin letters of no sure language, are foreign to a target only where they are so to all: the
        look-up reads them, and one target's sake would not be worth an audit of all that is said in English.

        Returns:
            bool `[targets]`; False for a target without facts.
        """
        lacking = np.zeros(len(self._groups), bool)
        for one in spoken(texts):
            lack = np.array([_lacks(known, one) for known in self._groups], bool)
            if not one.read or all(lack[n] for n, known in enumerate(self._groups) if known and self._held[n]):
                lacking |= lack
        return np.asarray(lacking[self._of] & ~self._gone)


def _lacks(known: frozenset[Spoken], one: Spoken) -> bool:
    """Tell whether facts in `known` are certainly in other languages than what is spoken."""
    codes = {k.code for k in known if k.script == one.script}
    return bool(known) and (not codes or bool(one.code and one.code not in codes))


def _sample(facts: Sequence[str]) -> _Sample:
    return by_script(t[:SAMPLED_CHARACTERS] for t in facts[:: -(-len(facts) // SAMPLED_FACTS) or 1])


def _certain(sample: _Sample) -> str:
    """Return the scripts and languages of a sample («LATIN/en CJK/zh»); without a language where it is not sure."""
    found = {name: _codes(texts) for name, texts in sample.items()}
    return " ".join(sorted(f"{name}/{code}" for name, codes in found.items() for code in codes or {""}))


def _completed(samples: Sequence[_Sample], sure: Sequence[str], known: Collection[tuple[str, str]]) -> list[str]:
    """Return the languages of samples by what is sure of each, and what others are in.

    Facts that are too short to be sure of are taken to be in English, or what others in the same letters are in.
    """
    completed = []
    for sample, label in zip(samples, sure, strict=True):
        parts = [part.split("/") for part in label.split()]
        codes = {n: {c for name, c in known if name == n} for n, code in parts if not code}
        full = (f"{n}/{code or likely(' '.join(sample[n]), codes[n])}" for n, code in parts)
        completed.append(" ".join(sorted(full)))
    return completed


def _numbered(labels: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the labels that occur, and the number of each."""
    occurring, of = np.unique(np.array([label.encode() for label in labels], np.bytes_), return_inverse=True)
    return occurring, of.astype(np.int32)


def _joined(labels: np.ndarray, of: np.ndarray, more: np.ndarray, more_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return some labels and the number of each target's, and after them others."""
    return np.concatenate([labels, more]), np.concatenate([of, more_of + len(labels)])


def _known(sure: Iterable[str]) -> set[tuple[str, str]]:
    """Return the scripts and languages that some labels are sure of."""
    parts = (part.split("/") for label in set(sure) for part in label.split())
    return {(name, code) for name, code in parts if code}


def _pairs(labels: np.ndarray) -> set[tuple[str, str]]:
    return _known(label.decode() for label in labels.tolist())


def _is_unsure(label: str, scripts: Collection[str]) -> bool:
    """Tell whether a label leaves the language open of one of some scripts."""
    return any(part == f"{name}/" for part in label.split() for name in scripts)


def _codes(facts: Sequence[str]) -> set[str]:
    """Return the languages that facts are certainly in."""
    whole = language(" ".join(facts))
    return {"en"} if whole == "en" else {c for c in (whole, *map(language, facts)) if c}
