"""What plugs into nbgrader: `configure` sets it up, from nbgrader_config.py."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

TEMPLATES = Path(__file__).with_name("templates")
COURSE_ID = "technical-product-manager"
CELL_SECONDS = 120


def _nbgrader(names: str) -> list[str]:
    return [f"nbgrader.preprocessors.{name}" for name in names.split()]


EXECUTE = "nbgrader.preprocessors.Execute"
MARKING_SHEETS = "course.nbgrader.preprocessors.AddMarkingSheets"
# What is done to each hand-in, before and after its cells run. A hand-in is judged without a kernel as long as it is this.
SANITIZERS = [
    "course.nbgrader.preprocessors.TakeAnswers",
    *_nbgrader("ClearOutput"),
    "course.nbgrader.preprocessors.ClearOtherSolutions",
    *_nbgrader("DeduplicateIds OverwriteKernelspec OverwriteCells CheckCellMetadata"),
]
GRADING = [
    EXECUTE,
    *_nbgrader("LimitOutput"),
    "course.nbgrader.preprocessors.SavePlainScores",
    MARKING_SHEETS,
    *_nbgrader("AssignLatePenalties CheckCellMetadata"),
]


# Only what is shown on a terminal changes, a log file has all of it.
LOGGING = {
    "filters": {"course": {"()": "course.nbgrader.quiet.LeavesOutNoise"}},
    "formatters": {"console": {"class": "course.nbgrader.quiet.Lines"}},
    "handlers": {"console": {"filters": ["course"]}},
}


def configure(c) -> None:
    """Set nbgrader up for this course on its configuration object. Classes are named as text, for formgrader shows it."""
    c.CourseDirectory.course_id = COURSE_ID
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "exercises"
    _configure_release(c)
    _configure_grading(c)
    _configure_feedback(c)
    # Ours is looked at after nbgrader's and before nbconvert's, whose formulas come from a public server.
    c.HTMLExporter.extra_template_basedirs = [str(folder) for folder in _template_folders()]
    c.NbGrader.logging_config = LOGGING
    c.ExportApp.plugin_class = "course.nbgrader.export.GradesExportPlugin"


def _template_folders() -> list[Path]:
    nbgrader = Path(find_spec("nbgrader").origin).parent
    return [nbgrader / "server_extensions" / "formgrader" / "templates", TEMPLATES]


def _configure_release(c) -> None:
    c.GenerateAssignment.preprocessors = [
        "course.nbgrader.preprocessors.KeepReleasable",
        *_nbgrader("IncludeHeaderFooter InstantiateTests LockCells"),
        "course.nbgrader.preprocessors.ClearOtherSolutions",
        *_nbgrader("ClearOutput CheckCellMetadata"),
        *_nbgrader("ComputeChecksums SaveCells ClearHiddenTests ClearMarkScheme ComputeChecksums CheckCellMetadata"),
    ]


def _configure_grading(c) -> None:
    c.Autograde.exporter_class = "course.nbgrader.autograde.HandInExporter"
    c.Autograde.sanitize_preprocessors = list(SANITIZERS)
    c.Autograde.autograde_preprocessors = list(GRADING)
    c.Execute.timeout = CELL_SECONDS
    c.Execute.store_widget_state = False  # else widgets are blank in formgrader and feedback, and notebooks grow
    c.Execute.skip_cells_with_tag = ""  # a cell that is not run would score full marks
    c.Execute.extra_arguments = [
        "--IPKernelApp.ignore_cwd=True",  # no file beside the notebook shadows a package
        "--IPKernelApp.log_level=ERROR",  # else every hand-in prints how its kernel is connected
    ]


def _configure_feedback(c) -> None:
    c.GenerateFeedback.exporter_class = "course.nbgrader.feedback.OfflineHTMLExporter"
    c.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "course.nbgrader.preprocessors.HideJudging",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
