"""Grades hand-ins without a kernel: judged in several processes, written here, and each is done or not done.

What is left behind is what nbgrader's own executor leaves. A hand-in's notebook gets its name last, after its scores are in
the gradebook: so a hand-in with a notebook among the graded ones is done, whenever this was stopped.
"""

from __future__ import annotations

import os
import shutil
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import InvalidEntry
from nbgrader.preprocessors import Execute
from nbgrader.utils import find_all_files
from sqlalchemy.exc import IntegrityError
from traitlets.utils.importstring import import_item

from course.learner.answers_file import answers_path, dump
from course.learner.code_cells import is_code_cell
from course.nbgrader import EXECUTE, GRADING, MARKING_SHEETS, SANITIZERS
from course.nbgrader.cells import recognise
from course.nbgrader.cluster import ClusterError, cluster
from course.nbgrader.code_cells import with_written
from course.nbgrader.gradebook import OpenGradebook, Standing
from course.nbgrader.hand_in import HandIn, take
from course.nbgrader.judges import Judged, Judges, Programme, judges
from course.nbgrader.outcome import HandInToGrade, Outcome
from course.nbgrader.preprocessors import with_remark
from course.nbgrader.receipts import SECRET, TIMESTAMP, graded_receipts
from course.nbgrader.screen import language_info
from course.nbgrader.source import exercises_in, source_folder
from course.nbgrader.unchanged import LeftBehind, is_known, likeness, text_of
from course.nbgrader.verdicts import judge_digest

ONCE = {EXECUTE, MARKING_SHEETS, "nbgrader.preprocessors.CheckCellMetadata"}  # the same for every hand-in, or done here
UNFINISHED = ".part"


@dataclass(frozen=True)
class Template:
    """The instructor's notebook as it is before anything runs, the same for every hand-in, and how it is run."""

    notebook: NotebookNode
    programme: Programme
    exercises: frozenset[str]


@dataclass(frozen=True)
class Part:
    """What became of one notebook of a hand-in: the answers that count, a remark for its learner, and what was judged."""

    notebook: Path
    answers: str
    remark: str
    judged: Judged
    written: dict[str, str] = field(default_factory=dict)


