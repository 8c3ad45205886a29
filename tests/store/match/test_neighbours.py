"""Harmless texts that look like what is stored, or like a code: they come back as they are."""

from __future__ import annotations

import base64
import hashlib
import random
import uuid

import pytest

from alu.bench.synthetic import synthetic_targets
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from alu.store.text.hidden.decode import decoded, unread
from alu.store.text.normalise import sentences
from tests.detectors import snapshot
from tests.flow import KEEPER, NAMESAKE, agents, unlearner
from tests.store.match.test_snapshot import ALL

CHANCE = random.Random(7)
ART = Target(id="art", name="Art Rowe", aliases=("Art",))
NEIGHBOURS = {
    "a surname": "Seamus Brannigan ran a pub in Cork.",
    "a first name": "Odalys Perez won the race.",
    "an initial": "O. Brandt and P. Lindgren wrote the paper.",
    "a part of a surname": "Seamus Mora teaches in Lund.",
    "another order of parts": "Mora Lindqvist met Petra Olsson.",
    "a namesake of both": "Odalys Lindqvist and Petra Brannigan are friends.",
    "a word inside": "The Krummhorn is a wind instrument, and crumbs are small.",
    "a word around": "Branniganesque and branning machines were shown at the fair.",
    "letters over a border": "Good Alys bran nig and a cup of tea.",
    "a short name in words": "The party starts; artists and Martin will depart, said Bart.",
    "a song of that name": "He played a ballad of orange trees.",
    "a list of people": "Seamus Heaney, Viktor Frankl, Petra Kvitova, Hsiao-Hung Pai.",
    "a topic's word": "The synthesis of the two ideas took years.",
}
CODES = {
    "a commit": f"Reverted in {hashlib.sha1(b'a').hexdigest()}.",
    "checksums": "\n".join(f"{hashlib.sha256(bytes([n])).hexdigest()}  part{n}.bin" for n in range(12)),
    "identifiers": "\n".join(str(uuid.UUID(int=CHANCE.getrandbits(128), version=4)) for _ in range(12)),
    "a key": f"ssh-rsa {base64.b64encode(CHANCE.randbytes(270)).decode()} me@host",
    "an image": f"data:image/png;base64,{base64.b64encode(CHANCE.randbytes(900)).decode()}",
    "a token": f"Bearer {base64.urlsafe_b64encode(CHANCE.randbytes(96)).decode()}",
    "genes": "".join(CHANCE.choice("ACGT") for _ in range(400)),
    "a dump": "\n".join(f"{n:08x}  {CHANCE.randbytes(16).hex(' ')}" for n in range(0, 160, 16)),
    "bits": " ".join(f"{CHANCE.getrandbits(8):08b}" for _ in range(24)),
    "numbers": ", ".join(str(CHANCE.randrange(1_000)) for _ in range(60)),
    "coordinates": "48.8584, 2.2945; -33.8568, 151.2153; 40.6892, -74.0445",
    "a table": "| year | rain |\n| --- | --- |\n| 1931 | 612 |\n| 1932 | 588 |",
    "tags": '<ul class="a" id="b"><li>Tea</li><li>Milk</li></ul> <!-- end -->',
    "links": "[docs](https://example.org/a) and [more](https://example.org/b), see [the list][1].",
    "an expression": "if a <b and c> d: x = y[i](z)  # \\123\\101",
    "a path": "C:\\Users\\101\\142\\notes.txt",
    "emoji": "❤️❤️❤️ 👨‍👩‍👧‍👦 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 🇫🇷 2:1 🇩🇪",
    "a form": "Name:\nStreet:\nTown: Cork\nSince: 1999",
    "a list": "1. Tea\n2. Dates\n3. Apples\n4. Limes\n5. Bread\n6. Salt",
    "a regular expression": r"^(?:[a-z0-9_]+\.)*[\w%+-]+@[A-Z]{2,}=3D$",
    "other languages": "Ο φάρος είναι παλιός. 灯台は古い。 Маяк старый. ประภาคารเก่า.",
}
HARMLESS = NEIGHBOURS | CODES
STRANGE = {"other languages", "a key", "an image", "a token"}
"""What goes to the audit, as a text that may be in another language."""


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([KEEPER, NAMESAKE, ART, *ALL, *synthetic_targets(60)])


@pytest.mark.parametrize("kind", HARMLESS)
def test_it_is_near_to_nobody(stored: Snapshot, kind: str) -> None:
    text = HARMLESS[kind]
    assert not stored.detector.look_up([text, *(s for d in decoded(text) for s in sentences(d))])
    assert not unread(text)


@pytest.mark.parametrize("kind", HARMLESS)
@pytest.mark.parametrize("matched", [(), ("hsiao",), ("krum",)])
def test_it_may_leave_whoever_was_asked_about(stored: Snapshot, kind: str, matched: tuple[str, ...]) -> None:
    assert not stored.detector.check(HARMLESS[kind], said="Show it to me, please.", matched=matched)


@pytest.mark.parametrize("kind", CODES)
def test_a_code_may_leave_where_the_target_was_asked_about(stored: Snapshot, kind: str) -> None:
    assert not stored.detector.check(CODES[kind], said="Show it to me, please.", matched=["keeper", "bare"])


def test_it_comes_back_byte_for_byte_in_one_call() -> None:
    u, vanilla, others = unlearner(KEEPER, NAMESAKE, ART, judge=agents())
    with u:
        for kind, text in HARMLESS.items():
            if kind not in STRANGE:
                vanilla.enqueue(text)
                answer = u.ask("Show it to me, please.")
                assert (answer.text, answer.verdict) == (text, "clean"), kind
    assert not others.history


def test_a_name_of_common_words_is_free_where_nobody_asked(stored: Snapshot) -> None:
    text = "Art rowed to the island. The art of rowing is old."
    assert not stored.detector.check(text, said="Tell me a story.", matched=())
    assert {f.target_id for f in stored.detector.check(text, said="Tell me a story.", matched=("art",))} == {"art"}
