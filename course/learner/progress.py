"""How far a learner is: what is passed, tried and open in each module, what is left, and where to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from course import sequence
from course import sheet as sheets
from course.learner.diagnostic import EXERCISE, Advice, Place, read_path
from course.learner.entry import Entry
from course.learner.saved import Saved, read_saved
from course.sequence import Module
from course.sequence import lesson_notebook as lessons
from course.sequence.short_way import SHORT_WAY

DECISION = "{number}-decision"


class State(Enum):
    """How far an exercise is."""

    OPEN = "open"
    TRIED = "tried"
    ANSWERED = "answered"  # by a closed sheet, which passes nothing
    PASSED = "passed"


DONE = (State.ANSWERED, State.PASSED)


@dataclass(frozen=True)
class Item:
    """One exercise and how far it is."""

    id: str
    title: str
    minutes: int
    state: State
    is_closed: bool = False

    @property
    def on_short_way(self) -> bool:
        return self.id in SHORT_WAY


@dataclass(frozen=True)
class ModuleProgress:
    """One module: its notebooks (None while it is announced), its exercises, and what is saved of it.

    ``last`` is when something was saved last, in UTC, ISO 8601; ``lesson_begun`` whether that was ever in the lesson;
    ``advice`` is what the diagnostic suggests, None if
    it suggests nothing; ``problems`` are sentences about damaged files.
    """

    module: Module
    lesson: Path | None
    exercises: Path | None
    items: tuple[Item, ...]
    minutes: int
    decided: bool
    last: str
    lesson_begun: bool = False
    advice: Advice | None = None
    problems: tuple[str, ...] = ()

    @property
    def announced(self) -> bool:
        return self.lesson is None

    @property
    def passed(self) -> int:
        return sum(item.state is State.PASSED for item in self.items)

    @property
    def answered(self) -> int:
        return sum(item.state is State.ANSWERED for item in self.items)

    @property
    def is_closed(self) -> bool:
        """Whether its sheet judges nothing, so that its exercises are answered and not passed."""
        return bool(self.items) and all(item.is_closed for item in self.items)

    @property
    def tried(self) -> int:
        return sum(item.state is State.TRIED for item in self.items)

    @property
    def exercises_done(self) -> bool:
        is_readable = self.exercises is None or bool(self.items)  # a damaged sheet is no reason to call a module done
        return is_readable and self.passed + self.answered == len(self.items)

    @property
    def done(self) -> bool:
        """Every exercise is passed, or answered by a closed sheet, and the decision is in the log."""
        return not self.announced and self.exercises_done and self.decided

    @property
    def is_first(self) -> bool:
        """Whether the diagnostic suggests taking this module before others."""
        return self.advice is not None and self.advice.place is Place.FIRST

    @property
    def reading(self) -> int:
        """The minutes of the lesson without its exercises."""
        return max(self.minutes - sum(item.minutes for item in self.items), 0)

    @property
    def minutes_left(self) -> int:
        """The minutes of what is open; the lesson's reading counts until something of the module is saved."""
        if self.announced or self.done:
            return 0
        return (0 if self.last else self.reading) + sum(item.minutes for item in self.items if item.state not in DONE)


@dataclass(frozen=True)
class Next:
    """The notebook to open next, and its module."""

    progress: ModuleProgress
    notebook: Path

    @property
    def is_lesson(self) -> bool:
        return self.notebook == self.progress.lesson


def read_progress(root: Path, saved: Callable[[Path], Saved] = read_saved) -> tuple[ModuleProgress, ...]:
    """Every module of the sequence with what ``saved`` finds for its notebooks."""
    path = read_path(root, saved)
    return tuple(_module(root, module, saved, path.get(module.number)) for module in sequence.MODULES)


def where_next(modules: Sequence[ModuleProgress]) -> Next | None:
    """Where to go on: in the module that was touched last, else in what the diagnostic puts first, else in the first
    that is not done; None if all are.
    """
    unfinished = [(module, module.lesson) for module in modules if module.lesson and not module.done]
    if not unfinished:
        return None
    # Of equals, max takes the first.
    progress, lesson = max(unfinished, key=lambda pair: (pair[0].last, pair[0].is_first))
    exercises = progress.exercises if progress.last and not progress.exercises_done else None
    return Next(progress, exercises or lesson)


def short_way_minutes(modules: Sequence[ModuleProgress]) -> int:
    """The minutes of all written lessons and of the exercises on the short way."""
    written = [module for module in modules if not module.announced]
    exercises = sum(item.minutes for module in written for item in module.items if item.on_short_way)
    return sum(module.reading for module in written) + exercises


def open_diagnostic(modules: Sequence[ModuleProgress]) -> ModuleProgress | None:
    """The module whose diagnostic is written and not done yet."""
    offered = (module for module in modules if any(item.id == EXERCISE for item in module.items))
    return next(offered, None) if not any(module.advice for module in modules) else None


def _module(root: Path, module: Module, saved: Callable[[Path], Saved], advice: Advice | None) -> ModuleProgress:
    lesson, exercises = sequence.lesson(root, module.number), sequence.exercises(root, module.number)
    saved_work = [saved(path) if path else Saved() for path in (lesson, exercises)]
    items, problem = _items(exercises, saved_work[1])
    return ModuleProgress(
        module=module,
        lesson=lesson,
        exercises=exercises,
        items=items,
        minutes=(lessons.minutes(lesson) if lesson else None) or module.minutes,
        decided=bool(str(saved_work[0][DECISION.format(number=module.number)].answer or "").strip()),
        last=max(work.last for work in saved_work),
        lesson_begun=bool(saved_work[0].last),
        advice=advice,
        problems=tuple(sentence for sentence in (*(work.problem for work in saved_work), problem) if sentence),
    )


def _items(exercises: Path | None, saved: Saved) -> tuple[tuple[Item, ...], str]:
    if exercises is None:
        return (), ""
    try:
        sheet = sheets.load(exercises.parent)
    except sheets.SheetError as error:
        return (), str(error)
    entries = sorted(sheet.exercises, key=lambda entry: [int(part) for part in entry.id.split(".")])
    return tuple(_item(entry, saved[entry.id]) for entry in entries), ""


def _item(entry: sheets.ExerciseSheet, saved: Entry) -> Item:
    return Item(entry.id, entry.title, entry.minutes, state(saved, entry.closed), entry.closed)


def state(entry: Entry, is_closed: bool = False) -> State:
    """How far an exercise is, by its saved entry. Entries of earlier versions say only that a check gave full marks.

    >>> state(Entry(best_score=1.0, tries=2)), state(Entry(answer="SELECT 1")), state(Entry())
    (<State.PASSED: 'passed'>, <State.TRIED: 'tried'>, <State.OPEN: 'open'>)
    >>> state(Entry(answer="SELECT 1", tries=1), is_closed=True)
    <State.ANSWERED: 'answered'>
    """
    if is_closed and entry.tries:
        return State.ANSWERED
    if entry.passed or entry.best_score >= 1:
        return State.PASSED
    return State.TRIED if entry.tries or entry.answer not in (None, "", {}) else State.OPEN
