"""Steps of nbgrader's pipelines: what is released, what is graded, what counts as a score, what a learner gets back."""

from __future__ import annotations

import math
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from course.answers import METADATA
from course.nbgrader.hand_in import take

NOTEBOOK_METADATA = ("kernelspec", "language_info")
CELL_METADATA = ("nbgrader", "deletable", "editable", "jupyter")
WIDGET = "application/vnd.jupyter.widget-view+json"
NOT_JUDGED = (
    "This exercise could not be judged, so it counts 0 points for now. Your answer is kept. The fault is most likely "
    "not yours: tell your instructor, who can grade it again."
)


class KeepReleasable(NbGraderPreprocessor):
    """Leaves of a source notebook's metadata what a learner needs: no answers, widget states, tags or times."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        nb.metadata = _only(nb.metadata, NOTEBOOK_METADATA)
        for cell in nb.cells:
            cell.metadata = _only(cell.metadata, CELL_METADATA)
        return nb, resources


class TakeAnswers(NbGraderPreprocessor):
    """Puts the instructor's notebook in the place of the learner's, and only the saved answers into it.

    So nothing that a learner did to cells, tags, ids or metadata has an effect, and no code of theirs is run.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        hand_in = take(Path(resources["metadata"]["path"], resources["metadata"]["name"] + ".ipynb"))
        source = nbformat.read(self._source_path(resources["nbgrader"]), as_version=4)
        source.metadata = _only(source.metadata, NOTEBOOK_METADATA)
        for cell in source.cells:
            cell.metadata = _only(cell.metadata, CELL_METADATA)
        if hand_in.copy is not None:
            source.metadata[METADATA] = hand_in.copy
        if hand_in.remark:
            source.cells.insert(0, _note(hand_in.remark, source.nbformat_minor))
        return source, resources

    def _source_path(self, ids: dict) -> Path:
        folder = CourseDirectory(parent=self)
        assignment = folder.format_path(folder.source_directory, ".", ids["assignment"])
        return Path(assignment, ids["notebook"] + ".ipynb")


class TrustPlainScores(NbGraderPreprocessor):
    """Lets a grade cell score only by a plain number from 0 to its points: everything else is an error, which scores 0.

    nbgrader gives full marks to a cell without a result or with one that is no number, stops the hand-in at one that is
    too large, and gives 0 to a right answer under which a library warned.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple[NotebookNode, dict]:
        if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
            cell.outputs = self._trusted(cell)
        return cell, resources

    def _trusted(self, cell: NotebookNode) -> list[NotebookNode]:
        errors = [output for output in cell.outputs if output.output_type == "error"]
        results = [output for output in cell.outputs if output.output_type == "execute_result"]
        if errors or len(results) != 1 or not _is_score(results[0], float(cell.metadata.nbgrader.points)):
            self.log.error("Grade cell %s gave no score from 0 to its points: it counts 0.", cell.metadata.nbgrader.grade_id)
            return [new_output("error", ename="NotJudged", evalue=NOT_JUDGED, traceback=[NOT_JUDGED]), *cell.outputs]
        noise = [output for output in cell.outputs if output.get("name") == "stderr"]
        for output in noise:
            self.log.warning("Grade cell %s wrote to stderr: %s", cell.metadata.nbgrader.grade_id, output.text)
        return [output for output in cell.outputs if output not in noise]


class HideJudging(NbGraderPreprocessor):
    """Takes from feedback what is not for learners: tracebacks, which quote hidden tests, and empty widget frames."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple[NotebookNode, dict]:
        if cell.cell_type == "code":
            shown = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
            failed = any(output.output_type == "error" for output in shown)
            cell.outputs = [output for output in shown if output.output_type in ("display_data", "execute_result")]
            if failed:
                cell.outputs = [new_output("stream", name="stdout", text=NOT_JUDGED)]
        return cell, resources


def _only(metadata: NotebookNode, names: tuple[str, ...]) -> NotebookNode:
    return NotebookNode({name: metadata[name] for name in names if name in metadata})


def _note(text: str, minor: int) -> NotebookNode:
    note = new_markdown_cell(text, id="about-your-hand-in")
    if minor < 5:
        del note["id"]
    return note


def _is_score(result: NotebookNode, points: float) -> bool:
    try:
        score = float(result.data.get("text/plain", ""))
    except ValueError:
        return False
    return math.isfinite(score) and 0 <= score <= points
