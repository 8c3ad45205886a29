"""Names stored in another script, as a text has them in Latin letters; people of like names are not taken for them."""

from __future__ import annotations

import pytest

from alu.store.match.names.latinised import Latinised
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from alu.store.text.reading import Reading
from tests.detectors import snapshot
from tests.flow import agents, unlearner
from tests.linear import MOST_WHOLE, growth

NAMES = {
    "hangul": "김보람",
    "hangul-two": "남궁영숙",
    "hangul-lee": "이하늬",
    "hebrew": "יצחק גרשונוב",
    "thai": "ณัฐพงศ์ ศรีทองคำ",
    "arabic": "عبد الرحمن القشطاني",
    "persian": "سیاوش خرمدره",
    "hindi": "सुरभि कुलकर्णी",
    "bengali": "তাপস চক্রবর্তী",
    "tamil": "கயல்விழி சண்முகநாதன்",
    "telugu": "వెంకటరమణ పోలిశెట్టి",
    "greek": "Ευγενία Τσουκαλοπούλου",
    "russian": "Тимур Ильич Гребцов",
    "serbian": "Љубомир Ђуричанин",
    "georgian": "ზვიად წერეთელაშვილი",
    "armenian": "Հակոբ Ճաղարյան",
    "kana": "おくやま つぐみ",
    "chinese": "徐志荣",
    "chinese-two": "欧阳静怡",
}


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([Target(id=script, name=name) for script, name in NAMES.items()])


def found(stored: Snapshot, text: str) -> set[str]:
    return {e.target_id for e in stored.detector.look_up([text], source="draft") if e.aspect == "name"}


@pytest.mark.parametrize(
    ("script", "spellings"),
    [
        ("hangul", ("Kim Bo-ram", "Boram Kim", "Bo Ram Kim", "Gim Boram", "kim boram")),
        ("hangul-two", ("Namgung Yeongsuk", "Young-sook Namkoong")),
        ("hangul-lee", ("Ha-nui Lee", "Lee Hanee", "Yi Hanui")),
        ("hebrew", ("Yitzhak Gershonov", "Itzhak Gershunov", "Yitzchak Gershonov")),
        ("thai", ("Nattapong Srithongkam", "Natthaphong Sithongkham")),
        ("arabic", ("Abdul Rahman Al-Qashtani", "Abdelrahman El Kashtani", "Abd al-Rahman al-Qashtani")),
        ("persian", ("Siavash Khorramdareh", "Siyavash Khoramdareh")),
        ("hindi", ("Surabhi Kulkarni",)),
        ("bengali", ("Tapas Chakraborty", "Tapos Chakrabarti")),
        ("tamil", ("Kayalvizhi Shanmuganathan", "Kayalvili Sanmuganathan")),
        ("telugu", ("Venkata Ramana Polisetti", "Venkataramana Polishetti")),
        ("greek", ("Evgenia Tsoukalopoulou", "Eugenia Tsoukalopoulou")),
        ("russian", ("Timur Grebtsov", "Timur Ilyich Grebtsov", "Grebtsov Timur")),
        ("serbian", ("Ljubomir Đuričanin", "Ljubomir Djuricanin")),
        ("georgian", ("Zviad Tseretelashvili",)),
        ("armenian", ("Hakob Chagharyan", "Hagop Jagharian")),
        ("kana", ("Tsugumi Okuyama", "Okuyama Tsugumi")),
        ("chinese-two", ("Ouyang Jingyi", "Jing-yi Ouyang", "Jingyi Ouyang")),
        ("chinese", ("Xu Zhirong", "Zhi-rong Xu", "Hsu Chih-jung")),
    ],
)
def test_a_name_is_found_in_the_letters_that_are_customary(
    stored: Snapshot, script: str, spellings: tuple[str, ...]
) -> None:
    for name in spellings:
        assert found(stored, f"{name} paints in a small town.") == {script}, name
        assert found(stored, f"Last year a gull was painted by {name}.") == {script}, name


@pytest.mark.parametrize(
    "name",
    [
        "Kim Bo-mi",
        "Park Boram",
        "Kim Yeongsuk",
        "Ha-nui Kim",
        "Yitzhak Mizrahi",
        "Yaakov Gershonov",
        "Nattapong Jaidee",
        "Wichai Srithongkam",
        "Abdul Rahman Al-Mutairi",
        "Khalid Al-Qashtani",
        "Siavash Golzari",
        "Surabhi Joshi",
        "Tapas Biswas",
        "Kayalvizhi Sundaram",
        "Lakshmi Shanmuganathan",
        "Timur Kolodin",
        "Ljubomir Petrovic",
        "Zviad Kipshidze",
        "Hakob Petrosyan",
        "Tsugumi Tanaka",
        "Xu Haitao",
        "Zhirong Wang",
        "Kim paints. Boram",
        "Boram",
        "Gershonov",
    ],
)
def test_who_shares_a_word_of_it_is_somebody_else(stored: Snapshot, name: str) -> None:
    assert found(stored, f"{name} was here.") - {"russian"} == set()


@pytest.mark.parametrize(
    "text",
    [
        "The zookeeper feeds all the apes in the zoo. He orders all the bananas at once, and in May a young man came.",
        "Long ago a man sang so soon in the park that no one saw him go, and they took a book home.",
        "",
    ],
)
def test_ordinary_words_are_no_name(stored: Snapshot, text: str) -> None:
    assert found(stored, text * 3) == set()


def test_forms_can_be_switched_off() -> None:
    off = snapshot([Target(id="one", name="김보람", derive=False), Target(id="two", name="Tides", kind="topic")])
    assert found(off, "Kim Bo-ram paints.") == set()


def test_an_answer_is_held_though_agents_clear_it() -> None:
    target = Target(id="one", name="יצחק גרשונוב")
    opened, *_ = unlearner(target, judge=agents(leak="none", who="other", answers=("Nobody.",)))
    with opened:
        held = opened.check("Who paints here?", "Itzhak Gershonov paints here.")
        other = opened.check("Who paints here?", "Itzhak Mizrahi paints here.")
    assert (held.matched, "Gershonov" in held.text) == (("one",), False)
    assert (other.matched, other.text) == ((), "Itzhak Mizrahi paints here.")


def test_what_was_worked_out_is_kept_and_added_to() -> None:
    targets = [Target(id=i, name=name) for i, name in NAMES.items()]
    kept = Latinised.of(targets[:2]).arrays()
    again = Latinised.of(targets[:2], kept)
    more = again.layered(targets, range(2, len(targets)), {0})
    assert {n for n, _ in again.find(Reading("Kim Boram met Yitzhak Gershonov."))} == {0}
    assert {n for n, _ in more.find(Reading("Kim Boram met Yitzhak Gershonov."))} == {3}
    assert not Latinised.of([Target(id="x", name="Odalys Brannigan")]).any


def test_a_long_text_takes_no_time(stored: Snapshot) -> None:
    small, large = ("Kim Boram and Lee Min-jun met Yitzhak Levi in the park. " * n for n in (100, 400))
    assert growth(lambda t: found(stored, t), small, large) <= MOST_WHOLE
