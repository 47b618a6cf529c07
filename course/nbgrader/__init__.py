"""What plugs into nbgrader: `configure` sets it up, from nbgrader_config.py."""

from __future__ import annotations

COURSE_ID = "technical-product-manager"
CELL_SECONDS = 120

# The zip of `course pack`, unpacked: <student>_<assignment>/<assignment>/<assignment>.ipynb and its answers file.
# A browser that has saved the same zip before calls it "<student>_<assignment> (1)".
PACKED_FILE = (
    r".*[/\\](?P<student_id>[^/\\]+)_(?P<assignment>[^/\\]+?)(?: ?\(\d+\))?[/\\](?P=assignment)[/\\]"
    r"(?P<file_id>(?P=assignment)(?:\.ipynb|\.answers\.json))$"
)


def configure(c) -> None:
    """Set nbgrader up for this course on its configuration object. Names of classes are text, as formgrader shows them."""
    c.CourseDirectory.course_id = COURSE_ID
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "exercises"
    c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json"]
    c.FileNameCollectorPlugin.named_regexp = PACKED_FILE
    _configure_release(c)
    _configure_grading(c)
    _configure_feedback(c)


def _configure_release(c) -> None:
    c.GenerateAssignment.preprocessors = [
        "course.nbgrader.preprocessors.KeepReleasable",
        *_nbgrader("IncludeHeaderFooter InstantiateTests LockCells ClearSolutions ClearOutput CheckCellMetadata"),
        *_nbgrader("ComputeChecksums SaveCells ClearHiddenTests ClearMarkScheme ComputeChecksums CheckCellMetadata"),
    ]


def _configure_grading(c) -> None:
    c.Autograde.exporter_class = "course.nbgrader.autograde.HandInExporter"
    c.Autograde.sanitize_preprocessors = [
        "course.nbgrader.preprocessors.TakeAnswers",
        *_nbgrader("ClearOutput ClearSolutions DeduplicateIds OverwriteKernelspec OverwriteCells CheckCellMetadata"),
    ]
    c.Autograde.autograde_preprocessors = [
        *_nbgrader("Execute LimitOutput"),
        "course.nbgrader.preprocessors.TrustPlainScores",
        *_nbgrader("SaveAutoGrades AssignLatePenalties CheckCellMetadata"),
    ]
    c.Execute.timeout = CELL_SECONDS
    c.Execute.store_widget_state = False  # else widgets are blank in formgrader and feedback, and notebooks grow
    c.Execute.skip_cells_with_tag = ""  # a cell that is not run would score full marks
    c.Execute.extra_arguments = ["--IPKernelApp.ignore_cwd=True"]  # no file beside the notebook shadows a package


def _configure_feedback(c) -> None:
    c.GenerateFeedback.exporter_class = "course.nbgrader.feedback.OfflineHTMLExporter"
    c.GenerateFeedback.preprocessors = [
        *_nbgrader("GetGrades ClearHiddenTests ClearMarkScheme"),
        "course.nbgrader.preprocessors.HideJudging",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]


def _nbgrader(names: str) -> list[str]:
    return [f"nbgrader.preprocessors.{name}" for name in names.split()]
