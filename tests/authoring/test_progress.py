"""The line that shows an author in a terminal where the work is and how long it will take."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest

from course.authoring import progress, store
from course.authoring.progress import Progress
from course.authoring.steps import listening, step, working_on
from course.keys.key import AuthorError


@dataclass(frozen=True)
class Exercise:
    id: str
    kind: str = "sql"
    title: str = "Two rates"


FIRST, SECOND, FORM = Exercise("5.1"), Exercise("5.2"), Exercise("5.3", "form", "Grain")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def screen():
    return io.StringIO()


@pytest.fixture(autouse=True)
def nothing_known(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "folder", lambda: tmp_path)
    monkeypatch.setattr(progress, "is_known", lambda exercise: False)


def shown(screen) -> str:
    """What is on the screen now."""
    return screen.getvalue().rpartition("\r")[2].rstrip()


def work_on(exercise, clock, seconds):
    with working_on(exercise):
        clock.now += seconds


def test_the_line_names_the_exercise_the_step_and_the_time_left(screen, clock):
    store.note("durations", {"sql 5.1": 40, "sql 5.2": 200})
    with listening(Progress([FIRST, SECOND], screen, clock)), working_on(FIRST):
        assert shown(screen) == "5.1 Two rates, about 4 min left"
        step("judging rewrites")
        assert shown(screen) == "5.1 Two rates: judging rewrites, about 4 min left"
        clock.now = 20
        step("choosing hidden data sets", 3, 40)
        assert shown(screen) == "5.1 Two rates: choosing hidden data sets, 3 of 40, about 4 min left"
        clock.now = 41
        step("making examples")
        assert shown(screen) == "5.1 Two rates: making examples, longer than expected"
    assert shown(screen) == ""


@pytest.mark.parametrize(
    ("durations", "left"),
    [
        ({}, "about 60 s left"),  # nothing was timed yet
        ({"sql 5.1": 10}, "about 20 s left"),  # the other one is expected to take as long
        ({"sql 5.1": 10, "sql 7.1": 30}, "about 30 s left"),  # or as long as its kind does on average
        ({"sql 5.1": 10, "form 1.1": 90}, "about 20 s left"),
        ({"sql 5.1": 1, "sql 5.2": 1}, "a few seconds left"),
    ],
)
def test_the_time_is_expected_from_the_past(screen, clock, durations, left):
    store.note("durations", durations)
    with listening(Progress([FIRST, SECOND], screen, clock)), working_on(FIRST):
        assert shown(screen) == f"5.1 Two rates, {left}"


def test_what_an_exercise_took_is_expected_the_next_time(screen, clock):
    with listening(Progress([FIRST, SECOND], screen, clock)):
        work_on(FIRST, clock, 100)
        work_on(SECOND, clock, 50)

    with listening(Progress([FIRST, SECOND], screen, clock)), working_on(FIRST):
        assert shown(screen) == "5.1 Two rates, about 2 min left"


def test_what_is_known_takes_no_time_and_teaches_none(screen, clock, monkeypatch):
    monkeypatch.setattr(progress, "is_known", lambda exercise: exercise is FIRST)
    store.note("durations", {"sql 5.1": 40, "sql 5.2": 20})
    with listening(Progress([FIRST, SECOND], screen, clock)):
        with working_on(FIRST):
            assert shown(screen) == "5.1 Two rates, about 20 s left"
        with working_on(SECOND):
            clock.now = 30

    assert store.last_note("durations") == {"sql 5.1": 40, "sql 5.2": 30}


def test_a_key_that_is_broken_takes_no_time(screen, clock, monkeypatch):
    def fail(exercise):
        raise AuthorError("The key holds no reference.")

    monkeypatch.setattr(progress, "is_known", fail)
    with listening(Progress([FIRST], screen, clock)), working_on(FIRST):
        assert shown(screen) == "5.1 Two rates, a few seconds left"


def test_a_line_never_breaks(screen, clock, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    with listening(Progress([FIRST], screen, clock)), working_on(FIRST):
        step("a step with a long name " * 5)

        assert len(shown(screen)) <= 29


def test_steps_that_nobody_listens_to_are_silent(capsys):
    with working_on(FIRST):
        step("judging answers")

    assert capsys.readouterr() == ("", "")
