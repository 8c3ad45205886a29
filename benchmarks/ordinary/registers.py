"""Requests about registers and papers with people in them: contacts, class lists, family trees, reviews, references."""

from __future__ import annotations

from random import Random

from benchmarks.ordinary.invented import (
    CITIES,
    DAYS,
    GIVEN,
    JOBS,
    MONTHS,
    PLACES,
    PRODUCTS,
    SURNAMES,
    Pair,
    date,
    day,
    email,
    firm,
    money,
    people,
    person,
    phone,
    street,
)


def _contacts(rng: Random) -> Pair:
    rows = [f"{w}; {phone(rng)}; {email(rng, w)}; {street(rng)}" for w in people(rng, rng.randrange(3, 8))]
    return "As CSV with a header, please:\n" + "\n".join(rows), "name,phone,email,address\n" + "\n".join(
        ",".join(f'"{c}"' if "," in c else c for c in r.split("; ")) for r in rows
    )


def _vcard(rng: Random) -> Pair:
    a = person(rng)
    tel, mail = phone(rng), email(rng, a)
    first, last = a.split()
    return (
        f"vCard for {a}, {rng.choice(JOBS)} at {firm(rng)}, {tel}, {mail}",
        f"BEGIN:VCARD\nVERSION:3.0\nN:{last};{first};;;\nFN:{a}\nTEL;TYPE=CELL:{tel}\nEMAIL:{mail}\nEND:VCARD",
    )


def _surname_first(rng: Random) -> Pair:
    who = people(rng, rng.randrange(5, 15))
    turned = [", ".join(reversed(w.split())) for w in who]
    return "Put the surname first and sort:\n" + "\n".join(who), "\n".join(sorted(turned))


def _sorted_class(rng: Random) -> Pair:
    who = people(rng, rng.randrange(8, 25))
    return "Sort this class list by surname and number it:\n" + "\n".join(who), "\n".join(
        f"{n}. {w}" for n, w in enumerate(sorted(who, key=lambda w: w.split()[1]), 1)
    )


def _initials(rng: Random) -> Pair:
    who = people(rng, rng.randrange(4, 12))
    return "Initials of: " + ", ".join(who), ", ".join("".join(p[0] for p in w.split()) for w in who)


def _usernames(rng: Random) -> Pair:
    who = people(rng, rng.randrange(4, 12))
    return "Make user names (first letter, surname) for\n" + "\n".join(who), "\n".join(
        (w[0] + w.split()[1]).lower() for w in who
    )


def _first_names(rng: Random) -> Pair:
    who = people(rng, rng.randrange(5, 15))
    return "Only the first names, comma separated:\n" + "\n".join(who), ", ".join(w.split()[0] for w in who)


def _redacted(rng: Random) -> Pair:
    a, b = people(rng, 2)
    text = f"{a} (born {date(rng)}, {phone(rng)}) met {b} at {street(rng)} on {day(rng)}."
    return (
        f"Replace all personal data by placeholders: {text}",
        f"[NAME_1] (born [DATE_1], [PHONE_1]) met [NAME_2] at [ADDRESS_1] on {day(rng)}.",
    )


def _entities(rng: Random) -> Pair:
    a, b = people(rng, 2)
    f, c = firm(rng), rng.choice(CITIES)
    return (
        f"List all named entities: {a}, who runs {f} in {c}, hired {b} in {rng.choice(MONTHS)}.",
        f"- PERSON: {a}, {b}\n- ORG: {f}\n- GPE: {c}",
    )


def _table_of_staff(rng: Random) -> Pair:
    rows = [f"| {w} | {rng.choice(JOBS)} | {rng.choice(CITIES)} | {rng.randrange(20, 65)} |" for w in people(rng, 6)]
    head = "| Name | Job | City | Age |\n|---|---|---|---|\n"
    return f"Who is the oldest?\n{head}" + "\n".join(rows), max(rows, key=lambda r: r.split("|")[4]).split("|")[
        1
    ].strip() + " is the oldest."


def _roster(rng: Random) -> Pair:
    who = people(rng, 5)
    return f"Make a shift roster for {', '.join(who)}, two a day.", "\n".join(
        f"{d}: {' and '.join(rng.sample(who, 2))}" for d in DAYS
    )


