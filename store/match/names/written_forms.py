"""Whether a text writes a form of a name as a name: capitals, initials, and other names in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import dropwhile

from alu.store.calibration import (
    LEAST_SURNAME_NATS,
    LISTED_SURNAME_NATS,
    MAX_GIVEN_NAME_QUESTION_CHARACTERS,
    MAX_SURNAME_QUESTION_CHARACTERS,
    SURNAME_NATS,
    UNCOMMON_WORD_NATS,
    UNKNOWN_WORD_NATS,
    UNLISTED_NAME_NATS,
)
from alu.store.match.names.derived_forms import FormWords, spelling
from alu.store.text.biography import is_calling
from alu.store.text.divided import is_divided
from alu.store.text.mentions import full_names
from alu.store.text.names.capitals import is_written_small
from alu.store.text.names.first_names import is_first_name
from alu.store.text.names.name_forms import NameForm
from alu.store.text.names.name_lists import listed_in
from alu.store.text.names.name_rarity import is_frequent_surname, is_given_name
from alu.store.text.names.places import stands_as_place
from alu.store.text.names.short_names import is_kind
from alu.store.text.names.titles import is_title
from alu.store.text.normalise import normalise, visible
from alu.store.text.option_letters import label_places
from alu.store.text.roles import CALLED, ROLES
from alu.store.text.vocabulary import information, languages_of
from alu.store.text.words import words

__all__ = [
    "asks_about",
    "goes_on_after",
    "has_capitals",
    "is_called",
    "is_first_name_before",
    "is_in_unlisted_language",
    "is_no_initial",
    "is_no_title",
    "is_short_name",
    "is_surname",
    "is_titled",
    "is_written_as_name",
    "names_begun_with",
    "shows_initial",
]

_WRITTEN = re.compile(r"[^\W_]+(?:[-‐'’][^\W_]{2,})*")
_MISSES = re.compile(r"(?:n['’]t|not|never) miss ")
_BEGINS = re.compile(r"[.!?:]\s|\n")
"""Behind it a sentence or a line begins."""
_ASKS = re.compile(r"[^.!?\n]*\?")
"""What is a question from there on."""
_NAME_ITSELF = re.compile(
    r"\b(?:(?:origins?|meaning|etymology|history|pronunciation|spelling) of|does|is|pronounce|spell) "
    r"the (?:sur|last |family )name\b",
    re.I,
)
"""«What is the origin of the surname Brannigan?» asks nothing of anybody who is called so."""
_GERMAN_CALLING = re.compile(
    r"(?:leiter|minister|chef|direktor|sprecher|meister|anwalt|anwaltin|lehrer|professor|senator|fuhrer|trainer|mitarbeiter"
    r"|berater|inspektor|kommissar|pfarrer|bischof|richter|beamter|beamtin|verwalter|betreuer|pfleger|techniker|ingenieur"
    r"|prasident|vorsitzende[rn]?|beauftragte[rn]?|angestellte[rn]?|kollege|kollegin|kunde|kundin|arzt|arztin|patientin|patient"
    r"|geschaftsfuhrer|abgeordnete[rn]?|stadtrat|studienrat|studienratin|autor|dichter|maler|sanger)(?:in)?$"
)
"""How German words for callings end, without marks, in which a noun like a name stands before a surname."""
_SMALL_WORDS = frozenset({"can", "el", "la", "le", "lo", "si", "un", "al", "do", "so", *"hiaoeyu"})
"""What stands before a surname in small letters, and is a first name, or an initial, too: «can brannigan sing»."""
_PLACING = frozenset({"in", "at", "from", "of", "near", "to", "for", "with", "by", "on"})
_SHORT = 3
_ARTICLES = frozenset({"a", "an", "the"})


def asks_about(part: FormWords, text: str, *, of_world: bool) -> bool:
    """Tell whether a short question names nobody but by this surname, with a capital letter, and no ordinary word.

    Of more than one word («Al-Asiri», «van Dyke»), none of them need be rare. `of_world`: it is a name of the world of
    a work, whose heroes have given names.
    """
    # which means somebody else as soon as a question tells a story: «James», and not «Irving»
    given = is_given_name(part[-1]) and information(part[-1]) < LEAST_SURNAME_NATS and not of_world
    longest = MAX_GIVEN_NAME_QUESTION_CHARACTERS if given else MAX_SURNAME_QUESTION_CHARACTERS
    if len(text) > longest or text.isupper() or not _may_be_surname(part) or _names_somebody(text):
        return False
    if _NAME_ITSELF.search(text):
        return False
    shown = visible(text)
    found = [*_WRITTEN.finditer(shown)]
    written = [m.group() for m in found]
    if written and is_given_name(part[-1]) and not of_world and _tells_of_several(part[-1], written):
        return False
    for at, (before, word, after) in enumerate(zip(written, written[1:], [*written[2:], ""], strict=False), start=1):
        if word[0].isupper() and spelling(word)[-1:] == part[-1:] and not after[:1].isupper():
            if stands_as_place(part[-1], written[:at], text):
                continue
            if _opens(word) and _begins_statement(shown, found[at - 1].end(), found[at].start()):
                continue
            return before not in _ARTICLES and (before[0].islower() or (before == written[0] and _opens(before)))
    return False


def _begins_statement(text: str, end: int, start: int) -> bool:
    """Tell whether a sentence or a line begins at `start`, behind a word that ends at `end`, and is no question."""
    return _BEGINS.search(text, end, start) is not None and _ASKS.match(text, start) is None


def _tells_of_several(name: str, written: Sequence[str]) -> bool:
    """Tell whether a text calls two others by their given names, too: «Samantha has more than Shelley and Kim.»."""
    first, *rest = written
    capital = (w.lower() for w in (*rest, *([] if _opens(first) else [first])) if w[0].isupper())
    return len(set(filter(is_given_name, capital)) - {name}) > 1


def _opens(word: str) -> bool:
    """Tell whether a word has its capital letter because a sentence begins: «Did Brannigan», and not «P. Brannigan»."""
    return len(word) > 1 and information(word.lower()) < UNCOMMON_WORD_NATS


def _names_somebody(text: str) -> bool:
    """Tell whether a text holds a whole name: a given name before a capitalised word, and not «Wisconsin Senate»."""
    return any(is_given_name(word) for run in full_names(visible(text)) for word in run.split()[:-1])


def _may_be_surname(part: FormWords) -> bool:
    least = LISTED_SURNAME_NATS if is_frequent_surname(part[-1]) or len(part) > 1 else SURNAME_NATS
    return information(part[-1]) >= least


def is_surname(form: NameForm, part: FormWords) -> bool:
    """Tell whether a form is the surname of what has the shape of a person's name, or one that many bear or few."""
    person = form.kind in ("title_surname", "world") or is_frequent_surname(part[-1])
    return person or information(part[-1]) >= LEAST_SURNAME_NATS


