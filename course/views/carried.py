"""Figures of earlier exercises that this page rests on: the reference, which counts here, and beside it the learner's own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import Future
from html import escape
from pathlib import Path
from urllib.parse import quote

from course import sequence
from course.learner.carried import AWAY, Found, Own, find_own
from course.learner.saved import folder_stamp
from course.sequence.carried import Carried, carried
from course.sequence.taught import anchor
from course.verdict import code_html
from course.views.refreshed import Refreshed


class CarriedFigures:
    """The figures with these ``ids`` on a learner's page, followed while the page is seen: other notebooks are only read."""

    def __init__(self, ids: Sequence[str], notebook: Path | None):
        self._figures, self._notebook = tuple(map(carried, ids)), notebook
        self._owns: dict[str, Own] = {}
        self._looked_at = self._saved()
        self._refreshed = Refreshed(self._html, self._stamp)
        self.widget = self._refreshed.widget.add_class("course-taught-area")
        self._look_up()

    def _html(self) -> str:
        return carried_html(self._figures, self._notebook, self._owns)

    def _stamp(self) -> object:
        """What is known now. Where something new is saved, that is looked up, and rendered when it is known."""
        if (saved := self._saved()) != self._looked_at:
            self._looked_at = saved
            self._look_up()
        return dict(self._owns)

    def _saved(self) -> list[object]:
        return [folder_stamp(path) for figure in self._figures if (path := _source(self._notebook, figure))]

    def _look_up(self) -> None:
        """Find the learner's own figures: in a thread if there is a kernel, because a query of theirs may run for seconds."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._take(self._find())
        else:
            loop.run_in_executor(None, self._find).add_done_callback(self._take_found)

    def _find(self) -> dict[str, Own]:
        return {figure.id: find_own(_source(self._notebook, figure), figure) for figure in self._figures}

    def _take_found(self, future: Future) -> None:
        if not future.cancelled() and not future.exception():
            self._take(future.result())

    def _take(self, owns: dict[str, Own]) -> None:
        self._owns = owns
        self._refreshed.refresh()


def carried_html(figures: Sequence[Carried], notebook: Path | None, owns: dict[str, Own] | None = None) -> str:
    """A line for each figure. Without ``owns`` it is the same for everybody.

    The reference is given where the page tells it anyway or the exercise that finds it is passed.
    """
    lines = [_sentence(figure, notebook, (owns or {}).get(figure.id)) for figure in figures]
    return f'<p class="course-taught">{"<br>".join(lines)}</p>' if lines else ""


def _sentence(figure: Carried, notebook: Path | None, own: Own | None) -> str:
    exercise, what = _link(figure, notebook), code_html(figure.what)
    own = own or AWAY
    if figure.has_reference and own.passed or figure.is_told_in(sequence.number_of(notebook) if notebook else 0):
        known = f"{what} (from {exercise}): <strong>{escape(figure.words())}</strong>{_unit(figure)}."
        return f"{known}{_beside_reference(figure, own)}"
    match own.found:
        case Found.SAME | Found.OTHER:
            still_open = f"; {figure.exercise} is not passed yet" if figure.has_reference else ""
            return f"{what} (from {exercise}): you found {_value(figure, own)} there{still_open}."
        case Found.NOTHING:
            return f"{what} (from {exercise}): your answer there has no such figure yet."
        case Found.NOT_DONE:
            return f"{what} (from {exercise}): you have not done that exercise yet."
    return f"{what}: see {exercise}."


def _beside_reference(figure: Carried, own: Own) -> str:
    still_open = "" if own.passed else f" {figure.exercise} is not passed yet."
    match own.found:
        case Found.SAME:
            return f" You found the same.{still_open}"
        case Found.OTHER:
            return f" You found {_value(figure, own)} there.{still_open}"
        case Found.NOTHING:
            return f" Your answer there has no such figure.{still_open}"
        case Found.NOT_DONE:
            return f" You have not done {figure.exercise} yet; the figure is given here."
    return ""


def _value(figure: Carried, own: Own) -> str:
    return f"<strong>{escape(figure.words(own.value))}</strong>"


def _unit(figure: Carried) -> str:
    return f" {escape(figure.unit)}" if figure.unit else ""


def _link(figure: Carried, notebook: Path | None) -> str:
    """The exercise's number, as a link to its task where its notebook is in this course, too."""
    source = _source(notebook, figure)
    if notebook is None or source is None:
        return escape(figure.exercise)
    path = quote(Path(os.path.relpath(source, notebook.resolve().parent)).as_posix())
    return f'<a href="{escape(path + anchor(figure.exercise), quote=True)}">{escape(figure.exercise)}</a>'


def _source(notebook: Path | None, figure: Carried) -> Path | None:
    """The notebook that finds a figure, in the course that this one is in; a notebook elsewhere is alone."""
    root = sequence.course_root(notebook)
    is_in_course = notebook is not None and notebook.resolve().is_relative_to(root)
    return sequence.exercises(root, figure.module) if is_in_course else None
