"""Build `store/text/data/han_variants.txt`: Chinese characters with two shapes, and Japanese ones with an older shape.

    python -m benchmarks.han_variants DICTIONARY

DICTIONARY is the folder `opencc/dictionary` of opencc-python-reimplemented 0.1.7 (Apache 2.0), whose TSCharacters.txt
gives the simplified shapes of a traditional character, the most common one first, and JPVariants.txt the shape that is
written in Japan today. The file has two lines of equal length: characters, and what each is compared as.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from alu.store.text.han import FILE

__all__ = ["compared"]


def compared(folder: Path) -> dict[str, str]:
    """Return what each character is compared as, where that is another one."""
    simple = dict(_pairs(folder / "TSCharacters.txt"))
    older = {now: then for then, now in _pairs(folder / "JPVariants.txt")}
    shapes = {now: simple.get(then, then) for now, then in older.items() if now not in simple.values()} | simple
    last = {char: _last(shapes, char) for char in sorted(shapes)}
    return {char: shape for char, shape in last.items() if char != shape}


def _last(shapes: Mapping[str, str], char: str) -> str:
    """Return the shape that has no other one."""
    seen = {char}
    while (shape := shapes.get(char, char)) not in seen:
        seen.add(char := shape)
    return char


def _pairs(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        char, shapes = line.split("\t")
        yield char, shapes.split()[0]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionary", type=Path)
    pairs = compared(parser.parse_args().dictionary)
    FILE.write_text(f"{''.join(pairs)}\n{''.join(pairs.values())}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
