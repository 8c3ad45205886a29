"""Requests of everyday talk: letters, stories, games with words, languages, school, lists of names and of things.

Everything is drawn at random (`benchmarks.invented`); read by `benchmarks.ordinary`.
"""

from __future__ import annotations

from random import Random

from benchmarks.invented import (
    CITIES,
    GIVEN,
    JOBS,
    MONTHS,
    PLACES,
    PRODUCTS,
    SURNAMES,
    THINGS,
    date,
    day,
    firm,
    money,
    people,
    person,
)

Pair = tuple[str, str]
WORDS = (
    "harbour meadow lantern willow copper granite thistle ember quarry saddle candle orchard pebble ribbon timber walnut "
    "marble feather anchor basket cellar dragon engine fabric goblet hammer island jacket kitten ladder"
).split()
NATO = "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu".split()


def _lineup(rng: Random) -> Pair:
    who = people(rng, 11)
    pos = "GK RB CB CB LB DM CM CM RW ST LW".split()
    return "Format as a 4-3-3 line-up:\n" + "\n".join(f"{rng.randrange(1, 40)} {w} {p}" for w, p in zip(who, pos)), "\n".join(f"{p}: {w.split()[1]}" for w, p in zip(who, pos))


def _league(rng: Random) -> Pair:
    rows = [f"{n}. {c} {rng.choice(('City', 'United', 'Rovers', 'Athletic', 'Town'))} {rng.randrange(10, 30)} {rng.randrange(5, 20)} {rng.randrange(9)} {rng.randrange(9)} {rng.randrange(20, 70)}:{rng.randrange(10, 50)} {rng.randrange(20, 70)}" for n, c in enumerate(rng.sample(CITIES + PLACES, 8), 1)]
    return "Who has the best goal difference?\n" + "\n".join(rows), " ".join(rows[rng.randrange(8)].split()[1:3])


def _bracket(rng: Random) -> Pair:
    who = people(rng, 8)
    return f"Draw the first round: {', '.join(who)}", "\n".join(f"Match {n + 1}: {a} vs {b}" for n, (a, b) in enumerate(zip(who[::2], who[1::2])))


def _santa(rng: Random) -> Pair:
    who = rng.sample(GIVEN, rng.randrange(5, 10))
    return f"Secret Santa for {', '.join(who)}", "\n".join(f"{a} → {b}" for a, b in zip(who, [*who[1:], who[0]]))


def _cast(rng: Random) -> Pair:
    who, roles = people(rng, 5), people(rng, 5)
    return "Invent a cast list for a film about a lighthouse.", "\n".join(f"{a} ..... {b}" for a, b in zip(who, roles))


def _screenplay(rng: Random) -> Pair:
    a, b = rng.sample(GIVEN, 2)
    return f"A short scene: {a} tells {b} about the money.", f"INT. KITCHEN - NIGHT\n\n{a.upper()}\n(quietly)\nIt's gone. All of it.\n\n{b.upper()}\nYou said it was safe, {a}.\n\n{a} looks at the window. {b} leaves.\n\nFADE OUT."


def _story(rng: Random) -> Pair:
    a, b = people(rng, 2)
    p, job = rng.choice(PLACES), rng.choice(JOBS)
    return f"Write the opening of a novel about a {job} in {p}.", (
        f"{a} had been a {job} in {p} for {rng.randrange(3, 40)} years, and nobody had ever asked why. On the {day(rng)} that {b} came to town, "
        f"the bells rang twice. “You must be {a.split()[0]},” said {b.split()[0]}, and put a wet suitcase on the counter. It had belonged to {a.split()[0]}'s father."
    )


