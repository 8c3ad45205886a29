"""Requests about what is in files: made-up users, tests, logs of changes, addresses, keys, settings, subtitles."""

from __future__ import annotations

import base64
import json
from random import Random
from urllib.parse import quote

from benchmarks.ordinary.invented import (
    CITIES,
    PRODUCTS,
    Pair,
    date,
    email,
    firm,
    iso,
    people,
    person,
    phone,
    street,
)
from benchmarks.ordinary.programs import MODULES, NOUNS, VERBS, name_of


def _fake_users(rng: Random) -> Pair:
    rows = [
        {"id": n, "name": w, "email": email(rng, w), "phone": phone(rng), "address": street(rng), "born": date(rng)}
        for n, w in enumerate(people(rng, 4), 1)
    ]
    return "Generate 4 fake users as JSON with name, email, phone, address and birth date.", json.dumps(
        rows, indent=2, ensure_ascii=False
    )


def _fake_csv(rng: Random) -> Pair:
    return "10 lines of sample customers as CSV", "id,first_name,last_name,email,city\n" + "\n".join(
        f"{n},{w.replace(' ', ',')},{email(rng, w)},{rng.choice(CITIES)}" for n, w in enumerate(people(rng, 10), 1)
    )


def _test(rng: Random) -> Pair:
    f, a = name_of(rng), person(rng)
    return (
        f"pytest for def {f}(name): return name.title()",
        (
            f'import pytest\n\nfrom app import {f}\n\n\n@pytest.mark.parametrize(("raw",'
            f' "want"), [("{a.lower()}", "{a}"), ("{a.upper()}", '
            f'"{a}"), ("", "")])\ndef test_{f}(raw, want):\n    assert '
            f"{f}(raw) == want"
        ),
    )


def _git_log(rng: Random) -> Pair:
    rows = [
        f"{rng.getrandbits(28):07x} {w:<22} {iso(rng)} {rng.choice(VERBS)} {rng.choice(NOUNS)} in {rng.choice(MODULES)}"
        for w in people(rng, 7)
    ]
    return "Changelog from this git log:\n" + "\n".join(rows), "### Changed\n" + "\n".join(
        "- " + " ".join(r.split()[4:]) + f" ({r.split()[0]}, {r.split()[1]} {r.split()[2]})" for r in rows
    )


def _blame(rng: Random) -> Pair:
    who = people(rng, 4)
    rows = [
        f"{rng.getrandbits(32):08x} ({w:<20} {iso(rng)} {n:>3}) {name_of(rng)}({rng.choice(NOUNS)})"
        for n, w in enumerate(who, 1)
    ]
    return "Who wrote line 3?\n" + "\n".join(rows), who[2]


def _reviewers(rng: Random) -> Pair:
    who = people(rng, 4)
    return "CODEOWNERS for " + ", ".join(
        f"{w} ({m}/)" for w, m in zip(who, rng.sample(MODULES, 4), strict=False)
    ), "\n".join(f"/{rng.choice(MODULES)}/ @{w.lower().replace(' ', '-')}" for w in who)


def _urls(rng: Random) -> Pair:
    rows = [
        (
            f"https://www.{firm(rng).split()[0].lower()}.example/{rng.choice(NOUNS)}/{rng.randrange(10**6)}"
            f"?utm_source={rng.choice(MODULES)}&sid={rng.getrandbits(64):x}"
        )
        for _ in range(6)
    ]
    return "Strip the tracking parameters\n" + "\n".join(rows), "\n".join(r.split("?")[0] for r in rows)


def _encoded_url(rng: Random) -> Pair:
    a = f"{rng.choice(PRODUCTS)} & more in {rng.choice(CITIES)}?"
    return f"URL encode: {a}", quote(a)


def _escapes(rng: Random) -> Pair:
    c = rng.choice(("Kraków", "Malmö", "Gdańsk", "Zürich", "São Paulo", "Łódź"))
    return f"Write {c} with \\u escapes for JSON", json.dumps({"city": c})


def _tokens(rng: Random) -> Pair:
    text = f"The {rng.choice(PRODUCTS)} arrived in {rng.choice(CITIES)}."
    return f"Tokenise as BPE would: {text}", str(
        [t[i : i + 4] for t in text.replace(" ", " Ġ").split(" ") for i in range(0, len(t), 4)]
    )


def _license_keys(rng: Random) -> Pair:
    made = ["-".join("".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=5)) for _ in range(4)) for _ in range(5)]
    return "Five sample licence keys, 4 x 5 characters", "\n".join(made)


def _jwt(rng: Random) -> Pair:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    body = {
        "sub": str(rng.randrange(10**9)),
        "role": rng.choice(("admin", "viewer")),
        "iat": rng.randrange(1_600_000_000, 1_700_000_000),
    }
    pay = base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("=")
    return (
        f"What is in this JWT? {head}.{pay}.{rng.getrandbits(256):064x}",
        f"Header: HS256. Payload: `{json.dumps(body)}`. The signature cannot be checked without the key.",
    )


