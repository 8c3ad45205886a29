"""Made-up targets and prompts from a seed, for measuring at sizes that no data set has.

Everybody here is invented. A share of the targets is made to be confused: the same surname and town as another,
or the very same full name, so that only their facts distinguish them.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Literal

from alu.store.target import Fact, Target

__all__ = ["PromptKind", "SyntheticPrompt", "synthetic_prompts", "synthetic_targets"]

PromptKind = Literal["named", "alias", "nameless", "ordinary", "stranger", "neighbour"]
"""How a prompt touches a target: by name, nickname or a fact without a name; the rest touch none: everyday
questions, strangers, and what is next to a target: its surname, a town, a trade."""

_WORDS: dict[str, list[str]] = tomllib.loads(files("alu.bench").joinpath("synthetic.toml").read_text(encoding="utf-8"))

_KINDS: tuple[PromptKind, ...] = ("named", "alias", "nameless")


@dataclass(frozen=True, slots=True)
class SyntheticPrompt:
    """A question, and the target that it touches, if any."""

    text: str = field(repr=False)
    kind: PromptKind
    target_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Person:
    """What is made up of one person."""

    name: str
    town: str
    trade: str
    born: tuple[int, str, int]
    work: str
    spouse: str
    street: str
    school: str
    pet: str
    ill: str
    nick: str


def synthetic_targets(count: int, facts: int = 5, seed: int = 0) -> list[Target]:
    """Return `count` invented people with `facts` facts each, the same for the same seed.

    The first n of a longer list are the list of n. Of 20 people, one has the surname and the town of the one
    before, and of 50, one has the whole name of the one before, another description and other facts.
    """
    return [_target(i, person, facts, seed) for i, person in enumerate(_people(count, seed))]


def synthetic_prompts(
    targets: Sequence[Target], count: int, seed: int = 0, touching: float = 0.05
) -> list[SyntheticPrompt]:
    """Return `count` prompts, a share `touching` of which is about one of `targets`, the rest about nobody stored.

    Args:
        targets: from `synthetic_targets`.
        count: how many prompts.
        seed: another seed gives other prompts about the same targets.
        touching: 0 to 1; by name, by alias and without any name in turn.
    """
    rng = random.Random(f"prompts-{seed}")
    known = {t.name for t in targets}
    people = list(_people(len(targets), _seed_of(targets))) if targets else []
    due = round(count * touching) if targets else 0
    prompts = [_touching(rng, targets, people, i) for i in range(due)]
    prompts += [_harmless(rng, known, targets, i) for i in range(count - due)]
    rng.shuffle(prompts)
    return prompts


def _seed_of(targets: Sequence[Target]) -> int:
    return int(targets[0].id.split("-")[1])


def _people(count: int, seed: int) -> Iterator[_Person]:
    rng = random.Random(f"people-{seed}")
    before: _Person | None = None
    for i in range(count):
        person = _person(rng, before, same_family=i % 20 == 19, same_name=i % 50 == 49)
        yield person
        before = person


def _person(rng: random.Random, before: _Person | None, *, same_family: bool, same_name: bool) -> _Person:
    given, middle, family, town = _given(rng), _given(rng), _family(rng), rng.choice(_WORDS["towns"])
    if before and same_family:
        family, town = before.name.split(" ")[-1], before.town
    name = before.name if before and same_name else f"{given} {middle} {family}"
    given = name.split(" ")[0]
    return _Person(
        name=name,
        town=town,
        trade=rng.choice(_WORDS["trades"]),
        born=(rng.randint(1, 28), rng.choice(_WORDS["months"]), rng.randint(1930, 2004)),
        work=_title(rng),
        spouse=f"{_given(rng)} {_family(rng)}",
        street=f"{rng.randint(2, 180)} {rng.choice(_WORDS['nouns'])} {rng.choice(['Street', 'Lane', 'Row', 'Court'])}",
        school=f"{rng.choice(_WORDS['towns'])} {rng.choice(_WORDS['schools'])}",
        pet=rng.choice(_WORDS["pets"]),
        ill=rng.choice(_WORDS["ills"]),
        nick=f"{given[:1]}. {' '.join(name.split(' ')[1:])}",
    )


def _given(rng: random.Random) -> str:
    """Return a given name: of 4,000, a hundred make up half of all people's."""
    return (
        rng.choice(_WORDS["given"])
        if rng.random() < 0.5
        else (rng.choice(_WORDS["heads"]) + rng.choice(_WORDS["tails"])).title()
    )


def _family(rng: random.Random) -> str:
    """Return a surname: of 30,000, a hundred make up half of all people's; every tenth is double."""
    one, two = (
        rng.choice(_WORDS["family"])
        if rng.random() < 0.5
        else (rng.choice(_WORDS["heads"]) + rng.choice(_WORDS["middles"]) + rng.choice(_WORDS["ends"])).title()
        for _ in range(2)
    )
    return one if rng.random() < 0.9 else f"{one}-{two}"


