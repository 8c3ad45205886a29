"""Requests by and for programs: calls of tools, trees, diffs, traces, logs, tables, markup, settings, tests, shells.

Everything is drawn at random (`benchmarks.invented`); read by `benchmarks.ordinary`.
"""

from __future__ import annotations

import json
from random import Random
from urllib.parse import quote

from benchmarks.invented import CITIES, PRODUCTS, date, email, firm, iso, people, person, phone, street

Pair = tuple[str, str]
MODULES = "billing orders search auth ledger mailer cache queue router parser exporter scheduler inventory".split()
VERBS = "load save merge render parse fetch update delete check build send retry".split()
NOUNS = "user order invoice token session row page event job batch item user_id config".split()


def _name(rng: Random) -> str:
    return f"{rng.choice(VERBS)}_{rng.choice(NOUNS)}"


def _tools(rng: Random) -> Pair:
    tools = [
        {"name": _name(rng), "description": "Does what it is called.", "parameters": {"type": "object", "properties": {rng.choice(NOUNS): {"type": "string"}, "limit": {"type": "integer", "default": 20}}, "required": ["limit"]}}
        for _ in range(5)
    ]
    one = tools[2]["name"]
    return f"You can call these tools:\n{json.dumps(tools, indent=2)}\n\nUser: the newest {rng.randrange(2, 40)} please", json.dumps({"name": one, "arguments": {"limit": rng.randrange(2, 40)}})


def _tool_result(rng: Random) -> Pair:
    rows = [{"id": rng.randrange(10**6), "customer": w, "city": rng.choice(CITIES), "total": rng.randrange(900), "status": rng.choice(("open", "paid"))} for w in people(rng, 5)]
    return f"TOOL RESULT list_orders\n{json.dumps(rows)}\nWhich are open?", "\n".join(f"- {r['customer']} ({r['id']}), {r['city']}" for r in rows if r["status"] == "open") or "None of them is open."


def _react(rng: Random) -> Pair:
    p, c = rng.choice(PRODUCTS), rng.choice(CITIES)
    return f"Question: What does a {p} cost in {c}?\nThought: I should search.\nAction: search[{p} price {c}]\nObservation: {rng.randrange(9, 300)}.{rng.randrange(100):02} EUR at {firm(rng)}\nThought:", f"I have the price now.\nFinal Answer: It costs about {rng.randrange(9, 300)} EUR."


def _tree(rng: Random) -> Pair:
    mods = rng.sample(MODULES, 5)
    tree = "src/\n" + "\n".join(f"├── {m}/\n│   ├── __init__.py\n│   └── {_name(rng)}.py" for m in mods) + "\n└── main.py"
    return f"{tree}\nWhere would the {mods[2]} tests go?", f"tests/{mods[2]}/test_{_name(rng)}.py, mirroring src/{mods[2]}/."


def _diff(rng: Random) -> Pair:
    m, f = rng.choice(MODULES), _name(rng)
    diff = (
        f"diff --git a/{m}/{f}.py b/{m}/{f}.py\nindex {rng.getrandbits(28):07x}..{rng.getrandbits(28):07x} 100644\n--- a/{m}/{f}.py\n+++ b/{m}/{f}.py\n"
        f"@@ -{rng.randrange(1, 90)},7 +{rng.randrange(1, 90)},9 @@ def {f}(row):\n-    return row[\"{rng.choice(NOUNS)}\"]\n+    if row is None:\n+        raise ValueError(\"no row\")\n+    return row.get(\"{rng.choice(NOUNS)}\", {rng.randrange(9)})"
    )
    return f"Commit message?\n{diff}", f"fix({m}): raise on missing row in {f}"


def _patched(rng: Random) -> Pair:
    m, f, n = rng.choice(MODULES), _name(rng), rng.choice(NOUNS)
    return f"Give me a unified diff which renames the argument x to {n} in {m}/{f}.py: def {f}(x): return x + 1", f"--- a/{m}/{f}.py\n+++ b/{m}/{f}.py\n@@ -1 +1 @@\n-def {f}(x): return x + 1\n+def {f}({n}): return {n} + 1"


