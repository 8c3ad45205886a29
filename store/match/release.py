"""The release gate: what no released text may contain, checked by code alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from alu.store.calibration import WHOLE_CHECK_CHARACTERS
from alu.store.match.channel import Channel
from alu.store.match.evidence import Aspect, Evidence
from alu.store.match.facts.recall import Recall
from alu.store.match.facts.term_index import word_hashes
from alu.store.match.index import Index, rows_of
from alu.store.match.names.allusion import alludes, points
from alu.store.match.names.name_words import name_hashes
from alu.store.match.names.names import FORM, Names
from alu.store.match.names.written_forms import is_called
from alu.store.match.query import Query
from alu.store.match.values.identifiers import Identifiers
from alu.store.match.values.stored_values import StoredValues
from alu.store.match.verbatim import StoredRuns
from alu.store.text.hidden.syntax import without_syntax
from alu.store.text.mentions import full_names, mentions
from alu.store.text.names.name_forms import is_person_name
from alu.store.text.names.name_rarity import is_given_name
from alu.store.text.normalise import sentences, visible
from alu.store.text.reading import Reading, read
from alu.store.text.referring import refers
from alu.store.text.values.quantities import in_figures
from alu.store.text.values.restated import restated

__all__ = ["ReleaseGate"]

_NUMBER = re.compile(r"\d[\d.,]*")
_OF_USER = re.compile(r"\b(?:I|my|ich|mein\w{0,2}|je|mon|ma|yo|mi|io|eu)\b")
_LONGEST_QUESTION = 300
"""Characters of what a user wrote that is a question, and no text of theirs."""


class ReleaseGate:
    """Checks a text against the names of all targets, and the facts of those that were matched (`Recall`).

    Args:
        index: the targets, and what is known of their words.
        names: finds the stored names in a query.
        runs: runs of the texts among the targets.
        identifiers: finds phone numbers, addresses and the like.
        decode: also check what hides in a text.
        more: channels of others; what they find that is distinctive may not leave, unless the user wrote it.
    """

    def __init__(
        self,
        index: Index,
        names: Callable[[Query], list[Evidence]],
        runs: StoredRuns,
        identifiers: Identifiers | None = None,
        *,
        decode: bool = True,
        more: Sequence[Channel] = (),
    ) -> None:
        self._index, self._targets, self._recall = index, index.targets, Recall(index)
        self._names, self._terms, self._runs, self._decode = names, index.terms, runs, decode
        self._identifiers, self._more = identifiers, more
        self._number = index.numbers
        # one request asks this of each candidate
        self._written = lru_cache(maxsize=8)(self._written_by_user)
        self._meant = lru_cache(maxsize=8)(self._meant_by_user)
        self._values = lru_cache(maxsize=64)(lambda number: StoredValues(self._targets[number]))

    def check(
        self,
        text: str,
        said: str,
        matched: Collection[str],
        referents: str = "",
        *,
        names: bool = True,
        aside: Collection[str] = (),
    ) -> tuple[Evidence, ...]:
        """Return why `text`, or what hides in it, may not leave: names, facts, passages that the user did not write.

        Args:
            text: what would be released.
            said: what the user wrote.
            matched: ids of the targets that question or draft touched.
            referents: what says who the user means, where that is not `said`.
            names: of a text that touched no target names are wanted, too.
            aside: those of `matched` that only earlier turns speak of.
        """
        said = "\n".join((said, *self._hidden(said)))
        meant = self._meant(referents or said, frozenset(matched)) if matched else None
        bare = without_syntax(text)
        found = [
            one
            for form in (text, *self._hidden(text), *filter(None, [bare]))
            for one in self._checked(
                form, said, referents, matched, meant, named=names or bool(matched) or form == bare, aside=aside
            )
        ]
        first: dict[tuple[str, str, int], Evidence] = {}
        for one in found:
            key = one.target_id, one.aspect, one.sentence
            # a surname in the text must not stand for the whole name that a decoded reading of it holds
            if key not in first or (one.distinctive and not first[key].distinctive):
                first[key] = one
        return tuple(first.values())

    def _hidden(self, text: str) -> tuple[str, ...]:
        return read(text).hidden if self._decode else ()

    def _checked(
        self,
        text: str,
        said: str,
        referents: str,
        matched: Collection[str],
        meant: Collection[int] | None,
        *,
        named: bool,
        aside: Collection[str],
    ) -> list[Evidence]:
        parts = sentences(text)
        # the sentences of one text: a name may go from one on into the next
        query = replace(Query.of(parts, answers="", source="release"), in_play=bool(matched))
        seen = self._names(query) if named else []
        names = self._of_targets(seen, query, said, referents)
        found = self._named(names, said, matched) + self._by_others(parts, said) + self._identified(text, said, matched)
        numbers = [self._number[m] for m in matched if m in self._number]
        if numbers and parts:
            whole = [*parts, text] if len(parts) > 1 and len(text) <= WHOLE_CHECK_CHARACTERS else parts
            again = sentences(restated(text) or "")  # the same sentences, but where a full stop in «(b. 1951)» was one
            at = [*range(len(whole)), *range(len(again))]
            bearers, found_by_name = ({self._number[e.target_id] for e in some} for some in (names, seen))
            # with a surname that is somebody else's, the sentence speaks of that one
            spoken_of = ({self._number[m] for m in aside if m in self._number} | found_by_name) - bearers
            for number, i, score in self._recall.find([*whole, *again], said, numbers, found_by_name, meant, spoken_of):
                if i < len(whole) or self._holds(number, again[at[i]]):
                    found.append(self._held(number, "recall", "fact", min(at[i], len(parts) - 1), min(1.0, score)))
            found += self._answered_with(parts, said, referents, numbers, seen)
            if self._identifiers:
                tails = self._identifiers.given_in_part([n for n in numbers if n not in spoken_of], text, said)
                found += [self._held(n, "identifier", "fact", 0) for n in tails]
            found += self._gives_value([*parts, *again, *whole[len(parts) :]], len(parts), said, numbers, bearers)
            runs = self._runs.find(parts, said)
            found += [self._held(n, "verbatim", "text", i) for n, i in sorted(runs) if n in numbers]
        return found

    def _gives_value(
        self, texts: Sequence[str], parts: int, said: str, numbers: Sequence[int], named: Collection[int]
    ) -> Iterator[Evidence]:
        """Yield the targets of which the facts alone are forgotten and of whose values a text gives one.

        All else may be said of such a target in much the words of its facts: of these a number or a word is little.
        """
        partly = [number for number in numbers if self._targets[number].policy == "facts"]
        shown, users = ([*map(in_figures, texts)], in_figures(said)) if partly else ([], "")
        for number in partly:
            values = self._values(number)
            for i, text in enumerate(shown):
                others = () if number in named else mentions(texts[i]).people
                if values.gives(text, users) and all(map(values.has_name, others)):
                    yield self._held(number, "recall", "fact", min(i, parts - 1))

    def _identified(self, text: str, said: str, matched: Collection[str]) -> list[Evidence]:
        """Return the identifiers that the user did not write: hard ones of all targets, soft ones of those matched."""
        if self._identifiers is None:
            return []
        of = {self._number[m] for m in matched if m in self._number}
        found = self._identifiers.matches(text, of)
        written = self._written(said, frozenset(of)) if found else frozenset()
        return [self._held(m.target, "identifier", "fact", 0) for m in found if (m.target, m.key) not in written]

    def _answered_with(
        self, parts: Sequence[str], said: str, referents: str, numbers: Sequence[int], seen: Sequence[Evidence]
    ) -> Iterator[Evidence]:
        """Yield the targets of which the facts alone are forgotten and whose name answers a question with one of these.

        «Who lives in Tarn?» «Ada Lark does.»: the words are the user's, but not that they are hers.
        """
        named = {(self._number[e.target_id], e.sentence) for e in seen}
        partly = {n for n in numbers if self._targets[n].policy == "facts"}.intersection(n for n, _ in named)
        if not partly or len(said) > _LONGEST_QUESTION or _OF_USER.search(said):
            return
        partly -= {self._number[e.target_id] for e in self._names(Query.of([said, referents]))}
        by_number = {m.target for m in self._identifiers.matches(said)} if partly and self._identifiers else set[int]()
        for number in sorted(partly):
            texts = [f"{said} {parts[i]}" for n, i in sorted(named) if n == number and i < len(parts)]
            for _, i, score in self._recall.find(texts, "", [number], [number], None):
                if number in by_number or self._values(number).are_given_by(texts[i]):  # «Whose number is …?»
                    yield self._held(number, "recall", "fact", i, min(1.0, score))
                    break

    def _written_by_user(self, said: str, of: frozenset[int]) -> frozenset[tuple[int, str]]:
        matches = self._identifiers.matches(said, of) if self._identifiers else ()
        return frozenset((m.target, m.key) for m in matches)

    def _by_others(self, parts: Sequence[str], said: str) -> list[Evidence]:
        """Return what other channels find in a text and not in what the user wrote."""
        if not self._more:
            return []
        query, users = Query.of(parts, answers="", source="release"), Query.of([said])
        written = {(e.target_id, e.channel) for c in self._more for e in c.find(users, ()) if e.distinctive}
        found = (e for c in self._more for e in c.find(query, ()))
        return [replace(e, direct=False) for e in found if e.distinctive and (e.target_id, e.channel) not in written]

    def _holds(self, number: int, restated_sentence: str) -> bool:
        """Tell whether one of the numbers of a sentence is stored of a target: else they are of somebody else."""
        stored = _NUMBER.findall(" ".join(row.text for row in rows_of(self._targets[number])))
        return not {_digits(n) for n in stored}.isdisjoint(map(_digits, _NUMBER.findall(restated_sentence)))

    def _held(self, number: int, channel: str, aspect: Aspect, sentence: int, strength: float = 1.0) -> Evidence:
        target = self._targets[number].id
        return Evidence(target, channel, aspect, strength, sentence, "release", direct=False)

    def _of_targets(self, names: Sequence[Evidence], query: Query, said: str, referents: str) -> list[Evidence]:
        """Return the names without surnames that text or question give to somebody else, and the user to no target.

        Where one sentence has a surname with a first name and again, it is of two: «Jane Brannigan is a cousin of Ms
        Brannigan».
        """
        forms = [e for e in names if e.channel == FORM]
        if not forms:
            return list(names)
        once = {mention for mention in {e.mention for e in forms} if not _is_of_two(mention, query.readings)}
        whole = {e.target_id for e in names if e.channel != FORM or e.mention not in once}
        whole.update(e.target_id for e in self._names(Query.of([said, referents])))
        borne, written = self._index.forms.is_borne_by_another, (read(said), read("\n".join(query.texts)))
        left = (e for e in forms if e.target_id not in whole)
        others = {e for e in left if borne(self._number[e.target_id], e.mention, written)}
        return [e for e in names if e not in others]

    def _named(self, names: Sequence[Evidence], said: str, matched: Collection[str]) -> list[Evidence]:
        """Return the names that the user did not write: all of a matched target, else distinctive ones.

        A name that the user wrote plainly and the text disguises is not the user's: what is around it may be, too. Who
        wrote the whole name has written its other forms.
        """
        found = self._names(Query.of([said])) if names else []
        whole = {e.target_id for e in found if e.channel == Names.name and not e.disguised}
        plain = {e.mention for e in names if not e.disguised}
        written = {(e.mention, e.disguised) for e in found}
        if any(e.disguised and e.mention in {m for m, _ in written} - plain for e in names):
            # one who wrote «Tom Baker» in one row may have written «Tom Barker», who is somebody else, in another
            rows = self._names(Query.of(sentences(said)))
            written |= {(e.mention, e.disguised) for e in rows}
        if any(e.channel == FORM and (e.mention, False) not in written for e in names):
            # «B. White» among the user's options is no initial there, and the answer that takes it repeats the user
            lines = self._names(Query.of(said.splitlines()))
            written |= {(e.mention, False) for e in lines if e.channel == FORM}
        return [
            replace(e, direct=False)
            for e in names
            if self._targets[self._number[e.target_id]].policy != "facts"
            and not {(e.mention, True), (e.mention, e.disguised and e.mention not in plain)} & written
            and not (e.channel == FORM and e.target_id in whole)
            and (e.target_id in matched or e.distinctive)
        ]

    def _meant_by_user(self, asked: str, matched: frozenset[str]) -> frozenset[int] | None:
        """Return which targets are among those that the user names; None where nobody is named.

        A surname, or a title, that is in what is stored of one target alone means that target, but for who else is in
        a person's facts, where nobody is asked about by a relation to that one; initials, and a name in another script,
        for each of those matched that they may be of.
        """
        runs = mentions(asked).runs
        if not runs and not points(asked):
            return None
        by_name = set(runs) if refers(asked, "") else set(mentions(asked).titles)
        holders = ((run, n) for run in runs if (n := self._terms.sole_holder(run)) is not None)
        alone = frozenset(n for run, n in holders if run in by_name or not self._is_of_another(run, n))
        near = (self._number[m] for m in matched if m in self._number)
        named = {self._number[e.target_id] for e in self._names(Query.of([asked]))}
        return alone | named | {n for n in near if self._may(n, asked)}

    def _is_of_another(self, run: Sequence[int], number: int) -> bool:
        """Tell whether a person's facts give a name, or a part of one, to other people alone.

        The people in the facts about a book or a firm stand for it: «the Finch novels».
        """
        target = self._targets[number]
        if not is_person_name(target.name):
            return False
        if not name_hashes(target).isdisjoint(run):
            return False
        given = (name for fact in target.facts for name in full_names(visible(fact.text)))
        bearers = [name for name in given if set(run).issubset(word_hashes(name))]
        return bool(bearers) and all(is_person_name(name) and is_given_name(name.split()[0]) for name in bearers)

    def _may(self, number: int, asked: str) -> bool:
        return alludes(asked, self._targets[number].names)


def _digits(number: str) -> str:
    return re.sub("[.,]", "", number)


def _is_of_two(surname: str, readings: Iterable[Reading]) -> bool:
    """Tell whether a sentence has a surname twice, once with a first name; what is no single word of it is, too."""
    counts = [(reading, reading.words[0].count(surname)) for reading in readings]
    named = (any(is_called(b, surname, r.text) for b in r.before.get(surname, ())) for r, count in counts if count > 1)
    return not any(count for _, count in counts) or any(named)
