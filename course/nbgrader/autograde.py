"""nbgrader's autograde step for hand-ins of any state: each ends with a score and a reason, none touches another."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import api, autogradeapp
from nbgrader.converters import Autograde, BaseConverter
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import remove, rmtree
from sqlalchemy.exc import OperationalError
from traitlets import Any, Bool, Integer, List, Unicode, default

from course.learner.answers_file import answers_path
from course.nbgrader import EXECUTE
from course.nbgrader.cluster import ClusterError
from course.nbgrader.gradebook import OpenGradebook
from course.nbgrader.hand_in import take
from course.nbgrader.outcome import HandInToGrade, Outcome, Summary
from course.nbgrader.paths import LiteralGlob
from course.nbgrader.quick import QuickGrading
from course.nbgrader.receipts import SECRET, TIMESTAMP, graded_receipts
from course.nbgrader.source import exercises_in, source_folder
from course.nbgrader.state import notebooks_of, submitted, unfinished


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

    Where all cells are the course's own, no kernel is started: see QuickGrading. A hand-in is done when its notebook is
    among the graded ones and all its scores are in; what is not done is graded, whatever stopped it.
    nbgrader calls the next class in line to copy a hand-in's files: that is CopiesNothing here.
    """

    quick = Bool(True, help="Whether to judge the course's own cells without a kernel").tag(config=True)
    students = List(help="The students whose hand-ins are graded; all of those that are found if empty").tag(
        config=True
    )
    keeps_verdicts = Bool(True, help="Whether equal answers to an unchanged key are judged once").tag(config=True)
    jobs = Integer(0, help="How many processes judge at once; 0 for one on each core").tag(config=True)
    cluster = Unicode("", help="The address of a dask.distributed scheduler whose workers judge").tag(config=True)
    say = Any(None, allow_none=True, help="Called with sentences on what whoever grades should know")
    on_graded = Any(None, allow_none=True, help="Called with the Outcome of each hand-in")

    _is_quick = False

    @default("say")
    def _say(self):
        return self.log.warning

    def start(self) -> None:
        self.summary = Summary()
        super().start()

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
        if self.students:
            self._keep_only(set(self.students))
        if not self.assignments:
            self.log.error("There is no hand-in at %s, or its assignment has no notebook among the sources.", pattern)
            raise NbGraderException(f"No hand-in was found at {pattern}")

    def _keep_only(self, students: set[str]) -> None:
        by_student = {self._student(path): path for path in self.assignments}
        if missing := sorted(students - by_student.keys()):
            raise NbGraderException(f"There is no hand-in by {', '.join(missing)}.")
        self.assignments = {by_student[student]: self.assignments[by_student[student]] for student in students}

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Whether to grade a hand-in. If so, or if even that fails, what it scored before no longer counts.

        Without a kernel that is so as soon as there are new scores: until then its notebook is not there.
        """
        to_grade = True
        try:
            to_grade = self._continues(assignment_id, student_id) or super().init_destination(assignment_id, student_id)
        finally:
            if to_grade and not self._is_quick and student_id in self._submitted(assignment_id):
                self._reset_scores(assignment_id, student_id)
        self._is_due = to_grade
        self.summary.left_alone += not to_grade
        return to_grade

    def _continues(self, assignment_id: str, student_id: str) -> bool:
        """Whether an earlier run was stopped in this hand-in. Then what it left behind is removed."""
        graded = Path(self._format_dest(assignment_id, student_id))
        if not graded.exists() or student_id in (self.coursedir.student_id_exclude or "").split(","):
            return False
        is_done = student_id in self._submitted(assignment_id) and all(
            (graded / Path(notebook).name).exists()
            and (student_id, Path(notebook).stem) not in self._unfinished(assignment_id)
            for notebook in self.notebooks
        )
        if is_done:
            return False
        self.log.warning("The grading of %s by %s was not finished: it is done now.", assignment_id, student_id)
        self.summary.continued += 1
        self._remove_graded(graded)
        return True

    def _remove_graded(self, folder: Path) -> None:
        """Remove what is among the graded ones of the notebooks that this run is about."""
        if self.coursedir.notebook_id == "*":
            if folder.exists():
                rmtree(str(folder))
            return
        for path in (folder / Path(notebook).name for notebook in self.notebooks):
            if path.exists():
                remove(str(path))

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
        self._not_judged, all_of = [], self.assignments
        for assignment_id in sorted({Path(folder).name for folder in all_of}):
            hand_ins = {folder: names for folder, names in all_of.items() if Path(folder).name == assignment_id}
            if not self._convert_quickly(assignment_id, hand_ins):
                if self.cluster:
                    raise ClusterError(f"{assignment_id} runs in kernels, and a cluster has none. Leave out --cluster.")
                self._convert_with_kernels(assignment_id, hand_ins)
        self.assignments = all_of
        self.log.info("%s", self.summary.line)
        failed = [outcome.folder for outcome in self.summary.problems if outcome.problem]
        if failed:
            raise NbGraderException(f"Could not be graded, and the log says why: {', '.join(failed)}")
        if self._not_judged:
            raise NbGraderException(f"Could not be judged, so 0 points for now: {', '.join(self._not_judged)}")

    def _convert_quickly(self, assignment_id: str, hand_ins: dict[str, list[str]]) -> bool:
        """Grade hand-ins without a kernel. False if that cannot be, and nothing was done."""
        notebooks = sorted(hand_ins[min(hand_ins)])
        if not self.quick or not {Path(path).stem for path in notebooks} <= self._known_notebooks(assignment_id):
            return False
        try:
            grading = QuickGrading(self, assignment_id, notebooks)
        except Exception:  # nbgrader's own way says of each hand-in what is wrong
            self.log.debug("%s is graded with kernels:\n%s", assignment_id, traceback.format_exc())
            return False
        if grading.templates is None:
            return False
        self._is_quick = True
        try:
            grading.grade(self._due(assignment_id, hand_ins, grading), self._note)
        finally:
            self._is_quick = False
        return True

    def _convert_with_kernels(self, assignment_id: str, hand_ins: dict[str, list[str]]) -> None:
        """Grade hand-ins by nbgrader's own executor, one after another."""
        for folder in sorted(hand_ins):
            hand_in = HandInToGrade(assignment_id, self._student(folder), Path(folder), tuple(sorted(hand_ins[folder])))
            self.assignments, self._is_due = {folder: hand_ins[folder]}, True
            try:
                super().convert_notebooks()
                outcome = self._outcome(hand_in)
            except NbGraderException as error:
                if isinstance(error.__context__, OperationalError):
                    raise
                outcome = Outcome.failed(hand_in, error)
            if self._is_due:
                self._tell(outcome)

    def _outcome(self, hand_in: HandInToGrade) -> Outcome:
        gradebook = OpenGradebook(self.coursedir.db_url, self.coursedir.course_id)
        try:
            return gradebook.outcome(hand_in) if self._is_due else Outcome(hand_in)
        finally:
            gradebook.end()

    @property
    def students_asked_for(self) -> list[str]:
        """Those whose hand-ins are graded; none if they are all."""
        return list(self.students) or [name for name in (self.coursedir.student_id,) if name != "*"]

    def _due(
        self, assignment_id: str, hand_ins: dict[str, list[str]], grading: QuickGrading
    ) -> Iterator[HandInToGrade]:
        """The hand-ins that are not done, each made ready when its turn comes."""
        excluded = (self.coursedir.student_id_exclude or "").split(",")
        for folder in sorted(hand_ins):
            self.notebooks = sorted(hand_ins[folder])
            hand_in = HandInToGrade(assignment_id, self._student(folder), Path(folder), tuple(self.notebooks))
            try:
                outcome = grading.as_it_is(hand_in) if hand_in.student not in excluded else None
                if outcome:
                    self._tell(outcome)
                    continue
                is_due = self.init_destination(assignment_id, hand_in.student)
                if is_due:
                    self.run_pre_convert_hook()
            except Exception as error:
                self._note(Outcome.failed(hand_in, error))
            else:
                if is_due:
                    yield hand_in

    def _note(self, outcome: Outcome) -> None:
        """Take note of what became of a hand-in; if it could not be written, it is as if it had never been graded."""
        hand_in, self.notebooks = outcome.hand_in, list(outcome.hand_in.notebooks)
        if isinstance(outcome.error, OperationalError):
            raise NbGraderException(f"The gradebook could not be written: {outcome.error}") from outcome.error
        if outcome.error is not None:
            self.log.error("%s could not be graded:\n%s", outcome.folder, outcome.problem)
            with suppress(OSError):  # such as a disk that is full; then the scores below say that it is not done
                self._remove_graded(Path(self._format_dest(hand_in.assignment, hand_in.student)))
            self._reset_scores(hand_in.assignment, hand_in.student)
        else:
            self.run_post_convert_hook()
            self._not_judged += map(str, outcome.unread)
        self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        self.log.info("%s", outcome.line)
        self.summary.add(outcome)
        if self.on_graded:
            self.on_graded(outcome)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Grade one notebook. If that fails, it scores 0 and its page says why; the batch goes on."""
        try:
            self._convert_in_one_transaction(notebook_filename)
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
            self._convert_in_one_transaction(notebook_filename)
        finally:
            self.autograde_preprocessors = steps

    def _convert_in_one_transaction(self, notebook_filename: str) -> None:
        """nbgrader's own step, but the scores are in once the notebook that has run is written, and not before."""
        gradebook = OpenGradebook(self.coursedir.db_url, self.coursedir.course_id)
        try:
            with gradebook.hand_in():
                super().convert_single_notebook(notebook_filename)
        finally:
            gradebook.end()

    @cached_property
    def _rows(self) -> dict[str, tuple[set[str], set[str], set[tuple[str, str]]]]:
        return {}

    def _rows_of(self, assignment_id: str) -> tuple[set[str], set[str], set[tuple[str, str]]]:
        """Of an assignment as this run found it: the names of its notebooks, who has a row, and whose scores are not all in."""
        if assignment_id not in self._rows:
            with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
                self._rows[assignment_id] = tuple(
                    read(gradebook, assignment_id) for read in (notebooks_of, submitted, unfinished)
                )
        return self._rows[assignment_id]

    def _known_notebooks(self, assignment_id: str) -> set[str]:
        return self._rows_of(assignment_id)[0]

    def _submitted(self, assignment_id: str) -> set[str]:
        return self._rows_of(assignment_id)[1]

    def _unfinished(self, assignment_id: str) -> set[tuple[str, str]]:
        return self._rows_of(assignment_id)[2]

    def _source_notebooks(self, assignment_id: str) -> list[str]:
        source = source_folder(self.coursedir, assignment_id)
        return [Path(path).name for path in LiteralGlob.glob(str(source / f"{self.coursedir.notebook_id}.ipynb"))]

    def _student(self, folder: str) -> str:
        pattern = self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True)
        return re.match(pattern, folder)["student_id"]

    def _reset_scores(self, assignment_id: str, student_id: str) -> None:
        """Take back what the machine gave: until all of it is given again, the hand-in is not done."""
        names = {Path(notebook).stem for notebook in self.notebooks}
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                submission = gradebook.find_submission(assignment_id, student_id)
            except MissingEntry:
                return
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if notebook.name in names and grade.auto_score is not None:
                        grade.auto_score = None
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
