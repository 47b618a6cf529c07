"""Announces which step of an exercise is being worked on to a listener."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from course.authoring.read import SourceExercise


class Listener:
    """Is told where the work is; this base class does nothing about it."""

    def begin(self, exercise: SourceExercise) -> None:
        """Called when work on an exercise begins."""

    def step(self, name: str, done: int, of: int) -> None:
        """Called when a step begins, and as its parts get done; ``of`` is 0 when a step has no parts."""

    def end(self, exercise: SourceExercise) -> None:
        """Called when work on an exercise has ended."""


_LISTENER: ContextVar[Listener | None] = ContextVar("_LISTENER", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Send all steps within the block to a listener."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


@contextmanager
def working_on(exercise: SourceExercise) -> Iterator[None]:
    """Announce that the block works on an exercise."""
    listener = _listener()
    listener.begin(exercise)
    try:
        yield
    finally:
        listener.end(exercise)


def step(name: str, done: int = 0, of: int = 0) -> None:
    """Announce which step of the exercise is being worked on."""
    _listener().step(name, done, of)


def _listener() -> Listener:
    return _LISTENER.get() or Listener()
