"""The limits that the code keeps, measured and enforced: what `just house` prints.

    python benchmarks/house.py [--install]

Code lines hold code: no docstring, blank line or comment. A function's are those of its body; a function within
another counts in both. A clone is a run of statements of at least `CLONE_NODES` syntax nodes that occurs twice when
local names are taken away. Dead is what vulture finds no user of in source, benchmarks and examples: tests do not
count as users. Sizes are in MB of 10^6 bytes: of the files that the core's dependencies bring, without the bytecode
that pip makes of them; with `--install` of all of a new environment that has the core alone, bytecode too.

Import circles count imports for types and within functions too. A name means two things where two modules define a
class or a type alias of that name. A test reaches what is private by `from alu.x import _y`, by `object._y`, where the
object is not the test's own or another package's, or by such a name as text; `benchmarks/structure.py` has the rules.

Exits with 1 where a limit is not met, except for those in `KNOWN`, which are printed and may not get worse.
"""

from __future__ import annotations

import argparse
import ast
import io
import subprocess
import sys
import tempfile
import tokenize
import tomllib
import venv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import Distribution, distribution
from pathlib import Path
from statistics import median

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from vulture import Vulture  # type: ignore[import-untyped]

from benchmarks.structure import circles, doubled_names, private_reaches

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("alu", "agents", "prompts", "store")
USERS = ("benchmarks", "examples")
CLONE_NODES = 40
STORE_MODULES = 14
CORE_MB = 700
DEAD = ("function", "method", "class", "property", "import", "unreachable_code")
"""Kinds of vulture's findings that count: fields of models and rows are read by their names at run time."""

TESTED = "code lines of tests / source"
INSTALLED = "MB of the core, newly installed, with bytecode"
CIRCLES = "modules on import circles, types included"
NAMES = "names of classes that mean two things"
PRIVATE = "test modules that reach a private name"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Known:
    """A limit that is not met yet, and how far off it may be."""

    since: str
    why: str
    high: float
    """From where on it counts again."""


KNOWN: Mapping[str, Known] = {
    INSTALLED: Known("2026-11-24", "what is brought is within the limit, what pip compiles of it is not", high=870.0),
}
"""By what is measured. A limit that is met again goes from here."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table."""

    what: str
    value: str
    limit: str
    met: bool
    where: tuple[str, ...] = ()
    """What is over the limit, or what it is made of."""
    figure: float = 0.0
    """The value as a number, where the limit is one of `KNOWN`."""

    @property
    def known(self) -> Known | None:
        """Why the limit is missed, where it is, that is known, and it is no worse than that."""
        known = None if self.met else KNOWN.get(self.what)
        return known if known and self.figure <= known.high else None

    @property
    def state(self) -> str:
        """How the table says whether the limit is met."""
        known = f", known since {self.known.since}" if self.known else ""
        return "met" if self.met else f"**not met**{known}"


@dataclass(frozen=True, slots=True)
class Module:
    """A source file, read once."""

    path: Path
    text: str
    tree: ast.Module
    code: frozenset[int]
    """Numbers of the lines that hold code."""

    @classmethod
    def read(cls, path: Path) -> Module:
        """Parse the file at `path`."""
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        texts = {n for s in ast.walk(tree) if _string(s) is not None for n in _lines(s)}
        return cls(path, text, tree, frozenset(_code_lines(text)) - texts)

    @property
    def name(self) -> str:
        """The path from the project's folder on."""
        return str(self.path.relative_to(ROOT)) if self.path.is_relative_to(ROOT) else self.path.name

    @property
    def dotted(self) -> str:
        """The name that it is imported by; the folders agents, prompts and store are packages of alu."""
        parts = self.name.removesuffix(".py").removesuffix("/__init__").split("/")
        return ".".join(parts if parts[0] == "alu" else ["alu", *parts])

    def functions(self) -> Iterator[Function]:
        """Yield every function and method, inner ones too."""
        return (n for n in ast.walk(self.tree) if isinstance(n, Function))

    def length(self, function: Function) -> int:
        """Return the code lines of a body."""
        return sum(function.body[0].lineno <= n <= (function.end_lineno or 0) for n in self.code)


