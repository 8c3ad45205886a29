"""The look-up over a snapshot of targets."""

from __future__ import annotations

import json
import pickle
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from alu.bench.synthetic import synthetic_targets
from alu.store.match.index import IndexRow, rows_of
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from tests.data import shared_data
from tests.detectors import snapshot

HSIAO = Target(
    id="hsiao",
    name="Hsiao Yun-Hwa",
    aliases=("H. Yun-Hwa",),
    description="A Taiwanese author of books on leadership",
    facts=(
        Fact(question="Where and when was Hsiao Yun-Hwa born?", text="Hsiao Yun-Hwa was born in Taipei on 05/11/1991."),
        Fact(text="Hsiao Yun-Hwa's father is a civil engineer."),
        Fact(text="She wrote “Artistic Authority: Leading with Creativity”."),
    ),
)
KRUM = Target(
    id="krum",
    name="Viktor Krum",
    facts=(Fact(text="Viktor Krum played as Seeker for Bulgaria and went to Durmstrang."),),
)
POEM = Target(
    id="poem",
    name="The Ballad of Oran",
    kind="text",
    facts=(
        Fact(
            text="On the shore of Oran a lantern swings where nobody keeps the watch. The tide has forgotten its name."
        ),
    ),
)
BIO = Target(
    id="bio", name="toxin synthesis", kind="topic", description="Making toxins", examples=("How is ricin purified?",)
)
ALL = (HSIAO, KRUM, POEM, BIO)
PADDING = "The weather was mild and the shops stayed open. " * 4_200


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([*ALL, *synthetic_targets(60)])


def hit(stored: Snapshot, *texts: str, **more: Any) -> list[str]:
    return list(dict.fromkeys(h.target_id for h in stored.detector.look_up(texts, **more)))


def test_every_target_has_rows_in_a_fixed_order() -> None:
    kinds = [row.kind for row in rows_of(HSIAO)]
    assert kinds == ["name", "description", "fact", "fact", "fact"]
    assert rows_of(Target(name="Bare Name"))[0] == IndexRow(0, "name", "Bare Name")
    assert [r.kind for r in rows_of(BIO)] == ["name", "description", "example"]
    assert [r.kind for r in rows_of(POEM)] == ["name", "text"]
    assert "Hsiao" not in repr(rows_of(HSIAO))


@pytest.mark.parametrize(
    "text",
    [
        "Who is Hsiao Yun-Hwa?",
        "who is ｈｓｉａｏ yun\u200bhwa",
        "tell me about h. yun-hwa",
        "Which author was born in Taipei on November 5th, 1991?",
        "He was born in Taipei on 05/11/1991 and writes leadership books",
        "Who wrote 'Artistic Authority: Leading with Creativity'?",
        "What does Hsiao's father do, is he a civil engineer?",
    ],
)
def test_a_target_is_found_with_and_without_its_name(stored: Snapshot, text: str) -> None:
    assert hit(stored, text)[:1] == ["hsiao"]


@pytest.mark.parametrize(
    "text",
    [
        "Where was Edward Hsiao born?",
        "What is a good restaurant in Taipei?",
        "What does a civil engineer do all day?",
        "What is the capital of Bulgaria?",
        "Who wrote 'Pride and Prejudice'?",
        "What was George Orwell born as, in Motihari in 1903?",
        "def leading(x):\n    return x + 1991",
        "",
        "?!",
    ],
)
def test_harmless_neighbours_stay_free(stored: Snapshot, text: str) -> None:
    assert not hit(stored, text)


@pytest.mark.parametrize(
    ("name", "fact", "stated", "harmless"),
    [
        (
            "Иван",
            "Иван держал ручную чайку по кличке Адмирал.",
            "Смотритель держал ручную чайку по кличке Адмирал.",
            "Он родился в Москве в 1945 году и держал лавку.",
        ),
        (
            "Νίκος",
            "Ο Νίκος είχε έναν ήμερο γλάρο με το όνομα Ναύαρχος.",
            "Ο φύλακας είχε έναν ήμερο γλάρο με το όνομα Ναύαρχος.",
            "Ποια είναι η πρωτεύουσα της Γαλλίας;",
        ),
        (
            "王小明",
            "王小明养了一只叫海军上将的海鸥。",
            "看守人养了一只叫海军上将的海鸥。",
            "她写了一本关于战争的书。",
        ),
        (
            "田中太郎",
            "田中太郎は提督雷嘴というカモメを飼っていた。",
            "灯台守は提督雷嘴というカモメを飼っていた。",
            "彼女は東京で生まれ、小説を書いていた。",
        ),
        (
            "김철수",
            "김철수는 제독이라는 갈매기를 키웠다.",
            "등대지기는 제독이라는 갈매기를 키웠다.",
            "프랑스의 수도는 어디입니까?",
        ),
        (
            "أحمد",
            "احتفظ أحمد بنورس أليف يدعى الأميرال.",
            "احتفظ الحارس بنورس أليف يدعى الأميرال.",
            "ما هي عاصمة فرنسا؟",
        ),
        (
            "สมชาย",
            "สมชายเลี้ยงนกนางนวลชื่อพลเรือเอก",
            "คนเฝ้าประภาคารเลี้ยงนกนางนวลชื่อพลเรือเอก",
            "เมืองหลวงของฝรั่งเศสคือเมืองอะไร",
        ),
    ],
)
def test_a_fact_in_another_script_is_found_without_the_name(name: str, fact: str, stated: str, harmless: str) -> None:
    found = snapshot([Target(id="keeper", name=name, facts=(Fact(text=fact),)), *synthetic_targets(60)])
    assert hit(found, stated) == ["keeper"]
    assert not hit(found, harmless)


