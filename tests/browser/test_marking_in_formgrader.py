"""A person marks by eight criteria on formgrader's page, which adds up, saves, and shows the marks again."""

from __future__ import annotations

import os

import pytest

from tests.browser.conftest import ROOT, running_lab
from tests.browser.lab_page import eventually
from tests.nbgrader.course_folder import ASSIGNMENT, CourseFolder, answers
from tests.nbgrader.test_human_marking import MEMO, put_memo

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def formgrader(tmp_path_factory):
    """The course with one graded hand-in, the server, and the address of the hand-in's page in formgrader."""
    folder = CourseFolder.create(tmp_path_factory.mktemp("marked") / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])))
        put_memo(folder, 21)
        released = folder.released().read_bytes()
        folder.hand_in("ada", {f"{ASSIGNMENT}.ipynb": released, f"{ASSIGNMENT}.answers.json": answers(_5_9=MEMO)})
        folder.autograde()
    with folder.api.gradebook as gradebook:
        submission = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "ada").id
    with running_lab(folder.root, tmp_path_factory.mktemp("jupyter")) as server:
        yield folder, server, f"{server.address}/formgrader/submissions/{submission}/"


def marks(folder: CourseFolder) -> tuple[float | None, str]:
    """What the gradebook holds: the points, and the comment's first line."""
    with folder.api.gradebook as gradebook:
        grade = gradebook.find_grade("5-9-human", ASSIGNMENT, ASSIGNMENT, "ada")
        comment = gradebook.find_comment("5-9-human", ASSIGNMENT, ASSIGNMENT, "ada")
        return grade.manual_score, (comment.manual_comment or "").split("\n")[0]


def test_eight_marks_become_one_number(page, formgrader):
    folder, server, address = formgrader
    page.goto(f"{server.address}/tree?token={server.token}")
    page.goto(address)
    groups = page.locator(".course-marking [role=radiogroup]")
    for at, mark in enumerate("21212121"):
        assert marks(folder)[0] is None
        groups.nth(at).get_by_role("radio").nth(int(mark)).click()
        page.wait_for_load_state("networkidle")

    # Weights 3 3 3 3 3 2 2 2: 3 * (2 + 1 + 2 + 1 + 2) / 3 + 2 * (1 + 2 + 1) / 3
    assert eventually(page, lambda: marks(folder) == (10.67, "Marks: 2 1 2 1 2 1 2 1"))


def test_the_marks_are_shown_again(page, formgrader):
    folder, _, address = formgrader
    page.goto(address)

    assert eventually(page, lambda: page.locator(".course-marking input:checked").count() == 8)
    page.locator(".course-marking [role=radiogroup]").first.get_by_role("radio").nth(3).click()
    assert eventually(page, lambda: marks(folder) == (11.67, "Marks: 3 1 2 1 2 1 2 1"))


def test_no_page_of_formgrader_asks_for_anything_from_elsewhere(page, formgrader, external_requests):
    """The page of a hand-in brings formulas as they were typed; nbconvert would fetch MathJax."""
    _, server, address = formgrader
    lists = ["", "/manage_students", "/gradebook", f"/gradebook/{ASSIGNMENT}", f"/manage_submissions/{ASSIGNMENT}"]
    for place in (address, *(f"{server.address}/formgrader{path}" for path in lists)):
        page.goto(place)
        page.wait_for_load_state("networkidle")
        assert page.title()

    assert external_requests == []
