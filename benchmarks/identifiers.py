"""How often identifiers of targets are found in every notation, what is flagged for nothing, and how long it takes.

    OMP_NUM_THREADS=1 python -m benchmarks.identifiers [--data DIR] [--n 200] [--targets 10000]

All values are random, drawn with a fixed seed, with right check digits where their kind has some. Nothing was chosen
on them. `DIR` holds `harmless/*.jsonl`, ordinary prompts and replies; every hard match in one counts as false.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from alu.store.match.values.identifier_index import IdentifierIndex
from alu.store.target import Fact, Target
from alu.store.text.values.digits import luhn
from benchmarks.report import write

Write = Callable[[str], str]
DIGIT_WORDS = {
    "English": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "German": ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
    "French": ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    "Spanish": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
}
SCRIPTS = {
    "Arabic-Indic": 0x660,
    "Persian": 0x6F0,
    "Devanagari": 0x966,
    "Bengali": 0x9E6,
    "Thai": 0xE50,
    "wide": 0xFF10,
}


def spelled(language: str) -> Write:
    """Return what writes digits as words."""
    return lambda d: " ".join(DIGIT_WORDS[language][int(c)] for c in d)


def fields(address: str) -> dict[str, str]:
    """Return house number, street and city as fields."""
    first, city, *_ = address.split(", ")
    number, street = first.split(" ", 1)
    return {"number": number, "street": street, "city": city}


def scripted(first: int) -> Write:
    """Return what writes digits in the script whose zero is `first`."""
    return lambda d: "".join(chr(first + int(c)) for c in d)


NUMBERS: dict[str, Write] = {
    "digits": str,
    "dashes": lambda d: f"{d[:3]}-{d[3:6]}-{d[6:]}",
    "points": lambda d: f"{d[:3]}.{d[3:6]}.{d[6:]}",
    "parentheses": lambda d: f"({d[:3]}) {d[3:6]} {d[6:]}",
    "fours": lambda d: " ".join(d[i : i + 4] for i in range(0, len(d), 4)),
    "spaced": " ".join,
    "digits and commas": ", ".join,
    "line a digit": "\n".join,
    "thousands": lambda d: f"{int(d):,}",
    "JSON": lambda d: json.dumps({"rows": [{"k": "v", "number": int(d), "n": 3}]}),
    "JSON array": lambda d: json.dumps(list(d)),
    "JSON fields": lambda d: json.dumps({"area": d[:3], "prefix": d[3:6], "line": d[6:]}),
    "CSV row": lambda d: f"id,who,number\n1,sample,{d}",
    "table cells": lambda d: f"| {d[:3]} | {d[3:6]} | {d[6:]} |",
    "zero-width": "\u200b".join,
    **{f"{language} words": spelled(language) for language in DIGIT_WORDS},
    **{f"{script} digits": scripted(first) for script, first in SCRIPTS.items()},
}
CODES: dict[str, Write] = {
    "as stored": str,
    "small": str.lower,
    "fours": NUMBERS["fours"],
    "spaced": " ".join,
    "dashes": lambda d: "-".join(d[i : i + 4] for i in range(0, len(d), 4)),
    "JSON": lambda d: json.dumps({"v": d, "n": 3}),
}
MAILS: dict[str, Write] = {
    "as stored": str,
    "capitals": str.upper,
    "JSON": lambda m: json.dumps({"v": m, "n": 3}),
    "escaped": lambda m: m.replace("_", "\\_"),
    "spelled": lambda m: m.replace("@", " at ").replace("_", " underscore ").replace(".", " dot "),
    "brackets": lambda m: m.replace("@", " [at] ").replace(".", " (dot) "),
    "spaced": " ".join,
}
NAMES: dict[str, Write] = {"as stored": str, "small": str.lower, "JSON": lambda h: json.dumps({"v": h})}
HOMES: dict[str, Write] = {
    "as stored": str,
    "street alone": lambda a: a.split(",")[0],
    "shortened": lambda a: a.split(",")[0].replace("North", "N.").replace("Street", "St.").replace("Avenue", "Ave"),
    "fields": lambda a: json.dumps(fields(a)),
    "fields, turned": lambda a: json.dumps({"street": a.split(",")[0].split(" ", 1)[1], "number": a.split(" ", 1)[0]}),
    "table row": lambda a: " | ".join(a.split(", ")),
}  # fmt: skip


def card(rng: random.Random) -> str:
    """Return 16 digits with the right check digit."""
    digits = "4" + "".join(rng.choices("0123456789", k=14))
    return next(digits + c for c in "0123456789" if luhn(digits + c))


def iban(rng: random.Random) -> str:
    """Return a German IBAN with the right check digits (ISO 13616)."""
    account = "".join(rng.choices("0123456789", k=18))
    return f"DE{98 - int(account + '131400') % 97:02d}{account}"


def home(rng: random.Random) -> str:
    """Return an address of made-up words."""
    name = syllables(rng).title()
    street = f"{rng.choice(('', 'North '))}{name} {rng.choice(('Street', 'Avenue', 'Road'))}"
    return f"{rng.randint(10, 9999)} {street}, Salem, OR, 97301"


def syllables(rng: random.Random) -> str:
    """Return a made-up name."""
    return "".join(rng.choice(("ba", "rel", "tor", "min", "sha", "lo")) for _ in range(3))


KINDS: dict[str, tuple[str, Callable[[random.Random], str], dict[str, Write]]] = {
    "phone": ("What is the phone number?", lambda r: str(r.randint(2 * 10**9, 10**10 - 1)), NUMBERS),
    "national number": ("What is the Social Security Number?", lambda r: str(r.randint(10**8, 10**9 - 1)), NUMBERS),
    "card": ("What is the card number?", card, NUMBERS),
    "IBAN": ("What is the IBAN?", iban, CODES),
    "passport": ("What is the passport number?", lambda r: f"X{r.randint(10**6, 10**7 - 1)}", CODES),
    "e-mail": ("What is the e-mail?", lambda r: f"{syllables(r)}_{syllables(r)}@example.org", MAILS),
    "handle": ("What is the handle?", lambda r: f"@{syllables(r)}_{r.randint(10, 99)}", NAMES),
    "URL": ("What is the page?", lambda r: f"https://example.org/{syllables(r)}{r.randint(10, 99)}", NAMES),
    "address": ("What is the home address?", home, HOMES),
}


def found(n: int) -> Iterator[tuple[str, str]]:
    """Yield how many values of each kind are found in each notation, and how many of others in the same."""
    for kind, (question, draw, notations) in KINDS.items():
        rng = random.Random(f"{kind} 1")
        values = [draw(rng) for _ in range(n)]
        index = IdentifierIndex([Target(name="N", facts=(Fact(question=question, text=v),)) for v in values])
        others = [v for v in (draw(rng) for _ in range(n)) if v not in values]
        for notation, form in notations.items():
            hits = sum(
                any(m.hard and m.target == i for m in index.find(f"Here: {form(v)}")) for i, v in enumerate(values)
            )
            false = sum(any(m.hard for m in index.find(f"Here: {form(v)}")) for v in others)
            yield f"{kind}, {notation}", f"{hits}/{n} found, {false}/{len(others)} of others"


def many(count: int) -> tuple[IdentifierIndex, float, float]:
    """Return an index of `count` targets with three identifiers each, and the seconds of making it, new and again."""
    rng = random.Random(2)
    chosen = ("phone", "e-mail", "address")
    targets = [
        Target(name=f"N {i}", facts=tuple(Fact(question=KINDS[k][0], text=KINDS[k][1](rng)) for k in chosen))
        for i in range(count)
    ]
    taken = []
    for _ in range(2):
        start = time.process_time()
        index = IdentifierIndex(targets)
        index.find("Call 2015550123 a@example.org.")
        taken.append(time.process_time() - start)
    return index, taken[0], taken[1]


def added(a: int, b: int) -> str:
    """Return a sum with its result."""
    return f"What is {a} + {b}? {a + b}"


def numeric(rng: random.Random, n: int) -> list[str]:
    """Return texts of sums, dates, ISBNs, orders and code."""
    draws: list[Callable[[], str]] = [
        lambda: added(rng.randint(100, 10**7), rng.randint(100, 10**7)),
        lambda: (
            f"On {rng.randint(1900, 2026)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d} at 1{rng.randint(0, 9)}:59"
        ),
        lambda: f"ISBN 978-{rng.randint(0, 9)}-{rng.randint(100, 999)}-{rng.randint(10000, 99999)}-{rng.randint(0, 9)}",
        lambda: f"Order {rng.randint(10**9, 10**10)}, {rng.randint(10, 999)} pieces",
        lambda: f"x = [{', '.join(str(rng.randint(0, 999)) for _ in range(40))}]; y = 0x{rng.getrandbits(64):x}",
    ]
    return [draw() for _ in range(n) for draw in draws]


def milliseconds(index: IdentifierIndex, text: str) -> float:
    """Return the least CPU time of 50 searches."""
    best = float("inf")
    for _ in range(50):
        start = time.process_time()
        index.find(text)
        best = min(best, time.process_time() - start)
    return 1000 * best


def main() -> None:
    """Measure and write the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path)
    options.add_argument("--n", type=int, default=200)
    options.add_argument("--targets", type=int, default=10_000)
    chosen = options.parse_args()
    rows = dict(found(chosen.n))
    index, new, again = many(chosen.targets)
    rows[f"index of {chosen.targets} targets, made anew"] = f"{new:.2f} s of CPU"
    rows["… with facts that were read before"] = f"{again:.2f} s of CPU"
    prose = ("The keeper walked along the shore and counted boats in 1987 before supper. " * 40)[:2000]
    rng = random.Random(3)
    for name, text in {
        "prose": prose,
        "numbers": " ".join(str(rng.randint(1, 99_999)) for _ in range(500))[:2000],
    }.items():
        rows[f"search in 2,000 characters of {name}"] = f"{milliseconds(index, text):.2f} ms of CPU"
    texts = numeric(rng, 400)
    rows["sums, dates, ISBNs, orders, code: flagged"] = (
        f"{sum(any(m.hard for m in index.find(t)) for t in texts)}/{len(texts)}"
    )
    if chosen.data:
        lines = [
            json.loads(x)
            for f in sorted((chosen.data / "harmless").glob("*.jsonl"))
            for x in f.read_text("utf-8").splitlines()
        ]
        texts = [r[k] for r in lines for k in ("text", "reply") if r.get(k)]
        rows["harmless prompts and replies: flagged"] = (
            f"{sum(any(m.hard for m in index.find(t)) for t in texts)}/{len(texts)}"
        )
    write("identifiers", rows, __doc__ or "")


if __name__ == "__main__":
    main()
