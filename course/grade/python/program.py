"""What of a notebook cell a function needs: its imports, helpers and constants. Only read, never run here."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass
from hashlib import sha256

LONGEST = 20_000  # characters of a cell
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
UNFINISHED = "NotImplementedError"


@dataclass(frozen=True)
class Program:
    """A cell's text with everything blanked that the function does not need, so that lines keep their numbers.

    ``outside`` are the names that it uses and that nothing in the cell defines. ``is_begun`` says whether the function does
    anything. ``functions`` are those that the cell defines, ``parameters`` those of the function.
    """

    source: str
    outside: tuple[str, ...] = ()
    is_begun: bool = True
    functions: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


def program(cell: str, function: str) -> Program:
    """What ``function`` needs of a cell. A text that cannot be parsed is its own program: running it says why.

    >>> program("import pandas as pd\\nx = 1\\nprint(x)\\ndef f(a):\\n    return a + x + y\\n", "f")
    Program(source='\\nx = 1\\n\\ndef f(a):\\n    return a + x + y\\n', outside=('y',), is_begun=True, functions=('f',), parameters=('a',))
    """
    try:
        statements = ast.parse(cell).body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return Program(cell)
    defined = {name: statement for statement in statements for name in _defines(statement)}
    needed, outside = _closure(statements, defined, function)
    functions = tuple(statement.name for statement in statements if isinstance(statement, DEFINITIONS[:2]))
    own = defined.get(function)
    return Program(_blanked(cell, needed), outside, _is_begun(own), functions, _parameters(own))


def _closure(
    statements: list[ast.stmt], defined: dict[str, ast.stmt], function: str
) -> tuple[list[ast.stmt], tuple[str, ...]]:
    """The statements that define what the function uses, and what they use in turn; and the names that none defines."""
    waiting, names, outside = [function], set(), []
    while waiting:
        name = waiting.pop()
        if name in names:
            continue
        names.add(name)
        if name not in defined:
            outside += [name] if not hasattr(builtins, name) and name != function else []
            continue
        waiting += [used for statement in statements if name in _defines(statement) for used in _used(statement)]
    kept = [
        statement for statement in statements if names & set(_defines(statement)) or isinstance(statement, ast.Return)
    ]  # a return that is not moved in is an error of the whole cell
    return kept, tuple(sorted(outside))


def _defines(statement: ast.stmt) -> list[str]:
    """The names that a statement of a cell gives a value."""
    if isinstance(statement, DEFINITIONS):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).partition(".")[0] for alias in statement.names]
    if isinstance(
        statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.If | ast.Try | ast.With | ast.For | ast.While
    ):
        return [
            node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
    return []


def _used(statement: ast.stmt) -> set[str]:
    """The names that a statement reads and does not give a value itself. A name of its own scope may be among them."""
    nodes = list(ast.walk(statement))
    read = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    own = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    own |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    own |= {name for node in nodes if isinstance(node, ast.stmt) and node is not statement for name in _local(node)}
    own |= {node.name for node in nodes if isinstance(node, ast.ExceptHandler) and node.name}
    return read - own if isinstance(statement, DEFINITIONS) else read


def _local(node: ast.stmt) -> list[str]:
    return _defines(node) if isinstance(node, (*DEFINITIONS, ast.Import, ast.ImportFrom)) else []


def _parameters(statement: ast.stmt | None) -> tuple[str, ...]:
    if not isinstance(statement, DEFINITIONS[:2]):
        return ()
    arguments = statement.args
    return tuple(each.arg for each in (*arguments.posonlyargs, *arguments.args))


def _is_begun(statement: ast.stmt | None) -> bool:
    """Whether a function holds more than a description, dots, pass, or the announcement that something is missing."""
    if not isinstance(statement, DEFINITIONS[:2]):
        return True
    return any(not _is_empty(part) for part in statement.body)


def _is_empty(part: ast.stmt) -> bool:
    if isinstance(part, ast.Expr):
        return isinstance(part.value, ast.Constant)
    if isinstance(part, ast.Raise):
        return UNFINISHED in ast.dump(part)
    if isinstance(part, ast.Return):
        return part.value is None or (isinstance(part.value, ast.Constant) and part.value.value in (None, ...))
    return isinstance(part, ast.Pass)


def _blanked(cell: str, kept: list[ast.stmt]) -> str:
    lines = cell.split("\n")
    keep = [False] * len(lines)
    for statement in kept:
        first = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", ()))])
        for line in range(first - 1, statement.end_lineno or first):
            keep[line] = True
    return "\n".join(line if is_kept else "" for line, is_kept in zip(lines, keep, strict=True))


def digest(cell: str) -> str:
    """What stays the same while only comments on lines of their own, blank lines and spaces at the ends of lines change.

    >>> digest("a = 1\\n\\n# why\\nb = 2  ") == digest("a = 1\\nb = 2")
    True
    """
    lines = [line.rstrip() for line in cell.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:16]
