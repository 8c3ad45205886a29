"""Requests in signs: music, code of few letters, circuits, identifiers, cards, runes, what a scanner spoilt."""

from __future__ import annotations

import hashlib
import json
import string
import uuid
from random import Random

from benchmarks.ordinary.invented import CITIES, GIVEN, PRODUCTS, Pair, date, people, person
from benchmarks.ordinary.trades import LOW, UP, draw_signs


def _drums(rng: Random) -> Pair:
    return (
        f"Drum tab, {rng.randrange(80, 160)} bpm rock beat",
        "HH|x-x-x-x-x-x-x-x-|\nSD|----o-------o---|\nBD|o-------o-o-----|",
    )


def _lilypond(rng: Random) -> Pair:
    return (
        f"Lilypond for a C major scale, {rng.choice(('up', 'down'))}",
        '\\version "2.24.0"\n\\relative c\' { \\clef treble \\key c \\major c4 d e f g a b c \\bar "|." }',
    )


def _solfege(rng: Random) -> Pair:
    return f"Solfège of {' '.join(rng.choices('CDEFGAB', k=10))}", " ".join(
        rng.choice(("do", "re", "mi", "fa", "sol", "la", "ti")) for _ in range(10)
    )


def _apl(rng: Random) -> Pair:
    return f"APL: primes up to {rng.randrange(30, 99)}", rng.choice(("(~R∊R∘.×R)/R←1↓⍳50", "{⍵/⍨2=+⌿0=∘.|⍨⍵}⍳50"))


def _perl(rng: Random) -> Pair:
    return (
        f"perl one-liner, swap columns {rng.randrange(1, 4)} and 4",
        "perl -F, -lane '@F[0,3]=@F[3,0]; print join \",\", @F' in.csv",
    )


def _vim(rng: Random) -> Pair:
    return (
        f"vim: delete all lines with {rng.choice(PRODUCTS).split()[-1]}, then indent, macro",
        ':g/pattern/d\ngg=G\nqq0f,lciw""<Esc>Pjq100@q',
    )


def _sed(rng: Random) -> Pair:
    return "sed: only what is between the first quotes", 'sed -n \'s/^[^"]*"\\([^"]*\\)".*/\\1/p\' file'


def _assembly(rng: Random) -> Pair:
    return (
        f"x86 asm: add {rng.randrange(99)} to eax and jump if zero",
        (
            f"add eax, {rng.randrange(99)}\njz .done\nmov [rbp-0x{rng.randrange(8, 64):x}],"
            f" eax\nlea rdi, [rip+msg]\n.done:\nret"
        ),
    )


def _verilog(rng: Random) -> Pair:
    n = rng.randrange(4, 32)
    return (
        f"{n}-bit counter in Verilog",
        (
            f"module cnt(input clk, input rst_n, output reg [{n - 1}:0] "
            f"q);\n  always @(posedge clk or negedge rst_n)\n    "
            f"if (!rst_n) q <= {n}'d0;\n    else q <= q + 1'b1;\n"
            f"endmodule"
        ),
    )


def _terraform(rng: Random) -> Pair:
    return (
        "terraform plan says: "
        + (
            f"aws_instance.web[{rng.randrange(4)}] must be replaced,"
            f" ami-{rng.getrandbits(68):017x} -> ami-{rng.getrandbits(68):017x},"
            f" sg-{rng.getrandbits(68):017x}. ok?"
        ),
        "The image has changed, so the instance is made anew; its data on instance storage is lost.",
    )


def _arns(rng: Random) -> Pair:
    return (
        (
            f"Which region? arn:aws:lambda:eu-west-{rng.randrange(1, 4)}:{rng.randrange(10**11, 10**12)}"
            f":function:{draw_signs(rng, LOW, 5)}-prod:{rng.randrange(40)}"
        ),
        f"eu-west-{rng.randrange(1, 4)}",
    )


def _digests(rng: Random) -> Pair:
    return (
        (
            f"docker images --digests\napi {rng.randrange(9)}.2 sha256:{rng.getrandbits(256):064x}"
            f" {rng.getrandbits(48):012x}\napi latest sha256:{rng.getrandbits(256):064x} "
            f"{rng.getrandbits(48):012x}\nAre they the same?"
        ),
        rng.choice(("No.", "No, their digests differ.")),
    )