def modules(*rooms: str) -> list[Module]:
    """Return the modules under folders of the project; the links alu/agents, … are not followed."""
    return [Module.read(p) for room in rooms for p in sorted((ROOT / room).rglob("*.py")) if not _linked(p)]


def sizes(source: Sequence[Module]) -> Iterator[Measure]:
    """Measure functions and modules."""
    found = sorted(
        ((m.length(f), f"{m.name}:{f.lineno} {f.name}") for m in source for f in m.functions()), reverse=True
    )
    lengths = [n for n, _ in found]
    ninth = lengths[len(lengths) // 10]
    yield Measure(f"lines of {len(lengths)} functions, median", f"{median(lengths):g}", "≤ 10", median(lengths) <= 10)
    yield Measure("… 90th percentile", str(ninth), "≤ 30", ninth <= 30)
    over = tuple(f"{where}: {n}" for n, where in found if n > 50)
    yield Measure("… longest", str(lengths[0]), "≤ 50", not over, over)
    long = sorted(((len(m.text.splitlines()), m.name) for m in source), reverse=True)
    over = tuple(f"{name}: {n}" for n, name in long if n > 400)
    yield Measure(f"lines of {len(long)} modules, longest", str(long[0][0]), "≤ 400", not over, over)


def documented(source: Sequence[Module]) -> Measure:
    """Measure the public names that have a docstring: modules, classes, functions, methods, and names in `__all__`."""
    public = [(bool(doc), f"{m.name}:{line} {name}") for m in source for name, line, doc in _public(m.tree)]
    bare = tuple(where for doc, where in public if not doc)
    return Measure("public names documented", f"{len(public) - len(bare)} of {len(public)}", "all", not bare, bare)


def tested(source: Sequence[Module], tests: Sequence[Module]) -> Measure:
    """Compare test lines with source lines, those that hold code."""
    lines, against = (sum(len(m.code) for m in part) for part in (tests, source))
    ratio = lines / against
    return Measure(TESTED, f"{ratio:.2f} ({lines:,} / {against:,})", "≥ 1", lines >= against, figure=ratio)


def clones(source: Sequence[Module], nodes: int = CLONE_NODES) -> Measure:
    """Count runs of statements that occur more than once, the longest of each."""
    groups: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for module in source:
        for function in module.functions():
            for first, last, key in _runs(function, nodes):
                groups[key].append((module.name, first, last))
    kept: list[list[tuple[str, int, int]]] = []
    for places in sorted((sorted(set(p)) for p in groups.values()), key=lambda p: p[0][1] - p[0][2]):
        inside = any(all(any(_within(p, big) for big in other) for p in places) for other in kept)
        if len(places) > 1 and not inside:
            kept.append(places)
    where = tuple(" = ".join(f"{name}:{a}-{b}" for name, a, b in places) for places in kept)
    return Measure("clones", str(len(kept)), "0", not kept, where)


def tied(source: Sequence[Module]) -> Measure:
    """Count the modules that lie on a circle of imports."""
    found = circles({m.dotted: m.tree for m in source})
    modules = sum(map(len, found))
    return Measure(CIRCLES, f"{modules} ({len(found)} circles)", "0", not found, tuple(map(" ⇄ ".join, found)), modules)


def store_modules(source: Sequence[Module]) -> Measure:
    """Count the modules at the top of `store/`: what is more belongs into one of its folders."""
    count = sum(m.path.parent == ROOT / "store" for m in source)
    return Measure("modules at the top of store/", str(count), f"≤ {STORE_MODULES}", count <= STORE_MODULES)


def ambiguous(source: Sequence[Module]) -> Measure:
    """Count the names of classes and type aliases that two modules define."""
    found = doubled_names({m.dotted: m.tree for m in source})
    where = tuple(f"{name}: {', '.join(places)}" for name, places in found.items())
    return Measure(NAMES, str(len(found)), "0", not found, where, len(found))


def intrusive(tests: Sequence[Module]) -> Measure:
    """Count the test modules that import or reach a private name of our packages."""
    found = {m.name: reaches for m in tests if (reaches := private_reaches(m.tree))}
    where = tuple(f"{name}:{line} {what}" for name, reaches in found.items() for line, what in reaches)
    return Measure(PRIVATE, str(len(found)), "0", not found, where, len(found))


def dead(source: Sequence[Module]) -> Measure:
    """Count what nothing uses, by vulture."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["vulture"]
    finder = Vulture(**settings)
    finder.scavenge([m.path for m in source] + [ROOT / name for name in USERS])
    own = {m.path: m.name for m in source}
    found = [i for i in finder.get_unused_code() if i.typ in DEAD and i.filename in own]
    where = tuple(f"{own[i.filename]}:{i.first_lineno} {i.name}" for i in found)
    return Measure("dead functions, classes, imports", str(len(found)), "0", not found, where)


def typed() -> Measure:
    """Run mypy as configured: strict."""
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, check=False)
    said = done.stdout.splitlines() or done.stderr.splitlines()
    return Measure("mypy --strict", said[-1], "no issue", done.returncode == 0, tuple(said[:-1]))


def core(name: str = "alu") -> dict[str, Distribution]:
    """Return what a package without extras needs, itself left out, as it is installed here."""
    found: dict[str, Distribution] = {}
    waiting = [(name, frozenset[str]())]
    done = set(waiting)
    while waiting:
        package, extras = waiting.pop()
        found[package] = distribution(package)
        needs = map(Requirement, found[package].requires or ())
        wanted = [r for r in needs if r.marker is None or any(r.marker.evaluate({"extra": e}) for e in extras or {""})]
        for key in {(canonicalize_name(r.name), frozenset(r.extras)) for r in wanted} - done:
            done.add(key)
            waiting.append(key)
    return {package: d for package, d in found.items() if package != name}


def core_size() -> Measure:
    """Measure the files of the core's dependencies, by what each installed."""
    by_package = {name: sum(f.size or 0 for f in d.files or ()) for name, d in core().items()}
    return _size(f"MB that the core's {len(by_package)} dependencies bring", by_package)


def installed_size() -> Measure:
    """Install the core alone into a new environment and measure that, by folder."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=False, symlinks=True)
        site = next(Path(folder).glob("lib/python*/site-packages"))
        pip = [sys.executable, "-m", "pip", "--quiet", "--python", str(Path(folder, "bin", "python"))]
        subprocess.run([*pip, "install", str(ROOT)], check=True)
        by_folder = {p.name: sum(f.stat().st_size for f in _files(p)) for p in site.iterdir()}
        bytecode = sum(f.stat().st_size for f in _files(site) if f.suffix == ".pyc")
    found = _size(INSTALLED, by_folder)
    return replace(found, where=(*found.where, f"bytecode in all: {bytecode / 1e6:.0f}"))


def show(measures: Sequence[Measure]) -> None:
    """Print the table, then what each line is about."""
    print("| | measured | limit | |\n| --- | --- | --- | --- |")
    for m in measures:
        print(f"| {m.what} | {m.value} | {m.limit} | {m.state} |")
    for m in measures:
        if m.known:
            print(f"\n{m.what}: {m.known.why}; ≤ {m.known.high:g} for now.")
        if m.where:
            print(f"\n{m.what}:\n  " + "\n  ".join(m.where))


def main() -> None:
    """Measure everything, and exit with 1 where a limit is missed that is not in `KNOWN`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--install", action="store_true", help="also install the core anew and measure that")
    options = parser.parse_args()
    source, tests = modules(*ROOMS), modules("tests")
    measures = [
        *sizes(source),
        documented(source),
        tested(source, tests),
        tied(source),
        store_modules(source),
        ambiguous(source),
        intrusive(tests),
        clones(source),
        dead(source),
        typed(),
        core_size(),
        *([installed_size()] if options.install else []),
    ]
    show(measures)
    sys.exit(not all(m.met or m.known for m in measures))


def _size(what: str, parts: dict[str, int]) -> Measure:
    total = sum(parts.values()) / 1e6
    largest = sorted(parts, key=parts.__getitem__, reverse=True)[:5]
    where = tuple(f"{name}: {parts[name] / 1e6:.0f}" for name in largest)
    return Measure(what, f"{total:.0f}", f"≤ {CORE_MB}", total <= CORE_MB, where, total)


def _files(path: Path) -> list[Path]:
    return [p for p in (path, *path.rglob("*")) if p.is_file()]


def _linked(path: Path) -> bool:
    return any(p.is_symlink() for p in path.parents if p.is_relative_to(ROOT) and p != ROOT)


def _code_lines(text: str) -> Iterator[int]:
    """Yield the numbers of the lines that hold more than blanks, comments and the marks of indentation."""
    empty = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in empty:
            yield from range(token.start[0], token.end[0] + 1)


def _public(tree: ast.Module) -> Iterator[tuple[str, int, str | None]]:
    """Yield name, line and documentation of all that is public in a module."""
    yield "(module)", 1, ast.get_docstring(tree)
    exported = [s for n in tree.body if _assigned(n) == "__all__" for s in ast.literal_eval(n.value)]  # type: ignore[attr-defined]
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        name = _assigned(node)
        if name in exported:
            yield str(name), node.lineno, _string(after)
    yield from _defined(tree.body)


def _defined(body: Sequence[ast.stmt]) -> Iterator[tuple[str, int, str | None]]:
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") and not _overload(node):
            yield node.name, node.lineno, ast.get_docstring(node)
            if isinstance(node, ast.ClassDef):
                yield from _defined(node.body)


def _overload(node: Function | ast.ClassDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "overload" for d in node.decorator_list)


def _assigned(node: ast.stmt) -> str | None:
    """Return the name that a statement gives a value to."""
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return target.id if isinstance(target, ast.Name) else None


def _lines(node: ast.AST) -> range:
    return range(node.lineno, node.end_lineno + 1)  # type: ignore[attr-defined]


def _string(node: ast.AST | None) -> str | None:
    value = node.value if isinstance(node, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _runs(function: Function, nodes: int) -> Iterator[tuple[int, int, str]]:
    """Yield first and last line, and the text without local names, of each run of statements that is long enough."""
    local = {a.arg for a in ast.walk(function) if isinstance(a, ast.arg)}
    local |= {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    bodies = [b for n in ast.walk(function) for b in (getattr(n, "body", None), getattr(n, "orelse", None))]
    for body in (b for b in bodies if isinstance(b, list) and b):
        counts = [sum(1 for _ in ast.walk(s)) for s in body]
        for first in range(len(body)):
            for last in range(first, len(body)):
                if sum(counts[first : last + 1]) >= nodes:
                    run = body[first : last + 1]
                    yield run[0].lineno, run[-1].end_lineno, _alike(run, local)


def _alike(run: Sequence[ast.stmt], local: set[str]) -> str:
    """Return the code of `run` with its local names numbered in the order in which they come."""
    numbers: dict[str, str] = {}
    tree = ast.parse(ast.unparse(ast.Module(list(run), [])))
    for node in ast.walk(tree):
        field = {ast.Name: "id", ast.arg: "arg"}.get(type(node))
        if field and getattr(node, field) in local:
            setattr(node, field, numbers.setdefault(getattr(node, field), f"_{len(numbers)}"))
    return ast.dump(tree)


def _within(place: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    return place[0] == other[0] and other[1] <= place[1] and place[2] <= other[2]


if __name__ == "__main__":
    main()