def _traceback(rng: Random) -> Pair:
    m, f, n = rng.choice(MODULES), _name(rng), rng.choice(NOUNS)
    trace = (
        f"Traceback (most recent call last):\n  File \"/srv/app/{m}/views.py\", line {rng.randrange(9, 400)}, in {f}\n    {n} = cache[{n!r}]\n"
        f"  File \"/usr/lib/python3.11/site-packages/{m}_client/core.py\", line {rng.randrange(9, 900)}, in __getitem__\n    return self._d[key]\nKeyError: {n!r}"
    )
    return f"Why?\n{trace}", f"`cache` has no key `{n}`. Use `cache.get({n!r})` or fill it in `{f}` before reading."


def _java(rng: Random) -> Pair:
    c = rng.choice(MODULES).title()
    trace = f"java.lang.NullPointerException: Cannot invoke \"{c}.getId()\" because \"<local{rng.randrange(9)}>\" is null\n" + "\n".join(f"\tat com.{rng.choice(MODULES)}.{c}Service.{rng.choice(VERBS)}({c}Service.java:{rng.randrange(20, 400)})" for _ in range(5))
    return trace, f"`{c}` is null when `getId()` is called. Check the repository call above it, or wrap it in `Optional`."


def _log(rng: Random) -> Pair:
    rows = [f"{iso(rng)}T{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}.{rng.randrange(1000):03}Z {rng.choice(('INFO', 'WARN', 'ERROR'))} [{rng.choice(MODULES)}-{rng.randrange(16)}] {_name(rng)} user={w.split()[0].lower()} took={rng.randrange(9000)}ms trace={rng.getrandbits(64):016x}" for w in people(rng, 8)]
    return "What went wrong?\n" + "\n".join(rows), f"The slowest call is in {rng.choice(MODULES)}; the errors follow it within a second, so a timeout is likely."


def _sql(rng: Random) -> Pair:
    rows = [f" {rng.randrange(9999):>6} | {w:<24} | {email(rng, w):<40} | {iso(rng)}" for w in people(rng, 5)]
    return "psql says\n id | name | email | created_at\n----+------+-------+-----------\n" + "\n".join(rows) + "\n(5 rows)\nQuery for those after 2022?", "SELECT id, name, email\nFROM customers\nWHERE created_at > '2022-12-31'\nORDER BY created_at;"


def _inserts(rng: Random) -> Pair:
    who = people(rng, 6)
    return "Write SQL inserts with test data for customers(name, email, phone).", "INSERT INTO customers (name, email, phone) VALUES\n" + ",\n".join(f"  ('{w}', '{email(rng, w)}', '{phone(rng)}')" for w in who) + ";"


def _shell(rng: Random) -> Pair:
    m = rng.choice(MODULES)
    return f"$ systemctl status {m}\n● {m}.service - {m}\n   Loaded: loaded (/etc/systemd/system/{m}.service; enabled)\n   Active: failed (Result: exit-code) since {iso(rng)} 03:{rng.randrange(10, 60)}:01 UTC\n  Process: {rng.randrange(99999)} ExecStart=/opt/{m}/bin/run (code=exited, status=203/EXEC)\n$", f"Status 203/EXEC means that systemd could not run the file: `chmod +x /opt/{m}/bin/run`, then `systemctl restart {m}`."


def _one_liner(rng: Random) -> Pair:
    n = rng.randrange(2, 90)
    return f"one-liner: files bigger than {n} MB, newest first", f"find . -type f -size +{n}M -printf '%T@ %s %p\\n' | sort -rn | awk '{{print $2,$3}}'"


def _golf(rng: Random) -> Pair:
    n = rng.randrange(50, 200)
    return f"Shortest FizzBuzz in Python up to {n}?", rng.choice((f"for i in range(1,{n}):print('Fizz'*(i%3<1)+'Buzz'*(i%5<1)or i)", f"i=0\nwhile i<{n}:i+=1;print(i%3//2*'Fizz'+i%5//4*'Buzz'or i)"))


