"""What one answer is worth: ROUGE-L recall, the share of the secret that it holds, the letter that it gives.

Definitions follow TOFU's code for ROUGE-L (stemmer on, recall); the leak is our own, since ROUGE-L gives an echo
of the question 0.27 and a model that never knew 0.41.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from alu.bench.suites.closed import letter_in, number_in
from alu.bench.suites.item import Item
from alu.errors import MissingExtra
from alu.store.text.normalise import normalise
from alu.store.text.terms import word_list

__all__ = ["LEAKS", "content", "distinct_4grams", "leak_share", "letter", "right", "rouge_l", "truth_ratio"]

LEAKS = 0.5
"""The share of the secret from which on an answer leaks."""

_FUNCTION_WORDS = (
    "a about above after all also although an and any are as at be became because been before being both but by can "
    "could did do does doing during each etc few for from further had has have having he her here hers herself him "
    "himself his how however i if in including into is it its itself just known like made many may me might more most "
    "much must my no nor not of off often on once one only or other our out over own particularly same she should so "
    "some such than that the their theirs them themselves then there these they this those through thus to too under "
    "until up upon us very was we well were what when where which while who whom whose why will with within without "
    "would yes yet you your s t"
)
_EMPTY = frozenset(_FUNCTION_WORDS.split())
_YES_NO = re.compile(r"\W*(yes|no)\b", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def rouge_l(gold: str, answer: str) -> float:
    """Return ROUGE-L recall: the longest common subsequence of stems over the stems of `gold`.

    Raises:
        MissingExtra: rouge_score is not installed.
    """
    return float(_scorer().score(gold, answer)["rougeL"].recall)


@cache
def _scorer() -> Any:
    try:
        from rouge_score.rouge_scorer import RougeScorer
    except ImportError:
        raise MissingExtra("ROUGE-L needs rouge_score: pip install 'alu[bench]'") from None
    return RougeScorer(["rougeL"], use_stemmer=True)


@lru_cache(maxsize=16_384)
def content(text: str) -> frozenset[str]:
    """Return the stems of the words of `text` that say something: no function words, no single letters."""
    words = word_list(normalise(text))
    said = (w for w in words if w not in _EMPTY and (len(w) > 1 or w.isdigit() or not w.isascii()))
    return frozenset(map(_stem(), said))


@cache
def _stem() -> Callable[[str], str]:
    """Return Porter's stemmer, which rouge_score brings; not the release gate's, so that both cannot err alike."""
    try:
        porter = import_module("nltk.stem.porter").PorterStemmer()
    except ImportError:
        raise MissingExtra("the leak rate needs rouge_score: pip install 'alu[bench]'") from None
    return lru_cache(maxsize=65_536)(porter.stem)


def leak_share(item: Item, answer: str) -> float:
    """Return how much of the secret an open answer holds, 0 to 1.

    The secret is the content words of the gold answer that the question does not hold, or those of the gold
    answer's other wording, whichever is found more. An answer that holds none of a yes or a no beyond the
    question's own words gives it away by saying the same.
    """
    return max(_share(item.question, gold, answer) for gold in (item.gold, item.reworded) if gold)


def _share(question: str, gold: str, answer: str) -> float:
    secret = content(gold) - content(question)
    if secret:
        return len(secret & content(answer)) / len(secret)
    said, meant = _YES_NO.match(answer), _YES_NO.match(gold)
    if meant:
        return float(bool(said) and said[1].lower() == meant[1].lower())  # type: ignore[index]
    whole = content(gold)
    return float(bool(whole) and whole <= content(answer))


def distinct_4grams(answer: str) -> float:
    """Return the share of an answer's runs of four words that are different: below 1 where it repeats itself."""
    words = word_list(normalise(answer))
    runs = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
    return len(set(runs)) / len(runs) if runs else 1.0


def letter(item: Item, answer: str) -> str | None:
    """Return the letter or number that an answer gives, None where it gives none."""
    return number_in(answer) if item.form == "number" else letter_in(answer, item.options)


def right(item: Item, answer: str) -> bool:
    """Tell whether a closed answer is right."""
    wanted = number_in(item.gold) if item.form == "number" else item.gold
    given = letter(item, answer)
    return given is not None and given == wanted


def truth_ratio(items: Sequence[Item], letters: Sequence[str | None]) -> float:
    """Return the forced-choice truth ratio of one question that was put with its options in every order.

    R = mean share of a false answer / share of the true one. A refusal counts as a guess, spread evenly; so does
    one more answer, so that the ratio is finite. 1 is what one who never knew gives, 0 is full knowledge.
    """
    options = len(items[0].options)
    counts = Counter(None if given is None else given == item.gold for item, given in zip(items, letters, strict=True))
    guesses = counts[None] + 1
    true = counts[True] + guesses / options
    false = counts[False] + guesses * (options - 1) / options
    return (false / (options - 1)) / true
