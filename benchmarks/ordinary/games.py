"""Games with words, verses, and what is looked up: spelling, anagrams, poems, species, tickers, timetables, quizzes."""

from __future__ import annotations

from random import Random

from benchmarks.ordinary.invented import (
    CITIES,
    GIVEN,
    MONTHS,
    PLACES,
    PRODUCTS,
    SURNAMES,
    THINGS,
    Pair,
    firm,
    money,
    person,
)
from benchmarks.ordinary.talk import IPA, NATO, WORDS


def _ipa(rng: Random) -> Pair:
    some = rng.sample(list(IPA), 4)
    return f"IPA of {', '.join(some)}", "\n".join(f"{w}: /{IPA[w]}/" for w in some)


def _spelled(rng: Random) -> Pair:
    w = rng.choice((*WORDS, *SURNAMES))
    return f"Spell {w} in the NATO alphabet", " ".join(NATO[ord(c) - 97] for c in w.lower() if c.isalpha())


def _bee(rng: Random) -> Pair:
    w = rng.choice(
        ("rhythm", "chrysanthemum", "onomatopoeia", "bureaucracy", "accommodate", "conscientious", "fuchsia")
    )
    return f"How do you spell {w}?", "-".join(w.upper()) + "."


def _anagrams(rng: Random) -> Pair:
    w = rng.choice(("listen", "night", "stressed", "elbow", "teacher", "cider", "dusty"))
    return f"Anagram of {w}?", {
        "listen": "silent",
        "night": "thing",
        "stressed": "desserts",
        "elbow": "below",
        "teacher": "cheater",
        "cider": "cried",
        "dusty": "study",
    }[w]


def _reversed(rng: Random) -> Pair:
    words = rng.sample(WORDS, 4)
    return f"Reverse each word: {' '.join(words)}", " ".join(w[::-1] for w in words)


def _counted(rng: Random) -> Pair:
    w = rng.choice((*WORDS, *GIVEN, *SURNAMES))
    c = rng.choice(w.lower())
    return f"How many {c}'s are in {w}?", str(w.lower().count(c))


def _crossword(rng: Random) -> Pair:
    w = rng.choice(WORDS)
    return (
        (
            f"Crossword: {len(w)} letters, {w[0].upper()}{'_' * (len(w) - 2)}{w[-1].upper()},"
            f" “{rng.choice(('found by the sea', 'a thing in a shed', 'old word'))}”"
        ),
        w.upper(),
    )


def _wordle(rng: Random) -> Pair:
    return "Wordle 1,204 4/6\n⬛🟨⬛⬛⬛\n⬛🟩🟨⬛⬛\n🟩🟩⬛🟩🟩\n🟩🟩🟩🟩🟩\nbeat me?", rng.choice(
        ("Nice! Four is solid. 🎉", "4/6, well done!")
    )


def _ladder(rng: Random) -> Pair:
    return rng.choice(
        ("Word ladder from COLD to WARM", "cold -> warm, word ladder")
    ), "COLD → CORD → CARD → WARD → WARM"


def _hangman(rng: Random) -> Pair:
    w = rng.choice(WORDS)
    return (
        (
            f"Hangman. Is there an {rng.choice('aeiou').upper()}? "
            f"Board: {' '.join('_' if rng.random() < 0.7 else c for c in w)}"
        ),
        " ".join("_" if rng.random() < 0.4 else c.upper() for c in w),
    )


def _caesar(rng: Random) -> Pair:
    w = " ".join(rng.sample(WORDS, 3))
    return f"Caesar cipher shift 3: {w}", "".join(chr((ord(c) - 94) % 26 + 97) if c.isalpha() else c for c in w)


def _acrostic(rng: Random) -> Pair:
    g = rng.choice(GIVEN)
    return f"Acrostic poem for my daughter {g}", "\n".join(f"{c.upper()} is for {rng.choice(WORDS)}" for c in g.lower())


def _haiku(rng: Random) -> Pair:
    a, b = rng.sample(WORDS, 2)
    return f"haiku about a {a}", f"an old {a} waits\nthe {b} under the first snow\nnobody comes home"


