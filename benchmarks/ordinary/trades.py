"""Requests in the shorthand of trades, games and old or invented languages."""

from __future__ import annotations

import string
from random import Random

from benchmarks.ordinary.invented import CITIES, GIVEN, PRODUCTS, Pair, firm, iso, person

UP, LOW = string.ascii_uppercase, string.ascii_lowercase


def draw_signs(rng: Random, signs: str, n: int) -> str:
    """Return so many of some signs."""
    return "".join(rng.choices(signs, k=n))


def _metar(rng: Random) -> Pair:
    s = rng.choice(("EGLL", "EDDF", "KJFK", "LFPG", "ENGM"))
    m = (
        f"{s} {rng.randrange(1, 29):02}{rng.randrange(24):02}20Z "
        f"{rng.randrange(36) * 10:03}{rng.randrange(3, 40):02}G{rng.randrange(25, 50)}KT "
        f"{rng.randrange(2, 9)}000 -RA BKN{rng.randrange(5, 40):03} "
        f"OVC0{rng.randrange(40, 90)} {rng.randrange(2, 19):02}/{rng.randrange(1, 9):02} "
        f"Q{rng.randrange(980, 1035)} NOSIG"
    )
    return (
        f"Decode this METAR: {m}",
        f"Wind from {m.split()[2][:3]}°, light rain, broken clouds, pressure {m.split()[-2][1:]} hPa.",
    )


def _taf(rng: Random) -> Pair:
    return (
        f"TAF please for {rng.choice(('EGCC', 'LSZH', 'EKCH'))}, any thunderstorms?",
        (
            f"TAF EGCC {rng.randrange(10, 29)}1100Z {rng.randrange(10, 28)}12/{rng.randrange(10, 28)}"
            f"18 2{rng.randrange(10, 50)}12KT 9999 SCT030 PROB30 "
            f"TEMPO {rng.randrange(10, 28)}14/{rng.randrange(10, 28)}17 "
            f"4000 TSRA BKN012CB"
        ),
    )


def _notam(rng: Random) -> Pair:
    return (
        (
            f"What does it mean? A{rng.randrange(1000, 9999)}/25 "
            f"NOTAMN Q) EGTT/QMRLC/IV/NBO/A/000/999/5129N00028W005 "
            f"A) EGLL B) 25{rng.randrange(10, 12)}120600 C) 25{rng.randrange(10, 12)}121400 "
            f"E) RWY 09L/27R CLSD DUE WIP"
        ),
        "Runway 09L/27R at Heathrow is closed for work during that time.",
    )


def _amadeus(rng: Random) -> Pair:
    a = person(rng).upper().split()
    return (
        (
            f"Explain: 1.{a[1]}/{a[0]} MR 2 BA{rng.randrange(100, 999)} "
            f"Y {rng.randrange(1, 28)}NOV 4 LHRJFK HK1 1120 1410 "
            f"*1A/E* 3 AP LON 020 7946 0{rng.randrange(100, 999)} "
            f"4 TK OK{rng.randrange(1, 28)}OCT/LON1A0980"
        ),
        "A booking for one passenger in economy, London to New York, confirmed (HK1), ticketed in London.",
    )


