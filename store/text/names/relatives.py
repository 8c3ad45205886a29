"""First names of relatives, who have the surname of somebody named before: «Bo Lark's sister is Ada»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from alu.store.text.mentions import full_names
from alu.store.text.names.split_names import NAME
from alu.store.text.normalise import normalise, visible
from alu.store.text.terms import word_list

__all__ = ["names_of_relatives"]

_OF = (
    r"(?:(?<![^\W_])(?i:his|her|their|my|our|your|an?|the|one|two|three|four|only|ihre?n?|seine?n?|sa|son|ses|leurs?|sus?|sua|suo"
    r"|suoi|sue|seus?|suas?|zijn|haar|hun|der|die)|['’]s?)\s(?:(?:elder|younger|older|twin|late|eldest|youngest|little|big|first"
    r"|second|only|two|three|four|ältere[rn]?|jüngere[rn]?)\s){0,2}"
)
_KIN = (
    r"(?:(?:step|grand|half-|foster)?(?:brother|sister|sibling|son|daughter|child(?:ren)?|mother|father|parent|twin)s?"
    r"|wife|husband|spouse|widow(?:er)?|uncles?|aunts?|cousins?|nephews?|nieces?"
    r"|Bruder|Brüder|Schwestern?|Geschwister|Sohn|Söhne|Tochter|Töchter|Kind(?:er)?|Mutter|Vater|Eltern|Ehefrau|Ehemann|Frau"
    r"|Mann|frères?|sœurs?|fils|filles?|enfants?|mère|père|épouse|époux|mari|femme"
    r"|herman[oa]s?|hij[oa]s?|madre|padre|espos[oa]|marido|mujer|fratell[oi]|sorell[ae]|figli[oae]?|moglie|marito"
    r"|irmã[os]?s?|irmão|filh[oa]s?|mãe|pai|broers?|zus(?:sen)?|zoon|dochter|moeder|vader|vrouw)"
)
_LISTED = rf"{NAME}(?:,?\s(?:and|und|et|y|e|en|&)\s{NAME}|,\s{NAME}){{0,5}}"
_RELATIVE = re.compile(
    rf"{_OF}{_KIN}(?![^\W_])(?:\sof\s{NAME}(?:\s{NAME}){{1,2}})?"
    rf"(?:\s(?:is|are|was|were|named|called|ist|sind|war|waren|heißt|heißen|est|es|è|sono|é|son|se\sllama))?[:,]?\s({_LISTED})"
    rf"|({NAME}),?\s(?:(?:is|was|and|ist|war|und|est|et|es|y|è|é|e|en)\s)?{_OF}{_KIN}(?![^\W_])"
)
"""First names next to what they are to somebody: «her sons Abe and Cy», «Abe, his brother», «Abe and his brother»."""
_WITH_RELATIVE = re.compile(rf"{_OF}{_KIN}(?![^\W_])")
_CALLED = re.compile(
    r"\b(?:names?|named|called|hei(?:ß|ss)t|hei(?:ß|ss)en|se llaman?|s['’]appelle(?:nt)?|si chiama(?:no)?)\b"
)
"""What gives a name to whom the sentence before speaks of."""
_CALLED_SO = re.compile(rf"(?:is|was|named|called|hei(?:ß|ss)t|ist|llama|appelle|chiama)\s({_LISTED})")
_POSSESSIVE = re.compile(r"['’]s?$")
_FIRSTS = re.compile(NAME)
_MOST = 8
"""Surnames, and first names of a sentence, that are put together."""


def names_of_relatives(texts: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the first names in sentences about relatives, each with each surname of the text, by sentence.

    Args:
        texts: the sentences of one text.

    Example:
        >>> from alu.store.text.names.relatives import names_of_relatives
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
                names = (word_list(normalise(f"{given} {surname}")) for surname in borne if given not in whole)
                yield from ((place, tuple(name)) for name in names)
