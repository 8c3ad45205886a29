"""Requests about figures and notations, as people send them every day, with right answers: columns, keys, dumps, games.

Few of their characters are in words, and none of them is about anybody: they are what a rule against codes holds first.
Everything is drawn at random; `pairs` is read by `benchmarks.opacity`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import string
import uuid
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from statistics import mean, median

__all__ = ["KINDS", "pairs"]

Kind = Callable[[Random], tuple[str, str]]
SEPARATORS = ("\n", " ", ", ", "; ", "\t", " | ")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September")
WORDS = ("harbour", "meadow", "lantern", "willow", "copper", "granite", "thistle", "ember", "quarry", "saddle")
COMPOUNDS = ("CC(=O)OC1=CC=CC=C1C(=O)O", "CN1C=NC2=C1C(=O)N(C(=O)N2C)C", "CC(C)CC1=CC=C(C=C1)C(C)C(=O)O", "C1=CC=CC=C1")
OPENING = "1. e4 c5 2. Nf3 d6 3. d4 cxd4 4. Nxd4 Nf6 5. Nc3 a6 6. Be2 e5 7. Nb3 Be7 8. O-O O-O"
POSITION = "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq e3 0 1"


def pairs(each: int, seed: int = 0) -> Iterator[tuple[str, str, str]]:
    """Yield kind, question and answer, `each` of every kind."""
    for name, draw in KINDS.items():
        rng = Random(f"{name}/{seed}")
        yield from ((name, *draw(rng)) for _ in range(each))


def _prices(rng: Random, n: int) -> list[float]:
    ends = rng.choice(((0.0, 0.5), (0.95, 0.99), tuple(k / 100 for k in range(100))))
    return [rng.randrange(1, 10 ** rng.randrange(1, 4)) + rng.choice(ends) for _ in range(n)]


def _sum(rng: Random) -> tuple[str, str]:
    values, shown = _prices(rng, rng.randrange(6, 40)), rng.choice(("{:.2f}", "${:,.2f}", "{:,.2f} EUR"))
    ask = rng.choice(("What is the sum of these numbers?", "Add up:", "Total this column, please.", "sum?"))
    listed = rng.choice(SEPARATORS).join(map(shown.format, values))
    return f"{ask}\n{listed}", rng.choice(("{:,.2f}", "The total is {:.2f}.", "{:.2f}")).format(sum(values))


def _mean(rng: Random) -> tuple[str, str]:
    values = [rng.randrange(10 ** rng.randrange(2, 7)) for _ in range(rng.randrange(8, 60))]
    ask = rng.choice(("Find the mean and the median.", "mean, median", "Average of the following list:"))
    return f"{ask}\n{rng.choice(SEPARATORS).join(map(str, values))}", f"{mean(values):.3f}, {median(values)}"


def _sorted(rng: Random) -> tuple[str, str]:
    values = [rng.randrange(10 ** rng.randrange(1, 5)) for _ in range(rng.randrange(10, 40))]
    between = rng.choice(SEPARATORS[:4])
    return f"Sort ascending:\n{between.join(map(str, values))}", between.join(map(str, sorted(values)))


def _ages(rng: Random) -> tuple[str, str]:
    values = [rng.randrange(18, 70) for _ in range(rng.randrange(20, 60))]
    return f"Square each and give the sum.\n{', '.join(map(str, values))}", f"{sum(v * v for v in values):,}"


def _sequence(rng: Random) -> tuple[str, str]:
    first, step, times = rng.randrange(1, 50), rng.randrange(2, 90), rng.randrange(1, 3)
    values = [first]
    while len(values) < 16:
        values.append(values[-1] * times + step)
    return f"Next three numbers: {' '.join(map(str, values[:12]))}", " ".join(map(str, values[12:15]))


def _table(rng: Random) -> tuple[str, str]:
    rows = {month: [rng.randrange(1000, 99999) for _ in range(4)] for month in MONTHS}
    listed = "\n".join(f"{month},{','.join(map(str, row))}" for month, row in rows.items())
    totals = "\n".join(f"{month},{sum(row)}" for month, row in rows.items())
    return f"Add a total per line.\nmonth,q1,q2,q3,q4\n{listed}", totals


def _readings(rng: Random) -> tuple[str, str]:
    rows = [f"{h:02}:{m:02} {rng.uniform(-5, 30):.1f} {rng.uniform(980, 1040):.1f}" for h in range(8) for m in (0, 30)]
    return "Convert the second column to Fahrenheit.\n" + "\n".join(rows), "\n".join(
        f"{row.split()[0]} {float(row.split()[1]) * 1.8 + 32:.1f} {row.split()[2]}" for row in rows
    )


def _matrix(rng: Random) -> tuple[str, str]:
    one, other = ([[rng.randrange(-9, 30) for _ in range(3)] for _ in range(3)] for _ in range(2))
    product = [
        [sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*other, strict=True)] for row in one
    ]
    return f"Multiply {one} by {other}.", str(product)


def _bases(rng: Random) -> tuple[str, str]:
    values = [rng.randrange(2**16) for _ in range(rng.randrange(3, 12))]
    return f"To hex: {' '.join(map(str, values))}", " ".join(f"0x{v:04X}" for v in values)


def _binary(rng: Random) -> tuple[str, str]:
    values = [rng.randrange(256) for _ in range(rng.randrange(4, 16))]
    return f"binary to decimal\n{' '.join(f'{v:08b}' for v in values)}", " ".join(map(str, values))


def _hash(rng: Random) -> tuple[str, str]:
    text = " ".join(rng.sample(WORDS, 2))
    return f"What is the SHA-256 of «{text}»?", hashlib.sha256(text.encode()).hexdigest()


def _checksums(rng: Random) -> tuple[str, str]:
    rows = [f"{hashlib.md5(rng.randbytes(8)).hexdigest()}  {w}.tar.gz" for w in rng.sample(WORDS, 6)]
    return "Which of these is granite.tar.gz, or what is the last?\n" + "\n".join(rows), rows[-1].split()[0]


def _uuids(rng: Random) -> tuple[str, str]:
    made = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(5)]
    return "Give me five random UUIDs.", "\n".join(made)


def _uuid_upper(rng: Random) -> tuple[str, str]:
    made = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(rng.randrange(1, 4))]
    return "Upper case, no dashes:\n" + "\n".join(made), "\n".join(m.upper().replace("-", "") for m in made)


def _base64(rng: Random) -> tuple[str, str]:
    text = " ".join(rng.sample(WORDS, 4))
    return f"Encode as base64: {text}", base64.b64encode(text.encode()).decode()


def _unbase64(rng: Random) -> tuple[str, str]:
    text = f"The {rng.choice(WORDS)} is by the {rng.choice(WORDS)}."
    return f"Decode: {base64.b64encode(text.encode()).decode()}", text


def _hexdump(rng: Random) -> tuple[str, str]:
    raw = " ".join(rng.sample(WORDS, 5)).encode()
    rows = [f"{n:08x}: {binascii.hexlify(raw[n : n + 16], ' ', 2).decode()}" for n in range(0, len(raw), 16)]
    return "What does this say?\n" + "\n".join(rows), raw.decode()


def _commits(rng: Random) -> tuple[str, str]:
    rows = [f"{rng.getrandbits(28):07x} {rng.choice(('Fix', 'Add', 'Drop'))} the {w}" for w in rng.sample(WORDS, 7)]
    return "Which commit touches the " + rows[3].split()[-1] + "?\n" + "\n".join(rows), rows[3].split()[0]


def _network(rng: Random) -> tuple[str, str]:
    nets = [f"10.{rng.randrange(256)}.{rng.randrange(256)}.0/{rng.randrange(20, 29)}" for _ in range(5)]
    listed = "\n".join(nets)
    return f"First usable address of each:\n{listed}", "\n".join(n.split("/")[0][:-1] + "1" for n in nets)


def _macs(rng: Random) -> tuple[str, str]:
    made = [":".join(f"{rng.randrange(256):02x}" for _ in range(6)) for _ in range(5)]
    return "with dashes, upper case\n" + "\n".join(made), "\n".join(m.upper().replace(":", "-") for m in made)


def _stamps(rng: Random) -> tuple[str, str]:
    values = sorted(rng.randrange(1_600_000_000, 1_800_000_000) for _ in range(rng.randrange(4, 12)))
    gaps = [b - a for a, b in pairwise(values)]
    return "Differences in seconds?\n" + "\n".join(map(str, values)), "\n".join(map(str, gaps))


def _coordinates(rng: Random) -> tuple[str, str]:
    points = [(rng.uniform(-80, 80), rng.uniform(-170, 170)) for _ in range(rng.randrange(3, 9))]
    listed = "\n".join(f"{a:.5f}, {b:.5f}" for a, b in points)
    return f"Centre of these points:\n{listed}", f"{mean(a for a, _ in points):.5f}, {mean(b for _, b in points):.5f}"


def _sudoku(rng: Random) -> tuple[str, str]:
    base = [[(3 * (r % 3) + r // 3 + c) % 9 + 1 for c in range(9)] for r in range(9)]
    order = rng.sample(range(1, 10), 9)
    solved = ["".join(str(order[v - 1]) for v in row) for row in base]
    asked = ["".join(c if rng.random() < 0.4 else "." for c in row) for row in solved]
    return "Solve:\n" + "\n".join(asked), "\n".join(solved)


def _chess(rng: Random) -> tuple[str, str]:
    moves = OPENING.split()
    cut = rng.randrange(8, len(moves) - 3)
    return f"Continue: {' '.join(moves[:cut])}", " ".join(moves[cut:])


def _position(rng: Random) -> tuple[str, str]:
    return f"{POSITION}\nBest moves?", rng.choice(("1... c5 2. Nf3 d6", "e7e5", "c7c5 g1f3 d7d6 d2d4", "Nf6, e5, c5"))


def _protein(rng: Random) -> tuple[str, str]:
    codons = ["".join(rng.choice("ACGT") for _ in range(3)) for _ in range(rng.randrange(10, 40))]
    turned = "".join(codons).translate(str.maketrans("ACGT", "TGCA"))[::-1]
    return f"Reverse complement of {''.join(codons)}", turned


def _molecule(rng: Random) -> tuple[str, str]:
    return f"Which is the SMILES of ring {rng.randrange(9)}? {rng.choice(COMPOUNDS)}", rng.choice(COMPOUNDS)


def _pattern(rng: Random) -> tuple[str, str]:
    kind = rng.choice(
        (
            ("a date 2024-03-01", r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"),
            ("an IPv4 address", r"^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)$"),
            ("a hex colour", r"^#(?:[0-9a-fA-F]{3}){1,2}$"),
            ("a slug", r"^[a-z0-9]+(?:-[a-z0-9]+)*$"),
        )
    )
    return f"Regex for {kind[0]}?", kind[1]


def _schedule(rng: Random) -> tuple[str, str]:
    rows = [f"{rng.randrange(60)} {rng.randrange(24)} * * {rng.randrange(7)} /opt/{w}.sh" for w in rng.sample(WORDS, 4)]
    return "an hour later each\n" + "\n".join(rows), "\n".join(
        " ".join([r.split()[0], str((int(r.split()[1]) + 1) % 24), *r.split()[2:]]) for r in rows
    )


def _morse(rng: Random) -> tuple[str, str]:
    table = dict(zip(string.ascii_lowercase, _MORSE.split(), strict=True))
    text = rng.choice(WORDS)
    return f"Morse for {text}?", " ".join(table[c] for c in text)


def _roman(rng: Random) -> tuple[str, str]:
    values = [rng.randrange(1, 3999) for _ in range(rng.randrange(3, 10))]
    return f"In Roman numerals: {', '.join(map(str, values))}", ", ".join(map(_as_roman, values))


def _skus(rng: Random) -> tuple[str, str]:
    made = [f"{''.join(rng.choices(string.ascii_uppercase, k=3))}-{rng.randrange(10000):04}" for _ in range(8)]
    return "Only those with an even number:\n" + "\n".join(made), "\n".join(m for m in made if int(m[-1]) % 2 == 0)


def _keys(rng: Random) -> tuple[str, str]:
    letters = string.ascii_letters + string.digits + "!#%&*+?@"
    return "Make a strong password of 20 signs.", "".join(rng.choices(letters, k=20))


def _json_numbers(rng: Random) -> tuple[str, str]:
    rows = [{"id": n, "x": rng.randrange(999), "y": round(rng.uniform(0, 1), 4)} for n in range(rng.randrange(4, 12))]
    return "Swap x and y.\n" + json.dumps(rows), json.dumps([{"id": r["id"], "x": r["y"], "y": r["x"]} for r in rows])


def _vectors(rng: Random) -> tuple[str, str]:
    values = [round(rng.uniform(-1, 1), 4) for _ in range(rng.randrange(8, 30))]
    norm = sum(v * v for v in values) ** 0.5
    return f"Normalise {values}", str([round(v / norm, 4) for v in values])


def _colours(rng: Random) -> tuple[str, str]:
    values = [tuple(rng.randrange(256) for _ in range(3)) for _ in range(rng.randrange(3, 8))]
    listed = "\n".join("#{:02x}{:02x}{:02x}".format(*v) for v in values)
    return f"as rgb\n{listed}", "\n".join("rgb({}, {}, {})".format(*v) for v in values)


def _phones(rng: Random) -> tuple[str, str]:
    made = [f"{rng.randrange(200, 999)}{rng.randrange(200, 999)}{rng.randrange(10000):04}" for _ in range(6)]
    return "Put dashes in\n" + "\n".join(made), "\n".join(f"{m[:3]}-{m[3:6]}-{m[6:]}" for m in made)


def _assembly(rng: Random) -> tuple[str, str]:
    rows = [
        f"{rng.getrandbits(20):08x}:\t{rng.getrandbits(32):08x} \tldr\tr{rng.randrange(8)}, [sp, #{4 * n}]"
        for n in range(6)
    ]
    return "Which addresses?\n" + "\n".join(rows), "\n".join(row.split(":")[0] for row in rows)


def _letters(rng: Random) -> tuple[str, str]:
    word = rng.choice(WORDS)
    mixed = "".join(rng.sample(word, len(word)))
    return f"Which letters are not in {mixed}?", " ".join(sorted(set(string.ascii_lowercase) - set(mixed)))


def _word_lists(rng: Random) -> tuple[str, str]:
    word = rng.choice(WORDS)
    return f"Spell {word} backwards.", word[::-1]


def _chords(rng: Random) -> tuple[str, str]:
    song = [rng.choice(("C", "Am", "F", "G7", "Dm", "Em7", "Bb", "Gsus4")) for _ in range(16)]
    tab = "\n".join(f"{s}|--{'--'.join(str(rng.randrange(5)) for _ in range(6))}--|" for s in "eBGDAE")
    return f"{' '.join(song)}\nGive me a tab for it.", tab


def _primes(rng: Random) -> tuple[str, str]:
    value = rng.randrange(10**8, 10**10)
    found, n, left = list[int](), 2, value
    while n * n <= left:
        while left % n == 0:
            found.append(n)
            left //= n
        n += 1
    return f"Factor {value}.", " × ".join(map(str, [*found, left] if left > 1 else found))


def _digits(rng: Random) -> tuple[str, str]:
    value = rng.randrange(10**20, 10**40)
    return f"{value} * {rng.randrange(2, 99)} = ?", str(value * 7)


def _big_sum(rng: Random) -> tuple[str, str]:
    one, other = rng.randrange(10**24, 10**36), rng.randrange(10**24, 10**36)
    return f"What is {one} + {other}?", str(one + other)


def _as_roman(value: int) -> str:
    signs = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
    )
    made = ""
    for worth, sign in (*signs, (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        made += sign * (value // worth)
        value %= worth
    return made


_MORSE = ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.."

KINDS: dict[str, Kind] = {
    name.lstrip("_"): draw
    for name, draw in list(globals().items())
    if name.startswith("_")
    and callable(draw)
    and getattr(draw, "__annotations__", {}).get("return") == "tuple[str, str]"
}
