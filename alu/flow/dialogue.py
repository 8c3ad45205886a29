"""What earlier turns add to a question: who it is about, and what the replies so far have disclosed bit by bit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from alu.chat import Message
from alu.flow.vault import Question
from alu.store.calibration import (
    LABEL_NATS,
    MAX_BRIEF_WORDS,
    MAX_EARLIER_CHARACTERS,
    MAX_FOLLOW_UP_WORDS,
    MAX_TURNS,
    MIN_OWN_WORDS,
)
from alu.store.match.inquiry import Inquiry
from alu.store.text.closed_answer import assertion
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = [
    "SYSTEM",
    "earlier",
    "followed",
    "inquiry_of",
    "renamed",
    "replies",
    "stands_alone",
    "statements",
    "thread",
    "written",
]

SYSTEM = frozenset({"system", "developer"})
"""Roles of a system prompt: OpenAI's newer models call it a developer's."""
_SHE = (
    r"er|sie|ihm|ihn|ihr|ihre[nmrs]?|sein|seine[nmrs]?|elle|il|lui|sa|ses|ella|él|ele|ela|dela|dele|su|sus|lei|suo|sua"
    r"|suoi|hij|zij|haar|hennes|ona|jej|jego|jemu|она|он|её|ее|его|ему|ей|ним|ней|нём|нем|вона|він|її|його"
    r"|वह|वे|उसका|उसकी|उसके|उसने|उसे|उन्होंने|उनका|उनकी|उनके|هو|هي|له|لها"
)
"""«She», «he», «her» and «his» in other languages with spaces between words, but for those that are English words."""
_SHE_UNSPACED = "彼女|彼|她|他|그녀|그의|그는"
_FOLLOW_UP = re.compile(
    r"\b(he|she|it|they|him|her|hers|them|his|its|their|theirs|that|this|those|these|your|yours|same|else"
    rf"|{_SHE})\b|{_SHE_UNSPACED}",
    re.I,
)
_POINTS = re.compile(
    r"\b(next|continue|go on|rest|remaining|previous|prior|above|earlier|before|more|questions?|statements?|claims?"
    r"|options?|answers?|repl(?:y|ies)|letters?|words?|lines?|parts?|the system|tools?"
    r"|(?:first|second|third|last)(?=\W*$|[,.;:?!]| (?:or|and|in|of|is|was|one)\b))\b",
    re.I,
)
"""Words of a turn that may point to something said before; of one that names something, they are words like others."""
_POINTS_BACK = re.compile(
    r"\b(?:previous|prior(?! to)|continue|go on|remaining|said|told|mentioned|asked|system (?:prompt|message)"
    r"|instructions?|letters? (?:of|in|is|are|does|do)|(?:question|statement|claim|option|answer|line|part|word)s?"
    r" (?:number|no|one|two|three|four|five|#?\d)|(?:next|first|second|third|fourth|last|other|each|which|what|how many"
    r"|your|my|the|a|an|any) (?:\w+ )?(?:letters?|words?|lines?|questions?|statements?|claims?|options?|answers?"
    r"|repl(?:y|ies)|digits?|syllables?|initials?|ones?))\b",
    re.I,
)
"""What points to something said before, whatever else is named."""
_ANSWER_FORM = re.compile(
    r"(?<=[.?!:\n)])\s{0,3}(?:please )?(?:answer|reply|respond|choose|pick|select)(?: (?:with|by|in|only|just|the|a|one"
    r"|single|capital|correct|right|letter|word|number|option|answer|choice|yes|no|or|of|briefly)){1,12}[.!]?\s{0,3}$",
    re.I,
)
"""In what form a turn wants its answer, said at its end."""
_BOUND = re.compile(
    r"\b(?!(?:does|from|with|into|than|about|over|what|when|where|know|tell)\b)[a-z]{4,} that (?=\w+(?:s|ed|t)\b)"
    r"|\b(?:famous|known|noted|renowned|celebrated|named) for (?:its|their|his|her)\b"
)
"""A pronoun that means what is before it in its clause: «an accident that occurred», «which city is known for its»."""
_NAMED = re.compile(r"(?<=[\w,;:] )[\"“«‘']?[^\W\d_a-z][^\W\d_]{2,}")
"""A word with a capital letter within a sentence."""
_LABEL = re.compile(r"[\"“«‘'](\w{1,30})[\"”»’']|(?<!\w)([^\W\d_a-z]\w*)")
_RENAMES = re.compile(
    r"\b(?:call(?:ed|ing|s)?|renamed?|nicknam\w+|refer(?:red|ring|s)? to|known as|alias|pseudonym|code ?(?:name|word)s?"
    r"|stands? for|instead of|let\W+\w+\W+(?:be|mean|stand)|I mean|means|denotes?|henceforth"
    r"|use\W+\w+\W+(?:for|when)|nenn\w+|heißt|appel\w+|nomm\w+|surnom\w+|llam\w+"
    r"|chiam\w+|назов\w+|назыв\w+)\b|=|->|→|[«「]|\b[a-z]{1,12} ?#?\d{1,3} ?[:)]",
    re.I,
)
"""What a turn has that gives something another name."""
_RENAMES_IN_DATA = re.compile(r"\b(?:alias|pseudonym|code ?(?:name|word)s?|nicknames?|known as|stands? for)\b", re.I)
"""What a tool's result has that gives something another name: signs do not count, since data is full of them."""
_SIGN = re.compile(r"(?<![\w'’])[A-Zb-hj-z](?!\w)|[\u2190-\u2bff\U0001f300-\U0001faff]")
"""A letter or a picture that may be such a name."""
_NUMBERED = re.compile(r"\b([a-z]{1,12}) ?#?(\d{1,3})\b", re.I)
"""One of several things in a row: «person 1», «item #7»."""
_LISTED = re.compile(r"[,:]\s*(?:(?:and|or)\s+)?(?:he|she|him|her|they|them)\s*(?:[,?？]|\b(?:and|or)\b)", re.I)
"""Somebody who was named before, compared with others: «Who was born first, she or Neil Armstrong?»."""
_JOINS = re.compile(r"\W*(?:and|but|or|so|then)\b", re.I)
_CLAUSE = re.compile(
    r"[,;:.!?？]|\band (?=(?:who|whom|whose|what|when|where|which|why|how|whether|if|is|are|was|were|do|does|did|has"
    r"|have|had|can|could|will|would|tell|give|name|list|say|also|then|please|I|you|we|he|she|it|they|that|this)\b)"
)
"""Where a clause ends: an «and» between two nouns ends none («of birth and death of that woman»)."""
_PERSON = re.compile(
    r"\b(he|she|him|her|hers|his|(?:the|this|that|my|our|said) (?:person|man|woman|lady|gentleman|guy|girl|boy|kid"
    r"|individual|subject|neighbou?r|friend|colleague|boss|client|customer|patient|relative|cousin|uncle|aunt|brother"
    r"|sister|father|mother|husband|wife|partner|author|writer|artist|actor|actress|singer|player|politician|scientist"
    rf"|biologist|doctor|lawyer|teacher|professor|journalist|engineer)|{_SHE})\b|{_SHE_UNSPACED}",
    re.I,
)
"""What means somebody who was named before, and be it in the system prompt alone."""
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.I)
"""Whom a system prompt makes the model to be: «You are Odalys Brannigan.»"""


