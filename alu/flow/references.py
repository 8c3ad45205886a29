"""How a turn refers to somebody or an entry without a name: «I», «she», «the applicant», «customer 4711».

What a request is made of («tell me», «could you», «how do I») refers to nobody, nor does a pronoun behind what it means
in the same turn, a role that the turn itself says more of («the author of Hamlet»), or a superlative («the first man»).
Known for the languages whose «she» the dialogue knows; roles and words of a form besides English in the commonest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from alu.flow.asking import asked_in, asking, brings_text, has_question_mark
from alu.flow.keys import ids_meant
from alu.flow.subject import is_german, is_question_word, leaves_subject_out
from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of
from alu.store.calibration import UNKNOWN_WORD_NATS
from alu.store.text.names.first_names import is_first_name
from alu.store.text.names.person_names import person_in
from alu.store.text.referring import names_something
from alu.store.text.roles import OWN, is_role_of_one
from alu.store.text.vocabulary import information

__all__ = [
    "HE",
    "HE_UNSPACED",
    "PRONOUN",
    "THEY",
    "YOU",
    "Reference",
    "addresses",
    "is_role",
    "means_a_person",
    "reference_of",
    "speaks_of_one",
    "without_frames",
]

HE = any_of("he")
"""«She», «he», «her» and «his» in other languages with spaces between words, but for those that are English words."""
HE_UNSPACED = any_of("he_unspaced")
"""The same where no space parts words."""
ME = re.compile(
    rf"\bI\b(?![.)]|-\d)|(?i:\b(?:(?:{any_of('verb_before_i')}) i|i (?:{any_of('verb_behind_i')})"
    rf"|{any_of('me')}|(?-i:[Ee]u)|{any_of('i_do')}|soy(?! (?:sauce|milk|beans?|protein))|(?<!in )vivo){WORD_END}"
    r"|\b(?:mon|(?-i:[Mm]i)|(?<!\d )min)(?= [^\W\d_]{2})|\b(?:est|de|sur|avec|et|dans) ma\b|\b(?:j['’]|i['’]m)"
    rf"|{any_of('me_unspaced')})"
)
"""The user, by a pronoun of the first person."""
YOU = re.compile(rf"{WORD_BEGIN}(?:{any_of('you')}){WORD_END}|{any_of('you_unspaced')}", re.I)
"""Whom a system prompt makes the model to be: «You are Odalys Brannigan.»"""

_FRAME = re.compile(
    rf"\b(?:{any_of('frame')}|(?:can|could|would|will) (?:you|u)(?= (?:{any_of('could_you')})\b)"
    r"|do you (?:happen to )?know(?= (?:who|what|when|where|which|why|how|if|whether|any|the|a|an)\b)"
    r"|(?:explain|describe|suggest|recommend|read|list|translate|translate this|write|say|repeat)(?: \w+)?"
    r" (?:to|for) me|how (?:do|can|could|should|would) (?:I|you|we)(?! (?:be|have|look)\b))\b",
    re.I,
)
"""What a request is made of, which refers to nobody."""
_KING = re.compile(r"(?<=[a-z] )(?:[A-Z]\w{1,30} ){1,3}I\b(?! (?:am|was|have|had|do|did|live|work|earn))")
"""A number that looks like a pronoun: «World War I», «Elizabeth I»."""
PRONOUN = re.compile(rf"{WORD_BEGIN}(?:he|she|him|her|hers|his|himself|herself|{HE}){WORD_END}|{HE_UNSPACED}", re.I)
"""«She», «his» and the like, in every language known."""
THEY = re.compile(r"\b(?:they|them|their|theirs)\b", re.I)
"""«They» and the like, in English: several, or somebody."""
_WHO = re.compile(r"\b(?:who|wer|qui|quién|chi|quem|кто)\b", re.I)
"""A person behind whose name «them» are things, mostly: «Who named them?»."""
_MANY = re.compile(r"\b\w{3,}(?<!i)(?<!s)(?<!u)s\b|\b(?:people|children|men|women|mice|and|these|those)\b", re.I)
"""Several things, which «they» may then mean."""
_SOMEBODY = re.compile(
    r"\b(?:someone|somebody|anyone|anybody|whoever)\b"
    r"|(?<!with )(?<!to )(?<!for )(?<!by )(?<!con )(?<!com )(?<!avec )(?<!de )(?<!por )(?<!para )(?<!с )(?<!за )(?<!у )"
    r"\b(?:who|wer|qui|quién|chi|quem|кто|wie(?= (?:is|was|heeft|had|zijn|waren|schreef|won|werd)\b))\b"
    r"(?=[^.!?\n]{0,200}?(?:[,;:.!?]|\b(?:and|but|und|aber|et|mais|y|e|en|и)\b)|(?:\W+\w+){3})"
    r"|\b(?:a|an|any|every|each|some|no|one|another)\s+(\w+)(?:\s+(\w+))?(?:\s+(\w+))?",
    re.I,
)
"""Somebody that the turn speaks of, the referent of a pronoun behind it; «who» means a later one."""
_MINE = re.compile(
    r"\b(?:my|our)\s+([\w-]{2,30})(?:\s+([\w-]{2,30}))?(?:\s+([\w-]{2,30}))?"
    r"|\b(?:an?|any|each|every|my|our) \d{1,2}[- ]?(?:year|month)s?[- ]olds?\b"
    rf"|{WORD_BEGIN}(?:{any_of('my')})\s+(?:[^\W\d_]{{2,30}}\s+)?(?:{any_of('own')}){WORD_END}",
    re.I,
)
"""Somebody of the user's that the turn then speaks of: «my gran», «a 4-year-old», «mein Sohn»."""
_BEGINS = re.compile(
    r"(?:^|(?<=[.!?] )|(?<=[.!?] {2}))([A-Z][a-z]{1,30})\b(?:['’]s\b)?"
    r"( (?:is|was|has|had|went|[a-z]{2,20}(?:s|ed))\b)?",
    re.M,
)
"""How a sentence begins: with a name, maybe, which then does something."""
_OBJECT = re.compile(
    r"(?:him|her)\b(?=\W*$|[?.!,;:]| (?:in|on|at|to|for|from|with|about|by|and|or|when|while|before|after|during|as"
    r"|that|so|most|more|best|too|again|ever|first|well|an?|the|his|some|any|no|one|two)\b)",
    re.I,
)
"""A pronoun that is no subject and no owner, which nobody in its clause can be."""
_OWNER = re.compile(r"\w['’]s\b")
_NEW_CLAUSE = re.compile(
    r"[,;:.!?\n]|\b(?:and|but|or|when|while|because|if|whether|that|who|which|what|how|where|why|before|after|as)\b",
    re.I,
)
_PLACE = re.compile(
    r"(?<!mail )(?<!message )(?<!letter )(?<!reply )(?<!write )(?<!note )(?<!reminder )(?<!invitation )(?<!speak )"
    r"(?<!talk )\b(?:in|at|from|near|to) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*"
    r"|(?:^\W*|\b)(?:[Ww]hich|[Ww]hat) [A-Z]\w+(?= [a-z])"
)
"""A name that is no person's: «in Oslo», «which Oslo school», and not «a letter to Femi»."""
_CLAUSES = re.compile(r"[,;:]|\b(?:und|oder|aber|wenn|dass|weil)\b", re.I)
"""What parts clauses: the pronoun of a later one may mean the noun of the first."""
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof)\.? [A-Z]")
_NAME_NATS = 10.0
"""Nats of a word that begins a sentence and does something, from which on it is rather a name: «Poppy is solving»."""
_THE = r"(?:the|this|that|said|same|above|aforementioned|above-mentioned)"
_ROLE = re.compile(
    rf"\b{_THE}\s+((?:(?!(?:of|for|in|on|to|and|or|is|was|at|by|with|from|that|who|which)\b)[\w-]+\s+){{0,2}}[^\W\d_]+)\b",
    re.I,
)
"""An article with up to three words, one of which may be a role."""
_DONE_BY_THEM = re.compile(
    r"\b((?:do|does|did|will|can|could|should|would|must|may|might) the (?:\w{2,30} )?\w{2,30}) \w{3,30}(?=\W*$)", re.I
)
"""What is done, at the end of a question, by what stands before it: «do the potatoes cook?»."""
_OFFICE = re.compile(
    r"\b[Ww]ho(?:['’]s| is| was) (?:now |currently )?the (?:current )?"
    r"(?:(?i:pope|prime minister|dalai lama)|(?:[A-Z]\w+ ){1,3}(?:Secretary|Minister))\b"
)
"""An office that one person holds at a time: «Who is the pope?»."""
_TITLE = re.compile(
    r"(?<=[a-z,:] )(?:The|A|An) [A-Z]\w{1,30}"
    r"(?: (?:(?:of|in|on|with|and|to|for|from) )?(?:(?:the|a|an) )?[A-Z]\w{1,30}){1,6}"
)
"""A title of several words within a sentence: «The Old Man and the Sea»."""
_THING = re.compile(any_of("thing_role"))
_WORD = re.compile(r"[^\W\d_]+")
_PICKED = re.compile(
    r"\b(?:first|second|third|most|best|only|next|average|typical|word|term|phrase|concept|given|following|\w{2,}est)\b",
    re.I,
)
"""What picks one of many by itself: no reference to one who was named."""
_SAID_MORE = re.compile(
    r"\s+(?:of|who|whom|whose|that|which|behind|from|in|on|for|to)\b(?!\W*$|\s+(?:question|(?:the|this|that|my|our"
    rf"|your)\b))|\s+(?:{any_of('part_of_thing')})\b",
    re.I,
)
"""What says itself whose role it is, or makes the role a part of a thing's name."""
_ABOVE = re.compile(
    r"\b(?:the|this|that) (?:above|above[- ]mentioned|aforementioned)\b|\b(?:named|mentioned|listed) above\b"
    r"|\b(?:in|on|from|of|to|by|per) (?:the|this|that|my) (?:file|case|account|record|entry|row|profile"
    r"|dossier|chart|form"
    r"|application|letter|document|note|report)s?\b|\bin there\b",
    re.I,
)
_BETWEEN = {"de": r" (?:\w{1,40} )?", "fr": " ?", "it": " ?", "es": " ", "pt": " ", "nl": " "}
"""What parts a role from its article."""
_FOREIGN_ROLE = re.compile(
    "|".join(
        rf"\b(?:{any_of('the_role', la)}){gap}(?:{any_of('role', la)})\b(?! ?(?:{any_of('said_more')})(?!\w))"
        for la, gap in _BETWEEN.items()
    )
    + rf"|\b(?:{any_of('role_itself')}|эт\w{{1,4}} человек)|{any_of('role_unspaced')}|[यइ]\w{{0,8}} व्यक्ति",
    re.I,
)
_FIELD_WORD = any_of("field")
"""What a form has a field for."""
_FIELD = re.compile(rf"\b(?:{_FIELD_WORD})\b|{any_of('field_unspaced')}", re.I)
_THE_FIELD = re.compile(
    "(?:"
    + "|".join(
        rf"\b(?:{any_of('the_field', la)}) ?(?:{any_of('field', la)})\b"
        for la in ("en", "de", "fr", "it", "es", "pt", "nl")
    )
    + r")(?!\s+(?:of|for|in|at|limit|bar|tax|book|code|space|market|group|who|that|which|von|de|du|des|di|da|del"
    r"|van)\b)",
    re.I,
)
_FIELD_OF = re.compile(rf"\s+(?:{any_of('of')})\s+(?!(?:birth|this|that)\b)", re.I)
_AND_THE = re.compile(rf"\W*(?:{any_of('and')})\s+(?:{any_of('the_next')})\s+", re.I)
"""How a turn begins that leaves out its referent: «And the birthday?»."""
_MOST_ELLIPTIC = 7
_LONG = 4
_DETERMINED = re.compile(rf"\b(?:{any_of('the_noun')})\b ?((?:[\w-]+\s+){{0,2}}[^\W\d_]{{4,}})", re.I)


