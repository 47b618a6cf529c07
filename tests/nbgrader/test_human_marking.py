"""Documents that a person marks: task cells in real nbgrader, beside the points of the checks."""

from __future__ import annotations

import sys

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.authoring.build import sheet_text
from tests.nbgrader.course_folder import (
    ASSIGNMENT,
    CourseFolder,
    answers,
    grade_cell,
    locked_cell,
    source_notebook,
    write,
)

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="nbgrader's exchange does not exist there")]

MEMO = "December's ratio was a breach [F4.ratio=0.671 %]. Tomasz looks at retries next."
PROMPT = "### 5.9 A memo · 9 min\n\nWrite two sentences."
KEY = """ex_5_9.check()
### BEGIN HIDDEN TESTS
ex_5_9.grade(checks=[{"check": "facts", "points": 3, "least": 1}, {"check": "length", "points": 1, "least": 5, "most": 40}],
             template="", reference="The ratio was a breach of the Rulebook [F4.ratio=0.671 %].", review="spec_review")
### END HIDDEN TESTS"""
TASK = """#### A person marks: 0 to 6 points

| criterion | weight |
|---|---|
| clarity for business | 2 |

=== BEGIN MARK SCHEME ===
Reusable comment: the cause has no confidence.
=== END MARK SCHEME ==="""


def task_cell(grade_id: str, points: float, source: str):
    marks = {"grade": False, "solution": False, "locked": True, "task": True, "schema_version": 3}
    return new_markdown_cell(
        source,
        id=grade_id,
        metadata={"nbgrader": {**marks, "cell_type": "markdown", "grade_id": grade_id, "points": points}},
    )


def put_memo(folder: CourseFolder, points: float) -> None:
    """A memo that the machine and, for so many points, a person marks, released to learners."""
    notebook = source_notebook(
        locked_cell(new_code_cell("import course"), "setup"),
        locked_cell(new_markdown_cell(PROMPT), "5-9-prompt"),
        locked_cell(new_code_cell('ex_5_9 = course.document("5.9")\nex_5_9'), "5-9-view"),
        grade_cell("5-9", 4, KEY),
        task_cell("5-9-human", points, TASK),
    )
    write(notebook, folder.source())
    folder.source().with_name("checks.json").write_text(sheet_text(folder.source()), encoding="utf-8")
    folder.generate()


@pytest.fixture(scope="module")
def marked(tmp_path_factory, quiet_home) -> CourseFolder:
    """One hand-in with a memo, graded by the machine, then by a person who gave 5 of 6."""
    folder = CourseFolder.create(tmp_path_factory.mktemp("marked") / "course")
    put_memo(folder, 6)
    folder.hand_in(
        "ada", {f"{ASSIGNMENT}.ipynb": folder.released().read_bytes(), f"{ASSIGNMENT}.answers.json": answers(_5_9=MEMO)}
    )
    folder.hand_in("eve", {f"{ASSIGNMENT}.ipynb": folder.released().read_bytes()})
    folder.autograde()
    return folder


def mark(folder: CourseFolder, points: float) -> None:
    """What formgrader does when a person types points."""
    with folder.api.gradebook as gradebook:
        grade = gradebook.find_grade("5-9-human", ASSIGNMENT, ASSIGNMENT, "ada")
        grade.manual_score, grade.needs_manual_grade = points, False
        comment = gradebook.find_comment("5-9-human", ASSIGNMENT, ASSIGNMENT, "ada")
        comment.manual_comment = "The owner is clear."
        gradebook.db.commit()


def test_learners_get_the_rubric_and_not_the_mark_scheme(marked):
    released = marked.released().read_text(encoding="utf-8")

    assert "clarity for business" in released
    assert "Reusable comment" not in released


def test_the_marker_sees_document_findings_and_mark_scheme(marked):
    graded = marked.graded("ada")
    shown = str([output.get("data", {}) for cell in graded.cells for output in cell.get("outputs", ())])

    assert "Tomasz looks at retries next" in shown
    assert "4 of 4 points" in shown
    assert "Reusable comment" in graded.cells[-1].source


def test_the_marker_gets_a_sheet_that_adds_up_and_learners_get_none(marked):
    sheet = marked.graded("ada").cells[-1].source
    marked.feedback()

    assert sheet.count('role="radiogroup"') == 8
    assert "course-marking" not in marked.page("ada") + marked.released().read_text(encoding="utf-8")


def test_machine_and_person_add_up_and_a_regrading_keeps_the_persons_points(marked):
    assert marked.scores()["ada"] == {"5-9": 4.0, "5-9-human": 0.0}
    assert marked.needs_a_person("ada")

    mark(marked, 5)
    assert not marked.needs_a_person("ada")
    assert marked.total("ada") == 9.0

    marked.autograde()
    assert marked.scores()["ada"] == {"5-9": 4.0, "5-9-human": 5.0}
    assert marked.needs_a_person("ada")  # what was handed in may be another text now: the person looks again
    assert marked.export()[ASSIGNMENT, "ada"] == 9.0


def test_nobody_has_to_mark_what_was_never_written(marked):
    assert marked.scores()["eve"] == {"5-9": 0.0, "5-9-human": 0.0}
    assert not marked.needs_a_person("eve")


def test_feedback_has_the_persons_words_and_not_the_mark_scheme(marked):
    marked.feedback()
    page = marked.page("ada")

    assert "The owner is clear." in page
    assert "Reusable comment" not in page
