"""A sentence where JSON is wanted: the value of a schema that says it, and makes nothing up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["NoPlace", "placed"]

_DEEPEST = 10
_HARD = (
    "$ref $dynamicRef allOf oneOf not if enum const pattern format minLength maxLength prefixItems contains "
    "minProperties maxProperties patternProperties propertyNames dependentRequired dependentSchemas dependencies "
    "unevaluatedProperties unevaluatedItems"
)
_NARROW = frozenset(_HARD.split())
"""What a schema may say that a sentence need not follow, or that takes more than a look to follow."""
_BESIDE = frozenset({"type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems"})
"""What a value must follow as well, where a schema has it next to an `anyOf`."""


class NoPlace(Exception):
    """The schema wants a number, a choice or the like, which would have to be made up."""


def placed(text: str, schema: Any, deep: int = 0) -> Any:
    """Return a value that follows `schema` and says nothing but `text`.

    Raises:
        NoPlace: there is none that is plain.
    """
    if deep > _DEEPEST or not isinstance(schema, Mapping) or schema.keys() & _NARROW:
        raise NoPlace
    kind = schema.get("type")
    if "anyOf" in schema:
        if schema.keys() & _BESIDE:
            raise NoPlace
        return _first(text, schema["anyOf"], deep + 1)
    if isinstance(kind, list):
        return _first(text, [{**schema, "type": one} for one in kind], deep + 1)
    if kind == "object" or (kind is None and ("properties" in schema or deep == 0)):
        return _object(text, schema, deep + 1)
    if kind == "array" and schema.get("minItems", 1) in (0, 1) and schema.get("maxItems", 1) != 0:
        return [placed(text, schema.get("items", {}), deep + 1)]
    if kind not in ("string", "null", None):
        raise NoPlace
    return None if kind == "null" else text


def _first(text: str, ways: Any, deep: int) -> Any:
    """Return the value of the first way that has a place; nothing at all comes last."""
    if not isinstance(ways, list):
        raise NoPlace
    for way in sorted(ways, key=lambda w: isinstance(w, Mapping) and w.get("type") == "null"):
        try:
            return placed(text, way, deep)
        except NoPlace:
            continue
    raise NoPlace


def _object(text: str, schema: Mapping[str, Any], deep: int) -> dict[str, Any]:
    known = schema.get("properties", {})
    if not isinstance(known, Mapping):
        raise NoPlace
    if wanted := schema.get("required") or list(known):
        if not isinstance(wanted, list) or not set(map(str, wanted)) <= known.keys():
            raise NoPlace
        return {name: placed(text, known[name], deep) for name in map(str, wanted)}
    more = schema.get("additionalProperties", True)
    return {"answer": placed(text, {} if more is True else more, deep)}