def _schema(rng: Random) -> Pair:
    a = person(rng)
    return (
        (
            f"JSON only, keys name, age, city, skills: {a}, {rng.randrange(20, 60)},"
            f" lives in {rng.choice(CITIES)} and knows SQL and welding."
        ),
        json.dumps({"name": a, "age": rng.randrange(20, 60), "city": rng.choice(CITIES), "skills": ["SQL", "welding"]}),
    )


def _mermaid(rng: Random) -> Pair:
    who = [w.split()[0] for w in people(rng, 4)]
    return f"org chart in mermaid: {who[0]} leads {', '.join(who[1:])}", "graph TD\n" + "\n".join(
        f"  A[{who[0]}] --> {c}[{w}]" for c, w in zip("BCD", who[1:], strict=False)
    )


def _latex(rng: Random) -> Pair:
    n = rng.randrange(2, 12)
    return (
        f"LaTeX of the integral of x^{n} sin x",
        (
            rf"\[ \int x^{{{n}}} \sin x \,\mathrm{{d}}x = -x^{{{n}}}\cos "
            rf"x + {n} \int x^{{{n - 1}}} \cos x \,\mathrm{{d}}x \]"
        ),
    )


def _regex(rng: Random) -> Pair:
    return (
        (
            f"regex for plates like {rng.choice('ABCD')}{rng.choice('XYZ')} "
            f"{rng.randrange(10, 99)}-{rng.randrange(100, 999)}"
        ),
        r"^[A-Z]{2}\s\d{2}-\d{3}$ with the flag i where small letters are allowed",
    )


def _excel(rng: Random) -> Pair:
    c = rng.choice("BCDEFG")
    return (
        f"Excel: look up the price in column {c} of Sheet2 for the SKU in A2",
        f'=IFERROR(INDEX(Sheet2!${c}$2:${c}$999;MATCH(A2;Sheet2!$A$2:$A$999;0));"")',
    )


def _dockerfile(rng: Random) -> Pair:
    m = rng.choice(MODULES)
    return (
        f"Dockerfile for a FastAPI app called {m}",
        (
            f"FROM python:3.{rng.randrange(9, 14)}-slim\nWORKDIR "
            f"/{m}\nCOPY requirements.txt .\nRUN pip install --no-cache-dir "
            f'-r requirements.txt\nCOPY . .\nCMD ["uvicorn", "{m}:app",'
            f' "--host", "0.0.0.0", "--port", "{rng.randrange(3000, 9000)}"]'
        ),
    )


def _packages(rng: Random) -> Pair:
    rows = [f"{m}-client=={rng.randrange(9)}.{rng.randrange(30)}.{rng.randrange(9)}" for m in rng.sample(MODULES, 6)]
    return "Bump the minor version of each\n" + "\n".join(rows), "\n".join(
        f"{r.split('==')[0]}=={r.split('==')[1].split('.')[0]}.{int(r.split('.')[1]) + 1}.0" for r in rows
    )


def _csv_fix(rng: Random) -> Pair:
    rows = [f"{w.split()[1].upper()},{w.split()[0].lower()},{rng.choice(CITIES)}" for w in people(rng, 7)]
    return "Fix the capitals\n" + "\n".join(rows), "\n".join(
        ",".join((r.split(",")[0].title(), r.split(",")[1].title(), r.split(",")[2])) for r in rows
    )


def _subtitles(rng: Random) -> Pair:
    lines = ("Where were you last night?", "Out by the harbour.", "Nobody goes there in winter.")
    srt = "\n\n".join(
        (
            f"{n}\n00:0{n}:{rng.randrange(10, 60)},{rng.randrange(100, 999)} "
            f"--> 00:0{n + 1}:{rng.randrange(10, 60)},{rng.randrange(100, 999)}\n"
            f"{t}"
        )
        for n, t in enumerate(rng.sample(lines, 3), 1)
    )
    return f"German subtitles\n{srt}", srt.replace(lines[0], "Wo warst du gestern Abend?").replace(
        lines[1], "Draußen am Hafen."
    ).replace(lines[2], "Im Winter geht da niemand hin.")


def _routes(rng: Random) -> Pair:
    rows = "\n".join(
        (
            f"{rng.choice(('GET', 'POST', 'PUT', 'DELETE'))} /api/v{rng.randrange(1, 4)}/{rng.choice(MODULES)}"
            f"/{{{rng.choice(NOUNS)}}}"
        )
        for _ in range(6)
    )
    return (
        f"curl for the first\n{rows}",
        (
            f"curl -sS -X GET 'https://api.example/api/v1/{rng.choice(MODULES)}/{rng.randrange(999)}"
            f"' -H 'Authorization: Bearer $TOKEN'"
        ),
    )
