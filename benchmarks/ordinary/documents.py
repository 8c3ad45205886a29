"""Requests about documents: passages with footnotes, minutes, CVs, letters, e-mail, contracts, invoices."""

from __future__ import annotations

from random import Random

from benchmarks.ordinary.invented import (
    CITIES,
    DAYS,
    JOBS,
    MONTHS,
    PRODUCTS,
    SURNAMES,
    THINGS,
    Pair,
    date,
    day,
    email,
    firm,
    iso,
    money,
    people,
    person,
    phone,
    street,
)


def _cited(rng: Random) -> Pair:
    a, b = people(rng, 2)
    f, city = firm(rng), rng.choice(CITIES)
    year, share = rng.randrange(1990, 2026), rng.randrange(5, 80)
    passages = [
        (
            f"[1] {f} opened its {city} plant in {year} and now employs "
            f"{rng.randrange(40, 4000)} people. ({a}, {iso(rng)})"
        ),
        f"[2] According to {b}, output rose by {share} % in the second year, mostly thanks to the new kilns.",
        f"[3] The plant closed for six weeks in {rng.choice(MONTHS)} after a flood, {a} wrote in the annual report.",
    ]
    ask = (
        f"Answer from the passages and cite them.\n\n{chr(10).join(passages)}\n"
        f"\nQuestion: When did the {city} plant open?"
    )
    return ask, f"The {city} plant opened in {year} [1], and output rose by {share} % in its second year [2]."


def _footnotes(rng: Random) -> Pair:
    a, b = people(rng, 2)
    y = rng.randrange(1971, 2022)
    title = rng.choice(("Tides and Tenancies", "The Salt Ledger", "Guilds after the Frost", "Reading the Moor"))
    ask = (
        f"Add footnotes in Chicago style: {a} argues that tenancies "
        f"shrank ({title}, p. {rng.randrange(9, 300)}); {b} disagrees."
    )
    return ask, (
        f"{a} argues that tenancies shrank,¹ a claim that {b} disputes.²\n\n1. {a}, *{title}* "
        f"({rng.choice(CITIES)}: {firm(rng)}, {y}), {rng.randrange(9, 300)}.\n2. {b}, review of *{title}*, "
        f"*Past Ledger* {rng.randrange(2, 40)}, no. {rng.randrange(1, 5)} "
        f"({y + 1}): {rng.randrange(1, 90)}–{rng.randrange(91, 120)}."
    )


def _minutes(rng: Random) -> Pair:
    who = people(rng, rng.randrange(4, 9))
    topics = rng.sample(
        ("the budget", "the new website", "parking", "the summer fair", "hiring", "the audit", "heating"), 3
    )
    lines = [
        f"{w}: {rng.choice(('I can take', 'We should postpone', 'Who looks after', 'I am worried about'))} {t}."
        for w, t in zip(who, topics * 3, strict=False)
    ]
    notes = "\n".join(lines)
    actions = "\n".join(f"- **{w}**: follow up on {t} by {day(rng)}" for w, t in zip(who, topics, strict=False))
    return f"Write minutes with action items.\nPresent: {', '.join(who)}\n{notes}", (
        f"**Present:** {', '.join(who)}\n\n**Discussed:** {', '.join(topics)}.\n"
        f"\n**Actions**\n{actions}\n\nNext meeting: {day(rng)},"
        f" 10:00."
    )


def _cv(rng: Random) -> Pair:
    name, job, other = person(rng), *rng.sample(JOBS, 2)
    facts = (
        f"{name}\n{street(rng)}\n{phone(rng)} | {email(rng, name)}\n"
        f"\nExperience\n{firm(rng)}, {rng.choice(CITIES)}: {job},"
        f" "
        f"{rng.randrange(2008, 2016)}–{rng.randrange(2017, 2024)}\n"
        f"{firm(rng)}: {other}, until now\n\nEducation\nBSc, "
        f"University of {rng.choice(CITIES)}, {rng.randrange(1998, 2008)}"
    )
    return f"Improve this CV summary section:\n{facts}", (
        f"Experienced {job} with a background as {other}, known "
        f"for calm work under pressure. Holds a BSc and has led "
        f"teams "
        f"of up to {rng.randrange(3, 30)} people."
    )


