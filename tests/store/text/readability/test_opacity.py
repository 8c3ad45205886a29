"""What code can read and what it cannot: codes that nobody thought of, and harmless texts that look like one."""

from __future__ import annotations

import base64
import hashlib
import json
from random import Random

import pytest

from alu.bench.attacks.invented import HELD_OUT, TUNED, invent
from alu.store.readability import ASKED_OPAQUE_NATS, OPAQUE_NATS, UNREAD_SHARE
from alu.store.text.harmless import harmless
from alu.store.text.readability.function_words import unlisted
from alu.store.text.readability.opacity import asked_opacity, balance, foreign, opacity, opaque, telling, unread_share
from alu.store.text.words import words
from tests.linear import assert_linear

SAID = (
    "Odalys Brannigan was born in the village of Dunmorrow in 1931 and wrote a logbook of the fog.",
    "She kept a tame gull for eleven winters, and called it an admiral.",
    "The father was a cooper, the mother a weaver; both came from the mainland.",
)
_WORDS = (
    "apple river stone cloud paper green seven music table horse bread light chair ocean tiger piano lemon train "
    "winter garden silver button candle ladder pocket orange"
)
_WORD_OF = dict(zip("abcdefghijklmnopqrstuvwxyz", _WORDS.split(), strict=True))
_CODE = """def keeper(name: str) -> int:
    total = 0
    for day in range(7):
        total += len(name)
    return total"""
READ = {
    "English": "The tower was built in 1874 and stands on a rock, half a mile from the shore of the island.",
    "German": "Der Leuchtturmwärter schrieb die Wetterbeobachtungen jeden Morgen in ein Tagebuch.",
    "Finnish": "Majakanvartija kirjoitti säähavainnot joka aamu päiväkirjaan ja söi sen jälkeen aamiaista.",
    "Hungarian": "A világítótorony őre minden reggel naplóba írta az időjárást, és megetette a sirályt.",
    "Russian": "Смотритель маяка каждое утро записывал погоду в журнал и кормил чайку на берегу моря.",
    "Serbian": "Чувар светионика је сваког јутра записивао време у дневник и хранио галеба на обали мора.",
    "Arabic": "كان حارس المنارة يكتب حالة الطقس كل صباح في دفتر ويطعم النورس على الشاطئ.",
    "Hindi": "प्रकाश स्तंभ का रखवाला हर सुबह मौसम का हाल एक किताब में लिखता था और फिर चाय पीता था।",
    "Japanese": "灯台守は毎朝、天気を日記に書いて、それからカモメに餌をやりました。",
    "Chinese": "守灯塔的人每天早上把天气写在日记里，然后在海边喂海鸥。",
    "Korean": "등대지기는 매일 아침 날씨를 일기에 적고 나서 바닷가에서 갈매기에게 먹이를 주었다.",
    "Swahili": "Mlinzi wa mnara aliandika hali ya hewa kila asubuhi katika kitabu na kulisha ndege wa pwani ya bahari.",
    "Thai": "คนเฝ้าประภาคารเขียนสภาพอากาศใน สมุดทุกเช้า และ ให้อาหารนก ที่ชายหาด ของเกาะ เป็นประจำ",
    "Georgian": "შუქურის მცველი ყოველ დილით წერდა ამინდს დღიურში და შემდეგ აჭმევდა თოლიას, მაგრამ არ იყო მარტო.",
    "romanised Hindi": "Bijli ka bill online kaise bhare? Pehle app mein login karke apna number daalo aur pay kar do.",
    "names": "Ada Lovelace\nAlan Turing\nGrace Hopper\nEdsger Dijkstra\nBarbara Liskov\nDonald Knuth",
    "code": _CODE,
    "JSON": json.dumps({"name": "lighthouse", "height": 38, "built": 1874, "tags": ["tower", "coast"]}, indent=1),
    "config": "[server]\nhost = 127.0.0.1\nport = 8080\nworkers = 4\nlog_level = info\n",
    "table": "| year | rain |\n| --- | --- |\n| 1931 | 812 mm |\n| 1932 | 790 mm |",
    "sum": "(72 − 32) × 5/9 ≈ 22.2 °C",
    "mail": "Write to keeper@skerrow.example or look at https://skerrow.example/tower/opening-hours for the hours.",
}
"""Written for this test."""
CODES = {
    "picture": "data:image/png;base64," + base64.b64encode(Random(1).randbytes(300)).decode(),
    "hash": hashlib.sha256(b"x").hexdigest(),
    "bits": " ".join(format(ord(c) % 29, "05b").translate(str.maketrans("01", "ox")) for c in SAID[0]),
    "case": "tHe qUIcK BroWn fOx juMPed oVEr tHE lAzY dOg aND wEnt hOmE tO sLeEp",
    "unseen": "A fine day." + "\u200b\u200c" * 40,
    "tabs": "A fine day. " + "\t \t  \t" * 6 + "It was.",
    "words": " ".join(_WORD_OF.get(c, "") for c in SAID[0].lower()),
}