def inquiry_of(question: Question) -> Inquiry:
    """Return a question as the detector reads it, with its dialogue, its passages and what else the model was sent."""
    return Inquiry(
        question.text,
        thread(question),
        stands_alone(question) and not renamed(question),
        tuple(earlier(question)),
        tuple(statements(question)),
        replies(question),
        question.context,
        tuple(followed(question)),
    )


def thread(question: Question) -> str | None:
    """Return the question after the turns that it follows up on, or that gave a name in it; None without any."""
    turns = followed(question)
    return "\n".join([*turns, question.text]) if turns else None


def followed(question: Question) -> list[str]:
    """Return the turns that the question follows up on, or that gave a name in it."""
    said = question.said[-MAX_TURNS:]
    first = len(said) - 1
    while first > 0 and _follows(said[first]):  # back to the latest turn that has a subject of its own
        first -= 1
    turns = said[first:-1]
    if _means_somebody(said[-1]) and not any(mentions(t).people for t in turns):  # «that author» is of an older turn
        turns = [*[t for t in said[:first] if mentions(t).people][-1:], *turns]
    if first == 0 and len(question.said) <= MAX_TURNS and (_means_somebody(said[0]) or _YOU.search(said[0])):
        turns = [*_naming(question), *turns]
    elif _YOU.search(said[-1]):  # whom the system prompt makes the model to be, it is in every turn
        turns = [*(s for s in _naming(question) if _YOU.search(s)), *turns]
    agreed = _renaming(question)
    if not turns:
        agreed = list(dict.fromkeys([*agreed, *(t for t in said[:-1] if _labels(t) & _labels(said[-1]))]))
    return [*(t for t in agreed if t not in turns), *turns]


def _naming(question: Question) -> Iterator[str]:
    """Yield the sentences of the system prompt that name somebody, who is then «she» in the first turn."""
    for message in question.messages:
        if message.role in SYSTEM:
            said = sentences(_both_ends(message.content, MAX_EARLIER_CHARACTERS))
            yield from (s for s in said if mentions(s).runs or len(said) == 1)


def renamed(question: Question) -> bool:
    """Tell whether the last turn has a name that an earlier one gave to something: it then speaks of that."""
    return bool(_renaming(question))


def _renaming(question: Question) -> list[str]:
    """Return what was said before that gives something the name by which the last turn calls it."""
    before = [text for m in _before(question)[-MAX_TURNS:] for text in _giving(m)]
    last = _given(question.text) if before else set()
    return [turn for turn in before if last & _given(turn)]


