"""Words that tell what kind of value is near them: «phone», «SSN», «passport», «Instagram»."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, Literal

__all__ = ["HANDLE_WORD", "NUMBER_KINDS", "PLATFORMS", "SURE_KINDS", "Cues", "IdentifierKind"]

IdentifierKind = Literal["phone", "national_id", "iban", "card", "email", "url", "handle", "date", "address", "id"]
"""What an identifier is; `id` is a number or code of any other issuer, and every soft number."""

NUMBER_KINDS = ("phone", "national_id", "card", "id")
"""Kinds of what is written in digits."""
SURE_KINDS = ("phone", "national_id", "card")
"""Those whose words say that a number is one, where it stands right behind them; behind «record» it may be a count."""

PLATFORMS: Final = (
    "instagram|twitter|tik ?tok|telegram|snap ?chat|github|skype|discord|signal|steam|xbox|playstation|psn|nintendo|"
    "wechat|threema|icq|kik|viber|reddit|twitch|you ?tube|mastodon|bluesky|facebook|messenger|linkedin|pinterest|matrix"
)
"""A regular expression of those on which people have names of their own."""
HANDLE_WORD: Final = f"handle|user ?name|screen ?name|nick ?name|gamer ?tag|gamer ?name|{PLATFORMS}"
"""The same of words for a handle."""

_WORDS: tuple[tuple[IdentifierKind, str], ...] = (
    (
        "phone",
        "phone|telephone|tel|mobile|cell|call|fax|whatsapp|sms|telefon|telefono|telefone|handy|portable|rufnummer|"
        "(?:telefon|handy|mobil)nummer|telemovel|celular|movil|cellulare",
    ),
    (
        "national_id",
        "social security|ssn|national (?:id|insurance)|nino|dni|nie|tax (?:id|number)|taxpayer|personnummer|aadhaar|"
        r"cpf|curp|codice fiscale|steuer\w*|pan",
    ),
    ("card", "card|visa|mastercard|amex|kreditkarte|carte bancaire|tarjeta"),
    ("handle", HANDLE_WORD),
    (
        "id",
        "id|passport|licen[cs]e|account|policy|member|plate|vin|serial|registration|patient|record|badge|case|"
        "ref(?:erence)?|iban|number|no|nr|code|identifier|identification|reisepass|ausweis",
    ),
)
_CUE = re.compile(r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS) + r")(?:'?s)?\b")
_ORDINARY = re.compile(
    "(?:nino|nie|pan|card|account|policy|member|vin|serial|registration|patient|record|badge|case|ref|reference|number|"
    "no|nr|code)s?"
)
"""Words that say something else, too: only what stands right behind them is what they tell."""
_REACH = 80
_LONGEST_LINK = 40
_LINK = re.compile(
    r"(?:[^\w]|_|\b(?:is|was|are|reads?|as|at|on|under|the|a|her|his|their|my|to|him|them|me|us|reach|numbers?|no|nr|num|"
    r"nummer|numero|lautet|ist|war|est|le|la|es|el|e|il|security|s)\b)*"
)
"""What may stand between a word and what it tells: «phone number is», «Telefonnummer lautet»."""
_ANSWERED = re.compile(r"\?\W*")


class Cues:
    """The words of a text that tell what a number, a code or a handle after them is.

    Args:
        text: a folded text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        found = [(m.end(), m.lastgroup, m.group()) for m in _CUE.finditer(text)]
        numbers = [one for one in found if one[1] != "handle"]
        self._ends = [end for end, _, _ in numbers]
        self._kinds = [str(kind) for _, kind, _ in numbers]
        self._sure = [not _ORDINARY.fullmatch(word) for _, _, word in numbers]
        self.handles = [(end, word) for end, kind, word in found if kind == "handle"]
        """Where words for handles end, and the words."""

    def before(self, start: int) -> str:
        """Return the kind of the last cue that ends shortly before `start`, a plain «number» after any other."""
        return self._last([self._kinds[i] for i in self._near(start)])

    def certain_before(self, start: int) -> str:
        """Return the same of words that say nothing else, or that stand right before `start`."""
        sure = self._last([self._kinds[i] for i in self._near(start) if self._sure[i]])
        return sure or self.right_before(start)

    def right_before(self, start: int) -> str:
        """Return the kind that a cue gives what begins at `start`, which nothing but «number is» parts from it.

        The question's cue stands right before an answer that is no more than what begins at `start`.
        """
        near = self._near(start)
        linked = [i for i in near if self._links(self._ends[i], start)]
        return self._last([self._kinds[i] for i in linked or (near if self._answers(start) else ())])

    def _near(self, start: int) -> range:
        last = bisect_right(self._ends, start)
        return range(bisect_right(self._ends, start - _REACH - 1), last)

    def _links(self, end: int, start: int) -> bool:
        return start - end <= _LONGEST_LINK and _LINK.fullmatch(self._text, end, start) is not None

    def _answers(self, start: int) -> bool:
        """Tell whether what begins at `start` is all that is behind a question, as far as digits and marks go."""
        asked = self._text.rfind("?", max(0, start - _LONGEST_LINK), start)
        rest = self._text[start : start + _LONGEST_LINK]
        return (
            asked >= 0 and _ANSWERED.fullmatch(self._text, asked, start) is not None and not any(map(str.isalpha, rest))
        )

    @staticmethod
    def _last(kinds: list[str]) -> str:
        return next((k for k in reversed(kinds) if k != "id"), kinds[-1] if kinds else "")
