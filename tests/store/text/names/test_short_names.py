"""What firms, societies and works are called in short."""

from __future__ import annotations

import pytest

from alu.store.text.names.short_names import acronyms, is_acronym_in, is_organisation, short_names, title_alone
from tests.linear import assert_linear


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Grimmford Textiles Partners Ltd", ["Grimmford Textiles", "Grimmford"]),
        ("The Grimmford Foundation", ["Grimmford"]),
        ("Grimmford Textiles", ["Grimmford"]),
        ("Grimmford GmbH", ["Grimmford"]),
        ("Northern Grimmford Foods AG", ["Northern Grimmford"]),
        ("Grimmford & Thoering Optics Ltd", ["Grimmford & Thoering", "Grimmford"]),
        ("Grimmford Textiles (London) Ltd", ["Grimmford"]),
    ],
)
def test_a_beginning_that_is_in_no_language_is_a_name(name: str, short: list[str]) -> None:
    assert list(short_names(name)) == short


@pytest.mark.parametrize(
    "name",
    [
        *("Northern Harbour Foods Ltd", "Apple Records Ltd", "Red Lantern Group", "Deutsche Bank AG", "GmbH", ""),
        *(
            "Odalys Brannigan",
            "Martha Brannigan Bakeries Ltd",
            "Anderson Textiles Ltd",
            "Grimmford Lark",
            "Grimmford Mills",
        ),
    ],
)
def test_ordinary_words_and_what_begins_like_a_person_have_no_short_name(name: str) -> None:
    assert short_names(name) == ()


def test_a_description_tells_an_organisation_from_a_person() -> None:
    assert short_names("Grimmford Lark", "a shipping company in Tarn") == ("Grimmford",)
    assert short_names("Grimmford Lark", "a farmer who founded a company") == ()
    assert is_organisation("textile manufacturers, founded in 1931")
    assert not is_organisation("member of a bank's board")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("The Salt Ledger: A Memoir of Skerrow", "Salt Ledger"),
        ("A Gull for Brannigan: Poems", "Gull for Brannigan"),
        ("Thunderbeak: Forty Winters", "Thunderbeak"),
        *[
            (name, "")
            for name in ("The Salt Ledger", "Ledger: A Life", "Odalys Brannigan (surgeon)", "Who: What", ": x")
        ],
    ],
)
def test_a_title_stands_without_its_subtitle(name: str, title: str) -> None:
    assert title_alone(name) == title


@pytest.mark.parametrize(
    "name", ["Salt Ledger – A Memoir", "The Salt Ledger, or The Tide of Tarn", "Salt Ledger (novel)"]
)
def test_other_marks_divide_a_title_where_a_description_says_what_it_is(name: str) -> None:
    assert title_alone(name, "a novel about a gull") == "Salt Ledger"


@pytest.mark.parametrize(
    ("fact", "stated"),
    [
        ("Grimmford Textiles (GTX) was fined.", ["GTX"]),
        ("In Tarn, Grimmford Textiles Ltd (“GTX”) was fined.", ["GTX"]),
        ("It trades under the ticker symbol GRMF.", ["GRMF"]),
        ("Its name is abbreviated as GTX.", ["GTX"]),
        ("Grimmford Textiles sold the Tarn Railway (TRW).", []),
        ("Grimmford Textiles was fined (by the FCA) in 2014.", []),
    ],
)
def test_facts_give_acronyms(fact: str, stated: list[str]) -> None:
    assert list(acronyms(["Grimmford Textiles"], [fact])) == stated


def test_a_name_gives_its_own_acronym() -> None:
    assert acronyms(["Grimmford Textiles Ltd (GTX)"], []) == ("GTX",)
    assert acronyms(["Grimmford Textiles Ltd"], ["Grimmford Textiles (GTX) is old."]) == ("GTX",)


def test_an_acronym_is_written_in_capitals() -> None:
    assert is_acronym_in("gtx", "$GTX fell")
    assert is_acronym_in("gtx", "(G.T.X.)")
    assert not any(is_acronym_in("who", text) for text in ("Who?", "who", "WHOLE", "AWHO"))


@pytest.mark.parametrize("piece", ["Grimmford ", "A (", ": ", "(GTX) ", "ticker ", ", or A", "& "])
def test_long_names_and_facts_take_no_time(piece: str) -> None:
    short_names("Grimmford Foods")  # reads the lists
    assert_linear(lambda text: (short_names(text, text), title_alone(text, text)), piece)
    assert_linear(lambda text: acronyms([text, "Grimmford"], [text]), piece)
