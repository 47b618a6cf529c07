"""`course fresh`: what a commit of notebooks forgets is seen within seconds, because no key is compiled."""

from __future__ import annotations

import pytest

from course import sheet as sheets
from course.authoring.fresh import problems
from tests.authoring.test_check import changed_source, changed_toolbar, edited_release, saved_output

SHEET = "solutions/09-count/checks.json is not what the notebook says now"
RELEASE = "exercises/09-count/09-count.ipynb is not what its source makes"


@pytest.fixture(autouse=True)
def no_compiling(built, monkeypatch):
    """Once the small course is built, whatever compiles a key fails."""
    monkeypatch.delattr(sheets, "compile_key")


def test_what_is_built_is_fresh(built_course):
    assert list(problems(built_course.root)) == []


@pytest.mark.parametrize(
    ("forget", "says"),
    [
        (changed_source('"That is one.": {"n": "1"}', '"That is just one.": {"n": "1"}'), SHEET),
        (changed_source('"Count.", ', '"Count them.", '), SHEET),
        (changed_source("5 min", "6 min", cell=0), SHEET),
        (changed_source("Count the merchants", "Count all merchants", cell=0), RELEASE),
        (changed_toolbar(2, points=3), SHEET),
        (edited_release, RELEASE),
        (saved_output, "cell 2: it has saved outputs"),
        (lambda course: (course.notebook.parent / "checks.json").unlink(), "checks.json is missing"),
        (changed_source("hints=[", "hint=["), "is not known"),
    ],
)
def test_what_was_forgotten_is_named(built_course, forget, says):
    forget(built_course)

    assert any(says in problem for problem in problems(built_course.root))