def _giving(message: Message) -> Iterator[str]:
    """Yield what of a message may give something a name: all of a turn, the lines of what a tool returned."""
    if message.role != "tool":
        yield from (message.content,) if _RENAMES.search(message.content) else ()
    elif _RENAMES_IN_DATA.search(message.content):
        yield from (s for s in sentences(message.content) if _RENAMES_IN_DATA.search(s))


def _given(turn: str) -> set[str]:
    """Return what may be a name that was given: rarer words in any case, letters, pictures, numbered things."""
    signs = {*_SIGN.findall(turn), *(f"{word.lower()} {number}" for word, number in _NUMBERED.findall(turn))} - {"I"}
    return {w for w in words(turn) if information(w) >= LABEL_NATS} | signs


def _labels(turn: str) -> set[str]:
    """Return the rarer words with a capital letter, or in quotes, by which a turn may call what another one names."""
    return {label for m in _LABEL.finditer(turn) if information(label := m[m.lastindex or 1].lower()) >= LABEL_NATS}


def stands_alone(question: Question) -> bool:
    """Tell whether the last turn asks something of its own, so that its answer belongs to no other question.

    A pronoun in a later clause may mean what the first one names; in the first it means what was said before.
    """
    turn = question.text
    first = _first_clause(turn)
    joined = (
        _FOLLOW_UP.search(_BOUND.sub(" ", first)) or _means_somebody(turn) or _points(turn, first) or _JOINS.match(turn)
    )
    return bool(first) and bool(re.search("[?？]", turn)) and not joined


def _points(turn: str, first: str) -> bool:
    """Tell whether a turn points to something said before: also by a word for it, where it names nothing else."""
    asks = _ANSWER_FORM.sub("", turn)
    return bool(_POINTS_BACK.search(asks) or (_POINTS.search(asks) and not _NAMED.search(first)))


def _means_somebody(turn: str) -> bool:
    """Tell whether a turn means somebody who was named before it, if only in the system prompt."""
    return bool(_PERSON.search(_first_clause(turn)) or _LISTED.search(turn))


def _first_clause(turn: str) -> str:
    """Return the first clause of a turn that is long enough to have a subject; "" without any."""
    asked = turn.rpartition(": ")[2]  # behind an instruction, or what is said of the answer's form
    clauses = _CLAUSE.split(asked if "?" in asked else turn)
    return next((c for c in clauses if len(c.split()) >= MIN_OWN_WORDS), "")


def earlier(question: Question) -> list[str]:
    """Return what else the model was sent: tools, the turns before the question, the system prompt, in this order."""
    texts: list[str] = []
    left = MAX_EARLIER_CHARACTERS  # spent on the latest turns first: a follow-up is about these
    for text in _sent(question):
        if text and left > 0:
            texts.append(_both_ends(text, left))
            left -= len(text)
    return texts


def _both_ends(text: str, most: int) -> str:
    """Return what of `text` is read where it has more than `most` characters: its last line names somebody too."""
    half = most // 2
    return text if len(text) <= most else f"{text[: most - half]}\n{text[-half:]}"


def written(value: Any) -> Iterator[str]:
    """Return every text in the fields of a message or a request, without their keys."""
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for part in value:
            yield from written(part)


def _sent(question: Question) -> Iterator[str]:
    """Return all texts but the question: of its own turn and the request, then of the turns, the latest first."""
    last = next(m for m in reversed(question.messages) if m.role == "user")
    # a message in parts has its words in `content` too, and they count once
    yield from (t for t in written(last.extra) if t not in last.content)
    yield from written(question.extra)
    for message in reversed(_before(question)[-MAX_TURNS:]):
        yield message.content
        yield from (t for t in written(message.extra) if t not in message.content)


def statements(question: Question) -> list[str]:
    """Return what the earlier closed replies («Yes.», «B», «1931») asserted, each with its question."""
    turns = pairwise(_before(question)[-2 * MAX_TURNS :])
    pairs = [(a.content, b.content) for a, b in turns if (a.role, b.role) == ("user", "assistant")]
    return [claim for asked, reply in pairs if (claim := assertion(asked, reply)) is not None]


def replies(question: Question) -> str:
    """Return the brief replies so far, a line each: a name may be given a letter a turn."""
    said = [m.content for m in _before(question) if m.role == "assistant"]
    return "\n".join(s for s in said[-2 * MAX_TURNS :] if len(s.split()) <= MAX_BRIEF_WORDS)


def _before(question: Question) -> list[Message]:
    last = max((i for i, m in enumerate(question.messages) if m.role == "user"), default=0)
    return [m for i, m in enumerate(question.messages) if i != last]


def _follows(turn: str) -> bool:
    return len(turn.split()) < MAX_FOLLOW_UP_WORDS or _FOLLOW_UP.search(turn) is not None
