"""Steps of nbgrader's pipelines: what is released, what is graded, what counts as a score, what a learner gets back."""

from __future__ import annotations

import math
import re
from pathlib import Path

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    ClearSolutions,
    NbGraderPreprocessor,
    SaveAutoGrades,
)
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets import Bool
from traitlets.config import Config

from course import sheet as sheets
from course.grade.document import Criterion
from course.learner.code_cells import is_code_cell
from course.learner.saved import read_saved
from course.nbgrader.code_cells import with_written
from course.nbgrader.marking import with_marking_sheet
from course.nbgrader.source import source_folder

NOTEBOOK_METADATA = ("kernelspec", "language_info")
CELL_METADATA = ("nbgrader", "deletable", "editable", "jupyter")
WIDGET = "application/vnd.jupyter.widget-view+json"
PROMPT = re.compile(r"\d+-\d+-prompt")
TASK_OF = re.compile(r"(\d+)-(\d+)-human$")
NOT_JUDGED = (
    "This exercise could not be judged, so it counts 0 points for now. Your answer is kept. The fault is most likely "
    "not yours: tell your instructor, who can grade it again."
)


class KeepReleasable(NbGraderPreprocessor):
    """Keeps only what a learner needs of a source notebook's metadata: no answers, widget states, tags or times.

    The cell with an exercise's task gets its name in nbgrader as its id, which links from lessons lead to.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        _keep_needed_metadata(nb)
        for cell in nb.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if "id" in cell and PROMPT.fullmatch(name):
                cell["id"] = name
        return nb, resources


class ClearOtherSolutions(ClearSolutions):
    """Clears solutions as nbgrader does, but leaves the cells in which learners write a function: these hold its beginning."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict, cell_index: int) -> tuple[NotebookNode, dict]:
        if is_code_cell(cell.metadata):
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)


class TakeAnswers(NbGraderPreprocessor):
    """Puts the instructor's notebook in the place of the learner's; CourseAutograde puts the saved answers beside it.

    So nothing that a learner did to cells, tags, ids or metadata has an effect, and no code of theirs is run.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        notebook = Path(resources["metadata"]["path"], resources["metadata"]["name"] + ".ipynb")
        hand_in = self.parent.parent.taken[str(notebook)]  # the exporter's converter is CourseAutograde
        source = nbformat.read(self._source_path(resources["nbgrader"]), as_version=4)
        _keep_needed_metadata(source)
        for cell in source.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None  # an instructor's outputs must never be a learner's score
        return with_remark(with_written(source, hand_in.written), hand_in.remark), resources

    def _source_path(self, ids: dict) -> Path:
        return source_folder(CourseDirectory(parent=self), ids["assignment"]) / (ids["notebook"] + ".ipynb")


class SavePlainScores(SaveAutoGrades):
    """Lets a grade cell score only by a plain number from 0 to its points: everything else is 0 and asks for a person.

    nbgrader gives full marks to a cell without a result or with one that is not a number, stops the hand-in at one that is
    too large, and gives 0 to a right answer under which a library warned.
    """

    def _add_score(self, cell: NotebookNode, resources: dict) -> None:
        judged_by_machine = cell.cell_type == "code" and not is_solution(cell)
        if judged_by_machine:
            cell.outputs = self._trusted(cell)
        super()._add_score(cell, resources)
        if judged_by_machine and _has_failed(cell):
            self._grade(cell).needs_manual_grade = True
            self.gradebook.db.commit()

    def preprocess_cell(self, cell: NotebookNode, resources: dict, cell_index: int) -> tuple[NotebookNode, dict]:
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_task(cell):  # a person's points stay, but the text that they are for may be another one now
            grade = self._grade(cell)
            grade.needs_manual_grade = grade.manual_score is not None or not _is_unanswered(cell, resources)
            self.gradebook.db.commit()
        return cell, resources

    def _grade(self, cell: NotebookNode):
        return self.gradebook.find_grade(
            cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id
        )

    def _trusted(self, cell: NotebookNode) -> list[NotebookNode]:
        grade_id, points = cell.metadata.nbgrader.grade_id, float(cell.metadata.nbgrader.points)
        results = [output for output in cell.outputs if output.output_type == "execute_result"]
        if _has_failed(cell) or len(results) != 1 or not _is_score(results[0], points):
            self.log.error("Grade cell %s gave no number from 0 to %s, so it counts 0.", grade_id, points)
            return [new_output("error", ename="NotJudged", evalue=NOT_JUDGED, traceback=[NOT_JUDGED]), *cell.outputs]
        for output in filter(_is_noise, cell.outputs):
            self.log.warning("Grade cell %s wrote to stderr: %s", grade_id, output.text)
        return [output for output in cell.outputs if not _is_noise(output)]


class AddMarkingSheets(NbGraderPreprocessor):
    """Puts a marking sheet into the mark scheme of every exercise that a person marks by criteria."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        criteria_of = _criteria(source_folder(CourseDirectory(parent=self), resources["nbgrader"]["assignment"]))
        for cell in nb.cells:
            if is_task(cell) and (criteria := criteria_of.get(_exercise(cell))):
                cell.source = with_marking_sheet(cell.source, cell.metadata.nbgrader.grade_id, criteria)
        return nb, resources


