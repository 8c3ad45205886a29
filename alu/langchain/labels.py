"""Which other fields of a message may stay: its id, its name, its metadata.

A server, or whatever stands between, may write anything in them, and no check of the flow reads them. What is a count
or of a known form stays; the name of an agent or of a model stays where nothing in it is near a target.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from alu.models.wire import MOST_TOKENS

__all__ = ["Clean", "counts", "id_like", "metadata", "name_of"]

Clean = Callable[[str], bool]
"""Tells whether a short text is near no target."""

_ENDS = """stop length tool_calls content_filter function_call end_turn max_tokens tool_use stop_sequence pause_turn
    refusal eos eos_token model_length complete completed error safety recitation other malformed_function_call
    finish_reason_unspecified load unload abort"""
_REASONS = frozenset(_ENDS.split())
"""Why servers say that a reply ended, in small letters."""
_COUNTED = """prompt_tokens completion_tokens total_tokens input_tokens output_tokens prompt_tokens_details
    completion_tokens_details input_tokens_details output_tokens_details input_token_details output_token_details
    cached_tokens audio_tokens reasoning_tokens image_tokens text_tokens accepted_prediction_tokens
    rejected_prediction_tokens cache_creation_input_tokens cache_read_input_tokens cache_creation cache_read audio
    reasoning queue_time prompt_time completion_time total_time"""
_COUNTS = frozenset(_COUNTED.split())
"""What servers count."""
_MOST_SECONDS = 10_000
"""Times beyond it are none."""
_ID = re.compile(
    r"(?:(?:lc_)?run-{1,2})?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:-\d{1,3})?"
    r"|(?:chatcmpl|cmpl|msg|resp|gen)[-_](?=\D{0,40}\d\D{0,40}\d)[0-9A-Za-z]{8,60}|\w{1,3}",
    re.ASCII,
)
"""Ids of LangChain and of servers; one of three letters says nothing."""
_NAME = re.compile(r"[\w.:/@+ -]{1,100}")


def id_like(known: str | None, clean: Clean, *, anew: bool) -> str | None:
    """Return the id that a message leaves with: its own where it is of a known form, and not to be given `anew`."""
    if known is None or (not anew and _ID.fullmatch(known) and clean(known)):
        return known
    return f"lc_run--{uuid4()}"


def name_of(name: object, clean: Clean) -> str | None:
    """Return a name that is near no target; None for any other."""
    return name if isinstance(name, str) and _NAME.fullmatch(name) and clean(name) else None


def metadata(known: Mapping[str, Any], clean: Clean) -> dict[str, Any]:
    """Return what may stay of the metadata of a reply; log probabilities, for one, show what the model did not say."""
    reason = known.get("finish_reason")
    kept = {
        "finish_reason": reason if isinstance(reason, str) and reason.lower() in _REASONS else None,
        "model_name": name_of(known.get("model_name"), clean),
        "model_provider": name_of(known.get("model_provider"), clean),
        "token_usage": counts(known.get("token_usage")),
    }
    return {key: kept[key] for key in known if kept.get(key) is not None}


def counts(known: object) -> dict[str, Any] | None:
    """Return the counts of a mapping by their known names, nested ones too; None for what is no mapping."""
    if not isinstance(known, Mapping):
        return None
    inner = {k: counts(v) if isinstance(v, Mapping) else _counted(v) for k, v in known.items() if k in _COUNTS}
    return {k: v for k, v in inner.items() if v is not None or known[k] is None}


def _counted(value: object) -> int | float | None:
    """Return a count of tokens, or seconds to a thousandth; None for a longer number, which may say something."""
    if isinstance(value, float):
        return round(value, 3) if 0 <= value < _MOST_SECONDS else None
    return value if isinstance(value, int) and 0 <= value < MOST_TOKENS else None
