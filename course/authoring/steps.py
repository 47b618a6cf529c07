"""Says which step of an exercise is being worked on, to whoever listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from course.authoring.read import SourceExercise


class Listener:
    """Hears where the work is; this one does nothing about it."""

    def begin(self, exercise: SourceExercise) -> None:
        """Work on an exercise begins."""

    def step(self, name: str, done: int, of: int) -> None:
        """A step begins, or so many parts of it are done; ``of`` is 0 where a step has no parts."""

    def end(self, exercise: SourceExercise) -> None:
        """Work on an exercise has ended."""


_LISTENER: ContextVar[Listener | None] = ContextVar("_LISTENER", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let a listener hear all steps of what is done inside."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


@contextmanager
def working_on(exercise: SourceExercise) -> Iterator[None]:
    """Say that what is done inside is work on an exercise."""
    listener = _listener()
    listener.begin(exercise)
    try:
        yield
    finally:
        listener.end(exercise)


def step(name: str, done: int = 0, of: int = 0) -> None:
    """Say which step of the exercise is being worked on."""
    _listener().step(name, done, of)


def _listener() -> Listener:
    return _LISTENER.get() or Listener()
