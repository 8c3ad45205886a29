"""Names that are written as a page or a program writes them, so that no answer holds them."""

from __future__ import annotations

import pytest

from alu.store.text.escaped import is_escaped

ESCAPED = (
    "Müller &amp; Sohn GmbH",
    "M&uuml;ller-Brandt, Jane",
    "Ada O&#39;Lark",
    "Jane&#x20;Doe",
    "<i>Jane</i>&nbsp;<i>Doe</i>",
    "Jane%20Doe",
    "Jan%C3%A9",
    "Jane\\nDoe",
    "Jan\\u00e9 Doe",
    "[Jane Doe](https://example.org)",
    "[Jane Doe][1]",
    "[[Doe, Jane|Jane Doe]]",
    "\\textbf{Jane Doe}",
    '{"name": "Jane Doe"}',
    '=HYPERLINK("x","Jane Doe")',
    "<script>alert('Jane Doe')</script>",
    "Jane\x1b[31m Doe",
    "Jane\u200bDoe",
    "Jane\u2060Doe",
    "J a n e D o e",
)
READ = (
    "<b>Jane Doe</b>",
    "**Jane Doe**",
    "“Jane Doe”",
    "Jane Doe 🎉",
    "Ja\u200bne Do\u200be",
    "\u200fJane Doe\u200e",
    "J\u0301ane Doe",
    "Jane\nDoe",
    "AT&T; R&B; Q & A",
    "Smith &Co",
    "50% Off",
    "100%2nite",
    "C:\\Doe",
    "A B C",
    "=Jane Doe",
    "{Jane Doe}",
    "[Jane] Doe",
    "علی\u200cرضا",
)


@pytest.mark.parametrize("name", ESCAPED)
def test_a_name_with_escapes_or_markup_is_in_no_answer(name: str) -> None:
    assert is_escaped(name)


@pytest.mark.parametrize("name", READ)
def test_signs_around_a_name_do_no_harm(name: str) -> None:
    assert not is_escaped(name)
