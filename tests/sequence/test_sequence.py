"""The sequence of the course: four parts, seventeen modules and a capstone, told as the story tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from course import sequence
from course.case.cast import WEEKS
from tests.course_copy import make_course


def test_the_numbers_run_from_one_to_the_capstone():
    assert [module.number for module in sequence.MODULES] == list(range(1, 19))


@pytest.mark.parametrize(("part", "numbers"), [(0, (1, 4)), (1, (5, 8)), (2, (9, 15)), (3, (16, 18))])
def test_the_parts_are_those_that_the_course_is_asked_to_cover(part, numbers):
    modules = sequence.PARTS[part].modules

    assert (modules[0].number, modules[-1].number) == numbers


def test_every_module_happens_in_a_week_of_the_story():
    told = [module for week in WEEKS for module in week.modules]

    assert told == [module.number for module in sequence.MODULES]


def test_the_time_is_what_the_course_promises():
    """46 hours for the sixteen written modules, as readers took longer than the plan and the heads of their lessons say; the short way has a bound of its own."""
    assert 22 <= sum(module.minutes for module in sequence.MODULES[:16]) / 60 <= 46


def test_what_is_written_is_found_in_the_folders(tmp_path):
    root = make_course(tmp_path)

    assert [path.stem for path in sequence.lessons(root)] == ["05-sql", "07-more"]
    assert sequence.exercises(root, 5).name == "05-sql.ipynb"
    assert sequence.exercises(root, 7) is None
    assert len(sequence.notebooks(root)) == 4


@pytest.mark.parametrize("name", ["modules/05-sql.ipynb", "exercises/05-sql/05-sql.ipynb"])
def test_the_course_of_a_notebook_is_the_folder_that_it_lies_in(tmp_path, name):
    assert sequence.course_root(make_course(tmp_path) / name) == tmp_path


@pytest.mark.parametrize("notebook", [None, Path("/elsewhere/a.ipynb")])
def test_a_notebook_elsewhere_belongs_to_the_installed_course(notebook):
    assert sequence.course_root(notebook) == sequence.ROOT


def test_every_lesson_has_a_number_of_the_sequence():
    lessons = [path for path in (sequence.ROOT / "modules").glob("*.ipynb") if path.name != "00-welcome.ipynb"]

    assert {sequence.number_of(path) for path in lessons} <= {module.number for module in sequence.MODULES}
    assert len({sequence.number_of(path) for path in lessons}) == len(lessons)