def is_first_name_before(word: str, part: FormWords, text: str) -> bool:
    """Tell whether the word before a surname may be a first name, and that of somebody else.

    No mark divides them («Surname: Brannigan»), and it is an initial, on a list, or an uncommon word with a capital
    letter: «the procurement officer Brannigan» and «Goalkeeper Brannigan» are Brannigan. In small letters a single one
    is no initial, and a common word no name: «el brannigan», «can brannigan sing».
    """
    small = is_written_small(word, text) or visible(text).islower()
    if small and word in _SMALL_WORDS and not _is_dotted(word, text):
        return False
    listed = len(word) == 1 or is_given_name(word)
    if is_frequent_surname(word) and re.search(rf"\b{re.escape(word)}-{re.escape(part[0])}\b", normalise(text)):
        return True  # «Silva-Brannigan» is another surname
    if is_divided(word, part[0], text, lines=not listed):
        return False
    if listed:
        return True
    # «Abteilungsleiter Brannigan»: nouns have a capital letter there
    calling = _GERMAN_CALLING.search(word) or is_calling(word) or word in CALLED or word in ROLES
    return not calling and information(word) >= UNCOMMON_WORD_NATS and not is_written_small(word, text)


def is_called(before: Sequence[str], surname: str, text: str) -> bool:
    """Tell whether somebody is called by a first name, be it a short one, and a surname: «Kathi Brannigan»."""
    first = before[-1]
    if is_first_name(first):
        return not is_divided(first, surname, text, lines=False)
    placed = any(map(_PLACING.__contains__, before[:-1])) or first in listed_in("places")
    rare = information(first) >= UNLISTED_NAME_NATS and languages_of(first) <= {"en"}
    return rare and not placed and not is_titled(before) and is_first_name_before(first, (surname,), text)