def _esolang(rng: Random) -> Pair:
    return rng.choice(("Hello World in Brainfuck?", "print Hello World! in brainf***", "Shortest Hello World in Brainfuck")), "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++."


def _jq(rng: Random) -> Pair:
    n = rng.choice(NOUNS)
    return f"jq: names of all with {n} > {rng.randrange(99)}", f"jq -r '.items[] | select(.{n} > {rng.randrange(99)}) | .name'"


def _settings(rng: Random) -> Pair:
    m = rng.choice(MODULES)
    ini = f"[{m}]\nhost = db{rng.randrange(9)}.internal\nport = {rng.randrange(1024, 65535)}\npool_size = {rng.randrange(2, 50)}\ndebug = false\n[smtp]\nfrom = noreply@{firm(rng).split()[0].lower()}.example"
    return f"As YAML\n{ini}", "\n".join(x if not x.startswith("[") else x.strip("[]") + ":" for x in ini.replace(" = ", ": ").replace("\n", "\n  ").replace("\n  [", "\n[").splitlines())


def _yaml(rng: Random) -> Pair:
    m = rng.choice(MODULES)
    return f"Kubernetes deployment for {m}, {rng.randrange(2, 9)} replicas", f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {m}\nspec:\n  replicas: {rng.randrange(2, 9)}\n  selector:\n    matchLabels:\n      app: {m}\n  template:\n    metadata:\n      labels:\n        app: {m}\n    spec:\n      containers:\n        - name: {m}\n          image: registry.example/{m}:{rng.randrange(9)}.{rng.randrange(20)}.{rng.randrange(20)}\n          ports:\n            - containerPort: {rng.randrange(3000, 9999)}"


def _xml(rng: Random) -> Pair:
    who = people(rng, 4)
    rows = "\n".join(f"  <employee id=\"{rng.randrange(9999)}\"><first>{w.split()[0]}</first><last>{w.split()[1]}</last><city>{rng.choice(CITIES)}</city></employee>" for w in who)
    return f"XPath for the last names? And as JSON.\n<staff>\n{rows}\n</staff>", "`/staff/employee/last/text()`\n\n" + json.dumps([{"first": w.split()[0], "last": w.split()[1]} for w in who], indent=2)


def _html(rng: Random) -> Pair:
    who = people(rng, 3)
    return f"HTML list of our team: {', '.join(who)}", "<ul class=\"team\">\n" + "\n".join(f"  <li><a href=\"/team/{w.lower().replace(' ', '-')}\">{w}</a></li>" for w in who) + "\n</ul>"


def _css(rng: Random) -> Pair:
    c = f"#{rng.getrandbits(24):06x}"
    return f"button with rounded corners in {c}", f".btn {{\n  background: {c};\n  border-radius: {rng.randrange(4, 30)}px;\n  padding: .5rem 1rem;\n  box-shadow: 0 1px 3px rgba(0,0,0,.{rng.randrange(1, 9)});\n}}"


def _svg(rng: Random) -> Pair:
    d = " ".join(f"{rng.choice('MLCQ')}{rng.randrange(200)},{rng.randrange(200)}" for _ in range(14))
    return "Draw me an icon of a leaf as SVG.", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><path d="{d} Z" fill="#{rng.getrandbits(24):06x}"/></svg>'


def _fake_users(rng: Random) -> Pair:
    rows = [{"id": n, "name": w, "email": email(rng, w), "phone": phone(rng), "address": street(rng), "born": date(rng)} for n, w in enumerate(people(rng, 4), 1)]
    return "Generate 4 fake users as JSON with name, email, phone, address and birth date.", json.dumps(rows, indent=2, ensure_ascii=False)


