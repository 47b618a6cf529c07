"""Shows in a terminal which exercise and which step are being worked on, and about how long all will take."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from statistics import mean
from time import monotonic
from typing import TextIO

from course.authoring import store
from course.authoring.known import is_known
from course.authoring.read import SourceExercise
from course.authoring.steps import Listener
from course.keys.key import AuthorError

DURATIONS = "durations"
UNKNOWN_SECONDS = 30.0  # for an exercise as long as none of its kind has been timed


class Progress(Listener):
    """One line that is written again and again, with what is left of the work on ``exercises``.

    How long an exercise took is noted, and expected the next time that something about it has to be found.
    """

    def __init__(
        self, exercises: Iterable[SourceExercise], screen: TextIO, clock: Callable[[], float] = monotonic
    ) -> None:
        self._screen, self._clock = screen, clock
        self._durations: dict[str, float] = store.noted(DURATIONS) or {}
        self._left = {exercise.id: self._expected(exercise) for exercise in exercises}
        self._shown = 0

    def begin(self, exercise: SourceExercise) -> None:
        self._exercise, self._started = exercise, self._clock()
        self._show("")

    def step(self, name: str, done: int, of: int) -> None:
        self._show(f": {name}, {done} of {of}" if of else f": {name}")

    def end(self, exercise: SourceExercise) -> None:
        if self._left.pop(exercise.id):
            self._durations[_name(exercise)] = self._clock() - self._started
            store.note(DURATIONS, self._durations)
        self._write("")

    def _expected(self, exercise: SourceExercise) -> float:
        if _needs_nothing(exercise):
            return 0.0
        alike = [seconds for name, seconds in self._durations.items() if name.startswith(f"{exercise.kind} ")]
        return self._durations.get(_name(exercise), mean(alike) if alike else UNKNOWN_SECONDS)

    def _show(self, step: str) -> None:
        spent, expected = self._clock() - self._started, self._left[self._exercise.id]
        left = f"{words(sum(self._left.values()) - spent)} left"
        if expected and spent > expected:
            left = "longer than expected"
        self._write(f"{self._exercise.id} {self._exercise.title}{step}, {left}")

    def _write(self, text: str) -> None:
        """Write over what is there; an empty text leaves an empty line to write on."""
        text = text[: shutil.get_terminal_size().columns - 1]
        self._screen.write(f"\r{text:<{self._shown}}" + ("" if text else "\r"))
        self._screen.flush()
        self._shown = len(text)


def _name(exercise: SourceExercise) -> str:
    return f"{exercise.kind} {exercise.id}"


def words(seconds: float) -> str:
    """About how long that is.

    >>> words(2), words(42), words(89), words(200)
    ('a few seconds', 'about 40 s', 'about 90 s', 'about 3 min')
    """
    if seconds < 5:
        return "a few seconds"
    return f"about {round(seconds, -1):.0f} s" if seconds < 120 else f"about {seconds / 60:.0f} min"


def _needs_nothing(exercise: SourceExercise) -> bool:
    """Whether all is known, or the key is so broken that nothing can be found."""
    try:
        return is_known(exercise)
    except AuthorError:
        return True
