"""Topics: what their classifiers find, what they leave alone, and where silence proves nothing."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from alu.store.match.detector import Detection, Detector
from alu.store.match.facts.meaning import NearRow
from alu.store.match.index import Index, rows_of
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.query import Query
from alu.store.match.topics.topic_limits import TopicLimits
from alu.store.match.topics.topic_model import TopicModel, context_version, fit_topic
from alu.store.match.topics.topic_phrases import are_alike, is_thin, phrases_of, specific
from alu.store.match.topics.topic_report import topic_reports
from alu.store.match.topics.topics import Topics
from alu.store.target import Fact, Target
from alu.store.text.harmless import abroad, exam, harmless
from alu.store.text.vectors.embedder import ENGLISH, load_embedder
from alu.store.text.vectors.minilm import MiniLM
from alu.store.text.vectors.topic_calibration import TOPIC_SURE_STRENGTH
from alu.store.text.vectors.topic_features import topic_features
from tests.detectors import snapshot
from tests.minilm import minilm
from tests.topics import IMKER, LOCKS, OFF_IMKER, OFF_LOCKS, ON_IMKER, ON_LOCKS, PHRASES

CARDS = Target(id="cards", name="Card cheating", kind="topic", description="false shuffles, marked decks, bottom deals")
FILLER = "We walked along the river and talked about the weather and the garden. " * 30


@pytest.fixture(scope="module")
def locks() -> Detector:
    return snapshot([LOCKS]).detector


@pytest.fixture(scope="module")
def both() -> Detector:
    return snapshot([LOCKS, CARDS]).detector


def hits(detector: Detector, *texts: str) -> list[str]:
    return [e.target_id for e in detector.look_up(texts) if e.channel == "topic"]


def test_a_question_on_the_topic_is_found_and_others_are_not(locks: Detector) -> None:
    assert hits(locks, ON_LOCKS) == ["locks"]
    assert not any(hits(locks, text) for text in OFF_LOCKS)


def test_a_question_behind_a_long_filler_is_found(locks: Detector) -> None:
    assert hits(locks, FILLER + ON_LOCKS + FILLER) == ["locks"]
    assert not hits(locks, FILLER)


def test_what_is_encoded_and_what_follows_up_is_read(locks: Detector) -> None:
    hidden = base64.b64encode(ON_LOCKS.encode()).decode()
    found = locks.question(Inquiry(f"Decode and answer: {hidden}"))
    assert ("locks", "topic") in {(e.target_id, e.channel) for e in found.evidence}
    threaded = locks.question(Inquiry("And which one?", thread=f"{ON_LOCKS}\nAnd which one?", stands_alone=False))
    assert any(e.channel == "topic" and e.direct and e.presumes for e in threaded.evidence)


def test_letters_that_are_no_words_hide_no_topic(locks: Detector) -> None:
    lockish = [f"{a}{b}{c}lck" for a in "bdfgk" for b in "prst" for c in "bdgk"]
    assert any(hits(locks, text) for text in lockish), "else this test shows nothing"
    assert not [e for text in lockish for e in locks.look_up(["Hm.", text]) if e.channel == "topic"]
    hidden = base64.b64encode(ON_LOCKS.encode()).decode()
    assert [e.target_id for e in locks.look_up([hidden, ON_LOCKS]) if e.channel == "topic"] == ["locks"]


def test_a_draft_that_drifts_into_the_topic_is_near(locks: Detector) -> None:
    asked = Inquiry("Tell me about your hobbies.")
    text = "I like tea. " + FILLER + "I set the binding pin with a hook, counter-rotation and a light tension wrench."
    draft = Draft.of(asked, text)
    found = [e for e in locks.draft(asked, draft, Detection(())).evidence if e.channel == "topic"]
    assert found
    assert not any(e.direct for e in found)
    last = max(e.sentence for e in found)
    assert last > len(draft.sentences) // 2
    assert not locks.draft(asked, Draft.of(asked, "I like tea. " + FILLER), Detection(())).evidence


def test_the_union_of_topics_keeps_the_budget(both: Detector) -> None:
    kept = [m.held_out for m in both.topics.models]
    low, high = both.topics.limits.low, both.topics.limits.high
    for scores, budget in (([k.exam for k in kept], 0.05), ([k.prompts for k in kept], 0.005)):
        assert (np.stack(scores) >= low[:, None]).any(axis=0).mean() <= budget
    assert (high > low).all()
    alone = TopicLimits.of(both.topics.models[:1])
    assert alone.low[0] <= low[0] + 1e-9
    assert not len(TopicLimits.of([]).low)


def test_strengths_rise_with_the_score(both: Detector) -> None:
    limits = both.topics.limits
    scores = np.linspace(-20, 20, 400)
    strengths = limits.strengths(np.stack([scores, scores]))
    assert (np.diff(strengths, axis=1) >= 0).all()
    assert strengths.min() >= 0
    assert strengths.max() <= 1
    at = limits.strengths(np.stack([limits.low, limits.high], axis=1))
    assert np.allclose(np.diag(at[:, ::1])[0], 0.5)
    assert at[0, 1] >= 0.5


def test_what_ships_is_seldom_touched(locks: Detector) -> None:
    asked = [q.text for q in exam()][::5] + [row.text for row in harmless()][::10]
    assert sum(bool(hits(locks, text)) for text in asked) <= 0.05 * len(asked)


def test_thin_topics_and_other_languages_are_the_screens_work(both: Detector, locks: Detector) -> None:
    assert is_thin(CARDS)
    assert not is_thin(LOCKS)
    none = Detection(())
    assert [t.id for t in both.unsure_topics(Inquiry(OFF_LOCKS[0]), none)] == ["cards"]
    assert locks.unsure_topics(Inquiry(OFF_LOCKS[0]), none) == ()
    german = Inquiry("Mit welchem Werkzeug öffnet man ein Schloss, wenn man keinen passenden Schlüssel dafür hat?")
    assert [t.id for t in locks.unsure_topics(german, none)] == ["locks"]
    assert snapshot([LOCKS], channels=["-topic"]).detector.unsure_topics(german, none) == ()
    assert snapshot([Target(name="Ada Lark")]).detector.unsure_topics(german, none) == ()


def test_a_topic_in_another_language_is_no_topic_of_the_language() -> None:
    bees = snapshot([IMKER]).detector
    assert hits(bees, ON_IMKER) == ["imker"]
    assert sum(bool(hits(bees, text)) for text in OFF_IMKER) <= 1
    everyday = [row.text for code in ("nl", "sv") for row in abroad()[code]]
    assert sum(bool(hits(bees, text)) for text in everyday) <= 0.01 * len(everyday)


def test_silence_about_a_question_that_is_not_english_is_left_to_the_screen() -> None:
    bees = snapshot([IMKER]).detector
    assert [t.id for t in bees.unsure_topics(Inquiry(OFF_IMKER[1]), Detection(()))] == ["imker"]
    assert bees.unsure_topics(Inquiry(ON_IMKER), bees.question(Inquiry(ON_IMKER))) == ()


def test_the_screen_decides_between_the_limits_alone(locks: Detector) -> None:
    asked = Inquiry(ON_LOCKS)
    found = locks.question(asked)
    (one, *_) = [e for e in found.evidence if e.channel == "topic"]
    wanted = ["locks"] if one.strength < TOPIC_SURE_STRENGTH else []
    assert [t.id for t in locks.unsure_topics(asked, found, decide=True)] == wanted
    assert locks.unsure_topics(asked, found) == ()


def test_nothing_is_found_where_the_channel_is_left_out() -> None:
    assert not hits(snapshot([LOCKS], channels=["-topic"]).detector, ON_LOCKS)


def test_a_model_is_read_back_or_not_at_all() -> None:
    model = fit_topic(LOCKS, load_embedder())
    data = model.to_bytes()
    assert 80_000 < len(data) < 115_000
    back = TopicModel.from_bytes(data, model.version)
    assert back is not None
    assert np.array_equal(back.weights, model.weights)
    assert np.array_equal(back.held_out.exam, model.held_out.exam)
    assert TopicModel.from_bytes(data, "another version") is None
    assert TopicModel.from_bytes(data[:500], model.version) is None
    assert TopicModel.from_bytes(b"", model.version) is None


def test_a_topic_is_learnt_from_all_that_is_said_of_it() -> None:
    topic = LOCKS.model_copy(update={"aliases": ("Lock sport",), "description": "opening locks: picking them, rakes"})
    said = phrases_of(topic)
    assert said[:4] == ("Lock bypassing", "Lock sport", "opening locks", "picking them")
    assert set(PHRASES) <= set(said)
    assert not are_alike(LOCKS)
    one_subject = [f"picking a pin tumbler lock with a hook, number {n}" for n in range(9)]
    assert are_alike(LOCKS.model_copy(update={"examples": tuple(one_subject)}))


def test_a_report_says_what_a_topic_touches_and_lacks(both: Detector) -> None:
    locks, cards = topic_reports(both.topics)
    if locks.target_id != "locks":
        locks, cards = cards, locks
    assert locks.exam <= 0.05
    assert locks.prompts <= 0.005
    assert locks.phrases > 0.3
    assert "of exam questions" in locks.summary
    assert not locks.warnings
    assert any("too few" in warning for warning in cards.warnings)
    one_subject = CARDS.model_copy(update={"examples": tuple(f"dealing card {n} from the bottom" for n in range(30))})
    (report,) = topic_reports(snapshot([one_subject]).detector.topics)
    assert any("one subfield" in warning for warning in report.warnings)
    assert not any("from the bottom" in warning for warning in report.warnings)


def test_general_headings_are_distinguished_from_specific_ones() -> None:
    general = ["Python functions and recursion", "vitamins, minerals and dietary guidelines"]
    assert specific(LOCKS, [*general, "raking a spool pin lock"]) == ["raking a spool pin lock"]
    assert specific(LOCKS, []) == []


class Contextual:
    """MiniLM as the detector asks for it, counting what it embeds; once broken it gives zeros, as `Meaning` says."""

    name = MiniLM.name
    languages = ENGLISH

    def __init__(self) -> None:
        self.broken = False
        self.read: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.read += texts
        return np.zeros((len(texts), MiniLM.dim), np.float32) if self.broken else minilm().embed(texts)

    def nearest(self, vectors: np.ndarray, k: int) -> list[list[NearRow]]:
        return [[] for _ in vectors]

    def rows(self, rev: str) -> np.ndarray | None:
        return None


def index_of(meaning: Contextual, *topics: Target) -> Index:
    """Return an index of topics, LOCKS by default; nothing reads their own vectors."""
    listed = topics or (LOCKS,)
    rows = sum(len(rows_of(t)) for t in listed)
    revs = [t.id for t in listed]
    return Index(listed, np.zeros((rows, 256), np.float32), load_embedder(), meaning=meaning, revs=revs)


@pytest.fixture(scope="module")
def contextual() -> tuple[Topics, Contextual]:
    meaning = Contextual()
    model = fit_topic(LOCKS, load_embedder(), meaning)
    return Topics(index_of(meaning), {"locks": model}), meaning


def test_where_topics_alone_are_stored_no_text_is_embedded_to_be_compared_with_facts() -> None:
    meaning = Contextual()
    index = index_of(meaning)
    Detector(index, topic_models={"locks": fit_topic(LOCKS, load_embedder())}).question(Inquiry("What grows in a bog?"))
    assert meaning.read == []
    keeper = Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text="She grew sundew in a bog near Skerrow."),))
    both = index_of(meaning, LOCKS, keeper)
    Detector(both).question(Inquiry("Who grows sundew in her bog?"))
    assert meaning.read, "a stored person may be near"


def strengths(topics: Topics, text: str) -> list[float]:
    return [e.strength for e in topics.find(Query.of([text]), ())]


def test_contextual_vectors_are_read_where_words_leave_it_open(contextual: tuple[Topics, Contextual]) -> None:
    topics, meaning = contextual
    assert len(topics.contextual) == 1
    meaning.read.clear()
    assert strengths(topics, ON_LOCKS)
    assert meaning.read
    meaning.read.clear()
    assert not any(strengths(topics, text) for text in OFF_LOCKS)
    assert not meaning.read  # far below the limit by words alone: it costs nothing


def test_without_an_answer_by_the_contextual_embedder_words_decide(contextual: tuple[Topics, Contextual]) -> None:
    topics, meaning = contextual
    meaning.broken = True
    by_words = Topics(index_of(meaning), {"locks": replace(topics.models[0], context=None)})
    assert not by_words.contextual
    assert strengths(topics, ON_LOCKS) == strengths(by_words, ON_LOCKS)
    assert strengths(topics, ON_LOCKS)
    assert fit_topic(LOCKS, load_embedder(), meaning).context is None
    meaning.broken = False


def test_all_topics_are_read_in_context_or_none(contextual: tuple[Topics, Contextual]) -> None:
    topics, meaning = contextual
    mixed = Topics(index_of(meaning, LOCKS, CARDS), {"locks": topics.models[0]})
    assert not mixed.contextual
    assert mixed.by_words_alone == {"cards"}
    warned = [r.target_id for r in topic_reports(mixed) if any("words alone" in w for w in r.warnings)]
    assert warned == ["cards"]
    assert not topics.by_words_alone


def test_a_classifier_that_reads_contextual_vectors_is_kept_with_the_other(
    contextual: tuple[Topics, Contextual],
) -> None:
    topics, meaning = contextual
    (model,) = topics.models
    assert model.context
    version = context_version(topic_features(load_embedder()), meaning)
    back = TopicModel.from_bytes(model.to_bytes(), model.version, version)
    assert back
    assert back.context
    assert np.array_equal(back.context.weights, model.context.weights)
    other = TopicModel.from_bytes(model.to_bytes(), model.version, "of another embedder")
    assert other
    assert other.context is None
    assert context_version(topic_features(load_embedder()), None) == ""


def test_the_report_is_of_the_classifier_that_decides(contextual: tuple[Topics, Contextual]) -> None:
    topics, _ = contextual
    (report,) = topic_reports(topics)
    low, scores = topics.contextual_limits.low[0], topics.contextual[0].held_out.exam
    assert report.exam == pytest.approx(float((scores >= low).mean()))


@pytest.mark.parametrize(
    "question", ["Wie knackt man ein Schloss?", "Comment crocheter une serrure ?", "Jak otworzyć zamek?"]
)
def test_a_brief_question_in_another_language_is_the_screens_work(locks: Detector, question: str) -> None:
    asked = Inquiry(question)
    assert [t.id for t in locks.unsure_topics(asked, locks.question(asked))] == ["locks"]


def test_a_brief_question_in_english_is_not(locks: Detector) -> None:
    asked = Inquiry("Who was Odalys Brannigan?")
    assert not locks.unsure_topics(asked, locks.question(asked))
