"""Requests in the shorthand of trades, games and old or invented languages, of which few words are in any dictionary.

Everything is drawn at random; read by `benchmarks.ordinary`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import string
import uuid
from random import Random

from benchmarks.invented import CITIES, GIVEN, PRODUCTS, date, firm, iso, people, person, slug

Pair = tuple[str, str]
UP, LOW, HEX = string.ascii_uppercase, string.ascii_lowercase, "0123456789abcdef"


def _draw(rng: Random, signs: str, n: int) -> str:
    return "".join(rng.choices(signs, k=n))


def _metar(rng: Random) -> Pair:
    s = rng.choice(("EGLL", "EDDF", "KJFK", "LFPG", "ENGM"))
    m = f"{s} {rng.randrange(1, 29):02}{rng.randrange(24):02}20Z {rng.randrange(36) * 10:03}{rng.randrange(3, 40):02}G{rng.randrange(25, 50)}KT {rng.randrange(2, 9)}000 -RA BKN{rng.randrange(5, 40):03} OVC0{rng.randrange(40, 90)} {rng.randrange(2, 19):02}/{rng.randrange(1, 9):02} Q{rng.randrange(980, 1035)} NOSIG"
    return f"Decode this METAR: {m}", f"Wind from {m.split()[2][:3]}°, light rain, broken clouds, pressure {m.split()[-2][1:]} hPa."


def _taf(rng: Random) -> Pair:
    return f"TAF please for {rng.choice(('EGCC', 'LSZH', 'EKCH'))}, any thunderstorms?", f"TAF EGCC {rng.randrange(10, 29)}1100Z {rng.randrange(10, 28)}12/{rng.randrange(10, 28)}18 2{rng.randrange(10, 50)}12KT 9999 SCT030 PROB30 TEMPO {rng.randrange(10, 28)}14/{rng.randrange(10, 28)}17 4000 TSRA BKN012CB"


def _notam(rng: Random) -> Pair:
    return f"What does it mean? A{rng.randrange(1000, 9999)}/25 NOTAMN Q) EGTT/QMRLC/IV/NBO/A/000/999/5129N00028W005 A) EGLL B) 25{rng.randrange(10, 12)}120600 C) 25{rng.randrange(10, 12)}121400 E) RWY 09L/27R CLSD DUE WIP", "Runway 09L/27R at Heathrow is closed for work during that time."


def _amadeus(rng: Random) -> Pair:
    a = person(rng).upper().split()
    return f"Explain: 1.{a[1]}/{a[0]} MR 2 BA{rng.randrange(100, 999)} Y {rng.randrange(1, 28)}NOV 4 LHRJFK HK1 1120 1410 *1A/E* 3 AP LON 020 7946 0{rng.randrange(100, 999)} 4 TK OK{rng.randrange(1, 28)}OCT/LON1A0980", "A booking for one passenger in economy, London to New York, confirmed (HK1), ticketed in London."


def _vin(rng: Random) -> Pair:
    v = _draw(rng, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789", 17)
    return f"Model year of VIN {v}?", rng.choice((f"The 10th character, {v[9]}, is the model year: {rng.randrange(1990, 2026)}.", str(rng.randrange(1990, 2026))))


def _icd(rng: Random) -> Pair:
    c = rng.sample(("E11.9", "I10", "J45.909", "F32.1", "M54.5", "K21.9", "N39.0", "Z00.00", "S72.001A", "G43.909"), 5)
    return f"What are {', '.join(c)}?", "\n".join(f"{x}: {rng.choice(('type 2 diabetes', 'hypertension', 'asthma', 'low back pain', 'migraine'))}" for x in c)


def _hl7(rng: Random) -> Pair:
    a = person(rng).upper().split()
    return f"Which segment holds the result?\nMSH|^~\\&|LAB|HOSP|EHR|HOSP|{iso(rng).replace('-', '')}1030||ORU^R01|{rng.randrange(10**6)}|P|2.5\nPID|1||{rng.randrange(10**7)}^^^HOSP^MR||{a[1]}^{a[0]}||{rng.randrange(1930, 2010)}0{rng.randrange(1, 9)}12|F\nOBX|1|NM|718-7^HGB^LN||{rng.uniform(8, 17):.1f}|g/dL|12-16||||F", "OBX-5 holds the haemoglobin; its unit is in OBX-6."


def _edifact(rng: Random) -> Pair:
    return f"Quantity? UNH+{rng.randrange(9999)}+ORDERS:D:96A:UN'BGM+220+{rng.randrange(10**6)}+9'DTM+137:{iso(rng).replace('-', '')}:102'NAD+BY+{rng.randrange(10**12, 10**13)}::9'LIN+1++{rng.randrange(10**12, 10**13)}:EN'QTY+21:{rng.randrange(2, 400)}'UNS+S'UNT+8+1'", f"{rng.randrange(2, 400)}"


def _swift(rng: Random) -> Pair:
    a, f = person(rng).upper(), firm(rng).upper()
    return f"Explain the fields\n:20:{_draw(rng, UP + string.digits, 12)}\n:23B:CRED\n:32A:{iso(rng)[2:].replace('-', '')}EUR{rng.randrange(10**5)},00\n:50K:/{rng.randrange(10**9)}\n{a}\n:59:/{rng.randrange(10**9)}\n{f}\n:71A:SHA", "20 is the reference, 32A date, currency and amount, 50K the payer, 59 the payee, 71A who pays the charges (shared)."


def _nmea(rng: Random) -> Pair:
    return f"$GPGGA,{rng.randrange(10**5, 2 * 10**5)},{rng.randrange(4000, 5900)}.038,N,0{rng.randrange(1000, 1200)}.000,E,1,08,0.9,{rng.uniform(2, 900):.1f},M,46.9,M,,*{rng.randrange(10, 99)}\naltitude?", f"{rng.uniform(2, 900):.1f} m"


def _gcode(rng: Random) -> Pair:
    rows = [f"G1 X{rng.uniform(0, 200):.3f} Y{rng.uniform(0, 200):.3f} E{rng.uniform(0, 9):.5f} F{rng.randrange(600, 4800)}" for _ in range(6)]
    return "What does it do? M104 S210\nG28\n" + "\n".join(rows), "It heats the nozzle to 210 °C, homes all axes and prints a short path."


def _gcode_made(rng: Random) -> Pair:
    n = rng.randrange(10, 60)
    return f"G-code for a {n} mm square, feed 1200", f"G21\nG90\nG0 X0 Y0\nG1 X{n} F1200\nG1 Y{n}\nG1 X0\nG1 Y0\nM2"


def _knitting(rng: Random) -> Pair:
    n = rng.randrange(20, 90, 4)
    return f"What is this? CO {n}. R1: *k2, p2; rep from * to end. R2: sl1 wyif, k1, yo, ssk, k2tog, yo, p to last 2 sts, k2. BO.", f"Cast on {n} stitches, work a 2x2 rib, then a lace row with yarn overs and decreases, and bind off."


def _crochet(rng: Random) -> Pair:
    return f"Pattern for an amigurumi ball, {rng.randrange(4, 9)} cm", f"R1: 6 sc in MR (6)\nR2: inc x6 (12)\nR3: (sc, inc) x6 (18)\nR4: (2 sc, inc) x6 (24)\nR5-{rng.randrange(7, 12)}: sc around (24)\nR: (2 sc, dec) x6 (18)\nFO."


def _cube(rng: Random) -> Pair:
    moves = " ".join(rng.choice("RUFLDB") + rng.choice(("", "'", "2")) for _ in range(20))
    return f"Scramble: {moves}\nCross solution?", " ".join(rng.choice("RUFLDB") + rng.choice(("", "'", "2")) for _ in range(7))


def _deck(rng: Random) -> Pair:
    rows = [f"{rng.randrange(1, 5)} {rng.choice(('Ember', 'Moss', 'Grave', 'Storm'))} {rng.choice(('Adept', 'Drake', 'Warden', 'Sprite'))} ({_draw(rng, UP, 3)}) {rng.randrange(1, 300)}" for _ in range(8)]
    return "How many cards?\n" + "\n".join(rows), str(sum(int(r.split()[0]) for r in rows))


def _minecraft(rng: Random) -> Pair:
    return f"Minecraft command: give {rng.choice(GIVEN)} a sword with sharpness {rng.randrange(1, 9)}", f"/give @p minecraft:diamond_sword{{Enchantments:[{{id:\"minecraft:sharpness\",lvl:{rng.randrange(1, 9)}s}}]}} 1"


def _ham(rng: Random) -> Pair:
    c = f"{rng.choice(('DL', 'G', 'W', 'OH'))}{rng.randrange(1, 9)}{_draw(rng, UP, 3)}"
    return f"Explain: CQ CQ DE {c} {c} PSE K, RST 599 QTH {rng.choice(CITIES).upper()} 73 SK", f"{c} calls anybody, reports a perfect signal from its location, and says goodbye (73)."


def _scrabble(rng: Random) -> Pair:
    r = rng.choice(("AEINRST", "RETAINS", "OALDGER", "EESTRGU", "QIXAEOT"))
    return f"Best Scrabble word with {' '.join(r)}?", rng.choice(("RETAINS, 66 points with the bonus", "NASTIER", "QI", "GREET"))


def _word_search(rng: Random) -> Pair:
    grid = "\n".join(" ".join(_draw(rng, UP, 10)) for _ in range(10))
    return f"Find HARBOUR in this grid\n{grid}", rng.choice(("It is not there.", "Row 3, column 2, going down.", "R3C2 ↓"))


def _word_search_made(rng: Random) -> Pair:
    return f"Make an {rng.randrange(8, 11)}x8 word search with SUN, MOON and STAR", "\n".join(" ".join(_draw(rng, UP, 8)) for _ in range(8))


def _boggle(rng: Random) -> Pair:
    grid = "\n".join(_draw(rng, "AEIORSTLNDCMPH", 4) for _ in range(4))
    return f"Boggle words:\n{grid}", "rate, late, tale, seat, eats, teas, rail, liar, sole, lose"


def _cryptarithm(rng: Random) -> Pair:
    return rng.choice(("SEND + MORE = MONEY", "Solve SEND+MORE=MONEY")), rng.choice(("9567 + 1085 = 10652", "S=9 E=5 N=6 D=7 M=1 O=0 R=8 Y=2"))


def _nonogram(rng: Random) -> Pair:
    return "Nonogram. Rows: " + "; ".join(" ".join(str(rng.randrange(1, 4)) for _ in range(2)) for _ in range(5)) + " Cols: " + "; ".join(str(rng.randrange(1, 5)) for _ in range(5)), "\n".join("".join(rng.choice("█·") for _ in range(5)) for _ in range(5))


def _elvish(rng: Random) -> Pair:
    t = rng.choice((("“Elen síla lúmenn' omentielvo”", "A star shines on the hour of our meeting."), ("“nuqneH”", "What do you want? (Klingon)"), ("“Valar morghulis”", "All men must die."), ("“toki! sina pilin seme?”", "Hello! How do you feel? (toki pona)"), ("“Kiel vi fartas?”", "How are you? (Esperanto)")))
    return f"What does {t[0]} mean?", t[1]


def _into_conlang(rng: Random) -> Pair:
    t = rng.choice((("toki pona", "jan pona mi li kama. ona li wile moku e kili."), ("Esperanto", "Mia amiko venas. Li volas manĝi fruktojn."), ("Klingon", "ghoS jupwI'. naH Sop neH."), ("Interlingua", "Mi amico veni. Ille vole mangiar fructos."), ("Quenya", "Meldonya túla. Meris matë yávi."), ("Volapük", "Flen obik kömon. Vilom fidön flukis."), ("Lojban", "lo pendo be mi cu klama .i ri djica lo nu citka lo grute")))
    return f"Into {t[0]}: My friend is coming. He wants to eat fruit.", t[1]


def _old(rng: Random) -> Pair:
    t = rng.choice((("Hwæt. We Gardena in geardagum, þeodcyninga, þrym gefrunon", "Listen! We have heard of the glory of the Spear-Danes' kings in days gone by."), ("Whan that Aprille with his shoures soote", "When April with its sweet showers"), ("Gallia est omnis divisa in partes tres", "All Gaul is divided into three parts."), ("Deyr fé, deyja frændr, deyr sjalfr it sama", "Cattle die, kinsmen die, you yourself die too."), ("μῆνιν ἄειδε θεὰ Πηληϊάδεω Ἀχιλῆος", "Sing, goddess, the wrath of Achilles."), ("dharmakṣetre kurukṣetre samavetā yuyutsavaḥ", "Gathered on the field of dharma, eager to fight"), ("arma virumque cano, Troiae qui primus ab oris", "I sing of arms and the man who first from the shores of Troy")))
    return (f"Translate: {t[0]}", t[1]) if rng.random() < 0.6 else (f"Give me the original of “{t[1]}”", t[0])


def _nonsense(rng: Random) -> Pair:
    return f"Ten pseudo-words for a reading test, {rng.randrange(5, 8)} letters", ", ".join("".join(rng.choice("bdfgklmnprstv") + rng.choice("aeiou") for _ in range(3)) for _ in range(10))


def _mash(rng: Random) -> Pair:
    return _draw(rng, "asdfghjkl;", rng.randrange(5, 30)), rng.choice(("I did not get that. Could you say it again?", "🤔", "Hm?", "That looks like a cat on the keyboard."))


def _lorem(rng: Random) -> Pair:
    return f"{rng.randrange(1, 4)} paragraphs of lorem ipsum", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris."


def _leet(rng: Random) -> Pair:
    return f"Gamer tags for a {rng.choice(PRODUCTS)} fan called {rng.choice(GIVEN)}", "\n".join(f"xX_{rng.choice(('Sh4d0w', 'N1ght', 'Gr1m', 'V01d'))}{rng.choice(('W0lf', 'R34per', 'K1ng'))}{rng.randrange(99)}_Xx" for _ in range(6))


def _styled(rng: Random) -> Pair:
    w = rng.choice(("Hello", "Summer", "Sunday vibes"))
    bold = "".join(chr(0x1D4D0 + ord(c) - 65) if c.isupper() else chr(0x1D4EA + ord(c) - 97) if c.islower() else c for c in w)
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else "　" for c in w)
    return f"Write “{w}” in fancy letters for my bio", f"{bold}\n{wide}\n{' '.join(w)}"


def _kaomoji(rng: Random) -> Pair:
    return "Shrug and table flip kaomoji" + rng.choice(("?", " pls", "!")), "¯\\_(ツ)_/¯\n(╯°□°)╯︵ ┻━┻\n(づ｡◕‿‿◕｡)づ"


def _discord(rng: Random) -> Pair:
    return f"<@{rng.randrange(10**17, 10**18)}> said in <#{rng.randrange(10**17, 10**18)}>: pog :kek: :{rng.choice(GIVEN).lower()}Hype: gg ez\nwhat does it mean", "They are happy about an easy win: “pog” is excitement, “gg ez” means good game, easy."


def _http(rng: Random) -> Pair:
    return f"GET /api/v2/items?cursor={base64.urlsafe_b64encode(rng.randbytes(18)).decode()} HTTP/1.1\nHost: shop.example\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:{rng.randrange(90, 140)}.0) Gecko/20100101\nCookie: sid={rng.getrandbits(128):032x}; _ga=GA1.2.{rng.randrange(10**9)}.{rng.randrange(10**9)}\nIf-None-Match: \"{rng.getrandbits(64):x}\"\n\nWhy do I get 304?", "Because your ETag still matches: the page has not changed."


def _csp(rng: Random) -> Pair:
    h = base64.b64encode(rng.randbytes(32)).decode()
    return "CSP header that allows one inline script with its hash", f"Content-Security-Policy: default-src 'self'; script-src 'self' 'sha256-{h}'; object-src 'none'; base-uri 'none'"


def _lockfile(rng: Random) -> Pair:
    h = base64.b64encode(rng.randbytes(64)).decode()
    n = slug(person(rng).split()[1])
    return f'"node_modules/{n}-parse": {{"version": "{rng.randrange(9)}.{rng.randrange(30)}.1", "resolved": "https://registry.example/{n}-parse.tgz", "integrity": "sha512-{h}"}} what is integrity?', "A hash of the package; npm refuses a file that does not match it."


def _ssh_key(rng: Random) -> Pair:
    k = base64.b64encode(rng.randbytes(51)).decode()
    return f"Which type is this key? ssh-ed25519 AAAA{k} {slug(person(rng))}@laptop", rng.choice(("ED25519.", "It is an Ed25519 public key."))


def _certificate(rng: Random) -> Pair:
    b = "\n".join(base64.b64encode(rng.randbytes(48)).decode() for _ in range(9))
    return f"-----BEGIN CERTIFICATE-----\n{b}\n-----END CERTIFICATE-----\nHow do I read this?", "openssl x509 -in cert.pem -noout -text"


def _minified(rng: Random) -> Pair:
    js = f"!function(e,t){{var n=e.{_draw(rng, LOW, 2)}||{{}};n.{_draw(rng, LOW, 1)}=function(r){{return r&&r.length>{rng.randrange(9)}?t(r[0]):null}},e.{_draw(rng, LOW, 3)}=n}}(window,parseInt);"
    return f"Unminify {js}", "(function (global, parse) {\n  const ns = global.ns || {};\n  ns.first = function (items) {\n    return items && items.length > 0 ? parse(items[0]) : null;\n  };\n  global.ns = ns;\n})(window, parseInt);"


def _gdb(rng: Random) -> Pair:
    rows = [f"#{n}  0x{rng.getrandbits(47):016x} in {_draw(rng, LOW, 3)}_{rng.choice(('alloc', 'read', 'push', 'walk'))} (p=0x{rng.getrandbits(44):x}, n={rng.randrange(99)}) at src/{_draw(rng, LOW, 4)}.c:{rng.randrange(900)}" for n in range(6)]
    return "Segfault, why?\n" + "\n".join(rows), "The pointer passed in frame 0 has been freed or never set; build with -fsanitize=address to see where."


def _dmesg(rng: Random) -> Pair:
    return f"[{rng.uniform(1, 9000):12.6f}] BUG: unable to handle page fault for address: {rng.getrandbits(63):016x}\n[{rng.uniform(1, 9000):12.6f}] RIP: 0010:nf_ct_get+0x{rng.randrange(99):x}/0x1a0 [nf_conntrack]\n[{rng.uniform(1, 9000):12.6f}] RSP: 0018:{rng.getrandbits(63):016x} EFLAGS: 00010246", "The connection-tracking module read a bad address; update the kernel or unload nf_conntrack to test."


def _ps(rng: Random) -> Pair:
    rows = [f"{rng.choice(('root', 'www', slug(person(rng)).split('.')[0]))} {rng.randrange(99999)} {rng.uniform(0, 90):.1f} {rng.uniform(0, 20):.1f} {rng.randrange(10**6)} {rng.randrange(10**5)} ? Ssl {rng.randrange(24):02}:{rng.randrange(60):02} {rng.randrange(90)}:{rng.randrange(60):02} /usr/sbin/{_draw(rng, LOW, 4)}d -f" for _ in range(8)]
    return "USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND\n" + "\n".join(rows) + "\nPID of the busiest?", max(rows, key=lambda r: float(r.split()[2])).split()[1]


def _ls(rng: Random) -> Pair:
    rows = [f"-rw-r--r-- 1 {slug(person(rng)).split('.')[0]} staff {rng.randrange(10**7):>8} {iso(rng)} {_draw(rng, LOW, 3)}_{rng.randrange(99):02}.{rng.choice(('csv', 'parquet', 'log.gz', 'pkl'))}" for _ in range(8)]
    return "ls -la\n" + "\n".join(rows) + "\nlargest?", max(rows, key=lambda r: int(r.split()[4])).split()[-1]


def _dig(rng: Random) -> Pair:
    return f";; ANSWER SECTION:\nshop.example. {rng.randrange(30, 9000)} IN A 93.184.{rng.randrange(255)}.{rng.randrange(255)}\nshop.example. 300 IN TXT \"v=spf1 include:_spf.mail.example ~all\"\n;; Query time: {rng.randrange(90)} msec\nTTL?", f"{rng.randrange(30, 9000)} seconds"


def _frame(rng: Random) -> Pair:
    rows = [f"{n}  {rng.choice(CITIES):<10} {rng.uniform(0, 1):.4f}  {rng.uniform(0, 1):.4f}  NaN  {rng.randrange(99)}" for n in range(8)]
    return "   city       p_val   q_val   z    n\n" + "\n".join(rows) + "\nmean of p_val?", f"{rng.uniform(0, 1):.4f}"


def _gpu(rng: Random) -> Pair:
    return f"| 0  NVIDIA A100-SXM4-80GB  On | 00000000:{rng.randrange(10, 99)}:00.0 Off | 0 |\n| N/A  {rng.randrange(30, 80)}C  P0  {rng.randrange(60, 400)}W / 400W | {rng.randrange(10**4, 8 * 10**4)}MiB / 81920MiB | {rng.randrange(101)}%  Default |\nhow much memory is free", f"{rng.randrange(1000, 40000)} MiB"


def _confusion(rng: Random) -> Pair:
    return f"tn={rng.randrange(900)} fp={rng.randrange(90)} fn={rng.randrange(90)} tp={rng.randrange(900)} f1?", f"{rng.uniform(0.5, 1):.3f}"


def _iupac(rng: Random) -> Pair:
    n = rng.choice(("2,4-dinitrophenylhydrazine", "N-(4-hydroxyphenyl)acetamide", "(2S)-2-amino-3-phenylpropanoic acid", "1,3,7-trimethylpurine-2,6-dione", "bicyclo[2.2.1]hept-2-ene"))
    return f"What is {n}?", rng.choice(("Paracetamol.", "It is also called norbornene; C7H10.", "L-phenylalanine, C9H11NO2", "caffeine"))


def _reaction(rng: Random) -> Pair:
    return rng.choice(("Balance: KMnO4 + HCl -> KCl + MnCl2 + H2O + Cl2", "balance Fe2O3 + CO -> Fe + CO2", "Cu + HNO3 -> Cu(NO3)2 + NO2 + H2O")), rng.choice(("2 KMnO4 + 16 HCl → 2 KCl + 2 MnCl2 + 8 H2O + 5 Cl2", "Fe2O3 + 3 CO → 2 Fe + 3 CO2", "Cu + 4 HNO3 → Cu(NO3)2 + 2 NO2 + 2 H2O"))


def _inchi(rng: Random) -> Pair:
    return "InChI and InChIKey of " + rng.choice(("ethanol", "aspirin", "water")), rng.choice(("InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3\nLFQSCWFLJHTTHZ-UHFFFAOYSA-N", "InChI=1S/C9H8O4/c1-6(10)13-8-5-3-2-4-7(8)9(11)12/h2-5H,1H3,(H,11,12)\nBSYNRYMUTXBXSQ-UHFFFAOYSA-N"))


def _protein(rng: Random) -> Pair:
    s = _draw(rng, "ACDEFGHIKLMNPQRSTVWY", rng.randrange(30, 90))
    return f">sp|{_draw(rng, UP, 1)}{rng.randrange(10**4, 10**5)}|X_HUMAN\n{s}\nMolecular weight? How many K?", rng.choice((f"About {len(s) * 0.11:.1f} kDa; {s.count('K')} lysines.", str(s.count("K"))))


def _primers(rng: Random) -> Pair:
    return f"Design primers for a {rng.randrange(100, 400)} bp amplicon of GAPDH", f"F: 5'-{_draw(rng, 'ACGT', 20)}-3' (Tm {rng.uniform(57, 62):.1f} °C)\nR: 5'-{_draw(rng, 'ACGT', 20)}-3' (Tm {rng.uniform(57, 62):.1f} °C)"


def _variants(rng: Random) -> Pair:
    return f"What does NM_00{rng.randrange(1000, 9999)}.4:c.{rng.randrange(100, 3000)}{rng.choice('ACGT')}>{rng.choice('ACGT')} (p.Arg{rng.randrange(20, 900)}Ter) mean?", "A change of one base makes an early stop codon, so the protein is cut short."


def _chess_mate(rng: Random) -> Pair:
    return f"White: Kg1, Qd{rng.randrange(1, 8)}, Rf1, pawns f2 g2 h2. Black: Kh8, Rf8, pawns g7 h7. Mate in {rng.randrange(2, 4)}?", rng.choice(("1. Qxf8#", "1.Qd8 Rxd8 2.Rxd8#", "Qf7!"))


def _drums(rng: Random) -> Pair:
    return f"Drum tab, {rng.randrange(80, 160)} bpm rock beat", "HH|x-x-x-x-x-x-x-x-|\nSD|----o-------o---|\nBD|o-------o-o-----|"


def _lilypond(rng: Random) -> Pair:
    return f"Lilypond for a C major scale, {rng.choice(('up', 'down'))}", "\\version \"2.24.0\"\n\\relative c' { \\clef treble \\key c \\major c4 d e f g a b c \\bar \"|.\" }"


def _solfege(rng: Random) -> Pair:
    return f"Solfège of {' '.join(rng.choices('CDEFGAB', k=10))}", " ".join(rng.choice(("do", "re", "mi", "fa", "sol", "la", "ti")) for _ in range(10))


def _apl(rng: Random) -> Pair:
    return f"APL: primes up to {rng.randrange(30, 99)}", rng.choice(("(~R∊R∘.×R)/R←1↓⍳50", "{⍵/⍨2=+⌿0=∘.|⍨⍵}⍳50"))


def _perl(rng: Random) -> Pair:
    return f"perl one-liner, swap columns {rng.randrange(1, 4)} and 4", "perl -F, -lane '@F[0,3]=@F[3,0]; print join \",\", @F' in.csv"


def _vim(rng: Random) -> Pair:
    return f"vim: delete all lines with {rng.choice(PRODUCTS).split()[-1]}, then indent, macro", ":g/pattern/d\ngg=G\nqq0f,lciw\"\"<Esc>Pjq100@q"


def _sed(rng: Random) -> Pair:
    return "sed: only what is between the first quotes", "sed -n 's/^[^\"]*\"\\([^\"]*\\)\".*/\\1/p' file"


def _assembly(rng: Random) -> Pair:
    return f"x86 asm: add {rng.randrange(99)} to eax and jump if zero", f"add eax, {rng.randrange(99)}\njz .done\nmov [rbp-0x{rng.randrange(8, 64):x}], eax\nlea rdi, [rip+msg]\n.done:\nret"


def _verilog(rng: Random) -> Pair:
    n = rng.randrange(4, 32)
    return f"{n}-bit counter in Verilog", f"module cnt(input clk, input rst_n, output reg [{n - 1}:0] q);\n  always @(posedge clk or negedge rst_n)\n    if (!rst_n) q <= {n}'d0;\n    else q <= q + 1'b1;\nendmodule"


def _terraform(rng: Random) -> Pair:
    return "terraform plan says: " + f"aws_instance.web[{rng.randrange(4)}] must be replaced, ami-{rng.getrandbits(68):017x} -> ami-{rng.getrandbits(68):017x}, sg-{rng.getrandbits(68):017x}. ok?", "The image has changed, so the instance is made anew; its data on instance storage is lost."


def _arns(rng: Random) -> Pair:
    return f"Which region? arn:aws:lambda:eu-west-{rng.randrange(1, 4)}:{rng.randrange(10**11, 10**12)}:function:{_draw(rng, LOW, 5)}-prod:{rng.randrange(40)}", f"eu-west-{rng.randrange(1, 4)}"


def _digests(rng: Random) -> Pair:
    return f"docker images --digests\napi {rng.randrange(9)}.2 sha256:{rng.getrandbits(256):064x} {rng.getrandbits(48):012x}\napi latest sha256:{rng.getrandbits(256):064x} {rng.getrandbits(48):012x}\nAre they the same?", rng.choice(("No.", "No, their digests differ."))


def _uuids(rng: Random) -> Pair:
    rows = [{"id": str(uuid.UUID(int=rng.getrandbits(128), version=4)), "p": str(uuid.UUID(int=rng.getrandbits(128), version=4))} for _ in range(4)]
    return f"{json.dumps(rows)} whose parent is the first?", rng.choice(("None of them.", rows[1]["id"], "2"))


def _embeddings(rng: Random) -> Pair:
    return f"Cosine of {[round(rng.uniform(-1, 1), 3) for _ in range(8)]} and {[round(rng.uniform(-1, 1), 3) for _ in range(8)]}", f"{rng.uniform(-1, 1):.4f}"


def _plates(rng: Random) -> Pair:
    return f"Where are these from? {' '.join(f'{_draw(rng, UP, 2)}{rng.randrange(10, 75)} {_draw(rng, UP, 3)}' for _ in range(5))}", "British plates; the first letters tell the region, the digits the half-year."


def _iban(rng: Random) -> Pair:
    return f"Is DE{rng.randrange(10, 99)} 1001 {rng.randrange(1000, 9999)} {rng.randrange(1000, 9999)} {rng.randrange(1000, 9999)} {rng.randrange(10, 99)} a valid IBAN?", rng.choice(("Yes, the check digits fit.", "No.", "no, the checksum is wrong"))


def _hashtags(rng: Random) -> Pair:
    return f"20 hashtags for {rng.choice(PRODUCTS)} photos in {rng.choice(CITIES)}", " ".join(f"#{rng.choice(('insta', 'daily', 'love', 'photo', 'travel', 'vintage'))}{rng.choice(('gram', 'ofday', 'lovers', 'vibes', 'mood'))}" for _ in range(20))


def _acronyms(rng: Random) -> Pair:
    some = rng.sample(("RSVP", "ETA", "FYI", "IIRC", "NDA", "KPI", "OKR", "SLA", "RFQ", "MoU", "COB", "EOD", "TBC", "P&L"), 7)
    return f"What do {', '.join(some)} stand for?", "\n".join(f"{a}: {rng.choice(('as it says', 'key figure', 'please answer', 'to be confirmed'))}" for a in some)


def _stutter(rng: Random) -> Pair:
    return f"Write a stuttering villager who greets {person(rng)}", "“W-w-welcome, m-my l-lord! Th-the r-road was l-l-long, y-yes?”"


def _sounds(rng: Random) -> Pair:
    return f"sound effects for a comic with a {rng.choice(PRODUCTS)}", "KRRRSSHH! FWOOOMP! tktktktk… SPLORCH! *bzzzzzt* THWACK! Aaaargh!!!"


def _arpabet(rng: Random) -> Pair:
    return f"ARPAbet of {rng.choice(('harbour', 'lantern', 'quarry'))}", rng.choice(("HH AA1 R B ER0", "L AE1 N T ER0 N", "K W AO1 R IY0"))


def _runes(rng: Random) -> Pair:
    return f"Elder Futhark for {rng.choice(GIVEN)}", "".join(rng.choice("ᚠᚢᚦᚨᚱᚲᚷᚹᚺᚾᛁᛃᛇᛈᛉᛊᛏᛒᛖᛗᛚᛜᛟᛞ") for _ in range(6))


def _braille(rng: Random) -> Pair:
    w = rng.choice(("tea", "milk", "sugar", "exit"))
    cells = dict(zip(LOW, "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵"))
    return f"Braille for {w}", "".join(cells[c] for c in w)


def _syllabics(rng: Random) -> Pair:
    return rng.choice(("hello in Cherokee?", "How do you say thank you in Inuktitut?", "Yes and no in Amharic")), rng.choice(("ᎣᏏᏲ (osiyo)", "ᖁᔭᓐᓇᒦᒃ (qujannamiik)", "አዎ (awo), አይ (ay)"))


def _furniture(rng: Random) -> Pair:
    return f"Which flat-pack shelf fits a {rng.randrange(40, 120)} cm wall?", rng.choice(("Try “Hällvik” or “Skogsta”, both 80 cm wide.", "FJÄLLBO 80×34×93, BRÖMSEN 60x30, or TRYSIL in white"))


def _welsh_places(rng: Random) -> Pair:
    return "Villages on the coast of Gwynedd?", ", ".join(rng.sample(("Aberdaron", "Abersoch", "Criccieth", "Llanbedrog", "Morfa Nefyn", "Pwllheli", "Tudweiliog", "Llangian", "Rhosgadfan"), 6))


def _maltese(rng: Random) -> Pair:
    return f"Word list {rng.choice(('Welsh', 'Irish', 'Basque'))}: house, water, bread, dog, tree, red", rng.choice(("tŷ, dŵr, bara, ci, coeden, coch", "teach, uisce, arán, madra, crann, dearg", "etxe, ur, ogi, txakur, zuhaitz, gorri"))


def _cards(rng: Random) -> Pair:
    return f"Bridge: ♠AK{rng.randrange(2, 9)} ♥QJT ♦K{rng.randrange(2, 9)}4 ♣A{rng.randrange(2, 9)}53 opening bid?", rng.choice(("1NT", "1♣", "1NT (15–17, balanced)"))


def _poker(rng: Random) -> Pair:
    return f"hero A♠K{rng.choice('♠♥')} BTN, villain 3bets 9bb, 100bb eff, 6max {rng.randrange(2, 50)}nl. 4b or call?", rng.choice(("4-bet to 22bb, get it in.", "call", "4b"))


def _trading(rng: Random) -> Pair:
    return f"EURUSD H4 RSI {rng.randrange(20, 80)}, MACD xover, 50EMA @ 1.0{rng.randrange(100, 999)}, SL 1.07{rng.randrange(10, 99)} TP 1.09{rng.randrange(10, 99)}. RR?", f"1:{rng.uniform(1, 4):.1f}"


def _crypto(rng: Random) -> Pair:
    return f"Which chain is 0x{rng.getrandbits(160):040x} on, and tx 0x{rng.getrandbits(256):064x}?", "The form is Ethereum's, which all EVM chains share; look it up in an explorer."


def _hashes(rng: Random) -> Pair:
    w = rng.choice(PRODUCTS)
    return f"md5 and sha1 of '{w}'", f"{hashlib.md5(w.encode()).hexdigest()}\n{hashlib.sha1(w.encode()).hexdigest()}"


def _part_numbers(rng: Random) -> Pair:
    rows = [f"{_draw(rng, UP, 3)}{rng.randrange(100, 999)}-{_draw(rng, UP + string.digits, 5)}/{_draw(rng, UP, 1)}" for _ in range(10)]
    return "Which of these are resistors?\n" + "\n".join(rows), "\n".join(rows[:2])


def _stock(rng: Random) -> Pair:
    rows = [f"{_draw(rng, UP, 4)}-{_draw(rng, UP, 2)}{rng.randrange(99):02}: {rng.randrange(400)}" for _ in range(10)]
    return "stock < 100, as JSON\n" + "\n".join(rows), json.dumps({r.split(": ")[0]: int(r.split(": ")[1]) for r in rows if int(r.split(": ")[1]) < 100})


def _broken_pdf(rng: Random) -> Pair:
    a, b = people(rng, 2)
    return f"Put this PDF text in order: T h e  p l a i n t i f f  {' '.join(a)}  s t a t e s  t h a t  {' '.join(b)}  h a s  n o t  p a i d .", f"The plaintiff {a} states that {b} has not paid."


def _hyphenated(rng: Random) -> Pair:
    a = person(rng)
    return f"Join the lines: The commit-\ntee met on {date(rng)} and elec-\nted {a[: len(a) // 2]}-\n{a[len(a) // 2 :]} as chair-\nwoman.", f"The committee met and elected {a} as chairwoman."