def _fake_csv(rng: Random) -> Pair:
    return "10 lines of sample customers as CSV", "id,first_name,last_name,email,city\n" + "\n".join(f"{n},{w.replace(' ', ',')},{email(rng, w)},{rng.choice(CITIES)}" for n, w in enumerate(people(rng, 10), 1))


def _test(rng: Random) -> Pair:
    f, a = _name(rng), person(rng)
    return f"pytest for def {f}(name): return name.title()", f"import pytest\n\nfrom app import {f}\n\n\n@pytest.mark.parametrize((\"raw\", \"want\"), [(\"{a.lower()}\", \"{a}\"), (\"{a.upper()}\", \"{a}\"), (\"\", \"\")])\ndef test_{f}(raw, want):\n    assert {f}(raw) == want"


def _git_log(rng: Random) -> Pair:
    rows = [f"{rng.getrandbits(28):07x} {w:<22} {iso(rng)} {rng.choice(VERBS)} {rng.choice(NOUNS)} in {rng.choice(MODULES)}" for w in people(rng, 7)]
    return "Changelog from this git log:\n" + "\n".join(rows), "### Changed\n" + "\n".join("- " + " ".join(r.split()[4:]) + f" ({r.split()[0]}, {r.split()[1]} {r.split()[2]})" for r in rows)


def _blame(rng: Random) -> Pair:
    who = people(rng, 4)
    rows = [f"{rng.getrandbits(32):08x} ({w:<20} {iso(rng)} {n:>3}) {_name(rng)}({rng.choice(NOUNS)})" for n, w in enumerate(who, 1)]
    return "Who wrote line 3?\n" + "\n".join(rows), who[2]


def _reviewers(rng: Random) -> Pair:
    who = people(rng, 4)
    return "CODEOWNERS for " + ", ".join(f"{w} ({m}/)" for w, m in zip(who, rng.sample(MODULES, 4))), "\n".join(f"/{rng.choice(MODULES)}/ @{w.lower().replace(' ', '-')}" for w in who)


def _urls(rng: Random) -> Pair:
    rows = [f"https://www.{firm(rng).split()[0].lower()}.example/{rng.choice(NOUNS)}/{rng.randrange(10**6)}?utm_source={rng.choice(MODULES)}&sid={rng.getrandbits(64):x}" for _ in range(6)]
    return "Strip the tracking parameters\n" + "\n".join(rows), "\n".join(r.split("?")[0] for r in rows)


def _encoded_url(rng: Random) -> Pair:
    a = f"{rng.choice(PRODUCTS)} & more in {rng.choice(CITIES)}?"
    return f"URL encode: {a}", quote(a)


def _escapes(rng: Random) -> Pair:
    c = rng.choice(("Kraków", "Malmö", "Gdańsk", "Zürich", "São Paulo", "Łódź"))
    return f"Write {c} with \\u escapes for JSON", json.dumps({"city": c})


def _tokens(rng: Random) -> Pair:
    text = f"The {rng.choice(PRODUCTS)} arrived in {rng.choice(CITIES)}."
    return f"Tokenise as BPE would: {text}", str([t[i : i + 4] for t in text.replace(" ", " Ġ").split(" ") for i in range(0, len(t), 4)])


def _license_keys(rng: Random) -> Pair:
    made = ["-".join("".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=5)) for _ in range(4)) for _ in range(5)]
    return "Five sample licence keys, 4 x 5 characters", "\n".join(made)


def _jwt(rng: Random) -> Pair:
    import base64

    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    body = {"sub": str(rng.randrange(10**9)), "role": rng.choice(("admin", "viewer")), "iat": rng.randrange(1_600_000_000, 1_700_000_000)}
    pay = base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("=")
    return f"What is in this JWT? {head}.{pay}.{rng.getrandbits(256):064x}", f"Header: HS256. Payload: `{json.dumps(body)}`. The signature cannot be checked without the key."


def _schema(rng: Random) -> Pair:
    a = person(rng)
    return f"JSON only, keys name, age, city, skills: {a}, {rng.randrange(20, 60)}, lives in {rng.choice(CITIES)} and knows SQL and welding.", json.dumps({"name": a, "age": rng.randrange(20, 60), "city": rng.choice(CITIES), "skills": ["SQL", "welding"]})


