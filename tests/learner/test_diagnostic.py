"""The diagnostic: which path its answers suggest, and what is read of it."""

from __future__ import annotations

import json
import shutil

import pytest

from course import sequence
from course.grade.form import FormExpectation, reference
from course.grade.form.samples import Sample
from course.learner.diagnostic import EXERCISE, STRANDS, Place, read_path, suggest
from course.learner.entry import Entry
from course.learner.saved import nothing_saved, read_saved
from course.sequence import ROOT
from course.sheet import load
from tests.course_copy import MORNING, make_course, write_answers, write_notebook

FORM = FormExpectation.from_json(load(sequence.exercises(ROOT, 1).parent)[EXERCISE].expectation)
RIGHT = reference(FORM)  # every sample holds, 100% sure
F, T, S = Place.FIRST, Place.IN_TURN, Place.SKIM


def path(**answers: tuple[bool, int]) -> dict[int, Place]:
    """Where the modules stand after answers given as strand=(held, sure); all others held with 60%."""
    samples = [Sample(strand.id, strand.name, *answers.get(strand.id, (True, 60))) for strand in STRANDS]
    return {module: advice.place for module, advice in suggest(samples).items()}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"interfaces": (False, 90)}, {4: F}),
        ({"interfaces": (False, 75)}, {4: F}),
        ({"interfaces": (False, 74)}, {4: T}),
        ({"interfaces": (False, 50)}, {4: T}),
        ({"interfaces": (True, 74)}, {4: T}),
        ({"interfaces": (True, 75)}, {4: S}),
        ({"data": (True, 100)}, {5: S, 7: S}),
        ({"data": (False, 100)}, {5: F, 7: F}),
        # lending asks questions to data: those who cannot yet ask begin there
        ({"risk": (False, 90), "data": (False, 50)}, {5: F, 7: F, 8: F}),
        ({"risk": (False, 90), "data": (True, 100)}, {5: S, 8: F}),
        ({"risk": (False, 60), "data": (False, 50)}, {5: T, 8: T}),
    ],
)
def test_the_place_of_a_module(answers, expected):
    found = path(**answers)

    assert {module: found[module] for module in expected} == expected


def test_at_most_three_strands_come_first_the_surest_ones():
    found = path(systems=(False, 80), change=(False, 100), interfaces=(False, 90), choices=(False, 90))

    assert [module for module, place in found.items() if place is F] == [3, 4, 13, 14]


def test_a_beginner_who_guesses_is_sent_nowhere_first():
    assert set(path(**{strand.id: (False, 50) for strand in STRANDS}).values()) == {T}


def test_every_module_between_the_first_and_the_last_two_has_one_strand():
    led = [module for strand in STRANDS for module in strand.modules]

    assert sorted(led) == list(range(2, 16))


def test_the_form_asks_for_these_strands_in_their_order():
    asked = [(field.settings["of"], field.settings["strand"]) for field in FORM.fields if field.kind == "confidence"]

    assert asked == [(strand.id, strand.label) for strand in STRANDS]


@pytest.fixture
def course(tmp_path):
    """A small course with the real diagnostic."""
    root = make_course(tmp_path)
    write_notebook(root / "modules/01-role.ipynb", "# 1")
    write_notebook(root / "exercises/01-role/01-role.ipynb", "# Exercises")
    shutil.copy(sequence.exercises(ROOT, 1).parent / "checks.json", root / "exercises/01-role")
    return root


def answered(root, answer=RIGHT, score=1.0):
    entry = Entry(answer, MORNING, best=answer, best_score=score, tries=1)
    write_answers(root / "exercises/01-role/01-role.ipynb", **{"1_1": entry})


def test_a_complete_diagnostic_that_was_checked_gives_a_path(course):
    answered(course, {**RIGHT, "interfaces": "It was collected"})
    found = read_path(course, read_saved)

    assert found[4].place is Place.FIRST
    assert found[4].reason == "You were 100% sure, and the sample turned out otherwise."
    assert {advice.place for module, advice in found.items() if module != 4} == {Place.SKIM}


@pytest.mark.parametrize(
    ("answer", "score"),
    [(RIGHT, 0.0), ({}, 0.5), ("damaged", 1.0), ({"interfaces": 3}, 1.0), ({**RIGHT, "risk_sure": ""}, 1.0)],
)
def test_without_a_complete_check_there_is_no_path(course, answer, score):
    answered(course, answer, score)

    assert read_path(course, read_saved) == {}


def test_what_is_not_saved_or_not_there_suggests_nothing(course, tmp_path):
    answered(course)

    assert read_path(course, nothing_saved) == {}
    assert read_path(make_course(tmp_path / "without"), read_saved) == {}


@pytest.mark.parametrize("sheet", ["{", json.dumps({"version": 1, "data": "x", "exercises": {}})])
def test_a_damaged_sheet_suggests_nothing(course, sheet):
    answered(course)
    (course / "exercises/01-role/checks.json").write_text(sheet)

    assert read_path(course, read_saved) == {}
