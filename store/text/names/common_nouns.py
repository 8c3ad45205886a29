"""Names that a text in another language than English uses as the ordinary word that it is: «une marée», «eine Laterne».

Who writes in small letters may mean a firm, so that a small letter alone shows nothing to code. A word that is counted,
or is somebody's, is shown to be one («une marée», «mi linterna», «drei Laternen»), as long as it stands nowhere as
names do: with a capital letter within a sentence or, in German, whose nouns all have one, without an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from alu.store.text.normalise import visible
from alu.store.text.vocabulary import languages_of

__all__ = ["COUNTED", "NAME", "is_common", "places_of"]

_COUNTING = (
    # German
    "ein eine einen einem einer eines kein keine keinen keinem keiner jede jeder jedes jeden jedem zwei drei vier fünf",
    "sechs zehn mein meine meinen meinem meiner dein deine deinen deinem deiner unser unsere unseren unserem",
    # French
    "un une des quelques plusieurs chaque aucun aucune deux trois quatre cinq six dix mon ma mes ton ta tes notre",
    "nos votre vos quelle quel quels quelles",
    # Spanish, Italian, Portuguese
    "un una unos unas varios varias cada ningún ninguna dos tres cuatro cinco diez mi mis tu tus nuestro nuestra",
    "alguna algún algunas algunos mucha mucho muchas muchos poca poco cualquier",
    "uno alcuni alcune ogni nessun nessuna due tre quattro cinque dieci mio mia miei mie tuo tua nostro nostra qualche",
    "molta molto molte molti qualsiasi",
    "um uma uns umas vários várias nenhum nenhuma dois duas três quatro cinco dez meu minha meus minhas nosso nossa",
    "algum alguns algumas muita muito qualquer",
    # Dutch, Swedish, Polish
    "een geen elke elk ieder iedere enkele twee drie vier vijf tien mijn jouw ons onze",
    "en ett ingen inget varje några två fem min mitt mina din ditt vår vårt",
    "jeden jedna jedno każdy każda każde dwa dwie trzy cztery pięć mój moja moje twój twoja nasz nasza",
    # Russian
    "один одна одно одну одного каждый каждая каждую две четыре пять мой моя моё мою моего твой твоя наш наша наше",
)
_COUNTS = frozenset(visible(word) for words in _COUNTING for word in words.split())
_MEASURED = re.compile(
    r"\b(?:un|une|uma?|una?|uno|des|mon|ma|mi) [^\W\d_]{2,20} (?:de|di|da|d['’]) ?(?:la |l['’])?$", re.I
)
"""«un grain de poussière», «un raggio di sole»."""
_BEFORE = re.compile(r"([^\W\d_][\w’'-]{0,40})[ ]{1,3}$")
_AROUND, _MANY = 120, 100
NAME, _LOOSE, COUNTED = -1, 0, 2
"""What a place of a name shows: that it is a name, nothing, that it is a word."""


def is_common(parts: Sequence[str]) -> bool:
    """Tell whether all words of a name, in small letters, are known ones of some language."""
    return bool(parts) and all(part.isalpha() and languages_of(part) for part in parts)


def places_of(parts: Sequence[str], text: str, *, german: bool = False) -> Iterator[int]:
    """Yield what each place of a name shows: `NAME`, `COUNTED`, or 0 for nothing.

    Args:
        parts: its words, in small letters, as `visible` gives them.
        text: in another language than English, as `visible` gives it.
        german: a capital letter makes no name in it.

    Example:
        >>> from alu.store.text.names.common_nouns import places_of
        >>> [list(places_of(["mer"], text)) for text in ("Une mer est calme.", "Qui a écrit Mer ?", "la mer")]
        [[2], [-1], [0]]
        >>> list(places_of(["laterne"], "Wie bastelt man eine schöne Laterne?", german=True))
        [2]
    """
    pattern = r"[ ’'-]{1,3}".join(map(re.escape, parts))
    found = re.finditer(rf"(?<![^\W_]){pattern}((?:e?[sn])?)(?![^\W_])", text, re.IGNORECASE)
    for match in islice(found, _MANY):
        before = text[max(0, match.start() - _AROUND) : match.start()]
        yield _place(match.group(), bool(match[1]), before, german)


def _place(seen: str, plural: bool, before: str, german: bool) -> int:
    if not seen[0].islower() and not german:
        return NAME
    if _is_counted(before) or _MEASURED.search(before):
        return COUNTED
    if german and seen[0].isupper() and not _has_article(before):
        return NAME
    return COUNTED if plural and seen.islower() else _LOOSE


def _is_counted(before: str) -> bool:
    """Tell whether a word is behind one that counts, with one at most between: «eine alte Laterne», «d’une mer»."""
    for _ in range(2):
        found = _BEFORE.search(before)
        if not found:
            return False
        if re.split("['’]", found[1].lower())[-1] in _COUNTS:
            return True
        if not found[1].islower():
            return False
        before = before[: found.start()]
    return False


def _has_article(before: str) -> bool:
    found = _BEFORE.search(before)
    return found is not None and found[1].islower()
