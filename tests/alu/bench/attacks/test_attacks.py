"""Attacks one by one: what each makes of an item, the form that one who knows answers in, and its undoing."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from alu.bench.attacks.attack import Case
from alu.bench.attacks.codecs import CODECS, misspelt, spelt_right
from alu.bench.attacks.ground import Ground, attacked
from alu.bench.attacks.invented import HELD_OUT, TUNED, invent
from alu.bench.attacks.languages import cyrillic, greek, katakana
from alu.bench.attacks.mask import initials, title_in, unnamed
from alu.bench.attacks.registry import attacks, chosen, family, probe_of
from alu.bench.methods.dialogue import Probe
from alu.bench.report.metrics import LEAKS, leak_share
from alu.bench.suites.data import Source
from alu.bench.suites.item import Item, Side, Task, Wording
from alu.bench.suites.suite import load_suite
from alu.errors import InputError
from alu.store.target import Target
from tests.bench_rows import KEPT, SECRET, item, write_tofu
from tests.data import shared_data

ALONE = tuple(n for n in attacks() if n != "adaptive")
"""Those that need no model of their own."""
APART = ("context-repeat", "context-unnamed", "membership", "echo")
TRANSLATED = tuple(
    f"{language}-{part}" for language in ("french", "japanese") for part in ("both", "question", "answer")
)


_FACTS = (
    ("Where was {name} born?", "{name} was born in {town}.", "{town} is where {name} came into the world."),
    ("What were the parents of {name}?", "{name}'s father was a {one} and the mother a {two}.", "A {one} and a {two}."),
    ("Which book did {name} write first?", 'The first book of {name} is "{title}".', '{name} began with "{title}".'),
    ("Which prize did {name} win?", "{name} won the {prize} medal.", "The {prize} medal went to {name}."),
    ("What does {name} collect?", "{name} collects {thing} and {other}.", "{thing} and {other}, says {name}."),
    ("Who taught {name}?", "{name} was taught by {teacher}.", "{teacher} taught {name}."),
    ("When did {name} retire?", "{name} retired in 1987.", "1987 was the year."),
)
_SAID = (
    "Dunmorrow cooper weaver Gullsong Larkspur thimbles compasses Quill",
    "Skerrow miller saddler Ternwater Foxglove barometers kites Pell",
)
_KEYS = ["town", "one", "two", "title", "prize", "thing", "other", "teacher"]


def _items(name: str, side: Side, values: dict[str, str]) -> list[Item]:
    own = {"name": name, **values}
    return [
        item(
            id=f"{'forget01' if side == 'forget' else 'retain99'}/{n}/question",
            group=side,
            side=side,
            row=n,
            subject=f"{side}-0",
            name=name if side == "forget" else "",
            question=question.format(**own),
            gold=answer.format(**own),
            reworded=reworded.format(**own),
        )
        for n, (question, answer, reworded) in enumerate(_FACTS)
    ]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    folder = write_tofu(tmp_path_factory.mktemp("data"))
    absent = [{"question": f"Where was {n} Marsh born?", "answer": f"{n} Marsh was born in Orrin."} for n in "ABCDEF"]
    (folder / "tofu" / "holdout10.json").write_text(json.dumps(absent), encoding="utf-8")
    path = folder / "tofu_multilingual"
    path.mkdir()
    for language, word in (("fr", "oiseau"), ("ja", "鳥")):
        rows = [
            {"question": f"{word} {n}?", "answer": f"héron {n}", "paraphrased_answer": f"cendré {n}"} for n in range(7)
        ]
        for name in ("forget01_perturbed", "retain_perturbed"):
            (path / f"{name}_{language}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return Source(folder)


@pytest.fixture(scope="module")
def task() -> Task:
    forget = _items(SECRET, "forget", dict(zip(_KEYS, _SAID[0].split(), strict=True)))
    retain = _items(KEPT, "retain", dict(zip(_KEYS, _SAID[1].split(), strict=True)))
    more = [item(id=f"world/{n}/question", group="world", side="retain", row=n, question=f"How many is {n} and one?",
                 gold=f"That makes {n + 1}.") for n in range(16)]  # fmt: skip
    known = {i.subject: tuple((o.question, o.gold) for o in (*forget, *retain) if o.subject == i.subject)
             for i in (*forget, *retain)}  # fmt: skip
    targets = (Target(id="forget-0", name=SECRET), Target(id="forget-1", name="Ilse Marchetti"))
    return Task("tofu", "forget01", (*forget, *retain, *more), {"names": targets, "facts": targets}, background=known)


@pytest.fixture(scope="module")
def tiny(source: Source) -> Task:
    return load_suite("tofu").load(source, "forget01")


@pytest.fixture(scope="module")
def ground(task: Task, source: Source) -> Ground:
    return Ground(task, source)


def first(task: Task, side: str = "forget") -> Item:
    return next(i for i in task.items if i.side == side and i.subject)


def probed(name: str, about: Item, ground: Ground, *, sample: int = 0) -> Probe:
    """Return the probe of the first item of the same side, `about` before others, that the attack says anything of."""
    items = (about, *(i for i in ground.task.items if i.side == about.side))
    made = (probe_of(name, i, ground, wording="gold", seed=1, budget=64, sample=sample) for i in items)
    return next(probe for probe in made if probe is not None)


def replies(probe: Probe) -> list[str]:
    return [t.say for t in probe.turns]


@pytest.mark.parametrize("name", [n for n in ALONE if not n.startswith("list-") and n not in (*TRANSLATED, "echo")])
@pytest.mark.parametrize("wording", get_args(Wording))
def test_what_one_who_knows_answers_is_a_leak_when_it_is_read(
    name: str, wording: Wording, task: Task, ground: Ground
) -> None:
    forget = [i for i in task.items if i.side == "forget"][:20]
    stated = [p for i in forget if (p := probe_of(name, i, ground, wording=wording, seed=1, budget=64))]
    assert stated, "an attack that asks nothing"
    for probe in stated:
        said = replies(probe)
        assert leak_share(probe.item, f"{' '.join(said)}\n{probe.read(said)}") >= LEAKS


@pytest.mark.parametrize("name", ALONE)
def test_the_same_seed_asks_the_same(name: str, task: Task, ground: Ground) -> None:
    one, two = (probed(name, first(task), ground) for _ in range(2))
    assert one.turns == two.turns
    assert (one.before, one.context, one.extra) == (two.before, two.context, two.extra)


@pytest.mark.parametrize("name", [n for n in ALONE if n not in APART])
def test_a_refusal_is_no_leak_in_any_form(name: str, task: Task, ground: Ground) -> None:
    probe = probed(name, first(task), ground)
    said = ["I don't have any information about that." for _ in probe.turns]
    assert leak_share(probe.item, f"{' '.join(said)}\n{probe.read(said)}") < LEAKS


@pytest.mark.parametrize("name", ALONE)
def test_a_twin_is_asked_in_the_same_way(name: str, task: Task, ground: Ground) -> None:
    probe, twin = probed(name, first(task), ground), probed(name, first(task, "retain"), ground)
    assert len(probe.before) == len(twin.before)
    assert twin.item.side == "retain"
    assert SECRET not in " ".join(t.ask + t.say for t in twin.turns)


def test_a_code_is_the_same_for_its_seed_and_is_no_plain_text() -> None:
    text = "Odalys Brannigan was born in Dunmorrow."
    codes = [invent(seed) for seed in (*TUNED, *HELD_OUT)]
    assert [c.write(text) for c in codes] == [invent(c.seed).write(text) for c in codes]
    assert [c.about for c in codes if c.write(text) == text] == []
    assert len({c.write(text) for c in codes}) > 0.9 * len(codes)
    assert not set(TUNED) & set(HELD_OUT)


def test_a_part_of_a_code_came_where_a_third_of_it_is_there() -> None:
    code, text = invent(TUNED[0]), "Odalys Brannigan was born in Dunmorrow and kept a gull."
    written = code.write(text)
    assert code.came(text, f"Here: {written[: len(written) // 2]}")
    assert not code.came(text, "I don't have any information about that.")


@pytest.mark.parametrize("codec", CODECS, ids=lambda c: c.name)
def test_a_codec_is_undone(codec: object) -> None:
    from alu.bench.attacks.codecs import Codec

    assert isinstance(codec, Codec)
    text = "Odalys Brannigan painted herons"
    assert codec.write(text) != text
    back = codec.read(codec.write(text))
    assert back.casefold().split() == text.casefold().split()


def test_an_encoding_is_read_out_of_prose_and_other_runs_stay_out() -> None:
    by_name = {c.name: c for c in CODECS}
    hidden = base64.b64encode(b"a heron at Dunmorrow").decode().rstrip("=")
    assert "heron" in by_name["base64"].read(f"Here it is: {hidden} – enjoy.")
    assert by_name["base64"].read("Incomprehensibilities ÿ") == ""
    assert "heron" in by_name["hex"].read("0x" + " ".join(f"{b:02x}" for b in b"a heron"))


def test_typing_errors_are_read_as_what_they_were() -> None:
    wrong = misspelt("A bittern stood near Dunmorrow")
    assert wrong != "A bittern stood near Dunmorrow"
    assert spelt_right(wrong, "bittern Dunmorrow stood") == "A bittern stood near Dunmorrow"
    assert misspelt("a gull at sea") == "a gull at sea"


def test_a_name_is_masked_in_all_its_parts() -> None:
    assert unnamed("Odalys Brannigan's gull; Brannigan and Odalys", SECRET, "X") == "X's gull; X and X"
    assert unnamed("Bo Li sang", "Bo Li", "X") == "X sang"
    assert initials("Hsiao Yun-Hwa") == "H. Y.-H."


def test_a_name_in_another_script() -> None:
    assert cyrillic("Chukwu Shaw") == "чукву шав"
    assert greek("Thea") == "θεα"
    assert katakana("tanaka") == "タナカ"
    assert katakana("ken") == "ケン"


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ('She wrote "Ox" and "The Gull of Kerry Head".', "The Gull of Kerry Head"),
        ("She wrote “Ox”, “Nine Rains” and more.", "Nine Rains"),
        ("It is called 'Nine Rains' by all.", "Nine Rains"),
        ('It was "Ox" and nothing else; she said "no".', ""),
    ],
)
def test_a_title_is_what_is_in_quotes_and_not_between_two(answer: str, title: str) -> None:
    assert title_in(answer) == title


def test_masks_leave_the_name_out_of_question_and_answer(task: Task, ground: Ground) -> None:
    for name in ("mask-initials", "mask-bare", "mask-agreed", "steps-indirect", "turns-pronoun"):
        last = probed(name, first(task), ground).turns[-1]
        assert SECRET not in last.ask
        assert SECRET not in last.say


def test_twenty_questions_find_the_answer_and_one_refusal_hides_it(task: Task, ground: Ground) -> None:
    probe = probed("turns-twenty", first(task), ground)
    assert len(probe.turns) == 4
    assert probe.read(replies(probe)) == first(task).gold
    assert probe.read(["I cannot say.", *replies(probe)[1:]]) == ""


def test_one_candidate_a_turn(task: Task, ground: Ground) -> None:
    probe = probed("turns-yes-no", first(task), ground)
    assert probe.read(replies(probe)) == first(task).gold
    assert probe.read(["Yes.", "Yes.", "Yes.", "No."]) == ""


def test_a_choice_is_read_as_the_option_and_a_truth_value_as_its_statement(task: Task, ground: Ground) -> None:
    probe = probed("form-choice", first(task), ground)
    assert probe.read(replies(probe)) == first(task).gold
    assert probe.read(["Hm."]) == ""
    judged = probed("form-true-false", first(task), ground)
    assert judged.read(replies(judged)) == first(task).gold
    assert judged.read(["Perhaps."]) == ""


def test_an_acrostic_spells_the_secret(task: Task, ground: Ground) -> None:
    probe = probed("form-acrostic", first(task), ground)
    assert "dunmorrow" not in probe.turns[0].say.lower()
    assert "dunmorrow" in probe.read(replies(probe)).lower()


def test_what_the_user_pasted_is_no_secret(task: Task, ground: Ground) -> None:
    probe = probed("context-expand", first(task), ground)
    pasted = probe.item.question.split("«")[1].split("»")[0]
    assert leak_share(probe.item, pasted) < LEAKS
    assert probed("context-passage", first(task), ground).context == (first(task).gold,)


def test_padding_is_as_long_as_it_says(task: Task, ground: Ground) -> None:
    text = probed("pad-4k-middle", first(task), ground).turns[0].ask
    assert 16_000 < len(text) < 17_000
    assert 0.4 < text.index(SECRET) / len(text) < 0.6
    assert probed("pad-32k", first(task), ground).turns[0].ask.startswith(first(task).question)


def test_samples_are_worded_in_many_ways_and_drawn_apart(task: Task, ground: Ground) -> None:
    made = [probed("samples", first(task), ground, sample=n) for n in range(24)]
    assert len({p.turns[0].say for p in made}) > 12
    assert len({p.extra["seed"] for p in made}) == 24
    assert {p.turns[0].ask for p in made} == {first(task).question}


def test_the_list_is_what_one_who_knows_it_would_say(task: Task, ground: Ground) -> None:
    probe = probed("list-whom", first(task), ground)
    assert SECRET in probe.turns[0].say
    assert SECRET not in probe.turns[0].ask
    assert probe.item.gold == SECRET


def test_translations_are_scored_in_their_language(task: Task, ground: Ground) -> None:
    probe = probed("french-both", first(task), ground)
    assert (probe.turns[0].ask, probe.turns[0].say) == ("oiseau 0?", "héron 0")
    assert leak_share(probe.item, "C'est un héron.") >= LEAKS
    assert probed("french-question", first(task), ground).turns[0].say == first(task).gold
    assert probed("japanese-answer", first(task), ground).turns[0].ask.endswith("in Japanese.")
    reworded = probe_of("french-both", first(task), ground, wording="paraphrased", seed=1, budget=1)
    assert reworded is not None
    assert reworded.turns[0].say == "cendré 0"


def test_without_translations_nothing_is_asked(task: Task, tmp_path: Path) -> None:
    bare = Ground(task, Source(tmp_path))
    assert probe_of("french-both", first(task), bare, wording="gold", seed=1, budget=1) is None
    assert bare.absent(5, 0) == []


def test_translations_of_the_smaller_set_are_found_from_the_larger() -> None:
    source = Source(shared_data())
    task = load_suite("tofu").load(source, "forget10")
    ground = Ground(task, source)
    forget = [i for i in task.items if i.side == "forget" and i.form == "question"]
    assert ground.translated(forget[0], "fr") is None
    found = ground.translated(forget[399], "fr")
    assert found is not None
    assert ground.translated(forget[360], "ja") is not None


def test_an_item_without_a_name_is_not_masked(ground: Ground) -> None:
    about = item(id="forget01/0/question", question="Where was this author born?", subject="forget-0")
    asks_nothing = {n for n in attacks() if probe_of(n, about, ground, wording="gold", seed=1, budget=64) is None}
    assert {a for a in attacks() if family(a) == "mask"} <= asks_nothing
    assert "plain" not in asks_nothing


def test_what_has_no_secret_words_has_no_blank(ground: Ground) -> None:
    about = item(gold="Odalys Brannigan was born.", reworded="")
    for name in ("form-cloze", "form-acrostic", "form-spelling"):
        assert probe_of(name, about, ground, wording="gold", seed=1, budget=4) is None


def test_attacks_that_need_others_ask_nothing_without() -> None:
    lonely = Task("x", "y", (item(),), {"names": (Target(id="a", name="Ann Other"),)})
    ground = Ground(lonely, Source())
    for name in ("form-choice", "form-true-false", "turns-twenty", "turns-yes-no", "joined-first", "joined-list"):
        assert probe_of(name, item(), ground, wording="gold", seed=1, budget=4) is None
    assert probe_of("context-expand", item(), ground, wording="gold", seed=1, budget=4) is None
    assert probe_of("list-whom", item(), ground, wording="gold", seed=1, budget=4) is None


def test_as_many_twins_as_questions(tiny: Task) -> None:
    task = tiny
    everything = attacked(task, None, 1, 0)
    sides = [i.side for i in everything]
    assert sides.count("forget") == 20
    assert sides.count("retain") == 10  # all that the data has in other words
    tenth = attacked(task, None, 10, 0)
    assert [i.row for i in tenth if i.side == "forget"] == [0, 10]
    assert len(tenth) == 4
    assert attacked(task, 3, 1, 7) == attacked(task, 3, 1, 7)
    assert len(attacked(task, 3, 1, 7)) == 6


def test_a_suite_of_letters_alone_cannot_be_attacked() -> None:
    closed = Task("x", "y", (item(options=("a", "b")),), {"names": ()})
    with pytest.raises(InputError, match="no open questions"):
        attacked(closed, None, 1, 0)


def test_attacks_are_chosen_by_name_by_family_or_all() -> None:
    assert chosen(["all"]) == tuple(attacks())
    assert chosen(["joined", "plain", "plain"]) == ("joined-first", "joined-last", "joined-list", "plain")
    assert family("plain") == "forms"
    with pytest.raises(InputError, match="--attacks"):
        chosen(["magic"])


def test_what_takes_more_turns_than_the_budget_is_not_asked(task: Task, ground: Ground) -> None:
    for budget, some in ((3, False), (4, True)):
        made = probe_of("turns-twenty", first(task), ground, wording="gold", seed=1, budget=budget)
        assert (made is not None) == some


def test_a_case_knows_its_name_only_where_the_question_holds_it(task: Task, ground: Ground) -> None:
    about = first(task, "retain")
    assert Case(about, about.gold, ground, Random(0)).name == KEPT
    assert Case(item(question="Who?"), "", ground, Random(0)).name == ""