class HideJudging(Preprocessor):
    """Removes from feedback what is not for learners: hidden tests, tracebacks that quote them, empty widget frames.

    The bare number of a grade cell goes too: the page has it in the cell's heading, with what a person changed.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        for step in (ClearHiddenTests, ClearMarkScheme):
            step_config = Config({step.__name__: self.config[step.__name__]})
            nb, resources = step(config=step_config).preprocess(nb, resources)
        for cell in nb.cells:
            if cell.cell_type == "code":
                page = {"text/html": f"<p><strong>{NOT_JUDGED}</strong></p>", "text/plain": NOT_JUDGED}
                sentence = [new_output("display_data", page)] if _has_failed(cell) else []
                results = () if is_grade(cell) else ("execute_result",)
                cell.outputs = [output for output in cell.outputs if _is_for_learners(output, results)] + sentence
        return nb, resources


def _keep_needed_metadata(nb: NotebookNode) -> None:
    nb.metadata = _only(nb.metadata, NOTEBOOK_METADATA)
    for cell in nb.cells:
        cell.metadata = _only(cell.metadata, CELL_METADATA)


def _only(metadata: NotebookNode, names: tuple[str, ...]) -> NotebookNode:
    return NotebookNode({name: metadata[name] for name in names if name in metadata})


def with_remark(notebook: NotebookNode, remark: str) -> NotebookNode:
    """The notebook with what its learner is told about the hand-in as the first cell."""
    if remark:
        notebook.cells.insert(0, _note(remark, notebook.nbformat_minor))
    return notebook


def _note(text: str, minor: int) -> NotebookNode:
    note = new_markdown_cell(text, id="about-your-hand-in")
    if minor < 5:
        del note["id"]
    return note


def _is_unanswered(task: NotebookNode, resources: dict) -> bool:
    """Whether nothing was ever written for the exercise above a task cell."""
    exercise = _exercise(task)
    saved = read_saved(Path(resources["metadata"]["path"], resources["metadata"]["name"] + ".ipynb"))
    return bool(exercise) and not saved.problem and saved[exercise].answer is None


def _exercise(task: NotebookNode) -> str:
    """The exercise that a task cell belongs to: 5-9-human to 5.9; empty for a task of its own."""
    match = TASK_OF.match(task.metadata.nbgrader.grade_id)
    return f"{match[1]}.{match[2]}" if match else ""


def _criteria(folder: Path) -> dict[str, tuple[Criterion, ...]]:
    """What a person judges, by exercise. Without a sheet nobody adds up, and grading goes on."""
    try:
        exercises = sheets.load(folder).exercises
    except sheets.SheetError:
        return {}
    return {entry.id: getattr(sheets.expectation(entry), "review", ()) for entry in exercises}


def _has_failed(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.outputs)


def _is_noise(output: NotebookNode) -> bool:
    return output.get("name") == "stderr"


def _is_for_learners(output: NotebookNode, results: tuple[str, ...]) -> bool:
    is_shown = output.output_type in ("display_data", "stream", *results)
    return is_shown and not _is_noise(output) and WIDGET not in output.get("data", {})


def _is_score(result: NotebookNode, points: float) -> bool:
    try:
        score = float(result.data.get("text/plain", ""))
    except ValueError:
        return False
    return math.isfinite(score) and 0 <= score <= points
