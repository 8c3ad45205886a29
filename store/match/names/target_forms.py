"""All other forms of one target, and what is known about them without deriving all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

from alu.store.calibration import MIN_SHORT_NAME
from alu.store.match.names.declined import Bearer
from alu.store.match.names.derived_forms import (
    FormWords,
    derived_forms,
    entered_names,
    forms_of_name,
    forms_of_surnames,
    known_names,
    other_forms,
    plain_forms,
    spelling,
    spellings,
)
from alu.store.match.names.surname_signs import (
    ALONE,
    ANY_WORD,
    FIRST,
    LAST,
    OTHER,
    PERSON,
    PERSON_AMBIGUOUS,
    STATED,
    TITLE,
    TITLE_AMBIGUOUS,
    TITLED,
    TITLED_AMBIGUOUS,
    KnownOfTarget,
    beginning,
    behind,
)
from alu.store.target import Target
from alu.store.text.names.name_forms import NameForm, NameFormKind, parts_of, surnames_of

__all__ = ["TargetForms", "forms_of_sign", "known_of"]

_TITLED: tuple[NameFormKind, ...] = ("title_surname", "titled")
_MOST_WORDS = 256
"""Words that are kept of a target; one with names in other letters, and all their cases, can have more."""
_ARTICLES = frozenset({"al", "el"})
_BY_SIGN = {
    TITLE: NameForm("", "title_surname", False),
    TITLE_AMBIGUOUS: NameForm("", "title_surname", True),
    TITLED: NameForm("", "titled", False),
    TITLED_AMBIGUOUS: NameForm("", "titled", True),
}
_SIGNS = {(form.kind, form.ambiguous): sign for sign, form in _BY_SIGN.items()}
_ALONE = NameForm("", "surname", True)


@dataclass(frozen=True, slots=True)
class TargetForms:
    """What is looked for of one target besides its names."""

    forms: tuple[tuple[FormWords, NameForm], ...]
    surnames: tuple[tuple[FormWords, NameForm], ...]
    given: frozenset[str]
    """Words of its names and forms that may stand before the surname."""
    bearer: Bearer | None
    """What shows that a name in another form is its own; None of what is no person."""

    @classmethod
    def of(cls, target: Target) -> TargetForms:
        """Work out all forms of a target."""
        return cls.listed(derived_forms(target), [spelling(name) for name in known_names(target)])

    @classmethod
    def listed(cls, found: Iterable[NameForm], own: Collection[FormWords], more: Collection[str] = ()) -> TargetForms:
        """Put forms in order.

        Args:
            found: of one target.
            own: words of its names.
            more: other words that may stand before the surname.
        """
        every = [(words, f) for f in found for words in spellings(f)]
        borne = tuple((words, f) for words, f in every if f.kind == "world" and f.ambiguous)
        forms = tuple(one for one in every if one[1].kind not in _TITLED and one[0] and one not in borne)
        titled = tuple((words[1:], f) for words, f in every if f.kind in _TITLED and len(words) > 1) + borne
        given = frozenset(chain(more, *own, *(words for words, _ in forms)))
        whole = [*own, *(words for words, f in forms if f.kind != "nickname")]
        alone = frozenset(words[-1] for words, f in forms if f.kind == "surname")
        return cls(forms, titled, given, Bearer.of(given, whole, titled, alone))

    def of_words(self, part: FormWords) -> tuple[tuple[NameForm, ...], tuple[NameForm, ...]]:
        """Return the forms that are these words, and the surnames that are."""
        forms, surnames = ((form for words, form in some if words == part) for some in (self.forms, self.surnames))
        return tuple(forms), tuple(surnames)

    def begins_another(self, surname: str, begun: Iterable[FormWords]) -> bool:
        """Tell whether a surname that is not the last begins names of others: «Amadou Diallo», not Ada Amadou Marsh.

        Args:
            surname: one word.
            begun: what stands behind it in each of those names.
        """
        return bool(self.sign(surname) & FIRST) and all(map(self.given.isdisjoint, begun))

    def sign(self, surname: str) -> int:
        """Return what a surname is by itself."""
        sign = 0
        for words, form in self.forms:
            if words == (surname,):
                sign |= ALONE if (form.kind, form.ambiguous) == ("surname", True) else OTHER
            elif form.kind == "surname" and words[-1] == surname:
                sign |= LAST
            if form.kind == "compound_surname" and words[0] == surname:
                sign |= FIRST
        for words, form in self.surnames:
            if words == (surname,):
                sign |= _SIGNS.get((form.kind, form.ambiguous), OTHER)
        if self.bearer and (borne := self.bearer.surnames.get(surname)):
            sign |= PERSON_AMBIGUOUS if borne.ambiguous else PERSON
        return sign


@cache
def forms_of_sign(sign: int) -> tuple[tuple[NameForm, ...], tuple[NameForm, ...]]:
    """Return the forms that are a surname alone, and those that are one behind a title, by what it is by itself."""
    return (_ALONE,) if sign & ALONE else (), tuple(form for one, form in _BY_SIGN.items() if sign & one)


def known_of(target: Target) -> KnownOfTarget:
    """Return what of a target can be told without working out all of its forms: its surnames and words next to them."""
    own = (*target.names, *entered_names(target))
    if not target.derive or target.kind != "entity":
        return KnownOfTarget.of({}, ())
    others = [*other_forms(target), *(form for form in plain_forms(target) if " " not in form.text)]
    surnames: set[str] = set()
    for name in own:
        # in Latin letters without marks every form holds the surname as it is
        held = surnames_of(name) if name.isascii() else (form.text for form in forms_of_name(name))
        surnames |= {words[-1] for words in map(spelling, held) if words}
    ends = [(words[-1], form.kind) for form in others for words in spellings(form) if words]
    surnames |= {word for word, _ in ends}
    if not surnames:
        return KnownOfTarget.of({}, ())
    if not others and all(map(str.isascii, own)):
        return _known_in_plain_letters(own, surnames)
    whole = TargetForms.of(target)
    every = [words for words, _ in (*whole.forms, *whole.surnames)]
    after = (word for words in every for before, word in pairwise(words) if before in surnames and len(word) == 1)
    words = _with_beginnings(chain(whole.given, *every)).union(map(behind, after))
    stated = {word for word, kind in ends if kind == "stated"}
    signs = {surname: whole.sign(surname) | STATED * (surname in stated) for surname in sorted(surnames)}
    return KnownOfTarget.of(signs, words if len(words) * len(signs) <= _MOST_WORDS else (ANY_WORD,))


def _known_in_plain_letters(own: Collection[str], surnames: Iterable[str]) -> KnownOfTarget:
    """Return what is known of names in plain letters: their forms have no words but theirs and short first names."""
    spelt = [spelling(name) for name in own]
    parts = set(chain(*spelt, *(spelling(part) for name in own for part in parts_of(name))))
    if not parts.isdisjoint(_ARTICLES):
        parts |= _ARTICLES  # «El-Ghamdi» is «Al-Ghamdi»
    words = _with_beginnings(parts).union(behind(word) for word in parts if len(word) == 1)
    found = forms_of_surnames(own)
    least = TargetForms.listed(found, spelt)
    signs = {surname: least.sign(surname) for surname in sorted(surnames)}
    if any(form.kind == "titled" and form.ambiguous for form in found):
        most = TargetForms.listed(found, spelt, words)
        # where it takes the first names to tell, all forms have to be worked out
        signs = {surname: sign if sign == most.sign(surname) else OTHER for surname, sign in signs.items()}
    for surname in _begin_longer(own, spelt, signs):
        signs[surname] |= FIRST
    return KnownOfTarget.of(signs, words)


def _begin_longer(own: Iterable[str], spelt: Collection[FormWords], surnames: Collection[str]) -> set[str]:
    """Return those surnames of names in plain letters that begin a longer one."""
    if {word for name in spelt for word in name[:-1]}.isdisjoint(surnames):
        return set()
    kinds: dict[FormWords, NameFormKind] = {}
    for form in chain.from_iterable(map(forms_of_name, own)):
        kinds.setdefault(spelling(form.text), form.kind)
    longer = {words[0] for words, kind in kinds.items() if kind == "compound_surname" and words not in spelt}
    return longer.intersection(surnames)


def _with_beginnings(words: Iterable[str]) -> frozenset[str]:
    """Return some words, their first letters, and what they begin with."""
    said = set(words)
    said |= {word[0] for word in said}
    return frozenset(said | {beginning(word) for word in said if len(word) >= MIN_SHORT_NAME})
