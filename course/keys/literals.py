"""Reads the arguments of a call in a source notebook without running it: keys are data, never code."""

from __future__ import annotations

import ast
from typing import Any


def literal_arguments(call: ast.Call) -> dict[int | str | None, Any]:
    """The arguments of a call by position or name. Raises ValueError for one that is not a literal.

    >>> literal_arguments(ast.parse('f("5.1", points=2)', mode="eval").body)
    {0: '5.1', 'points': 2}
    """
    positional: dict[int | str | None, Any] = {
        position: ast.literal_eval(argument) for position, argument in enumerate(call.args)
    }
    return {**positional, **{keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}}