class QuickGrading:
    """Grades the hand-ins of one assignment for a converter of nbgrader, by its settings and its own steps.

    ``templates`` is None if a notebook, or a setting, asks for nbgrader's own executor.
    """

    def __init__(self, converter, assignment: str, notebooks: list[str]):
        self._converter = converter
        self._assignment = assignment
        self._source = source_folder(converter.coursedir, assignment)
        self.templates = self._make_templates(notebooks) if self._has_usual_steps() else None
        self._standings: dict[str, Standing] = {}

    @cached_property
    def _left(self) -> LeftBehind | None:
        """What earlier gradings left behind; None if that is not asked for, or steps are unknown."""
        if not self._converter.keeps_verdicts or not is_known(self._steps, self._converter):
            return None
        texts = [
            part
            for template in self.templates.values()
            for part in (template.programme.digest, text_of(template.notebook), *sorted(template.exercises))
        ]
        return LeftBehind(likeness(texts, self._converter.config))

    def as_it_is(self, hand_in: HandInToGrade) -> Outcome | None:
        """What became of a hand-in, if grading it would leave what is there; then nothing of it is written."""
        standing = self._standings.get(hand_in.student)
        if standing is None or not self._left.is_there(hand_in, self._folder(hand_in), standing):
            return None
        return replace(standing.outcome(hand_in), is_unchanged=True)

    def grade(self, hand_ins: Iterator[HandInToGrade], note: Callable[[Outcome], None]) -> None:
        """Judge and write every hand-in, and tell ``note`` what became of each."""
        converter = self._converter
        gradebook = OpenGradebook(converter.coursedir.db_url, converter.coursedir.course_id)
        try:
            if converter.force and self._left:
                self._standings = gradebook.standings(self._assignment, converter.students_asked_for)
            with self._judges() as pool:
                for hand_in, parts in pool.each(hand_ins, partial(self._judge, pool)):
                    try:
                        outcome = self._write_again(gradebook, hand_in, parts)
                    except Exception as error:
                        outcome = Outcome.failed(hand_in, error)
                    note(outcome)
        finally:
            gradebook.end()
            converter.summary.spoiled += self._left.spoiled if self._left else 0

    def _judges(self) -> AbstractContextManager[Judges]:
        converter = self._converter
        if converter.cluster:
            return cluster(converter.cluster, converter.say)
        return judges(converter.jobs or _cores())

    def _judge(self, pool: Judges, hand_in: HandInToGrade) -> list[Part]:
        """What is in a hand-in's notebooks, judged. Runs in a thread. Whatever is in one, it stops no other."""
        parts = []
        for path in map(Path, hand_in.notebooks):
            try:
                parts.append(self._judge_notebook(pool, path))
            except ClusterError:
                raise
            except Exception:
                parts.append(Part(path, dump({}), "", Judged(problem=traceback.format_exc())))
        return parts

    def _judge_notebook(self, pool: Judges, notebook: Path) -> Part:
        template = self.templates[notebook.stem]
        taken = take(notebook, template.exercises)
        answers = taken.text()
        judged = pool.judge(template.programme, answers, self._execute.timeout)
        return Part(notebook, answers, taken.remark, judged, taken.written)

    def _has_usual_steps(self) -> bool:
        """Whether what is done before anything runs is the same for every hand-in, and the cells are to be run."""
        converter = self._converter
        is_usual = converter.sanitize_preprocessors == SANITIZERS and EXECUTE in converter.autograde_preprocessors
        return is_usual and self._execute.enabled

    @cached_property
    def _execute(self) -> Execute:
        return Execute(parent=self._converter.exporter)

    def _make_templates(self, notebooks: list[str]) -> dict[str, Template] | None:
        templates = {}
        for path in notebooks:
            template = self._make_template(path)
            if template is None:
                return None
            templates[Path(path).stem] = template
        return templates

    def _make_template(self, path: str) -> Template | None:
        converter, name = self._converter, Path(path).stem
        converter.taken[path] = HandIn({})
        converter._sanitizing = True
        converter._init_preprocessors()
        text, _ = converter.exporter.from_filename(path, resources=converter.init_single_notebook_resources(path))
        notebook = nbformat.reads(text, as_version=4)
        sources = tuple(
            (index, cell.source)
            for index, cell in enumerate(notebook.cells)
            if cell.cell_type == "code" and not is_code_cell(cell.metadata)
        )
        if recognise(sources) is None:
            return None
        resources = self._resources(Path(path), "")
        for step in converter.autograde_preprocessors:
            if step in ONCE - {EXECUTE}:
                notebook, resources = self._step(step).preprocess(notebook, resources)
        notebook.metadata["language_info"] = language_info()
        files = {str(path.relative_to(self._source)): str(path) for path in self._files}
        exercises = exercises_in(self._source / f"{name}.ipynb")
        return Template(
            notebook,
            Programme(name, text, sources, files, judge_digest() if converter.keeps_verdicts else ""),
            exercises,
        )

    @cached_property
    def _files(self) -> list[Path]:
        """What lies beside the instructor's notebooks and goes to every graded hand-in."""
        left_out = set(self._converter.exclude_overwriting.get(self._assignment, []))
        found = map(Path, find_all_files(str(self._source), [*self._converter.coursedir.ignore, "*.ipynb"]))
        return sorted(path for path in found if str(path.relative_to(self._source)) not in left_out)

    @cached_property
    def _steps(self) -> list:
        """The steps that differ from one hand-in to the next."""
        return [self._step(name) for name in self._converter.autograde_preprocessors if name not in ONCE]

    def _step(self, name):
        return (import_item(name) if isinstance(name, str) else name)(parent=self._converter.exporter)

    def _write_again(self, gradebook: OpenGradebook, hand_in: HandInToGrade, parts: list[Part]) -> Outcome:
        """Write what was judged, a second time if another grader has made the same rows in the meantime."""
        try:
            return self._write(gradebook, hand_in, parts)
        except (InvalidEntry, IntegrityError):
            return self._write(gradebook, hand_in, parts)

    def _write(self, gradebook: OpenGradebook, hand_in: HandInToGrade, parts: list[Part]) -> Outcome:
        """Write what was judged: files, then the scores, then the notebooks' names."""
        converter, ids = self._converter, (hand_in.assignment, hand_in.student)
        folder = self._folder(hand_in)
        folder.mkdir(parents=True, exist_ok=True)
        self._copy_files(folder, hand_in, parts)
        timestamp = converter.coursedir.get_existing_timestamp(str(hand_in.folder))
        with gradebook.hand_in():
            gradebook.begin(*ids, converter.create_student, timestamp)
            for part in parts:
                notebook = self._graded(folder / part.notebook.name, hand_in.student, part)
                _unfinished(folder / part.notebook.name).write_text(
                    nbformat.v4.writes(notebook) + "\n", encoding="utf-8"
                )
            converter.set_permissions(*ids)
            standing = gradebook.standing(hand_in)
        outcome = standing.outcome(hand_in)
        for part in parts:
            os.replace(_unfinished(folder / part.notebook.name), folder / part.notebook.name)
        is_certain = not any(part.judged.problem or part.judged.is_by_chance for part in parts)
        if self._left and is_certain and not outcome.not_judged:
            self._left.keep(hand_in, folder, standing)
        unread = [part for part in parts if part.judged.problem]
        for part in unread:
            converter.log.error("%s could not be judged:\n%s", part.notebook, part.judged.problem)
        spoiled = sum(part.judged.spoiled for part in parts)
        return replace(outcome, unread=tuple(part.notebook for part in unread), spoiled=spoiled)

    def _folder(self, hand_in: HandInToGrade) -> Path:
        return Path(self._converter._format_dest(hand_in.assignment, hand_in.student))

    def _copy_files(self, folder: Path, hand_in: HandInToGrade, parts: list[Part]) -> None:
        for path in self._files:
            target = folder / path.relative_to(self._source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copy(path, target)
        answers = {answers_path(part.notebook).name: part.answers.encode() for part in parts}
        receipts = graded_receipts(hand_in.folder)
        for name, content in {**answers, TIMESTAMP: receipts.get(TIMESTAMP), SECRET: receipts.get(SECRET)}.items():
            (folder / name).unlink(missing_ok=True)
            if content is not None:
                (folder / name).write_bytes(content)

    def _graded(self, path: Path, student: str, part: Part) -> NotebookNode:
        """The notebook with what its cells showed; nbgrader's steps write the scores."""
        notebook = self._copy(self.templates[path.stem].notebook)
        for index, count, outputs in part.judged.cells:
            notebook.cells[index].outputs = [nbformat.from_dict(output) for output in outputs]
            notebook.cells[index].execution_count = count
        notebook = with_remark(with_written(notebook, part.written), part.remark)
        resources = self._resources(path, student)
        for step in self._steps:
            notebook, resources = step.preprocess(notebook, resources)
        return notebook

    def _copy(self, template: NotebookNode) -> NotebookNode:
        """A copy for one hand-in. The usual steps replace what a cell shows and leave its metadata alone."""
        if not set(self._converter.autograde_preprocessors) <= set(GRADING):
            return deepcopy(template)
        return NotebookNode({**template, "cells": [NotebookNode(cell) for cell in template.cells]})

    def _resources(self, notebook: Path, student: str) -> dict:
        """What nbgrader's steps are told of a hand-in's notebook."""
        ids = {"student": student, "assignment": self._assignment, "notebook": notebook.stem}
        return {
            "unique_key": notebook.stem,
            "nbgrader": {**ids, "db_url": self._converter.coursedir.db_url},
            "metadata": {"name": notebook.stem, "path": str(notebook.parent)},
        }


def _cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _unfinished(notebook: Path) -> Path:
    """Where a notebook is until its scores are in."""
    return notebook.with_name(notebook.name + UNFINISHED)
