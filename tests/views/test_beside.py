"""What an exercise needs to see is opened beside its answer."""

from __future__ import annotations

import ipywidgets as widgets
import pytest

from course.exercise import Exercise
from course.views.beside import Beside, problem_beside
from course.views.frame import frame_of
from tests.views import face
from tests.views.conftest import STARTER


def test_a_query_has_the_tables_beside_it_with_the_one_that_it_names(folder):
    frame = frame_of(Exercise("sql", "9.2", STARTER))
    assert "The tables of Mandaro" not in face.shown(frame.widget)

    face.click(frame.widget, "Show the tables")
    assert "The tables of Mandaro" in face.shown(frame.widget)
    assert "320 rows · owned by MerchantOps" in face.shown(frame.widget)


def test_it_keeps_what_was_done_in_it():
    looked = []
    beside = Beside(widgets.VBox(), ["files", "checkout"], looked.append)
    (button,) = beside.buttons
    for label in ("Show the files", "Hide the files", "Show the files"):
        assert button.description == label
        button.click()
    answer, side = beside.widget.children

    assert len(side.children) == 1 and side.layout.display is None
    assert looked == ["course-side", "course-side"]


def test_an_exercise_names_what_it_needs_and_others_need_nothing(folder):
    form, other = Exercise("form", "9.1", beside=["rulebook"]), Exercise("form", "9.1")

    assert face.button(frame_of(form).widget, "Show the Rulebook")
    assert not any("Show the" in each.description for each in face.parts(frame_of(other).widget, widgets.Button))


@pytest.mark.parametrize(
    ("needs", "problem"),
    [
        ((), ""),
        (("schema", "loans"), ""),
        (("files", "checkout"), ""),
        (("filez",), "there is no demo “filez”"),
        (("files",), "“files” cannot be opened beside it with []"),
        (("files", "nowhere"), "cannot be opened beside it with ['nowhere']"),
    ],
)
def test_authors_are_told_what_cannot_be_opened(needs, problem):
    assert problem in problem_beside(needs)
    assert bool(problem) == bool(problem_beside(needs))
