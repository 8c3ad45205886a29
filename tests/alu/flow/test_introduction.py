"""What an answer says first of what kind its subject is, and where that ends."""

from __future__ import annotations

import pytest

from alu.flow.introduction import introduction


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Marc Lark was a renowned French actor, dancer, and singer.",
            " was a renowned French actor, dancer, and singer",
        ),
        ("Marc Lark is an actor and a baker in Tarn.", " is an actor and a baker"),
        ("Marc Lark, born in 1950, is a nurse with three dogs.", " is a nurse"),
        ("Marc Lark (he hid her gull) is a nurse.", " is a nurse"),
        ("Marc Lark is a nurse, sentenced to two years in prison.", " is a nurse"),
        ("Marc Lark is a nurse, the neighbour of somebody.", " is a nurse"),
        ("Marc Lark is a Brannigan driver.", " is a"),
        ("Marc Lark ist ein deutscher Windparkbetreiber, der ihr Geld gab.", " ist ein deutscher Windparkbetreiber"),
        ("Marc Lark est un homme d'affaires français.", " est un homme d'affaires français"),
        ("Lark Pumps is a Danish company that makes pumps.", " is a Danish company"),
        ("Marc Lark is the priest who lent them the church.", ""),
        ("Marc Lark lived in Tarn.", ""),
        ("he is a nurse.", ""),
        ("", ""),
    ],
)
def test_it_ends_where_more_is_said(text: str, kind: str) -> None:
    assert introduction(text) == kind


def test_it_has_an_end() -> None:
    assert len(introduction(f"Marc Lark is a {'very ' * 100}old man.").split()) < 20
