"""Requests by and for programs: calls of tools, trees, diffs, traces, logs, tables, shells, markup."""

from __future__ import annotations

import json
from random import Random

from benchmarks.ordinary.invented import CITIES, PRODUCTS, Pair, email, firm, iso, listed, people, phone

MODULES = listed("billing orders search auth ledger mailer cache queue router parser exporter scheduler inventory")
VERBS = listed("load save merge render parse fetch update delete check build send retry")
NOUNS = listed("user order invoice token session row page event job batch item user_id config")


def name_of(rng: Random) -> str:
    """Return the name of a function."""
    return f"{rng.choice(VERBS)}_{rng.choice(NOUNS)}"


def _tools(rng: Random) -> Pair:
    tools = [
        {
            "name": name_of(rng),
            "description": "Does what it is called.",
            "parameters": {
                "type": "object",
                "properties": {rng.choice(NOUNS): {"type": "string"}, "limit": {"type": "integer", "default": 20}},
                "required": ["limit"],
            },
        }
        for _ in range(5)
    ]
    one = tools[2]["name"]
    return (
        f"You can call these tools:\n{json.dumps(tools, indent=2)}\n\nUser: the newest {rng.randrange(2, 40)} please",
        json.dumps({"name": one, "arguments": {"limit": rng.randrange(2, 40)}}),
    )


def _tool_result(rng: Random) -> Pair:
    rows = [
        {
            "id": rng.randrange(10**6),
            "customer": w,
            "city": rng.choice(CITIES),
            "total": rng.randrange(900),
            "status": rng.choice(("open", "paid")),
        }
        for w in people(rng, 5)
    ]
    return f"TOOL RESULT list_orders\n{json.dumps(rows)}\nWhich are open?", "\n".join(
        f"- {r['customer']} ({r['id']}), {r['city']}" for r in rows if r["status"] == "open"
    ) or "None of them is open."


def _react(rng: Random) -> Pair:
    p, c = rng.choice(PRODUCTS), rng.choice(CITIES)
    return (
        (
            f"Question: What does a {p} cost in {c}?\nThought: I "
            f"should search.\nAction: search[{p} price {c}]\nObservation: "
            f"{rng.randrange(9, 300)}.{rng.randrange(100):02} EUR "
            f"at {firm(rng)}\nThought:"
        ),
        f"I have the price now.\nFinal Answer: It costs about {rng.randrange(9, 300)} EUR.",
    )


def _tree(rng: Random) -> Pair:
    mods = rng.sample(MODULES, 5)
    tree = (
        "src/\n"
        + "\n".join(f"├── {m}/\n│   ├── __init__.py\n│   └── {name_of(rng)}.py" for m in mods)
        + "\n└── main.py"
    )
    return (
        f"{tree}\nWhere would the {mods[2]} tests go?",
        f"tests/{mods[2]}/test_{name_of(rng)}.py, mirroring src/{mods[2]}/.",
    )


def _diff(rng: Random) -> Pair:
    m, f = rng.choice(MODULES), name_of(rng)
    diff = (
        f"diff --git a/{m}/{f}.py b/{m}/{f}.py\nindex {rng.getrandbits(28):07x}..{rng.getrandbits(28):07x}"
        f" 100644\n--- a/{m}/{f}.py\n+++ b/{m}/{f}.py\n"
        f"@@ -{rng.randrange(1, 90)},7 +{rng.randrange(1, 90)},"
        f'9 @@ def {f}(row):\n-    return row["{rng.choice(NOUNS)}"]\n'
        f'+    if row is None:\n+        raise ValueError("no '
        f'row")\n+    return row.get("{rng.choice(NOUNS)}", {rng.randrange(9)})'
    )
    return f"Commit message?\n{diff}", f"fix({m}): raise on missing row in {f}"


def _patched(rng: Random) -> Pair:
    m, f, n = rng.choice(MODULES), name_of(rng), rng.choice(NOUNS)
    return (
        f"Give me a unified diff which renames the argument x to {n} in {m}/{f}.py: def {f}(x): return x + 1",
        f"--- a/{m}/{f}.py\n+++ b/{m}/{f}.py\n@@ -1 +1 @@\n-def {f}(x): return x + 1\n+def {f}({n}): return {n} + 1",
    )


