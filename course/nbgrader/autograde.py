"""nbgrader's autograde step for hand-ins of any state: each ends with a score and a reason, none touches another."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import api, autogradeapp
from nbgrader.converters import Autograde, BaseConverter
from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import OperationalError

from course.learner.answers_file import answers_path
from course.nbgrader.hand_in import take
from course.nbgrader.paths import LiteralGlob
from course.nbgrader.receipts import SECRET, TIMESTAMP, graded_receipts
from course.nbgrader.source import exercises_in, source_folder

EXECUTE = "nbgrader.preprocessors.Execute"


class HandInExporter(NotebookExporter):
    """Starts each hand-in from an empty notebook, so that one that is missing or broken stops nothing.

    Needs TakeAnswers as the first preprocessor, which puts the instructor's notebook there.
    """

    def from_filename(self, filename: str, resources: dict | None = None, **options):
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources=resources, **options)
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(new_notebook(), resources=resources, **options)


class CopiesNothing(BaseConverter):
    """Keeps a hand-in's files where they are: a file of a learner that is never beside the kernel shadows nothing."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        Path(self._format_dest(assignment_id, student_id)).mkdir(parents=True, exist_ok=True)


class CourseAutograde(Autograde, CopiesNothing):
    """Grades what is in a hand-in, whatever its state. ``taken`` holds what was taken from each notebook's hand-in.

    nbgrader calls the next class in line to copy a hand-in's files: that is CopiesNothing here.
    """

    def init_notebooks(self) -> None:
        """List every hand-in with the course's notebooks, whether or not they are in it."""
        self.notebooks, self.assignments, self.taken = [], {}, {}
        pattern = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        for folder in LiteralGlob.glob(pattern):
            path = Path(folder)
            if path.is_symlink() or path.parent.is_symlink() or not path.is_dir():
                self.log.warning("%s is no folder of its own, so it is not graded.", folder)
            elif names := self._source_notebooks(path.name):
                self.assignments[folder] = [str(path / name) for name in names]
        if not self.assignments:
            self.log.error("There is no hand-in at %s, or its assignment has no notebook among the sources.", pattern)
            raise NbGraderException(f"No hand-in was found at {pattern}")

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Whether to grade a hand-in. If so, or if even that fails, what it scored before no longer counts."""
        to_grade = True
        try:
            to_grade = super().init_destination(assignment_id, student_id)
        finally:
            if to_grade:
                self._reset_scores(assignment_id, student_id)
        return to_grade

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        super().init_assignment(assignment_id, student_id)
        # After nbgrader has copied the source's other files: an answers file among them must not become the learner's.
        folder, graded = (Path(path(assignment_id, student_id)) for path in (self._format_source, self._format_dest))
        for notebook in self.notebooks:
            source = source_folder(self.coursedir, assignment_id) / Path(notebook).name
            self.taken[notebook] = take(Path(notebook), exercises_in(source))
            _write(graded / answers_path(Path(notebook)).name, self.taken[notebook].text().encode())
        receipts = graded_receipts(folder)
        for name in (TIMESTAMP, SECRET):
            _write(graded / name, receipts.get(name))
        self._reset_scores(assignment_id, student_id)  # nbgrader has just called those of a missing notebook final

    def convert_notebooks(self) -> None:
        self._not_judged = []
        super().convert_notebooks()
        if self._not_judged:
            raise NbGraderException(f"Could not be judged, so 0 points for now: {', '.join(self._not_judged)}")

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Grade one notebook. If that fails, it scores 0 and its page says why; the batch goes on."""
        try:
            super().convert_single_notebook(notebook_filename)
        except OperationalError:
            raise  # the gradebook itself fails: nothing can be recorded
        except Exception:
            self.log.error("%s could not be judged:\n%s", notebook_filename, traceback.format_exc())
            self._not_judged.append(notebook_filename)
            os.environ.pop("NBGRADER_EXECUTION", None)  # nbgrader leaves it set when a kernel dies
            self._convert_without_running(notebook_filename)

    def _convert_without_running(self, notebook_filename: str) -> None:
        steps = self.autograde_preprocessors
        self.autograde_preprocessors = [step for step in steps if step != EXECUTE]
        try:
            super().convert_single_notebook(notebook_filename)
        finally:
            self.autograde_preprocessors = steps

    def _source_notebooks(self, assignment_id: str) -> list[str]:
        source = source_folder(self.coursedir, assignment_id)
        return [Path(path).name for path in LiteralGlob.glob(str(source / f"{self.coursedir.notebook_id}.ipynb"))]

    def _reset_scores(self, assignment_id: str, student_id: str) -> None:
        names = {Path(notebook).stem for notebook in self.notebooks}
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                submission = gradebook.find_submission(assignment_id, student_id)
            except MissingEntry:
                return
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if notebook.name in names and grade.auto_score is not None:
                        grade.auto_score = 0.0
                        grade.needs_manual_grade = True
            gradebook.db.commit()


def use_course_autograde() -> None:
    """Make nbgrader's command and formgrader's button use CourseAutograde.

    nbgrader 0.9 has no setting for this class, and none of its settings comes early enough to list a hand-in without
    its notebook or to take back the scores of a grading that fails.
    """
    for module in (autogradeapp, api):
        module.Autograde = CourseAutograde


def _write(path: Path, content: bytes | None) -> None:
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)
