"""The short way: a course of half the length that still has every responsibility in it."""

from __future__ import annotations

from course import sequence
from course.authoring.source_points import exercise_ids, read_points
from course.learner.progress import read_progress, short_way_minutes
from course.learner.saved import nothing_saved
from course.sequence.short_way import SHORT_WAY


def written():
    return [module for module in read_progress(sequence.ROOT, nothing_saved) if not module.announced]


def test_its_exercises_are_there():
    assert exercise_ids(sequence.ROOT) >= SHORT_WAY


def test_every_written_module_has_two_of_its_exercises_on_it_or_more():
    few = [entry.module.number for entry in written() if sum(item.on_short_way for item in entry.items) < 2]

    assert few == []


def test_it_takes_about_as_long_as_the_course_was_meant_to():
    assert 22 <= short_way_minutes(written()) / 60 <= 27


def test_every_point_of_the_article_that_has_exercises_has_one_on_it_or_a_lesson():
    """A place without a number behind a dot is a lesson or a part of one, and all lessons are on the short way."""
    left_out = {
        point.number: point.places
        for point in read_points()
        if all("." in place for place in point.places) and not SHORT_WAY & set(point.places)
    }

    assert left_out == {}