def _traceback(rng: Random) -> Pair:
    m, f, n = rng.choice(MODULES), name_of(rng), rng.choice(NOUNS)
    trace = (
        f'Traceback (most recent call last):\n  File "/srv/app/{m}/views.py",'
        f" line {rng.randrange(9, 400)}, in {f}\n    {n} = cache[{n!r}]\n"
        f'  File "/usr/lib/python3.11/site-packages/{m}_client/core.py",'
        f" line {rng.randrange(9, 900)}, in __getitem__\n    "
        f"return self._d[key]\nKeyError: {n!r}"
    )
    return f"Why?\n{trace}", f"`cache` has no key `{n}`. Use `cache.get({n!r})` or fill it in `{f}` before reading."


def _java(rng: Random) -> Pair:
    c = rng.choice(MODULES).title()
    trace = (
        f'java.lang.NullPointerException: Cannot invoke "{c}.getId()" because "<local{rng.randrange(9)}>" is null\n'
        + "\n".join(
            f"\tat com.{rng.choice(MODULES)}.{c}Service.{rng.choice(VERBS)}({c}Service.java:{rng.randrange(20, 400)})"
            for _ in range(5)
        )
    )
    return (
        trace,
        f"`{c}` is null when `getId()` is called. Check the repository call above it, or wrap it in `Optional`.",
    )


def _log(rng: Random) -> Pair:
    rows = [
        (
            f"{iso(rng)}T{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}.{rng.randrange(1000):03}"
            f"Z {rng.choice(('INFO', 'WARN', 'ERROR'))} [{rng.choice(MODULES)}-{rng.randrange(16)}"
            f"] {name_of(rng)} user={w.split()[0].lower()} took={rng.randrange(9000)}ms "
            f"trace={rng.getrandbits(64):016x}"
        )
        for w in people(rng, 8)
    ]
    return "What went wrong?\n" + "\n".join(
        rows
    ), f"The slowest call is in {rng.choice(MODULES)}; the errors follow it within a second, so a timeout is likely."


def _sql(rng: Random) -> Pair:
    rows = [f" {rng.randrange(9999):>6} | {w:<24} | {email(rng, w):<40} | {iso(rng)}" for w in people(rng, 5)]
    return (
        "psql says\n id | name | email | created_at\n----+------+-------+-----------\n"
        + "\n".join(rows)
        + "\n(5 rows)\nQuery for those after 2022?",
        "SELECT id, name, email\nFROM customers\nWHERE created_at > '2022-12-31'\nORDER BY created_at;",
    )


def _inserts(rng: Random) -> Pair:
    who = people(rng, 6)
    return (
        "Write SQL inserts with test data for customers(name, email, phone).",
        "INSERT INTO customers (name, email, phone) VALUES\n"
        + ",\n".join(f"  ('{w}', '{email(rng, w)}', '{phone(rng)}')" for w in who)
        + ";",
    )


def _shell(rng: Random) -> Pair:
    m = rng.choice(MODULES)
    return (
        (
            f"$ systemctl status {m}\n● {m}.service - {m}\n   Loaded: "
            f"loaded (/etc/systemd/system/{m}.service; enabled)\n"
            f"   Active: failed (Result: exit-code) since {iso(rng)} "
            f"03:{rng.randrange(10, 60)}:01 UTC\n  Process: {rng.randrange(99999)} "
            f"ExecStart=/opt/{m}/bin/run (code=exited, status=203/EXEC)\n"
            f"$"
        ),
        (
            f"Status 203/EXEC means that systemd could not run the "
            f"file: `chmod +x /opt/{m}/bin/run`, then `systemctl "
            f"restart {m}`."
        ),
    )


def _one_liner(rng: Random) -> Pair:
    n = rng.randrange(2, 90)
    return (
        f"one-liner: files bigger than {n} MB, newest first",
        f"find . -type f -size +{n}M -printf '%T@ %s %p\\n' | sort -rn | awk '{{print $2,$3}}'",
    )