@dataclass(frozen=True, slots=True)
class Reference:
    """Whom or what a turn refers to without a name."""

    user: bool = False
    """The one who asks: «I», «my»."""
    model: bool = False
    """The one who is asked: «you», «your»."""
    other: bool = False
    """Somebody, or an entry, that was spoken of: «she», «the applicant», «And the birthday?»."""
    called: frozenset[str] = frozenset()
    """The nouns with an article, in small letters, one of which may stand next to a name: «the applicant»."""
    ids: frozenset[str] = frozenset()
    """What may number an entry: «4711», «A-12», «room 7»."""

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.user or self.model or self.other or self.called or self.ids)


@lru_cache(maxsize=64)
def reference_of(turn: str) -> Reference:
    """Return how `turn` refers to what was named before it.

    Example:
        >>> from alu.flow.references import reference_of
        >>> reference_of("Tell me about myself.").user, reference_of("Tell me about the sea.").user
        (True, False)
        >>> reference_of("How old is the applicant?").other, reference_of("How old is the author of Hamlet?").other
        (True, False)
    """
    said, asks = (_KING.sub(" ", without_frames(text)) for text in (turn, asked_in(turn)))
    called = frozenset(w for w, _ in _nouns(said, _DETERMINED) if len(w) >= _LONG)
    other = means_a_person(turn) or _names_role(asks, turn)
    return Reference(bool(ME.search(asks)), addresses(turn), other, called, ids_meant(said))


