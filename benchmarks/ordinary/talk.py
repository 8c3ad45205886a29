"""Requests about people and stories: line-ups, casts, scenes, novels, games of roles, names and what they mean."""

from __future__ import annotations

from random import Random

from benchmarks.ordinary.invented import (
    CITIES,
    GIVEN,
    JOBS,
    PLACES,
    PRODUCTS,
    SURNAMES,
    Pair,
    day,
    listed,
    people,
    person,
)

WORDS = listed(
    "harbour meadow lantern willow copper granite thistle "
    "ember quarry saddle candle orchard pebble ribbon timber "
    "walnut "
    "marble feather anchor basket cellar dragon engine fabric goblet hammer island jacket kitten ladder"
)
NATO = listed(
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India "
    "Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo "
    "Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
)
IPA = {
    "harbour": "ˈhɑːbə",
    "meadow": "ˈmedəʊ",
    "lantern": "ˈlæntən",
    "willow": "ˈwɪləʊ",
    "copper": "ˈkɒpə",
    "granite": "ˈɡrænɪt",
    "thistle": "ˈθɪsl̩",
    "quarry": "ˈkwɒri",
}


def _lineup(rng: Random) -> Pair:
    who = people(rng, 11)
    pos = listed("GK RB CB CB LB DM CM CM RW ST LW")
    return "Format as a 4-3-3 line-up:\n" + "\n".join(
        f"{rng.randrange(1, 40)} {w} {p}" for w, p in zip(who, pos, strict=False)
    ), "\n".join(f"{p}: {w.split()[1]}" for w, p in zip(who, pos, strict=False))


def _league(rng: Random) -> Pair:
    rows = [
        (
            f"{n}. {c} {rng.choice(('City', 'United', 'Rovers', 'Athletic', 'Town'))} "
            f"{rng.randrange(10, 30)} {rng.randrange(5, 20)} {rng.randrange(9)} "
            f"{rng.randrange(9)} {rng.randrange(20, 70)}:{rng.randrange(10, 50)} "
            f"{rng.randrange(20, 70)}"
        )
        for n, c in enumerate(rng.sample(CITIES + PLACES, 8), 1)
    ]
    return "Who has the best goal difference?\n" + "\n".join(rows), " ".join(rows[rng.randrange(8)].split()[1:3])


def _bracket(rng: Random) -> Pair:
    who = people(rng, 8)
    return f"Draw the first round: {', '.join(who)}", "\n".join(
        f"Match {n + 1}: {a} vs {b}" for n, (a, b) in enumerate(zip(who[::2], who[1::2], strict=False))
    )


def _santa(rng: Random) -> Pair:
    who = rng.sample(GIVEN, rng.randrange(5, 10))
    return f"Secret Santa for {', '.join(who)}", "\n".join(
        f"{a} → {b}" for a, b in zip(who, [*who[1:], who[0]], strict=False)
    )


def _cast(rng: Random) -> Pair:
    who, roles = people(rng, 5), people(rng, 5)
    return "Invent a cast list for a film about a lighthouse.", "\n".join(
        f"{a} ..... {b}" for a, b in zip(who, roles, strict=False)
    )


def _screenplay(rng: Random) -> Pair:
    a, b = rng.sample(GIVEN, 2)
    return (
        f"A short scene: {a} tells {b} about the money.",
        (
            f"INT. KITCHEN - NIGHT\n\n{a.upper()}\n(quietly)\nIt's "
            f"gone. All of it.\n\n{b.upper()}\nYou said it was safe,"
            f" {a}.\n\n{a} looks at the window. {b} leaves.\n\nFADE "
            f"OUT."
        ),
    )


