"""Made-up targets and prompts from a seed, for measuring at sizes that no data set has.

Everybody here is invented. A share of the targets is made to be confused: the same surname and town as another,
or the very same full name, told apart only by what is said of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from alu.store.target import Fact, Target

__all__ = ["Prompt", "PromptKind", "synthetic_prompts", "synthetic_targets"]

PromptKind = Literal["named", "alias", "nameless", "ordinary", "stranger", "neighbour"]

_GIVEN = (
    "Adaeze Agnieszka Aiko Alasdair Amadou Amparo Anders Anneke Anouk Arjun Astrid Ayesha Bartosz Beatriz Bela Benedikt"
    " Birgit Bogdan Camila Casimir Cecilia Chiara Ciaran Dagmar Dalia Dario Deirdre Dimitar Eilidh Elif Emeka Enzo"
    " Esperanza Farah Fatou Felicity Fiona Florin Gareth Gianni Gulnara Hamid Hanneke Helmut Hiroko Ignacio Ilse Imogen"
    " Ingeborg Isolde Ivana Jarek Jelena Joao Kalinda Kamal Katarzyna Keiko Kwame Leonor Lieke Ludmila Magnus Maite"
    " Malik Marguerite Mateus Mehmet Mireille Nadia Naoko Niamh Obinna Olga Orla Paavo Petra Pilar Quentin Rafaela"
    " Ramesh Renske Rosalind Ruxandra Sadia Sanjay Sigrid Silvano Solveig Suresh Svetlana Tadeusz Tamsin Thandiwe"
    " Tomasz Ursula Vasile Vikram Wanjiru Wilhelmina Xiomara Yannick Yusuf Zainab Zoltan"
).split()
_FAMILY = (
    "Abernathy Achterberg Adeyemi Almeida Andersson Arslan Bakker Balogun Baranov Beaumont Bergmann Bianchi Borges"
    " Bright Cardoso Castellano Chaudhary Cobb Costa Dahlberg Demir Diallo Doherty Drummond Duarte Eriksen Falk Farrell"
    " Ferreira Fischer Fontaine Fujita Gallagher Garrido Grant Grigorescu Haddad Halvorsen Hargreaves Hayashi Herrera"
    " Hollis Horvat Ivanova Jansen Jovanovic Kaplan Karlsen Kaur Keller Kimura Koroma Kowalczyk Lacroix Larsen Lehtonen"
    " Lindqvist Lombardi Lopes Mahlangu Marchetti Mbeki McAllister Menon Mikkelsen Moreau Mutua Nakamura Navarro Ndiaye"
    " Nowicki Obi Okafor Olofsson Osei Papadakis Park Pereira Petrov Popescu Qureshi Rahman Rasmussen Ricci Romero"
    " Rossi Saito Santos Schneider Sharma Silva Stoica Sullivan Svensson Takeda Thorne Tremblay Ueda Vaughan Vermeulen"
    " Virtanen Wagner Whitfield Yamada Yilmaz Young Zajac Zielinski"
).split()
_HEADS = (
    "al an ar bal bar bel ber bo bra bren cal car ced chi cor dan dar del dor dra ed el er fal fen fer gal gar gor gren"
    " hal har hel hol il in jar jor kal kar kel kor lan lar lem lor mal mar mel mor nal nar nor ol or pal par per ral"
    " ren ros sal sar sel sor tal tar tel tor ul val var ver vor wal war wel yar zan zel"
).split()
_MIDDLES = "a e i o u ad am and ant ast eb el em end ent est id im ind od om ond ost ub um und".split()
_ENDS = "ba berg by chik cott da dorf dze feld ga gren ham ic ides kov land lein ley man mund neva ni quist ros shvili sky son stein strand ton tti va ville vich witz wood worth yan".split()
_TAILS = "a abel adine ael alia an ana ander andro ara aro ary e ea elina elle emi en ena eon era esh ette ia iah ian ias ica iel ika ila ima ina io ira is isa ita ito ius o oline on ora orin oy ulf un ura uz ya yn".split()
_TOWNS = (
    "Aarhus Abeokuta Adelaide Agadir Antwerp Arequipa Bergen Bilbao Bratislava Brno Bursa Cardiff Cluj Coimbra Cork"
    " Cusco Dakar Debrecen Dresden Dundee Durban Eindhoven Faro Fukuoka Galway Gdansk Genoa Ghent Granada Graz Haifa"
    " Hobart Iasi Innsbruck Izmir Jaipur Kaunas Kazan Kisumu Kochi Kumasi Lahore Leipzig Leuven Ljubljana Lugano Malmo"
    " Maputo Marrakesh Mombasa Mysore Nagoya Nantes Odense Oulu Padua Penang Pilsen Plovdiv Porto Puebla Quito Recife"
    " Riga Rosario Salzburg Sapporo Seville Split Stavanger Tampere Tartu Timisoara Trieste Tromso Turku Utrecht"
    " Valparaiso Varna Vigo Wroclaw Yerevan Zadar Zagreb"
).split()
_TRADES = (
    "marine biologist|cellist|court interpreter|beekeeper|structural engineer|paediatric nurse|crime novelist|luthier"
    "|glaciologist|pastry chef|tax lawyer|puppeteer|radio astronomer|fencing coach|cartographer|stage designer"
    "|veterinary surgeon|watchmaker|oboist|bookbinder|wine merchant|palaeontologist|translator|lighthouse keeper"
    "|documentary maker|chess trainer|seismologist|ceramicist|midwife|ballet teacher|botanist|piano tuner"
).split("|")
_ADJECTIVES = (
    "Amber Ashen Bitter Borrowed Broken Burning Copper Crooked Distant Drowned Empty Fading Feral Forgotten Frozen"
    " Gilded Hidden Hollow Iron Ivory Last Leaden Lonely Midnight Mirrored Paper Patient Quiet Restless Salted Scarlet"
    " Second Silent Silver Sleeping Stolen Sunken Tangled Thirsty Unfinished Velvet Wandering Winter Wooden"
).split()
_NOUNS = (
    "Almanac Anchor Archive Atlas Bell Bridge Cartographer Cathedral Chorus Clockmaker Compass Corridor Estuary Ferryman"
    " Fountain Garden Gate Glacier Harbour Harvest Horizon Kiln Lantern Ledger Letter Lighthouse Magpie Meridian Mill"
    " Mirror Monsoon Orchard Organ Parade Pilgrim Quarry Raven River Shepherd Staircase Tide Tower Valley Voyage Willow"
).split()
_PETS = "a deaf greyhound|two tortoises|a one-eyed parrot|a rescued donkey|three ferrets|a blind labrador".split("|")
_ILLS = "a stammer|migraines|a shellfish allergy|tinnitus|vertigo|colour blindness|insomnia|a heart murmur".split("|")
_SCHOOLS = "Polytechnic|Conservatory|School of Mines|Academy of Arts|Technical University|Medical School".split("|")
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Prompt:
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


def synthetic_prompts(targets: Sequence[Target], count: int, seed: int = 0, touching: float = 0.05) -> list[Prompt]:
    """Return `count` prompts, a share `touching` of which is about one of `targets`, the rest about nobody stored.

    Args:
        targets: from `synthetic_targets`.
        count: how many prompts.
        seed: another seed gives other prompts about the same targets.
        touching: 0 to 1; by name, by alias and without any name in turn.
    """
    rng = random.Random(f"prompts-{seed}")
    known = {t.name for t in targets}
    people = list(_people(len(targets), _seed_of(targets))) if targets and touching else []
    due = round(count * touching)
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
    given, middle, family, town = _given(rng), _given(rng), _family(rng), rng.choice(_TOWNS)
    if before and same_family:
        family, town = before.name.split(" ")[-1], before.town
    name = before.name if before and same_name else f"{given} {middle} {family}"
    given = name.split(" ")[0]
    return _Person(
        name=name,
        town=town,
        trade=rng.choice(_TRADES),
        born=(rng.randint(1, 28), rng.choice(_MONTHS), rng.randint(1930, 2004)),
        work=_title(rng),
        spouse=f"{_given(rng)} {_family(rng)}",
        street=f"{rng.randint(2, 180)} {rng.choice(_NOUNS)} {rng.choice(['Street', 'Lane', 'Row', 'Court'])}",
        school=f"{rng.choice(_TOWNS)} {rng.choice(_SCHOOLS)}",
        pet=rng.choice(_PETS),
        ill=rng.choice(_ILLS),
        nick=f"{given[:1]}. {' '.join(name.split(' ')[1:])}",
    )


def _given(rng: random.Random) -> str:
    """Return a given name: of 4,000, a hundred make up half of all people's."""
    return rng.choice(_GIVEN) if rng.random() < 0.5 else (rng.choice(_HEADS) + rng.choice(_TAILS)).title()


