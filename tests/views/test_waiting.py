"""A query that takes long: the kernel stays free, progress is shown, and Stop ends it without losing anything."""

from __future__ import annotations

import asyncio
import re
import signal

import pytest

from course.case.database import practice_database
from course.exercise import Exercise
from course.grade.query import sandbox
from course.views import waiting
from course.views.frame import frame_of
from tests.views import face
from tests.views.conftest import QUERY, STARTER
from tests.views.test_frame import click, editor, shown

RIGHT = QUERY["reference"]
LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture
def query(folder, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 0.1)
    monkeypatch.setattr(waiting, "STEP", 0.1)
    return frame_of(Exercise("sql", "9.2", STARTER))


def in_a_kernel(frame, *acts) -> None:
    """Do one thing after another while the event loop runs, as a kernel does, until nothing is going on any more.

    Before the next thing is done, what is going on has ended or says that it takes long.
    """

    async def session() -> None:
        for act in acts:
            act()
            while frame.waiting.is_busy and not is_shown(frame):
                await asyncio.sleep(0.01)
        while frame.waiting.is_busy:
            await asyncio.sleep(0.01)

    asyncio.run(session())


def button(frame, label: str):
    return face.button(frame.widget, label)


def is_shown(frame) -> bool:
    return frame.waiting.widget.layout.display is None


@pytest.mark.parametrize(("pressed", "words"), [("Run", r"Running: \d+ of at most 4 s"), ("Check", r"Checking: \d+ s")])
def test_what_takes_long_says_so_and_can_be_stopped(query, pressed, words):
    sandbox.run(practice_database(), "SELECT 1")  # the worker has started
    editor(query).value = LONG
    seen = []

    def look() -> None:
        seen.append((is_shown(query), shown(query)))
        click(query, "Stop")

    in_a_kernel(query, lambda: click(query, pressed), look)

    assert seen[0][0] and re.search(words, seen[0][1])
    assert "Stopped. Your answer is saved" in shown(query)
    assert not is_shown(query) and not query.waiting.is_busy
    assert query.exercise.answers["9.2"].tries == 0 and query.exercise.answer == LONG


def test_an_interrupt_of_the_kernel_stops_it_too(query):
    before = signal.getsignal(signal.SIGINT)
    editor(query).value = LONG
    in_a_kernel(query, lambda: click(query, "Run"), lambda: signal.raise_signal(signal.SIGINT))

    assert "Stopped. Your answer is saved" in shown(query)
    assert signal.getsignal(signal.SIGINT) is before


def test_after_a_stop_the_next_query_runs(query):
    editor(query).value = LONG
    in_a_kernel(query, lambda: click(query, "Run"), lambda: click(query, "Stop"))
    editor(query).value = RIGHT
    in_a_kernel(query, lambda: click(query, "Run"))

    assert "3 rows" in shown(query)


def test_nothing_runs_twice(query):
    editor(query).value = LONG

    def again() -> None:
        assert button(query, "Running…").disabled and button(query, "Check").disabled
        editor(query).run()
        editor(query).check()
        click(query, "Stop")

    in_a_kernel(query, lambda: click(query, "Run"), again)

    assert query.exercise.answers["9.2"].runs == (LONG,) and query.exercise.answers["9.2"].tries == 0
    assert not button(query, "Run").disabled and not button(query, "Check").disabled


def test_a_quick_query_shows_no_stop(query, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 1000)
    sandbox.run(practice_database(), "SELECT 1")  # the worker has started
    editor(query).value = RIGHT
    in_a_kernel(query, lambda: click(query, "Check"))

    assert "Passed" in shown(query) and not is_shown(query)


def test_what_is_typed_during_a_check_is_kept_and_not_underlined(query):
    editor(query).value = "SELECT tire FROM merchants"

    def type_on() -> None:
        click(query, "Check")
        editor(query).value = RIGHT

    in_a_kernel(query, type_on)

    assert query.exercise.answer == RIGHT and editor(query).diagnostics == []
    assert query.exercise.answers["9.2"].tries == 1 and "tire" in shown(query)
