"""`course check` and `course build`: fair, fresh, and nothing leaks."""

from __future__ import annotations

import json

import nbformat
import pytest

from course.authoring.build import build
from course.authoring.check import problems


def test_a_fair_exercise_passes_once_it_is_built(small_course):
    assert any("course build" in problem for problem in problems(small_course.root))

    assert {path.name for path in build(small_course.root)} == {"09-count.ipynb", "checks.json"}
    assert list(problems(small_course.root)) == []
    assert build(small_course.root) == ()


def changed_source(old, new, cell=2):
    def change(course):
        assert old in course.cells[cell].source
        course.cells[cell].source = course.cells[cell].source.replace(old, new, 1)
        course.write()

    return change


def changed_toolbar(cell, **changes):
    def change(course):
        course.cells[cell].metadata["nbgrader"].update(changes)
        course.write()

    return change


def saved_answers(course):
    (course.notebook.parent / "09-count.answers.json").write_text("{}")


def saved_output(course):
    course.cells[1].outputs = [nbformat.v4.new_output("stream", text="old")]
    course.write()


def edited_release(course):
    path = course.root / "exercises/09-count/09-count.ipynb"
    path.write_text(path.read_text().replace("Count the merchants", "Count all"))


def leaked_reference(course):
    path = course.root / "exercises/09-count/checks.json"
    path.write_text(path.read_text() + json.dumps("SELECT count(*)   FROM merchants"))


def leaked_path(course):
    """A wrong path stands as a query in the key, and in what learners receive."""
    changed_source('"That is one.": {"n": "1"}', '"That is one.": {"n": "FROM merchants SELECT 1"}')(course)
    path = course.root / "exercises/09-count/checks.json"
    path.write_text(path.read_text() + json.dumps("FROM merchants\nSELECT 1"))


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (changed_source('"That is one.": {"n": "1"}', '"That is one.": {"n": "4"}'), "cannot be told apart"),
        (changed_source('        "That is four.": {"n": "4"},\n', ""), "knows 3 mistakes"),
        (changed_source('"Count.", ', ""), "has 2 hints"),
        (changed_source("FROM merchants", "FROM shops"), "fails"),
        (changed_source('("9.1")', '("9.1", beside=["filez"])', cell=1), "no demo “filez”"),
        (changed_toolbar(2, points=0), "gives no points"),
        (changed_toolbar(1, locked=False), "9-1-view cell is off: locked is False"),
        (changed_toolbar(2, grade_id="9-2"), "9-1 cell is off: grade_id is '9-2'"),
        (saved_answers, "would be handed to learners"),
        (saved_output, "cell 2: it has saved outputs"),
        (edited_release, "exercises/09-count/09-count.ipynb is not what its source makes"),
        (leaked_path, "an answer to exercise 9.1 is in what learners receive"),
        (leaked_reference, "an answer to exercise 9.1 is in what learners receive"),
        (lambda course: (course.root / "modules/09-count.ipynb").unlink(), "has exercises but no lesson"),
    ],
)
def test_whatever_is_wrong_is_named(built_course, break_it, says):
    break_it(built_course)

    found = list(problems(built_course.root))

    assert any(says in problem for problem in found), found