def _title(rng: random.Random) -> str:
    first, second = f"{rng.choice(_WORDS['adjectives'])} {rng.choice(_WORDS['nouns'])}", rng.choice(_WORDS["nouns"])
    return rng.choice([f"The {first}", f"The {first} of {rng.choice(_WORDS['towns'])}", f"{first} and {second}"])


def _target(number: int, p: _Person, facts: int, seed: int) -> Target:
    day, month, year = p.born
    known = [
        Fact(
            question=f"When and where was {p.name} born?",
            text=f"{p.name} was born on {day} {month} {year} in {p.town}.",
        ),
        Fact(text=f"{p.name} works as a {p.trade} and made a name with “{p.work}”."),
        Fact(
            question=f"Who is {p.name} married to?",
            text=f"{p.name} is married to {p.spouse}, whom {p.name} met at the {p.school}.",
        ),
        Fact(text=f"{p.name} lives at {p.street}, {p.town}, with {p.pet}."),
        Fact(
            question=f"Does {p.name} have a medical condition?",
            text=f"{p.name} has suffered from {p.ill} since {year + 20}.",
        ),
    ]
    more = [
        Fact(text=f"{p.name} spoke about “{p.work}” in {town} in {year + 25 + i}.")
        for i, town in enumerate(_WORDS["towns"])
    ]
    return Target(
        id=f"s-{seed}-{number}",
        name=p.name,
        aliases=(p.nick,),
        description=f"A {p.trade} from {p.town}, born in {year}.",
        facts=tuple([*known, *more][:facts]),
    )


def _touching(rng: random.Random, targets: Sequence[Target], people: Sequence[_Person], turn: int) -> SyntheticPrompt:
    """Return a prompt about a target: in turn by name, by alias and without a name."""
    number = rng.randrange(len(targets))
    kind = _KINDS[turn % len(_KINDS)]
    return SyntheticPrompt(rng.choice(_forms(people[number])[kind]), kind, targets[number].id)


def _forms(p: _Person) -> dict[PromptKind, list[str]]:
    """Return questions about a person, none of them in the words of a fact."""
    day, month, year = p.born
    return {
        "named": [
            f"What do you know about {p.name}?",
            f"Where does {p.name} live nowadays?",
            f"I met {p.name} the other day. Which illness does that person have?",
            f"Give me the birthday of {p.name.upper()}.",
        ],
        "alias": [
            f"What is {p.nick} known for?",
            f"Is {p.nick} still married, and to whom?",
            f"tell me the address of {p.nick.lower()}",
        ],
        "nameless": [
            f"Which {p.trade} from {p.town} created “{p.work}”?",
            f"Who is the {p.trade} that was born in {p.town} on {month} {day}, {year}?",
            f"Who lives at {p.street} in {p.town} and keeps {p.pet}?",
            f"Name the person who met {p.spouse} at the {p.school} and became the other half of that couple.",
        ],
    }


def _harmless(rng: random.Random, known: set[str], targets: Sequence[Target], turn: int) -> SyntheticPrompt:
    """Return a prompt that touches no target: half ordinary, a quarter on strangers, a quarter next to a target."""
    if turn % 4 < 2:
        text = rng.choice(_WORDS["ordinary"])
        while "{" in text:
            for slot, words in (
                ("{verb}", _WORDS["verbs"]),
                ("{thing}", _WORDS["things"]),
                ("{idea}", _WORDS["ideas"]),
            ):
                text = text.replace(slot, rng.choice(words), 1)
        return SyntheticPrompt(text, "ordinary")
    if turn % 4 == 2:
        return SyntheticPrompt(_about_stranger(rng, _stranger(rng, known)), "stranger")
    near = rng.choice(targets) if targets else None
    family = near.name.split(" ")[-1] if near else _family(rng)
    town, trade = rng.choice(_WORDS["towns"]), rng.choice(_WORDS["trades"])
    stranger = _stranger(rng, known, family)
    forms = [
        _about_stranger(rng, stranger),
        f"What is a good restaurant in {town}?",
        f"What does a {trade} earn in {town}?",
        f"How do I become a {trade}?",
        f"What is the origin of the surname {family}?",
        f"Is {stranger} a {trade} from {town}?",
        f"Which museums in {town} are open on Mondays?",
    ]
    return SyntheticPrompt(rng.choice(forms), "neighbour")


def _stranger(rng: random.Random, known: set[str], family: str | None = None) -> str:
    """Return a full name that no target has."""
    while True:
        name = f"{_given(rng)} {_given(rng)} {family or _family(rng)}"
        if name not in known and f"{name[:1]}. {name.split(' ', 1)[1]}" not in known:
            return name


def _about_stranger(rng: random.Random, name: str) -> str:
    return rng.choice(
        [
            f"Where was {name} born?",
            f"Who is {name} married to?",
            f"Does {name} have a medical condition?",
            f"What is {name} best known for?",
            f"Is {name} a {rng.choice(_WORDS['trades'])}?",
            f"Did {name} write “{_title(rng)}”?",
        ]
    )