def _cover_letter(rng: Random) -> Pair:
    name, boss, job, f = *people(rng, 2), rng.choice(JOBS), firm(rng)
    return f"My name is {name}. Write a short cover letter to {boss} at {f} for a post as {job}.", (
        f"Dear {boss},\n\nI am writing to apply for the post "
        f"of {job} at {f}. In my last position in {rng.choice(CITIES)} "
        f"I looked "
        f"after {rng.randrange(3, 40)} clients and cut costs "
        f"by {rng.randrange(4, 30)} %. I would be glad to tell "
        f"you more in an "
        f"interview.\n\nKind regards,\n{name}"
    )


def _thread(rng: Random) -> Pair:
    a, b = people(rng, 2)
    n = rng.randrange(1000, 99999)
    mail = (
        f"From: {a} <{email(rng, a)}>\nTo: {b} <{email(rng, b)}>\n"
        f"Date: {date(rng)}\nSubject: Re: Invoice {n}\n\nHi {b.split()[0]},"
        f"\n"
        f"we still have not received the {rng.choice(PRODUCTS)}. Could you check?\n\nBest,\n{a.split()[0]}\n\n"
        f"> On {date(rng)}, {b} wrote:\n> It left the depot on {day(rng)}."
    )
    return f"Reply politely that it arrives on {day(rng)}:\n\n{mail}", (
        f"Hi {a.split()[0]},\n\nthank you for your message, and "
        f"I am sorry about the wait. The parcel for invoice {n} "
        f"is on its way "
        f"and should reach you this week.\n\nBest regards,\n{b.split()[0]}"
    )


def _headers(rng: Random) -> Pair:
    a, b = people(rng, 2)
    ip = ".".join(str(rng.randrange(1, 255)) for _ in range(4))
    head = (
        f"Received: from mx{rng.randrange(9)}.{firm(rng).split()[0].lower()}.example "
        f"([{ip}]) by relay.example with ESMTPS id {rng.getrandbits(48):012X}\n"
        f"DKIM-Signature: v=1; a=rsa-sha256; d=example; s=k1;"
        f' bh={rng.getrandbits(128):032x}=\nFrom: "{a}" <{email(rng, a)}>\n'
        f"To: {b} <{email(rng, b)}>\nMessage-ID: <{rng.getrandbits(60):x}@example>\n"
        f"X-Spam-Score: {rng.uniform(0, 9):.1f}"
    )
    return (
        f"Is this spam? Where does it come from?\n{head}",
        f"It was relayed by {ip}; SPF and DKIM look right, so it is probably from {a}.",
    )


def _calendar(rng: Random) -> Pair:
    who = people(rng, 4)
    rows = [
        (
            f"{d} {rng.randrange(8, 17):02}:{rng.choice(('00', '30'))} "
            f"{rng.choice(('1:1 with', 'Lunch with', 'Call', 'Review with'))} "
            f"{w}"
        )
        for d, w in zip(DAYS, who, strict=False)
    ]
    return "When am I free this week?\n" + "\n".join(
        rows
    ), f"You are free on Friday all day, and on {day(rng)} after your meeting with {who[0]}."


def _event(rng: Random) -> Pair:
    a = person(rng)
    stamp = f"{iso(rng).replace('-', '')}T{rng.randrange(8, 18):02}0000Z"
    return f"Make an .ics file: dentist with Dr {a.split()[1]}, {date(rng)}, 9 am, {street(rng)}", (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:{rng.getrandbits(64):x}@example\n"
        f"DTSTART:{stamp}\nSUMMARY:Dentist with Dr {a.split()[1]}\n"
        f"LOCATION:{street(rng)}\nEND:VEVENT\nEND:VCALENDAR"
    )


def _recipe(rng: Random) -> Pair:
    have = rng.sample(THINGS, 6)
    return f"What can I cook with {', '.join(have)}?", (
        f"## {have[0].title()} and {have[1]} bake\n\n**Serves {rng.randrange(2, 7)}**\n\n"
        + "\n".join(f"- {rng.randrange(1, 9) * 50} g {t}" for t in have)
        + (
            f"\n\n1. Heat the oven to {rng.randrange(160, 221, 10)} "
            f"°C.\n2. Fry the {have[2]} for {rng.randrange(3, 12)} "
            f"minutes.\n3. Bake until golden."
        )
    )


