"""Finds values in quotes: a comparison with "200" or "True" never holds where a number or a truth value comes."""

from __future__ import annotations

import ast
import re

from course.grade.python.explain import at
from course.verdict import Finding

NUMBER = re.compile(r"-?\d+(\.\d+)?")
VALUES = ("True", "False", "None")


def quoted_value(source: str) -> Finding | None:
    """The first comparison with, or return of, a value that stands in quotes; None if there is none.

    >>> print(quoted_value('while more == "True":\\n    pass').text)
    Line 1, `while more == "True":` in quotes, `True` is a text, and only a text equals it. Without them it is the value.
    >>> quoted_value('name == "200 euro"')
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        found = next(filter(_is_value, _compared(node)), None)
        if found is not None:
            value = "the number" if NUMBER.fullmatch(found.value) else "the value"
            seen = f"{at(found.lineno, source)}in quotes, `{found.value}` is a text, and only a text equals it."
            return Finding("quoted-value", seen, look=f"Without them it is {value}.")
    return None


def _compared(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Compare) and all(isinstance(each, ast.Eq | ast.NotEq) for each in node.ops):
        return [node.left, *node.comparators]
    return [node.value] if isinstance(node, ast.Return) and node.value else []


def _is_value(node: ast.expr) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and bool(text in VALUES or NUMBER.fullmatch(text))