def _story(rng: Random) -> Pair:
    a, b = people(rng, 2)
    p, job = rng.choice(PLACES), rng.choice(JOBS)
    return f"Write the opening of a novel about a {job} in {p}.", (
        f"{a} had been a {job} in {p} for {rng.randrange(3, 40)} "
        f"years, and nobody had ever asked why. On the {day(rng)} "
        f"that {b} came to town, "
        f"the bells rang twice. “You must be {a.split()[0]},” "
        f"said {b.split()[0]}, and put a wet suitcase on the "
        f"counter. It had belonged to {a.split()[0]}'s father."
    )


def _fan(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return (
        f"Continue: {a} opened the letter. It was from {b}, who had been dead for {rng.randrange(2, 30)} years.",
        (
            f"The ink was still wet. “{a.split()[0]},” it began, "
            f"“do not trust anyone in {rng.choice(PLACES)}.” {a.split()[0]} "
            f"sat down on the stairs and read it twice."
        ),
    )


def _role(rng: Random) -> Pair:
    a = person(rng)
    return (
        f"You are {a}, a grumpy {rng.choice(JOBS)} in {rng.choice(PLACES)}. I enter your shop. Stay in character.",
        f"*{a} does not look up.* We close at five. What do you want? And mind the cat.",
    )


def _game_master(rng: Random) -> Pair:
    a, b = rng.sample(GIVEN, 2)
    return (
        f"D&D: my rogue {a} Nightwhisper sneaks past the guard {b}. Rolled {rng.randrange(1, 21)}.",
        (
            f"**{a}** slips along the wall. {b} yawns, scratches "
            f"an ear, and sees nothing. You reach the door: DC {rng.randrange(8, 20)} "
            f"to pick the lock (1d20+{rng.randrange(2, 9)})."
        ),
    )


def _character(rng: Random) -> Pair:
    return f"Ten fantasy names for a {rng.choice(('dwarf', 'elf', 'orc', 'wizard'))} clan", "\n".join(
        (
            f"{n}. {''.join(rng.choice(('thra', 'gor', 'dun', 'mir', 'bra', 'kaz', 'lor')) for _ in range(2)).title()}"
            f" {rng.choice(('Iron', 'Moon', 'Ash', 'Storm'))}{rng.choice(('beard', 'whisper', 'fist', 'vale'))}"
        )
        for n in range(1, 11)
    )


def _baby_names(rng: Random) -> Pair:
    who = rng.sample(GIVEN, 8)
    return f"Baby names that start with {who[0][0]} or sound like {who[1]}?", ", ".join(who)


def _brand_names(rng: Random) -> Pair:
    return f"Five names for a shop that sells {rng.choice(PRODUCTS)}s", "\n".join(
        f"{n}. {rng.choice(WORDS).title()} & {rng.choice(WORDS).title()}" for n in range(1, 6)
    )


def _meaning(rng: Random) -> Pair:
    g = rng.choice(GIVEN)
    return (
        f"What does the name {g} mean and where does it come from?",
        (
            f"{g} is an old given name; it is usually explained as "
            f"“bright” or “famous”, and was most popular in the {rng.randrange(18, 21)}th "
            f"century."
        ),
    )


def _surname(rng: Random) -> Pair:
    s = rng.choice(SURNAMES)
    return (
        f"Origin of the surname {s}?",
        f"{s} is most likely a place name: it means somebody who lived near a ford or a farm of that name.",
    )


def _pronounced(rng: Random) -> Pair:
    g = rng.choice(("Siobhan", "Niamh", "Aoife", "Caoimhe", "Nguyen", "Wojciech", "Saoirse", "Tadhg"))
    return f"How is {g} pronounced?", {
        "Siobhan": "/ʃɪˈvɔːn/, “shi-VAWN”",
        "Niamh": "/niːv/",
        "Aoife": "/ˈiːfə/, “EE-fa”",
        "Caoimhe": "/ˈkiːvə/",
        "Nguyen": "/ŋwiən/, “nwin”",
        "Wojciech": "/ˈvɔjt͡ɕɛx/",
        "Saoirse": "/ˈsɪərʃə/, SEER-sha",
        "Tadhg": "/taɪɡ/",
    }[g]
