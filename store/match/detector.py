"""The detector: all channels over question, dialogue, passages, draft and tool calls, for one list version.

It alone decides what a text touches: `alu ask`, `alu detect`, the benchmarks and the release gate ask it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from alu.store.calibration import DEFAULT_THRESHOLD, MAX_MEANT_TARGETS, MAX_NEAR_TARGETS, QUOTED_SCORE
from alu.store.match.absent import present
from alu.store.match.channel import Channel
from alu.store.match.described import Described
from alu.store.match.detection import Detection
from alu.store.match.elsewhere import QUESTION, in_other_languages, to_be_audited
from alu.store.match.evidence import Evidence, EvidenceSource
from alu.store.match.facts import confirmation
from alu.store.match.facts.chances import beyond_chance
from alu.store.match.facts.facts import MEANING, Facts
from alu.store.match.facts.joint import joint_strengths
from alu.store.match.facts.nameless import nameless
from alu.store.match.facts.scorer import Scorer
from alu.store.match.index import Index
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.names.acrostic import Acrostic
from alu.store.match.names.allusion import alluded, points
from alu.store.match.names.ciphered import Ciphered
from alu.store.match.names.middle import MiddleNames
from alu.store.match.names.name_search import NameSearch
from alu.store.match.names.names import Names, judged, relatives
from alu.store.match.names.phonetic import Phonetic
from alu.store.match.names.typos import Typos
from alu.store.match.query import CandidateFilter, Query
from alu.store.match.ranking import best_of_each, indirect, ordered
from alu.store.match.release import ReleaseGate
from alu.store.match.topics.topic_model import TopicModel
from alu.store.match.topics.topics import Topics
from alu.store.match.unambiguity import beyond_places, marked, spoken_before, unambiguous_nats
from alu.store.match.values.identifiers import Identifiers
from alu.store.match.verbatim import StoredRuns, Verbatim
from alu.store.target import Target
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences
from alu.store.text.reading import read
from alu.store.text.vectors.topic_calibration import TOPIC_SURE_STRENGTH

__all__ = ["CHANNELS", "STEPS", "Detection", "Detector"]

_CHANNELS = "name typo phonetic cipher acrostic middle verbatim fact description identifier topic"
CHANNELS: tuple[str, ...] = tuple(_CHANNELS.split())
"""The channels, in the order in which they run."""
_STEPS = "decode dialogue quotation bare meaning answer language unread allusion person"
STEPS: tuple[str, ...] = tuple(_STEPS.split())
"""Steps of the detector besides the channels; settings can leave them out by name, too."""

_Ids = Collection[str]


class Detector:
    """Runs all channels and combines their evidence. Immutable; any number of threads may use it.

    Args:
        index: what the channels look targets up in.
        threshold: strength, 0 to 1, from which on a text is near a target; None for the default.
        without: names of channels and steps that are left out.
        more: channels of others, asked last.
        previous: the detector of an older index, whose work is used again where targets are the same.
        base: the detector of the index below a `LayeredIndex`; its work stays shared.
        topic_models: fitted classifiers of topics, by target.
    """

    def __init__(
        self,
        index: Index,
        *,
        threshold: float | None = None,
        without: Collection[str] = (),
        more: Sequence[Channel] = (),
        previous: Detector | None = None,
        base: Detector | None = None,
        topic_models: Mapping[str, TopicModel] | None = None,
    ) -> None:
        self.index: Index = index
        self.threshold = DEFAULT_THRESHOLD if threshold is None else threshold
        self.without = frozenset(without)
        self._typos: Typos = Typos(index, base._typos if base else None)
        self._phonetic: Phonetic = Phonetic(index, base._phonetic if base else None)
        names = (Names(index), self._typos, self._phonetic, Ciphered(index), Acrostic(index), MiddleNames(index))
        self._names: NameSearch = NameSearch(index, [c for c in names if self._has(c.name)])
        self._verbatim: Verbatim = Verbatim(index, base._verbatim if base else None)
        facts = (d._facts if d else None for d in (previous, base))
        self._facts: Facts = Facts(index, *facts, meaning=self._has(MEANING))
        older = (d._identifiers if d else None for d in (previous, base))
        self._identifiers: Identifiers | None = Identifiers(index, *older) if self._has("identifier") else None
        self.topics: Topics = Topics(index, topic_models or {}, base.topics if base else None)
        others = (self._verbatim, self._facts, Described(index), self._identifiers, self.topics)
        self._others: tuple[Channel, ...] = (*(c for c in others if c and self._has(c.name)), *more)
        runs = self._verbatim.runs if self._has(Verbatim.name) else StoredRuns(())
        self._gate = ReleaseGate(index, self.names, runs, self._identifiers, decode=self._has("decode"), more=more)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels, in the order in which they run."""
        return (*self._names.channels, *self._others)

    @property
    def scorer(self) -> Scorer:
        """The scorer of texts against facts, for calibration."""
        return self._facts.scorer

    def ready(self) -> None:
        """Work out now what the first request would otherwise wait for."""
        for channel in self._names.channels:
            getattr(channel, "ready", lambda: None)()
        if self._has(Topics.name):
            self.topics.ready()
        _ = self.index.languages

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was derived from the targets, as arrays that can be saved and memory-mapped."""
        kept = (self._typos, self._phonetic, self._facts, self._identifiers)
        return {name: array for one in kept if one for name, array in one.arrays().items()}

    def _has(self, step: str) -> bool:
        return step not in self.without

    def _hidden(self, text: str) -> tuple[str, ...]:
        return read(text).hidden if self._has("decode") else ()

    def _plain(self, text: str) -> str:
        return read(text).plain if self._has("decode") else text

    def names(self, query: Query) -> list[Evidence]:
        """Return the stored names in the texts; a name found in plain form is not reported as disguised as well."""
        return self._names.find(query)

    def look_up(
        self, texts: Iterable[str], *, answers: str | None = None, source: EvidenceSource = "question"
    ) -> tuple[Evidence, ...]:
        """Return the evidence in any of `texts`: best target first, its best evidence first.

        Args:
            texts: any, each by itself; or the sentences of one draft, in order, where `answers` is given.
            answers: the question that they answer. A sentence that names nobody is then taken to speak of the person
                that the question names, and a name may go from one sentence on into the next.
            source: what the texts are.
        """
        return self._looked(Query.of(texts, answers, source), self.threshold)

    def _as_one(self, texts: Iterable[str], source: EvidenceSource) -> tuple[Evidence, ...]:
        """Look up texts that were put together, of which no clause says anything by itself."""
        return self._looked(replace(Query.of(texts, None, source), as_one=True), self.threshold)

    def _looked(self, query: Query, least: float) -> tuple[Evidence, ...]:
        """Return what `look_up` does, and facts that are weaker, down to `least`, behind it."""
        wanted = CandidateFilter(min_score=min(least, self.threshold))
        found = self._found(replace(query, wanted=wanted)) if query.readings else []
        near = ordered(e for e in found if self._enough(e))
        weak = (e for e in found if not self._enough(e) and e.aspect == "fact" and e.strength >= least)
        return (*near, *sorted(weak, key=lambda e: (-e.strength, e.target_id)))

    def _in_thread(self, turns: Sequence[str], least: float) -> tuple[Evidence, ...]:
        """Return what is found in turns of a dialogue, each by itself, facts that are weaker down to `least`."""
        return self._looked(Query.of(turns, source="thread"), least)

    def _enough(self, one: Evidence) -> bool:
        return one.strength >= self.threshold

    def _found(self, query: Query) -> list[Evidence]:
        found = self.names(query)
        for channel in self._others:
            found += channel.find(query, found)
        return found

    def nearest(
        self, texts: Iterable[str], k: int = MAX_NEAR_TARGETS, among: Collection[str] | None = None
    ) -> tuple[Evidence, ...]:
        """Return the `k` targets nearest to any of `texts`, however far; of those in `among`, where it is given."""
        query = Query.of(texts, source="draft")
        found = self.names(query)
        found += self._verbatim.find(query, found)
        found += self._facts.nearest(query, k, among)
        best = best_of_each(ordered(found))
        return tuple(e for e in best if among is None or e.target_id in among)[:k]

    def unsure_topics(self, inquiry: Inquiry, asked: Detection, *, decide: bool = False) -> tuple[Target, ...]:
        """Return the topics that a screen has to read the question for, at most `MAX_NEAR_TARGETS`, the nearest first.

        Those of which silence proves nothing, and with `decide` those that the question may be of, by what `question`
        found in `asked`; none that it is of beyond doubt.
        """
        if not self.topics.topics or not self._has(Topics.name):
            return ()
        found = [e for e in asked.evidence if e.channel == Topics.name and e.direct]
        certain = {e.target_id for e in found if e.strength >= TOPIC_SURE_STRENGTH}
        texts = [inquiry.subject, *self._hidden(inquiry.text)]
        wanted = self.topics.unread(map(self._plain, texts)) | ({e.target_id for e in found} if decide else set())
        if not (wanted := wanted - certain):
            return ()
        near = self.topics.nearest(texts, len(self.topics.topics))
        return tuple(t for t in near if t.id in wanted)[:MAX_NEAR_TARGETS]

    def matches_beyond_name(self, texts: Sequence[str], among: Collection[str]) -> frozenset[str]:
        """Return the targets in `among` of which any of `texts` says more than the name: without it, it is near."""
        numbers = self.index.numbers
        wanted = {numbers[i] for i in among if i in numbers}
        named = wanted & {numbers[e.target_id] for e in self.names(Query.of(texts))}
        found = self._near(texts, wanted - named)
        for some, readers in nameless(texts, {n: self._facts.own_words(n) for n in named}):
            found |= self._near(some, readers)
        return frozenset(found)

    def _near(self, texts: Sequence[str], wanted: Collection[int]) -> set[str]:
        """Return which of the targets `wanted` are near to any of `texts` for what is said, not for a name in it."""
        if not wanted:
            return set()
        query = replace(Query.of(texts), wanted=CandidateFilter(restrict_to=wanted, min_score=self.threshold))
        found = [e for channel in self._others for e in channel.find(query, ())]
        return {e.target_id for e in found if self._enough(e)} & {self.index.ids[n] for n in wanted}

    def question(self, inquiry: Inquiry) -> Detection:
        """Detect targets in the question (by itself, decoded, in its dialogue) and in the passages sent with it."""
        dialogue = self._has("dialogue")
        near = partial(beyond_places, partial(self._in_thread, least=self.threshold))
        spoken_of = spoken_before(inquiry, near, len(self.index.by_id)) if dialogue else []
        apart = [t for t in inquiry.earlier if t not in (*inquiry.meant, *inquiry.maybe_meant)] if dialogue else []
        context, follows = [*near(apart), *spoken_of], inquiry.thread if dialogue else None
        least = confirmation.least_lead(self.threshold) if self._has("answer") else self.threshold
        query = Query.of([inquiry.text, *self._hidden(inquiry.text)], follows)
        found = judged(self._looked(query, least), inquiry.text)
        found = [replace(e, sentence=0, disguised=e.disguised or e.sentence > 0) for e in found]
        said = marked([e for e in found if self._enough(e)], len(self.index.by_id))
        asks = read(self._plain(inquiry.text))
        if not any(e.presumes and e.aspect != "fact" for e in said) and not asks.mentions.people:
            said += self._in_quotes(asks.quotations)
        if follows:
            reach = self.threshold if inquiry.stands_alone else least
            turns = beyond_places(partial(self._in_thread, least=reach), [follows, *inquiry.followed])
            threaded = marked([e for e in turns if self._enough(e)], len(self.index.by_id))
            said += [replace(e, direct=not inquiry.stands_alone) for e in threaded]
            # what answers «Why did she stop?» may bear out what the turns before it asked
            found += [replace(e, source="question", sentence=0) for e in turns if not self._enough(e)]
        said += [e for e in spoken_of if e.aspect == "name" or e.unambiguous]
        passages = self.look_up([s for p in inquiry.passages for s in self._sentences(p)], source="passage")
        leads = tuple(e for e in found if not self._enough(e))
        return Detection((*said, *indirect(passages)), frozenset(e.target_id for e in context), leads=leads)

    def _in_quotes(self, quoted: Sequence[str]) -> list[Evidence]:
        """Look up the quotations of a question that names nobody."""
        near = self.look_up(quoted, source="quotation") if self._has("quotation") else ()
        enough = unambiguous_nats(len(self.index.by_id))
        clear = (e for e in near if e.strength >= QUOTED_SCORE and e.shared_nats >= enough)
        return [replace(e, sentence=0, unambiguous=True) for e in clear] or [replace(e, direct=False) for e in near]

    def draft(self, inquiry: Inquiry, draft: Draft, asked: Detection) -> Detection:
        """Detect targets in the draft, and combine the evidence with that of the question.

        What is in a language that a target's facts are not in is near to those of such targets that `to_be_audited`
        names, whatever else it is near to, and that in which more hides than is read to whatever is nearest. Where
        nothing is near, the question is read in plainer ways, but for names. `asked` is what `question` found.
        """
        foreign = self.foreign(inquiry, confirmation.without_names(draft, asked.evidence))
        found = self._answered(inquiry, draft, asked, foreign)
        for plainer in inquiry.plainer(self.without) if not found else ():
            if plainer.whole or self._may_say_a_fact(plainer.text):
                again = self.draft(plainer, Draft.of(plainer, draft.texts[0], draft.texts[1:]), self.question(plainer))
                found = [e for e in again.evidence if plainer.whole or e.aspect != "name"]
                few = plainer.describes and len({e.target_id for e in found}) <= MAX_MEANT_TARGETS
                if found:
                    return replace(again, evidence=tuple(found if few else indirect(found)))
        if found and self._has("person") and confirmation.settles(draft):
            found = present(self.index, self._facts, inquiry, draft, found, asked.context_targets | foreign)
        found += [*self._pointed(inquiry, draft, asked, found), *relatives(self.names, inquiry.text, draft.sentences)]
        said = draft.sentences
        if draft.needs_question and self._has("dialogue"):
            if inquiry.statements:
                found += indirect(self._as_one([" ".join([*inquiry.statements, *said])], "draft"))
            found += indirect(implied := self._as_one(draft.implied_claims, "draft"))
            said = (*said, *dict.fromkeys(draft.implied_claims[e.sentence] for e in implied))
        if foreign:
            unread = in_other_languages(self.index, self._plain(inquiry.text), said)
            nearest = to_be_audited(partial(self._nearest_to_all, unread), foreign, asked.context_targets, len(said))
            found += indirect(nearest, channel="language")
        if not found and self._has("unread") and any(read(t).unread for t in (inquiry.text, *draft.texts)):
            found += indirect(self._nearest_to_all([(QUESTION, inquiry.text), *enumerate(said)]), channel="unread")
        return Detection(tuple(self._alluded(inquiry, found)), asked.context_targets, said)

    def _may_say_a_fact(self, question: str) -> bool:
        """Tell whether an answer may bear out that a question is about a target which it does not name."""
        wanted = CandidateFilter(min_score=confirmation.least_lead(self.threshold))
        return any(self._facts.find(replace(Query.of([question]), wanted=wanted), ()))

    def _answered(self, inquiry: Inquiry, draft: Draft, asked: Detection, foreign: Collection[str]) -> list[Evidence]:
        """Return what both say, where the one bears out what facts gave of the other; `foreign` targets stay."""
        said = self._in_draft(draft, inquiry.text)
        if said and self._has("answer") and confirmation.needs_subject(inquiry, draft):
            near = self._as_one([confirmation.as_one_text(inquiry, draft)], "question")
            said = confirmation.in_context(self.index, self._facts, inquiry, said, draft.texts[0], near)
        led = confirmation.leads((*asked.evidence, *asked.leads)) if self._has("answer") else {}
        if not led:
            return [*asked.evidence, *said]
        whole = confirmation.as_one_text(inquiry, draft)
        together = joint_strengths(self.index, self._facts, led, inquiry.subject, draft.sentences, whole)
        drop = confirmation.may_drop(asked.evidence, draft)
        return confirmation.settled(asked.evidence, said, together, self.threshold, drop=drop, but=foreign)

    def _nearest_to_all(
        self, texts: Sequence[tuple[int, str]], among: Collection[str] | None = None
    ) -> Iterator[Evidence]:
        """Yield the targets nearest to numbered texts, see `in_other_languages`, each where it is nearest."""
        for one in self.nearest([text for _, text in texts], MAX_NEAR_TARGETS, among):
            number = texts[one.sentence][0]
            source: EvidenceSource = "question" if number == QUESTION else "draft"
            yield replace(one, source=source, sentence=max(number, 0))

    def _in_draft(self, draft: Draft, question: str) -> list[Evidence]:
        """Look the sentences of a draft up by themselves, and what is near once more as an answer to the question.

        As an answer it is near to fewer: a sentence that names nobody speaks of the person that the question names.
        But a draft need not answer the question, so what is unambiguously near stays, unless the draft, too, names
        that person.
        """
        sentences = draft.sentences
        alone = self._looked(replace(Query.of(sentences, source="draft"), parts=draft.parts), self.threshold)
        if not alone:
            return []
        whole = " ".join(sentences)
        if set(read(question).mentions.runs) & set(mentions(whole).runs):
            alone = self.look_up(sentences, answers=whole, source="draft")
        answering = self.look_up(sentences, answers=question, source="draft")
        clear = (e for e in marked(alone, len(self.index.by_id)) if e.unambiguous or e.aspect != "fact")
        found = [*answering, *(replace(e, unambiguous=False) for e in clear)]
        return indirect(beyond_chance(found, draft.parts or (sentences,), self.threshold, confirmation.says_a_fact))

    def _alluded(self, inquiry: Inquiry, found: Sequence[Evidence]) -> list[Evidence]:
        """Take a target that is near, and that the question points to without its name, for meant.

        A question about a work that one target alone has to do with is not yet about it: the draft must be near, too.
        """
        if not found or not self._has("allusion"):
            return list(found)
        asks = self._as_written(inquiry)
        near = {e.target_id for e in found}
        nearest = near - {e.target_id for e in found if not e.only_nearest}
        meant = alluded(self.index, asks, near, {e.target_id for e in found if e.source == "draft"}, nearest)
        return [replace(e, direct=True, unambiguous=True) if e.target_id in meant else e for e in found]

    def _as_written(self, inquiry: Inquiry) -> str:
        """Return the question as it is written, where initials are apart, and decoded, where they are a word."""
        asks = inquiry.subject
        return f"{asks}\n{plain}" if (plain := self._plain(asks)) != asks else asks

    def _pointed(self, inquiry: Inquiry, draft: Draft, asked: Detection, found: Sequence[Evidence]) -> list[Evidence]:
        """Return the evidence, in question or draft alone, for targets whose initials or form of name are asked.

        Initials and other letters are names of nobody: that the two together bear out somebody else says nothing.
        """
        if not self._has("allusion") or not points(asks := self._as_written(inquiry)):
            return []
        alone = [*asked.evidence, *indirect(self.look_up(draft.sentences, source="draft"))]
        meant = alluded(self.index, asks, {e.target_id for e in alone} - {e.target_id for e in found})
        return [e for e in alone if e.target_id in meant]

    def foreign(self, inquiry: Inquiry, draft: Draft) -> frozenset[str]:
        """Return the targets whose facts are in other languages than question or draft, decoded."""
        if not self._has("language"):
            return frozenset()
        return self.index.foreign(map(self._plain, (inquiry.text, *draft.texts)))

    def confirmed(
        self, inquiry: Inquiry, draft: Draft, near: Sequence[Evidence], others: Collection[str]
    ) -> frozenset[str]:
        """Return the targets that the user certainly means, which no audit makes namesakes.

        Those of which question or draft say more than the name; those named in disguise, or in a language that their
        facts are not in; and those named by a distinctive name, but for `others`, whose name something else has.
        """
        asked = inquiry.subject
        said = [s for t in (asked, *self._hidden(asked)) for s in (t, *sentences(t))]
        more = self.matches_beyond_name([*said, *draft.sentences], [e.target_id for e in near])
        meant = {e.target_id for e in near if e.direct and e.aspect == "name" and e.distinctive} - set(others)
        disguised = {e.target_id for e in near if e.disguised and e.direct}
        return more | meant | disguised | ({e.target_id for e in near if e.presumes} & self.foreign(inquiry, draft))

    def check(
        self, text: str, *, said: str, matched: _Ids, referents: str = "", names: bool = True, aside: _Ids = ()
    ) -> tuple[Evidence, ...]:
        """Return why `text` may not be released, see `ReleaseGate.check`."""
        return self._gate.check(text, said, matched, referents, names=names, aside=aside)

    def jumbled(self, text: str) -> bool:
        """Tell whether a text holds a stored identifier in another order, as who asks in one may be answered."""
        return self._identifiers is not None and self._identifiers.jumbled(text)

    def _sentences(self, text: str) -> list[str]:
        return read(text).everything if self._has("decode") else sentences(text)