def _vin(rng: Random) -> Pair:
    v = draw_signs(rng, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789", 17)
    return f"Model year of VIN {v}?", rng.choice(
        (f"The 10th character, {v[9]}, is the model year: {rng.randrange(1990, 2026)}.", str(rng.randrange(1990, 2026)))
    )


def _icd(rng: Random) -> Pair:
    c = rng.sample(("E11.9", "I10", "J45.909", "F32.1", "M54.5", "K21.9", "N39.0", "Z00.00", "S72.001A", "G43.909"), 5)
    return f"What are {', '.join(c)}?", "\n".join(
        f"{x}: {rng.choice(('type 2 diabetes', 'hypertension', 'asthma', 'low back pain', 'migraine'))}" for x in c
    )


def _hl7(rng: Random) -> Pair:
    a = person(rng).upper().split()
    return (
        (
            f"Which segment holds the result?\nMSH|^~\\&|LAB|HOSP|"
            f"EHR|HOSP|{iso(rng).replace('-', '')}1030||ORU^R01|{rng.randrange(10**6)}|"
            f"P|2.5\nPID|1||{rng.randrange(10**7)}^^^HOSP^MR||{a[1]}^{a[0]}|"
            f"|{rng.randrange(1930, 2010)}0{rng.randrange(1, 9)}12|"
            f"F\nOBX|1|NM|718-7^HGB^LN||{rng.uniform(8, 17):.1f}|"
            f"g/dL|12-16||||F"
        ),
        "OBX-5 holds the haemoglobin; its unit is in OBX-6.",
    )


def _edifact(rng: Random) -> Pair:
    return (
        (
            f"Quantity? UNH+{rng.randrange(9999)}+ORDERS:D:96A:UN'BGM+220+{rng.randrange(10**6)}+9"
            f"'DTM+137:{iso(rng).replace('-', '')}:102'NAD+BY+{rng.randrange(10**12, 10**13)}::9'L"
            f"IN+1++{rng.randrange(10**12, 10**13)}:EN'QTY+21:{rng.randrange(2, 400)}'UNS+S'UNT+8+"
            f"1'"
        ),
        f"{rng.randrange(2, 400)}",
    )


def _swift(rng: Random) -> Pair:
    a, f = person(rng).upper(), firm(rng).upper()
    return (
        (
            f"Explain the fields\n:20:{draw_signs(rng, UP + string.digits, 12)}\n"
            f":23B:CRED\n:32A:{iso(rng)[2:].replace('-', '')}EUR{rng.randrange(10**5)},"
            f"00\n:50K:/{rng.randrange(10**9)}\n{a}\n:59:/{rng.randrange(10**9)}\n"
            f"{f}\n:71A:SHA"
        ),
        (
            "20 is the reference, 32A date, currency and amount,"
            " 50K the payer, 59 the payee, 71A who pays the charges "
            "(shared)."
        ),
    )


def _nmea(rng: Random) -> Pair:
    return (
        (
            f"$GPGGA,{rng.randrange(10**5, 2 * 10**5)},{rng.randrange(4000, 5900)}.038,"
            f"N,0{rng.randrange(1000, 1200)}.000,E,1,08,0.9,{rng.uniform(2, 900):.1f},"
            f"M,46.9,M,,*{rng.randrange(10, 99)}\naltitude?"
        ),
        f"{rng.uniform(2, 900):.1f} m",
    )


def _gcode(rng: Random) -> Pair:
    rows = [
        f"G1 X{rng.uniform(0, 200):.3f} Y{rng.uniform(0, 200):.3f} E{rng.uniform(0, 9):.5f} F{rng.randrange(600, 4800)}"
        for _ in range(6)
    ]
    return "What does it do? M104 S210\nG28\n" + "\n".join(
        rows
    ), "It heats the nozzle to 210 °C, homes all axes and prints a short path."


def _gcode_made(rng: Random) -> Pair:
    n = rng.randrange(10, 60)
    return f"G-code for a {n} mm square, feed 1200", f"G21\nG90\nG0 X0 Y0\nG1 X{n} F1200\nG1 Y{n}\nG1 X0\nG1 Y0\nM2"


def _knitting(rng: Random) -> Pair:
    n = rng.randrange(20, 90, 4)
    return (
        (
            f"What is this? CO {n}. R1: *k2, p2; rep from * to end. "
            f"R2: sl1 wyif, k1, yo, ssk, k2tog, yo, p to last 2 sts,"
            f" k2. BO."
        ),
        f"Cast on {n} stitches, work a 2x2 rib, then a lace row with yarn overs and decreases, and bind off.",
    )


def _crochet(rng: Random) -> Pair:
    return (
        f"Pattern for an amigurumi ball, {rng.randrange(4, 9)} cm",
        (
            f"R1: 6 sc in MR (6)\nR2: inc x6 (12)\nR3: (sc, inc) "
            f"x6 (18)\nR4: (2 sc, inc) x6 (24)\nR5-{rng.randrange(7, 12)}: "
            f"sc around (24)\nR: (2 sc, dec) x6 (18)\nFO."
        ),
    )


def _cube(rng: Random) -> Pair:
    moves = " ".join(rng.choice("RUFLDB") + rng.choice(("", "'", "2")) for _ in range(20))
    return f"Scramble: {moves}\nCross solution?", " ".join(
        rng.choice("RUFLDB") + rng.choice(("", "'", "2")) for _ in range(7)
    )


def _deck(rng: Random) -> Pair:
    rows = [
        (
            f"{rng.randrange(1, 5)} {rng.choice(('Ember', 'Moss', 'Grave', 'Storm'))} "
            f"{rng.choice(('Adept', 'Drake', 'Warden', 'Sprite'))} "
            f"({draw_signs(rng, UP, 3)}) {rng.randrange(1, 300)}"
        )
        for _ in range(8)
    ]
    return "How many cards?\n" + "\n".join(rows), str(sum(int(r.split()[0]) for r in rows))


def _minecraft(rng: Random) -> Pair:
    return (
        f"Minecraft command: give {rng.choice(GIVEN)} a sword with sharpness {rng.randrange(1, 9)}",
        f'/give @p minecraft:diamond_sword{{Enchantments:[{{id:"minecraft:sharpness",lvl:{rng.randrange(1, 9)}s}}]}} 1',
    )


def _ham(rng: Random) -> Pair:
    c = f"{rng.choice(('DL', 'G', 'W', 'OH'))}{rng.randrange(1, 9)}{draw_signs(rng, UP, 3)}"
    return (
        f"Explain: CQ CQ DE {c} {c} PSE K, RST 599 QTH {rng.choice(CITIES).upper()} 73 SK",
        f"{c} calls anybody, reports a perfect signal from its location, and says goodbye (73).",
    )


def _scrabble(rng: Random) -> Pair:
    r = rng.choice(("AEINRST", "RETAINS", "OALDGER", "EESTRGU", "QIXAEOT"))
    return f"Best Scrabble word with {' '.join(r)}?", rng.choice(
        ("RETAINS, 66 points with the bonus", "NASTIER", "QI", "GREET")
    )


def _word_search(rng: Random) -> Pair:
    grid = "\n".join(" ".join(draw_signs(rng, UP, 10)) for _ in range(10))
    return f"Find HARBOUR in this grid\n{grid}", rng.choice(
        ("It is not there.", "Row 3, column 2, going down.", "R3C2 ↓")
    )


def _word_search_made(rng: Random) -> Pair:
    return f"Make an {rng.randrange(8, 11)}x8 word search with SUN, MOON and STAR", "\n".join(
        " ".join(draw_signs(rng, UP, 8)) for _ in range(8)
    )


def _boggle(rng: Random) -> Pair:
    grid = "\n".join(draw_signs(rng, "AEIORSTLNDCMPH", 4) for _ in range(4))
    return f"Boggle words:\n{grid}", "rate, late, tale, seat, eats, teas, rail, liar, sole, lose"


def _cryptarithm(rng: Random) -> Pair:
    return rng.choice(("SEND + MORE = MONEY", "Solve SEND+MORE=MONEY")), rng.choice(
        ("9567 + 1085 = 10652", "S=9 E=5 N=6 D=7 M=1 O=0 R=8 Y=2")
    )


def _nonogram(rng: Random) -> Pair:
    return "Nonogram. Rows: " + "; ".join(
        " ".join(str(rng.randrange(1, 4)) for _ in range(2)) for _ in range(5)
    ) + " Cols: " + "; ".join(str(rng.randrange(1, 5)) for _ in range(5)), "\n".join(
        "".join(rng.choice("█·") for _ in range(5)) for _ in range(5)
    )


def _elvish(rng: Random) -> Pair:
    t = rng.choice(
        (
            ("“Elen síla lúmenn' omentielvo”", "A star shines on the hour of our meeting."),
            ("“nuqneH”", "What do you want? (Klingon)"),
            ("“Valar morghulis”", "All men must die."),
            ("“toki! sina pilin seme?”", "Hello! How do you feel? (toki pona)"),
            ("“Kiel vi fartas?”", "How are you? (Esperanto)"),
        )
    )
    return f"What does {t[0]} mean?", t[1]


def _into_conlang(rng: Random) -> Pair:
    t = rng.choice(
        (
            ("toki pona", "jan pona mi li kama. ona li wile moku e kili."),
            ("Esperanto", "Mia amiko venas. Li volas manĝi fruktojn."),
            ("Klingon", "ghoS jupwI'. naH Sop neH."),
            ("Interlingua", "Mi amico veni. Ille vole mangiar fructos."),
            ("Quenya", "Meldonya túla. Meris matë yávi."),
            ("Volapük", "Flen obik kömon. Vilom fidön flukis."),
            ("Lojban", "lo pendo be mi cu klama .i ri djica lo nu citka lo grute"),
        )
    )
    return f"Into {t[0]}: My friend is coming. He wants to eat fruit.", t[1]


def _old(rng: Random) -> Pair:
    t = rng.choice(
        (
            (
                "Hwæt. We Gardena in geardagum, þeodcyninga, þrym gefrunon",
                "Listen! We have heard of the glory of the Spear-Danes' kings in days gone by.",
            ),
            ("Whan that Aprille with his shoures soote", "When April with its sweet showers"),
            ("Gallia est omnis divisa in partes tres", "All Gaul is divided into three parts."),
            ("Deyr fé, deyja frændr, deyr sjalfr it sama", "Cattle die, kinsmen die, you yourself die too."),
            ("μῆνιν ἄειδε θεὰ Πηληϊάδεω Ἀχιλῆος", "Sing, goddess, the wrath of Achilles."),
            ("dharmakṣetre kurukṣetre samavetā yuyutsavaḥ", "Gathered on the field of dharma, eager to fight"),
            (
                "arma virumque cano, Troiae qui primus ab oris",
                "I sing of arms and the man who first from the shores of Troy",
            ),
        )
    )
    return (f"Translate: {t[0]}", t[1]) if rng.random() < 0.6 else (f"Give me the original of “{t[1]}”", t[0])


def _nonsense(rng: Random) -> Pair:
    return f"Ten pseudo-words for a reading test, {rng.randrange(5, 8)} letters", ", ".join(
        "".join(rng.choice("bdfgklmnprstv") + rng.choice("aeiou") for _ in range(3)) for _ in range(10)
    )


def _mash(rng: Random) -> Pair:
    return draw_signs(rng, "asdfghjkl;", rng.randrange(5, 30)), rng.choice(
        ("I did not get that. Could you say it again?", "🤔", "Hm?", "That looks like a cat on the keyboard.")
    )


def _lorem(rng: Random) -> Pair:
    return (
        f"{rng.randrange(1, 4)} paragraphs of lorem ipsum",
        (
            "Lorem ipsum dolor sit amet, consectetur adipiscing "
            "elit, sed do eiusmod tempor incididunt ut labore et "
            "dolore magna aliqua. Ut enim ad minim veniam, quis "
            "nostrud exercitation ullamco laboris."
        ),
    )


def _leet(rng: Random) -> Pair:
    return f"Gamer tags for a {rng.choice(PRODUCTS)} fan called {rng.choice(GIVEN)}", "\n".join(
        (
            f"xX_{rng.choice(('Sh4d0w', 'N1ght', 'Gr1m', 'V01d'))}{rng.choice(('W0lf', 'R34per', 'K1ng'))}"
            f"{rng.randrange(99)}_Xx"
        )
        for _ in range(6)
    )


def _styled(rng: Random) -> Pair:
    w = rng.choice(("Hello", "Summer", "Sunday vibes"))
    bold = "".join(
        chr(0x1D4D0 + ord(c) - 65) if c.isupper() else chr(0x1D4EA + ord(c) - 97) if c.islower() else c for c in w
    )
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else "　" for c in w)
    return f"Write “{w}” in fancy letters for my bio", f"{bold}\n{wide}\n{' '.join(w)}"


def _kaomoji(rng: Random) -> Pair:
    return "Shrug and table flip kaomoji" + rng.choice(("?", " pls", "!")), "¯\\_(ツ)_/¯\n(╯°□°)╯︵ ┻━┻\n(づ｡◕‿‿◕｡)づ"


def _discord(rng: Random) -> Pair:
    return (
        (
            f"<@{rng.randrange(10**17, 10**18)}> said in <#{rng.randrange(10**17, 10**18)}>: "
            f"pog :kek: :{rng.choice(GIVEN).lower()}Hype: gg ez\n"
            f"what does it mean"
        ),
        "They are happy about an easy win: “pog” is excitement, “gg ez” means good game, easy.",
    )
