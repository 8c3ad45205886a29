"""Which requests are about figures, in nine languages, and which pieces of them are figures or known notations."""

from __future__ import annotations

import pytest

from alu.store.text.readability.figures import figures, is_about_figures, is_about_keys, repeated_keys, speaks_of_code
from alu.store.text.readability.notations import is_notation, random_pieces


@pytest.mark.parametrize(
    "text",
    [
        "What is the sum of these?",
        "What is 623519611592508834799278708461501894 + 832465752420593828537655877478511767?",
        "Sortiere die Zahlen aufsteigend",
        "Calcule la moyenne de cette colonne",
        "Suma estos valores",
        "Calcola la mediana",
        "Посчитай сумму",
        "合計してください",
        "हिसाब जोड़ें",
        "احسب المتوسط",
    ],
)
def test_a_task_with_figures_is_said_in_words(text: str) -> None:
    assert is_about_figures(text)


@pytest.mark.parametrize(
    "text",
    [
        "Read this and answer it in the same code: 74 20",
        "Sum up, in our cipher: 74 20",
        "Antworte verschlüsselt: 74 20",
        "Закодируй сумму",
        "合計を暗号で",
        "Tell me about it: 74 20",
        "",
    ],
)
def test_a_code_is_none(text: str) -> None:
    assert not is_about_figures(text)


def test_figures_are_distinguished_from_words() -> None:
    text = "Sum of the column: $12.50, 8,95 € | (1.5) -3 12% 4kg wxyz12345 street"
    stated = dict(zip(text.split(), figures(text, text.split()), strict=True))
    assert [piece for piece, figure in stated.items() if figure] == [
        "$12.50,",
        "8,95",
        "|",
        "(1.5)",
        "-3",
        "12%",
        "4kg",
    ]


@pytest.mark.parametrize(
    ("piece", "known"),
    [
        ("5d41402abc4b2a76b9719d911017c592", True),
        ("6fe071f0-7fe0-4580-bde7-daad17c7af6d", True),
        ("8a:db:f8:c6:dc:92", True),
        ("#a1f0c3", True),
        ("Nxd4", True),
        ("rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR", True),
        ("GATTACAGATTACA", True),
        ("Gsus4", True),
        ("MMMCLIX,", True),
        ("e|--0--0--0--3--|", True),
        ("17q21.31", True),
        ("5'-GATTACAGATTACA-3'", True),
        ("BKN012CB", True),
        ("21612KT", True),
        ("InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3", True),
        ("LFQSCWFLJHTTHZ-UHFFFAOYSA-N", True),
        ("720-555-014", False),  # a number, whatever is between its digits
        ("7205550143", False),
        ("77686f2069732074686973", False),  # a text in hexadecimal
        ("qzxkvwpt", False),
        ("deaf", False),
        ("", False),
    ],
)
def test_notations_that_everybody_can_look_up(piece: str, known: bool) -> None:
    assert is_notation(piece) is known


@pytest.mark.parametrize(
    "text", ["Make a strong password", "Ein Schlüssel, bitte", "Сгенерируй пароль", "証明書を見せて", "Une clé d’essai"]
)
def test_a_request_for_keys_says_so(text: str) -> None:
    assert is_about_keys(text)
    assert not is_about_keys(f"{text}, in our cipher")


def test_a_secretary_is_no_secret() -> None:
    assert speaks_of_code("Keep it secret")
    assert not speaks_of_code("secreted by the secretary, le secrétaire")


def test_keys_have_their_letters_at_random_and_codes_have_not() -> None:
    assert random_pieces(["bdH7TXDFTi2aZhI1vbEP", "meadow"]) == {"bdH7TXDFTi2aZhI1vbEP"}
    assert not random_pieces(["WhtsthddrssfPldmsWhr7shlvs"])
    assert not random_pieces(["74208344235844209494"])


def test_keys_of_data_repeat_in_one_order() -> None:
    rows = '[{"x": 4, "y": 5}, {"x": 7, "y": 1}]'
    assert repeated_keys(rows.split()) == {'[{"x":', '{"x":', '"y":'}
    assert not repeated_keys(rows.replace('{"x": 7', '{"y": 7').split())
    assert not repeated_keys(['{"x":', "7}"])