def _is_dotted(word: str, text: str) -> bool:
    """Tell whether a letter has a point behind it, as an initial does."""
    return len(word) == 1 and re.search(rf"(?<!\w){re.escape(word)}\.", text, re.I) is not None


def names_begun_with(word: str, text: str) -> list[FormWords]:
    """Return what stands behind a word in the whole names that begin with it; nothing where it stands elsewhere, too.

    Of two words they are whole where many bear the second as a surname; a common word is in no name of more.

    Example:
        >>> from alu.store.match.names.written_forms import names_begun_with
        >>> names_begun_with("amadou", "Was Amadou Ibra Diallo ill?"), names_begun_with("amadou", "Amadou Dunmore")
        ([('ibra', 'diallo')], [])
        >>> names_begun_with("amadou", "Amadou Dunmore Speech")
        []
    """
    begun, said = _begun(text)
    behind = begun.get(word, [])
    return behind if len(behind) == said[word] else []


@lru_cache(maxsize=4)
def _begun(text: str) -> tuple[Mapping[str, list[FormWords]], Counter[str]]:
    """Return what stands behind the first words of the whole names of a text, and how often it has each word.

    Each of a thousand rows may ask for it.
    """
    begun: dict[str, list[FormWords]] = {}
    for run in full_names(visible(text)):
        first, _, rest = " ".join(dropwhile(_opens, run.split())).partition(" ")
        named = spelling(rest)
        whole = all(map(_may_be_of_name, named)) if len(named) > 1 else any(map(is_frequent_surname, named))
        if whole and len(spelling(first)) == 1:
            begun.setdefault(spelling(first)[0], []).append(named)
    return begun, Counter(words(text))


def _may_be_of_name(word: str) -> bool:
    return information(word) >= UNCOMMON_WORD_NATS or is_given_name(word) or is_frequent_surname(word)


def _is_first_name_of_another(part: FormWords, text: str) -> bool:
    """Tell whether what may be a surname is a given name with its surname behind, each time: «Dr Martin L. Lark»."""
    if len(part) > 1 or not is_given_name(part[0]):
        return False
    behind = re.findall(rf"(?<!\w)(?i:{re.escape(part[0])})(?!\w)(\s+(?:[A-Z]\.?\s+)?[^\W\d_a-z][a-z])?", visible(text))
    return bool(behind) and all(behind)


def is_written_as_name(part: FormWords, text: str) -> bool:
    """Tell whether words are written as a name of nobody else: with a capital letter, and no further name behind.

    In a text without capitals they are; words of no language are in any case.
    """
    if min(information(part[0]), information(part[0].removesuffix("s"))) >= UNKNOWN_WORD_NATS or text.islower():
        return True
    alone = rf"\b{re.escape(part[0].capitalize())}" + (r"(?!\w*\s+[A-Z][a-z])" if len(part) == 1 else "")
    return re.search(alone, visible(text)) is not None


def is_in_unlisted_language(word: str, text: str) -> bool:
    """Tell whether a word, which a text writes small, stands among words of no known language, as one of them may.

    «Behar» is a surname, and «must» in Basque, of which there is no list of words.
    """
    if not is_written_small(word, text):
        return False
    others = [w for w in words(text) if len(w) > _SHORT and w.isalpha() and w != word]
    return bool(others) and sum(information(w) >= UNKNOWN_WORD_NATS for w in others) > len(others) / 2


def has_capitals(part: FormWords, text: str) -> bool:
    """Tell whether a text writes words as a name: with capital letters, and one alone with no further name behind.

    «Brannigan Maritime» is a firm; «maritime», and «Brannigan» in «Brannigan Castle», may be anything. Words as short
    as «and» may be small; where nothing has a capital letter, a word of no language makes a name of them.
    """
    if text.islower():
        return len(part) > 1 and any(information(word) >= UNKNOWN_WORD_NATS for word in part)
    if any(len(word) > _SHORT and is_written_small(word, text) for word in part):
        return False
    if len(part) > 1:
        return True
    word, shown = rf"(?<!\w)(?i:{re.escape(part[0])})", visible(text)
    return not re.search(rf"{word}\s+[A-Z][a-z]", shown) or bool(re.search(rf"{word}(?!\w*\s+[A-Z][a-z])", shown))


