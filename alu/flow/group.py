"""Several whom earlier turns speak of, taken together: «the two», «both of them», «the people I asked about»."""

from __future__ import annotations

import re

from alu.flow.word_lists import WORD_END, any_of
from alu.store.text.mentions import mentions

__all__ = ["goes_back", "means_a_group"]

_ENDS = (
    r"(?=\W*$|[,.;:?!]| (?:is|are|was|were|has|have|had|do|does|did|in|got|lives?|lived|works?|worked|knows?|knew|meet"
    r"|met|shares?|shared|comes?|came|wrote|writes?|studied|died|earns?|earned|married)\b)"
)
"""What stands behind those who are meant, and not «largest cities»."""
_GROUP = re.compile(
    r"\b(?:which|who|whom|each|both|either|neither|one|none|any|all|between|among|of|do|did|are|were|have|had) (?:of )?"
    rf"(?:the|these|those) (?:two|three|four|five|pair|couple){_ENDS}"
    rf"|\b(?:either|neither|each|none|all|both) of (?:them|these|those){_ENDS}|\bboth{_ENDS}"
    r"|\b(?:both|(?:these|those)(?: same| two| three| four)?|the (?:same|two|three|four|five))"
    rf" (?:{any_of('group_noun')})\b"
    r"(?! (?:of|in|on|from|who|that|which|for|with)\b)"
    rf"|\bthe (?:{any_of('group_noun')})\b(?![^.?!]{{0,120}}\b(?:of|in|on|at|from|who|that|which|for|with|during)\b)"
    r"|\b(?:of|for|by|about|from) each\W*$"
    rf"|\b(?:which (?:one|{any_of('thing_role', 'en')}|person|woman|man|author|writer)|whose \w{{1,30}})"
    r" (?:is|was|has|had|came|sold|won|did|does|costs?|lived|died)\b"
    r"(?![^.?!]{0,120}\b(?:or|in|of|on|ever|most|all|than)\b)"
    r"(?=[^.?!]{0,60}\b(?:more|less|better|worse|first|last|earlier|later|\w{2,12}er)\b\W*$)"
    rf"|\b(?:{any_of('group')}){WORD_END}|{any_of('group_unspaced')}",
    re.I,
)
"""Several who are not named there: «the two», «both companies», «the authors», and «which book was longer?»."""
_BEFORE = re.compile(
    r"\b(?:back|return\w*) to (?:the|that|this|those|my|your) (?:\w+ )?"
    r"(?:first|earlier|previous|original|other|one|person|woman|man|question|topic|subject)\b|"
    r"\b(?:I|we|you)(?:['’]ve| have| had)?(?: just| already| first)?"
    r" (?:asked|mentioned|named|talked|spoke|spoken|discussed)\b"
    r"|\b(?:asked|talked|spoke|spoken|mentioned|discussed|named)(?: about)? (?:before|earlier|above|first|previously)\b"
    r"|\b(?:my|that) (?:very )?(?:first|earlier|previous|original|initial|refused|unanswered) question\b"
    r"|\bthe (?:earlier|previous|refused|unanswered) question\b(?=\W*$)"
    r"|\bquestion (?:that )?you (?:refused|declined|skipped|ignored|(?:did|have|would|could)(?: not|n[o'’]t))\b"
    r"|\bquestion (?:at the (?:start|beginning|top)|from (?:before|earlier))\b"
    r"|\b(?:meine (?:erste|vorige|frühere) frage|ma (?:première|précédente) question"
    r"|mi (?:primera|anterior) pregunta|la mia prima domanda|мой первый вопрос)\b"
    rf"|\b(?:{any_of('asked_before')}){WORD_END}|{any_of('asked_before_unspaced')}",
    re.I,
)
"""That somebody was asked about, or spoken of, before, or that the dialogue goes back."""
_JOINED = re.compile(r"\b(?:and|or|vs|versus)\b", re.I)
"""What joins several that are named themselves, before «the two» of them; behind it «or» alone does."""
_OR = re.compile(r"\bor\b", re.I)


def means_a_group(sentence: str) -> bool:
    """Tell whether a sentence speaks of several together, and names none of them itself.

    Example:
        >>> from alu.flow.group import means_a_group
        >>> means_a_group("Which of the two is older?"), means_a_group("What do the two have in common?")
        (True, True)
        >>> means_a_group("What are the two largest cities of Norway?")
        False
        >>> means_a_group("Is Rome or Paris older, of the two?")
        False
    """
    found = _GROUP.search(sentence)
    if not found:
        return False
    before, behind = sentence[: found.start()], sentence[found.end() :]
    return not (_JOINED.search(before) or len(mentions(before).runs) > 1 or _OR.search(behind))


def goes_back(turn: str) -> bool:
    """Tell whether a turn speaks of whoever was asked about before, and not of the nearest alone.

    Example:
        >>> from alu.flow.group import goes_back
        >>> goes_back("And the first person I asked about?"), goes_back("Who asked for bread first?")
        (True, False)
    """
    return _BEFORE.search(turn) is not None
