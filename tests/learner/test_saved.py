"""What was saved, noticed without opening a file."""

from __future__ import annotations

import pytest

from course.learner.entry import Entry
from course.learner.saved import saved_stamp
from tests.course_copy import NOON, make_course, write_answers

DONE = {"5_1": Entry("SELECT 1", NOON)}


@pytest.mark.parametrize(
    "notebook",
    ["exercises/05-sql/05-sql.ipynb", "modules/05-sql.ipynb", "exercises/05-sql/05-sql-Copy1.ipynb"],
)
def test_it_changes_with_every_answers_file(tmp_path, notebook):
    root = make_course(tmp_path)
    before = saved_stamp(root)
    assert saved_stamp(root) == before

    write_answers(root / notebook, **DONE)
    assert saved_stamp(root) != before


def test_other_files_and_missing_folders_are_no_change(tmp_path):
    root = make_course(tmp_path / "course")
    before = saved_stamp(root)
    (root / "modules/note.txt").write_text("x")
    (root / "exercises/05-sql/05-sql.answers.json.lock").write_text("")

    assert saved_stamp(root) == before
    assert saved_stamp(tmp_path / "nowhere") == frozenset()
