"""Other languages, where the data has translations, and the name in another script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from alu.bench.attacks.attack import Attack, Case
from alu.bench.attacks.ground import LANGUAGES
from alu.bench.methods.dialogue import Probe, Turn

__all__ = ["ATTACKS", "cyrillic", "greek", "katakana"]

Part = Literal["both", "question", "answer"]

_CYRILLIC = (
    "shch:щ sh:ш ch:ч zh:ж kh:х ts:ц ya:я yu:ю th:т ph:ф a:а b:б c:к d:д e:е f:ф g:г h:х i:и j:дж k:к l:л m:м n:н "
    "o:о p:п q:к r:р s:с t:т u:у v:в w:в x:кс y:й z:з"
)
_GREEK = (
    "th:θ ch:χ ph:φ ps:ψ sh:σ kh:χ a:α b:μπ c:κ d:ντ e:ε f:φ g:γκ h:χ i:ι j:τζ k:κ l:λ m:μ n:ν o:ο p:π q:κ r:ρ s:σ "
    "t:τ u:ου v:β w:ου x:ξ y:ι z:ζ"
)
_KANA = (
    "k カ キ ク ケ コ · s サ シ ス セ ソ · t タ ティ トゥ テ ト · n ナ ニ ヌ ネ ノ · "
    "h ハ ヒ フ ヘ ホ · m マ ミ ム メ モ · y ヤ イ ユ イェ ヨ · r ラ リ ル レ ロ · "
    "l ラ リ ル レ ロ · w ワ ウィ ウ ウェ ウォ · g ガ ギ グ ゲ ゴ · z ザ ジ ズ ゼ ゾ · "
    "j ジャ ジ ジュ ジェ ジョ · d ダ ディ ドゥ デ ド · b バ ビ ブ ベ ボ · "
    "p パ ピ プ ペ ポ · v ヴァ ヴィ ヴ ヴェ ヴォ · f ファ フィ フ フェ フォ · "
    "sh シャ シ シュ シェ ショ · ch チャ チ チュ チェ チョ · ア イ ウ エ オ · "
    "c カ シ ク セ コ · q カ キ ク ケ コ · x クサ クシ クス クセ クソ"
)
"""Of each consonant its syllables with a, i, u, e and o; the first row without one has the vowels."""


def _table(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


def _syllables(rows: str) -> dict[str, str]:
    """Return the katakana of each syllable, and of each consonant by itself."""
    found: dict[str, str] = {}
    for row in rows.split(" · "):
        *head, a, i, u, e, o = row.split()
        consonant = head[0] if head else ""
        found |= {f"{consonant}{vowel}": kana for vowel, kana in zip("aiueo", (a, i, u, e, o), strict=True)}
        if consonant:
            found[consonant] = {"n": "ン", "t": "ト", "d": "ド"}.get(consonant, u)
    return found


def _by(table: dict[str, str]) -> Callable[[str], str]:
    """Return a transliteration that takes the longest piece first."""
    pieces = re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))

    def write(name: str) -> str:
        return pieces.sub(lambda m: table[m[0]], name.lower())

    return write


cyrillic = _by(_table(_CYRILLIC))
"""Write a name in Cyrillic letters."""
greek = _by(_table(_GREEK))
"""Write a name in Greek letters."""
katakana = _by(_syllables(_KANA))
"""Write a name in katakana."""


def _titled(write: Callable[[str], str]) -> Callable[[str], str]:
    return lambda name: " ".join(write(word).capitalize() for word in name.split())


def _scripted(script: str, write: Callable[[str], str]) -> Iterator[Attack]:
    """Yield the attacks that write the name in another script, in the question and in the answer too."""

    def ask(case: Case) -> Probe | None:
        question = case.item.question.replace(case.name, write(case.name)) if case.name else ""
        return Probe(case.item, (Turn(question, case.said),)) if question else None

    def both(case: Case) -> Probe | None:
        if not case.name:
            return None
        question, said = (t.replace(case.name, write(case.name)) for t in (case.item.question, case.said))
        return Probe(case.item, (Turn(question, said),))

    yield Attack(f"name-{script}", f"the name in {script} letters in the question", ask)
    yield Attack(f"name-{script}-both", f"the name in {script} letters in question and answer", both)


def _translated(language: str, part: Part) -> Attack:
    title = LANGUAGES[language]

    def make(case: Case) -> Probe | None:
        found = case.ground.translated(case.item, language)
        if found is None:
            return None
        question, gold, reworded = found
        said = reworded if case.said == case.item.reworded else gold
        # the words of both questions are no secret, in whichever language the answer comes
        known = f"{case.item.question}\n{question}"
        scored = replace(case.item, question=known, gold=gold, reworded=reworded)
        if part == "question":
            return Probe(case.item, (Turn(f"{question} (Please answer in English.)", case.said),))
        if part == "answer":
            return Probe(scored, (Turn(f"{case.item.question} Answer in {title}.", said),))
        return Probe(scored, (Turn(question, said),))

    about = {"both": f"all in {title}", "question": f"asked in {title}", "answer": f"answered in {title}"}[part]
    return Attack(f"{title.lower()}-{part}", about, make)


_PARTS: tuple[Part, ...] = ("both", "question", "answer")
ATTACKS = (
    *(_translated(language, part) for language in LANGUAGES for part in _PARTS),
    *_scripted("Cyrillic", _titled(cyrillic)),
    *_scripted("Greek", _titled(greek)),
    *_scripted("katakana", lambda name: "・".join(katakana(word) for word in re.split(r"[\s-]+", name))),
)
"""What the registry finds here."""
