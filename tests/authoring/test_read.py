"""Reading source notebooks: what an author wrote, and sentences for what cannot be read."""

from __future__ import annotations

import pytest
from nbformat import from_dict

from course.authoring.read import read
from course.keys.key import AuthorError


def test_an_exercise_is_read_from_its_three_cells(small_course):
    (exercise,) = read(small_course.notebook)

    assert (exercise.id, exercise.kind, exercise.title) == ("9.1", "form", "Count the merchants")
    assert (exercise.minutes, exercise.points, exercise.cell) == (5, 4.0, 3)
    assert [mistake.sentence for mistake in exercise.key.mistakes][:1] == ["You counted tiers."]


@pytest.mark.parametrize(
    ("cell", "old", "new", "says"),
    [
        (
            0,
            "### 9.1 Count the merchants · 5 min",
            "### Count the merchants",
            "cell 2: the text above exercise 9.1 has no heading",
        ),
        (0, "9.1", "9.2", "has no heading with its number"),
        (2, "ex_9_1.grade(", "ex_9_2.grade(", "cell 3: exercise 9.1 needs one “ex_9_1.grade"),
        (2, "### END HIDDEN TESTS", "### END HIDDEN TESTS\n'the end'", "must be the last line"),
        (2, "### BEGIN HIDDEN TESTS", "", "or learners receive it"),
        (2, 'hints=["Count."', "hints=[str(1)", "may hold only text, numbers, lists and dicts"),
        (2, "hints=", "hint=", "cell 3: “hint” is not known"),
        (2, "fields=[", "fields=[[", "cell 3: line 12 is no valid Python"),
        (1, 'course.form("9.1")', 'course.form(id="9.1")', "has no heading"),
    ],
)
def test_an_author_is_told_where_and_what(small_course, cell, old, new, says):
    source = small_course.cells[cell].source
    assert old in source
    small_course.cells[cell].source = source.replace(old, new, 1)

    with pytest.raises(AuthorError, match=says):
        [exercise.key for exercise in read(small_course.write())]


def test_a_copied_exercise_needs_an_id_of_its_own(small_course):
    copies = [{**cell, "id": f"{cell.id}-copy"} for cell in small_course.cells]
    small_course.cells = [*small_course.cells, *map(from_dict, copies)]

    with pytest.raises(AuthorError, match=r"exercise 9\.1 is there twice"):
        read(small_course.write())
