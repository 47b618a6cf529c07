"""What a learner found in an earlier exercise, read from that notebook's answers. Only ever shown, never judged by."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

from course import sheet as sheets
from course.grade.kind import OwnFigure, kind
from course.learner.entry import Entry
from course.learner.progress import State, state
from course.learner.saved import read_saved
from course.sequence.carried import Carried


class Found(Enum):
    """What there is of a figure in the learner's own answer."""

    AWAY = "its notebook is not here"
    NOT_DONE = "the exercise is not begun"
    NOTHING = "the answer holds no such figure"
    OTHER = "another figure"
    SAME = "the reference"


@dataclass(frozen=True)
class Own:
    """The learner's own figure, and whether the exercise that it is from is passed. ``value`` is None unless one was found."""

    found: Found
    passed: bool = False
    value: float | None = None


AWAY = Own(Found.AWAY)


def find_own(notebook: Path | None, figure: Carried) -> Own:
    """What the learner found in ``notebook``, in the answer that counts: the best one if it passed, else the last one.

    A query that was checked is run again in its sandbox, once for each text of it, which can take seconds. Whatever is
    missing, damaged or not the course's own gives no figure and raises nothing.
    """
    if notebook is None:
        return AWAY
    entry = read_saved(notebook)[figure.exercise]
    how_far = state(entry)
    if how_far is State.OPEN:
        return Own(Found.NOT_DONE)
    own = _figure(notebook, entry, figure)
    passed = how_far is State.PASSED
    if own is None:
        return Own(Found.NOTHING, passed)
    return Own(Found.SAME if _is_reference(own, figure) else Found.OTHER, passed, own.value)


def _figure(notebook: Path, entry: Entry, figure: Carried) -> OwnFigure | None:
    """A figure of an answer that a judge would read, however damaged the answer or its sheet is: then there is none."""
    answer = entry.answer if entry.best is None or not entry.passed else entry.best
    with suppress(Exception):  # a stranger's file must not keep an exercise from being shown
        sheet = sheets.load(notebook.parent)[figure.exercise]
        part = kind(sheet.kind)
        if part.is_query:
            return _query_figure(sheet.kind, figure.place, str(answer)) if entry.tries else None
        return part.figure(part.read(sheet.expectation), figure.place, answer)
    return None


@lru_cache(maxsize=32)
def _query_figure(kind_name: str, place: str, query: str) -> OwnFigure | None:
    return kind(kind_name).figure(None, place, query)


def _is_reference(own: OwnFigure, figure: Carried) -> bool:
    if not figure.has_reference:
        return False
    if own.is_right is not None:
        return own.is_right
    return figure.register.agrees(own.value) or figure.words(own.value) == figure.words()
