"""Every figure that is carried forward comes from an earlier exercise whose reference is that figure."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from course import sequence
from course.authoring.carried import carried_problems, problems
from course.authoring.read import read, sources
from course.sequence.carried import all_carried

ROOT = Path(__file__).parents[2]
CARRYING = [exercise for path in sources(ROOT) for exercise in read(path) if exercise.carries]
TELLING = sorted({exercise for figure in all_carried().values() for exercise in figure.register.told_in})


def _carried_in_lessons():
    for lesson in sequence.lessons(ROOT):
        for cell in json.loads(lesson.read_bytes())["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code" and "course.carried(" in source:
                calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
                ids = tuple(
                    arg.value for call in calls if ast.unparse(call.func) == "course.carried" for arg in call.args
                )
                yield pytest.param(sequence.number_of(lesson), ids, id=lesson.stem)


CARRIED_IN_LESSONS = list(_carried_in_lessons())


@pytest.mark.parametrize("exercise", CARRYING, ids=lambda exercise: exercise.id)
def test_an_exercise_carries_what_an_earlier_one_finds(exercise):
    assert list(carried_problems(exercise)) == []


@pytest.mark.parametrize(("module", "ids"), CARRIED_IN_LESSONS)
def test_a_lesson_carries_what_an_earlier_exercise_finds(module, ids):
    assert list(problems(ROOT, ids, (module,))) == []


def test_every_figure_is_carried_somewhere():
    in_lessons = [id for case in CARRIED_IN_LESSONS for id in case.values[1]]
    assert {*in_lessons, *(id for exercise in CARRYING for id in exercise.carries)} == set(all_carried())


@pytest.mark.parametrize("id", TELLING)
def test_what_a_page_is_said_to_tell_is_on_it(id):
    """Where it is not, the page would give away what an earlier exercise asks."""
    (exercise,) = [each for path in sources(ROOT, int(id.split(".")[0])) for each in read(path) if each.id == id]
    cells = json.loads(exercise.notebook.read_bytes())["cells"]
    page = f"{''.join(''.join(cell['source']) for cell in cells if cell['cell_type'] == 'markdown')} {exercise.parts}"
    told = [figure for figure in all_carried().values() if id in figure.register.told_in]
    assert [figure.id for figure in told if figure.words() not in page and f"{{{figure.fact}}}" not in page] == []


@pytest.mark.parametrize(
    ("id", "place", "problem"),
    [
        ("4.5/nothing", (13, 3), "no figure “4.5/nothing” is carried forward"),
        ("4.5/clean", (4, 5), "exercise 4.5 does not come before it"),
        ("4.5/clean", (3,), "exercise 4.5 does not come before it"),
        ("6.4/ratio", (6, 3), "exercise 6.4 does not come before it"),
    ],
)
def test_what_cannot_be_carried_is_named(id, place, problem):
    assert problem in " ".join(problems(ROOT, [id], place))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": "4.9/clean"}, "there is no exercise 4.9"),
        ({"id": "4.5/partner"}, "has no figure “partner”"),
        ({"id": "4.5/volume"}, "has no figure “volume”"),
        ({"id": "7.1/first_at"}, "has no figure “first_at”"),
        ({"fact": "F12.polled"}, "the reference of 4.5 is 1.1e+06 there, and F12.polled is 240,000"),
    ],
)
def test_a_figure_that_is_not_there_or_another_one_is_named(change, problem, monkeypatch):
    figure = type(all_carried()["4.5/clean"])(**{"id": "4.5/clean", "what": "Volume", "fact": "F12.clean", **change})
    monkeypatch.setattr("course.authoring.carried.all_carried", lambda: {figure.id: figure})

    assert problem in " ".join(problems(ROOT, [figure.id], (13,)))
