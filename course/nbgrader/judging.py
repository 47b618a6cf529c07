"""Judges one hand-in without a kernel: the cells of the instructor's notebook, over the answers of one learner."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import course
from course.exercise import close_answers
from course.learner.answers_file import answers_path
from course.nbgrader.cells import Cell, Step, recognise
from course.nbgrader.screen import Output, Screen
from course.nbgrader.verdicts import Verdicts


@dataclass(frozen=True)
class Shown:
    """What a cell shows: its place in the notebook, its number in the order of execution, its outputs."""

    index: int
    count: int
    outputs: list[Output]


class Programme:
    """An instructor's notebook in a folder of its own, ready to be run over the answers of one learner after another.

    ``text`` is the notebook, ``files`` what lies beside it by name, such as the sheet. ``verdicts`` are those that were
    reached before; without them everything is judged anew.
    """

    def __init__(
        self,
        name: str,
        text: str,
        sources: list[tuple[int, str]],
        files: Mapping[str, Path],
        verdicts: Verdicts | None = None,
    ):
        cells = recognise(sources)
        if cells is None:
            raise ValueError("This notebook holds code that is not the course's own.")
        self.cells: tuple[Cell, ...] = cells
        self.verdicts = verdicts
        self.folder = Path(tempfile.mkdtemp(prefix="notebook-")).resolve()
        self.notebook = self.folder / f"{name}.ipynb"
        self.notebook.write_text(text, encoding="utf-8")
        for below, path in files.items():
            (self.folder / below).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, self.folder / below)
        self._same_for_all: dict[int, list[Output]] = {}

    def run(self, answers: str, failed: Mapping[int, Output], starts: Callable[[int], None]) -> list[Shown]:
        """What each cell shows over these answers. ``failed`` are cells that must not run again, with what they show.

        ``starts`` is called with the index of each cell before it runs.
        """
        answers_path(self.notebook).write_text(answers, encoding="utf-8")
        screen, exercises, shown = Screen(), {}, []
        with self._as_the_autograder():
            for count, cell in enumerate(self.cells, 1):
                if cell.index in failed:
                    outputs = [failed[cell.index]]
                elif cell.index in self._same_for_all:
                    outputs = self._same_for_all[cell.index]
                else:
                    starts(cell.index)
                    outputs = screen.run(partial(self._run, cell, exercises), count)
                    if cell.is_same_for_all:
                        self._same_for_all[cell.index] = outputs
                shown.append(Shown(cell.index, count, outputs))
        return shown

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def _as_the_autograder(self) -> Iterator[None]:
        before = os.environ.get("NBGRADER_EXECUTION")
        os.environ["NBGRADER_EXECUTION"] = "autograde"
        try:
            with chdir(self.folder):
                yield
        finally:
            close_answers()
            if before is None:
                del os.environ["NBGRADER_EXECUTION"]
            else:
                os.environ["NBGRADER_EXECUTION"] = before

    def _run(self, cell: Cell, exercises: dict[str, Any]) -> object:
        """Run a cell; the value of its last step, unless that only gave it a name."""
        value = None
        for step in cell.steps:
            value = self._value(step, exercises)
        return value

    def _value(self, step: Step, exercises: dict[str, Any]) -> object:
        if step.of and step.of not in exercises:
            raise NameError(f"name {step.of!r} is not defined")
        if not step.call:
            return exercises[step.of]
        made = getattr(exercises[step.of] if step.of else course, step.call)(*step.positional, **step.named)
        if not step.name:
            return made
        exercises[step.name] = made
        if self.verdicts:
            made.remember = self.verdicts.verdict
        return None
