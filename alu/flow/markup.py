"""Marks in a row of a text: tags of HTML and XML, whose attributes say something, fences of code, heads of sections."""

from __future__ import annotations

import re

__all__ = ["section_of", "without_tags"]

_TAG = re.compile(r"<[^<>]{1,400}>")
_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:.-]{0,40})=(?:"([^"<>]{1,200})"|'([^'<>]{1,200})')""")
_OF_LAYOUT = re.compile(r"(?:class|style|href|src|rel|type|width|height|align|lang|colspan|rowspan|xml\w*)\Z", re.I)
"""Attributes that say nothing of what is in a text."""
_FENCE = re.compile(r"\s{0,9}(?:```|~~~)")
_SECTION = re.compile(r"\s{0,9}\[{1,2}([\w .:\"'-]{1,60})\]{1,2}\s{0,9}\Z")


def section_of(row: str) -> str:
    """Return the section of a settings file that a row begins, «owner» of «[owner]»; "" where it begins none."""
    return found[1] if (found := _SECTION.match(row)) else ""


def without_tags(row: str) -> str:
    """Return a row with what its tags say in place of them; nothing of one that fences code.

    Example:
        >>> from alu.flow.markup import without_tags
        >>> without_tags('<bed name="Ada Lark" ward="Tarn"/>').strip()
        'name: Ada Lark, ward: Tarn'
        >>> without_tags('<td class="wide">Ada Lark</td>').strip()
        'Ada Lark'
    """
    if _FENCE.match(row):
        return ""
    return _TAG.sub(_said, row) if "<" in row else row


def _said(tag: re.Match[str]) -> str:
    found = ((name, double or single) for name, double, single in _ATTRIBUTE.findall(tag[0]))
    return f" {', '.join(f'{name}: {value}' for name, value in found if not _OF_LAYOUT.match(name))} "
