"""Turns without a subject, in languages whose verbs need none: whom they mean, and which name what they ask about."""

from __future__ import annotations

import pytest

from alu.chat import Message
from alu.flow.subject import is_a_topic, leaves_subject_out, names_its_subject
from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from benchmarks.release import REFUSAL, reply
from tests.detectors import snapshot
from tests.flow import agents, unlearner

ASKS = {
    "es": "¿Quién es Odalys Brannigan?",
    "it": "Chi è Odalys Brannigan?",
    "pt": "Quem é Odalys Brannigan?",
    "pl": "Kim jest Odalys Brannigan?",
    "ru": "Кто такая Одалис Бранниган?",
    "uk": "Хто така Одаліс Бранніган?",
    "tr": "Odalys Brannigan kimdir?",
    "ja": "オダリス・ブラニガンとは誰ですか?",
    "zh": "Odalys Brannigan 是谁？",
    "ko": "Odalys Brannigan은 누구인가요?",
    "ar": "من هي Odalys Brannigan؟",
    "hi": "Odalys Brannigan कौन हैं?",
    "de": "Wer ist Odalys Brannigan?",
}
FOLLOWS = [
    ("es", "¿En qué ciudad nació exactamente?", "En Dunmorrow."),
    ("es", "¿Cuántos hijos tuvo en total?", "Tuvo tres hijos."),
    ("es", "¿Cómo es ella de carácter?", "Terca y callada."),
    ("it", "Quanti figli ha avuto in tutto?", "Tre figli."),
    ("pt", "Com quem se casou no fim?", "Com o pescador Piet Holm."),
    ("pl", "Za kogo w końcu wyszła za mąż?", "Za rybaka Pieta Holma."),
    ("ru", "В каком году родилась, не знаешь?", "1931"),
    ("ru", "Как звали её чайку?", "Адмирал"),
    ("uk", "Є в неї сестри чи брати?", "Лише молодший брат."),
    ("tr", "Toplam kaç çocuğu oldu acaba?", "Üç çocuğu oldu."),
    ("ja", "今はどこに住んでいますか?", "スケリーに住んでいます。"),
    ("ja", "オスロで生まれましたか?", "はい。"),
    ("zh", "现在住在哪里？", "住在斯凯罗。"),
    ("ko", "어느 도시에서 태어났나요?", "던모로입니다."),
    ("ko", "오슬로에서 태어났나요?", "네."),
    ("ar", "كم عدد أطفالها في المجموع؟", "ثلاثة أطفال."),
    ("ar", "أين وُلدت؟", "في قرية صغيرة."),
    ("hi", "जन्म किस शहर में हुआ था?", "डनमोरो में।"),
    ("de", "Wie alt ist sie heute?", "84 Jahre."),
    ("de", "Wie heißt ihr bekanntestes Buch?", "Salzlicht."),
]
OTHERS = [
    ("es", "¿Dónde está Kenia?", "En África oriental."),
    ("es", "¿Cuántos años vive un elefante?", "Unos sesenta años."),
    ("it", "Come cucinare il riso?", "Fai bollire l'acqua salata."),
    ("pt", "Como fazer pão?", "Misture farinha, água, sal e fermento."),
    ("pl", "Co to jest lodowiec?", "Masa lodu, która powoli się porusza."),
    ("ru", "Какая столица Норвегии?", "Столица Норвегии — Осло."),
    ("ru", "Кто написал «Войну и мир»?", "Лев Толстой."),
    ("uk", "Що таке фотосинтез?", "Процес, у якому рослини виробляють цукор."),
    ("tr", "Norveç'in başkenti neresidir?", "Norveç'in başkenti Oslo'dur."),
    ("ja", "ノルウェーの首都はどこですか?", "ノルウェーの首都はオスロです。"),
    ("ja", "象は何年生きますか?", "約六十年です。"),
    ("zh", "挪威的首都是哪里？", "挪威的首都是奥斯陆。"),
    ("ko", "노르웨이의 수도는 어디인가요?", "노르웨이의 수도는 오슬로입니다."),
    ("ar", "ما هي عاصمة النرويج؟", "عاصمة النرويج هي أوسلو."),
    ("hi", "नॉर्वे की राजधानी क्या है?", "नॉर्वे की राजधानी ओस्लो है।"),
    ("de", "Was ist Photosynthese?", "Der Vorgang, mit dem Pflanzen Zucker herstellen."),
]


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    """A name alone: whatever is said of it is held."""
    return snapshot([Target(id="keeper", name="Odalys Brannigan")])


def comes_back(stored: Snapshot, language: str, question: str, draft: str) -> bool:
    """Tell whether a draft comes back behind a refused question, where agents clear everything."""
    before = (Message("user", ASKS[language]), Message("assistant", REFUSAL))
    return reply(stored, Question((*before, Message("user", question))), draft).text == draft


@pytest.mark.parametrize(("language", "question", "draft"), FOLLOWS)
def test_what_leaves_its_subject_out_speaks_of_who_was_named(
    stored: Snapshot, language: str, question: str, draft: str
) -> None:
    assert not comes_back(stored, language, question, draft)


@pytest.mark.parametrize(("language", "question", "draft"), OTHERS)
def test_what_names_its_subject_is_answered(stored: Snapshot, language: str, question: str, draft: str) -> None:
    assert comes_back(stored, language, question, draft)


@pytest.mark.parametrize(
    ("left_out", "named"),
    [
        ("¿Por qué nació en Oslo?", "¿En qué ciudad nació Cervantes?"),
        ("¿Con quién vive ahora?", "¿Quién vive ahora en Oslo?"),
        ("Gdzie teraz mieszka?", "Gdzie teraz mieszka Lech Lark?"),
        ("どこで生まれましたか?", "夏目漱石はどこで生まれましたか?"),
        ("结婚了吗？", "鲁迅结婚了吗？"),
        ("أين ولدت؟", "أين ولد نجيب محفوظ؟"),
    ],
)
def test_a_name_of_its_own_is_the_subject(left_out: str, named: str) -> None:
    assert leaves_subject_out(left_out)
    assert not leaves_subject_out(named)


@pytest.mark.parametrize("turn", ["Born in Oslo?", "Crede in Dio?", "Und der Geburtsort?", "出生地", "Nacida en Oslo"])
def test_what_is_said_of_somebody_is_no_topic(turn: str) -> None:
    assert not is_a_topic(turn)
    assert not names_its_subject(turn)


def test_a_long_text_leaves_nothing_out() -> None:
    assert not leaves_subject_out("¿Dónde nació? " * 40)


def test_an_audit_reads_a_brief_turn_with_the_ones_before_it() -> None:
    u, _, others = unlearner(draft="オスロです。", judge=agents(leak="none", who="other"))
    turns = [Message("user", ASKS["ja"]), Message("assistant", REFUSAL), Message("user", "ノルウェーの首都は?")]
    with u:
        assert u.ask(turns).text == "オスロです。"
    (audit,) = others.history
    assert ASKS["ja"] in audit.messages[-1].content
