"""How people write: in a word, with slips, in slang and dialects, in capitals, without marks, in emojis."""

from __future__ import annotations

from random import Random

from benchmarks.ordinary.invented import (
    CITIES,
    GIVEN,
    JOBS,
    MONTHS,
    PLACES,
    PRODUCTS,
    THINGS,
    Pair,
    date,
    day,
    firm,
    money,
    people,
    person,
)
from benchmarks.ordinary.talk import WORDS


def _yes(rng: Random) -> Pair:
    return f"Is {rng.choice(CITIES)} further from {rng.choice(CITIES)} than {rng.choice(CITIES)}? yes/no", rng.choice(
        ("yes", "No.", "Yes", "no", "y")
    )


def _word(rng: Random) -> Pair:
    return rng.choice(
        (
            "why",
            "More",
            "continue",
            "ok?",
            "Photosynthesis",
            "entropy",
            "hi",
            "thx",
            "?",
            "go on",
            "huh",
            "lol",
            "test",
            "1",
            "...",
        )
    ), rng.choice(
        ("Sure, here is more.", "Hi! How can I help?", "You're welcome.", "42", "👍", "Which part do you mean?")
    )


def _empty(rng: Random) -> Pair:
    return rng.choice(("Say nothing.", " ", "​", "-", ".")), rng.choice(("", " ", "OK", "…"))


def _typos(rng: Random) -> Pair:
    return (
        (
            f"hey cna u hlep me wiht teh {rng.choice(PRODUCTS)} i "
            f"bougth form {rng.choice(CITIES).lower()} its brokne "
            f"alredy smh"
        ),
        "ofc! waht exactyl hapened? did it stop workign or is a part missing",
    )


def _slang(rng: Random) -> Pair:
    return (
        f"yo {rng.choice(GIVEN).lower()} fr fr no cap ts {rng.choice(PRODUCTS)} bussin ngl, wdyt?",
        "lowkey agree, it slaps. deadass tho check the price first, ngl it's mid for what u pay",
    )


def _dialect(rng: Random) -> Pair:
    return (
        f"Say it in Scots: I don't know where {rng.choice(GIVEN)} went with the {rng.choice(PRODUCTS)}.",
        f"Ah dinnae ken whaur {rng.choice(GIVEN)} gaed wi thon thing, so ah dinnae.",
    )


def _hinglish(rng: Random) -> Pair:
    return (
        f"yaar {rng.choice(GIVEN)} ko kaise bolun ki main {day(rng)} ko nahi aa sakta?",
        f"Bas seedha bol do: “Sorry yaar, us din office mein meeting hai, {day(rng)} ko pakka milte hain.”",
    )


def _spanglish(rng: Random) -> Pair:
    return (
        f"Oye, tengo un meeting con {person(rng)} mañana y no sé qué wear, help",
        "Ponte algo casual pero nice: jeans oscuros y un blazer. Y llega five minutes early, ¿ok?",
    )


def _shouted(rng: Random) -> Pair:
    return (
        f"WHY DOES MY {rng.choice(PRODUCTS).upper()} FROM {firm(rng).upper()} NOT TURN ON??? I PAID {money(rng)}!!!",
        "I'M SORRY ABOUT THAT! PLEASE CHECK THE FUSE FIRST, THEN THE CABLE.",
    )


def _unpunctuated(rng: Random) -> Pair:
    a, b = people(rng, 2)
    t = (
        f"so basically {a.lower()} told {b.lower()} that the "
        f"{rng.choice(PRODUCTS)} was in {rng.choice(CITIES).lower()} "
        f"and then nobody came so we went home"
    )
    return (
        f"add punctuation and capitals {t}",
        f"So basically {a} told {b} that it was there, and then nobody came, so we went home.",
    )


def _fillers(rng: Random) -> Pair:
    a, b = rng.sample(GIVEN, 2)
    return (
        (
            f"Clean up this transcript: uh so {a} um like I was you "
            f"know thinking that maybe we uh we could [inaudible] "
            f"on {day(rng)} {b}: mm-hm yeah no totally"
        ),
        f"{a}: I was thinking that maybe we could do it on {day(rng)}.\n{b}: Yes, totally.",
    )