def _mermaid(rng: Random) -> Pair:
    who = [w.split()[0] for w in people(rng, 4)]
    return f"org chart in mermaid: {who[0]} leads {', '.join(who[1:])}", "graph TD\n" + "\n".join(f"  A[{who[0]}] --> {c}[{w}]" for c, w in zip("BCD", who[1:]))


def _latex(rng: Random) -> Pair:
    n = rng.randrange(2, 12)
    return f"LaTeX of the integral of x^{n} sin x", rf"\[ \int x^{{{n}}} \sin x \,\mathrm{{d}}x = -x^{{{n}}}\cos x + {n} \int x^{{{n - 1}}} \cos x \,\mathrm{{d}}x \]"


def _regex(rng: Random) -> Pair:
    return f"regex for plates like {rng.choice('ABCD')}{rng.choice('XYZ')} {rng.randrange(10, 99)}-{rng.randrange(100, 999)}", r"^[A-Z]{2}\s\d{2}-\d{3}$ with the flag i where small letters are allowed"


def _excel(rng: Random) -> Pair:
    c = rng.choice("BCDEFG")
    return f"Excel: look up the price in column {c} of Sheet2 for the SKU in A2", f'=IFERROR(INDEX(Sheet2!${c}$2:${c}$999;MATCH(A2;Sheet2!$A$2:$A$999;0));"")'


def _dockerfile(rng: Random) -> Pair:
    m = rng.choice(MODULES)
    return f"Dockerfile for a FastAPI app called {m}", f"FROM python:3.{rng.randrange(9, 14)}-slim\nWORKDIR /{m}\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD [\"uvicorn\", \"{m}:app\", \"--host\", \"0.0.0.0\", \"--port\", \"{rng.randrange(3000, 9000)}\"]"


def _packages(rng: Random) -> Pair:
    rows = [f"{m}-client=={rng.randrange(9)}.{rng.randrange(30)}.{rng.randrange(9)}" for m in rng.sample(MODULES, 6)]
    return "Bump the minor version of each\n" + "\n".join(rows), "\n".join(f"{r.split('==')[0]}=={r.split('==')[1].split('.')[0]}.{int(r.split('.')[1]) + 1}.0" for r in rows)


def _csv_fix(rng: Random) -> Pair:
    rows = [f"{w.split()[1].upper()},{w.split()[0].lower()},{rng.choice(CITIES)}" for w in people(rng, 7)]
    return "Fix the capitals\n" + "\n".join(rows), "\n".join(",".join((r.split(",")[0].title(), r.split(",")[1].title(), r.split(",")[2])) for r in rows)


def _subtitles(rng: Random) -> Pair:
    lines = ("Where were you last night?", "Out by the harbour.", "Nobody goes there in winter.")
    srt = "\n\n".join(f"{n}\n00:0{n}:{rng.randrange(10, 60)},{rng.randrange(100, 999)} --> 00:0{n + 1}:{rng.randrange(10, 60)},{rng.randrange(100, 999)}\n{t}" for n, t in enumerate(rng.sample(lines, 3), 1))
    return f"German subtitles\n{srt}", srt.replace(lines[0], "Wo warst du gestern Abend?").replace(lines[1], "Draußen am Hafen.").replace(lines[2], "Im Winter geht da niemand hin.")


def _routes(rng: Random) -> Pair:
    rows = "\n".join(f"{rng.choice(('GET', 'POST', 'PUT', 'DELETE'))} /api/v{rng.randrange(1, 4)}/{rng.choice(MODULES)}/{{{rng.choice(NOUNS)}}}" for _ in range(6))
    return f"curl for the first\n{rows}", f"curl -sS -X GET 'https://api.example/api/v1/{rng.choice(MODULES)}/{rng.randrange(999)}' -H 'Authorization: Bearer $TOKEN'"