def addresses(turn: str) -> bool:
    """Tell whether a turn speaks of the one who is asked: «your name», and not «can you tell me»."""
    return YOU.search(without_frames(turn)) is not None


def without_frames(turn: str) -> str:
    """Return a turn without what a request is made of: «Können Sie mir», «could you»."""
    return _FRAME.sub(" ", turn)


def _names_role(asks: str, turn: str) -> bool:
    """Tell whether what is asked has a role, a field of a form or the like that is somebody's who is not named.

    «The document» and «the job» are those that the turn brings along, where it does.
    """
    given = brings_text(turn)
    asks = _TITLE.sub(" ", _OFFICE.sub(" ", asks))
    if _role(asks, turn, things=not given) or _FOREIGN_ROLE.search(asks):
        return True
    return not given and bool(_ABOVE.search(asks) or _is_of_a_form(asks))


def means_a_person(turn: str) -> bool:
    """Tell whether a pronoun in the lines of a turn that ask something, or a verb alone, means nobody who is in it.

    Example:
        >>> from alu.flow.references import means_a_person
        >>> means_a_person("Ada has six eggs. How many does she need?"), means_a_person("In a word: how old is she?")
        (False, True)
    """
    if leaves_subject_out(turn):
        return True
    if not PRONOUN.search(turn) and not THEY.search(turn):  # mostly
        return False
    bound = many = False
    for one, is_asked in asking(turn):
        # what is said of the answer's form names nobody
        asks = one.rpartition(": ")[2] if has_question_mark(one) else one
        if is_asked and not bound and speaks_of_one(without_frames(asks)):
            return True
        they = THEY.search(asks) if is_asked and not many else None
        stands = asks[: they.start()] if they else ""
        if they and not (_MANY.search(stands) or _WHO.search(stands) or _is_bound(stands)):
            return True
        bound, many = bound or _is_bound(f"{one}\n-"), many or bool(_MANY.search(one))
    return False


