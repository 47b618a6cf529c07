"""Module 16 says of ladders what the ladder's data say."""

from __future__ import annotations

import re

from course.authoring.read import read
from course.career.ladder import SCOPES, holding, of_scope, read_levels
from course.sequence import ROOT, lesson
from course.sequence import lesson_notebook as lessons

SOURCE = ROOT / "solutions/16-the-career-the-switch-the-plan/16-the-career-the-switch-the-plan.ipynb"
TEXT = " ".join(cell.text for cell in lessons.cells(lesson(ROOT, 16)) if cell.kind == "markdown")
WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def test_the_bands_of_the_exercise_are_the_scopes_of_the_ladder():
    levels = read(SOURCE)[0]

    assert levels.parts["fields"][0]["classes"] == [
        " · ".join(level.name for level in of_scope(scope.number)) for scope in SCOPES
    ]


def test_what_the_lesson_says_of_a_pay_and_of_a_title_holds():
    assert f"Type 250: the ranges of {WORDS[len(holding(250))]} rungs hold it" in TEXT
    assert len([level for level in read_levels() if level.title == "Senior PM"]) == 2


def test_no_single_figure_for_a_level_stands_in_the_lesson():
    figures = [str(level.estimate) for level in read_levels()]

    assert [figure for figure in figures if re.search(rf"\b{figure}(?:,000|K)", TEXT)] == []