def _fan(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return f"Continue: {a} opened the letter. It was from {b}, who had been dead for {rng.randrange(2, 30)} years.", f"The ink was still wet. “{a.split()[0]},” it began, “do not trust anyone in {rng.choice(PLACES)}.” {a.split()[0]} sat down on the stairs and read it twice."


def _role(rng: Random) -> Pair:
    a = person(rng)
    return f"You are {a}, a grumpy {rng.choice(JOBS)} in {rng.choice(PLACES)}. I enter your shop. Stay in character.", f"*{a} does not look up.* We close at five. What do you want? And mind the cat."


def _game_master(rng: Random) -> Pair:
    a, b = rng.sample(GIVEN, 2)
    return f"D&D: my rogue {a} Nightwhisper sneaks past the guard {b}. Rolled {rng.randrange(1, 21)}.", f"**{a}** slips along the wall. {b} yawns, scratches an ear, and sees nothing. You reach the door: DC {rng.randrange(8, 20)} to pick the lock (1d20+{rng.randrange(2, 9)})."


def _character(rng: Random) -> Pair:
    return f"Ten fantasy names for a {rng.choice(('dwarf', 'elf', 'orc', 'wizard'))} clan", "\n".join(f"{n}. {''.join(rng.choice(('thra', 'gor', 'el', 'dun', 'mir', 'bra', 'kaz', 'vy', 'ae', 'lor')) for _ in range(2)).title()} {rng.choice(('Iron', 'Moon', 'Ash', 'Storm'))}{rng.choice(('beard', 'whisper', 'fist', 'vale'))}" for n in range(1, 11))


def _baby_names(rng: Random) -> Pair:
    who = rng.sample(GIVEN, 8)
    return f"Baby names that start with {who[0][0]} or sound like {who[1]}?", ", ".join(who)


def _brand_names(rng: Random) -> Pair:
    return f"Five names for a shop that sells {rng.choice(PRODUCTS)}s", "\n".join(f"{n}. {rng.choice(WORDS).title()} & {rng.choice(WORDS).title()}" for n in range(1, 6))


def _meaning(rng: Random) -> Pair:
    g = rng.choice(GIVEN)
    return f"What does the name {g} mean and where does it come from?", f"{g} is an old given name; it is usually explained as “bright” or “famous”, and was most popular in the {rng.randrange(18, 21)}th century."


def _surname(rng: Random) -> Pair:
    s = rng.choice(SURNAMES)
    return f"Origin of the surname {s}?", f"{s} is most likely a place name: it means somebody who lived near a ford or a farm of that name."


def _pronounced(rng: Random) -> Pair:
    g = rng.choice(("Siobhan", "Niamh", "Aoife", "Caoimhe", "Nguyen", "Wojciech", "Saoirse", "Tadhg"))
    return f"How is {g} pronounced?", {"Siobhan": "/ʃɪˈvɔːn/, “shi-VAWN”", "Niamh": "/niːv/", "Aoife": "/ˈiːfə/, “EE-fa”", "Caoimhe": "/ˈkiːvə/", "Nguyen": "/ŋwiən/, “nwin”", "Wojciech": "/ˈvɔjt͡ɕɛx/", "Saoirse": "/ˈsɪərʃə/, SEER-sha", "Tadhg": "/taɪɡ/"}[g]


IPA = {"harbour": "ˈhɑːbə", "meadow": "ˈmedəʊ", "lantern": "ˈlæntən", "willow": "ˈwɪləʊ", "copper": "ˈkɒpə", "granite": "ˈɡrænɪt", "thistle": "ˈθɪsl̩", "quarry": "ˈkwɒri"}


def _ipa(rng: Random) -> Pair:
    some = rng.sample(list(IPA), 4)
    return f"IPA of {', '.join(some)}", "\n".join(f"{w}: /{IPA[w]}/" for w in some)


def _spelled(rng: Random) -> Pair:
    w = rng.choice((*WORDS, *SURNAMES))
    return f"Spell {w} in the NATO alphabet", " ".join(NATO[ord(c) - 97] for c in w.lower() if c.isalpha())


def _bee(rng: Random) -> Pair:
    w = rng.choice(("rhythm", "chrysanthemum", "onomatopoeia", "bureaucracy", "accommodate", "conscientious", "fuchsia"))
    return f"How do you spell {w}?", "-".join(w.upper()) + "."


def _anagrams(rng: Random) -> Pair:
    w = rng.choice(("listen", "night", "stressed", "elbow", "teacher", "cider", "dusty"))
    return f"Anagram of {w}?", {"listen": "silent", "night": "thing", "stressed": "desserts", "elbow": "below", "teacher": "cheater", "cider": "cried", "dusty": "study"}[w]


def _reversed(rng: Random) -> Pair:
    words = rng.sample(WORDS, 4)
    return f"Reverse each word: {' '.join(words)}", " ".join(w[::-1] for w in words)


def _counted(rng: Random) -> Pair:
    w = rng.choice((*WORDS, *GIVEN, *SURNAMES))
    c = rng.choice(w.lower())
    return f"How many {c}'s are in {w}?", str(w.lower().count(c))


def _crossword(rng: Random) -> Pair:
    w = rng.choice(WORDS)
    return f"Crossword: {len(w)} letters, {w[0].upper()}{'_' * (len(w) - 2)}{w[-1].upper()}, “{rng.choice(('found by the sea', 'a thing in a shed', 'old word'))}”", w.upper()


def _wordle(rng: Random) -> Pair:
    return "Wordle 1,204 4/6\n⬛🟨⬛⬛⬛\n⬛🟩🟨⬛⬛\n🟩🟩⬛🟩🟩\n🟩🟩🟩🟩🟩\nbeat me?", rng.choice(("Nice! Four is solid. 🎉", "4/6, well done!"))


def _ladder(rng: Random) -> Pair:
    return rng.choice(("Word ladder from COLD to WARM", "cold -> warm, word ladder")), "COLD → CORD → CARD → WARD → WARM"


def _hangman(rng: Random) -> Pair:
    w = rng.choice(WORDS)
    return f"Hangman. Is there an {rng.choice('aeiou').upper()}? Board: {' '.join('_' if rng.random() < 0.7 else c for c in w)}", " ".join("_" if rng.random() < 0.4 else c.upper() for c in w)


def _caesar(rng: Random) -> Pair:
    w = " ".join(rng.sample(WORDS, 3))
    return f"Caesar cipher shift 3: {w}", "".join(chr((ord(c) - 94) % 26 + 97) if c.isalpha() else c for c in w)


def _acrostic(rng: Random) -> Pair:
    g = rng.choice(GIVEN)
    lines = {c: f"{c.upper()}{rng.choice(('lways there when the rain begins', 'nother morning by the sea', 'nly the wind knows why'))[rng.randrange(1):]}" for c in g.lower()}
    return f"Acrostic poem for my daughter {g}", "\n".join(f"{c.upper()} is for {rng.choice(WORDS)}" for c in lines)


def _haiku(rng: Random) -> Pair:
    a, b = rng.sample(WORDS, 2)
    return f"haiku about a {a}", f"an old {a} waits\nthe {b} under the first snow\nnobody comes home"


def _limerick(rng: Random) -> Pair:
    g, p = rng.choice(GIVEN), rng.choice(PLACES)
    return f"A limerick about {g} from {p}", f"There once was a {g} from {p},\nwho kept all the eggs in a well;\nwhen the bucket came up,\nthere was yolk in the cup,\nand {g} was too frightened to tell."


def _song(rng: Random) -> Pair:
    g, c = rng.choice(GIVEN), rng.choice(CITIES)
    return f"Chorus of a country song for {g}, who left {c}", f"[Chorus]\nOh {g}, oh {g}, the train's at the station,\n{c} is burning behind your eyes,\nNa na na, hey hey, na na na,\nsay your goodbyes"


def _verse(rng: Random) -> Pair:
    b = rng.choice(("Genesis 1:1", "John 11:35", "Psalm 23:1"))
    return f"What does {b} say (KJV)?", {"Genesis 1:1": "In the beginning God created the heaven and the earth.", "John 11:35": "Jesus wept.", "Psalm 23:1": "The LORD is my shepherd; I shall not want."}[b]


def _history(rng: Random) -> Pair:
    q = rng.choice((
        ("Who painted the Mona Lisa?", "Leonardo da Vinci."), ("who discovered radium", "Marie and Pierre Curie, in 1898."),
        ("First person on the Moon?", "Neil Armstrong, on 20 July 1969."), ("Who wrote Hamlet?", "William Shakespeare"),
        ("Who was Ada Lovelace?", "Ada Lovelace (1815–1852) was an English mathematician who wrote notes on Babbage's Analytical Engine."),
        ("Name five Roman emperors", "Augustus, Tiberius, Nero, Trajan, Hadrian"), ("Presidents of the US in the 1990s?", "George H. W. Bush (until 1993) and Bill Clinton."),
        ("Who was the wife of Henry VIII beheaded in 1536?", "Anne Boleyn."), ("Greek philosophers", "Socrates, Plato, Aristotle, Epicurus, Diogenes"),
        ("composers of the baroque", "Johann Sebastian Bach, George Frideric Handel, Antonio Vivaldi, Henry Purcell"),
        ("Who invented the telephone?", "Alexander Graham Bell is usually credited, in 1876."), ("Nelson Mandela born?", "18 July 1918"),
    ))
    return q


def _species(rng: Random) -> Pair:
    some = rng.sample(("Quercus robur", "Turdus merula", "Felis catus", "Amanita muscaria", "Bellis perennis", "Lumbricus terrestris", "Corvus corax", "Vulpes vulpes", "Salix alba", "Apis mellifera"), 5)
    return f"Scientific names of {rng.randrange(4, 9)} European species", "\n".join(f"- *{s}*" for s in some)


def _drugs(rng: Random) -> Pair:
    some = rng.sample(("atorvastatin", "amlodipine", "metoprolol", "levothyroxine", "gabapentin", "ciclosporin", "tacrolimus", "rivaroxaban", "empagliflozin", "semaglutide"), 4)
    return f"Interactions between {', '.join(some)}?", f"{some[0].title()} and {some[1]} may raise each other's level through CYP3A4; {some[2]} and {some[3]} are usually fine together."


def _genes(rng: Random) -> Pair:
    some = rng.sample(("BRCA1", "TP53", "EGFR", "CFTR", "HBB", "MYC", "KRAS", "PTEN", "APOE", "FOXP2"), 5)
    return f"Which chromosomes are {', '.join(some)} on?", "\n".join(f"{g}: {rng.randrange(1, 23)}{rng.choice('pq')}{rng.randrange(11, 36)}.{rng.randrange(1, 4)}" for g in some)


def _stars(rng: Random) -> Pair:
    some = rng.sample(("M31", "NGC 7000", "HD 209458 b", "Betelgeuse", "TRAPPIST-1e", "47 Tucanae", "Vega", "Sagittarius A*", "C/2020 F3"), 4)
    return f"What kind of objects are {', '.join(some)}?", "\n".join(f"{s}: {rng.choice(('galaxy', 'nebula', 'star', 'exoplanet'))}, RA {rng.randrange(24)}h {rng.randrange(60)}m, Dec {rng.choice('+−')}{rng.randrange(80)}°" for s in some)


def _tickers(rng: Random) -> Pair:
    rows = [f"{''.join(rng.choices('ABCDEFGHKLMNPRSTVX', k=rng.randrange(2, 5)))} {rng.uniform(5, 900):.2f} {rng.uniform(-5, 5):+.2f}%" for _ in range(8)]
    return "Which fell most?\n" + "\n".join(rows), min(rows, key=lambda r: float(r.split()[2][:-1])).split()[0]


def _trains(rng: Random) -> Pair:
    rows = [f"{rng.randrange(5, 23):02}:{rng.randrange(60):02} {rng.choice(('IC', 'RE', 'ICE', 'S'))}{rng.randrange(1, 999)} {a} → {b} pl. {rng.randrange(1, 15)}{rng.choice(('', 'a', 'b'))}" for a, b in zip(rng.sample(CITIES, 6), rng.sample(CITIES, 6))]
    return "Next after noon?\n" + "\n".join(rows), next((r for r in sorted(rows) if r > "12"), rows[0])


def _flight(rng: Random) -> Pair:
    n = f"{rng.choice(('BA', 'LH', 'KL', 'EK', 'QF'))}{rng.randrange(10, 2999)}"
    return f"Itinerary for {person(rng)}, PNR {''.join(rng.choices('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', k=6))}: {n} {rng.choice(('LHR', 'FRA', 'AMS'))}-{rng.choice(('JFK', 'SIN', 'DXB'))} {rng.randrange(1, 28)}{rng.choice(MONTHS)[:3].upper()} 10:{rng.randrange(10, 60)}. When must I be there?", f"Be at the airport about 3 hours before {n} leaves, that is around 07:30."


def _catalogue(rng: Random) -> Pair:
    rows = [f"{rng.choice('ABCDEFGH')}{rng.choice('KLMNP')}-{rng.randrange(1000, 9999)}-{rng.choice('XYZ')}{rng.randrange(9)} {p} {money(rng)}" for p in rng.sample(PRODUCTS, 7)]
    return "Cheapest?\n" + "\n".join(rows), rows[rng.randrange(7)]


def _catalogue_text(rng: Random) -> Pair:
    p = rng.choice(PRODUCTS)
    return f"Product text for a {p}, brand {firm(rng)}, model {rng.choice('ABCX')}{rng.randrange(100, 999)} Pro", f"Meet the {p} that keeps up with you: {rng.randrange(100, 900)} g light, {rng.randrange(2, 10)}-year warranty, in {rng.choice(('sage', 'sand', 'slate'))}."


def _places(rng: Random) -> Pair:
    return f"Sort from north to south: {', '.join(rng.sample(CITIES, 6))}", ", ".join(rng.sample(CITIES, 6))


def _quiz(rng: Random) -> Pair:
    a, b, c, d = rng.sample(CITIES, 4)
    return f"Which of these is the largest? A) {a} B) {b} C) {c} D) {d}\nOnly the letter.", rng.choice("ABCD")


def _labelled(rng: Random) -> Pair:
    shots = "\n".join(f"Text: The {rng.choice(PRODUCTS)} is {w}.\nLabel: {lab}" for w, lab in (("great", "positive"), ("awful", "negative"), ("fine", "neutral"), ("broken", "negative")))
    return f"{shots}\nText: I love my {rng.choice(PRODUCTS)}, says {person(rng)}.\nLabel:", "positive"


def _math(rng: Random) -> Pair:
    a, b = rng.sample(GIVEN, 2)
    n, m = rng.randrange(3, 40), rng.randrange(2, 20)
    return f"{a} has {n} {rng.choice(THINGS)}, {b} has {m} more. How many have they together?", str(2 * n + m)


def _yes(rng: Random) -> Pair:
    return f"Is {rng.choice(CITIES)} further from {rng.choice(CITIES)} than {rng.choice(CITIES)}? yes/no", rng.choice(("yes", "No.", "Yes", "no", "y"))


def _word(rng: Random) -> Pair:
    return rng.choice(("why", "More", "continue", "ok?", "Photosynthesis", "entropy", "hi", "thx", "?", "go on", "huh", "lol", "test", "1", "...")), rng.choice(("Sure, here is more.", "Hi! How can I help?", "You're welcome.", "42", "👍", "Which part do you mean?"))


def _empty(rng: Random) -> Pair:
    return rng.choice(("Say nothing.", " ", "​", "-", ".")), rng.choice(("", " ", "OK", "…"))


def _typos(rng: Random) -> Pair:
    return f"hey cna u hlep me wiht teh {rng.choice(PRODUCTS)} i bougth form {rng.choice(CITIES).lower()} its brokne alredy smh", "ofc! waht exactyl hapened? did it stop workign or is a part missing"


def _slang(rng: Random) -> Pair:
    return f"yo {rng.choice(GIVEN).lower()} fr fr no cap ts {rng.choice(PRODUCTS)} bussin ngl, wdyt?", "lowkey agree, it slaps. deadass tho check the price first, ngl it's mid for what u pay"


def _dialect(rng: Random) -> Pair:
    return f"Say it in Scots: I don't know where {rng.choice(GIVEN)} went with the {rng.choice(PRODUCTS)}.", f"Ah dinnae ken whaur {rng.choice(GIVEN)} gaed wi thon thing, so ah dinnae."


def _hinglish(rng: Random) -> Pair:
    return f"yaar {rng.choice(GIVEN)} ko kaise bolun ki main {day(rng)} ko nahi aa sakta?", f"Bas seedha bol do: “Sorry yaar, us din office mein meeting hai, {day(rng)} ko pakka milte hain.”"


def _spanglish(rng: Random) -> Pair:
    return f"Oye, tengo un meeting con {person(rng)} mañana y no sé qué wear, help", f"Ponte algo casual pero nice: jeans oscuros y un blazer. Y llega five minutes early, ¿ok?"


def _shouted(rng: Random) -> Pair:
    return f"WHY DOES MY {rng.choice(PRODUCTS).upper()} FROM {firm(rng).upper()} NOT TURN ON??? I PAID {money(rng)}!!!", "I'M SORRY ABOUT THAT! PLEASE CHECK THE FUSE FIRST, THEN THE CABLE."


def _unpunctuated(rng: Random) -> Pair:
    a, b = people(rng, 2)
    t = f"so basically {a.lower()} told {b.lower()} that the {rng.choice(PRODUCTS)} was in {rng.choice(CITIES).lower()} and then nobody came so we went home"
    return f"add punctuation and capitals {t}", f"So basically {a} told {b} that it was there, and then nobody came, so we went home."


def _fillers(rng: Random) -> Pair:
    a, b = rng.sample(GIVEN, 2)
    return f"Clean up this transcript: uh so {a} um like I was you know thinking that maybe we uh we could [inaudible] on {day(rng)} {b}: mm-hm yeah no totally", f"{a}: I was thinking that maybe we could do it on {day(rng)}.\n{b}: Yes, totally."


def _ocr(rng: Random) -> Pair:
    a = person(rng)
    t = f"Tlie undersiqned {a} herebv c0nfirms tbe recejpt of {rng.randrange(2, 90)} b0xes at {rng.choice(PLACES)} 0n {date(rng)}"
    return f"Correct the OCR errors: {t}", f"The undersigned {a} hereby confirms the receipt of the boxes at {rng.choice(PLACES)} on {date(rng)}."


def _emoji(rng: Random) -> Pair:
    return f"{rng.choice(('🍕🍕🍕 2nite??', '😂😂 omg', '🎉 bday on ' + day(rng), '🏖️☀️🌊?'))} {rng.choice(GIVEN)} 👀", rng.choice(("🙌🙌 yesss", "😍🍕🥤", "🫡", "haha 😂 ok see u there ✌️", "🏖️➡️🍹➡️😴"))


def _emoji_story(rng: Random) -> Pair:
    return f"Tell {rng.choice(('Cinderella', 'Titanic', 'Jaws', 'Hamlet'))} in emojis", "".join(rng.choice("👧🏚🧹✨👗👠🕛💃🤴💔🔍👑💍🚢🧊🌊🎻😢🦈🏊💀🗡🏰👻") for _ in range(rng.randrange(8, 25)))


def _art(rng: Random) -> Pair:
    return f"ASCII art of a {rng.choice(('cat', 'cat named ' + rng.choice(GIVEN), 'kitten'))}", rng.choice((" /\\_/\\\n( o.o )\n > ^ <", "  |\\__/,|   (`\\\n _.|o o  |_   ) )\n-(((---(((--------"))


def _banner(rng: Random) -> Pair:
    return "Hi as a big ASCII banner", " _   _ _ \n| | | (_)\n| |_| | |\n|  _  | |\n|_| |_|_|"


def _melody(rng: Random) -> Pair:
    return f"A folk tune in ABC notation in {rng.choice('GDA')}", f"X:{rng.randrange(1, 99)}\nT:{rng.choice(PLACES)} Reel\nM:4/4\nL:1/8\nK:{rng.choice('GDA')}\n" + "|".join("".join(rng.choice(("G2", "AB", "c2", "d", "e", "dB", "A", "F", "z")) for _ in range(5)) for _ in range(8)) + "|]"


def _vocabulary(rng: Random) -> Pair:
    pairs = (("Hafen", "harbour"), ("Wiese", "meadow"), ("Laterne", "lantern"), ("Weide", "willow"), ("Kupfer", "copper"), ("Distel", "thistle"), ("Sattel", "saddle"), ("Steinbruch", "quarry"))
    some = rng.sample(pairs, 6)
    return "Vocabulary list German - English: " + ", ".join(e for _, e in some), "\n".join(f"{g} – {e}" for g, e in some)


def _drill(rng: Random) -> Pair:
    v = rng.choice((("hablar", "hablo, hablas, habla, hablamos, habláis, hablan"), ("comer", "como, comes, come, comemos, coméis, comen"), ("vivir", "vivo, vives, vive, vivimos, vivís, viven"), ("ser", "soy, eres, es, somos, sois, son"), ("aller", "vais, vas, va, allons, allez, vont"), ("sein", "bin, bist, ist, sind, seid, sind"), ("piszę", "piszę, piszesz, pisze, piszemy, piszecie, piszą")))
    return f"Conjugate {v[0]} in the present tense", v[1]


def _translated(rng: Random) -> Pair:
    a, c = person(rng), rng.choice(CITIES)
    t = rng.choice((
        ("German", f"{a} wohnt seit drei Jahren in {c} und arbeitet im Krankenhaus."), ("French", f"{a} habite à {c} depuis trois ans et travaille à l'hôpital."),
        ("Spanish", f"{a} vive en {c} desde hace tres años y trabaja en el hospital."), ("Italian", f"{a} abita a {c} da tre anni e lavora in ospedale."),
        ("Polish", f"{a} mieszka w {c} od trzech lat i pracuje w szpitalu."), ("Dutch", f"{a} woont al drie jaar in {c} en werkt in het ziekenhuis."),
        ("Russian", f"{a} живёт в городе {c} три года и работает в больнице."), ("Japanese", f"{a}は三年前から{c}に住んでいて、病院で働いています。"),
        ("Turkish", f"{a} üç yıldır {c} şehrinde yaşıyor ve hastanede çalışıyor."), ("Arabic", f"يعيش {a} في {c} منذ ثلاث سنوات ويعمل في المستشفى."),
    ))
    return f"Translate into {t[0]}: {a} has lived in {c} for three years and works in the hospital.", t[1]


def _my_name(rng: Random) -> Pair:
    a = person(rng)
    return f"Hi, I'm {a} from {rng.choice(PLACES)}, {rng.randrange(18, 80)}, {rng.choice(JOBS)}. What is my name and what should I cook?", f"Your name is {a}. How about a soup of {rng.choice(THINGS)} and {rng.choice(THINGS)}?"


def _complaint(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return f"My name is {a}, my landlord is {b}. The heating has been broken for {rng.randrange(2, 30)} days. Write a letter.", f"Dear {b},\n\nthe heating in my flat has been broken for some time. Please have it repaired by {day(rng)}; otherwise I shall reduce the rent.\n\nYours sincerely,\n{a}"


def _tweet(rng: Random) -> Pair:
    p = rng.choice(PRODUCTS)
    return f"3 tweets about our new {p} with hashtags, tag @{person(rng).replace(' ', '')}", f"1/ Say hello to the {p}! #new #{p.replace(' ', '')}\n2/ Light, strong, yours. #{rng.choice(CITIES)}\n3/ Thanks @{rng.choice(GIVEN).lower()}_{rng.choice(WORDS)} for the photos 📸"


def _horoscope(rng: Random) -> Pair:
    return f"Horoscope for {rng.choice(('Leo', 'Virgo', 'Aries', 'Gemini'))}, {rng.choice(MONTHS)}", f"A week of small surprises. On {day(rng)} somebody called {rng.choice(GIVEN)} brings news; say yes."


def _etymology(rng: Random) -> Pair:
    w = rng.choice(WORDS)
    return f"etymology of {w}", f"From Middle English *{w}e*, from Old English *{w[:4]}or*, from Proto-Germanic *\\*{w[:3]}aną*; compare Old Norse *{w[:3]}a*, Dutch *{w[:4]}*."


def _books(rng: Random) -> Pair:
    who = people(rng, 5)
    return "Invent five novels with authors for my bookshop game", "\n".join(f"{n}. *The {rng.choice(WORDS).title()} of {rng.choice(PLACES)}* by {w} ({rng.randrange(1900, 2025)})" for n, w in enumerate(who, 1))


def _seating(rng: Random) -> Pair:
    who = people(rng, 9)
    return f"Seat these guests at three tables: {', '.join(who)}", "\n".join(f"Table {n + 1}: {', '.join(who[3 * n : 3 * n + 3])}" for n in range(3))


def _debate(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return f"Interview between host {a} and guest {b}, a {rng.choice(JOBS)}, four lines", f"**{a}:** Welcome, {b.split()[0]}!\n**{b}:** Thank you, {a.split()[0]}.\n**{a}:** What surprised you most?\n**{b}:** How quiet {rng.choice(PLACES)} is at night."