def speaks_of_one(text: str, before: str = "") -> bool:
    """Tell whether a text has a «he» or «she» that means nobody who stands before it.

    Example:
        >>> from alu.flow.references import speaks_of_one
        >>> speaks_of_one("She was born in Tarn."), speaks_of_one("A keeper lost his lamp.")
        (True, False)
    """
    first = PRONOUN.search(text)  # what the first means, a later one may mean, too
    if not first:
        return False
    stands = text[: first.start()]
    if _OBJECT.match(text, first.start()) and not _OWNER.search(stands):
        stands = stands[: _last_clause(stands)]  # «What did Mary say about her?»: Mary would be «herself»
    return not _is_bound(f"{before}\n{stands}")


def _last_clause(text: str) -> int:
    """Return where the last clause of a text begins that has a word."""
    end = len(text.rstrip())
    return max((m.end() for m in _NEW_CLAUSE.finditer(text) if m.end() < end), default=0)


def _is_bound(before: str) -> bool:
    """Tell whether what stands before a pronoun has somebody, or a name, that it may mean."""
    said = (list(filter(None, m.groups())) for m in _SOMEBODY.finditer(before))
    somebody = any(not words or any(is_role_of_one(w.lower()) for w in words) for words in said)
    if has_somebody_own(before):
        return True
    begins = (m for m in _BEGINS.finditer(before) if m.end() < len(before.rstrip()))  # not «Will she»
    first = ((m[1].lower(), m[2]) for m in begins)
    named = bool(_TITLED.search(before)) or any(
        _names(one) for one in before.splitlines() if any(map(str.isupper, one))
    )
    return somebody or named or any(_is_name(word, bool(does)) for word, does in first)


