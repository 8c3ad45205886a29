"""What a new target would flag of harmless texts, and which of its facts would be missed.

A name that is an ordinary word makes the store refuse ordinary questions, and a fact that is found in its own wording
alone gives a false sense of safety. Both are cheap to see before the target is added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from alu.errors import expect
from alu.store.calibration import UNKNOWN_WORD_NATS
from alu.store.match.detector import Detector
from alu.store.match.everyday import alone, everyday, key_of, telling, touches
from alu.store.match.facts.bare_facts import ADVICE, bare_facts
from alu.store.match.names.derived_forms import derived_forms
from alu.store.match.snapshot import Snapshot
from alu.store.match.topics.topic_phrases import is_thin
from alu.store.target import Fact, Target
from alu.store.text.escaped import is_escaped
from alu.store.text.garbled import is_garbled
from alu.store.text.names.name_rarity import is_frequent_surname, is_given_name, is_ordinary, is_whole_name
from alu.store.text.rewording import rewordings, without_ordinary_words
from alu.store.text.values.identifiers import identifiers
from alu.store.text.vectors.embedder import Embedder, load_embedder
from alu.store.text.vocabulary import information
from alu.store.text.words import word_count, words

__all__ = ["MAX_FLAGGED_SHARE", "NameRate", "Report", "examine", "examine_names", "refused_rows"]

MAX_FLAGGED_SHARE: Final[float] = 0.005
"""Share of harmless dialogues in which a name may stand: 2 of 505. Chosen on: set by hand."""
SHOWN: Final[int] = 10
"""Prompts that a report shows of those that a target touches. Chosen on: set by hand."""
MIN_FOUND_SHARE: Final[float] = 0.5
"""Share of its rewordings in which a fact must be found, or it is weak. Chosen on: set by hand."""
MIN_FACT_WORDS: Final[int] = 6
"""Words below which a fact says too little to be known by. Chosen on: set by hand."""


@dataclass(frozen=True, slots=True)
class NameRate:
    """How often a name is found in the harmless corpus."""

    name: str = field(repr=False)
    share: float
    """Of the dialogues, 0 to 1, in which it is found; with a store, of those that nothing stored touches already."""
    ordinary: bool = False
    """It is an ordinary word or phrase by its frequency in 35 languages, whatever the corpus holds of it."""
    alias: bool = False
    """It is one of the target's aliases, which can be left out."""
    personal: bool = False
    """It is a given name and more: somebody's whole name, of which there may be no longer form."""
    garbled: bool = False
    """It was written in one encoding and read in another, so that no text holds it."""
    escaped: bool = False
    """It is written as a page or a program writes it, so that no text holds it."""

    @property
    def frequent(self) -> bool:
        """Whether it stands in more harmless dialogues than a name may."""
        return self.share > MAX_FLAGGED_SHARE

    @property
    def refused(self) -> bool:
        """Whether the name may not be stored unless that is forced."""
        return self.garbled or self.escaped or self.frequent or (self.ordinary and not self.personal)


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said of a target before it is added. Its texts quote names: show them to whoever adds it alone."""

    target_id: str
    names: tuple[NameRate, ...] = ()
    """Its name and aliases, in order."""
    flagged: float = 0.0
    """Share of the harmless dialogues that the target alone touches, by names or by facts."""
    prompts: tuple[str, ...] = field(default=(), repr=False)
    """The first ten of those dialogues' prompts, which are nobody's: they ship with alu."""
    weak: tuple[int, ...] = ()
    """Facts, by number from 0, that are found in less than half of their rewordings, or by ordinary words alone."""
    refusals: tuple[str, ...] = field(default=(), repr=False)
    """Why it may not be added unless that is forced; nothing where it may."""
    warnings: tuple[str, ...] = field(default=(), repr=False)
    """What the one who adds it should know."""

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {
            "target": self.target_id,
            "flagged": round(self.flagged, 4),
            "prompts": list(self.prompts),
            "refusals": list(self.refusals),
            "warnings": list(self.warnings),
        }


def examine(
    target: Target,
    embedder: Embedder | None = None,
    *,
    stored: Detector | None = None,
    threshold: float | None = None,
    known: Collection[str] = (),
) -> Report:
    """Try a target on the harmless corpus, and its facts in other wordings, before it is added.

    The target is looked for alone. What only tells that a text cannot be read is left out, and a name that is found
    in disguise is warned of and not refused: no longer name would help. `TargetStore.add` does not ask this; the
    command line and the server do.

    Args:
        target: as it would be stored.
        embedder: what makes its vectors; by default that of `stored` or, without it, of a new store. What it makes of
            the corpus is kept in the process.
        stored: of the store that it would be added to: what it touches already is not counted.
        threshold: from which on a text is near; by default that of `stored` or, without it, of a new store.
        known: names that are stored of it already: they are not refused again, and where all are, none is looked for.

    Example:
        >>> from alu import Target, TargetStore, examine
        >>> with TargetStore.temporary() as store:
        ...     report = examine(Target(name="Will"), stored=store.snapshot().detector)
        >>> [rate.refused for rate in report.names]
        [True]
    """
    expect(target, Target, 'a target is examined as examine(Target(name="…"))')
    if stored:
        embedder = embedder or stored.index.embedder
        threshold = stored.threshold if threshold is None else threshold
    snapshot = alone(target, embedder or load_embedder(), threshold)
    found = _found(snapshot, stored, named=not set(_names(target)) <= set(known))
    names = tuple(rate for rate in _rates(target, found.plain) if rate.name not in known)
    weak, bare = _weak(target, snapshot), bare_facts(target)
    weaker = [n for n in weak if n not in bare]
    warnings = (*_short_names(names), *_warnings(target, found), *_bareness(bare), *_weaknesses(target, weaker))
    prompts = tuple(everyday().dialogues[n][0].text for n in sorted(found.everywhere)[:SHOWN])
    return Report(target.id, names, _share(found.everywhere), prompts, weak, _refusals(names), warnings)


def examine_names(targets: Sequence[Target]) -> dict[str, Report]:
    """Try the names of many targets at once, for an import: 10,000 in seconds; facts and disguises are not tried.

    Returns:
        The reports of those that are refused, by their id.
    """
    found = everyday().named_each([_names(t) for t in targets])
    reports: dict[str, Report] = {}
    for target, named in zip(targets, found, strict=True):
        rates = _rates(target, named)
        if refusals := _refusals(rates):
            reports[target.id] = Report(target.id, rates, _share(set[int]().union(*named.values())), refusals=refusals)
    return reports


def refused_rows(rows: Sequence[tuple[int, Target]], stored: Iterable[Target] = ()) -> dict[int, tuple[str, ...]]:
    """Return why rows of a file are refused, by their lines; a name that is stored already is not refused again."""
    known = {name for target in stored for name in target.names}
    new = [(line, t.model_copy(update={"aliases": _unknown(t, known)})) for line, t in rows]
    some = [(line, t) for line, t in new if t.aliases or t.name not in known]
    reports = examine_names([t.model_copy(update={"id": str(line)}) for line, t in some])
    refusals = {
        line: _refusals(r for r in reports[str(line)].names if r.name not in known) for line in map(int, reports)
    }
    return {line: why for line, why in refusals.items() if why}


def _unknown(target: Target, known: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in target.aliases if name not in known)


class _Touched(NamedTuple):
    """The harmless dialogues, by number, that a target touches."""

    plain: Mapping[str, set[int]]
    """With each name as it is stored."""
    disguised: Mapping[str, set[int]]
    """With each name in disguise: a slip, another script."""
    content: set[int]
    """By what is said of the target."""

    @property
    def everywhere(self) -> set[int]:
        """All of them."""
        return self.content.union(*self.plain.values(), *self.disguised.values())

    def without(self, some: set[int]) -> _Touched:
        """Return the same less some dialogues."""
        plain, disguised = ({k: v - some for k, v in names.items()} for names in (self.plain, self.disguised))
        return _Touched(plain, disguised, self.content - some)


def _found(snapshot: Snapshot, stored: Detector | None, *, named: bool) -> _Touched:
    """Return what the one target of a snapshot touches and nothing stored does; its names only where they are new."""
    corpus = everyday()
    found = _Touched(*(corpus.named(snapshot) if named else ({}, {})), corpus.by_content(snapshot))
    if stored is None:
        return found
    return found.without({n for n in found.everywhere if touches(stored, *corpus.dialogues[n])})


def _share(dialogues: Collection[int]) -> float:
    return len(dialogues) / len(everyday())


def _names(target: Target) -> tuple[str, ...]:
    """Return what a target is found by: a topic is found by no name."""
    return () if target.kind == "topic" else target.names


def _rates(target: Target, found: Mapping[str, set[int]]) -> tuple[NameRate, ...]:
    return tuple(
        NameRate(
            name,
            _share(found.get(key_of(name), ())),
            is_ordinary(name),
            alias=place > 0,
            personal=is_whole_name(name),
            garbled=is_garbled(name),
            escaped=is_escaped(name),
        )
        for place, name in enumerate(_names(target))
    )


def _refusals(rates: Iterable[NameRate]) -> tuple[str, ...]:
    """Return why each name that is refused is, and what to do."""
    return tuple(_refusal(rate) for rate in rates if rate.refused)


def _refusal(rate: NameRate) -> str:
    what = "alias" if rate.alias else "name"
    if rate.garbled:
        why = f"the {what} «{rate.name}» was read in another encoding than it was written in, and is in no answer"
        return f"{why}: save the file anew as UTF-8, or write the name as it is"
    if rate.escaped:
        return f"the {what} «{rate.name}» holds escapes or markup, and is in no answer: write it as people read it"
    reasons = [f"is in {rate.share:.1%} of harmless dialogues (limit {MAX_FLAGGED_SHARE:.1%})"] if rate.frequent else []
    if rate.ordinary:
        reasons.append("is an ordinary word, so that questions which mean something else would be refused")
    why = f"the {what} «{rate.name}» {' and '.join(reasons)}"
    help_ = (
        "leave it out or write it longer" if rate.alias else "give the full, longer name, and other names as aliases"
    )
    return f"{why}: {help_}"


def _short_names(rates: Iterable[NameRate]) -> Iterator[str]:
    """Return what is to be known of somebody's whole name that ordinary words make up."""
    for rate in rates:
        if rate.ordinary and not rate.refused:
            yield f"«{rate.name}» is made of ordinary words: answers that use them otherwise may be withheld"


