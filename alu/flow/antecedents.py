"""Earlier texts that name the person a turn refers to: system prompt, tool result, older turn.

A user is named by the system prompt, by a tool, by the `name` of a message or by what they say of themselves; the model
by what tells it who it is; anybody else by whatever was sent. Which of these texts names a target, the detector finds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from alu.flow.gender import is_feminine
from alu.flow.keys import ids_in
from alu.flow.looked_up import looked_up, numbers_asked
from alu.flow.new_subject import LIVED
from alu.flow.people import names_a_person, names_somebody, people_in
from alu.flow.references import PRONOUN, YOU, is_role, reference_of
from alu.flow.sent import SYSTEM, Sent, sent
from alu.flow.subject import leaves_subject_out
from alu.flow.vault import Question
from alu.flow.word_lists import any_of
from alu.store.text.mentions import full_names, mentions
from alu.store.text.normalise import sentences

__all__ = ["Antecedents", "antecedents", "may_name_user", "names_one", "personas"]

_GIVEN = SYSTEM | {"tool", "field", "request"}
"""What is sent of a dialogue, not in it: it may say who takes part."""
_PERSONA = re.compile(
    r"\b(?:pretend|act|role[- ]?play|play|impersonate|imitate|persona|role|character|speak|answer|reply"
    r"|respond|write) ?"
    r"(?:as|the part|to be|is|of|:)?\b|\bbe\b|\bname is\b",
    re.I,
)
"""What makes a model somebody, besides «you»."""
_INTRODUCES = re.compile(rf"\b(?:{any_of('introduces')})\b|{any_of('introduces_unspaced')}", re.I)
"""What users say of themselves with their name behind it; «my compass app» is no name of anybody's."""
_BESIDE_NAME = 3
"""Words of a turn besides a name with which it may be said to be the user's: «Odalys Brannigan here, hello.»"""
_SEVERAL = 3
"""People in one text from which on a pronoun may mean any of them."""
_BESIDE, _AROUND, _LINES = 40, 200, 3
"""Characters next to a name in which a noun is said of it; around an id in one long line; lines around one."""
_IT, _THEY = re.compile(r"\b(?:it|its)\b", re.I), re.compile(r"\b(?:they|them)\b", re.I)
_BREAK = re.compile(r"[.!?]\s|\n\s*\n|\}")
_NOUN = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Antecedents:
    """What was sent before a turn of which it may speak."""

    certain: tuple[str, ...] = ()
    """Texts that name the turn's referent: whoever is named there is meant."""
    maybe: tuple[str, ...] = ()
    """Those in which others are named, too, or the turn names somebody itself."""

    def with_more(self, text: str, *, certain: bool) -> Antecedents:
        """Return them with another text."""
        if text in self.certain:
            return self
        maybe = tuple(one for one in self.maybe if one != text)
        return Antecedents((*self.certain, text), maybe) if certain else Antecedents(self.certain, (*maybe, text))


def antecedents(
    question: Question, followed: Sequence[str] = (), part: str = "", *, goes_on: bool = False, answered: bool = False
) -> Antecedents:
    """Return what the last turn of `question` may speak of, without a name in it.

    Args:
        question: with the dialogue.
        followed: the user's turns that the last one follows up on; those named there are nearer than what was before.
        part: the part of the turn that is asked about, if not all of it: the rest may name somebody, too.
        goes_on: the turn asks for more of what the latest reply says.
        answered: what answers the turn speaks of somebody without the name.
    """
    asks = part or question.text
    rest = [Sent("rest", question.text.replace(part, " "))] if part else []
    came = [*rest, *sent(question), *(Sent("passage", text) for text in question.context)]
    if not came:  # nearly always
        return Antecedents()
    refers = replace(reference_of(asks), other=True) if answered else reference_of(asks)
    reply = next((one for one in came if one.role == "assistant"), None) if goes_on else None
    entries = looked_up(question, asks)
    if not (refers or reply or entries):
        return Antecedents()
    others, since = bool(people_in(asks)), any(map(names_somebody, followed))
    nearer = another = False
    certain, maybe = list[str](), list[str]()
    for one in came:
        if one.role != "request":  # what tools are for names nobody's entry
            certain += [*_numbered(one.text, refers.ids), *_called(one.text, refers.called)]
        if one.role == "passage":  # whoever is named there is near in any case
            continue
        free = not (others or _names_several(one.text))
        spoken_of = one is reply or (refers.other and not since and one.role != "request")
        if (refers.user and may_name_user(one)) or spoken_of:
            (certain if free and not nearer else maybe).append(one.text)
            nearer = nearer or (one.role == "assistant" and names_one(one.text, asks))
            another = another or (one.role == "tool" and names_a_person(one.text, is_feminine(asks)))
            # what was looked up before an entry that was asked for by its number is no longer the nearest
            nearer = nearer or (one.role == "user" and another and bool(numbers_asked(one.text)))
        elif refers.other and one.role in _GIVEN:
            maybe.append(one.text)
        if refers.model and one.role not in ("assistant", "rest"):
            (maybe if others else certain).extend(personas(one.text))
    (certain if len(entries) == 1 else maybe).extend(entries)
    return Antecedents(tuple(dict.fromkeys(certain)), tuple(t for t in dict.fromkeys(maybe) if t not in certain))