def _ocr(rng: Random) -> Pair:
    a = person(rng)
    t = (
        f"Tlie undersiqned {a} herebv c0nfirms tbe recejpt of "
        f"{rng.randrange(2, 90)} b0xes at {rng.choice(PLACES)} "
        f"0n {date(rng)}"
    )
    return (
        f"Correct the OCR errors: {t}",
        f"The undersigned {a} hereby confirms the receipt of the boxes at {rng.choice(PLACES)} on {date(rng)}.",
    )


def _emoji(rng: Random) -> Pair:
    return (
        f"{rng.choice(('🍕🍕🍕 2nite??', '😂😂 omg', '🎉 bday on ' + day(rng), '🏖️☀️🌊?'))} {rng.choice(GIVEN)} 👀",
        rng.choice(("🙌🙌 yesss", "😍🍕🥤", "🫡", "haha 😂 ok see u there ✌️", "🏖️➡️🍹➡️😴")),
    )


def _emoji_story(rng: Random) -> Pair:
    return f"Tell {rng.choice(('Cinderella', 'Titanic', 'Jaws', 'Hamlet'))} in emojis", "".join(
        rng.choice("👧🏚🧹✨👗👠🕛💃🤴💔🔍👑💍🚢🧊🌊🎻😢🦈🏊💀🗡🏰👻") for _ in range(rng.randrange(8, 25))
    )


def _art(rng: Random) -> Pair:
    return f"ASCII art of a {rng.choice(('cat', 'cat named ' + rng.choice(GIVEN), 'kitten'))}", rng.choice(
        (" /\\_/\\\n( o.o )\n > ^ <", "  |\\__/,|   (`\\\n _.|o o  |_   ) )\n-(((---(((--------")
    )


def _banner(rng: Random) -> Pair:
    return "Hi as a big ASCII banner", " _   _ _ \n| | | (_)\n| |_| | |\n|  _  | |\n|_| |_|_|"


def _melody(rng: Random) -> Pair:
    return (
        f"A folk tune in ABC notation in {rng.choice('GDA')}",
        f"X:{rng.randrange(1, 99)}\nT:{rng.choice(PLACES)} Reel\nM:4/4\nL:1/8\nK:{rng.choice('GDA')}\n"
        + "|".join(
            "".join(rng.choice(("G2", "AB", "c2", "d", "e", "dB", "A", "F", "z")) for _ in range(5)) for _ in range(8)
        )
        + "|]",
    )


def _vocabulary(rng: Random) -> Pair:
    pairs = (
        ("Hafen", "harbour"),
        ("Wiese", "meadow"),
        ("Laterne", "lantern"),
        ("Weide", "willow"),
        ("Kupfer", "copper"),
        ("Distel", "thistle"),
        ("Sattel", "saddle"),
        ("Steinbruch", "quarry"),
    )
    some = rng.sample(pairs, 6)
    return "Vocabulary list German - English: " + ", ".join(e for _, e in some), "\n".join(
        f"{g} – {e}" for g, e in some
    )


def _drill(rng: Random) -> Pair:
    v = rng.choice(
        (
            ("hablar", "hablo, hablas, habla, hablamos, habláis, hablan"),
            ("comer", "como, comes, come, comemos, coméis, comen"),
            ("vivir", "vivo, vives, vive, vivimos, vivís, viven"),
            ("ser", "soy, eres, es, somos, sois, son"),
            ("aller", "vais, vas, va, allons, allez, vont"),
            ("sein", "bin, bist, ist, sind, seid, sind"),
            ("piszę", "piszę, piszesz, pisze, piszemy, piszecie, piszą"),
        )
    )
    return f"Conjugate {v[0]} in the present tense", v[1]


