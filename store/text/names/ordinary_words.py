"""Whether question and answer use a name as the ordinary word that it is: «a harbour», «some cinnamon».

Who asks about a company writes its name in small letters, too, so that alone shows nothing. A word that is counted,
qualified or done is shown to be one by itself («a harbour», «harbours», «you anchor»). Where it only stands as words do
(«the harbour», «maple syrup», «cinnamon»), the answer has to speak as one does of things in general, and of nobody.
Nothing is shown where the word stands once as a name does, or where something that is stored is spoken of. English
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cache
from itertools import islice
from pathlib import Path

from alu.store.calibration import MIN_TELLING_NATS, WORLD_NAME_NATS
from alu.store.text.biography import is_calling
from alu.store.text.languages import language, may_be_english
from alu.store.text.mentions import full_names
from alu.store.text.names.common_nouns import COUNTED, NAME, is_common, places_of
from alu.store.text.names.name_rarity import is_given_name
from alu.store.text.normalise import visible
from alu.store.text.roles import is_role_of_one
from alu.store.text.terms import stem, terms
from alu.store.text.vocabulary import information

__all__ = ["Use", "directs", "is_general", "use_of"]


class Use(IntEnum):
    """How a name is used."""

    NAME = 0
    """As a name, or nothing shows that it is not."""
    SMALL = 1
    """In small letters within sentences, in the answer as well, and nothing is said that is stored, or as of companies
    and people: a strong model may say that it is a word."""
    WORD = 2
    """As words are used, in a text that speaks of nobody: a model may say so."""
    COUNTED = 3
    """Counted, qualified or done, as no name is."""
    GENERAL = 4
    """The same, in a text that speaks of nobody."""


_NAMED, _BARE, _LOOSE, _OPEN, _SHOWN = -2, -1, 0, 1, 2
"""What a place shows: a name as names are written · one as words are placed · nothing · a word where its text is
general · a word whatever else is said."""
_COUNTING = """a an any some every each no another many several few most all much more less enough these those one two
    three four five six seven eight nine ten both"""
_OWNING = frozenset({"my", "your", "our"})
"""Whose it is: of a work or a person nobody says so."""
_POINTING = frozenset({"the", "my", "your", "our", "this", "that", "whose", "its", "their"})
_MEASURES = """kind kinds type types sort sorts piece pieces pinch cup cups grain grains teaspoon tablespoon spoon layer
    layers slice slices bit lot lots plenty block blocks sheet sheets bundle pair dozen species varieties"""
_COUNTS, _MEASURE = frozenset(_COUNTING.split()), frozenset(_MEASURES.split())
_LINKS = """of in on at by for with from to into and or as than like near under over about through between without
    if when while because that which but so until up down out off away back again before after
    is are was were be been do does did has have had can could will would should may might must not never always often
    also just only really"""
_MAKES = """wrote writes made makes directed directs produced released published created built started opened began
    invented designed developed recorded composed painted sang sings played plays stars"""
_LINK = frozenset(_LINKS.split())
_MAKING = frozenset(_MAKES.split())
"""What is done by somebody to what then may be a name: «A friend made candle»."""
_ASKING = frozenset({"does", "did", "can", "could", "will", "would", "should", "may", "might", "must"})
_THINGS_DO = """is are was were be been has have can may will must should would could do does need grow come go
    taste smell look feel sound melt freeze burn boil dissolve form consist contain help add give make keep last
    work flow fall rise reflect absorb conduct weigh cost thrive ripen dry spoil turn become vary depend require
    belong originate improve reduce protect expand contract rust float sink harden soften shine glow spread
    differ mix blend pair suit matter begin start end happen occur appear exist remain stay change like prefer"""
_THING_DOES = frozenset(form for word in _THINGS_DO.split() for form in (word, f"{word}s", f"{word}es"))
"""What stuffs and plants do."""
_PLURAL_VERBS = frozenset({"are", "do", "were", "have"})
_GOES_ON = re.compile(r"[ ]{1,3}([^\W\d_][\w’'-]{0,40})")
_BEFORE = re.compile(r"([^\W\d_][\w’'-]{0,40})[ ]{1,3}$")
_DONE = re.compile(
    r"(?:\b(?:[Ii]|[Yy]ou|[Ww]e)(?:[ ](?:can|could|should|must|will|would|may|might|need to|have to|want to))?"
    r"|\b[Hh]ow to)[ ]$"
)
_DOES = re.compile(r"\bto[ ]$"), re.compile(r"[ ](?:an?|my|your|our|it|them|something|yourself)\b")
_BEGINS = re.compile(r"(?:^|[.!?:;…]\s{1,8}|\n\s{0,8}(?:[-*•]\s{0,8}|\d{1,2}[.)]\s{0,8})?|[\"“«(]\s{0,8})$")
_FIRMS = (
    r"compan(?:y|ies)|firms?|business(?:es)?|banks?|brands?|start-?ups?|agenc(?:y|ies)|insurers?|apps?|sites?|websites?"
    r"|platforms?|software|services?|shops?|chains?|labels?"
)
_FIRM = re.compile(rf"\b(?:{_FIRMS})\b", re.IGNORECASE)
_SAID = (
    r"who|whose|whom|he|she|him|her|his|hers|himself|herself|was|were|had|did|named|called|employ\w*|staff"
    r"|workers?|jobs?|hir(?:e|es|ed|ing)|sack\w*|pa(?:y|ys|id|ying)|ow(?:e|es|ed|n|ns|ned|ing|ner|ners)"
    r"|sell(?:s|ing)?|sold|bought|buys?|buying|earn\w*|profits?|loss(?:es)?|los(?:e|es|t|ing)|debts?|bankrupt\w*"
    r"|insolven\w*|shares?|invest\w*|customers?|clients?|users?|members?|accounts?|data|records?|leak\w*|hack\w*"
    r"|su(?:e|es|ed|ing)|lawsuits?|court|fraud|fin(?:e|es|ed)|guilty|jail\w*|prison|accus\w*|arrest\w*"
    r"|charg(?:e|es|ed)|convict\w*|scandal\w*|secret\w*|denie[sd]|deny|refus\w*|founded|founders?|leads?|led|runs?"
    r"|ran|manag\w*|chief|boss(?:es)?|head of|headquarters?|offices?|launch\w*|clos(?:e|ed) down|shut\w*|merg\w*"
    r"|married|marry|wife|husband|mother|father|sons?|daughters?|born|die[sd]?|dead|liv(?:es|ed) (?:in|at)"
    r"|collaps\w*|cheat\w*|sp(?:y|ies|ied)|steal\w*|stole\w*|scam\w*|rob(?:s|bed|ber\w*)?|crooks?|brib\w*"
    r"|launder\w*|illegal\w*|crim(?:e|es|inal\w*)|police|murder\w*|abus\w*|beats?|beaten|violen\w*|smuggl\w*"
    r"|moderat\w*|strik(?:e|es|ing)|salary|phone|address|email|password"
)
_OF_SOMEBODY = re.compile(rf"\b(?:{_FIRMS}|{_SAID})\b", re.IGNORECASE)
"""What is said of companies and people, and hardly ever of things."""
_DIRECTS = re.compile(
    r"\b(?:write (?:it|them|him|her|every|each|all|the name|names)|reply|respond|spell|call (?:it|them|him|her)|refer"
    r"|replac\w*|instead|pretend|imagine|suppose|say|lower ?case|small letters|capital (?:letters?|s)|the word|the name"
    r"|code|alias|answer (?:as|with|in)|role)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b(?:{'|'.join(_ASKING)}|do)[ ](?:\w+[ ]){{1,3}}$", re.IGNORECASE)
_ARE = re.compile(rf"\b(?:{'|'.join(_PLURAL_VERBS)})[ ](?:\w+[ ]){{1,2}}$", re.IGNORECASE)
"""«where are the harbour walls?»"""
_MOST = re.compile(r"\b[Tt]he[ ](?:\w{3,}est|most[ ]\w+)[ ](?:[a-z]+[ ])?$")
"""«the deepest harbour», «the most beautiful natural harbour»."""
_YEAR = re.compile(r"(?<!\d)1[5-9]\d\d(?!\d)|(?<!\d)20\d\d(?!\d)")
_CAPITAL = re.compile(r"(?<![.!?:] )(?<!^)(?<!\n)\b[A-Z][a-z]+")
_EMPHASIS = re.compile(r"(?<![\w*_])[*_]{1,3}(?=\w)|(?<=[\w.,!?])[*_]{1,3}(?![\w*_])")
"""Marks of Markdown around words."""
_QUALIFIERS = 2
"""Words between an article and its noun: «an old brass lantern»."""
_AROUND = 120
"""Characters before and behind a place that are read."""
_KNOWN_NATS = 14.9
"""Nats below which a word is one of a language: what is in none tells 15."""
_MANY = 100
"""Places from which on a name is taken for one: no text makes endless work."""
_FILE = Path(__file__).parents[1] / "data" / "uncountable.txt"


def use_of(name: str, known: Sequence[str], question: str, answer: str) -> Use | None:
    """Return how `question` and `answer` use a name; None where it is in neither.

    Args:
        name: of one ordinary word, or of several.
        known: what else is stored of its bearer: its description first, then its facts.
        question: what is asked.
        answer: what answers it.

    Example:
        >>> from alu.store.text.names.ordinary_words import use_of
        >>> use_of("Harbour", (), "How deep is a harbour?", "A harbour is some ten metres deep.").name
        'GENERAL'
        >>> use_of("Harbour", (), "Who runs harbour?", "A judge runs harbour.").name
        'NAME'
    """
    parts = name.lower().split()
    description, *facts = known or [""]
    if not may_be_english(f"{question}\n{answer}"):
        return _use_in_another_language(name, description, facts, question, answer)
    question, answer = (_EMPHASIS.sub("", visible(text)) for text in (question, answer))
    stuff = len(parts) == 1 and parts[0] in _uncountable() and not _may_be_somebody(parts[0], description)
    mine = not _FIRM.search(description)
    asked, answered = ([*islice(_places(parts, text, stuff, mine), _MANY)] for text in (question, answer))
    places = asked + answered
    if not places:
        return None
    if not _is_ordinary(parts) or _NAMED in places or len(places) >= _MANY:
        return Use.NAME
    text = f"{question}\n{answer}"
    if directs(question) or _shared(description, parts, text):
        return Use.NAME
    of_bearer = bool(_OF_SOMEBODY.search(text)) or any(_shared(fact, parts, text) for fact in facts)
    person = len(parts) > 1 and is_given_name(parts[0])
    otherwise = Use.SMALL if answered and not (of_bearer or person) else Use.NAME
    phrase = len(parts) > 1 and not asked and not person
    if phrase:  # «let it be for ten minutes»: nobody asked for what is called so, and titles have capital letters
        places = [max(place, _OPEN) for place in places]
    if min(places) < (_OPEN if len(parts) > 1 else _LOOSE):
        return otherwise
    general = is_general(question, answer, names_it=bool(asked)) and not of_bearer
    if _SHOWN in places:
        return Use.GENERAL if general and _SHOWN in answered else Use.COUNTED
    if not general or _OPEN not in places:
        return otherwise
    return Use.GENERAL if phrase else Use.WORD


def _use_in_another_language(
    name: str, description: str, facts: Sequence[str], question: str, answer: str
) -> Use | None:
    """Return how texts in another language use a name."""
    parts, german = re.split(r"[\s'’]+", visible(name).lower()), language(f"{question}\n{answer}") == "de"
    question, answer = (_EMPHASIS.sub("", visible(text)) for text in (question, answer))
    asked, answered = (list(places_of(parts, text, german=german)) for text in (question, answer))
    places = asked + answered
    if not places:
        return None
    text = f"{question} {answer}"
    if not is_common(parts) or NAME in places or _shared(description, parts, text):
        return Use.NAME
    if COUNTED in places:
        return Use.COUNTED
    if question[:1].isupper():
        return Use.WORD
    return Use.SMALL if answered and not any(_shared(fact, parts, text) for fact in facts) else Use.NAME


def directs(question: str) -> bool:
    """Tell whether a question says how to answer: what follows may be written as it wishes."""
    return _DIRECTS.search(question) is not None


def is_general(question: str, answer: str, *, names_it: bool = True) -> bool:
    """Tell whether an answer, and its question, speak of things as they are in general, and of nobody.

    Of the present, without years, whole names, rare ones, roles, or what is said of companies and people alone. Where
    the question names what is asked after, it has to write names with their capital letters (`names_it`).

    Example:
        >>> from alu.store.text.names.ordinary_words import is_general
        >>> is_general("How is mist formed?", "By cold air."), is_general("Who formed it?", "By cold air.")
        (True, False)
    """
    text = f"{question}\n{answer}"
    written = (question, answer) if names_it else (answer,)
    plain = all(one[:1].isupper() and not one.isupper() for one in written)
    if not plain or any(language(t) not in ("en", None) for t in (question, answer)):
        return False
    roles = any(is_calling(w) or is_calling(w.removesuffix("s")) for w in terms(text))
    if roles or _OF_SOMEBODY.search(text) or _YEAR.search(text):
        return False
    named = [*_CAPITAL.findall(text), *(word for run in full_names(text) for word in run.split())]
    return not any(is_given_name(w.lower()) or information(w) >= WORLD_NAME_NATS for w in named)


def _may_be_somebody(word: str, description: str) -> bool:
    """Tell whether a name is a given name, too, and its bearer not said to be a firm or the like: «Dawn, a baker»."""
    return is_given_name(word) and not _FIRM.search(description)


def _is_ordinary(parts: list[str]) -> bool:
    """Tell whether all words of a name are English ones that are often written."""
    return bool(parts) and all(p.isascii() and p.isalpha() and information(p) < _KNOWN_NATS for p in parts)


def _shared(stored: str, parts: list[str], text: str) -> bool:
    """Tell whether a text has a telling word of what is stored besides the name."""
    own = _LINK | {stem(p) for p in parts}
    held, said = ({stem(t) for t in terms(one) if information(t) >= MIN_TELLING_NATS} for one in (stored, text))
    return bool((held - own) & said)


def _places(parts: list[str], text: str, stuff: bool, mine: bool) -> Iterator[int]:
    """Yield what each place of a name shows; `stuff`: there is no plural of it; `mine`: no firm is called so."""
    letters = r"[\W_]*".join(map(re.escape, "".join(parts)))  # «har bour» is found as a name, too
    for match in re.finditer(rf"(?<![^\W_]){letters}((?:e?s)?)(?![^\W_])", text, re.IGNORECASE):
        seen = match.group()
        hyphened = text[match.start() - 1 : match.start()] == "-"
        whole = not hyphened and seen[: len(seen) - len(match[1])].lower().split() == parts
        around = text[max(0, match.start() - _AROUND) : match.start()], text[match.end() : match.end() + _AROUND]
        yield _place(seen, bool(match[1]), *around, stuff, mine) if whole else _NAMED


def _place(seen: str, plural: bool, before: str, after: str, stuff: bool, mine: bool) -> int:
    begins = bool(_BEGINS.search(before))
    if not seen.islower() and not (begins and seen[1:].islower() and len(seen) > 1):
        return _NAMED
    if plural:
        return _SHOWN
    if after[:2] in ("'s", "’s"):
        return _SHOWN if _is_behind(_COUNTS, before) else _BARE
    following = _GOES_ON.match(after)
    then = following[1] if following else ""
    stuff = stuff and _suits_stuff(_last(before), then, after)
    if not seen.islower():
        return _OPEN if stuff else _LOOSE if _is_compound(then, after) else _NAMED
    whose = then == "of" and _last(before) == "the"  # «the harbour of Skerrow»
    alone = _is_head(before, then, after)
    counted = _is_behind(_COUNTS, before) or bool(_MOST.search(before)) or (mine and _is_behind(_OWNING, before))
    if whose or (counted and alone) or _is_done(before, after):
        return _SHOWN
    if counted or stuff:
        return _OPEN
    if _is_behind(_POINTING, before):
        return _OPEN if alone else _LOOSE
    if _is_compound(then, after):
        return _OPEN
    return _OPEN if _last(before) in _PLURAL_VERBS and then.islower() else _BARE


def _last(before: str) -> str:
    found = _BEFORE.search(before)
    return found[1].lower() if found else ""


def _is_behind(kind: frozenset[str], before: str) -> bool:
    """Tell whether a word is behind one of a kind, with a few words at most between: «an old stone harbour»."""
    for between in range(_QUALIFIERS + 1):
        word = _last(before)
        if word in kind:
            return True
        if word == "of" and kind is _COUNTS:
            return _last(_BEFORE.sub("", before)) in _MEASURE
        if between == _QUALIFIERS or not _qualifies(word):
            return False
        before = _BEFORE.sub("", before)
    return False


def _is_head(before: str, then: str, after: str) -> bool:
    """Tell whether a word is what its article belongs to: «a falcon dives», not «a falcon ticket»."""
    if not then or then in _LINK or then in _THING_DOES or then.endswith("ly"):
        return True
    if not then.islower() or _is_compound(then, after) or _ARE.search(before):
        return False
    if then.endswith("s") and not then.endswith("ss"):
        return True
    rest = _GOES_ON.match(after[len(then) + 1 :])
    last = not rest or rest[1].lower() in _LINK | _COUNTS | _POINTING
    return last and _ASKS.search(before) is not None


def _suits_stuff(last: str, then: str, after: str) -> bool:
    """Tell whether the word before and the one behind suit a stuff: «cinnamon is», not «cinnamon hires»."""
    if not then or then in _LINK or then in _THING_DOES or then.endswith(("ly", "doors", "ways", "times", "wards")):
        return True
    if last in _ASKING or then.endswith("ed") or not then.islower():
        return False
    return not then.endswith("s") or then.endswith("ss") or _is_compound(then, after)


def _qualifies(word: str) -> bool:
    """Tell whether a word before another may say which one is meant: no link, and nothing that has a name behind it."""
    return bool(word) and not (word in _LINK | _MAKING or is_role_of_one(word) or _OF_SOMEBODY.search(word))


def _is_done(before: str, after: str) -> bool:
    """Tell whether a word is what somebody does: «how to anchor», «to mark a page»."""
    to, what = _DOES
    return bool(_DONE.search(before)) or bool(to.search(before) and what.match(after))


def _is_compound(then: str, after: str) -> bool:
    """Tell whether a word says of which kind the next is: «harbour seals are», not «harbour lost» or «harbour has»."""
    if not then.islower() or not then.isalpha() or then in _LINK or then.endswith("ed"):
        return False
    if then in _uncountable():  # «glacier ice»
        return True
    rest = _GOES_ON.match(after[len(then) + 1 :])
    behind = rest[1].lower() if rest else ""
    return then.endswith("s") and not then.endswith("ss") and behind in _PLURAL_VERBS | {"can", "live", "grow"}


@cache
def _uncountable() -> frozenset[str]:
    """Return the words of which there is no plural: stuffs, plants as stuff, and what is felt or learnt."""
    return frozenset(_FILE.read_text(encoding="utf-8").split())