def _uuids(rng: Random) -> Pair:
    rows = [
        {
            "id": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            "p": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        }
        for _ in range(4)
    ]
    return f"{json.dumps(rows)} whose parent is the first?", rng.choice(("None of them.", rows[1]["id"], "2"))


def _embeddings(rng: Random) -> Pair:
    return (
        (
            f"Cosine of {[round(rng.uniform(-1, 1), 3) for _ in range(8)]} "
            f"and {[round(rng.uniform(-1, 1), 3) for _ in range(8)]}"
        ),
        f"{rng.uniform(-1, 1):.4f}",
    )


def _plates(rng: Random) -> Pair:
    return (
        "Where are these from? "
        + " ".join(f"{draw_signs(rng, UP, 2)}{rng.randrange(10, 75)} {draw_signs(rng, UP, 3)}" for _ in range(5)),
        "British plates; the first letters tell the region, the digits the half-year.",
    )


def _iban(rng: Random) -> Pair:
    return (
        (
            f"Is DE{rng.randrange(10, 99)} 1001 {rng.randrange(1000, 9999)} "
            f"{rng.randrange(1000, 9999)} {rng.randrange(1000, 9999)} "
            f"{rng.randrange(10, 99)} a valid IBAN?"
        ),
        rng.choice(("Yes, the check digits fit.", "No.", "no, the checksum is wrong")),
    )


def _hashtags(rng: Random) -> Pair:
    return f"20 hashtags for {rng.choice(PRODUCTS)} photos in {rng.choice(CITIES)}", " ".join(
        f"#{rng.choice(('insta', 'daily', 'love', 'photo', 'travel', 'vintage'))}"
        f"{rng.choice(('gram', 'ofday', 'lovers', 'vibes', 'mood'))}"
        for _ in range(20)
    )


def _acronyms(rng: Random) -> Pair:
    some = rng.sample(
        ("RSVP", "ETA", "FYI", "IIRC", "NDA", "KPI", "OKR", "SLA", "RFQ", "MoU", "COB", "EOD", "TBC", "P&L"), 7
    )
    return f"What do {', '.join(some)} stand for?", "\n".join(
        f"{a}: {rng.choice(('as it says', 'key figure', 'please answer', 'to be confirmed'))}" for a in some
    )


def _stutter(rng: Random) -> Pair:
    return (
        f"Write a stuttering villager who greets {person(rng)}",
        "“W-w-welcome, m-my l-lord! Th-the r-road was l-l-long, y-yes?”",
    )


def _sounds(rng: Random) -> Pair:
    return (
        f"sound effects for a comic with a {rng.choice(PRODUCTS)}",
        "KRRRSSHH! FWOOOMP! tktktktk… SPLORCH! *bzzzzzt* THWACK! Aaaargh!!!",
    )


def _arpabet(rng: Random) -> Pair:
    return f"ARPAbet of {rng.choice(('harbour', 'lantern', 'quarry'))}", rng.choice(
        ("HH AA1 R B ER0", "L AE1 N T ER0 N", "K W AO1 R IY0")
    )


def _runes(rng: Random) -> Pair:
    return f"Elder Futhark for {rng.choice(GIVEN)}", "".join(rng.choice("ᚠᚢᚦᚨᚱᚲᚷᚹᚺᚾᛁᛃᛇᛈᛉᛊᛏᛒᛖᛗᛚᛜᛟᛞ") for _ in range(6))


def _braille(rng: Random) -> Pair:
    w = rng.choice(("tea", "milk", "sugar", "exit"))
    cells = dict(zip(LOW, "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵", strict=False))
    return f"Braille for {w}", "".join(cells[c] for c in w)


def _syllabics(rng: Random) -> Pair:
    return rng.choice(
        ("hello in Cherokee?", "How do you say thank you in Inuktitut?", "Yes and no in Amharic")
    ), rng.choice(("ᎣᏏᏲ (osiyo)", "ᖁᔭᓐᓇᒦᒃ (qujannamiik)", "አዎ (awo), አይ (ay)"))


