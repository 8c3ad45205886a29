"""Short names of organisations and works: «Grimmford» of «Grimmford Textiles Partners», a title alone.

Whoever asks about «Grimmford» asks about the firm, since the word is in no language: nobody else is called so. Of
«Northern Harbour Foods» no word says so much, and nothing is left out. A person's name has other forms (`name_forms`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import takewhile

from alu.store.calibration import UNKNOWN_WORD_NATS
from alu.store.text.names.name_lists import words_for
from alu.store.text.names.name_rarity import is_frequent_surname, is_given_name, is_ordinary, key_words, rarity
from alu.store.text.names.organisation_names import is_distinct, without_legal_forms

__all__ = ["acronyms", "is_acronym_in", "is_kind", "is_organisation", "short_names", "title_alone"]

_LONGEST = 300
_LETTERS = re.compile(r"[^\W\d_]+")
_SUBTITLE = re.compile(r"[:;] | [-–—|] |[,;] or,? (?=[^\W\d_a-z])| ?\(")
"""What stands between a title and what follows it: «Salt Ledger: A Memoir», «… – A Memoir», «…, or The Tide»."""
_JOINS = "& + and und et y e och og en of for de du des der die das the"
"""With one of these no name ends."""
_LINKS = "of by in for that which who with from and based founded run"
_SHORTEST = 4
"""Letters of a word that is a name by itself."""
_CUT = re.compile(r"[,.;:(–—]")
_MARKED = re.compile(
    r"(?:\b(?i:ticker(?: symbol)?|stock symbol|acronym|abbreviat(?:ed|ion)|for short|short(?:ened)? (?:to|form)|"
    r"abgekürzt|Abkürzung|sigle|siglas?|initials)(?: is| was| as| to|:)? [\"“«‘']?)"
    r"(?P<short>[A-Z][A-Z0-9]{1,7})(?![\w])"
)
_WITHIN = re.compile(r"\([\"“«‘']?(?P<short>[A-Z][A-Z0-9&]{1,7})[\"”»’']?\)")
_ENCLOSED = re.compile(rf"(?:,? [^\W\d_.]{{1,8}}\.?(?: [^\W\d_]{{1,3}}\.?)?)?,? ?{_WITHIN.pattern}")
"""Right behind a name, or behind its legal form: «Grimmford Textiles Ltd (GTX)»."""


def short_names(name: str, description: str = "") -> tuple[str, ...]:
    """Return what an organisation is called by in short; of anything else, and of ordinary words, nothing.

    Its first word, where that is in no language, and each of its beginnings that cannot be taken for words.

    Args:
        name: as it is stored.
        description: what it is («a shipping company»).

    Example:
        >>> from alu.store.text.names.short_names import short_names
        >>> short_names("Grimmford Textiles Partners Ltd"), short_names("Northern Harbour Foods Ltd")
        (('Grimmford Textiles', 'Grimmford'), ())
    """
    if len(name) > _LONGEST:
        return ()
    written = _SUBTITLE.split(_spaced(name), maxsplit=1)[0].split()
    words = without_legal_forms(written)
    if len(words) == len(written) and not (len(words) > 1 and (_has_kind(words) or is_organisation(description))):
        return ()
    return tuple(dict.fromkeys(_beginnings([word.strip(",\"'“”„«»‘’") for word in without_article(words)])))


def without_article(words: Sequence[str]) -> Sequence[str]:
    """Return the words of a name without the article that it begins with.

    Example:
        >>> from alu.store.text.names.short_names import without_article
        >>> without_article(["The", "Lanterns"]), without_article(["The"])
        (['Lanterns'], ['The'])
    """
    return words[1:] if len(words) > 1 and words[0].casefold() in words_for("articles") else words


def title_alone(name: str, description: str = "") -> str:
    """Return the title of a work without its subtitle, and without article; "" where there is none.

    Example:
        >>> from alu.store.text.names.short_names import title_alone
        >>> title_alone("The Salt Ledger: A Memoir of Skerrow"), title_alone("Salt Ledger")
        ('Salt Ledger', '')
    """
    if len(name) > _LONGEST:
        return ""
    title, *more = _SUBTITLE.split(_spaced(name), maxsplit=1)
    if not more or not (": " in name or description):
        return ""
    words = title.split()
    kept = words[1:] if len(words) > 2 and words[0].casefold() in {"a", "an", *words_for("articles")} else words
    found = " ".join(kept).strip(' ,"“”„«»‘’')
    distinct = len(kept) > 1 or rarity(found) >= UNKNOWN_WORD_NATS
    return found if distinct and key_words(found) and not is_ordinary(found) else ""


def acronyms(names: Iterable[str], facts: Iterable[str]) -> tuple[str, ...]:
    """Return the acronyms, tickers and short forms in capitals that facts, or a name, give for what is named.

    Example:
        >>> from alu.store.text.names.short_names import acronyms
        >>> acronyms(["Grimmford Textiles"], ["Grimmford Textiles (GTX) is listed under the ticker GRMF."])
        ('GTX', 'GRMF')
    """
    written = [" ".join(name.split()) for name in names if len(name) > 1]
    own = [*written, *(" ".join(without_legal_forms(name.split())).rstrip(",") for name in written)]
    return tuple(dict.fromkeys(one for text in (*written, *facts) for one in _stated(own, text)))


def is_acronym_in(short: str, text: str) -> bool:
    """Tell whether a text has an acronym in capital letters, with dots between them or without.

    Example:
        >>> from alu.store.text.names.short_names import is_acronym_in
        >>> is_acronym_in("gtx", "Ask G.T.X."), is_acronym_in("who", "Ask who?")
        (True, False)
    """
    dotted = r"\.?".join(map(re.escape, short.upper()))
    return re.search(rf"(?<!\w){dotted}(?!\w)", text) is not None


def is_organisation(description: str) -> bool:
    """Tell whether a description is that of an organisation: «a shipping company in Tarn», and not «a farmer»."""
    head = takewhile(lambda w: w not in _LINKS.split(), _CUT.split(description[:200], maxsplit=1)[0].casefold().split())
    last = [*head][-1:]
    return bool(last) and (last[0] in _kinds() or last[0].removesuffix("s") in _kinds())


def _spaced(name: str) -> str:
    """Return a name with one blank between its words, and none before a colon: «Le Grand Livre : mémoires»."""
    return re.sub(r" (?=[:;] )", "", " ".join(unicodedata.normalize("NFC", name).split()))


@cache
def _kinds() -> frozenset[str]:
    return frozenset((*words_for("organisation_kinds"), *words_for("organisation_words")))


def _has_kind(words: Sequence[str]) -> bool:
    """Tell whether a name says what it is of: «… Foods», «… Foundation», and not «Odalys Brannigan»."""
    kinds = words_for("organisation_words")
    return any(word.casefold().strip(".,") in kinds and not is_frequent_surname(word) for word in words[1:])


def is_kind(word: str) -> bool:
    """Tell whether a word says what an organisation is, or of which legal form: «Group», «Foods», «Ltd»."""
    return word.casefold() in words_for("organisation_words") or word.casefold() in words_for("legal_forms")


@lru_cache(maxsize=4096)
def _is_borne(word: str) -> bool:
    """Tell whether people are called by a word."""
    return is_given_name(word) or is_frequent_surname(word)


def _beginnings(words: Sequence[str]) -> Iterator[str]:
    """Yield the beginnings of a name that are no words, the longest first; none where it begins like a person's."""
    if _is_borne(words[0]):
        return
    for end in range(len(words) - 1, 1, -1):
        if words[end - 1].casefold() not in _JOINS.split() and is_distinct(one := " ".join(words[:end])):
            yield one
    first = words[0]
    whole = len(_LETTERS.findall(first)) == 1 and len(first) >= _SHORTEST and first[0].isupper()
    if whole and rarity(first) >= UNKNOWN_WORD_NATS:
        yield first


def _stated(names: Sequence[str], text: str) -> Iterator[str]:
    ends = [at + len(name) for name in names if (at := text.find(name)) >= 0 and name != text]
    within = [_WITHIN.search(text)] if text in names else []
    found = [*(_ENCLOSED.match(text, end) for end in ends), *within, *_MARKED.finditer(text)]
    yield from (match["short"] for match in found if match)
