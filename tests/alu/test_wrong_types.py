"""What a caller hands over by mistake is refused where it comes in, and the error says what is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from alu import Fact, Settings, Target, TargetStore, Unlearner, examine
from alu.errors import AluError, ConfigError, InputError
from alu.testing import ScriptedModel
from tests.stores import HashEmbedder

BO = Target(name="Bo Reed", id="bo")
Wrong = Callable[[Any], object]


def store() -> TargetStore:
    return TargetStore.temporary([BO], embedder=HashEmbedder())


def unlearner(**how: Any) -> Unlearner:
    given: dict[str, Any] = {"store": store(), "model": ScriptedModel("The sea is deep.")} | how
    return Unlearner.open(**given)


@pytest.mark.parametrize("given", ["Ada Quill", {"name": "Ada Quill"}, [BO], None, 7])
def test_only_targets_are_added(given: object) -> None:
    wrong: list[Wrong] = [lambda one: store().add(one), examine, lambda one: store().replace(one)]
    wrong += [lambda one: TargetStore.temporary([one]), lambda one: unlearner().enrich(one)]
    for call in wrong:
        with pytest.raises(InputError, match=r"\(Target\(.*, not ") as caught:
            call(given)
        assert "Ada Quill" not in str(caught.value)


@pytest.mark.parametrize("given", [BO, 7, None, ["bo"]])
def test_a_target_is_meant_by_a_text(given: Any) -> None:
    wrong: list[Wrong] = [lambda s: s.get(given), lambda s: s.remove(given), lambda s: s.update(given, kind="text")]
    for call in wrong:
        with pytest.raises(InputError, match="a target is meant by its id or name, a text, not "):
            call(store())
    with pytest.raises(InputError, match="remove_all takes a list of ids"):
        store().remove_all("bo")


@pytest.mark.parametrize("given", [None, "Bo Read", {"name": "Bo Read"}])
def test_a_change_is_a_function_from_target_to_target(given: Any) -> None:
    kept = store()
    with pytest.raises(InputError, match="change is a function that takes a Target and returns one, not "):
        kept.revise("bo", given)
    with pytest.raises(InputError, match=r"change returns the Target as it is to be, .*, not "):
        kept.revise("bo", lambda old: given)
    assert [target.name for target in kept.list()] == ["Bo Reed"]


@pytest.mark.parametrize("given", ["people", Path("people"), None])
def test_another_store_is_handed_over_open(given: Any) -> None:
    with unlearner() as asked, pytest.raises(InputError, match=r"handed over open, as TargetStore.open\(…\), not "):
        asked.with_store(given)


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ({"where": None}, "a store is a folder, or the postgresql:// address of a database, not NoneType"),
        ({"where": ""}, "a store has a name"),
        ({"namespace": 7}, "a namespace is a text, not int"),
        ({"embedder": 7}, "an embedder is the name of one, or an object"),
        ({"threshold": "high"}, "threshold: it is a number from 0 to 1"),
        ({"threshold": 7}, "threshold: it is a number from 0 to 1"),
    ],
)
def test_a_store_is_opened_with_what_it_takes(tmp_path: Path, how: dict[str, Any], what: str) -> None:
    with pytest.raises(AluError, match=what):
        TargetStore.open(**({"where": tmp_path / "store"} | how))


@pytest.mark.parametrize(
    ("how", "kind", "what"),
    [
        ({"store": [BO]}, InputError, "a store is a folder, .* not list"),
        ({"model": 7}, ConfigError, "a model is its name, or an object with name and complete .*, not int"),
        ({"model": ScriptedModel}, ConfigError, "not the class ScriptedModel"),
        ({"model": lambda _: "text"}, ConfigError, "not function"),
        ({"roles": ["audit"]}, ConfigError, "roles is an object of models by role"),
        ({"roles": {"audit": 7}}, ConfigError, "a model is its name"),
        ({"settings": {"style": "refuse"}}, ConfigError, "settings is an alu.Settings"),
    ],
)
def test_an_unlearner_is_opened_with_what_it_takes(how: dict[str, Any], kind: type[AluError], what: str) -> None:
    with pytest.raises(kind, match=what):
        unlearner(**how)


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda u: u.ask("How deep?", extra="x"), "extra is an object of parameters, .* not str"),
        (lambda u: u.check("How deep?", "Very.", extra=["x"]), "extra is an object of parameters, .* not list"),
        (lambda u: u.ask("How deep?", deadline="soon"), "the deadline is a number of seconds, not str"),
        (lambda u: u.map(7), "map takes a list of questions, not int"),
        (lambda u: u.map(["How deep?"], concurrency="4"), "concurrency is a whole number, not str"),
    ],
)
def test_a_request_is_made_of_what_it_takes(call: Callable[[Unlearner], object], what: str) -> None:
    with unlearner() as asked, pytest.raises(InputError, match=what):
        call(asked)


def test_fields_are_given_by_name() -> None:
    made: list[tuple[Any, str]] = [(Target, "Target(name="), (Fact, "Fact(text=")]
    for kind, what in made:
        with pytest.raises(InputError) as caught:
            kind("Bo Reed")
        assert what in str(caught.value)
        assert "Bo Reed" not in str(caught.value)


@pytest.mark.parametrize("field", ["aliases", "facts", "examples"])
@pytest.mark.parametrize("given", ["He sails.", b"He sails.", {"text": "He sails."}, Fact(text="He sails.")])
def test_a_single_text_is_no_list(field: str, given: object) -> None:
    with pytest.raises(ValidationError, match=r"must be a list, as in \[") as caught:
        Target.model_validate({"name": "Bo Reed", field: given})
    assert "sails" not in str(caught.value)


def test_any_collection_of_facts_is_taken() -> None:
    made = [Target(name="Bo Reed", facts=facts) for facts in (["He sails."], {"He sails."}, iter(["He sails."]))]  # type: ignore[arg-type]
    assert all(target.facts == (Fact(text="He sails."),) for target in made)


def test_settings_and_models_that_fit_are_taken() -> None:
    with unlearner(settings=Settings(style="refuse"), roles={"audit": ScriptedModel("x")}) as asked:
        assert asked.ask("How deep is the sea?", extra={"stop": "."}, deadline=9).text == "The sea is deep."
