"""The examples in docstrings run as they stand, and every public seam has one."""

from __future__ import annotations

import ast
import doctest
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "alu"
FOLDERS = (PACKAGE, PACKAGE / "agents", PACKAGE / "prompts", PACKAGE / "store")
"""The last three are symbolic links, which a search of the first does not follow."""
SEAMS = (
    "alu.unlearner.Unlearner",
    "alu.store.store.TargetStore",
    "alu.store.target.Target",
    "alu.store.match.channel.Channel",
    "alu.store.text.vectors.embedder.Embedder",
    "alu.chat.ChatModel",
    "alu.bench.suites.suite.Suite",
    "alu.bench.attacks.attack.Attack",
)
EXTRAS = {"datasets", "fastapi", "prometheus_client", "psycopg", "rouge_score", "scipy", "uvicorn", "xllamacpp"}
"""What a module may need that a core installation does not have."""


def modules() -> list[str]:
    """Return the dotted names of all modules."""
    files = {path for folder in FOLDERS for path in folder.rglob("*.py")}
    parts = (path.relative_to(PACKAGE.parent).with_suffix("").parts for path in sorted(files))
    return [".".join(p).removesuffix(".__init__") for p in parts if p[-1] != "__main__"]


def path_of(module: str) -> Path:
    """Return the file of a module."""
    path = PACKAGE.parent.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def has_prompts(module: str) -> bool:
    """Tell whether any docstring of a module has an example, without importing the module."""
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return any(">>> " in (ast.get_docstring(node) or "") for node in ast.walk(tree) if isinstance(node, kinds))


@cache
def examples(module: str) -> tuple[doctest.DocTest, ...]:
    """Return the examples of a module; the test is skipped where the module needs an extra that is not installed."""
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in EXTRAS:
            pytest.skip(f"{module} needs {error.name}")
        raise
    # without the module's own names: who copies an example has none of them
    tests = doctest.DocTestFinder().find(found, globs={"__name__": "__main__"})
    return tuple(test for test in tests if test.examples)


@pytest.mark.parametrize("module", [m for m in modules() if has_prompts(m)])
def test_examples_run(module: str) -> None:
    runner, failures = doctest.DocTestRunner(optionflags=doctest.FAIL_FAST), list[str]()
    assert examples(module)
    for test in examples(module):
        runner.run(test, out=failures.append)
    assert not runner.failures, "".join(failures)


@pytest.mark.parametrize("seam", SEAMS)
def test_a_seam_has_an_example(seam: str) -> None:
    assert seam in {test.name for test in examples(seam.rpartition(".")[0])}


def test_all_modules_are_searched() -> None:
    assert {seam.rpartition(".")[0] for seam in SEAMS} <= {m for m in modules() if has_prompts(m)}
    assert {"alu", "alu.agents.audit", "alu.prompts", "alu.store.match.evidence"} <= set(modules())


def test_an_example_that_is_wrong_fails() -> None:
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, None)
    assert doctest.DocTestRunner().run(wrong, out=lambda _: None).failed == 1