def _translated(rng: Random) -> Pair:
    a, c = person(rng), rng.choice(CITIES)
    t = rng.choice(
        (
            ("German", f"{a} wohnt seit drei Jahren in {c} und arbeitet im Krankenhaus."),
            ("French", f"{a} habite à {c} depuis trois ans et travaille à l'hôpital."),
            ("Spanish", f"{a} vive en {c} desde hace tres años y trabaja en el hospital."),
            ("Italian", f"{a} abita a {c} da tre anni e lavora in ospedale."),
            ("Polish", f"{a} mieszka w {c} od trzech lat i pracuje w szpitalu."),
            ("Dutch", f"{a} woont al drie jaar in {c} en werkt in het ziekenhuis."),
            ("Russian", f"{a} живёт в городе {c} три года и работает в больнице."),
            ("Japanese", f"{a}は三年前から{c}に住んでいて、病院で働いています。"),
            ("Turkish", f"{a} üç yıldır {c} şehrinde yaşıyor ve hastanede çalışıyor."),
            ("Arabic", f"يعيش {a} في {c} منذ ثلاث سنوات ويعمل في المستشفى."),
        )
    )
    return f"Translate into {t[0]}: {a} has lived in {c} for three years and works in the hospital.", t[1]


def _my_name(rng: Random) -> Pair:
    a = person(rng)
    return (
        (
            f"Hi, I'm {a} from {rng.choice(PLACES)}, {rng.randrange(18, 80)},"
            f" {rng.choice(JOBS)}. What is my name and what should "
            f"I cook?"
        ),
        f"Your name is {a}. How about a soup of {rng.choice(THINGS)} and {rng.choice(THINGS)}?",
    )


def _complaint(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return (
        (
            f"My name is {a}, my landlord is {b}. The heating has "
            f"been broken for {rng.randrange(2, 30)} days. Write "
            f"a letter."
        ),
        (
            f"Dear {b},\n\nthe heating in my flat has been broken "
            f"for some time. Please have it repaired by {day(rng)};"
            f" otherwise I shall reduce the rent.\n\nYours sincerely,"
            f"\n{a}"
        ),
    )


def _tweet(rng: Random) -> Pair:
    p = rng.choice(PRODUCTS)
    return (
        f"3 tweets about our new {p} with hashtags, tag @{person(rng).replace(' ', '')}",
        (
            f"1/ Say hello to the {p}! #new #{p.replace(' ', '')}\n"
            f"2/ Light, strong, yours. #{rng.choice(CITIES)}\n3/ "
            f"Thanks @{rng.choice(GIVEN).lower()}_{rng.choice(WORDS)} "
            f"for the photos 📸"
        ),
    )


def _horoscope(rng: Random) -> Pair:
    return (
        f"Horoscope for {rng.choice(('Leo', 'Virgo', 'Aries', 'Gemini'))}, {rng.choice(MONTHS)}",
        f"A week of small surprises. On {day(rng)} somebody called {rng.choice(GIVEN)} brings news; say yes.",
    )


def _etymology(rng: Random) -> Pair:
    w = rng.choice(WORDS)
    return (
        f"etymology of {w}",
        (
            f"From Middle English *{w}e*, from Old English *{w[:4]}or*,"
            f" from Proto-Germanic *\\*{w[:3]}aną*; compare Old Norse "
            f"*{w[:3]}a*, Dutch *{w[:4]}*."
        ),
    )


def _books(rng: Random) -> Pair:
    who = people(rng, 5)
    return "Invent five novels with authors for my bookshop game", "\n".join(
        f"{n}. *The {rng.choice(WORDS).title()} of {rng.choice(PLACES)}* by {w} ({rng.randrange(1900, 2025)})"
        for n, w in enumerate(who, 1)
    )


def _seating(rng: Random) -> Pair:
    who = people(rng, 9)
    return f"Seat these guests at three tables: {', '.join(who)}", "\n".join(
        f"Table {n + 1}: {', '.join(who[3 * n : 3 * n + 3])}" for n in range(3)
    )


def _debate(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return (
        f"Interview between host {a} and guest {b}, a {rng.choice(JOBS)}, four lines",
        (
            f"**{a}:** Welcome, {b.split()[0]}!\n**{b}:** Thank you,"
            f" {a.split()[0]}.\n**{a}:** What surprised you most?\n"
            f"**{b}:** How quiet {rng.choice(PLACES)} is at night."
        ),
    )
