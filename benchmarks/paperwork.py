"""Requests about documents: passages with footnotes, minutes, invoices, CVs, e-mail, contracts, notes, lists of people.

Everything is drawn at random (`benchmarks.invented`); read by `benchmarks.ordinary`.
"""

from __future__ import annotations

from random import Random

from benchmarks.invented import (
    CITIES,
    DAYS,
    GIVEN,
    JOBS,
    MONTHS,
    PLACES,
    PRODUCTS,
    SURNAMES,
    THINGS,
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

Pair = tuple[str, str]


def _cited(rng: Random) -> Pair:
    a, b = people(rng, 2)
    f, city = firm(rng), rng.choice(CITIES)
    year, share = rng.randrange(1990, 2026), rng.randrange(5, 80)
    passages = [
        f"[1] {f} opened its {city} plant in {year} and now employs {rng.randrange(40, 4000)} people. ({a}, {iso(rng)})",
        f"[2] According to {b}, output rose by {share} % in the second year, mostly thanks to the new kilns.",
        f"[3] The plant closed for six weeks in {rng.choice(MONTHS)} after a flood, {a} wrote in the annual report.",
    ]
    ask = f"Answer from the passages and cite them.\n\n{chr(10).join(passages)}\n\nQuestion: When did the {city} plant open?"
    return ask, f"The {city} plant opened in {year} [1], and output rose by {share} % in its second year [2]."


def _footnotes(rng: Random) -> Pair:
    a, b = people(rng, 2)
    y = rng.randrange(1971, 2022)
    title = rng.choice(("Tides and Tenancies", "The Salt Ledger", "Guilds after the Frost", "Reading the Moor"))
    ask = f"Add footnotes in Chicago style: {a} argues that tenancies shrank ({title}, p. {rng.randrange(9, 300)}); {b} disagrees."
    return ask, (
        f"{a} argues that tenancies shrank,¹ a claim that {b} disputes.²\n\n1. {a}, *{title}* "
        f"({rng.choice(CITIES)}: {firm(rng)}, {y}), {rng.randrange(9, 300)}.\n2. {b}, review of *{title}*, "
        f"*Past Ledger* {rng.randrange(2, 40)}, no. {rng.randrange(1, 5)} ({y + 1}): {rng.randrange(1, 90)}–{rng.randrange(91, 120)}."
    )


def _minutes(rng: Random) -> Pair:
    who = people(rng, rng.randrange(4, 9))
    topics = rng.sample(("the budget", "the new website", "parking", "the summer fair", "hiring", "the audit", "heating"), 3)
    lines = [f"{w}: {rng.choice(('I can take', 'We should postpone', 'Who looks after', 'I am worried about'))} {t}." for w, t in zip(who, topics * 3)]
    notes = "\n".join(lines)
    actions = "\n".join(f"- **{w}**: follow up on {t} by {day(rng)}" for w, t in zip(who, topics))
    return f"Write minutes with action items.\nPresent: {', '.join(who)}\n{notes}", (
        f"**Present:** {', '.join(who)}\n\n**Discussed:** {', '.join(topics)}.\n\n**Actions**\n{actions}\n\nNext meeting: {day(rng)}, 10:00."
    )


def _cv(rng: Random) -> Pair:
    name, job, other = person(rng), *rng.sample(JOBS, 2)
    facts = (
        f"{name}\n{street(rng)}\n{phone(rng)} | {email(rng, name)}\n\nExperience\n{firm(rng)}, {rng.choice(CITIES)}: {job}, "
        f"{rng.randrange(2008, 2016)}–{rng.randrange(2017, 2024)}\n{firm(rng)}: {other}, until now\n\nEducation\nBSc, University of {rng.choice(CITIES)}, {rng.randrange(1998, 2008)}"
    )
    return f"Improve this CV summary section:\n{facts}", (
        f"Experienced {job} with a background as {other}, known for calm work under pressure. Holds a BSc and has led teams "
        f"of up to {rng.randrange(3, 30)} people."
    )


def _cover_letter(rng: Random) -> Pair:
    name, boss, job, f = *people(rng, 2), rng.choice(JOBS), firm(rng)
    return f"My name is {name}. Write a short cover letter to {boss} at {f} for a post as {job}.", (
        f"Dear {boss},\n\nI am writing to apply for the post of {job} at {f}. In my last position in {rng.choice(CITIES)} I looked "
        f"after {rng.randrange(3, 40)} clients and cut costs by {rng.randrange(4, 30)} %. I would be glad to tell you more in an "
        f"interview.\n\nKind regards,\n{name}"
    )


def _thread(rng: Random) -> Pair:
    a, b = people(rng, 2)
    n = rng.randrange(1000, 99999)
    mail = (
        f"From: {a} <{email(rng, a)}>\nTo: {b} <{email(rng, b)}>\nDate: {date(rng)}\nSubject: Re: Invoice {n}\n\nHi {b.split()[0]},\n"
        f"we still have not received the {rng.choice(PRODUCTS)}. Could you check?\n\nBest,\n{a.split()[0]}\n\n"
        f"> On {date(rng)}, {b} wrote:\n> It left the depot on {day(rng)}."
    )
    return f"Reply politely that it arrives on {day(rng)}:\n\n{mail}", (
        f"Hi {a.split()[0]},\n\nthank you for your message, and I am sorry about the wait. The parcel for invoice {n} is on its way "
        f"and should reach you this week.\n\nBest regards,\n{b.split()[0]}"
    )


def _headers(rng: Random) -> Pair:
    a, b = people(rng, 2)
    ip = ".".join(str(rng.randrange(1, 255)) for _ in range(4))
    head = (
        f"Received: from mx{rng.randrange(9)}.{firm(rng).split()[0].lower()}.example ([{ip}]) by relay.example with ESMTPS id {rng.getrandbits(48):012X}\n"
        f"DKIM-Signature: v=1; a=rsa-sha256; d=example; s=k1; bh={rng.getrandbits(128):032x}=\nFrom: \"{a}\" <{email(rng, a)}>\n"
        f"To: {b} <{email(rng, b)}>\nMessage-ID: <{rng.getrandbits(60):x}@example>\nX-Spam-Score: {rng.uniform(0, 9):.1f}"
    )
    return f"Is this spam? Where does it come from?\n{head}", f"It was relayed by {ip}; SPF and DKIM look right, so it is probably from {a}."


def _calendar(rng: Random) -> Pair:
    who = people(rng, 4)
    rows = [f"{d} {rng.randrange(8, 17):02}:{rng.choice(('00', '30'))} {rng.choice(('1:1 with', 'Lunch with', 'Call', 'Review with'))} {w}" for d, w in zip(DAYS, who)]
    return "When am I free this week?\n" + "\n".join(rows), f"You are free on Friday all day, and on {day(rng)} after your meeting with {who[0]}."


def _event(rng: Random) -> Pair:
    a = person(rng)
    stamp = f"{iso(rng).replace('-', '')}T{rng.randrange(8, 18):02}0000Z"
    return f"Make an .ics file: dentist with Dr {a.split()[1]}, {date(rng)}, 9 am, {street(rng)}", (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:{rng.getrandbits(64):x}@example\nDTSTART:{stamp}\nSUMMARY:Dentist with Dr {a.split()[1]}\n"
        f"LOCATION:{street(rng)}\nEND:VEVENT\nEND:VCALENDAR"
    )


def _recipe(rng: Random) -> Pair:
    have = rng.sample(THINGS, 6)
    return f"What can I cook with {', '.join(have)}?", (
        f"## {have[0].title()} and {have[1]} bake\n\n**Serves {rng.randrange(2, 7)}**\n\n"
        + "\n".join(f"- {rng.randrange(1, 9) * 50} g {t}" for t in have)
        + f"\n\n1. Heat the oven to {rng.randrange(160, 221, 10)} °C.\n2. Fry the {have[2]} for {rng.randrange(3, 12)} minutes.\n3. Bake until golden."
    )


def _shopping(rng: Random) -> Pair:
    have = rng.sample(THINGS, rng.randrange(6, 14))
    return "Group by aisle: " + ", ".join(have), "**Fresh:** " + ", ".join(have[::2]) + "\n**Dry:** " + ", ".join(have[1::2])


def _medical(rng: Random) -> Pair:
    drug = rng.choice(("amoxicillin 500 mg", "metformin 850 mg", "lisinopril 10 mg", "sertraline 50 mg", "omeprazole 20 mg"))
    age, name = rng.randrange(19, 90), person(rng)
    note = (
        f"Pt {name}, {age} y/o {rng.choice('MF')}, c/o SOB x{rng.randrange(2, 9)}d, BP {rng.randrange(100, 180)}/{rng.randrange(60, 110)}, HR {rng.randrange(55, 120)}, "
        f"SpO2 {rng.randrange(88, 100)}% RA. PMH: HTN, T2DM. Rx {drug} PO BID. F/u w/ Dr {rng.choice(SURNAMES)} in 2w."
    )
    return f"Expand the abbreviations in this note:\n{note}", (
        f"Patient {name}, {age} years old, complains of shortness of breath for some days. Past medical history: high blood pressure "
        f"and type 2 diabetes. Prescribed {drug} by mouth twice a day; follow-up in two weeks."
    )


def _lab(rng: Random) -> Pair:
    rows = [f"{n} {rng.uniform(lo, hi):.1f} {u}" for n, lo, hi, u in (("Hb", 9, 17, "g/dL"), ("WBC", 3, 14, "x10^9/L"), ("PLT", 120, 480, "x10^9/L"), ("CRP", 0, 90, "mg/L"), ("eGFR", 30, 110, "mL/min"), ("TSH", 0.2, 7, "mIU/L"))]
    return "Explain in plain words\n" + "\n".join(rows), "Your blood count is roughly normal; the CRP value hints at a mild inflammation. Please ask your doctor about it."


def _contract(rng: Random) -> Pair:
    a, f = person(rng), firm(rng)
    days, fee = rng.randrange(7, 91), money(rng)
    text = (
        f"THIS AGREEMENT is made on {date(rng)} between {f} (the “Supplier”), registered at {street(rng)}, and {a} (the “Client”).\n"
        f"1. The Supplier shall deliver the Services set out in Schedule A.\n2. Fees. The Client shall pay {fee} within {days} days.\n"
        f"3. Termination. Either party may terminate on {days * 2} days’ written notice.\n4. This Agreement is governed by the laws of England."
    )
    return f"Summarise the notice period and the fee.\n\n{text}", f"The fee is {fee}, payable within {days} days (clause 2); either party may end the agreement on {days * 2} days' notice (clause 3)."


def _invoice(rng: Random) -> Pair:
    a, f = person(rng), firm(rng)
    rows = [(rng.choice(PRODUCTS), rng.randrange(1, 9), rng.randrange(500, 20000)) for _ in range(4)]
    listed = "\n".join(f"{p:<20} {n} x {c / 100:.2f} = {n * c / 100:.2f}" for p, n, c in rows)
    total = sum(n * c for _, n, c in rows) / 100
    return f"INVOICE No. {rng.randrange(10000, 99999)}\n{f}, {street(rng)}\nBill to: {a}\n{listed}\nIs the total {total:.2f} right?", (
        f"Yes: the four lines add up to {total:.2f}. With 20 % VAT that is {total * 1.2:.2f}."
    )


def _extracted(rng: Random) -> Pair:
    a, f = person(rng), firm(rng)
    number, d, m = f"INV-{rng.randrange(2019, 2027)}-{rng.randrange(10000):04}", iso(rng), money(rng)
    return f"Extract invoice number, date, vendor, customer and total as JSON.\n\n{f}\nInvoice {number}\nDate {d}\nCustomer: {a}\nAmount due {m}", (
        f'{{"invoice_number": "{number}", "date": "{d}", "vendor": "{f}", "customer": "{a}", "total": "{m}"}}'
    )


def _contacts(rng: Random) -> Pair:
    rows = [f"{w}; {phone(rng)}; {email(rng, w)}; {street(rng)}" for w in people(rng, rng.randrange(3, 8))]
    return "As CSV with a header, please:\n" + "\n".join(rows), "name,phone,email,address\n" + "\n".join(",".join(f'"{c}"' if "," in c else c for c in r.split("; ")) for r in rows)


def _vcard(rng: Random) -> Pair:
    a = person(rng)
    tel, mail = phone(rng), email(rng, a)
    first, last = a.split()
    return f"vCard for {a}, {rng.choice(JOBS)} at {firm(rng)}, {tel}, {mail}", f"BEGIN:VCARD\nVERSION:3.0\nN:{last};{first};;;\nFN:{a}\nTEL;TYPE=CELL:{tel}\nEMAIL:{mail}\nEND:VCARD"


def _surname_first(rng: Random) -> Pair:
    who = people(rng, rng.randrange(5, 15))
    turned = [", ".join(reversed(w.split())) for w in who]
    return "Put the surname first and sort:\n" + "\n".join(who), "\n".join(sorted(turned))


def _sorted_class(rng: Random) -> Pair:
    who = people(rng, rng.randrange(8, 25))
    return "Sort this class list by surname and number it:\n" + "\n".join(who), "\n".join(f"{n}. {w}" for n, w in enumerate(sorted(who, key=lambda w: w.split()[1]), 1))


def _initials(rng: Random) -> Pair:
    who = people(rng, rng.randrange(4, 12))
    return "Initials of: " + ", ".join(who), ", ".join("".join(p[0] for p in w.split()) for w in who)


def _usernames(rng: Random) -> Pair:
    who = people(rng, rng.randrange(4, 12))
    return "Make user names (first letter, surname) for\n" + "\n".join(who), "\n".join((w[0] + w.split()[1]).lower() for w in who)


def _first_names(rng: Random) -> Pair:
    who = people(rng, rng.randrange(5, 15))
    return "Only the first names, comma separated:\n" + "\n".join(who), ", ".join(w.split()[0] for w in who)


def _redacted(rng: Random) -> Pair:
    a, b = people(rng, 2)
    text = f"{a} (born {date(rng)}, {phone(rng)}) met {b} at {street(rng)} on {day(rng)}."
    return f"Replace all personal data by placeholders: {text}", f"[NAME_1] (born [DATE_1], [PHONE_1]) met [NAME_2] at [ADDRESS_1] on {day(rng)}."


def _entities(rng: Random) -> Pair:
    a, b = people(rng, 2)
    f, c = firm(rng), rng.choice(CITIES)
    return f"List all named entities: {a}, who runs {f} in {c}, hired {b} in {rng.choice(MONTHS)}.", f"- PERSON: {a}, {b}\n- ORG: {f}\n- GPE: {c}"


def _table_of_staff(rng: Random) -> Pair:
    rows = [f"| {w} | {rng.choice(JOBS)} | {rng.choice(CITIES)} | {rng.randrange(20, 65)} |" for w in people(rng, 6)]
    head = "| Name | Job | City | Age |\n|---|---|---|---|\n"
    return f"Who is the oldest?\n{head}" + "\n".join(rows), max(rows, key=lambda r: r.split("|")[4]).split("|")[1].strip() + " is the oldest."


def _roster(rng: Random) -> Pair:
    who = people(rng, 5)
    return f"Make a shift roster for {', '.join(who)}, two a day.", "\n".join(f"{d}: {' and '.join(rng.sample(who, 2))}" for d in DAYS)


def _reference(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return f"Write a two-sentence reference for my tenant {a}, signed {b}.", f"{a} has rented our flat at {street(rng)} for {rng.randrange(2, 9)} years and always paid on time. I can recommend the tenant without reservation.\n\n{b}"


def _obituary(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return f"Short obituary for my grandfather {a}, {rng.choice(JOBS)} from {rng.choice(PLACES)}, born {date(rng)}, survived by {b}.", (
        f"{a} passed away peacefully at home, aged {rng.randrange(70, 99)}. A keen gardener and a patient teacher, he is survived by {b} and "
        f"{rng.randrange(2, 12)} grandchildren. The service is at {rng.choice(PLACES)} church on {day(rng)}."
    )


def _genealogy(rng: Random) -> Pair:
    s = rng.choice(SURNAMES)
    g = rng.sample(GIVEN, 6)
    b = rng.randrange(1780, 1860)
    tree = f"{g[0]} {s} (b. {b}) m. {g[1]} {rng.choice(SURNAMES)}\n  ├ {g[2]} {s} (b. {b + 25})\n  └ {g[3]} {s} (b. {b + 28}) m. {g[4]}\n      └ {g[5]} {s} (b. {b + 52})"
    return f"How is {g[5]} related to {g[2]}?\n{tree}", f"{g[2]} {s} is the sibling of {g[5]}'s parent {g[3]}, so {g[5]} is a nephew or niece."


def _gedcom(rng: Random) -> Pair:
    a, b = people(rng, 2)
    rows = [f"0 @I{n}@ INDI\n1 NAME {w.split()[0]} /{w.split()[1]}/\n1 BIRT\n2 DATE {date(rng).upper()}\n2 PLAC {rng.choice(PLACES)}" for n, w in enumerate((a, b), 1)]
    return "Who is the second person?\n" + "\n".join(rows), f"{b}."


def _support(rng: Random) -> Pair:
    a, b = people(rng, 2)
    n, p = f"#{rng.randrange(10**6, 10**7)}", rng.choice(PRODUCTS)
    talk = (
        f"[10:02] {a}: Hi, my order {n} ({p}) arrived damaged.\n[10:03] Agent {b.split()[0]}: I'm sorry to hear that. Could you send a photo?\n"
        f"[10:05] {a}: Sent. I'd like a refund.\n[10:06] Agent {b.split()[0]}: Done, {money(rng)} within 5 days."
    )
    return f"Summarise this chat for the CRM in one line.\n{talk}", f"{a} reported a damaged {p} (order {n}); refund granted by {b.split()[0]}."


def _review(rng: Random) -> Pair:
    p, a = rng.choice(PRODUCTS), person(rng)
    return f"Reply to this review.\n★{'★' * rng.randrange(4)} by {a}: The {p} broke after {rng.randrange(2, 30)} days!!", f"Dear {a.split()[0]}, we are sorry that the {p} let you down. Please write to us and we will replace it free of charge."


def _news(rng: Random) -> Pair:
    a, b = people(rng, 2)
    f, c = firm(rng), rng.choice(CITIES)
    text = (
        f"{c.upper()}, {date(rng)} — {f} said on {day(rng)} that {a}, its head of research, will step down. “It has been a privilege,” "
        f"{a.split()[1]} told staff. {b}, {rng.randrange(35, 70)}, a former {rng.choice(JOBS)}, takes over in {rng.choice(MONTHS)}. Shares rose {rng.randrange(1, 9)} %."
    )
    return f"TL;DR:\n{text}", f"{a} leaves {f}; {b} takes over."


def _press(rng: Random) -> Pair:
    a, f, p = person(rng), firm(rng), rng.choice(PRODUCTS)
    return f"Press release: {f} launches a new {p}; quote by CEO {a}.", (
        f"FOR IMMEDIATE RELEASE\n\n{f} Launches the Next {p.title()}\n\n{rng.choice(CITIES).upper()}, {date(rng)} — {f} today announced a new {p}. "
        f"“Our customers asked for something lighter, and we listened,” said {a}, chief executive.\n\n###"
    )


def _speech(rng: Random) -> Pair:
    a, b = rng.sample(GIVEN, 2)
    return f"A toast for the wedding of {a} and {b}, they met in {rng.choice(CITIES)}.", f"Dear friends, when {a} met {b}, it was raining, and neither had an umbrella. Raise your glasses to {a} and {b}!"


def _bibliography(rng: Random) -> Pair:
    rows, made = [], []
    for w in people(rng, rng.randrange(3, 7)):
        first, last = w.split()
        y, v = rng.randrange(1985, 2025), rng.randrange(3, 90)
        t = f"{rng.choice(('Effects', 'Models', 'A survey', 'The origins'))} of {rng.choice(('soil acidity', 'peer lending', 'sleep loss', 'graph colouring', 'bird song'))}"
        rows.append(f"{w}, {t}, J. Appl. Stud. {v} ({y}) {rng.randrange(1, 90)}-{rng.randrange(91, 200)}, doi:10.{rng.randrange(1000, 9999)}/{rng.getrandbits(32):x}")
        made.append(f"@article{{{last.lower()}{y},\n  author = {{{last}, {first}}},\n  title = {{{t}}},\n  year = {y},\n  volume = {v}\n}}")
    return "As BibTeX:\n" + "\n".join(rows), "\n".join(made)


def _apa(rng: Random) -> Pair:
    a, b, c = people(rng, 3)
    y, t = rng.randrange(1990, 2025), rng.choice(("Memory and noise", "On tidal locks", "Learning from errors"))
    short = "; ".join(f"{w.split()[1]}, {w[0]}." for w in (a, b, c))
    return f"APA reference: {a}, {b} and {c}, {t}, Journal of Inquiry {y}, 12(3), 45-67", short.replace("; ", ", ") + f" ({y}). {t}. *Journal of Inquiry, 12*(3), 45–67."


def _case_law(rng: Random) -> Pair:
    a, b, f = rng.choice(SURNAMES), rng.choice(SURNAMES), firm(rng)
    y = rng.randrange(1890, 2020)
    cite = f"{a} v {f} [{y}] {rng.choice(('EWCA Civ', 'UKSC', 'QB', 'AC'))} {rng.randrange(1, 900)}"
    us = f"{b} v. State, {rng.randrange(100, 600)} U.S. {rng.randrange(1, 900)} ({y})"
    return f"Put these in OSCOLA and Bluebook: {cite}; {us}", f"*{a} v {f}* [{y}] ({cite.split('] ')[1]}).\n*{b} v. State*, {us.split(', ')[1]}."