def has_somebody_own(text: str) -> bool:
    """Tell whether a text speaks of somebody of the user's: «my gran», «our old cat», «mein Sohn»."""
    mine = ([*filter(None, m.groups())] for m in _MINE.finditer(text))
    return any(not words or any(word.lower() in OWN for word in words) for words in mine)


def _names(line: str) -> bool:
    """Tell whether a line has a name; in one clause of German, whose nouns all have a capital letter, a first name."""
    if is_german(line) and not _CLAUSES.search(line):
        return any(is_first_name(word.lower()) for word in _WORD.findall(line)[1:] if word[0].isupper())
    return names_something(_PLACE.sub(_without_place, line))


def _without_place(found: re.Match[str]) -> str:
    """Return nothing for a place, and what is a person's name as it is: «to Isaac Newton»."""
    name = found.group().partition(" ")[2]
    first, _, rest = name.partition(" ")
    return found.group() if rest and is_first_name(first.lower()) and person_in(name) else " "


def _is_name(word: str, does: bool) -> bool:
    """Tell whether a word with which a sentence begins is somebody's name."""
    if is_question_word(word):  # «quels»
        return False
    return is_first_name(word) or information(word) >= (_NAME_NATS if does else UNKNOWN_WORD_NATS)


def _role(asks: str, turn: str, *, things: bool) -> bool:
    """Tell whether a turn asks with a role, or the kind of `things`, and says no more of it in any place."""
    asks = _DONE_BY_THEM.sub(r"\1", asks)
    roles = (word for word, picked in _nouns(asks, _ROLE) if not picked and is_role(word, things=things))
    everywhere, there = turn.lower(), asks.lower()
    return any(everywhere.count(word) == there.count(word) for word in roles)


def is_role(word: str, *, things: bool = True) -> bool:
    """Tell whether a word, in small letters, is somebody's role («doctor») or the kind of a thing («company»)."""
    return is_role_of_one(word) or (things and _THING.fullmatch(word) is not None)


def _nouns(asks: str, articles: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """Yield the words behind an article of which no more is said, and whether one of many is picked."""
    small = asks.lower()
    for found in articles.finditer(asks):
        for word in _WORD.finditer(asks, found.start(1), found.end(1)):
            new = small.find(word.group().lower(), 0, word.start()) < 0  # «a book, and the book's cover»
            if new and not _SAID_MORE.match(asks, word.end()):
                yield word.group().lower(), bool(_PICKED.search(asks, found.start(1), word.start()))


def _is_of_a_form(asks: str) -> bool:
    """Tell whether a turn asks for a field of a form without saying whose: «Age?», «What is the birthday?»."""
    if _THE_FIELD.search(asks):
        return True
    if len(asks.split()) > _MOST_ELLIPTIC or names_something(asks.strip()):
        return False
    if _AND_THE.match(asks):
        return True
    return any(not _FIELD_OF.match(asks, m.end()) for m in _FIELD.finditer(asks))