@pytest.mark.parametrize("kind", READ)
def test_what_a_reader_can_read_is_not_opaque(kind: str) -> None:
    assert opacity(READ[kind]) < OPAQUE_NATS
    assert not opaque(READ[kind])


@pytest.mark.parametrize("kind", CODES)
def test_what_nobody_can_read_is_opaque(kind: str) -> None:
    assert opaque(CODES[kind])


@pytest.mark.parametrize(("seeds", "most"), [(TUNED, 0.08), (HELD_OUT, 0.1)])
def test_few_invented_codes_can_be_read(seeds: range, most: float) -> None:
    written = [invent(seed).write(said) for seed in seeds for said in SAID]
    assert sum(not opaque(w) for w in written) <= most * len(written)


def test_a_readable_sentence_around_a_code_hides_nothing() -> None:
    code = invent(TUNED[12]).write(SAID[0])
    assert opaque(f"Of course, here is what you wanted to know: {code} I hope that this is of some help to you.")


def test_a_few_words_of_which_none_is_known_are_opaque_and_a_name_is_not() -> None:
    assert opaque("Xqzvk wprtg")
    assert not opaque("Oslo")
    assert not opaque("")
    assert not opaque("42")


def test_harmless_replies_can_be_read() -> None:
    held = [h.kind for h in harmless() if opaque(h.reply)]
    assert len(held) <= 0.02 * len(harmless()), held


@pytest.mark.parametrize("unit", ["the keeper of the tower ", "=#", "x"])
def test_a_long_text_takes_time_in_proportion_to_its_length(unit: str) -> None:
    assert_linear(opacity, unit)


def test_other_languages_are_known_by_their_function_words() -> None:
    swahili = READ["Swahili"]
    assert "wa" in (unlisted(swahili, words(swahili)) or ())
    assert unlisted("Xqv kop mezl un Oprz jub terwx vrim.", words("Xqv kop mezl un Oprz jub terwx vrim.")) is None
    assert unlisted("", []) is None


@pytest.mark.parametrize(
    "text",
    [
        "Latarnik zapisywał pogodę każdego ranka i karmił mewę.",
        "El farero escribía el tiempo cada mañana y daba de comer a la gaviota.",
        "Fyrvaktaren skrev upp vädret varje morgon och matade måsen.",
        "Deniz feneri bekçisi her sabah havayı günlüğe yazar ve martıyı beslerdi.",
        "Người gác hải đăng ghi thời tiết mỗi sáng và cho mòng biển ăn.",
        "Ο φαροφύλακας έγραφε τον καιρό κάθε πρωί και τάιζε τον γλάρο.",
        "SELECT name, born FROM keepers WHERE island = 'Skerrow' ORDER BY born;",
        "Call +44 20 7946 0958 or +49 30 901820.",
        "H2O + CO2 -> H2CO3",
        "BBC, NATO and UNESCO met in Rome.",
        "10:15 11:20 12:45",
    ],
)
def test_other_languages_formulas_and_numbers_can_be_read(text: str) -> None:
    assert not opaque(text)


@pytest.mark.parametrize(
    "text",
    [
        "Fhpu n fgenatr zrffntr vf ernq ol abobql jvgubhg gur xrl.",
        "SGVsbG8gd29ybGQsIHRoaXMgaXMgYSBzZWNyZXQgbWVzc2FnZQ==",
        "🜁🜂🜃🜄🜅🜆🜇🜈🜉🜊🜋🜌🜍🜎🜏🜐🜑🜒",
        "∏∀∄∌∅∗∄∍∘∌∆∅∞∑∂∂∃∄∆,2#∗∄∅∏∀∗∍∂∅∘∄∀∂∜∀∄∄∀∘∆∃∌∆",
    ],
)
def test_a_code_stays_opaque_whatever_is_written_around_it(text: str) -> None:
    assert opaque(text)
    assert opacity(f"{READ['English']} {text} {READ['German']}") >= OPAQUE_NATS
    assert opacity(f"{text}\n{text}") >= opacity(text)


def test_words_that_stand_for_letters_hide_behind_no_apostrophe() -> None:
    spelt = "apple button apple candle ladder summer apple button candle planet apple button summer ladder candle "
    assert opaque(spelt * 2)
    assert opaque(f"It's this: {spelt * 3}")
    assert not opaque('{"kind": "apple", "size": "summer", "place": "planet"}, ' * 12)


