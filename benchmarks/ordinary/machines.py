"""Requests with what machines write: headers, keys, traces of faults, listings, formulas of chemistry and life."""

from __future__ import annotations

import base64
from random import Random

from benchmarks.ordinary.invented import CITIES, Pair, iso, person, slug
from benchmarks.ordinary.trades import LOW, UP, draw_signs


def _http(rng: Random) -> Pair:
    return (
        (
            f"GET /api/v2/items?cursor={base64.urlsafe_b64encode(rng.randbytes(18)).decode()} "
            f"HTTP/1.1\nHost: shop.example\nUser-Agent: Mozilla/5.0 "
            f"(X11; Linux x86_64; rv:{rng.randrange(90, 140)}.0) "
            f"Gecko/20100101\nCookie: sid={rng.getrandbits(128):032x};"
            f" _ga=GA1.2.{rng.randrange(10**9)}.{rng.randrange(10**9)}\n"
            f'If-None-Match: "{rng.getrandbits(64):x}"\n\nWhy do '
            f"I get 304?"
        ),
        "Because your ETag still matches: the page has not changed.",
    )


def _csp(rng: Random) -> Pair:
    h = base64.b64encode(rng.randbytes(32)).decode()
    return (
        "CSP header that allows one inline script with its hash",
        (
            f"Content-Security-Policy: default-src 'self'; script-src "
            f"'self' 'sha256-{h}'; object-src 'none'; base-uri 'none'"
        ),
    )


def _lockfile(rng: Random) -> Pair:
    h = base64.b64encode(rng.randbytes(64)).decode()
    n = slug(person(rng).split()[1])
    return (
        (
            f'"node_modules/{n}-parse": {{"version": "{rng.randrange(9)}.{rng.randrange(30)}.1",'
            f' "resolved": "https://registry.example/{n}-parse.tgz",'
            f' "integrity": "sha512-{h}"}} what is integrity?'
        ),
        "A hash of the package; npm refuses a file that does not match it.",
    )


def _ssh_key(rng: Random) -> Pair:
    k = base64.b64encode(rng.randbytes(51)).decode()
    return f"Which type is this key? ssh-ed25519 AAAA{k} {slug(person(rng))}@laptop", rng.choice(
        ("ED25519.", "It is an Ed25519 public key.")
    )


def _certificate(rng: Random) -> Pair:
    b = "\n".join(base64.b64encode(rng.randbytes(48)).decode() for _ in range(9))
    return (
        f"-----BEGIN CERTIFICATE-----\n{b}\n-----END CERTIFICATE-----\nHow do I read this?",
        "openssl x509 -in cert.pem -noout -text",
    )


def _minified(rng: Random) -> Pair:
    js = (
        f"!function(e,t){{var n=e.{draw_signs(rng, LOW, 2)}||{{}};"
        f"n.{draw_signs(rng, LOW, 1)}=function(r){{return r&&r.length>{rng.randrange(9)}?t(r[0]):nu"
        f"ll}},e.{draw_signs(rng, LOW, 3)}=n}}(window,parseInt);"
    )
    return (
        f"Unminify {js}",
        (
            "(function (global, parse) {\n  const ns = global.ns "
            "|| {};\n  ns.first = function (items) {\n    return "
            "items && items.length > 0 ? parse(items[0]) : null;"
            "\n  };\n  global.ns = ns;\n})(window, parseInt);"
        ),
    )


def _gdb(rng: Random) -> Pair:
    rows = [
        (
            f"#{n}  0x{rng.getrandbits(47):016x} in {draw_signs(rng, LOW, 3)}_{rng.choice(('alloc', 'read', 'walk'))}"
            f" (p=0x{rng.getrandbits(44):x}, n={rng.randrange(99)}) "
            f"at src/{draw_signs(rng, LOW, 4)}.c:{rng.randrange(900)}"
        )
        for n in range(6)
    ]
    return "Segfault, why?\n" + "\n".join(
        rows
    ), "The pointer passed in frame 0 has been freed or never set; build with -fsanitize=address to see where."


def _dmesg(rng: Random) -> Pair:
    return (
        (
            f"[{rng.uniform(1, 9000):12.6f}] BUG: unable to handle "
            f"page fault for address: {rng.getrandbits(63):016x}\n"
            f"[{rng.uniform(1, 9000):12.6f}] RIP: 0010:nf_ct_get+0x{rng.randrange(99):x}/0x1a0 "
            f"[nf_conntrack]\n[{rng.uniform(1, 9000):12.6f}] RSP: "
            f"0018:{rng.getrandbits(63):016x} EFLAGS: 00010246"
        ),
        "The connection-tracking module read a bad address; update the kernel or unload nf_conntrack to test.",
    )


def _ps(rng: Random) -> Pair:
    rows = [
        (
            f"{rng.choice(('root', 'www', slug(person(rng)).split('.')[0]))} "
            f"{rng.randrange(99999)} {rng.uniform(0, 90):.1f} {rng.uniform(0, 20):.1f} "
            f"{rng.randrange(10**6)} {rng.randrange(10**5)} ? Ssl "
            f"{rng.randrange(24):02}:{rng.randrange(60):02} {rng.randrange(90)}:{rng.randrange(60):02}"
            f" /usr/sbin/{draw_signs(rng, LOW, 4)}d -f"
        )
        for _ in range(8)
    ]
    return "USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND\n" + "\n".join(rows) + "\nPID of the busiest?", max(
        rows, key=lambda r: float(r.split()[2])
    ).split()[1]


