"""Where benchmark rows come from: a folder, or the Hugging Face hub through `datasets`."""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from alu.errors import InputError, MissingExtra
from alu.models.download import is_set

__all__ = ["Row", "Source", "check_split", "choices_of", "parse_rows"]

Row = dict[str, Any]
"""One row of a data set, by its column names."""


class Source:
    """Reads rows and remembers a digest of each file or hub split that it read.

    Args:
        folder: has `tofu/`, `tofu_multilingual/`, `wmdp/`, `mmlu/`, `rwku/`, `gsm8k/`, `wpu/`, `lume/`, `knowundo/` or
            `muse/`; None reads from the hub.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.digests: dict[str, str] = {}

    def rows(self, path: str, hub: tuple[str, str | None, str]) -> list[Row]:
        """Return the rows of `path` in the folder, or of `hub` (dataset, configuration, split).

        Raises:
            InputError: they cannot be read.
            MissingExtra: the hub is asked and `datasets` is not installed.
        """
        return self._file(path) if self.folder else self._hub(*hub)

    def has(self, path: str) -> bool:
        """Tell whether the folder has that file; the hub is taken to have none of the kind that is asked for."""
        return self.folder is not None and (self.folder / path).is_file()

    def _file(self, path: str) -> list[Row]:
        assert self.folder is not None
        try:
            data = (self.folder / path).read_bytes()
            rows = parse_rows(data.decode("utf-8-sig"), Path(path).suffix)
        except FileNotFoundError:
            raise InputError(f"--data {self.folder}: no file {path}{_elsewhere(path)}") from None
        except (OSError, ValueError, TypeError) as error:
            raise InputError(f"--data {self.folder}: {path} cannot be read ({type(error).__name__})") from None
        self.digests[path] = hashlib.sha256(data).hexdigest()[:16]
        return rows

    def _hub(self, dataset: str, config: str | None, split: str) -> list[Row]:
        try:
            from datasets import load_dataset
        except ImportError:
            raise MissingExtra("benchmarks from the hub need datasets: pip install 'alu[bench]'") from None
        name = "/".join(filter(None, (dataset, config, split)))
        if is_set("ALU_OFFLINE"):
            raise InputError(f"{name} is on the hub, and ALU_OFFLINE is set: a copy goes in --data DIR")
        try:
            rows = [dict(row) for row in load_dataset(dataset, config, split=split)]
        except Exception as error:  # datasets raises what its many back ends raise
            said = type(error).__name__
            raise InputError(f"{name} cannot be had from the hub ({said}); a copy goes in --data DIR") from None
        canonical = json.dumps(rows, sort_keys=True, default=str, ensure_ascii=False)
        self.digests[name] = hashlib.sha256(canonical.encode()).hexdigest()[:16]
        return rows


def parse_rows(text: str, suffix: str) -> list[Row]:
    """Return the rows of a JSON array, JSON Lines (also in a `.json` file) or CSV file.

    Raises:
        ValueError: it is none of them.
    """
    if suffix == ".csv":
        return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
    if text.lstrip().startswith("["):
        return [dict(row) for row in json.loads(text)]
    return [dict(json.loads(line)) for line in text.split("\n") if line.strip()]


def check_split(suite: str, splits: Sequence[str], split: str) -> None:
    """Say which splits a suite has where `split` is none of them.

    Raises:
        InputError: it is none.
    """
    if split not in splits:
        there = "are" if len(splits) > 1 else "is"
        raise InputError(f"{suite} has no split {split!r}: there {there} {', '.join(splits)}")


def choices_of(row: Row) -> tuple[str, ...]:
    """Return the options of a row: a list, the literal of one, or columns `choice0`, `choice1`, ….

    Raises:
        InputError: it has none.
    """
    value = row.get("choices")
    if isinstance(value, str):
        value = ast.literal_eval(value)
    if value is None:
        value = [row[f"choice{i}"] for i in range(26) if f"choice{i}" in row]
    if not isinstance(value, Iterable) or not (options := tuple(str(v) for v in value)):
        raise InputError("a row of the data has no choices")
    return options


def _elsewhere(path: str) -> str:
    """Return where a file comes from that the folder lacks."""
    if path.startswith("own/"):
        return f" (`alu targets export --out DIR/{path}` writes it)"
    return " (docs/benchmark.md says how it is laid out; most suites come from the hub without --data)"