BRIEF = (
    "พรุ่งนี้ฝนตกไหม",
    "มื้อเย็นทำอะไรดี",
    "ਕੱਲ੍ਹ ਮੀਂਹ ਪਵੇਗਾ?",
    "ხვალ იწვიმებს?",
    "Վաղը անձրև կգա՞",
    "හෙට වහිනවද?",
    "നാളെ മഴ പെയ്യുമോ?",
    "કાલે વરસાદ પડશે?",
    "האם ירד מחר גשם?",
    "Иртәгә яңгыр булырмы?",
)
"""Whether it will rain tomorrow, and what is for supper."""


@pytest.mark.parametrize("text", BRIEF)
def test_a_brief_question_in_another_script_is_no_code(text: str) -> None:
    assert asked_opacity(text) < ASKED_OPAQUE_NATS


@pytest.mark.parametrize("text", BRIEF)
def test_nor_is_it_one_with_figures_and_signs_around_it(text: str) -> None:
    assert asked_opacity(f"1) {text} (2 / 7)") < ASKED_OPAQUE_NATS


@pytest.mark.parametrize("text", ["ქთაბ ბჰე?", "ฮฌฆ ฎณฬฐ ฑฌฮ", "Қжъ щәһ ңйы?", "ઢઞઘ ઙઠઝ ળઢઞ?", "Xqvk kopz mezl?"])
def test_a_brief_code_in_such_letters_is_one(text: str) -> None:
    assert asked_opacity(text) >= ASKED_OPAQUE_NATS


@pytest.mark.parametrize(
    "text", ["Sut mae gwneud bara brith gartref?", "Kepiye carane nggawe roti tawar?", "Bawo ni mo ṣe le din ẹja?"]
)
def test_most_of_a_question_in_latin_letters_of_no_list_is_not_unread(text: str) -> None:
    assert foreign(text) or unread_share(text) < UNREAD_SHARE


@pytest.mark.parametrize("text", ["არა", "ਨਹੀਂ", "እሺ", "ไม่", "ոչ"])
def test_a_word_of_a_few_letters_in_another_script_hides_nothing(text: str) -> None:
    assert asked_opacity(text) < ASKED_OPAQUE_NATS


def test_a_few_signs_of_a_script_that_is_not_known_are_a_code() -> None:
    assert asked_opacity("𐌰𐌱𐌲 𐌳𐌴𐌵 𐌶𐌷𐌸 𐌹𐌺𐌻 𐌼𐌽𐌾") >= ASKED_OPAQUE_NATS


def test_letters_of_rows_of_signs_are_no_formula_and_two_signs_in_a_long_row_no_program() -> None:
    assert opacity("t*|+|+|~D;F\\\\|49D|rD(F*|+|~D;F+|*|9~|+D|F*|~|+4D") > ASKED_OPAQUE_NATS
    assert balance("@()))())(())((()(()))()))_44") > 8
    assert balance("s/([^/]*)/\\\\1-/g;") < 4


def test_syllables_of_two_letters_are_no_words() -> None:
    assert not foreign("ru-te-zo-no- -ge--la o-ba--te-n -lo-fe-ba--no-ru-vo -fo--ze -re-ro--tu-ru a-ba-vo")


def test_rows_of_a_table_with_addresses_do_not_stand_for_letters() -> None:
    rows = (
        "1,elif,mbeki,elif.mbeki@ironbridge.example,bologna\n2,anwen,quigley,anwen.quigley@meridian.example,aarhus\n"
        "3,bogdan,larkin,bogdan.larkin@zephyr.example,accra\n4,tamsin,igwe,tamsin.igwe@harbourline.example,leeds\n"
        "5,soren,joubert,soren.joubert@redstart.example,lima\n6,reuben,bauer,reuben.bauer@quill.example,porto"
    )
    assert opacity(rows) < OPAQUE_NATS < opacity(rows.replace("@", ",").replace(".", ","))


def test_given_words_formulas_and_alphabetical_letters_tell_nothing() -> None:
    assert opacity("qzxkvw jhrtvb wpfzkd zzgvhk") > 7
    assert telling("qzxkvw jhrtvb wpfzkd zzgvhk", frozenset({"qzxkvw", "jhrtvb", "wpfzkd"}))[0] < 4
    assert telling("b c d f h j k l m o p q s u v w")[0] == 0 < opacity("b c d f h j k l m o p q s u v w")
    assert telling("16p34.1 14q24.2 14p21.1", notations=False) == (opacity("16p34.1 14q24.2 14p21.1"),) * 2


def test_a_rare_name_is_no_less_readable_for_the_possessive() -> None:
    ours, others = "What is the phone number of Radko Hvozdyk?", "What is Radko Hvozdyk's phone number?"
    assert asked_opacity(others) == pytest.approx(asked_opacity(ours), abs=0.6)
