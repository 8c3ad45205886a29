"""What `alu` exports: all of it can be imported, and nothing is imported before it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import alu
import alu.store

LOADED = "import sys, alu, alu.store; print(*sorted(m for m in sys.modules if m.startswith('alu.')))"


@pytest.mark.parametrize("package", [alu, alu.store])
def test_every_public_name_can_be_imported(package: object) -> None:
    names = vars(package)["__all__"]
    assert names == sorted(names)
    assert [name for name in names if getattr(package, name) is None] == []


def test_the_package_exports_what_an_application_needs() -> None:
    assert {"ChatModel", "Evidence", "Target", "TargetStore", "Unlearner"} <= set(alu.__all__)
    assert issubclass(alu.ConfigError, alu.AluError)
    kinds = {alu.BrokenOff, alu.ConfigError, alu.InputError, alu.ModelError, alu.StoreError}
    assert kinds == set(alu.AluError.__subclasses__())


def test_what_is_not_public_is_an_attribute_error() -> None:
    for package in (alu, alu.store):
        with pytest.raises(AttributeError, match="has no attribute 'Hit'"):
            getattr(package, "Hit")  # noqa: B009 (mypy knows that it is not there)


def test_an_import_loads_no_module_before_it_is_used() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["alu.store"]