def _limerick(rng: Random) -> Pair:
    g, p = rng.choice(GIVEN), rng.choice(PLACES)
    return (
        f"A limerick about {g} from {p}",
        (
            f"There once was a {g} from {p},\nwho kept all the eggs "
            f"in a well;\nwhen the bucket came up,\nthere was yolk "
            f"in the cup,\nand {g} was too frightened to tell."
        ),
    )


def _song(rng: Random) -> Pair:
    g, c = rng.choice(GIVEN), rng.choice(CITIES)
    return (
        f"Chorus of a country song for {g}, who left {c}",
        (
            f"[Chorus]\nOh {g}, oh {g}, the train's at the station,"
            f"\n{c} is burning behind your eyes,\nNa na na, hey hey,"
            f" na na na,\nsay your goodbyes"
        ),
    )


def _verse(rng: Random) -> Pair:
    b = rng.choice(("Genesis 1:1", "John 11:35", "Psalm 23:1"))
    return f"What does {b} say (KJV)?", {
        "Genesis 1:1": "In the beginning God created the heaven and the earth.",
        "John 11:35": "Jesus wept.",
        "Psalm 23:1": "The LORD is my shepherd; I shall not want.",
    }[b]


def _history(rng: Random) -> Pair:
    return rng.choice(
        (
            ("Who painted the Mona Lisa?", "Leonardo da Vinci."),
            ("who discovered radium", "Marie and Pierre Curie, in 1898."),
            ("First person on the Moon?", "Neil Armstrong, on 20 July 1969."),
            ("Who wrote Hamlet?", "William Shakespeare"),
            (
                "Who was Ada Lovelace?",
                "Ada Lovelace (1815–1852) was an English mathematician who wrote notes on Babbage's Analytical Engine.",
            ),
            ("Name five Roman emperors", "Augustus, Tiberius, Nero, Trajan, Hadrian"),
            ("Presidents of the US in the 1990s?", "George H. W. Bush (until 1993) and Bill Clinton."),
            ("Who was the wife of Henry VIII beheaded in 1536?", "Anne Boleyn."),
            ("Greek philosophers", "Socrates, Plato, Aristotle, Epicurus, Diogenes"),
            (
                "composers of the baroque",
                "Johann Sebastian Bach, George Frideric Handel, Antonio Vivaldi, Henry Purcell",
            ),
            ("Who invented the telephone?", "Alexander Graham Bell is usually credited, in 1876."),
            ("Nelson Mandela born?", "18 July 1918"),
        )
    )


def _species(rng: Random) -> Pair:
    some = rng.sample(
        (
            "Quercus robur",
            "Turdus merula",
            "Felis catus",
            "Amanita muscaria",
            "Bellis perennis",
            "Lumbricus terrestris",
            "Corvus corax",
            "Vulpes vulpes",
            "Salix alba",
            "Apis mellifera",
        ),
        5,
    )
    return f"Scientific names of {rng.randrange(4, 9)} European species", "\n".join(f"- *{s}*" for s in some)


def _drugs(rng: Random) -> Pair:
    some = rng.sample(
        (
            "atorvastatin",
            "amlodipine",
            "metoprolol",
            "levothyroxine",
            "gabapentin",
            "ciclosporin",
            "tacrolimus",
            "rivaroxaban",
            "empagliflozin",
            "semaglutide",
        ),
        4,
    )
    return (
        f"Interactions between {', '.join(some)}?",
        (
            f"{some[0].title()} and {some[1]} may raise each other's "
            f"level through CYP3A4; {some[2]} and {some[3]} are usually "
            f"fine together."
        ),
    )


def _genes(rng: Random) -> Pair:
    some = rng.sample(("BRCA1", "TP53", "EGFR", "CFTR", "HBB", "MYC", "KRAS", "PTEN", "APOE", "FOXP2"), 5)
    return f"Which chromosomes are {', '.join(some)} on?", "\n".join(
        f"{g}: {rng.randrange(1, 23)}{rng.choice('pq')}{rng.randrange(11, 36)}.{rng.randrange(1, 4)}" for g in some
    )


def _stars(rng: Random) -> Pair:
    some = rng.sample(
        (
            "M31",
            "NGC 7000",
            "HD 209458 b",
            "Betelgeuse",
            "TRAPPIST-1e",
            "47 Tucanae",
            "Vega",
            "Sagittarius A*",
            "C/2020 F3",
        ),
        4,
    )
    return f"What kind of objects are {', '.join(some)}?", "\n".join(
        (
            f"{s}: {rng.choice(('galaxy', 'nebula', 'star', 'exoplanet'))},"
            f" RA {rng.randrange(24)}h {rng.randrange(60)}m, Dec "
            f"{rng.choice('+−')}{rng.randrange(80)}°"
        )
        for s in some
    )


