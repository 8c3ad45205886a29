"""A threshold that was chosen on a user's own harmless traffic, and what it guarantees of traffic like it.

To calibrate is to choose it (`alu calibrate`, `traffic.py`); a guarantee is what then holds, kept with the list. The
constants that ship with alu, the default threshold among them, are in `calibration.py`.

The bound is Clopper and Pearson's (1934), exact for any number of rows. It holds for the draw at hand with the stated
confidence, where plain conformal risk control holds on average over draws only. Thresholds are tried from the highest
down in a fixed order and the first that fails ends it, which needs no correction for trying several (Learn then Test:
Angelopoulos et al., arXiv 2110.01052).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from functools import cache
from math import exp, inf, lgamma, log, log1p
from typing import Any, Final

from alu.errors import ConfigError
from alu.store import calibration
from alu.store.match.facts.score_model import FILE
from alu.store.persist.events import Event

__all__ = [
    "LADDER",
    "ChosenThreshold",
    "Guarantee",
    "ListThreshold",
    "choose",
    "detection_version",
    "most",
    "now",
    "outdated",
    "rows_needed",
    "unusable",
]

LADDER: Final[tuple[float, ...]] = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
"""Thresholds that are tried, in this order. Chosen on: set by hand, before any traffic was seen."""
MAX_CHANGED_SHARE: Final[float] = 0.1
"""Share of the list that may be added, changed or removed before a guarantee is warned of: each target adds flags of
its own, so a tenth more of them may add a tenth to the rate. Chosen on: set by hand."""


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What was found of a threshold on harmless traffic."""

    threshold: float
    rate: float
    """The share of such traffic, 0 to 1, that is flagged at most."""
    confidence: float
    """With which probability, 0 to 1, the rows are such that this is true."""
    rows: int
    flagged: int
    """Rows that were flagged at this threshold."""
    targets: int
    """On the list when it was made."""
    version: int
    """Of the list then."""
    embedder: str
    detection: str
    """`detection_version` then: scores of another one are not comparable."""
    made: str
    """When, in ISO 8601."""
    unnamed: bool = False
    """Rows that name a target were passed over, so that it holds for traffic that names none."""

    @classmethod
    def parse(cls, text: str) -> Guarantee | None:
        """Read what `dump` wrote; None where it is something else, of a newer alu perhaps."""
        try:
            found = json.loads(text)
            return cls(**{f.name: found[f.name] for f in fields(cls)})
        except (ValueError, TypeError, KeyError):
            return None

    def dump(self) -> str:
        """Return it as a JSON text."""
        return json.dumps(asdict(self))

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON object, with its sentence."""
        return {**asdict(self), "sentence": self.sentence}

    @property
    def sentence(self) -> str:
        """What it says, for people."""
        which = "traffic that names no target and is" if self.unnamed else "traffic"
        return (
            f"With {100 * self.confidence:g} % confidence at most {100 * self.rate:g} % of {which} exchangeable with"
            f" these {self.rows:,} rows is flagged at the threshold {self.threshold} ({self.flagged} of the rows were);"
            " exchangeable means that new prompts come from where the rows came from, as if all had been shuffled"
            " together: other users, languages or seasons are not covered."
        )


@dataclass(frozen=True, slots=True)
class ChosenThreshold:
    """A threshold that holds, and what was flagged at it."""

    threshold: float
    flagged: int


def choose(rows: int, flagged: Callable[[float], int], rate: float, confidence: float) -> ChosenThreshold | None:
    """Return the lowest threshold at which `rate` holds with `confidence`, or None where it holds at none.

    Args:
        rows: how many rows there are.
        flagged: how many of them are flagged at a threshold.
        rate: share of traffic, 0 to 1, that may be flagged.
        confidence: probability, 0 to 1, with which it may be no more.

    Example:
        >>> from alu.store.guarantee import choose
        >>> choose(299, lambda threshold: 0 if threshold >= 0.5 else 9, rate=0.01, confidence=0.95)
        ChosenThreshold(threshold=0.5, flagged=0)
    """
    chosen = None
    for threshold in LADDER:
        count = flagged(threshold)
        if most(count, rows, confidence) > rate:
            break
        chosen = ChosenThreshold(threshold, count)
    return chosen


def most(found: int, rows: int, confidence: float) -> float:
    """Return Clopper and Pearson's upper bound of a share of which `found` of `rows` were seen.

    Example:
        >>> from alu.store.guarantee import most
        >>> most(0, 299, 0.95) <= 0.01 < most(0, 298, 0.95)
        True
    """
    if found >= rows:
        return 1.0
    low, high = found / rows, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(found, rows, middle) > 1 - confidence else (low, middle)
    return high


def rows_needed(rate: float, confidence: float, found: int = 0) -> int:
    """Return how many rows are needed with `found` of them flagged: 299 without any for 1 % at 95 %."""
    low, high = found, max(2, 2 * found)
    while most(found, high, confidence) > rate:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if most(found, middle, confidence) > rate else (low, middle)
    return high


def outdated(guarantee: Guarantee, embedder: str, history: Iterable[Event]) -> str:
    """Say why a guarantee no longer holds, and what to do; an empty text where it does."""
    again = "run `alu calibrate` again"
    if reason := unusable(guarantee, embedder):
        return f"{reason}: {again}"
    touched = {e.target_id for e in history if e.version > guarantee.version}
    if len(touched) > MAX_CHANGED_SHARE * guarantee.targets:
        since = f"{len(touched)} targets were added, changed or removed since the list was calibrated with"
        return f"{since} {guarantee.targets}, so its rate is no longer sure: {again}"
    return ""


def unusable(guarantee: Guarantee, embedder: str) -> str:
    """Say why the threshold of a guarantee means nothing here; an empty text where it does."""
    if guarantee.detection != detection_version():
        return "the calibration was made by another version of alu, whose scores are others; the default is used"
    if guarantee.embedder != embedder:
        return f"the calibration was made with the embedder {guarantee.embedder}; the default is used"
    return ""


class ListThreshold:
    """From which score on a text of one namespace is near.

    Args:
        kept: reads what was found of the calibrated one, as `Guarantee.dump` wrote it.
        embedder: name of the store's embedder.
        given: the one of the settings, which goes before the calibrated one.

    Raises:
        ConfigError: it is no number from 0 to 1.
    """

    def __init__(self, kept: Callable[[], str | None], embedder: str, given: object) -> None:
        self._kept = kept
        self._embedder = embedder
        if given is not None and not (isinstance(given, int | float) and 0 <= given <= 1):
            raise ConfigError("threshold: it is a number from 0 to 1, from which on a text is near")
        self._given = given

    def found(self) -> Guarantee | None:
        """Return what was found of the namespace's threshold; None where nothing was, or nothing that alu reads."""
        text = self._kept()
        return Guarantee.parse(text) if text else None

    def value(self) -> float | None:
        """Return the threshold of the settings or, else, the calibrated one; None for the default."""
        if self._given is not None or (found := self.found()) is None:
            return self._given
        if problem := unusable(found, self._embedder):
            _log.warning("%s: run `alu calibrate` again", problem)
            return None
        return found.threshold


def now() -> str:
    """Return the time as a guarantee keeps it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@cache
def detection_version() -> str:
    """Return a hash of the weights and constants of detection: scores of equal ones are comparable."""
    constants = {name: value for name, value in vars(calibration).items() if name.isupper()}
    known = json.dumps(constants, sort_keys=True).encode() + FILE.read_bytes()
    return hashlib.blake2b(known, digest_size=6).hexdigest()


def _at_most(found: int, rows: int, share: float) -> float:
    """Return the probability of at most `found` of `rows` where each is seen with probability `share`."""
    if share >= 1:
        return 0.0
    hit, miss = (log(share) if share else -inf), log1p(-share)
    terms = (
        lgamma(rows + 1) - lgamma(k + 1) - lgamma(rows - k + 1) + (k * hit if k else 0.0) + (rows - k) * miss
        for k in range(found + 1)
    )
    return sum(map(exp, terms))
