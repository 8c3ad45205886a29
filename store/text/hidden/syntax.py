"""The content of diagrams and SQL statements without their syntax: «-->|suffers from|», «INSERT INTO people».

Words of a syntax are rare in texts: left in, they would make what stands between them look less like a fact.
"""

from __future__ import annotations

import re

__all__ = ["without_syntax"]

_DIAGRAM = re.compile(
    r"\b(?:(?:graph|flowchart) +(?:TD|TB|BT|RL|LR)\b|(?:strict +)?(?:di)?graph\b[^{\n]{0,40}\{|"
    r"(?:sequence|class|er|state)Diagram\b|mindmap\s|@startuml\b)"
)
_OF_DIAGRAM = re.compile(
    r"\b(?:subgraph|graph|flowchart) +(?:TD|TB|BT|RL|LR)\b|\b(?:strict +)?(?:di)?graph\b[^{\n]{0,40}\{|"
    r"\b\w+Diagram\b|\bmindmap\b|@(?:start|end)uml\b|\b(?:label|shape|style|color|rankdir|node|edge) *= *\w{0,12}|"
    r"\b(?:subgraph|participant|actor|class|note over|end|as)\b|\b\w{1,3}(?=[\[({])"
)
_STATEMENT = re.compile(r"\b(?:insert +into|update +\S{1,60} +set|select\b[^;\n]{1,200}?\bfrom)\b", re.IGNORECASE)
_OF_STATEMENT = re.compile(
    r"\binsert +into +\S{1,60}|\bupdate +\S{1,60} +set\b|"
    r"\b(?:values|select|from|where|and|set|returning|null|true|false)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[^\w\s.,:%€$£'’+-]|[-+]{2,}|(?<!\w)[-+']|['](?!\w)")


def without_syntax(text: str) -> str:
    """Return what a diagram, or a statement of a database, says, a sentence for each line; of other texts "".

    Example:
        >>> from alu.store.text.hidden.syntax import without_syntax
        >>> without_syntax("graph TD; A[Ada Lark] -->|suffers from| B[gout]")
        'Ada Lark suffers from gout.'
        >>> without_syntax("INSERT INTO people VALUES ('Ada Lark', 'gout');"), without_syntax("Ada Lark has gout.")
        ('Ada Lark , gout.', '')
    """
    diagram, statement = _DIAGRAM.search(text), _STATEMENT.search(text)
    if not (diagram or statement):
        return ""
    bare = _OF_DIAGRAM.sub(" ", text) if diagram else text
    bare = _OF_STATEMENT.sub(" ", bare) if statement else bare
    lines = (" ".join(_MARKS.sub(" ", line).split()) for line in re.split(r"[;\n]", bare))
    return "\n".join(f"{line.rstrip('.')}." for line in lines if line)
