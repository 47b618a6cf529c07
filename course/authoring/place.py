"""What an author asks for: all exercises, those of a module, or one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from course import sequence
from course.authoring.read import SourceExercise, read, sources
from course.keys.key import AuthorError


@dataclass(frozen=True)
class Place:
    """The exercises of all modules, of one (``module``), or a single one (``exercise``, its id)."""

    module: int | None = None
    exercise: str = ""

    def holds(self, exercise: SourceExercise) -> bool:
        """Whether an exercise of the module is asked for."""
        return self.exercise in ("", exercise.id)


EVERYWHERE = Place()


def read_place(text: str) -> Place:
    """The place that a person typed. Raises ValueError with what could be typed.

    >>> read_place("5"), read_place("5.6")
    (Place(module=5, exercise=''), Place(module=5, exercise='5.6'))
    """
    match = re.fullmatch(r"(\d{1,3})(\.\d{1,3})?", text, re.ASCII)
    if not match:
        raise ValueError(f"{text!r} is no module and no exercise: give a number such as 5 or 5.6")
    return Place(int(match[1]), text if match[2] else "")


def unknown(root: Path, place: Place) -> str:
    """The message when there is no such place, or when that cannot be decided; empty when there is one."""
    modules = [sequence.number_of(notebook) for notebook in sources(root)]
    if place.module not in (None, *modules):
        return f"Module {place.module} has no exercises yet. Those that have are {', '.join(map(str, modules))}."
    if not place.exercise:
        return ""
    try:
        exercises = [exercise.id for notebook in sources(root, place.module) for exercise in read(notebook)]
    except AuthorError as error:
        return str(error)
    if place.exercise in exercises:
        return ""
    return f"There is no exercise {place.exercise}. Module {place.module} has {', '.join(exercises)}."