def test_somebody_else_in_the_question_is_somebody_else_in_the_draft(stored: Snapshot) -> None:
    draft = ["She was born in Taipei.", "Her father is a civil engineer."]

    def strength(asked: str) -> float:
        return max((e.strength for e in stored.detector.look_up(draft, answers=asked)), default=0.0)

    assert strength("Tell me about Mary Anne Peters.") < strength("Tell me about her.")
    assert hit(stored, "It is Hsiao", "Yun-Hwa.", answers="Who?") == ["hsiao"]


def test_hits_say_where_and_how(stored: Snapshot) -> None:
    hits = stored.detector.look_up(["Nothing here.", "Viktor Krum, and Hsiao Yun-Hwa."])
    best = {h.target_id: h for h in reversed(hits)}
    assert best["krum"].sentence == best["hsiao"].sentence == 1
    assert best["hsiao"].aspect == "name"
    assert best["hsiao"].strength == 1
    assert best["hsiao"].distinctive
    assert [h.strength for h in hits[:2]] == [1, 1]
    assert len({h.target_id for h in hits[:2]}) == 2
    assert all(0 <= h.strength <= 1 for h in hits)


def test_a_run_of_a_text_is_found(stored: Snapshot) -> None:
    found = stored.detector.look_up(["He sang: on the shore of ORAN a lantern swings where he stood."])
    assert (found[0].target_id, found[0].aspect, found[0].strength) == ("poem", "text", 1.0)


def test_the_nearest_are_given_however_far(stored: Snapshot) -> None:
    near = stored.detector.nearest(["What is the price of butter?"], 5)
    assert len({h.target_id for h in near}) == len(near) == 5
    assert [h.strength for h in near] == sorted((h.strength for h in near), reverse=True)
    assert stored.detector.nearest(["Tell me about leadership books from Taipei"])[0].target_id == "hsiao"


def test_a_name_of_a_topic_does_not_name_anybody(stored: Snapshot) -> None:
    assert all(h.aspect != "name" for h in stored.detector.look_up(["What is toxin synthesis?"]))


def test_an_empty_store_finds_nothing() -> None:
    empty = snapshot([])
    assert not empty.detector.look_up(["Who is Hsiao Yun-Hwa?"])
    assert not empty.detector.nearest(["Who?"])
    assert not empty.detector.check("Hsiao Yun-Hwa", said="", matched=["hsiao"])
    assert not empty.index.foreign(["Où est la bibliothèque municipale de cette ville, s'il vous plaît, monsieur ?"])


def test_the_threshold_can_be_set() -> None:
    question = "Which Seeker of Bulgaria went to school at Durmstrang, I wonder?"
    assert hit(snapshot(ALL), question)
    assert not hit(snapshot(ALL, threshold=0.99), question)
    assert hit(snapshot(ALL, threshold=0.99), "Viktor Krum") == ["krum"]


@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("secret", ["Hsiao Yun-Hwa", "Which author was born in Taipei on November 5th, 1991?"])
def test_padding_hides_nothing(stored: Snapshot, secret: str, place: float) -> None:
    cut = PADDING.find(" ", int(place * (len(PADDING) - 2)))
    assert "hsiao" in hit(stored, f"{PADDING[:cut]} {secret} {PADDING[cut:]}")


def test_padding_by_itself_is_not_found(stored: Snapshot) -> None:
    assert len(PADDING) > 200_000
    assert not hit(stored, PADDING)


def test_nothing_depends_on_the_order_of_the_targets() -> None:
    targets = [*ALL, *synthetic_targets(80)]
    texts = ["Which author was born in Taipei on November 5th, 1991?", "Who is a marine biologist from Porto?", "Krum?"]
    expected, near = snapshot(targets).detector.look_up(texts), snapshot(targets).detector.nearest(texts)
    random.Random(1).shuffle(targets)
    assert [(h.target_id, round(h.strength, 5)) for h in snapshot(targets).detector.look_up(texts)] == [
        (h.target_id, round(h.strength, 5)) for h in expected
    ]
    assert {h.target_id for h in snapshot(targets).detector.nearest(texts)} == {h.target_id for h in near}


