"""Commands that take a group of options as one object."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints

__all__ = ["grouped"]


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Return `command` for typer: each parameter that is a dataclass becomes an option for every field.

    A field is annotated like any parameter of a command. A dataclass default is the option's default:

        @dataclass(frozen=True)
        class Limits:
            seed: Annotated[int, typer.Option("--seed")] = 0

        @app.command()
        @grouped
        def measure(folder: Path, limits: Limits) -> None: ...
    """
    hints = get_type_hints(command, include_extras=True)
    groups = {name: hints[name] for name in signature(command).parameters if is_dataclass(hints[name])}

    @wraps(command)
    def flat(**given: Any) -> None:
        objects = {n: group(**{f.name: given.pop(f.name) for f in fields(group)}) for n, group in groups.items()}
        command(**given, **objects)

    parameters = [
        p
        for name, own in signature(command).parameters.items()
        for p in (_options(groups[name]) if name in groups else [own.replace(annotation=hints[name])])
    ]
    # typer reads the signature for names and defaults, and the annotations for types
    keywords = [p.replace(kind=Parameter.KEYWORD_ONLY) for p in parameters]
    flat.__signature__ = Signature(keywords)  # type: ignore[attr-defined]
    flat.__annotations__ = {p.name: p.annotation for p in keywords}
    return flat


def _options(group: type) -> Iterator[Parameter]:
    """Yield a parameter for each field of a dataclass."""
    hints = get_type_hints(group, include_extras=True)
    for f in fields(group):
        default = Parameter.empty if f.default is MISSING else f.default
        yield Parameter(f.name, Parameter.KEYWORD_ONLY, default=default, annotation=hints[f.name])
