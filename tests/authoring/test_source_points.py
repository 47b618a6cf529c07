"""Every point of the source article has its place in the course."""

from __future__ import annotations

import pytest

from course import cli
from course.authoring.source_points import exercise_ids, read_points, status
from course.sequence import ROOT
from tests.course_copy import make_course

POINTS = read_points()


def test_no_point_is_left_out():
    assert [point.number for point in POINTS] == list(range(1, 67))


def test_each_point_has_places_that_are_there_or_announced():
    exercises = exercise_ids(ROOT)
    missing = [
        (point.number, place)
        for point in POINTS
        for place in point.places
        if status(place, ROOT, exercises) == "missing"
    ]

    assert [point.number for point in POINTS if not point.places] == []
    assert missing == []


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("5.1", "there"),
        ("5", "there"),
        ("5 demo", "there"),
        ("cards", "there"),
        ("5.9", "missing"),
        ("6.1", "announced"),
        ("17", "announced"),
        ("18", "announced"),
        ("19", "missing"),
        ("19.1", "missing"),
        ("", "missing"),
        ("5.1 or so, perhaps", "missing"),
    ],
)
def test_what_is_said_of_a_place(tmp_path, place, expected):
    assert status(place, make_course(tmp_path), frozenset({"5.1"})) == expected


def test_the_command_prints_a_table_for_instructors(capsys):
    assert cli.main(["points"]) == 0
    printed = capsys.readouterr().out.splitlines()

    assert printed[0] == "| # | point of the article | place |"
    assert len(printed) == 68
