"""Sites of the web that are somebody's own."""

from __future__ import annotations

import pytest

from alu.store.match.values.identifier_index import IdentifierIndex
from alu.store.target import Target

OWN = "The website of Halvorsen Holdings is www.halvorsen-bulbs.{}."


@pytest.mark.parametrize("end", ["com", "org", "example"])
@pytest.mark.parametrize("written", ["https://{}/contact", "info@{}", "{}", "[here](http://www.{})", "shop.{}"])
def test_a_site_that_is_said_to_be_somebodys_is_found(end: str, written: str) -> None:
    index = IdentifierIndex([Target(name="Halvorsen Holdings", facts=[OWN.format(end)])])
    assert [m.kind for m in index.hard(written.format(f"halvorsen-bulbs.{end}"))] == ["url"]


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        (OWN.format("com"), "https://myhalvorsen-bulbs.com"),
        (OWN.format("com"), "https://halvorsen-bulb.com"),
        (OWN.format("com"), "Halvorsen sells bulbs."),
        ("Her website is www.facebook.com.", "https://www.facebook.com/help"),
        ("She bought it at quillfeatherbees.com last year.", "quillfeatherbees.com"),
    ],
)
def test_other_hosts_and_those_of_many_are_not(fact: str, written: str) -> None:
    assert not IdentifierIndex([Target(name="Halvorsen Holdings", facts=[fact])]).hard(written)