def _golf(rng: Random) -> Pair:
    n = rng.randrange(50, 200)
    return f"Shortest FizzBuzz in Python up to {n}?", rng.choice(
        (
            f"for i in range(1,{n}):print('Fizz'*(i%3<1)+'Buzz'*(i%5<1)or i)",
            f"i=0\nwhile i<{n}:i+=1;print(i%3//2*'Fizz'+i%5//4*'Buzz'or i)",
        )
    )


def _esolang(rng: Random) -> Pair:
    return rng.choice(
        ("Hello World in Brainfuck?", "print Hello World! in brainf***", "Shortest Hello World in Brainfuck")
    ), "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++."


def _jq(rng: Random) -> Pair:
    n = rng.choice(NOUNS)
    return (
        f"jq: names of all with {n} > {rng.randrange(99)}",
        f"jq -r '.items[] | select(.{n} > {rng.randrange(99)}) | .name'",
    )


def _settings(rng: Random) -> Pair:
    m = rng.choice(MODULES)
    ini = (
        f"[{m}]\nhost = db{rng.randrange(9)}.internal\nport = "
        f"{rng.randrange(1024, 65535)}\npool_size = {rng.randrange(2, 50)}\n"
        f"debug = false\n[smtp]\nfrom = noreply@{firm(rng).split()[0].lower()}.example"
    )
    return f"As YAML\n{ini}", "\n".join(
        x if not x.startswith("[") else x.strip("[]") + ":"
        for x in ini.replace(" = ", ": ").replace("\n", "\n  ").replace("\n  [", "\n[").splitlines()
    )


def _yaml(rng: Random) -> Pair:
    m = rng.choice(MODULES)
    return (
        f"Kubernetes deployment for {m}, {rng.randrange(2, 9)} replicas",
        (
            f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n "
            f" name: {m}\nspec:\n  replicas: {rng.randrange(2, 9)}\n"
            f"  selector:\n    matchLabels:\n      app: {m}\n  template:\n"
            f"    metadata:\n      labels:\n        app: {m}\n   "
            f" spec:\n      containers:\n        - name: {m}\n   "
            f"       image: registry.example/{m}:{rng.randrange(9)}.{rng.randrange(20)}.{rng.randrange(20)}"
            f"\n          ports:\n            - containerPort: {rng.randrange(3000, 9999)}"
        ),
    )


def _xml(rng: Random) -> Pair:
    who = people(rng, 4)
    rows = "\n".join(
        (
            f'  <employee id="{rng.randrange(9999)}"><first>{w.split()[0]}</first><last>{w.split()[1]}'
            f"</last><city>{rng.choice(CITIES)}</city></employee>"
        )
        for w in who
    )
    return (
        f"XPath for the last names? And as JSON.\n<staff>\n{rows}\n</staff>",
        "`/staff/employee/last/text()`\n\n"
        + json.dumps([{"first": w.split()[0], "last": w.split()[1]} for w in who], indent=2),
    )


def _html(rng: Random) -> Pair:
    who = people(rng, 3)
    return f"HTML list of our team: {', '.join(who)}", '<ul class="team">\n' + "\n".join(
        f'  <li><a href="/team/{w.lower().replace(" ", "-")}">{w}</a></li>' for w in who
    ) + "\n</ul>"


def _css(rng: Random) -> Pair:
    c = f"#{rng.getrandbits(24):06x}"
    return (
        f"button with rounded corners in {c}",
        (
            f".btn {{\n  background: {c};\n  border-radius: {rng.randrange(4, 30)}px;"
            f"\n  padding: .5rem 1rem;\n  box-shadow: 0 1px 3px rgba(0,"
            f"0,0,.{rng.randrange(1, 9)});\n}}"
        ),
    )


def _svg(rng: Random) -> Pair:
    d = " ".join(f"{rng.choice('MLCQ')}{rng.randrange(200)},{rng.randrange(200)}" for _ in range(14))
    return (
        "Draw me an icon of a leaf as SVG.",
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 '
            f'0 200 200"><path d="{d} Z" fill="#{rng.getrandbits(24):06x}"/></svg>'
        ),
    )
