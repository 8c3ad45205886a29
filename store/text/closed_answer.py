"""Answers to closed questions: what a letter, a yes or no, a number, a date or a word or two assert."""

from __future__ import annotations

import re
from unicodedata import normalize

from alu.store.calibration import MAX_CLOSED_WORDS, STORY_SENTENCES
from alu.store.text.normalise import UNSPACED, sentences
from alu.store.text.option_letters import letters_in
from alu.store.text.words import word_count

__all__ = ["assertion", "derives", "knows_nothing", "options_taken", "premises"]

_LABEL = r"[(\[*]{0,3}%s\*{0,2}[).:\]]\*{0,2}\s"
_OPTION = re.compile(
    rf"(?:^|\s){_LABEL % '([A-Ja-j1-9])'}"
    rf"(?:\s*+(?=\S)(.+?)(?<!\s)(?=\s++{_LABEL % '[A-Ja-j1-9]'}|\s*+$)|(?=\s+\Z))",
    re.DOTALL,
)
"""An option's letter and text, which ends where white space begins: looking on within it would take the square."""
_OWN_LABEL = re.compile(rf"\A\s*{_LABEL % '[A-Ja-j1-9]'}\s*")
"""With which a reply that takes an option begins; «B. White» is nobody's initial there."""
_YES_NO = re.compile(
    r"\W*(?P<no>no|nope|false|incorrect|wrong|not (?:true|correct|really))?"
    r"(?P<yes>yes|yeah|yep|true|correct|right|indeed|certainly|definitely"
    r"|that(?:'|’)?s? (?:is )?(?:right|true|correct))?"
    r"(?=\W|$)\W*(?P<rest>.{0,40})$",
    re.IGNORECASE | re.DOTALL,
)
_LEAD_IN = re.compile(
    r"\A(?:(?:sure|okay|ok|yes|certainly|of course)[,.!:]{1,3}\s{1,3})?"
    r"the (?:correct |right )?answer(?: to (?:your|this|that|the) question)? is:?\s{1,3}"
    r"(?!(?:true|false|yes|no)\b)(?=[^?]+\Z)",
    re.IGNORECASE,
)
"""What a brief answer may begin with that is none of it: «Sure, the answer is»."""
_UNKNOWN = re.compile(r"\s*I (?:do not|don['’]t) know\.?\s*")
_WORDS = re.compile(rf"(?<![^\W\d_])[^\W\d_]{{3,}}\W+(?!of\b)[^\W\d_]{{3,}}|(?:{UNSPACED}\W?){{13}}")
"""Two words in a row that are no numbers, or as many letters of a script without spaces."""
_GAP = re.compile(r"(\W{3})\W+")
_SPACE = re.compile(r"(\s{3})\s+")
"""Runs that are cut short first: over long ones the patterns above would take the square of their length."""


_JUDGES = re.compile(
    r"\b(?:true|false|(?:in)?correct|right|wrong|above|statements?|claims?|both|facts?)\b", re.IGNORECASE
)
_DERIVES = re.compile(
    r"\b(?:older|younger|taller|richer|earlier|later|sooner|longer|shorter|bigger|smaller|(?:more|less|fewer) \w+ than"
    r"|compare[ds]?|rank|order|sort|which (?:one )?(?:of|is)|who (?:of|is) \w+er|same as|different from|equal"
    r"|plus|minus|times|divided|multipl\w+|add(?:ed)?|subtract\w*|sum|product|digit|modulo|remainder|even|odd"
    r"|how many (?:letters|digits|syllables|days|years)|day of the week|weekday|calendar|zodiac|star sign|leap year"
    r"|not (?:that|this) one|none of|except|other than|true that it is not|rule out|wrong)\b",
    re.IGNORECASE,
)


def derives(question: str) -> bool:
    """Tell whether a question wants what follows from a fact: a comparison, a rank, a negation, a sum, a date's day.

    Of such an answer no word may stand in the fact, so that a brief one says nothing without its question.
    """
    return _DERIVES.search(normalize("NFKC", question)) is not None


def knows_nothing(question: str, draft: str) -> bool:
    """Tell whether a reply is «I don't know.», and the question does not say what that is to mean."""
    return _UNKNOWN.fullmatch(draft) is not None and "know" not in question.lower()


def assertion(question: str, draft: str) -> str | None:
    """Return the statement that a closed reply makes, or None where the reply speaks for itself.

    A letter means its option, whatever else is said, a yes or no for the statement asked about (its
    denial discloses as much), a number, a date or up to three words for the question with them.
    """
    if knows_nothing(question, draft):
        return None
    draft = draft.strip()
    question, short = _normalised(question, draft)
    stem = _stem(question)
    if options := options_taken(question, short):
        own = _OWN_LABEL.sub("", draft)
        said = dict.fromkeys((*options, *([own] if re.search(r"\w\w", own) else [])))
        return "\n".join(f"{_opened(stem)} {text}".strip() for text in said)
    yes_no = _YES_NO.match(short)
    if yes_no and (yes_no["yes"] or yes_no["no"]):
        asked = _opened(stem) if yes_no["rest"] else stem
        return " ".join(filter(None, ["It is not so:" if yes_no["no"] else "", asked, yes_no["rest"]]))
    rest = _LEAD_IN.sub("", draft, count=1)
    if rest and (word_count(rest) <= MAX_CLOSED_WORDS or not _WORDS.search(rest)):
        return f"{_opened(stem)} {rest}".strip()
    return None


def options_taken(question: str, reply: str) -> list[str]:
    """Return the texts of the options whose letters `reply` takes."""
    options = {letter.upper(): text.strip() for letter, text in _OPTION.findall(question)}
    return [options[c] for c in letters_in(reply, "".join(options))] if len(options) > 1 else []


def premises(question: str, reply: str) -> tuple[str, ...]:
    """Return the sentences of a story that a question tells before it asks, where `reply` takes one of its options.

    Who takes an option does not say that they are so, but where question or option speak of what is true.
    """
    question, short = _normalised(question, reply)
    taken = options_taken(question, short)
    *story, asked = sentences(_stem(question)) or [""]
    judged = not taken or len(story) < STORY_SENTENCES or any(map(_JUDGES.search, (asked, *taken)))
    return () if judged else tuple(story)


def _normalised(question: str, reply: str) -> tuple[str, str]:
    """Return a question without the spaces in its options' marks, and a reply without those around its letters."""
    return _SPACE.sub(r"\1", normalize("NFKC", question)), _GAP.sub(r"\1", normalize("NFKC", reply))


def _opened(stem: str) -> str:
    """Return the question so that what follows stays in its sentence: a place alone tells nothing of anybody."""
    words = re.match(r"(?:.*\w)?", stem, re.DOTALL)
    end = words.end() if words else 0
    mark = re.search(r"[?？.]", stem[end:])
    return f"{stem[: end + mark.start()]}:" if mark else stem


def _stem(question: str) -> str:
    """Return the question without its options."""
    options = list(_OPTION.finditer(question))
    return question[: options[0].start()].strip() if len(options) > 1 else question.strip()
