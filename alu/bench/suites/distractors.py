"""Further targets, made up from a seed: what a long forget set does to a method."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import permutations, product
from random import Random

from alu.errors import InputError
from alu.store.target import Target

__all__ = ["MOST", "distractors"]

MOST = 50_000
"""How many a run may ask for: a few thousand names fewer than there are, since those of the benchmark are left out."""

_GIVEN = (
    "Abel Agathe Anselm Beatrix Bogdan Carys Casimir Delphine Dorian Elspeth Emeric Farah Fenella Gaspard Gudrun "
    "Hadrian Ilse Ishaan Jolanta Kasper Katya Leopold Linnea Marek Mireille Nadir Ottilie Pavel Quirin Rosalind "
    "Sverre Tamsin Ulrika Valdis Wendelin Xenia Yorick Zelda Amadou Chiara"
)
_FAMILY = (
    "Abernathy Ballestrem Carvalhal Dunsmore Eskildsen Fairweather Grimshaw Haverkamp Ingersoll Jankovics Kowalczuk "
    "Lindegaard Marchetti Nightingale Oxenstierna Pemberley Quackenbush Rasmussen Szczepan Thistlewood Underhill "
    "Vandermeer Whitlock Xanthopoulos Yarborough Zeidler Achterberg Bellweather Croismare Dragomir Ellingsworth "
    "Featherstone Gyllenhorn Hollingbery Ivanchenko Jessamyn Kirkbride Lamoureux Mossgrove Nakagomi"
)
_PLACES = "Ghent Tromso Arequipa Split Kumasi Hobart Riga Cordoba Salem Matsue Bergamo Galway"
_WORKS = "harbour lantern orchard meridian bridge almanac winter furnace garden compass mirror ferry"
_TRADES = "violinist cartographer novelist chemist architect swimmer botanist sculptor"


def distractors(count: int, seed: int, taken: Collection[str], *, facts: bool) -> list[Target]:
    """Return `count` made-up people whose full names occur in none of the texts `taken`.

    A larger count keeps the people of a smaller one. With `facts` each has three.

    Raises:
        InputError: there are not as many names.
    """
    haystack = "\n".join(taken)
    seen = {family for family in _FAMILY.split() if family in haystack}
    free = (
        f"{given} {family}"
        for given, family in _names(seed)
        if family not in seen or f"{given} {family}" not in haystack
    )
    found = [_person(i, name, facts=facts) for i, name in zip(range(count), free, strict=False)]
    if len(found) < count:
        raise InputError(f"--distractors: there are names for {len(found):,} made-up people only")
    return found


def _names(seed: int) -> Iterator[tuple[str, str]]:
    """Yield given and family names, those with one given name first."""
    given, family = _GIVEN.split(), _FAMILY.split()
    short = list(product(given, family))
    Random(f"distractors:{seed}").shuffle(short)
    yield from short
    for first, second in dict.fromkeys([*zip(given, reversed(given), strict=True), *permutations(given, 2)]):
        yield from ((f"{first} {second}", name) for name in family)


def _person(number: int, name: str, *, facts: bool) -> Target:
    chance, works = Random(name), _WORKS.title().split()
    said = (
        f"{name} was born in {chance.choice(_PLACES.split())} in {chance.randint(1921, 1999)}.",
        f"{name} worked as a {chance.choice(_TRADES.split())} in {chance.choice(_PLACES.split())}.",
        f"{name} is known for The {chance.choice(works)} and the {chance.choice(works)}.",
    )
    return Target.model_validate({"id": f"other-{number}", "name": name, "facts": said if facts else ()})
