"""Other names that facts state of a person: «What was her birth name?» «Odalys Brannigan».

Whoever is asked about under that name is meant, though no form of the stored name leads to it. English alone; elsewhere
such a name is found as the fact that it is, or where somebody adds it as an alias.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from alu.store.calibration import DISTINCTIVE_NAME_NATS, LEAST_SURNAME_NATS, RARE_SURNAME_NATS
from alu.store.text.mentions import full_names
from alu.store.text.names.name_rarity import may_be_surname
from alu.store.text.normalise import visible
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = ["stated_names", "used_names"]

_KINDS = r"(?:birth|real|full|maiden|stage|pen|given|legal|original|professional|screen|ring|former|baptismal)"
_HINTS = ("name", "born", "known as", "pseudonym", "alias", "née")
"""One of these is in every text that the patterns below find something in."""
_ASKS = re.compile(rf"\b{_KINDS} names?\b|\bborn as\b|\b(?:also|formerly|professionally|better) known as\b|\bpseudonym")
_OTHERS = re.compile(
    r"\b(?:mother|father|parents?|wife|husband|spouse|partner|sons?|daughters?|child(?:ren)?|brothers?|sisters?|siblings?|"
    r"twin|uncle|aunt|cousin|grand\w+|friend|character|role|film|movie|series|show|album|song|novel|book|band|group|company|"
    r"horse|dog|cat|pet|ship|town|city|school)\b"
)
"""Who or what may have the name instead."""
_SAYS = re.compile(
    rf"(?:\b{_KINDS} name(?: is| was)?|(?<![-\w])[Bb]orn(?: as)?|\bnée|\bknown as|\bpseudonym(?: is| was| of)?)"
    r",? [\"“«‘']?(?=[^\W\d_a-z])"
)
_ASKS_SURNAME = re.compile(r"\bmaiden (?:sur)?name\b|\b(?:birth|original|former|married) (?:sur|last |family )name\b")
_KNOWN = re.compile(
    r"([^,()\n]{3,60})(?: \([^()\n]{1,80}\))?[,(] ?(?:(?:was|is|and|born [^,()\n]{3,60},?) )?"
    r"(?:(?:also|better|best|widely|commonly|usually|professionally|simply|popularly|mononymously) )*known "
    r"(?:(?:professionally|mononymously|simply|popularly) )?"
    rf"(?:as|(?:by|under) (?:his|her|their|the) (?:{_KINDS} )?names?) [\"“«‘']?"
)
"""Who is said to be known by another name: «Odalys Brannigan, better known as»."""
_MOST_WORDS, _PARTICLE = 6, 3
"""Words of such a name, and letters of a small one in it: «Edson Arantes do Nascimento»."""
_LONGEST_ANSWER = 5
_LEAST_FACTS = 2
"""Facts that call somebody by a name which they state nowhere."""
_POSSESSIVE = re.compile(r"['’]s?$")


def stated_names(facts: Iterable[tuple[str, str]], given: str = "", own: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names that facts give a person besides the stored one, each once, in order.

    A name of several words counts where it is distinctive, and one word where hardly anybody else is called so: «the
    King» is what many are called. What is said of relatives and of works is left out.

    Args:
        facts: what is asked, "" where nothing is, and what is so.
        given: a first name, which another surname stands behind: «Lark» for the maiden name.
        own: stored names; whoever is «known as» one of them is called by that of the fact's subject, too.

    Example:
        >>> from alu.store.text.names.stated_names import stated_names
        >>> stated_names([("", "Odalys Brannigan, known as Ada Lark, is a poet.")], own=["Ada Lark"])
        ('Odalys Brannigan',)
    """
    found = [name for question, text in facts for name in (*_known_as(text, own), *_of_fact(question, text))]
    if given:
        found += (f"{given} {text}" for question, text in facts if _is_surname_asked(question, text))
    return tuple(dict.fromkeys(name for name in found if _is_distinctive(name)))


def used_names(given: str, facts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the full names by which several facts call somebody without a stored surname, each once, in order.

    Args:
        given: the name that is stored, without a rank: «Catherine».
        facts: what is asked, "" where nothing is, and what is so.

    Example:
        >>> from alu.store.text.names.stated_names import used_names
        >>> facts = [("Where did Ada Lark live?", "In Tarn."), ("", "Ada Lark's gull was called Admiral.")]
        >>> used_names("Ada", facts), used_names("Eve", facts)
        (('Ada Lark',), ())
    """
    found = Counter(
        name
        for question, text in facts
        for name in {_POSSESSIVE.sub("", run) for said in (question, text) for run in full_names(visible(said))}
        if name.split()[0] == given
    )
    return tuple(
        name
        for name, count in found.items()
        if count >= _LEAST_FACTS and may_be_surname(name.split()[-1], LEAST_SURNAME_NATS)
    )


def _is_surname_asked(question: str, text: str) -> bool:
    asks = "name" in question and _ASKS_SURNAME.search(question) and not _OTHERS.search(question)
    return bool(asks) and text.isalpha() and text[0].isupper()


def _of_fact(question: str, text: str) -> Iterator[str]:
    asks = any(hint in question for hint in _HINTS) and _ASKS.search(question) and not _OTHERS.search(question)
    if asks and len(text.split()) <= _LONGEST_ANSWER:
        yield visible(text).strip(" .\"“”«»‘’'")
    elif any(hint in text for hint in _HINTS):
        seen = visible(text)
        for match in _SAYS.finditer(seen):
            if not _OTHERS.search(seen, 0, match.start()):
                yield from _at(seen, match.end())


def _known_as(text: str, own: Collection[str]) -> Iterator[str]:
    """Yield the name with which a fact begins where it says that this one is known by a stored one."""
    if own and "known" in text and (found := _KNOWN.match(seen := visible(text))):
        first = found[1].strip()
        if 1 <= first.count(" ") < _MOST_WORDS and any(
            seen.startswith(name, found.end()) for name in map(visible, own)
        ):
            yield first


def _at(text: str, start: int) -> Iterator[str]:
    """Yield the run of capitalised words that begins at `start`."""
    rest = text[start : start + 100]
    yield from (run for run in full_names(rest)[:1] if rest.startswith(run))


def _is_distinctive(name: str) -> bool:
    parts = words(name)
    first, *more = name.split() or [""]
    capitals = _is_capital(first) and all(_is_capital(word) or len(word) <= _PARTICLE for word in more)
    least = DISTINCTIVE_NAME_NATS if len(parts) > 1 else RARE_SURNAME_NATS
    return bool(parts) and capitals and not any(c.isdigit() for c in name) and sum(map(information, parts)) >= least


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or not word[:1].isascii()