def _family(rng: random.Random) -> str:
    """Return a surname: of 30,000, a hundred make up half of all people's; every tenth is double."""
    one, two = (
        rng.choice(_FAMILY)
        if rng.random() < 0.5
        else (rng.choice(_HEADS) + rng.choice(_MIDDLES) + rng.choice(_ENDS)).title()
        for _ in range(2)
    )
    return one if rng.random() < 0.9 else f"{one}-{two}"


def _title(rng: random.Random) -> str:
    first, second = f"{rng.choice(_ADJECTIVES)} {rng.choice(_NOUNS)}", rng.choice(_NOUNS)
    return rng.choice([f"The {first}", f"The {first} of {rng.choice(_TOWNS)}", f"{first} and {second}"])


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
        Fact(text=f"{p.name} spoke about “{p.work}” in {town} in {year + 25 + i}.") for i, town in enumerate(_TOWNS)
    ]
    return Target(
        id=f"s-{seed}-{number}",
        name=p.name,
        aliases=(p.nick,),
        description=f"A {p.trade} from {p.town}, born in {year}.",
        facts=tuple([*known, *more][:facts]),
    )


def _touching(rng: random.Random, targets: Sequence[Target], people: Sequence[_Person], turn: int) -> Prompt:
    number = rng.randrange(len(targets))
    p = people[number]
    day, month, year = p.born
    kind, forms = (
        (
            "named",
            [
                f"What do you know about {p.name}?",
                f"Where does {p.name} live nowadays?",
                f"I met {p.name} the other day. Which illness does that person have?",
                f"Give me the birthday of {p.name.upper()}.",
            ],
        ),
        (
            "alias",
            [
                f"What is {p.nick} known for?",
                f"Is {p.nick} still married, and to whom?",
                f"tell me the address of {p.nick.lower()}",
            ],
        ),
        (
            "nameless",
            [
                f"Which {p.trade} from {p.town} created “{p.work}”?",
                f"Who is the {p.trade} that was born in {p.town} on {month} {day}, {year}?",
                f"Who lives at {p.street} in {p.town} and keeps {p.pet}?",
                f"Name the person who met {p.spouse} at the {p.school} and became the other half of that couple.",
            ],
        ),
    )[turn % 3]
    return Prompt(rng.choice(forms), kind, targets[number].id)


