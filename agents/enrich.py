"""The enrich agent: asks the target model itself what it knows of a name, once per target.

After *LLM Unlearning Without an Expert Curated Dataset*: nobody has to write a forget set by hand, and
indirect mentions are found by look-up before any judge reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from alu.agents.brief import brief
from alu.agents.caller import Caller, Reply
from alu.errors import expect
from alu.prompts import load
from alu.store.match.topics.topic_phrases import phrases_of, specific
from alu.store.target import Fact, Target
from alu.store.text.names.name_rarity import is_ordinary
from alu.store.text.normalise import normalise
from alu.store.text.words import word_count

__all__ = ["enrich"]

ShortText = Annotated[str, StringConstraints(max_length=100)]
FactSentence = Annotated[str, StringConstraints(max_length=300)]


class NamesReply(Reply):
    """Who the target is and what else it is called."""

    description: FactSentence
    aliases: list[ShortText] = Field(max_length=6)
    confused_with: list[ShortText] = Field(max_length=4)


class PhrasesReply(Reply):
    """Headings of a topic's subfields."""

    phrases: list[FactSentence] = Field(max_length=40)


class FactsReply(Reply):
    """What is known of the target."""

    facts: list[FactSentence] = Field(max_length=12)


async def enrich(caller: Caller, target: Target) -> Target:
    """Return `target` with the aliases, facts and description that the model gives, in two calls; a topic with phrases.

    What a person wrote is kept as it is; what the model says has `origin="model"`. Nothing is stored. Of a topic's
    phrases, in one call, those are left out that are general: they make it touch general questions.

    Raises:
        BadReply: a reply could not be parsed.
        ModelError: the model did not answer.
    """
    expect(target, Target, 'a target is enriched as enrich(Target(name="…"))')
    if target.kind == "topic":
        return await _with_phrases(caller, target)
    known = brief([target], target.name)
    shown = caller.fence(known).wrap("target", known)
    names = await caller.ask(load("enrich").messages(target=shown), NamesReply, max_tokens=600)
    reply = await caller.ask(load("facts").messages(target=shown), FactsReply, max_tokens=1400)
    return _with(target, names, reply)


async def _with_phrases(caller: Caller, topic: Target) -> Target:
    """Return a topic with the headings that the model gives of its subfields, as examples."""
    known = brief([topic], topic.name)
    shown = caller.fence(known).wrap("topic", known)
    reply = await caller.ask(load("phrases").messages(topic=shown), PhrasesReply, max_tokens=1400)
    had = {normalise(text) for text in phrases_of(topic)}
    drafted = {normalise(phrase): phrase for phrase in reversed(_clean(reply.phrases)) if word_count(phrase) > 1}
    new = [phrase for key, phrase in reversed(drafted.items()) if key not in had]
    return topic.model_copy(update={"examples": (*topic.examples, *specific(topic, new))})


def _with(target: Target, names: NamesReply, known: FactsReply) -> Target:
    """Return a validated copy: a model's alias can be too short, doubled or one of somebody else's names."""
    others = {normalise(n) for n in names.confused_with}
    taken = {normalise(n) for n in target.names}
    aliases = [a for a in _clean(names.aliases) if normalise(a) not in taken | others and _usable(a, target.name)]
    said = {normalise(f.text) for f in target.facts}
    facts = [Fact(text=f, origin="model") for f in _clean(known.facts) if normalise(f) not in said]
    description = target.description or _described(names)
    return target.model_copy(
        update={
            "aliases": (*target.aliases, *aliases),
            "facts": (*target.facts, *facts),
            "description": description,
        }
    )


def _described(names: NamesReply) -> str:
    others = ", ".join(_clean(names.confused_with)).rstrip(".")
    return names.description.strip() + (f" Not to be confused with {others}." if others else "")


def _clean(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(t for text in texts if (t := " ".join(text.split()))))


def _usable(alias: str, name: str) -> bool:
    """Tell whether an alias means one bearer: not a few letters, nor a surname alone, nor an ordinary word."""
    parts = set(normalise(alias).split())
    return not is_ordinary(alias) and sum(c.isalnum() for c in alias) >= 3 and not parts < set(normalise(name).split())