def _reference(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return (
        f"Write a two-sentence reference for my tenant {a}, signed {b}.",
        (
            f"{a} has rented our flat at {street(rng)} for {rng.randrange(2, 9)} "
            f"years and always paid on time. I can recommend the "
            f"tenant without reservation.\n\n{b}"
        ),
    )


def _obituary(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return (
        (
            f"Short obituary for my grandfather {a}, {rng.choice(JOBS)} "
            f"from {rng.choice(PLACES)}, born {date(rng)}, survived "
            f"by {b}."
        ),
        (
            f"{a} passed away peacefully at home, aged {rng.randrange(70, 99)}. "
            f"A keen gardener and a patient teacher, he is survived "
            f"by {b} and "
            f"{rng.randrange(2, 12)} grandchildren. The service is at {rng.choice(PLACES)} church on {day(rng)}."
        ),
    )


def _genealogy(rng: Random) -> Pair:
    s = rng.choice(SURNAMES)
    g = rng.sample(GIVEN, 6)
    b = rng.randrange(1780, 1860)
    tree = (
        f"{g[0]} {s} (b. {b}) m. {g[1]} {rng.choice(SURNAMES)}\n"
        f"  ├ {g[2]} {s} (b. {b + 25})\n  └ {g[3]} {s} (b. {b + 28}) "
        f"m. {g[4]}\n      └ {g[5]} {s} (b. {b + 52})"
    )
    return (
        f"How is {g[5]} related to {g[2]}?\n{tree}",
        f"{g[2]} {s} is the sibling of {g[5]}'s parent {g[3]}, so {g[5]} is a nephew or niece.",
    )


def _gedcom(rng: Random) -> Pair:
    a, b = people(rng, 2)
    rows = [
        (
            f"0 @I{n}@ INDI\n1 NAME {w.split()[0]} /{w.split()[1]}/\n"
            f"1 BIRT\n2 DATE {date(rng).upper()}\n2 PLAC {rng.choice(PLACES)}"
        )
        for n, w in enumerate((a, b), 1)
    ]
    return "Who is the second person?\n" + "\n".join(rows), f"{b}."


def _support(rng: Random) -> Pair:
    a, b = people(rng, 2)
    n, p = f"#{rng.randrange(10**6, 10**7)}", rng.choice(PRODUCTS)
    talk = (
        f"[10:02] {a}: Hi, my order {n} ({p}) arrived damaged.\n"
        f"[10:03] Agent {b.split()[0]}: I'm sorry to hear that. "
        f"Could you send a photo?\n"
        f"[10:05] {a}: Sent. I'd like a refund.\n[10:06] Agent {b.split()[0]}: Done, {money(rng)} within 5 days."
    )
    return (
        f"Summarise this chat for the CRM in one line.\n{talk}",
        f"{a} reported a damaged {p} (order {n}); refund granted by {b.split()[0]}.",
    )


def _review(rng: Random) -> Pair:
    p, a = rng.choice(PRODUCTS), person(rng)
    return (
        f"Reply to this review.\n★{'★' * rng.randrange(4)} by {a}: The {p} broke after {rng.randrange(2, 30)} days!!",
        (
            f"Dear {a.split()[0]}, we are sorry that the {p} let "
            f"you down. Please write to us and we will replace it "
            f"free of charge."
        ),
    )


def _news(rng: Random) -> Pair:
    a, b = people(rng, 2)
    f, c = firm(rng), rng.choice(CITIES)
    text = (
        f"{c.upper()}, {date(rng)} — {f} said on {day(rng)} that "
        f"{a}, its head of research, will step down. “It has "
        f"been a privilege,” "
        f"{a.split()[1]} told staff. {b}, {rng.randrange(35, 70)},"
        f" a former {rng.choice(JOBS)}, takes over in {rng.choice(MONTHS)}. "
        f"Shares rose {rng.randrange(1, 9)} %."
    )
    return f"TL;DR:\n{text}", f"{a} leaves {f}; {b} takes over."


def _press(rng: Random) -> Pair:
    a, f, p = person(rng), firm(rng), rng.choice(PRODUCTS)
    return f"Press release: {f} launches a new {p}; quote by CEO {a}.", (
        f"FOR IMMEDIATE RELEASE\n\n{f} Launches the Next {p.title()}\n"
        f"\n{rng.choice(CITIES).upper()}, {date(rng)} — {f} today "
        f"announced a new {p}. "
        f"“Our customers asked for something lighter, and we listened,” said {a}, chief executive.\n\n###"
    )


def _speech(rng: Random) -> Pair:
    a, b = rng.sample(GIVEN, 2)
    return (
        f"A toast for the wedding of {a} and {b}, they met in {rng.choice(CITIES)}.",
        (
            f"Dear friends, when {a} met {b}, it was raining, and "
            f"neither had an umbrella. Raise your glasses to {a} "
            f"and {b}!"
        ),
    )


def _bibliography(rng: Random) -> Pair:
    rows, made = [], []
    for w in people(rng, rng.randrange(3, 7)):
        first, last = w.split()
        y, v = rng.randrange(1985, 2025), rng.randrange(3, 90)
        t = (
            f"{rng.choice(('Effects', 'Models', 'A survey', 'The origins'))} "
            f"of {rng.choice(('soil acidity', 'peer lending', 'sleep loss', 'graph colouring', 'bird song'))}"
        )
        rows.append(
            f"{w}, {t}, J. Appl. Stud. {v} ({y}) {rng.randrange(1, 90)}-{rng.randrange(91, 200)},"
            f" doi:10.{rng.randrange(1000, 9999)}/{rng.getrandbits(32):x}"
        )
        made.append(
            f"@article{{{last.lower()}{y},\n  author = {{{last}, "
            f"{first}}},\n  title = {{{t}}},\n  year = {y},\n  volume "
            f"= {v}\n}}"
        )
    return "As BibTeX:\n" + "\n".join(rows), "\n".join(made)


def _apa(rng: Random) -> Pair:
    a, b, c = people(rng, 3)
    y, t = rng.randrange(1990, 2025), rng.choice(("Memory and noise", "On tidal locks", "Learning from errors"))
    short = "; ".join(f"{w.split()[1]}, {w[0]}." for w in (a, b, c))
    return f"APA reference: {a}, {b} and {c}, {t}, Journal of Inquiry {y}, 12(3), 45-67", short.replace(
        "; ", ", "
    ) + f" ({y}). {t}. *Journal of Inquiry, 12*(3), 45–67."


def _case_law(rng: Random) -> Pair:
    a, b, f = rng.choice(SURNAMES), rng.choice(SURNAMES), firm(rng)
    y = rng.randrange(1890, 2020)
    cite = f"{a} v {f} [{y}] {rng.choice(('EWCA Civ', 'UKSC', 'QB', 'AC'))} {rng.randrange(1, 900)}"
    us = f"{b} v. State, {rng.randrange(100, 600)} U.S. {rng.randrange(1, 900)} ({y})"
    return (
        f"Put these in OSCOLA and Bluebook: {cite}; {us}",
        f"*{a} v {f}* [{y}] ({cite.split('] ')[1]}).\n*{b} v. State*, {us.split(', ')[1]}.",
    )
