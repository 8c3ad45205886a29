"""Names of which first name and surname stand apart: two with one surname, relatives, a name from before a marriage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from alu.store.text.kept import kept
from alu.store.text.mentions import full_names
from alu.store.text.names.name_rarity import is_given_name
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
_OF = (
    r"(?:(?<![^\W_])(?i:his|her|their|my|our|your|an?|the|one|two|three|four|only|ihre?n?|seine?n?|sa|son|ses|leurs?|sus?|sua|suo"
    r"|suoi|sue|seus?|suas?|zijn|haar|hun|der|die)|['’]s?)\s(?:(?:elder|younger|older|twin|late|eldest|youngest|little|big|first"
    r"|second|only|two|three|four|ältere[rn]?|jüngere[rn]?)\s){0,2}"
)
_KINSMAN = (
    r"(?:(?:step|grand|half-|foster)?(?:brother|sister|sibling|son|daughter|child(?:ren)?|mother|father|parent|twin)s?"
    r"|wife|husband|spouse|widow(?:er)?|uncles?|aunts?|cousins?|nephews?|nieces?"
    r"|Bruder|Brüder|Schwestern?|Geschwister|Sohn|Söhne|Tochter|Töchter|Kind(?:er)?|Mutter|Vater|Eltern|Ehefrau|Ehemann|Frau"
    r"|Mann|frères?|sœurs?|fils|filles?|enfants?|mère|père|épouse|époux|mari|femme"
    r"|herman[oa]s?|hij[oa]s?|madre|padre|espos[oa]|marido|mujer|fratell[oi]|sorell[ae]|figli[oae]?|moglie|marito"
    r"|irmã[os]?s?|irmão|filh[oa]s?|mãe|pai|broers?|zus(?:sen)?|zoon|dochter|moeder|vader|vrouw)"
)
_LISTED = rf"{_NAME}(?:,?\s(?:and|und|et|y|e|en|&)\s{_NAME}|,\s{_NAME}){{0,5}}"
_RELATIVE = re.compile(
    rf"{_OF}{_KINSMAN}(?![^\W_])(?:\sof\s{_NAME}(?:\s{_NAME}){{1,2}})?"
    rf"(?:\s(?:is|are|was|were|named|called|ist|sind|war|waren|heißt|heißen|est|es|è|sono|é|son|se\sllama))?[:,]?\s({_LISTED})"
    rf"|({_NAME}),?\s(?:is|was|ist|war|est|es|è|é)?\s?{_OF}{_KINSMAN}(?![^\W_])"
)
"""First names next to what they are to somebody: «her sons Abe and Cy», «Abe, his brother»."""
_WITH_RELATIVE = re.compile(rf"{_OF}{_KINSMAN}(?![^\W_])")
_CALLED = re.compile(
    r"\b(?:names?|named|called|hei(?:ß|ss)t|hei(?:ß|ss)en|se llaman?|s['’]appelle(?:nt)?|si chiama(?:no)?)\b"
)
"""What gives a name to whom the sentence before speaks of."""
_CALLED_SO = re.compile(rf"(?:is|was|named|called|hei(?:ß|ss)t|ist|llama|appelle|chiama)\s({_LISTED})")
_POSSESSIVE = re.compile(r"['’]s?$")
_FIRSTS = re.compile(_NAME)
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
    about = [number for number, text in enumerate(texts) if _WITH_RELATIVE.search(text)]
    if not about:
        return
    shown = [visible(text) for text in texts]
    lasts = (_POSSESSIVE.sub("", name.split()[-1]) for text in shown for name in full_names(text) if name.strip())
    borne = [surname for surname in islice(dict.fromkeys(lasts), _MOST) if len(surname) > 2]
    for number in about if borne else ():
        found = [(number, m[1] or m[2]) for m in islice(_RELATIVE.finditer(shown[number]), _MOST)]
        after = shown[number + 1] if number + 1 < len(shown) and _CALLED.search(shown[number + 1]) else ""
        found += [(number + 1, m[1]) for m in islice(_CALLED_SO.finditer(after), _MOST)]
        for place, listed in found:
            whole = {word for name in full_names(shown[place]) for word in name.split()}
            for given in islice((m.group() for m in _FIRSTS.finditer(listed)), _MOST):
                yield from ((place, _words(given, surname)) for surname in borne if given not in whole)


def _shared(shown: str) -> Iterator[tuple[str, ...]]:
    before, behind = _SMALL if shown.islower() else _WRITTEN
    for joint in _AND.finditer(shown):
        second = behind.match(shown, joint.end())
        first = second and before.search(shown, max(0, joint.start() - _REACH), joint.start())
        if second and first:
            for given in first[1].split(","):
                if before is _WRITTEN[0] or is_given_name(given.strip()):
                    yield _words(given, second[1])


def _maiden(shown: str) -> Iterator[tuple[str, ...]]:
    if any(hint in shown for hint in _MARRIED):
        yield from (_words(m[1], m[2]) for m in _MAIDEN.finditer(shown))


def _words(given: str, surname: str) -> tuple[str, ...]:
    return tuple(word_list(normalise(f"{given} {surname}")))
