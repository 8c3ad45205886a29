"""The parts of a person's name: given names, particles and surname, without titles and what follows the surname."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from alu.store.calibration import MIN_SURNAME_LETTERS, RARE_SURNAME_NATS, UNCOMMON_WORD_NATS
from alu.store.text.languages import script
from alu.store.text.names.name_lists import words_for
from alu.store.text.names.name_rarity import is_given_name, is_initial, is_of_nobody, key_of, name_nats, plain, rarity
from alu.store.text.names.other_letters import SPELT_OUT
from alu.store.text.names.ranks import is_numeral, is_rank_phrase

__all__ = [
    "PersonName",
    "is_capitalised",
    "is_eastern",
    "is_given",
    "is_small",
    "ordered",
    "person_in",
    "stands_alone",
    "without_note",
]

_LONGEST, _MOST_WORDS = 100, 7
_WORD = re.compile(r"[^\W\d_]+(?:['’\-‐][^\W\d_]+)*\.?")
_NOTE = re.compile(r"\([^()]*\)$")
"""What is said of somebody to tell them from others of the name: «(poet)»."""
_INITIALS = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_])")
_ARTICLE = re.compile(r"(?<=\s)([ae]l)[-‐](?=[^\W\d_])")
"""The Arabic article before a surname, where it is written small: «al-Khatib»."""
_SEVERAL = re.compile(r"[-‐ ]")
_JOINED = re.compile(r"(?:dell?|all?|l|d)['’][^\W\d_a-z]|(?:de|di|du|la|le|van|von)[A-Z]")
"""How a name with a small letter begins: «d'Abo», «deGrasse»."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a person's name."""

    given: tuple[str, ...]
    """First name and middle names or initials."""
    surname: str
    particles: str = ""

    @property
    def family(self) -> str:
        """The surname with its particles."""
        return f"{self.particles} {self.surname}".strip()


@lru_cache(maxsize=64)
def person_in(name: str) -> PersonName | None:
    """Return the parts of a name that has the shape of a person's, else nothing.

    Example:
        >>> from alu.store.text.names.person_names import person_in
        >>> person_in("Dr. Ada B. van Lark Jr.")
        PersonName(given=('Ada', 'B.'), surname='Lark', particles='van')
        >>> person_in("Salt Ledger")
    """
    if len(name) > _LONGEST:
        return None
    parts = ordered(without_note(unicodedata.normalize("NFC", name)))
    while parts and plain(parts[0]) in words_for("honorifics"):
        parts = parts[1:]
    if not 2 <= len(parts) <= _MOST_WORDS or is_of_nobody([*parts[:1], *(p for p in parts[1:] if not _is_particle(p))]):
        return None
    person = _split(parts)
    return person if _is_shaped(person) else None


def ordered(name: str) -> list[str]:
    """Return the words of a name, first name first, without what comes after the surname («Jr.», «Duke of …»)."""
    before, comma, after = name.partition(",")
    parts, more = _words(before), _words(after)
    if comma and more and not is_rank_phrase(after) and not all(plain(p) in words_for("suffixes") for p in more):
        parts = more + parts
    kept = len(parts)
    while kept > 2 and plain(parts[kept - 1]) in words_for("suffixes"):
        kept -= 1
    return parts[:kept]


def without_note(name: str) -> str:
    """Return a name without what is said in brackets behind it to tell it from others: «Ada Lark (poet)»."""
    return _NOTE.sub("", name).strip()


def _words(text: str) -> list[str]:
    """Return the words of a part of a name; of one that holds more than words, nothing."""
    apart = _ARTICLE.sub(r"\1 ", _INITIALS.sub(" ", text))
    found = _WORD.findall(apart)
    return found if "".join(found) == "".join(apart.split()) else []


def _split(parts: list[str]) -> PersonName:
    """Return the words of a name as its parts."""
    *before, surname = parts
    cut = len(before)
    while cut > 1 and _is_particle(before[cut - 1]):
        cut -= 1
    return PersonName(tuple(before[:cut]), surname, " ".join(before[cut:]))


def _is_shaped(person: PersonName) -> bool:
    """Tell whether the words are capitalised as a person's are and one shows a person: the first, or a rare surname.

    The first does where it is a given name, or no ordinary word; so do particles («van der», and «bin» among the first
    names). In Cyrillic or Greek only people have a second capital letter («Новая газета»).
    """
    small = [w for w in person.given[1:] if is_small(w)]
    capitals = [w for w in (*person.given, person.surname) if w not in small]
    if not all(map(is_capitalised, capitals)) or is_initial(person.surname) or is_numeral(person.surname):
        return False
    first = person.given[0]
    shown = is_given(first) or script(first) in SPELT_OUT or rarity(first) >= UNCOMMON_WORD_NATS
    return shown or bool(small or person.particles) or stands_alone(person.surname) or is_eastern(person)


def is_eastern(person: PersonName) -> bool:
    """Tell whether somebody of several given names has a surname of China, Korea or Vietnam."""
    return len(person.given) > 1 and key_of(person.surname) in words_for("eastern_surnames")


def is_small(word: str) -> bool:
    """Tell whether a word of a name is a particle, written small: «van», «bin»."""
    return word[0].islower() and plain(word) in words_for("particles")


def _is_particle(word: str) -> bool:
    return is_small(word) or word in words_for("large_particles")


def is_given(word: str) -> bool:
    """Tell whether a word of a name is a given name or an initial."""
    return is_initial(word) or is_given_name(word)


def is_capitalised(word: str) -> bool:
    """Tell whether a word is written as one of a name: «Lark», «d'Abo», «deGrasse», and not «HR»."""
    return (word[0].isupper() or _JOINED.match(word) is not None) and (is_initial(word) or not word.isupper())


def stands_alone(surname: str) -> bool:
    """Tell whether a surname, with particles or a hyphen as a whole, is so rare that it hardly means anybody else."""
    rare = (name_nats(surname) if _SEVERAL.search(surname) else rarity(surname)) >= RARE_SURNAME_NATS
    return rare and len(surname) >= MIN_SURNAME_LETTERS and not is_given_name(surname)