def _ls(rng: Random) -> Pair:
    rows = [
        (
            f"-rw-r--r-- 1 {slug(person(rng)).split('.')[0]} staff "
            f"{rng.randrange(10**7):>8} {iso(rng)} {draw_signs(rng, LOW, 3)}_{rng.randrange(99):02}"
            f".{rng.choice(('csv', 'parquet', 'log.gz', 'pkl'))}"
        )
        for _ in range(8)
    ]
    return "ls -la\n" + "\n".join(rows) + "\nlargest?", max(rows, key=lambda r: int(r.split()[4])).split()[-1]


def _dig(rng: Random) -> Pair:
    return (
        (
            f";; ANSWER SECTION:\nshop.example. {rng.randrange(30, 9000)} "
            f"IN A 93.184.{rng.randrange(255)}.{rng.randrange(255)}\n"
            f'shop.example. 300 IN TXT "v=spf1 include:_spf.mail.example '
            f'~all"\n;; Query time: {rng.randrange(90)} msec\nTTL?'
        ),
        f"{rng.randrange(30, 9000)} seconds",
    )


def _frame(rng: Random) -> Pair:
    rows = [
        f"{n}  {rng.choice(CITIES):<10} {rng.uniform(0, 1):.4f}  {rng.uniform(0, 1):.4f}  NaN  {rng.randrange(99)}"
        for n in range(8)
    ]
    return "   city       p_val   q_val   z    n\n" + "\n".join(rows) + "\nmean of p_val?", f"{rng.uniform(0, 1):.4f}"


def _gpu(rng: Random) -> Pair:
    return (
        (
            f"| 0  NVIDIA A100-SXM4-80GB  On | 00000000:{rng.randrange(10, 99)}:00.0 "
            f"Off | 0 |\n| N/A  {rng.randrange(30, 80)}C  P0  {rng.randrange(60, 400)}W "
            f"/ 400W | {rng.randrange(10**4, 8 * 10**4)}MiB / 81920MiB "
            f"| {rng.randrange(101)}%  Default |\nhow much memory "
            f"is free"
        ),
        f"{rng.randrange(1000, 40000)} MiB",
    )


def _confusion(rng: Random) -> Pair:
    return (
        f"tn={rng.randrange(900)} fp={rng.randrange(90)} fn={rng.randrange(90)} tp={rng.randrange(900)} f1?",
        f"{rng.uniform(0.5, 1):.3f}",
    )


def _iupac(rng: Random) -> Pair:
    n = rng.choice(
        (
            "2,4-dinitrophenylhydrazine",
            "N-(4-hydroxyphenyl)acetamide",
            "(2S)-2-amino-3-phenylpropanoic acid",
            "1,3,7-trimethylpurine-2,6-dione",
            "bicyclo[2.2.1]hept-2-ene",
        )
    )
    return f"What is {n}?", rng.choice(
        ("Paracetamol.", "It is also called norbornene; C7H10.", "L-phenylalanine, C9H11NO2", "caffeine")
    )


def _reaction(rng: Random) -> Pair:
    return rng.choice(
        (
            "Balance: KMnO4 + HCl -> KCl + MnCl2 + H2O + Cl2",
            "balance Fe2O3 + CO -> Fe + CO2",
            "Cu + HNO3 -> Cu(NO3)2 + NO2 + H2O",
        )
    ), rng.choice(
        (
            "2 KMnO4 + 16 HCl → 2 KCl + 2 MnCl2 + 8 H2O + 5 Cl2",
            "Fe2O3 + 3 CO → 2 Fe + 3 CO2",
            "Cu + 4 HNO3 → Cu(NO3)2 + 2 NO2 + 2 H2O",
        )
    )


def _inchi(rng: Random) -> Pair:
    return "InChI and InChIKey of " + rng.choice(("ethanol", "aspirin", "water")), rng.choice(
        (
            "InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3\nLFQSCWFLJHTTHZ-UHFFFAOYSA-N",
            "InChI=1S/C9H8O4/c1-6(10)13-8-5-3-2-4-7(8)9(11)12/h2-5H,1H3,(H,11,12)\nBSYNRYMUTXBXSQ-UHFFFAOYSA-N",
        )
    )


def _protein(rng: Random) -> Pair:
    s = draw_signs(rng, "ACDEFGHIKLMNPQRSTVWY", rng.randrange(30, 90))
    return (
        f">sp|{draw_signs(rng, UP, 1)}{rng.randrange(10**4, 10**5)}|X_HUMAN\n{s}\nMolecular weight? How many K?",
        rng.choice((f"About {len(s) * 0.11:.1f} kDa; {s.count('K')} lysines.", str(s.count("K")))),
    )


def _primers(rng: Random) -> Pair:
    return (
        f"Design primers for a {rng.randrange(100, 400)} bp amplicon of GAPDH",
        (
            f"F: 5'-{draw_signs(rng, 'ACGT', 20)}-3' (Tm {rng.uniform(57, 62):.1f} "
            f"°C)\nR: 5'-{draw_signs(rng, 'ACGT', 20)}-3' (Tm {rng.uniform(57, 62):.1f} "
            f"°C)"
        ),
    )


def _variants(rng: Random) -> Pair:
    return (
        (
            f"What does NM_00{rng.randrange(1000, 9999)}.4:c.{rng.randrange(100, 3000)}{rng.choice('ACGT')}"
            f">{rng.choice('ACGT')} (p.Arg{rng.randrange(20, 900)}Ter) "
            f"mean?"
        ),
        "A change of one base makes an early stop codon, so the protein is cut short.",
    )


def _chess_mate(rng: Random) -> Pair:
    return (
        (
            f"White: Kg1, Qd{rng.randrange(1, 8)}, Rf1, pawns f2 "
            f"g2 h2. Black: Kh8, Rf8, pawns g7 h7. Mate in {rng.randrange(2, 4)}?"
        ),
        rng.choice(("1. Qxf8#", "1.Qd8 Rxd8 2.Rxd8#", "Qf7!")),
    )
