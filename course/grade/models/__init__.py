"""Named models: pure functions that keys call by "module.function" with parameters."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass

from course.keys.key import AuthorError


@dataclass(frozen=True)
class Run:
    """The outcome of a plan: its value, why it is impossible (empty if it is not), and a sentence about it."""

    value: float
    problems: tuple[str, ...] = ()
    explanation: str = ""


def call(name: str, parameters: dict, *plan: dict):
    """The result of a model: a number, or with a plan a Run. Raises AuthorError for parameters that do not fit.

    >>> call("canary.requests", {"failure": 0.02, "chance": 0.95})
    149
    """
    try:
        return _function(name)(*plan, **parameters)
    except TypeError as error:
        raise AuthorError(f"The model “{name}” does not take these parameters: {error}.") from error


def _function(name: str):
    if not re.fullmatch(r"[a-z]\w*\.[a-z]\w*", name):
        raise AuthorError(f"“{name}” is no model. Write module.function, such as canary.requests.")
    module, function = name.split(".")
    try:
        return getattr(importlib.import_module(f"{__name__}.{module}"), function)
    except (ImportError, AttributeError) as error:
        raise AuthorError(f"There is no model “{name}” in course/grade/models.") from error
