"""The values of forms, tables and data without their labels: «First: Ann, last: Lee» names Ann Lee."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice, pairwise, zip_longest

from alu.store.calibration import MAX_VALUE_CHARACTERS, MAX_VALUE_SPACES
from alu.store.readability import MIN_GRID_CELLS
from alu.store.text.hidden.frames import in_a_row
from alu.store.text.hidden.terminal import printed

__all__ = ["unmarked", "values"]

_LABEL = re.compile(
    r"""
      \\?["'][\w .\-]{1,40}\\?["']\s?(?::|=>)\s*                     # a key of JSON or of a program
    | </?[A-Za-z][^<>\n]{0,80}>                                      # a tag
    | (?:^|\n)[\s>*\-•\#]{0,8}[^\W\d_][\w ()'’/.\-]{0,30}?[ *]{0,3}  # what a line begins with
      (?:[:=]\**\s|->|→|[^\S\n][—–\-]\s)\s{0,4}
    | (?:^|\n)[^\W\d_][\w ]{0,30}[=,](?=\S)                         # a variable, or the first cell of a row
    | (?:^|\n)[ \t]{0,8}(?:[\-*•+]|\d{1,3}[.)])\s                   # an item of a list of names
      (?=\s*\S+(?:[ ]\S+)?\s*(?:\n|$))
    | (?<=[,;({|&?\s])[^\W\d_]\w{0,30}\s?=\s?                      # an argument
    | (?<=[,;({])\s?(?:[^\W\d_]\w{0,20}\s){0,2}[^\W\d_]\w{0,30}:\s?  # a label after another's value
    """,
    re.VERBOSE,
)
_HINT = re.compile(r"[:=<→]|->|\s[—–\-]\s|,\S|(?:^|\n)[ \t]*[\-*•+\d]")
_NAMING = re.compile(r"name|nom|first|last|given|family|middle|apellid", re.IGNORECASE)
_LINE, _END = re.compile(r"[\n;{}<|]"), re.compile(r"[\n,;{}<|(&]")
"""What a value ends before, and what a part of a name does."""
_ATTRIBUTE = re.compile(r"""(?<=\s)([A-Za-z][\w:.\-]{0,30})\s?=\s?(?:"([^"<>\n]{1,200})"|'([^'<>\n]{1,200})')""")
_MARKUP = re.compile(
    r"\]\([^()\n]{0,300}\)|\]\[[^\[\]\n]{0,80}\]|<!--[^<>]{0,200}-->|</?[A-Za-z][^<>\n]{0,200}>"
    r"|\[/?(?:b|i|u|s|url|quote|code|color|size|font|center|left|right|list|spoiler|sup|sub)(?:=[^\[\]\n]{0,60})?\]",
    re.IGNORECASE,
)
"""What of Markdown, HTML and forums is not shown: where a link leads, a comment, a tag."""
_EMPHASIS = re.compile(
    r"(\*{1,3}|~~)([^\W\d_]{1,40})\1(?=[^\W\d_])|(?<=[^\W\d_])(\*{1,3}|~~)([^\W\d_]{1,40})\3(?![*~])"
)
"""Letters of a word that Markdown shows bold, slanted or struck out."""
_WITHIN = re.compile(r"[*~](?<=[^\W\d_][*~])[*~]{0,2}[^\W\d_]")
"""What every such word has, and few texts: marks between two letters."""
_COMMAND = re.compile(r"\\[A-Za-z]{2,20}\{([^{}\n]{0,200})\}")
"""A command of LaTeX with what it is applied to: `\\textbf{bold}`."""
_CELL, _SEMICOLON_CELL = re.compile(r"[|\t]"), re.compile(r"[|\t;]")


def values(text: str) -> Iterator[str]:
    """Return the short values between the labels of `text`, those of labels of a name, and its columns.

    A sentence after a label is found as it is, so it is no value.
    """
    yield from _attributes(text)
    labels = list(_LABEL.finditer(text)) if _hinted(text) else []
    if len(labels) > 1:
        ends = (*(m.start() for m in labels[1:]), len(text))
        pairs = [(m.group(), text[m.end() : end].strip(" \n\t&")) for m, end in zip(labels, ends, strict=True)]
        short = [v for v in (_LINE.split(v, maxsplit=1)[0].strip() for _, v in pairs) if v and _is_short(v)]
        named = [v for v in (_END.split(v, maxsplit=1)[0].strip() for label, v in pairs if _NAMING.search(label)) if v]
        for parts in (short, list(filter(_is_short, named))):
            if len(parts) > 1:
                yield in_a_row(parts)
    if (text.count("|") + text.count("\t") > 1 or _has_semicolons(text)) and (columns := list(_columns(text))):
        yield "\n".join(columns)
        if rows := list(_grids(text)):
            yield "\n".join(rows)


def _attributes(text: str) -> Iterator[str]:
    """Yield the short values of a text's attributes, and those that are named for a part of a name."""
    found = [(m[1], m[m.lastindex or 0]) for m in _ATTRIBUTE.finditer(text)] if "=" in text else []
    if len(found) > 1:
        short = [(label, value) for label, value in found if _is_short(value)]
        named = [value for label, value in short if _NAMING.search(label)]
        yield " ".join(value for _, value in short)
        if 1 < len(named) < len(short):
            yield " ".join(named)


def unmarked(text: str) -> str:
    """Return `text` as it is shown: without the tags, comments, controls and links' targets that cut its words."""
    shown = _MARKUP.sub("", printed(text))
    if _WITHIN.search(shown):
        shown = _EMPHASIS.sub(r"\2\4", shown)
    return _COMMAND.sub(r"\1", shown)


def _is_short(value: str) -> bool:
    return len(value) <= MAX_VALUE_CHARACTERS and value.count(" ") < MAX_VALUE_SPACES


def _hinted(text: str) -> bool:
    """Tell at once of most texts that they hold no two labels."""
    return len(list(islice(_HINT.finditer(text), 2))) > 1


def _columns(text: str) -> Iterator[str]:
    """Return each column of each table as a line."""
    for table, lines in groupby(_rows_of(text), key=lambda cells: len(cells) > 1):
        cells = list(lines) if table else []
        if len(cells) > 1:
            for column in zip_longest(*cells, fillvalue=""):
                short = [c for c in column if _is_short(c) and any(map(str.isalnum, c))]
                if len(short) > 1:
                    yield in_a_row(short)


def _grids(text: str) -> Iterator[str]:
    """Return the short cells of each table in a row."""
    for table, lines in groupby(_rows_of(text), key=lambda cells: len(cells) > 1):
        yield from _in_rows(list(lines)) if table else ()


def _rows_of(text: str) -> Iterator[list[str]]:
    cell = _SEMICOLON_CELL if _has_semicolons(text) else _CELL
    return ([c.strip() for c in cell.split(line.strip())] for line in text.splitlines())


def _has_semicolons(text: str) -> bool:
    """Tell whether two lines in a row have as many semicolons, two at least: cells, as some spreadsheets write them."""
    counts = [line.count(";") for line in text.splitlines()] if text.count(";") > 3 else []
    return any(one == other > 1 for one, other in pairwise(counts))


def _in_rows(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Return the short cells of a table in a row, apart and joined: a name may be cut over rows and columns."""
    cells = [c for row in rows for c in row if c and _is_short(c) and any(map(str.isalnum, c))]
    if len(cells) >= MIN_GRID_CELLS and len(rows) < len(cells):
        yield in_a_row(cells)
        yield "".join(cells)
        if len(worded := [c for c in cells if any(map(str.isalpha, c))]) < len(cells):
            yield in_a_row(worded)  # a year between a first name and a surname