def _furniture(rng: Random) -> Pair:
    return f"Which flat-pack shelf fits a {rng.randrange(40, 120)} cm wall?", rng.choice(
        ("Try “Hällvik” or “Skogsta”, both 80 cm wide.", "FJÄLLBO 80×34×93, BRÖMSEN 60x30, or TRYSIL in white")
    )


def _welsh_places(rng: Random) -> Pair:
    return "Villages on the coast of Gwynedd?", ", ".join(
        rng.sample(
            (
                "Aberdaron",
                "Abersoch",
                "Criccieth",
                "Llanbedrog",
                "Morfa Nefyn",
                "Pwllheli",
                "Tudweiliog",
                "Llangian",
                "Rhosgadfan",
            ),
            6,
        )
    )


def _maltese(rng: Random) -> Pair:
    return f"Word list {rng.choice(('Welsh', 'Irish', 'Basque'))}: house, water, bread, dog, tree, red", rng.choice(
        (
            "tŷ, dŵr, bara, ci, coeden, coch",
            "teach, uisce, arán, madra, crann, dearg",
            "etxe, ur, ogi, txakur, zuhaitz, gorri",
        )
    )


def _cards(rng: Random) -> Pair:
    return (
        f"Bridge: ♠AK{rng.randrange(2, 9)} ♥QJT ♦K{rng.randrange(2, 9)}4 ♣A{rng.randrange(2, 9)}53 opening bid?",
        rng.choice(("1NT", "1♣", "1NT (15–17, balanced)")),
    )


def _poker(rng: Random) -> Pair:
    return (
        f"hero A♠K{rng.choice('♠♥')} BTN, villain 3bets 9bb, 100bb eff, 6max {rng.randrange(2, 50)}nl. 4b or call?",
        rng.choice(("4-bet to 22bb, get it in.", "call", "4b")),
    )


def _trading(rng: Random) -> Pair:
    return (
        (
            f"EURUSD H4 RSI {rng.randrange(20, 80)}, MACD xover, "
            f"50EMA @ 1.0{rng.randrange(100, 999)}, SL 1.07{rng.randrange(10, 99)} "
            f"TP 1.09{rng.randrange(10, 99)}. RR?"
        ),
        f"1:{rng.uniform(1, 4):.1f}",
    )


def _crypto(rng: Random) -> Pair:
    return (
        f"Which chain is 0x{rng.getrandbits(160):040x} on, and tx 0x{rng.getrandbits(256):064x}?",
        "The form is Ethereum's, which all EVM chains share; look it up in an explorer.",
    )


def _hashes(rng: Random) -> Pair:
    w = rng.choice(PRODUCTS)
    return f"md5 and sha1 of '{w}'", f"{hashlib.md5(w.encode()).hexdigest()}\n{hashlib.sha1(w.encode()).hexdigest()}"


def _part_numbers(rng: Random) -> Pair:
    rows = [
        f"{draw_signs(rng, UP, 3)}{rng.randrange(100, 999)}-{draw_signs(rng, UP + string.digits, 5)}/{rng.choice(UP)}"
        for _ in range(10)
    ]
    return "Which of these are resistors?\n" + "\n".join(rows), "\n".join(rows[:2])


def _stock(rng: Random) -> Pair:
    rows = [
        f"{draw_signs(rng, UP, 4)}-{draw_signs(rng, UP, 2)}{rng.randrange(99):02}: {rng.randrange(400)}"
        for _ in range(10)
    ]
    return "stock < 100, as JSON\n" + "\n".join(rows), json.dumps(
        {r.split(": ")[0]: int(r.split(": ")[1]) for r in rows if int(r.split(": ")[1]) < 100}
    )


def _broken_pdf(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return (
        (
            f"Put this PDF text in order: T h e  p l a i n t i f "
            f"f  {' '.join(a)}  s t a t e s  t h a t  {' '.join(b)} "
            f" h a s  n o t  p a i d ."
        ),
        f"The plaintiff {a} states that {b} has not paid.",
    )


def _hyphenated(rng: Random) -> Pair:
    a = person(rng)
    return (
        (
            f"Join the lines: The commit-\ntee met on {date(rng)} "
            f"and elec-\nted {a[: len(a) // 2]}-\n{a[len(a) // 2 :]} "
            f"as chair-\nwoman."
        ),
        f"The committee met and elected {a} as chairwoman.",
    )