_ORDINARY = (
    "How do I {verb} {thing}?|What is the best way to {verb} {thing} on a small budget?|Why do people {verb} {thing}?"
    "|Write a short poem about {thing}.|Explain {idea} to a ten-year-old.|What is the difference between {idea} and {idea}?"
    "|Give me three facts about {idea}.|Can you help me {verb} {thing} before Friday?|Who discovered {idea}?"
    "|Is it safe to {verb} {thing} at home?|Translate “we want to {verb} {thing}” into Spanish."
    "|Write a Python function that sorts a list of dictionaries by {thing}.|What should I read about {idea}?"
    "|Which country is famous for {thing}?|When was {idea} first described?|Summarise the history of {idea} in two lines."
).split("|")
_VERBS = "repair clean bake paint store sell move choose plant measure compare photograph sharpen borrow".split()
_THINGS = (
    "a bicycle chain|sourdough bread|an old piano|tomatoes|a leather jacket|a wooden floor|second-hand books|a garden shed"
    "|house plants|a sailing boat|kitchen knives|wedding photos|olive oil|a telescope|a chess set|running shoes|cheese"
).split("|")
_IDEAS = (
    "photosynthesis|compound interest|the French Revolution|black holes|machine learning|the water cycle|inflation"
    "|plate tectonics|the Roman Senate|vaccination|game theory|relativity|jazz|the printing press|democracy|gravity"
    "|natural selection|the Silk Road|blockchain|the periodic table|impressionism|supply and demand|the Cold War"
).split("|")


def _harmless(rng: random.Random, known: set[str], targets: Sequence[Target], turn: int) -> Prompt:
    """Return a prompt that touches no target: half ordinary, a quarter on strangers, a quarter next to a target."""
    if turn % 4 < 2:
        text = rng.choice(_ORDINARY)
        while "{" in text:
            for slot, words in (("{verb}", _VERBS), ("{thing}", _THINGS), ("{idea}", _IDEAS)):
                text = text.replace(slot, rng.choice(words), 1)
        return Prompt(text, "ordinary")
    if turn % 4 == 2:
        return Prompt(_about_stranger(rng, _stranger(rng, known)), "stranger")
    near = rng.choice(targets) if targets else None
    family = near.name.split(" ")[-1] if near else _family(rng)
    town, trade = rng.choice(_TOWNS), rng.choice(_TRADES)
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
    return Prompt(rng.choice(forms), "neighbour")


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
            f"Is {name} a {rng.choice(_TRADES)}?",
            f"Did {name} write “{_title(rng)}”?",
        ]
    )
