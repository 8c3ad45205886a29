"""What ties modules together: circles of imports, names that mean two things, tests that reach what is private.

All of it is read from the syntax tree, nothing is run.

Imports: every `import` statement counts wherever it stands, within functions and under `TYPE_CHECKING` too. What a
string names (`import_module`, the tables of lazy commands) is not seen, and that importing `a.b` first runs `a` is
not counted.

Names: a class, or a type alias at the top of a module (a `CamelCase` name that is assigned something other than
another name), that two modules define.

Private: one leading underscore. A test reaches it by an import, by an attribute (`module._x`, `object._x`), or by a
string given to `getattr`, `setattr`, … or to `patch`. Not counted, because it is not ours or not hidden: `self._x` and
`cls._x`; what the test module defines itself; attributes of what is imported from other packages; the public methods
of named tuples. What an object's class is cannot be seen, so any other `object._x` counts as ours.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["circles", "doubled_names", "private_reaches"]

_OWN = ("alu", "agents", "prompts", "store", "benchmarks", "examples")
_NAMED_TUPLE = {"_asdict", "_fields", "_field_defaults", "_make", "_replace"}
_BY_STRING = {"getattr", "setattr", "delattr", "hasattr", "patch", "object"}
"""Functions that take the name of an attribute; `object` is that of `mock.patch.object`."""


def circles(modules: Mapping[str, ast.AST]) -> list[tuple[str, ...]]:
    """Return the groups of modules each of which imports, directly or not, every other of its group.

    Args:
        modules: syntax trees by the modules' full names.
    """
    imports = {name: set(_imported(tree, modules)) - {name} for name, tree in modules.items()}
    reached = {name: _reachable(name, imports) for name in modules}
    groups = {tuple(sorted(b for b in reached[a] if a in reached[b])) for a in modules if a in reached[a]}
    return sorted(groups)


def doubled_names(modules: Mapping[str, ast.AST]) -> dict[str, list[str]]:
    """Return names of classes and type aliases that several modules define, with those modules."""
    found: dict[str, set[str]] = defaultdict(set)
    for module, tree in modules.items():
        for name in _types(tree):
            found[name].add(module)
    return {name: sorted(where) for name, where in sorted(found.items()) if len(where) > 1}


def private_reaches(tree: ast.AST) -> list[tuple[int, str]]:
    """Return the line and the private name of each reach of one test module into our own packages."""
    defined = _defined_privately(tree)
    foreign = _foreign_names(tree)
    found = {
        (line, name)
        for node in ast.walk(tree)
        for line, name in (*_by_import(node), *_by_attribute(node, foreign), *_by_string(node))
        if name.rpartition(".")[2] not in defined
    }
    return sorted(found)


def _imported(tree: ast.AST, modules: Mapping[str, ast.AST]) -> Iterator[str]:
    """Yield those of `modules` that a module imports; of `from a import b` the module `a.b`, if there is one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = (f"{node.module}.{a.name}" for a in node.names)
            yield from (n for n in ((n if n in modules else node.module) for n in names) if n in modules)


def _reachable(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(edges[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += edges[name]
    return found


def _types(tree: ast.AST) -> Iterator[str]:
    """Yield the classes of a module, and the type aliases at its top."""
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for node in getattr(tree, "body", ()):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Subscript | ast.BinOp) and _camel(target.id):
            yield target.id


def _camel(name: str) -> bool:
    bare = name.lstrip("_")
    return bare[:1].isupper() and not bare.isupper()


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in {"_", *_NAMED_TUPLE}


def _defined_privately(tree: ast.AST) -> set[str]:
    """Return the private names that a module defines: functions, classes, variables, attributes of its classes."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node.value):
            found.add(node.attr)
    return {name for name in found if _private(name)}


def _is_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def _foreign_names(tree: ast.AST) -> set[str]:
    """Return the names that a module imports from packages that are not ours."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {a.asname or a.name.partition(".")[0] for a in node.names if not _own(a.name)}
        elif isinstance(node, ast.ImportFrom) and not _own(node.module or ""):
            found |= {a.asname or a.name for a in node.names}
    return found


def _own(module: str) -> bool:
    return module.partition(".")[0] in _OWN


def _by_import(node: ast.AST) -> Iterator[tuple[int, str]]:
    names: Sequence[str] = ()
    if isinstance(node, ast.Import):
        names = [a.name for a in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{a.name}" for a in node.names]
    for name in names:
        if _own(name) and any(map(_private, name.split("."))):
            yield node.lineno, name  # type: ignore[attr-defined]


def _by_attribute(node: ast.AST, foreign: set[str]) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Attribute) and _private(node.attr) and not _is_self(node.value):
        root: ast.AST = node.value
        while isinstance(root, ast.Attribute | ast.Call | ast.Subscript):
            root = root.func if isinstance(root, ast.Call) else root.value
        if not (isinstance(root, ast.Name) and root.id in foreign):
            yield node.lineno, ast.unparse(node)


def _by_string(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield private names given as text: `setattr(module, "_x", …)`, `setattr("alu.x._y", …)`, `patch("alu.x._y")`."""
    called = node.func if isinstance(node, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if isinstance(node, ast.Call) and name in _BY_STRING:
        texts = [a.value for a in node.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        yield from ((node.lineno, text) for text in texts if _names_private(text))


def _names_private(text: str) -> bool:
    """Tell whether a string is a private identifier, or a dotted path of ours that ends in one."""
    path, dot, name = text.rpartition(".")
    return _private(name) and (_own(path) if dot else name.isidentifier())