def _shopping(rng: Random) -> Pair:
    have = rng.sample(THINGS, rng.randrange(6, 14))
    return "Group by aisle: " + ", ".join(have), "**Fresh:** " + ", ".join(have[::2]) + "\n**Dry:** " + ", ".join(
        have[1::2]
    )


def _medical(rng: Random) -> Pair:
    drug = rng.choice(
        ("amoxicillin 500 mg", "metformin 850 mg", "lisinopril 10 mg", "sertraline 50 mg", "omeprazole 20 mg")
    )
    age, name = rng.randrange(19, 90), person(rng)
    note = (
        f"Pt {name}, {age} y/o {rng.choice('MF')}, c/o SOB x{rng.randrange(2, 9)}d,"
        f" BP {rng.randrange(100, 180)}/{rng.randrange(60, 110)},"
        f" HR {rng.randrange(55, 120)}, "
        f"SpO2 {rng.randrange(88, 100)}% RA. PMH: HTN, T2DM. Rx {drug} PO BID. F/u w/ Dr {rng.choice(SURNAMES)} in 2w."
    )
    return f"Expand the abbreviations in this note:\n{note}", (
        f"Patient {name}, {age} years old, complains of shortness "
        f"of breath for some days. Past medical history: high "
        f"blood pressure "
        f"and type 2 diabetes. Prescribed {drug} by mouth twice a day; follow-up in two weeks."
    )


def _lab(rng: Random) -> Pair:
    rows = [
        f"{n} {rng.uniform(lo, hi):.1f} {u}"
        for n, lo, hi, u in (
            ("Hb", 9, 17, "g/dL"),
            ("WBC", 3, 14, "x10^9/L"),
            ("PLT", 120, 480, "x10^9/L"),
            ("CRP", 0, 90, "mg/L"),
            ("eGFR", 30, 110, "mL/min"),
            ("TSH", 0.2, 7, "mIU/L"),
        )
    ]
    return (
        "Explain in plain words\n" + "\n".join(rows),
        (
            "Your blood count is roughly normal; the CRP value hints "
            "at a mild inflammation. Please ask your doctor about "
            "it."
        ),
    )


def _contract(rng: Random) -> Pair:
    a, f = person(rng), firm(rng)
    days, fee = rng.randrange(7, 91), money(rng)
    text = (
        f"THIS AGREEMENT is made on {date(rng)} between {f} (the "
        f"“Supplier”), registered at {street(rng)}, and {a} (the "
        f"“Client”).\n"
        f"1. The Supplier shall deliver the Services set out "
        f"in Schedule A.\n2. Fees. The Client shall pay {fee} "
        f"within {days} days.\n"
        f"3. Termination. Either party may terminate on {days * 2} "
        f"days’ written notice.\n4. This Agreement is governed "
        f"by the laws of England."
    )
    return (
        f"Summarise the notice period and the fee.\n\n{text}",
        (
            f"The fee is {fee}, payable within {days} days (clause "
            f"2); either party may end the agreement on {days * 2} "
            f"days' notice (clause 3)."
        ),
    )


def _invoice(rng: Random) -> Pair:
    a, f = person(rng), firm(rng)
    rows = [(rng.choice(PRODUCTS), rng.randrange(1, 9), rng.randrange(500, 20000)) for _ in range(4)]
    listed = "\n".join(f"{p:<20} {n} x {c / 100:.2f} = {n * c / 100:.2f}" for p, n, c in rows)
    total = sum(n * c for _, n, c in rows) / 100
    return (
        (
            f"INVOICE No. {rng.randrange(10000, 99999)}\n{f}, {street(rng)}\n"
            f"Bill to: {a}\n{listed}\nIs the total {total:.2f} right?"
        ),
        (f"Yes: the four lines add up to {total:.2f}. With 20 % VAT that is {total * 1.2:.2f}."),
    )


def _extracted(rng: Random) -> Pair:
    a, f = person(rng), firm(rng)
    number, d, m = f"INV-{rng.randrange(2019, 2027)}-{rng.randrange(10000):04}", iso(rng), money(rng)
    return (
        (
            f"Extract invoice number, date, vendor, customer and "
            f"total as JSON.\n\n{f}\nInvoice {number}\nDate {d}\n"
            f"Customer: {a}\nAmount due {m}"
        ),
        (f'{{"invoice_number": "{number}", "date": "{d}", "vendor": "{f}", "customer": "{a}", "total": "{m}"}}'),
    )
