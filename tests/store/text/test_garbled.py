"""Names that were written in one encoding and read in another."""

from __future__ import annotations

import pytest

from alu.store.text.garbled import is_garbled

NAMES = (
    "Jörg Müller-Lüdenscheidt",
    "Łukasz Wałęsa",
    "José Ñáñez",
    "Hélène D’Évreux",
    "Øyvind Ångström",
    "Nguyễn Thị Hương",
    "Vera Straße",
    "Þór Ðorđević",
    "Ümit Çağlar",
    "Елена Иванова",
    "欧阳静雯",
    "محمد القصيبي",
    "Ελένη Παππά",
)
WHOLE = (*NAMES, "MALMÖ’s", "CAFÉ®", "Å™", "“ÉTÉ”", "« Été »", "BÉŽ", "ÃO", "São João", "20 °C", "Ada — Quill", "名前")


def _misread(name: str, page: str) -> str:
    """Return what a program makes of a name's UTF-8 in another code page; Windows passes over holes in its pages."""
    return "".join(bytes([b]).decode(page) if page != "cp1252" else _western(b) for b in name.encode())


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_was_read_in_western_letters_is_garbled(name: str) -> None:
    assert is_garbled(_misread(name, "cp1252"))


@pytest.mark.parametrize("page", ["cp1250", "mac-roman"])
@pytest.mark.parametrize("name", ["Jörg Müller", "Hélène Noël", "José Ñáñez"])
def test_so_is_one_that_was_read_in_those_of_central_europe_or_of_a_mac(name: str, page: str) -> None:
    assert is_garbled(_misread(name, page))


@pytest.mark.parametrize("name", WHOLE)
def test_names_of_people_and_firms_are_not(name: str) -> None:
    assert not is_garbled(name)


def test_a_letter_that_was_lost_is_seen() -> None:
    assert is_garbled("J\ufffdrg Muller")
