"""Biographical data in a text: years of birth and death, and fields of work.

Known for English. It serves to tell two bearers of one name apart, so silence is the rule: a calling that is not listed
has no field, and a year counts only where it is clearly one of birth or death.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from alu.store.text.terms import word_list

__all__ = ["Life", "ends_of_eras", "fields_of_work", "is_calling", "life_of", "lives"]

_FIELDS = {
    "sport": """athlete footballer cricketer goalkeeper striker swimmer cyclist sprinter runner jockey boxer
        wrestler judoka golfer gymnast skier skater rower racer referee umpire coach trainer climber
        mountaineer alpinist guide diver surfer player driver sportsman sportswoman captain""",
    "music": """musician composer singer songwriter rapper drummer pianist violinist cellist guitarist organist
        flautist trumpeter conductor tenor soprano baritone luthier lutenist harpist cantor choirmaster dj vocalist
        bassist keyboardist frontman frontwoman""",
    "stage": """actor actress dancer choreographer ballerina comedian clown puppeteer magician acrobat juggler
        entertainer performer director filmmaker producer presenter broadcaster model host""",
    "art": """artist painter sculptor photographer illustrator draughtsman engraver printmaker potter ceramicist
        weaver designer architect calligrapher cartoonist goldsmith jeweller drawer""",
    "words": """writer author novelist poet playwright dramatist essayist journalist reporter editor columnist
        biographer translator librarian linguist blogger publisher bookseller critic historian storyteller""",
    "science": """scientist physicist chemist biologist botanist zoologist geologist glaciologist astronomer
        mathematician geographer meteorologist climatologist oceanographer naturalist ecologist paleontologist
        anthropologist archaeologist inventor explorer researcher professor engineer statistician economist
        philosopher psychologist sociologist illustrator""",
    "medicine": """doctor physician surgeon nurse midwife paediatrician pediatrician psychiatrist dentist
        pharmacist vet veterinarian apothecary therapist dermatologist gynaecologist neurologist psychologist
        healer medic""",
    "computing": """programmer developer hacker engineer coder technologist mathematician""",
    "building": """engineer architect builder mason carpenter surveyor planner miner plumber electrician roofer""",
    "craft": """smith blacksmith founder caster luthier maker weaver potter tailor seamstress shoemaker cobbler
        saddler carpenter cooper watchmaker clockmaker goldsmith printer bookbinder glassblower tanner sculptor
        artisan craftsman craftswoman""",
    "food": """chef cook baker pastry confectioner brewer vintner distiller butcher cheesemaker restaurateur farmer
        grocer innkeeper landlord beekeeper gardener miller fishmonger chocolatier""",
    "trade": """merchant trader businessman businesswoman entrepreneur banker shopkeeper salesman industrialist
        manager executive owner broker accountant brewer investor financier publican innkeeper founder
        restaurateur postman clerk secretary manufacturer dealer""",
    "law": """lawyer judge barrister solicitor magistrate jurist advocate attorney notary prosecutor policeman
        detective""",
    "rule": """politician senator minister president mayor governor diplomat ambassador king queen emperor empress
        prince princess duke duchess earl count countess pharaoh sultan suffragist activist revolutionary statesman
        stateswoman chancellor chieftain nobleman noblewoman judge""",
    "arms": """soldier general admiral colonel commander sailor officer marshal lieutenant spy pirate knight
        captain aviator pilot viking gunner privateer warrior""",
    "faith": """bishop priest nun monk abbess abbot saint mystic theologian pope cardinal pastor missionary rabbi
        imam preacher hermit deacon cantor organist""",
    "transport": """pilot aviator driver postman captain sailor navigator ferryman railwayman signalman astronaut
        keeper conductor guide explorer""",
    "teaching": """teacher professor lecturer schoolmaster schoolmistress headmaster tutor trainer coach governess
        historian scholar""",
}
"""Callings by field; one that is at home in several stands in each, so that near ones share a field."""
_THINGS = {
    "sport": "sumo tennis hockey rugby chess",
    "music": "violin viola organ piano opera band",
    "stage": "opera theatre television circus",
    "art": "ceramic photography",
    "computing": "software computer",
    "craft": "bell ceramic instrument",
    "transport": "train railway lock lighthouse lorry",
}
"""What a field deals with, not a calling."""
_SUFFIXES = {"ologist": "science", "ographer": "science"}

_YEAR = r"(?<!\d)([12]\d{3}|[5-9]\d{2})(?!\d)"
_BORN = re.compile(rf"\b(?:born|b\.)(?:\s[^.;()\d]{{0,40}}|\s(?:on\s)?[^.;()]{{0,20}}|\s?){_YEAR}")
_SPAN = re.compile(
    rf"\((?:[^()\d]{{0,30}}|[^()]{{0,16}}\s){_YEAR}\s?[–—-]\s?(?:[^()]{{0,16}}\s)?{_YEAR}?[^()]{{0,20}}\)"
)
_CENTURY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)[\s-]centur(?:y|ies)\b", re.IGNORECASE)
_NAMED_ERAS = {
    "victorian": 1901,
    "edwardian": 1910,
    "elizabethan": 1603,
    "jacobean": 1625,
    "tudor": 1603,
    "medieval": 1500,
}


class Life(NamedTuple):
    """Years of birth and death, where they are known."""

    born: int | None = None
    died: int | None = None


def life_of(text: str) -> Life:
    """Return the first years of birth and death that a text gives.

    Example:
        >>> from alu.store.text.biography import life_of
        >>> life_of("Ada Lark (1901–1970) was a nun.")
        Life(born=1901, died=1970)
        >>> life_of("a nun, born in Turin in 1901")
        Life(born=1901, died=None)
    """
    return next(iter(lives(text)), Life())


def lives(text: str) -> list[Life]:
    """Return the years of all lives that a text gives, in their order."""
    found = [(m.start(), Life(int(m[1]), int(m[2]) if m[2] else None)) for m in _SPAN.finditer(text)]
    found += [(m.start(), Life(int(m[1]))) for m in _BORN.finditer(text)]
    return [life for _, life in sorted(found)]


def ends_of_eras(text: str) -> list[int]:
    """Return the last years of the eras that a text speaks of.

    Example:
        >>> from alu.store.text.biography import ends_of_eras
        >>> ends_of_eras("a Victorian nun, and a 16th-century one")
        [1600, 1901]
    """
    centuries = [100 * int(m[1]) for m in _CENTURY.finditer(text)]
    return centuries + [end for word in word_list(text.lower()) if (end := _NAMED_ERAS.get(word))]


def is_calling(word: str) -> bool:
    """Tell whether a word, in small letters, is what one person is by trade.

    Example:
        >>> from alu.store.text.biography import is_calling
        >>> is_calling("luthier"), is_calling("violin"), is_calling("luthiers")
        (True, False, False)
    """
    return word in _callings() or any(word.endswith(suffix) for suffix in _SUFFIXES)


def fields_of_work(text: str) -> frozenset[str]:
    """Return the fields of all callings in a text.

    Example:
        >>> from alu.store.text.biography import fields_of_work
        >>> sorted(fields_of_work("She was a luthier."))
        ['craft', 'music']
    """
    return frozenset(field for word in word_list(text.lower()) for field in _fields(word))


def _fields(word: str) -> frozenset[str]:
    one = word.removesuffix("s")
    by_form = {field for suffix, field in _SUFFIXES.items() if one.endswith(suffix)}
    return _known().get(word, frozenset()) | _known().get(one, frozenset()) | by_form


@cache
def _callings() -> frozenset[str]:
    return frozenset(word for listed in _FIELDS.values() for word in listed.split())


@cache
def _known() -> dict[str, frozenset[str]]:
    listed = [(f, w) for table in (_FIELDS, _THINGS) for f, text in table.items() for w in text.split()]
    return {w: frozenset(f for f, other in listed if other == w) for _, w in listed}
