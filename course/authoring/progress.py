"""Shows in a terminal which exercise and step are being worked on, and about how long the work will take."""

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
UNKNOWN_SECONDS = 30.0  # for an exercise until one of its kind has been timed


class Progress(Listener):
    """One line that is written again and again, with the time left for the work on ``exercises``.

    How long an exercise took is noted, and expected the next time that it has to be worked on.
    """

    def __init__(
        self, exercises: Iterable[SourceExercise], screen: TextIO, clock: Callable[[], float] = monotonic
    ) -> None:
        self._screen, self._clock = screen, clock
        self._durations: dict[str, float] = store.last_note(DURATIONS) or {}
        self._seconds_left = {exercise.id: self._expected(exercise) for exercise in exercises}
        self._line_length = 0

    def begin(self, exercise: SourceExercise) -> None:
        self._exercise, self._started_at = exercise, self._clock()
        self._show("")

    def step(self, name: str, done: int, of: int) -> None:
        self._show(f": {name}, {done} of {of}" if of else f": {name}")

    def end(self, exercise: SourceExercise) -> None:
        if self._seconds_left.pop(exercise.id):
            self._durations[_name(exercise)] = self._clock() - self._started_at
            store.note(DURATIONS, self._durations)
        self._write("")

    def _expected(self, exercise: SourceExercise) -> float:
        if _needs_nothing(exercise):
            return 0.0
        durations_of_kind = [
            seconds for name, seconds in self._durations.items() if name.startswith(f"{exercise.kind} ")
        ]
        return self._durations.get(_name(exercise), mean(durations_of_kind) if durations_of_kind else UNKNOWN_SECONDS)

    def _show(self, step: str) -> None:
        spent, expected = self._clock() - self._started_at, self._seconds_left[self._exercise.id]
        time_left = f"{duration_in_words(sum(self._seconds_left.values()) - spent)} left"
        if expected and spent > expected:
            time_left = "longer than expected"
        self._write(f"{self._exercise.id} {self._exercise.title}{step}, {time_left}")

    def _write(self, text: str) -> None:
        """Overwrite the line; an empty text leaves it blank."""
        text = text[: shutil.get_terminal_size().columns - 1]
        self._screen.write(f"\r{text:<{self._line_length}}" + ("" if text else "\r"))
        self._screen.flush()
        self._line_length = len(text)


def _name(exercise: SourceExercise) -> str:
    return f"{exercise.kind} {exercise.id}"


def duration_in_words(seconds: float) -> str:
    """A duration in round words.

    >>> [duration_in_words(seconds) for seconds in (2, 42, 89, 200)]
    ['a few seconds', 'about 40 s', 'about 90 s', 'about 3 min']
    """
    if seconds < 5:
        return "a few seconds"
    return f"about {round(seconds, -1):.0f} s" if seconds < 120 else f"about {seconds / 60:.0f} min"


def _needs_nothing(exercise: SourceExercise) -> bool:
    """Whether everything is cached, or the key is so broken that there is nothing to compute."""
    try:
        return is_known(exercise)
    except AuthorError:
        return True
