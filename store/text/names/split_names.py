"""Names of which first name and surname stand apart: two with one surname, relatives, a name from before a marriage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from alu.store.text.kept import kept
from alu.store.text.mentions import full_names
from alu.store.text.normalise import normalise, visible
from alu.store.text.terms import word_list

__all__ = ["names_of_relatives", "split_names"]

_AND = re.compile(
    r"(?<=[^\W\d_.])(?:,?\s+(?:and|or|und|oder|et|ou|y|e|o|och|og|en|ja|i|a|ve|si|și|with|mit|avec|con|и|та|й|και)\s+"
    r"|\s?[&/+]\s?)(?=[^\W\d_])"
)
_WORD = r"[^\W\d_](?:[^\W\d_]|[’'\-](?=[^\W\d_])){0,30}"
_NAME = r"[^\W\d_a-zß-öø-ÿа-џ](?:[^\W\d_]|[’'\-](?=[^\W\d_])){0,30}\.?"
"""A word with a capital letter, or of a script that has none; an initial."""
_KIN = (
    r"(?:(?:her|his|their|my|our|your|the|ihre?|seine?|sa|son|su|sua|suo)\s+"
    r"(?:[^\W\d_]{2,12}\s+)?[^\W\d_]{2,20},?\s+)?"
)
_PARTICLES = r"(?:(?:van|von|de|der|den|di|da|del|la|le|al|el|bin|ben)\s+){0,2}"
_MARRIED = ("née", "nee ", "born", "formerly", "previously", "maiden", "geb", "z domu", "roz", "nata", "nacida", "født")
"""One of these is in every text that the pattern below finds something in."""
_MAIDEN = re.compile(
    rf"({_NAME})(?:\s+{_NAME}){{1,3}}\s?(?:,\s|\(|\s)\s?(?:(?:is|was)\s)?"
    r"(?:n[ée]e|born|formerly|previously|(?:whose|her|his)\smaiden\sname\s(?:is|was)|geb\.|geborene?|z\sdomu|roz(?:\.|ená)"
    rf"|nata|nacida|født)\s({_PARTICLES}{_NAME})(?!\s+{_NAME})"
)
_RELATIVE = re.compile(
    r"(?<![^\W_])(?:(?:step|grand|half-|foster)?(?:brother|sister|sibling|son|daughter|child(?:ren)?|mother|father|parent|twin)"
    r"|wife|husband|spouse|widow(?:er)?|married|uncle|aunt|cousin|nephew|niece"
    r"|bruder|brüder|schwester|geschwister|sohn|söhne|tochter|töchter|kind(?:er)?|mutter|vater|eltern|ehefrau|ehemann|frau"
    r"|frères?|sœurs?|fils|filles?|enfants?|mère|père|épouse|époux|mari|femme"
    r"|herman[oa]s?|hij[oa]s?|madre|padre|espos[oa]|marido|mujer|fratell[oi]|sorell[ae]|figli[oae]?|moglie|marito"
    r"|irmã[os]?s?|irmão|filh[oa]s?|mãe|pai|broers?|zus(?:sen)?|zoon|dochter|moeder|vader)s?(?:['’]s?)?(?![^\W_])",
    re.I,
)
_CALLED = re.compile(
    r"\b(?:names?|named|called|hei(?:ß|ss)t|hei(?:ß|ss)en|se llaman?|s['’]appelle(?:nt)?|si chiama(?:no)?)\b"
)
"""What gives a name to whom the sentence before speaks of."""
_POSSESSIVE = re.compile(r"['’]s?$")
_ALONE = re.compile(rf"(?<![^\W_])({_NAME})(?:['’]s)?(?![^\W_])")
_MOST = 8
"""Surnames, and first names of a sentence, that are put together."""
_REACH = 120
"""Characters before «and» in which the first names stand."""


def _patterns(word: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what the names before and behind «and» are, written as `word` says."""
    before = re.compile(rf"(?<![^\W_])({word}(?:,\s+{word}){{0,4}})$")
    return before, re.compile(rf"{_KIN}{word}\s+(?:{word}\s+)?({_PARTICLES}{word})(?![^\W_])")


_WRITTEN, _SMALL = _patterns(_NAME), _patterns(_WORD)


@kept(512)
def split_names(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of each name of which the surname stands apart from the first name.

    Example:
        >>> from alu.store.text.names.split_names import split_names
        >>> split_names("Ada and Bo Lark won."), split_names("It was Ada Dale (née Lark).")
        ((('ada', 'lark'),), (('ada', 'lark'),))
    """
    shown = visible(text)
    return tuple(dict.fromkeys((*_shared(shown), *_maiden(shown))))


def names_of_relatives(texts: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the first names in sentences about relatives, each with each surname of the text, by sentence.

    Args:
        texts: the sentences of one text.

    Example:
        >>> from alu.store.text.names.split_names import names_of_relatives
        >>> list(names_of_relatives(["Bo Lark won.", "so did his sister Ada."]))
        [(1, ('ada', 'lark'))]
    """
    about = {number for number, text in enumerate(texts) if _RELATIVE.search(text)}
    related = sorted(about | {n + 1 for n in about if n + 1 < len(texts) and _CALLED.search(texts[n + 1])})
    if not related:
        return
    shown = [visible(text) for text in texts]
    named = [full_names(text) for text in shown]
    lasts = (_POSSESSIVE.sub("", name.split()[-1]) for names in named for name in names if name.strip())
    surnames = islice(dict.fromkeys(lasts), _MOST)
    borne = [surname for surname in surnames if len(surname) > 2]
    for number in related if borne else ():
        whole = {word for name in named[number] for word in name.split()}
        alone = dict.fromkeys(m[1] for m in _ALONE.finditer(shown[number]) if m[1] not in whole)
        for given in islice(alone, _MOST):
            yield from ((number, _words(given, surname)) for surname in borne)


def _shared(shown: str) -> Iterator[tuple[str, ...]]:
    before, behind = _SMALL if shown.islower() else _WRITTEN
    for joint in _AND.finditer(shown):
        second = behind.match(shown, joint.end())
        first = second and before.search(shown, max(0, joint.start() - _REACH), joint.start())
        if second and first:
            for given in first[1].split(","):
                yield _words(given, second[1])


def _maiden(shown: str) -> Iterator[tuple[str, ...]]:
    if any(hint in shown for hint in _MARRIED):
        yield from (_words(m[1], m[2]) for m in _MAIDEN.finditer(shown))


def _words(given: str, surname: str) -> tuple[str, ...]:
    return tuple(word_list(normalise(f"{given} {surname}")))