def is_short_name(part: FormWords, before: Sequence[str], text: str) -> bool:
    """Tell whether the first word of a firm's name stands for it: not as a surname, nor as the name of something else.

    «Grimmford» and «Grimmford Group» are the firm; «Jane Grimmford», «Ms Grimmford» and «Grimmford Castle» are not.
    """
    if any(map(is_title, before[-1:])) or any(map(is_given_name, before[-1:])):
        return False
    behind = re.findall(rf"(?<![^\W_])(?i:{re.escape(part[0])})(?:\s+([A-Z][a-z]+))?", visible(text))
    return not behind or any(not word or is_kind(word) for word in behind)


def _is_compound(part: FormWords, text: str) -> bool:
    """Tell whether a letter and an ordinary word are one word each time, and no initial with a surname: «D-Day»."""
    if information(part[-1]) >= UNCOMMON_WORD_NATS:
        return False
    first, last = re.escape(part[0]), re.escape(part[-1])
    between = re.findall(rf"(?<!\w)(?i:{first})([\W_]+)(?i:{last})(?!\w)", text)
    return bool(between) and all(mark in "-‐‑" for mark in between)


def shows_initial(part: FormWords, text: str) -> bool:
    """Tell whether the first word of a form is written as an initial: «a. smith», «J Smith», and not «a smith»."""
    return not label_places(text).issuperset(_initials(part, text)) or _stands_before_name(part, text)


def is_no_initial(part: FormWords, text: str) -> bool:
    """Tell whether what looks like an initial and a surname is none: «D-Day», «B. White» under «A. Black»."""
    if _is_compound(part, text):
        return True
    initials = {*_initials(part, text)}
    return bool(initials) and initials <= label_places(text) and not _stands_before_name(part, text)


def _initials(part: FormWords, text: str) -> Iterator[int]:
    """Yield where the first word of a form, or its first letter, stands with a point before what may be the next."""
    dotted = re.finditer(rf"(?<![\w°º]){re.escape(part[0])}\.\W*(\w?)", text, re.IGNORECASE)
    return (m.start() for m in dotted if _may_begin(part[1], m[1]))


def _may_begin(word: str, letter: str) -> bool:
    """Tell whether a word may begin with a letter, as a text writes it; where it ends, the next one may go on."""
    return not letter or not (letter.isascii() and word.isascii()) or word[0] == letter.lower()


def _stands_before_name(part: FormWords, text: str) -> bool:
    """Tell whether the first word of a form is a capital letter, no word by itself, before a capital: «J Smith»."""
    first, next_one = re.escape(part[0].upper()), re.escape(part[-1][:1].upper())
    return part[0] not in {"a", "i", "o"} and bool(re.search(rf"(?<!\w){first}\s+{next_one}", text))


def is_no_title(before: str, part: FormWords, text: str) -> bool:
    """Tell whether what looks like a title, or an initial behind one, and a surname is none.

    «miss a day», and not «Miss A. Day»; «MS-DOS»; «Dr Martin Lark»; «don't miss day trips».
    """
    if before == "miss" and _MISSES.search(text) and is_written_small(part[0], text):
        return True
    if len(before) == 1 and not shows_initial((before, *part), text):
        return True
    return _is_compound((before, part[0]), text) or _is_first_name_of_another(part, text)


def goes_on_after(before: Sequence[str]) -> bool:
    """Tell whether what stands before a surname goes on behind a point: «Dr.», «J.», and not «at 4.»."""
    return (len(before[-1]) == 1 and not before[-1].isdigit()) or is_titled(before)


def is_titled(before: Sequence[str]) -> bool:
    """Tell whether the last of some words is a title («Dr»), or an initial after one («Dr J.»)."""
    return any(map(is_title, before[-1:])) or (len(before) > 1 and len(before[-1]) == 1 and is_title(before[-2]))
