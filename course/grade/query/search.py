"""The search for a cause may fail where the verdict does not: then the learner gets the verdict without that cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlglot.errors import SqlglotError

# Mistakes in the search itself. What says that queries cannot be run here, or that the learner stopped, goes on as it is.
FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, SqlglotError, TypeError, ValueError)

Given, Found = ParamSpec("Given"), TypeVar("Found")
_is_strict: ContextVar[bool] = ContextVar("strict", default=False)


@contextmanager
def strictly() -> Iterator[None]:
    """Let faults of the search be seen: in tests, and when an author checks an exercise."""
    token = _is_strict.set(True)
    try:
        yield
    finally:
        _is_strict.reset(token)


def optional(find: Callable[Given, Found | None]) -> Callable[Given, Found | None]:
    """Something that may be found beside a verdict, and never decides one: nothing if the search for it fails."""

    @wraps(find)
    def found(*args: Given.args, **kwargs: Given.kwargs) -> Found | None:
        try:
            return find(*args, **kwargs)
        except FAULTS:
            if _is_strict.get():
                raise
            return None

    return found