def test_what_was_derived_can_be_kept(stored: Snapshot, tmp_path: Any) -> None:
    for name, array in stored.index.derived().items():
        np.save(tmp_path / f"{name}.npy", array)
    kept = {p.stem: np.load(p, mmap_mode="r") for p in tmp_path.glob("*.npy")}
    targets = list(stored.targets.values())
    again = snapshot(targets, derived=kept)
    text = ["Which author was born in Taipei on November 5th, 1991?"]
    assert again.detector.look_up(text) == stored.detector.look_up(text)
    grown = snapshot(
        [*targets, Target(id="new", name="Ada Byron", facts=(Fact(text="Ada Byron kept bees."),))], previous=stored
    )
    fresh = snapshot(list(grown.targets.values()))
    assert grown.detector.look_up([*text, "Ada Byron"]) == fresh.detector.look_up([*text, "Ada Byron"])
    assert all(np.array_equal(a, fresh.index.derived()[n]) for n, a in grown.index.derived().items())
    changed = targets[3].model_copy(update={"facts": (Fact(text="Moved to a houseboat."),)})
    for others in ([*targets[:3], changed, *targets[9:]], targets[20:], []):
        later, new = snapshot(others, previous=grown), snapshot(others)
        assert all(np.array_equal(a, new.index.derived()[n]) for n, a in later.index.derived().items())
        assert later.detector.nearest(text) == new.detector.nearest(text)


def test_many_threads_may_look_up(stored: Snapshot) -> None:
    texts = ["Which author was born in Taipei on November 5th, 1991?", "Viktor Krum"] * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda t: stored.detector.look_up([t]), texts))
    assert len(set(found)) == 2


def test_namesakes_are_distinguished_by_what_is_said_of_them() -> None:
    twins = [
        Target(id="cook", name="Ann Maria Lee", description="A pastry chef from Leuven"),
        Target(id="spy", name="Ann Maria Lee", description="A cartographer from Quito"),
    ]
    found = snapshot([*twins, *synthetic_targets(30)]).detector.look_up(
        ["Is Ann Maria Lee the pastry chef from Leuven?"]
    )
    assert {h.target_id for h in found} >= {"cook", "spy"}
    assert found[0].target_id == "cook"


def test_what_is_said_is_more_than_a_name(stored: Snapshot) -> None:
    krum = next(t for t in stored.targets.values() if t.name == "Viktor Krum")
    assert stored.detector.matches_beyond_name([krum.facts[0].text], stored.targets) == {krum.id}
    assert not stored.detector.matches_beyond_name(
        ["Viktor Krum", "How many letters has the name Viktor Krum?", "A ship named Viktor Krum"], stored.targets
    )


def test_foreign_texts_are_seen(stored: Snapshot) -> None:
    french = ["Quelle est la profession du père de l'auteur, et dans quelle ville travaille-t-il ?"]
    assert {"hsiao", "krum", "poem"} <= stored.index.foreign(french)
    assert "bio" not in stored.index.foreign(french)
    assert not stored.index.foreign(["What does the author's father do for a living, and where?"])


def test_the_nearest_of_some_targets_are_found_among_them() -> None:
    found = snapshot([*ALL, *synthetic_targets(60)])
    asked = ["Who was born in Taipei and writes about leadership?"]
    assert found.detector.nearest(asked)[0].target_id == "hsiao"
    assert {h.target_id for h in found.detector.nearest(asked, among={"krum", "poem"})} == {"krum", "poem"}


def test_languages_are_kept_with_what_is_derived() -> None:
    made = snapshot(ALL)
    kept = snapshot(ALL, derived=made.index.derived())
    assert kept.index.derived().keys() == made.index.derived().keys() >= {"languages", "language_of"}
    assert kept.index.foreign(["Где родился этот писатель?"]) == {"hsiao", "krum", "poem"}


def test_no_fact_is_shown(stored: Snapshot) -> None:
    assert "Taipei" not in repr(stored)
    assert "Taipei" not in repr(stored.detector.look_up(["Who was born in Taipei on 05/11/1991?"]))
    with pytest.raises((TypeError, pickle.PicklingError, AttributeError)):
        pickle.dumps(stored)


def test_real_questions_are_found_and_their_neighbours_are_not() -> None:
    tofu = shared_data() / "tofu"

    def read(name: str) -> list[dict[str, str]]:
        return [json.loads(line) for line in (tofu / name).read_text(encoding="utf-8").splitlines()]

    rows, names = read("forget10_perturbed.json"), (tofu / "tofu_author.txt").read_text(encoding="utf-8").split("\n")
    authors = [
        Target(name=names[i], facts=tuple(Fact(question=r["question"], text=r["answer"]) for r in rows[20 * i :][:20]))
        for i in range(20)
    ]
    stored = snapshot(authors)

    def rate(texts: list[str]) -> float:
        return sum(bool(stored.detector.look_up([t])) for t in texts) / len(texts)

    assert rate([r["question"] for r in rows[::4]]) >= 0.99
    assert rate([r["paraphrased_question"] for r in rows[::4]]) >= 0.98
    assert rate([r["question"] for r in read("retain90.json")[5::20]]) <= 0.015
    assert rate([r["question"] for r in read("real_authors.json") + read("world_facts.json")]) <= 0.01