def _warnings(target: Target, found: _Touched) -> Iterator[str]:
    """Return what is to be known of names in disguise, of facts that say too little, and of other forms of a name."""
    if target.kind == "text" and not target.facts:
        yield "a text without its words is found by its title alone: add them as facts"
    if target.kind == "topic" and not target.examples and is_thin(target):
        yield "a topic without phrases has the screen read every question: add examples of what is asked about it"
    for name in target.names if target.kind == "entity" else ():
        if _is_word(name) and not is_ordinary(name):
            what = f"«{name}» is also a word: answers that use it so are audited, or withheld"
            yield f"{what}; say in the description what it is, or take the policy lenient"
    disguised = set[int]().union(*found.disguised.values()) - set[int]().union(*found.plain.values())
    if (share := _share(disguised)) > MAX_FLAGGED_SHARE:
        yield f"{share:.1%} of harmless dialogues hold what looks or sounds like a name of it, and will be audited"
    if (share := _share(found.content.difference(*found.plain.values()))) > MAX_FLAGGED_SHARE:
        more = "write them with more of what is known of this target alone"
        yield f"its facts or examples touch {share:.1%} of harmless dialogues that do not name it: {more}"
    for form in derived_forms(target):
        if (share := _share(found.plain.get(key_of(form.text), ()))) > MAX_FLAGGED_SHARE:
            what = f"«{form.text}», a form of its name, is in {share:.1%} of harmless dialogues"
            yield f"{what}: without forms («derive» off) only its names are found"


