"""An exercise says which section of its lesson teaches it, where there is a lesson."""

from __future__ import annotations

import json
import shutil

import pytest

from course.exercise import Exercise
from course.views.frame import frame_of
from course.views.taught import taught_html
from course.views.twin import static_html
from tests.views.face import outputs

LESSON = "## Two “heaps” & <one>\nYou can now do [9.1](../exercises/09-count/09-count.ipynb#cell-id=9-1-prompt)."


@pytest.fixture
def course(tmp_path, folder, monkeypatch):
    """A course with a lesson beside the exercises in ``folder``; returns the exercises' notebook."""
    root = tmp_path / "course"
    place = root / "exercises/09-count"
    shutil.copytree(folder, place, ignore=lambda _folder, names: [name for name in names if name == "course"])
    (root / "modules").mkdir()
    cells = [{"cell_type": "markdown", "id": "heaps", "source": LESSON}]
    (root / "modules/09-count.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}), encoding="utf-8")
    monkeypatch.chdir(place)
    return place / "09-count.ipynb"


def test_it_links_to_the_section_of_the_lesson(course):
    html = taught_html(Exercise("form", "9.1"))

    assert 'href="../../modules/09-count.ipynb#cell-id=heaps">Two “heaps” &amp; &lt;one&gt;</a>' in html
    assert "data-course-beside" not in html


def test_the_frame_offers_the_lesson_beside_it_and_the_twin_has_the_link(course):
    exercise = Exercise("form", "9.1")
    (output,) = outputs(frame_of(exercise).widget)

    assert 'data-course-beside="../../modules/09-count.ipynb#cell-id=heaps"' in output["data"]["text/html"]
    assert taught_html(exercise) in static_html(exercise)


def test_without_a_link_a_lesson_or_a_learner_it_says_nothing(course, monkeypatch):
    assert taught_html(Exercise("sql", "9.2")) == ""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert taught_html(Exercise("form", "9.1")) == ""


def test_exercises_that_are_alone_say_nothing(folder):
    assert taught_html(Exercise("form", "9.1")) == ""
    assert outputs(frame_of(Exercise("form", "9.1")).widget) == []