def names_one(reply: str, asks: str) -> bool:
    """Tell whether a reply names what «it», «their» or «the doctor» of a turn means, and not a target named before it.

    Never of «she» and «they», nor of what is said of people: that may still be whoever was asked about.
    «It» is nobody, and «the doctor» somebody that the reply calls one.

    Example:
        >>> from alu.flow.antecedents import names_one
        >>> found = "I found Tarn Opera House, which opens at nine."
        >>> names_one(found, "What is their phone number?"), names_one(found, "What is her phone number?")
        (True, False)
        >>> names_one(found, "Who owns the company?"), names_one("Ada Lark wrote that.", "Who owns it?")
        (False, False)
    """
    of_somebody = PRONOUN.search(asks) or _THEY.search(asks) or LIVED.search(asks) or leaves_subject_out(asks)
    if of_somebody or not full_names(reply):
        return False
    if _IT.search(asks):
        return not people_in(reply)
    roles = [word for word in reference_of(asks).called if is_role(word)]
    return not roles or any(word in reply.lower() for word in roles)


def may_name_user(one: Sent) -> bool:
    """Tell whether a text may say who the user is: what is in the dialogue only where it speaks of them."""
    if one.role in _GIVEN:
        return True
    if one.role == "assistant":
        return bool(YOU.search(one.text))
    if _INTRODUCES.search(one.text):
        return True
    others = len(one.text.split()) - sum(len(name.split()) for name in full_names(one.text))
    return one.role != "rest" and "?" not in one.text and others <= _BESIDE_NAME


def personas(text: str) -> Iterator[str]:
    """Yield the sentences that say who the model is to be."""
    if YOU.search(text) or _PERSONA.search(text):
        yield from (s for s in sentences(text) if YOU.search(s) or _PERSONA.search(s))


def _names_several(text: str) -> bool:
    """Tell whether a text names so many people that a pronoun may mean any of them."""
    return len(people_in(text)) >= _SEVERAL


def _called(text: str, nouns: Collection[str]) -> Iterator[str]:
    """Yield each name in a text with what stands next to it, where one of `nouns` does: «the applicant Ada Lark»."""
    at = 0
    for name in full_names(text) if nouns else ():
        at = max(text.find(name, at), 0)
        before = _BREAK.split(text[max(0, at - _BESIDE) : at])[-1]
        behind = _BREAK.split(text[at + len(name) : at + len(name) + _BESIDE])[0]
        if any(word.lower() in nouns for word in _NOUN.findall(f"{before}\n{behind}")):
            yield f"{before}{name}{behind}"


def _numbered(text: str, ids: Collection[str]) -> Iterator[str]:
    """Yield the entries of a text in which one of `ids` stands: its line, or more where that names nobody."""
    done = 0
    for one, start, end in ids_in(text) if ids else ():
        if one in ids and start >= done:
            done = end + _AROUND
            yield _entry(text, start, end)


def _entry(text: str, start: int, end: int) -> str:
    """Return the entry that an id stands in."""
    above, below = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    own, of = above.rpartition("\n")[2].rpartition("}")[2], below.partition("\n")[0].partition("}")[0]
    line = f"{own}{text[start:end]}{of}"
    if mentions(line).runs:
        return line
    return "\n".join([*above.splitlines()[-_LINES:], text[start:end], *below.splitlines()[:_LINES]])