def _is_word(name: str) -> bool:
    """Tell whether a name is one word of a language that is hardly anybody's name: «Harbour», «Granite»."""
    (one, *more) = words(name) or [""]
    known = one.isalpha() and information(one) < UNKNOWN_WORD_NATS
    return known and not more and not is_given_name(one) and not is_frequent_surname(one)


def _weak(target: Target, snapshot: Snapshot) -> tuple[int, ...]:
    """Return the numbers of the facts that are found in less than half of their rewordings, or by ordinary words alone.

    What is found by ordinary words alone is missed where they are others: of TOFU's answers, paraphrased without the
    author's name, 82 % of those, and 25 % of the rest (`benchmarks/weak_facts.py`; with the contextual embedder 41 and
    13 %).
    """
    if target.kind != "entity":
        return ()  # a topic has its screen, and a text is kept word for word
    names = _names(target)
    wordings = [_wordings(fact, names) for fact in target.facts]
    found = telling(snapshot.detector, list(dict.fromkeys(t for some, rare in wordings for t in (*some, *rare))))
    return tuple(
        n
        for n, (some, rare) in enumerate(wordings)
        if len(found.intersection(some)) < MIN_FOUND_SHARE * len(some) or not found.issuperset(rare)
    )


def _wordings(fact: Fact, names: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return other wordings of a fact, half of which must be found, and those that all must be."""
    if any(one.hard for one in identifiers(fact.text)):
        return (), ()  # found in whatever words
    # a question that goes with its answer finds it, too
    rare = () if fact.question else (without_ordinary_words(fact.text, names),)
    return rewordings(fact.text, names, fact.question), rare


def _bareness(bare: Sequence[int]) -> Iterator[str]:
    """Yield what is wrong with facts that are an ordinary word or two."""
    if bare:
        what = "an ordinary word or two by itself" if len(bare) == 1 else "ordinary words by themselves"
        yield f"{_which(bare)} {what}: {ADVICE}"


def _which(facts: Sequence[int]) -> str:
    """Return facts as the subject of a sentence, with its verb."""
    numbers = [n + 1 for n in facts]
    return f"fact {numbers[0]} is" if len(numbers) == 1 else f"facts {', '.join(map(str, numbers))} are"


def _weaknesses(target: Target, weak: Sequence[int]) -> Iterator[str]:
    """Yield what to do for weak facts, for those together for which it is the same."""
    same: dict[str, list[int]] = {}
    for n in weak:
        same.setdefault(", or ".join(_advice(target.facts[n], target)), []).append(n)
    for advice, numbers in same.items():
        yield f"{_which(numbers)} easily missed in other words that do not name the target: {advice}"


def _advice(fact: Fact, target: Target) -> list[str]:
    found = []
    if fact.question is None:
        found.append("store it as the answer to a question")
    if word_count(fact.text) < MIN_FACT_WORDS:
        found.append("say more in it")
    if not target.aliases:
        found.append("add what the target is also called as an alias")
    return found or ["add the same in other words as another fact"]