def _tickers(rng: Random) -> Pair:
    rows = [
        (
            f"{''.join(rng.choices('ABCDEFGHKLMNPRSTVX', k=rng.randrange(2, 5)))} "
            f"{rng.uniform(5, 900):.2f} {rng.uniform(-5, 5):+.2f}%"
        )
        for _ in range(8)
    ]
    return "Which fell most?\n" + "\n".join(rows), min(rows, key=lambda r: float(r.split()[2][:-1])).split()[0]


def _trains(rng: Random) -> Pair:
    rows = [
        (
            f"{rng.randrange(5, 23):02}:{rng.randrange(60):02} {rng.choice(('IC', 'RE', 'ICE', 'S'))}"
            f"{rng.randrange(1, 999)} {a} → {b} pl. {rng.randrange(1, 15)}{rng.choice(('', 'a', 'b'))}"
        )
        for a, b in zip(rng.sample(CITIES, 6), rng.sample(CITIES, 6), strict=False)
    ]
    return "Next after noon?\n" + "\n".join(rows), next((r for r in sorted(rows) if r > "12"), rows[0])


def _flight(rng: Random) -> Pair:
    n = f"{rng.choice(('BA', 'LH', 'KL', 'EK', 'QF'))}{rng.randrange(10, 2999)}"
    return (
        (
            f"Itinerary for {person(rng)}, PNR {''.join(rng.choices('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', k=6))}"
            f": {n} {rng.choice(('LHR', 'FRA', 'AMS'))}-{rng.choice(('JFK', 'SIN', 'DXB'))} "
            f"{rng.randrange(1, 28)}{rng.choice(MONTHS)[:3].upper()} "
            f"10:{rng.randrange(10, 60)}. When must I be there?"
        ),
        f"Be at the airport about 3 hours before {n} leaves, that is around 07:30.",
    )


def _catalogue(rng: Random) -> Pair:
    rows = [
        (
            f"{rng.choice('ABCDEFGH')}{rng.choice('KLMNP')}-{rng.randrange(1000, 9999)}-{rng.choice('XYZ')}"
            f"{rng.randrange(9)} {p} {money(rng)}"
        )
        for p in rng.sample(PRODUCTS, 7)
    ]
    return "Cheapest?\n" + "\n".join(rows), rows[rng.randrange(7)]


def _catalogue_text(rng: Random) -> Pair:
    p = rng.choice(PRODUCTS)
    return (
        f"Product text for a {p}, brand {firm(rng)}, model {rng.choice('ABCX')}{rng.randrange(100, 999)} Pro",
        (
            f"Meet the {p} that keeps up with you: {rng.randrange(100, 900)} "
            f"g light, {rng.randrange(2, 10)}-year warranty, in {rng.choice(('sage', 'sand', 'slate'))}"
            f"."
        ),
    )


def _places(rng: Random) -> Pair:
    return f"Sort from north to south: {', '.join(rng.sample(CITIES, 6))}", ", ".join(rng.sample(CITIES, 6))


def _quiz(rng: Random) -> Pair:
    a, b, c, d = rng.sample(CITIES, 4)
    return f"Which of these is the largest? A) {a} B) {b} C) {c} D) {d}\nOnly the letter.", rng.choice("ABCD")


def _labelled(rng: Random) -> Pair:
    shots = "\n".join(
        f"Text: The {rng.choice(PRODUCTS)} is {w}.\nLabel: {lab}"
        for w, lab in (("great", "positive"), ("awful", "negative"), ("fine", "neutral"), ("broken", "negative"))
    )
    return f"{shots}\nText: I love my {rng.choice(PRODUCTS)}, says {person(rng)}.\nLabel:", "positive"


def _math(rng: Random) -> Pair:
    a, b = rng.sample(GIVEN, 2)
    n, m = rng.randrange(3, 40), rng.randrange(2, 20)
    return f"{a} has {n} {rng.choice(THINGS)}, {b} has {m} more. How many have they together?", str(2 * n + m)
